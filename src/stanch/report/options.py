"""The options side by side: a page, a paper, and a picture of planned sends against deadlines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from stanch.records.option import Exposed, Kept, Option, Trust
from stanch.report.charts import ALERT, CALM, drawn
from stanch.report.contents import place_name
from stanch.report.phrase import Phrase, together
from stanch.report.press import Paper, Section, pressed
from stanch.report.wording import recipient

MOST = 12  # deadlines in the picture; the tables hold all
ROWS = 60
WIDTH, LINE = 620, 13  # pixels of the picture, and of a name written upwards
LONGEST_NAME = 60  # characters
# A browser's letters may be wider than those that the picture was measured with: room above the names of deadlines.
PADDING = {"left": 5, "right": 5, "top": 40, "bottom": 5}
SAYINGS = "What may, must and must not be said to whom"
SAYING = ("Where", "People", "Must", "Must not", "Prescribed")
SENT = ("What", "To whom", "How many", "When", "Counts")
DUTIES = ("Tell", "Due", "Planned", "", "Because of")
COSTS = ("For", "Number", "Each", "Amount", "Rate from")
THREATS = ("Law", "Who and what", "Citation", "Its duties", "Sums that it names")
MET = {True: "met", False: "MISSED", None: "no date"}
GOES = ("letters", "e-mails", "public statement", "filings")


# The vertical place of a strategy, and the colour and shape of what goes (also told apart by shape, for the colour-blind).
_ROW = {"field": "strategy", "type": "nominal", "sort": None, "axis": {"title": None, "labelLimit": 280}}
_GOES = list(GOES)
# From a deadline to its name, where that stands beside it.
_SLANT = {"x": {"field": "due", "type": "temporal"}, "x2": {"field": "written"}, "y": {"value": 0}, "y2": {"value": -5}}
_COLOUR = {"field": "what", "scale": {"domain": _GOES, "range": [CALM, "#2a9d8f", "#8e5ea2", "#7f7f7f"]}, "title": "goes"}
_SHAPE = {"field": "what", "scale": {"domain": _GOES, "range": ["circle", "square", "triangle-up", "diamond"]}, "title": "goes"}


def timeline(options: Sequence[Option], now: datetime, said: Callable[[str], str] = str) -> str:
    """The picture as SVG: a row a strategy with what goes when, and the deadlines as lines; missed ones in the colour of alarm.

    `said` says the names of ways in another language.
    """
    rows = [
        {
            "strategy": said(option.name),
            "what": sending.what,
            "from": datetime.combine(sending.day, time(), UTC).isoformat(),
            "to": datetime.combine(sending.last, time(23), UTC).isoformat(),
        }
        for option in options
        for sending in option.sendings
    ]
    late = [{"strategy": said(option.name), "due": kept.due.isoformat()} for option in options for kept in option.missed if kept.due]
    if not rows:
        return ""
    dues = _dues(options)
    layers = [*_lines(_apart(dues, rows, now), now), *_sent(rows)]
    if late:
        cross = {"type": "point", "shape": "cross", "filled": True, "size": 130, "color": ALERT, "angle": 45}
        layers.append({"data": {"values": late}, "mark": cross, "encoding": {"y": _ROW, "x": _at("due")}})
    return drawn({"layer": layers, "width": WIDTH, "height": 44 * len(options), "padding": PADDING})


def _at(field: str) -> dict[str, Any]:
    return {"field": field, "type": "temporal", "axis": {"title": "day", "format": "%d %b", "labelAngle": -30}}


def _lines(dues: Sequence[dict[str, str]], now: datetime) -> list[dict[str, Any]]:
    """The deadlines with their names, and today."""
    written = {"type": "text", "angle": 270, "align": "left", "dx": 4, "dy": -4, "fontSize": 10, "color": "#333"}
    rule = {"type": "rule", "strokeDash": [4, 3], "color": "#555"}
    slant = {"type": "rule", "color": "#555"}
    return [
        {"data": {"values": dues}, "mark": rule, "encoding": {"x": _at("due")}},
        {"data": {"values": [one for one in dues if one["written"] != one["due"]]}, "mark": slant, "encoding": _SLANT},
        {"data": {"values": dues}, "mark": written, "encoding": {"x": _at("written"), "y": {"value": 0}, "text": {"field": "name"}}},
        {"data": {"values": [{"now": now.isoformat()}]}, "mark": {"type": "rule", "color": "black"}, "encoding": {"x": _at("now")}},
    ]


def _sent(rows: Sequence[dict[str, str]]) -> list[dict[str, Any]]:
    """What goes: a point on its first day, a line to its last."""
    span = {"y": _ROW, "x": _at("from"), "x2": {"field": "to"}, "color": _COLOUR}
    point = {"y": _ROW, "x": _at("from"), "color": _COLOUR, "shape": _SHAPE}
    return [
        {"data": {"values": rows}, "mark": {"type": "rule", "strokeWidth": 3}, "encoding": span},
        {"data": {"values": rows}, "mark": {"type": "point", "filled": True, "size": 110}, "encoding": point},
    ]


def _dues(options: Sequence[Option]) -> list[dict[str, str]]:
    """The deadlines of the picture, one a day, the earliest first."""
    found: dict[str, tuple[datetime, str]] = {}
    for kept in options[0].kept if options else ():
        if kept.due and kept.required:
            name = f"{place_name(kept.jurisdiction)}: {recipient(kept.recipient)}"
            found.setdefault(kept.due.date().isoformat(), (kept.due, name))
    return [{"due": due.isoformat(), "name": _short(name)} for _, (due, name) in sorted(found.items())[:MOST]]


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME].rpartition(" ")[0] + " …"


def _apart(dues: Sequence[dict[str, str]], rows: Sequence[dict[str, str]], now: datetime) -> list[dict[str, str]]:
    """The deadlines, each with the moment at which its name is `written`: later where the name before stands too near to be read."""
    moments = [datetime.fromisoformat(one["due"]) for one in dues]
    ends = [datetime.fromisoformat(one[end]) for one in rows for end in ("from", "to")]
    step = (max([*moments, *ends, now]) - min([*moments, *ends, now])) * LINE / WIDTH
    placed: list[dict[str, str]] = []
    for one, due in zip(dues, moments, strict=True):
        before = datetime.fromisoformat(placed[-1]["written"]) + step if placed else due
        placed.append({**one, "written": max(due, before).isoformat()})
    return placed


def page(options: Sequence[Option], now: datetime, path: Path, *, chosen: str = "", banner: str = "") -> None:
    """options.html: everything that `stanch notices options` tells, with the picture; no script, nothing loaded."""
    from html import escape

    parts = [f"<h1>How people are told: {len(options)} ways, side by side</h1>"]
    if banner:
        parts.append(f"<p><strong>{escape(banner)}</strong></p>")
    parts.append("<p>Nothing here decides. Counsel chooses with <code>stanch notices choose</code>; nothing can be sent before.</p>")
    if picture := timeline(options, now):
        says = "Planned sends against deadlines; the tables below say the same."
        # Its parts have roles of their own and no names: the figure speaks for all of them.
        parts.append(f'<figure role="img" aria-label="{says}"><div aria-hidden="true">{picture}</div></figure>')
    for section in sections(options, chosen):
        parts.append(f"<h2>{escape(section.heading)}</h2>")
        parts += [f"<p>{escape(one)}</p>" for one in section.paragraphs]
        if section.items:
            parts.append("<ul>" + "".join(f"<li>{escape(one)}</li>" for one in section.items) + "</ul>")
        if section.rows:
            head = "".join(f'<th scope="col">{escape(one)}</th>' if one else "<td></td>" for one in section.columns)
            body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in section.rows)
            parts.append(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")
    style = (
        "body{font:16px/1.45 sans-serif;"
        "max-width:70rem;margin:2rem auto;padding:0 1rem;color:#111}table{border-collapse:collapse;width:100%}"
        "td,th{border-bottom:1px solid #999;padding:.3rem .5rem;text-align:left;vertical-align:top}figure{margin:0;overflow-x:auto}"
    )
    document = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Options</title>'
        f"<style>{style}</style></head><body><main>{''.join(parts)}</main></body></html>"
    )
    path.write_text(document, encoding="utf-8")


def paper(options: Sequence[Option], now: datetime, path: Path, *, author: str, chosen: str = "", banner: str = "") -> None:
    """options.pdf: the same on paper, for the meeting that decides; the picture is on the page."""
    made = Paper(
        title="How people are told",
        under="The ways weighed, for the decision. Nothing here decides.",
        author=author or "—",
        banner=banner,
        foot="Options",
        sections=sections(options, chosen),
        picture=timeline(options, now),
        picture_says="Planned sends of each way against the deadlines; the tables say the same.",
    )
    path.write_bytes(pressed(made, now))


def sections(options: Sequence[Option], chosen: str = "") -> list[Section]:
    """The comparison first, then each way in full."""
    columns = ("", *(one.name for one in options))
    whole = Section("Side by side", columns=columns, widths=(3, *(4 for _ in options)), rows=compared(options))
    found = [whole]
    if chosen:
        found.insert(0, Section("The choice", paragraphs=[chosen]))
    for option in options:
        found += _full(option)
    if options:
        rows = [_saying(one) for one in options[0].sayings[:ROWS]]
        found.append(
            Section(
                SAYINGS,
                columns=SAYING,
                widths=(3, 2, 7, 4, 4),
                rows=rows,
            )
        )
    return found


def _saying(one: object) -> tuple[str, ...]:
    from stanch.records.option import Saying
    from stanch.vocabulary import contents

    assert isinstance(one, Saying)  # noqa: S101 narrows the type
    words = contents()
    must_not = together(words.get(word, word) for word in one.must_not)
    return (
        f"{place_name(one.jurisdiction)} ({one.cite})",
        f"{one.people:,}",
        together(words.get(word, word) for word in one.must),
        Phrase("%(one)s (%(two)s)", one=must_not, two=together(one.note.split("; "))) if one.note else must_not,
        "; ".join(one.prescribed),
    )


# The rows of the comparison.
HEADS = (
    "Told one by one",
    "Not told",
    "No way to reach",
    "First and last day",
    "Letters; e-mails",
    "Duties met",
    "Duties missed",
    "Missed if an open question is answered so",
    "Without a date in law",
    "Cost",
    "At defaults",
    "Laws missed that name a penalty",
)


def compared(options: Sequence[Option]) -> list[tuple[str, ...]]:
    """The rows of the comparison, as words: a name and a cell a strategy."""
    cells: list[Iterable[str]] = [
        (f"{one.letters + one.emails:,}" for one in options),
        (f"{one.not_told:,}" for one in options),
        (f"{one.unreached:,}" for one in options),
        (_days(one) for one in options),
        (_channels(one) for one in options),
        (f"{sum(kept.met is True for kept in one.kept)}" for one in options),
        (_missed(one) for one in options),
        (f"{len(one.at_risk)}" for one in options),
        (f"{sum(kept.met is None for kept in one.kept)}" for one in options),
        (f"{one.currency} {one.total:,.0f}" for one in options),
        (Phrase("%(some)s of %(all)s lines", some=sum(not cost.own for cost in one.costs), all=len(one.costs)) for one in options),
        (f"{len({kept.jurisdiction for kept in one.exposures if kept.missed})}" for one in options),
    ]
    return [(head, *row) for head, row in zip(HEADS, cells, strict=True)]


def _days(option: Option) -> str:
    return Phrase("%(first)s to %(last)s", first=option.days[0], last=option.days[1]) if option.days else ""


def _day(day: date) -> str:
    return Phrase("%(day)s", day=day)


def _channels(option: Option) -> str:
    letters = sum(one.number for one in option.sendings if one.what == "letters")
    emails = sum(one.number for one in option.sendings if one.what == "e-mails")
    return f"{letters:,}; {emails:,}"


def _missed(option: Option) -> str:
    worst = min((one.hours for one in option.missed if one.hours is not None), default=None)
    if worst is None or worst >= 0:
        return f"{len(option.missed)}"
    return Phrase("%(missed)s (worst: %(late)s)", missed=len(option.missed), late=late(worst))


def late(hours: float) -> str:
    """Hours as people say them: `3 days late`, `5 hours to spare`."""
    amount = abs(hours)
    if amount >= 48:
        days = f"{amount / 24:.0f}"
        return Phrase("%(days)s days late", days=days) if hours < 0 else Phrase("%(days)s days to spare", days=days)
    said = f"{amount:.0f}"
    if said == "1":
        return Phrase("%(hours)s hour late", hours=said) if hours < 0 else Phrase("%(hours)s hour to spare", hours=said)
    return Phrase("%(hours)s hours late", hours=said) if hours < 0 else Phrase("%(hours)s hours to spare", hours=said)


def _full(option: Option) -> list[Section]:
    sent = [
        (
            one.what,
            one.whom,
            f"{one.number:,}",
            Phrase("%(first)s to %(last)s", first=one.day, last=one.last) if one.last != one.day else _day(one.day),
            "yes" if one.counts else "no",
        )
        for one in option.sendings
    ]
    costs = [(one.what, f"{one.number:,g}", f"{one.each:,.2f}", f"{one.amount:,.2f}", one.source) for one in option.costs]
    costs.append(("In all", "", "", f"{option.currency} {option.total:,.2f}", ""))
    threats = [
        (
            place_name(one.jurisdiction),
            f"{one.who}: {one.what}",
            one.cite if one.verified else Phrase("%(section)s (not read in the law itself)", section=one.cite),
            "missed" if one.missed else "kept",
            _amount(one),
        )
        for one in option.exposures[:ROWS]
    ]
    speaks = [_spoken(one) for one in option.trust]
    return [
        Section(
            option.name,
            paragraphs=[option.says],
            items=[
                *(Phrase("For: %(what)s", what=one) for one in option.merits),
                *(Phrase("Against: %(what)s", what=one) for one in option.drawbacks),
            ],
        ),
        Section(Phrase("%(way)s: what goes when", way=option.name), columns=SENT, widths=(3, 5, 2, 5, 2), rows=sent),
        Section(
            Phrase("%(way)s: duties", way=option.name),
            columns=DUTIES,
            widths=(5, 4, 3, 4, 5),
            rows=[_duty(one) for one in option.kept[:ROWS]],
        ),
        Section(Phrase("%(way)s: cost", way=option.name), columns=COSTS, widths=(5, 2, 2, 3, 6), rows=costs),
        Section(
            Phrase("%(way)s: what the laws threaten", way=option.name),
            columns=THREATS,
            widths=(3, 7, 4, 2, 4),
            rows=threats,
        ),
        Section(Phrase("%(way)s: trust", way=option.name), items=speaks),
    ]


def _amount(one: Exposed) -> str:
    """The sums that a law names, in words; empty where it names none."""
    low, high = (None if sum_ is None else round(sum_) for sum_ in (one.low, one.high))
    told = {"high": high, "currency": one.currency}
    if high is None:
        told |= {"low": low, "people": one.people}
        return "" if low is None else Phrase("%(low)s %(currency)s or more, if all %(people)s claim", **told)
    if one.each:
        return _for_each(one.each, told)
    if low is None:
        return Phrase("up to %(high)s %(currency)s", **told)
    return Phrase("%(low)s to %(high)s %(currency)s, if all %(people)s claim", low=low, people=one.people, **told)


def _for_each(each: str, told: dict[str, Any]) -> str:
    if each == "violation":
        return Phrase("up to %(high)s %(currency)s a violation", **told)
    if each == "day":
        return Phrase("up to %(high)s %(currency)s a day", **told)
    return Phrase("up to %(high)s %(currency)s a person and day", **told)


def _spoken(one: Trust) -> str:
    told = {"what": one.says, "source": f"{one.title}; {one.url}, {one.read_on}"}
    return Phrase("For: %(what)s (%(source)s)", **told) if one.speaks == "for" else Phrase("Against: %(what)s (%(source)s)", **told)


def _duty(one: Kept) -> tuple[str, ...]:
    told = MET[one.met]
    stands = together((told, late(one.hours)), ", ") if one.hours is not None else told
    tell = Phrase("%(law)s: %(who)s", law=place_name(one.jurisdiction), who=recipient(one.recipient))
    return (
        tell if one.required else Phrase("%(duty)s (conditional)", duty=tell),
        Phrase("%(due)s", due=one.due) if one.due else "",
        _day(one.planned) if one.planned else "",
        together(part for part in (stands, *one.note.split("; ")) if part),
        one.cite,
    )
