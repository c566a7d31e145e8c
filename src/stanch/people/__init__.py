"""Whose is it? Findings to people: one per real person, contact, residence, what was exposed, and why we think so."""

from stanch.people.room import Consolidation, consolidate

__all__ = ["Consolidation", "consolidate"]
