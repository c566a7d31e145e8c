"""The note of what was put: the hash of the rows of each kind, and how many there are."""

from __future__ import annotations

from typing import Any

from stanch.casefile import glance
from stanch.casefile.prepared import Question


def holdings(alias: str) -> dict[str, tuple[str, int]]:
    """The note of every kind that was put: the hash of its rows, and how many there are."""
    return glance.once(alias, "holdings", lambda: {kind: (digest, count) for kind, digest, count in _HOLDINGS.ask(alias)})


def digest_now(alias: str, kind: str) -> str | None:
    """The hash of the rows of a kind as it stands at this moment, also within a look."""
    found: str | None = _DIGEST.first(alias, kind)
    return found


def _holdings() -> Any:
    from stanch.casefile.models import HoldingRow

    return HoldingRow.objects.order_by("id").values_list("kind", "digest", "count")


def _digest(kind: str) -> Any:
    from stanch.casefile.models import HoldingRow

    return HoldingRow.objects.filter(kind=kind).order_by("id").values_list("digest")[:1]


_HOLDINGS, _DIGEST = Question(_holdings), Question(_digest)
