"""Which mentions of names in one text are one person."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from zlib import crc32

from stanch.extent import roles
from stanch.extent.grouping_signs import LABEL, Line
from stanch.extent.span import Span

NAMES = frozenset(("name", "given_name", "family_name", "former_name"))
_GIVEN_LABEL = re.compile(r"(?i)first|given|fore|vor|pr[eé]nom|nombre")
_FAMILY_LABEL = re.compile(r"(?i)last|family|sur|nach|\bnom\b|apellido|cognome")
_SUFFIX = re.compile(r"(?i)^(?:jr|sr|ii|iii|iv)\.?$")


def words_of(name: str) -> tuple[tuple[str, ...], str]:
    """The words of a name in small letters without accents, and its suffix."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or name
    # Initials that stand without a space are several: `W.J. Terpstra`.
    words = [word.strip(".,'\"()").lower() for word in _INITIALS.sub(" ", plain).replace(",", " ").split()]
    words = [word for word in words if word]
    suffix = words.pop().rstrip(".") if len(words) > 1 and _SUFFIX.match(words[-1]) else ""
    return tuple(words), suffix


_INITIALS = re.compile(r"(?<=(?<!\w)\w)\.(?=\w)")
WHOLE = 2  # words of a whole name


def agree(one: tuple[tuple[str, ...], str], other: tuple[tuple[str, ...], str]) -> bool:
    """Whether two full names can be one person's: same surname and suffix, given names equal or one the other's initial.

    Or one is the beginning of the other: in Spanish and Portuguese a second surname is often left out.
    """
    (first, suffix), (second, other_suffix) = one, other
    short, long = sorted((first, second), key=len)
    if suffix == other_suffix and WHOLE <= len(short) < len(long) and long[: len(short)] == short:
        return True
    if suffix != other_suffix or len(first) < 2 or len(second) < 2 or first[-1] != second[-1]:
        return False
    if not (first[0] == second[0] or (min(len(first[0]), len(second[0])) == 1 and first[0][0] == second[0][0])):
        return False
    few, many = sorted((first[1:-1], second[1:-1]), key=len)
    return all(_alike(a, b) for a, b in zip(few, many, strict=False)) or _in_turn(few, many)


def _is_end(one: tuple[tuple[str, ...], str], other: tuple[tuple[str, ...], str]) -> bool:
    """Whether the one is all of the other but its given name: `Herrero Rey` of `Soledad Herrero Rey`."""
    return one[1] == other[1] and len(one[0]) >= WHOLE and other[0][1:] == one[0]


def _alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _in_turn(few: Sequence[str], many: Sequence[str]) -> bool:
    """`Ana García López`, `Ana María García López`: whether all words of the shorter stand in the longer, in their order."""
    left = iter(many)
    return all(any(_alike(one, other) for other in left) for one in few)


def is_split_name(text: str, spans: Sequence[Span], members: Sequence[int]) -> bool:
    """`First name: …`, `Last name: …`: given and family name on lines of their own."""
    names = [n for n in members if spans[n].kind in NAMES]
    kinds = [spans[n].kind for n in names]
    if len(names) >= 2 and len(set(kinds)) == len(kinds) and kinds.count("name") == 0:
        return True
    # `First name`, `Preferred name`; `Primer apellido`, `Segundo apellido`.
    if sorted((kinds.count("family_name"), kinds.count("given_name"))) == [1, 2] and kinds.count("name") == 0:
        return True
    if len(names) != 2 or any(len(words_of(spans[n].text)[0]) != 1 for n in names):
        return False
    labels = [_label(text, spans[n].start) for n in names]
    return any(_GIVEN_LABEL.search(label) for label in labels) and any(_FAMILY_LABEL.search(label) for label in labels)


def split_at_names(block: Sequence[Line], spans: Sequence[Span]) -> Iterator[list[Line]]:
    """A second `Name:` line of the same label begins another form, or the line of its first label that stands before it."""
    part = _Part(spans)
    for line in block:
        if cut := part.ends_before(line):
            yield part.lines[:cut]
            rest, part = part.lines[cut:], _Part(spans)
            for one in rest:
                part.add(one)
        part.add(line)
    if part.lines:
        yield part.lines


