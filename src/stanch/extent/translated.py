"""Labels and headers in other scripts than the Latin, by what they mean in English: `姓名`, `Дата рождения`, `العنوان`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from stanch.extent import marks
from stanch.extent.folding import is_western

FILE = Path(__file__).parent / "translations.yaml"
FIRST = "\u0370"  # Greek; what stands before it are Latin letters and their accents
LONGEST = 40
_BRACKETED = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")


@dataclass(frozen=True, slots=True)
class Languages:
    """Labels by language and meaning."""

    languages: dict[str, dict[str, tuple[str, ...]]]


def meant(label: str) -> str:
    """What a label says, in English; "" where it is in Latin letters, or not known."""
    if label.isascii() or len(label) > LONGEST or max(label) < FIRST:
        return ""
    return _labels().get(_plain(label)) or _labels().get(_plain(_BRACKETED.sub("", label)), "")


def has_labels(text: str) -> bool:
    """Whether a text holds a label in another script: asked of its beginning alone."""
    return not is_western(text) and bool(_OTHER_SCRIPT.search(text)) and any(meant(line) for line in _heads(text[:FAR]))


FAR = 20_000
_OTHER_SCRIPT = re.compile("[\u0370-\u1fff\u3040-\ud7ff]")
_HEAD = re.compile(r"(?m)^[ \t>*•-]*([^:：\t\n]{1,40}?)[ ]*(?:[:：\t]|$)")


def _heads(text: str) -> list[str]:
    return _HEAD.findall(text)


def _plain(label: str) -> str:
    return " ".join(label.casefold().replace("ё", "е").replace("’", "'").strip(" :：*.").split())


@cache
def _labels() -> dict[str, str]:
    return marks.cached(
        "translations", marks.mark("translations", FILE.parent, marks.listed([FILE, Path(__file__)])), dict[str, str], _read
    )


def _read() -> dict[str, str]:
    """The first meaning of each label; where two languages differ, the one that stands first."""
    from stanch import datafile

    told: dict[str, str] = {}
    for meanings in datafile.read(FILE, Languages).languages.values():
        for english, labels in meanings.items():
            for label in labels:
                told.setdefault(_plain(label), english)
    return told
