"""How fast text is scanned on one core, beside Hyperscan alone on the same patterns and text, and beside Presidio where it is installed.

python benchmarks/scan_text.py [--megabytes 8] [--folder FOLDER] [--presidio PYTHON]

The text is letters, mails, forms and minutes invented from a seed, one in twenty with personal data (`--dense`). Rows:
all detectors with context, validation and settling; the same and names and addresses everywhere; Hyperscan alone, once with
the words and the shapes that stand for themselves, once with every pattern over the whole text. `--presidio` names the Python
of an environment with presidio-analyzer and a spaCy model (it is no dependency of Stanch): it is timed on a small part.
`--folder` times the texts that lie in a folder too (`/usr/share/doc`), which repeat themselves less: every word and line is met for the
first time there, as in evidence.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from stanch.extent import texts
from stanch.extent.compiled import Database, compile_database
from stanch.extent.folding import fold
from stanch.extent.patterns import book
from stanch.extent.scanning import records_of, text_spans
from stanch.extent.spelling import WORDS, literals

MEGABYTE = 1_000_000
PRESIDIO_BYTES = 60_000
# Shapes that need a word, in so many databases: all in one take minutes to compile.
PARTS = 4
PLAIN = (
    "Please find the agenda of the meeting below; the room has changed since last week.",
    "The delivery was late again, so we moved the stock count to the following Thursday.",
    "As discussed, the budget for the second half of the year stays where it is until the board has met.",
    "Die Lieferung kam verspätet an, deshalb wurde die Inventur verschoben.",
    "Le rapport du trimestre est joint; merci de le relire avant la réunion de lundi.",
    "La factura del proveedor se pagará a treinta días, como siempre.",
    "The pump in building four makes a noise; maintenance will look at it when parts arrive.",
    "Our terms have not changed, and the price list of last spring remains in force for the time being.",
    "Order 20481173 was split into three shipments, and the last pallet left the warehouse at 14:20.",
    "Version 4.2.1 of the planning tool will be rolled out in stages, beginning with the northern branches.",
    "Il verbale della riunione verrà inviato entro la fine della settimana.",
    "We agreed to keep the old supplier for gaskets and to ask two others for offers on bearings.",
)
PERSONAL = (
    "Employee {given} {family}, SSN {ssn}, date of birth {dob}, was paid by transfer to account number {account}.",
    "Patient {given} {family}, MRN {account}, reports asthma; prescribed Lisinopril 10 mg daily.",
    "Write to {given}.{family}@example.com or call (212) 555-01{two}.",
    "Card 4111 1111 1111 1111 exp 0{one}/2{one} was charged for {given} {family}, IBAN DE89 3704 0044 0532 0130 00.",
    "{given} {family}, 1{two} Example Street, Springfield, IL 62704, licence no. F23640{two}, logged in from 203.0.113.{two}.",
)
GIVEN, FAMILY = ("Ann", "Ben", "Carla", "Emil", "Hana", "Maria"), ("Example", "Sample", "Muster", "Garcia", "Rossi", "Jansen")


def documents(size: int, dense: float) -> list[str]:
    """Texts of some two thousand characters; so many of them hold personal data, in a quarter of their sentences."""
    draw, made, whole = random.Random(3), [], 0
    while whole < size:
        share = 0.25 if draw.random() < dense else 0.0
        lines = [personal(draw) if draw.random() < share else draw.choice(PLAIN) for _ in range(26)]
        made.append("\n".join(" ".join(lines[at : at + 3]) for at in range(0, len(lines), 3)) + "\n")
        whole += len(made[-1].encode())
    return made


def personal(draw: random.Random) -> str:
    return draw.choice(PERSONAL).format(
        given=draw.choice(GIVEN),
        family=draw.choice(FAMILY),
        ssn=f"9{draw.randrange(100):02d}-{draw.randrange(1, 50):02d}-{draw.randrange(1, 10000):04d}",
        dob=f"{draw.randrange(1940, 2005)}-0{draw.randrange(1, 10)}-1{draw.randrange(10)}",
        account=draw.randrange(10**7, 10**9),
        one=draw.randrange(1, 10),
        two=f"{draw.randrange(10, 100)}",
    )


def timed(title: str, size: int, work: Callable[[], int]) -> float:
    """Megabytes a second of processor time; printed."""
    begun = time.process_time()
    found = work()
    speed = size / MEGABYTE / (time.process_time() - begun)
    print(f"{title:58} {speed:9.3f} MB/s   {found:9,} found")
    return speed


def ceilings() -> list[Database]:
    """The same patterns without any plan: all words, all shapes that stand for themselves, and the others in parts."""
    rules, words = book(), literals(book().words)
    beside = sorted({number for group in rules.plan.groups for number in group})
    strong = sorted({*range(len(rules.shapes))}.difference(beside))
    parts = [strong, *(beside[part::PARTS] for part in range(PARTS))]
    shapes = [compile_database([rules.shapes[number] for number in part], part) for part in parts]
    return [compile_database(words, range(len(words)), literal=True), *shapes]


def alone(scanned: Sequence[tuple[bytes, bytes]], databases: Sequence[Database]) -> int:
    """Matches of some databases, the first of words, counted and nothing more."""
    found = 0

    def count(*_: object) -> None:
        nonlocal found
        found += 1

    for folded, words in scanned:
        for number, database in enumerate(databases):
            database.ready.scan(words if number == 0 else folded, match_event_handler=count)
    return found


PEER = """
import json, sys, time
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider
from spacy.util import get_installed_models
model = get_installed_models()[0]
engine = AnalyzerEngine(nlp_engine=NlpEngineProvider(nlp_configuration={
    "nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": model}]}).create_engine())
