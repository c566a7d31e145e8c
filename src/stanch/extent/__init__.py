"""What personal data is in it? Units to findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stanch.extent.scanning import Extent, scan, scan_unit

__all__ = ["Extent", "scan", "scan_unit"]


def __getattr__(name: str) -> object:
    # On demand: Hyperscan and Arrow are not loaded by those who only ask for the room.
    if name in __all__:
        from stanch.extent import scanning

        return getattr(scanning, name)
    raise AttributeError(name)
