"""Words for pages. Everything from evidence passes `shown`: characters that would steer the screen are written out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template

from stanch.casefile import duties
from stanch.report import contents, wording

register = template.Library()
# Characters that turn the direction of text around, so that a name reads as another (Unicode Technical Report 36).
TURNING = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@register.filter
def shown(text: Any) -> str:
    """Text without characters that a screen would obey; the template escapes it as well."""
    return "".join(
        char if (char.isprintable() or char == "\n") and char not in TURNING else f"\\x{ord(char):02x}" for char in str(text or "")
    )


@register.filter
def listed(parts: Iterable[Any], between: str) -> str:
    """Several texts in a row. (Django's `join` escapes each of them, and the page would escape that again.)"""
    return between.join(shown(part) for part in parts)


@register.filter
def kind(word: str) -> str:
    """A kind of personal data in plain words."""
    return contents.label(word)


@register.filter
def place(code: str | None) -> str:
    """A jurisdiction in plain words."""
    return contents.place_name(code) if code else "not resolved"


@register.filter
def recipient(word: str) -> str:
    """Whom a duty speaks of."""
    return wording.recipient(word)


@register.filter
def moment(when: datetime | None) -> str:
    """A moment with its time zone."""
    return wording.moment(when)


@register.filter
def remaining(hours: float | None) -> str:
    """Hours as a person says them."""
    return duties.remaining(hours)


@register.filter
def plain(word: Any) -> str:
    """A word of ours without its underscores."""
    return shown(str(word).replace("_", " "))