documents = json.load(sys.stdin)
engine.analyze(documents[0], language="en")
begun = time.process_time()
found = sum(len(engine.analyze(one, language="en")) for one in documents)
print(json.dumps({"seconds": time.process_time() - begun, "found": found, "model": model}))
"""


def peer(python: str, made: Sequence[str]) -> float | None:
    """Presidio's speed on a small part of the same text; None where it did not run."""
    part = made[: max(1, PRESIDIO_BYTES // len(made[0]))]
    answer = subprocess.run([python, "-c", PEER], input=json.dumps(part), capture_output=True, text=True, check=False)
    if answer.returncode:
        print(f"presidio did not run: {answer.stderr.strip().splitlines()[-1:]}")
        return None
    told = json.loads(answer.stdout.strip().splitlines()[-1])
    speed: float = sum(len(one.encode()) for one in part) / MEGABYTE / told["seconds"]
    print(f"{'presidio, ' + told['model']:58} {speed:9.3f} MB/s   {told['found']:9,} found")
    return speed


LARGEST = 1_000_000  # bytes of a file


def lying(folder: Path) -> list[str]:
    """The texts of a folder, by their paths: files in UTF-8 without control characters."""
    files = (one for one in sorted(folder.rglob("*")) if one.is_file() and not one.is_symlink() and one.stat().st_size <= LARGEST)
    found = []
    for one in files:
        try:
            text = one.read_bytes().decode("utf-8")
        except (UnicodeDecodeError, OSError):
            continue
        if text and "\0" not in text:
            found.append(text)
    return found


def tied(text: str) -> int:
    """Everything that is found in a text, and whose it is."""
    spans = text_spans(text, {})
    records_of(text, spans, {})
    return len(spans)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=8)
    parser.add_argument("--dense", type=float, default=0.05, help="share of the documents with personal data")
    parser.add_argument("--folder", type=Path, help="a folder of texts, timed too")
    parser.add_argument("--presidio", default="", help="the Python of an environment that has presidio-analyzer and a spaCy model")
    given = parser.parse_args()
    made = documents(int(given.megabytes * MEGABYTE), given.dense)
    size = sum(len(one.encode()) for one in made)
    # As pieces of a megabyte, so that the cost of a call is no part of what is measured.
    joined = ["\n\n".join(made[at : at + 450]) for at in range(0, len(made), 450)]
    rules = book()
    texts.find(joined[0])
    text_spans(joined[0][:20_000], {})
    for one in made[-60:]:  # some patterns are compiled when they are first used: a start-up, not a speed
        text_spans(one, {})
    told = f"{len(rules.detectors)} detectors, {len(rules.shapes)} shapes, {len(rules.words):,} words"
    print(f"{size / MEGABYTE:.1f} MB of text, one core; {told}")
    scanned = [(folded := fold(one), b" " + folded.translate(WORDS) + b" ") for one in joined]
    peers = ceilings()
    ceiling = timed("hyperscan alone: words and strong shapes", size, lambda: alone(scanned, peers[:2]))
    every = timed("hyperscan alone: all patterns over the whole text", size, lambda: alone(scanned, peers))
    ours = timed("stanch: all detectors, validated", size, lambda: sum(len(texts.find(one)) for one in joined))
    small = made[: max(1, len(made) // 8)]
    named = timed(
        "stanch: names and addresses everywhere too", sum(len(one.encode()) for one in small),
        lambda: sum(len(text_spans(one, {})) for one in small),
    )  # fmt: skip
    if given.folder:
        real = lying(given.folder)
        title = f"stanch: {len(real):,} texts of the folder, all of it, tied"
        timed(title, sum(len(one.encode()) for one in real), lambda: sum(map(tied, real)))
    print(f"ratio to hyperscan: {ours / ceiling:.2f} (words and strong shapes), {ours / every:.2f} (all patterns)")
    if given.presidio and Path(given.presidio).exists():
        other = peer(given.presidio, made)
        if other:
            print(f"ratio to presidio: {ours / other:,.0f} (detectors), {named / other:,.0f} (with names everywhere)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
