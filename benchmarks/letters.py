"""How fast letters are drafted and printed, and how much memory it takes.

python benchmarks/letters.py --people 2000 --workers 2 [--per-file 50] [--codes] [--keep FOLDER]

With --per-file as the print house gets them (see ADR 0070), without it one file a letter. --codes gives everybody who is offered a
service an enrolment code of their own. The processor's time is steadier than the clock's where the machine is shared.
"""

import argparse
import resource
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from stanch import notices
from stanch.engine import Bench
from stanch.records import Attack, DataSet, Facts, Harm, Incident, Organisation, Person, PostalAddress
from stanch.vault import Keys

DAY = date(2026, 11, 24)
PLACES = ("US-CA", "US-NY", "US-TX", "US-FL", "US-MA", "US-IL", "US-WA", "US-CO", "US-PA", "US-OH", "EU-IE", "UK")
KINDS = (
    ("name", "ssn"),
    ("name", "ssn", "medical"),
    ("email", "name", "password", "username"),
    ("drivers_license", "financial_account", "name"),
)


def people(count):
    for number in range(count):
        place = PLACES[number % len(PLACES)]
        street = PostalAddress(f"{number} Elm Street", "Springfield", place[-2:], f"{10000 + number % 80000}", "US")
        yield Person(
            id=f"p{number:06}",
            name=f"Ann {number:06} Lee",
            residence=place,
            postal_address=street,
            elements=KINDS[number % 4],
            relation="patient" if number % 3 else "employee",
            minor=number % 11 == 0,
            deceased=number % 97 == 0,
        )


def facts(found):
    affected = {place: sum(one.residence == place for one in found) for place in PLACES}
    elements = tuple(sorted({word for kinds in KINDS for word in kinds}))
    return Facts(
        as_of=DAY,
        org=Organisation(
            name="Brightwater Dental Group",
            sector="clinic",
            role="owner",
            establishment=("US", "EU-IE"),
            street="400 Harbor Road",
            city="Portland",
            state="ME",
            postcode="04101",
            country="US",
            phone="1-800-555-0140",
        ),
        incident=Incident(
            kind="intrusion",
            medium="electronic",
            confidentiality="acquired",
            actor="external_malicious",
            occurred=date(2026, 9, 1),
            discovered=date(2026, 10, 1),
            determined=date(2026, 10, 5),
        ),
        data=(DataSet(person_category="patient", elements=elements, with_name=True, encrypted=False),),
        affected=affected,
        harm=Harm("high_risk"),
    )


def peak():
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return f"peak memory {own} MB, of the largest worker {children} MB"


def set_in_type(drafts, folder, bench, per_file, bindery):
    """All drafts as files of their own, or the letters in batches of a thousand with `per_file` letters a PDF."""
    if not per_file:
        notices.render(drafts, folder, bench=bench)
        return
    letters = [one for one in drafts if one.person and one.form == "letter"]
    for start in range(0, len(letters), 5000):
        lot = letters[start : start + 5000]
        batches = {f"batch-{start + number:06}": lot[number : number + 1000] for number in range(0, len(lot), 1000)}
        bindery.bind(batches, folder, bench=bench, per_file=per_file)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--draft-only", action="store_true")
    parser.add_argument("--per-file", type=int, default=0)
    parser.add_argument("--codes", action="store_true")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with notices.bindery(given.workers) as bindery:
        cpu = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        measure(given, bindery)
    used = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) - cpu
    print(f"{used:.1f} s of processor in all; {peak()}")


def measure(given, bindery):
    """Offers, drafts, letters; the processes that set letters start while the first two are made, as when a case prints."""
    from stanch import law, protection  # not loaded by the processes that print, as in `stanch` itself

    bench = Bench(work=Path(tempfile.gettempdir()), keys=Keys(b"k" * 32), as_of=DAY, workers=given.workers)
    found = list(people(given.people))
    situation = facts(found)
    duties = law.assess(situation).duties
    begun = start = time.perf_counter()
    if given.per_file and not given.draft_only:
        bindery.warm(given.people)
    offers = protection.offer(duties, found, situation)
    if given.codes:
        offers = [replace(one, code=f"BWD-{number * 7919 % 10**7:07}-QX") for number, one in enumerate(offers)]
    print(f"{len(offers)} offers in {time.perf_counter() - start:.1f} s")
    start = time.perf_counter()
    drafts = notices.draft(duties, found, situation, Attack(), offers, bench=bench)
    print(f"{len(drafts)} notices drafted in {time.perf_counter() - start:.1f} s; {peak()}")
    if given.draft_only:
        return
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        set_in_type(drafts, given.keep or Path(folder), bench, given.per_file, bindery)
        took, whole = time.perf_counter() - start, time.perf_counter() - begun
    print(f"printed in {took:.1f} s: {len(drafts) / took:.0f} a second")
    print(f"the whole way {whole:.1f} s: {len(drafts) / whole:.0f} a second")


if __name__ == "__main__":
    main()
