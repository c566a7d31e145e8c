"""Proof of recall in a case: a sample drawn by lot, the reviewer's answers, and what they prove in words a court understands.

The plan and every answer are decisions: they stand in the journal, and the same seed draws the same sample again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any, Literal

from stanch.casefile import decide
from stanch.casefile.case import Case
from stanch.casefile.decisions import current
from stanch.engine import Parts
from stanch.errors import StanchError, WrongCall
from stanch.extent import sampling

PLAN, ITEM = "SamplePlan", "SampleItem"
VERDICTS = {"silent": ("clean", "missed"), "finding": ("right", "wrong")}
SHOWN_ROWS = 30
SHOWN_CHARACTERS = 20_000
AROUND = 200


@dataclass(frozen=True, slots=True)
class Plan:
    """What was drawn, from how many. `rate`: the share of misses that would surely (`confidence`) show."""

    seed: int
    rate: float
    confidence: float
    silent: int
    silent_drawn: int
    findings: int
    findings_drawn: int
    evidence: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at: a unit in which nothing was found (`silent`), or one finding."""

    id: str
    stratum: Literal["silent", "finding"]
    exhibit: str
    locator: str
    kind: str = ""
    start: int | None = None
    end: int | None = None
    row: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the answers prove so far. Bounds are null until every drawn item of the stratum is answered."""

    plan: Plan
    answered: int
    missed: int
    at_most_missed: int | None
    wrong: int
    at_most_wrong: int | None
    statement: tuple[str, ...]


def draw(case: Case, *, rate: float, confidence: float, findings: int, seed: int, by: str) -> Plan:
    """Plan and draw. An earlier sample is replaced; answers on items drawn again stay."""
    units, found = case.store.get_parts("units"), case.store.get_parts("findings")
    if units is None or found is None:
        raise WrongCall("nothing was read and searched yet", do="Run `stanch respond EVIDENCE -C CASE` first.")
    silent = _silent(units, found)
    size = sampling.size_for(len(silent), rate, confidence)
    chosen = sampling.by_lot(silent.items(), seed, size)
    looked = sampling.by_lot(_findings(found), seed, findings)
    plan = Plan(seed, rate, confidence, len(silent), size, found.rows(), len(looked), _mark(case))
    told = json.dumps({"plan": asdict(plan), "items": [asdict(one) for one in (*chosen, *looked)]})
    decide.write(case, PLAN, {"plan": plan.evidence}, verdict="drawn", by=by, grounds=told, action="draw sample")
    return plan


def standing(case: Case) -> tuple[Plan, list[Item]] | None:
    """The plan in force and what was drawn, or None."""
    decision = current(case.alias, PLAN).get("plan")
    if decision is None:
        return None
    told = json.loads(decision.grounds)
    return Plan(**told["plan"]), [Item(**one) for one in told["items"]]


def items(case: Case) -> list[Item]:
    """What was drawn. Raises `StanchError` when the evidence has changed since."""
    found = standing(case)
    if found is None:
        raise WrongCall("no sample was drawn", do="Draw one with `stanch sample draw -C CASE`.")
    if found[0].evidence != _mark(case):
        raise StanchError("what was read or found has changed since the sample was drawn", do="Draw it anew: `stanch sample draw -C CASE`.")
    return found[1]


def answer(case: Case, item: str, *, verdict: str, by: str, note: str = "") -> None:
    """Record what a person saw: `clean` or `missed` for a unit, `right` or `wrong` for a finding."""
    one = _named(items(case), item)
    if verdict not in VERDICTS[one.stratum]:
        raise WrongCall(f"{verdict!r} is no answer for this item", where=item, do=f"Say one of: {', '.join(VERDICTS[one.stratum])}.")
    decide.write(case, ITEM, {item: one.stratum}, verdict=verdict, by=by, grounds=note, action="answer sample")


def answers(case: Case) -> dict[str, str]:
    """The verdict on each item that has one."""
    return {subject: decision.verdict for subject, decision in current(case.alias, ITEM).items()}


def waiting(case: Case, *, reviewer: str) -> list[Item]:
    """The items that this reviewer has not answered, in the order in which they were drawn; another's answers do not count for theirs."""
    done = {subject for subject, (_, by) in _last_answers(case) if by == reviewer}
    return [one for one in items(case) if one.id not in done]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two reviewers agree on the items that both have answered: the share, and Cohen's kappa (null where it is not defined)."""

    first: str
    second: str
    items: int
    agreed: int
    kappa: float | None


