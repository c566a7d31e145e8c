"""From rows to the board: the sort of each letter, what was decided on it, where each person stands; and what has happened since."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from stanch.casefile import glance, kept_decisions
from stanch.casefile.case import Case
from stanch.casefile.decisions import EMAIL_DOUBT, current, email_is_allowed, laid_over, revision_of
from stanch.casefile.gate import SET_ASIDE
from stanch.casefile.pieces import pieces
from stanch.casefile.prepared import Question
from stanch.casefile.returned import SUBSTITUTE, substitutes_given
from stanch.casefile.weighing import CHOICE, tells_everybody
from stanch.notices.accounting import STATES, Letter, Standing, account
from stanch.notices.following import FOLLOWING
from stanch.notices.mail_address import mail_address
from stanch.records import Concerns, Duty, Notice, Person, Piece, from_json, is_exposed

PAGE = 1000
# What a person decided on a letter, as one byte; nothing stands for what the line made of it.
VERDICTS = ("", "approved", "held", "read", "sent")
STANDINGS = tuple(STATES)
# In the place of somebody's own: a head of a sort has an address or a mailbox, or has none.
STREET, MAILBOX = ("somewhere",), "somebody@example.com"


@dataclass(frozen=True, slots=True)
class Touched:
    """What was decided or befell since: letters by their ids, people by theirs; or what concerns `everybody`."""

    decision: int
    event: int
    notices: frozenset[str]
    people: frozenset[str]
    everybody: bool


@dataclass(frozen=True, slots=True)
class _Draft:
    """As much of a notice as its sort is told by; its words are passed over."""

    id: str
    form: str
    recipient: str
    jurisdiction: str
    duties: tuple[str, ...]
    language: str
    text_id: str
    person: str | None = None
    address: tuple[str, ...] = ()
    email: str | None = None
    missing: tuple[str, ...] = ()
    status: str = "draft"


_DRAFT = msgspec.json.Decoder(_Draft, strict=False)


def as_decided(head: Notice, verdict: str) -> Notice:
    """One of a sort with what was decided on it."""
    return head if verdict in ("", "read") else replace(head, status=verdict)  # type: ignore[arg-type]


def sorted_out(case: Case) -> tuple[list[Notice], NDArray[np.uint32]]:
    """One notice of each sort, without names and words, and for each place of the table the sort."""
    from stanch.casefile.models import NoticeRow

    allowed = email_is_allowed(case.alias)
    known: dict[tuple[Any, ...], int] = {}
    sorts: list[int] = []
    rows = NoticeRow.objects.using(case.alias).order_by("place").values_list("place", "record")
    for page in _pages(rows):
        for _, text in page:
            one = _DRAFT.decode(text)
            missing = one.missing
            if allowed and one.form == "email" and missing:
                missing = tuple(line for line in missing if not line.startswith(EMAIL_DOUBT))
            way = "letter" if one.address else "email" if one.form == "email" and mail_address(one.email or "") else ""
            # Each filing has a form of its own; letters are told apart by what they fulfil and lack.
            key = (
                one.form,
                one.recipient,
                one.jurisdiction,
                one.duties,
                one.language,
                one.text_id,
                missing,
                one.status,
                bool(one.person),
                way,
            )
            sorts.append(known.setdefault(key, len(known)))
    return [_head(place, key) for place, key in enumerate(known)], np.array(sorts, np.uint32)


def _head(place: int, key: tuple[Any, ...]) -> Notice:
    form, recipient, jurisdiction, duties, language, text_id, missing, status, is_letter, way = key
    return Notice(
        f"sort-{place}", form, recipient, jurisdiction, duties, language, text_id, missing=missing, status=status,
        person="somebody" if is_letter else None, address=STREET if way == "letter" else (), email=MAILBOX if way == "email" else None,
    )  # fmt: skip


def verdicts(case: Case, number: int) -> NDArray[np.uint8]:
    """What was decided on each letter, by its place."""
    from stanch.casefile.models import DecisionRow

    found = np.zeros(number, np.uint8)
    rows = DecisionRow.objects.using(case.alias).filter(kind=Notice.__name__, is_current=True).exclude(verdict="draft").order_by("id")
    for page in _pages(rows.values_list("id", "subject"), by="id"):
        for place, verdict, _ in decided_now(case, [subject for _, subject in page]):
            if place < len(found):
                found[place] = verdict
    return found


def decided_now(case: Case, notices: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """(place, verdict, person) of each of these letters as it stands."""
    from stanch.casefile.models import NoticeRow

    listed = sorted(notices)
    for start in range(0, len(listed), PAGE):
        share = listed[start : start + PAGE]
        rows = list(NoticeRow.objects.using(case.alias).filter(identity__in=share).values_list("place", "record", "person"))
        raw = [from_json(Notice, text) for _, text, _ in rows]
        standing = current(case.alias, Notice.__name__, share)
        for (place, _, person), one, made in zip(rows, laid_over(case.alias, Notice, raw), raw, strict=True):
            decision = standing.get(one.id)
            verdict: str = one.status if one.status != made.status else ""
            if not verdict and decision and decision.verdict == "read" and decision.revision == revision_of(one):
                verdict = "read"
            yield place, VERDICTS.index(verdict), person


def standings(case: Case, heads: Sequence[Notice], sorts: NDArray[np.uint32], marks: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Where each person stands, by the place in the list."""
    from stanch.casefile.models import PersonRow

    found: list[int] = []
    rows = PersonRow.objects.using(case.alias).order_by("place").values_list("place", "identity")
    accounts = _Accounts(case, heads, sorts, marks)
    for page in _pages(rows):
        states = accounts.states([identity for _, identity in page])
        found += [states[identity] for _, identity in page]
    return np.array(found, np.uint8)


