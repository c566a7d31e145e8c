"""Dots between a label and its value (`Town ........... Celle`), as printed forms lead the eye, and blanks that were filled in.

The label is set right before its value, in as many characters: what is found stands where it stood.
"""

from __future__ import annotations

import re

# Dots, also with a space between or as one sign; or a line to write on. A label begins a line, or stands behind a gap in one.
_LED = re.compile(
    r"(?:^|(?<=[ ]{3})|(?<=\t))(?P<before>[ \t]*)(?P<label>[^\W\d_][^:\t\n]{0,60}?)[ ]*:?[ ]?"
    r"(?:\.{4,}|(?:\.[ ]){4,}|…{2,}|_{4,})[ ]*:?[ ]*(?=[^\s._…:])",
    re.MULTILINE,
)
# `Name: ____Ann Lee____   Date of birth: __02/03/1970__`: what stands on the line to write on.
_FILLED = re.compile(r"(?<=[:：])([ ]?)(_{2,})(?=[^\s_])([^\n_]+(?:_(?!_)[^\n_]+)*)(_*)")
# `Name: [Ann Lee] Date of birth: [02/03/1970]`.
_BRACKETED = re.compile(r"(?<=[^\W\d_]: )\[([^\[\]\n]{2,90})\]")
LEAST = 2
_LEVEL = re.compile(r"\[(?:INFO|WARN|ERROR|DEBUG|\d+\])")  # a log's brackets
_SIGNS = ("....", ". . . .", "……", "____")


def closed(text: str) -> str:
    """The text with each label right before its value, and without the lines these stand on; as long as it was."""
    if ":__" in text or ": __" in text:
        text = _FILLED.sub(lambda match: f"{match[1]}{' ' * len(match[2])}{match[3]}{' ' * len(match[4])}", text)
    if text.count(": [") >= LEAST and not _LEVEL.search(text):
        text = _BRACKETED.sub(r" \1 ", text)
    return _LED.sub(_moved, text) if any(sign in text for sign in _SIGNS) else text


def _moved(match: re.Match[str]) -> str:
    label = f"{match['label']}: "
    return match[0] if len(match[0]) < len(label) else label.rjust(len(match[0]))
