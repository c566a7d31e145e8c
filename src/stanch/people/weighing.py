"""What the compared pairs weigh, and which of them anybody asks for."""

# ruff: noqa: S608 every name put into SQL here is a constant of this package, never a value of the evidence

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stanch.people import rarity
from stanch.people.comparisons import COMPARISONS, Comparison
from stanch.people.groups import components
from stanch.people.sorting import strongest_first
from stanch.people.weights import Model

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

WORTH_KEEPING = -12.0  # pairs below this weight speak so clearly against that they need no memory
DOUBTED = -1.0  # bits: pairs that join, or that somebody may be asked about
ENOUGH = 3.0  # bits that equal rows need to be one person
CROWD = 3  # rows of one bare name that may still be one person's
LIKENESS = 1.9  # bits at most where nothing is the very same: somebody is asked, and no list however clean joins them
# What two records must have one of to be joined at all: however much of two people's data is nearly the same, they are two.
# A postcode or a town is no person's own.
THE_VERY_SAME = frozenset(
    [
        "given and family name swapped",
        "family and given name swapped",
        "date of birth with day and month swapped",
        "same e-mail name at another domain",
        "same street line, other place",
        *(one.levels[0].words for one in COMPARISONS if one.name not in ("birth_place", "occupation")),
    ]
)
PAIRS_AT_A_TIME = 2_000_000
DECIMALS = 6  # of a weight
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Levels = Mapping[str, npt.NDArray[np.int8]]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of records by uid, Splink's level numbers by comparison, and weights in bits (log2 odds)."""

    left: Ints
    right: Ints
    gammas: dict[str, npt.NDArray[np.int8]]
    weight: Floats

    def only(self, chosen: npt.NDArray[np.bool_] | Ints) -> Pairs:
        """These pairs, in this order."""
        return Pairs(self.left[chosen], self.right[chosen], {name: one[chosen] for name, one in self.gammas.items()}, self.weight[chosen])


def no_pairs(comparisons: Sequence[Comparison]) -> Pairs:
    """Where nothing was compared."""
    return Pairs(np.empty(0, np.int64), np.empty(0, np.int64), {one.name: np.empty(0, np.int8) for one in comparisons}, np.empty(0))


def weighed(connection: DuckDBPyConnection, model: Model, pairs: str, told: Mapping[str, rarity.Shared]) -> Pairs:
    """The pairs of the table `pairs` that are worth keeping, with the frequency of the very value counted in; the table is dropped."""
    table = connection.execute(f"SELECT * FROM {pairs}").to_arrow_table()
    connection.execute(f"DROP TABLE {pairs}")
    threads = int(connection.execute("SELECT current_setting('threads')").fetchall()[0][0])

    def some(start: int) -> Pairs:
        part = table.slice(start, PAIRS_AT_A_TIME)
        gammas = {one.name: part.column(f"gamma_{one.name}").to_numpy() for one in model.comparisons}
        left, right = (part.column(name).to_numpy().astype(np.int64, copy=False) for name in ("uid_l", "uid_r"))
        weight = np.round(_weights(model, gammas, left, told), DECIMALS)
        return Pairs(left, right, gammas, weight).only(weight > WORTH_KEEPING)

    with ThreadPoolExecutor(threads) as pool:
        found = list(pool.map(some, range(0, max(1, len(table)), PAIRS_AT_A_TIME)))
    return Pairs(
        np.concatenate([one.left for one in found]),
        np.concatenate([one.right for one in found]),
        {one.name: np.concatenate([part.gammas[one.name] for part in found]) for one in model.comparisons},
        np.concatenate([one.weight for one in found]),
    )


def _weights(model: Model, gammas: Levels, left: Ints, told: Mapping[str, rarity.Shared]) -> Floats:
    total = np.full(len(left), round(model.prior, 9))
    for one, weight, m in zip(model.comparisons, model.weights(), model.m, strict=True):
        gamma = gammas[one.name].astype(np.intp)
        bits = np.append(np.round(weight, 9), 0.0)  # unknown is -1: the last, which weighs nothing
        if one.rare:
            bits[-2] = 0.0
        total += bits[gamma]
        if one.rare:
            top = np.flatnonzero(gamma == len(one.levels) - 1)
            rare = rarity.bits(
                one.rare, told[one.rare], one.levels[0].u, left[top], houses=model.houses, of_rows=False, chance=model.chance
            )
            total[top] += round(float(np.log2(m[-1])), 9) - rare
    strong = np.flatnonzero(total > LIKENESS)
    alike = merely_alike(model.comparisons, {name: gamma[strong] for name, gamma in gammas.items()}, len(strong))
    total[strong[alike]] = LIKENESS
    return total


def merely_alike(comparisons: Sequence[Comparison], gammas: Levels, count: int) -> npt.NDArray[np.bool_]:
    """Pairs of which nothing is the very same (`THE_VERY_SAME`), however much is nearly so.

    Of people who live in one place many have names a letter apart and birthdays a figure apart: likenesses add up as if each were told
    by itself, and where names are alike by habit they are not.
    """
    alike = np.ones(count, dtype=np.bool_)
    for one in comparisons:
        same = np.append([level.words in THE_VERY_SAME for level in reversed(one.levels)], False)  # unknown is -1: the last
        alike &= ~same[gammas[one.name].astype(np.intp)]
    return alike


def found(pairs: Pairs, crowd: npt.NDArray[np.bool_], *, whole: bool) -> Pairs:
    """The pairs, the strongest first; without those of records in a `crowd`, and unless `whole` those that nobody asks for.

    So many rows of one bare name are many people: whoever is joined to them is joined to all. Pairs that speak against are asked for
    within a group of records that others join, however long the chain.
    """
    if crowd.any():
        pairs = pairs.only(~(crowd[pairs.left] | crowd[pairs.right]))
    if not whole:
        strong = pairs.weight >= DOUBTED
        group = components(len(crowd), pairs.left[strong], pairs.right[strong])
        pairs = pairs.only(group[pairs.left] == group[pairs.right])
    return pairs.only(strongest_first(pairs.weight, pairs.left, pairs.right, decimals=DECIMALS))


def rarities(told: Mapping[str, rarity.Shared], model: Model, count: int) -> dict[str, Floats]:
    """log2 of how likely a stranger has each record's value, by column; 0 where it has none."""
    everybody = np.arange(count)
    return {
        one.rare: np.nan_to_num(
            rarity.bits(one.rare, told[one.rare], one.levels[0].u, everybody, houses=model.houses, of_rows=False, chance=model.chance)
        )
        for one in model.comparisons
        if one.rare
    }


def alone(
    connection: DuckDBPyConnection, model: Model, told: Mapping[str, rarity.Shared], count: int
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Records shared by several rows whose content is too common to say that the rows are one person (a bare name); those of many rows."""
    several = connection.execute("SELECT uid, copies FROM record WHERE copies > 1").fetchnumpy()
    few, many = np.zeros(count, dtype=np.bool_), np.zeros(count, dtype=np.bool_)
    uids = np.asarray(several["uid"])
    weight = np.full(len(uids), model.prior)
    for one, m in zip(model.comparisons, model.m, strict=True):
        if one.rare:
            rare = rarity.bits(one.rare, told[one.rare], one.levels[0].u, uids, houses=True, of_rows=True, chance={})
            weight += np.nan_to_num(np.log2(m[-1]) - rare)
    few[uids] = weight < ENOUGH
    many[uids] = few[uids] & (np.asarray(several["copies"]) > CROWD)
    return few, many
