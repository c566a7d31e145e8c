"""The case itself, and what is known about it, with the time at which each fact became known."""

# ruff: noqa: DJ008 rows are never printed: they hold personal data

from __future__ import annotations

from typing import ClassVar

from django.db import models


class CaseRow(models.Model):
    """One row: this case."""

    objects: ClassVar[models.Manager[CaseRow]]

    identity = models.TextField()
    opened_at = models.DateTimeField()
    opened_by = models.TextField()


class FactRow(models.Model):
    """A value that a fact had. Rows are never removed: a later row of the same key takes its place."""

    objects: ClassVar[models.Manager[FactRow]]

    key = models.TextField(db_index=True)
    value = models.TextField()
    source = models.TextField()
    known_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.TextField()
    is_current = models.BooleanField(default=True, db_index=True)
    is_withdrawn = models.BooleanField(default=False)
