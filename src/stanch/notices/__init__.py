"""What do we tell whom, when, how? Letters, public notices and filings as drafts, each content proven."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from stanch.engine import Bench
from stanch.notices.reconciling import reconcile
from stanch.notices.refusal import Refused
from stanch.records import Attack, Concerns, Duty, Earlier, Facts, Notice, Offer, Person, Said, Wording

if TYPE_CHECKING:
    from pathlib import Path

    from stanch.notices.binding import Bindery
    from stanch.notices.letters import Desk
    from stanch.notices.wanting import Wanting

__all__ = [
    "Refused",
    "adopt",
    "bindery",
    "blank_letters",
    "clear",
    "draft",
    "draft_each",
    "draft_page",
    "not_offered",
    "page_files",
    "papers",
    "read_letters",
    "reconcile",
    "render",
    "render_each",
    "told",
    "what_is_wanting",
]


def draft(
    duties: Sequence[Duty], people: Sequence[Person], facts: Facts, attack: Attack, offers: Sequence[Offer], *, bench: Bench
) -> list[Notice]:
    """The letters to people (one each, two only where two laws contradict each other), public notices, and filings.

    `bench.settings["notice.<field>"]` fills what only people know (`steps_taken`, `enrol_url`, …); whatever is not known
    stands in `Notice.missing` and as a marked gap in the text.
    """
    return list(draft_each(duties, people, facts, attack, offers, bench=bench))


def draft_each(
    duties: Sequence[Duty],
    people: Sequence[Person],
    facts: Facts,
    attack: Attack,
    offers: Sequence[Offer],
    *,
    bench: Bench,
    earlier: Sequence[Earlier] = (),
) -> Iterator[Notice]:
    """The same one after another: letters to 100,000 people never stand in memory together.

    `earlier` are letters that have left: one that names more than its forerunner did says that there was one.
    """
    from stanch.notices.answers import counts
    from stanch.notices.filings import draft_filings
    from stanch.notices.following import draft_follow_ups, draft_reminders
    from stanch.notices.overview import Overview
    from stanch.notices.public import draft_public
    from stanch.notices.samples import draft_samples
    from stanch.notices.together import draft_together

    desk, seen = _desk(duties, people, facts, attack, offers, bench=bench), Overview()
    desk.earlier = {one.notice: one for one in earlier}
    yield from seen.watched(draft_together(desk, bench.workers))
    yield from draft_follow_ups(desk, seen.people)
    yield from draft_reminders(desk, seen.people)
    yield from draft_public(duties, desk, seen.unreached, people)
    samples = list(draft_samples(duties, seen))
    yield from samples
    yield from draft_filings(duties, desk, counts(people, facts), people, {one.jurisdiction for one in samples})


def papers(
    duties: Sequence[Duty], people: Sequence[Person], facts: Facts, attack: Attack, offers: Sequence[Offer], *, bench: Bench
) -> list[Notice]:
    """What no law asks for and every breach needs: the web notice, the telephone script, notices to staff, board and insurer."""
    from stanch.notices.public import draft_papers

    return list(draft_papers(duties, _desk(duties, people, facts, attack, offers, bench=bench), people))


def _desk(duties: Sequence[Duty], people: Sequence[Person], facts: Facts, attack: Attack, offers: Sequence[Offer], *, bench: Bench) -> Desk:
    from stanch.notices.letters import Desk, home_country

    by_person: dict[str, list[Offer]] = {}
    for one in offers:
        by_person.setdefault(one.person, []).append(one)
    return Desk(
        facts=facts,
        attack=attack,
        concerns=Concerns(duties, prefix=("individuals", "service:")),
        people={person.id: person.as_held_by("") if person.own_elements else person for person in people},
        offers=by_person,
        day=bench.as_of,
        settings=bench.settings,
        home=home_country(facts),
    )


def draft_page(
    duties: Sequence[Duty],
    people: Sequence[Person],
    facts: Facts,
    attack: Attack,
    *,
    bench: Bench,
    language: str = "en",
    offers: Sequence[Offer] = (),
) -> Notice:
    """The notice for a public page: it obeys every duty towards individuals at once, and says nothing that one of them forbids."""
    from stanch.notices.public import draft_page as _draft_page

    return _draft_page(duties, _desk(duties, people, facts, attack, offers, bench=bench), people, language)


def page_files(pages: Sequence[Notice], questions: Mapping[str, Sequence[tuple[str, str]]], *, draft: bool) -> dict[str, str]:
    """The public page as files of a static site, one for each language: text and style alone, no script, nothing loaded from elsewhere."""
    from stanch.notices.site import page_files as _page_files

    return _page_files(pages, questions, draft=draft)


def render(notices: Sequence[Notice], folder: Path, *, bench: Bench) -> list[Notice]:
    """Write `letters/*.pdf`, `emails/*`, `filings/*.pdf` and `*.json`; the notices with `file` set, in the same order."""
    from stanch.notices.rendering import render_all

    return render_all(notices, folder, bench=bench)


def render_each(notices: Sequence[Notice], folder: Path, *, bench: Bench) -> Iterator[Notice]:
    """The same, a lot at a time as they are asked for: `notices` may be read by pages, and 100,000 never stand in memory together."""
    from stanch.notices.rendering import render_each as _render_each

    return _render_each(notices, folder, bench=bench)


def bindery(workers: int) -> Bindery:
    """A print shop for batches of letters, many in one PDF; open it with `with`, it keeps its processes until it is closed."""
    from stanch.notices.binding import Bindery

    return Bindery(workers)


def clear(notice: Notice) -> None:
    """Raise `StanchError`, naming each statute, unless the notice holds what it must and nothing that it must not."""
    from stanch.notices.proving import clear as _clear

    _clear(notice)


def not_offered(settings: Mapping[str, str]) -> tuple[str, ...]:
    """The services of which was said that they are not offered."""
    from stanch.notices.answers import not_offered as of_settings

    return of_settings(settings)


def told(said: Iterable[Said]) -> dict[str, str]:
    """What people said of the letters, as settings of the bench that drafts and prints them."""
    from stanch.notices.asked import settings_of

    return settings_of(said)


def adopt(wordings: Iterable[Wording]) -> None:
    """Let texts be drafted and printed as counsel worded them: the last version of each. Raises `StanchError` where one does not fit."""
    from stanch.notices.versions import adopt as _adopt

    _adopt(wordings)


def read_letters(path: Path) -> list[Said]:
    """The values of a letters file. Raises `BrokenDataFile` with every fault at its line."""
    from stanch.notices.asked import read_letters as _read

    return _read(path)


def blank_letters(said: Iterable[Said] = ()) -> str:
    """A letters file to fill in, with what is known already."""
    from stanch.notices.asked import blank

    return blank(said)


def what_is_wanting(notices: Iterable[Notice]) -> list[Wanting]:
    """What still stands between these drafts and their approval, the most letters first."""
    from stanch.notices.wanting import wanting as _wanting

    return _wanting(notices)
