"""What a person should look at among the people found, ranked by what would follow: a legal threshold, who is told, what a letter says.

Doubts of one kind and one consequence stand together in a family, which may be decided at once where that is safe.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from stanch import law
from stanch.casefile import crowd, keeping
from stanch.casefile.case import Case
from stanch.casefile.keeping import Sum
from stanch.casefile.streamed import mark as rows_mark
from stanch.people import mailing
from stanch.records import Alike, DoubtfulPair, Duty, Facts, Person
from stanch.records.person import TELLING

PAGE = 500  # people that are read at a time
RANKS = {1: "a legal threshold", 2: "who is told", 3: "what a letter says", 4: "a letter too many", 5: "hardly in doubt"}
HOUSEHOLD = ("different given names", "all that agrees is a household's, or a day of birth or a number contradicts")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to decide. `sort`: `pair` (two who may be one), `joined` (one who may be two), `returned` (nobody, until more was found).

    `rank` is 1 to 5 (`RANKS`), `matters` says in words what would follow.
    """

    sort: str
    people: tuple[Person, ...]
    probability: float
    evidence: tuple[str, ...]
    rank: int
    matters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Doubts alike in evidence and consequence. `at_once`: the verdicts that may be given for all, and `why` in words."""

    id: str
    doubts: tuple[Doubt, ...]
    at_once: tuple[str, ...]
    why: str

    @property
    def first(self) -> Doubt:
        """The doubt that stands for all."""
        return self.doubts[0]


def families(case: Case) -> list[Family]:
    """Everything open, the most consequential family first."""
    pairs, unsure = case.store.get(DoubtfulPair), keeping.current(case, crowd.PEOPLE).unsure
    people = _found(case, sorted({end for pair in pairs for end in (pair.left, pair.right)} | set(unsure)))
    pairs = [pair for pair in pairs if pair.left in people and pair.right in people]
    at_stake = thresholds(case, people, [pair for pair in pairs if not pair.is_household])
    doubts = [_pair(pair, people, at_stake) for pair in pairs]
    for person in (people[one] for one in unsure if one in people):
        if person.returned:
            told = ("until it is decided, the person is listed and a letter is drafted",)
            doubts.append(Doubt("returned", (person,), person.confidence, (person.returned,), 2, told))
        else:
            told = ("if these are two people, one is never told, and the other is told what is not theirs",)
            # Of the reasons that joined the records the one that says least is the one in doubt.
            doubts.append(Doubt("joined", (person,), person.confidence, (min(person.joined_by, key=len),), 2, told))
    return _grouped(doubts)


def _found(case: Case, wanted: Sequence[str]) -> dict[str, Person]:
    """These people by their ids; those who are not on the list are left out."""
    found: dict[str, Person] = {}
    for start in range(0, len(wanted), PAGE):
        found |= {one.id: one for one in case.store.some(Person, wanted[start : start + PAGE])}
    return found


def thresholds(case: Case, people: dict[str, Person], pairs: Sequence[DoubtfulPair]) -> dict[str, tuple[str, ...]]:
    """For each residence the duties that would change if all its doubtful pairs were one person, in words.

    The law is asked again with those pairs taken as one: first with all of them, then by residence, so that where nothing
    hangs on a number it is asked once.
    """
    if not pairs or not case.store.get(Facts):
        return {}
    now = {duty.id: duty for duty in case.store.get(Duty)}
    everybody = keeping.current(case, crowd.PEOPLE).sorts
    if not changes(case, now, _as_one(everybody, people, pairs)):
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for code in sorted({people[end].residence or "" for pair in pairs for end in (pair.left, pair.right)} - {""}):
        here = [pair for pair in pairs if code in (people[pair.left].residence, people[pair.right].residence)]
        told = changes(case, now, _as_one(everybody, people, here))
        if told:
            found[code] = tuple(told)
    return found


def _as_one(everybody: Iterable[tuple[Person, int]], people: dict[str, Person], pairs: Sequence[DoubtfulPair]) -> Alike[Person]:
    """Everybody by sorts, each pair made one (chains of pairs too)."""
    stands_for: dict[str, str] = {}

    def root(one: str) -> str:
        while one in stands_for:
            one = stands_for[one]
        return one

    before = [people[end] for end in sorted({end for pair in pairs for end in (pair.left, pair.right)})]
    merged = {one.id: one for one in before}
    for pair in pairs:
        a, b = root(pair.left), root(pair.right)
        if a == b:
            continue
        stands_for[b] = a
        other = merged.pop(b)
        both = tuple(sorted({*merged[a].elements, *other.elements}))
        merged[a] = replace(merged[a], elements=both, residence=merged[a].residence or other.residence)
    return crowd.without(everybody, before, merged.values())


def changes(case: Case, now: dict[str, Duty], people: Sequence[Person]) -> list[str]:
    """The duties that would be others with these people, in words."""
    facts = crowd.situation(case, people)
    then = {duty.id: duty for duty in law.assess(facts).duties}
    told = []
    for one, duty in now.items():
        after = then.get(one)
        if after is None or after.required != duty.required:
            becomes = {True: "would be owed", "conditional": "would turn on an open question"}.get(
                after.required if after else False, "would not be owed"
            )
            told.append(f"{duty.cite or one} ({duty.recipient}) {becomes}")
    return told


def _pair(pair: DoubtfulPair, people: dict[str, Person], at_stake: dict[str, tuple[str, ...]]) -> Doubt:
    left, right = people[pair.left], people[pair.right]
    if pair.is_household:
        agreed = tuple(word for word in pair.evidence if word in ("same address", "same e-mail address", "same telephone number"))
        return Doubt("pair", (left, right), pair.probability, (*HOUSEHOLD, *agreed), 5, ("both are told, each of what is theirs",))
    hangs = [told for code in dict.fromkeys((left.residence, right.residence)) for told in at_stake.get(code or "", ())]
    ranked: list[tuple[int, str]] = [(1, f"the number of people decides: if such pairs are one, {told}") for told in dict.fromkeys(hangs)]
    ranked += [(2, told) for told in _told(left, right)]
    only = [(one, sorted(set(one.elements) - set(other.elements) - {"name", "contact"})) for one, other in ((left, right), (right, left))]
    ranked += [(3, f"only the letter to {one.id} names {', '.join(words)}") for one, words in only if words]
    ranked = ranked or [(4, "if they are one person, that person gets two letters that say the same")]
    return Doubt("pair", (left, right), pair.probability, pair.evidence, ranked[0][0], tuple(told for _, told in ranked))


def _told(left: Person, right: Person) -> list[str]:
    """What would follow for who is told and how."""
    found = []
    reached = [reachable(one) for one in (left, right)]
    if any(reached) and not all(reached):
        with_, without = (left, right) if reached[0] else (right, left)
        found.append(f"{without.id} cannot be reached; if they are one, the letter to {with_.id} reaches that person")
    if left.residence != right.residence:
        found.append(f"they live in different places ({left.residence or 'unknown'}, {right.residence or 'unknown'}), so other laws apply")
    if left.minor != right.minor:
        found.append("one is a minor: a guardian would be addressed")
    if left.deceased != right.deceased:
        found.append("one has died: the estate would be addressed")
    if _is_bound(left) != _is_bound(right):
        found.append("a list speaks against a letter to one of them")
    return found


def reachable(person: Person) -> bool:
    """Whether a letter or an e-mail can go."""
    return bool(person.email) or mailing.for_mail(person.postal_address).is_deliverable


def _is_bound(person: Person) -> bool:
    return any(match.is_binding for match in person.matches)


def _grouped(doubts: Sequence[Doubt]) -> list[Family]:
    often = Counter(person.id for doubt in doubts if doubt.sort == "pair" for person in doubt.people)
    grouped: dict[tuple[str, int, tuple[str, ...]], list[Doubt]] = {}
    for doubt in doubts:
        grouped.setdefault((doubt.sort, doubt.rank, doubt.evidence), []).append(doubt)
    found = []
    for key, members in grouped.items():
        members.sort(key=lambda doubt: (-_urgency(doubt), [person.id for person in doubt.people]))
        mark = hashlib.blake2b(repr(key).encode(), digest_size=3).hexdigest()
        at_once, why = _safe(members, often)
        found.append(Family(f"f-{mark}", tuple(members), at_once, why))
    return sorted(found, key=lambda one: (one.first.rank, one.first.sort != "returned", -_urgency(one.first), -len(one.doubts), one.id))


def _urgency(doubt: Doubt) -> float:
    """How likely it is that the list is wrong as it stands."""
    return 1 - doubt.probability if doubt.sort == "joined" else doubt.probability


def _against(words: Iterable[str]) -> list[str]:
    return [word for word in words if word.startswith(("different", "kept apart", "nothing is the very same"))]


def _safe(members: Sequence[Doubt], often: Counter[str]) -> tuple[tuple[str, ...], str]:
    """Which verdicts may be given for a whole family at once, and why in words."""
    first = members[0]
    if first.sort != "pair":
        return (), "each is decided by itself: look at the records of the person"
    # People have two mailboxes, telephones and addresses; not two days of birth.
    telling = ("given names", "middle names", *TELLING)
    against = [word for word in first.evidence if word.startswith("different") and any(one in word for one in telling)]
    verdicts, reasons = [], []
    if against or first.rank > 2:
        verdicts.append("apart")
        reasons.append(
            f"apart at once: {against[0]} in every pair, and both are told" if against else "apart at once: both are told, at worst twice"
        )
    alone = all(often[person.id] == 1 for doubt in members for person in doubt.people)
    named = any(word.startswith(("same given name", "given names")) for word in first.evidence)
    proper = any(word.startswith("same") and one in word for word in first.evidence for one in ("birth", "number", "e-mail"))
    if named and proper and not _against(first.evidence) and alone and first.rank > 1 and first.probability >= 0.5:
        verdicts.append("one")
        reasons.append("one at once: the name and one thing more agree, nothing speaks against it, and nobody here fits a third")
    return tuple(verdicts), "; ".join(reasons) or "each pair is decided by itself: who is told hangs on it, or somebody fits several"


def plain(family: Family) -> dict[str, object]:
    """As `stanch people review --json` prints a family."""
    first = family.first
    return {
        "id": family.id,
        "sort": first.sort,
        "rank": first.rank,
        "consequence": RANKS[first.rank],
        "doubts": len(family.doubts),
        "evidence": list(first.evidence),
        "at_once": list(family.at_once),
        "why": family.why,
        "members": [
            {"people": [one.id for one in doubt.people], "probability": doubt.probability, "matters": list(doubt.matters)}
            for doubt in family.doubts
        ],
    }


def _mark(case: Case) -> object:
    """People, doubts and duties are others after these steps alone; where a step was never done, after any change."""
    steps = tuple(case.store.fingerprint(step) for step in ("people", "law"))
    return steps if all(steps) else rows_mark(case, Person, DoubtfulPair, Duty)


FAMILIES = Sum("families of doubts", list[Family], families, _mark)
