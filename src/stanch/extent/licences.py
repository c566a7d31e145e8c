"""American driver's licences of several states in one column, with the state before or behind the number, or without it.

`TX 12345678`, `12345678 (TX)`, `Texas #12345678` and `12345678` are one number. Each state's form stands in its own detector.
"""

from __future__ import annotations

import re
from functools import cache

from stanch.extent.addresses_grammar import STATES
from stanch.extent.anchored import Later
from stanch.extent.normalise import compact, to_date

_STATE = rf"(?i:{'|'.join(sorted(sorted({*STATES, *STATES.values()}), key=len, reverse=True))})"
_BEFORE = Later(rf"(?P<state>{_STATE})(?:[ :/.,#-]|\bD\.?L\b)+(?P<number>.+)")
_BEHIND = Later(rf"(?P<number>.+?)[ :/.,-]*(?:(?<=[ :/.,-])(?P<bare>{_STATE})|\((?P<state>{_STATE})\))")
_CODES = {name.casefold(): code for name, code in STATES.items()}
# Of another state or of nobody's form, where a header says that it is one.
_SOME = re.compile(r"[A-Z0-9*]{5,19}")
DIGITS, FIGURES = 3, re.compile(r"\d")


def parted(text: str) -> tuple[str, str]:
    """State (its code, "" for none) and number."""
    plain = " ".join(text.split())
    if found := _BEFORE.fullmatch(plain) or _BEHIND.fullmatch(plain):
        told = found.groupdict()
        state = (told["state"] or told.get("bare") or "").casefold()
        return _CODES.get(state, state.upper()), told["number"].strip()
    return "", plain


def us_licence_by_state(text: str) -> bool:
    """A number of the form of the state beside it; of any state's where none is."""
    return _is_of(*parted(text))


def us_licence(text: str) -> bool:
    """What stands under a header that says driver's licence: a state and a number, a state's form, or letters and figures in one."""
    state, number = parted(text)
    some = number.replace("-", "") if not state else compact(number)
    if _is_of(state, number):
        return True
    return bool(_SOME.fullmatch(some.upper())) and len(FIGURES.findall(some)) >= DIGITS and to_date(number) is None


def without_state(text: str) -> str:
    """The number alone, so that one with its state beside it is the one without."""
    return compact(parted(text)[1])


def _is_of(state: str, number: str) -> bool:
    form = _forms().get(state)
    return form is not None and bool(form.fullmatch(number))


@cache
def _forms() -> dict[str, re.Pattern[str]]:
    """Each state's form by its code, and all of them under ""."""
    from stanch.extent.patterns import book

    states = set(STATES.values())
    cells = {code: one.column.cell for one in book().detectors if (code := _code(one.id)) in states}
    return {code: re.compile(cell) for code, cell in cells.items()} | {"": re.compile("|".join(f"(?:{cell})" for cell in cells.values()))}


def _code(name: str) -> str:
    place, _, code = name.rpartition("/")
    return code.upper() if place == "us/drivers_license" else ""
