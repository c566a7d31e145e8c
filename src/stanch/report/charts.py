"""Charts as SVG, drawn on the server from Vega-Lite specifications; no script reaches the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from stanch.records import Enrolment
from stanch.report.contents import Contents, by_residence, people_by_kind, place_name
from stanch.report.wording import recipient

MOST = 20  # bars; the tables beside the charts are complete
CALM, ALERT = "#33658a", "#b3401f"
CONFIG = {
    "font": "sans-serif",
    "view": {"stroke": None},
    "axis": {"labelFontSize": 12, "titleFontSize": 12, "grid": False},
    "background": None,
}


def people_where(contents: Contents) -> str:
    """Bars: people by residence."""
    return bars([(name, count) for _, name, count in by_residence(contents.people)], "people")


def people_what(contents: Contents) -> str:
    """Bars: people by kind of element exposed."""
    return bars([(name, count) for _, name, count in people_by_kind(contents.people)], "people")


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
    return _svg({"data": {"values": rows}, "layer": [point, now], "width": 420})


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
    return _svg({"data": {"values": values}, "mark": mark, "encoding": encoding, "width": 420})


def story(contents: Contents) -> str:
    """Points: the steps of the attack in time, by tactic."""
    rows = [{"tactic": one.tactic.replace("-", " "), "time": one.time.isoformat()} for one in contents.attack.story]
    if not rows:
        return ""
    encoding = {
        "y": {"field": "tactic", "type": "nominal", "sort": None, "axis": {"title": None}},
        "x": {"field": "time", "type": "temporal", "axis": {"title": "time (UTC)", "format": "%d %b %H:%M", "labelAngle": -30}},
    }
    return _svg({"data": {"values": rows}, "mark": {"type": "tick", "thickness": 3, "color": ALERT}, "encoding": encoding, "width": 520})


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
    return _svg({"data": {"values": values}, "encoding": encoding, "layer": [bar, text], "width": 420})


def _svg(spec: dict[str, Any]) -> str:
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg({"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "config": CONFIG, **spec})
    return drawn
