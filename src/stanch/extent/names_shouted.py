"""Names in capitals within a sentence: `Als huurder verscheen HANNEKE VELDKAMP, BSN …`, `I, MARY ANN LEE, being …`.

Told by a given name that the lists know, words in capitals behind it that are none of a heading, and small letters around.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stanch.extent import signs
from stanch.extent.names_lexicon import look_up
from stanch.extent.names_rules import cue_of
from stanch.extent.names_shape import natural_order
from stanch.extent.span import Span, clear_of

DETECTOR, CONTEXT, SURE = "names", "in capitals", 0.9
GIVEN, CLEARLY, LONGEST = 6, 3, 500_000
_LETTER = r"[^\W\d_a-zß-öø-ÿ]"
SHOUTED = re.compile(
    rf"(?<=[a-zß-öø-ÿ.:,)] )(?P<first>{_LETTER}{{3,}}(?:-{_LETTER}{{2,}})?)"
    rf"(?P<more>(?:[ ](?:{_LETTER}\.|(?:DE|DEL|LA|DA|DI|VON|VAN|DER|DEN|DU|LE|EL|Y|E)(?=[ ])|{_LETTER}{{2,}}"
    rf"(?:['’-]{_LETTER}{{2,}})*)){{1,5}})(?![\w@])"
)
_AROUND = re.compile(r"[a-zß-öø-ÿ]{2}")
_BEHIND = re.compile(
    r"[ ]?[,(;]|[ ](?:is|was|born|of|residing|lives|has|geb\w*|wohn\w*|ist|n[ée]e?|demeurant|nat[oa]|residente|nacid[oa]|nascid[oa]|mayor"
    r"|con|won\w+|en|and|et|und|e|y)\b|\.\s|\n|$"
)


def find(text: str, names: Sequence[Span]) -> list[Span]:
    """`names`, with those in capitals that stand in sentences."""
    is_there = len(text) <= LONGEST and "names_shouted.SHOUTED" in signs.of(text)
    found = [*_shouted(text)] if is_there and not text.isupper() else []
    return [*clear_of(names, found), *found] if found else list(names)


def _shouted(text: str) -> Iterator[Span]:
    for match in SHOUTED.finditer(text):
        first, *rest = match[0].split()
        entry = look_up(first.split("-")[0])
        if entry.given < GIVEN or entry.ordinary + CLEARLY > entry.given or not _BEHIND.match(text, match.end()):
            continue
        if all(_bears(word) for word in rest) and _AROUND.search(text, match.end(), match.end() + 60):
            yield Span("name", *match.span(), match[0], SURE, DETECTOR, CONTEXT, natural_order(match[0]))


def _bears(word: str) -> bool:
    """Whether a word may be a part of somebody's name: none that is only an ordinary one, or says what something is."""
    if len(word.strip(".")) < len("abc"):
        return True
    parts = [look_up(part) for part in re.split(r"['’-]", word)]
    return not cue_of(word) and all(entry.surname * 2 >= entry.ordinary or entry.given > entry.ordinary for entry in parts)
