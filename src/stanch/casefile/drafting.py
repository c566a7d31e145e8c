"""Letters of a case drafted and printed with what people said of them and as counsel worded them; and their approval."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from stanch import line, notices
from stanch.casefile import decide, decisions, following_up, lettering
from stanch.casefile.case import Case
from stanch.casefile.decisions import Decision
from stanch.casefile.notice_pages import notices_in_pages
from stanch.engine import Bench
from stanch.errors import WrongCall
from stanch.notices.wanting import Wanting, is_doubt
from stanch.records import Duty, Notice, Said, Wording, from_json

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
    from stanch.casefile import sums

    done = line.walk(case.store, bench, only=STEPS)
    sums.bring_up_to_date(case)
    return done


def standing(case: Case) -> list[Notice]:
    """The notices, without the doubts that counsel has settled; all at once, which is for cases of some ten thousand."""
    return list(each(case))


def each(case: Case) -> Iterator[Notice]:
    """The same one after another, read by pages: however many there are, a few hundred stand in memory."""
    notices.adopt(case.store.get(Wording))
    without = settled(case)
    for page in notices_in_pages(case, to_people=False):
        yield from map(without, page)


def at_places(case: Case, places: Sequence[int]) -> list[Notice]:
    """The notices at these few places of the table, as they stand."""
    from stanch.casefile.models import NoticeRow

    notices.adopt(case.store.get(Wording))
    texts = NoticeRow.objects.using(case.alias).filter(place__in=places).order_by("place").values_list("record", flat=True)
    return list(map(settled(case), decisions.laid_over(case.alias, Notice, [from_json(Notice, text) for text in texts])))


def readers(case: Case) -> set[str]:
    """Who has read letters as the first of two."""
    from stanch.casefile.models import DecisionRow

    rows = DecisionRow.objects.using(case.alias).filter(kind=Notice.__name__, is_current=True, verdict="read")
    return set(rows.order_by().values_list("decided_by", flat=True).distinct())


def one_of(case: Case, notice: str) -> Notice:
    """One notice as it stands. Raises `WrongCall`, naming the nearest, where there is none of this id."""
    found: Notice = next(decide.named(case, Notice, [notice]))[0]
    return settled(case)(found)


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far the notices of a case are: all, those that lack nothing, and what the others wait for."""

    notices: int
    complete: int
    missing: tuple[Wanting, ...]


def readiness(case: Case) -> Readiness:
    """What still stands between the drafts and their approval, counted in one pass over the pages."""
    counts = [0, 0]

    def counted() -> Iterator[Notice]:
        for one in each(case):
            counts[0] += 1
            counts[1] += not one.missing
            yield one

    rows = tuple(notices.what_is_wanting(counted()))
    return Readiness(counts[0], counts[1], rows)


def ready(case: Case) -> list[str]:
    """The ids of the drafts that lack nothing."""
    return [one.id for one in each(case) if one.status == "draft" and not one.missing]


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


def settle(
    case: Case,
    wanted: Sequence[str],
    *,
    by: str,
    grounds: str,
    everything: bool = False,
    exactly: bool = False,
    as_counsel: bool = False,
) -> list[str]:
    """Settle doubts for every notice that has them: counsel takes the letters as they are. Their words; grounds are required.

    `wanted` are parts of their words, or with `exactly` all of them. Raises `WrongCall` where one is in no doubt.
    """
    if not grounds.strip():
        raise WrongCall("the grounds must be said", do="Say why the letters may go all the same; it stands in the journal.")
    must_be_counsel(case, by, as_counsel=as_counsel)
    doubts = sorted({line for one in each(case) for line in one.missing if is_doubt(line)})
    for part in wanted:
        if not any(part == line if exactly else part.casefold() in line.casefold() for line in doubts):
            raise WrongCall(f"no doubt says {part!r}", do="`stanch notices missing -C CASE` lists them; a part of the words is enough.")
    named = [line for line in doubts if line in wanted or (not exactly and any(part.casefold() in line.casefold() for part in wanted))]
    settled = doubts if everything else named
    if settled:
        seen = dict.fromkeys(settled, "settled")
        decide.write(case, DOUBT, seen, verdict="settled", by=by, grounds=grounds, action="settle doubts")
    return settled


def must_be_counsel(case: Case, by: str, *, as_counsel: bool = False) -> None:
    """Raise `WrongCall` unless this person signs as counsel; where the letters file names nobody, whoever decides does.

    `as_counsel`: the person's account has the role of counsel on this case; then no file needs to name them.
    """
    if as_counsel:
        return
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
    without = settled(case)
    if following_up.not_done(case):
        for page in decide.named(case, Notice, wanted):
            following_up.must_be_done(case, page)
    if lettering.one_of(case, "two_person") != "yes":
        return decide.approve_notices(case, wanted, by=by, grounds=grounds, revision=revision, without=without), 0
    seconds: list[str] = []
    firsts: list[str] = []
    for page in decide.named(case, Notice, wanted):
        before = decisions.current(case.alias, "Notice", [one.id for one in page])
        for one in page:
            notices.clear(without(one))
            (seconds if _was_read(before.get(one.id), one, by) else firsts).append(one.id)
    decide.approve_notices(case, seconds, by=by, grounds=grounds, revision=revision, without=without)
    decide.approve_notices(case, firsts, by=by, grounds=grounds, revision=revision, without=without, verdict="read")
    return len(seconds), len(firsts)


def _was_read(decision: Decision | None, notice: Notice, by: str) -> bool:
    """Whether another person approved the same words before."""
    if decision is None or decision.verdict not in ("read", "approved"):
        return False
    if decisions.reader_of(decision.decided_by) == decisions.reader_of(by):
        return False
    return decision.revision == decisions.revision_of(notice)
