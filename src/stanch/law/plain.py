"""The contract's JSON: `law assess --json`."""

from __future__ import annotations

from typing import Any

import msgspec

from stanch.law.assess import Assessment
from stanch.records import Deadline, Duty


def to_contract(assessment: Assessment) -> dict[str, Any]:
    """`{"duties": [...], "warnings": [...]}` with `from` for `from_` and `due` in ISO 8601 with its offset."""
    return {"duties": [duty_plain(duty) for duty in assessment.duties], "warnings": list(assessment.warnings)}


def duty_plain(duty: Duty) -> dict[str, Any]:
    """One duty as the contract has it."""
    row: dict[str, Any] = msgspec.to_builtins(duty)
    row["deadline"] = deadline_plain(duty.deadline)
    return row


def deadline_plain(deadline: Deadline | None) -> dict[str, Any] | None:
    """A deadline as the contract has it; whole amounts as whole numbers."""
    if deadline is None:
        return None
    amount = deadline.amount
    return {
        "amount": int(amount) if amount is not None and amount == int(amount) else amount,
        "unit": deadline.unit,
        "from": deadline.from_,
        "due": deadline.due.isoformat() if deadline.due else None,
        "note": deadline.note,
    }
