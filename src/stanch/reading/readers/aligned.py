"""Tables whose columns are set apart by spaces alone: a line of headers, then a line a person, as offices' programs print them.

Every row must leave a blank before each column, and the headers must name people's things: prose, code and logs are left as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

LEAST_ROWS, LEAST_COLUMNS, MOST_LEAD, WIDEST = 3, 4, 12, 2_000
MOST_BLANK = 2  # empty lines between a header and its rows
ROWS_LOOKED_AT = 200
_FIGURE = re.compile(r"\d")
# Sums that programs print below rows, in their places or beside them.
SUM = re.compile(
    r"(?i)\b(?:(?:sub|grand )?total(?:s|e|es|i)?|totaal|subtotaal|summe|zwischensumme|gesamt(?:summe)?|übertrag|uebertrag|somme|à reporter|"
    r"suma y sigue|a riportare|transporte)\b"
)
_HEADER = re.compile(r"\S+(?: \S+)*")
_RULE = re.compile(r"[\s=_+-]*[-=_]{2}[\s=_+-]*")
_NAMES = re.compile(
    r"(?i)name|nom|nombre|naam|apel|cogn|surname|sobrenome|nachn|vorn|klant|kunde|client|customer|patient|member|employee|student|tenant"
    r"|propri|propiet|locatair|inquilin|mieter|huurder|titular|titulaire|holder|inhaber|assur[ée]|adh[ée]rent|socio|membr|mitglied|\blid\b|[ée]l[èe]ve|"
    r"alumn|alunn|alun[oa]|sch[üu]e?ler|leerling|pazient|pacient|versichert|dipendent|salari[ée]|emplead|mitarb|medewerk|guest|\bgast|ospit[ei]|h[ou][ée]?sped|"
    r"passeng|passegg|passager|pasajer|passag|worker|werknemer|trabajad|trabalhad|arbeitn|\bstaff|driver|chauffeur|nazwisk|pracownik|"
    r"beneficiar|b[ée]n[ée]ficiair|child|figli|hij[oa]s?\b|enfant|solicitante|richiedent|demandeur|aanvrager|antragst|"
    r"registr(?:ation|ant)|donor|donat|doador|applicant|candidat|bewerber|person|resident|volunteer|pupil|insured|assicurat|asegurad|segurad|utente"
)
_OTHERS = re.compile(
    r"(?i)mail|phone|tel|mobil|cell|birth|dob|geb|nasc|nac|naiss|addr|adr|strasse|straße|street|via\b|rue|calle|morada|zip|plz|cap\b|cp\b|"
    r"postal|postcode|city|ville|ort\b|ssn|iban|nif|dni|bsn|fiscal|passport|passap|pasaport|passeport|paspoort|reisepass|urodz|pesel|"
    r"tax ?(?:payer )?(?:id|no|num)|\btin\b|soc(?:ial)?\.? ?sec|diagnos|salar|licen[cs]e n|account n|konto|\bsin\b|\bnino\b|identit"
)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the headers stand, where the rows begin, and where each column does."""

    header: int
    first: int
    starts: tuple[int, ...]
    second: int = 0  # the line that goes on with the headers, 0 where none does

    def cells(self, line: str) -> list[str]:
        """The cells of a line."""
        return [line[start:end].strip() for start, end in zip(self.starts, (*self.starts[1:], len(line) + 1), strict=True)]


def layout_of(lines: Sequence[str]) -> Layout | None:
    """How the lines are a table; None where they are none."""
    for at in range(min(MOST_LEAD, len(lines) - LEAST_ROWS)):
        heads = list(_HEADER.finditer(lines[at])) if len(lines[at]) <= WIDEST else []
        if len(heads) < LEAST_COLUMNS or not speak([match[0] for match in heads]):
            continue
        if _goes_on(lines, at) and (found := _of_two(lines, at)):
            return found
        first = at + 1 + (at + 1 < len(lines) and bool(_RULE.fullmatch(lines[at + 1])))
        first += next((many for many, line in enumerate(lines[first : first + MOST_BLANK + 1]) if line.strip()), 0)
        rows = list(_rows(lines[first : first + ROWS_LOOKED_AT]))
        if len(rows) >= LEAST_ROWS and (starts := _starts(heads, [lines[at], *rows])):
            return Layout(at, first, starts)
    return None


def _goes_on(lines: Sequence[str], at: int) -> bool:
    """Whether the next line goes on with the headers (`SOC SEC` over `NUMBER`): words alone, over rows with figures."""
    rows = [line for line in lines[at + 2 : at + 2 + LEAST_ROWS + MOST_BLANK] if line.strip()]
    words = _HEADER.findall(lines[at + 1]) if len(lines[at + 1]) <= WIDEST else []
    return (
        len(words) > 1
        and bool(rows)
        and not _RULE.fullmatch(lines[at + 1])
        and not _FIGURE.search(lines[at] + lines[at + 1])
        and all(map(_FIGURE.search, rows[:LEAST_ROWS]))
    )


def _of_two(lines: Sequence[str], at: int) -> Layout | None:
    """The layout below two lines of headers, laid one over the other."""
    above, below = lines[at], lines[at + 1]
    over = "".join(one if one != " " else other for one, other in zip_longest(above, below, fillvalue=" "))
    first = at + 2 + next((many for many, line in enumerate(lines[at + 2 : at + 3 + MOST_BLANK]) if line.strip()), 0)
    rows = list(_rows(lines[first : first + ROWS_LOOKED_AT]))
    laid = ((above, [above, *rows]), (over, [over, *rows])) if len(rows) >= LEAST_ROWS else ()
    starts = max((_starts(list(_HEADER.finditer(line)), every) for line, every in laid), key=len, default=())
    return Layout(at, first, starts, at + 1) if len(starts) >= LEAST_COLUMNS else None


def speak(headers: Sequence[str]) -> bool:
    """Whether headers are words, and name people and what they have."""
    return (
        all(any(map(str.isalpha, one)) and "@" not in one for one in headers)
        and any(map(_NAMES.search, headers))
        and any(map(_OTHERS.search, headers))
    )


def _rows(lines: Sequence[str]) -> Iterator[str]:
    """The lines up to an empty one."""
    for line in lines:
        if not line.strip():
            return
        if not _RULE.fullmatch(line) and not SUM.search(line):
            yield line


def _starts(heads: Sequence[re.Match[str]], lines: Sequence[str]) -> tuple[int, ...]:
    """Where the columns begin: behind the last place up to its header that is blank in every line; nothing where one has none."""
    width = max(map(len, lines))
    blank = [all(at >= len(line) or line[at] == " " for line in lines) for at in range(width)]
    found = [0]
    for before, head in pairwise(heads):
        place = next((at for at in range(head.start() - 1, before.start(), -1) if blank[at]), None)
        if place is None:
            return ()
        found.append(place + 1)
    return tuple(found)
