"""Joining one by one where something may conflict: from the strongest pair down, every half-built person consistent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import repeat

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stanch.people.conflict import conflict, named, no_more_than_a_name, settled, strangers, two_of_a_couple
from stanch.people.excuses import excuse
from stanch.people.link import Linked
from stanch.people.profiles import COLUMNS, Profile, profile
from stanch.people.rivals import lesser_claim, unseen_namesake

JOIN = 4.0  # bits: odds of 16 to 1 and better join
STRAY = 0.0  # bits that a record in conflict needs to join as an error of writing
MARGIN = 8.0  # bits by which a match must be better than a rival's
MOST_BITS = 20.0  # one pair may not outvote all others
NAME_ALONE = 16.0  # bits from which a name by itself is so rare that another mailbox, telephone or street is taken for a second one
SWEEPS = 4
LONE = 2.0  # bits with which a record that fits nobody else joins in a list without households
ELSEWHERE = -2.0  # bits from which it fits somebody else as well
UNCOMPARED = -1.0  # bits of a pair that shares no key
NO_ROLLS: frozenset[int] = frozenset()
Ints = npt.NDArray[np.int64]


class Joining:
    """Joining one by one inside whole components: `pairs` are all pairs within them, the strongest first."""

    def __init__(self, linked: Linked, pairs: Ints, component: Ints, rolls: Ints | None = None) -> None:
        members = np.unique(np.concatenate([linked.left[pairs], linked.right[pairs]]))
        chosen = linked.records.select(list(COLUMNS)).take(pa.array(members))
        rows = zip(*(column.to_pylist() for column in chosen.columns), strict=True)
        lines = [frozenset((one,)) if one >= 0 else NO_ROLLS for one in rolls[members].tolist()] if rolls is not None else repeat(NO_ROLLS)
        told = zip(members.tolist(), rows, lines, strict=False)
        self.profiles: dict[int, Profile] = {uid: profile(row, lists) for uid, row, lists in told}
        self._stand_beside(linked, members)
        self.parent = {uid: uid for uid in self.profiles}
        # What is known between any two half-built persons: sum of weights, number of pairs, and the strongest pair uncut.
        self.between: dict[int, dict[int, tuple[float, int, float]]] = {uid: {} for uid in self.profiles}
        left, right, weight = linked.left[pairs].tolist(), linked.right[pairs].tolist(), linked.weight[pairs].tolist()
        for one, other, bits in zip(left, right, weight, strict=True):
            self.between[one][other] = self.between[other][one] = (min(bits, MOST_BITS), 1, bits)
        self.likely = [entry for entry in zip(pairs.tolist(), left, right, weight, strict=True) if entry[3] >= min(JOIN, STRAY)]
        self.component = dict(zip(members.tolist(), component[members].tolist(), strict=True))
        self.stirred: set[int] = set()  # components in which a pair joined since a sweep began
        self.conflicts: dict[tuple[int, int], tuple[int, int, str]] = {}
        self.joined: list[int] = []
        self.doubtful: dict[int, str] = {}
        self.excused: dict[int, str] = {}

    def _stand_beside(self, linked: Linked, members: Ints) -> None:
        """Who is named in whose row: numbers that must not be own to the one and beside to the other."""
        own, beside = linked.apart
        for number in np.flatnonzero(np.isin(own, members) & np.isin(beside, members)).tolist():
            self.profiles[int(own[number])].own |= {number}
            self.profiles[int(beside[number])].beside |= {number}

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
            self.stirred.clear()
            refused = [entry for entry in waiting if self._refused(*entry)]
            waiting = [entry for entry in refused if self.component[entry[1]] in self.stirred]

    def _refused(self, pair: int, one: int, other: int, bits: float) -> bool:
        """Join the two if nothing conflicts; else note why not."""
        a, b = self.root(one), self.root(other)
        a, b = (a, b) if a < b else (b, a)
        if a == b:
            return False
        why = self._conflict(a, b)
        total, _, _ = self.between[a][b]
        if not why and total < 0:
            why = "other records of the two speak against it"
        left, right = self.profiles[a], self.profiles[b]
        if not why and bool(left.suffixes) != bool(right.suffixes) and unseen_namesake(left, right, self._known_beside(a, b)):
            why = "one of two namesakes"
        if not why and bits < NAME_ALONE and no_more_than_a_name(left, right):
            why = "no more than a name in common"
        if not why and not self._sure(a, b) and any(True for _ in self._rivals(a, b, bits)):
            why = "fits another person as well"
        if why:
            self.doubtful[pair] = why
            return True
        self._join(pair, a, b)
        return False

    def _sure(self, a: int, b: int) -> bool:
        """What no two people share, and the whole name of both: no third could be meant."""
        return settled(self.profiles[a], self.profiles[b]) and named(self.profiles[a], self.profiles[b])

    def _conflict(self, a: int, b: int) -> str:
        """`conflict` of two half-built persons, asked once while neither grows: among hundreds who are alike each is the others' rival."""
        a, b = (a, b) if a < b else (b, a)
        left, right = self.profiles[a], self.profiles[b]
        known = self.conflicts.get((a, b))
        if known is None or known[:2] != (left.size, right.size):
            known = self.conflicts[a, b] = (left.size, right.size, conflict(left, right))
        return known[2]

    def _known_beside(self, a: int, b: int) -> Iterator[Profile]:
        """The half-built persons that were compared with either of the two."""
        return (self.profiles[third] for third in {*self.between[a], *self.between[b]} - {a, b})

    def _rivals(self, a: int, b: int, bits: float) -> Iterator[int]:
        """Third ones who fit one of the two about as well, and cannot be the other."""
        for one, other in ((a, b), (b, a)):
            for third, (total, known, best) in self.between[one].items():
                if third == other or total / known < max(JOIN, min(bits, MOST_BITS) - MARGIN) or best < bits - MARGIN:
                    continue
                if lesser_claim(self.profiles[third], self.profiles[one], self.profiles[other], weightier=best > bits):
                    continue
                # A rival could be the one, and then the other is somebody else. A sister who cannot be either is none.
                rival, profiles = self.profiles[third], self.profiles
                why = "" if self._conflict(third, one) else self._conflict(third, other)
                # Who shares the one's number under another family name is the one, married or misspelt, and takes nothing away.
                if why and not (why == "different family names" and rival.nationals & profiles[one].nationals):
                    yield third

    def again(self, joined: Ints) -> None:
        """The joins of an earlier run over the same pairs, in their order."""
        ends = {pair: (one, other) for pair, one, other, _ in self.likely}
        for pair in joined.tolist():
            one, other = ends[pair]
            self._join(pair, *sorted((self.root(one), self.root(other))))

    def leniently(self, refused: Ints) -> None:
        """Half-built persons between whom one thing stands that is taken for an error of writing, once all that is sure is joined."""
        open_pairs = set(refused.tolist())
        waiting = [entry for entry in self.likely if entry[0] in open_pairs]
        for _ in range(SWEEPS):
            self.stirred.clear()
            refused_still = [entry for entry in waiting if not self._excused(*entry)]
            waiting = [entry for entry in refused_still if self.component[entry[1]] in self.stirred]

    def _excused(self, pair: int, one: int, other: int, bits: float) -> bool:
        """Join the two if what speaks against is excused, and nobody else fits."""
        a, b = sorted((self.root(one), self.root(other)))
        if a == b:
            return True
        if self.between[a][b][0] < 0:
            return False
        left, right = self.profiles[a], self.profiles[b]
        why = conflict(left, right)
        words = excuse(left, right, list(self._known_beside(a, b)), why=why) if why else ""
        if bool(why) != bool(words) or (not why and unseen_namesake(left, right, self._known_beside(a, b))):
            return False
        if (not why and bits < NAME_ALONE and no_more_than_a_name(left, right)) or self._unexcused_rival(a, b, bits):
            return False
        self._join(pair, a, b)
        if words:
            self.excused[pair] = words
        return True

    def _unexcused_rival(self, a: int, b: int, bits: float) -> bool:
        """As `_rival`, but who himself is taken for the same person, save for one wrong entry, is no rival."""
        both = replace(self.profiles[a])
        both.absorb(self.profiles[b])
        beside = list(self._known_beside(a, b))
        return any(not excuse(self.profiles[third], both, beside) for third in self._rivals(a, b, bits))

    def strays(self) -> None:
        """Records that conflict with the person they otherwise fit, in a list without households: errors, so they join."""
        for pair, one, other, bits in self.likely:
            a, b = sorted((self.root(one), self.root(other)))
            if a == b or bits < STRAY:
                continue
            one_profile, other_profile = self.profiles[a], self.profiles[b]
            if min(one_profile.size, other_profile.size) <= 2 and self.between[a][b][0] >= 0 and not strangers(one_profile, other_profile):
                self._join(pair, a, b)

    def freely(self, *, warily: bool = False) -> None:
        """In a list without households, from the strongest pair down: a person's own errors are no rivals of each other.

        `warily`: where errors are few, who has no more than a name in common with another is somebody else. All that is known between
        two half-built persons must speak for them; that two of their records were never compared, for they have nothing in common,
        speaks a little against.
        """
        for pair, one, other, bits in self.likely:
            a, b = sorted((self.root(one), self.root(other)))
            if a == b or bits < JOIN:
                continue
            if why := self._spoken_against(a, b, bits, warily=warily):
                self.doubtful[pair] = why
            else:
                self._join(pair, a, b)
        self._lone(warily=warily)

    def _lone(self, *, warily: bool) -> None:
        """A record that stands alone, and fits one person a little and nobody else at all, is that person's."""
        for pair, one, other, bits in self.likely:
            a, b = sorted((self.root(one), self.root(other)))
            if a == b or not LONE <= bits < JOIN or min(self.profiles[a].size, self.profiles[b].size) > 1:
                continue
            alone, host = (a, b) if self.profiles[a].size == 1 else (b, a)
            elsewhere = any(best >= ELSEWHERE for third, (_, _, best) in self.between[alone].items() if third != host)
            if not elsewhere and not self._spoken_against(a, b, bits, warily=warily):
                self._join(pair, a, b)

    def _spoken_against(self, a: int, b: int, bits: float, *, warily: bool) -> str:
        """What keeps two half-built persons apart where nobody shares a house, in words; empty if nothing does."""
        total, known, _ = self.between[a][b]
        if strangers(self.profiles[a], self.profiles[b]) or two_of_a_couple(self.profiles[a], self.profiles[b]):
            return "too much contradicts"
        if warily and bits < NAME_ALONE and no_more_than_a_name(self.profiles[a], self.profiles[b]):
            return "no more than a name in common"
        uncompared = self.profiles[a].size * self.profiles[b].size - known
        return "other records of the two speak against it" if total + UNCOMPARED * uncompared < 0 else ""

    def _join(self, pair: int, a: int, b: int) -> None:
        self.parent[b] = a
        self.profiles[a].absorb(self.profiles.pop(b))
        self.joined.append(pair)
        self.stirred.add(self.component[a])
        between = self.between
        del between[a][b]
        # All that is known between b and others is now known between a and them.
        of_both, of_b = between[a], between.pop(b)
        of_b.pop(a, None)
        for other, (total, known, best) in of_b.items():
            old_total, old_known, old_best = of_both.get(other, (0.0, 0, best))
            theirs = between[other]
            of_both[other] = theirs[a] = (old_total + total, old_known + known, max(old_best, best))
            theirs.pop(b, None)

    def write(self, of: Ints) -> None:
        """The outcome into `of`."""
        for uid in self.parent:
            of[uid] = self.root(uid)
