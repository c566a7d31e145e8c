"""What sentences say of somebody: `her marital status is divorced`, `die Abschlussnote von Mia Schreiber lautet 1,7`.

Such a sentence is a form of one field: what stands before `is` is read by what tables know of headers, in seven languages, and the value
must be what a cell below that header may be. It counts only near somebody who is named, where the sentence says whose it is (`her`,
`Ann's`, `of Ann Lee`), or where only people have what the label means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from stanch.extent import sayings
from stanch.extent import sentence_words as words
from stanch.extent.anchored import Later
from stanch.extent.detector import Detector
from stanch.extent.fitting import fits, is_checked, span_of
from stanch.extent.folding import fold_word, listed
from stanch.extent.headings import headings
from stanch.extent.labels import claimed
from stanch.extent.people_columns import PERSONAL, is_a_things_too
from stanch.extent.span import Span, clear_of
from stanch.extent.table_column import NAMES, Column
from stanch.vocabulary import elements

NEAR = 300  # characters from somebody's name
LONGEST, LABEL_WORDS, VALUE_WORDS = 2_000_000, 6, 8
LONGEST_LABEL, LONGEST_VALUE, LONGEST_WHOLE = 60, 80, 240
# Found by what they are, or no more than part of a name or an address.
_NOT_SO = NAMES | listed("city region postcode country street postal_address phone email dob name_suffix username_told")
# Values with a figure or a sign in them: a word alone is something said about the thing.
_WITH_FIGURES = listed("age billing salary birth_year credit_score clinical_image session_cookie lab_result call_record plate_reading")
_WITH_SIGNS = listed("username password social_handle otp_seed recovery_code card_pin call_recording photo connection_string")
_SUMS = listed("grades salary billing credit_score")
# Beside `PERSONAL`: one word that says so names them.
_PEOPLES = listed("grades credit_score social_handle wallet_seed plate_reading photo cv")
# Alone with an article: of a thing, a matter or a text as often.
_OF_THINGS = listed(
    "position poste fonction funcion funcao cargo puesto stellung functie procedure procedimiento procedura procedimento",
    "behandlung behandeling",
    "treatment traitement tratamiento tratamento trattamento condition relationship relation relacion relazione balance",
    "major degree session course",
)
_CAPITALISED = listed("place_of_birth mothers_maiden_name")
_PLACES = listed("place_of_birth")  # `Porto Alegre, Brazil`
_LESS = NAMES | listed("password phone")
# Whatever somebody wrote, looked for, ordered or was told: a value goes on to the end of its sentence.
_WHOLE = listed("message_content browsing_history cv performance_review location_history order_history criminal_record wallet_seed")


@dataclass(frozen=True, slots=True)
class _Label:
    text: str
    start: int
    owned: bool  # the sentence says whose


_PERIOD = r"(?:for|in|as[ ]of|pour|en|im[ ]Jahr|für|per|nel|em)[ ](?:19|20)\d\d[ ]"


def _joint() -> str:
    verbs = sorted((verb.replace("|", " ") for line in words.JOINTS for verb in line.split()), key=len, reverse=True)
    entered = rf"(?:[ ](?:{words.ADVERBS}))?(?:[ ](?:{words.ENTERED}))?"
    which = "(?:,[ ](?:which|die|der|das|qui|que|che))?"
    return (
        rf"(?=[ ,:=])(?:{which}[ ](?:{_PERIOD})?(?:{'|'.join(verbs)}){entered}[ ]+|[ ]?(?P<mark>[:=])[ ]+"
        r"|(?P<of>[ ]of[ ](?:about[ ])?(?=[$€£]?\d))|(?P<bare>[ ](?:#[ ]?)?(?=[A-Z]{0,4}[-/.]?\d[\w./-]{2})))"
        r"(?P<quote>[\"“”„«'‘’]?)(?=[^\s\"'])"
    )


_JOINT = Later(_joint())
_OF = Later(rf"[ ](?:{words.OF})[ ]?(?:(?:the|la|le|el|der|den|de|il|o|a|het)[ ])?(?:[^\W\d_a-z][^\W\d_]{{0,9}}\.?[ ]){{0,2}}\Z")
_OF_WHOM = Later(rf"[ ](?:{words.OF_WHOM_BEFORE})\Z")
_WORD = re.compile(r"[^\s,;:.!?()\[\]\"“”«»<>|]+")
_STOP = re.compile(r"[.!?](?=[\s\"')]|\Z)|[,;:()\[\]\n\t|]|[\"“”«»]")
_END = Later(
    r"[.!?](?=[\s\"')]|\Z)|[;\n\t(|]|[ ][-–—]+[ ]"
    rf"|,?[ ](?:{'|'.join(one for line in words.ENDS for one in line.split())})(?=[ ,])|,[ ](?![^\W\d_a-z])"
)
_A = re.compile(r"(?:an?|une?|una|uma?|ein(?:e[nr]?)?|een)[ ](?=\w)")
_CLOSES = {'"': '"', "“": "”", "”": "”", "„": "“", "«": "»", "'": "'", "‘": "’", "’": "’"}
_OWNERS = re.compile(r"['’]s?\Z")
_LED = words.ARTICLES | words.LEADING


def find(text: str, spans: Sequence[Span]) -> list[Span]:
    """`spans`, with what sentences near a name say of somebody."""
    named = [span for span in spans if span.kind in NAMES]
    if not named or len(text) > LONGEST:
        return list(spans)
    ends = {span.end: span.start for span in named}
    windows = list(_near(named, len(text)))
    found = list(sayings.find(text, windows))
    for low, high in windows:
        for joint in _JOINT.finditer(text, low, high):
            label = _label(text, joint.start(), ends)
            if label is None or not _may_join(text, label, joint, ends):
                continue
            told = _told(text, label, joint)
            if told is not None and not any(told.start < one.end and one.start < told.end for one in found):
                found.append(told)
    return _with(spans, found) if found else list(spans)


def _with(spans: Sequence[Span], found: Sequence[Span]) -> list[Span]:
    """Both; where a name or something less was read in the very place, what the sentence tells."""
    told = {(span.start, span.end) for span in found}
    kept = [span for span in spans if span.kind not in _LESS or (span.start, span.end) not in told]
    return sorted((*kept, *clear_of(found, kept)), key=lambda span: (span.start, span.end))


def _near(named: Sequence[Span], size: int) -> Iterator[tuple[int, int]]:
    """The text around names, places that touch as one."""
    low = high = -1
    for span in sorted(named, key=lambda span: span.start):
        if span.start - NEAR > high >= 0:
            yield low, high
            low = high = -1
        low = max(0, span.start - NEAR) if low < 0 else low
        high = min(size, max(high, span.end + NEAR))
    if high >= 0:
        yield low, high


def _label(text: str, end: int, ends: dict[int, int]) -> _Label | None:
    """The label that ends where a joint begins, and whether it says whose; none where no header ends there."""
    owned = end in ends
    if owned:
        of = _OF.search(text[max(0, ends[end] - 40) : ends[end]])
        if of is None:
            return None
        end = ends[end] - (len(of[0]))
    elif of := _OF_WHOM.search(text[max(0, end - 10) : end]):
        owned, end = True, end - len(of[0])
    last_word = text[max(text.rfind(" ", 0, end), text.rfind("\n", 0, end)) + 1 : end]
    if _folded(last_word.strip("(\"'“„«")) not in _last_words():
        return None  # nearly always
    low = max(0, end - LONGEST_LABEL)
    stops = [stop.end() for stop in _STOP.finditer(text, low, end)]
    low = stops[-1] if stops else low
    said = [match.span() for match in _WORD.finditer(text, low, end)]
    if not said:
        return None
    for first, last in reversed(said[-LABEL_WORDS - 1 :]):
        word = _folded(text[first:last])
        at = last + 1
        if word in words.POSSESSIVES or _is_owner(text, first, last, ends):
            return _as_label(text, at, end, owned=True)
        if word in _LED or word.startswith(("l'", "l’")):
            return _as_label(text, first + 2 if "'" in word or "’" in word else at, end, owned=owned)
    begins = said[0][0]
    return _as_label(text, begins, end, owned=owned) if owned or not text[low:begins].strip() else None


def _folded(word: str) -> str:
    return word.lower() if word.isascii() else fold_word(word)


def _as_label(text: str, start: int, end: int, *, owned: bool) -> _Label | None:
    return _Label(text[start:end], start, owned) if start < end else None


def _is_owner(text: str, first: int, last: int, ends: dict[int, int]) -> bool:
    """Whether a word ends somebody's name: `Ann Keller's`, `James'`, `Anna Webers`."""
    return any(last - cut in ends and ends[last - cut] <= first for cut in (0, 1, 2)) and (
        bool(_OWNERS.search(text, first, last)) or (last - 1 in ends and text[last - 1] == "s")
    )


