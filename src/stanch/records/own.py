"""What an organisation adds to a case of its own: tasks, some of which must be done before something else may be; and fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

FieldKind = Literal["text", "date", "number", "yes_no", "choice"]
Step = Literal["", "approve", "send", "close"]


@dataclass(frozen=True, slots=True)
class Task:
    """Something that somebody is to do. Nothing is removed: what was done or withdrawn stays, with by whom and why.

    `blocks` is what may not be done before: `action ID` may not be closed, `duty ID` not be fulfilled or declined, `notice ID` not
    be approved, `step ID` of containment not be said to be taken, `notices` (none be approved), `sending` (nothing leaves); empty
    where it holds nothing up.
    """

    id: str
    text: str
    blocks: str = ""
    who: str = ""
    due: date | None = None
    made_by: str = ""
    made_at: datetime | None = None
    ended: Literal["", "done", "withdrawn"] = ""
    ended_by: str = ""
    ended_at: datetime | None = None
    grounds: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return not self.ended


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field of the organisation's own. `key` is its name for programs, `label` what people read.

    `needed_for` is the step that waits until it is filled: `approve` (notices), `send`, `close` (duties and actions); or none.
    A field that is defined again takes the place of the one before; `is_gone` hides it, and its values stay.
    """

    key: str
    label: str
    kind: FieldKind = "text"
    choices: tuple[str, ...] = ()
    needed_for: Step = ""
    why: str = ""
    made_by: str = ""
    made_at: datetime | None = None
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class OwnValue:
    """A value of such a field, as text (dates as ISO days). A later value of the same key takes its place; an empty one withdraws it."""

    key: str
    value: str
    by: str = ""
    at: datetime | None = None
    source: str = ""
