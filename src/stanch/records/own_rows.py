"""The records of rows: `row/12` of every finding in row 12 is sealed as `row/#`, and written out by the number beside it where it is read.

A table's findings are most of all that is sealed; their records, each a text of its own, took a third of the time of writing them.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt
import pyarrow as pa

RECORD, ROW = "record", "row"
OF_ROW = "row/#"  # no record that is written out has this sign for its number


def of_row(role: str) -> str:
    """The record of the row's own person, or of another `role` in it, whichever row it is."""
    return f"{OF_ROW}/{role}" if role else OF_ROW


def beside(columns: Collection[str]) -> list[str]:
    """What has to be read with these columns of findings, so that records can be written out."""
    return [ROW] if RECORD in columns and ROW not in columns else []


def written_out(table: pa.Table) -> pa.Table:
    """The same findings, `row/#` as `row/12`; the types stay. What has no records or no rows is given back."""
    if RECORD not in table.column_names or ROW not in table.column_names:
        return table
    rows = table.column(ROW)
    if rows.null_count == len(rows):
        return table
    batches = table.select([ROW, RECORD]).to_batches()
    found = [_written(*batch.columns) for batch in batches]
    if all(one is None for one in found):
        return table
    place, field = table.schema.get_field_index(RECORD), table.schema.field(RECORD)
    said = [batch.column(1) if one is None else one for one, batch in zip(found, batches, strict=True)]
    return table.set_column(place, field, pa.chunked_array([one.cast(field.type) for one in said], field.type))


def _written(rows: pa.Array, records: pa.Array) -> pa.DictionaryArray | None:
    """None where no record is told by its row."""
    import pyarrow.compute as pc

    is_coded = pa.types.is_dictionary(records.type)
    if not pc.any(pc.starts_with(records.dictionary if is_coded else records, OF_ROW)).as_py():
        return None
    coded = records if is_coded else records.dictionary_encode()
    if len(coded.dictionary) == 1 and not coded.null_count:  # as nearly always
        steps, places = _steps(rows.to_numpy(), None)
        tail = coded.dictionary[0].as_py().removeprefix(OF_ROW)
        said = pc.binary_join_element_wise(pa.scalar("row/"), steps, pa.scalar(tail), pa.scalar(""))
        return pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int32)), said)
    told = pc.starts_with(coded.dictionary, OF_ROW).to_numpy(zero_copy_only=False)
    numbers = coded.indices.fill_null(0).to_numpy()
    steps, place_of_row = _steps(rows.fill_null(0).to_numpy(), told[numbers] & coded.is_valid().to_numpy(zero_copy_only=False))
    # First what is written out already, then for each that a row tells all rows.
    dictionary, begins = [coded.dictionary.cast(pa.string())], np.arange(len(told))
    for place in np.flatnonzero(told).tolist():
        begins[place] = sum(map(len, dictionary))
        tail = coded.dictionary[place].as_py().removeprefix(OF_ROW)
        dictionary.append(pc.binary_join_element_wise(pa.scalar("row/"), steps, pa.scalar(tail), pa.scalar("")))
    indices = begins[numbers] + np.where(told[numbers], place_of_row, 0)
    missing = coded.is_null().to_numpy(zero_copy_only=False) if coded.null_count else None
    return pa.DictionaryArray.from_arrays(pa.array(indices.astype(np.int32), mask=missing), pa.concat_arrays(dictionary))


def _steps(numbers: npt.NDArray[np.int64], wanted: npt.NDArray[np.bool_] | None) -> tuple[pa.Array, npt.NDArray[np.int64]]:
    """The numbers of the wanted rows (None: all) as texts, each once, and for each finding the place of its own among them.

    Any place stands where a row is not wanted.
    """
    chosen = numbers if wanted is None else numbers[wanted]
    first, last = (int(chosen.min()), int(chosen.max())) if len(chosen) else (0, 0)
    if last - first <= len(numbers):
        places = numbers - first
        return pa.array(np.arange(first, last + 1)).cast(pa.string()), places if wanted is None else np.where(wanted, places, 0)
    different, places = np.unique(numbers if wanted is None else np.where(wanted, numbers, first), return_inverse=True)
    return pa.array(different).cast(pa.string()), places


def coded(columns: Collection[str] | None) -> tuple[str, ...]:
    """The columns that are sooner read as numbers of a dictionary (`as_text` makes texts of them), of these columns; None: of all."""
    return (RECORD,) if columns is None or RECORD in columns else ()


def as_text(table: pa.Table) -> pa.Table:
    """The table, its records as texts."""
    place = table.schema.get_field_index(RECORD)
    if place < 0 or not pa.types.is_dictionary(table.schema.field(place).type):
        return table
    return table.set_column(place, pa.field(RECORD, pa.string()), table.column(place).cast(pa.string()))
