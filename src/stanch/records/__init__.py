"""What is handed from room to room: frozen dataclasses, one file each, with the Arrow schema beside the class."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stanch.records.action import Action, Failure
    from stanch.records.alike import Alike, numbered
    from stanch.records.attack import (
        Attack,
        Cause,
        Chapter,
        Containment,
        Detection,
        Gap,
        Hour,
        Indicator,
        LogSource,
        Tie,
        Touched,
        Unparsed,
        Window,
    )
    from stanch.records.concern import Concerns, concerns, is_exposed
    from stanch.records.counsel import Kept, Liability, Shift
    from stanch.records.delivery import Piece, PieceEvent, SubstituteRule
    from stanch.records.duty import Deadline, Duty, Proof, contract_form
    from stanch.records.earlier import Earlier, mark_of
    from stanch.records.exhibit import Evidence, Exhibit
    from stanch.records.facts import DataSet, Facts, Harm, Incident, Organisation, Severity
    from stanch.records.finding import FINDING_CODED, FINDING_MADE, FINDING_SCHEMA, Finding
    from stanch.records.linkage import Linkage
    from stanch.records.listed import Client, Listed
    from stanch.records.noted import Noted
    from stanch.records.notice import Check, Notice
    from stanch.records.offer import Enrolment, Offer
    from stanch.records.option import Option
    from stanch.records.own import OwnField, OwnValue, Task
    from stanch.records.person import Aside, DoubtfulPair, Exposure, Match, Person, PostalAddress, Role, Share
    from stanch.records.reach import CONTACTS, MOST_RECORDS, Contact, Finder, Named, Reach, Reached, ReachedRows, Rows, Watched
    from stanch.records.refuted import Refuted
    from stanch.records.rows import from_json, from_plain, from_table, to_json, to_plain, to_table
    from stanch.records.ruling import Ruling
    from stanch.records.said import Said
    from stanch.records.step import TakenStep, step_id, unread_id
    from stanch.records.tabletop import Debrief
    from stanch.records.unit import REASONS, UNIT_SCHEMA, UNREAD_SCHEMA, Unit, Unread, pack_cells, unpack_cells
    from stanch.records.wording import Wording

__all__ = [
    "CONTACTS",
    "FINDING_CODED",
    "FINDING_MADE",
    "FINDING_SCHEMA",
    "MOST_RECORDS",
    "REASONS",
    "UNIT_SCHEMA",
    "UNREAD_SCHEMA",
    "Action",
    "Alike",
    "Aside",
    "Attack",
    "Cause",
    "Chapter",
    "Check",
    "Client",
    "Concerns",
    "Contact",
    "Containment",
    "DataSet",
    "Deadline",
    "Debrief",
    "Detection",
    "DoubtfulPair",
    "Duty",
    "Earlier",
    "Enrolment",
    "Evidence",
    "Exhibit",
    "Exposure",
    "Facts",
    "Failure",
    "Finder",
    "Finding",
    "Gap",
    "Harm",
    "Hour",
    "Incident",
    "Indicator",
    "Kept",
    "Liability",
    "Linkage",
    "Listed",
    "LogSource",
    "Match",
    "Named",
    "Noted",
    "Notice",
    "Offer",
    "Option",
    "Organisation",
    "OwnField",
    "OwnValue",
    "Person",
    "Piece",
    "PieceEvent",
    "PostalAddress",
    "Proof",
    "Reach",
    "Reached",
    "ReachedRows",
    "Refuted",
    "Role",
    "Rows",
    "Ruling",
    "Said",
    "Severity",
    "Share",
    "Shift",
    "SubstituteRule",
    "TakenStep",
    "Task",
    "Tie",
    "Touched",
    "Unit",
    "Unparsed",
    "Unread",
    "Watched",
    "Window",
    "Wording",
    "concerns",
    "contract_form",
    "from_json",
    "from_plain",
    "from_table",
    "is_exposed",
    "mark_of",
    "numbered",
    "pack_cells",
    "step_id",
    "to_json",
    "to_plain",
    "to_table",
    "unpack_cells",
    "unread_id",
]

# On demand: a worker that reads and scans needs a quarter of them.
_HOME = {
    "action": ("Action", "Failure"),
    "alike": (
        "Alike",
        "numbered",
    ),
    "attack": (
        "Attack",
        "Cause",
        "Chapter",
        "Containment",
        "Detection",
        "Gap",
        "Hour",
        "Indicator",
        "LogSource",
        "Tie",
        "Touched",
        "Unparsed",
        "Window",
    ),
    "concern": (
        "Concerns",
        "concerns",
        "is_exposed",
    ),
    "counsel": (
        "Kept",
        "Liability",
        "Shift",
    ),
    "delivery": (
        "Piece",
        "PieceEvent",
        "SubstituteRule",
    ),
    "earlier": ("Earlier", "mark_of"),
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
        "FINDING_CODED",
        "FINDING_MADE",
        "FINDING_SCHEMA",
        "Finding",
    ),
    "linkage": ("Linkage",),
    "listed": (
        "Client",
        "Listed",
    ),
    "notice": (
        "Check",
        "Notice",
    ),
    "offer": (
        "Enrolment",
        "Offer",
    ),
    "option": ("Option",),
    "own": (
        "OwnField",
        "OwnValue",
        "Task",
    ),
    "person": (
        "Aside",
        "DoubtfulPair",
        "Exposure",
        "Match",
        "Person",
        "PostalAddress",
        "Role",
        "Share",
    ),
    "reach": (
        "CONTACTS",
        "MOST_RECORDS",
        "Contact",
        "Finder",
        "Named",
        "Reach",
        "Reached",
        "ReachedRows",
        "Rows",
        "Watched",
    ),
    "rows": (
        "from_json",
        "from_plain",
        "from_table",
        "to_json",
        "to_plain",
        "to_table",
    ),
    "refuted": ("Refuted",),
    "ruling": ("Ruling",),
    "noted": ("Noted",),
    "said": ("Said",),
    "step": (
        "TakenStep",
        "step_id",
        "unread_id",
    ),
    "tabletop": ("Debrief",),
    "unit": (
        "REASONS",
        "UNIT_SCHEMA",
        "UNREAD_SCHEMA",
        "Unit",
        "Unread",
        "pack_cells",
        "unpack_cells",
    ),
    "wording": ("Wording",),
}
_MODULE = {name: module for module, names in _HOME.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _MODULE:
        raise AttributeError(name)
    found = getattr(import_module(f"stanch.records.{_MODULE[name]}"), name)
    globals()[name] = found
    return found
