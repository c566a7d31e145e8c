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
    looked_at = sample[:LOOKED_AT]
    return all(len(text) <= LONGEST and set(words_of(text.replace(".", "")).split()) <= _WORDS for text in looked_at)
