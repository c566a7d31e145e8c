"""What still stands between the drafts and their approval, ranked by how many letters wait for it.

A *gap* is a field nobody has told; a *doubt* is something that counsel may settle (a duty that turns on an open question, an
e-mail in the place of a letter); a *fault* is a content that a law demands and the letter cannot prove.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from stanch import vocabulary
from stanch.notices.asked import asked, key_of
from stanch.notices.filings import BY_CONTENT
from stanch.notices.form import Text, text_at
from stanch.notices.lint import HARD, HEDGES
from stanch.notices.words import languages as known_languages
from stanch.records import Notice, numbered

# What the case's facts answer, and which of them.
_FACTS = {
    "When": "incident.occurred", "when": "incident.occurred", "occurred_first": "incident.occurred", "occurred_last": "incident.ended",
    "discovered": "incident.discovered", "determined": "incident.determined", "sector": "org.sector", "kind": "incident.kind",
    "cause": "incident.kind", "story_or_cause": "incident.kind", "cia": "incident.confidentiality",
}  # fmt: skip
# Lines that counsel may settle with grounds; everything else must be told or mended.
# Who lives nobody knows where may be written to all the same, if counsel says so: better told than not.
_DOUBTS = (
    "conditional: ",
    "no postal address: ",
    "the only e-mail address is ",
    "a letter in the language of the place",
    "the state or country of residence: ",
    HARD,
    HEDGES,
)


@dataclass(frozen=True, slots=True)
class Wanting:
    """One thing that is lacking; `example` is a value to go by.

    `key` is how it is told: a key of `asked.yaml`, or `<form>.<box>` for one box of one form; empty where neither tells it. `fact` is the
    fact of the case that tells it, empty where none does.
    """

    what: str
    kind: Literal["gap", "doubt", "fault"]
    key: str
    letters: int
    filings: int
    first: str
    example: str
    do: str
    fact: str = ""


def is_doubt(line: str) -> bool:
    """Whether a line of `Notice.missing` is one that counsel may settle."""
    return line.startswith(_DOUBTS) or "see each law for when this notice is allowed" in line


def wanting(notices: Iterable[Notice]) -> list[Wanting]:
    """What is lacking, the most letters first; then the most filings."""
    counted: dict[tuple[str, str], _Waiting] = {}
    for notice, number in numbered(notices):
        if notice.status in ("approved", "sent"):
            continue
        for line in notice.missing:
            text = text_at(notice.text_id)
            new = _Waiting(notice.id, _choices(text).get(line, ""), fact=_fact(text, line))
            waiting = counted.setdefault(_called(notice, line), new)
            if notice.form == "filing":
                waiting.filings += number
            else:
                waiting.letters += number
    rows = [_row(what, key, waiting) for (what, key), waiting in counted.items()]
    return sorted(rows, key=lambda row: (-row.letters, -row.filings, row.what))


@dataclass(slots=True)
class _Waiting:
    """How many wait for a thing, and the first of them: the notices themselves may be a million."""

    first: str
    choices: str = ""
    letters: int = 0
    filings: int = 0
    fact: str = ""


def _fact(text: Text, line: str) -> str:
    """The fact of the case that fills this gap wherever it stands; empty where none does."""
    return _FACTS.get(_answers(text).get(line, ""), "")


@cache
def _answers(text: Text) -> dict[str, str]:
    """What a gap says, and the answer of the case that fills it."""
    boxes = {box.label: box.answer for part in text.parts for box in part.boxes}
    return {meaning: name for name, meaning in text.fields.items()} | boxes


def _called(notice: Notice, line: str) -> tuple[str, str]:
    """The name under which a line is counted, and its key: the same field in two languages is one thing."""
    slot = _slots(text_at(notice.text_id)).get(line) or _asked_beyond().get(line, "")
    key = key_of(slot) or key_of(BY_CONTENT.get(slot.removeprefix("more_"), ""))
    if key:
        language = notice.language if asked()[key].kind == "sentence" else "en"
        return asked()[key].says + ("" if language == "en" else f" (in {language})"), key
    if slot and text_at(notice.text_id).kind == "form":
        return line, f"{notice.text_id.partition('/')[2].removeprefix('filing_')}.{slot}"
    return line, ""


@cache
def _asked_beyond() -> dict[str, str]:
    """The boxes for what a law asks for and a form has no field for."""
    return {label[:1].upper() + label[1:]: f"more_{word}" for word, label in vocabulary.contents().items()}


@cache
def _slots(text: Text) -> dict[str, str]:
    """What a gap says, and the slot it stands for: a field of a letter; of a form the common field, else the box's id."""
    boxes = {box.label: box.answer if key_of(box.answer) else box.id for part in text.parts for box in part.boxes}
    return {meaning: name for name, meaning in text.fields.items()} | boxes


@cache
def _choices(text: Text) -> dict[str, str]:
    """What a form lets one choose from, by the label that a gap says."""
    return {box.label: f"one of: {'; '.join(box.choices)}" for part in text.parts for box in part.boxes if box.choices}


def _row(what: str, key: str, waiting: _Waiting) -> Wanting:
    known = asked().get(key)
    language = what.rpartition(" (in ")[2].rstrip(")") if what.endswith(")") else ""
    example = known.example.get(language) or next(iter(known.example.values())) if known else waiting.choices
    kind: Literal["gap", "doubt", "fault"] = (
        "doubt" if is_doubt(what) else "fault" if "is not proven" in what or "must not be" in what else "gap"
    )
    advice = _advice(what, key, kind, language)
    return Wanting(what, kind, key, waiting.letters, waiting.filings, waiting.first, example, advice, waiting.fact)


def _advice(what: str, key: str, kind: str, language: str) -> str:
    if "." in key:
        form, _, box = key.partition(".")
        return f"filings: {{{form}: {{{box}: …}}}} in the letters file"
    if key == "enrol_code":
        return "each their own: `stanch offers load`, then `stanch offers assign`; one for all: enrol_code: … in the letters file"
    if key:
        return (f"{key}: {{{language}: …}}" if language in known_languages() else f"{key}: …") + " in the letters file"
    if what.startswith("conditional: "):
        return "answer it in the facts file, or let counsel settle it: `stanch notices settle`"
    if what.startswith((HARD, HEDGES)):
        return "say it more plainly in the letters file or the wording (`stanch notices edit`), or let counsel settle it"
    if what.startswith("no postal address: "):
        return "let counsel allow e-mail: `stanch notices allow-email`, or find an address"
    if what.startswith("the only e-mail address is "):
        return "find another address, or let counsel settle it: `stanch notices settle`"
    if what.startswith("the state or country"):
        return "look at the person's sources (`stanch people -C CASE`), or let counsel settle it: `stanch notices settle`"
    if kind == "doubt":
        return "let counsel settle it: `stanch notices settle`"
    if kind == "fault":
        return "the text lacks it: counsel words it (`stanch notices edit`)"
    if what.startswith("no postal address and no e-mail"):
        return "find an address, or give substitute notice"
    if what.startswith("the name of the person"):
        return "look at the person's sources: `stanch people -C CASE`"
    return "a fact of the case: the facts file"