def standing_now(
    case: Case, people: Collection[str], heads: Sequence[Notice], sorts: NDArray[np.uint32], marks: NDArray[np.uint8]
) -> Iterator[tuple[int, int]]:
    """(place, standing) of each of these people."""
    from stanch.casefile.models import PersonRow

    if not people:
        return
    accounts, listed = _Accounts(case, heads, sorts, marks), sorted(people)
    for start in range(0, len(listed), PAGE):
        rows = list(PersonRow.objects.using(case.alias).filter(identity__in=listed[start : start + PAGE]).values_list("place", "identity"))
        states = accounts.states([identity for _, identity in rows])
        yield from ((place, states[identity]) for place, identity in rows)


class _Accounts:
    """Says of people where they stand, from the board's letters; what is the same for all is asked once."""

    def __init__(self, case: Case, heads: Sequence[Notice], sorts: NDArray[np.uint32], marks: NDArray[np.uint8]) -> None:
        from stanch.casefile.models import PieceRow

        self._case, self._heads, self._sorts, self._marks = case, heads, sorts, marks
        self._given, self._concerns = substitutes_given(case), Concerns(case.store.get(Duty))
        self._everybody = tells_everybody(case)
        self._sent = PieceRow.objects.using(case.alias).exists()
        self._known: dict[tuple[int, int], int] = {}

    def states(self, people: Sequence[str]) -> dict[str, int]:
        """The standing of each of these few people."""
        theirs = self._letters(people)
        last = self._last([name for letters in theirs.values() for name, _, _ in letters])
        aside = _set_aside(self._case, people)
        owed = self._owed([one for one in people if one not in theirs])
        return {one: self._state(one, theirs.get(one, []), last, aside.get(one), owed) for one in people}

    def _state(
        self, person: str, letters: Sequence[tuple[str, int, int]], last: Mapping[str, Piece], aside: str | None, owed: Collection[str]
    ) -> int:
        plain = len(letters) == 1 and aside is None and letters[0][0] not in last
        key = (letters[0][1], letters[0][2]) if plain else (-1, -1)
        if plain and key in self._known:
            return self._known[key]
        told = [self._letter(*one) for one in letters]
        it: Standing = account(person, told, last, set_aside=aside, substituted=self._given, owed=bool(letters) or person in owed)
        found = STANDINGS.index(it.state)
        if plain:
            self._known[key] = found
        return found

    def _letter(self, identity: str, sort: int, mark: int) -> Letter:
        return replace(Letter.of(as_decided(self._heads[sort], VERDICTS[mark])), id=identity)

    def _letters(self, people: Sequence[str]) -> dict[str, list[tuple[str, int, int]]]:
        """(id, sort, mark) of the letters of these people; what follows a first letter is owed by no law, and left out."""
        from stanch.casefile.models import NoticeRow

        found: dict[str, list[tuple[str, int, int]]] = {}
        rows = NoticeRow.objects.using(self._case.alias).filter(person__in=people).order_by("place")
        for person, place, identity in rows.values_list("person", "place", "identity"):
            # Letters that came after the board was made are told of by the next one.
            if place < len(self._sorts) and self._heads[self._sorts[place]].recipient not in FOLLOWING:
                found.setdefault(person, []).append((identity, int(self._sorts[place]), int(self._marks[place])))
        return found

    def _last(self, notices: Sequence[str]) -> dict[str, Piece]:
        """The last piece of each of these notices that was not cancelled."""
        last: dict[str, Piece] = {}
        for start in range(0, len(notices) if self._sent else 0, PAGE):
            for piece in pieces(self._case, notice__in=notices[start : start + PAGE]):
                if piece.state != "cancelled" and (piece.notice not in last or last[piece.notice].attempt <= piece.attempt):
                    last[piece.notice] = piece
        return last

    def _owed(self, people: Sequence[str]) -> set[str]:
        """Those of these people, who have no letter, whom a duty concerns, or who are told like everybody."""
        from stanch.casefile.models import PersonRow

        texts = PersonRow.objects.using(self._case.alias).filter(identity__in=people).values_list("record", flat=True) if people else ()
        found = (from_json(Person, text) for text in texts)
        return {one.id for one in found if self._concerns.of(one) or (self._everybody and is_exposed(one))}


