"""Help offered to a person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Offer:
    """A service offered to one person: `credit_monitoring`, `identity_restoration`, `minor_monitoring`, `password_reset`, …

    `required` tells a duty (`cite`, `duty`) from good practice; `months` how long; `reason` in words. `code` is filled
    when a code list is loaded.
    """

    person: str
    service: str
    months: int | None
    required: bool
    reason: str
    cite: str = ""
    duty: str = ""
    code: str | None = None
