"""One consistent person each, from weighed pairs.

Pairs are taken from the strongest down. Two half-built persons are joined when no conflict forbids it and when all that
is known between them (also the pairs that speak against) speaks for it on average: so a chain A-B-C is cut where it is
weakest. The result does not depend on the order of the input.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from stanch.people.comparisons import BY_NAME
from stanch.people.groups import components
from stanch.people.joining import JOIN, LONE, NAME_ALONE
from stanch.people.link import Linked
from stanch.people.rolls import rolls
from stanch.people.shared_out import Slice, outcomes, sliced, uncollected
from stanch.people.weighing import DOUBTED

if TYPE_CHECKING:
    from stanch.engine import Bench

NEIGHBOURS = 0.02  # share of people at one street line below which a list has no households
ENOUGH_STREETS = 200
FEW = 8
# What a second look may excuse, or what it may clear up.
EXCUSABLE = frozenset(
    [
        "dates of birth far apart",
        "different national numbers of one kind",
        "national numbers differ and little else agrees",
        "different family names",
        "fits another person as well",
    ]
)
PAIRS_AT_A_TIME = 150_000  # at most, so that memory stays small
LEAST_AT_A_TIME = 20_000  # some seconds of work: fewer are not worth a worker's while
SHARES = 8  # in which the pairs go to the workers where they are not that many
TELLING = ("given", "middle", "family", "suffix", "dob", "national")
Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Clusters:
    """`of[uid]`: the cluster (its smallest uid). `joins`: numbers of the pairs that joined.

    `doubtful`: pairs that a human should see, with the conflict. `excused`: pairs that joined although one thing contradicts, and
    why that is taken for an error.
    """

    of: Ints
    joins: Ints
    doubtful: tuple[tuple[int, str], ...]
    weakest: dict[int, float] = field(default_factory=dict)
    excused: dict[int, str] = field(default_factory=dict)


def cluster(linked: Linked, bench: Bench | None = None) -> Clusters:
    """Clusters of distinct records; long lists are shared out among the workers of `bench`, which changes nothing but the time."""
    strong = linked.weight >= JOIN
    with uncollected():
        if linked.model and not linked.model.houses:
            found = _Pass(linked, linked.weight >= LONE, how="warily" if linked.model.careful else "freely", bench=bench)
        else:
            found = _Pass(linked, strong & ~_hopeless(linked), how="strictly", bench=bench)
            if found.refused and not (linked.model and linked.model.seen) and _strays(linked, found):
                found = _Pass(linked, strong, how="strays", bench=bench)
            else:
                found.excuse(linked)
    of = found.of
    joins = found.joins()
    return Clusters(of, joins, _doubtful(linked, of, found.refused), _weakest(linked, of, joins), found.excused)


def _doubtful(linked: Linked, of: Ints, refused: Mapping[int, str]) -> tuple[tuple[int, str], ...]:
    """The pairs between two people that were refused, with the reason, and those of middling weight, by number."""
    kept = np.fromiter(refused, dtype=np.int64, count=len(refused))
    kept = np.sort(kept[of[linked.left[kept]] != of[linked.right[kept]]])
    unsure = np.flatnonzero((linked.weight >= DOUBTED) & (linked.weight < JOIN) & (of[linked.left] != of[linked.right]))
    told = {pair: refused[pair] for pair in kept.tolist()}
    return tuple((pair, told.get(pair, "")) for pair in np.union1d(kept, unsure).tolist())


class _Pass:
    """Components taken whole where nothing can conflict, and one by one where something may: some at a time, so that memory stays small."""

    def __init__(
        self,
        linked: Linked,
        strong: npt.NDArray[np.bool_],
        *,
        how: Literal["strictly", "strays", "freely", "warily"],
        bench: Bench | None = None,
    ) -> None:
        self.bench = bench
        self.of = components(len(linked.records), linked.left[strong], linked.right[strong])
        simple = _simple_components(linked, self.of)
        self.whole = np.flatnonzero(strong & simple[self.of[linked.left]])
        self.joined: list[Ints] = []
        self.refused: dict[int, str] = {}
        self.excused: dict[int, str] = {}
        self.component = self.of.copy()
        inside = np.flatnonzero((self.of[linked.left] == self.of[linked.right]) & ~simple[self.of[linked.left]])
        chosen = _some_at_a_time(inside, self.of[linked.left[inside]])
        self._join(lambda at: sliced(linked, chosen[at], self.component), len(chosen), how)

    def _join(self, slices: Callable[[int], Slice], many: int, how: str) -> None:
        """Join the slices, and take over what came of them."""
        for found in outcomes(slices, many, how, self.bench):
            if (people := found.get("people")) is not None:
                self.of[people.column("uid").to_numpy()] = people.column("root").to_numpy()
            if (joined := found.get("joined")) is not None:
                self.joined.append(joined.column("pair").to_numpy())
            for pair, why, excused in (
                zip(*(column.to_pylist() for column in found["told"].columns), strict=True) if "told" in found else ()
            ):
                (self.excused if excused else self.refused)[pair] = why

    def excuse(self, linked: Linked) -> None:
        """Once all that is sure is joined: half-built persons between whom one wrong entry stands, among those who were in dispute."""
        lists = rolls(linked, self.of)
        component = self.component[linked.left]
        refused = np.fromiter(self.refused, dtype=np.int64, count=len(self.refused))
        refused = refused[self.of[linked.left[refused]] != self.of[linked.right[refused]]]
        refused = refused[self._may_be_excused(linked, refused)]
        disputed = np.zeros(len(self.of), dtype=bool)
        disputed[component[refused]] = True
        inside = np.flatnonzero(disputed[component] & (component == self.component[linked.right]))
        joined = np.concatenate([np.empty(0, dtype=np.int64), *self.joined])
        chosen = _some_at_a_time(inside, component[inside])
        self._join(lambda at: self._disputed(linked, chosen[at], lists, joined, refused), len(chosen), "leniently")

    def _disputed(self, linked: Linked, pairs: Ints, lists: Ints, joined: Ints, refused: Ints) -> Slice:
        """A slice with its own part of what joined and what was refused."""
        own = np.zeros(len(self.of), dtype=bool)
        own[self.component[linked.left[pairs]]] = True
        mine = [some[own[self.component[linked.left[some]]]] for some in (joined, refused)]
        return sliced(linked, pairs, self.component, lists, joined=mine[0], refused=mine[1])

    def _may_be_excused(self, linked: Linked, refused: Ints) -> npt.NDArray[np.bool_]:
        """Another given name in the house is the rule: only with the same number or day of birth is it worth a second look."""
        same = np.zeros(len(refused), dtype=bool)
        for name in ("national", "dob"):
            if name in linked.gammas:
                same |= linked.gammas[name][refused] == len(BY_NAME[name].levels) - 1
        why = [self.refused[pair] for pair in refused.tolist()]
        given = np.array([one == "different given names" for one in why], dtype=bool)
        other = np.array([one in EXCUSABLE for one in why], dtype=bool)
        result: npt.NDArray[np.bool_] = other | (given & same)
        return result

    def joins(self) -> Ints:
        """The numbers of all pairs that joined."""
        return np.unique(np.concatenate([self.whole, *self.joined]))


def _some_at_a_time(pairs: Ints, component: Ints) -> list[Ints]:
    """The pairs in whole components, some at a time so that memory stays small; within a component the strongest first, as they come."""
    order = np.argsort(component, kind="stable")
    pairs, component = pairs[order], component[order]
    starts = np.flatnonzero(np.r_[True, component[1:] != component[:-1]]) if len(pairs) else np.empty(0, np.int64)
    found, at_a_time = [], min(PAIRS_AT_A_TIME, max(LEAST_AT_A_TIME, len(pairs) // SHARES))
    while len(starts):
        most = int(np.searchsorted(starts, starts[0] + at_a_time, side="right"))
        found.append(pairs[int(starts[0]) : int(starts[most]) if most < len(starts) else len(pairs)])
        starts = starts[most:]
    return found


def _simple_components(linked: Linked, component: Ints) -> npt.NDArray[np.bool_]:
    """Components in which nothing can conflict: at most one value of each telling column, and no pair against."""
    codes = _telling(linked)
    simple = np.ones(len(component), dtype=bool)
    members = np.flatnonzero(np.bincount(component, minlength=len(component))[component] > 1)
    members = members[np.argsort(component[members], kind="stable")]
    starts = np.flatnonzero(np.r_[True, component[members][1:] != component[members][:-1]]) if len(members) else np.empty(0, np.int64)
    several = component[members[starts]]
    for column in (*TELLING, "year") if len(starts) else ():
        held = codes[column][members]
        highest, lowest = np.maximum.reduceat(held, starts), np.minimum.reduceat(np.where(held < 0, np.iinfo(np.int32).max, held), starts)
        differ = (highest >= 0) & (highest != lowest)
        if column == "suffix":
            # Jr in one record and no suffix in another: it may be the father.
            differ |= (highest >= 0) & (np.minimum.reduceat(held, starts) < 0)
        simple[several[differ]] = False
    simple |= _all_pairs_clean(linked, component, codes)
    against = (linked.weight < 0) & (component[linked.left] == component[linked.right])
    simple[component[linked.left[against | _numbered_apart(linked, codes) | _name_alone(linked)]]] = False
    own, beside = linked.apart
    simple[component[own[component[own] == component[beside]]]] = False
    return simple


def _telling(linked: Linked) -> dict[str, Codes]:
    """The telling columns as numbers of values, -1 for none; made side by side."""
    records = linked.records
    columns = {name: records.column(name) for name in (*TELLING, "member")}
    columns["year"] = pc.coalesce(records.column("born"), pc.utf8_slice_codeunits(columns["dob"], 0, 4))
    columns["kind"] = pc.replace_substring_regex(columns["member"], ":.*", "")
    with ThreadPoolExecutor(pa.cpu_count()) as pool:
        return dict(zip(columns, pool.map(_codes, columns.values()), strict=True))


def _numbered_apart(linked: Linked, codes: Mapping[str, Codes]) -> npt.NDArray[np.bool_]:
    """Pairs whose customer, patient or staff numbers are of one kind and not the same: more than a name must agree."""
    kinds, numbers = codes["kind"], codes["member"]
    left, right = linked.left, linked.right
    result: npt.NDArray[np.bool_] = (kinds[left] >= 0) & (kinds[left] == kinds[right]) & (numbers[left] != numbers[right])
    return result


def _name_alone(linked: Linked) -> npt.NDArray[np.bool_]:
    """Pairs that have no more than a name in common while mailbox, telephone, street or number differ: see `no_more_than_a_name`."""
    count = len(linked.left)

    def level(name: str) -> npt.NDArray[np.int8]:
        return linked.gammas.get(name, np.full(count, -1, dtype=np.int8))

    streets = pc.is_valid(linked.records.column("street")).to_numpy()
    house = len(BY_NAME["address"].levels) - 3  # nearly the same address, or more
    differ = streets[linked.left] & streets[linked.right] & (level("address") < house)
    shared = (level("dob") == len(BY_NAME["dob"].levels) - 1) | (level("address") >= house)
    for name in ("email", "phone", "member", "document", "national"):
        shared |= level(name) > 0
        differ |= level(name) == 0
    result: npt.NDArray[np.bool_] = (linked.weight < NAME_ALONE) & differ & ~shared
    return result


def _hopeless(linked: Linked) -> npt.NDArray[np.bool_]:
    """Pairs that are surely two people, however much of a household they share: they need not even be looked at together."""

    def level(name: str) -> npt.NDArray[np.int8]:
        return linked.gammas.get(name, np.full(len(linked.left), -1, dtype=np.int8))

    same_number = level("national") == len(BY_NAME["national"].levels) - 1
    same_day = level("dob") == len(BY_NAME["dob"].levels) - 1
    result: npt.NDArray[np.bool_] = ~same_number & (((level("given") == 0) & ~same_day) | (level("dob") == 0))
    return result


# The lowest level number of a comparison at which a pair raises no question (or nothing is known).
CLEAN = {"given": 2, "family": 3, "dob": 3, "born": 2, "national": 2}


def _all_pairs_clean(linked: Linked, component: Ints, codes: Mapping[str, Codes]) -> npt.NDArray[np.bool_]:
    """Components in which every record was compared with every other and no pair raises a question."""
    clean = (linked.weight >= JOIN) & (component[linked.left] == component[linked.right])
    for name, lowest in CLEAN.items():
        if name in linked.gammas:
            clean &= (linked.gammas[name] < 0) | (linked.gammas[name] >= lowest)
    for column in ("given", "middle"):
        left, right = codes[column][linked.left], codes[column][linked.right]
        clean &= (left < 0) | (right < 0) | (left == right)
    suffixes = codes["suffix"]
    clean &= suffixes[linked.left] == suffixes[linked.right]
    size = np.bincount(component, minlength=len(component))
    pairs = np.bincount(component[linked.left[clean]], minlength=len(component))
    result: npt.NDArray[np.bool_] = (size > 1) & (pairs == size * (size - 1) // 2)
    return result


def _codes(column: pa.ChunkedArray) -> Codes:
    """Numbers for the values of a column, -1 for null."""
    coded = column.combine_chunks().dictionary_encode()
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    codes: Codes = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return codes


def _strays(linked: Linked, found: _Pass) -> bool:
    """Do the conflicts in this list look like errors of single records, not like households?

    Members of a household stand in a list as often as anybody else, so among conflicting neighbours both sides have
    several records as often as chance says. Where one side is nearly always a lone record, the conflicts are errors of
    writing (a name or number of somebody else typed in), and the list holds one person an address.
    """
    of = found.of
    pairs = np.fromiter(found.refused, dtype=np.int64)
    ends = np.stack([of[linked.left[pairs]], of[linked.right[pairs]]], axis=1)
    conflicts = np.unique(np.sort(ends[ends[:, 0] != ends[:, 1]], axis=1), axis=0)
    sizes = np.bincount(of, minlength=len(of))
    several, people = int((sizes >= 2).sum()), int((sizes >= 1).sum())
    expected = len(conflicts) * (several / people) ** 2
    seen = int((np.minimum(sizes[conflicts[:, 0]], sizes[conflicts[:, 1]]) >= 2).sum())
    if expected >= FEW:
        return bool(seen < 0.2 * expected)
    return len(conflicts) > 0 and _neighbours(linked, of) < NEIGHBOURS


def _neighbours(linked: Linked, of: Ints) -> float:
    """Of the people with a street line, the share that has it in common with somebody else; 1 where too few have one."""
    import pyarrow.compute as pc

    street, postcode = (linked.records.column(name).combine_chunks() for name in ("street", "postcode"))
    held = pc.is_valid(street).to_numpy(zero_copy_only=False)
    place = pc.binary_join_element_wise(street, pc.coalesce(postcode, ""), "|").filter(pa.array(held))
    pairs = pa.table({"place": place, "person": of[held]}).group_by(["place", "person"]).aggregate([])
    people = pc.count_distinct(pairs["person"]).as_py()
    if people < ENOUGH_STREETS:
        return 1.0
    shared = pairs.group_by("place").aggregate([("person", "count")])
    crowded = shared.filter(pc.greater(shared["person_count"], 1))["place"]
    together: int = pc.count_distinct(pairs.filter(pc.is_in(pairs["place"], crowded))["person"]).as_py()
    return together / max(1, int(people))


def _weakest(linked: Linked, of: Ints, joins: Ints) -> dict[int, float]:
    """For each cluster the weight of its weakest join."""
    owner, bits = of[linked.left[joins]], linked.weight[joins]
    order = np.lexsort((bits, owner))
    owner, bits = owner[order], bits[order]
    first = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]]) if len(owner) else np.empty(0, np.int64)
    return dict(zip(owner[first].tolist(), bits[first].tolist(), strict=True))


def probability(bits: float) -> float:
    """The probability that log2 odds stand for."""
    return 1 / (1 + math.pow(2.0, -max(-50.0, min(50.0, bits))))
