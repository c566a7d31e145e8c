"""Who decided what, when, on what grounds."""

# ruff: noqa: DJ008 rows are never printed: they hold personal data

from __future__ import annotations

from typing import ClassVar

from django.db import models


class DecisionRow(models.Model):
    """A decision of a person on a record. Later decisions on the same record take its place; none is removed.

    `revision` is a hash of the record as it was when it was decided on, so that a decision about something that has
    changed since can be told.
    """

    objects: ClassVar[models.Manager[DecisionRow]]

    kind = models.TextField(db_index=True)
    subject = models.TextField(db_index=True)
    verdict = models.TextField()
    decided_by = models.TextField()
    decided_at = models.DateTimeField()
    grounds = models.TextField()
    revision = models.TextField()
    entry = models.PositiveBigIntegerField()
    is_current = models.BooleanField(default=True, db_index=True)
