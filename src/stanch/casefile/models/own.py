"""What an organisation adds of its own: tasks, fields and their values. Rows of one kind hold their whole history."""

from __future__ import annotations

from django.db import models

from stanch.casefile.models.derived import DerivedRow


class TaskRow(DerivedRow):
    """Something that somebody is to do."""

    blocks = models.TextField(db_index=True)


class OwnFieldRow(DerivedRow):
    """A field as it was defined."""


class OwnValueRow(DerivedRow):
    """A value that a field had."""
