"""Who is on the case, in which role, until when; and the invitations that are out."""

# ruff: noqa: DJ008 rows are never printed: they hold names

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Member(models.Model):
    """An account's role on a case. `exhibits` are the ids that a helper from outside may see, one a line; `until` ends it.

    `case`: the identity of the case, where these accounts serve several; empty where they stand beside the only one.
    """

    objects: ClassVar[models.Manager[Member]]

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="members")
    case = models.TextField(default="")
    role = models.TextField()
    exhibits = models.TextField(default="")
    until = models.DateTimeField(null=True)
    added_by = models.TextField()
    added_at = models.DateTimeField()

    class Meta:
        """One role a case."""

        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint("user", "case", name="one_role_a_case")]


class Invitation(models.Model):
    """A link that opens once. Only the hash of its code is kept."""

    objects: ClassVar[models.Manager[Invitation]]

    code = models.TextField(unique=True)
    case = models.TextField(default="")
    email = models.TextField()
    name = models.TextField()
    role = models.TextField()
    exhibits = models.TextField(default="")
    until = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    invited_by = models.TextField()
    invited_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class ProgramToken(models.Model):
    """A member's token for a program. Only the hash of its secret is kept; `scopes` are rights, with blanks between them."""

    objects: ClassVar[models.Manager[ProgramToken]]

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    case = models.TextField(default="")
    identity = models.TextField(unique=True)
    hashed = models.TextField(unique=True)
    name = models.TextField()
    scopes = models.TextField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
