"""One consistent person each, from weighed pairs.

Pairs are taken from the strongest down. Two half-built persons are joined when no conflict forbids it and when all that
is known between them (also the pairs that speak against) speaks for it on average: so a chain A-B-C is cut where it is
weakest. The result does not depend on the order of the input.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stanch.people.comparisons import BY_NAME
from stanch.people.conflict import COLUMNS, Profile, conflict, named, profile, settled, strangers
from stanch.people.link import Linked

JOIN = 4.0  # bits: odds of 16 to 1 and better join
STRAY = 0.0  # bits that a record in conflict needs to join as an error of writing
NEIGHBOURS = 0.02  # share of people at one street line below which a list has no households
ENOUGH_STREETS = 200
MARGIN = 8.0  # bits by which a match must be better than a rival's
MOST_BITS = 20.0  # one pair may not outvote all others
FEW = 8
SWEEPS = 4
REVIEW = -1.0  # bits: from odds of 1 to 2 a person should look
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Clusters:
    """`of[uid]`: the cluster (its smallest uid). `joins`: numbers of the pairs that joined; `doubtful`: of those a human should see, with the conflict."""  # noqa: E501

    of: Ints
    joins: Ints
    doubtful: tuple[tuple[int, str], ...]
    weakest: dict[int, float] = field(default_factory=dict)


def cluster(linked: Linked) -> Clusters:
    """Clusters of distinct records."""
    strong = linked.weight >= JOIN
    careful = _Pass(linked, strong & ~_hopeless(linked))
    if careful.joining and _strays(linked, careful.joining, careful.of):
        careful = _Pass(linked, strong)
        if careful.joining:
            careful.joining.strays()
    of, joins, doubtful = careful.finish()
    unsure = np.flatnonzero((linked.weight >= REVIEW) & (linked.weight < JOIN) & (of[linked.left] != of[linked.right]))
    doubtful.extend((int(pair), "") for pair in unsure)
    return Clusters(of, joins, tuple(sorted(set(doubtful))), _weakest(linked, of, joins))


class _Pass:
    """Components taken whole where nothing can conflict, and one by one where something may."""

    def __init__(self, linked: Linked, strong: npt.NDArray[np.bool_]) -> None:
        self.linked = linked
        self.of = components(len(linked.records), linked.left[strong], linked.right[strong])
        simple = _simple_components(linked, self.of)
        self.whole = np.flatnonzero(strong & simple[self.of[linked.left]])
        pairs = np.flatnonzero((self.of[linked.left] == self.of[linked.right]) & ~simple[self.of[linked.left]])
        self.joining: _Joining | None = None
        if len(pairs):
            self.joining = _Joining(linked, np.flatnonzero(~simple[self.of]), pairs)
            self.joining.strictly()
            self.joining.write(self.of)

    def finish(self) -> tuple[Ints, Ints, list[tuple[int, str]]]:
        """The clusters, the pairs that joined, the conflicts a human may look at."""
        if not self.joining:
            return self.of, self.whole, []
        self.joining.write(self.of)
        joins = np.sort(np.concatenate([self.whole, np.asarray(self.joining.joined, dtype=np.int64)]))
        left, right, of = self.linked.left, self.linked.right, self.of
        return of, joins, [(pair, why) for pair, why in self.joining.doubtful.items() if of[left[pair]] != of[right[pair]]]


def components(count: int, left: Ints, right: Ints) -> Ints:
    """The smallest member of each record's connected component."""
    label = np.arange(count, dtype=np.int64)
    while True:
        low = np.minimum(label[left], label[right])
        new = label.copy()
        np.minimum.at(new, left, low)
        np.minimum.at(new, right, low)
        np.minimum.at(new, label[left], low)
        np.minimum.at(new, label[right], low)
        new = new[new]
        if np.array_equal(new, label):
            return label
        label = new