@cache
def _last_words() -> frozenset[str]:
    """The last words of all headers."""
    return frozenset(said.rpartition(" ")[2] for said in headings())


def _may_join(text: str, label: _Label, joint: re.Match[str], ends: dict[int, int]) -> bool:
    """Whether a mark joins label and value in a sentence: at the beginning of a line it is a form's, which others read."""
    if joint["bare"] is not None:
        return bool(label.owned) or " " in label.text
    if not joint["mark"] or label.owned:
        return True
    begin = text.rfind("\n", 0, label.start) + 1
    return any(begin < place < label.start for place in ends) and text[label.start - 2 : label.start] in (", ", " (")


def _told(text: str, label: _Label, joint: re.Match[str]) -> Span | None:
    """What the label's sentence tells, where it is a value of what the label names."""
    detectors, said, role = claimed(label.text)
    if role or not detectors:
        return None
    for detector in detectors:
        if detector.kind in _NOT_SO or not (label.owned or _is_peoples(label.text, detector, said)):
            continue
        if (joint["bare"] is not None and not elements()[detector.kind].identifies) or (joint["of"] and detector.kind not in _SUMS):
            continue
        for start, end in _values(text, joint, detector):
            if fits(detector, text[start:end]):
                return span_of(text, start, end, detector, said)
    return None


