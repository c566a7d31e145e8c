"""The places of a letter's words (`closing/0/text`) as a reader says them: “Closing, paragraph 1”."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stanch.portal import tongues

# The sections of all texts that can be worded, by the names that their files give them.
SECTIONS = {
    "opening": "Opening",
    "greet": "First words",
    "short": "In short",
    "what": "What is known",
    "what_happened": "What happened",
    "what_data": "What data is concerned",
    "what_information": "What information was involved",
    "what_it_may_mean": "What it may mean",
    "consequences": "What it may lead to",
    "what_we_are_doing": "What we are doing",
    "done": "What was done",
    "what_you_can_do": "What you can do",
    "do": "What to do",
    "leave": "What to leave",
    "sign_up": "How to sign up",
    "said": "What callers ask",
    "hand_on": "When to hand a call on",
    "ask": "What is asked for now",
    "owed": "What is owed, and by when",
    "decide": "What the board decides or notes",
    "notice": "Notice",
    "more": "Questions",
    "more_information": "For more information",
    "contact": "Whom to ask",
    "closing": "Closing",
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
