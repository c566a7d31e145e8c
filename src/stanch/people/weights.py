"""What each level of agreement is worth: u from random pairs, m by expectation-maximisation, priors where data are few.

The model is Fellegi and Sunter's (1969): levels of agreement are independent given match or non-match. u is measured on
random pairs; m and the share of matches by EM over the patterns of all compared pairs, the share being taken of *all*
pairs, so that the choice of compared pairs does not bend it. Priors act as pseudo-pairs: with many pairs the data speak,
with few the priors do, so a table of ten rows is linked sanely too.
"""

# ruff: noqa: S608 every name put into SQL here is a constant of this package, never a value of the evidence

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stanch.people.comparisons import BY_NAME, Comparison, Level, case_sql
from stanch.people.partial import SETS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SAMPLE = 900  # records whose pairs (0.4 million) show how strangers agree
PRIOR_PAIRS_U = 20_000.0
PRIOR_PAIRS_M = 60.0
ROUNDS = 30
LEAST_ERROR = 0.4  # of the prior
NEIGHBOURS = 0.1  # of the pairs at one address, those that are plainly two people: more of them, and the list has households
ENOUGH_NEIGHBOURS = 50.0
OWN = ("dob", "national")  # a person's own, and no part of what brings pairs to one place
SHARED = ("address", "email", "phone")  # by those who live together
FEW_ERRORS = 0.1
MORE_ERRORS = 1.5  # as many as among pairs at one place, where a list has no households
SURE = 3.0  # standard errors: of one pair in ten nothing is sure yet
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Model:
    """For each comparison log2(m/u) by Splink's level number, and log2 of the prior odds."""

    comparisons: tuple[Comparison, ...]
    m: tuple[Floats, ...]
    u: tuple[Floats, ...]
    prior: float
    houses: bool = True  # do households stand in the list, or may they?
    seen: bool = False  # were they seen?
    careful: bool = False  # are days of birth and numbers hardly ever wrong, where pairs at one place tell?
    # In a list without households, by column: how likely two people have one value, as those tell who plainly are two.
    chance: dict[str, float] = field(default_factory=dict)

    def weights(self) -> list[Floats]:
        """The weight in bits by level number, per comparison: log2(m/u), save where two comparisons see one thing."""
        return [_capped(one, m, u) for one, m, u in zip(self.comparisons, self.m, self.u, strict=True)]

    def bits(self, at: int, number: int, rarity: float | None) -> float:
        """The weight of comparison `at` at Splink's level `number`; `rarity`: log2 of how likely a stranger has the very value."""
        m, u = self.m[at], self.u[at]
        if number == len(m) - 1 and rarity is not None:
            return float(np.log2(m[number]) - rarity)
        return float(_capped(self.comparisons[at], m, u)[number])


def _capped(comparison: Comparison, m: Floats, u: Floats) -> Floats:
    """Weights by level number; what is only similar says no more than what is nearly the same, however few the pairs that taught it."""
    found = np.array([_weight(level, m, u, number) for number, level in enumerate(reversed(comparison.levels))])
    numbers = {level.words: number for number, level in enumerate(reversed(comparison.levels))}
    for number, level in enumerate(reversed(comparison.levels)):
        if level.within:
            found[number] = min(found[number], found[numbers[level.within]])
    return found


def _weight(level: Level, m: Floats, u: Floats, number: int) -> float:
    if level.crossed == "follows":
        return float(-np.log2(u[-1]))
    return float(np.log2(m[number] / (u[-1] if level.crossed else u[number])))


def estimate_u(connection: DuckDBPyConnection, comparisons: tuple[Comparison, ...]) -> tuple[Floats, ...]:
    """How often the levels hold for two people, from random pairs of `record` (chosen by hash: the same every time)."""
    columns = sorted(
        {column for one in comparisons for column in one.columns} | {"given", "family", "middle", "dob", "email", "swapped", *SETS}
    )
    sides = [", ".join(f"{column} AS {column}_{side}" for column in columns) for side in "lr"]
    connection.execute(f"CREATE OR REPLACE TABLE drawn AS SELECT * FROM record ORDER BY hash(uid, 7) LIMIT {SAMPLE}")
    cases = ", ".join(f"{case_sql(one)} AS {one.name}" for one in comparisons)
    names = ", ".join(one.name for one in comparisons)
    patterns = connection.execute(
        f"SELECT {names}, count(*) AS n FROM (SELECT {cases} FROM (SELECT uid AS uid_l, {sides[0]} FROM drawn) l, "
        f"(SELECT uid AS uid_r, {sides[1]} FROM drawn) r WHERE uid_l < uid_r) GROUP BY ALL",
    ).fetchnumpy()
    connection.execute("DROP TABLE drawn")
    counts = np.asarray(patterns["n"], dtype=np.float64)
    gammas = [np.asarray(patterns[one.name], dtype=np.int64) for one in comparisons]
    strangers = _strangers(comparisons, gammas)
    found = []
    for one, gamma in zip(comparisons, gammas, strict=True):
        prior = np.array([level.u for level in reversed(one.levels)])
        prior /= prior.sum()
        seen = np.bincount(gamma[strangers & (gamma >= 0)], weights=counts[strangers & (gamma >= 0)], minlength=len(prior))
        u = (seen + PRIOR_PAIRS_U * prior) / (seen.sum() + PRIOR_PAIRS_U)
        found.append(_as_common_as_seen(one, u, seen.astype(np.float64)))
    return tuple(found)


