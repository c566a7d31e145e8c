"""Columns of what stands before a name (`Sra.`, `Herr Dr.`), whatever their header: `Tratamiento` is either that or a treatment."""

from __future__ import annotations

from collections.abc import Sequence

from stanch.extent.folding import listed
from stanch.extent.headings import words_of

_WORDS = listed(
    "mr mrs ms miss mx sir madam dr dra prof sr sra srta d dna don dona senor senora senorita herr frau hr fr m mme mlle monsieur madame",
    "mademoiselle sig sigra signor signora signore dott dottssa dhr heer mevr mevrouw mw de exmo exma senhor senhora doutor und and et y e",
)
LONGEST, LOOKED_AT = 14, 20


def are_forms_of_address(sample: Sequence[str]) -> bool:
    """Whether all of these cells are such."""
    return all(len(text) <= LONGEST and _is_one(words_of(text.replace(".", "")).split()) for text in sample[:LOOKED_AT])


def _is_one(words: Sequence[str]) -> bool:
    """Whether all words are such; letters other than Latin give no words at all."""
    return bool(words) and _WORDS.issuperset(words)
