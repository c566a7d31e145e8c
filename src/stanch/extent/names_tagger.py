"""A small linear-chain tagger that marks the tokens of person names: table look-ups in numpy, Viterbi on capitalised runs only.

Trained by `benchmarks/names_train.py`; the weights are `gazetteer/tagger.npz` (16-bit numbers). A conditional
random field (Lafferty, McCallum, Pereira 2001) with the tags outside, begins, goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt

from stanch.extent.names_lexemes import (
    BEGIN,
    LEADS,
    LEXICAL,
    PREFIX,
    SHAPED,
    SPOKEN,
    STANDS,
    STOPS,
    SUFFIX,
    Ints,
    Lexemes,
    Tokens,
    tokens_of,
)
from stanch.extent.names_tokens import CLASSES, LANGUAGES, SHAPE, SHAPES, SUFFIXES, cue_names, cues

Floats = npt.NDArray[np.float32]
OUTSIDE, BEGINS, INSIDE = 0, 1, 2
REACH = (-2, -1, 0, 1, 2)
_H, _C = len(SHAPES), CLASSES


# So many tokens to either side tell the language, from so many of its small words on.
AROUND, ENOUGH = 40, 2
# What is less likely than not by so much is still told, for what is known of the words and around them weighs it again (`names_weighing`).
LEAN = 1.0
# One word of a language as a number with a byte for each language: they are counted by adding, and no count comes to 256.
_ONE_OF = np.array([0, *(1 << 8 * place for place in range(LANGUAGES - 1))], dtype=np.uint64)


def language_around(spoken: Ints, at: npt.NDArray[np.intp]) -> Ints:
    """The language that most small words around each of these tokens are of, 0 where hardly any stands."""
    many = len(spoken)
    # With as many more to either side as are looked at there.
    counts = np.zeros(many + 2 * AROUND + 1, dtype=np.uint64)
    within = counts[AROUND + 1 : AROUND + 1 + many]
    _ONE_OF.take(spoken).cumsum(out=within)
    counts[AROUND + 1 + many :] = within[-1:] if many else 0
    here = counts.take(at + 2 * AROUND) - counts.take(at)
    return np.fromiter(map(_most_of, here.tolist()), dtype=np.int32, count=len(at))


@lru_cache(maxsize=50_000)
def _most_of(counts: int) -> int:
    """The language (from 1) of which most words are, of equals the first; 0 where there are too few."""
    each = counts.to_bytes(8, "little")
    most = max(each)
    return each.index(most) + 1 if most >= ENOUGH else 0


@cache
def _forms(words: int) -> tuple[npt.NDArray[np.float64], list[int]]:
    """Each kind of feature as a sum of facts, each so many times (a row a kind, a column a fact); and how many values the kind has.

    The facts: shape, lexical class, cue and word of each neighbour, two before to two behind; then suffix, prefix, whether it stands small
    elsewhere, whether lists know it, of the token itself, and the language around it.
    """
    cue_count = len(cue_names())
    alone = np.eye(4 * len(REACH) + 5)
    shape, lexical, cue, word = ({by: alone[len(REACH) * fact + place] for place, by in enumerate(REACH)} for fact in range(4))
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


_ENDS = slice(SUFFIX - SHAPED, PREFIX - SHAPED + 1)
_NEIGHBOURS = np.arange(len(REACH))[:, np.newaxis]


def features(tokens: Tokens, words: int, at: npt.NDArray[np.intp] | None = None) -> tuple[npt.NDArray[np.intp], list[int]]:
    """For each kind of feature (a row) the number of its value at each token (at those of `at`), and how many values that kind has."""
    forms, sizes = _forms(words)
    many = len(tokens.starts)
    own = np.arange(many) if at is None else at
    # All facts of all neighbours at once.
    edge = REACH[-1]
    facts = np.zeros((4, many + 2 * edge))
    facts[0, :edge] = facts[0, many + edge :] = SHAPE["blank"]
    facts[:, edge : many + edge] = tokens.known[:4]
    told = np.empty((4 * len(REACH) + 5, len(own)))
    facts.take(own + _NEIGHBOURS, axis=1, out=told[:-5].reshape(4, len(REACH), len(own)), mode="clip")
    told[-5:-3] = tokens.known[_ENDS].take(own, axis=1)
    told[-3], told[-2] = tokens.small_elsewhere.take(own), tokens.column(LEXICAL).take(own) > 1
    told[-1] = language_around(tokens.column(SPOKEN), own)
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
    return read((files("stanch.extent") / "gazetteer/tagger.npz").read_bytes())


def read(weighed: bytes) -> Model:
    """A tagger out of the bytes of the file that `benchmarks/names_train.py` writes."""
    packed = np.load(BytesIO(weighed), allow_pickle=False)
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


def runs_of(tokens: Tokens) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """Where names may stand: the first tokens of runs, the tokens behind their last; and at which tokens one may begin.

    It begins with a capitalised word that no list takes for a word of grammar, or a particle before one (`van der Berg`), and
    goes on with names, particles, and the marks that stand within names.
    """
    stands = tokens.column(STANDS)
    begin = (stands & BEGIN) > 0
    begin[:-1] |= ((stands[:-1] & LEADS) > 0) & begin[1:]
    starts = begin.nonzero()[0]
    if not len(starts):
        return starts, starts, begin
    stops = (stands & STOPS).nonzero()[0]
    # Which stop is the next behind where a name may begin: of those before the same one the first begins a run.
    behind = stops.searchsorted(starts)
    first = np.ones(len(starts), dtype=np.bool_)
    np.not_equal(behind[1:], behind[:-1], out=first[1:])
    return starts[first], np.append(stops, len(stands))[behind[first]], begin


def decode(tokens: Tokens, trained: Model) -> list[tuple[int, int, float]]:
    """The names as (first token, token behind the last, how far the name beats its absence)."""
    starts, ends, begin = runs_of(tokens)
    if not len(starts):
        return []
    lengths = ends - starts
    firsts = lengths.cumsum() - lengths
    # Only what may be a name is scored: the tokens of all runs, one run after the other.
    at = (starts - firsts).repeat(lengths)
    at += np.arange(len(at))
    scores = emissions(tokens, trained, at)
    gain = scores - scores[:, :1]
    (oo, ob, _), (bo, bb, bi), (io, ib, ii) = trained.moves.tolist()
    # A run of one word is a name or none: no way through it has to be looked for.
    alone = ob - oo + gain[firsts, BEGINS].astype(np.float64) + bo - oo
    single = lengths == 1
    named = (single & (alone > -LEAN)).nonzero()[0]
    first = starts[named].tolist()
    found = [(one, one + 1, margin) for one, margin in zip(first, alone[named].tolist(), strict=True)]
    longer = (~single).nonzero()[0]
    if not len(longer):
        return found
    gains, can, moves = gain.tolist(), begin[at].tolist(), (oo, ob, bo, bb, bi, io, ib, ii)
    for low, length, start in zip(firsts[longer].tolist(), lengths[longer].tolist(), starts[longer].tolist(), strict=True):
        walked = _walk((low, low + length), gains, can, moves)
        found += [(one - low + start, behind - low + start, margin) for one, behind, margin in walked]
    return found


def _walk(run: tuple[int, int], gain: list[list[float]], can: list[bool], moves: tuple[float, ...]) -> list[tuple[int, int, float]]:
    """Viterbi over one run of tokens that may be names; outside scores nothing, so scores are gains over it."""
    start, end = run
    found: list[tuple[int, int, float]] = []
    oo, ob, bo, bb, bi, io, ib, ii = moves
    low = -1e9
    o, b, i = 0.0, ob - oo + LEAN + gain[start][1] if can[start] else low, low
    back: list[tuple[int, int, int]] = [(0, 0, 0)]
    for at in range(start + 1, end):
        here = gain[at]
        from_o, from_b, from_i = o, b + bo - oo, i + io - oo
        new_o, back_o = (from_o, 0) if from_o >= from_b and from_o >= from_i else (from_b, 1) if from_b >= from_i else (from_i, 2)
        if can[at]:
            to_o, to_b, to_i = o + ob - oo + LEAN, b + bb - oo, i + ib - oo
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
