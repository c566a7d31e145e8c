"""A case of many invented people for measuring the portal: people, doubts, findings in sealed parts; then what the line makes of them.

Duties and actions are the line's own. Offers and letters are drafted by the rooms for a thousand people, and written for the others who
are like them with their names in: at a million people that takes minutes in place of an hour, and pages show what they would in earnest.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stanch.casefile import Case
    from stanch.records import Aside, DoubtfulPair, Person

NOW = datetime(2026, 11, 24, tzinfo=UTC)
WORD = "for a benchmark"
EXHIBITS = 997
PART = 500_000  # findings of one sealed part
SAMPLE = 1000  # people for whom letters are drafted; whoever is so many places further is like them
ANSWERED = 200  # findings that one reader said to be false, and as many people to be nobody
AWAY = 9_000_000  # the numbers of these: seven digits, so that names are of one length
# Code of the residence, the state on an envelope, and a postcode that the state has.
STATES = (("US-CA", "CA", "94103"), ("US-TX", "TX", "73301"), ("US-NY", "NY", "10001"), ("US-WA", "WA", "98101"), ("US-CO", "CO", "80202"))
KINDS = ("us_ssn", "name", "dob", "email", "phone", "iban")


def people(number: int, first: int = 0) -> Iterator[Person]:
    """One in 50 without an address, one in 200 without a residence, one in 40 without a number that laws ask about, one in 50 in doubt."""
    from stanch.records import Exposure, Person, PostalAddress

    for one in range(first, first + number):
        state, short, postcode = STATES[one % len(STATES)]
        place = f"share/{one % EXHIBITS}.csv"
        address = None if one % 50 == 7 else PostalAddress(f"{one} Main Street", "Springfield", short, postcode, "US")
        shown = (
            Exposure("us_ssn", "ssn", f"***-**-{one % 10000:04}", 0.99, (place,)),
            Exposure("name", "name", "E***", 0.99, (place,)),
            Exposure("email", "email", "p***@example.com", 0.99, (place,)),
        )
        few, doubtful = one % 40 == 3, one % 50 == 11
        if doubtful:
            shown += (Exposure("dob", "dob", "****-**-**", 0.7, (letter_of(one),)),)
        yield Person(
            f"p{one}", f"Example {one:07}", email=f"p{one}@example.com", postal_address=address, residence_confidence=0.9,
            residence=None if one % 200 == 9 else state, residence_reason="the state of the address", sources=(place,),
            exposures=shown[1:] if few else shown,
            elements=tuple(sorted({"email", "name"} | (set() if few else {"ssn"}) | ({"dob"} if doubtful else set()))),
            records=(f"{place}|row/{one}",),
        )  # fmt: skip


def letter_of(one: int) -> str:
    """The file in which somebody's day of birth was found, not surely."""
    return f"share/mail/{one}.txt"


def doubts(number: int) -> Iterator[DoubtfulPair]:
    """Two in a hundred people may be the one before them."""
    from stanch.records import DoubtfulPair

    for one in range(0, number - 1, 100):
        yield DoubtfulPair(f"p{one}", f"p{one + 1}", 0.3 + 0.6 * (one % 700) / 700, ("same given name", "same date of birth"))


