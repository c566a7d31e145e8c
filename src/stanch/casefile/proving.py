"""Results of tools against the corrective actions of a case: what they prove is closed by proof, what they disprove is opened again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from stanch import recovery
from stanch.casefile import decide
from stanch.casefile.case import Case
from stanch.casefile.decisions import Decision, history
from stanch.errors import EvidenceError, WrongCall
from stanch.records import Action, Attack
from stanch.recovery import Judgement, Observation, latest
from stanch.recovery.checks import LARGEST

KIND = "Check"
# Kinds of log, as the ways of the controls call their platform.
PLATFORMS = {
    "m365": "m365", "entra": "m365", "entra_audit": "m365", "mailtrace": "m365", "google": "google", "okta": "okta",
    "cloudtrail": "aws", "s3": "aws", "vpcflow": "aws", "azure": "azure",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CheckFile:
    """A result that was read: its name, what wrote it, its hash, how much it saw."""

    name: str
    tool: str
    sha256: str
    observations: int


@dataclass(frozen=True, slots=True)
class Checked:
    """An action after a check: what came of it and of the check before, whether it was closed or opened again, what changed in between."""

    action: Action
    judgement: Judgement
    before: str
    turned: str
    changed: tuple[str, ...] = ()


def check(case: Case, paths: Sequence[Path], *, by: str, taken: date | None = None) -> tuple[list[CheckFile], list[Checked]]:
    """Read results, judge every action that a tool can prove, and record each judgement. Raises `WrongCall` naming a file that is none.

    `taken` is the day of a result that tells none itself; whoever hands it in answers for it.
    """
    return hold(case, [(path.name, _content(path)) for path in paths], by=by, taken=taken)


def hold(case: Case, results: Sequence[tuple[str, bytes]], *, by: str, taken: date | None = None) -> tuple[list[CheckFile], list[Checked]]:
    """As `check`, with the name and content of each result."""
    noon = datetime.combine(taken, time(12), UTC) if taken else None
    read = [_read(name, content, noon) for name, content in results]
    files = [file for file, _ in read]
    seen = latest([found for _, found in read])
    tools = {one.tool for one in seen}
    touched = _touched(case)
    checked = []
    for action in sorted(case.store.get(Action), key=lambda one: one.order):
        control = recovery.control_of(action.id)
        asked = {test.tool for test in control.tests} if control else set()
        if control and tools & asked:
            judgement = recovery.judge(control.tests, seen, now=case.clock(), touched=touched)
            checked.append(_recorded(case, action, judgement, [file for file in files if file.tool in asked], by=by))
    return files, checked


def past(case: Case, action: str) -> list[Decision]:
    """Every check of an action, oldest first; `grounds` is JSON of files and judgement."""
    return history(case.alias, KIND, action)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError as error:
        raise WrongCall(f"the result cannot be read ({error.strerror})", where=str(path), do="Name a file that is there.") from None


def _read(name: str, content: bytes, taken: datetime | None) -> tuple[CheckFile, list[Observation]]:
    try:
        tool, found = recovery.read_check(content, name, taken)
    except EvidenceError as error:
        raise WrongCall(error.detail, where=name, do="See docs: which tools prove an action.") from None
    return CheckFile(name, tool, hashlib.sha256(content).hexdigest(), len(found)), found


def _touched(case: Case) -> set[str]:
    """The platforms on which the breach was seen: those whose logs the story's detections stand in."""
    attacks = case.store.get(Attack)
    if not attacks or not attacks[0].story:
        return set()
    seen = {detection.file for detection in attacks[0].detections}
    return {PLATFORMS[log.kind] for log in attacks[0].sources if log.file in seen and log.kind in PLATFORMS}


def changes(before: Decision | None, after: Judgement) -> tuple[str, ...]:
    """What differs from the check before: `203.0.113.7: port 3389/tcp was open, is closed`."""
    old = json.loads(before.grounds).get("values", {}) if before else {}
    return tuple(
        f"{name} was {old[name]}, is {after.values[name]}" for name in after.values if name in old and old[name] != after.values[name]
    )


def _recorded(case: Case, action: Action, judgement: Judgement, files: Sequence[CheckFile], *, by: str) -> Checked:
    before = past(case, action.id)
    told = json.dumps({"files": [asdict(file) for file in files], **asdict(judgement)})
    decide.write(case, KIND, {action.id: ""}, verdict=judgement.outcome, by=by, grounds=told, action="check action")
    turned = ""
    if judgement.outcome == "proven" and action.status != "done":
        named = ", ".join(f"{file.name} ({file.tool}, sha256 {file.sha256[:16]})" for file in files)
        decide.close_action(case, action.id, by=by, proof=f"proven by {named}: {'; '.join(judgement.for_)}"[:4000])
        turned = "closed"
    elif judgement.outcome == "failing" and action.status == "done":
        decide.reopen_action(case, action.id, by=by, grounds=f"a later check fails: {'; '.join(judgement.against)}"[:4000])
        turned = "opened again"
    last = before[-1] if before else None
    return Checked(action, judgement, last.verdict if last else "", turned, changes(last, judgement))
