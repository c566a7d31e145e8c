"""Where people live, as maps: states of the United States, countries of the world. Outlines from `maps/` (see its SOURCE.txt)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from stanch.records import Person
from stanch.report.charts import Picture, drawn
from stanch.vocabulary import jurisdictions

SHADES = ("#dbe9f4", "#a9cbe2", "#6ea6cd", "#3a7db0", "#1b4f7c")
BLANK, EDGE = "#f0efec", "#9a9a94"
TOLD = 5  # places named in the words beside a map; the table beneath is complete


@cache
def _outlines(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((Path(__file__).parent / "maps" / f"{name}.json").read_text(encoding="utf-8"))
    return found


@cache
def _codes(name: str) -> frozenset[str]:
    return frozenset(one["id"] for one in _outlines(name)["objects"][name]["geometries"])


def states(people: Iterable[Person]) -> Picture | None:
    """People by state; None where nobody lives in the United States."""
    homes = (person.residence or "" for person in people)
    counted = Counter(home.removeprefix("US-") for home in homes if home.startswith("US-"))
    names = {one.postal: one.name for one in jurisdictions().values() if one.country == "US" and one.postal}
    return _map("states", counted, names, "People by state of the United States", projection={"type": "identity"}, size=(560, 350))


def countries(people: Iterable[Person]) -> Picture | None:
    """People by country; None where all live in one."""
    places = jurisdictions()
    counted = Counter(places[person.residence].country for person in people if person.residence in places)
    names = {one.country: one.name for one in places.values()} | {"US": "United States", "CA": "Canada"}
    return (
        _map("countries", counted, names, "People by country", projection={"type": "naturalEarth1"}, size=(620, 330))
        if len(counted) > 1
        else None
    )


def _map(
    outlines: str, counted: Mapping[str, int], names: Mapping[str, str], title: str, *, projection: dict[str, str], size: tuple[int, int]
) -> Picture | None:
    if not counted:
        return None
    steps = classes(list(counted.values()))
    shape = {"values": _outlines(outlines), "format": {"type": "topojson", "feature": outlines}}
    rows = [{"code": code, "people": number, "step": step_of(number, steps)} for code, number in sorted(counted.items())]
    lookup = {"lookup": "id", "from": {"data": {"values": rows}, "key": "code", "fields": ["people", "step"]}}
    domain = [label for _, label in steps]
    color = {
        "field": "step",
        "type": "nominal",
        "scale": {"domain": domain, "range": list(SHADES[-len(domain) :])},
        "legend": {"title": "people", "orient": "bottom", "direction": "horizontal", "symbolType": "square", "symbolSize": 160},
    }
    land = {"mark": {"type": "geoshape", "fill": BLANK, "stroke": EDGE, "strokeWidth": 0.5}}
    lived_in = {
        "transform": [lookup, {"filter": "datum.people > 0"}],
        "mark": {"type": "geoshape", "stroke": EDGE, "strokeWidth": 0.5},
        "encoding": {"color": color},
    }
    width, height = size
    svg = drawn({"data": shape, "projection": projection, "layer": [land, lived_in], "width": width, "height": height})
    return Picture(svg, _words(title, counted, names, _codes(outlines)))


def classes(counts: Sequence[int]) -> list[tuple[int, str]]:
    """Up to five classes of like size as (lowest number, words): `1`, `2 to 9`, `10 to 49`, `50 and more`; the fewest people first."""
    top = max(counts)
    ladder = [1]
    for step in _ladder():
        if step > top:
            break
        ladder.append(step)
    while len(ladder) > len(SHADES):
        # Where two neighbours hold the fewest places together, one class is enough.
        held = [sum(low <= one < high for one in counts) for low, high in zip(ladder, [*ladder[1:], top + 1], strict=True)]
        at = min(range(1, len(ladder)), key=lambda place: (held[place - 1] + held[place], place))
        ladder.pop(at)
    ends = [step - 1 for step in ladder[1:]]
    return [
        (low, f"{low:,}" if high == low else f"{low:,} to {high:,}" if high else f"{low:,} and more" if low < top else f"{low:,}")
        for low, high in zip(ladder, [*ends, 0], strict=True)
    ]


def _ladder() -> Iterable[int]:
    power = 1
    while power < 10**10:
        yield from (step for step in (power, 2 * power, 5 * power) if step > 1)
        power *= 10


def step_of(number: int, steps: Sequence[tuple[int, str]]) -> str:
    """The words of the class in which a number lies."""
    return next(label for low, label in reversed(steps) if number >= low)


def _words(title: str, counted: Mapping[str, int], names: Mapping[str, str], shown: frozenset[str]) -> str:
    """The map in words: the places with most people, how many more, and what is too small to be on it."""
    ranked = sorted(counted.items(), key=lambda entry: (-entry[1], names.get(entry[0], entry[0])))
    told = ", ".join(f"{names.get(code, code)} {number:,}" for code, number in ranked[:TOLD])
    more = ranked[TOLD:]
    rest = f"; {sum(number for _, number in more):,} in {len(more)} more" if more else ""
    missing = ", ".join(f"{names.get(code, code)} {number:,}" for code, number in ranked if code not in shown)
    return f"{title}: {told}{rest}." + (f" Not on the map: {missing}." if missing else "")
