"""What is handed from room to room: frozen dataclasses, one file each, with the Arrow schema beside the class."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stanch.records.action import Action
    from stanch.records.attack import Attack, Cause, Chapter, Containment, Detection, Gap, Indicator, LogSource, Touched, Window
    from stanch.records.concern import Concerns, concerns
    from stanch.records.duty import Deadline, Duty, Proof, contract_form
    from stanch.records.exhibit import Evidence, Exhibit
    from stanch.records.facts import DataSet, Facts, Harm, Incident, Organisation, Severity
    from stanch.records.finding import FINDING_SCHEMA, Finding
    from stanch.records.notice import Check, Notice
    from stanch.records.offer import Offer
    from stanch.records.person import DoubtfulPair, Exposure, Person, PostalAddress, Role
    from stanch.records.rows import from_json, from_plain, from_table, to_json, to_plain, to_table
    from stanch.records.unit import REASONS, UNIT_SCHEMA, UNREAD_SCHEMA, Unit, Unread, pack_cells, unpack_cells

__all__ = [
    "FINDING_SCHEMA",
    "REASONS",
    "UNIT_SCHEMA",
    "UNREAD_SCHEMA",
    "Action",
    "Attack",
    "Cause",
    "Chapter",
    "Check",
    "Concerns",
    "Containment",
    "DataSet",
    "Deadline",
    "Detection",
    "DoubtfulPair",
    "Duty",
    "Evidence",
    "Exhibit",
    "Exposure",
    "Facts",
    "Finding",
    "Gap",
    "Harm",
    "Incident",
    "Indicator",
    "LogSource",
    "Notice",
    "Offer",
    "Organisation",
    "Person",
    "PostalAddress",
    "Proof",
    "Role",
    "Severity",
    "Touched",
    "Unit",
    "Unread",
    "Window",
    "concerns",
    "contract_form",
    "from_json",
    "from_plain",
    "from_table",
    "pack_cells",
    "to_json",
    "to_plain",
    "to_table",
    "unpack_cells",
]

# On demand: a worker that reads and scans needs a quarter of them.
_HOME = {
    "action": ("Action",),
    "attack": (
        "Attack",
        "Cause",
        "Chapter",
        "Containment",
        "Detection",
        "Gap",
        "Indicator",
        "LogSource",
        "Touched",
        "Window",
    ),
    "concern": (
        "Concerns",
        "concerns",
    ),
    "duty": (
        "Deadline",
        "Duty",
        "Proof",
        "contract_form",
    ),
    "exhibit": (
        "Evidence",
        "Exhibit",
    ),
    "facts": (
        "DataSet",
        "Facts",
        "Harm",
        "Incident",
        "Organisation",
        "Severity",
    ),
    "finding": (
        "FINDING_SCHEMA",
        "Finding",
    ),
    "notice": (
        "Check",
        "Notice",
    ),
    "offer": ("Offer",),
    "person": (
        "DoubtfulPair",
        "Exposure",
        "Person",
        "PostalAddress",
        "Role",
    ),
    "rows": (
        "from_json",
        "from_plain",
        "from_table",
        "to_json",
        "to_plain",
        "to_table",
    ),
    "unit": (
        "REASONS",
        "UNIT_SCHEMA",
        "UNREAD_SCHEMA",
        "Unit",
        "Unread",
        "pack_cells",
        "unpack_cells",
    ),
}
_MODULE = {name: module for module, names in _HOME.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _MODULE:
        raise AttributeError(name)
    found = getattr(import_module(f"stanch.records.{_MODULE[name]}"), name)
    globals()[name] = found
    return found