class _Part:
    """The lines of one form: where its labels and names stand."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = spans
        self.lines: list[Line] = []
        self.said: dict[str, int] = {}
        self.names: dict[str, int] = {}
        self.others = False  # whether the last name was another's: `Spouse's first name` above `Last name`
        self.again = 0  # where its first label stands a second time, before any name does

    def add(self, line: Line) -> None:
        label = _label_of(line) if line.members else ""
        if label and self.names and label == next(iter(self.said), None) and not self.again:
            self.again = len(self.lines)
        if label:
            self.said.setdefault(label, len(self.lines))
        if label:
            self.others = bool(roles.ANY.search(label)) and any(self.spans[n].kind in NAMES for n in line.members)
        if label and self._names(label, line):
            self.names.setdefault(label, len(self.lines))
        self.lines.append(line)

    def _names(self, label: str, line: Line) -> bool:
        return not roles.ANY.search(label) and any(self.spans[n].kind in NAMES for n in line.members)

    def ends_before(self, line: Line) -> int:
        """How many of its lines are one person's, where the line shows that more than one are in it; else 0."""
        label = _label_of(line) if line.members else ""
        if not label or not self.names or (self.others and any(self.spans[n].kind == "family_name" for n in line.members)):
            return 0
        if self._names(label, line):
            whole = any(self.spans[n].kind == "name" for n in line.members) and not _SIGNED.search(label) and self._is_split()
            return (self.again or len(self.lines)) if label in self.names or whole else 0
        # An address above the second name, and another below it.
        second = list(self.names.values())[-1] if len(self.names) > 1 and not self._is_split() else 0
        return second if label in self.said and self.said[label] < second else 0

    def _is_split(self) -> bool:
        """Whether these lines hold a given and a family name, each with its label."""
        return {"given_name", "family_name"} <= {self.spans[n].kind for line in self.lines for n in line.members}


def _label_of(line: Line) -> str:
    match = LABEL.match(line.text)
    return match[1].strip().lower() if match else ""


_SIGNED = re.compile(r"(?i)sign|firma|unterschr|handtek|assin")


def _label(text: str, start: int) -> str:
    begin = text.rfind("\n", max(0, start - 120), start) + 1
    return text[max(begin, start - 60) : start]


def people_of(spans: Sequence[Span]) -> list[str | None]:
    """For each span the key of the person it names, None for spans that are no name or could be several people's."""
    parts = [words_of(span.normal or span.text) if span.kind in NAMES else None for span in spans]
    keys: list[tuple[tuple[str, ...], str]] = []
    by_surname: dict[str, list[int]] = defaultdict(list)
    by_beginning: dict[tuple[str, ...], list[int]] = defaultdict(list)
    chosen: dict[tuple[tuple[str, ...], str], str | None] = {}
    for part in sorted({part for part in parts if part and len(part[0]) > 1}, key=lambda part: (-len(" ".join(part[0])), part)):
        near = dict.fromkeys((*by_surname[part[0][-1]], *by_beginning[part[0][:WHOLE]]))
        same = [n for n in near if agree(part, keys[n])] or [n for n in near if _is_end(part, keys[n])]
        if len(same) == 1:
            chosen[part] = _key(keys[same[0]])
        elif same:
            chosen[part] = None
        else:
            by_surname[part[0][-1]].append(len(keys))
            by_beginning[part[0][:WHOLE]].append(len(keys))
            keys.append(part)
            chosen[part] = _key(part)
    by_word: dict[str, set[str]] = defaultdict(set)
    for words, suffix in keys:
        for word in {words[0], words[-1], " ".join(words[1:])}:
            by_word[word].add(_key((words, suffix)))
    found = [_person(part, chosen, by_word) for part in parts]
    for at in _former(spans):
        # `Hildegard Berg, geb. Thiemann`: the name before it is hers too.
        before = max(
            (n for n, one in enumerate(spans) if one.kind == "name" and one.end <= spans[at].start),
            key=lambda n: spans[n].end,
            default=None,
        )
        if before is not None and spans[at].start - spans[before].end <= BEHIND and found[before]:
            found[at] = found[before]
    return found


BEHIND = 16  # characters


def _former(spans: Sequence[Span]) -> list[int]:
    return [n for n, span in enumerate(spans) if span.kind == "former_name"]


def _person(
    part: tuple[tuple[str, ...], str] | None, chosen: dict[tuple[tuple[str, ...], str], str | None], by_word: dict[str, set[str]]
) -> str | None:
    if not part or not part[0]:
        return None
    if len(part[0]) > 1:
        return chosen[part]
    owners = by_word.get(part[0][0], set())
    if len(owners) == 1:
        return next(iter(owners))
    return None if owners else _key(part)


def _key(part: tuple[tuple[str, ...], str]) -> str:
    """Equal for equal names, also in another piece of the same long text; says nothing by itself."""
    return f"person/{crc32(' '.join((*part[0], part[1])).encode()):08x}"
