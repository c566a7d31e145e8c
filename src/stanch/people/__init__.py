"""Whose is it? Findings to people: one per real person, contact, residence, what was exposed, and why we think so."""

from stanch.people.asides import own_domains
from stanch.people.residence import homes
from stanch.people.room import Consolidation, Given, consolidate
from stanch.people.why import Explanation, Reason, why, why_in

__all__ = ["Consolidation", "Explanation", "Given", "Reason", "consolidate", "homes", "own_domains", "why", "why_in"]
