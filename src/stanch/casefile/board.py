"""Where a million letters and people stand, one byte each: caught up with every decision, never gone through for a page.

Letters alike in form, duties and what they lack are of one sort; what was decided on each is its mark. A decision touches the letters
it names and their people, and nothing else is looked at again. What a decision settles for all (a duty signed, a doubt settled) is laid
over the sorts when somebody asks.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from stanch.casefile import board_rows, decisions, glance, keeping
from stanch.casefile.board_rows import STANDINGS, VERDICTS
from stanch.casefile.case import Case
from stanch.casefile.keeping import Kept, Sum
from stanch.casefile.streamed import mark as rows_mark
from stanch.records import Alike, Duty, Notice, Person

NAME = "letters and people"
MANY = 2_000  # touched letters and people that a page may wait for; more are caught up with beside it
SLOW = 0.5  # seconds; nobody waits for longer
SAVE_AFTER = 20_000  # touched since it was put down last


@dataclass(frozen=True, slots=True)
class Saved:
    """A board as it is kept: heads of sorts, and the bytes (zlib, base64) of each letter's sort and mark and each person's standing.

    `decision` and `event` are the newest that it knows.
    """

    heads: tuple[Notice, ...]
    sorts: str
    verdicts: str
    standings: str
    decision: int
    event: int


@dataclass(eq=False)
class Board:
    """One case's letters and people, by their places. `decision` and `event` are the newest that it knows; `seconds` it took to build."""

    mark: str
    heads: list[Notice]
    sorts: NDArray[np.uint32]
    verdicts: NDArray[np.uint8]
    standings: NDArray[np.uint8]
    decision: int
    event: int
    seconds: float = 0.0
    touched: int = 0
    version: int = 0
    _numbers: tuple[int, list[tuple[Notice, int, int]]] | None = field(default=None, repr=False)

    def numbers(self) -> list[tuple[Notice, int, int]]:
        """Each sort and verdict that there is: one letter of it as it stands, how many there are, and the place of the first."""
        if self._numbers is None or self._numbers[0] != self.version:
            width = len(VERDICTS)
            joined = self.sorts.astype(np.int64) * width + self.verdicts
            counted = np.bincount(joined, minlength=len(self.heads) * width)
            first = np.zeros(len(counted), np.int64)
            first[joined[::-1]] = np.arange(len(joined) - 1, -1, -1)  # the last one put is the earliest
            found = [
                (board_rows.as_decided(self.heads[at // width], VERDICTS[at % width]), int(counted[at]), int(first[at]))
                for at in np.flatnonzero(counted)
            ]
            self._numbers = (self.version, sorted(found, key=lambda one: one[2]))
        return self._numbers[1]

    def places(self, wanted: Callable[[Notice], bool]) -> NDArray[np.int64]:
        """The places of all letters whose sort, as it stands, is so."""
        width = len(VERDICTS)
        table = np.zeros(len(self.heads) * width, bool)
        for at in range(len(table)):
            table[at] = wanted(board_rows.as_decided(self.heads[at // width], VERDICTS[at % width]))
        return np.flatnonzero(table[self.sorts.astype(np.int64) * width + self.verdicts]) if len(self.sorts) else np.zeros(0, np.int64)

    def read_once(self) -> NDArray[np.int64]:
        """The places of letters that the first of two people has read."""
        return np.flatnonzero(self.verdicts == VERDICTS.index("read"))

    def is_read_once(self, places: NDArray[np.int64]) -> bool:
        """Whether all letters at these places are read, and wait for the second person."""
        return bool(len(places)) and bool((self.verdicts[places] == VERDICTS.index("read")).all())

    def people(self) -> dict[str, int]:
        """How many people stand where, in the order of least progress."""
        # `bincount` would make eight bytes of each of a million first.
        counted = [int(np.count_nonzero(self.standings == at)) for at in range(len(STANDINGS))]
        return {state: number for state, number in zip(STANDINGS, counted, strict=True) if number}

    def standing(self, state: str) -> NDArray[np.int64]:
        """The places of the people who stand there."""
        return np.flatnonzero(self.standings == STANDINGS.index(state))


_lock = threading.Lock()
_boards: WeakKeyDictionary[Case, _Holder] = WeakKeyDictionary()


@dataclass(eq=False)
class _Holder:
    lock: threading.Lock = field(default_factory=threading.Lock)
    board: Board | None = None
    renewing: bool = False


def _mark(case: Case) -> object:
    return (*rows_mark(case, Notice, Person, Duty), decisions.email_is_allowed(case.alias))


BOARD = Sum(NAME, Saved, lambda case: _saved(_built(case)), _mark)


def of(case: Case, *, fresh: bool = False) -> Board:
    """The board of now; or, where very much has changed and it need not be `fresh`, as it was, while it is caught up beside.

    Within a look it is brought up to date once: a page counts by it, and shows what it counted.
    """
    return _of(case, fresh=True) if fresh else glance.once(case.alias, "board", lambda: _of(case, fresh=False))


def _of(case: Case, *, fresh: bool) -> Board:
    with _lock:
        holder = _boards.setdefault(case, _Holder())
    there = holder.board
    if there is not None and not fresh and _is_much(case, there):
        _renew(case, holder)
        return there
    with holder.lock:
        holder.board = _caught_up(case, holder.board)
        return holder.board


def notices(case: Case) -> Alike[Notice]:
    """All notices by sorts as they stand, without the doubts that counsel settled for all; each sort under the id of its first."""
    from stanch.casefile.drafting import settled
    from stanch.casefile.models import NoticeRow

    board, without = of(case), settled(case)
    numbers = board.numbers()
    named = dict(
        NoticeRow.objects.using(case.alias).filter(place__in=[place for _, _, place in numbers[:1000]]).values_list("place", "identity")
    )
    return Alike((without(replace(head, id=named.get(place, head.id))), number) for head, number, place in numbers)


def bring_up_to_date(case: Case, *, watch: Callable[[str], None] = lambda _name: None) -> bool:
    """Build it anew where letters or people are others; whether it was."""
    if keeping.is_current(case, BOARD):
        return False
    watch(NAME)
    of(case, fresh=True)
    return True


def faults(case: Case) -> Iterator[str]:
    """What of the board is not what letters, decisions and pieces give; for `stanch verify`."""
    there = keeping.found(case, BOARD)
    if there is None or there.mark != keeping.marked(case, BOARD):
        return
    kept, built = _caught_up(case, _restored(there)), _built(case)
    if [(one.missing, number) for one, number, _ in kept.numbers()] != [(one.missing, number) for one, number, _ in built.numbers()]:
        yield "the numbers of letters are not what the letters and the decisions on them give"
    if kept.people() != built.people():
        yield "where people stand is not what letters, decisions and pieces give"


def _is_much(case: Case, board: Board) -> bool:
    is_slow = board.seconds > SLOW
    if board.mark != keeping.marked(case, BOARD):
        return is_slow
    touched = board_rows.touched(case, board.decision, board.event)
    return (touched.everybody and is_slow) or len(touched.notices) + len(touched.people) > MANY


def _renew(case: Case, holder: _Holder) -> None:
    if holder.renewing:
        return
    holder.renewing = True
    threading.Thread(target=_renewed, args=(case, holder), name="board", daemon=True).start()


def _renewed(case: Case, holder: _Holder) -> None:
    from django.db import DatabaseError, connections

    try:
        with holder.lock:
            holder.board = _caught_up(case, holder.board)
    except DatabaseError:
        holder.board = None  # whoever asks next builds it, and is told what is wrong
    finally:
        holder.renewing = False
        if case.alias in connections.databases:
            connections[case.alias].close()


def _caught_up(case: Case, board: Board | None) -> Board:
    mark = keeping.marked(case, BOARD)
    if board is None or board.mark != mark:
        there = keeping.found(case, BOARD)
        board = _restored(there) if there and there.mark == mark else None
        if board is None:
            board = _built(case)
            _put_down(case, board)
            return board
    found = board_rows.touched(case, board.decision, board.event)
    if found.everybody:
        board.verdicts = board_rows.verdicts(case, len(board.sorts))
        board.standings = board_rows.standings(case, board.heads, board.sorts, board.verdicts)
    else:
        _touch(case, board, found)
    # A look that began before another's may know less than the board does.
    if found.decision > board.decision or found.event > board.event:
        board.decision, board.event = max(found.decision, board.decision), max(found.event, board.event)
        board.version += 1
        board.touched += len(found.notices) + len(found.people)
    if board.touched > SAVE_AFTER or found.everybody:
        _put_down(case, board)
    return board


def _touch(case: Case, board: Board, found: board_rows.Touched) -> None:
    people: set[str] = set(found.people)
    for place, verdict, person in board_rows.decided_now(case, found.notices):
        if place < len(board.verdicts):
            board.verdicts[place] = verdict
        people.add(person)
    for place, standing in board_rows.standing_now(case, people - {""}, board.heads, board.sorts, board.verdicts):
        if place < len(board.standings):
            board.standings[place] = standing


def _built(case: Case) -> Board:
    mark, newest, started = keeping.marked(case, BOARD), board_rows.newest(case), time.monotonic()
    heads, sorts = board_rows.sorted_out(case)
    verdicts = board_rows.verdicts(case, len(sorts))
    standings = board_rows.standings(case, heads, sorts, verdicts)
    return Board(mark, heads, sorts, verdicts, standings, *newest, seconds=time.monotonic() - started)


def _put_down(case: Case, board: Board) -> None:
    keeping.keep(case, BOARD, Kept(_saved(board), board.mark, board.seconds))
    board.touched = 0


def _saved(board: Board) -> Saved:
    sorts, verdicts, standings = (board_rows.packed(one) for one in (board.sorts, board.verdicts, board.standings))
    return Saved(tuple(board.heads), sorts, verdicts, standings, board.decision, board.event)


def _restored(there: Kept[Saved]) -> Board:
    made = there.made
    sorts = board_rows.unpacked(made.sorts, np.uint32)
    verdicts, standings = (board_rows.unpacked(one, np.uint8) for one in (made.verdicts, made.standings))
    return Board(there.mark, list(made.heads), sorts, verdicts, standings, made.decision, made.event, there.seconds)
