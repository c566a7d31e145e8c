"""What people may decide: each is one transaction of decision and journal entry. Nothing here is ever done by the line.

A `revision` (`decisions.revision_of`) may be given to say which form of the record was seen; a decision on something that has
changed meanwhile is refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from stanch import law
from stanch import notices as notices_room
from stanch.casefile import own
from stanch.casefile.case import Case
from stanch.casefile.decisions import revision_of
from stanch.casefile.texts import storable
from stanch.errors import Changed, WrongCall
from stanch.records import Action, Client, Duty, Facts, Notice, to_plain

PAGE = 500  # records that are read at a time: a million letters are approved in the memory of a few hundred
VERDICTS = ("confirmed", "fulfilled", "declined", "open")


def sign_duty(case: Case, duty: str, *, verdict: str, by: str, grounds: str, revision: str | None = None) -> None:
    """Sign a duty: `confirmed` (it is ours and stands), `fulfilled`, `declined` (not owed), or `open` again. Grounds are required."""
    if verdict not in VERDICTS:
        raise WrongCall(f"unknown verdict {verdict!r}", do=f"Say one of: {', '.join(VERDICTS)}.")
    _need(grounds, "the grounds", "Say in a sentence what the decision rests on; it stands in the journal.")
    _decide(case, Duty, [duty], verdict=verdict, by=by, grounds=grounds, revision=revision, action="sign duty")


def approve_notices(
    case: Case,
    notices: Iterable[str],
    *,
    by: str,
    grounds: str = "",
    revision: str | None = None,
    without: Callable[[Notice], Notice] | None = None,
    verdict: str = "approved",
) -> int:
    """Approve drafts as they are now; how many. One that is incomplete or breaks a duty is refused, and then none is approved.

    `without` gives a notice without the doubts that counsel settled. `verdict` is `read` where a second person must follow.
    """
    wanted = list(dict.fromkeys(notices))
    if not wanted:
        return 0
    for page in named(case, Notice, wanted):
        for draft in page:
            notices_room.clear(without(draft) if without else draft)
            _not_held(draft)
    action = "approve notices" if verdict == "approved" else "read notices"
    _decide(case, Notice, wanted, verdict=verdict, by=by, grounds=grounds, revision=revision, action=action)
    return len(wanted)


def _not_held(notice: Notice) -> None:
    """Raise `Refused` where somebody holds this notice back: an approval must not let it go unseen."""
    if notice.status == "held":
        raise notices_room.Refused(
            "this notice is held back", where=notice.id, do="Let it go first, with the grounds: `stanch notices resume NOTICE`."
        )


def approve_notice(case: Case, notice: str, *, by: str, grounds: str = "", revision: str | None = None) -> None:
    """Approve one draft."""
    approve_notices(case, [notice], by=by, grounds=grounds, revision=revision)


def hold_notice(case: Case, notice: str, *, by: str, grounds: str) -> None:
    """Hold a notice back, for instance while law enforcement asks for delay."""
    _need(grounds, "the grounds", "Say why it is held, and until when.")
    _decide(case, Notice, [notice], verdict="held", by=by, grounds=grounds, revision=None, action="hold notice")


def release_notice(case: Case, notice: str, *, by: str, grounds: str) -> str:
    """Let a held notice go again: approved if its words are those that were approved before it was held, else a draft; as what."""
    from stanch.casefile.decisions import history

    _need(grounds, "the grounds", "Say why it need not be held any longer.")
    past = history(case.alias, Notice.__name__, notice)
    if not past or past[-1].verdict != "held":
        raise WrongCall("this notice is not held", where=notice, do="`stanch notices status -C CASE` lists those that are.")
    now = revision_of(next(named(case, Notice, [notice]))[0])
    last = next((one for one in reversed(past) if one.verdict != "held"), None)
    before = last.verdict if last and last.revision == now else "draft"
    _decide(case, Notice, [notice], verdict=before, by=by, grounds=grounds, revision=None, action="release notice")
    return before


def allow_email(case: Case, *, by: str, grounds: str) -> None:
    """Decide that the laws' conditions for notice by e-mail are met for those who have no postal address."""
    from stanch.casefile.decisions import EMAIL, WAY

    _need(grounds, "the grounds", "Say which condition is met: consent, the usual way of writing, a law that names e-mail.")
    write(case, WAY, {EMAIL: ""}, verdict="allowed", by=by, grounds=grounds, action="allow e-mail")


