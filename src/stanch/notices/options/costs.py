"""What an option costs: counts times rates, each line with its rate and where that comes from."""

from __future__ import annotations

from dataclasses import dataclass

from stanch.notices.options.rates import Rates
from stanch.records.option import Cost


@dataclass(frozen=True, slots=True)
class Counts:
    """What is paid for. `months` are months of monitoring offered, over all, `restored` the people who
    are offered help to put an identity right alone; `versions` distinct texts and filings to review.
    """

    letters: int
    abroad: int
    emails: int
    told: int
    restored: int
    months: int
    statements: int
    versions: int


def costs(counts: Counts, rates: Rates) -> tuple[Cost, ...]:
    """The lines, in the order in which they are paid; lines of nothing are left out."""
    share, enrolled = rates.rates["call_share"].amount, rates.rates["enrolment_share"].amount
    rows = (
        ("print", float(counts.letters)),
        ("postage", float(counts.letters - counts.abroad)),
        ("postage_abroad", float(counts.abroad)),
        ("email", float(counts.emails)),
        ("call_setup", 1.0 if counts.told else 0.0),
        ("call", round(counts.told * share, 1)),
        ("monitoring_month", round(counts.months * enrolled, 1)),
        ("restoration", float(counts.restored)),
        ("statement", float(counts.statements)),
        ("version", float(counts.versions)),
    )
    return tuple(_line(name, number, rates) for name, number in rows if number)


def _line(name: str, number: float, rates: Rates) -> Cost:
    rate = rates.rates[name]
    own = rate.own
    source = rate.source if own else f"default: {rate.source}"
    return Cost(rate.says, number, rate.amount, round(number * rate.amount, 2), own, source)
