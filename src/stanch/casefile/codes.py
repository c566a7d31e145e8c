"""Enrolment codes in the case: loaded sealed, given out one a person, never again; what was activated; what runs out."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stanch import protection
from stanch.casefile import crowd, keeping
from stanch.casefile.case import Case
from stanch.casefile.decisions import FEW
from stanch.casefile.texts import storable
from stanch.errors import BrokenDataFile, Fault
from stanch.protection import Code
from stanch.records import Enrolment, Offer
from stanch.vault import tokeniser

if TYPE_CHECKING:
    from stanch.casefile.models import CodeRow

FREE, ASSIGNED, ACTIVATED, WITHDRAWN = "free", "assigned", "activated", "withdrawn"
LOW = 0.1  # of the codes loaded; fewer free ones are announced
ENDING = timedelta(days=30)
MOST_KEYS = 500
# Services whose letters tell each person a code: once a list is loaded, whoever is offered one of them waits for a code.
WITH_CODES = frozenset({"credit_monitoring", "minor_monitoring"})


@dataclass(slots=True)
class Given:
    """What an assignment did: fresh codes by service, and how many people wait because codes lack."""

    fresh: Counter[str] = field(default_factory=Counter)
    lacking: Counter[str] = field(default_factory=Counter)


def load(case: Case, file: Path, *, service: str, as_of: date) -> int:
    """Load a provider's list; how many codes. A code that the case has already, from whichever list, refuses the whole file."""
    from django.db import transaction

    from stanch.casefile.models import CodeRow

    text = _text(file)
    codes = protection.load_codes(text, as_of=as_of, name=file.name, service=service)
    with transaction.atomic(using=case.alias):
        known = set(CodeRow.objects.using(case.alias).values_list("code", flat=True))
        again = sum(one.code in known for one in codes)
        if again:
            raise BrokenDataFile([Fault(file.name, 1, 1, f"{again} of these codes are in the case already; a code is never used again")])
        CodeRow.objects.using(case.alias).bulk_create((_row(one) for one in codes), batch_size=1000)
        counts = Counter(one.service for one in codes)
        case.journal.append("load codes", file.name, details={"codes": dict(counts), "sha256": sha256(text.encode()).hexdigest()})
    return len(codes)


def assign(case: Case, *, as_of: date, by: str | None = None) -> Given:
    """Give a code to everybody who is offered a service that has codes and who has none of it yet. A code too short is never given."""
    from django.db import transaction

    from stanch.casefile.models import CodeRow

    given = Given()
    pairs: list[tuple[str, str]] = []
    with transaction.atomic(using=case.alias):
        for service in _services(case):
            fresh = _assign_service(case, service, as_of, given)
            now = case.clock()
            for code, person in fresh.items():
                CodeRow.objects.using(case.alias).filter(code=code, state=FREE).update(person=person, state=ASSIGNED, assigned_at=now)
            pairs += sorted(fresh.items())
        if pairs:
            token = tokeniser(case.keys)
            mark = sha256("\n".join(f"{token('code', code)} {person}" for code, person in pairs).encode()).hexdigest()
            told = {"codes": dict(given.fresh), "digest": mark, "people without": dict(given.lacking)}
            case.journal.append("assign codes", by=by, details=told)
    return given


def _services(case: Case) -> list[str]:
    """The services of the lists that were loaded and, where any was, those that are offered and need a code as well."""
    from stanch.casefile.models import CodeRow

    loaded = set(CodeRow.objects.using(case.alias).values_list("service", flat=True))
    return sorted(loaded | WITH_CODES & set(keeping.current(case, crowd.HELPED).by_service)) if loaded else []


