"""Trains the tagger of person names and writes `src/stanch/extent/gazetteer/tagger.npz`.

    python benchmarks/names_train.py CORPORA [DOCUMENTS] [ROUNDS] [FOLDS]

`CORPORA` is what `names_corpora.py` wrote; only its `train-*.jsonl` are read, beside the invented texts of `names_templates.py`.
A linear-chain conditional random field, fitted by `names_descent.py`. Same input, same file.
Weights stand as 16-bit numbers; those near nothing are left out. With `FOLDS` the committed file is left alone: that folder gets taggers
that never saw a fifth of the documents each (`tagger-0.npz` …), and those documents (`rest-0.jsonl` …), on which `calibrate.py` sees what
the tagger's preference is worth in texts it has not learnt from.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import Counter
from io import BytesIO
from pathlib import Path

import numpy as np
from names_descent import descend
from names_templates import Inventor, documents, renamed

from stanch.extent import names_tagger as tagger
from stanch.extent.names_tokens import SPACE_TOKENS, WORD_TOKENS

TARGET = Path(__file__).parent.parent / "src/stanch/extent/gazetteer/tagger.npz"
TOKEN = re.compile(f"{WORD_TOKENS}|{SPACE_TOKENS}")
LENGTH = 48
LEAST_KEPT = 0.1
COPIES = 2
# Of the larger corpora of other languages one copy will do; German, where every noun has a capital, needs more.
COPIES_ABROAD = {"de": 2}
# The share of invented texts in other languages than English.
ABROAD = 0.3


def gold(tokens: tagger.Tokens, spans: list[list[int]]) -> np.ndarray:
    tags = np.zeros(len(tokens.starts), dtype=np.int8)
    starts, ends = tokens.starts, tokens.ends
    for start, end in spans:
        inside = np.flatnonzero((starts >= start) & (ends <= end + 1) & (starts < end))
        if len(inside):
            tags[inside] = tagger.INSIDE
            tags[inside[0]] = tagger.BEGINS
    return tags


def vocabulary(rows: list[tuple[str, list[list[int]]]], least: int) -> dict[str, int]:
    """Words known by themselves: frequent ones that are not mostly parts of names (those are left to the lists)."""
    counts, named = Counter(), Counter()
    for text, spans in rows:
        counts.update(word.lower() for word in TOKEN.findall(text) if word[0].isalpha() or len(word) == 1)
        named.update(word.lower() for start, end in spans for word in TOKEN.findall(text, start, end))
    words = sorted(
        word for word, count in counts.items() if count >= least and "\n" not in word and (named[word] < 0.2 * count or not word.isalpha())
    )
    return {word: number + 1 for number, word in enumerate(words)}


def pieces(rows: list[tuple[str, list[list[int]]]], words: dict[str, int]) -> tuple[np.ndarray, np.ndarray, list[int]]:
    """All feature numbers (tokens, kinds), tags, cut points."""
    all_columns, all_tags, cuts, at = [], [], [], 0
    offsets, sizes = None, []
    lexemes = tagger.Lexemes(words)
    for text, spans in rows:
        tokens = tagger.tokens_of(text, lexemes)
        if not len(tokens.starts):
            continue
        columns, sizes = tagger.features(tokens, len(words) + 1)
        offsets = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int32) if offsets is None else offsets
        all_columns.append(np.stack(columns, axis=1).astype(np.int32) + offsets)
        tags = gold(tokens, spans)
        all_tags.append(tags)
        begin = 0
        while begin < len(tags):
            end = min(begin + LENGTH, len(tags))
            while end < len(tags) and end > begin + 8 and tags[end]:
                end -= 1
            cuts.append((at + begin, at + end))
            begin = end
        at += len(tags)
    return np.concatenate(all_columns), np.concatenate(all_tags), cuts, sizes


def train(rows, rounds, least):
    words = vocabulary(rows, least)
    features, tags, cuts, sizes = pieces(rows, words)
    print(f"{len(tags)} tokens, {features.shape[1]} kinds of features, {sum(sizes)} weights, {len(words)} words")
    weights, moves = descend(features, tags, cuts, sum(sizes), rounds)
    return words, weights, moves, sizes


def write(words, weights, moves, sizes, target=TARGET):
    rows = np.flatnonzero((np.abs(weights) > LEAST_KEPT).any(axis=1)).astype(np.int32)
    held = BytesIO()
    ordered = "\n".join(sorted(words, key=words.get)).encode()
    np.savez_compressed(
        held,
        sizes=np.array(sizes, dtype=np.int32),
        rows=rows,
        values=weights[rows].astype(np.float16),
        moves=moves.astype(np.float32),
        words=np.frombuffer(ordered, dtype=np.uint8),
    )
    target.write_bytes(held.getvalue())
    print(f"{len(rows)} weights kept, {target.stat().st_size} bytes")


def main() -> None:
    folder, count, rounds = (
        Path(sys.argv[1]),
        int(sys.argv[2] or 9000) if len(sys.argv) > 2 else 9000,
        int(sys.argv[3]) if len(sys.argv) > 3 else 8,
    )
    if len(sys.argv) <= FOLDS_AT:
        write(*train(rows_of(folder, count, None)[0], rounds, 10))
        return
    folds = Path(sys.argv[FOLDS_AT])
    folds.mkdir(exist_ok=True)
    for number in range(HELD_APART):
        rows, rest = rows_of(folder, count, number)
        (folds / f"rest-{number}.jsonl").write_text("".join(f"{line}\n" for line in rest), encoding="utf-8")
        write(*train(rows, rounds, 10), folds / f"tagger-{number}.npz")


# Of so many parts so many are left out, one after the other.
FOLDS, HELD_APART, FOLDS_AT = 5, 2, 4


def rows_of(folder, count, without):
    """Texts and names to learn from; the lines of the part `without` (by the hash of the line), as JSON with the corpus they are of."""
    rows, rest = list(documents(count, 20, ABROAD)), []
    inventor = Inventor(21)
    for path in sorted(folder.glob("train-*.jsonl")):
        read = []
        for line in path.read_text().splitlines():
            if without is not None and hashlib.blake2b(line.encode(), digest_size=2).digest()[0] % FOLDS == without:
                rest.append(json.dumps({"from": path.stem.removeprefix("train-"), **json.loads(line)}))
            else:
                row = json.loads(line)
                read.append((row["text"], row["spans"]))
        # The contexts of real texts with other names, so that contexts are learnt and not the names.
        copies = COPIES_ABROAD.get(path.stem.split("-")[1], 1) if path.stem.count("-") > 1 else COPIES
        rows += read + [renamed(text, spans, inventor) for _ in range(copies) for text, spans in read if spans]
    return rows, rest


if __name__ == "__main__":
    main()
