"""Letters that follow: what was done is said of closed actions, and holds as long as these are closed; a reminder is ordered by days."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from stanch.casefile import lettering
from stanch.casefile.case import Case
from stanch.errors import WrongCall
from stanch.notices.asked import said_of
from stanch.notices.following import FOLLOW_UP, told
from stanch.records import Action, Notice, Said
from stanch.records.said import current

KEY, REMIND = "measures", "remind"


def say(case: Case, measures: Mapping[str, str], *, language: str, by: str) -> list[str]:
    """Keep the sentence that people are told of each action; the keys that changed. Raises `WrongCall` for one that is not closed."""
    known = {one.id: one for one in case.store.get(Action)}
    for action, sentence in measures.items():
        if action not in known:
            raise WrongCall(f"no such action: {action}", do="`stanch actions -C CASE` lists them.")
        if known[action].status != "done":
            raise WrongCall(
                f"{action} is {known[action].status}; people are told only of what is done",
                do=f"Close it with its proof first: stanch actions close {action} --proof …",
            )
        if not sentence.strip():
            raise WrongCall("the sentence is empty", where=action, do='Write it as second_factor="Everyone must give a second proof."')
    kept = {**measures_in(case, language), **{action: " ".join(sentence.split()) for action, sentence in measures.items()}}
    lines = "\n".join(f"{action}: {sentence}" for action, sentence in kept.items() if known.get(action, _GONE).status == "done")
    return lettering.state(case, [said_of(KEY, language, lines, by=by, source="follow-up")], by=by)


def withdraw(case: Case, *, by: str) -> list[str]:
    """Take back all that was said of measures: the letters that follow are no longer drafted."""
    standing = [one for one in current(case.store.get(Said)) if one.key == KEY and one.value]
    return lettering.state(case, [Said(KEY, "", one.language, None, by, "follow-up") for one in standing], by=by)


def measures_in(case: Case, language: str) -> dict[str, str]:
    """What is said now in a language, by action."""
    return next((told(one.value) for one in current(case.store.get(Said)) if one.key == KEY and one.language == language), {})


def remind(case: Case, *, within: int, as_of: date, by: str) -> int:
    """Order a reminder to whoever has a code that ends within so many days and has not used it; how many there are now.

    The reminders are drafted with the next draft, and approved and sent like any letter. Raises `WrongCall` where nobody is to be reminded.
    """
    from stanch.casefile import codes

    last = as_of + timedelta(days=within)
    number = len({person for person, _, _ in codes.to_remind(case, as_of=as_of, within=last - as_of)})
    if not number:
        raise WrongCall(
            f"nobody has an unused code that ends by {last.isoformat()}",
            do="`stanch offers status -C CASE` tells when the first term ends; name more days with --within.",
        )
    lettering.state(case, [said_of(REMIND, "", f"{as_of.isoformat()} {last.isoformat()}", by=by, source="reminder")], by=by)
    return number


def remind_nobody(case: Case, *, by: str) -> bool:
    """Take the order of a reminder back; whether there was one. What was sent was sent."""
    return bool(lettering.state(case, [Said(REMIND, "", "", None, by, "reminder")], by=by))


def not_done(case: Case) -> list[str]:
    """The actions that letters tell of and that are not closed (or a line that names none)."""
    named = {action for one in current(case.store.get(Said)) if one.key == KEY for action in told(one.value)}
    done = {one.id for one in case.store.get(Action) if one.status == "done"} if named else set()
    return sorted(named - done)


def must_be_done(case: Case, notices: Collection[Notice]) -> None:
    """Raise `WrongCall` where one of these letters tells of a measure whose action is not closed."""
    if any(one.recipient == FOLLOW_UP for one in notices) and (found := not_done(case)):
        raise WrongCall(
            f"the letter tells of what is not done: {', '.join(one or 'a line that names no action' for one in found)}",
            do="Close the action with its proof, or say the measures anew: `stanch notices follow-up`.",
        )


_GONE = Action("", "", "", "", None, "", would_have_stopped_it=False)
