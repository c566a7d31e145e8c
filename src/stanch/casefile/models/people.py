"""What people decided about who is who, what lists they handed in, and who is not on the list."""

# ruff: noqa: DJ008 rows are never printed: they hold personal data

from __future__ import annotations

from typing import ClassVar

from django.db import models

from stanch.casefile.models.derived import DerivedRow


class RulingRow(models.Model):
    """A decision on who is who, as a record; who decided it stands in the `DecisionRow` of the same subject. None is removed."""

    objects: ClassVar[models.Manager[RulingRow]]

    identity = models.TextField(unique=True)
    record = models.TextField()


class ListedRow(DerivedRow):
    """A row of a list that was handed in."""

    kind = models.TextField(db_index=True)
    source = models.TextField()


class ClientRow(DerivedRow):
    """For whom data are held, by path, table and column."""

    name = models.TextField()


class LinkageRow(DerivedRow):
    """How records were brought together, in numbers."""


class AsideRow(DerivedRow):
    """Somebody who is not on the list of affected individuals."""

    cause = models.TextField(db_index=True)
    name = models.TextField()
