"""The delivery ledger of a case: every person of the list in exactly one state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from stanch.casefile import board, decide, drafting, weighing
from stanch.casefile.case import Case
from stanch.casefile.decisions import laid_over
from stanch.casefile.gate import SET_ASIDE, people_set_aside
from stanch.casefile.notice_pages import PAGE, notices_in_pages
from stanch.casefile.pieces import pieces
from stanch.casefile.returned import substitutes_given
from stanch.errors import WrongCall
from stanch.notices import lacks
from stanch.notices.accounting import STATES, Letter, Standing, account
from stanch.notices.following import FOLLOWING
from stanch.notices.letters import FIRST
from stanch.records import Concerns, Duty, Notice, Person, Piece, concerns, from_json, is_exposed


@dataclass(frozen=True, slots=True)
class Ledger:
    """Counts by state, in the order of `STATES`; they add up to `people`. `listed` are those whom nothing accounts for."""

    people: int
    counts: dict[str, int]
    listed: tuple[Standing, ...]
    pieces: dict[str, int]
    departed: tuple[str, ...] = ()  # pieces that went to people who are not on the list any more (records were joined since)


def standings(case: Case) -> Iterator[Standing]:
    """Each person's standing, in the order of people."""
    from stanch.casefile.models import PersonRow

    rows, after = PersonRow.objects.using(case.alias).order_by("place").values_list("place", "identity", "record"), -1

    def pages() -> Iterator[list[tuple[int, str, str]]]:
        nonlocal after
        while page := list(rows.filter(place__gt=after)[:PAGE]):
            after = page[-1][0]
            yield page

    return _accounted(case, pages())


def at_places(case: Case, places: Sequence[int]) -> list[Standing]:
    """The standing of the people at these few places of the list."""
    from stanch.casefile.models import PersonRow

    if not places:
        return []
    rows = PersonRow.objects.using(case.alias).filter(place__in=places).order_by("place").values_list("place", "identity", "record")
    return list(_accounted(case, [list(rows)]))


def _accounted(case: Case, pages: Iterable[list[tuple[int, str, str]]]) -> Iterator[Standing]:
    aside = people_set_aside(case)
    given = substitutes_given(case)
    duties = case.store.get(Duty)
    to_people, everybody = Concerns(duties), weighing.tells_everybody(case)
    freed = [one for one in duties if one.recipient == FIRST and one.required is False]
    for page in pages:
        letters = _letters(case, [identity for _, identity, _ in page])
        last = _last_pieces(case, [one.id for theirs in letters.values() for one in theirs])
        for _, identity, text in page:
            theirs = letters.get(identity, [])
            person = None if theirs else from_json(Person, text)
            owed = person is None or bool(to_people.of(person)) or (everybody and is_exposed(person))
            why = _freed(person, freed) if person and not owed else ""
            yield account(identity, theirs, last, set_aside=aside.get(identity), substituted=given, owed=owed, freed=why)


def _freed(person: Person, freed: Sequence[Duty]) -> str:
    """Why no law orders a letter to somebody: a client tells, or a law spares it."""
    if person.is_clients_alone:
        return lacks.CLIENTS.format(clients=", ".join(person.clients))
    return next((f"{one.reason} ({one.cite})" for one in freed if concerns(one, person)), "")


def _letters(case: Case, people: Sequence[str]) -> dict[str, list[Letter]]:
    """The letters of these people, in their order."""
    from stanch.casefile.models import NoticeRow

    texts = NoticeRow.objects.using(case.alias).filter(person__in=people).order_by("place").values_list("record", flat=True)
    letters: dict[str, list[Letter]] = {}
    for one in laid_over(case.alias, Notice, [from_json(Notice, text) for text in texts]):
        if one.recipient not in FOLLOWING:  # what follows is owed by no law: where a person stands is where the first letter stands
            letters.setdefault(one.person or "", []).append(Letter.of(one))
    return letters


def _last_pieces(case: Case, notices: Sequence[str]) -> dict[str, Piece]:
    """The last piece of each of these notices that was not cancelled."""
    last: dict[str, Piece] = {}
    for start in range(0, len(notices), PAGE):
        for piece in pieces(case, notice__in=list(notices[start : start + PAGE])):
            if piece.state != "cancelled" and (piece.notice not in last or last[piece.notice].attempt <= piece.attempt):
                last[piece.notice] = piece
    return last


def ledger(case: Case, *, listed: int = 50) -> Ledger:
    """The counts, and the first `listed` people not accounted for."""
    counts: Counter[str] = Counter()
    unexplained: list[Standing] = []
    for one in standings(case):
        counts[one.state] += 1
        if one.state == "unexplained" and len(unexplained) < listed:
            unexplained.append(one)
    by_state = {state: counts[state] for state in STATES if counts[state]}
    return Ledger(sum(counts.values()), by_state, tuple(unexplained), pieces_counted(case), tuple(departed(case)))


def on_the_board(case: Case, *, listed: int = 50) -> Ledger:
    """The same from the board, which was caught up with what was decided and sent; nobody is gone through."""
    standing = board.of(case)
    unexplained = at_places(case, standing.standing("unexplained")[:listed].tolist())
    counts = standing.people()
    return Ledger(sum(counts.values()), counts, tuple(unexplained), pieces_counted(case), tuple(departed(case)))


def pieces_counted(case: Case) -> dict[str, int]:
    """How many pieces of which channel are in which state: `mail sent`."""
    from django.db.models import Count

    from stanch.casefile.models import PieceRow

    rows = PieceRow.objects.using(case.alias).values_list("channel", "state").annotate(Count("id")).order_by("channel", "state")
    return {f"{channel} {state}": number for channel, state, number in rows}


def drafts(case: Case) -> Counter[tuple[str, str, bool]]:
    """All notices, filings and public ones too, by form, status, and whether something is missing that counsel has not settled."""
    pages, without = notices_in_pages(case, to_people=False), drafting.settled(case)
    return Counter((one.form, one.status, bool(without(one).missing)) for page in pages for one in page)


def departed(case: Case) -> Iterator[str]:
    """Pieces to people who are not on the list any more: new evidence joined their records with others' since.

    Whoever they are now may get a second letter; look before it is approved.
    """
    from stanch.casefile.models import PersonRow, PieceRow

    there = PersonRow.objects.using(case.alias).values("identity")
    rows = PieceRow.objects.using(case.alias).exclude(person__in=there).order_by("id")
    yield from rows.values_list("piece", flat=True).iterator(chunk_size=2000)


def set_aside(case: Case, person: str, *, by: str, grounds: str) -> None:
    """Decide that a person is not written to, with the reason (told in person; asked not to be; counsel's finding)."""
    from stanch.casefile.models import PersonRow

    if not PersonRow.objects.using(case.alias).filter(identity=person).exists():
        raise WrongCall(f"no such person: {person}", do="`stanch people -C CASE` lists them.")
    if not grounds.strip():
        raise WrongCall("the reason must be said", do="Say why nothing is sent to this person; it stands in the journal.")
    decide.write(case, SET_ASIDE, {person: ""}, verdict="set aside", by=by, grounds=grounds, action="set aside")
