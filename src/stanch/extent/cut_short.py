"""Headers whose words are cut short as no list has them: `Est. Civil`, `Telm.`, `Sofinr.`, `Núm. seguridad social`, `Ortsname`.

Each word is held against the words of all headers: it is one of them, its beginning, or, before a full stop, its first and some
further letters; whatever the sign for a number, wherever a number or a name is written in one word with what it is of. What could
be several kinds is none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from stanch.extent import asked_of_health, marks
from stanch.extent.detector import Detector
from stanch.extent.folding import fold_word, listed
from stanch.extent.head_first import SMALL
from stanch.extent.patterns import fingerprint

Told = tuple[tuple[Detector, ...], str]
Claim = tuple[tuple[Detector, ...], str, str]
NOTHING: Told = ((), "")
MOST_WORDS, LONGEST = 5, 48
SHORTEST, ALONE, WHOLE = 3, 4, 4  # letters of a word cut short; of one that stands alone; of a word beside it that is written out
SHORT = 5  # letters at most of a beginning without a full stop
_NUMBER = "number"
_NUMBERS = listed("no nr num nro nbr numero nummer number nummern numer")
_SMALL = SMALL | listed("of the van het")
_ENDS = ("nummer", "nr")
_PLACES = frozenset({"city", "street", "region", "country"})
_NAMED = re.compile(r"(?P<what>[a-z]{3,}?)(?:es|s|n|en)?(?:name|naam|bezeichnung|bez)")
_STOPPED = re.compile(r"([^\W\d_]+)\.")
# Of one word alone only these: `Cat.`, `Pos.` and `Art.` are no town and no card.
_ALONE = frozenset({"phone", "email", "postcode", "dob", "marital_status", "nationality", "gender"})
# They begin other things as often.
_OTHERS = listed("cat pos art ref rev desc dept dep val min max dim qty amt bal cur curr stat prod proj vers ser eval inv part post desp")


def or_meant(header: str, told: Claim) -> Claim:
    """What a header says; where that is nothing, what its words are cut from, or what it asks in a sentence."""
    if told[0]:
        return told
    from stanch.extent.headings import ROLE_OF, other_of, words_of

    words = words_of(header).split()
    short = meant(header, [word for word in words if word not in ROLE_OF])
    if short[0]:
        return (*short, told[2] or other_of(" ".join(words)))
    asked = asked_of_health.detectors(words)
    role = told[2] or other_of(" ".join(words))
    # `to` in a question addresses nobody.
    return (asked, " ".join(words), "" if role in ("recipient", "sender") else role) if asked else told


def meant(header: str, words: Sequence[str]) -> Told:
    """The detectors that a header names in this way, and the words that do."""
    if not words or len(words) > MOST_WORDS or len(header) > LONGEST or any(len(word) > LONGEST for word in words):
        return NOTHING
    from stanch.extent.headings import FILLERS, headings

    if "°" in header and "n" in words:  # a number's sign, as is `Nº`
        words = ["no" if word == "n" else word for word in words]
        if (said := " ".join(words)) in headings():
            return headings()[said], said
    plain = _plain(words)
    # `Montant` alone is not `Montant dû`.
    if (len(plain) > 1 or len(words) == 1) and (every := _index()[0].get(" ".join(plain))):
        return _all(every)
    one = " ".join(word[:-1] if len(word) > SHORTEST and word.endswith("s") and not word.endswith("ss") else word for word in words)
    if len(words) > 1 and one in headings():  # `Dx Codes`
        return headings()[one], one
    if place := _named(words):
        return headings()[place], place
    stopped = {fold_word(one) for one in _STOPPED.findall(header)} if "." in header else set()
    if (told := _begun(words, stopped))[0]:
        return told
    front = next((at for at, word in enumerate(words) if word not in FILLERS), 0)
    return meant(header, words[front:]) if front else NOTHING


def _all(every: Sequence[str]) -> Told:
    """What several headers are together: `numero de seguridad social` in two countries."""
    from stanch.extent.headings import headings

    return tuple({one.id: one for said in every for one in headings()[said]}.values()), every[0]


def _plain(words: Sequence[str]) -> tuple[str, ...]:
    """The same without small words, numbers called alike and told apart from what they are of."""
    return tuple(part for word in words if word not in _SMALL for part in _apart(word))


def _apart(word: str) -> Iterator[str]:
    if word in _NUMBERS:
        yield _NUMBER
        return
    end = next((one for one in _ENDS if word.endswith(one) and len(word) - len(one) >= SHORTEST), "")
    yield word[: len(word) - len(end)]
    if end:
        yield _NUMBER


Index = tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]


@cache
def _index() -> Index:
    """Headers by their plain words, where these say more than that it is a number; and by the first letters of their words."""
    here = Path(__file__)
    printed = marks.mark("cut short", here.parent, marks.listed([here, here.with_name("head_first.py")]), fingerprint())
    return marks.cached("cut-short", printed, tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]], _indexed)


def _indexed() -> Index:
    """The same anew: thousands of headers are taken apart."""
    from stanch.extent.headings import headings

    plain: dict[str, list[str]] = defaultdict(list)
    begun: dict[str, list[str]] = defaultdict(list)
    for said in headings():
        told = _plain(said.split())
        if (len(told) > 1 or " " not in said) and any(word != _NUMBER and len(word) >= SHORTEST for word in told):
            plain[" ".join(told)].append(said)
        words = [word for word in said.split() if word not in _SMALL]
        if 0 < len(words) <= MOST_WORDS and all(word.isalpha() for word in words):
            begun["".join(word[0] for word in words)].append(said)
    return {one: tuple(every) for one, every in plain.items()}, {one: tuple(every) for one, every in begun.items()}


def _named(words: Sequence[str]) -> str:
    """`ortsname`, `strassenname`: the place that the name is of."""
    from stanch.extent.headings import headings

    match = _NAMED.fullmatch(words[0]) if len(words) == 1 else None
    said = match["what"] if match else ""
    for one in (said, f"{said}e"):
        if one in headings() and {detector.kind for detector in headings()[one]} <= _PLACES:
            return one
    return ""


def _begun(words: Sequence[str], stopped: set[str]) -> Told:
    """What all headers are that the words may be cut from, where they are of one kind."""
    from stanch.extent.headings import headings

    left = ["numero" if word in _NUMBERS else word for word in words if word not in _SMALL]
    if not left or not all(word.isalpha() for word in left) or (len(left) == 1 and (len(left[0]) < ALONE or left[0] not in stopped)):
        return NOTHING
    if left[0] in _OTHERS or all(word == "numero" for word in left) or all(len(word) < SHORTEST for word in left):
        return NOTHING
    letters = "".join(word[0] for word in left)
    if any(word != "numero" and word not in stopped and word not in _cuts(letters) for word in left):
        return NOTHING  # as nearly always, where a cell or a line is asked about that is none
    every = [said for said in _index()[1].get(letters, ()) if _are_cut(left, said, stopped)]
    kinds = {one.kind for said in every for one in headings()[said]}
    if len(kinds) != 1 or (len(left) == 1 and not kinds <= _ALONE):
        return NOTHING
    return _all(every)


@cache
def _cuts(letters: str) -> frozenset[str]:
    """The words of the headers whose words begin with these letters, and what they may be cut to without a full stop."""
    wholes = {word for said in _index()[1].get(letters, ()) for word in _wholes(said)}
    return frozenset(wholes | {word[:size] for word in wholes for size in range(SHORTEST, SHORT + 1)})


def _are_cut(words: Sequence[str], said: str, stopped: set[str]) -> bool:
    pairs = list(zip(words, _wholes(said), strict=True))
    pairs = [pair for pair in pairs if not (pair[0] == "numero" and pair[1] in _NUMBERS)]
    if (
        len(pairs) > 1
        and not any(one == other and len(one) >= WHOLE for one, other in pairs)
        and not all(one in stopped for one, _ in pairs)
    ):
        return False
    return all(one == other or _is_cut(one, other, stopped=one in stopped) for one, other in pairs)


@cache
def _wholes(said: str) -> tuple[str, ...]:
    """The words of a header that are written out."""
    return tuple(word for word in said.split() if word not in _SMALL)


def _is_cut(word: str, whole: str, *, stopped: bool) -> bool:
    if len(word) < SHORTEST or len(word) >= len(whole):
        return False
    if whole.startswith(word):
        return stopped or len(word) <= SHORT
    rest = iter(whole[1:])
    return stopped and all(letter in rest for letter in word[1:])
