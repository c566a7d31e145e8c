"""Names of people: folding to comparable letters, parts of a full name, suffixes, nicknames."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from stanch import datafile
from stanch.people.sounds import sound

TITLES = frozenset((
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "fr", "sr", "hon", "sir", "dame", "lady", "lord",
    "capt", "sgt", "maj", "col", "lt", "herr", "frau", "dott", "ing", "mme", "mlle", "m", "dra", "sra", "srta", "mag", "dipl",
))  # fmt: skip
SUFFIXES = {
    "jr": "jr",
    "junior": "jr",
    "sr": "sr",
    "senior": "sr",
    "ii": "ii",
    "2nd": "ii",
    "iii": "iii",
    "3rd": "iii",
    "iv": "iv",
    "4th": "iv",
    "v": "v",
}
DEGREES = frozenset(
    [
        "md",
        "phd",
        "dds",
        "dmd",
        "rn",
        "np",
        "do",
        "esq",
        "cpa",
        "mba",
        "msc",
        "bsc",
        "ma",
        "ba",
        "jd",
        "pharmd",
        "dvm",
        "od",
        "facs",
        "pe",
        "llb",
        "llm",
        "mbe",
        "obe",
        "cbe",
    ]
)
PARTICLES = frozenset(
    [
        "van",
        "von",
        "de",
        "da",
        "di",
        "del",
        "della",
        "dos",
        "das",
        "do",
        "du",
        "la",
        "le",
        "der",
        "den",
        "ter",
        "ten",
        "al",
        "el",
        "bin",
        "ibn",
        "bint",
        "abu",
        "ben",
        "mac",
        "mc",
        "st",
        "saint",
        "san",
        "santa",
        "zu",
        "zur",
        "av",
        "af",
    ]
)
# Also names: `Qiang Ma`, `Minh Do`.
SHORT_NAMES = frozenset({"v", "ma", "do", "ba"})
# Words that make a name a company's, not a person's.
# Company and Banks are surnames too: the word counts where a company's name has it.
COMPANY = re.compile(
    r"\b(inc|incorporated|llc|l\.l\.c|ltd|limited|gmbh|corp|corporation|company(?=[ ,.]*(?:$|of\b))|plc|llp|pllc|p\.c|"
    r"s\.?a\.?r\.?l|b\.v|n\.v|pty|"
    r"university|hospital|clinic|bank|insurance|department|ministry|services|associates|holdings|group|partners|foundation|trust|school|dental|"
    r"pharmacy|laborator(?:y|ies)|systems|solutions)\b\.?",
    re.IGNORECASE,
)
# Letters that have no decomposition in Unicode, and the Cyrillic and Greek alphabets in their passport (ICAO 9303) forms.
LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ŋ": "n", "ħ": "h",
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "i", "к": "k", "л": "l", "м": "m",
        "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
        "щ": "shch", "ъ": "ie", "ы": "y", "ь": "", "э": "e", "ю": "iu", "я": "ia", "і": "i", "ї": "i", "є": "ie", "ґ": "g",
        "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l", "μ": "m", "ν": "n",
        "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
    },
)  # fmt: skip
APOSTROPHES = re.compile(r"['’ʼ`´‘]")
NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in comparable letters: parts folded, several words joined by a space; empty where unknown."""

    given: str = ""
    middle: str = ""
    family: str = ""
    suffix: str = ""


def fold(text: str) -> str:
    """Lower-case letters and digits without accents, other marks as single spaces; Cyrillic and Greek in Latin letters."""
    lowered = APOSTROPHES.sub("", text.casefold())
    stripped = "".join(char for char in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(char))
    return NOT_WORD.sub(" ", unicodedata.normalize("NFC", stripped).translate(LETTERS)).strip()


def suffix_of(text: str) -> str:
    """A generational suffix in its one form (`jr`, `sr`, `ii`, …), or empty."""
    return SUFFIXES.get(fold(text), "")


def parse(full: str) -> Name:
    """The parts of a full name: `Given Middle Family Suffix` or `Family, Given Middle Suffix`."""
    head, comma, tail = full.partition(",")
    tail_words = _words(tail)
    if comma and tail_words and not all(word in SUFFIXES or word in DEGREES for word in tail_words):
        suffix, given = _take_suffix(tail_words)
        late, family = _take_suffix(_words(head))
        return Name(given=given[0] if given else "", middle=" ".join(given[1:]), family=" ".join(family), suffix=suffix or late)
    suffix, words = _take_suffix(_words(full))
    if len(words) < 2:
        return Name(family=" ".join(words), suffix=suffix)
    at = len(words) - 1
    if at > 1 and words[at - 1] in _irish(full):
        at -= 1
    while at > 1 and words[at - 1] in PARTICLES:
        at -= 1
    return Name(given=words[0], middle=" ".join(words[1:at]), family=" ".join(words[at:]), suffix=suffix)


