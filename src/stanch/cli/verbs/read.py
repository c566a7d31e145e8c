"""`stanch read`: the text and tables of files, as plain text files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stanch.cli import show
from stanch.cli.sources import PathOrAddress, credentials_option, sources_of, split

if TYPE_CHECKING:
    from stanch.engine import Parts

LONGEST = 255  # bytes of a file's name on common file systems


@click.command()
@click.argument("paths", nargs=-1, required=True, type=PathOrAddress())
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder for NAME.txt and NAME.status.")
@click.option("--workers", type=click.IntRange(1, 256), default=None, help="Processes at work; default: one a core.")
@click.option("--ocr", type=click.Choice(["auto", "never"]), default="auto", help="Read text from images.")
@click.option("--passwords", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Known passwords, one a line.")
@credentials_option
def command(  # noqa: PLR0917 click gives them by name
    paths: tuple[Path | str, ...], out: Path, workers: int | None, ocr: str, passwords: Path | None, credentials: Path | None
) -> int:
    """Write the text and tables that are read in each file, those of files within it included.

    PATHS may be addresses of live sources: postgresql://, mysql://, sqlite:///, mssql://, s3://, imaps://.
    A file FOLDER/a/b.pdf gives OUT/FOLDER/a/b.pdf.txt; where nothing could be read, OUT/FOLDER/a/b.pdf.status says why.
    """
    from stanch import custody, reading
    from stanch.cli.bench import temporary_bench
    from stanch.records import Evidence

    os.umask(0o077)  # what is written is evidence in the clear
    files, named = split(paths)
    live = sources_of([(one, "evidence") for one in named], credentials)
    with show.progress() as progress, temporary_bench(workers=workers or os.cpu_count() or 2, progress=progress) as bench:
        bench.settings["ocr"] = ocr
        if passwords:
            bench.settings["passwords"] = "\n".join(passwords.read_text(encoding="utf-8", errors="replace").splitlines())
        live.take(bench, by="")
        exhibits = custody.acquire([*[Evidence(str(path)) for path in files], *live.evidence], by="", now=bench.now, bench=bench)
        targets = {one.id: _target(out, one.name) for one in exhibits}
        result = reading.read(exhibits, bench=bench)
        written = _write(result.units, targets)
        told: set[Path] = set()
        for one in result.unread:
            target = targets[one.exhibit]
            status = target.with_name(target.name + ".status")
            status.parent.mkdir(parents=True, exist_ok=True)
            with status.open("a" if status in told else "w", encoding="utf-8", errors="backslashreplace") as stream:
                stream.write(f"{one.reason}\t{one.locator}\t{one.detail}\n")
            told.add(status)
        families = len(result.families())
    show.message(
        f"{len(written)} of {len(exhibits)} files gave text; {len(result.unread) - result.aside} things could not be read, "
        f"{result.aside} programs and the like were set aside; {result.copies} identical copies, {families} families of like texts."
    )
    return 1 if result.unread else 0


def _target(out: Path, name: str) -> Path:
    """Below `out`, whatever the name says, and short enough for an ending."""
    parts = ["_" if part in ("", ".", "..") else part.replace("\x00", "_") for part in name.split("/")]
    return out.joinpath(*[_short(part) for part in parts])


def _short(part: str) -> str:
    written = os.fsencode(part)
    if len(written) <= LONGEST - len(".status"):
        return part
    # Two long names with one beginning stay apart.
    mark = "~" + hashlib.sha256(written).hexdigest()[:8]
    return written[: LONGEST - len(".status") - len(mark)].decode("utf-8", "ignore") + mark


def _write(units: Parts, targets: dict[str, Path]) -> set[str]:
    begun: set[str] = set()
    for table in units.tables():
        for row in table.to_pylist():
            target = targets[row["exhibit"]]
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.with_name(target.name + ".txt").open(
                "a" if row["exhibit"] in begun else "w", encoding="utf-8", errors="backslashreplace"
            ) as stream:
                stream.writelines(_lines(row))
            begun.add(row["exhibit"])
    return begun


def _lines(row: dict[str, Any]) -> Iterator[str]:
    if row["kind"] == "text":
        yield row["text"] + "\n"
        return
    from stanch.records import unpack_cells

    table = unpack_cells(row["cells"])
    if "#" in row["locator"]:
        yield row["locator"].rpartition("#")[2] + "\n"
    if any(name != f"column_{place}" for place, name in enumerate(table.column_names, start=1)):
        yield "\t".join(table.column_names) + "\n"
    for cells in zip(*[column.to_pylist() for column in table.columns], strict=True):
        yield "\t".join(" ".join((cell or "").split()) for cell in cells) + "\n"
