"""The languages of the portal's pages: which there are, and how our own sentences, moments and words are said in them.

What comes from evidence, and the words of law (citations, reasons), stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext, ngettext

from stanch.casefile import duties
from stanch.portal import filled
from stanch.portal.settings import LANGUAGE_COOKIE, LANGUAGES
from stanch.report import wording
from stanch.report.phrase import Phrase

YEAR_SECONDS = 365 * 24 * 3600


def ours(text: Any) -> str:
    """A text of ours in the page's language, as far as it has one. (Of an empty text the catalogue would give its own description.)"""
    if not is_foreign():
        # Our texts are in English, and a phrase is what it says in it: pages hold hundreds.
        return str(text or "")
    if isinstance(text, Phrase):
        return gettext(text.pattern) % {name: _filled(value) for name, value in text.values.items()}
    if not text:
        return ""
    told = gettext(str(text))
    return filled.said(told, gettext) if told == text else told


def place(name: str) -> str:
    """The name of a country in the page's language; states and provinces, and instruments of law, keep theirs.

    People are called Jordan and Georgia too: countries have entries of their own, which no other text meets.
    """
    if not is_foreign():
        return name
    entry = f"{name} (place)"
    told = gettext(entry)
    return ours(name) if told == entry else told


def refused(text: str) -> str:
    """What was refused and what to do instead, in the page's language as far as it has one."""
    return filled.refused(text, gettext) if is_foreign() else text


def explained(text: Any) -> str:
    """A reason in the page's language as far as it has one."""
    if isinstance(text, Phrase) or not is_foreign():
        return ours(text)
    return filled.explained(str(text or ""), gettext)


def _filled(value: Any) -> str:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, int):
        return number_format(value, force_grouping=True)
    return ours(value)


def moment(when: datetime | None) -> str:
    """A moment with its time zone."""
    if when is None or not is_foreign():
        return wording.moment(when)
    from django.utils.dateformat import format as formatted

    return f"{formatted(when, 'D j M Y, H:i')} {when.tzname() or ''}".strip()


def day(when: date) -> str:
    """A day in running text."""
    from django.utils.formats import date_format

    return date_format(when, "DATE_FORMAT") if is_foreign() else f"{when.day} {when:%B %Y}"


def remaining(hours: float | None) -> str:
    """Hours as a person says them; beyond ten days hours only distract."""
    if hours is None or not is_foreign():
        return duties.remaining(hours)
    days, rest = divmod(int(abs(hours)), 24)
    in_days = ngettext("%(number)s day", "%(number)s days", days) % {"number": days}
    in_hours = ngettext("%(number)s hour", "%(number)s hours", rest) % {"number": rest}
    if not days:
        said = in_hours if rest else gettext("less than an hour")
    else:
        said = in_days if days >= 10 or rest == 0 else f"{in_days} {in_hours}"
    return gettext("overdue by %(time)s") % {"time": said} if hours < 0 else said


def is_foreign() -> bool:
    """Whether this page is said in another language than English."""
    return not (get_language() or "en").startswith("en")


class Tongue:
    """Middleware: the language that somebody chose, or else the first one of the browser's that there is; programs get English."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page in that language."""
        from django.utils import translation

        of_program = request.path.startswith("/api/")
        chosen = "en" if of_program else translation.get_language_from_request(request)
        # A thread serves one request after the other: whatever it spoke before must not stay.
        with translation.override(chosen):
            response = self._answer(request)
        response.headers.setdefault("Content-Language", chosen)
        return response


def choose(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language with this browser, and go back to the page."""
    from django.utils.http import url_has_allowed_host_and_scheme

    if request.method != "POST":
        return redirect("/")
    back = request.POST.get("next", "")
    response = redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/") else "/")
    chosen = request.POST.get("language", "")
    if chosen in dict(LANGUAGES):
        response.set_cookie(
            LANGUAGE_COOKIE, chosen, max_age=YEAR_SECONDS, httponly=True, samesite="Strict", secure=request.is_secure(), path="/"
        )
    return response
