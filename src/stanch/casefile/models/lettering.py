"""What people said of the letters, and how counsel worded them. Rows of one kind hold their whole history."""

from __future__ import annotations

from django.db import models

from stanch.casefile.models.derived import DerivedRow


class SaidRow(DerivedRow):
    """A value of a letters file, with the time it became known."""

    key = models.TextField(db_index=True)


class WordingRow(DerivedRow):
    """A version of a text as counsel worded it."""

    text = models.TextField(db_index=True)
