"""Words of a letter by the word of two: one hands an edited text in, another says that it stands; one of them signs as counsel.

What was handed in is checked at once, against every letter of that text, and again when it is approved. It changes nothing until then.
See ADR 0194.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from stanch.casefile import decide, decisions, drafting, wording
from stanch.casefile.case import Case
from stanch.casefile.closing import refuse_if_closed
from stanch.casefile.decisions import reader_of
from stanch.casefile.wording import Tried
from stanch.engine import Bench
from stanch.errors import Changed, StanchError, WrongCall
from stanch.notices.form import text_at
from stanch.notices.versions import parts_of
from stanch.records import Wording

KIND = "Wording"
PROPOSE, REFUSE, TAKE = "propose words", "refuse words", "approve words"
Kept = Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What waits for a second person: the version that it would be, by whom and why, and what the checks said.

    `letters` use this text; `lost` are contents that a law demands and that they would lack, `told` what makes them hard to read,
    `vouched` what changed words are to say and no program can recognise. `is_counsels`: whoever handed it in signs as counsel.
    """

    wording: Wording
    letters: int
    lost: Mapping[str, int]
    told: Mapping[str, int]
    vouched: tuple[str, ...]
    is_counsels: bool
    at: datetime
    entry: int


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of the words at one place, in runs that stay, go, or are new."""

    place: str
    runs: tuple[tuple[Kept, str], ...]


def propose(
    case: Case, content: bytes, file: str, *, by: str, grounds: str, bench: Bench, as_counsel: bool = False, force: bool = False
) -> Proposal:
    """Check an edited document, and let it wait for a second person. Raises as `wording.taken` does, and where the grounds are not said."""
    refuse_if_closed(case.alias)
    _need(grounds)
    tried = wording.tried_out(case, wording.read_in(case, content, file, by=by, grounds=grounds.strip()), bench=bench)
    wording.must_prove(tried, file, force=force)
    return _waits(case, tried, by=by, as_counsel=as_counsel)


def propose_back(case: Case, name: str, version: int, *, by: str, grounds: str, bench: Bench, as_counsel: bool = False) -> Proposal:
    """Let an earlier version stand again, when a second person says so; 0 is the text as Stanch brings it. Raises `WrongCall`."""
    refuse_if_closed(case.alias)
    _need(grounds)
    made = wording.earlier(case, name, version, by=by, grounds=grounds.strip())
    return _waits(case, wording.tried_out(case, made, bench=bench), by=by, as_counsel=as_counsel)


def _waits(case: Case, tried: Tried, *, by: str, as_counsel: bool) -> Proposal:
    made = tried.wording
    told = {
        "version": made.version, "parts": dict(made.parts), "grounds": made.grounds, "letters": tried.letters, "lost": tried.lost,
        "told": tried.told, "vouched": list(tried.vouched), "counsel": _is_counsel(case, by, as_counsel=as_counsel),
    }  # fmt: skip
    said = json.dumps(told, ensure_ascii=False)
    decide.write(case, KIND, {made.text: f"version {made.version}"}, verdict="proposed", by=by, grounds=said, action=PROPOSE)
    return of_text(case, made.text)


def proposals(case: Case) -> list[Proposal]:
    """All that wait, by their texts; one made from a version that does not stand any more waits for nothing."""
    found = [_proposal(one) for _, one in sorted(decisions.current(case.alias, KIND).items()) if one.verdict == "proposed"]
    return [one for one in found if one.wording.version == wording.last(case, one.wording.text) + 1]


def of_text(case: Case, name: str) -> Proposal:
    """What waits for one text. Raises `WrongCall` where nothing does."""
    found = next((one for one in proposals(case) if one.wording.text == name), None)
    if found is None:
        raise WrongCall(f"no words of {name} wait for a second person", do="Look at the list of texts: somebody may have answered already.")
    return found


def _proposal(one: decisions.Decision) -> Proposal:
    told = json.loads(one.grounds)
    made = Wording(one.subject, told["version"], told["parts"], one.decided_by, one.decided_at, told["grounds"])
    return Proposal(made, told["letters"], told["lost"], told["told"], tuple(told["vouched"]), told["counsel"], one.decided_at, one.entry)


def approve(case: Case, name: str, *, by: str, entry: int, bench: Bench, as_counsel: bool = False, alone: bool = False) -> Wording:
    """Let what waits stand as a new version. `alone`: there is nobody else to ask.

    Raises `WrongCall` where the same person handed it in, or none of the two signs as counsel; `Changed` where something else waits than
    was seen, or the letters break more laws by now than when it was handed in.
    """
    from django.db import transaction

    found = of_text(case, name)
    if found.entry != entry:
        raise Changed("other words wait by now than those that you saw", do="Read what waits, then decide.")
    if reader_of(found.wording.by) == reader_of(by) and not alone:
        raise WrongCall("you are the one who handed it in", do="Somebody else must read it: two people approve the words of a letter.")
    if not (found.is_counsels or _is_counsel(case, by, as_counsel=as_counsel)):
        drafting.must_be_counsel(case, by, as_counsel=as_counsel)
    tried = wording.tried_out(case, found.wording, bench=bench)
    if more := sorted(set(tried.lost) - set(found.lost)):
        raise Changed(f"letters would break by now: {'; '.join(more)}", do="Refuse it, mend the words, and hand them in again.")
    made = Wording(name, found.wording.version, dict(found.wording.parts), found.wording.by, case.clock(), found.wording.grounds)
    # Both names stand in the journal: of whoever handed it in with the version, of the second here.
    with transaction.atomic(using=case.alias):
        wording.keep(case, made, as_counsel=True)
        decide.write(case, KIND, {name: f"version {made.version}"}, verdict="approved", by=by, grounds=made.grounds, action=TAKE)
    return made


def refuse(case: Case, name: str, *, by: str, entry: int, grounds: str) -> None:
    """Say that the words do not stand, with grounds; who handed them in may say so too. Raises `WrongCall`, `Changed`."""
    found = of_text(case, name)
    if found.entry != entry:
        raise Changed("other words wait by now than those that you saw", do="Read what waits, then decide.")
    _need(grounds)
    decide.write(case, KIND, {name: f"version {found.wording.version}"}, verdict="refused", by=by, grounds=grounds.strip(), action=REFUSE)


def changes(case: Case, made: Wording) -> list[Change]:
    """What becomes of each place whose words are others than those that stand now, in the order of the text."""
    return between(made, wording.parts_in(case, made.text))


def between(made: Wording, before: Mapping[str, str]) -> list[Change]:
    """The same against the words of another version."""
    own = parts_of(text_at(made.text))
    now, then = {**own, **before}, {**own, **made.parts}
    return [Change(place, _runs(now[place], then[place])) for place in own if now[place].split() != then[place].split()]


def _runs(before: str, after: str) -> tuple[tuple[Kept, str], ...]:
    """Word by word."""
    old, new = before.split(), after.split()
    found: list[tuple[Kept, str]] = []
    for what, first, last, begin, end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(("same", " ".join(old[first:last])))
        else:
            found += [("gone", " ".join(old[first:last]))] * (last > first)
            found += [("new", " ".join(new[begin:end]))] * (end > begin)
    return tuple(found)


def _is_counsel(case: Case, by: str, *, as_counsel: bool) -> bool:
    try:
        drafting.must_be_counsel(case, by, as_counsel=as_counsel)
    except StanchError:
        return False
    return True


def _need(grounds: str) -> None:
    if not grounds.strip():
        raise WrongCall("the grounds must be said", do="Say why the words are changed; it stands in the journal.")
