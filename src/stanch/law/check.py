"""The library's own report: coverage, how old each reading is, what is not verified, and whether every case holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from stanch.errors import BrokenDataFile
from stanch.law import contracts, proof, statutes
from stanch.law.statutes import Statute


@dataclass(frozen=True, slots=True)
class Row:
    """One instrument in the report.

    `threats` counts claims and penalties, `threats_unread` those whose section was not read. `accounts`: what was read in
    accounts that agree and not in the law itself.
    """

    code: str
    name: str
    instrument: str
    rules: int
    cases: int
    failed: tuple[str, ...]
    read_on: date
    uncited: tuple[str, ...]
    unverified: tuple[str, ...]
    status: str
    threats: int = 0
    threats_unread: int = 0
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """All instruments, and the faults of files that could not be loaded."""

    rows: tuple[Row, ...]
    faults: tuple[str, ...]

    @property
    def in_words(self) -> str:
        """How much was read in the law, how much in accounts that agree, and what is open."""
        opened = sum(bool(row.unverified) for row in self.rows)
        told = sum(bool(row.accounts) and not row.unverified for row in self.rows)
        checked = len(self.rows) - opened
        share = 100 * checked / max(1, len(self.rows))
        return f"{checked} of {len(self.rows)} verified ({share:.0f} %), {told} of them partly in accounts that agree; {opened} open"

    @property
    def is_clean(self) -> bool:
        """Every file loads, every case holds, every leaf is cited."""
        return not self.faults and not any(row.failed or row.uncited for row in self.rows)


def check(folder: Path = statutes.HERE) -> Report:
    """Load every statute file below the folder and run its cases."""
    rows: list[Row] = []
    faults: list[str] = []
    for path in statutes.files(folder):
        try:
            rows += [_row(one, proof.cases_of(one)) for one in _read(path)]
        except BrokenDataFile as error:
            faults += [str(fault) for fault in error.faults]
    if not rows and not faults:
        faults.append(f"{folder}: no statute files (*.yaml) here")
    return Report(tuple(rows), tuple(faults))


def _read(path: Path) -> tuple[Statute, ...]:
    """A statute file holds one instrument, a file of contracts several."""
    text = path.read_text(encoding="utf-8", errors="replace")
    return contracts.parsed(text, str(path)) if contracts.HEAD.search(text) else (statutes.read(path),)


def _row(statute: Statute, cases: Iterable[proof.Check]) -> Row:
    law = statute.versions[-1].law
    failed, number = [], 0
    for name, run in cases:
        number += 1
        try:
            run()
        except AssertionError as error:
            failed.append(f"{name}: {error}")
    return Row(
        code=law.code,
        name=law.name,
        instrument=law.instrument,
        rules=len(law.rules),
        cases=number,
        failed=tuple(failed),
        read_on=min(source.read_on for source in law.sources),
        uncited=tuple(_uncited(statute)),
        unverified=tuple([law.note] if not law.verified else [f"{rule.id}: {rule.note}" for rule in law.rules if not rule.verified]),
        status=law.status,
        threats=len(law.penalties),
        threats_unread=sum(not one.verified for one in law.penalties),
        accounts=tuple(told for told in (law.accounts, *(rule.accounts for rule in law.rules)) if told),
    )


def _uncited(statute: Statute) -> list[str]:
    """Leaves whose own citation or their rule's is empty, in any version."""
    law = statute.versions[-1].law
    return [
        f"{kind}:{one.id}" for kind in ("rules", "definitions", "conditions", "exemptions") for one in getattr(law, kind) if not one.cite
    ]
