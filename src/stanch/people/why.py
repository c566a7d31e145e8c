"""Why records are one person, or two: the evidence in words, its weight, and the rule that decided.

`why` takes partial records (rows of `partial.PARTIAL`); `why_in` takes the ids of people and looks their records up in the findings.
Nothing here holds a value of the evidence: the words say what agrees, not what it is, so they may stand in a journal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from stanch.engine import Bench, Parts
from stanch.errors import WrongCall
from stanch.people.cluster import Clusters, cluster, probability
from stanch.people.comparisons import level_of
from stanch.people.conflict import NOT_THE_SAME, conflict
from stanch.people.joining import JOIN
from stanch.people.link import Ints, Linked, link
from stanch.people.partial import PARTIAL
from stanch.people.profiles import COLUMNS, Profile, profile
from stanch.people.review import only_alike
from stanch.people.weighing import LIKENESS

if TYPE_CHECKING:
    from stanch.people.room import Given

STRENGTH = ((10.0, "strongly"), (4.0, "clearly"), (0.0, "slightly"))  # bits from which the word is used
NOTHING_AGAINST = "nothing contradicts it, and the weight is enough"


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence. `bits` is its weight (log2 of the odds): above nought for one person, below for two."""

    words: str
    bits: float

    def sentence(self) -> str:
        """`Same date of birth: speaks strongly for one person (13.2 bits).`"""
        how = next(word for least, word in STRENGTH if abs(self.bits) >= least)
        side = "for one person" if self.bits > 0 else "for two people"
        words = self.words[:1].upper() + self.words[1:]
        return f"{words}: speaks {how} {side} ({abs(self.bits):.1f} bits)."


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was decided and why.

    `one`: are all records one person? `rule`: what decided, in words. `weight` (bits) and `probability` are those of the pair that
    `reasons` speak of, strongest reason first: the strongest pair between the two sides, or the weakest join of a person.
    `joins`: for one person, each join in the order of its strength, with reasons of its own; empty for two sides.
    """

    one: bool
    rule: str
    weight: float
    probability: float
    reasons: tuple[Reason, ...]
    joins: tuple[Explanation, ...] = ()

    def sentences(self) -> tuple[str, ...]:
        """The whole account, a sentence each: what was decided, then the evidence."""
        first = f"{'One person' if self.one else 'Kept apart'}: {self.rule}."
        if self.joins:
            return (first, *(sentence for join in self.joins for sentence in join.sentences()))
        return (first, *(reason.sentence() for reason in self.reasons))


def why(left: pa.Table, right: pa.Table | None = None, *, among: pa.Table | None = None, bench: Bench) -> Explanation:
    """Why the records of `left` and `right` are one person or two; without `right`, why those of `left` are one.

    Rows are partial records (columns of `PARTIAL`, missing ones are unknown). `among`: all other records of the case; from them come
    the frequencies and weights, and records between the two sides. Without it only what is handed in is known.
    Raises `WrongCall` where a side is empty.
    """
    from stanch.vault.duck import duck, share_of_memory

    sides = [_partial(left), *([_partial(right)] if right is not None else [])]
    if not all(len(one) for one in sides):
        raise WrongCall("no record to explain", do="Hand in at least one partial record for each side.")
    rows = pa.concat_tables([*sides, *([_partial(among)] if among is not None else [])])
    with duck(bench.work, threads=bench.workers, memory=share_of_memory()) as connection:
        linked = link(rows, connection, as_of=bench.as_of, explain=True)
    clusters = cluster(linked)
    first = linked.member_of[: len(sides[0])]
    second = linked.member_of[len(sides[0]) : len(sides[0]) + len(sides[1])] if right is not None else None
    return explained(linked, clusters, first, second)


def why_in(findings: Parts, one: str, other: str | None = None, *, bench: Bench, given: Given | None = None) -> Explanation:
    """The same for people of a case, by id: why `one` is one person, or why `one` and `other` are two.

    Works on the findings themselves, so that the answer is that of the evidence; `given` (as `consolidate` takes it) makes the ids those
    of the case. Raises `WrongCall` on an unknown id.
    """
    from stanch.people.room import brought_together
    from stanch.vault.duck import duck, share_of_memory

    with duck(bench.work, threads=bench.workers, memory=share_of_memory()) as connection:
        brought = brought_together(findings, connection, bench, given=given, explain=True)
    if brought is None:
        raise WrongCall("there are no people yet", do="Run `stanch respond` first.")
    members = []
    for person in [one] if other is None else [one, other]:
        owners = [owner for owner, found in brought.ids.items() if found == person]
        if not owners:
            raise WrongCall(f"no person {person}", do="`stanch people -C CASE` lists their ids.")
        members.append(brought.linked.member_of[np.isin(brought.owner, owners)])
    return explained(brought.linked, brought.clusters, members[0], members[1] if other is not None else None)


def explained(linked: Linked, clusters: Clusters, left: Ints, right: Ints | None) -> Explanation:
    """The explanation for records (uids) of one side or two. `linked` must come from `link(..., explain=True)`."""
    if right is None:
        return _of_person(linked, clusters, np.unique(left))
    one = len(np.unique(clusters.of[np.concatenate([left, right])])) == 1
    if np.intersect1d(left, right).size:
        return Explanation(one=True, rule="the records are the same in all that is compared", weight=0.0, probability=1.0, reasons=())
    pair = _strongest(linked, left, right)
    if pair is None:
        rule = "joined through other records" if one else "they have nothing in common by which they would even be compared"
        return Explanation(one=one, rule=rule, weight=0.0, probability=float(one), reasons=())
    rule = _joining(clusters, pair) if one else _parting(linked, clusters, pair)
    return _of_pair(linked, pair, one=one, rule=rule)


def _of_person(linked: Linked, clusters: Clusters, uids: Ints) -> Explanation:
    one = len(np.unique(clusters.of[uids])) == 1
    inside = np.isin(linked.left[clusters.joins], uids) & np.isin(linked.right[clusters.joins], uids)
    joins = sorted(clusters.joins[inside].tolist(), key=lambda pair: -linked.weight[pair])
    if not joins:
        rule = "one record, or records that are the same in all that is compared" if one else "no linkage joined these records"
        return Explanation(one=one, rule=rule, weight=0.0, probability=1.0, reasons=())
    told = tuple(_of_pair(linked, pair, one=True, rule=_joining(clusters, pair)) for pair in joins)
    weakest = told[-1]
    wrong = any(pair in clusters.excused for pair in joins)
    against = "what contradicts is taken for an error, for the reason told" if wrong else "no two of them contradict each other"
    rule = f"{len(uids)} records, joined from the strongest down; {against}"
    return Explanation(one, rule, weakest.weight, weakest.probability, weakest.reasons, told)


def _of_pair(linked: Linked, pair: int, *, one: bool, rule: str) -> Explanation:
    weight = float(linked.weight[pair])
    return Explanation(one, rule, round(weight, 2), round(probability(weight), 4), reasons(linked, pair))


def reasons(linked: Linked, pair: int) -> tuple[Reason, ...]:
    """What speaks for and against a pair, the heaviest first."""
    found = []
    for at, one in enumerate(linked.comparisons):
        number = int(linked.gammas[one.name][pair])
        level = level_of(one, number)
        if level and linked.model:
            found.append(Reason(level.words, round(linked.model.bits(at, number, linked.rarity(one, pair)), 2)))
    if linked.model and only_alike(linked, pair):
        found.append(Reason(NOT_THE_SAME, round(LIKENESS - linked.model.prior - sum(one.bits for one in found), 2)))
    return tuple(sorted(found, key=lambda reason: (-abs(reason.bits), reason.words)))


def _strongest(linked: Linked, left: Ints, right: Ints) -> int | None:
    forth = np.isin(linked.left, left) & np.isin(linked.right, right)
    back = np.isin(linked.left, right) & np.isin(linked.right, left)
    between = np.flatnonzero(forth | back)
    return int(between[np.argmax(linked.weight[between])]) if len(between) else None


def _joining(clusters: Clusters, pair: int) -> str:
    if pair in clusters.excused:
        return clusters.excused[pair]
    return NOTHING_AGAINST if np.isin(pair, clusters.joins) else "joined through other records of the same person"


def _parting(linked: Linked, clusters: Clusters, pair: int) -> str:
    ends = [int(clusters.of[side[pair]]) for side in (linked.left, linked.right)]
    own, beside = (clusters.of[side] for side in linked.apart)
    if np.any((np.isin(own, ends) & np.isin(beside, ends)) & (own != beside)):
        return "named as two people in one row"
    why = dict(clusters.doubtful).get(pair) or conflict(*(_profile(linked, np.flatnonzero(clusters.of == one)) for one in ends))
    if why:
        return why
    if only_alike(linked, pair):
        return NOT_THE_SAME
    if linked.weight[pair] < JOIN:
        return "too little agrees"
    return "other records of the two speak against it"


def _profile(linked: Linked, uids: Ints) -> Profile:
    rows = linked.records.select(list(COLUMNS)).take(pa.array(uids))
    whole = Profile(size=0)
    for row in zip(*(column.to_pylist() for column in rows.columns), strict=True):
        whole.absorb(profile(row))
    return whole


def _partial(table: pa.Table) -> pa.Table:
    columns = [
        table.column(name).cast(pa.string()) if name in table.column_names else pa.nulls(len(table), pa.string()) for name in PARTIAL.names
    ]
    return pa.table(dict(zip(PARTIAL.names, columns, strict=True)), schema=PARTIAL)