def _is_peoples(label: str, detector: Detector, said: str) -> bool:
    """Whether only people have what a label means, so that a sentence need not say whose it is."""
    if is_a_things_too(Column(label, detector, 1.0)) or said in _OF_THINGS:
        return False
    return detector.kind in PERSONAL | _PEOPLES or " " in said or elements()[detector.kind].identifies


def _values(text: str, joint: re.Match[str], detector: Detector) -> Iterator[tuple[int, int]]:
    """What may be the value behind a joint, the likeliest first."""
    start = joint.end()
    if a := _A.match(text, start):
        start = a.end()
    if joint["quote"]:
        end = text.find(_CLOSES[joint["quote"]], start, start + LONGEST_VALUE * 2)
        if end > start and "\n" not in text[start:end]:
            yield start, end
        return
    longest = LONGEST_VALUE if detector.kind not in _WHOLE else LONGEST_WHOLE
    stop = _END.search(text, start, start + longest)
    end = stop.start() if stop else min(len(text), start + longest)
    value = text[start:end].rstrip(" ,.;:")
    every = [match.span() for match in re.finditer(r"\S+", value)]
    if not every or not _says_something(value, detector):
        return
    if detector.kind in _WITH_FIGURES or elements()[detector.kind].identifies or is_checked(detector):
        yield from ((start, start + last) for last in _figures(value, every))
        if is_checked(detector) and not any(map(str.isdigit, value)):
            yield start, start + len(value)  # `A negative`
        return
    if detector.kind in _WITH_SIGNS:
        first = value[slice(*every[0])]
        if not first.isalpha():
            yield start, start + every[0][1]
        return
    if detector.kind in _WHOLE:
        yield start, start + len(value)
    elif stop:
        value = value if detector.kind in _PLACES else value.partition(", ")[0]
        if len(value.split()) <= VALUE_WORDS:
            yield start, start + len(value)


def _figures(value: str, every: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Where a value of figures may end: behind the last word in a row that has one, then before each of these."""
    lasts: list[int] = []
    for at, (first, last) in enumerate(every):
        if any(map(str.isdigit, value[first:last])):
            lasts.append(last)
        elif lasts or at > 1:
            break
    return reversed(lasts)


def _says_something(value: str, detector: Detector) -> bool:
    """Whether a value is no remark about the thing: `required`, `not known yet`, `the same`."""
    first = fold_word(value.split(maxsplit=1)[0].strip("'’\"*_,."))
    if detector.kind in _CAPITALISED and not value[0].isupper():
        return False
    return bool(first) and (first not in _NO_VALUES or detector.kind in _WHOLE_TEXTS)


_WHOLE_TEXTS = listed("message_content browsing_history performance_review")
_NO_VALUES = frozenset(fold_word(word) for word in words.NO_VALUES)
