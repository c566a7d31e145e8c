"""Whose is it? Findings to people: one per real person, contact, residence, what was exposed, and why we think so."""

from stanch.people.room import Consolidation, consolidate
from stanch.people.why import Explanation, Reason, why, why_in

__all__ = ["Consolidation", "Explanation", "Reason", "consolidate", "why", "why_in"]
