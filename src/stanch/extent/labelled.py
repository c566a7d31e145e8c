"""Forms in running text: `First name: Ruby`, `City: Dallas  State: TX`, and rows below a line of headers.

A form that was printed, typed or exported is a table of one row: its labels are read by what tables know of headers, in
seven languages, and its values must pass what a column's cells must pass. As in a table, weak kinds (a city, a name, a
religion) count only where the fields together speak of a person.
"""

from __future__ import annotations

import bisect
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from stanch.extent import licences, settings_lines, translated
from stanch.extent.couples import TITLE, is_given
from stanch.extent.detector import Detector
from stanch.extent.fitting import SURE, fits, is_checked, said_otherwise, span_of
from stanch.extent.folding import listed
from stanch.extent.headings import headings, words_of
from stanch.extent.labelled_blocks import blocks
from stanch.extent.labelled_rows import rows_below_headers
from stanch.extent.labels import LONGEST_OF_CITY, claimed, is_city_label, opens_anothers, stands_alone
from stanch.extent.lines import labelled_beside, labelled_lines, labelled_within, labels_alone
from stanch.extent.names_rules import sure_pair
from stanch.extent.normalise import normaliser
from stanch.extent.patterns import detector_of
from stanch.extent.people_columns import EITHER, is_a_things_too, speaks_of_people
from stanch.extent.span import Span
from stanch.extent.streets import CITY_LINES
from stanch.extent.table_column import Column
from stanch.extent.validators import validator

SAY_NAME = listed("naam name nom nombre nome cognome nachname apellidos achternaam apelido")
NAMES = frozenset({"name", "given_name", "family_name", "middle_name", "former_name", "name_suffix"})
TREATED = frozenset({"medication", "diagnosis", "allergy", "medical_treatment", "lab_result", "vaccination"})
LONGEST_VALUE = 80
MOST_WORDS = 6
SECRET = frozenset({"username", "password"})  # the labels of programs too: `password: the password given by the client`
SHORT_TITLE = 24  # `Bürge` above a part of a form is nobody of that name
LONGEST_LABEL = 400  # with dots or spaces behind it
LONGEST = 4_000_000  # a larger text is logs or tables more than forms
_COLON = re.compile(r"[ \t]?(?::[ \t]+|：[ \t]*)(?=\S)")
_BEGINS = re.compile(r"(?<!\S)\S")
_BREAK = re.compile(r"\t| {3,}|  (?=\S[^:\n]{0,40}:)")
_LEADING = re.compile(r"^[ \t>*•·–-]*(?:\(?\d{1,3}[a-z]?[.)][ \t]+)?")


@dataclass(frozen=True, slots=True)
class _Field:
    label: str
    label_start: int
    label_end: int
    start: int
    end: int


def find(text: str, spans: Sequence[Span]) -> list[Span]:
    """`spans` (everything found so far), with what the labels of forms tell added and names cut where a label begins."""
    near = [(span.start, span.end) for span in spans]
    if translated.has_labels(text):
        near.append((0, translated.FAR))
    if not near or len(text) > LONGEST:
        return list(spans)
    found: list[Span] = []
    labels: list[tuple[int, int]] = []
    for block in blocks(text, near):
        fields = [field for start, end in block for field in _fields(text, start, end)]
        fields += [_Field(text[at:stop], at, stop, start, end) for at, stop, start, end in settings_lines.pairs(text, block)]
        fields += [one for one in _below(text, block) if not any(field.start < one.end and one.label_start < field.end for field in fields)]
        labels += [(field.label_start, field.label_end) for field in fields]
        called = _nicknames(fields)
        labels += [(one.start, one.end) for one in called]
        fields = [one for one in fields if one not in called]
        labels += _alone(text, block)
        found += _of_block(text, fields, spans)
        found += rows_below_headers(text, block)
    return _merged(_cut(spans, sorted(labels), sorted(one.start for one in found), text), found)


