"""Reads annotated sets whose words stand one to a line with a tag behind (by a comma or tab), and spaCy's binary documents."""

from __future__ import annotations

import csv
import zlib
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from names_corpora import detokenize, trimmed

# So many sentences are a document where the set does not say where one ends.
SENTENCES = 20
Document = tuple[str, str, list[list[int]]]
# Of spaCy's attributes, by its own numbers: the word, whether it begins (3) or goes on with (1) a thing, and of what sort.
ORTH, IOB, SORT, INSIDE, BEGINS = 65, 77, 78, 1, 3
UNNAMED = "and"  # for the few words that spaCy numbers as symbols of its own, which the file does not spell


def commas(path: Path, told: dict[str, Any]) -> Iterator[Document]:
    """`word,tag` as a CSV file has them; a line without a word ends a sentence, `-DOCSTART-` begins a document."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        yield from _documents(path, ((row[0], row[-1]) if row else ("", "") for row in csv.reader(file)), told)


def tabs(path: Path, told: dict[str, Any]) -> Iterator[Document]:
    """`word<tab>tag`."""
    rows = (line.split("\t") for line in path.read_text("utf-8", "replace").split("\n"))
    yield from _documents(path, ((row[0], row[-1].strip()) if len(row) > 1 else ("", "") for row in rows), told)


def _documents(path: Path, rows: Iterable[tuple[str, str]], told: dict[str, Any]) -> Iterator[Document]:
    wanted = frozenset(told["labels"])
    sentences: list[list[tuple[str, bool, bool]]] = [[]]
    number = 0
    for word, tag in (*rows, ("-DOCSTART-", "")):
        if word == "-DOCSTART-" or (not word.strip() and len(sentences) > SENTENCES):
            if any(sentences):
                yield _joined(f"{path.stem}-{number}", sentences)
            sentences, number = [[]], number + 1
        elif not word.strip():
            sentences += [[]] if sentences[-1] else []
        else:
            named = tag.removeprefix("B-").removeprefix("I-") in wanted
            sentences[-1].append((word, named and tag.startswith("B-"), named))


def _joined(name: str, sentences: list[list[tuple[str, bool, bool]]]) -> Document:
    text, spans = "", []
    for sentence in filter(None, sentences):
        line, found = detokenize(sentence)
        spans += [[start + len(text), end + len(text)] for start, end in found]
        text += line + "\n"
    return name, text, trimmed(text, spans)


def spacy(path: Path) -> Iterator[tuple[str, str, list[tuple[int, int, str]]]]:
    """The documents of a `.spacy` file with all their labelled places, read without spaCy (needs `msgpack` beside)."""
    import msgpack

    held = msgpack.unpackb(zlib.decompress(path.read_bytes()), strict_map_key=False)
    words = {_hash(one.encode()): one for one in held["strings"]}
    attributes = sorted(held["attrs"])
    lengths = np.frombuffer(held["lengths"], dtype=np.int32)
    tokens = np.frombuffer(held["tokens"], dtype=np.uint64).reshape(int(lengths.sum()), len(attributes))
    spaces = np.frombuffer(held["spaces"], dtype=np.bool_).reshape(-1)
    ends = np.concatenate([[0], lengths.cumsum()])
    for number, (low, high) in enumerate(pairwise(ends.tolist())):
        yield f"{path.stem}-{number}", *_read(tokens[low:high], spaces[low:high], words, attributes)


def _read(tokens: np.ndarray, spaces: np.ndarray, words: dict[int, str], attributes: list[int]) -> tuple[str, list[tuple[int, int, str]]]:
    text, spans = "", []
    for row, space in zip(tokens.tolist(), spaces.tolist(), strict=True):
        word = words.get(row[attributes.index(ORTH)], UNNAMED)
        iob, label = row[attributes.index(IOB)], words.get(row[attributes.index(SORT)], "")
        if iob == BEGINS:
            spans.append((len(text), len(text) + len(word), label))
        elif iob == INSIDE and spans:
            spans[-1] = (spans[-1][0], len(text) + len(word), spans[-1][2])
        text += word + (" " if space else "")
    return text, spans


_M, _R, _ALL = 0xC6A4A7935BD1E995, 47, (1 << 64) - 1


def _hash(value: bytes, seed: int = 1) -> int:
    """MurmurHash64A, by which spaCy numbers its words."""
    found = seed ^ (len(value) * _M & _ALL)
    whole = len(value) - len(value) % 8
    for at in range(0, whole, 8):
        part = int.from_bytes(value[at : at + 8], "little") * _M & _ALL
        part = (part ^ part >> _R) * _M & _ALL
        found = (found ^ part) * _M & _ALL
    if value[whole:]:
        found = (found ^ int.from_bytes(value[whole:], "little")) * _M & _ALL
    found = (found ^ found >> _R) * _M & _ALL
    return found ^ found >> _R
