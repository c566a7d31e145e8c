"""Whose is it? Findings to people: one per real person, contact, residence, what was exposed, and why we think so."""

from stanch.people.asides import own_domains
from stanch.people.room import Consolidation, Given, consolidate

__all__ = ["Consolidation", "Given", "consolidate", "own_domains"]
