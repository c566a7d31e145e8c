"""A small linear-chain tagger that marks the tokens of person names: table look-ups in numpy, Viterbi on capitalised runs only.

Trained by `benchmarks/names_train.py`; the weights are `gazetteer/tagger.npz` (16-bit numbers). A conditional
random field (Lafferty, McCallum, Pereira 2001) with the tags outside, begins, goes on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt

from stanch.extent.names_tokens import (
    CLASSES,
    INNER,
    LANGUAGES,
    NAMELIKE,
    SHAPE,
    SHAPES,
    SPACE_TOKENS,
    SUFFIXES,
    WORD_TOKENS,
    cue_names,
    cues,
    word_row,
)

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
OUTSIDE, BEGINS, INSIDE = 0, 1, 2
REACH = (-2, -1, 0, 1, 2)
_H, _C = len(SHAPES), CLASSES
_PARTICLE = "particle"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text and what is known of each: equal-length columns."""

    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]
    shape: Ints
    lexical: Ints
    cue: Ints
    suffix: Ints
    prefix: Ints
    word: Ints
    small_elsewhere: Ints
    spoken: Ints


# Every character is of some piece, so that lengths tell where pieces stand: a token with the single space behind it, or what no token
# takes. Most pieces are a plain word and a space.
_PIECE = r"{letter}++[ ](?![ ])|(?:{words})(?:[ ](?![ ]))?|{spaces}|[\s\S]"
_LETTER, _PLAIN = r"[^\W\d_]", "[A-Za-z]"
PIECE = re.compile(_PIECE.format(letter=_LETTER, words=WORD_TOKENS, spaces=SPACE_TOKENS))
# The same in a text without other letters than these, for which the test of a letter is quicker.
PLAIN_PIECE = re.compile(_PIECE.format(letter=_PLAIN, words=WORD_TOKENS.replace(_LETTER, _PLAIN), spaces=SPACE_TOKENS))


class Lexemes:
    """What is known of each distinct piece of text, kept from one text to the next: a row of numbers each."""

    MOST = 200_000
    PIECE, TOKEN, FACTS, WIDTH = 0, 1, 2, 9  # columns of a row: the lengths of both, and what is known of the token

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self._forget()

    def _forget(self) -> None:
        self._number: dict[str, int] = {}
        self._small: dict[str, str] = {}  # of those that look like names: the same in small letters
        self._rows = np.zeros((1024, self.WIDTH), dtype=np.int32)
        self._mark = np.zeros(1024, dtype=np.int32)

    def look_at(self, pieces: Sequence[str]) -> tuple[Ints, Ints]:
        """A row for each piece; and 1 for each that looks like a name and stands in small letters too among these pieces."""
        distinct = dict.fromkeys(pieces)
        fresh = [piece for piece in distinct if piece not in self._number]
        if fresh and len(self._number) + len(fresh) > self.MOST:
            self._forget()
            fresh = list(distinct)
        self._learn(fresh)
        order = np.fromiter(map(self._number.__getitem__, pieces), dtype=np.intp, count=len(pieces))
        small = self._small
        named = distinct.keys() & small.keys()
        twice = [self._number[piece] for piece in named if small[piece] in distinct or f"{small[piece]} " in distinct]
        self._mark[twice] = 1
        marked = self._mark[order]
        self._mark[twice] = 0
        return self._rows[order], marked

    def _learn(self, fresh: Sequence[str]) -> None:
        first = len(self._number)
        if first + len(fresh) > len(self._rows):
            more = np.zeros((max(len(self._rows), first + len(fresh)), self.WIDTH), dtype=np.int32)
            self._rows = np.concatenate([self._rows, more])
            self._mark = np.zeros(len(self._rows), dtype=np.int32)
        for number, piece in enumerate(fresh, start=first):
            self._number[piece] = number
            if len(piece) == 1 and piece.isspace() and piece not in "\n\t":
                self._rows[number, : self.FACTS] = 1, 0
                continue
            token = piece[:-1] if piece[-1] == " " and not piece[0].isspace() else piece
            *facts, lower = word_row(token)
            self._rows[number] = len(piece), len(token), *facts, self._vocabulary.get(lower, 0)
            # A capitalised word that also stands in small letters in a text is probably no name.
            if facts[0] in NAMELIKE and lower:
                self._small[piece] = lower


