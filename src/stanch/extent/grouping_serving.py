"""Who is named in a text because he serves those whom it is about: doctors who sign, lawyers before whose names it says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from stanch.extent import roles
from stanch.extent.grouping_signs import ATTENDING, CLOSING, SPOKEN_OF, TREATING
from stanch.vocabulary import elements

if TYPE_CHECKING:
    from stanch.extent.grouping import Sheet

LONGEST = 48  # characters of `Psychotherapeutin, Frau Dr. med. `


def doctors(sheet: Sheet) -> set[str | None]:
    """Whoever bears a doctor's title before the name, somewhere in the text."""
    names = ((n, sheet.spans[n].start) for n in sheet.order if sheet.is_name(n))
    return {sheet.people[n] for n, start in names if ATTENDING.search(sheet.text[max(0, start - 16) : start])}


def attending(sheet: Sheet) -> set[str | None]:
    """Doctors who signed: what stands above their names is their patients'."""
    return doctors(sheet) & sheet.set_apart if sheet.set_apart else set()


def closed_by(sheet: Sheet, signers: set[str | None]) -> bool:
    """Whether those below the last closing of a letter are all of these: two doctors who sign beside each other."""
    closing = max((match.end() for match in CLOSING.finditer(sheet.text)), default=0)
    below = [sheet.people[n] for n in sheet.order if sheet.is_name(n) and sheet.spans[n].start >= closing] if closing else []
    return bool(below) and set(below) <= signers


def serving(sheet: Sheet) -> set[str | None]:
    """Those with a degree of medicine behind the name, or a profession before it, where others are named too."""
    names = [n for n in sheet.order if sheet.is_name(n)]
    places = ((n, sheet.spans[n].start, sheet.spans[n].end) for n in names)
    found = {
        sheet.people[n] for n, start, end in places if _is_told_so(sheet.text[start : end + 8], sheet.text[max(0, start - LONGEST) : start])
    }
    return found if any(sheet.people[n] not in found for n in names) else set()


@lru_cache(maxsize=2_000)
def _is_told_so(name: str, before: str) -> bool:
    """Whether what stands behind a name, or before it, says so; asked more than once of each."""
    return bool(TREATING.search(name)) or bool(roles.BEFORE_A_NAME.search(before))


# What is done by doctors and to patients, in seven languages: whoever bears a doctor's title in such a sentence is not whom it is about.
_TREATS = re.compile(
    r"(?i)\b(?:patients?|members?|referred|refers|examined|examines|treated|treats|seen by|saw|sees|diagnosed|prescribed|operated|"
    r"assessed|admitted|"
    r"untersucht|untersuchte|behandelt|behandelte|überwiesen|operiert|patient(?:in|en)?|atendió|atendid[oa]|examinó|trató|operó|pacientes?|"
    r"a reçue?|a examinée?|soignée?|suivie? par|patiente?s?|visitat[oa]|curat[oa]|operat[oa]|pazient[ei]|zag|onderzocht|"
    r"behandelde|patiënte?|"
    r"atendeu|examinou|tratou|utente|doente)\b"
)


def treating(sheet: Sheet, begin: int, end: int, doctors: set[str | None]) -> set[str | None]:
    """Those of the doctors of a text that a sentence tells to have treated somebody."""
    return doctors if doctors and _TREATS.search(sheet.text, begin, end) else set()


REACHED = frozenset({"phone", "email", "postal_address", "street", "city", "region", "postcode", "country"})


def of_subject(sheet: Sheet, members: Sequence[int], subject: str | None, begins: str) -> list[int]:
    """Of a sentence that names nobody, in a note about one person, what is that person's: all that is of health, and numbers that no
    `his` or `her` leads; where somebody can be reached is of whom the sentence before spoke.
    """
    if subject is None:
        return []
    goes_on = SPOKEN_OF.match(begins)
    return [
        n
        for n in sheet.free(members)
        if sheet.spans[n].kind not in REACHED and (not goes_on or elements()[sheet.spans[n].kind].group == "health")
    ]