def close_action(case: Case, action: str, *, by: str, proof: str) -> None:
    """Close a corrective action with its proof: where it can be seen, or the signed statement itself."""
    _need(proof, "the proof", "Name the file, ticket or statement that proves it.")
    _decide(case, Action, [action], verdict="done", by=by, grounds=proof, revision=None, action="close action")


def reopen_action(case: Case, action: str, *, by: str, grounds: str) -> None:
    """Open a closed action again."""
    _need(grounds, "the grounds", "Say what was found.")
    _decide(case, Action, [action], verdict="reopened", by=by, grounds=grounds, revision=None, action="reopen action")


def set_fact(case: Case, key: str, value: Any, *, by: str, source: str, known_at: datetime | None = None, grounds: str = "") -> None:
    """State one fact (`incident.discovered`); what it was before stays in its history.

    Raises `WrongCall` for an unknown key, and for data without a role where some are held for clients.
    """
    from stanch.casefile import facts as known

    known.checked_key(key)
    current = case.store.get(Facts)
    values = known.spread(current[0] if current else Facts())
    facts = known.gather({**values, key: json.dumps(to_plain(value), sort_keys=True)})
    if key in ("data", "org.role") and case.store.get(Client):
        law.refuse_without_role(facts)
    case.store.put_facts(facts, source=source, known_at=known_at, by=by, grounds=grounds)


def _decide(
    case: Case, kind: type, subjects: Sequence[str], *, verdict: str, by: str, grounds: str, revision: str | None, action: str
) -> None:
    """Write one decision a subject and one journal entry, or nothing."""
    from django.db import transaction

    with transaction.atomic(using=case.alias):
        seen = {row.id: revision_of(row) for page in named(case, kind, subjects) for row in page}
        if revision is not None and revision not in seen.values():
            raise Changed("this has changed since you looked at it", where=", ".join(subjects), do="Look at it again, then decide.")
        own.check(case, kind.__name__, subjects, verdict)
        write(case, kind.__name__, {subject: seen[subject] for subject in subjects}, verdict=verdict, by=by, grounds=grounds, action=action)


def write(
    case: Case,
    kind: str,
    seen: Mapping[str, str],
    *,
    verdict: str,
    by: str,
    grounds: str,
    action: str,
    more: Mapping[str, Any] | None = None,
) -> None:
    """One decision on each subject, with the revision that was seen, and one journal entry (that tells `more` too), or nothing."""
    from django.db import transaction

    from stanch.casefile.models import DecisionRow

    by, grounds, subjects = storable(by), storable(grounds), list(seen)
    with transaction.atomic(using=case.alias):
        told = {**(more or {}), "verdict": verdict, "grounds": grounds, "subjects": dict(seen)}
        subject = subjects[0] if len(subjects) == 1 else f"{len(subjects)} of {kind}"
        entry = case.journal.append(action, subject, by=by, details=told)
        standing = DecisionRow.objects.using(case.alias).filter(kind=kind, is_current=True)
        for start in range(0, len(subjects), 500):
            standing.filter(subject__in=subjects[start : start + 500]).update(is_current=False)
        now = case.clock()
        DecisionRow.objects.using(case.alias).bulk_create(
            (
                DecisionRow(
                    kind=kind,
                    subject=subject,
                    verdict=verdict,
                    decided_by=by,
                    decided_at=now,
                    grounds=grounds,
                    revision=seen[subject],
                    entry=entry,
                )
                for subject in subjects
            ),
            batch_size=1000,
        )


def named(case: Case, kind: type[Any], wanted: Sequence[str]) -> Iterator[list[Any]]:
    """The records of these ids, in that order, a page at a time. Raises `WrongCall` at the first that is unknown."""
    for start in range(0, len(wanted), PAGE):
        share = wanted[start : start + PAGE]
        rows = {row.id: row for row in case.store.some(kind, share)}
        for one in share:
            if one not in rows:
                raise _unknown(case, kind, one)
        yield [rows[one] for one in share]


def _unknown(case: Case, kind: type[Any], wanted: str) -> WrongCall:
    import difflib

    near = difflib.get_close_matches(wanted, case.store.identities(kind), n=1)
    return WrongCall(
        f"no such {kind.__name__.lower()}: {wanted}",
        do=f"The nearest one is {near[0]}." if near else "List them first; their ids stand in the first column.",
    )


def _need(text: str, what: str, do: str) -> None:
    if not text.strip():
        raise WrongCall(f"{what} must be said", do=do)