def _fields(text: str, start: int, end: int) -> Iterator[_Field]:
    """The `label: value` pairs of one line, one or several of them."""
    line = text[start:end]
    if ":" not in line and "：" not in line:
        return
    marks: list[tuple[int, int, int]] = []  # where the label begins, where it ends, where its value begins
    before = 0
    for colon in _COLON.finditer(line):
        label = _label(line, before, colon.start())
        if label is not None:
            marks.append((label, colon.start(), colon.end()))
            before = colon.end()
    for (label, label_end, value), following in zip(marks, [*marks, (len(line), 0, 0)][1:], strict=True):
        said = line[value : following[0]]
        stop = _BREAK.search(said)
        said = (said[: stop.start()] if stop else said).rstrip(" ,;|")
        begin = value + len(said) - len(said.lstrip("\"'"))
        said = said.strip("\"'")
        if said:
            yield _Field(line[label:label_end], start + label, start + label_end, start + begin, start + begin + len(said))


def _alone(text: str, block: Sequence[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    first = block[0][0]
    titles = ((start, end) for start, end in block if end - start <= SHORT_TITLE and opens_anothers(text[start:end].strip()))
    return (*((first + start, first + end) for start, end in labels_alone(text[first : block[-1][1]])), *titles)


def _below(text: str, block: Sequence[tuple[int, int]]) -> Iterator[_Field]:
    """Labels without a colon: with the value in the next column or on the line below, as cards, passports and many PDFs have them."""
    first = block[0][0]
    whole = text[first : block[-1][1]]
    for (label, begin, end), start, stop in (*labelled_beside(whole), *labelled_within(whole)):
        if stop - start <= LONGEST_VALUE:
            yield _Field(label, first + begin, first + end, first + start, first + stop)
    for line, begin, head in labelled_lines(whole):
        value = line.strip()
        if head and value and len(value) <= LONGEST_VALUE and len(head[0]) <= LONGEST_OF_CITY and not stands_alone(value):
            at = first + begin + line.index(value)
            yield _Field(head[0], first + head[1], first + head[2], at, at + len(value))


# A number or the end of a clause: `The SSN of Ana is 987-65-4320; tax ID` is a sentence.
_SAYS = re.compile(r"\d{4}|[;!?] |(?<=[^\W\d_]{5})\. ")  # `Cód. postal` is no clause


def _label(line: str, before: int, end: int) -> int | None:
    """Where the label that ends at `end` begins: the whole of a line's beginning, else the longest run of words that is a header."""
    lead = _LEADING.match(line, before)
    first = lead.end() if lead and before == 0 else before
    if (
        before == 0
        and end - first <= 60
        and ": " not in line[first:end]  # `Physician: Ann Lee (NPI: …`
        and not _SAYS.search(line, first, end)
        and (claimed(line[first:end])[0] or is_city_label(line[first:end]))
    ):
        return first
    # A line of a million letters with as many colons is not walked anew for each of them.
    low = max(first, end - LONGEST_LABEL)
    begins = [low + match.start() for match in _BEGINS.finditer(line[low:end])]
    if begins and begins[0] == low > first and not line[low - 1].isspace():
        del begins[0]
    return next((place for place in begins[-MOST_WORDS:] if words_of(line[place:end]) in headings()), None)


def _of_block(text: str, fields: Sequence[_Field], spans: Sequence[Span] = ()) -> list[Span]:
    """What the fields of one paragraph tell; weak kinds only where together they speak of a person."""
    fields = [_short_of(text, _without_stop(text, field)) for field in fields]
    told = _missing_part(text, [(field, *_read(text, field)) for field in fields])
    strong = [Column(field.label, detector, SURE) for field, detector, _, role in told if detector is not None and not role]
    sure = [one for one in strong if one.detector and (one.detector.kind in NAMES or not is_a_things_too(one))]
    person = (len(strong) > 1 and speaks_of_people(sure)) or (len(told) == 1 and len(sure) == 1 and _holds_a_name(text, fields[0], spans))
    # An answer that stands alone (`Medical notes` above `asthma`) in what names people and tells when they were born.
    about = len(told) == 1 and {"dob", "name"} <= {span.kind for span in spans}
    found = [
        span_of(text, field.start, field.end, detector, words)
        for field, detector, words, role in told
        if detector is not None
        and not _is_second_line(text, field, words)
        and (person or is_checked(detector) or (detector.kind in TREATED and about))
    ]
    found = _both_surnames(found)
    if person:
        found += [span for field in fields if _is_city(text, field) for span in city_line(text, field.start, field.end)]
    return found


def _holds_a_name(text: str, field: _Field, spans: Sequence[Span]) -> bool:
    """Whether all of what a label alone in its part has for a name is words of one, part of which is known: `Winters, Rodney E.`."""
    words = re.findall(r"[^\s,]+", text[field.start : field.end])
    inside = [span for span in spans if span.kind == "name" and field.start <= span.start and span.end <= field.end]
    return bool(inside) and len(words) <= MOST_WORDS and all(word[:1].isupper() for word in words)


def _is_city(text: str, field: _Field) -> bool:
    """Whether a field holds a town with its postcode: `Población: 08204 Sabadell`, `PLZ/Ort: 80337 München`."""
    if is_city_label(field.label):
        return True
    return any(one.kind == "city" for one in claimed(field.label)[0]) and any(map(str.isdigit, text[field.start : field.end]))


_SECOND = listed("addr2 addr_2 address_2 address2 address_line_2 line_2 addr3 address_3 addr_3 address_line_3")


def _is_second_line(text: str, field: _Field, words: str) -> bool:
    """`addr2: Oxford`: no street, but what stands below one."""
    return words.replace(" ", "_") in _SECOND and not any(char.isdigit() for char in text[field.start : field.end])


Told = tuple[_Field, Detector | None, str, str]


_FIRST, _SECOND_OF = re.compile(r"\b(?:primer|primeiro|paterno|1)\b"), re.compile(r"\b(?:segundo|materno|2)\b")


def _both_surnames(found: list[Span]) -> list[Span]:
    """`Primer apellido` and `Segundo apellido` are one surname of two words."""
    family = [span for span in found if span.kind == "family_name"]
    first, second = ([span for span in family if one.search(span.context or "")] for one in (_FIRST, _SECOND_OF))
    if len(first) != 1 or len(second) != 1:
        return found
    return [replace(span, normal=f"{first[0].text} {second[0].text}") if span in (*first, *second) else span for span in found]


_CALLED = frozenset(("preferred name", "nickname", "known as", "goes by"))


def _nicknames(fields: Sequence[_Field]) -> list[_Field]:
    """`Preferred name` beside `First name` is no further given name."""
    given = [(field, claimed(field.label)[1]) for field in fields if any(one.kind == "given_name" for one in claimed(field.label)[0])]
    called = [field for field, words in given if words in _CALLED]
    return called if len(called) < len(given) else []


def _missing_part(text: str, told: list[Told]) -> list[Told]:
    """`Nom: Muñiz, Prénom: Ruby`: a bare `name` beside one part of a name is the other part."""
    kinds = {detector.kind for _, detector, _, role in told if detector and not role}
    whole = detector_of("any/name")
    if whole and "family_name" not in kinds:
        # `Nome: Rui Tavares` in a form that asks for no surname is all of a name.
        told = [
            (one[0], whole, *one[2:]) if _is_bare(one, "given_name") and " " in text[one[0].start : one[0].end] else one for one in told
        ]
        kinds = {detector.kind for _, detector, _, role in told if detector and not role}
    missing = {"given_name": "family_name", "family_name": "given_name"}
    have = kinds & missing.keys()
    if len(have) != 1:
        return told
    part = detector_of(f"any/{missing[have.pop()]}")
    if part is None:
        return told
    return [
        (field, part, words, role) if _is_bare(one) and fits(part, text[field.start : field.end]) else one
        for one in told
        for field, _, words, role in (one,)
    ]


def _is_bare(one: Told, kind: str = "name") -> bool:
    """Under a label that says no more than `name`, and held to be a name or nothing."""
    _, detector, words, role = one
    return words in EITHER and not role and (detector.kind if detector else "name") == kind


# Words that are written with a full stop of their own at the end of a name, a street or a firm.
_STOPPED = listed(
    "jr sr esq phd st str ave av rd dr ln ct pl sq blvd hwy pkwy pkw cir ter terr apt ste bldg dept fl rm inc ltd co corp bros llc",
    "no nr tel ext avda pza ctra izq izda dcha dpto esc pta bat bd chem imp nac etc mr mrs ms prof dott sig sra utca sra vda hno hnos",
)
_STOP = re.compile(r"(?:(?<=\s)|(?<![^\W\d_])(?P<word>[^\W\d_]{2,})|\d)\.$")


def _without_stop(text: str, field: _Field) -> _Field:
    """`Nombre: Miguel.` in a form whose lines end as sentences do: the full stop is no part of the value."""
    value = text[field.start : field.end]
    stop = _STOP.search(value)
    if stop is None or (stop["word"] or "").lower() in _STOPPED or "." in value[:-1].rpartition(" ")[2]:
        return field
    return replace(field, end=field.start + len(value[:-1].rstrip()))


# Values that end with their last figure, whatever is printed behind them.
ENDING = frozenset({"postcode", "dob", "phone", "us_ssn"})


def _short_of(text: str, field: _Field) -> _Field:
    """`Zip: 12207 How long? 4 yrs`: the field without what is printed behind its value."""
    detectors, _, _ = claimed(field.label)
    value = text[field.start : field.end]
    if any(one.kind == "us_drivers_license" for one in detectors) and (number := licences.parted(value))[0] and value.startswith(number[1]):
        return replace(field, end=field.start + len(number[1]))  # `D1234567/OH`
    if is_city_label(field.label) or not any(one.kind in ENDING for one in detectors) or any(fits(one, value) for one in detectors):
        return field
    for space in (match for match in re.finditer(r"(?<=\d)\s+(?=[^\W\d_])", value)):
        if any(one.kind in ENDING and fits(one, value[: space.start()]) for one in detectors):
            return replace(field, end=field.start + space.start())
    return field


_REMARKED = re.compile(r"\(([^()]{3,30})\)")


def _read(text: str, field: _Field) -> tuple[Detector | None, str, str]:
    """The detector that a field's label names and whose cells its value can be."""
    detectors, words, role = claimed(field.label)
    value = text[field.start : field.end]
    if any(one.kind in NAMES for one in detectors) and words_of(value).partition(" ")[0] in SAY_NAME:
        return None, words, role  # `Naam en voorletters` below `Huurder` is the next label
    if " " in value and (TITLE.match(value) or (is_given(value) and not any(map(str.isdigit, value)) and value.istitle())):
        detectors = tuple(one for one in detectors if one.kind not in TREATED)  # `Mr. Marcus Dunn` below `Prescription`
    fitting = [one for one in detectors if fits(one, value) and not (one.kind in SECRET and not validator(one.validator)(value))]
    if (closer := _REMARKED.search(field.label)) and (named := {one.id for one in claimed(closer[1])[0]} & {one.id for one in fitting}):
        fitting = [one for one in fitting if one.id in named]  # `Numero documento (passaporto)`
    fitting.sort(key=lambda one: (one.column.check in ("", "identifier"), one.id))
    return (fitting[0] if fitting else None), words, role


def city_line(text: str, start: int, end: int) -> Iterator[Span]:
    """City, region and postcode of a line (or a part of one) that holds them together."""
    match = next((match for line in CITY_LINES if (match := line.fullmatch(text[start:end]))), None)
    for kind in ("city", "region", "postcode"):
        if match and match.groupdict().get(kind) and (detector := detector_of(f"any/{kind}")):
            yield span_of(text, start + match.start(kind), start + match.end(kind), detector, "city")


def _cut(spans: Sequence[Span], labels: Sequence[tuple[int, int]], told: Sequence[int], text: str) -> list[Span]:
    """`Michael Michael SSN:` is a name and a label."""
    starts = [start for start, _ in labels]
    kept: list[Span] = []
    for span in spans:
        at = bisect.bisect_left(starts, span.start)
        if span.kind in NAMES and at < len(labels) and span.start < starts[at] < span.end:
            name = text[span.start : starts[at]].rstrip(" ,;")
            kept.append(Span(span.kind, span.start, span.start + len(name), name, max(span.confidence, 0.9), span.detector, span.context))
        elif span.kind == "postal_address" and at < len(labels) and span.start < starts[at] < _first(told, starts[at]) < span.end:
            # `Current address: 12 Oak St City: Tulsa` is a street and the label of the next.
            said = text[span.start : starts[at]].rstrip(" ,;\n\r\t")
            kept.append(replace(span, end=span.start + len(said), text=said, normal=normaliser("address")(said)))
        elif not (span.kind in NAMES and (inside := bisect.bisect_right(starts, span.start)) and _is_label(span, labels[inside - 1], text)):
            kept.append(span)
    return kept


def _is_label(name: Span, label: tuple[int, int], text: str) -> bool:
    """Whether what was read as a name is a label, or words of one; `Results reviewed by Ann Lee` and `Titolo di Ann Lee` hold a name."""
    start, end = label
    if name.end > end or (name.end == end and _WHOSE.search(text, start, name.start)):
        return False
    return not (start < name.start and sure_pair(name.text))


# `Titolo di studio di Luca Moretti: …` says whose it is.
_WHOSE = re.compile(r"\w[ ](?:of|von|vom|de|del|di|van|du|da|do|für|for)[ ](?:[^\W\d_]{1,7}\.?[ ])?\Z")


def _first(places: Sequence[int], behind: int) -> int:
    """The first of these places behind another."""
    at = bisect.bisect_right(places, behind)
    return places[at] if at < len(places) else sys.maxsize


def _is_within(name: Span, whole: Span) -> bool:
    return name.kind in NAMES and whole.start <= name.start and name.end <= whole.end


_SURNAME = re.compile(r"[^\W\d_a-z][^\W\d_]*(?:[ '’-][^\W\d_]+){0,2},[ ]?")
DEGREE = 4  # letters of the longest that is written without dots


def _is_more(whole: Span, parts: Sequence[Span]) -> bool:
    """`LINDQVIST, MAJA, E` below `Name (Last, First, Middle)` is one name; `Cassidy M` goes on with `Thornbury`."""
    if len(parts) > 1 and " " not in parts[0].text and whole.text.startswith(f"{parts[0].text},"):  # `Janssen, Hauke Onno`
        return True
    if len(parts) == 1 and parts[0].end == whole.end and _SURNAME.fullmatch(whole.text[: parts[0].start - whole.start]):
        return True  # `Hunt, Benjamin R.`: a surname that is a word too
    if (
        len(parts) == 1
        and parts[0].end == whole.end
        and whole.text[: -len(parts[0].text)].strip(" -").isupper()
        and not whole.text.isupper()
    ):
        return True  # `BRINKMANN Rüdiger`, of which only the given name was read
    words = [part for part in parts if " " not in part.text and " " in whole.text]
    if len(words) == len(parts):
        return len(parts) > 1 or (bool(parts) and "," in whole.text)
    left = whole.text[len(parts[0].text) :].split() if len(parts) == 1 and parts[0].start == whole.start else []
    return len(left) == 1 and len(left[0]) > DEGREE and left[0].isalpha()


def _merged(spans: Sequence[Span], found: Sequence[Span]) -> list[Span]:
    """What is new, and what a label tells in place of a name that was read there: a part of one, or the city of Joplin."""
    parts = sorted((one.start, one.end) for one in found if one.kind != "name")
    begins, furthest = [start for start, _ in parts], [-1, *accumulate((end for _, end in parts), max)]
    kept = [span for span in spans if not (span.kind == "name" and furthest[bisect.bisect_right(begins, span.start)] >= span.end)]
    whole = [one for one in found if one.kind == "name" and _is_more(one, [span for span in kept if _is_within(span, one)])]
    kept = [span for span in kept if not any(_is_within(span, one) for one in whole)] if whole else kept
    # A number in the form of a telephone's is what the label above it says, even where `Telephone` stands above the next.
    told = {(one.start, one.end) for one in found if one.kind != "phone"}
    kept = [span for span in kept if span.kind != "phone" or (span.start, span.end) not in told]
    # Figures that words near by told are what the label right before them says: `OLN` above `208960569/GA`, beside `SSN`.
    kept = said_otherwise(kept, [one for one in found if one.kind not in NAMES])
    kept.sort(key=lambda span: span.start)
    starts = [span.start for span in kept]
    for one in found:
        at = bisect.bisect_left(starts, one.end)
        if not any(span.end > one.start for span in kept[max(0, at - 8) : at]):
            place = bisect.bisect_right(starts, one.start)
            kept.insert(place, one)
            starts.insert(place, one.start)
    return kept
