"""A delivery of many letters, from people to the print house's folder and the ledger: people of all states and four more countries.

    python benchmarks/delivery_drill.py [--people 10000] [--workers 2] [--keep FOLDER] [--case FOLDER] [--seed 5] [--trade clinic]

Drafts a letter to each, counts those whose checks fail, approves what is complete, hands all to a print house in batches,
sends the e-mails nowhere (they are counted), takes a report of what was mailed and returned, and prints the ledger.
Prints speed and peak memory of each part. With --keep the batches and a sample stay for reading; with --case the case stays too,
and a run that was cut off goes on where it stopped: what is drafted, queued or handed over is not done again.

Half of the people are a clinic's (HIPAA counts, so that Massachusetts asks for no letter of its own), half a shop's (it does not):
two cases in one folder, one after the other; `--trade` names one alone.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from stanch import casefile, law, notices, protection
from stanch.casefile import decide, ledger, pieces, printing, returned, weighing
from stanch.casefile.notice_pages import notices_in_pages
from stanch.engine import Bench
from stanch.records import (
    Attack,
    DataSet,
    Duty,
    Facts,
    Harm,
    Incident,
    Notice,
    Offer,
    Organisation,
    Person,
    PostalAddress,
)
from stanch.vault import Keys
from stanch.vocabulary import jurisdictions

DAY = date(2026, 11, 24)
PASSPHRASE = "a passphrase for practice only"  # noqa: S105 of an invented case
FILLED = "filled"  # lies in the case when all is drafted and approved
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ABROAD = {"EU-IE": ("IE", "Galway", "", "H91 XY12"), "UK": ("GB", "Leeds", "", "LS1 1AA"), "CA-ON": ("CA", "Ottawa", "ON", "K1A 0B1"),
          "AU": ("AU", "Hobart", "TAS", "7000")}  # fmt: skip
KINDS = (
    ("name", "ssn"),
    ("medical", "name", "ssn"),
    ("email", "name", "password", "username"),
    ("drivers_license", "financial_account", "name", "password"),
    ("card_number", "card_security_code", "name"),
)
NAMES = (
    "Ann Lee", "José Núñez Ibáñez", "Zoë Brontë-O’Hara", "Łukasz Żółć", "Nguyễn Thị Ánh", "Δημήτρης Παπαδόπουλος", "Олександр Ковальчук",
    "محمد عبد الله", "דוד כהן", "王小明", "山田 太郎", "김민준", "आरव शर्मा", "สมชาย ใจดี", "Փիրուզ Մկրտչյան", "გიორგი ბერიძე", "தமிழ் செல்வன்",
    "=cmd|' /C calc'!A0", "Robert'); DROP TABLE people;--", "A" * 60 + " Longname",
)  # fmt: skip
SETTINGS = {
    "notice.es.steps_taken": "Cerramos la entrada y cambiamos todas las contraseñas.",
    "notice.es.prevention": "Ahora pedimos una segunda prueba cuando nuestro personal inicia sesión.",
    "notice.es.enrol_by": "31 de marzo de 2027",
    "notice.steps_taken": "We closed the way in and changed all passwords.",
    "notice.prevention": "We now ask for a second proof when our staff sign in.",
    "notice.enrol_url": "www.monitor.example.com/enroll",
    "notice.enrol_phone": "1-800-555-0150",
    "notice.enrol_by": "March 31, 2027",
    "notice.restoration_phone": "207-555-0160",
    "notice.dpo": "Dana Reyes, Privacy Officer, privacy@brightwater.example.com",
    "notice.no_parent": "yes",
}


def people(count: int, chance: random.Random) -> list[Person]:
    """Invented people: where they live, what was exposed, how they can be reached."""
    states = sorted(code for code, one in jurisdictions().items() if code.startswith("US-") and len(code) == 5)
    places = [*states, *ABROAD]
    found = []
    for number in range(count):
        place = places[number % len(places)]
        country, city, region, code = ABROAD.get(place, ("US", "Springfield", place[-2:], f"{10000 + number % 80000}"))
        way = chance.random()
        name = (
            NAMES[number % len(NAMES)]
            if number % 3 == 0
            else f"{chance.choice(('Ann', 'Ben', 'Cleo', 'Dov'))} {chance.choice(('Lee', 'Okafor', 'Reyes', 'Sol'))} {number}"
        )
        found.append(
            Person(
                id=f"p{number:06}",
                name=name,
                residence=place,
                postal_address=PostalAddress(f"{number} Elm Street", city, region, code, country) if way < 0.93 else None,
                email=f"person{number}@example.com" if way > 0.90 and way < 0.99 else None,
                elements=KINDS[number % len(KINDS)],
                relation="patient" if number % 3 else "customer",
                minor=number % 29 == 0,
                deceased=number % 97 == 0,
            )
        )
    return found


# What makes the organisation one that HIPAA binds, and what makes it one that no law of a trade does.
TRADES = {"clinic": ("clinic", ("hipaa_covered_entity",)), "shop": ("retail", ())}


def facts(found: list[Person], trade: str) -> Facts:
    """What is known of the organisation and the incident."""
    sector, regulated_as = TRADES[trade]
    org = Organisation(
        name="Brightwater Dental Group", sector=sector, role="owner", establishment=("US-ME", "EU-IE"), street="400 Harbor Road",
        city="Portland", state="ME", postcode="04101", country="US", phone="1-800-555-0140", email="privacy@brightwater.example.com",
        website="www.brightwater.example.com", contact_name="Dana Reyes", contact_title="Privacy Officer",
        regulated_as=regulated_as,
        targets=("UK", "AU", "CA-ON", "EU-IE"), turnover_aud=9_000_000, targets_uk=True, targets_eu=True,
    )  # fmt: skip
    category = "patient" if regulated_as else "customer"
    elements = tuple(sorted({word for kinds in KINDS for word in kinds}))
    return Facts(
        as_of=DAY,
        org=org,
        incident=Incident(kind="intrusion", medium="electronic", confidentiality="acquired", actor="external_malicious",
                          occurred=date(2026, 9, 1), ended=date(2026, 9, 5), discovered=date(2026, 10, 1), determined=date(2026, 10, 5)),
        data=(DataSet(person_category=category, elements=elements, with_name=True, encrypted=False, key_compromised=False),),
        affected=dict(Counter(one.residence or "" for one in found)),
        harm=Harm("high_risk", documented=True),
        harm_by_jurisdiction={
            "UK": "high_risk", "EU-GDPR": "high_risk", "AU": "likely_serious_harm", "CA-PIPEDA": "real_risk_significant_harm",
        },
        law_enforcement_consulted=True,
    )  # fmt: skip


class Watch:
    """Prints what a part took."""

    def __init__(self) -> None:
        self._at, self._cpu = time.perf_counter(), _cpu()

    def told(self, what: str, count: int) -> None:
        """Print what the part took, and begin the next."""
        took, used = time.perf_counter() - self._at, _cpu() - self._cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        speed = f"{took:.1f} s ({used:.1f} s of processor), {count / max(took, 1e-9):.0f} a second"
        print(f"{what}: {speed}; peak {peak} MB, largest worker {workers} MB", flush=True)
        self._at, self._cpu = time.perf_counter(), _cpu()


def _cpu() -> float:
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


class Told:
    """Counts letters as they pass."""

    def __init__(self) -> None:
        self.letters, self.broken, self.incomplete, self.missing = 0, 0, 0, Counter()

    def passing(self, drafts: Iterable[Notice]) -> Iterator[Notice]:
        """Each, counted."""
        for one in drafts:
            self.letters += 1
            self.broken += any(not check.passed for check in one.checks)
            self.incomplete += bool(one.missing)
            self.missing.update(one.missing)
            yield one

    def show(self) -> None:
        """Print the counts."""
        print(f"{self.broken} letters with a check that fails, {self.incomplete} with something missing")
        for what, number in self.missing.most_common(12):
            print(f"  {number:6} {what[:130]}")


def fill(folder: Path, count: int, seed: int, trade: str) -> None:
    """Draft and approve, in a process of its own so that the peak of the delivery is the delivery's."""
    watch = Watch()
    found = people(count, random.Random(seed))
    situation = facts(found, trade)
    duties = law.assess(situation).duties
    offers = [
        Offer(one.person, one.service, one.months, one.required, one.reason, one.cite, one.duty, f"BWD-{number:07}")
        for number, one in enumerate(protection.offer(duties, found, situation))
    ]
    bench = Bench(Path(), Keys(b"k" * 32), DAY, settings=SETTINGS)
    told = Told()
    drafts = told.passing(one for one in notices.draft_each(duties, found, situation, Attack(), offers, bench=bench) if one.person)
    with casefile.create(folder, passphrase=PASSPHRASE, org=None, by="the owner", now=NOW, clock=lambda: NOW) as case:
        case.store.put(Person, found)
        case.store.put(Duty, duties)
        case.store.put_facts(situation, source="drill")
        case.store.put(Notice, drafts)  # one after another, as the line does
        watch.told(f"{told.letters} letters drafted and kept", told.letters)
        told.show()
        decide.allow_email(case, by="counsel", grounds="the organisation writes to them by e-mail (a drill)")
        pages = notices_in_pages(case)
        ready = [one.id for page in pages for one in page if not one.missing and all(check.passed for check in one.checks)]
        decide.approve_notices(case, ready, by="counsel")
        chosen = {weighing.SUBJECT: "minimum"}
        decide.write(case, weighing.CHOICE, chosen, verdict="minimum", by="counsel", grounds="a benchmark", action="choose strategy")
    (folder / FILLED).touch()
    watch.told(f"{len(ready)} approved", len(ready))


