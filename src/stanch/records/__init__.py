"""What is handed from room to room: frozen dataclasses, one file each, with the Arrow schema beside the class."""

from stanch.records.action import Action
from stanch.records.attack import Attack, Cause, Chapter, Containment, Detection, Indicator, LogSource, Window
from stanch.records.concern import Concerns, concerns
from stanch.records.delivery import Piece, PieceEvent, SubstituteRule
from stanch.records.duty import Deadline, Duty, Proof, contract_form
from stanch.records.exhibit import Evidence, Exhibit
from stanch.records.facts import DataSet, Facts, Harm, Incident, Organisation, Severity
from stanch.records.finding import FINDING_SCHEMA, Finding
from stanch.records.notice import Check, Notice
from stanch.records.offer import Enrolment, Offer
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
    "Enrolment",
    "Evidence",
    "Exhibit",
    "Exposure",
    "Facts",
    "Finding",
    "Harm",
    "Incident",
    "Indicator",
    "LogSource",
    "Notice",
    "Offer",
    "Organisation",
    "Person",
    "Piece",
    "PieceEvent",
    "PostalAddress",
    "Proof",
    "Role",
    "Severity",
    "SubstituteRule",
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
