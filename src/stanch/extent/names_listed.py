"""Names in a list of names: `Michael Bevan, Stuart Law, Tom Moody and Ian Healy` are four, whatever else `law` is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from stanch.extent.anchored import Later
from stanch.extent.names_lexicon import look_up
from stanch.extent.names_rules import CAPITAL, SUFFIX, WORD, cue_of

# Between two names that are sure: so many others at most, each a given name and a family name.
LONGEST, GIVEN = 120, 6
_ITEM = rf"{WORD}[ ](?:{CAPITAL}\.[ ])?{WORD}(?:,?[ ](?:{SUFFIX}))?"
_ASIDE = r"(?:[ ]\([^()\n]{1,20}\))?"
_BETWEEN = Later(rf"{_ASIDE},\s(?P<items>{_ITEM}{_ASIDE}(?:,\s{_ITEM}{_ASIDE}){{0,2}})(?:,?\s(?:and|und|y|et|e|en)|,)\s")
_ONE = Later(_ITEM)


def find(text: str, sure: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The names that stand in a list between two of those that are sure (in order)."""
    for (_, end), (start, _) in pairwise(sure):
        if 0 < start - end <= LONGEST and text[end] in ", " and (between := _BETWEEN.fullmatch(text, end, start)):
            for one in _ONE.finditer(text, *between.span("items")):
                first, *_, last = one[0].split()
                if look_up(first).given >= GIVEN and look_up(first).ordinary < look_up(first).given and cue_of(last) not in _OTHERS:
                    yield one.span()


_OTHERS = frozenset(("organisation", "street", "business", "place", "function"))
