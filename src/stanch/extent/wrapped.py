"""Lines of running text that were broken for want of room: a street, a name or a telephone number goes on in the next one.

Letters as text, mails and pages of a PDF end each line where the next word had no room. For whatever is looked for in them such
a break is a space. A list, a form, a log and an address have breaks of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stanch.extent.folding import listed

# A line of some length that ends within a sentence, above one that begins with a letter or a figure.
_SHORTEST, _WIDEST, _STOPS = 55, 160, frozenset(".:;!?|>")
_NEXT = re.compile(r"(?P<word>[^\s]+)[^\n]*")
_LABELLED = re.compile(r"[^\n:]{1,40}:(?:\s|$)|\d{1,3}[.)]\s|\d{4}-\d\d|\d\d?[:./]\d\d?[:./]\d|[-*•]")
# The town's line of an address, below the street's.
_TOWN = re.compile(
    r"[^\W\d_a-z](?:(?:[^\W\d_]|['’.-])*[ ,]+[^\W\d]){0,3}(?:[^\W\d_]|['’.-])*[ ,]+\d{4,6}(?![\d/.-])|\d{4,5}[ ][^\W\d_a-z]"
    r"|[^\W\d_a-z][\w'’.-]*(?:[ ][^\W\d_a-z][\w'’.-]*){0,3}[ ]*(?:\n|\Z)"
)
# `… 5911 HC` above `Venlo.`: behind a postcode in a sentence stands its town.
_CODE = re.compile(r"[ ](?:\d{5}|\d{4}(?: [A-Z]{2})?|\d{4}-\d{3})\Z")
# `109, avenue de la` above `Libération, 87000 Limoges`.
_LINKED = re.compile(r" (?:de|la|le|les|du|des|del|los|las|della|dei|do|da|dos|van|der|den|von|zur|zum|am|the|of)\Z")
_LONGEST, _ROOM, _AROUND = 2_000_000, 0.84, 1200
# Small words of seven languages: three of them, and it is a sentence.
_SMALL = listed(
    "the of and is was at in on to for with born lives he she his her my i by or that this we our your you are be as from not has have",
    "about after before but can could did do had him if into me more no now off only or other out over please should so some than their",
    "them then there these they us up were what when which who will would until while since because any all been still",
    "de la el en y con del al los las por su que se es don un una no le lo como nacido nacida domicilio",
    "le les des du et au aux en par son sa est né née il elle qui sur dans une pour demeurant je mon ma que ce avec",
    "der die das den dem des und in am im von zu mit ist sie er ihr sein auf für als wohnhaft geboren ich mein an bei ein eine unter nicht",
    "da do dos das e em na no com para os as que seu sua nascido nascida residente na o a por um uma",
    "di il lo gli della del dei e nato nata residente in con per al alla un una che suo sua è i mio sono",
    "het een van en te op aan zijn haar hij zij is met bij voor als geboren wonende ik mijn dat niet",
)
_WORD = re.compile(r"(?<![\w'’.-])[A-Za-zß-ÿ]{1,10}(?![\w-])")


def unwrapped(text: str) -> str:
    """The text with a space for each break that only the page's width made; as long as it was."""
    if len(text) > _LONGEST:
        return text
    found: list[int] = []
    for begin, end in _breaks(text):
        line = text[begin:end]
        following = _NEXT.match(text, end + 1)
        if (
            following is None
            or _LABELLED.match(text, end + 1)
            or (
                text[end - 1] != ","
                and _TOWN.match(text, end + 1)
                and not _LINKED.search(text, begin, end)
                and not _CODE.search(text, begin, end)
            )
            or "   " in line
            or "\t" in line
        ):
            continue
        width = _width(text, begin, end)
        # Where there was room for the next word, the line was broken on purpose.
        if (end - begin) < width * _ROOM or end - begin + 1 + len(following["word"]) < width * _ROOM:
            continue
        if len(_SMALL.intersection(map(str.lower, _WORD.findall(f"{line}\n{following[0]}")))) >= SENTENCE:
            found.append(end)
    if not found:
        return text
    parts, last = list[str](), 0
    for end in found:
        parts += (text[last:end], " ")
        last = end + 1
    return "".join(parts) + text[last:]


def _breaks(text: str) -> Iterator[tuple[int, int]]:
    """Where such lines begin and end."""
    begin, end = 0, text.find("\n")
    while end >= 0:
        if _SHORTEST <= end - begin <= _WIDEST and text[end - 1] not in _STOPS:
            following = text[end + 1 : end + 2]
            if following.isalnum() or following in ("(", "_"):
                yield begin, end
        begin, end = end + 1, text.find("\n", end + 1)


SENTENCE = 3


def _width(text: str, begin: int, end: int) -> int:
    """The longest line of the paragraph around."""
    low, high = text.rfind("\n\n", max(0, begin - _AROUND), begin), text.find("\n\n", end, end + _AROUND)
    around = text[low + 2 if low >= 0 else max(0, begin - _AROUND) : high if high >= 0 else end + _AROUND]
    return min(160, max(map(len, around.split("\n"))))
