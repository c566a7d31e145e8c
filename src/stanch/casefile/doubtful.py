"""Findings in doubt, by what would follow if they were false; what reviewers said of them, and what that takes from whom.

In doubt is what is less sure than `SURE` and the surest there is of its kind for somebody. Each finding in a text (or in a cell that holds
one) is asked about by itself; in a table a column, whose rows are found alike. A finding is refuted when everybody who looked at it says
that it is false, and two have (`two_readers`): else it stands, since who is missed is never warned.
"""

from __future__ import annotations

import hashlib
import heapq
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from stanch.casefile import crowd, decide, decisions, glance, keeping, kept_decisions, review, sampling
from stanch.casefile.case import Case
from stanch.casefile.keeping import Sum
from stanch.casefile.passages import Spot
from stanch.casefile.sampling import Agreement
from stanch.casefile.streamed import mark as rows_mark
from stanch.casefile.streamed import parts_mark
from stanch.errors import WrongCall
from stanch.records import Alike, Duty, Facts, Person, Refuted, to_plain
from stanch.records.person import BARE
from stanch.records.refuted import IN_DOUBT as SURE

if TYPE_CHECKING:
    import pyarrow as pa

KEPT = 10_000  # asked about at a time, the most consequential ones
KIND = "FindingAnswer"
VERDICTS = ("right", "wrong")
CONFIRMED = "confirmed"  # said to be false a second time by the same reader, where there is nobody else to ask
NAMED = 20  # of those who hold a finding and nothing surer of its kind so many are named
RANKS = {1: review.RANKS[1], 2: review.RANKS[2], 3: review.RANKS[3], 5: review.RANKS[5]}
COLUMNS = ["exhibit", "locator", "kind", "start", "end", "row", "column", "masked", "confidence", "detector", "context"]
Answers = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at: a finding in a text, or a column of a table with `number` of them, the first in `row`.

    `people`: so many hold it and nothing surer of its kind; `only`: so many of these may not be told without it; `whose`: ids of some for
    whom it decides something. `matters`: the duties that hang on such findings, in words.
    """

    id: str
    exhibit: str
    locator: str
    kind: str
    start: int | None
    end: int | None
    row: int | None
    column: str | None
    masked: str
    confidence: float
    detector: str
    context: str | None
    number: int
    rank: int
    people: int
    only: int
    matters: tuple[str, ...] = ()
    whose: tuple[str, ...] = ()

    @property
    def spot(self) -> Spot:
        """Where it stands, as `passages` know it."""
        return Spot(self.kind, self.start, self.end, self.row, self.column, self.masked, self.confidence, self.detector, self.context)


@dataclass(frozen=True, slots=True)
class Queue:
    """The items, the most consequential first, and how many there are of each rank, those included that are not among them."""

    items: tuple[Item, ...]
    counted: dict[int, int]

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.counted.values())


@dataclass(frozen=True, slots=True)
class _Shown:
    kind: str
    fact: str | None = None
    masked: str = ""
    confidence: float = 0.0
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Held(crowd.Glance):
    """A person with how sure each kind is, and from where."""

    exposures: tuple[_Shown, ...] = ()  # type: ignore[assignment]


@dataclass(slots=True)
class _Stake:
    """What hangs on the findings of one kind at one place."""

    people: int = 0
    only: int = 0
    decisive: int = 0
    homes: set[str] = field(default_factory=set)
    whose: tuple[str, ...] = ()


_HELD = msgspec.json.Decoder(_Held, strict=False)
Moves = Counter[tuple[str, crowd.Key, crowd.Key | None]]
Place = tuple[str, str, str]  # the file, the kind, and the masked value or nothing


def queue(case: Case) -> Queue:
    """What is in doubt now."""
    stakes, moves = _stakes(case)
    parts = case.store.get_parts("findings")
    if parts is None or not stakes:
        return Queue((), {})
    hangs = _thresholds(case, moves)
    counted: Counter[int] = Counter()
    items = _items(parts.tables(COLUMNS), stakes, hangs, counted)
    return Queue(tuple(heapq.nsmallest(KEPT, items, key=_urgency)), dict(sorted(counted.items())))


def _urgency(one: Item) -> tuple[Any, ...]:
    return (one.rank, -one.only, -one.people, one.locator, one.start or 0, one.column or "", one.kind)


def _stakes(case: Case) -> tuple[dict[Place, _Stake], Moves]:
    """By file and kind what hangs on doubtful findings; and which sorts of people would be of which others without them."""
    stakes: dict[Place, _Stake] = {}
    moves: Moves = Counter()
    for page in crowd.everybody_as(case, _HELD):
        for one in page:
            weak = [shown for shown in one.exposures if shown.confidence < SURE]
            if weak:
                _at_stake(one, weak, stakes, moves)
    return stakes, moves


def _at_stake(one: _Held, weak: Sequence[_Shown], stakes: dict[Place, _Stake], moves: Moves) -> None:
    lost = {shown.fact for shown in weak} - {shown.fact for shown in one.exposures if shown.confidence >= SURE} - {None}
    left = tuple(word for word in one.elements if word not in lost)
    if lost:
        kept = tuple(shown for shown in one.exposures if shown.fact not in lost)
        after = crowd.sort_of(replace(one, elements=left, exposures=kept)) if set(left) - {"name"} and "name" not in lost else None
        moves[one.residence or "", crowd.sort_of(one), after] += 1
    # By its value where it shows: in a text with several people each has a name. Who has two values of a kind at a place counts there once.
    places: dict[Place, set[str | None]] = {}
    for shown in weak:
        for place in ((source, shown.kind, value) for source in shown.sources for value in {"", shown.masked}):
            places.setdefault(place, set()).update({shown.fact} & lost)
    for place, taken in places.items():
        # Without the name, what is left may be nobody's, or another's.
        stake, decisive, only = stakes.setdefault(place, _Stake()), bool(taken), bool(taken) and (set(left) <= BARE or "name" in taken)
        stake.people, stake.decisive, stake.only = stake.people + 1, stake.decisive + decisive, stake.only + only
        stake.homes.add(one.residence or "")
        if only:
            stake.whose = (one.id, *stake.whose[: NAMED - 1])
        elif decisive and len(stake.whose) < NAMED:
            stake.whose += (one.id,)


def _thresholds(case: Case, moves: Moves) -> dict[str, tuple[str, ...]]:
    """For each residence the duties that would change if all its doubtful findings were false; as `review.thresholds` asks of pairs."""
    if not moves or not case.store.get(Facts):
        return {}
    now = {duty.id: duty for duty in case.store.get(Duty)}
    everybody = Counter[crowd.Key]()
    for head, number in keeping.current(case, crowd.PEOPLE).sorts:
        everybody[crowd.sort_of(head)] += number
    if not review.changes(case, now, _without(everybody, moves.items())):
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for code in sorted({home for home, _, _ in moves} - {""}):
        told = review.changes(case, now, _without(everybody, (one for one in moves.items() if one[0][0] == code)))
        if told:
            found[code] = tuple(told)
    return found


def _without(everybody: Counter[crowd.Key], moves: Iterable[tuple[tuple[str, crowd.Key, crowd.Key | None], int]]) -> Alike[Person]:
    counted = everybody.copy()
    for (_, before, after), number in moves:
        counted[before] -= number
        if after is not None:
            counted[after] += number
    return crowd.numbered(+counted)


def _items(
    tables: Iterable[pa.Table], stakes: Mapping[Place, _Stake], hangs: Mapping[str, tuple[str, ...]], counted: Counter[int]
) -> Iterator[Item]:
    columns: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in _weak_rows(tables, {locator for locator, _, _ in stakes}):
        whole = (row["locator"], row["kind"], "")
        stake = stakes.get(whole if "number" in row else (*whole[:2], row["masked"])) or stakes.get(whole)
        if stake is None:
            continue
        if "number" not in row:
            item = _item(row, 1, stake, hangs)
            counted[item.rank] += 1
            yield item
            continue
        key = (row["exhibit"], row["locator"], row["kind"], row["column"])
        there = columns.setdefault(key, {**row, "number": 0})
        there["number"] += row["number"]
        there["row"] = min(there["row"], row["row"])
    for row in columns.values():
        item = _item(row, row["number"], stakes[row["locator"], row["kind"], ""], hangs)
        counted[item.rank] += 1
        yield item


def _weak_rows(tables: Iterable[pa.Table], files: set[str]) -> Iterator[dict[str, Any]]:
    """The doubtful findings in these files; of a column whose cells are values one row, with the number of its findings."""
    import pyarrow as pa
    import pyarrow.compute as pc

    named = pa.array(sorted(files), pa.string())
    for table in tables:
        weak = table.filter(pc.less(table["confidence"], SURE - 1e-6))
        weak = weak.filter(pc.is_in(weak["locator"].cast(pa.string()), value_set=named))
        alone = pc.or_(pc.is_null(weak["row"]), pc.is_valid(weak["start"]))
        yield from weak.filter(alone).to_pylist()
        in_tables = weak.filter(pc.invert(alone))
        keys = ["exhibit", "locator", "kind", "column", "detector", "context"]
        summed = in_tables.group_by(keys).aggregate([("row", "min"), ("row", "count"), ("masked", "min"), ("confidence", "min")])
        for row in summed.to_pylist():
            told = {"row": row["row_min"], "number": row["row_count"], "masked": row["masked_min"], "confidence": row["confidence_min"]}
            yield {**{key: row[key] for key in keys}, **told, "start": None, "end": None}


def _item(row: Mapping[str, Any], number: int, stake: _Stake, hangs: Mapping[str, tuple[str, ...]]) -> Item:
    matters = tuple(dict.fromkeys(told for home in sorted(stake.homes) for told in hangs.get(home, ()))) if stake.decisive else ()
    rank = 1 if matters else 2 if stake.only else 3 if stake.decisive else 5
    place = {name: row[name] for name in ("exhibit", "locator", "kind", "start", "end", "column")}
    identity = id_of(place if place["start"] is None or row["row"] is None else {**place, "row": row["row"]})
    told = {name: row[name] for name in ("row", "masked", "detector", "context")}
    told |= {"number": number, "rank": rank, "people": stake.people, "only": stake.only, "matters": matters, "whose": stake.whose}
    return Item(identity, **place, **told, confidence=round(float(row["confidence"]), 3))


def id_of(place: Mapping[str, Any]) -> str:
    """The same for the same finding in every run."""
    return hashlib.blake2b(json.dumps(place, sort_keys=True).encode(), digest_size=6).hexdigest()


def _mark(case: Case) -> object:
    """What is in doubt is another after these steps alone; where a step was never done, after any change."""
    steps = tuple(case.store.fingerprint(step) for step in ("extent", "people", "law"))
    return steps if all(steps) else (rows_mark(case, Person, Duty), parts_mark(case, "findings"))


QUEUE = Sum("findings in doubt, and whose", Queue, queue, _mark)


# What reviewers say


def named(case: Case, found: Queue, item: str) -> Item:
    """One item of the queue, or one that was answered and is not in doubt any more: what was said can be said anew."""
    one = next((one for one in found.items if one.id == item), None) or answered(case, [item]).get(item)
    if one is None:
        raise WrongCall("no such finding is in doubt", where=item[:100], do="List them with `stanch review list -C CASE`.")
    return one


def answer(case: Case, item: Item, *, verdict: str, by: str, note: str = "") -> None:
    """Say that a finding is what it is called (`right`), or is not (`wrong`); in place of what the same person said before."""
    if verdict not in VERDICTS:
        raise WrongCall(f"{verdict!r} is no answer for this item", where=item.id, do=f"Say one of: {', '.join(VERDICTS)}.")
    told = json.dumps({"item": to_plain(item), "note": note}, sort_keys=True)
    decide.write(case, KIND, {item.id: item.id}, verdict=verdict, by=by, grounds=told, action="answer finding")


def _said(alias: str, items: Collection[str] | None = None) -> list[kept_decisions.Word]:
    told, wanted = kept_decisions.said(alias, KIND), set(items or ())
    return told if items is None else [one for one in told if one[0] in wanted]


@dataclass(slots=True)
class Reading:
    """The last word of each reviewer on an item, and who spoke last, when, with what was seen then."""

    said: dict[str, str]
    by: str
    grounds: str
    at: datetime

    @property
    def is_wrong(self) -> bool:
        """Whether all say that it is false."""
        return set(self.said.values()) <= {"wrong", CONFIRMED}

    @property
    def is_refuted(self) -> bool:
        """Whether all say that it is false, and two have, or one twice."""
        return self.is_wrong and (CONFIRMED in self.said.values() or len({decisions.reader_of(by) for by in self.said}) > 1)


def readings(alias: str) -> dict[str, Reading]:
    """By item; the one that was spoken of last comes last. Not to be changed."""
    return glance.once(alias, "readings of findings", lambda: _readings(alias))


def _readings(alias: str) -> dict[str, Reading]:
    found: dict[str, Reading] = {}
    for subject, by, verdict, grounds, at in _said(alias):
        before = found.pop(subject, None)
        found[subject] = Reading({**(before.said if before else {}), by: verdict}, by, grounds, at)
    return found


def answered(case: Case, items: Collection[str] | None = None) -> dict[str, Item]:
    """What was answered ever (or these of it), by id, as it was seen last."""
    last = {subject: grounds for subject, _, _, grounds, _ in _said(case.alias, items)}
    return {subject: seen(grounds) for subject, grounds in last.items()}


def seen(grounds: str) -> Item:
    """The item as it was when it was answered."""
    return msgspec.convert(json.loads(grounds)["item"], Item)


def answers(case: Case) -> dict[str, dict[str, str]]:
    """By item the last word of each reviewer."""
    found: dict[str, dict[str, str]] = {}
    for subject, by, verdict, _, _ in _said(case.alias):
        # What was answered last stands last, also where it was answered before.
        found[subject] = {**found.pop(subject, {}), by: "wrong" if verdict == CONFIRMED else verdict}
    return found


def refuted(alias: str) -> list[Refuted]:
    """The findings of which everybody who looked says that they are false, and of whom two have looked."""
    return [_refuted(seen(told.grounds), told) for _, told in sorted(readings(alias).items()) if told.is_refuted]


def _refuted(one: Item, told: Reading) -> Refuted:
    return Refuted(one.id, one.exhibit, one.locator, one.kind, one.start, one.end, one.column, tuple(sorted(told.said)), told.at, one.row)


def confirm(case: Case, item: Item, *, by: str, grounds: str) -> None:
    """Say a second time that a finding is false, where there is nobody else to ask."""
    told = json.dumps({"item": to_plain(item), "note": grounds}, sort_keys=True)
    decide.write(case, KIND, {item.id: item.id}, verdict=CONFIRMED, by=by, grounds=told, action="confirm that a finding is false")


def waiting(found: Queue, given: Answers, *, reviewer: str, second: bool = False) -> list[Item]:
    """What nobody has answered; for a `second` reading what others have, and this reviewer has not, first what one said to be false."""
    if second:
        read = [one for one in found.items if one.id in given and reviewer not in given[one.id]]
        return sorted(read, key=lambda one: set(given[one.id].values()) != {"wrong"})
    return [one for one in found.items if one.id not in given]


def disputed(given: Answers) -> list[str]:
    """The ids of what reviewers differ on: it stands until one says otherwise."""
    return [one for one, said in given.items() if len(set(said.values())) > 1]


def said_false(alias: str) -> list[str]:
    """The ids of what is refuted, the latest first."""
    return [subject for subject, told in reversed(readings(alias).items()) if told.is_refuted]


def agreements(given: Answers) -> list[Agreement]:
    """Each pair of reviewers with items in common."""
    reviewers = dict.fromkeys(reviewer for said in given.values() for reviewer in said)
    return sampling.agreed({one: {item: said[one] for item, said in given.items() if one in said} for one in reviewers})


def mark(case: Case) -> str:
    """Which findings are refuted, as one word."""
    return hashlib.sha256(" ".join(sorted(said_false(case.alias))).encode()).hexdigest()[:32]


def mark_done(case: Case, seen: str) -> None:
    """The line has been walked with what was refuted when `seen` was asked for (`mark`)."""
    case.store.set_fingerprint(KIND, seen)


def are_pending(case: Case) -> bool:
    """Whether findings were refuted, or are no longer, since the line was last walked."""
    done = case.store.fingerprint(KIND)
    return mark(case) != done if done is not None else bool(said_false(case.alias))
