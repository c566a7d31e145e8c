"""Addresses one a row, with a word for what sort each is (`home`, `work`): the other sorts are less sure to be where somebody lives."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from stanch.extent.folding import listed
from stanch.extent.headings import words_of
from stanch.extent.table_column import Column

PARTS = ("street", "postal_address", "city", "region", "postcode", "country")
MOST_SORTS = 50
Rows = npt.NDArray[np.bool_]
FURTHER_SURE = 0.85  # as of an address beside the first (`tables`)
_SORTS = listed("type kind sort label usage use category address_type addr_type addresstype typ art tipo tipologia soort adressart")
_HOMES = listed(
    "home h house residence residential primary main permanent privat private domicile domicilio principal casa prive wohnung thuis"
)
_OTHERS = listed(
    "work w office business company employer billing shipping delivery previous former old temporary temp seasonal other alternate",
    "secondary travail bureau trabajo arbeit dienstlich geschaft geschaeft lavoro ufficio trabalho werk kantoor facturation livraison",
)


def others(table: pa.Table, columns: Sequence[Column]) -> Rows | None:
    """By row whether its address is of another sort than a home; None in a table that does not tell homes from others."""
    if not any(one.detector is not None and one.detector.kind in PARTS for one in columns):
        return None
    for at, one in enumerate(columns):
        if one.detector is not None or words_of(one.name).replace(" ", "_") not in _SORTS:
            continue
        sorts = [text for text in table.column(at).unique().to_pylist() if text]
        words = {text: set(words_of(text).split()) for text in sorts} if len(sorts) <= MOST_SORTS else {}
        theirs = [text for text in sorts if words and words[text] & _OTHERS]
        if theirs and any(said & _HOMES for said in words.values()):
            return np.asarray(pc.fill_null(pc.is_in(table.column(at), value_set=pa.array(theirs)), fill_value=False), dtype=bool)
    return None


def lessened(found: pa.Table, first: int, elsewhere: Rows | None) -> pa.Table:
    """The findings, those of parts of addresses in such rows less sure."""
    if elsewhere is None or not found.num_rows:
        return found
    rows = pc.fill_null(found.column("row"), first).to_numpy() - first
    kinds = pc.is_in(found.column("kind").cast(pa.string()), value_set=pa.array(PARTS)).to_numpy()
    sure = found.column("confidence").to_numpy()
    less = np.where(elsewhere[rows] & kinds, np.minimum(sure, FURTHER_SURE), sure)
    place = found.schema.get_field_index("confidence")
    return found.set_column(place, found.schema.field("confidence"), pa.array(less, found.schema.field("confidence").type))