def tokens_of(text: str, lexemes: Lexemes, start: int = 0, end: int | None = None) -> Tokens:
    """The tokens of `text[start:end]`; offsets are those of the whole text."""
    pieces = (PLAIN_PIECE if text.isascii() else PIECE).findall(text, start, len(text) if end is None else end)
    rows, small = lexemes.look_at(pieces)
    lengths = rows[:, Lexemes.PIECE]
    starts = np.cumsum(lengths, dtype=np.int64) - lengths + start
    kept = np.flatnonzero(rows[:, Lexemes.TOKEN])
    columns, starts, small = np.ascontiguousarray(rows[kept].T), starts[kept], small[kept]
    shape, lexical, cue, suffix, prefix, spoken, word = columns[Lexemes.FACTS :]
    ends = starts + columns[Lexemes.TOKEN]
    return Tokens(starts, ends, shape, lexical, cue, suffix, prefix, word, small, spoken)


# So many tokens to either side tell the language, from so many of its small words on.
AROUND, ENOUGH = 40, 2


def language_around(spoken: Ints, at: npt.NDArray[np.intp]) -> Ints:
    """The language that most small words around each of these tokens are of, 0 where hardly any stands."""
    counts = np.zeros((len(spoken) + 1, LANGUAGES), dtype=np.int32)
    np.cumsum(spoken[:, np.newaxis] == np.arange(LANGUAGES), axis=0, out=counts[1:])
    here = counts[np.minimum(at + AROUND, len(spoken))] - counts[np.maximum(at - AROUND, 0)]
    here[:, 0] = ENOUGH - 1  # words of none: so many count for none
    best: Ints = here.argmax(axis=1).astype(np.int32)
    return best


@cache
def _forms(words: int) -> tuple[npt.NDArray[np.float64], list[int]]:
    """Each kind of feature as a sum of facts, each so many times (a row a kind, a column a fact); and how many values the kind has.

    The facts: shape, lexical class, cue and word of each neighbour, two before to two behind; then suffix, prefix, whether it stands small
    elsewhere, whether lists know it, of the token itself, and the language around it.
    """
    cue_count = len(cue_names())
    alone = np.eye(4 * len(REACH) + 5)
    shape, lexical, cue, word = ({by: alone[4 * place + fact] for place, by in enumerate(REACH)} for fact in range(4))
    suffix, prefix, small_elsewhere, known, language = alone[-5:]
    rows: list[npt.NDArray[np.float64]] = []
    sizes: list[int] = []

    def add(row: npt.NDArray[np.float64], size: int) -> None:
        rows.append(row)
        sizes.append(size)

    for by in REACH:
        add(word[by], words)
        add(shape[by] * cue_count + cue[by], _H * cue_count)
    for by in (-1, 0, 1):
        add(lexical[by] * _H + shape[by], _C * _H)
    add(suffix * 2 + known, SUFFIXES * 2)
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
    add((shape[1] * cue_count + cue[2]) * 2 + known, _H * cue_count * 2)
    add((small_elsewhere * _H + shape[-1]) * _C + lexical[0], 2 * _H * _C)
    add(prefix * 2 + known, SUFFIXES * 2)
    # Names stand in lists with names: what is beyond the comma.
    add(lexical[-2] * _H + shape[-1], _C * _H)
    add(lexical[2] * _H + shape[1], _C * _H)
    add(word[-1] * _H + shape[0], words * _H)
    add(word[1] * _H + shape[0], words * _H)
    # German writes every noun with a capital, and each language has its own endings and small words.
    add(language * _C + lexical[0], LANGUAGES * _C)
    add((language * _H + shape[-1]) * _H + shape[0], LANGUAGES * _H * _H)
    add((language * cue_count + cue[-1]) * _H + shape[0], LANGUAGES * cue_count * _H)
    add((language * cue_count + cue[1]) * _H + shape[0], LANGUAGES * cue_count * _H)
    add(language * SUFFIXES + suffix, LANGUAGES * SUFFIXES)
    return np.array(rows), sizes


def features(tokens: Tokens, words: int, at: npt.NDArray[np.intp] | None = None) -> tuple[npt.NDArray[np.intp], list[int]]:
    """For each kind of feature (a row) the number of its value at each token (at those of `at`), and how many values that kind has."""
    forms, sizes = _forms(words)
    own = np.arange(len(tokens.shape)) if at is None else at
    # All facts of all neighbours at once.
    edge = REACH[-1]
    facts = np.zeros((4, len(tokens.shape) + 2 * edge))
    facts[0, :edge] = facts[0, -edge:] = SHAPE["blank"]
    facts[:, edge:-edge] = tokens.shape, tokens.lexical, tokens.cue, tokens.word
    near = [facts[:, own + edge + by] for by in REACH]
    lexical = tokens.lexical[own]
    told = np.concatenate(
        [*near, [tokens.suffix[own], tokens.prefix[own], tokens.small_elsewhere[own], lexical > 1, language_around(tokens.spoken, own)]]
    )
    # Whole numbers far below 2**53, which floating point multiplies exactly, and fast.
    return (forms @ told).astype(np.intp), sizes


