"""Charts as SVG, drawn on the server from Vega-Lite specifications; no script reaches the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from stanch.records import Enrolment, Linkage
from stanch.report.contents import Contents, by_residence, people_by_kind, place_name
from stanch.report.wording import recipient

MOST = 20  # bars; the tables beside the charts are complete
CALM, ALERT = "#33658a", "#b3401f"
CONFIG = {
    "font": "sans-serif",
    "view": {"stroke": None},
    "axis": {"labelFontSize": 12, "titleFontSize": 12, "grid": False},
    "background": None,
    # Letters are wider in some browsers than where the picture is drawn; without room the first of a long name are cut off.
    "padding": {"left": 40, "right": 24, "top": 5, "bottom": 5},
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, and the same in words for who cannot see it."""

    svg: str
    words: str


def people_where(contents: Contents) -> Picture | None:
    """Bars: people by residence."""
    return _ranked("People by residence", [(name, count) for _, name, count in by_residence(contents.people)])


def people_what(contents: Contents) -> Picture | None:
    """Bars: people by kind of element exposed."""
    return _ranked("People by kind of data", [(name, count) for _, name, count in people_by_kind(contents.people)])


def _ranked(title: str, rows: Sequence[tuple[str, int]]) -> Picture | None:
    if not rows:
        return None
    told = ", ".join(f"{name} {count:,}" for name, count in rows[:5])
    more = f"; {len(rows) - 5} more in the table" if len(rows) > 5 else ""
    return Picture(bars(rows, "people"), f"{title}: {told}{more}.")


SIZES = ((1, 1), (2, 2), (3, 3), (4, 5), (6, 9), (10, 19), (20, 49), (50, 10**9))


def cluster_sizes(linkage: Linkage) -> Picture | None:
    """Bars: how many people are known from how many records."""
    rows = []
    for low, high in SIZES:
        number = sum(people for size, people in linkage.sizes if low <= size <= high)
        if number:
            rows.append((f"{low}" if low == high else f"{low} to {high}" if high < 10**9 else f"{low} and more", number))
    if not rows:
        return None
    total, largest = sum(number for _, number in rows), max(size for size, _ in linkage.sizes)
    told = ", ".join(f"{number:,} from {name}" for name, number in rows)
    values = [{"name": name, "count": number} for name, number in rows]
    encoding = {
        "x": {"field": "name", "type": "nominal", "sort": None, "axis": {"title": "records that are one person", "labelAngle": 0}},
        "y": {"field": "count", "type": "quantitative", "axis": {"title": "people", "tickMinStep": 1}},
    }
    text = {"mark": {"type": "text", "dy": -6}, "encoding": {"text": {"field": "count", "format": ","}}}
    bar = {"mark": {"type": "bar", "color": CALM}}
    svg = drawn({"data": {"values": values}, "encoding": encoding, "layer": [bar, text], "width": 420, "height": 220})
    return Picture(svg, f"Of {total:,} people, by the records they are known from: {told}. The most records of one person: {largest:,}.")


def match_weights(linkage: Linkage) -> Picture | None:
    """Stacked bars: compared pairs by weight, those that became one person apart from those that stayed two."""
    if not linkage.weights:
        return None
    values = [
        {"low": one.low, "high": one.high, "pairs": number, "became": became}
        for one in linkage.weights
        for became, number in (("one person", one.joined), ("stayed two", one.apart))
        if number
    ]
    encoding = {
        "x": {"field": "low", "type": "quantitative", "bin": "binned", "axis": {"title": "weight in bits: for two people ← 0 → for one"}},
        "x2": {"field": "high"},
        "y": {"field": "pairs", "type": "quantitative", "axis": {"title": "pairs of records", "tickMinStep": 1}},
        "color": {
            "field": "became",
            "scale": {"domain": ["one person", "stayed two"], "range": [CALM, "#e0a458"]},
            "legend": {"title": None, "orient": "top"},
        },
    }
    svg = drawn({"data": {"values": values}, "mark": {"type": "bar", "stroke": "white"}, "encoding": encoding, "width": 420, "height": 220})
    joined, apart = sum(one.joined for one in linkage.weights), sum(one.apart for one in linkage.weights)
    low = sum(one.joined for one in linkage.weights if one.low < 8)
    high = sum(one.apart for one in linkage.weights if one.low >= 8)
    return Picture(
        svg,
        f"Of {joined + apart:,} pairs of records that come near each other, {joined:,} are one person and {apart:,} stayed two. "
        f"{low:,} were joined on less than 8 bits (odds below 256 to 1); {high:,} stayed two although they weigh more, because something contradicts.",  # noqa: E501
    )