def asides(number: int) -> Iterator[Aside]:
    from stanch.records import Aside, Person

    for one in range(number // 500):
        yield Aside(Person(f"c{one}", f"Example Company {one} Ltd", records=(f"share/{one % EXHIBITS}.csv|row/c{one}",)), "company", "Ltd")


def findings(case: Case, number: int, people_: int) -> None:
    """Sealed parts of findings, as the line puts them."""
    import pyarrow as pa

    from stanch.engine.bench import Parts
    from stanch.records.finding import FINDING_SCHEMA
    from stanch.vault import sealed_writer

    folder = case.parts / "findings"
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for start in range(0, number, PART):
        size = min(PART, number - start)
        columns = []
        for field in FINDING_SCHEMA:
            if field.name == "kind":
                columns.append(pa.array([KINDS[at % len(KINDS)] for at in range(size)], field.type))
            elif field.name == "locator":
                columns.append(pa.array([f"share/{(start + at) % EXHIBITS}.csv" for at in range(size)], field.type))
            elif field.name == "confidence":
                columns.append(pa.array([0.9] * size, field.type))
            elif field.nullable and not pa.types.is_string(field.type):
                columns.append(pa.nulls(size, field.type))
            else:
                columns.append(pa.array([""] * size if pa.types.is_string(field.type) else [0] * size, field.type))
        table = pa.table(columns, schema=FINDING_SCHEMA)
        paths.append(folder / f"load-{start}.parquet")
        with sealed_writer(paths[-1], table.schema, case.keys) as writer:
            writer.write_table(table)
    told = {
        "exhibit": "e0",
        "kind": "dob",
        "start": 5,
        "end": 15,
        "masked": "****-**-**",
        "token": "t",
        "confidence": 0.7,
        "detector": "any/dob",
    }
    rows = [{**dict.fromkeys(FINDING_SCHEMA.names), **told, "locator": letter_of(one)} for one in range(11, people_, 50)]
    paths.append(folder / "load-doubtful.parquet")
    with sealed_writer(paths[-1], FINDING_SCHEMA, case.keys) as writer:
        writer.write_table(pa.Table.from_pylist(rows, FINDING_SCHEMA))
    case.store.put_parts("findings", Parts(tuple(paths), case.keys))


def put_many(case: Case, kind: type, rows: Iterator[tuple[str, str, dict[str, object]]]) -> None:
    """As `Store.put`, for rows (identity, record, columns) that are too many to hold."""
    import hashlib

    from django.db import transaction

    from stanch.casefile import searching
    from stanch.casefile.kinds import TABLES
    from stanch.casefile.models import HoldingRow
    from stanch.records import Person

    model, mark, place = TABLES[kind].model, hashlib.sha256(), 0
    with transaction.atomic(using=case.alias):
        while lot := list(islice(rows, 2000)):
            for _, text, _ in lot:
                mark.update(f"{len(text)}:".encode() + text.encode())
            made = [model(place=place + at, identity=name, record=text, **more) for at, (name, text, more) in enumerate(lot)]
            write(case.alias, model, made)
            place += len(lot)
        told = {"count": place, "digest": mark.hexdigest()}
        HoldingRow.objects.using(case.alias).update_or_create(kind=kind.__name__, defaults=told)
        case.journal.append("put", kind.__name__, details={"rows": place, "digest": told["digest"]})
        if kind is Person:
            searching.renew(case.alias)


def write(alias: str, model: Any, rows: list[Any]) -> None:
    """Rows into a table: on a server by COPY, which takes a third of the time of INSERT."""
    from django.db import connections

    connection = connections[alias]
    if connection.vendor != "postgresql":
        model.objects.using(alias).bulk_create(rows)
        return
    form = model._meta  # noqa: SLF001 Django's documented way to a model's form
    fields = [one for one in form.concrete_fields if not one.primary_key]
    names = ", ".join(connection.ops.quote_name(one.column) for one in fields)
    with connection.cursor() as cursor, cursor.copy(f"COPY {connection.ops.quote_name(form.db_table)} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([one.get_db_prep_save(getattr(row, one.attname), connection) for one in fields])


def rows_of(kind: type, records: Iterable[object]) -> Iterator[tuple[str, str, dict[str, object]]]:
    from stanch.casefile.kinds import TABLES
    from stanch.records import to_json

    table = TABLES[kind]
    return ((table.identity(one), to_json(one).decode(), table.columns(one)) for one in records)


def alike(kind: type, sample: list[object], number: int) -> Iterator[tuple[str, str, dict[str, object]]]:
    """What was made for the people of the sample, once for everybody like them; what is to nobody comes last."""
    mine: dict[int, list[tuple[str, str, dict[str, object]]]] = {}
    others: list[tuple[str, str, dict[str, object]]] = []
    for row in rows_of(kind, sample):
        person = str(row[2].get("person") or "")
        (mine.setdefault(int(person[1:]) - AWAY, []) if person else others).append(row)
    for one in range(number):
        like = one % SAMPLE
        for identity, drafted, columns in mine.get(like, ()):
            stands, name = str(AWAY + like), f"Example {one:07}"
            text = drafted.replace(f"Example {stands}", name).replace(stands, str(one))
            yield identity.replace(stands, str(one)), text, {**columns, "person": f"p{one}"}
    yield from others


def fill(folder: Path, number: int, found: int) -> None:
    from stanch import casefile, law, line, notices, protection
    from stanch.casefile import crowd, doubtful, keeping, rulings, sums, walking
    from stanch.records import Aside, Attack, DoubtfulPair, Duty, Exhibit, Facts, Incident, Linkage, Notice, Offer, Organisation, Person

    org = Organisation(
        name="Acme", sector="retail", role="controller", establishment=("US-CA",), street="1 Front Street", city="San Francisco",
        state="CA", postcode="94103", country="US", phone="+1 415 555 0100", email="help@example.com", website="https://example.com",
    )  # fmt: skip
    day = date(2026, 11, 20)
    incident = Incident(kind="intrusion", confidentiality="acquired", occurred=date(2026, 11, 2), discovered=day, determined=day)
    with casefile.create(folder, passphrase=WORD, org=org, by="it", now=NOW) as case:
        case.store.put(Facts, [Facts(as_of=NOW.date(), org=org, incident=incident, exfiltration=True)])
        case.store.put(
            Exhibit,
            [Exhibit(f"e{one}", f"share/{one}.csv", "/x", "evidence", "a" * 64, "b" * 64, 10, NOW, NOW, "it") for one in range(EXHIBITS)],
        )
        case.store.put(Attack, [Attack()])
        put_many(case, Person, rows_of(Person, people(number)))
        for kind, rows in ((DoubtfulPair, doubts), (Aside, asides)):
            case.store.put(kind, list(rows(number)))
        case.store.put(Linkage, [Linkage(records=number)])
        findings(case, found, number)
        facts, sample = crowd.situation(case), list(people(SAMPLE, AWAY))
        duties = law.assess(facts).duties
        case.store.put(Duty, duties)
        bench = walking.bench_of(case, workers=1)
        offers = protection.offer(duties, sample, facts)
        put_many(case, Offer, alike(Offer, list(offers), number))
        known = (duties, sample, facts, Attack(), offers)
        drafts = notices.reconcile([*notices.draft(*known, bench=bench), *notices.papers(*known, bench=bench)], sample)
        put_many(case, Notice, alike(Notice, list(drafts), number))
        line.walk(case.store, bench, only=("recovery",))
        sums.bring_up_to_date(case)
        # What one reader said no to, and waits for a second.
        for item in keeping.current(case, doubtful.QUEUE).items[:ANSWERED]:
            doubtful.answer(case, item, verdict="wrong", by="it")
        dropped = [rulings.drop(one) for one in people(min(number, ANSWERED))]
        rulings.decide(case, dropped, by="it", grounds="load", action="drop person")


def key_file(place: Path) -> Path:
    """Where the case's passphrase stands for whoever opens it."""
    key = place / "key"
    key.write_text(WORD)
    key.chmod(0o600)
    os.environ["STANCH_KEY_FILE"] = str(key)
    return key


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", type=Path, help="The folder to make.")
    parser.add_argument("people", type=int, nargs="?", default=1_000_000)
    parser.add_argument("findings", type=int, nargs="?", default=20_000_000)
    asked = parser.parse_args()
    started, busy = time.perf_counter(), time.process_time()
    fill(asked.case, asked.people, asked.findings)
    took, spent = time.perf_counter() - started, time.process_time() - busy
    print(f"{asked.people:,} people, {asked.findings:,} findings: made in {took:.0f} s, {spent:.0f} s of processor")


if __name__ == "__main__":
    main()
