"""A small linear-chain tagger that marks the tokens of person names: table look-ups in numpy, Viterbi on capitalised runs only.

Trained by `benchmarks/names_train.py`; the weights are `gazetteer/tagger.npz` (16-bit numbers). A conditional
random field (Lafferty, McCallum, Pereira 2001) with the tags outside, begins, goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt

from stanch.extent.names_tokens import CLASSES, INNER, NAMELIKE, SHAPE, SHAPES, SUFFIXES, TOKEN, cue_names, cues, word_row

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
OUTSIDE, BEGINS, INSIDE = 0, 1, 2
REACH = (-2, -1, 0, 1, 2)
_H, _C = len(SHAPES), CLASSES
_PARTICLE = "particle"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text and what is known of each: equal-length columns."""

    starts: list[int]
    ends: list[int]
    shape: Ints
    lexical: Ints
    cue: Ints
    suffix: Ints
    word: Ints
    small_elsewhere: Ints


def tokens_of(text: str, vocabulary: dict[str, int], start: int = 0, end: int | None = None) -> Tokens:
    """The tokens of `text[start:end]`; offsets are those of the whole text."""
    matches = list(TOKEN.finditer(text, start, len(text) if end is None else end))
    strings = [match[0] for match in matches]
    distinct: dict[str, int] = {}
    order = [distinct.setdefault(string, len(distinct)) for string in strings]
    rows = [word_row(string) for string in distinct]
    # A capitalised word that also stands in small letters in this text is probably no name.
    columns = np.array(
        [(*row[:4], vocabulary.get(row[4], 0), int(row[0] in NAMELIKE and row[4] in distinct and row[4] != "")) for row in rows]
        or [(0,) * 6],
        dtype=np.int32,
    )
    picked = columns[np.array(order, dtype=np.intp)] if order else np.zeros((0, 6), dtype=np.int32)
    return Tokens([m.start() for m in matches], [m.end() for m in matches], *(np.ascontiguousarray(picked[:, n]) for n in range(6)))


def _shifted(column: Ints, by: int, fill: int) -> Ints:
    out = np.full_like(column, fill)
    if by < 0:
        out[-by:] = column[:by] if len(column) > -by else []
    elif by > 0:
        out[:-by] = column[by:] if len(column) > by else []
    else:
        out[:] = column
    return out


def features(tokens: Tokens, words: int) -> tuple[list[Ints], list[int]]:
    """For each kind of feature the number of its value at each token, and how many values that kind has."""
    cue_count = len(cue_names())
    blank = SHAPE["blank"]
    shape = {by: _shifted(tokens.shape, by, blank) for by in REACH}
    lexical = {by: _shifted(tokens.lexical, by, 0) for by in REACH}
    cue = {by: _shifted(tokens.cue, by, 0) for by in REACH}
    word = {by: _shifted(tokens.word, by, 0) for by in REACH}
    columns: list[Ints] = []
    sizes: list[int] = []

    def add(column: Ints, size: int) -> None:
        columns.append(column)
        sizes.append(size)

    for by in REACH:
        add(word[by], words)
        add(shape[by] * cue_count + cue[by], _H * cue_count)
    for by in (-1, 0, 1):
        add(lexical[by] * _H + shape[by], _C * _H)
    add(tokens.suffix * 2 + (tokens.lexical > 1), SUFFIXES * 2)
    add(lexical[-1] * _C + lexical[0], _C * _C)
    add(lexical[0] * _C + lexical[1], _C * _C)
    add((shape[-1] * _H + shape[0]) * _H + shape[1], _H**3)
    add((shape[-2] * _H + shape[-1]) * _H + shape[0], _H**3)
    add((shape[0] * _H + shape[1]) * _H + shape[2], _H**3)
    add((cue[-1] * cue_count + cue[1]) * _H + shape[0], cue_count * cue_count * _H)
    add(cue[-1] * _C + lexical[0], cue_count * _C)
    add(cue[1] * _C + lexical[0], cue_count * _C)
    add((cue[-2] * _H + shape[-1]) * _C + lexical[0], cue_count * _H * _C)
    add(shape[-1] * _C + lexical[0], _H * _C)
    add((shape[1] * cue_count + cue[2]) * 2 + (lexical[0] > 1), _H * cue_count * 2)
    add((tokens.small_elsewhere * _H + shape[-1]) * _C + lexical[0], 2 * _H * _C)
    return columns, sizes


@dataclass(frozen=True, slots=True)
class Model:
    """The trained weights: a table of (feature values, 3) for each kind of feature, and the moves between tags."""

    vocabulary: dict[str, int]
    tables: tuple[Floats, ...]
    moves: Floats


@cache
def model() -> Model:
    """The committed weights."""
    packed = np.load(BytesIO((files("stanch.extent") / "gazetteer/tagger.npz").read_bytes()), allow_pickle=False)
    sizes: Ints = packed["sizes"]
    weights = np.zeros((int(sizes.sum()), 3), dtype=np.float32)
    weights[packed["rows"]] = packed["values"].astype(np.float32)
    bounds = np.cumsum(sizes)[:-1]
    words = bytes(packed["words"]).decode().split("\n")
    return Model({word: n + 1 for n, word in enumerate(words)}, tuple(np.split(weights, bounds)), packed["moves"].astype(np.float32))


