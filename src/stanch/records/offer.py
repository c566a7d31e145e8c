"""Help offered to a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Offer:
    """A service offered to one person: `credit_monitoring`, `identity_restoration`, `minor_monitoring`, `password_reset`, …

    `required` tells a duty (`cite`, `duty`) from good practice; `months` how long; `reason` in words. `code` is filled
    when a code list is loaded, and with it until when, where and under which number the person enrols; `activated_on` tells since when the
    code is used.
    """

    person: str
    service: str
    months: int | None
    required: bool
    reason: str
    cite: str = ""
    duty: str = ""
    code: str | None = None
    enrol_by: date | None = None
    enrol_url: str = ""
    help_line: str = ""
    engagement: str = ""
    activated_on: date | None = None


@dataclass(frozen=True, slots=True)
class Enrolment:
    """How far one service is taken up. `weekly` is the number activated up to the end of each week, oldest first.

    `needed` are people to whom it is offered and who have no code yet; `lapsed` codes that were given out and not used in time.
    """

    service: str
    loaded: int
    free: int
    assigned: int
    activated: int
    lapsed: int
    needed: int
    ends_first: date | None = None
    weekly: tuple[tuple[date, int], ...] = ()

    @property
    def rate(self) -> float | None:
        """Activated out of given out; None where none was given out."""
        given = self.assigned + self.activated + self.lapsed
        return self.activated / given if given else None
