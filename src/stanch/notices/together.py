"""Letters drafted by several processes: each writes to a share of the people, and the letters come in the order of the people.

What a letter says turns on its person, a child's guardian, and the case, never on the letters before it; so it is the same, byte for
byte, however many write. Nothing is kept here: a run that is cut off leaves what stood (ADR 0121).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context

from stanch.errors import StanchError
from stanch.notices.letters import Desk, draft_letters, draft_to, letter_ids
from stanch.notices.versions import adopt, adopted
from stanch.records import Earlier, Notice, Offer, Person, Wording

SHARE = 250  # people whose letters a process writes between two answers
FEW = 10_000  # people for whom starting processes, each of which reads the texts, costs more than it saves
AHEAD = 2  # shares for each process that are written or wait while the one before them is taken


@dataclass(frozen=True, slots=True)
class _Share:
    """People who follow each other, the guardians of the children among them, what is offered to them, and letters that they have had."""

    people: tuple[Person, ...]
    guardians: tuple[Person, ...]
    offers: tuple[tuple[str, tuple[Offer, ...]], ...]
    earlier: tuple[Earlier, ...]


def draft_together(desk: Desk, workers: int, *, share: int = SHARE, few: int = FEW) -> Iterator[Notice]:
    """As `draft_letters`; where there are more than `few` people, by as many processes as there are `workers`."""
    if workers < 2 or len(desk.people) <= few:
        yield from draft_letters(desk)
        return
    shares = _shares(desk, share)
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_sit_down, initargs=(desk.emptied(), adopted()))
    try:
        begun = deque(pool.submit(_written, one) for one in islice(shares, AHEAD * workers))
        while begun:
            letters = begun.popleft().result()
            begun.extend(pool.submit(_written, one) for one in islice(shares, 1))
            yield from letters
    except BrokenProcessPool:
        raise StanchError("a process that drafted letters died", do="Run again; what stood before stands, nothing was sent.") from None
    finally:
        pool.shutdown(cancel_futures=True)


def _shares(desk: Desk, size: int) -> Iterator[_Share]:
    rest, before = iter(desk.people.values()), desk.earlier
    while people := tuple(islice(rest, size)):
        named = dict.fromkeys(one.guardian for one in people if one.guardian)
        guardians = tuple(desk.people[name] for name in named if name in desk.people)
        offers = tuple((one.id, tuple(desk.offers[one.id])) for one in people if one.id in desk.offers)
        yield _Share(people, guardians, offers, tuple(before[name] for one in people for name in letter_ids(one) if name in before))


_DESKS: list[Desk] = []  # of this process: the case that it writes for


def _sit_down(desk: Desk, wordings: Sequence[Wording]) -> None:
    adopt(wordings)
    _DESKS.append(desk)


def _written(share: _Share) -> list[Notice]:
    desk = _DESKS[-1]
    desk.people = {one.id: one for one in (*share.guardians, *share.people)}
    desk.offers = dict(share.offers)
    desk.earlier = {one.notice: one for one in share.earlier}
    return [letter for person in share.people for letter in draft_to(person, desk)]
