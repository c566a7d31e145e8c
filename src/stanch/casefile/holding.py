"""The litigation hold: who was asked to keep what they have, who acknowledged it, who has to be asked again, and its end.

Each step is a signed decision in the journal. Acknowledging says what somebody holds and where, so that it can be fetched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from stanch.casefile import decide
from stanch.casefile.case import Case
from stanch.casefile.decisions import current, history
from stanch.errors import WrongCall

KIND = "Hold"
PATIENCE = timedelta(days=3)  # after which somebody who did not answer is asked again
LONGEST = 2000
ASKED, ACKNOWLEDGED, RELEASED = "asked", "acknowledged", "released"


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody under the hold: since when, whether it was acknowledged and when, and what they hold. `is_late`: to be asked again."""

    name: str
    status: str
    asked_at: datetime
    answered_at: datetime | None
    holds: str
    is_late: bool


def ask(case: Case, names: Sequence[str], *, by: str, how: str = "") -> list[str]:
    """Record that the notice was given to these people; those who are under the hold already are asked again. Gives their names."""
    wanted = list(dict.fromkeys(name.strip()[:200] for name in names if name.strip()))
    if not wanted:
        raise WrongCall("nobody is named", do="Name who was given the hold notice, such as --ask 'A. Example'.")
    standing = current(case.alias, KIND)
    done = [name for name in wanted if name in standing and standing[name].verdict == ACKNOWLEDGED]
    if done:
        raise WrongCall(f"{done[0]!r} has acknowledged the hold already", do="Leave the name out, or release it first.")
    decide.write(case, KIND, dict.fromkeys(wanted, ""), verdict=ASKED, by=by, grounds=how.strip()[:LONGEST], action="give hold notice")
    return wanted


def acknowledge(case: Case, name: str, *, holds: str, by: str) -> None:
    """Record that somebody read the notice, and what they hold and where. Raises `WrongCall` for one who was never asked."""
    _standing(case, name)
    if not holds.strip():
        raise WrongCall("an acknowledgement says what is held", do="Give --holds with what and where, or 'nothing'.")
    decide.write(
        case, KIND, {name.strip(): ""}, verdict=ACKNOWLEDGED, by=by, grounds=holds.strip()[:LONGEST], action="acknowledge hold notice"
    )


def release(case: Case, name: str, *, grounds: str, by: str) -> None:
    """Record that counsel lifted the hold for somebody, on grounds."""
    _standing(case, name)
    if not grounds.strip():
        raise WrongCall("lifting a hold needs grounds", do="Say who lifted it, and why it is no longer needed.")
    decide.write(case, KIND, {name.strip(): ""}, verdict=RELEASED, by=by, grounds=grounds.strip()[:LONGEST], action="release from hold")


def held(case: Case) -> list[Held]:
    """Everybody who was asked, those who did not answer first."""
    now, found = case.clock(), []
    for name, last in current(case.alias, KIND).items():
        asked = [one.decided_at for one in history(case.alias, KIND, name) if one.verdict == ASKED]
        is_open = last.verdict == ASKED
        found.append(
            Held(
                name,
                last.verdict,
                asked[0],
                None if is_open else last.decided_at,
                "" if is_open else last.grounds,
                is_open and now - asked[-1] > PATIENCE,
            )
        )
    return sorted(found, key=lambda one: ((ASKED, ACKNOWLEDGED, RELEASED).index(one.status), one.asked_at, one.name))


def _standing(case: Case, name: str) -> None:
    known = current(case.alias, KIND)
    if name.strip() not in known or known[name.strip()].verdict == RELEASED:
        raise WrongCall(f"{name.strip()!r} is not under the hold", do="See `stanch counsel hold` for the names; --ask adds one.")
