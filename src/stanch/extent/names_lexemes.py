"""The tokens of a text as columns of numbers, each distinct chunk of it cut once and kept from one text to the next."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from stanch.extent.names_tokens import INNER, NAMELIKE, SHAPE, SPACE_TOKENS, WORD_TOKENS, cue_names, word_row

Ints = npt.NDArray[np.int32]
_PARTICLE = "particle"


# What is known of a token: columns of a table. First where it stands in its chunk, and its length; the next four of neighbours too.
OFFSET, LENGTH, SHAPED, LEXICAL, CUE, WORD, SUFFIX, PREFIX, SPOKEN, NUMBER, SMALL, STANDS = range(12)
# What `STANDS` says of a token, each a bit: it is no part of a name; it may begin one; it may before one that may (`van`).
STOPS, BEGIN, LEADS = 1, 2, 4


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text and what is known of each: equal-length columns; `known` has a row for each of the above from `SHAPED` on."""

    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]
    known: Ints
    small_elsewhere: Ints

    def column(self, number: int) -> Ints:
        """One of the columns that are named above."""
        found: Ints = self.known[number - SHAPED]
        return found


TOKEN = re.compile(f"{WORD_TOKENS}|{SPACE_TOKENS}")
# No token goes over the end of a chunk: what has no space in it, and the white space behind it.
CHUNK = re.compile(r"\S+\s*|\s+")
_MARKS = frozenset(".,:;!?)")
# White space that a split at single spaces would cut.
_WIDE = re.compile(r"\n(?:[^\S\n]|\n\s)")


class Chunks(dict[str, int]):
    """The number of each chunk of one sort, learnt when first asked for; `cut`: the space behind it was cut off, unless it ends a line."""

    def __init__(self, lexemes: Lexemes, *, cut: bool) -> None:
        super().__init__()
        self._lexemes = lexemes
        self._cut = cut

    def __missing__(self, chunk: str) -> int:
        """The number of a new chunk."""
        number = self[chunk] = self._lexemes.learn(chunk, len(chunk) + (self._cut and chunk[-1:] != "\n"))
        return number


class Lexemes:
    """What is known of the tokens of each distinct chunk, kept from one text to the next."""

    MOST = 120_000

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self._forget()

    def _forget(self) -> None:
        self._whole, self._cut = Chunks(self, cut=False), Chunks(self, cut=True)
        self._ids: dict[str, int] = {"": 0}
        # By chunk: its length, its first token, how many it has. By token: the columns. By distinct token: a mark.
        self._chunks = np.zeros((3, 1024), dtype=np.int64)
        self._tokens = np.zeros((STANDS + 1, 2048), dtype=np.int32)
        self._mark = np.zeros(4096, dtype=np.int32)
        self._known = self._filled = 0
        # What was learnt since the columns were last written; and what is known of each distinct token, by itself.
        self._new_chunks: list[tuple[int, int, int]] = []
        self._new_tokens: list[tuple[int, ...]] = []
        self._rows: dict[str, tuple[int, ...]] = {}

    def look_at(self, text: str, start: int) -> Tokens:
        """The tokens of a text that begins at `start` of a longer one."""
        if self._known > self.MOST:
            self._forget()
        lengths, firsts, many = self._chunks_of(text)
        places = (firsts - many.cumsum() + many).repeat(many)
        places += np.arange(len(places))
        columns = self._tokens.take(places, axis=1)
        starts = (lengths.cumsum() - lengths + start).repeat(many)
        starts += columns[OFFSET]
        # A capitalised word that also stands in small letters in a text is probably no name.
        self._mark[columns[NUMBER]] = 1
        small = self._mark[columns[SMALL]]
        self._mark[columns[NUMBER]] = 0
        return Tokens(starts, starts + columns[LENGTH], columns[SHAPED:], small)

    def _chunks_of(self, text: str) -> npt.NDArray[np.int64]:
        if "  " in text or _WIDE.search(text):
            pieces, numbers = CHUNK.findall(text), self._whole
        else:  # at single spaces, and behind the ends of lines
            pieces, numbers = text.replace("\n", "\n ").replace("\n \n ", "\n\n ").split(" "), self._cut
        told = np.fromiter(map(numbers.__getitem__, pieces), dtype=np.intp, count=len(pieces))
        if self._new_chunks:
            self._write()
        return self._chunks.take(told, axis=1)

    def learn(self, chunk: str, length: int) -> int:
        """The number that a new chunk gets."""
        number, filled, rows = self._known + len(self._new_chunks), self._filled + len(self._new_tokens), self._rows
        if chunk.isalpha():  # most chunks are a word, many of the others one with a mark behind it
            found = [(0, *(rows.get(chunk) or self._row(chunk)))]
        elif (last := chunk[-1:]) in _MARKS and (word := chunk[:-1]).isalpha():
            found = [(0, *(rows.get(word) or self._row(word))), (len(word), *(rows.get(last) or self._row(last)))]
        else:
            found = [(match.start(), *(rows.get(token := match[0]) or self._row(token))) for match in TOKEN.finditer(chunk)]
        self._new_chunks.append((length, filled, len(found)))
        self._new_tokens += found
        return number

    def _row(self, token: str) -> tuple[int, ...]:
        shape, lexical, cue, suffix, prefix, spoken, lower = word_row(token)
        number_of = self._ids.setdefault
        told = number_of(token, len(self._ids)), number_of(lower, len(self._ids)) if shape in NAMELIKE else 0
        row = (len(token), shape, lexical, cue, self._vocabulary.get(lower, 0), suffix, prefix, spoken, *told, _stands(shape, cue))
        self._rows[token] = row
        return row

    def _write(self) -> None:
        """Put what was learnt into the columns."""
        known, filled = self._known + len(self._new_chunks), self._filled + len(self._new_tokens)
        self._make_room(known, filled)
        self._chunks[:, self._known : known] = np.array(self._new_chunks, dtype=np.int64).T
        if self._new_tokens:
            self._tokens[:, self._filled : filled] = np.array(self._new_tokens, dtype=np.int32).T
        self._known, self._filled, self._new_chunks, self._new_tokens = known, filled, [], []

    def _make_room(self, chunks: int, tokens: int) -> None:
        while chunks > self._chunks.shape[1]:
            self._chunks = np.concatenate([self._chunks, np.zeros_like(self._chunks)], axis=1)
        while tokens > self._tokens.shape[1]:
            self._tokens = np.concatenate([self._tokens, np.zeros_like(self._tokens)], axis=1)
        while len(self._ids) > len(self._mark):
            self._mark = np.zeros(2 * len(self._mark), dtype=np.int32)


@cache
def _stands(shape: int, cue: int) -> int:
    is_particle = cue == cue_names().index(_PARTICLE)
    within = shape in NAMELIKE or shape in INNER or (is_particle and shape == SHAPE["lower"])
    return STOPS * (not within) | BEGIN * (shape in NAMELIKE) | LEADS * is_particle


def tokens_of(text: str, lexemes: Lexemes, start: int = 0, end: int | None = None) -> Tokens:
    """The tokens of `text[start:end]`; offsets are those of the whole text."""
    return lexemes.look_at(text[start:end] if start or end is not None else text, start)
