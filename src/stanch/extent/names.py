"""Finds the names of persons in a text, and tells whether a column holds names.

A small tagger reads everything (in very large texts: the surroundings of other findings and of cues); names in places that
only names take (after a title, a label, in a mail header, under a closing) are added; a name once sure is then found
wherever it is repeated. A name has no title and no possessive; a suffix (Jr., III) belongs to it.
"""

from __future__ import annotations

import math
import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from stanch.extent import names_abroad, names_beside, names_called, names_case, names_code, names_listed, names_model, names_weighing
from stanch.extent import names_rules as rules
from stanch.extent.names_lexicon import look_up, per_million
from stanch.extent.names_mistaken import is_mistaken
from stanch.extent.names_shape import DEGREE, natural_order, reads_as_name
from stanch.extent.names_told_of import TOLD_OF, is_told_of
from stanch.extent.names_whole import Whole, told_by
from stanch.extent.span import Span

DETECTOR = "names"
# Of whom the words right before a number say that it is theirs.
BESIDE = 0.93
KIND = "name"
# Above this the tagger reads windows only: the rest of a text of this size is logs or tables more than letters.
EVERYWHERE, WINDOW = 4_000_000, 400
LEAST = 0.5
LEAST_LETTERS = 4
# Turns the tagger's gain into a confidence; measured on texts held apart.
STEEPNESS = 0.6
Places = Sequence[tuple[int, int]]
SUREST = 0.99


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    confidence: float
    context: str | None
    gain: float = 0.0


def is_given_name(word: str) -> float:
    """Bearers in a million, 0 where the lists do not know it."""
    return per_million(look_up(word).given)


def is_surname(word: str) -> float:
    """Bearers in a million, 0 where the lists do not know it."""
    return per_million(look_up(word).surname)


def looks_like_names(values: Sequence[str]) -> float:
    """The share of the filled values that read as a name, or a part of one."""
    filled = [value for value in values if value and value.strip()]
    return sum(map(reads_as_name, filled)) / len(filled) if filled else 0.0


def find(text: str, anchors: Places, properties: Mapping[str, str], *, speaks_of_people: bool | None = None) -> list[Span]:
    """The names in `text`, in order, not overlapping each other nor `anchors` (what patterns found there; people's, `speaks_of_people`)."""
    found = ((one, sure) for one, sure in weighed(text, anchors, properties, speaks_of_people=speaks_of_people) if sure >= LEAST)
    told = [
        (one, names_weighing.share_right(text, one.start, one.end, sure))
        for one, sure in found
        if one.context or not is_mistaken(text, one.start, one.end)
    ]
    return [_span(text, replace(one, confidence=share)) for one, share in told if share >= names_weighing.WORTH]


def weighed(
    text: str, anchors: Places, properties: Mapping[str, str], *, speaks_of_people: bool | None = None
) -> list[tuple[_Found, float]]:
    """All that looks like a name, with the probability that it is one; also what is hardly one."""
    taken = sorted(set(anchors))
    found: list[_Found] = []
    for start, end in _windows(text, taken):
        found += _tagged(text, start, end)
        found += _placed(text, start, end)
        found += _modelled(text, start, end)
    found += (_Found(start, end, BESIDE, "whose it is") for start, end in names_beside.find(text, taken))
    found += _headers(text, properties)
    if not found:
        return []
    found = [_short_of(text, one, taken) for one in found]
    if any(one.gain < 0 for one in found) and names_code.is_technical(text):
        found = [one for one in found if one.gain >= 0]
    chosen = names_code.without_code(text, _apart(found, taken), found, speaks_of_people=bool(anchors))
    whole_text = told_by(text, found, speaks_of_people=bool(anchors) if speaks_of_people is None else speaks_of_people)
    first = [(one, _surety(text, one, whole_text)) for one in chosen]
    sure = [replace(one, confidence=sure) for one, sure in first if sure >= LEAST]
    again = [*_repeated(text, sure), *_listed(text, sure)]
    kept = {(one.start, one.end) for one in _apart([*chosen, *again], taken)}
    told = {(one.start, one.end) for one in again}  # which say more than a tagger that is hardly in favour
    whole = [pair for pair in first if (place := (pair[0].start, pair[0].end)) in kept and (pair[1] >= LEAST or place not in told)]
    kept.difference_update((one.start, one.end) for one, _ in whole)
    whole += [(one, _surety(text, one, whole_text)) for one in again if (one.start, one.end) in kept]
    return sorted(whole, key=lambda pair: pair[0].start)


_LABEL_LAST = re.compile(r"(?<=[a-zß-öø-ÿ.])[ ][A-Z]{2,5}$")