def _irish(full: str) -> set[str]:
    """Irish particles of the family name, folded: known by their accent, for a plain O before it is an initial."""
    return {fold(word) for word in unicodedata.normalize("NFC", full.casefold()).split() if word in ("ó", "ní", "uí")}


def in_order(full: str) -> str:
    """`King, Joseph A. Jr` as a letter writes it: `Joseph A. King Jr`. Other names stay as they are."""
    head, comma, tail = full.partition(",")
    if comma and is_company(full):
        return full
    # Hotels and airlines write `Smith,John,Mr`.
    words = tail.replace(",", " ").split()
    words = [word for word in words if len(word.strip(".")) == 1 or fold(word).strip(".") not in TITLES] if len(words) > 1 else words
    ends = [word for word in words if suffix_of(word) or fold(word) in DEGREES]
    given = [word for word in words if word not in ends]
    if not (comma and given and head.strip()):
        return full if comma else without_title(full)
    return as_written(" ".join(given), "", " ".join(head.split()), " ".join(ends))


_TITLED = re.compile(
    r"(?i)(?:mr|mrs|ms|miss|mx|mme|mlle|monsieur|madame|herr|frau|dhr|mevr|mevrouw|sra|srta|se[ñn]ora?)\b\.?\s+(?!(?:and|und|et|y|e|en|o|or)\b|[&+/])(?=\S+\s+\S)"
)


def without_title(full: str) -> str:
    """`Mrs Anna Hopkins` is Anna Hopkins; `Mr and Mrs Lee`, and `Mrs Hopkins` of whom no more is known, stay."""
    return _TITLED.sub("", full, count=1) if _TITLED.match(full) else full


# Han and Hangul: whoever writes a name in them puts the family's first.
_FAMILY_FIRST = re.compile("[\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")


def as_written(given: str | None, middle: str | None, family: str, suffix: str | None) -> str:
    """The parts of a name in the order of its script: `Anna M. Jones`, `大谷 翔平`, `김 민준`."""
    parts = (family, given, middle, suffix) if _FAMILY_FIRST.search(family) else (given, middle, family, suffix)
    return " ".join(part for part in parts if part)


# An account that goes on after its owner's death: the name is the owner's, and the letter is to the estate.
_ESTATE = re.compile(r"(?i)^\W*(?:the )?(?:estate|est\.?) of (?:the late )?(?=[^\W\d_])|(?<=[^\W\d_])[, ]+\(?(?:deceased|dec'?d)\)?\W*$")


def without_estate(full: str) -> str:
    """`Estate of John Miller` and `John Miller (deceased)` name John Miller; any other name stays as it is."""
    return _ESTATE.sub("", full)


def is_company(full: str) -> bool:
    """Does this name speak of an organisation?"""
    return bool(COMPANY.search(full))


def _words(text: str) -> list[str]:
    # A hyphenated name stays together as words of one part ("smith jones"), split only for comparison.
    words = [fold(word).replace(" ", "-") for word in text.replace(".", " ").split()]
    words = [word for word in words if word]
    while words and words[0] in TITLES and len(words) > 1:
        words = words[1:]
    return words


def _take_suffix(words: list[str]) -> tuple[str, list[str]]:
    suffix = ""
    while len(words) > 1 and (words[-1] in SUFFIXES or words[-1] in DEGREES):
        # "V" alone at the end is as often an initial, and Ma or Do a family name: suffixes and degrees only behind two names.
        if words[-1] in SHORT_NAMES and len(words) < 3:
            break
        suffix = SUFFIXES.get(words[-1], suffix)
        words = words[:-1]
    return suffix, words


@dataclass(frozen=True, slots=True)
class _Groups:
    abroad: dict[str, tuple[tuple[str, ...], ...]]
    groups: tuple[tuple[str, ...], ...]
    spellings: tuple[tuple[str, ...], ...]
    apart: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Fillers:
    anywhere: tuple[str, ...]
    given: tuple[str, ...]


@cache
def fillers() -> tuple[frozenset[str], frozenset[str]]:
    """Words in the place of a name that name nobody: (in any part of it, in the given name only)."""
    found = datafile.read(Path(__file__).parent / "facts" / "fillers.yaml", _Fillers)
    return frozenset(found.anywhere), frozenset(found.anywhere + found.given)


@cache
def nicknames() -> dict[str, tuple[str, ...]]:
    """For each given name the roots it may stand for."""
    roots: dict[str, set[str]] = {}
    for group in _groups().groups:
        for name in group:
            roots.setdefault(name, set()).add(group[0])
    return {name: tuple(sorted(found)) for name, found in roots.items()}


