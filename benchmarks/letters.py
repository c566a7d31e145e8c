"""How fast letters are drafted and printed, and how much memory it takes.

python benchmarks/letters.py --people 2000 --workers 2 [--keep FOLDER]
"""

import argparse
import resource
import tempfile
import time
from datetime import date
from pathlib import Path

from stanch import law, notices, protection
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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--draft-only", action="store_true")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    bench = Bench(work=Path(tempfile.gettempdir()), keys=Keys(b"k" * 32), as_of=DAY, workers=given.workers)
    found = list(people(given.people))
    situation = facts(found)
    duties = law.assess(situation).duties
    start = time.perf_counter()
    offers = protection.offer(duties, found, situation)
    print(f"{len(offers)} offers in {time.perf_counter() - start:.1f} s")
    start = time.perf_counter()
    drafts = notices.draft(duties, found, situation, Attack(), offers, bench=bench)
    print(f"{len(drafts)} notices drafted in {time.perf_counter() - start:.1f} s; {peak()}")
    if given.draft_only:
        return
    with tempfile.TemporaryDirectory() as folder:
        start, cpu = time.perf_counter(), sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        notices.render(drafts, given.keep or Path(folder), bench=bench)
        took = time.perf_counter() - start
    used = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) - cpu
    print(f"printed in {took:.1f} s ({used:.1f} s of processor): {len(drafts) / took:.0f} a second; {peak()}")


if __name__ == "__main__":
    main()
