"""`stanch custody`: take evidence into custody, check that it is untouched, export it as a bag."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stanch.cli.casework import by_option, case_option, json_option, opened
from stanch.cli.sources import credentials_option, sources_of

if TYPE_CHECKING:
    from stanch.records import Exhibit
    from stanch.records.exhibit import Role


@click.group()
def command() -> None:
    """What we have, and whether it is untouched. Evidence is hashed where it lies and never changed."""


@command.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--log", "logs", multiple=True, type=click.Path(), help="A log, or a folder of logs; may be given more than once.")
@credentials_option
@case_option
@by_option
@json_option
def add(
    paths: tuple[str, ...], logs: tuple[str, ...], credentials: Path | None, case_folder: Path, by: str | None, *, as_json: bool
) -> None:
    """Take files, folders and live sources into custody: SHA-256 and BLAKE3, who, when, where.

    PATHS may be addresses (postgresql://, mysql://, sqlite:///, mssql://, s3://, imaps://): what they hold is taken once under a
    read-only view and kept sealed in the case. Ends with 1 if something could not be read.
    """
    from stanch import custody
    from stanch.cli import show
    from stanch.errors import WrongCall
    from stanch.records import Evidence, Exhibit

    if not paths and not logs:
        raise WrongCall("nothing was named to take into custody", do="Name files or folders, and logs with --log.")
    roles: list[tuple[str, Role]] = [*((path, "evidence") for path in paths), *((path, "log") for path in logs)]
    given = [Evidence(_absolute(path), role) for path, role in roles if not custody.is_address(path)]
    live = sources_of([(path, role) for path, role in roles if custody.is_address(path)], credentials)
    with opened(case_folder, by=by) as case, show.progress() as progress:
        evidence = list(dict.fromkeys([*case.store.get(Evidence), *given, *live.evidence]))
        now = datetime.now(UTC)
        bench = case.bench(moment=now, progress=progress)
        live.take(bench, by=case.by)
        acquired = custody.acquire(evidence, by=case.by, now=now, bench=bench)
        known = {exhibit.id: exhibit for exhibit in case.store.get(Exhibit)}
        exhibits = [known.get(exhibit.id, exhibit) for exhibit in acquired]
        case.store.put(Evidence, evidence)
        case.store.put(Exhibit, exhibits)
    fresh = [exhibit for exhibit in exhibits if exhibit.id not in known]
    unreadable = [exhibit for exhibit in exhibits if exhibit.form == "unreadable"]
    if as_json:
        show.json_line(
            {"exhibits": len(exhibits), "new": len(fresh), "bytes": _size(exhibits), "unreadable": [_brief(one) for one in unreadable]}
        )
    else:
        show.message(f"{len(exhibits)} exhibits in custody ({_size(exhibits):,} bytes), {len(fresh)} of them new.")
        noted = [exhibit for exhibit in fresh if (exhibit.form != "file" or exhibit.note) and exhibit.form != "taken"]
        sources = Counter(exhibit.source for exhibit in fresh if exhibit.form == "taken")
        rows = {source: sum(exhibit.rows or 0 for exhibit in fresh if exhibit.source == source) for source in sources}
        if sources:
            taken = [(source, f"{count:,}", f"{rows[source]:,}") for source, count in sources.items()]
            show.table("Taken from live sources", ("Source", "Exhibits", "Rows"), taken)
        if noted:
            show.table("To know about these", ("Exhibit", "Form", "Note"), [(one.name, one.form, one.note) for one in noted])
    if unreadable:
        raise SystemExit(1)


@command.command()
@case_option
@json_option
def verify(case_folder: Path, *, as_json: bool) -> None:
    """Compare the evidence with what was taken: changed, missing, new. Ends with 1 if anything differs."""
    from stanch import custody
    from stanch.cli import show
    from stanch.records import Evidence, Exhibit

    with opened(case_folder) as case, show.progress() as progress:
        exhibits = case.store.get(Exhibit)
        differences = custody.verify(
            exhibits, evidence=case.store.get(Evidence), own=case.folder, held=(case.parts, case.keys), progress=progress
        )
        counts = {kind: sum(one.kind == kind for one in differences) for kind in ("changed", "missing", "new", "unreadable")}
        case.journal.append("verify custody", details={"exhibits": len(exhibits), **counts})
    if as_json:
        show.json_line({"exhibits": len(exhibits), **counts, "differences": [asdict(one) for one in differences]})
    elif differences:
        show.table("Not as it was taken", ("What", "Exhibit", "Detail"), [(one.kind, one.name, one.detail) for one in differences])
    else:
        show.message(f"Untouched: {len(exhibits)} exhibits are as they were taken.")
    if differences:
        raise SystemExit(1)


@command.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="BAG_DIR")
@case_option
@by_option
@json_option
def export(folder: Path, case_folder: Path, by: str | None, *, as_json: bool) -> None:
    """Copy the evidence into a BagIt bag (RFC 8493) that anyone can verify. It is not sealed: guard it."""
    from stanch import __version__, custody
    from stanch.cli import show
    from stanch.records import Exhibit, Organisation

    with opened(case_folder, by=by) as case, show.progress() as progress:
        organisation = next(iter(case.store.get(Organisation)), None)
        fields = {
            "Source-Organization": (organisation.name if organisation else None) or "",
            "Contact-Name": case.by,
            "External-Identifier": case.journal.head().case,
            "External-Description": "Evidence of a data breach, as it was taken into custody",
            "Bag-Software-Agent": f"Stanch {__version__}",
        }
        exported = custody.export(
            case.store.get(Exhibit), folder, fields=fields, now=datetime.now(UTC), held=(case.parts, case.keys), progress=progress
        )
        case.journal.append("export custody", str(folder), details={"files": exported.files, "bytes": exported.size})
    left_out = [{"exhibit": name, "reason": reason} for name, reason in exported.left_out]
    if as_json:
        show.json_line({"folder": str(exported.folder), "files": exported.files, "bytes": exported.size, "left_out": left_out})
    else:
        show.message(
            f"{exported.files} files ({exported.size:,} bytes) in {exported.folder}; the bag verifies. It is not sealed: guard it."
        )
        if left_out:
            show.table("Without a copy", ("Exhibit", "Reason"), exported.left_out)


def _absolute(path: str) -> str:
    import os

    return os.path.abspath(path)  # noqa: PTH100 a link stays a link


def _size(exhibits: list[Exhibit]) -> int:
    return sum(exhibit.size for exhibit in exhibits if exhibit.sha256)


def _brief(exhibit: Exhibit) -> dict[str, str]:
    return {"exhibit": exhibit.name, "reason": exhibit.note}