def _short_of(text: str, one: _Found, taken: Sequence[tuple[int, int]]) -> _Found:
    """`Cindy Moe Apt` before `Apt. 117, …`: a name ends where something that was found begins."""
    at = bisect_right(taken, (one.start, sys.maxsize))
    if at < len(taken) and 0 <= taken[at][0] - one.end <= 2 and (label := _LABEL_LAST.search(text, one.start, one.end)):
        # `Rosemarie Kugler IBAN DE43 …`: the last word is the number's label.
        return replace(one, end=label.start())
    if at == len(taken) or taken[at][0] >= one.end or taken[at][0] - one.start < LEAST_LETTERS:
        return one
    start, end = _trimmed(text, one.start, taken[at][0])
    return replace(one, start=start, end=end) if end > start else one


def _surety(text: str, one: _Found, whole: Whole) -> float:
    if one.context == names_model.CONTEXT:  # the model's own word counts where ours says less
        return round(max(names_weighing.weigh(text, replace(one, context=None), whole), one.confidence), 3)
    sure = round(min(names_weighing.weigh(text, one, whole), SUREST), 3)
    if one.context == "among names":
        return max(sure, TOLD_OF)
    if one.context == rules.PARTY:
        return max(sure, rules.SUES)
    return TOLD_OF if sure < LEAST and one.gain > 0 and is_told_of(text, one.start, one.end) else sure


def _span(text: str, one: _Found) -> Span:
    value = text[one.start : one.end]
    return Span(_kind(text, one.start), one.start, one.end, value, one.confidence, DETECTOR, one.context, natural_order(value))


_FORMER = re.compile(
    r"(?i)(?:\b(?:maiden|former|birth|previous|n[ée]e)\b|\b(?:geb\.|geborene?r?\b|z domu\b|roz\.|rozená\b|f\. ?d\.))"
    r"(?:[ ](?:name|surname|last name|family name))?[ ]?[:=]?[ ]{0,3}$"
)


def _kind(text: str, start: int) -> str:
    """`Maiden name: Murray` and `née Murray` are a former name, not a further person's."""
    return "former_name" if _FORMER.search(text, max(0, start - 32), start) else KIND


