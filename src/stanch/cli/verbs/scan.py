"""`stanch scan`: what personal data is in these files?"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from stanch.cli import show
from stanch.cli.first_worker import call_first, call_none, call_second
from stanch.cli.known import known_list
from stanch.cli.sources import PathOrAddress, Sources, credentials_option, sources_of, split
from stanch.engine.crew import Crew
from stanch.errors import WrongCall

if TYPE_CHECKING:
    from stanch.engine import Bench, Parts
    from stanch.extent.known_people import KnownPerson
    from stanch.extent.scanning import Extent
    from stanch.records import Unread

SPAN = ("locator", "kind", "start", "end")
SEVERAL = 4  # parts of findings that are counted side by side
FEW = 1000  # findings that are counted before Arrow has loaded what counts them
KEYS = ("locator", "kind", "start", "end", "masked", "token", "confidence", "detector", "row", "column")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=PathOrAddress())
@click.option(
    "--format", "form", type=click.Choice(["table", "jsonl", "spans", "parquet"]), default="table", help="How to print what was found."
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write there instead of to standard output.")
@click.option("--workers", type=click.IntRange(1, 256), default=None, help="Processes at work; default: one a core.")
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    help="Where files are read and searched: here, or on the cluster that SPARK_MASTER names.",
)
@click.option("--ocr", type=click.Choice(["auto", "never"]), default="auto", help="Read text from images.")
@click.option("--only", metavar="KIND,...", help="Report these kinds of element only.")
@click.option("--unread", type=click.Path(dir_okay=False, path_type=Path), help="Write what could not be read, with its reason.")
@click.option("--passwords", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Known passwords, one a line.")
@credentials_option
@click.option(
    "--known-people",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Your own customers or staff (CSV, XLSX, JSON): their names and numbers are found wherever they stand.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format jsonl.")
def command(  # noqa: PLR0917 click gives them by name
    paths: tuple[Path | str, ...],
    form: str,
    out: Path | None,
    workers: int | None,
    engine: str,
    ocr: str,
    only: str | None,
    unread: Path | None,
    passwords: Path | None,
    credentials: Path | None,
    known_people: Path | None,
    as_json: bool,
) -> int:
    """Find personal data in files, folders, mailboxes, archives, tables and live sources. Values are shown masked.

    PATHS may be addresses: postgresql://, mysql://, sqlite:///, mssql://, s3:// and imaps:// are read under a read-only view.
    A .jsonl file whose lines have an id and a text is read as one document a line.
    """
    with Crew() as crew:
        if engine == "local" and any(Path(path).suffix.lower() not in (".jsonl", ".ndjson") for path in paths):
            call_first(crew)
        else:
            call_none()
        return _scan(
            paths, "jsonl" if as_json else form, out, workers, engine, ocr, only, unread, passwords, credentials, known_people, crew
        )


def _scan(  # noqa: PLR0917 the options of the call, in their order
    paths: tuple[Path | str, ...],
    form: str,
    out: Path | None,
    workers: int | None,
    engine: str,
    ocr: str,
    only: str | None,
    unread: Path | None,
    passwords: Path | None,
    credentials: Path | None,
    known_people: Path | None,
    crew: Crew,
) -> int:
    from stanch.extent.documents import check_kinds, is_documents

    if engine == "spark":
        from stanch.engine import spark

        spark.check()
    if form == "parquet" and out is None:
        raise WrongCall("Parquet is not for a terminal", do="Name a file with --out.")
    kinds = check_kinds(only)
    people = known_list(known_people)
    workers = workers or os.cpu_count() or 2
    files, named = split(paths)
    live = sources_of([(one, "evidence") for one in named], credentials)
    documents = [path for path in files if is_documents(path)]
    others = [path for path in files if path not in documents]
    missed: list[Unread] = []
    with _opened(out if form != "parquet" else None) as stream:
        found: Counter[tuple[str, str]] = Counter()
        rows = _Rows(form, out, stream, found)
        with _benched(workers, ocr, kinds, passwords, people, crew, engine) as bench:
            for path in documents:
                missed += rows.documents(path, bench)
            if others or named:
                missed += _walk(others, live, rows, bench)
        rows.close()
    return _tell(missed, unread, found, form)


@contextmanager
def _benched(  # noqa: PLR0917 the options of the call, in their order
    workers: int,
    ocr: str,
    kinds: frozenset[str] | None,
    passwords: Path | None,
    people: tuple[KnownPerson, ...],
    crew: Crew,
    engine: str,
) -> Iterator[Bench]:
    """A bench with what the call asked for, in a folder that is gone afterwards."""
    from stanch.cli.bench import temporary_bench

    with show.progress() as progress, temporary_bench(workers=workers, progress=progress, crew=crew, engine=engine) as bench:
        bench.settings["ocr"] = ocr
        if passwords:
            bench.settings["passwords"] = "\n".join(passwords.read_text(encoding="utf-8", errors="replace").splitlines())
        if people:
            from stanch.extent import known_sealed

            sealed = bench.work / "known_people.sealed"
            known_sealed.keep(people, sealed, bench.keys)
            bench.settings.update(known_sealed.settings(people, sealed, bench.keys))
        if kinds:
            bench.settings["only"] = ",".join(sorted(kinds))
        yield bench


@contextmanager
def _opened(out: Path | None) -> Iterator[IO[str]]:
    if out is None:
        yield sys.stdout
        return
    with out.open("w", encoding="utf-8", errors="backslashreplace") as stream:
        yield stream


class _Rows:
    """Prints findings in the form asked for, and counts them."""

    def __init__(self, form: str, out: Path | None, stream: IO[str], found: Counter[tuple[str, str]]) -> None:
        self.form, self.out, self.stream, self.found = form, out, stream, found
        self._writer: Any = None
        self._open: dict[str, list[dict[str, Any]]] = {}

    def documents(self, path: Path, bench: Bench) -> tuple[Unread, ...]:
        """One document a line; returns the lines that were none, and those that could not be scanned."""
        from stanch.extent.documents import scan_documents

        scanned = scan_documents(path, as_spans=self.form == "spans", bench=bench)
        self.stream.writelines(f"{line}\n" for line in scanned.lines)
        for table in scanned.findings:
            self.table(table)
        return scanned.unread

    def needed(self) -> list[str]:
        """The columns of findings that this form shows."""
        return list({"table": SPAN[:2], "spans": SPAN}.get(self.form, KEYS))

    def all_of(self, findings: Parts) -> None:
        """All findings of a scan, in order."""
        if self.form != "table":
            for table in findings.tables(self.needed()):
                self.table(table)
        elif len(findings.paths) < SEVERAL:
            self.found.update(_counts(findings))
        else:
            from concurrent.futures import ThreadPoolExecutor

            # They are counted part by part, with both of the cores that the workers have left.
            with ThreadPoolExecutor(2) as pool:
                for counts in pool.map(_counts, (replace(findings, paths=(path,)) for path in findings.paths)):
                    self.found.update(counts)

    def table(self, findings: Any) -> None:
        """Findings as they come from the scan."""
        if self.form == "parquet":
            self._parquet(findings)
            return
        self.found.update(_counted(findings))
        if self.form == "jsonl":
            from stanch.cli.lines import json_lines

            self.stream.writelines(json_lines(findings, KEYS))
        elif self.form == "spans":
            for row in findings.select(SPAN).to_pylist():
                if row["start"] is not None:
                    self._open.setdefault(row["locator"], []).append(row)

    def _parquet(self, findings: Any) -> None:
        import pyarrow.parquet as pq

        shown = findings.select(KEYS)
        if self._writer is None:
            self._writer = pq.ParquetWriter(self.out, shown.schema, compression="zstd")
        self._writer.write_table(shown)

    def _line(self, content: Any) -> None:
        self.stream.write(json.dumps(content, ensure_ascii=False) + "\n")

    def close(self) -> None:
        """Write what was held back."""
        from stanch.extent.documents import span_type

        for locator, rows in self._open.items():
            self._line(
                {"id": locator, "spans": [{"start": row["start"], "end": row["end"], "type": span_type(row["kind"])} for row in rows]}
            )
        if self.form == "parquet":
            from stanch.records import FINDING_SCHEMA

            if self._writer is None:
                self._parquet(FINDING_SCHEMA.empty_table())
            self._writer.close()
        if self.form == "table":
            self._summary()

    def _summary(self) -> None:
        from stanch import safe_csv
        from stanch.vocabulary import elements

        rows = [(locator, elements()[kind].label, count) for (locator, kind), count in sorted(self.found.items())]
        if self.out is not None:
            self.stream.writelines("\t".join(safe_csv.cell(cell).replace("\t", " ") for cell in row) + "\n" for row in rows)
        elif rows:
            show.table("", ("where", "what", "how many"), rows)
        else:
            show.message("No personal data was found.")


def _counts(findings: Parts) -> Counter[tuple[str, str]]:
    """How many findings of each kind each place has, in all of them."""
    found: Counter[tuple[str, str]] = Counter()
    for table in findings.tables(list(SPAN[:2]), coded=SPAN[:2]):
        found.update(_counted(table))
    return found


def _counted(findings: Any) -> Counter[tuple[str, str]]:
    """The same of one table."""
    import numpy as np

    if findings.num_rows < FEW:
        return Counter(zip(*(findings.column(name).to_pylist() for name in SPAN[:2]), strict=True))
    found: Counter[tuple[str, str]] = Counter()
    for batch in findings.select(SPAN[:2]).to_batches():
        coded = [column if hasattr(column, "dictionary") else column.dictionary_encode() for column in batch.columns]
        places, kinds = (one.dictionary.to_pylist() for one in coded)
        numbers = coded[1].indices.to_numpy()
        if len(places) > 1:
            numbers = coded[0].indices.to_numpy().astype(np.int64) * len(kinds) + numbers
        counts = np.bincount(numbers)
        for number in np.flatnonzero(counts).tolist():
            found[places[number // len(kinds)], kinds[number % len(kinds)]] += int(counts[number])
    return found


def _walk(paths: list[Path], live: Sources, rows: _Rows, bench: Bench) -> list[Unread]:
    """Custody, reading, extent."""
    from stanch import custody, extent, reading
    from stanch.records import Evidence

    live.take(bench, by="")
    exhibits = custody.acquire([*[Evidence(str(path)) for path in paths], *live.evidence], by="", now=bench.now, bench=bench)
    call_second(bench, sum(one.size for one in exhibits))
    _ahead(rows.form)
    read = reading.read(exhibits, bench=bench)
    scanned: Extent = extent.scan(read.units, bench=bench)
    rows.all_of(scanned.findings)
    return [*read.unread, *scanned.unread]


def _ahead(form: str) -> None:
    """Do what the end needs now, while the first worker still loads."""
    from stanch.extent.scanning import rules

    rules()
    if form == "table":
        show.ready()


def _tell(missed: list[Unread], unread: Path | None, found: Counter[tuple[str, str]], form: str) -> int:
    from stanch.reading import is_aside

    if unread is not None:
        with unread.open("w", encoding="utf-8", errors="backslashreplace") as stream:
            for one in missed:
                stream.write(json.dumps({"locator": one.locator, "reason": one.reason, "detail": one.detail}, ensure_ascii=False) + "\n")
    if form == "table":
        places = len({locator for locator, _ in found})
        show.message(f"{sum(found.values()):,} findings in {places:,} {'place' if places == 1 else 'places'}.")
    hint = f"see {unread}" if unread else "--unread FILE lists them"
    gone = [one for one in missed if not is_aside(one)]
    if gone:
        reasons = ", ".join(f"{count} {reason}" for reason, count in Counter(one.reason for one in gone).most_common())
        show.message(f"{len(gone)} could not be read ({reasons}); {hint}.")
    if len(gone) < len(missed):
        show.message(f"{len(missed) - len(gone)} programs, system files and the like were set aside; {hint}.")
    return 1 if missed else 0