def agreements(case: Case) -> list[Agreement]:
    """Each pair of reviewers with items in common (Cohen, 1960, A Coefficient of Agreement for Nominal Scales)."""
    by_reviewer: dict[str, dict[str, str]] = {}
    for subject, (verdict, by) in _last_answers(case):
        by_reviewer.setdefault(by, {})[subject] = verdict
    drawn = {one.id for one in items(case)}
    return agreed({by: {item: said for item, said in told.items() if item in drawn} for by, told in by_reviewer.items()})


def agreed(by_reviewer: Mapping[str, Mapping[str, str]]) -> list[Agreement]:
    """Each pair of reviewers with items in common, from what each said of which."""
    found = []
    for first, second in combinations(sorted(by_reviewer), 2):
        both = sorted(by_reviewer[first].keys() & by_reviewer[second].keys())
        if both:
            pairs = [(by_reviewer[first][one], by_reviewer[second][one]) for one in both]
            found.append(Agreement(first, second, len(pairs), sum(one == two for one, two in pairs), kappa(pairs)))
    return found


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two reviewers' verdicts; null where chance alone explains everything (both said one thing throughout)."""
    total = len(pairs)
    words = {word for pair in pairs for word in pair}
    if not total:
        return None
    observed = sum(one == two for one, two in pairs) / total
    expected = sum(sum(one == word for one, _ in pairs) * sum(two == word for _, two in pairs) for word in words) / total**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def _last_answers(case: Case) -> list[tuple[str, tuple[str, str]]]:
    """(item, (verdict, reviewer)): the last word of each reviewer on each item."""
    from stanch.casefile.models import DecisionRow

    rows = DecisionRow.objects.using(case.alias).filter(kind=ITEM).order_by("id").values_list("subject", "verdict", "decided_by")
    latest = {(subject, by): verdict for subject, verdict, by in rows}
    return [(subject, (verdict, by)) for (subject, by), verdict in latest.items()]


def reveal(case: Case, item: str, *, by: str) -> tuple[Item, str]:
    """The content of an item in the clear, for reading. It is journalled who looked at what."""
    one = _named(items(case), item)
    case.journal.append("reveal sample", one.locator, by=by, details={"item": item})
    return one, "\n".join(_shown(case, one))


def outcome(case: Case) -> Outcome | None:
    """What the answers prove; None where no sample was drawn."""
    found = standing(case)
    if found is None:
        return None
    plan, given, drawn = found[0], answers(case), items(case)
    verdicts = {stratum: [given.get(one.id) for one in drawn if one.stratum == stratum] for stratum in VERDICTS}
    missed, wrong = verdicts["silent"].count("missed"), verdicts["finding"].count("wrong")
    most_missed = None if None in verdicts["silent"] else sampling.upper_bound(plan.silent, plan.silent_drawn, missed, plan.confidence)
    most_wrong = None if None in verdicts["finding"] else sampling.upper_bound(plan.findings, plan.findings_drawn, wrong, plan.confidence)
    answered = sum(verdict is not None for listed in verdicts.values() for verdict in listed)
    told = tuple(_told(plan, answered, (missed, most_missed), (wrong, most_wrong)))
    return Outcome(plan, answered, missed, most_missed, wrong, most_wrong, told)


def proven(case: Case) -> tuple[str, ...]:
    """The sentences that a finished sample of what is now read and found allows; none before."""
    try:
        found = outcome(case)
    except StanchError:  # what was read or found has changed since
        return ()
    return found.statement if found and None not in (found.at_most_missed, found.at_most_wrong) else ()


