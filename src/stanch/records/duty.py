"""Who must be told what by when, with its proof; and the duties that do not apply, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from stanch.records.rows import to_plain


@dataclass(frozen=True, slots=True)
class Deadline:
    """`amount` `unit` from `from_` (words as in docs/contract.md); `due` is the resolved moment (aware) or null when open.

    JSON calls the field `from`; see `contract_form`.
    """

    amount: float | None
    unit: str
    from_: str
    due: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """One condition of a rule: what the law asks, the fact values, yes / no / unknown, with its citation; nested."""

    asks: str
    answer: Literal["yes", "no", "unknown"]
    facts: tuple[str, ...] = ()
    cite: str = ""
    parts: tuple[Proof, ...] = ()

    @property
    def here(self) -> tuple[str, ...]:
        """The facts without the label that `asks` has said already (`role: owner` beside `role: owner or processor`)."""
        split = [(fact, *fact.partition(": ")) for fact in self.facts]
        return tuple(value if value and self.asks.startswith(f"{label}:") else fact for fact, label, _, value in split)


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty, or a duty considered and found not to apply.

    `id` is `JURISDICTION/rule`. `required` is true, false or "conditional" (then `questions` would settle it).
    `people` counts the persons who make it a duty (residents, or all, as the rule counts). `contents` and
    `must_not_contain` are words of `notices/contents.yaml`. `must` are prescribed headings and the like.
    `children` and `deceased` are those among `people` (and `deceased` also those who have died and do not count: `living_only`,
    except in the places of `dead_too`, whose own law counts them); `apart` says what follows for them, as `reason` does too.
    `residents` are the places whose residents alone a law protects that is not called after them (New York's for schools).
    `role`: where an organisation owns some of the data and holds the rest for clients, the role in which this duty is its own.
    `verified` false means that the statute file itself says it was not fully checked; `note` says why.
    """

    id: str
    jurisdiction: str
    recipient: str
    required: bool | Literal["conditional"]
    deadline: Deadline | None
    months: int | None
    means: tuple[str, ...]
    stage: str
    contents: tuple[str, ...]
    cite: str
    reason: str
    rule: str
    people: int = 0
    must_not_contain: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    proof: Proof | None = None
    verified: bool = True
    note: str = ""
    url: str = ""
    name: str = ""
    children: int = 0
    deceased: int = 0
    living_only: bool = False
    dead_too: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    residents: tuple[str, ...] = ()
    role: str = ""


def contract_form(duty: Duty) -> dict[str, Any]:
    """The duty as `law assess --json` and `duties --json` print it: `from_` is called `from`, whole amounts are whole numbers."""
    plain: dict[str, Any] = to_plain(duty)
    if duty.deadline is not None:
        amount = duty.deadline.amount
        due = duty.deadline.due
        plain["deadline"] = {
            "amount": int(amount) if amount is not None and amount == int(amount) else amount,
            "unit": duty.deadline.unit,
            "from": duty.deadline.from_,
            "due": due.isoformat() if due else None,
            "note": duty.deadline.note,
        }
    return plain
