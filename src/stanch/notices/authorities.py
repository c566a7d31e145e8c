"""Whom a letter names for help or a complaint: the authority of the place where the reader lives, and each that a law wants named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stanch.notices.words import contacts
from stanch.records import Duty

DEMANDED = "state_authority_contact"
_Rows = Mapping[str, tuple[str, ...]]


def to_turn_to(place: str, duties: Sequence[Duty]) -> dict[str, str]:
    """`state_contact`: of American states; `complain_to`: of other laws that want theirs named; `authority`: these, else that of `place`.

    A law wants its own authority named, wherever the letter is read: who keeps records of health in Ontario names Ontario's
    commissioner to a patient in Boston. Where one that is wanted is not known, none is named, so that the letter cannot pass.
    """
    wanted = dict.fromkeys(one.jurisdiction for one in duties if DEMANDED in one.contents)
    states = dict.fromkeys(row for code in (place, *wanted) if (row := _of(contacts().states, code)))
    others = [_of(contacts().named, code) or contacts().authorities.get(code, ()) for code in wanted if not code.startswith("US-")]
    named = "; ".join(dict.fromkeys(map(", ".join, others))) if all(others) else ""
    home = ", ".join(contacts().authorities.get(place) or contacts().authorities.get(place.partition("-")[0], ()))
    # Each body on a line of its own: a state may have two.
    bodies = [body for one in states for body in ", ".join(one).split("; ")]
    found = {"state_contact": "\n".join(bodies), "complain_to": named, "authority": named if others else home}
    return {name: value for name, value in found.items() if value}


def named_to_all(duties: Sequence[Duty]) -> dict[str, str]:
    """`turn_to`: all that these laws want named, for a notice to many at once."""
    told = to_turn_to("", duties)
    named = [told[name].replace("\n", "; ") for name in ("state_contact", "complain_to") if name in told]
    return {"turn_to": "; ".join(named)} if named else {}


def _of(rows: _Rows, code: str) -> tuple[str, ...]:
    """The contact of a law's own place: of `CA-ON` for `CA-ON-PHIPA`, never the country's for a part of it."""
    while code not in rows and code.count("-") > 1:
        code = code.rpartition("-")[0]
    return rows.get(code, ())
