"""Pictures of the attack: who used what down to the exhibits, and what left hour by hour; each with the same in words.

SVG of our own, without a script: it prints, and names that an attacker chose stand in it as text alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from html import escape

from stanch.records import Attack, Hour, Reached
from stanch.report.charts import ALERT, Picture, drawn
from stanch.report.gantt import INK, PLAIN, SOFT, UNSEEN
from stanch.report.phrase import Phrase, together

COLUMNS = ("address", "account", "machine", "exhibit")
HEADS = {"address": "Addresses", "account": "Accounts", "machine": "Machines and services", "exhibit": "Exhibits"}
MOST = 14  # of a column
EDGE = "#8d99a5"
BOX, GAP, ROW, HEAD = 210, 70, 34, 40  # pixels
LONGEST = 30  # signs of a name in a box
MOST_SIGNS = 80  # of a name in words
TOLD = 12  # ties told in words
HOURS = 24 * 31  # of longer stories days are drawn
Node = tuple[str, str]


def entities(attack: Attack) -> Picture | None:
    """The graph in four columns: addresses, accounts, machines, and the exhibits that were reached."""
    edges = _edges(attack)
    if not edges:
        return None
    weight: dict[Node, int] = {}
    for (one, other), times in edges.items():
        for node in (one, other):
            weight[node] = weight.get(node, 0) + times
    chosen: dict[str, list[Node]] = {
        sort: sorted((node for node in weight if node[0] == sort), key=lambda node: (-weight[node], node[1])) for sort in COLUMNS
    }
    more = {sort: len(nodes) - MOST for sort, nodes in chosen.items() if len(nodes) > MOST}
    chosen = {sort: nodes[:MOST] for sort, nodes in chosen.items() if nodes}
    return Picture(_graph(chosen, more, edges), _in_words(edges, more))


def _edges(attack: Attack) -> dict[tuple[Node, Node], int]:
    edges = {(tie.one, tie.other): tie.times for tie in attack.ties}
    known = {node for pair in edges for node in pair}
    for place in attack.reach.reached:
        who = next((node for node in (("account", place.by), ("address", place.by)) if node in known), None)
        if who and place.contact in ("acquired", "accessed"):
            pair = who, ("exhibit", _folder(place))
            edges[pair] = edges.get(pair, 0) + place.count
    return edges


def _folder(place: Reached) -> str:
    """Many files of one folder are one box."""
    head, cut, name = place.locator.rpartition("/")
    return f"{head}/" if cut and "." in name and "#" not in name else place.locator


def _graph(chosen: dict[str, list[Node]], more: dict[str, int], edges: dict[tuple[Node, Node], int]) -> str:
    rows = max(len(nodes) + (sort in more) for sort, nodes in chosen.items())
    width, height = len(chosen) * (BOX + GAP) - GAP + 16, HEAD + rows * ROW + 12
    place = {
        node: (8 + column * (BOX + GAP), HEAD + row * ROW) for column, nodes in enumerate(chosen.values()) for row, node in enumerate(nodes)
    }
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="system-ui, sans-serif" font-size="12">']
    parts.append('<rect width="100%" height="100%" fill="#fff"/>')
    parts += [_line(place[one], place[other], times) for (one, other), times in edges.items() if one in place and other in place]
    for column, (sort, nodes) in enumerate(chosen.items()):
        left = 8 + column * (BOX + GAP)
        parts.append(f'<text x="{left}" y="20" fill="{SOFT}">{HEADS[sort]}</text>')
        parts += [_box(place[node], node) for node in nodes]
        if sort in more:
            parts.append(f'<text x="{left}" y="{HEAD + len(nodes) * ROW + 18}" fill="{SOFT}">and {more[sort]:,} more</text>')
    return "\n".join([*parts, "</svg>"])


def _box(at: tuple[int, int], node: Node) -> str:
    sort, name = node
    edge = ALERT if sort == "exhibit" else PLAIN
    dash = ' stroke-dasharray="4 2"' if sort == "exhibit" else ""
    return (
        f'<rect x="{at[0]}" y="{at[1]}" width="{BOX}" height="{ROW - 8}" rx="4" fill="#fff" stroke="{edge}"{dash}/>'
        f'<text x="{at[0] + 8}" y="{at[1] + 17}" fill="{INK}">{escape(_short(name))}</text>'
    )


def _line(one: tuple[int, int], other: tuple[int, int], times: int) -> str:
    """A curve from the right edge of one box to the left edge of the other; thicker for more."""
    left, right, middle = one[0] + BOX, other[0], ROW // 2 - 4
    bend = (right - left) / 2
    thick = 1 + min(4, len(str(times)) - 1)
    curve = (
        f"M{left} {one[1] + middle} C{left + bend:.0f} {one[1] + middle} {right - bend:.0f} {other[1] + middle} {right} {other[1] + middle}"
    )
    return f'<path d="{curve}" fill="none" stroke="{EDGE}" stroke-width="{thick}"/>'


def _short(name: str) -> str:
    """A name that fits: of a path its end tells more than its beginning."""
    plain = UNSEEN.sub("?", name)
    if len(plain) <= LONGEST:
        return plain
    return f"…{plain[-LONGEST + 1 :]}" if "/" in plain else f"{plain[: LONGEST - 1]}…"


def _in_words(edges: dict[tuple[Node, Node], int], more: dict[str, int]) -> str:
    order = sorted(edges.items(), key=lambda pair: (COLUMNS.index(pair[0][0][0]), -pair[1], pair[0]))
    told: list[str] = [_tie(one, other, times) for (one, other), times in order[:TOLD]]
    if len(order) > TOLD:
        rest = len(order) - TOLD
        told.append(Phrase("%(number)s more tie", number=rest) if rest == 1 else Phrase("%(number)s more ties", number=rest))
    told += [Phrase("not drawn: %(number)s more %(sort)s", number=count, sort=HEADS[sort].lower()) for sort, count in more.items()]
    return Phrase("Who used what: %(ties)s.", ties=together(told))


def _tie(one: Node, other: Node, times: int) -> str:
    named = {"one": _plain(one[1]), "other": _plain(other[1])}
    if times == 1:
        return (
            Phrase("%(one)s reached %(other)s (once)", **named)
            if other[0] == "exhibit"
            else Phrase("%(one)s used %(other)s (once)", **named)
        )
    if other[0] == "exhibit":
        return Phrase("%(one)s reached %(other)s (%(times)s times)", **named, times=times)
    return Phrase("%(one)s used %(other)s (%(times)s times)", **named, times=times)


def _plain(name: str) -> str:
    """A name in running text: nothing in it that steers a screen, and no page of it."""
    plain = UNSEEN.sub("?", name)
    return plain if len(plain) <= MOST_SIGNS else f"{plain[: MOST_SIGNS - 1]}…"


def _size(count: float) -> str:
    """Bytes as people say them, the number with its unit."""
    unit, worth = _unit(count)
    return f"{count / worth:,.1f} {unit}"


def _unit(count: float) -> tuple[str, float]:
    return next(((name, worth) for name, worth in (("TB", 1e12), ("GB", 1e9)) if count >= 10 * worth), ("MB", 1e6))


def outgoing(attack: Attack) -> Picture | None:
    """Bars: bytes that left by hour, or things taken where the logs tell no bytes; days where the story is long."""
    if not attack.hours:
        return None
    in_bytes = any(one.sent for one in attack.hours)
    rows, unit = _grouped(attack.hours)
    most = max(rows, key=lambda one: one.sent if in_bytes else one.taken)
    named, worth = _unit(most.sent)
    values = [{"at": one.at.isoformat(), "much": one.sent / worth if in_bytes else one.taken} for one in rows]
    what = named if in_bytes else "things taken"
    stamped = "%d %b %H:%M" if unit == "hour" else "%d %b %Y"
    encoding = {
        "x": {"field": "at", "type": "temporal", "axis": {"title": f"{unit} (UTC)", "format": stamped, "labelAngle": -30}},
        "y": {"field": "much", "type": "quantitative", "axis": {"title": what}},
    }
    svg = drawn({"data": {"values": values}, "mark": {"type": "bar", "color": ALERT, "width": 6}, "encoding": encoding, "width": 520})
    taken = sum(one.taken for one in rows)
    total = _size(sum(one.sent for one in rows)) if in_bytes else f"{taken:,} thing{'s' * (taken != 1)}"
    peak = _size(most.sent) if in_bytes else f"{most.taken:,}"
    stamp = f"{most.at:%Y-%m-%d %H:%M}" if unit == "hour" else f"{most.at:%Y-%m-%d}"
    told = {
        "unit": unit,
        "total": total,
        "first": f"{rows[0].at:%Y-%m-%d %H:%M}",
        "last": f"{rows[-1].at:%Y-%m-%d %H:%M}",
        "peak": peak,
        "stamp": stamp,
    }
    words = Phrase(
        "What the intruder drew (by %(unit)s): %(total)s from %(first)s to %(last)s UTC; the most, %(peak)s, at %(stamp)s.", **told
    )
    return Picture(svg, words if in_bytes else together((words, Phrase("The logs tell no bytes.")), " "))


def _grouped(hours: Sequence[Hour]) -> tuple[list[Hour], str]:
    if hours[-1].at - hours[0].at <= timedelta(hours=HOURS):
        return list(hours), "hour"
    days: dict[str, Hour] = {}
    for one in hours:
        day = one.at.replace(hour=0)
        known = days.get(day.isoformat(), Hour(day, 0, 0))
        days[day.isoformat()] = Hour(day, known.sent + one.sent, known.taken + one.taken)
    return list(days.values()), "day"
