"""English encyclopaedia with people marked by hand, for the tagger of names; `names_corpora.py` writes it out.

- Re-DocRED (Tan and others 2022; MIT), its development and test parts: a thousand openings of articles, each mention of a person marked.
- CrossNER (Liu and others 2021; MIT): sentences on politics, science, music, literature and computing. Its people are called after what
  they do (politician, scientist, musical artist, writer, researcher) or persons. Its news part, which is another corpus, is not read.

A sentence that stands in one of the sets that measure is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from names_corpora_abroad import NO_SPACE_BEFORE, Piece, joined, sentences

GLUED = NO_SPACE_BEFORE | {"'s", "’s", "n't"}
PEOPLE = frozenset(("PERSON", "POLITICIAN", "SCIENTIST", "MUSICALARTIST", "WRITER", "RESEARCHER"))
FIELDS = ("politics", "science", "music", "literature", "ai")
LEAST_LETTERS = 25  # a shorter sentence (`Life and career`) says nothing of where it is from


def sentence_key(text: str) -> str:
    """The letters of a sentence, small: equal however it is spaced and quoted."""
    return re.sub(r"[^\w]", "", text).lower()


def articles(paths: Iterable[Path]) -> Iterator[Piece]:
    """Re-DocRED's documents, a sentence each: words, and the places of each person's mentions."""
    for path in paths:
        for document in json.loads(path.read_text("utf-8")):
            labels = [["O"] * len(words) for words in document["sents"]]
            for mention in (one for entity in document["vertexSet"] for one in entity if one["type"] == "PER"):
                first, last = mention["pos"]
                row = labels[mention["sent_id"]]
                if set(row[first:last]) == {"O"}:
                    row[first:last] = ["B-PER", *["I-PER"] * (last - first - 1)]
            for words, row in zip(document["sents"], labels, strict=True):
                yield joined(((word.strip() or "-", label) for word, label in zip(words, row, strict=True)), GLUED)


def fields(paths: Iterable[Path]) -> Iterator[Piece]:
    """CrossNER's sentences, a word and its label a line."""
    for path in paths:
        for tokens in sentences(path, 0, 1):
            yield joined(((word, f"{label[:2]}PER" if label[2:] in PEOPLE | {"PER"} else "O") for word, label in tokens), GLUED)


def without(pieces: Iterable[Piece], measured: frozenset[str]) -> Iterator[Piece]:
    """Those that stand in none of the texts that measure."""
    return (piece for piece in pieces if len(key := sentence_key(piece[0])) < LEAST_LETTERS or key not in measured)


def corpora(sources: Path, measured: frozenset[str]) -> dict[str, Iterator[Piece]]:
    """Each corpus by the name of its file; `measured` are keys of sentences that are left out."""
    docred = [sources / f"tonytan48/Re-DocRED/{part}_revised.json" for part in ("dev", "test")]
    cross = [sources / f"zliucr/CrossNER/ner_data/{field}/{part}.txt" for field in FIELDS for part in ("train", "dev", "test")]
    return {
        "train-en-articles": without(articles(path for path in docred if path.exists()), measured),
        "train-en-fields": without(fields(path for path in cross if path.exists()), measured),
    }
