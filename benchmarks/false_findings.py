"""How much is found where nothing is: false findings a megabyte, by kind, at the default threshold.

python benchmarks/false_findings.py [--megabytes 4] [--show KIND] [--patterns] [--seed N] [--folder FOLDER ...]

The benign corpus is source code and documentation as they lie on this machine (the standard library, installed packages, the
system's documents), and logs, catalogues, scientific tables and invoices between companies, which are invented from a seed.
Files that are lists of people or of sample numbers by purpose (authors, licences, tests) are left out, and so is every line
that names somebody or a machine by profession (an e-mail address, an author, a copyright, the address of a server); what is
found in the rest counts as false.
A whole name (two words or more) is a person's, rightly found, where a work or its maker is cited (a numbered reference, a doi, a
journal, `by …`, a key of a release manager, a change credited to somebody in
brackets), or where it is a given name and a family name that hardly anything else is (authors at
the head of a manual): it is counted apart. `--show cited` prints these too, to be judged.
What a person looked at and held for right (a maintainer's name, the postal address of a foundation) is in `judged_findings.txt`, by a
digest of its kind and value, for names of real people do not belong into this repository: counted apart too, and printed by
`--show judged`, so that everybody can judge anew. `--show all` prints each finding that counts as false with its digest.
All else counts as false.

`--seed` draws other files and invents other texts; with `--folder` the files below these folders alone are read (packages that nobody
looked at).

`--judge 200` is for a machine with documents that nobody looked at: it draws so many of those findings by lot, prints those whose
digest stands in the list neither as right nor as `false`, and says from those judged what share is false, and how many a megabyte
that makes, with the exact limits for 95 % (Clopper and Pearson).
"""

from __future__ import annotations

import argparse
import hashlib
import math
import random
import re
import sys
import sysconfig
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pyarrow as pa
from benign_texts import (
    genome_line,
    goods,
    goods_line,
    invoice,
    invoice_abroad,
    ledger,
    log_line,
    minified_line,
    pieces,
    science,
    science_line,
    sensor,
    stock,
)

from stanch.extent import texts
from stanch.extent.names_rules import sure_pair
from stanch.extent.scanning import scan_unit, text_spans
from stanch.extent.texts import THRESHOLD
from stanch.records import Unit, pack_cells
from stanch.vault import Keys

MEGABYTE = 1_000_000
SEED = 11
LISTS = re.compile(
    r"(?i)(?:^|/)(?:[^/]*tests?|testing|examples?|fixtures?|samples?|phonenumbers|stdnum|faker|stanch|holidays|gazetteers?)(?:[./_]|$)"
    r"|authors|contributors|copyright|licen[cs]e|credits|thanks|maintainers|changelog|changes|news|history|readme\.debian|metadata|record$"
)
NAMES_SOMEBODY = re.compile(
    r"(?i)@|author|copyright|\(c\)|©|written by|contributed|thanks|maintain|reported by|patch(?:es)? (?:by|from)|credit|et al"
)


# `'8.8.8.8'` in the manual of a resolver is an address, rightly found.
MACHINE = re.compile(r"(?i)addr|ip|dns|server|host|socket|net|resolve|port|ttl|listen|bind|route|proxy")
ADDRESS = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b|\b[0-9a-fA-F]{1,4}::?[0-9a-fA-F]{1,4}:")
ONLY_ADDRESS = re.compile(
    r"\W*(?:<[^>]{0,80}>)*\W*(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{1,4}:[0-9a-f:]{4,60})(?::\d+)?\W*(?:<[^>]{0,80}>)*\W*"
)


# A list of changes credits each to somebody: `(Ana Quill),` at its end.
CREDITED = re.compile(r"[(,]\s*$")
CREDIT_ENDS = re.compile(r"\s*(?:,[^()]{0,80}|and [^()]{0,80})?\)[,.;]?\s*(?:<|\n|$)")
# A work, or who made it.
CITED = re.compile(
    r"(?i)\[\w{1,12}\]|\bdoi\b|arxiv|isbn|\bpp?\.|\bvol\b|journal|proc\.|press|conference|universit|thesis|lecture|recv-keys|references|"
    r"\bby[\s#*]+|algorithm|theorem|formula|method|paper|article|book|invented|introduced|inventor|due to|named after|see also|"
    r"\(?(?:19|20)\d\d\)"
)
AROUND = 160
CITED_NAME = "(name, cited)"
JUDGED = "(judged)"


def digest(kind: str, value: str) -> str:
    """By what a finding stands in the list of those that somebody judged."""
    return hashlib.blake2b(f"{kind}\0{' '.join(value.split())}".encode(), digest_size=8).hexdigest()


