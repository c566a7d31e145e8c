"""The plan as a drawing: a bar for each thing to do, from the day it was planned to the day it is due, and a line for today.

SVG of our own, without a script or a style sheet: it prints, and what people wrote stands in it as text alone. The page that shows it
says the same in a table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

ROW, HEAD, FOOT = 30, 34, 12  # pixels
NAMES, DRAWN = 330, 620  # pixels: the names, and the time beside them
LONGEST = 42  # characters of a name in the drawing
INK, SOFT, LINE, PLAIN, LATE, DONE = "#1d2733", "#51606f", "#d8dcd8", "#0b5a83", "#a3211b", "#2a6b3c"
MOST = 200  # bars
UNSEEN = re.compile(r"[^\x20-\x7e\u00a0-\ud7ff\uf900-\ufffc]|[\u200b-\u200f\u202a-\u202e\u2060-\u206f]")


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing to do. `state`: `open`, `late`, or `done`."""

    name: str
    begins: date
    ends: date
    state: str = "open"


def gantt(bars: Sequence[Bar], today: date) -> str:
    """The drawing; of many bars the first. What ends before it begins is drawn as one day."""
    shown = bars[:MOST]
    first = min([today, *(one.begins for one in shown)])
    last = max([today, *(day for one in shown for day in (one.begins, one.ends))]) + timedelta(days=1)
    days = max((last - first).days, 7)
    height = HEAD + ROW * len(shown) + FOOT

    def at(day: date) -> float:
        return round(NAMES + DRAWN * (day - first).days / days, 1)

    size = f'width="{NAMES + DRAWN + 20}" height="{height}" viewBox="0 0 {NAMES + DRAWN + 20} {height}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="system-ui, sans-serif" font-size="13">']
    parts.append('<rect width="100%" height="100%" fill="#fff"/>')
    for day in _ticks(first, days):
        parts.append(f'<line x1="{at(day)}" y1="{HEAD - 8}" x2="{at(day)}" y2="{height - FOOT}" stroke="{LINE}"/>')
        parts.append(f'<text x="{at(day) + 3}" y="16" fill="{SOFT}" font-size="11">{day.isoformat()}</text>')
    parts += [_row(number, one, at) for number, one in enumerate(shown)]
    parts.append(f'<line x1="{at(today)}" y1="{HEAD - 12}" x2="{at(today)}" y2="{height - FOOT}" stroke="{INK}" stroke-dasharray="4 3"/>')
    return "\n".join([*parts, "</svg>"])


def _row(number: int, one: Bar, at: object) -> str:
    y = HEAD + ROW * number
    left = at(one.begins)  # type: ignore[operator]
    width = max(at(max(one.ends, one.begins) + timedelta(days=1)) - left, 4)  # type: ignore[operator]
    colour = {"late": LATE, "done": DONE}.get(one.state, PLAIN)
    name = UNSEEN.sub("?", one.name)
    short = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
    # Beside its colour a state has its own edge and its word, so that nothing hangs on colour alone.
    dash = ' stroke-dasharray="5 3" fill-opacity="0.25"' if one.state == "done" else ""
    word = "" if one.state == "open" else f' <tspan fill="{SOFT}" font-size="11">({one.state})</tspan>'
    return (
        f'<text x="8" y="{y + 19}" fill="{INK}">{escape(short)}{word}</text>'
        f'<rect x="{left}" y="{y + 6}" width="{round(width, 1)}" height="{ROW - 12}" rx="3" fill="{colour}" stroke="{colour}"{dash}/>'
    )


def _ticks(first: date, days: int) -> list[date]:
    """Days to be named, so far apart that their names do not touch."""
    step = next((one for one in (1, 2, 7, 14, 28, 56, 91, 182, 365) if DRAWN / days * one >= 70), -(-days * 70 // DRAWN))
    return [first + timedelta(days=number) for number in range(0, days, step)]
