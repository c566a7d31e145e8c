"""What people know of the logs: how a kind of their own names things, whom they suspect, what rules they have, where no log lies.

All of it is kept in the case: every later walk needs it. Mappings and rules lie as plain files in `mappings/` and `rules/` of the case,
for they hold no personal data; names of suspects are sealed.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from pathlib import Path

from stanch.casefile.case import Case
from stanch.casefile.closing import refuse_if_closed
from stanch.cause import check_mapping
from stanch.errors import WrongCall
from stanch.vault import seal, unseal, write_whole

FOLDER = "mappings"
RULES = "rules"
LARGEST_RULE = 1 << 20  # bytes of one file: no rule is longer
FILE = "suspects.sealed"
USE = "suspects"
IN_EVIDENCE = "logs in evidence"


def suspects(case: Case) -> tuple[str, ...]:
    """The accounts and addresses that people named, in the order in which they were told."""
    try:
        return tuple(json.loads(unseal(case.keys, USE, (case.folder / FILE).read_bytes())))
    except FileNotFoundError:
        return ()


def suspect(case: Case, named: Iterable[str]) -> None:
    """Remember further ones. The journal tells how many, never whom."""
    refuse_if_closed(case.alias)
    before = suspects(case)
    whole = tuple(dict.fromkeys([*before, *(one.strip().lower() for one in named if one.strip())]))
    if len(whole) > len(before):
        write_whole(case.folder / FILE, seal(case.keys, USE, json.dumps(whole).encode()))
        case.journal.append("name suspects", details={"new": len(whole) - len(before), "in all": len(whole)})


def mappings(case: Case) -> list[Path]:
    """The mapping files of the case."""
    return sorted((case.folder / FOLDER).glob("*.yaml"))


def describe(case: Case, files: Iterable[Path]) -> None:
    """Copy mapping files into the case. Raises `BrokenDataFile` with every fault of the first that has some."""
    refuse_if_closed(case.alias)
    for file in files:
        check_mapping(file)
        content = file.read_bytes()
        place = case.folder / FOLDER / f"{hashlib.sha256(content).hexdigest()[:16]}.yaml"
        if not place.exists():
            place.parent.mkdir(mode=0o700, exist_ok=True)
            write_whole(place, content)
            case.journal.append("describe a kind of log", details={"sha256": hashlib.sha256(content).hexdigest()})


def rules(case: Case) -> Path | None:
    """The folder of further Sigma rules that was given last."""
    return next(iter(sorted((case.folder / RULES).glob("*/"))), None)


def follow_rules(case: Case, folder: Path) -> None:
    """Keep a folder of Sigma rules, to any depth, in the place of the one before. Raises `WrongCall` where it holds no rule files."""
    refuse_if_closed(case.alias)
    given = {path.relative_to(folder): path for ending in ("yml", "yaml") for path in folder.rglob(f"*.{ending}") if not path.is_symlink()}
    files = {at: path.read_bytes() for at, path in sorted(given.items()) if path.is_file() and path.stat().st_size <= LARGEST_RULE}
    if not files:
        raise WrongCall("there are no rules in this folder", where=str(folder), do="Name a folder with Sigma rules (.yml).")
    mark = hashlib.sha256()
    for at, content in files.items():
        mark.update(f"{at}\0{len(content)}\0".encode() + content)
    place = case.folder / RULES / mark.hexdigest()[:16]
    if place.exists() and rules(case) == place:
        return
    # Whole beside the others before any of them goes: a call that is cut off loses no rules.
    fresh = case.folder / f"{RULES}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    for at, content in files.items():
        (fresh / at).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        (fresh / at).write_bytes(content)
    place.parent.mkdir(mode=0o700, exist_ok=True)
    shutil.rmtree(place, ignore_errors=True)
    fresh.rename(place)
    for other in (case.folder / RULES).glob("*/"):
        if other != place:
            shutil.rmtree(other)
    case.journal.append("give Sigma rules", details={"files": len(files), "sha256": mark.hexdigest()})


def look_among_evidence(case: Case, *, wanted: bool) -> None:
    """Say whether files among the evidence that look like logs are read as such."""
    refuse_if_closed(case.alias)
    said = "" if wanted else "no"
    if (case.store.fingerprint(IN_EVIDENCE) or "") != said:
        case.store.set_fingerprint(IN_EVIDENCE, said)
        case.journal.append("look for logs among the evidence", details={"wanted": wanted})


def settings(case: Case) -> dict[str, str]:
    """What the case's bench must say so that they are used."""
    files, named, given = mappings(case), suspects(case), rules(case)
    return {
        **({"sigma": str(given)} if given else {}),
        **({"mappings": "\n".join(map(str, files))} if files else {}),
        **({"suspects": "\n".join(named)} if named else {}),
        **({"logs_in_evidence": "no"} if case.store.fingerprint(IN_EVIDENCE) == "no" else {}),
    }