def _as_common_as_seen(comparison: Comparison, u: Floats, seen: Floats) -> Floats:
    """`u` of likenesses no less than what the list itself shows for sure, however short: names a letter apart, one street, one year.

    What is surely shown is the lower bound of Wilson's interval (1927). Not for full agreement, which strangers in a short list have too
    seldom to be told from records of one person, and whose value's own frequency counts.
    """
    likenesses = np.array([bool(at and not level.against) for at, level in enumerate(comparison.levels)][::-1])
    return np.where(likenesses, np.maximum(u, _least_share(seen, float(seen.sum()))), u)


def _least_share(seen: Floats, pairs: float) -> Floats:
    """The lower bound of Wilson's interval for each share of `pairs` pairs."""
    pairs = max(pairs, 1.0)
    share, square = seen / pairs, SURE * SURE / pairs
    bound: Floats = (share + square / 2 - np.sqrt(square * (share * (1 - share) + square / 4))) / (1 + square)
    return bound


def _strangers(comparisons: tuple[Comparison, ...], gammas: list[Ints]) -> npt.NDArray[np.bool_]:
    """Pairs that are surely not one person: without this, duplicates among few records would pass for chance agreement."""
    exact = {one.name: gamma == len(one.levels) - 1 for one, gamma in zip(comparisons, gammas, strict=True)}
    size = len(gammas[0]) if gammas else 0
    nothing = np.zeros(size, dtype=bool)
    close = {one.name: gamma > 1 for one, gamma in zip(comparisons, gammas, strict=True)}
    named = close.get("given", nothing) & close.get("family", nothing)
    others = sum(
        (exact.get(name, nothing).astype(int) for name in ("dob", "email", "phone", "address", "document", "account", "health", "member")),
        np.zeros(size, dtype=int),
    )
    result: npt.NDArray[np.bool_] = ~(exact.get("national", nothing) | (named & (others >= 1)) | (others >= 3))
    return result


def has_households(comparisons: tuple[Comparison, ...], gammas: list[Ints], counts: Floats) -> bool | None:
    """Do several people of one house stand in this list? Seen from the pairs at one place that disagree in all that is a person's own.

    None where too little is known to see it: houses are the rule then.
    """
    known = {one.name: gamma for one, gamma in zip(comparisons, gammas, strict=True)}
    if "given" not in known:
        return None
    same = _at_one_place(known)
    own = [known[name] for name in OWN if name in known]
    told = same & (known["given"] >= 0) & np.any([gamma >= 0 for gamma in own], axis=0) if own else np.zeros(len(counts), dtype=bool)
    apart = told & (known["given"] == 0) & np.all([gamma <= 0 for gamma in own], axis=0)
    seen = float(counts[told].sum())
    return float(counts[apart].sum()) > NEIGHBOURS * seen if seen >= ENOUGH_NEIGHBOURS else None


def _most_errors(comparisons: tuple[Comparison, ...], gammas: list[Ints], counts: Floats) -> dict[int, float]:
    """By place of the comparison: how often a person's own day or number can be wrong at most, in a list without households.

    Two records with one mailbox, telephone or street are one person there, so what they disagree in shows how many errors the list has.
    Without this bound, people of one common name would teach that a day of birth means nothing.
    """
    known = {one.name: gamma for one, gamma in zip(comparisons, gammas, strict=True)}
    same = _at_one_place(known) if "given" in known else np.zeros(len(counts), dtype=bool)
    found = {}
    for at, (one, gamma) in enumerate(zip(comparisons, gammas, strict=True)):
        told = same & (gamma >= 0)
        seen = float(counts[told].sum())
        if one.name in OWN and seen >= ENOUGH_NEIGHBOURS:
            share = float(counts[told & (gamma == 0)].sum()) / seen
            found[at] = max(one.levels[-1].m, MORE_ERRORS * share)
    return found