@cache
def judged() -> frozenset[str]:
    """The digests of findings that somebody held for right."""
    lines = (Path(__file__).parent / "judged_findings.txt").read_text("utf-8").splitlines()
    return frozenset(line.split()[0] for line in lines if line and not line.startswith("#") and line.split()[1] != "false")


@cache
def judged_false() -> frozenset[str]:
    """The digests of findings that somebody held for false."""
    lines = (Path(__file__).parent / "judged_findings.txt").read_text("utf-8").splitlines()
    return frozenset(line.split()[0] for line in lines if line and not line.startswith("#") and line.split()[1] == "false")


Shown = tuple[str, str]  # digest, how it is shown
COUNTED: list[Shown] = []


def limits(false: int, many: int, sure: float = 0.95) -> tuple[float, float]:
    """The exact limits of a share, of which `false` of `many` were found."""

    def tail(share: float, at_least: int) -> float:
        return sum(math.comb(many, one) * share**one * (1 - share) ** (many - one) for one in range(at_least, many + 1))

    def solved(wanted: float, at_least: int) -> float:
        low, high = 0.0, 1.0
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if tail(middle, at_least) < wanted else (low, middle)
        return low

    rest = (1 - sure) / 2
    return (solved(rest, false) if false else 0.0, solved(1 - rest, false + 1) if false < many else 1.0)


def judge(many: int, right: int, megabytes: float) -> None:
    """Draw by lot, print what nobody judged, say what follows from the rest."""
    counted = [*COUNTED, *[("right", "")] * right]
    drawn = random.Random(29).sample(counted, min(many, len(counted)))
    known = [mark for mark, _ in drawn if mark == "right" or mark in judged_false()]
    for mark, shown in dict(drawn).items():
        if mark != "right" and mark not in judged_false():
            print(f"    to be judged: {shown}")
    if known:
        wrong = sum(mark != "right" for mark in known)
        low, high = limits(wrong, len(known))
        rate = len(counted) / megabytes
        print(f"    by lot: {len(drawn)} of {len(counted)} drawn, {len(known)} judged, {wrong} false: {wrong / len(known) * rate:.2f} a MB "
              f"(95 %: {low * rate:.2f} to {high * rate:.2f})")  # fmt: skip


def is_cited(text: str, start: int, end: int) -> bool:
    """Whether a whole name stands where a work or its maker is named."""
    value = text[start:end]
    if len(value.split()) < 2 or "\n" in value:
        return False
    credited = CREDITED.search(text, max(0, start - 3), start) and CREDIT_ENDS.match(text, end)
    return bool(credited) or sure_pair(value) or bool(CITED.search(text, max(0, start - AROUND), end + AROUND))


def names_machine(line: str) -> bool:
    return bool(ADDRESS.search(line)) and bool(MACHINE.search(line) or ONLY_ADDRESS.fullmatch(line[:300]))


def cleaned(path: Path) -> str:
    """A file's text without the lines that name somebody by profession."""
    text = path.read_text(encoding="utf-8", errors="replace")
    return "".join(line for line in text.splitlines(keepends=True) if not NAMES_SOMEBODY.search(line) and not names_machine(line))


@dataclass(slots=True)
class Drawn:
    """From which seed, and from which folders instead of those of this machine."""

    seed: int = SEED
    folders: list[Path] = field(default_factory=list)


DRAWN = Drawn()


def files(folders: list[Path], endings: tuple[str, ...], limit: int) -> Iterator[str]:
    """Texts of files below the folders, spread over all of them by chance from a seed."""
    found = [
        path
        for folder in DRAWN.folders or folders
        if folder.is_dir()
        for path in sorted(folder.rglob("*"))
        if path.name.lower().endswith(endings) and path.is_file() and not LISTS.search(path.relative_to(folder).as_posix())
    ]
    random.Random(DRAWN.seed).shuffle(found)
    size = 0
    for path in found:
        if size >= limit:
            return
        text = cleaned(path)[:200_000]
        size += len(text)
        yield text


def code(limit: int) -> Iterator[str]:
    """Source code in several languages."""
    places = [Path(sysconfig.get_path(name)) for name in ("stdlib", "purelib")]
    yield from files(places, (".py", ".pyi", ".js", ".css", ".c", ".h", ".json", ".toml", ".html"), limit)


def documents(limit: int) -> Iterator[str]:
    """Documentation."""
    places = [Path("/usr/share/doc"), Path(sysconfig.get_path("purelib")), Path("/usr/share/perl"), Path("/usr/share/info")]
    yield from files(places, (".txt", ".md", ".rst", "readme", ".html", ".pod", ".todo", "todo", "faq"), limit)


