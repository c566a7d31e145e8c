"""The company's own people, looked for wherever they stand: names in any case and order, with initials, over line ends; numbers
in any grouping.

What is known is a tuple of `KnownPerson`; `Known` is made of it once per process, and holds names and numbers as plain letters and
digits. A name alone says who is meant only where given name and family name stand together: the family name by itself is found
where the whole name stands in the same text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from stanch.extent.folding import fold, listed
from stanch.extent.names_lexicon import look_up
from stanch.extent.names_rules import cue_of
from stanch.extent.names_shape import natural_order
from stanch.extent.span import Span

DETECTOR, CONTEXT = "known", "known people"
WHOLE, INITIALS, NUMBER, SHORT_NUMBER, AGAIN = 0.98, 0.9, 0.98, 0.9, 0.8
# Fewer digits are somebody's number by chance too often; from so many on they are hardly chance.
LEAST_DIGITS, MANY_DIGITS = 6, 9
# Where more than this share of all numbers of a length are somebody's, such a number means nothing by itself.
CROWDED = 0.002
SURE_OTHER = 0.6
NORTH_AMERICAN = 10  # digits; a 1 may stand before them
# The words between given name and family name, and the marks between the words of a name (a line end counts as a space).
MOST_BETWEEN = 3
_GAP = re.compile(r"[ \t]{0,3}[.,'\"_-]?[ \t]{0,3}(?:\r?\n[ \t>|*]{0,8})?")
_WORD = re.compile(r"[^\W\d_\x7f]+(?:'[^\W\d_]+)*")
_START = re.compile(r"(?<![a-z0-9])[a-z]{0,6}[ .-]?\d")
_UNIT = re.compile(r"[a-z0-9]")
_BETWEEN = re.compile(r"[ \t./()+_,:-]{0,4}(?:\r?\n[ \t>|*]{0,8})?")
_MAIL = re.compile(r"[a-z0-9][\w.+'-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv", "phd", "md", "esq"])
_PARTICLES = listed("de del della di da dos du van der den von zu zum zur bin ibn al el la le ter ten af av")


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """One of the company's own people. `names` are (given names, family name), ("", whole name) where they are not told apart;
    `numbers` are (kind of the vocabulary, as written), e-mail addresses among them.
    """

    names: tuple[tuple[str, str], ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Family:
    """One family name: the given names of all who bear it."""

    given: set[str] = field(default_factory=set)
    middle: set[str] = field(default_factory=set)
    initials: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


def plain(text: str) -> str:
    """Small letters without accents, one for one."""
    return fold(text).decode("latin-1").lower()


class Known:
    """Names and numbers as they are looked up. `crowded` tells the lengths of numbers that are no longer looked for."""

    def __init__(self, people: Iterable[KnownPerson]) -> None:
        self.families: dict[str, dict[tuple[str, ...], _Family]] = {}
        self.literal: dict[str, str] = {}
        self.mails: set[str] = set()
        self.numbers: dict[str, str] = {}
        for person in people:
            for given, family in person.names:
                self._add_name(given, family)
            for kind, value in person.numbers:
                self._add_number(kind, value)
        self.crowded = self._without_crowded()
        self.lengths = tuple(sorted({len(number) for number in self.numbers}))
        self.longest = max(self.lengths, default=0)
        self.beginnings = {number[:3] for number in self.numbers}

    def _add_name(self, given: str, family: str) -> None:
        whole = natural_order(f"{family}, {given}" if given else family)
        flat = plain(whole)
        if "\x7f" in flat:
            # A name in letters that have no plain ones (Chinese, Arabic) is looked for as it is.
            self.literal[" ".join(whole.split())] = whole
            return
        given_words = [word[0] for word in _WORD.finditer(plain(given))]
        family_words = [word[0] for word in _WORD.finditer(plain(family)) if word[0] not in _SUFFIXES]
        if given_words and family_words:
            self._add_pair(given_words, family_words)
            return
        words = [word[0] for word in _WORD.finditer(flat) if word[0] not in _SUFFIXES]
        if len(words) < 2:
            return
        cut = len(words) - 1
        while cut > 1 and words[cut - 1] in _PARTICLES:
            cut -= 1
        self._add_pair(words[:cut], words[cut:])
        # Of two family names the first is used by itself (`Ana García López` is `Ana García`), and both are.
        if cut > 1 and len(words[cut - 1]) > 1 and look_up(words[cut - 1]).surname > look_up(words[cut - 1]).given:
            self._add_pair(words[: cut - 1], words[cut - 1 :])
            self._add_pair(words[: cut - 1], [words[cut - 1]])

    def _add_pair(self, given: Sequence[str], family: Sequence[str]) -> None:
        if len("".join(family)) < 2:
            return
        borne = self.families.setdefault(family[-1], {}).setdefault(tuple(family), _Family())
        if len(given[0]) > 1:
            borne.given.add(given[0])
        borne.middle.update(given[1:])
        borne.initials.add(given[0][0])

    def _add_number(self, kind: str, value: str) -> None:
        flat = plain(value).strip()
        if "@" in flat:
            self.mails.add(flat)
            return
        compact = "".join(_UNIT.findall(flat))
        for form in _phone_forms(value, compact) if kind == "phone" else (compact,):
            if sum(char.isdigit() for char in form) >= LEAST_DIGITS or (len(form) >= 8 and any(char.isdigit() for char in form)):
                self.numbers.setdefault(form, kind)

    def _without_crowded(self) -> tuple[int, ...]:
        counts: dict[int, int] = {}
        for number in self.numbers:
            if number.isdigit():
                counts[len(number)] = counts.get(len(number), 0) + 1
        crowded = tuple(sorted(length for length, many in counts.items() if many > 1000 and many > CROWDED * 10**length))
        if crowded:
            self.numbers = {one: kind for one, kind in self.numbers.items() if not (one.isdigit() and len(one) in crowded)}
        return crowded


def _phone_forms(value: str, compact: str) -> tuple[str, ...]:
    """The digits of a telephone number as people write them: with the country, without it, with a trunk zero."""
    digits = re.sub(r"\D", "", compact)
    if value.strip().startswith(("+", "00")):
        import phonenumbers

        try:
            parsed = phonenumbers.parse("+" + digits.removeprefix("00"), None)
        except phonenumbers.NumberParseException:
            return (digits,)
        nation, core = str(parsed.country_code), str(parsed.national_number)
        return (core, "0" + core, nation + core, "00" + nation + core)
    core = digits.lstrip("0") if not digits.startswith("1") or len(digits) != 11 else digits[1:]
    if len(core) < LEAST_DIGITS + 1:
        return (digits,)
    return (core, "0" + core, *(["1" + core] if len(core) == NORTH_AMERICAN else []))


def find(text: str, known: Known) -> list[Span]:
    """Every place of a known name or number in `text`, in order, names and numbers apart not overlapping."""
    flat = plain(text)
    found = [*_mails(text, flat, known), *_numbers(text, flat, known)]
    found += _names(text, flat, known)
    found += [
        Span("name", match.start(), match.end(), match[0], WHOLE, DETECTOR, CONTEXT, whole)
        for name, whole in known.literal.items()
        for match in re.finditer(r"\s*".join(map(re.escape, name.split())), text)
    ]
    return sorted(found, key=lambda span: (span.start, span.end))


def among(known: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """Known values beside what else was found.

    None inside a longer value of another kind (a user's name, a street); as long as the longer reading of the same kind.
    """
    made: list[Span] = []
    for span in known:
        around = [one for one in others if one.start <= span.start and span.end <= one.end and one.end - one.start > span.end - span.start]
        same = max(
            (one for one in around if one.kind == span.kind and "\n\n" not in one.text), key=lambda one: one.end - one.start, default=None
        )
        if same is not None:
            made.append(replace(span, start=same.start, end=same.end, text=same.text, normal=same.normal))
        elif not any(one.confidence >= SURE_OTHER for one in around):
            made.append(span)
    return made


def _mails(text: str, flat: str, known: Known) -> Iterator[Span]:
    if known.mails and "@" in flat:
        for match in _MAIL.finditer(flat):
            if match[0] in known.mails:
                yield Span("email", *match.span(), text[match.start() : match.end()], NUMBER, DETECTOR, CONTEXT, match[0])


def _numbers(text: str, flat: str, known: Known) -> Iterator[Span]:
    """The longest known number at each place where one may begin."""
    if not known.numbers:
        return
    done = -1
    for match in _START.finditer(flat):
        for start in dict.fromkeys((match.start(), match.end() - 1)):
            if start >= done and (end := _number_at(flat, start, known)):
                done = end[0]
                many = sum(char.isdigit() for char in end[1])
                sure = NUMBER if many >= MANY_DIGITS or not end[1].isdigit() else SHORT_NUMBER
                yield _number(text, known, (start, done), end[1], sure)
                break
    yield from _inside_groups(text, flat, known)


def _number_at(flat: str, start: int, known: Known) -> tuple[int, str] | None:
    """Where the longest known number that begins at `start` ends, and the number."""
    at, compact, best = start, "", None
    size = len(flat)
    while at < size and len(compact) < known.longest:
        char = flat[at]
        if not char.isalnum():
            gap = _BETWEEN.match(flat, at)
            ahead = gap.end() if gap else at
            if ahead == at or ahead >= size or not flat[ahead].isalnum():
                break
            at = ahead
            continue
        compact += char
        at += 1
        if len(compact) == 3 and compact not in known.beginnings:
            return None
        if compact in known.numbers and not (at < size and flat[at].isalnum()):
            best = (at, compact)
    return best


_GROUPS = re.compile(r"\d+")


def _inside_groups(text: str, flat: str, known: Known) -> Iterator[Span]:
    """Numbers that begin at a later group of digits: behind a country's code, a trunk zero, a label of digits."""
    previous = -10
    for match in _GROUPS.finditer(flat):
        start = match.start()
        glued = start - previous <= 4 and start > 0 and not flat[start - 1].isalnum()
        previous = match.end()
        if not glued:
            continue
        # Groups that begin a number were tried already; this one follows other digits.
        if found := _number_at(flat, start, known):
            end, compact = found
            yield _number(text, known, (start, end), compact, NUMBER - 0.01)


def _number(text: str, known: Known, place: tuple[int, int], compact: str, sure: float) -> Span:
    from stanch.extent.normalise import phone

    start, end = place
    # What stands before the first digit of a telephone number belongs to it.
    while known.numbers[compact] == "phone" and start and text[start - 1] in "+(":
        start -= 1
    kind, written = known.numbers[compact], text[start:end]
    return Span(kind, start, end, written, sure, DETECTOR, CONTEXT, phone(written) if kind == "phone" else compact.upper())


def _names(text: str, flat: str, known: Known) -> list[Span]:
    if not known.families or known.families.keys().isdisjoint(_WORD.findall(flat)):
        return []
    words = [_Word(match[0], *match.span()) for match in _WORD.finditer(flat)]
    placed: list[tuple[Span, tuple[str, ...]]] = []
    for place, word in enumerate(words):
        for family, borne in known.families.get(word.text, {}).items():
            first = place - len(family) + 1
            if first >= 0 and _is_run(flat, words, first, family):
                for side in (_before, _behind):
                    span = side(text, flat, words, (first, place), borne)
                    if span is not None and not _is_part_of_other(text, flat, span):
                        placed.append((span, family))
    # `Garcia, Ana Lopez` may be two people: the surer reading stays, then the longer.
    found: list[Span] = []
    alone: set[tuple[str, ...]] = set()
    for span, family in sorted(placed, key=lambda pair: (-pair[0].confidence, pair[0].start - pair[0].end, pair[0].start)):
        at = bisect_left(found, span.start, key=lambda one: one.start)
        if (at and found[at - 1].end > span.start) or (at < len(found) and found[at].start < span.end):
            continue
        found.insert(at, span)
        if span.confidence == WHOLE:
            alone.add(family)
    return found + list(_alone(text, flat, words, alone, found))


def _is_run(flat: str, words: Sequence[_Word], first: int, family: tuple[str, ...]) -> bool:
    return all(words[first + step].text == part for step, part in enumerate(family)) and all(
        _joined(flat, words[first + step].end, words[first + step + 1].start) for step in range(len(family) - 1)
    )


def _joined(flat: str, end: int, start: int) -> bool:
    """Whether nothing but what may stand within a name stands between."""
    return start > end and start - end <= 16 and bool(_GAP.fullmatch(flat, end, start))


def _before(text: str, flat: str, words: Sequence[_Word], family: tuple[int, int], borne: _Family) -> Span | None:
    """`Ana M. Garcia`, `A. Garcia`: what stands before the family name."""
    first, last = family
    best: tuple[int, float] | None = None
    for place in range(first - 1, max(-1, first - 2 - MOST_BETWEEN), -1):
        word = words[place]
        if not _joined(flat, word.end, words[place + 1].start) or "," in flat[word.end : words[place + 1].start]:
            break
        if word.text in borne.given:
            best = (place, WHOLE)
            break
        initial = len(word.text) == 1 and text[word.start].isupper()
        if initial and word.text in borne.initials:
            best = (place, INITIALS)
        elif not initial and word.text not in borne.middle:
            break
    if best is None:
        return None
    return _span(text, words[best[0]].start, words[last].end, best[1])


def _behind(text: str, flat: str, words: Sequence[_Word], family: tuple[int, int], borne: _Family) -> Span | None:
    """`Garcia, Ana M.`, `GARCIA ANA`, `Garcia, A.`: what stands behind the family name."""
    first, last = family
    if last + 1 >= len(words) or not _joined(flat, words[last].end, words[last + 1].start):
        return None
    word = words[last + 1]
    between = flat[words[last].end : word.start]
    if word.text in borne.given:
        sure = WHOLE
    elif (
        len(word.text) == 1
        and word.text in borne.initials
        and text[word.start].isupper()
        and ("," in between or flat[word.end : word.end + 1] == ".")
    ):
        sure = INITIALS
    else:
        return None
    end, place = word.end, last + 2
    while (
        place < min(len(words), last + 2 + MOST_BETWEEN)
        and _joined(flat, end, words[place].start)
        and "\n" not in flat[end : words[place].start]
        and (words[place].text in borne.middle or (len(words[place].text) == 1 and flat[words[place].end : words[place].end + 1] == "."))
    ):
        end, place = words[place].end, place + 1
    if flat[end : end + 1] == "." and len(words[place - 1].text) == 1:
        end += 1
    return _span(text, words[first].start, end, sure)


def _span(text: str, start: int, end: int, sure: float) -> Span:
    value = text[start:end]
    return Span("name", start, end, value, sure, DETECTOR, CONTEXT, natural_order(re.sub(r"[\s_>|*]+", " ", value)))


def _is_part_of_other(text: str, flat: str, span: Span) -> bool:
    """A mail address, a street or a company that bears the name."""
    if flat[span.end : span.end + 1] == "@" or (
        flat[span.end : span.end + 1] in ".-_" and re.match(r"[.\w-]{1,64}@", flat[span.end : span.end + 66])
    ):
        return True
    after = re.match(r"[ ](?:&[ ])?([^\W\d_]+)", text[span.end : span.end + 40])
    return bool(after) and after is not None and after[1][0].isupper() and cue_of(after[1]) in ("organisation", "street")


def _alone(text: str, flat: str, words: Sequence[_Word], families: set[tuple[str, ...]], found: Sequence[Span]) -> Iterator[Span]:
    """The family name by itself of those whose whole name stands in this text."""
    wanted = {family[-1]: family for family in families if len(family[-1]) > 2 and look_up(family[-1]).ordinary < 5}
    if not wanted:
        return
    starts = [span.start for span in found]
    for place, word in enumerate(words):
        family = wanted.get(word.text)
        if family is None or not text[word.start].isupper() or place < len(family) - 1:
            continue
        first = place - len(family) + 1
        start, end = words[first].start, word.end
        nearest = bisect_left(starts, end)
        if not _is_run(flat, words, first, family) or (nearest and found[nearest - 1].end > start):
            continue
        span = _span(text, start, end, AGAIN)
        if not _is_part_of_other(text, flat, span):
            yield span
