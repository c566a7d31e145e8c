"""Duties seen otherwise: by clock, and by the place whose law asks, on a map of tiles.

Each state is a tile of one size, so that a small one is seen as well as a large one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from stanch.casefile.duties import DutyState, clocks, duty_states
from stanch.portal import desk, tongues
from stanch.portal.rights import needs
from stanch.report.contents import by_residence, place_name
from stanch.vocabulary import jurisdictions

# Where the states stand to one another, each a tile.
STATES = (
    "AK .. .. .. .. .. .. .. .. .. ME",
    ".. .. .. .. .. .. .. .. .. VT NH",
    "WA ID MT ND MN IL WI MI NY RI MA",
    "OR NV WY SD IA IN OH PA NJ CT ..",
    "CA UT CO NE MO KY WV VA MD DE ..",
    ".. AZ NM KS AR TN NC SC DC .. ..",
    ".. .. .. OK LA MS AL GA .. .. PR",
    "HI GU .. .. TX .. .. .. FL .. VI",
)
UNION = "EU-"


@dataclass(frozen=True, slots=True)
class Tile:
    """A place on the map: where it stands, how many people live there, how much is owed there and how that stands."""

    code: str
    short: str
    name: str
    people: int
    owed: int
    turning: int
    not_owed: int
    due: datetime | None
    status: str  # overdue, open, conditional, settled, or nothing

    @property
    def duties(self) -> int:
        """All that were considered."""
        return self.owed + self.turning + self.not_owed


@needs("look")
def show_clocks(request: HttpRequest) -> HttpResponse:
    """Every clock that runs, the most urgent first."""
    case, moment = desk.case(), desk.now()
    unasked = not duty_states(case, now=moment)
    return desk.page(request, "duties_clocks.html", _("Duties by clock"), clocks=clocks(case, now=moment), unasked=unasked)


@needs("look")
def show_map(request: HttpRequest) -> HttpResponse:
    """What is owed where: the map, and the same as a table."""
    states = duty_states(desk.case(), now=desk.now())
    lived = {code: number for code, _name, number in by_residence(desk.contents().people)}
    codes = dict.fromkeys((*(state.duty.jurisdiction for state in states), *(code for code in lived if code in jurisdictions())))
    tiles = [tile(code, states, lived.get(code, 0)) for code in codes]
    found = {one.code: one for one in tiles}
    drawn = grid() if any(code in found for code, *_rest in grid()) else []
    shown = [
        found.get(code) or Tile(code, short, tongues.place(place_name(code)), 0, 0, 0, 0, None, "") for code, short, _row, _column in drawn
    ]
    tiles.sort(key=lambda one: (one.due is None, one.due.timestamp() if one.due else 0.0, -one.owed, one.name))
    spots = [(one, row, column) for one, (_code, _short, row, column) in zip(shown, drawn, strict=True)]
    return desk.page(request, "duties_map.html", _("Duties by place"), tiles=tiles, spots=spots)


def concerns(state: DutyState, code: str) -> bool:
    """Whether the law of a place is asked about: its own, or, in a member state, the Union's."""
    asked = state.duty.jurisdiction
    return asked == code or (
        code in jurisdictions() and code.startswith(UNION) and asked.startswith(UNION) and asked not in jurisdictions()
    )


def tile(code: str, states: Sequence[DutyState], people: int) -> Tile:
    """What is owed in a place."""
    here = [state for state in states if concerns(state, code)]
    running = [state for state in here if state.is_running]
    dues = [state.duty.deadline.due for state in running if state.duty.deadline and state.duty.deadline.due]
    return Tile(
        code,
        code.rpartition("-")[2],
        tongues.place(place_name(code)),
        people,
        sum(state.duty.required is True for state in here),
        sum(state.duty.required == "conditional" for state in here),
        sum(state.duty.required is False for state in here),
        min(dues, default=None),
        _status(running, here),
    )


def _status(running: Iterable[DutyState], here: Iterable[DutyState]) -> str:
    """The most pressing of a place: overdue before owed, owed before what turns on a question."""
    standing = {
        "conditional" if state.duty.required == "conditional" else "overdue" if state.status == "overdue" else "open" for state in running
    }
    pressing = next((one for one in ("overdue", "open", "conditional") if one in standing), "")
    return pressing or ("settled" if any(state.duty.required is not False for state in here) else "")


def grid() -> list[tuple[str, str, int, int]]:
    """Code, short name, row and column of each state."""
    rows = ((number, line.split()) for number, line in enumerate(STATES, 1))
    return [(f"US-{short}", short, row, column) for row, line in rows for column, short in enumerate(line, 1) if short != ".."]