@dataclass(frozen=True, slots=True)
class Model:
    """The trained weights: one table of (feature values, 3), each kind of feature from its row of `firsts` on; moves between tags."""

    vocabulary: dict[str, int]
    weights: Floats
    firsts: npt.NDArray[np.intp]
    moves: Floats
    lexemes: Lexemes


@cache
def model() -> Model:
    """The committed weights."""
    packed = np.load(BytesIO((files("stanch.extent") / "gazetteer/tagger.npz").read_bytes()), allow_pickle=False)
    sizes: Ints = packed["sizes"]
    weights = np.zeros((int(sizes.sum()), 3), dtype=np.float32)
    weights[packed["rows"]] = packed["values"].astype(np.float32)
    firsts = (np.cumsum(sizes) - sizes).astype(np.intp)[:, np.newaxis]
    words = bytes(packed["words"]).decode().split("\n")
    vocabulary = {word: n + 1 for n, word in enumerate(words)}
    return Model(vocabulary, weights, firsts, packed["moves"].astype(np.float32), Lexemes(vocabulary))


def emissions(tokens: Tokens, trained: Model, at: npt.NDArray[np.intp]) -> Floats:
    """A score of each tag at these tokens."""
    rows, _ = features(tokens, len(trained.vocabulary) + 1, at)
    scores: Floats = trained.weights.take(rows + trained.firsts, axis=0).sum(axis=0)
    return scores


_IS_NAMELIKE = np.isin(np.arange(_H), list(NAMELIKE))
_IS_WITHIN = np.isin(np.arange(_H), list(NAMELIKE | INNER))


def runs_of(tokens: Tokens) -> tuple[list[tuple[int, int]], npt.NDArray[np.bool_]]:
    """Where names may stand, as (first token, token behind the last), and at which tokens one may begin.

    It begins with a capitalised word that no list takes for a word of grammar, or a particle before one (`van der Berg`), and
    goes on with names, particles, and the marks that stand within names.
    """
    namelike = _IS_NAMELIKE[tokens.shape]
    particle = tokens.cue == cue_names().index(_PARTICLE)
    begin = namelike | (particle & np.append(namelike[1:], False))
    stops = np.flatnonzero(~(_IS_WITHIN[tokens.shape] | (particle & (tokens.shape == SHAPE["lower"]))))
    starts = np.flatnonzero(begin)
    ends = np.append(stops, len(begin))[np.searchsorted(stops, starts + 1)]
    found: list[tuple[int, int]] = []
    position = 0
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if start >= position:
            found.append((start, end))
            position = end
    return found, begin


def decode(tokens: Tokens, trained: Model) -> list[tuple[int, int, float]]:
    """The names as (first token, token behind the last, how far the name beats its absence)."""
    runs, begin = runs_of(tokens)
    if not runs:
        return []
    bounds = np.array(runs)
    lengths = bounds[:, 1] - bounds[:, 0]
    firsts = np.cumsum(lengths) - lengths
    # Only what may be a name is scored: the tokens of all runs, one run after the other.
    at = np.arange(int(lengths.sum())) + np.repeat(bounds[:, 0] - firsts, lengths)
    scores = emissions(tokens, trained, at)
    gain = scores - scores[:, :1]
    (oo, ob, _), (bo, bb, bi), (io, ib, ii) = trained.moves.tolist()
    # A run of one word is a name or none: no way through it has to be looked for.
    hopeless = (lengths == 1) & (ob - oo + gain[firsts, BEGINS].astype(np.float64) + bo - oo <= 0)
    gains, can = gain.tolist(), begin[at].tolist()
    found: list[tuple[int, int, float]] = []
    for number in np.flatnonzero(~hopeless).tolist():
        first, (start, end) = int(firsts[number]), runs[number]
        walked = _walk((first, first + end - start), gains, can, (oo, ob, bo, bb, bi, io, ib, ii))
        found += [(low - first + start, high - first + start, margin) for low, high, margin in walked]
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
    tokens = tokens_of(text, trained.lexemes, start, end)
    found = decode(tokens, trained)
    return sorted((int(tokens.starts[first]), int(tokens.ends[last - 1]), gain) for first, last, gain in found)


def known_words() -> dict[str, Any]:
    """The cue words, for the training script."""
    return dict(cues())
