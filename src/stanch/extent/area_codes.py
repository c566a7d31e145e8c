"""Telephone numbers whose area code has a column of its own: `nr_ddd` and `nr_telefone`, `Vorwahl` and `Rufnummer`, `Prefisso`.

Without it nobody can be called, and the same number in another file is not known to be the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow as pa

from stanch.extent.headings import words_of
from stanch.extent.sampled import sample_of
from stanch.extent.table_column import Column

_CODE = re.compile(
    r"(?:.* )?(?:ddd|area ?code|area cd|phone area|tel area|cod(?:igo)? (?:de )?area|prefijo|prefisso|prefixo|lada|indicativo|indicatif|"
    r"vorwahl|vorw|netnummer|kengetal|onkz)(?: (?:tel\w*|phone|fone|movil|cel\w*|\d))?"
)
_FIGURES = re.compile(r"\(?0?[1-9]\d{0,4}\)?")
MOST_FIGURES = 9  # of a number without its area
MOSTLY = 0.9


def with_areas(columns: Sequence[Column], table: pa.Table) -> dict[int, tuple[int, ...]]:
    """For columns of telephones those whose cells belong together, in order; none for one that another took in."""
    found: dict[int, tuple[int, ...]] = {}
    for at, column in enumerate(columns[1:], 1):
        before = columns[at - 1]
        if column.detector is None or column.detector.kind != "phone" or not _CODE.fullmatch(words_of(before.name)):
            continue
        codes, numbers = sample_of(table.column(at - 1)), sample_of(table.column(at))
        short = sum(sum(map(str.isdigit, text)) <= MOST_FIGURES for text in numbers)
        if codes and sum(bool(_FIGURES.fullmatch(text)) for text in codes) >= MOSTLY * len(codes) and short >= MOSTLY * len(numbers):
            found |= {at - 1: (), at: (at - 1, at)}
    return found
