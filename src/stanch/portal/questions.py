"""The questions of the guided intake: what may be answered, how an answer is read from a form, how it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from stanch import datafile
from stanch.errors import WrongCall
from stanch.law import askable
from stanch.records import Duty
from stanch.report.phrase import Phrase
from stanch.vocabulary import cause_words, jurisdictions, sectors

FILE = Path(__file__).parent / "intake.yaml"
LONGEST = 2000  # characters of a text
WIDE = {"US": "United States", "CA": "Canada", "EU": "European Union", "EEA": "European Economic Area"}
YES_NO = {"yes": "yes", "no": "no"}


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `form` is day, text, yes_no, one_of or some_of; `words` are its answers, each with its meaning.

    `only_where_asked`: it is put to nobody whose duties do not turn on it.
    """

    key: str
    part: str
    ask: str
    why: str
    form: str
    words: Mapping[str, str] = field(default_factory=dict)
    words_of: str = ""
    only_where_asked: bool = False

    def choices(self) -> Mapping[str, str]:
        """The answers to choose from."""
        if self.form == "yes_no":
            return YES_NO
        return _WORDS[self.words_of]() if self.words_of else self.words

    def read(self, given: list[str]) -> Any:
        """The answer of a form; None is unknown. Raises `WrongCall` that says what would be right."""
        told = [one.strip() for one in given if one.strip()]
        if self.form == "some_of":
            return tuple(self._chosen(one) for one in dict.fromkeys(told))
        if not told:
            return None
        return self._one(told[0])

    def _one(self, told: str) -> Any:
        if self.form == "day":
            return _day(told)
        if self.form == "text":
            if len(told) > LONGEST:
                raise WrongCall(f"this text has {len(told):,} characters", do=f"Say it in {LONGEST:,} at most.")
            return told
        chosen = self._chosen(told)
        return chosen == "yes" if self.form == "yes_no" else chosen

    def _chosen(self, told: str) -> str:
        if told not in self.choices():
            raise WrongCall(_("%(told)s is no answer to this question") % {"told": repr(told)}, do=_("Choose one of those shown."))
        return told

    def shown(self, value: Any) -> str:
        """An answer in words."""
        if value is None or value in ((), []):
            return ""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, list | tuple):
            return ", ".join(self.choices().get(one, str(one)) for one in value)
        return self.choices().get(value, str(value)) if isinstance(value, str) else str(value)


@dataclass(frozen=True, slots=True)
class _Intake:
    questions: tuple[Question, ...]


@cache
def questions() -> tuple[Question, ...]:
    """The questions in order."""
    return datafile.read(FILE, _Intake).questions


def find(key: str) -> Question | None:
    """The question about a fact, or None."""
    return next((one for one in questions() if one.key == key), None)


def about(question: str) -> Question | None:
    """What answers a question of a law, where a fact of this intake does."""
    return find(askable.fact_of(question))


def page_of(text: str) -> str:
    """The page on which a question of a law is answered, also where words of ours stand before it; or nothing."""
    pieces = [text, *text.replace("? ", "?: ").split(": ")]
    return next((f"/intake/{one.key}" for piece in pieces if (one := about(piece.strip()))), "")


@dataclass(frozen=True, slots=True)
class Settling:
    """What would settle open duties, asked once: in the words of the law that asks; where several do, of this intake, theirs beside."""

    asks: str
    page: str
    turning: int
    by_law: tuple[str, ...]


def settling(duties: Iterable[Duty]) -> list[Settling]:
    """Each fact once, however many laws ask for it and in however many ways; those first on which most duties turn."""
    laws: dict[str, dict[str, None]] = {}
    turning: dict[str, set[str]] = {}
    for duty in duties:
        for asked in duty.questions:
            one = about(asked)
            key = one.key if one else asked
            laws.setdefault(key, {})[asked] = None
            turning.setdefault(key, set()).add(duty.id)
    return sorted(
        (_settling(key, len(turning[key]), tuple(asked)) for key, asked in laws.items()), key=lambda one: (-one.turning, one.asks)
    )


def _settling(key: str, turning: int, by_law: tuple[str, ...]) -> Settling:
    one = find(key)
    if one is None:
        return Settling(key, "", turning, ())
    if len(by_law) == 1:
        return Settling(by_law[0], f"/intake/{key}", turning, ())
    # Out of its place a question of the intake ("What does it do?") needs to say what it is about.
    return Settling(Phrase("%(part)s: %(ask)s", part=one.part, ask=one.ask), f"/intake/{key}", turning, by_law)


def _day(told: str) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise WrongCall(_("%(told)s is no day") % {"told": repr(told)}, do=_("Write it as year-month-day: 2026-11-24.")) from None


@cache
def places() -> dict[str, str]:
    """Where people live and businesses are, by name."""
    named = {code: one.name for code, one in jurisdictions().items()}
    wide = {code: f"{name} (without saying where)" for code, name in WIDE.items() if code not in named}
    return dict(sorted({**named, **wide}.items(), key=lambda pair: pair[1]))


_WORDS = {
    "sectors": sectors,
    "places": places,
    "causes": cause_words,
}
