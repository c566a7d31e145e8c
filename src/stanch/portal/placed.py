"""The places of a letter's words (`closing/0/text`) as a reader says them: “Closing, paragraph 1”."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from stanch.portal import tongues

# The sections of all texts that can be worded, by the names that their files give them.
SECTIONS = {
    "opening": gettext_noop("Opening"),
    "greet": gettext_noop("First words"),
    "short": gettext_noop("In short"),
    "what": gettext_noop("What is known"),
    "what_happened": gettext_noop("What happened"),
    "what_data": gettext_noop("What data is concerned"),
    "what_information": gettext_noop("What information was involved"),
    "what_it_may_mean": gettext_noop("What it may mean"),
    "consequences": gettext_noop("What it may lead to"),
    "what_we_are_doing": gettext_noop("What we are doing"),
    "done": gettext_noop("What was done"),
    "what_you_can_do": gettext_noop("What you can do"),
    "do": gettext_noop("What to do"),
    "leave": gettext_noop("What to leave"),
    "sign_up": gettext_noop("How to sign up"),
    "said": gettext_noop("What callers ask"),
    "hand_on": gettext_noop("When to hand a call on"),
    "ask": gettext_noop("What is asked for now"),
    "owed": gettext_noop("What is owed, and by when"),
    "decide": gettext_noop("What the board decides or notes"),
    "notice": gettext_noop("Notice"),
    "more": gettext_noop("Questions"),
    "more_information": gettext_noop("For more information"),
    "contact": gettext_noop("Whom to ask"),
    "closing": gettext_noop("Closing"),
}


def said(place: str) -> str:
    """A place in the page's language. Paragraphs are counted as in the document, those too that only some letters have."""
    section, _mark, rest = place.partition("/")
    if not rest:
        return _("Title")
    name = tongues.ours(SECTIONS.get(section, section.replace("_", " ")))
    if rest == "heading":
        return _("%(section)s, heading") % {"section": name}
    index, _mark, part = rest.partition("/")
    kind, _mark, entry = part.partition(".")
    told = {"section": name, "number": int(index) + 1, "entry": int(entry or 0) + 1}
    if kind == "lead":
        return _("%(section)s, first words of paragraph %(number)s") % told
    if kind == "items":
        return _("%(section)s, paragraph %(number)s, entry %(entry)s of its list") % told
    if kind == "lines":
        return _("%(section)s, paragraph %(number)s, line %(entry)s") % told
    return _("%(section)s, paragraph %(number)s") % told
