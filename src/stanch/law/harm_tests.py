"""Harm as each land's law asks for it: which findings, in whose words, answer its test, and which leave it open.

A finding made for another law answers only where it says as much: a likely serious harm is also a real risk of
significant harm, but not the other way round, and a bare "risk" says neither.
"""

from __future__ import annotations

from collections.abc import Callable

from stanch.records import Facts

Draw = Callable[[Facts, str], bool | str | None]

NOTHING = (
    "unlikely_risk", "no_risk", "no_harm", "harm_unlikely", "unlikely_harm", "no_reasonable_likelihood", "no_significant_harm", "no_rrosh",
)  # fmt: skip

UNLIKELY = ("no_serious_harm", "not_likely_serious_harm", "serious_harm_unlikely")
GRAVE = ("real_risk_significant_harm", "serious_injury", "likely_serious_harm", "serious_harm", "significant_harm", "high_risk")


def _found(yes: tuple[str, ...], no: tuple[str, ...]) -> Draw:
    """Yes or no where the finding for this law says so in these words, else open."""

    def draw(facts: Facts, code: str) -> bool | None:
        word = facts.harm_by_jurisdiction.get(code, facts.harm.finding)
        return True if word in yes else False if word in no else None

    return draw


# Label, question, how it is drawn.
TABLE: dict[str, tuple[str, str, Draw]] = {
    "rrosh": (
        "a real risk of significant harm",
        "Does the breach create a real risk of significant harm (in Quebec: a risk of serious injury) to anyone?",
        _found(GRAVE, (*NOTHING, "no_serious_injury", "no_real_risk", "no_real_risk_significant_harm")),
    ),
    "any_harm": (
        "a risk of harm",
        "Is there a risk of any harm to anyone (identity theft, money, body, mind, reputation, embarrassment)?",
        _found(
            ("risk", "harm_likely", "likely_harm", *GRAVE),
            tuple(word for word in NOTHING if word not in ("no_significant_harm", "no_rrosh")),
        ),
    ),
    "serious_harm": (
        "serious harm is likely",
        "Is the breach likely to cause serious harm to anyone whose data are concerned?",
        _found(("likely_serious_harm", "serious_harm", "high_risk"), (*NOTHING, *UNLIKELY)),
    ),
    "significant_harm": (
        "significant harm is likely",
        "Does the breach cause significant harm to anyone, or is it likely to?",
        _found(("significant_harm", "likely_serious_harm", "serious_harm", "high_risk"), NOTHING),
    ),
}
