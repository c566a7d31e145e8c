"""summary.html: one page, nothing loaded from elsewhere, no script. Every number opens to what it is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from stanch.records import Aside, Contact, Duty, Unread
from stanch.report import charts, maps, reached, tied
from stanch.report.contents import Contents, by_residence, label, people_by_kind, place_name
from stanch.report.known import CAUSES, REASONS, figures, gaps, known, letters_in_numbers, unknown
from stanch.report.wording import counted, deadline, headline, moment, next_things, recipient, remaining, when

HERE = Path(__file__).parent
SHOWN = 200  # rows of a list on the page; the workbooks are complete


def page(contents: Contents, path: Path) -> None:
    """Write the page."""
    path.write_text(drawn(contents), encoding="utf-8", errors="backslashreplace")


def drawn(contents: Contents) -> str:
    """The page as HTML. All text is escaped by the template; the charts are SVG without scripts."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_seen
    )
    environment.filters |= {"moment": moment, "when": when, "recipient": recipient, "place": place_name, "kind": label, "counted": counted}
    return environment.get_template("summary.html.j2").render(**view(contents))


# What a screen would obey: names of files and of hosts come from whoever made them.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def _seen(value: Any) -> Any:
    """What stands in the page: text shows what would steer a screen; charts and styles of ours stay."""
    if not isinstance(value, str) or hasattr(value, "__html__"):
        return value
    return _UNSEEN.sub(lambda one: f"\\x{ord(one[0]):02x}", value)


def view(contents: Contents) -> dict[str, Any]:
    """What the template and the printed summary are filled with."""
    return {
        "it": contents,
        "style": (HERE / "summary.css").read_text(encoding="utf-8"),
        "title": contents.facts.org.name or "The breached organisation",
        "headline": headline(contents),
        "known": known(contents),
        "unknown": unknown(contents),
        "things": next_things(contents),
        "figures": figures(contents),
        "clocks": [clock(duty, contents) for duty in contents.clocks],
        "undated": [
            clock(duty, contents) for duty in (*contents.required, *contents.conditional) if not (duty.deadline and duty.deadline.due)
        ],
        "residences": by_residence(contents.people),
        "kinds": people_by_kind(contents.people),
        "findings": contents.kinds,
        "reached": [(reached.WORDS[contact], files, people) for contact, files, people in _reached(contents)],
        "unread": grouped(contents.unread),
        "asides": _asides(contents.asides),
        "letters": letters_in_numbers(contents),
        "gaps": gaps(contents),
        "charts": {
            "where": charts.people_where(contents),
            "what": charts.people_what(contents),
            "states": maps.states(contents.people),
            "countries": maps.countries(contents.people),
            "sizes": charts.cluster_sizes(contents.linkage),
            "weights": charts.match_weights(contents.linkage),
            "clocks": charts.clocks(contents),
            "story": charts.story(contents),
            "entities": tied.entities(contents.attack),
            "outgoing": tied.outgoing(contents.attack),
            "enrolment": charts.enrolment_chart(contents.enrolments),
        },
        "shown": SHOWN,
    }


def _reached(contents: Contents) -> list[tuple[Contact, int, int]]:
    return reached.counts(contents.attack.reach, contents.exhibits, contents.people)


def _asides(asides: Iterable[Aside]) -> list[tuple[str, list[Aside]]]:
    """Who is not on the list, by cause in words."""
    found: dict[str, list[Aside]] = {}
    for one in asides:
        found.setdefault(one.cause, []).append(one)
    return [(counted(len(rows), *CAUSES[cause]), rows) for cause, rows in sorted(found.items())]


def clock(duty: Duty, contents: Contents) -> dict[str, Any]:
    """A duty as the list of clocks shows it."""
    due = duty.deadline.due if duty.deadline else None
    return {
        "duty": duty,
        "due": due,
        "left": remaining(due, contents.now),
        "is_overdue": bool(due and due < contents.now and duty.required is True),
        "is_conditional": duty.required == "conditional",
        "rule": deadline(duty),
        "tell": recipient(duty.recipient),
        "place": place_name(duty.jurisdiction),
    }


def grouped(unread: Iterable[Unread]) -> list[tuple[str, list[Unread]]]:
    """What could not be read, by reason, the most frequent first."""
    found: dict[str, list[Unread]] = {}
    for one in unread:
        found.setdefault(REASONS.get(one.reason, one.reason), []).append(one)
    return sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
