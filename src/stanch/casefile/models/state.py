"""How far the line is, where its bulk parts stand, what each table must hold; and the journal."""

# ruff: noqa: DJ008 rows are never printed: they hold personal data

from __future__ import annotations

from typing import ClassVar

from django.db import models


class StepRow(models.Model):
    """What a step of the line was last done with."""

    objects: ClassVar[models.Manager[StepRow]]

    name = models.TextField(unique=True)
    fingerprint = models.TextField()


class PartRow(models.Model):
    """One sealed file of bulk rows, relative to the case folder."""

    objects: ClassVar[models.Manager[PartRow]]

    name = models.TextField(db_index=True)
    place = models.PositiveIntegerField()
    path = models.TextField()


class HoldingRow(models.Model):
    """How many rows a table holds and their hash, as the journal has it."""

    objects: ClassVar[models.Manager[HoldingRow]]

    kind = models.TextField(unique=True)
    count = models.PositiveBigIntegerField()
    digest = models.TextField()


class JournalRow(models.Model):
    """One entry of the journal. Triggers refuse to change or remove it; times are text so that their bytes are hashed as they stand."""

    objects: ClassVar[models.Manager[JournalRow]]

    sequence = models.PositiveBigIntegerField(primary_key=True)
    at = models.TextField()
    actor = models.TextField()
    action = models.TextField()
    subject = models.TextField()
    details = models.TextField()
    previous = models.TextField()
    mac = models.TextField()
