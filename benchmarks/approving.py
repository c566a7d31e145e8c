"""What it takes to see what is missing, approve by two people, and account for everybody in a case of many letters.

python benchmarks/approving.py --people 20000
"""

import argparse
import resource
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from stanch import casefile
from stanch.casefile import drafting, ledger, lettering
from stanch.records import Duty, Notice, Person, PostalAddress, Said

DUTY = Duty("US-ME/individuals", "US-ME", "individuals", True, None, None, (), "", (), "10 M.R.S. 1348", "because", "x")
DOUBT = "conditional: 10 M.R.S. 1348 applies only if anybody knows"


def person(number):
    return Person(
        f"p{number}", f"Ann {number}", "US-ME", PostalAddress("1 Elm Street", "Augusta", "ME", "04330", "US"), elements=("name", "ssn")
    )


def letter(number):
    fields = {f"field{place}": "some words of a letter" for place in range(20)}
    missing = (DOUBT,) if number % 10 == 0 else ()
    return Notice(
        f"letter-p{number}", "letter", "individuals", "US-ME", (DUTY.id,), "en", "en/individual", fields=fields, person=f"p{number}",
        address=(f"Ann {number}", "1 Elm Street", "Augusta, ME 04330"), missing=missing,
    )  # fmt: skip


def timed(what, act):
    start, cpu = time.perf_counter(), time.process_time()
    found = act()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{what}: {time.perf_counter() - start:.1f} s, {time.process_time() - cpu:.1f} s of processor; peak so far {peak} MB", flush=True)
    return found


def filled(folder, people):
    with casefile.create(folder, passphrase="only for measuring", org=None, by="bench", now=datetime.now(UTC)) as case:  # noqa: S106 an invented case
        case.store.put(Duty, [DUTY])
        case.store.put(Person, [person(number) for number in range(people)])
        case.store.put(Notice, [letter(number) for number in range(people)])
        lettering.state(case, [Said("two_person", "yes")], by="Dana")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--case", type=Path, help="A case made by an earlier run, so that the peak is not that of filling it.")
    given = parser.parse_args()
    if given.case is None:
        given.case = Path(tempfile.mkdtemp()) / "case"
        timed("filled", lambda: filled(given.case, given.people))
        print(f"now: --case {given.case}")
        return
    with casefile.open_case(given.case, passphrase="only for measuring", by="bench") as case:  # noqa: S106
        found = timed("missing", lambda: drafting.readiness(case))
        ready = timed("ready", lambda: drafting.ready(case))
        print(f"{found.notices} notices, {found.complete} complete")
        print(timed("read by one", lambda: drafting.approve(case, ready, by="Dana")))
        print(timed("approved by another", lambda: drafting.approve(case, ready, by="Lee")))
        print(timed("status", lambda: ledger.ledger(case)).counts)


if __name__ == "__main__":
    main()