def emissions(tokens: Tokens, trained: Model) -> Floats:
    """A score of each tag at each token."""
    columns, _ = features(tokens, len(trained.vocabulary) + 1)
    total = np.zeros((len(tokens.shape), 3), dtype=np.float32)
    for column, table in zip(columns, trained.tables, strict=True):
        total += table[column]
    return total


def may_begin(tokens: Tokens) -> npt.NDArray[np.bool_]:
    """Where a name may begin: a capitalised word that no list takes for a word of grammar, or a particle before one (`van der Berg`)."""
    namelike = np.isin(tokens.shape, list(NAMELIKE))
    particle = (tokens.cue == cue_names().index(_PARTICLE)) & np.isin(_shifted(tokens.shape, 1, 0), list(NAMELIKE))
    return np.asarray(namelike | particle)


def may_go_on(tokens: Tokens) -> npt.NDArray[np.bool_]:
    """Where a name may go on: names, particles, and the marks that stand within names."""
    inner = np.isin(tokens.shape, list(INNER))
    particle = (tokens.cue == cue_names().index(_PARTICLE)) & (tokens.shape == SHAPE["lower"])
    return np.asarray(np.isin(tokens.shape, list(NAMELIKE)) | inner | particle)


def decode(tokens: Tokens, scores: Floats, moves: Floats) -> list[tuple[int, int, float]]:
    """The names as (first token, token behind the last, how far the name beats its absence)."""
    begin, go_on = may_begin(tokens), may_go_on(tokens)
    gain = (scores - scores[:, :1]).tolist()
    (oo, ob, _), (bo, bb, bi), (io, ib, ii) = moves.tolist()
    found: list[tuple[int, int, float]] = []
    starts = np.flatnonzero(begin).tolist()
    position, count = 0, len(gain)
    go = go_on.tolist()
    can = begin.tolist()
    for start in starts:
        if start < position:
            continue
        end = start + 1
        while end < count and go[end]:
            end += 1
        position = end
        found += _walk((start, end), gain, can, (oo, ob, bo, bb, bi, io, ib, ii))
    return found


def _walk(run: tuple[int, int], gain: list[list[float]], can: list[bool], moves: tuple[float, ...]) -> list[tuple[int, int, float]]:
    """Viterbi over one run of tokens that may be names; outside scores nothing, so scores are gains over it."""
    start, end = run
    found: list[tuple[int, int, float]] = []
    oo, ob, bo, bb, bi, io, ib, ii = moves
    low = -1e9
    o, b, i = 0.0, ob - oo + gain[start][1] if can[start] else low, low
    back: list[tuple[int, int, int]] = [(0, 0, 0)]
    for at in range(start + 1, end):
        here = gain[at]
        from_o, from_b, from_i = o, b + bo - oo, i + io - oo
        new_o, back_o = (from_o, 0) if from_o >= from_b and from_o >= from_i else (from_b, 1) if from_b >= from_i else (from_i, 2)
        if can[at]:
            to_o, to_b, to_i = o + ob - oo, b + bb - oo, i + ib - oo
            new_b, back_b = (to_o, 0) if to_o >= to_b and to_o >= to_i else (to_b, 1) if to_b >= to_i else (to_i, 2)
            new_b += here[1]
        else:
            new_b, back_b = low, 0
        in_b, in_i = b + bi - oo, i + ii - oo
        new_i, back_i = (in_b, 1) if in_b >= in_i else (in_i, 2)
        new_i += here[2]
        o, b, i = new_o, new_b, new_i
        back.append((back_o, back_b, back_i))
    ends = (o, b + bo - oo, i + io - oo)
    tag = ends.index(max(ends))
    last = -1
    for at in range(end - 1, start - 1, -1):
        if tag and last < 0:
            last = at
        if tag == BEGINS:
            margin = (
                ob
                - oo
                + gain[at][1]
                + sum(gain[n][2] for n in range(at + 1, last + 1))
                + (bi + ii * max(0, last - at - 1) if last > at else 0.0)
            )
            found.append((at, last + 1, margin + (io if last > at else bo) - oo * (last - at + 1)))
            last = -1
        tag = back[at - start][tag]
        if tag == OUTSIDE:
            last = -1
    return found


def tag(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int, float]]:
    """The names in `text[start:end]` as (start, end, gain), in order."""
    trained = model()
    tokens = tokens_of(text, trained.vocabulary, start, end)
    if not tokens.starts:
        return []
    found = decode(tokens, emissions(tokens, trained), trained.moves)
    return sorted((tokens.starts[first], tokens.ends[last - 1], gain) for first, last, gain in found)


def known_words() -> dict[str, Any]:
    """The cue words, for the training script."""
    return dict(cues())
