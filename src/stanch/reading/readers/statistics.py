"""Files of statistics programs, which hospitals and universities keep: SPSS (.sav, .zsav, .por), Stata (.dta), SAS (.sas7bdat, .xpt).

Columns go by their label where there is one (`Date of birth` of `v17`), coded answers by theirs (`Female` of 2); names and labels also
stand in `#properties`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from stanch.errors import EvidenceError
from stanch.reading.kinds import statistics_of
from stanch.reading.pieces import tables, texts
from stanch.reading.readers.databases import shown
from stanch.reading.source import Source, at_path
from stanch.records import Unit

ROWS_AT_ONCE = 20_000
LONGEST_LABEL = 120  # a longer one is a whole question
_READERS = {"sav": "read_sav", "por": "read_por", "dta": "read_dta", "sas7bdat": "read_sas7bdat", "xpt": "read_xport"}


def statistics(source: Source) -> Iterator[Unit]:
    """The rows of such a file, some thousand at a time. Raises `EvidenceError` where it is damaged."""
    import pyreadstat

    source.media_type = "application/x-statistics"
    read: Callable[..., Any] = getattr(pyreadstat, _READERS[statistics_of(source.head())])
    with at_path(source) as (place, _):
        first = 1
        while True:
            try:
                columns, told = read(place, output_format="dict", row_offset=first - 1, row_limit=ROWS_AT_ONCE)
            except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeDecodeError) as error:
                raise EvidenceError("damaged", "a statistics file that breaks off or holds what no reader knows") from error
            if first == 1:
                yield from _properties(source, told)
            many = max(map(len, columns.values()), default=0)
            if not many:
                return
            yield from tables(source, [_called(told, name) for name in columns], _rows(columns, told.variable_value_labels), first=first)
            first += many
            if many < ROWS_AT_ONCE:
                return


def _called(told: Any, name: str) -> str:
    label = (told.column_names_to_labels or {}).get(name) or ""
    return label if 0 < len(label.strip()) <= LONGEST_LABEL else name


def _rows(columns: Mapping[str, Any], labels: Mapping[str, Mapping[Any, str]]) -> Iterator[list[str | None]]:
    coded = [labels.get(name, {}) for name in columns]
    for row in zip(*columns.values(), strict=True):
        yield [_cell(value, answers) for value, answers in zip(row, coded, strict=True)]


def _cell(value: Any, answers: Mapping[Any, str]) -> str | None:
    if isinstance(value, float) and math.isnan(value):  # not a number: nothing was answered
        return None
    return shown(answers[value] if answers and value in answers else value)


def _properties(source: Source, told: Any) -> Iterator[Unit]:
    labels = told.column_names_to_labels or {}
    lines = [f"{name}: {label}" for name, label in labels.items() if label]
    lines += [str(note) for note in (told.file_label, *(told.notes or ())) if note]
    yield from texts(source, "\n".join(lines) + "\n", part="#properties", properties={"hidden": "properties"}) if lines else ()
