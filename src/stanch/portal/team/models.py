"""Who is on the case, in which role, until when; and the invitations that are out."""

# ruff: noqa: DJ008 rows are never printed: they hold names

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Member(models.Model):
    """An account's role on the case. `exhibits` are the ids that a helper from outside may see, one a line; `until` ends it."""

    objects: ClassVar[models.Manager[Member]]

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="member")
    role = models.TextField()
    exhibits = models.TextField(default="")
    until = models.DateTimeField(null=True)
    added_by = models.TextField()
    added_at = models.DateTimeField()


class Invitation(models.Model):
    """A link that opens once. Only the hash of its code is kept."""

    objects: ClassVar[models.Manager[Invitation]]

    code = models.TextField(unique=True)
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
    identity = models.TextField(unique=True)
    hashed = models.TextField(unique=True)
    name = models.TextField()
    scopes = models.TextField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
