"""Guided assessments of severity: they suggest a finding on harm with the working shown; a person makes the finding."""

from __future__ import annotations

from dataclasses import replace

from stanch.law.severity import enisa, hipaa
from stanch.law.severity.working import Line, Range, Suggestion
from stanch.records import Facts

__all__ = ["Line", "Range", "Suggestion", "as_if_found", "suggestions"]


def suggestions(facts: Facts) -> tuple[Suggestion, ...]:
    """What each method that may concern the facts suggests."""
    return (enisa.suggest(facts), *((hipaa.suggest(facts),) if hipaa.concerns(facts) else ()))


def as_if_found(facts: Facts, found: Suggestion) -> Facts:
    """The facts as they would be if somebody took up the suggestion; unchanged while it is open."""
    if not found.finding:
        return facts
    word = dict.fromkeys(found.jurisdictions, found.finding)
    return replace(facts, harm_by_jurisdiction={**facts.harm_by_jurisdiction, **word})
