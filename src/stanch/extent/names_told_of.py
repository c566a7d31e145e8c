"""Whether a sentence tells of somebody under a name: `the religion of Claire Vogel is …`, `l'état civil de Claire Vogel : …`."""

from __future__ import annotations

import re

from stanch.extent import sentence_words as words
from stanch.extent.anchored import Later
from stanch.extent.headings import headings, words_of
from stanch.extent.people_columns import PERSONAL
from stanch.vocabulary import elements

LONGEST, WORDS = 48, 4
TOLD_OF = 0.8
_BEFORE = Later(rf"(?P<label>[^\W\d_]+(?:[’' -][^\W\d_]+){{0,{WORDS - 1}}})[ ](?:{words.OF})[ ]?\Z")
_BEHIND = re.compile(r"[ ](?:is|was|es|est|ist|lautet|war|è|é|era|était)[ ]|[ ]?:[ ]")


def is_told_of(text: str, start: int, end: int) -> bool:
    """Whether what people have stands right before it, and what it is right behind."""
    if not _BEHIND.match(text, end):
        return False
    before = _BEFORE.search(text[max(0, start - LONGEST) : start])
    said = words_of(before["label"]).split() if before else []
    return any(
        one.kind in PERSONAL or elements()[one.kind].identifies
        for at in range(max(0, len(said) - WORDS), len(said))
        for one in headings().get(" ".join(said[at:]), ())
    )
