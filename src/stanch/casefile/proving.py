"""Results of tools against the corrective actions of a case: what they prove is closed by proof, what they disprove is opened again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path

from stanch import recovery
from stanch.casefile import decide
from stanch.casefile.case import Case
from stanch.casefile.decisions import Decision, history
from stanch.errors import EvidenceError, WrongCall
from stanch.records import Action, Attack
from stanch.recovery import Judgement, Observation, latest
from stanch.recovery.checks import LARGEST, moment
from stanch.recovery.judging import Test

KIND = "Check"
REMEMBERED = 500  # observations of one check that the next one is held against
NEVER = datetime.min.replace(tzinfo=UTC)
Key = tuple[str, str, str]  # tool, subject, check
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
            known = _known(case, action.id)
            told = [one for one in seen if not known.is_past(one, control.tests, case.clock())]
            judgement = recovery.judge(control.tests, told, now=case.clock(), touched=touched, failed=known.still_failing(told))
            kept = recovery.weighed(control.tests, told, case.clock())
            checked.append(_recorded(case, action, judgement, [file for file in files if file.tool in asked], kept, by=by))
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


@dataclass(slots=True)
class _Known:
    """What earlier checks saw, of each check of each machine the newest: when, and whether it stood as it should."""

    good: dict[Key, datetime] = field(default_factory=dict)
    bad: dict[Key, Observation] = field(default_factory=dict)

    def is_past(self, one: Observation, tests: Sequence[Test], now: datetime) -> bool:
        """Whether it tells of a failure that is over: a check of a later day saw it mended."""
        mended = self.good.get((one.tool, one.subject, one.check))
        return bool(mended and one.at and one.at < mended and any(not is_good for _, is_good in recovery.weighed(tests, [one], now)))

    def still_failing(self, seen: Sequence[Observation]) -> list[Observation]:
        """What failed and was not looked at since; a result of an earlier day is no second look."""
        again = {(one.tool, one.subject, one.check): one.at for one in seen}
        return [one for key, one in self.bad.items() if key not in again or _is_before(again[key], one.at)]

    def add(self, one: Observation, *, is_good: bool) -> None:
        """One more, of a later check."""
        key = (one.tool, one.subject, one.check)
        if is_good:
            self.good[key] = max(one.at or NEVER, self.good.get(key, NEVER))
            if key in self.bad and not _is_before(one.at, self.bad[key].at):
                del self.bad[key]
        elif one.at is None or one.at >= self.good.get(key, NEVER):
            self.bad[key] = one


def _is_before(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and other is not None and one < other


def _known(case: Case, action: str) -> _Known:
    """What the checks of an action saw. Closing it settles the failures before: by proof they were gone, by statement somebody answers."""
    closed = max((one.entry for one in history(case.alias, Action.__name__, action) if one.verdict == "done"), default=0)
    known = _Known()
    for one in past(case, action):
        # Of one check good and bad may stand under one name (three disks of a machine): the bad ones count last.
        for tool, subject, check, value, at, is_good in sorted(json.loads(one.grounds).get("seen", ()), key=lambda row: not row[5]):
            if is_good or one.entry > closed:
                known.add(Observation(tool, subject, check, value, moment(at)), is_good=is_good)
    return known


def _kept(seen: Sequence[tuple[Observation, bool]]) -> list[list[str | bool]]:
    """What is remembered of a check for the next one: failures first."""
    found = sorted(seen, key=lambda pair: pair[1])[:REMEMBERED]
    return [[one.tool, one.subject, one.check, one.value, one.at.isoformat() if one.at else "", is_good] for one, is_good in found]


def _recorded(
    case: Case, action: Action, judgement: Judgement, files: Sequence[CheckFile], seen: Sequence[tuple[Observation, bool]], *, by: str
) -> Checked:
    before = past(case, action.id)
    told = json.dumps({"files": [asdict(file) for file in files], **asdict(judgement), "seen": _kept(seen)})
    decide.write(case, KIND, {action.id: ""}, verdict=judgement.outcome, by=by, grounds=told, action="check action")
    turned = ""
    if judgement.outcome == "proven" and action.status != "done":
        named = ", ".join(f"{file.name} ({file.tool}, sha256 {file.sha256[:16]})" for file in files)
        decide.close_action(case, action.id, by=by, proof=f"proven by {named}: {'; '.join(judgement.for_)}"[:4000])
        turned = "closed"
    elif judgement.outcome == "failing" and action.status == "done":
        decide.reopen_action(
            case, action.id, by=by, grounds=f"a check that came after it was closed fails: {'; '.join(judgement.against)}"[:4000]
        )
        turned = "opened again"
    last = before[-1] if before else None
    return Checked(action, judgement, last.verdict if last else "", turned, changes(last, judgement))
