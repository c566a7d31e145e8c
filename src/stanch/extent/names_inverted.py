"""Surname first, as registers, charts and rolls write it: `FRANCIS, ASHLEY M`, `Smith, John`, `DE LA CRUZ, MARIA`.

In running text a comma between two capitals is seldom a name (`In Paris, Victoria said`), so it must have a place of its own:
it begins a line, a cell or what follows a label or a number, and ends with one; in capitals throughout it may stand in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stanch.extent import anchored, signs
from stanch.extent.anchored import Later
from stanch.extent.folding import listed
from stanch.extent.names_code import runs_together
from stanch.extent.names_lexicon import PLACE, look_up
from stanch.extent.names_rules import CAPITAL, SUFFIX, WORD, cue_of
from stanch.extent.names_shape import natural_order
from stanch.extent.span import Span, clear_of

DETECTOR = "names"
CONTEXT = "surname first"
SURE = 0.93
_PARTICLES = (
    r"(?:(?:[Dd]e|DE)(?:[ ](?:[Ll]a|LA|[Ll]os|LOS|[Ll]as|LAS))?|[Dd]el|DEL|[Dd][aiou]s?|D[AIOU]S?|[Vv][ao]n|V[AO]N"
    r"|(?:[Vv]an|VAN)[ ](?:[Dd]e[rn]?|DE[RN]?)|[Ss]t\.?|ST\.?|[Ll][ae]|L[AE]|[Ee]l|EL|[Aa]l|AL)"
)
_SURNAME = rf"(?P<surname>(?:{_PARTICLES}[ ])?{WORD}(?:[ -]{WORD})?)(?:[ ](?:{SUFFIX}))?"
INVERTED = Later(
    rf"{_SURNAME},[ ]?"
    rf"(?P<given>{WORD})(?P<more>(?:[ ](?:{WORD}|[A-Z]\.?)){{0,2}})(?![\w'’@-])"
)
# Where one may be: at a comma between words, the second with a capital; and the words before it.
JOINT = re.compile(rf",(?:(?<=[^\W\d_],)|(?<=\.,))(?=[ ]?{CAPITAL})")
BEGUN = Later(rf"{_SURNAME}\Z")
LONGEST = 120
# What a name stands behind: the line's beginning, a number, a bullet, a column's gap, a label.
_BEFORE = re.compile(r"(?:^|[\n\t|;:(\"']|\s{2}|^[ ]|(?:^|\n)[ \t]*[-*•#]?[ ]?\S{0,3}\d[\w./-]{0,14}[.)]?[ ])[ ]*$")
_CREDENTIALS = r"M\.?D|R\.?N|D\.?O|Ph\.?D|Esq|Jr|Sr|II|III|D\.?D\.?S|N\.?P|P\.?A"
_AFTER = Later(
    r"[ ]*(?:$|[\r\n\t|;)\"']|[ ]{2}|[ ][-–(#]|[ ]?\(|[ ]+(?:\d|DOB\b|SSN\b|MRN\b|ID\b|Acct\b|[MF]\b(?![.\w]))"
    rf"|,[ ]*(?:{_CREDENTIALS})\b)"
)
_LABELS = frozenset(("dob", "ssn", "mrn", "sex", "age", "acct", "id", "dr", "md", "phone", "fax", "date", "address", "no", "pt", "patient"))
_STATES = listed(
    "alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho illinois indiana iowa kansas",
    "kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma",
    "oregon pennsylvania tennessee texas utah vermont washington wisconsin wyoming usa canada france germany england ireland",
    "scotland ontario quebec",
)
# Given names too: they are states only behind a town.
_STATES_TOO = frozenset(("virginia", "georgia", "carolina", "dakota", "india", "kenya", "china"))
CLEARLY = 3  # such steps more often a given name than a word: eight times
WELL_BORNE, SAID = 8, 6  # a surname that four in a million bear; a word that is said often
LEAST_GIVEN = 6  # steps of the lexicon's scale: a name that some dozen in a million bear


def find(text: str, names: Sequence[Span]) -> list[Span]:
    """`names`, with those that stand surname first made whole."""
    if "names_inverted.INVERTED" not in signs.of(text):
        return list(names)
    found = [span for match in anchored.behind(INVERTED, BEGUN, JOINT, LONGEST, text) for span in _one(text, match)]
    if not found:
        return list(names)
    return clear_of(names, found) + found


def _one(text: str, match: re.Match[str]) -> Iterator[Span]:
    end = match.start("more") + len(_given_names(match["more"]))
    *first, surname = match["surname"].split()
    # `Patient ALLEN, EDWARD`: only the capitals are the name.
    start = match.end("surname") - len(surname) if first and surname.isupper() and not first[0].isupper() else match.start()
    if first and first[0].lower() in _LABELS:  # `PT YAMASHITA, OMAR`
        start = match.start("surname") + len(match["surname"]) - len(match["surname"].split(None, 1)[1])
    value, given = text[start:end], match["given"]
    shouted = value.isupper()
    if (given.lower() in _STATES_TOO and look_up(surname).place) or cue_of(surname) == cue_of(given) == "calendar":
        return
    if given.lower() in _STATES | _LABELS or look_up(given).given < LEAST_GIVEN or not _bears(surname) or runs_together(value):
        return
    if first and not shouted and _is_said(first[-1]) and look_up(surname).surname < WELL_BORNE:  # `React Query, Apollo`
        return
    if text[match.start("given") - 1] == "," and not _is_close(surname, given):
        return
    behind = text[end : end + 16] + ("\n" if end + 16 >= len(text) else "")
    placed = _BEFORE.search(text[max(0, start - 24) : start] or "\n") and _AFTER.match(behind)
    if placed or (shouted and not re.match(r",[ ]?[A-Z]", behind)):
        yield Span("name", start, end, value, SURE, DETECTOR, CONTEXT, natural_order(value))


def _is_said(word: str) -> bool:
    entry = look_up(word)
    return entry.ordinary >= SAID and not entry.surname and not entry.given


def _is_close(surname: str, given: str) -> bool:
    """Whether both are names that are known: `Qty,Ann` of a table, `QYam,Yaw` of a program's map, `HE,JD` of a measure are none."""
    known = look_up(given)
    written = all(word.isupper() or word[1:].islower() for word in (surname, given))
    return bool(look_up(surname).surname) and known.given >= known.ordinary + CLEARLY and len(given) > len("JD") and written


def _bears(surname: str) -> bool:
    """Whether a word is a surname to the lists, or unknown to them and no place; ordinary words in capitals are headings."""
    entry = look_up(surname)
    if not entry.surname:
        return not entry.ordinary and not entry.place & PLACE and len(surname) > 2
    return entry.surname * 2 >= entry.ordinary


def _given_names(more: str) -> str:
    """Of the words after the first given name those that are one, or an initial."""
    kept = ""
    for word in re.findall(r"[ ][^ ]+", more):
        bare = word.strip().rstrip(".")
        if bare.lower() in _LABELS or (len(bare) > 1 and not look_up(bare).given):
            break
        kept += word
    return kept
