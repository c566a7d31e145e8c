"""How it happened, as people confirmed it: the cause and each control that failed is a finding, with who said of it what, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from stanch import recovery
from stanch.casefile import decide
from stanch.casefile.case import Case
from stanch.casefile.decisions import Decision, current
from stanch.errors import WrongCall
from stanch.records import Attack, Facts

KIND = "Cause"
CAUSE = "cause"
CONFIRMED, REFUTED, OPEN = "confirmed", "refuted", "open"
VERDICTS = (CONFIRMED, REFUTED, OPEN)
GROUNDS = 2000


@dataclass(frozen=True, slots=True)
class CauseState:
    """The cause (`cause`) or a control that failed (the id of the action that mends it), and what people said of it.

    `verdict`: `open` until somebody confirms or refutes it. `has_changed`: what was decided on was another sentence, which later evidence
    changed. `revision` is what a decision names.
    """

    id: str
    says: str
    why: str
    confidence: float
    controls: tuple[str, ...]
    verdict: str
    by: str
    at: datetime | None
    grounds: str
    has_changed: bool
    revision: str

    def in_words(self) -> str:
        """What was said of it, by whom, on which day and by what; of what stands open, how sure it is and what speaks for it."""
        if self.at is None:
            return f"open, confidence {self.confidence:.2f}" + (f": {self.why}" if self.why else "")
        return f"{self.verdict} by {self.by} on {self.at:%Y-%m-%d}: {self.grounds}" + (
            " (said of what stood there before)" if self.has_changed else ""
        )


def findings(case: Case) -> list[CauseState]:
    """The cause, then the controls that failed, the surest first; those that a person confirmed stay, whatever later logs say."""
    attack, facts = next(iter(case.store.get(Attack)), Attack()), next(iter(case.store.get(Facts)), Facts())
    decided = current(case.alias, KIND)
    found = []
    if attack.cause.statement:
        found.append(_state(CAUSE, (attack.cause.statement, "", attack.cause.confidence, ()), decided.get(CAUSE)))
    failed = {one.id: (one.says, one.why, one.confidence, one.controls) for one in recovery.failures(attack, facts)}
    for name, decision in decided.items():
        control = recovery.control_of(name)
        if control and name not in failed and decision.verdict == CONFIRMED:
            failed[name] = (control.failed, "", 0.0, control.controls)
    return found + [_state(name, told, decided.get(name)) for name, told in failed.items()]


def find(case: Case, name: str) -> CauseState:
    """One of them. Raises `WrongCall` where there is none."""
    found = next((one for one in findings(case) if one.id == name), None)
    if found is None:
        raise WrongCall(f"no such finding of the cause: {name[:80]}", do="`stanch actions causes -C CASE` lists them.")
    return found


def judge(case: Case, name: str, verdict: str, *, by: str, grounds: str) -> CauseState:
    """Confirm a finding, refute it, or leave it open again; the grounds are required. Raises `WrongCall`."""
    if verdict not in VERDICTS:
        raise WrongCall("no decision was chosen", do="Say that it was so, that it was not, or that it is open.")
    if not grounds.strip():
        raise WrongCall("the grounds are missing", do="Say by what it is known.")
    one = find(case, name)
    decide.write(case, KIND, {name: _mark(one.says)}, verdict=verdict, by=by, grounds=grounds.strip()[:GROUNDS], action="judge cause")
    return find(case, name)


def _state(name: str, told: tuple[str, str, float, tuple[str, ...]], decision: Decision | None) -> CauseState:
    says, why, confidence, controls = told
    if decision is None or decision.verdict == OPEN:
        return CauseState(name, says, why, confidence, controls, OPEN, "", None, "", has_changed=False, revision=_revision(says, decision))
    changed = decision.revision != _mark(says)
    said = (decision.verdict, decision.decided_by, decision.decided_at, decision.grounds)
    return CauseState(name, says, why, confidence, controls, *said, has_changed=changed, revision=_revision(says, decision))


def _mark(says: str) -> str:
    return sha256(says.encode()).hexdigest()[:32]


def _revision(says: str, decision: Decision | None) -> str:
    return f"{_mark(says)[:16]}-{decision.entry if decision else 0}"
