"""Notices, offers, and the ways of telling people."""

from __future__ import annotations

from dataclasses import dataclass

from stanch.records import Notice, Offer, Option


@dataclass(frozen=True, slots=True)
class NoticeState:
    """A notice, with the revision that a decision names."""

    notice: Notice
    revision: str


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A page of notices."""

    notices: list[NoticeState]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class OfferPage:
    """A page of offers."""

    offers: list[Offer]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Options:
    """The ways of telling people, weighed; `revision` is what the choice names."""

    options: list[Option]
    chosen: str | None
    chosen_by: str | None
    grounds: str | None
    revision: str
