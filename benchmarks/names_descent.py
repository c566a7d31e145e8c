"""Fits the weights of the tagger of names: stochastic descent on the likelihood of a linear-chain conditional random field.

A piece of text at a time, step sizes by Adagrad (Duchi, Hazan, Singer 2011), the weights averaged over the later rounds. Compiled by
`numba` (BSD-2-Clause), which only this script needs: `pip install numba`. One thread and one order: the same input, the same weights.
"""

from __future__ import annotations

import time

import numpy as np
from numba import njit

RATE, MOVE_RATE, SHRINK = 0.08, 0.03, 1e-6
NEVER = -30.0  # a name never goes on where none began


@njit(cache=True)
def _log_sum(values):
    top = values.max()
    return top + np.log(np.exp(values - top).sum())


@njit(cache=True)
def _one(features, tags, told, moved):
    """One piece: its loss; the weights are changed in place. Tag 0 weighs nothing, the others are columns 0 and 1.

    `told` and `moved` are the weights and the moves, each before the squares of their slopes so far.
    """
    weights, seen, moves, moves_seen = told[0], told[1], moved[0], moved[1]
    length, kinds = features.shape
    emission = np.zeros((length, 3))
    for at in range(length):
        for kind in range(kinds):
            emission[at, 1] += weights[features[at, kind], 0]
            emission[at, 2] += weights[features[at, kind], 1]
    forward, backward = np.zeros((length, 3)), np.zeros((length, 3))
    forward[0] = emission[0]
    forward[0, 2] += NEVER
    for at in range(1, length):
        for tag in range(3):
            forward[at, tag] = _log_sum(forward[at - 1] + moves[:, tag]) + emission[at, tag]
    total = _log_sum(forward[length - 1])
    for at in range(length - 2, -1, -1):
        for tag in range(3):
            backward[at, tag] = _log_sum(moves[tag] + emission[at + 1] + backward[at + 1])
    gold = emission[0, tags[0]]
    slope = np.zeros((3, 3))
    for at in range(1, length):
        gold += emission[at, tags[at]] + moves[tags[at - 1], tags[at]]
        slope[tags[at - 1], tags[at]] += 1.0
        for before in range(3):
            for tag in range(3):
                slope[before, tag] -= np.exp(forward[at - 1, before] + moves[before, tag] + emission[at, tag] + backward[at, tag] - total)
    for at in range(length):
        for tag in (1, 2):
            error = (1.0 if tags[at] == tag else 0.0) - np.exp(forward[at, tag] + backward[at, tag] - total)
            if abs(error) < 1e-4:
                continue
            for kind in range(kinds):
                number = features[at, kind]
                step = error - SHRINK * weights[number, tag - 1]
                seen[number, tag - 1] += step * step
                weights[number, tag - 1] += RATE * step / np.sqrt(seen[number, tag - 1])
    moves_seen += slope * slope
    moves += MOVE_RATE * slope / np.sqrt(moves_seen)
    moves[0, 2] = NEVER
    return total - gold


@njit(cache=True)
def _round(features, tags, cuts, told, moved):
    loss = 0.0
    for start, end in cuts:
        loss += _one(features[start:end], tags[start:end], told, moved)
    return loss


def descend(features, tags, cuts, size, rounds):
    """The weights (size, 3) of outside, begins and goes on, and the moves between them (3, 3).

    `features` is (tokens, kinds) of numbers below `size`; `cuts` are the pieces as (first token, token behind the last).
    """
    told = np.stack([np.zeros((size, 2), dtype=np.float32), np.ones((size, 2), dtype=np.float32)])
    moved = np.stack([np.zeros((3, 3)), np.ones((3, 3))])
    weights, moves = told[0], moved[0]
    moves[0, 2] = NEVER
    average, average_moves, averaged = np.zeros_like(weights), np.zeros_like(moves), 0
    draw, cuts = np.random.default_rng(7), np.array(cuts, dtype=np.int64)
    order = np.arange(len(cuts))
    for number in range(rounds):
        draw.shuffle(order)
        began = time.process_time()
        loss = _round(features, tags, cuts[order], told, moved)
        if number >= rounds // 2:
            average += weights
            average_moves += moves
            averaged += 1
        print(f"round {number + 1}: loss {loss / len(tags):.4f}, {time.process_time() - began:.1f} s of processor", flush=True)
    return np.concatenate([np.zeros((size, 1), dtype=np.float32), average / averaged], axis=1), average_moves / averaged
