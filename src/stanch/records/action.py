"""A corrective action and its proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Action:
    """What must change so that it never happens again.

    `controls` are references (`ATT&CK M1032`, `NIST SP 800-53 IA-2(1)`, `CIS 6.3`). `proof_needed` says what would
    prove it; `status` is `open`, `done` or `reopened`; done only with `proof` or a signed statement. `cost` in `currency` is what
    people reckon or paid; `after` names the actions that must be done first.
    """

    id: str
    title: str
    why: str
    owner: str
    due: date | None
    effort: str
    would_have_stopped_it: bool
    controls: tuple[str, ...] = ()
    proof_needed: str = ""
    status: str = "open"
    proof: str = ""
    order: int = 0
    cost: float | None = None
    currency: str = ""
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A control that was not in place and let the breach happen, as far as the logs or the cause tell. `id` is that of its action.

    `says` is the failure as a sentence, `why` what in the logs speaks for it (empty where the cause alone does).
    """

    id: str
    says: str
    why: str
    confidence: float
    controls: tuple[str, ...] = ()
