"""May anything be sent at all? Asked by everything that sends, before the first piece and again before each."""

from __future__ import annotations

from pathlib import Path

from stanch.casefile import closing, own, weighing
from stanch.casefile.case import Case
from stanch.casefile.decisions import current
from stanch.records import Notice

SET_ASIDE = "SetAside"  # kind of the decision that a person is not written to
STOP = "sending.stopped"  # a file, so that it works while the sender itself holds the case


def may_send(case: Case) -> list[str]:
    """The reasons why nothing may be sent now; empty where it may. Approval of the single notice is asked for each besides."""
    reasons = []
    if closing.is_closed(case.alias):
        reasons.append("this case is closed: `stanch reopen -C CASE --grounds …` opens it again")
    if is_stopped(case.folder):
        reasons.append("sending is stopped: `stanch notices resume -C CASE --grounds …` lifts it")
    if weighing.chosen(case) is None:
        reasons.append("no strategy is chosen: compare them with `stanch notices options`, then `stanch notices choose`")
    if not _has_approved(case):
        reasons.append("no notice is approved: `stanch notices approve -C CASE`")
    return reasons + [f"first: {one}" for one in own.waits_for(case, "send", "sending")]


def is_stopped(folder: Path) -> bool:
    """Whether the stop switch is down."""
    return (folder / STOP).exists()


def stop(folder: Path) -> None:
    """Put the stop switch down. Needs neither passphrase nor the case's lock; a sender sees it before its next message."""
    (folder / STOP).touch(mode=0o600)


def lift(folder: Path) -> bool:
    """Lift the stop switch; whether it was down."""
    down = is_stopped(folder)
    (folder / STOP).unlink(missing_ok=True)
    return down


def _has_approved(case: Case) -> bool:
    from stanch.casefile.models import DecisionRow

    return DecisionRow.objects.using(case.alias).filter(kind=Notice.__name__, is_current=True, verdict="approved").exists()


def people_set_aside(case: Case) -> dict[str, str]:
    """Those who are not written to, by decision of a person, with the reason."""
    return {one.subject: one.grounds for one in current(case.alias, SET_ASIDE).values() if one.verdict == "set aside"}
