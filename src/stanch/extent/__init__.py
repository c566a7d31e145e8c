"""What personal data is in it? Units to findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stanch.engine import Parts
    from stanch.extent.scanning import Extent, scan, scan_unit
    from stanch.records import Finder

__all__ = ["Extent", "lookup", "scan", "scan_unit"]


def lookup(units: Parts) -> Finder:
    """Finds the rows of records that logs name by number, in the tables of these units."""
    from stanch.extent.record_lookup import Lookup

    return Lookup(units)


def __getattr__(name: str) -> object:
    # On demand: Hyperscan and Arrow are not loaded by those who only ask for the room.
    if name in __all__:
        from stanch.extent import scanning

        return getattr(scanning, name)
    raise AttributeError(name)