def _assign_service(case: Case, service: str, as_of: date, given: Given) -> dict[str, str]:
    """Code to person. Those who are owed the longest term choose first, each gets the shortest code that is long enough."""
    from stanch.casefile.models import CodeRow

    rows = CodeRow.objects.using(case.alias).filter(service=service)
    has = set(rows.filter(state__in=(ASSIGNED, ACTIVATED)).values_list("person", flat=True))
    wanted = sorted(
        {one.person: one.months or 0 for one in _told_of(case, service) if one.person not in has}.items(),
        key=lambda pair: (-pair[1], pair[0]),
    )
    free = sorted(
        rows.filter(state=FREE, enrol_by__gte=as_of).values_list("months", "enrol_by", "code"),
        key=lambda row: (row[0] or 0, -row[1].toordinal(), row[2]),
    )
    pools: dict[int, deque[str]] = {}
    for months, _, code in free:
        pools.setdefault(months or 0, deque()).append(code)
    fresh: dict[str, str] = {}
    for person, months in wanted:
        # A list that does not say how long its codes run is taken at the operator's word.
        fitting = next((length for length in sorted(pools) if (length >= months or length == 0) and pools[length]), None)
        if fitting is None:
            given.lacking[service] += 1
            continue
        fresh[pools[fitting].popleft()] = person
        given.fresh[service] += 1
    return fresh


def take_activations(case: Case, file: Path) -> tuple[Counter[str], list[str]]:
    """Take a provider's list of activations: counts, and the lines whose code is none that was given out. Twice is harmless.

    A withdrawn code that somebody used all the same stays withdrawn and is told: another person may be enrolled with it.
    """
    from django.db import transaction

    from stanch.casefile.models import CodeRow

    listed = protection.load_activations(_text(file), file.name)
    counts: Counter[str] = Counter()
    unknown: list[str] = []
    with transaction.atomic(using=case.alias):
        held = {row.code: row for row in CodeRow.objects.using(case.alias).exclude(person="")}
        for line, code, day in listed:
            row = held.get(code)
            if row is None:
                unknown.append(f"line {line}: no code that was given out")
            elif row.state == ACTIVATED:
                counts["known already"] += 1
            elif row.state == WITHDRAWN:
                unknown.append(f"line {line}: a code that was withdrawn was used on {day}; ask the provider who enrolled with it")
            else:
                row.state, row.activated_on = ACTIVATED, day
                row.save(using=case.alias, update_fields=["state", "activated_on"])
                counts["activated"] += 1
        case.journal.append("take activations", file.name, details={"counts": dict(counts), "unknown": len(unknown)})
    return counts, unknown


def withdraw(case: Case, person: str, *, by: str, grounds: str) -> int:
    """Withdraw a person's codes (a letter went astray, a code was seen by others); the next `assign` gives a fresh one."""
    from stanch.casefile.models import CodeRow

    gone = CodeRow.objects.using(case.alias).filter(person=person, state=ASSIGNED).update(state=WITHDRAWN)
    case.journal.append("withdraw codes", person, by=by, details={"codes": gone, "grounds": grounds})
    return gone


def not_to_be_used(case: Case, *, as_of: date) -> frozenset[str]:
    """The codes that a letter must not tell any more: withdrawn, or past their last day without having been used."""
    from stanch.casefile.models import CodeRow

    rows = CodeRow.objects.using(case.alias)
    gone = rows.filter(state=WITHDRAWN) | rows.filter(state=ASSIGNED, enrol_by__lt=as_of)
    return frozenset(gone.values_list("code", flat=True))


def enrolments(case: Case, *, as_of: date) -> list[Enrolment]:
    """How far each service with codes is taken up."""
    from stanch.casefile.models import CodeRow, OfferRow

    rows = CodeRow.objects.using(case.alias)
    found = []
    for service in _services(case):
        of = rows.filter(service=service)
        lapsed = of.filter(state=ASSIGNED, enrol_by__lt=as_of).count()
        has = of.filter(
            state__in=(ASSIGNED, ACTIVATED), person__in=OfferRow.objects.using(case.alias).filter(service=service).values("person")
        )
        ends = of.filter(state=ASSIGNED, enrol_by__gte=as_of).order_by("enrol_by").values_list("enrol_by", flat=True).first()
        days = sorted(day for day in of.filter(state=ACTIVATED).values_list("activated_on", flat=True) if day)
        found.append(
            Enrolment(
                service=service,
                loaded=of.count(),
                free=of.filter(state=FREE, enrol_by__gte=as_of).count(),
                assigned=of.filter(state=ASSIGNED).count() - lapsed,
                activated=of.filter(state=ACTIVATED).count(),
                lapsed=lapsed,
                needed=_offered(case, service) - has.values("person").distinct().count(),
                ends_first=ends,
                weekly=_by_week(days),
            )
        )
    return found