def _simple_components(linked: Linked, component: Ints) -> npt.NDArray[np.bool_]:
    """Components in which nothing can conflict: at most one value of each telling column, and no pair against."""
    count = len(component)
    simple = np.ones(count, dtype=bool)
    for column in ("given", "middle", "family", "suffix", "dob", "national"):
        codes = _codes(linked.records.column(column))
        held = codes >= 0
        highest = np.full(count, -1, dtype=np.int64)
        lowest = np.full(count, np.iinfo(np.int64).max, dtype=np.int64)
        np.maximum.at(highest, component[held], codes[held])
        np.minimum.at(lowest, component[held], codes[held])
        simple &= ~((highest >= 0) & (highest != lowest))
        if column == "suffix":
            # Jr in one record and no suffix in another: it may be the father.
            simple &= ~((highest >= 0) & (np.bincount(component[~held], minlength=count) > 0))
    simple |= _all_pairs_clean(linked, component)
    against = (linked.weight < 0) & (component[linked.left] == component[linked.right])
    simple[component[linked.left[against]]] = False
    return simple


def _hopeless(linked: Linked) -> npt.NDArray[np.bool_]:
    """Pairs that are surely two people, however much of a household they share: they need not even be looked at together."""

    def level(name: str) -> npt.NDArray[np.int8]:
        return linked.gammas.get(name, np.full(len(linked.left), -1, dtype=np.int8))

    same_number = level("national") == len(BY_NAME["national"].levels) - 1
    same_day = level("dob") == len(BY_NAME["dob"].levels) - 1
    result: npt.NDArray[np.bool_] = ~same_number & (((level("given") == 0) & ~same_day) | (level("dob") == 0))
    return result


# The lowest level number of a comparison at which a pair raises no question (or nothing is known).
CLEAN = {"given": 2, "family": 2, "dob": 3, "national": 2}