def _told(plan: Plan, answered: int, missed: tuple[int, int | None], wrong: tuple[int, int | None]) -> Iterator[str]:
    sure = f"{plan.confidence:.0%}".replace("%", " %")
    left = plan.silent_drawn + plan.findings_drawn - answered
    if left:
        yield f"{left:,} of {plan.silent_drawn + plan.findings_drawn:,} drawn items still wait for an answer; nothing is proven before."
    if missed[1] is not None:
        yield (
            f"In {plan.silent:,} texts and tables nothing was found. {plan.silent_drawn:,} of them were drawn by lot (seed {plan.seed}) "
            f"and read by a person: in {missed[0]:,} of these something had been overlooked. With {sure} confidence at most "
            f"{missed[1]:,} of the {plan.silent:,} ({_share(missed[1], plan.silent)}) hold personal data that was not found."
        )
    if wrong[1] is not None and plan.findings_drawn:
        yield (
            f"Of {plan.findings:,} findings {plan.findings_drawn:,} were drawn and looked at: {wrong[0]:,} were wrong. With {sure} "
            f"confidence at most {wrong[1]:,} ({_share(wrong[1], plan.findings)}) of all findings are."
        )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f} %" if whole else "0 %"


def _silent(units: Parts, found: Parts) -> dict[str, Item]:
    """The places in which nothing was found, each by its id; the pieces of a long text are one place."""
    told = {place for table in found.tables(["exhibit", "locator"]) for place in _places(table)}
    silent = {place for table in units.tables(["exhibit", "locator"]) for place in _places(table)} - told
    return {(key := _id(*place)): Item(key, "silent", *place) for place in silent}


def _places(table: Any) -> Iterator[tuple[str, str]]:
    distinct = table.group_by(["exhibit", "locator"]).aggregate([])
    yield from zip(distinct.column("exhibit").to_pylist(), distinct.column("locator").to_pylist(), strict=True)


def _findings(found: Parts) -> Iterator[tuple[str, Item]]:
    columns = ["exhibit", "locator", "kind", "start", "end", "row", "column"]
    for table in found.tables(columns):
        for row in table.to_pylist():
            key = _id(*row.values())
            yield key, Item(key, "finding", **row)


def _id(*parts: Any) -> str:
    return hashlib.blake2b(json.dumps(parts).encode(), digest_size=6).hexdigest()


def _mark(case: Case) -> str:
    """A hash of what was read and found: a sample speaks of just this."""
    named = [[path.name for path in parts.paths] if (parts := case.store.get_parts(name)) else [] for name in ("units", "findings")]
    return hashlib.sha256(json.dumps(named).encode()).hexdigest()[:32]


def _named(drawn: Sequence[Item], item: str) -> Item:
    found = next((one for one in drawn if one.id == item), None)
    if found is None:
        raise WrongCall(f"no such item in the sample: {item}", do="List them with `stanch sample list -C CASE`.")
    return found


def _shown(case: Case, item: Item) -> Iterator[str]:
    from stanch.records import unpack_cells

    units = case.store.get_parts("units")
    left = SHOWN_CHARACTERS
    for table in units.tables() if units else ():
        for row in table.to_pylist():
            if (row["exhibit"], row["locator"]) != (item.exhibit, item.locator) or left <= 0:
                continue
            if row["kind"] == "table":
                yield from _rows(unpack_cells(row["cells"]), row["start"], item.row)
                left = 0 if item.row is None else left
            elif item.start is not None:
                yield from _passage(row["text"], item.start - row["start"], (item.end or item.start) - row["start"])
            else:
                yield row["text"][:left] + (f"\n[cut: {len(row['text']) - left:,} more characters]" if len(row["text"]) > left else "")
                left -= len(row["text"])


def _rows(cells: Any, first: int, wanted: int | None) -> Iterator[str]:
    """The head of a table, or the one row of a finding."""
    begin, count = (0, SHOWN_ROWS) if wanted is None else (wanted - first, 1)
    if not 0 <= begin < cells.num_rows:
        return
    yield " | ".join(cells.column_names)
    for row in cells.slice(begin, count).to_pylist():
        yield " | ".join(str(cell or "") for cell in row.values())
    if wanted is None and cells.num_rows > count:
        yield f"[cut: {cells.num_rows - count:,} more rows]"


def _passage(text: str, start: int, end: int) -> Iterator[str]:
    """A finding in its passage, marked."""
    if 0 <= start < len(text):
        yield f"{text[max(0, start - AROUND) : start]}>>>{text[start:end]}<<<{text[end : end + AROUND]}"
