"""Words for pages. Everything from evidence passes `shown`: characters that would steer the screen are written out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stanch.portal import placed, proving, questions, tongues
from stanch.portal.signposts import by_page
from stanch.protection import services
from stanch.records import Duty
from stanch.report import contents, wording
from stanch.vocabulary import cause_words
from stanch.vocabulary import contents as contents_of_notices

register = template.Library()
DOUBT = "conditional: "
APPLIES = "applies depending on: "
HASH = re.compile(r"[0-9a-f]{40,}")
CODE = re.compile(r"[0-9a-f]{12,}")
# Characters that turn the direction of text around, so that a name reads as another (Unicode Technical Report 36).
TURNING = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@register.filter
def shown(text: Any) -> str:
    """Text without characters that a screen would obey; the template escapes it as well."""
    said = str(text or "")
    if said.isprintable() and TURNING.isdisjoint(said):
        return said
    return "".join(char if (char.isprintable() or char == "\n") and char not in TURNING else f"\\x{ord(char):02x}" for char in said)


@register.filter
def coded(text: Any) -> str:
    """Text of ours in which `commands` stand between marks, as pages show commands."""
    pieces = shown(tongues.explained(text)).split("`")
    if len(pieces) % 2 == 0:
        return shown(text)
    return format_html_join("", "{}", ((format_html("<code>{}</code>", one) if place % 2 else one,) for place, one in enumerate(pieces)))


@register.filter
def paged(text: Any) -> str:
    """A text of ours with pages in the place of commands."""
    return shown(by_page(str(tongues.ours(text))))


@register.filter
def entered(details: str) -> str:
    """What an entry of the journal tells besides, as names and values; hashes are shortened, their whole stands in the export."""
    try:
        told = json.loads(details)
    except ValueError:
        return shown(details)
    if not isinstance(told, dict):
        return shown(details)
    return shown("; ".join(f"{name.replace('_', ' ')}: {_brief(value)}" for name, value in told.items()))


def _brief(value: Any) -> str:
    if isinstance(value, str):
        return f"{value[:12]}…" if HASH.fullmatch(value) else value
    if isinstance(value, list) and len(value) > 1 and all(isinstance(one, str) and CODE.fullmatch(one) for one in value):
        return str(len(value))  # marks of ours, which nobody reads
    if isinstance(value, dict) and value and all(one == "" or (isinstance(one, str) and CODE.fullmatch(one)) for one in value.values()):
        return ", ".join(value)  # what was decided on; in which form it was seen is for machines
    return ", ".join(_brief(one) for one in value) if isinstance(value, list) else json.dumps(value, ensure_ascii=False)


@register.filter
def explained(text: Any) -> str:
    """A reason: why two are one person, what hangs on a doubt, where somebody lives by which sign."""
    return shown(tongues.explained(text))


@register.filter
def of(held: Mapping[str, str], name: str) -> str:
    """What stands under a name; nothing where there is nothing."""
    return held.get(name, "")


@register.filter
def listed(parts: Iterable[Any], between: str) -> str:
    """Several texts in a row. (Django's `join` escapes each of them, and the page would escape that again.)"""
    return between.join(shown(part) for part in parts)


@register.filter
def faulted(text: Any) -> str:
    """Why something was refused or ended early, with pages in the place of commands, in the page's language as far as it has one."""
    return shown(tongues.refused(by_page(str(text))))


@register.filter
def in_letter(where: str) -> str:
    """A place of a letter's words, as a reader says it."""
    return shown(placed.said(where))


@register.filter
def kind(word: str) -> str:
    """A kind of personal data in plain words."""
    return tongues.ours(contents.label(word))


@register.filter
def place(code: str | None) -> str:
    """A jurisdiction in plain words."""
    return tongues.place(contents.place_name(code)) if code else _("not resolved")


@register.filter
def cause(word: str) -> str:
    """A kind of cause in plain words."""
    return shown(tongues.ours(cause_words().get(word, word.replace("_", " "))))


@register.filter
def service(word: str) -> str:
    """A service that is offered, by the name its file gives it; one that no file knows any more, by its word."""
    named = services.named(word)
    return shown(tongues.ours(named)) if named else plain(word)


@register.filter
def recipient(word: str) -> str:
    """Whom a duty speaks of."""
    return tongues.ours(wording.recipient(word))


def duty(one: Duty) -> str:
    """Whom to tell, and whose law says so: an id tells a reader nothing. Its name where it has one, since three card brands each ask."""
    told = _("Tell %(recipient)s (%(jurisdiction)s)") % {"recipient": recipient(one.recipient), "jurisdiction": place(one.jurisdiction)}
    return f"{told}: {one.name}" if one.name else told


@register.filter
def gap(text: Any) -> str:
    """What a letter waits for, in the page's language: a question of a law within it as well."""
    told = str(text).removeprefix(DOUBT)
    cite, mark, asked = told.partition(APPLIES)
    if not mark:
        return shown(tongues.explained(told))
    questions_of = "; ".join(tongues.ours(one) for one in asked.split("; "))
    return shown(f"{cite}{_('applies depending on: %(question)s') % {'question': questions_of}}")


@register.filter
def lacking(lines: Sequence[str]) -> str:
    """How much a letter waits for: what is to be told, and what turns on a question of a law. (All of it would fill a page a letter.)"""
    doubts = sum(one.startswith(DOUBT) for one in lines)
    told = len(lines) - doubts
    parts = [ngettext("%(number)s detail", "%(number)s details", told) % {"number": told}] if told else []
    parts += [ngettext("%(number)s open question", "%(number)s open questions", doubts) % {"number": doubts}] if doubts else []
    return ", ".join(parts)


@register.filter
def content(word: str) -> str:
    """What a law wants said, or not said, in plain words."""
    return shown(tongues.ours(contents_of_notices().get(word, word.replace("_", " "))))


@register.filter
def asked_at(text: Any) -> str:
    """The page on which a question of a law is answered; or nothing."""
    return questions.page_of(str(text))


@register.filter
def moment(when: datetime | None) -> str:
    """A moment with its time zone."""
    return tongues.moment(when)


@register.filter
def rule(duty: Duty) -> str:
    """By when, as the law says it: where no day can be worked out yet, that is all that is known."""
    return shown(tongues.ours(wording.deadline(duty)))


@register.filter
def reasoned(duty: Duty) -> str:
    """Why a duty is owed, open or not owed: our words in the page's language, the law's in English."""
    return _pieced(proving.reasoned(duty))


@register.filter
def proven(text: Any) -> str:
    """What a law asks in a proof, or a fact that answers it."""
    return _pieced(proving.proven(str(text)))


@register.filter
def noted(text: Any) -> str:
    """The notes to a deadline."""
    return _pieced(proving.noted(str(text)))


def _pieced(pieces: Iterable[proving.Piece]) -> str:
    forms = ((format_html('<span lang="en">{}</span>' if one.is_law else "{}", shown(one.text)),) for one in pieces)
    return format_html_join("", "{}", forms)


@register.filter
def remaining(hours: float | None) -> str:
    """Hours as a person says them."""
    return tongues.remaining(hours)


@register.filter
def plain(word: Any) -> str:
    """A word of ours without its underscores, in the page's language where it has one."""
    return shown(tongues.ours(str(word).replace("_", " ")))


@register.filter
def ours(text: Any) -> str:
    """A text of ours in the page's language."""
    return shown(tongues.ours(text))


@register.filter
def told(value: Any) -> str:
    """A value of the first page: a day, a number, a moment's text or a word of ours."""
    if isinstance(value, datetime):
        return shown(tongues.moment(value))
    return shown(tongues.day(value) if isinstance(value, date) else tongues.ours(value))
