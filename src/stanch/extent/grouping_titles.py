"""Surnames that two people of a text bear, told apart by the title before them: `Herr Keller`, where `Frau Eva Keller` is named too."""

from __future__ import annotations

from collections.abc import Sequence

from stanch.extent.anchored import Later
from stanch.extent.grouping_people import NAMES, words_of
from stanch.extent.span import Span

_HIS = r"mr|herrn?|monsieur|m|sr|don|d|señor|sig|signor|dhr|heer|meneer|senhor"
_HERS = r"mrs|ms|miss|frau|madame|mme|mlle|sra|srta|doña|dña|señora|sig\.ra|sig\.na|signora|mevr|mevrouw|senhora"
_TITLE = Later(rf"(?i)(?<![^\W_.])(?:(?P<his>{_HIS})|(?P<hers>{_HERS}))\b\.?[ ]+(?:(?:dr|prof)\b\.?[ ]+)*$")
LONGEST = 24


def told(text: str, spans: Sequence[Span], people: Sequence[str | None]) -> list[str | None]:
    """The person of each name; where a surname alone could be several people's, the one that has the same title elsewhere."""
    doubtful = [n for n, one in enumerate(people) if one is None and spans[n].kind in NAMES]
    if not doubtful:
        return list(people)
    sexes = {n: _sex(text, span.start) for n, span in enumerate(spans) if span.kind in NAMES}
    known: dict[str, set[str]] = {}
    words: dict[str, set[str]] = {}
    for n, sex in sexes.items():
        if (person := people[n]) is not None:
            known.setdefault(person, set()).update({sex} - {""})
            words.setdefault(person, set()).update(words_of(spans[n].normal or spans[n].text)[0])
    found = list(people)
    for n in doubtful:
        mine = set(words_of(spans[n].text)[0])
        bearers = [person for person in words if mine and mine <= words[person]]
        fitting = [person for person in bearers if sexes[n] and known[person] == {sexes[n]}]
        others = [person for person in bearers if sexes[n] and known[person] and sexes[n] not in known[person]]
        if len(fitting) == 1 and len(others) == len(bearers) - 1:
            found[n] = fitting[0]
    return found


def _sex(text: str, start: int) -> str:
    match = _TITLE.search(text[max(0, start - LONGEST) : start])
    return (match.lastgroup or "") if match else ""
