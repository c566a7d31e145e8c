"""What looks like a name in source code, logs and manuals, and is none: words run together, members of objects, labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Protocol, TypeVar

from stanch.extent.anchored import Later
from stanch.extent.folding import listed
from stanch.extent.names_lexicon import look_up


class Found(Protocol):
    """A name at a place, and how it was found: `context` is the word that told it, None where only the tagger did."""

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102
    @property
    def confidence(self) -> float: ...  # noqa: D102
    @property
    def context(self) -> str | None: ...  # noqa: D102


F = TypeVar("F", bound=Found)
_TOGETHER = re.compile(r"[^\W\d_]*[^\W\d_A-ZÀ-Þ][A-ZÀ-Þ][^\W\d_]*")
_CODE = re.compile(r"[{}();=<>_\\|`$\[\]*]|::|->|//")
# So many marks of code on a line, and as many for so many letters, make it one of code.
MARKS, LETTERS = 3, 14
# In a text of some length that speaks of nobody for sure, what the tagger finds must be surer than elsewhere.
SURE, LONG = 0.85, 2000


def without_code(text: str, chosen: Sequence[F], every: Sequence[F], *, speaks_of_people: bool) -> list[F]:
    """Those of `chosen` that may be names. One told by a label, a title, a mail's header stays whatever it looks like.

    `every` is all that was found, before the surest of what overlaps were chosen.
    """
    told = {(one.start, one.end) for one in every if one.context is not None}
    kept = [one for one in chosen if (one.start, one.end) in told or _may_be(text, one)]
    # `client: Client` says what a thing is, not whose.
    kept = [one for one in kept if one.context is None or text[one.start : one.end].lower() != one.context]
    kept = [one for one in kept if (one.start, one.end) in told or not is_no_persons(text[one.start : one.end])]
    if not speaks_of_people:
        kept = [one for one in kept if (one.start, one.end) in told or not _among_capitals(text, one.start, one.end)]
    if (kept or told) and is_technical(text):
        # `Similarly, you may …`: nobody is called in a manual.
        told -= {(one.start, one.end) for one in every if one.context == "called"}
        kept = [one for one in kept if _holds_in_code(text, one, told)]
    if speaks_of_people or told or len(text) < LONG or any(_is_pair(text[one.start : one.end]) for one in kept):
        return kept
    return [one for one in kept if one.confidence >= SURE and " " in text[one.start : one.end]]


def _holds_in_code(text: str, one: Found, told: AbstractSet[tuple[int, int]]) -> bool:
    """In a technical text: a whole name, or one told by its place; no type behind a parameter (`client: Client`), no `See L<open>`."""
    value = text[one.start : one.end]
    if (one.start, one.end) in told:
        return not (
            runs_together(value) or _is_member(text, one.start, one.end) or _UNION.match(text, one.end) or value.lower() == one.context
        )
    return (
        " " in value and not _ends_as_a_thing(value) and not (text[one.end : one.end + 1] == "<" and bool(re.search(r" [^\W\d_]$", value)))
    )


# `parent: Box | None` says what a thing is.
_UNION = re.compile(r" \| (?:None|null|undefined|str|int|float|bool|bytes|object|list|dict|tuple|set|string|number|boolean)\b")
_CAPITALS_BEHIND = re.compile(r"[ \n][A-Z]{2,}\b")
_CAPITALS_AHEAD = re.compile(r"\b[A-Z]{2,}[ \n]$")
# What programs, systems and languages are called, and how other languages than English call the months.
_THINGS = listed(
    "json schemas channel param zelle venmo paypal",
    "linux solaris macos mac unix bsd freebsd openbsd netbsd debian ubuntu fedora redhat centos suse windows android ios cygwin mingw",
    "msys api apis sdk avahi stata pygments lexer parser whitespace dict tuple callable prefetch boolean iterable javascript",
    "typescript python perl java kotlin scala erlang fortran cobol matlab postgres postgresql mysql sqlite mariadb mongodb redis",
    "nginx apache tomcat docker kubernetes ansible terraform github gitlab bitbucket git svn subversion mercurial cmake gradle maven",
    "npm webpack gnu gnome kde emacs vim xcode opengl cuda intel amd nvidia self any optional",
    "wget curl django flask rails ruby smalltalk haskell lua tex latex cyrus travis jenkins furo sphinx nullptr login logout",
)
_MONTHS = listed(
    "janvier fevrier février mars juin juillet aout août septembre octobre novembre decembre décembre januar februar märz juni juli",
    "oktober dezember enero febrero marzo mayo junio septiembre octubre noviembre diciembre gennaio febbraio maggio giugno luglio",
    "settembre ottobre dicembre janeiro fevereiro março maio junho julho setembro outubro novembro dezembro januari februari maart",
    "mei augustus",
)


# Scripts as the Unicode Standard calls them, in every program's lists of characters; without those that are surnames too (`Modi`, `Yi`).
_SCRIPTS = listed(
    "tai_tham tai_viet tai_le new_tai_lue tai_xuan_jing kayah_li pau_cin_hau ol_chiki meetei_mayek sora_sompeng",
    "hanifi_rohingya masaram_gondi gunjala_gondi zanabazar_square nyiakeng_puachue nyiakeng_puachue_hmong pahawh_hmong",
    "warang_citi mende_kikakui psalter_pahlavi kirat_rai tulu_tigalari gurung_khema tolong_siki beria_erfe ol_onal cherokee",
    "georgian lydian lycian carian sogdian mandaic samaritan phoenician avestan elymaic chorasmian vithkuqi old_permic",
    "old_turkic old_italic linear_a linear_b",
)


# Letters of alphabets by their names, of which rules of spelling are made: `Alif Laam`, `Alpha Beta`.
_ALPHABETS = listed(
    "alif alef ba baa ta taa tha jim jeem ha haa kha dal dhal ra zay sin seen shin sheen sad dad za ayn ain ghayn fa faa qaf kaf kaaf lam",
    "laam mim meem nun noon waw waaw ya yaa hamza marbuta alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi",
    "omicron rho sigma tau upsilon phi chi psi omega",
)


def is_no_persons(value: str) -> bool:
    """A system's, a language's, a month's name: alone, behind a small word (`de Outubro`), or at the end (`Rocky Linux`); a script's."""
    words = [word for word in value.lower().replace(".", "").split() if word not in ("de", "of", "os", "x")]
    if len(words) > 1 and _ALPHABETS.issuperset(words):
        return True
    return value.lower().replace(" ", "_") in _SCRIPTS or (
        0 < len(words) < 3 and (words[-1] in _THINGS or (len(words) == 1 and words[0] in _MONTHS))
    )


def _among_capitals(text: str, start: int, end: int) -> bool:
    """A word in capitals in a row of such words (`HARPOON WITH BARB UP`), as names of characters and titles of tables are written."""
    value = text[start:end]
    return (
        value.isupper()
        and not _is_pair(value)
        and bool(_CAPITALS_BEHIND.match(text, end) or _CAPITALS_AHEAD.search(text, max(0, start - 24), start))
    )


def _ends_as_a_thing(value: str) -> bool:
    """`Euler Angles`: the last word is an ordinary one that nobody is called, the first no given name."""
    words = re.findall(r"[^\W\d_]{2,}", value)
    if len(words) < 2:
        return False
    first, last = look_up(words[0]), look_up(words[-1])
    return last.ordinary > 0 and last.surname == 0 and first.given < COMMON


# Marks and words of programs for so many characters make a text of some length a technical one.
TECHNICAL, SOME = 70, 400
_WORDS = listed(
    "def import return class function const var null void int char str bool param config stdout stderr argv bug bugfix bugfixes",
    "patch build compile compiler compiled debug kernel module package plugin parse parser parsed regex runtime script server shell",
    "socket syntax thread tuple unicode version warning install default variable method option options file files library command",
    "directory string strings array integer boolean byte bytes buffer",
)
_PROGRAM = Later(rf"[{{}}<>\\`$]|=+|::|->|//|\(\)|\.[a-z]+\(|[a-z]_[a-z]|\b(?:{'|'.join(sorted(_WORDS))})\b")
_STOPS = frozenset(".,;:!?)")


def is_technical(text: str) -> bool:
    """Code, a manual, a log: there a single capitalised word is a program's, a language's or a type's far more often than a person's."""
    return signs_of_programs(text) >= 1


def signs_of_programs(text: str) -> float:
    """How much of a text is a program's: 1 and more is code or a manual, 0 nothing or too short to tell."""
    head = text[:LOOKED]
    return sum(map(_signs.__getitem__, head.split())) * TECHNICAL / len(head) if len(head) >= SOME else 0.0


