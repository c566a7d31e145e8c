"""Results of tools against the corrective actions of a case: what they prove is closed by proof, what they disprove is opened again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from stanch import recovery
from stanch.casefile import decide
from stanch.casefile.case import Case
from stanch.casefile.decisions import Decision, history
from stanch.errors import EvidenceError, WrongCall
from stanch.records import Action
from stanch.recovery import Judgement, Observation

KIND = "Check"


@dataclass(frozen=True, slots=True)
class CheckFile:
    """A result that was read: its name, what wrote it, its hash, how much it saw."""

    name: str
    tool: str
    sha256: str
    observations: int


@dataclass(frozen=True, slots=True)
class Checked:
    """An action after a check: what came of it, what came of the check before, and whether it was closed or opened again."""

    action: Action
    judgement: Judgement
    before: str
    turned: str


def check(case: Case, paths: Sequence[Path], *, by: str) -> tuple[list[CheckFile], list[Checked]]:
    """Read results, judge every action that a tool can prove, and record each judgement. Raises `WrongCall` naming a file that is none."""
    files: list[CheckFile] = []
    seen: list[Observation] = []
    for path in paths:
        file, found = _read(path)
        files.append(file)
        seen += found
    tools = {one.tool for one in seen}
    checked = []
    for action in sorted(case.store.get(Action), key=lambda one: one.order):
        control = recovery.control_of(action.id)
        if control and tools & {test.tool for test in control.tests}:
            judgement = recovery.judge(control.tests, seen, now=case.clock())
            checked.append(_recorded(case, action, judgement, files, by=by))
    return files, checked


def past(case: Case, action: str) -> list[Decision]:
    """Every check of an action, oldest first; `grounds` is JSON of files and judgement."""
    return history(case.alias, KIND, action)


def _read(path: Path) -> tuple[CheckFile, list[Observation]]:
    try:
        content = path.read_bytes()
        tool, found = recovery.read_check(content)
    except OSError as error:
        raise WrongCall(f"the result cannot be read ({error.strerror})", where=str(path), do="Name a file that is there.") from None
    except EvidenceError as error:
        raise WrongCall(error.detail, where=str(path), do="See docs: which tools prove an action.") from None
    return CheckFile(path.name, tool, hashlib.sha256(content).hexdigest(), len(found)), found


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
    return Checked(action, judgement, before[-1].verdict if before else "", turned)
