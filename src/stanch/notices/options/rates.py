"""What things cost and how long they take: the user's rates, and defaults labelled as such for the rest."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from stanch import datafile
from stanch.errors import BrokenDataFile, Fault

DEFAULTS = Path(__file__).parents[1] / "rates.yaml"


@dataclass(frozen=True, slots=True)
class Rate:
    """An amount, what it is for, and where it comes from. `own`: the user gave it."""

    amount: float
    says: str = ""
    source: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Rates:
    """All rates, in one currency, and the days that things take."""

    currency: str
    rates: dict[str, Rate] = field(default_factory=dict)
    days: dict[str, Rate] = field(default_factory=dict)

    def day(self, what: str) -> int:
        """How many days something takes."""
        return round(self.days[what].amount)


@cache
def _defaults() -> Rates:
    return datafile.read(DEFAULTS, Rates)


def rates(file: Path | None = None) -> Rates:
    """The defaults, with the user's rates in their place.

    A rates file is YAML: `currency`, and under `rates` and `days` a number for a name. Raises `BrokenDataFile` with every fault: an
    unknown name, no number, a negative one; another currency with defaults still in the old one.
    """
    known = _defaults()
    if file is None:
        return known
    node = datafile.load(file)
    faults, found = [], {"rates": dict(known.rates), "days": dict(known.days)}
    if not isinstance(node, dict):
        raise BrokenDataFile([Fault(str(file), 1, 1, "a rates file has `currency`, `rates` and `days`")])
    faults += [
        Fault(str(file), *datafile.place(node, key), f"unknown key {key!r}; known keys: currency, rates, days")
        for key in node
        if key not in ("currency", "rates", "days")
    ]
    for group in ("rates", "days"):
        for name, amount in (node.get(group) or {}).items():
            place = datafile.place(node[group], name)
            if name not in found[group]:
                faults.append(Fault(str(file), *place, f"unknown rate {name!r}; known: {', '.join(found[group])}"))
            elif isinstance(amount, bool) or not isinstance(amount, int | float) or not 0 <= amount < 1e9:
                faults.append(Fault(str(file), *place, f"{name}: {amount!r} is no amount"))
            else:
                found[group][name] = replace(found[group][name], amount=float(amount), source=file.name, own=True)
    currency = str(node.get("currency") or known.currency)
    if currency != known.currency and (
        left := [name for name, one in found["rates"].items() if not one.own and not name.endswith("share")]
    ):
        faults.append(
            Fault(str(file), 1, 1, f"in {currency}, but these are not given and their defaults are in {known.currency}: {', '.join(left)}")
        )
    if faults:
        raise BrokenDataFile(faults)
    return Rates(currency, found["rates"], found["days"])