class _Signs(dict[str, int]):
    """How many marks and words of programs stand in each chunk of a text; none of them goes over white space."""

    MOST = 50_000

    def __missing__(self, chunk: str) -> int:
        """Those of a new chunk."""
        if len(self) >= self.MOST:
            self.clear()
        word = chunk[:-1] if chunk[-1] in _STOPS else chunk
        many = self[chunk] = int(word in _WORDS) if word.isalpha() else len(_PROGRAM.findall(chunk))
        return many


_signs = _Signs()


# So much of a text tells its sort.
LOOKED = 40_000


def _may_be(text: str, one: Found) -> bool:
    value = text[one.start : one.end]
    # `Cyrus' Timsieved` is one's and a program's.
    if len(value.strip(".")) < 2 or "' " in value or runs_together(value) or _is_member(text, one.start, one.end):
        return False
    if value.isupper() and " " not in value and text[one.end : one.end + 1] in (":", "="):
        return False
    return _is_pair(value) or not _is_code(_line(text, one.start, one.end))


def runs_together(value: str) -> bool:
    """`TypedArray`; not `McDonald`, `DeShawn`, which the lists know."""
    return any(
        _TOGETHER.fullmatch(word)
        and not _is_known(word)
        and not re.match(r"(?:Mc|Mac|De|Di|Da|Du|Le|La|Van|Von|Fitz|Saint|O)[A-Z][a-z]", word)
        for word in re.findall(r"[^\W\d_]+", value)
    )


