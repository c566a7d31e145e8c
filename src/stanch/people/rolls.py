"""Rolls: the lists among the records that name each person once, and hardly leave anybody out.

A register of inhabitants, a membership list, the master table of a system: whoever is two people stands on such a roll twice.
Where the records of two half-built persons hold one line of a roll between them, that speaks for one person in whom an entry
is wrong. Which list a record is of is seen from the kind of fields that are filled; whether that list is a roll, from those
who are joined already. Where fields are filled at random there is no roll, and nothing follows.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from stanch.people.link import Linked

FIELDS = ("dob", "national", "document", "member", "email", "phone", "street")
LEAST_PEOPLE = 200  # people in two other records, from whom the habits of a list are learnt
LEAST_COVER = 0.75  # of those who stand in two other records at least
MOST_TWICE = 0.02  # of those who stand on it
NO_ROLL = -1
Ints = npt.NDArray[np.int64]


def rolls(linked: Linked, of: Ints) -> Ints:
    """For each record the number of the roll it is a line of, or `NO_ROLL`. `of`: the half-built person of each."""
    shape = np.zeros(len(linked.records), dtype=np.int64)
    for bit, name in enumerate(FIELDS):
        valid = linked.records.column(name).combine_chunks().is_valid().to_numpy(zero_copy_only=False)
        shape |= valid.astype(np.int64) << bit
    size = np.bincount(of, minlength=len(of))
    known = size[of] >= 2
    found = np.full(len(shape), NO_ROLL, dtype=np.int64)
    several = int((size > 2).sum())
    for one, lines in zip(*(found.tolist() for found in np.unique(shape[known], return_counts=True)), strict=True):
        # Each line covers one person at most, and who stands in three other records is a witness: no roll is shorter.
        if lines < LEAST_COVER * several:
            continue
        own = np.bincount(of[known & (shape == one)], minlength=len(of))
        witnesses, listed = size - own >= 2, own > 0
        if int(witnesses.sum()) < LEAST_PEOPLE or not listed.any():
            continue
        cover = float((witnesses & listed).sum() / witnesses.sum())
        if cover >= LEAST_COVER and float((own > 1).sum() / listed.sum()) <= MOST_TWICE:
            found[shape == one] = one
    return found
