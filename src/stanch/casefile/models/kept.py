"""What was summed up over rows that are too many to go through for a page."""

# ruff: noqa: DJ008 rows are never printed: they hold personal data

from __future__ import annotations

from typing import ClassVar

from django.db import models


class KeptRow(models.Model):
    """One sum: what it is called, what the rows it was made from were (`mark`), how long it took, and itself as JSON."""

    objects: ClassVar[models.Manager[KeptRow]]

    name = models.TextField(unique=True)
    mark = models.TextField()
    seconds = models.FloatField()
    made = models.TextField()