def _is_known(word: str) -> bool:
    entry = look_up(word)
    return max(entry.given, entry.surname) > 0


def _is_pair(value: str) -> bool:
    """A given name that is hardly anything else, and behind it no ordinary word: not chance, even in code."""
    words = [word for word in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", value) if len(word) > 1]
    if not 2 <= len(words) <= 4:
        return False
    first, last = look_up(words[0]), look_up(words[-1])
    return first.given >= max(COMMON, first.ordinary + CLEARLY) and last.surname >= last.ordinary < ORDINARY


# Steps of the lexicon's scale (powers of two): a given name of some thousands; eight times as often a name; a word hardly used.
COMMON, CLEARLY, ORDINARY = 6, 4, 5


# `**Ann Lee**` is Markdown's emphasis.
_EMPHASIS = re.compile(r"(?:^|[\s(\[>])[*_]{1,2}$")


def _is_member(text: str, start: int, end: int) -> bool:
    """`Role.Arn`, `TypedArray(`, `/Smith/`, `$Name`, `Name_of`: a word of a program or a path."""
    before, after = text[start - 1 : start], text[end : end + 2]
    if _EMPHASIS.search(text[max(0, start - 3) : start]) and re.match(r"[*_]{1,2}(?!\w)", after):
        return False
    if before and before in "._/\\$#@&%+~^" and not (before == "." and text[start - 2 : start - 1].isspace()):
        return True
    return bool(re.match(r"[(_=\[{/\\*]|::|\.[^\W\d_]|->", after))


def _line(text: str, start: int, end: int) -> str:
    """What stands around on the same line, at most a hundred characters to each side, without the name."""
    low = text.rfind("\n", max(0, start - 100), start) + 1 or max(0, start - 100)
    high = text.find("\n", end, end + 100)
    return text[low:start] + text[end : high if high >= 0 else end + 100]


# `(Denmark)`, `(12.4)`, `; ` as sentences and lists have them; a call has no space before its bracket, a statement ends its line.
_PROSE = re.compile(r"\*{2}|(?<=[\w.,] )\([\w .,'’&/-]{1,40}\)(?![\w(])|(?<=[\w.)]); (?=[\w'\"“])")


def _is_code(line: str) -> bool:
    marks = len(_CODE.findall(_PROSE.sub("", line)))
    return marks >= MARKS and marks * LETTERS >= len(line)
