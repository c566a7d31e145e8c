"""Rows that steps of the line make and replace: the record as JSON, beside it the columns that lists search and sort by."""

# ruff: noqa: DJ008 rows are never printed: they hold personal data

from __future__ import annotations

from typing import ClassVar

from django.db import models


class DerivedRow(models.Model):
    """`place` is the order in which the step gave the rows; `identity` the record's own id, empty where it has none."""

    objects: ClassVar[models.Manager[DerivedRow]]

    place = models.PositiveIntegerField(db_index=True)
    identity = models.TextField(db_index=True)
    record = models.TextField()

    class Meta:
        """No table of its own."""

        abstract = True


class OrganisationRow(DerivedRow):
    """The breached organisation."""


class EvidenceRow(DerivedRow):
    """A path that was handed in."""

    role = models.TextField()


class ExhibitRow(DerivedRow):
    """One file in custody."""

    name = models.TextField()
    role = models.TextField()
    form = models.TextField()
    sha256 = models.TextField(db_index=True)
    size = models.BigIntegerField()


class UnreadRow(DerivedRow):
    """Something that could not be read."""

    locator = models.TextField()
    reason = models.TextField(db_index=True)
    step = models.TextField()


class AttackRow(DerivedRow):
    """How it happened."""

    events = models.BigIntegerField()
    cause = models.TextField()


class EventRow(models.Model):
    """One dated event of the case's timeline, from the attack story."""

    objects: ClassVar[models.Manager[EventRow]]

    at = models.DateTimeField(db_index=True)
    tactic = models.TextField()
    text = models.TextField()
    evidence = models.TextField()


class PersonRow(DerivedRow):
    """One affected individual. `haystack` is what a search looks through, without regard to case."""

    name = models.TextField(db_index=True)
    residence = models.TextField(db_index=True)
    relation = models.TextField()
    elements = models.TextField()
    minor = models.BooleanField()
    deceased = models.BooleanField()
    confidence = models.FloatField()
    haystack = models.TextField()

    class Meta:
        """A page of the list is found in an index alone, however far down it is."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["name", "place"], name="person_by_name"),
            models.Index(fields=["residence", "name", "place"], name="person_by_residence"),
        ]


class DoubtfulPairRow(DerivedRow):
    """Two people who may be one."""

    left = models.TextField(db_index=True)
    right = models.TextField(db_index=True)
    probability = models.FloatField()


class DutyRow(DerivedRow):
    """A duty with its clock, or one that does not apply."""

    jurisdiction = models.TextField(db_index=True)
    recipient = models.TextField(db_index=True)
    required = models.TextField()
    due = models.DateTimeField(null=True, db_index=True)


class NoticeRow(DerivedRow):
    """A draft to one recipient."""

    form = models.TextField()
    jurisdiction = models.TextField()
    recipient = models.TextField()
    person = models.TextField(db_index=True)


class DraftedRow(models.Model):
    """A draft that is made and does not stand yet: while the others are written, pages read what stood before. No index: read once."""

    objects: ClassVar[models.Manager[DraftedRow]]

    place = models.PositiveIntegerField()
    identity = models.TextField()
    record = models.TextField()
    form = models.TextField()
    jurisdiction = models.TextField()
    recipient = models.TextField()
    person = models.TextField()


class OfferRow(DerivedRow):
    """Help offered to a person."""

    person = models.TextField(db_index=True)
    service = models.TextField()
    required = models.BooleanField()


class ActionRow(DerivedRow):
    """A corrective action."""

    owner = models.TextField()
    due = models.DateField(null=True)
