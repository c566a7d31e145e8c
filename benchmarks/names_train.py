"""Trains the tagger of person names and writes `src/stanch/extent/gazetteer/tagger.npz`.

    python benchmarks/names_train.py CORPORA [DOCUMENTS] [ROUNDS]

`CORPORA` is what `names_corpora.py` wrote; only its `train-*.jsonl` are read, beside the invented texts of `names_templates.py`.
A linear-chain conditional random field, stochastic gradients with Adagrad, forward-backward over padded pieces. Same input, same file.
Weights stand as 16-bit numbers; those near nothing are left out.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from io import BytesIO
from pathlib import Path

import numpy as np
from names_templates import Inventor, documents, renamed

from stanch.extent import names_tagger as tagger
from stanch.extent.names_tokens import SPACE_TOKENS, WORD_TOKENS

TARGET = Path(__file__).parent.parent / "src/stanch/extent/gazetteer/tagger.npz"
TOKEN = re.compile(f"{WORD_TOKENS}|{SPACE_TOKENS}")
LENGTH = 48
BATCH = 384
COPIES = 2


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


def step(weights, moves, features, tags, cuts):
    """Gradient of the log-likelihood of one batch."""
    size = len(cuts)
    longest = max(end - start for start, end in cuts)
    index = np.concatenate([np.arange(start, end) for start, end in cuts])
    row = np.concatenate([np.full(end - start, n) for n, (start, end) in enumerate(cuts)])
    column = np.concatenate([np.arange(end - start) for start, end in cuts])
    used = features[index]
    emission = np.zeros((longest, size, 3))
    emission[column, row] = weights[used].sum(axis=1)
    mask = np.zeros((longest, size), dtype=bool)
    mask[column, row] = True
    label = np.zeros((longest, size), dtype=np.int64)
    label[column, row] = tags[index]
    alpha = np.zeros_like(emission)
    first = np.array([0.0, 0.0, -30.0])
    alpha[0] = emission[0] + first
    for t in range(1, longest):
        new = _sum(alpha[t - 1][:, :, None] + moves[None], 1) + emission[t]
        alpha[t] = np.where(mask[t][:, None], new, alpha[t - 1])
    total = _sum(alpha[-1], 1)
    beta = np.zeros_like(emission)
    for t in range(longest - 2, -1, -1):
        new = _sum(moves[None] + (emission[t + 1] + beta[t + 1])[:, None, :], 2)
        beta[t] = np.where(mask[t + 1][:, None], new, 0.0)
    marginal = np.exp(alpha + beta - total[None, :, None]) * mask[:, :, None]
    target = np.eye(3)[label] * mask[:, :, None]
    error = (target - marginal)[column, row]
    move_error = np.zeros((3, 3))
    for t in range(1, longest):
        live = mask[t]
        pair = alpha[t - 1][:, :, None] + moves[None] + (emission[t] + beta[t])[:, None, :] - total[:, None, None]
        move_error -= (np.exp(pair) * live[:, None, None]).sum(axis=0)
        np.add.at(move_error, (label[t - 1][live], label[t][live]), 1.0)
    flat = used.ravel()
    distinct, inverse = np.unique(flat, return_inverse=True)
    gradient = np.stack([np.bincount(inverse, np.repeat(error[:, k], used.shape[1]), len(distinct)) for k in range(3)], axis=1)
    went = sum(float(moves[label[t - 1][mask[t]], label[t][mask[t]]].sum()) for t in range(1, longest))
    loss = float(total.sum() - (emission[column, row] * np.eye(3)[tags[index]]).sum()) - went
    return distinct, gradient, move_error, loss


def _sum(scores, axis):
    top = scores.max(axis=axis, keepdims=True)
    return (np.log(np.exp(scores - top).sum(axis=axis, keepdims=True)) + top).squeeze(axis)


def train(rows, rounds, least):
    words = vocabulary(rows, least)
    features, tags, cuts, sizes = pieces(rows, words)
    print(f"{len(tags)} tokens, {features.shape[1]} kinds of features, {sum(sizes)} weights, {len(words)} words")
    weights = np.zeros((sum(sizes), 3), dtype=np.float32)
    seen = np.full((sum(sizes), 3), 1e-3, dtype=np.float32)
    moves, moves_seen = np.zeros((3, 3)), np.full((3, 3), 1e-3)
    moves[0, 2] = -30.0
    average, average_moves, averaged = np.zeros_like(weights), np.zeros_like(moves), 0
    draw = np.random.default_rng(7)
    order = np.arange(len(cuts))
    for number in range(rounds):
        draw.shuffle(order)
        began, loss = time.time(), 0.0
        for at in range(0, len(order), BATCH):
            batch = [cuts[n] for n in order[at : at + BATCH]]
            distinct, gradient, move_error, cost = step(weights, moves, features, tags, batch)
            gradient = gradient / len(batch) - 2e-6 * weights[distinct]
            seen[distinct] += gradient**2
            weights[distinct] += 0.12 * gradient / np.sqrt(seen[distinct])
            move_error /= len(batch)
            moves_seen += move_error**2
            moves += 0.1 * move_error / np.sqrt(moves_seen)
            moves[0, 2] = -30.0
            loss += cost
        if number >= rounds // 2:
            average += weights
            average_moves += moves
            averaged += 1
        print(f"round {number + 1}: loss {loss / len(tags):.4f}, {time.time() - began:.1f} s", flush=True)
    return words, average / averaged, average_moves / averaged, sizes


def write(words, weights, moves, sizes):
    rows = np.flatnonzero((np.abs(weights) > 0.03).any(axis=1)).astype(np.int32)
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
    TARGET.write_bytes(held.getvalue())
    print(f"{len(rows)} weights kept, {TARGET.stat().st_size} bytes")


def main() -> None:
    folder, count, rounds = (
        Path(sys.argv[1]),
        int(sys.argv[2] or 9000) if len(sys.argv) > 2 else 9000,
        int(sys.argv[3]) if len(sys.argv) > 3 else 8,
    )
    rows = list(documents(count, 20))
    inventor = Inventor(21)
    for path in sorted(folder.glob("train-*.jsonl")):
        read = [(row["text"], row["spans"]) for row in map(json.loads, path.read_text().splitlines())]
        # The contexts of real texts with other names, so that contexts are learnt and not the names.
        rows += read + [renamed(text, spans, inventor) for _ in range(COPIES) for text, spans in read if spans]
    write(*train(rows, rounds, 4))


if __name__ == "__main__":
    main()