def _windows(text: str, anchors: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """What is read: all of a text, or of a very large one the surroundings of the anchors, cut at line ends or spaces."""
    if len(text) <= EVERYWHERE:
        return [(0, len(text))]
    merged: list[tuple[int, int]] = []
    for start, end in anchors:
        low, high = max(0, start - WINDOW), min(len(text), end + WINDOW)
        low = 0 if low == 0 else (text.find(" ", low, start) + 1 or low)
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged


# `D.N.I.` is a label, and initials alone are nobody whom one could write to.
_WRITTEN = re.compile(r"[^\W\d_]{2}")


def _tagged(text: str, start: int, end: int) -> Iterator[_Found]:
    from stanch.extent import names_tagger

    cased = names_case.restored(text, start, end)
    for whole_start, whole_end, gain in names_tagger.tag(text if cased is None else cased, start, end):
        for piece_start, piece_end in _one_each(text, whole_start, whole_end):
            first, last = _trimmed(text, piece_start, piece_end)
            first += names_abroad.begin_of(text[first:last])
            last = names_called.whole_end(text, first, last) if first < last else last
            if (
                first >= last
                or names_abroad.is_none(text[first:last])
                or not _WRITTEN.search(text, first, last)
                or text[first:last].lower().rstrip(".") in rules.DAYS
                or (text[last : last + 1] in (":", "\n", "") and rules.cue_of(text[first:last]) == "label")
                or names_called.is_place(text, first, last, gain)
                or _is_something_else(text, last)
                or rules.is_street(text, first, last)
                or names_called.is_called_after(text, first, last)
                or (gain < 0 and names_abroad.is_begun(text, first, last))
            ):
                continue
            confidence = 1 / (1 + math.exp(-max(-20.0, min(20.0, gain * STEEPNESS))))
            yield _Found(first, last, round(min(confidence, 0.97), 3), None if cased is None else "small letters", gain)


def _modelled(text: str, start: int, end: int) -> Iterator[_Found]:
    """What the chosen model reads as names, where one was chosen."""
    for whole_start, whole_end, surety in names_model.find(text, start, end):
        first, last = _trimmed(text, whole_start, whole_end)
        if first < last and not _is_something_else(text, last):
            yield _Found(first, last, surety, names_model.CONTEXT)


def _one_each(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """`Ana, Bob` in a sentence are two; `Lee, Ana` at the start of a line, behind a label or in quotes is one, surname first."""
    comma = text.find(",", start, end)
    if comma < 0 or re.match(rf",?[ ](?:{rules.SUFFIX})", text[comma:end]):
        return [(start, end)]
    first, last = look_up(text[start:comma]), look_up(text[comma + 1 : end].split(maxsplit=1)[0] if text[comma + 1 : end].split() else "")
    begins_line = not text[max(0, start - 40) : start].rpartition("\n")[2].strip(" \t>*-•\"'|") or text[max(0, start - 2) : start].strip()[
        -1:
    ] in (":", ";", "|", '"', "\t")
    goes_on = re.match(r",? (?:and|or|y|und|et) |, [^\W\d_a-z]", text[end : end + 6])
    listed = re.search(r"[^\W\d_], $", text[max(0, start - 3) : start])
    two_full = " " in text[start:comma].strip() and " " in text[comma + 1 : end].strip() and first.given > first.surname
    if (
        listed
        or goes_on
        or two_full
        or not begins_line
        or (" " not in text[start:end].replace(", ", ",") and first.given > first.surname + 4 and last.given < 6)
    ):
        return [(start, comma), (comma + 1, end)]
    return [(start, end)]


def _placed(text: str, start: int, end: int) -> Iterator[_Found]:
    for first, last, context, confidence in rules.contexts(text, start, end):
        begin, behind = _trimmed(text, first, last)
        if begin < behind and rules.plausible(text[begin:behind]) and not _is_something_else(text, behind):
            yield _Found(begin, behind, confidence, context)
    for match in rules.pairs_of(text).finditer(text, start, end):
        if (
            rules.sure_pair(match[0])
            and not rules.TITLE_AT_START.match(match[0])  # `Justice Kennedy`
            and not _is_something_else(text, match.end())
            and not names_called.is_called_after(text, match.start(), match.end())
        ):
            yield _Found(*match.span(), 0.5, "pair of names")


def _headers(text: str, properties: Mapping[str, str]) -> Iterator[_Found]:
    """The people a mail's header names, where its body names them too."""
    for key in ("mail.from", "mail.to", "mail.cc"):
        for match in rules.ADDRESSED.finditer(properties[key][:4000]) if properties.get(key) else ():
            name = natural_order(match["name"])
            if " " in name and rules.plausible(name):
                yield from (_Found(start, start + len(name), 0.95, key) for start in _stands(text, name))


# A label cut short, or the first letter of one: `Ana Quill NºCol: 7`, `Ana Quill C/ Mayor`.
_ABBREVIATED = re.compile(r"[ ]+(?:N[º°]\w*[.]?:?|[A-Z]/)$")


_ONLY_A_TITLE = re.compile(
    r"Dipl|Dott|Sig|Ing|Prof|Priv|Univ|Drs?|Mag|Exm[oa]|Gent|Avv|Arch|Lic|Hrn?|Mej|Dhr|Mevr|Mw|Lett"
)  # and `Phys. Rev. Lett.`


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without title, degree, possessive and stray marks; with the dot of an initial or of Jr."""
    if title := rules.TITLE_AT_START.match(text, start, end):
        start = title.end()
    elif text.startswith("M", start) and (sir := rules.MONSIEUR.match(text, start, end)) and rules.is_french(text, start):
        start = sir.start("name")
    elif (don := rules.DON.match(text, start, end)) and rules.is_spanish(text, start):
        start = don.end()
    if behind := _ABBREVIATED.search(text, start, min(end + 1, len(text))):
        end = behind.start()
    while degree := DEGREE.search(text, start, end):
        end = degree.start()
    while (
        end > start
        and text[end - 1] in " ,.-;:'\"’("
        and not (text[end - 1] == "." and re.search(r"(?:^|[\s.])(?:[^\W\d_]|Jr|Sr|JR|SR)\.$", text[start:end]))
    ):
        end -= 1
    while start < end and text[start] in " ,.-;:'\"’)(":
        start += 1
    if text[end - 2 : end] in ("'s", "’s"):
        end -= 2
    if text[end : end + 1] in (".", "-") and _ONLY_A_TITLE.fullmatch(text, start, end):  # `Dipl` of `Dipl.-Ing.`
        return end, end
    if end < len(text) and text[end] == "." and re.search(r"(?:[\s.][^\W\d_a-z]|\b[JS][rR])$", text[start:end]):
        end += 1
    if text.count("(", start, end) != text.count(")", start, end) or text.count('"', start, end) % 2:
        cut = min((at for mark in '()"' if (at := text.find(mark, start, end)) >= 0), default=end)
        end = len(text[:cut].rstrip()) if cut > start else end
    return start, end


_MONTH_OF_YEAR = re.compile(r",?[ ](?:19|20)\d\d\b")
_MONTHS = frozenset({"march", "april", "may", "june", "august"})


def _is_something_else(text: str, end: int) -> bool:
    """A company, street or institution that bears a name: what follows says so."""
    if _MONTH_OF_YEAR.match(text, end) and re.split(r"\W", text[max(0, end - 8) : end])[-1].lower() in _MONTHS:
        return True
    if _FIRMS_FORM.match(text, end):
        return True
    after = re.match(r"[ ](?:&[ ])?([^\W\d_]+)", text[end : end + 40])
    if not after or not after[1][0].isupper():
        return False
    return rules.cue_of(after[1]) in ("organisation", "street") or after[1] in _CALLED_AFTER


# `Asesoría Pinar, S.L.`, `Bauer GmbH`.
_FIRMS_FORM = re.compile(
    r",?[ ](?:S\.[ ]?[LA]\.?(?:U\.?)?|S\.?[ ]?r\.?[ ]?l\.?|S\.?p\.?A\.?|Lda\.?|B\.?V\.|N\.?V\.|[A-Z]?GmbH|AG|KG|OHG|"
    r"LLP|LLC|Ltd\.?|Inc\.?|PLC|SARL|SAS|EURL|SE)(?![\w])"
)
_CALLED_AFTER = frozenset({"Airport", "Arena", "Elementary", "Expressway", "Stadium", "Turnpike"})


def _repeated(text: str, chosen: Sequence[_Found]) -> Iterator[_Found]:
    """Other places of names that are sure, and of their surnames and given names where these are no ordinary words."""
    wanted: dict[str, tuple[float, str]] = {}
    for one in chosen:
        value = text[one.start : one.end]
        words = natural_order(value).split()
        words = words[:-1] if re.fullmatch(rules.SUFFIX, words[-1]) else words
        if one.confidence < 0.75 or len(words) < 2:
            continue
        wanted.setdefault(value, (0.9, value))
        for word in (words[0], words[-1], " ".join(words[-2:])):
            entry = look_up(word)
            # `XSLT` in a name of mixed letters is an abbreviation.
            if word.isupper() and not value.isupper():
                continue
            if len(word) > 2 and entry.ordinary < 5 and not entry.place & 2 and not rules.cue_of(word):
                wanted.setdefault(word, (0.75, value))
        if len(words[-1]) > 3 and words[-1] not in wanted and _never_small(text, words[-1]):
            wanted[words[-1]] = (WITHIN, value)
    if not wanted or len(wanted) > 5000:
        return
    known = {(one.start, one.end) for one in chosen}
    for match in re.finditer(rf"(?<![\w@.&/-]){rules.NAME}(?![\w@])", text):
        if match[0] in wanted and match.span() not in known and not _is_something_else(text, match.end()):
            confidence, value = wanted[match[0]]
            # At the beginning of a sentence every word has a capital.
            if confidence == WITHIN and not _WITHIN_SENTENCE.search(text, max(0, match.start() - 4), match.start()):
                continue
            yield _Found(*match.span(), confidence, f"same as {len(value.split())} words before")


# Of a surname that is an ordinary word or a town (`Ben Player`, `Player`), inside a sentence, in a text where it never stands small.
WITHIN = 0.6
_WITHIN_SENTENCE = re.compile(r"[^\W\d_A-ZÀ-Þ][,]?[ ]$")


def _listed(text: str, chosen: Sequence[_Found]) -> Iterator[_Found]:
    """Names in a list between names that are sure."""
    known = [
        (one.start, one.end)
        for one in sorted(chosen, key=lambda one: one.start)
        if one.confidence >= LISTED and " " in text[one.start : one.end]
    ]
    return (_Found(start, end, BESIDE, "among names") for start, end in names_listed.find(text, known))


LISTED = 0.9


def _never_small(text: str, word: str) -> bool:
    return not word.isupper() and next(_stands(text, word.lower()), None) is None


def _stands(text: str, said: str) -> Iterator[int]:
    """Where words stand in a text, not as a piece of others, one behind the other."""
    at = text.find(said)
    while at >= 0:
        behind = at + len(said)
        if not _WORDLIKE.match(text, behind) and not (at and _WORDLIKE.match(text, at - 1)):
            yield at
            at = text.find(said, behind)
        else:
            at = text.find(said, at + 1)


_WORDLIKE = re.compile(r"\w")


def _apart(found: Sequence[_Found], taken: Sequence[tuple[int, int]]) -> list[_Found]:
    """In order and not overlapping: the surer first, of equals the longer; nothing that touches what is taken."""
    import bisect

    starts = [start for start, _ in taken]
    highest: list[int] = []
    for _, end in taken:
        highest.append(max(end, highest[-1] if highest else 0))
    kept: list[_Found] = []
    bounds: list[tuple[int, int]] = []
    for one in sorted(set(found), key=lambda one: (-one.confidence, one.start - one.end, one.start, one.context or "")):
        at = bisect.bisect_left(starts, one.end)
        if at and highest[at - 1] > one.start:
            continue
        place = bisect.bisect_left(bounds, (one.start, one.end))
        if (place and bounds[place - 1][1] > one.start) or (place < len(bounds) and bounds[place][0] < one.end):
            continue
        bounds.insert(place, (one.start, one.end))
        kept.append(one)
    return sorted(kept, key=lambda one: one.start)
