"""Whether two columns of names name two people in each row, or one person twice."""

from __future__ import annotations

from collections.abc import Sequence

from stanch.extent.headings import words_of
from stanch.extent.names_lexicon import look_up

MOSTLY = 0.5  # of the rows that hold both


def differ(names: Sequence[str], others: Sequence[str]) -> bool:
    """Whether most rows that hold both name two people."""
    said = ((set(words_of(one).split()), set(words_of(other).split())) for one, other in zip(names, others, strict=True))
    both = [(one, other) for one, other in said if one and other]
    return bool(both) and sum(_are_two(one, other) for one, other in both) > len(both) * MOSTLY


def _are_two(one: set[str], other: set[str]) -> bool:
    """No word in common, and no initial of one; or a family name in common, and given names that are not alike."""
    if not one & other:
        return not _by_initial(one, other)
    rest, others = one - other, other - one
    called = all(any(look_up(word).given > 0 for word in words) for words in (rest, others))
    return called and not {word[0] for word in rest} & {word[0] for word in others}


def _by_initial(one: set[str], other: set[str]) -> bool:
    """`Rotteveel, J.` beside `Joost`: a letter of the one begins a word of the other, and nothing else can be compared."""
    letters = {word for word in one | other if len(word) == 1}
    return min(len(one), len(other)) == 1 and any(word[0] in letters for word in one | other if len(word) > 1)