def clocks(contents: Contents) -> str:
    """Points: what is due when, overdue ones in the colour of alarm."""
    rows = [
        {
            "duty": f"{place_name(duty.jurisdiction)}: {recipient(duty.recipient)}",
            "due": duty.deadline.due.isoformat(),
            "state": "overdue" if duty.deadline.due < contents.now else "due",
        }
        for duty in contents.clocks[:MOST]
        if duty.deadline and duty.deadline.due
    ]
    if not rows:
        return ""
    point = {
        "mark": {"type": "point", "filled": True, "size": 90},
        "encoding": {
            "y": {"field": "duty", "type": "nominal", "sort": None, "axis": {"title": None, "labelLimit": 360}},
            "x": {"field": "due", "type": "temporal", "axis": {"title": "due", "format": "%d %b %Y"}},
            "color": {"field": "state", "scale": {"domain": ["due", "overdue"], "range": [CALM, ALERT]}, "legend": {"title": None}},
            "shape": {"field": "state", "scale": {"domain": ["due", "overdue"], "range": ["circle", "diamond"]}, "legend": {"title": None}},
        },
    }
    now = {"mark": {"type": "rule", "strokeDash": [4, 4]}, "encoding": {"x": {"datum": contents.now.isoformat(), "type": "temporal"}}}
    return drawn({"data": {"values": rows}, "layer": [point, now], "width": 420})


def enrolment_chart(enrolments: Sequence[Enrolment]) -> str:
    """Lines: people enrolled up to the end of each week, a line a service; told apart by dash and mark too. Empty without any."""
    values = [
        {"service": one.service.replace("_", " "), "week": day.isoformat(), "enrolled": count}
        for one in enrolments
        for day, count in one.weekly
    ]
    if not values:
        return ""
    encoding = {
        "x": {"field": "week", "type": "temporal", "axis": {"title": "up to the week that ends on", "format": "%d %b %Y"}},
        "y": {"field": "enrolled", "type": "quantitative", "axis": {"title": "people enrolled", "tickMinStep": 1}},
        "color": {
            "field": "service",
            "type": "nominal",
            "scale": {"range": [CALM, ALERT, "#5a6b2d", "#6b4a7c"]},
            "legend": {"title": None},
        },
        "strokeDash": {"field": "service", "type": "nominal", "legend": None},
        "shape": {"field": "service", "type": "nominal", "legend": None},
    }
    mark = {"type": "line", "point": {"size": 60}, "interpolate": "step-after"}
    return drawn({"data": {"values": values}, "mark": mark, "encoding": encoding, "width": 420})


def story(contents: Contents) -> str:
    """Points: the steps of the attack in time, by tactic."""
    rows = [{"tactic": one.tactic.replace("-", " "), "time": one.time.isoformat()} for one in contents.attack.story]
    if not rows:
        return ""
    encoding = {
        "y": {"field": "tactic", "type": "nominal", "sort": None, "axis": {"title": None}},
        "x": {"field": "time", "type": "temporal", "axis": {"title": "time (UTC)", "format": "%d %b %H:%M", "labelAngle": -30}},
    }
    return drawn({"data": {"values": rows}, "mark": {"type": "tick", "thickness": 3, "color": ALERT}, "encoding": encoding, "width": 520})


def bars(rows: Sequence[tuple[str, int]], what: str) -> str:
    """Horizontal bars with their numbers."""
    if not rows:
        return ""
    values = [{"name": name, "count": count} for name, count in rows[:MOST]]
    encoding = {
        "y": {"field": "name", "type": "nominal", "sort": None, "axis": {"title": None, "labelLimit": 300}},
        "x": {"field": "count", "type": "quantitative", "axis": {"title": what, "tickMinStep": 1}},
    }
    bar = {"mark": {"type": "bar", "color": CALM}}
    text = {"mark": {"type": "text", "align": "left", "dx": 4}, "encoding": {"text": {"field": "count", "format": ","}}}
    return drawn({"data": {"values": values}, "encoding": encoding, "layer": [bar, text], "width": 420})


def drawn(spec: dict[str, Any]) -> str:
    """A Vega-Lite specification as SVG."""
    import vl_convert

    picture: str = vl_convert.vegalite_to_svg({"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "config": CONFIG, **spec})
    return picture