def _all_pairs_clean(linked: Linked, component: Ints) -> npt.NDArray[np.bool_]:
    """Components in which every record was compared with every other and no pair raises a question."""
    clean = (linked.weight >= JOIN) & (component[linked.left] == component[linked.right])
    for name, lowest in CLEAN.items():
        if name in linked.gammas:
            clean &= (linked.gammas[name] < 0) | (linked.gammas[name] >= lowest)
    for column in ("given", "middle"):
        codes = _codes(linked.records.column(column))
        clean &= (codes[linked.left] < 0) | (codes[linked.right] < 0) | (codes[linked.left] == codes[linked.right])
    suffixes = _codes(linked.records.column("suffix"))
    clean &= suffixes[linked.left] == suffixes[linked.right]
    size = np.bincount(component, minlength=len(component))
    pairs = np.bincount(component[linked.left[clean]], minlength=len(component))
    result: npt.NDArray[np.bool_] = (size > 1) & (pairs == size * (size - 1) // 2)
    return result


def _codes(column: pa.ChunkedArray) -> Ints:
    """Numbers for the values of a column, -1 for null."""
    coded = column.combine_chunks().dictionary_encode()
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    codes: Ints = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    return codes


class _Joining:
    """Joining one by one inside components that need care."""

    def __init__(self, linked: Linked, members: Ints, pairs: Ints) -> None:
        chosen = linked.records.select(list(COLUMNS)).take(pa.array(members))
        rows = zip(*(column.to_pylist() for column in chosen.columns), strict=True)
        self.profiles: dict[int, Profile] = {uid: profile(row) for uid, row in zip(members.tolist(), rows, strict=True)}
        self.parent = {int(uid): int(uid) for uid in members}
        # What is known between any two half-built persons: sum of weights and number of pairs.
        self.between: dict[int, dict[int, tuple[float, int]]] = {int(uid): {} for uid in members}
        left, right, weight = linked.left[pairs].tolist(), linked.right[pairs].tolist(), linked.weight[pairs].tolist()
        for one, other, bits in zip(left, right, weight, strict=True):
            self.between[one][other] = self.between[other][one] = (min(bits, MOST_BITS), 1)
        self.likely = [entry for entry in zip(pairs.tolist(), left, right, weight, strict=True) if entry[3] >= min(JOIN, STRAY)]
        self.joined: list[int] = []
        self.doubtful: dict[int, str] = {}

    def root(self, uid: int) -> int:
        """The half-built person of a record."""
        parent = self.parent
        while parent[uid] != uid:
            parent[uid] = parent[parent[uid]]
            uid = parent[uid]
        return uid

    def strictly(self) -> None:
        """From the strongest pair down, wherever nothing conflicts; again, while joins make known what was unknown before."""
        waiting = [entry for entry in self.likely if entry[3] >= JOIN]
        for _ in range(SWEEPS):
            before = len(self.joined)
            refused = [entry for entry in waiting if self._refused(*entry)]
            if len(self.joined) == before or not refused:
                return
            waiting = refused

    def _refused(self, pair: int, one: int, other: int, bits: float) -> bool:
        """Join the two if nothing conflicts; else note why not."""
        a, b = sorted((self.root(one), self.root(other)))
        if a == b:
            return False
        why = conflict(self.profiles[a], self.profiles[b])
        total, known = self.between[a][b]
        if not why and total < 0:
            why = "other records of the two speak against it"
        sure = settled(self.profiles[a], self.profiles[b]) and named(self.profiles[a], self.profiles[b])
        if not why and not sure and self._rival(a, b, min(bits, MOST_BITS)):
            why = "fits another person as well"
        if why:
            self.doubtful[pair] = why
            return True
        self._join(pair, a, b, known)
        return False

    def _rival(self, a: int, b: int, bits: float) -> bool:
        """Is there a third who fits one of the two about as well, and cannot be the other?"""
        for one, other in ((a, b), (b, a)):
            for third, (total, known) in self.between[one].items():
                if third == other or total / known < max(JOIN, bits - MARGIN):
                    continue
                # A rival could be the one, and then the other is somebody else. A sister who cannot be either is none.
                rival, profiles = self.profiles[third], self.profiles
                why = "" if conflict(rival, profiles[one]) else conflict(rival, profiles[other])
                # Who shares the one's number under another family name is the one, married or misspelt, and takes nothing away.
                if why and not (why == "different family names" and rival.nationals & profiles[one].nationals):
                    return True
        return False

    def strays(self) -> None:
        """Records that conflict with the person they otherwise fit, in a list without households: errors, so they join."""
        for pair, one, other, bits in self.likely:
            a, b = sorted((self.root(one), self.root(other)))
            if a == b or bits < STRAY:
                continue
            one_profile, other_profile = self.profiles[a], self.profiles[b]
            if (
                min(one_profile.size, other_profile.size) <= 2
                and self.between[a][b][0] >= 0
                and not strangers(one_profile, other_profile)
            ):
                self._join(pair, a, b, 1)

    def _join(self, pair: int, a: int, b: int, _known: int) -> None:
        self.parent[b] = a
        self.profiles[a].absorb(self.profiles.pop(b))
        self.joined.append(pair)
        between = self.between
        del between[a][b]
        # All that is known between b and others is now known between a and them.
        for other, (total, known) in between.pop(b).items():
            if other == a:
                continue
            old_total, old_known = between[a].get(other, (0.0, 0))
            between[a][other] = between[other][a] = (old_total + total, old_known + known)
            between[other].pop(b, None)

    def write(self, of: Ints) -> None:
        """The outcome into `of`."""
        for uid in self.parent:
            of[uid] = self.root(uid)


def _strays(linked: Linked, joining: _Joining, of: Ints) -> bool:
    """Do the conflicts in this list look like errors of single records, not like households?

    Members of a household stand in a list as often as anybody else, so among conflicting neighbours both sides have
    several records as often as chance says. Where one side is nearly always a lone record, the conflicts are errors of
    writing (a name or number of somebody else typed in), and the list holds one person an address.
    """
    ends = {tuple(sorted((joining.root(one), joining.root(other)))) for pair, one, other, _ in joining.likely if pair in joining.doubtful}
    conflicts = [(a, b) for a, b in ends if a != b]
    sizes = np.bincount(of, minlength=len(of))
    several, people = int((sizes >= 2).sum()), int((sizes >= 1).sum())
    expected = len(conflicts) * (several / people) ** 2
    seen = sum(min(sizes[a], sizes[b]) >= 2 for a, b in conflicts)
    if expected >= FEW:
        return bool(seen < 0.2 * expected)
    return bool(conflicts) and _neighbours(linked, of) < NEIGHBOURS


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
    found: dict[int, float] = {}
    for owner, bits in zip(of[linked.left[joins]].tolist(), linked.weight[joins].tolist(), strict=True):
        found[owner] = min(bits, found.get(owner, bits))
    return found


def probability(bits: float) -> float:
    """The probability that log2 odds stand for."""
    return 1 / (1 + math.pow(2.0, -max(-50.0, min(50.0, bits))))