@cache
def _groups() -> _Groups:
    return datafile.read(Path(__file__).parent / "facts" / "nicknames.yaml", _Groups)


@cache
def _in_full() -> dict[str, str]:
    """The root that a name written in full is another spelling of: Katherine is Catherine, Katie is not."""
    return {name: group[0] for group in _groups().spellings for name in group}


@cache
def tongues() -> dict[str, str]:
    """For each given name that is another's form in a foreign language: that language."""
    return {name: tongue for tongue, groups in _groups().abroad.items() for group in groups for name in group}


def by_tongue() -> dict[str, list[str]]:
    """The same the other way round: names by language."""
    found: dict[str, list[str]] = {}
    for name, tongue in tongues().items():
        found.setdefault(tongue, []).append(name)
    return found


@cache
def translated(left: str, right: str) -> bool:
    """Are the two one given name in two languages, Juan and John? A nickname is its bearer's; a son may be called John by a Juan."""
    return left != right and tongues().get(left) != tongues().get(right) and bool(set(roots(left)) & set(roots(right)))


@cache
def _apart() -> dict[str, frozenset[str]]:
    """For each name that looks like another's the names that it is not."""
    found: dict[str, set[str]] = {}
    for group in _groups().apart:
        for name in group:
            found.setdefault(name, set()).update(group)
    return {name: frozenset(others) for name, others in found.items()}


def roots(given: str) -> tuple[str, ...]:
    """The roots of a given name; a name of no group is its own. The last is its sound, as other scripts' names are written by ear."""
    first = given.split("-", maxsplit=1)[0]
    known = nicknames()
    # Jimmie is written for Jimmy, and Teri for Terry.
    spelt = next((one for one in (first, *_spellings(first)) if one in known), first)
    found = known.get(spelt, (min((first, *_spellings(first))),)) if first else ()
    heard = sound(first)
    return (*found, heard) if heard and heard not in found else found


def _spellings(given: str) -> tuple[str, ...]:
    """Other ways of writing a name that ends in the sound of Billy."""
    end = next((end for end in ("ie", "ey", "ee", "y", "i") if given.endswith(end) and len(given) - len(end) >= 3), "")
    if not end:
        return ()
    stem = given[: -len(end)]
    return tuple(stem + other for other in ("y", "ie", "i", "ey") if other != end)


@cache
def distinct(left: str, right: str) -> bool:
    """Are the two given names well known as those of different people: John and Joan, or two pet names, Willie and Billy?

    A letter less makes another name as often as a slip of the pen, and who is called by one pet name is rarely called by another.
    """
    from rapidfuzz.distance import JaroWinkler

    if left == right:
        return False
    shared = set(roots(left)) & set(roots(right))
    if not shared and right in _apart().get(left, ()):
        return True
    if not shared and (_feminine(left, right) or _feminine(right, left)):
        return True
    if left not in nicknames() or right not in nicknames():
        return False
    written = {_in_full().get(name, name) for name in (left, right)}
    return not shared or (not shared & written and JaroWinkler.similarity(left, right) < 0.85)


# How a man's name becomes a woman's in the languages that do so: Paul and Paula, Mario and Maria, Denis and Denise.
FEMININE = (
    ("", "a"),
    ("o", "a"),
    ("", "e"),
    ("", "le"),
    ("ian", "ina"),
    ("ian", "iana"),
    ("ian", "ine"),
    ("ian", "ienne"),
    ("en", "enne"),
    ("us", "a"),
    ("", "ette"),
    ("", "ine"),
    ("", "ina"),
)


def _feminine(masculine: str, feminine: str) -> bool:
    """Is the second the woman's form of the first? In a house of one family name that is the daughter, not a slip of the pen."""
    return len(masculine) >= 4 and any(
        masculine.endswith(his) and feminine == masculine[: len(masculine) - len(his)] + hers for his, hers in FEMININE
    )


@cache
def alike(left: str, right: str) -> bool:
    """May two given names be one person's: equal, initial, nickname, part of a double name, or a slip of the pen?"""
    from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

    if not left or not right or left == right or (left[0] == right[0] and min(len(left), len(right)) == 1):
        return True
    parts_left, parts_right = set(re.split(r"[ -]", left)), set(re.split(r"[ -]", right))
    if parts_left & parts_right or set(roots(left)) & set(roots(right)):
        return True
    if min(len(left), len(right)) >= 3 and (left.startswith(right) or right.startswith(left)):
        return True
    if JaroWinkler.similarity(left, right) >= 0.9:
        return True
    return min(len(left), len(right)) >= 4 and DamerauLevenshtein.distance(left, right) <= 1