def announcements(found: list[Enrolment], *, as_of: date) -> list[str]:
    """What somebody should know now: codes running out, terms that end, terms that ended unused."""
    told = []
    for one in found:
        name = one.service.replace("_", " ")
        if one.needed > one.free:
            more = one.needed - one.free
            wait = "1 person waits" if one.needed == 1 else f"{one.needed:,} people wait"
            told.append(f"{name}: {wait} for a code and {one.free:,} are left; ask the provider for {more:,} more")
        elif one.free < one.loaded * LOW:
            told.append(f"{name}: only {one.free:,} of {one.loaded:,} codes are left")
        if one.ends_first and one.ends_first - as_of <= ENDING and one.assigned:
            told.append(
                f"{name}: the first term to enrol ends on {one.ends_first}; {one.assigned:,} people have not enrolled: stanch offers remind"
            )
        if one.lapsed:
            told.append(f"{name}: {one.lapsed:,} people did not enrol in time; ask the provider for a longer term")
    return told


def to_remind(case: Case, *, as_of: date, within: timedelta = ENDING) -> list[tuple[str, str, date]]:
    """Person, service and last day of everybody whose term ends within these days (thirty), is not over, and who has not enrolled."""
    from stanch.casefile.models import CodeRow

    rows = CodeRow.objects.using(case.alias).filter(state=ASSIGNED, enrol_by__gte=as_of, enrol_by__lte=as_of + within)
    return list(rows.order_by("enrol_by", "person").values_list("person", "service", "enrol_by"))


def used(case: Case) -> frozenset[str]:
    """The codes that somebody has enrolled with: whoever has one needs no reminder."""
    from stanch.casefile.models import CodeRow

    return frozenset(CodeRow.objects.using(case.alias).filter(state=ACTIVATED).values_list("code", flat=True))


def with_codes(alias: str, offers: list[Offer]) -> list[Offer]:
    """The offers with the codes that were given to their people."""
    from stanch.casefile.models import CodeRow

    rows = CodeRow.objects.using(alias).filter(state__in=(ASSIGNED, ACTIVATED))
    if len(offers) <= FEW:  # a page of them: only its people's
        rows = rows.filter(person__in={one.person for one in offers})
    held = {(row.person, row.service): row for row in rows.iterator(chunk_size=2000)}
    if not held:
        return offers
    return [_with(one, held.get((one.person, one.service))) for one in offers]


def _with(offer: Offer, row: CodeRow | None) -> Offer:
    if row is None:
        return offer
    told: dict[str, Any] = {"enrol_by": row.enrol_by, "enrol_url": row.enrol_url, "help_line": row.help_line, "engagement": row.engagement}
    return replace(offer, code=row.code, activated_on=row.activated_on, **told)


def _offered(case: Case, service: str) -> int:
    """To how many people letters tell of this service (`_told_of`)."""
    from stanch.casefile.models import OfferRow

    if service in WITH_CODES:
        return keeping.current(case, crowd.HELPED).by_service.get(service, 0)
    rows = OfferRow.objects.using(case.alias)
    watched = rows.filter(service__in=WITH_CODES).values("person")
    return rows.filter(service=service).exclude(person__in=watched).values("person").distinct().count()


def _told_of(case: Case, service: str) -> list[Offer]:
    """The offers of a service that letters tell of. Help to put an identity right comes with monitoring: no code of its own then."""
    offers = case.store.get(Offer)
    watched = {one.person for one in offers if one.service in WITH_CODES} if service not in WITH_CODES else set()
    return [one for one in offers if one.service == service and one.person not in watched]


def _row(code: Code) -> CodeRow:
    from stanch.casefile.models import CodeRow

    return CodeRow(
        code=code.code,
        service=code.service,
        engagement=storable(code.engagement_number),
        provider=storable(code.provider),
        months=code.months,
        enrol_by=code.enrol_by,
        help_line=storable(code.help_line),
        enrol_url=storable(code.enrol_url),
        person="",
        state=FREE,
    )


def _by_week(days: list[date]) -> tuple[tuple[date, int], ...]:
    """Up to the Sunday of each week, how many in all."""
    sundays = Counter(day + timedelta(days=6 - day.weekday()) for day in days)
    total, found = 0, []
    for sunday in sorted(sundays):
        total += sundays[sunday]
        found.append((sunday, total))
    return tuple(found)


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8-sig", "replace")
