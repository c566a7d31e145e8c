"""What people noted of the course of events."""

from __future__ import annotations

from django.db import models

from stanch.casefile.models.derived import DerivedRow


class NotedRow(DerivedRow):
    """An entry of the timeline; withdrawn ones stay."""

    kind = models.TextField(db_index=True)
