"""The tables of a case. Nothing outside `casefile` imports them."""

from stanch.casefile.models.decided import DecisionRow
from stanch.casefile.models.delivery import AddressRow, BatchRow, CallRow, CodeRow, PieceEventRow, PieceRow
from stanch.casefile.models.derived import (
    ActionRow,
    AttackRow,
    DerivedRow,
    DoubtfulPairRow,
    DutyRow,
    EventRow,
    EvidenceRow,
    ExhibitRow,
    NoticeRow,
    OfferRow,
    OrganisationRow,
    PersonRow,
    UnreadRow,
)
from stanch.casefile.models.known import CaseRow, FactRow
from stanch.casefile.models.state import HoldingRow, JournalRow, PartRow, StepRow

__all__ = [
    "ActionRow",
    "AddressRow",
    "AttackRow",
    "BatchRow",
    "CallRow",
    "CaseRow",
    "CodeRow",
    "DecisionRow",
    "DerivedRow",
    "DoubtfulPairRow",
    "DutyRow",
    "EventRow",
    "EvidenceRow",
    "ExhibitRow",
    "FactRow",
    "HoldingRow",
    "JournalRow",
    "NoticeRow",
    "OfferRow",
    "OrganisationRow",
    "PartRow",
    "PersonRow",
    "PieceEventRow",
    "PieceRow",
    "StepRow",
    "UnreadRow",
]
