"""What goes out: pieces and what happened to them, print batches, new addresses, enrolment codes, calls."""

# ruff: noqa: DJ008 rows are never printed: they hold personal data

from __future__ import annotations

from typing import ClassVar

from django.db import models


class PieceRow(models.Model):
    """One attempt to reach one person with one notice: the outbox and the ledger in one."""

    objects: ClassVar[models.Manager[PieceRow]]

    piece = models.TextField(unique=True)
    notice = models.TextField(db_index=True)
    person = models.TextField(db_index=True)
    channel = models.TextField()
    attempt = models.PositiveIntegerField()
    state = models.TextField(db_index=True)
    address = models.TextField()
    message_id = models.TextField(db_index=True)
    batch = models.TextField(db_index=True)
    sheets = models.PositiveIntegerField(default=0)
    digest = models.TextField()
    reply = models.TextField()
    tries = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        """A notice goes out once an attempt."""

        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint("notice", "attempt", name="one_piece_an_attempt")]


class PieceEventRow(models.Model):
    """What happened to a piece; rows are only added. `entry` is the journal's entry that seals it."""

    objects: ClassVar[models.Manager[PieceEventRow]]

    piece = models.TextField(db_index=True)
    at = models.TextField()
    what = models.TextField()
    detail = models.TextField()
    source = models.TextField()
    entry = models.PositiveBigIntegerField(null=True, db_index=True)


class NewsRow(models.Model):
    """One message for one listener of the team, about nobody: queued, sending, sent, in_doubt, or lapsed."""

    objects: ClassVar[models.Manager[NewsRow]]

    message = models.TextField(unique=True)
    listener = models.TextField(db_index=True)
    body = models.TextField()
    state = models.TextField(db_index=True)
    reply = models.TextField()
    tries = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)


class BatchRow(models.Model):
    """One batch for the print house, whole when `digest` (of its manifest) is there."""

    objects: ClassVar[models.Manager[BatchRow]]

    batch = models.TextField(unique=True)
    pieces = models.PositiveIntegerField()
    sheets = models.PositiveIntegerField(default=0)
    digest = models.TextField()
    made_at = models.DateTimeField()


class AddressRow(models.Model):
    """A newer postal address of a person, and who told it. The last one stands."""

    objects: ClassVar[models.Manager[AddressRow]]

    person = models.TextField(db_index=True)
    address = models.TextField()
    source = models.TextField()
    known_at = models.DateTimeField()


class CodeRow(models.Model):
    """One enrolment code, its term, and whose it is."""

    objects: ClassVar[models.Manager[CodeRow]]

    code = models.TextField(unique=True)
    service = models.TextField(db_index=True)
    engagement = models.TextField()
    provider = models.TextField()
    months = models.PositiveIntegerField(null=True)
    enrol_by = models.DateField()
    help_line = models.TextField()
    enrol_url = models.TextField()
    person = models.TextField(db_index=True)
    state = models.TextField(db_index=True)  # free, assigned, activated, withdrawn
    assigned_at = models.DateTimeField(null=True)
    activated_on = models.DateField(null=True)


class CallRow(models.Model):
    """One call that was taken. `person` only where the caller was verified."""

    objects: ClassVar[models.Manager[CallRow]]

    at = models.DateTimeField()
    taken_by = models.TextField()
    person = models.TextField()
    verified = models.BooleanField()
    topic = models.TextField()
    note = models.TextField()