def deliver(folder: Path, out: Path, workers: int, chance: random.Random) -> None:
    """Queue, print, reconcile, account."""
    watch = Watch()
    with casefile.open_case(folder, passphrase=PASSPHRASE, by="the mailroom", clock=lambda: NOW) as case:
        queued = pieces.queue_approved(case)
        watch.told(f"queued {dict(queued)}", sum(queued.values()))
        made = printing.hand_over(case, out / "print", workers=workers)
        letters = sum(one.pieces for one in made)
        watch.told(f"{letters} letters in {len(made)} batches, {sum(one.sheets for one in made)} sheets", letters)
        sampled = printing.print_sample(case, out / "sample", workers=1)
        watch.told(f"{len(sampled)} combinations of texts in the sample", len(sampled))
        report = out / "report.csv"
        with report.open("w", encoding="utf-8") as stream:
            stream.write("piece,event,date,reason\n")
            for one in pieces.pieces(case, channel="mail", state="handed"):
                back = chance.random() < 0.03
                stream.write(f"{one.id},{'returned' if back else 'mailed'},2026-11-30,{'=moved' if back else ''}\n")
        case.clock = lambda: NOW + timedelta(days=30)
        taken = returned.take_post_report(case, report)
        watch.told(f"reconciled {dict(taken.counts)}, {len(taken.unknown)} unknown, {len(taken.missing)} missing", letters)
        counted = ledger.ledger(case)
        watch.told(f"ledger of {counted.people} people", counted.people)
        for state, number in counted.counts.items():
            print(f"  {number:6} {state}")
        print(f"  {sum(counted.counts.values()):6} in all; unexplained {counted.counts.get('unexplained', 0)}")
        for law_of in returned.substitutions(case)[:6]:
            allowed = f"{'allowed' if law_of.met else 'not allowed'}: {law_of.why} ({law_of.cite})"
            print(f"  {law_of.duty}: {law_of.unreached} of {law_of.owed} unreached; {allowed}")
        from stanch.casefile.check import faults

        print(f"verify: {len(faults(case))} faults")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--case", type=Path)
    parser.add_argument("--trade", choices=sorted(TRADES))
    parser.add_argument("--fill", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.fill:
        fill(given.fill, given.people, given.seed, given.trade)
        return
    trades = [given.trade] if given.trade else sorted(TRADES)
    count = str(given.people // len(trades))
    with tempfile.TemporaryDirectory(prefix="stanch-drill-") as work:
        for trade in trades:
            case = (given.case or Path(work) / "case") / trade
            print(f"{trade}: {count} people", flush=True)
            if not (case / FILLED).is_file():
                shutil.rmtree(case, ignore_errors=True)
                case.parent.mkdir(parents=True, exist_ok=True)
                asked = ["--fill", str(case), "--people", count, "--seed", str(given.seed), "--trade", trade]
                subprocess.run([sys.executable, __file__, *asked], check=True)
            out = (given.keep or Path(work) / "out") / trade
            out.mkdir(parents=True, exist_ok=True)
            deliver(case, out, given.workers, random.Random(given.seed))


if __name__ == "__main__":
    main()