TEXTS: dict[str, Callable[[int], Iterator[str]]] = {
    "source code": code,
    "documentation": documents,
    "logs": lambda limit: pieces(limit, log_line, seed=DRAWN.seed),
    "catalogues": lambda limit: pieces(limit, goods_line, seed=DRAWN.seed),
    "scientific tables": lambda limit: pieces(limit, science_line, seed=DRAWN.seed),
    "invoices": lambda limit: pieces(limit, invoice, 10, seed=DRAWN.seed),
    "invoices abroad": lambda limit: pieces(limit, invoice_abroad, seed=DRAWN.seed),
    "genomes": lambda limit: pieces(limit, genome_line, seed=DRAWN.seed),
    "minified": lambda limit: pieces(limit, minified_line, seed=DRAWN.seed),
}
TABLES: dict[str, Callable[[random.Random], dict[str, str]]] = {
    "catalogue (table)": goods,
    "measurements (table)": science,
    "readings (table)": sensor,
    "postings (table)": ledger,
    "stock (table)": stock,
}


def in_tables(limit: int, row: Callable[[random.Random], dict[str, str]]) -> tuple[int, Counter[str]]:
    """Bytes and findings of tables of 500 rows."""
    draw, size, found = random.Random(DRAWN.seed - SEED + 5), 0, Counter[str]()
    while size < limit:
        rows = [row(draw) for _ in range(500)]
        size += sum(len(cell) + 1 for one in rows for cell in one.values())
        unit = Unit("x", "t.csv", "table", "text/csv", start=2, cells=pack_cells(pa.Table.from_pylist(rows)))
        found.update(scan_unit(unit, Keys(bytes(32))).column("kind").to_pylist())
    return size, found


def in_texts(limit: int, source: Callable[[int], Iterator[str]], show: str, patterns: bool) -> tuple[int, Counter[str]]:
    """Bytes and findings of texts; `show` prints those of one kind."""
    size, found = 0, Counter[str]()
    for text in source(limit):
        size += len(text.encode("utf-8", "replace"))
        for span in texts.find(text) if patterns else text_spans(text, {}):
            if span.kind == "name" and is_cited(text, span.start, span.end):
                found[CITED_NAME] += 1
                if show == "cited":
                    print(f"    cited: {span.text!r}")
            elif span.confidence >= THRESHOLD:
                mark = digest(span.kind, span.text)
                held = mark in judged()
                found[JUDGED if held else span.kind] += 1
                around = text[max(0, span.start - 60) : span.end + 30].replace("\n", "⏎")
                shown = f"{mark} {span.detector} {span.confidence:.2f} [{span.context}] {span.text!r} in …{around}…"
                if not held:
                    COUNTED.append((mark, shown))
                if show == "judged" if held else show in (span.kind, "all"):
                    print(f"    {shown}")
    return size, found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=4, help="of each part")
    parser.add_argument("--show", default="", help="print the findings of this kind (or `all`) with what stands around them")
    parser.add_argument("--patterns", action="store_true", help="patterns only, without names and addresses in text")
    parser.add_argument(
        "--judge", type=int, default=0, metavar="N", help="draw so many findings by lot, and count the false among those judged"
    )
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--folder", type=Path, nargs="+", default=[], help="read the files below these alone")
    given = parser.parse_args()
    DRAWN.seed, DRAWN.folders = given.seed, given.folder
    limit, whole, every, begun = int(given.megabytes * MEGABYTE), 0, Counter[str](), time.perf_counter()
    cited = right = 0
    parts: list[tuple[str, Callable[[], tuple[int, Counter[str]]]]] = [
        *(
            (name, lambda source=source: in_texts(limit, source, given.show, given.patterns))
            for name, source in TEXTS.items()
            if not given.folder or source in (code, documents)
        ),
        *((name, lambda row=row: in_tables(limit, row)) for name, row in TABLES.items() if not given.folder),
    ]
    for name, measured in parts:
        size, found = measured()
        cited += found.pop(CITED_NAME, 0)
        right += found.pop(JUDGED, 0)
        whole, every = whole + size, every + found
        listed = ", ".join(f"{kind} {many}" for kind, many in found.most_common())
        print(f"{name:22} {size / MEGABYTE:6.1f} MB  {sum(found.values()) * MEGABYTE / max(size, 1):7.3f} a MB  {listed}")
    names = sum(every[kind] for kind in ("name", "former_name", "postal_address", "street"))
    print(f"{'all':22} {whole / MEGABYTE:6.1f} MB  {sum(every.values()) * MEGABYTE / whole:7.3f} a MB, of it names and addresses "
          f"{names * MEGABYTE / whole:.3f}; {time.perf_counter() - begun:.0f} s")  # fmt: skip
    print(f"    names of people whose work is cited, rightly found and not counted: {cited}; others judged to be right: {right}")
    if given.judge:
        judge(given.judge, right, whole / MEGABYTE)
    for kind, many in every.most_common():
        print(f"    {kind:24} {many:6}  {many * MEGABYTE / whole:8.4f} a MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