def _chance(comparisons: tuple[Comparison, ...], gammas: list[Ints], counts: Floats, pairs: float) -> dict[str, float]:
    """By column: how likely two people share a street, a mailbox or a telephone in a list without households, where enough pairs tell."""
    known = {one.name: gamma for one, gamma in zip(comparisons, gammas, strict=True)}
    own = [known[name] for name in OWN if name in known]
    found = {}
    for one in (one for one in comparisons if one.name in SHARED and own and "given" in known):
        same = (known[one.name] == len(one.levels) - 1) & (known["given"] >= 0) & np.any([gamma >= 0 for gamma in own], axis=0)
        apart = same & (known["given"] == 0) & np.all([gamma <= 0 for gamma in own], axis=0)
        if one.rare and counts[same].sum() >= ENOUGH_NEIGHBOURS:
            found[one.rare] = float(counts[apart].sum() + 1) / pairs
    return found


def _at_one_place(known: dict[str, Ints]) -> npt.NDArray[np.bool_]:
    """Pairs with what a house shares: mailbox, telephone, street line, or a family name in one postcode."""

    def reaches(name: str, words: str) -> npt.NDArray[np.bool_]:
        levels = BY_NAME[name].levels
        least = len(levels) - 1 - next(at for at, level in enumerate(levels) if level.words == words)
        found: npt.NDArray[np.bool_] = known[name] >= least if name in known else np.zeros(len(known["given"]), dtype=bool)
        return found

    house = reaches("email", "same e-mail address") | reaches("phone", "same telephone number")
    house |= reaches("address", "same street line, other place")
    return house | (reaches("address", "same postcode") & reaches("family", "same family name"))


def _household(comparisons: tuple[Comparison, ...], gammas: list[Ints]) -> npt.NDArray[np.bool_]:
    """Pairs that share what a house shares and are yet two people: learnt from, they would teach that a given name means little."""
    size = len(gammas[0]) if gammas else 0
    known = {one.name: gamma for one, gamma in zip(comparisons, gammas, strict=True)}
    top = {one.name: len(one.levels) - 1 for one in comparisons}
    nothing = np.full(size, -1, dtype=np.int64)
    given, dob, national = (known.get(name, nothing) for name in ("given", "dob", "national"))
    same_day = dob == top.get("dob", -2)
    same_number = national == top.get("national", -2)
    result: npt.NDArray[np.bool_] = ((given == 0) & ~same_day & ~same_number) | ((dob == 0) & ~same_number)
    return result


def estimate_m(comparisons: tuple[Comparison, ...], gammas: list[Ints], counts: Floats, u: tuple[Floats, ...], records: int) -> Model:
    """EM over the patterns of the compared pairs."""
    pairs = max(1.0, records * (records - 1) / 2)
    m = [np.array([level.m for level in reversed(one.levels)]) for one in comparisons]
    m = [one / one.sum() for one in m]
    prior_m = [one.copy() for one in m]
    share = min(0.5, max(records * 0.5, 1.0) / pairs)
    households = has_households(comparisons, gammas, counts)
    houses = households is not False
    possible = ~_household(comparisons, gammas) if houses else np.ones(len(counts), dtype=bool)
    most = {} if houses else _most_errors(comparisons, gammas, counts)
    careful = bool(most) and max(most.values()) < FEW_ERRORS
    for _ in range(ROUNDS):
        log = np.full(len(counts), np.log2(share / (1 - share)))
        now = Model(comparisons, tuple(m), u, 0.0).weights()
        for gamma, weight in zip(gammas, now, strict=True):
            log += np.where(gamma >= 0, weight[np.maximum(gamma, 0)], 0.0)
        posterior = possible * counts / (1 + np.exp2(-np.clip(log, -500, 500)))
        for at, gamma in enumerate(gammas):
            seen = np.bincount(gamma[gamma >= 0], weights=posterior[gamma >= 0], minlength=len(m[at]))
            learnt = (seen + PRIOR_PAIRS_M * prior_m[at]) / (seen.sum() + PRIOR_PAIRS_M)
            # No list is free of errors, however clean the pairs look that taught this.
            m[at] = np.maximum(learnt, LEAST_ERROR * prior_m[at])
            if m[at][0] > most.get(at, 1.0):
                m[at][1:] *= (1 - most[at]) / m[at][1:].sum()
                m[at][0] = most[at]
        # Between one match per fifty records and five per record: outside lies no real list of people.
        share = float(np.clip(posterior.sum(), 0.02 * records, 5.0 * records) / pairs)
        share = min(share, 0.5)
    prior = float(np.log2(share / (1 - share)))
    chance = {} if houses else _chance(comparisons, gammas, counts, pairs)
    return Model(comparisons, tuple(m), u, prior, houses, households is True, careful, chance)
