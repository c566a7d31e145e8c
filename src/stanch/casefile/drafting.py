"""Letters of a case drafted and printed with what people said of them and as counsel worded them; and their approval."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from stanch import line, notices
from stanch.casefile import decide, decisions, lettering
from stanch.casefile.case import Case
from stanch.casefile.decisions import Decision
from stanch.casefile.streamed import Streamed
from stanch.engine import Bench
from stanch.errors import WrongCall
from stanch.notices.wanting import is_doubt
from stanch.records import Duty, Notice, Said, Wording

# The steps that what people say of a case can change; nothing is read or scanned again.
STEPS = ("law", "protection", "notices", "recovery")
# What a decision that settles a doubt is about: the doubt's own words.
DOUBT = "Doubt"


def prepared(case: Case, bench: Bench) -> Bench:
    """The bench with what was said of the letters; texts are as counsel worded them from here on."""
    notices.adopt(case.store.get(Wording))
    return replace(bench, settings={**bench.settings, **notices.told(case.store.get(Said))})


def redraft(case: Case, bench: Bench) -> Sequence[str]:
    """Do anew the steps from the law on whose inputs have changed; their names."""
    return line.walk(case.store, bench, only=STEPS)


def standing(case: Case) -> list[Notice]:
    """The notices, without the doubts that counsel has settled."""
    without = settled(case)
    return [without(one) for one in case.store.get(Notice)]


def standing_streamed(case: Case) -> Iterator[Notice]:
    """As `standing`, a page at a time."""
    notices.adopt(case.store.get(Wording))
    without = settled(case)
    return (without(one) for one in Streamed(case, Notice))


def settled(case: Case) -> Callable[[Notice], Notice]:
    """A function that gives a notice without the doubts that counsel has settled; for lists too long to hold."""
    signed = {duty for duty, decision in decisions.current(case.alias, "Duty").items() if decision.verdict != "open"}
    names = {one.id: one.cite or one.id for one in case.store.get(Duty) if one.id in signed} if signed else {}
    allowed = decisions.current(case.alias, DOUBT).keys()
    return lambda notice: lifted(notice, names, allowed)


def lifted(notice: Notice, signed: Mapping[str, str], allowed: Collection[str]) -> Notice:
    """The notice without the doubts that counsel settled, one by one or by signing the duty (id: citation) they turn on."""
    if not notice.missing:
        return notice
    cites = {signed[one] for one in notice.duties if one in signed}
    closed = tuple(f"conditional: {cite} applies" for cite in cites) + (("conditional: applies",) if cites else ())
    kept = tuple(line for line in notice.missing if not (is_doubt(line) and (line in allowed or line.startswith(closed))))
    return notice if kept == notice.missing else replace(notice, missing=kept)


def settle(case: Case, wanted: Sequence[str], *, by: str, grounds: str, everything: bool = False, exactly: bool = False) -> list[str]:
    """Settle doubts for every notice that has them: counsel takes the letters as they are. Their words; grounds are required.

    `wanted` are parts of their words, or with `exactly` all of them. Raises `WrongCall` where one is in no doubt.
    """
    if not grounds.strip():
        raise WrongCall("the grounds must be said", do="Say why the letters may go all the same; it stands in the journal.")
    must_be_counsel(case, by)
    doubts = sorted({line for one in standing(case) for line in one.missing if is_doubt(line)})
    for part in wanted:
        if not any(part == line if exactly else part.casefold() in line.casefold() for line in doubts):
            raise WrongCall(f"no doubt says {part!r}", do="`stanch notices missing -C CASE` lists them; a part of the words is enough.")
    named = [line for line in doubts if line in wanted or (not exactly and any(part.casefold() in line.casefold() for part in wanted))]
    settled = doubts if everything else named
    if settled:
        seen = dict.fromkeys(settled, "settled")
        decide.write(case, DOUBT, seen, verdict="settled", by=by, grounds=grounds, action="settle doubts")
    return settled


def must_be_counsel(case: Case, by: str) -> None:
    """Raise `WrongCall` unless this person signs as counsel; where the letters file names nobody, whoever decides does."""
    names = lettering.names_of(case, "counsel")
    # The portal names a member of its team with the address of the account behind the name.
    told = {by.casefold(), by.rpartition(" (")[0].casefold()} if by.endswith(")") else {by.casefold()}
    if names and not told & {name.casefold() for name in names}:
        raise WrongCall(
            f"{by} does not sign as counsel",
            where=", ".join(names),
            do="Let counsel decide (--by NAME), or change `counsel` in the letters file.",
        )


def approve(case: Case, wanted: Sequence[str], *, by: str, grounds: str = "", revision: str | None = None) -> tuple[int, int]:
    """Approve notices as they are now: how many are approved, and how many wait for a second person.

    Where the letters file says `two_person: yes`, the first approval of a notice is kept as `read`, and another person must
    approve the same words. One that is incomplete or breaks a duty is refused, and then none is approved.
    """
    wanted = list(dict.fromkeys(wanted))
    by_id = {one.id: one for one in standing(case)}
    for one in wanted:
        if one in by_id:
            notices.clear(by_id[one])
    if lettering.one_of(case, "two_person") != "yes":
        return decide.approve_notices(case, wanted, by=by, grounds=grounds, revision=revision, drafts=by_id), 0
    before = decisions.current(case.alias, "Notice")
    seconds = [one for one in wanted if one in by_id and _was_read(before.get(one), by_id[one], case, by)]
    firsts = [one for one in wanted if one not in set(seconds)]
    decide.approve_notices(case, seconds, by=by, grounds=grounds, revision=revision, drafts=by_id)
    decide.approve_notices(case, firsts, by=by, grounds=grounds, revision=revision, drafts=by_id, verdict="read")
    return len(seconds), len(firsts)


def _was_read(decision: Decision | None, notice: Notice, case: Case, by: str) -> bool:
    """Whether another person approved the same words before."""
    if decision is None or decision.verdict not in ("read", "approved") or decision.decided_by.casefold() == by.casefold():
        return False
    drawn = next(one for one in case.store.get(Notice) if one.id == notice.id)
    return decision.revision == decisions.revision_of(drawn)
