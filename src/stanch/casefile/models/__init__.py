"""The tables of a case. Nothing outside `casefile` imports them."""

from stanch.casefile.models.decided import DecisionRow
from stanch.casefile.models.delivery import AddressRow, BatchRow, CallRow, CodeRow, NewsRow, PieceEventRow, PieceRow
from stanch.casefile.models.derived import (
    ActionRow,
    AttackRow,
    DerivedRow,
    DoubtfulPairRow,
    DraftedRow,
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
from stanch.casefile.models.kept import KeptRow
from stanch.casefile.models.known import CaseRow, FactRow
from stanch.casefile.models.lettering import SaidRow, WordingRow
from stanch.casefile.models.noted import NotedRow
from stanch.casefile.models.own import OwnFieldRow, OwnValueRow, TaskRow
from stanch.casefile.models.people import AsideRow, ClientRow, LinkageRow, ListedRow, RulingRow
from stanch.casefile.models.state import HoldingRow, JournalRow, PartRow, StepRow

__all__ = [
    "ActionRow",
    "AddressRow",
    "AsideRow",
    "AttackRow",
    "BatchRow",
    "CallRow",
    "CaseRow",
    "ClientRow",
    "CodeRow",
    "DecisionRow",
    "DerivedRow",
    "DoubtfulPairRow",
    "DraftedRow",
    "DutyRow",
    "EventRow",
    "EvidenceRow",
    "ExhibitRow",
    "FactRow",
    "HoldingRow",
    "JournalRow",
    "KeptRow",
    "LinkageRow",
    "ListedRow",
    "NewsRow",
    "NotedRow",
    "NoticeRow",
    "OfferRow",
    "OrganisationRow",
    "OwnFieldRow",
    "OwnValueRow",
    "PartRow",
    "PersonRow",
    "PieceEventRow",
    "PieceRow",
    "RulingRow",
    "SaidRow",
    "StepRow",
    "TaskRow",
    "UnreadRow",
    "WordingRow",
]
