"""Whom a file's name or folder names: `Personnel/Achterberg, Rosalind/card.png`, `john_smith_w2.txt`.

Businesses keep a folder or a file a person, and what lies in it names nobody. Its finding has no place in the text (`start` is null):
the name stands in the locator. Only full names whose words are hardly anything else count, and only for a text or table that names nobody.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from stanch.extent.folding import listed
from stanch.extent.names_lexicon import look_up
from stanch.extent.names_rules import cue_of
from stanch.extent.numbered_paths import LEVELS, SLIGHT
from stanch.extent.span import Span
from stanch.records import Unit
from stanch.vocabulary import elements

DETECTOR, CONFIDENCE = "named_paths", 0.7
LONGEST = 100_000  # characters of a text (bytes of a table) that one person's file still may have
FIRST_ROWS = 20  # a table begins below its title and head
_NAMING = ("name", "given_name", "family_name")
# Right below these lies what somebody works with, not what is about him; and these lie right below somebody.
_HOMES = listed("home homes user users profiles profile onedrive mailbox mailboxes")
_OF_A_HOME = listed("desktop documents downloads mail inbox outlook appdata dokumente bureau escritorio scrivania")
_PAPERS = listed(
    "ssn passport license licence copy scan card letter contract offer payslip paystub statement application form invoice medical",
    "record chart file folder personnel employee staff patient client customer cv resume id dl tax insurance report results",
    "lebenslauf vertrag ausweis reisepass kopie brief bewerbung zeugnis lohn rechnung antrag akte mitarbeiter patienten",
    "contrato carta solicitud factura nomina historia pasaporte copia contrat lettre facture demande dossier bulletin",
    "contratto lettera fattura domanda busta candidatura recibo fatura factuur aanvraag loonstrook paspoort",
)
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*\.?|,")
_HUMP = re.compile(r"(?<=[a-z\u00df-\u00f6])(?=[A-Z\u00c0-\u00d6])")
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}$")


def span_for(unit: Unit, kinds: Collection[str]) -> Span | None:
    """The name that the path of a text or table gives it, where it tells of somebody (by these `kinds`) and names nobody.

    `start` and `end` mean nothing. What stands in a table of many is not one person's; whether it is, `people.held_files` tells.
    """
    is_long = len(unit.text) > LONGEST or (unit.kind == "table" and unit.cells is not None and len(unit.cells) > LONGEST)
    if not kinds or is_long or unit.start > (0 if unit.kind == "text" else FIRST_ROWS):
        return None
    if set(_NAMING) & set(kinds) or all(elements()[kind].fact in SLIGHT for kind in kinds):
        return None
    name = name_in(unit.locator)
    return Span("name", 0, 0, name, CONFIDENCE, DETECTOR, context="path", normal=name) if name else None


@lru_cache(maxsize=4096)
def name_in(locator: str) -> str:
    """The one person whom the last parts of a locator name; empty where there is none, or more than one."""
    outer, within, inner = locator.rpartition("!/")
    if within and not re.search(
        r"(?i)\.(?:zip|7z|rar|tar|tgz|gz|iso)$", outer
    ):  # what holds a file tells whose it is (`people.held_files`)
        return ""
    steps = (f"{outer}/{inner}" if within else locator).partition("#")[0].split("/")
    for level, step in enumerate(reversed(steps[-LEVELS:])):
        above = steps[-level - 2].casefold() if len(steps) > level + 1 else ""
        if "@" in step or step.casefold() in _OF_A_HOME or above in _HOMES:
            return ""
        if names := set(_names(_SUFFIX.sub("", step))):
            return names.pop() if len(names) == 1 else ""
    return ""


def _names(step: str) -> Iterator[str]:
    """Full names in one step of a path."""
    words = _WORD.findall(step if re.search(r"[\s_,.-]", step) else _HUMP.sub(" ", step))
    if re.search(r"[&+]|(?i:(?<![^\W_])(?:and|und|et|y|e|en)(?![^\W_]))", step):
        return
    marks = [at for at, word in enumerate(words) if word == ","]
    said = [word for word in words if word != "," and word.strip(".").casefold() not in _PAPERS]
    if len(marks) == 1 and 1 <= marks[0] <= 3 and len(said) - marks[0] in (1, 2):
        family, given = words[: marks[0]], [word for word in words[marks[0] + 1 :] if word in said][:2]
        if given and _is_given(given[0]) and all(word.casefold() in _PARTICLES or _may_be_surname(word) for word in family):
            yield _written([*given, *family])
        return
    if marks or any(cue_of(word) in ("organisation", "business", "street") for word in said):
        return
    for at, (first, last) in enumerate(pairwise(said)):
        middle = [last] if len(last.strip(".")) == 1 and at + 2 < len(said) else []
        last = said[at + 2] if middle else last  # noqa: PLW2901 behind an initial
        if _are_one(first, last, alone=len(said) <= 2 + len(middle)):
            yield _written([first, *middle, last])
        elif not middle and not _are_one(first, last, alone=False) and _are_one(last, first, alone=len(said) == 2):
            yield _written([last, first])


def _are_one(given: str, surname: str, *, alone: bool) -> bool:
    """Whether two words are a given name and a surname; a surname that no list knows counts where nothing else stands there."""
    first, last = look_up(given.strip(".")), look_up(surname)
    if not _is_given(given) or not _may_be_surname(surname) or (given.islower() and last.surname < _COMMON):
        return False
    if first.place and last.place and max(first.ordinary, last.ordinary) >= _SELDOM and first.given < _EVERYWHERE:
        return False
    if last.surname >= _COMMON:
        return first.ordinary < _SELDOM or last.ordinary < _SELDOM or (first.given >= _EVERYWHERE and last.surname >= _EVERYWHERE)
    is_sure = last.surname >= _GIVEN or (alone and first.given >= _COMMON and len(surname) > _SHORT and surname[0].isupper())
    return is_sure and last.ordinary < _SELDOM and not first.place & 2 and not (first.place and last.place)


_EVERYWHERE, _COMMON, _OFTEN, _SELDOM, _GIVEN, _SHORT = 15, 12, 9, 4, 8, 3
_PARTICLES = listed("de del la las los van von der den di da do dos das du le el al bin ibn ten ter zu")


def _is_given(word: str) -> bool:
    entry = look_up(word.strip("."))
    return len(word) > 2 and entry.given >= _GIVEN and entry.ordinary < _OFTEN and entry.given > entry.ordinary


def _may_be_surname(word: str) -> bool:
    entry = look_up(word)
    is_known = entry.surname >= _COMMON or (entry.ordinary < _SELDOM and not (entry.place and entry.surname < _GIVEN))
    return len(word.strip(".")) > 1 and is_known and not cue_of(word)


def _written(words: Sequence[str]) -> str:
    return " ".join(word if not (word.islower() or word.isupper()) or len(word) == 1 else word.title() for word in words)