def _set_aside(case: Case, people: Sequence[str]) -> dict[str, str]:
    return {one.subject: one.grounds for one in current(case.alias, SET_ASIDE, people).values() if one.verdict == "set aside"}


def newest(case: Case) -> tuple[int, int]:
    """The numbers of the last decision and of the last event of a piece."""
    event: int = glance.once(case.alias, "newest event", lambda: _LAST_EVENT.first(case.alias) or 0)
    return kept_decisions.newest(case.alias), event


def _last_event() -> Any:
    from stanch.casefile.models import PieceEventRow

    return PieceEventRow.objects.order_by("-id").values_list("id")[:1]


_LAST_EVENT = Question(_last_event)


def touched(case: Case, decision: int, event: int) -> Touched:
    """What came after this decision and this event."""
    from stanch.casefile.models import DecisionRow, PieceEventRow, PieceRow

    last = newest(case)
    since = DecisionRow.objects.using(case.alias).filter(id__gt=decision, id__lte=last[0])
    made = list(since.values_list("kind", "subject")) if last[0] > decision else []
    people = {subject for kind, subject in made if kind == SET_ASIDE}
    if last[1] > event:
        moved = PieceEventRow.objects.using(case.alias).filter(id__gt=event, id__lte=last[1]).values("piece")
        people.update(PieceRow.objects.using(case.alias).filter(piece__in=moved).values_list("person", flat=True))
    everybody = any(kind in (SUBSTITUTE, CHOICE) for kind, _ in made)
    return Touched(*last, frozenset(subject for kind, subject in made if kind == Notice.__name__), frozenset(people), everybody)


def packed(marks: NDArray[Any]) -> str:
    """Bytes as text for a column: mostly alike, so they shrink."""
    return base64.b64encode(zlib.compress(marks.tobytes(), 6)).decode()


def unpacked(text: str, kind: type[Any]) -> NDArray[Any]:
    """The same back, free to change."""
    return np.frombuffer(zlib.decompress(base64.b64decode(text)), kind).copy()


def _pages(rows: Any, *, by: str = "place") -> Iterator[list[Any]]:
    """A thousand rows at a time, by a column that only grows."""
    last = -1
    while page := list(rows.filter(**{f"{by}__gt": last})[:PAGE]):
        last = page[-1][0]
        yield page
