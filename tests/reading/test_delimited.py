"""Rows read by Arrow are those that `csv` reads, whatever the bytes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stanch.reading.readers import delimited, records
from stanch.reading.source import Source
from stanch.records import unpack_cells

PIECE = 3
ODD = (b"a", b"b c", b'"', b'""', b",", b"\n", b"\r\n", b"\r", b"\0", b"12345678", b"@", b"\xc3\xa9", b"\xff", b"\xed\xa0\x80")
ODDER = (b"'", b"\t", b" ", b'"x,y"', b'"x\ny"', b'"a""b"', b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\x0b", b"\x1c", b"\\", b"NULL")
CELLS = st.sampled_from((b"a", b"", b"x y", b'"q,z"', b'"n\nl"', b'"d""q"', b'""', b"\xc3\xbc", b"9", b"NA"))
BROKEN = st.sampled_from((b"", b"a,b,c,d,e,f,g", b'x"y,z', b'"ab"c', b"\xff,a", b"a\0", b'"open', b" ,"))


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Mostly tables: some with a broken row, some with marks at both ends."""
    if draw(st.integers(0, 3)) == 0:
        return b"".join(draw(st.lists(st.sampled_from(ODD + ODDER), min_size=1, max_size=30)))
    width = draw(st.integers(1, 4))
    rows = [b",".join(row) for row in draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=12))]
    if draw(st.booleans()):
        rows.insert(draw(st.integers(0, len(rows))), draw(BROKEN))
    head = b",".join((b"h", b"i", b"j", b"k")[:width])
    end = draw(st.sampled_from((b"\n", b"\r\n")))
    lead = draw(st.sampled_from((b"", b"\xef\xbb\xbf")))
    return lead + end.join([head, *rows] if draw(st.booleans()) else rows) + draw(st.sampled_from((b"", end)))


def units(content: bytes) -> list[Any]:
    """All that the reader gives, or the error it ends with."""
    found: list[Any] = []
    try:
        for unit in records.csv_text(Source("x", "a.csv", content=content)):
            assert unit.cells is not None
            cells = unpack_cells(unit.cells)
            found.append((unit.start, unit.media_type, unit.properties, cells.schema, cells.to_pydict()))
    except Exception as error:  # noqa: BLE001 whatever the one raises the other must raise too
        found.append(type(error))
    return found


@settings(deadline=None, max_examples=300)
@example(b'a","\na', 4, 1 << 20)
@example(b'h,i\n,"a\nb"\n"",c\n', 1 << 20, 6)
@given(files(), st.sampled_from((4, 16, 1 << 20)), st.sampled_from((8, 1 << 20)))
def test_both_ways_read_alike(content: bytes, block: int, cached: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "rows_of_piece", lambda _width: PIECE)
        patch.setattr("stanch.reading.pieces.rows_of_piece", lambda _width: PIECE)
        patch.setattr(delimited, "BLOCK", block)
        patch.setattr(delimited, "CACHED", cached)
        quick = units(content)
        patch.setattr(delimited, "first_row_ends", lambda _head, _mark: 0)
        slow = units(content)
    assert quick == slow


def test_even_rows_are_read_by_arrow_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    content = b'name,"say, what"\r\n' + b'Ann,"a ""b"",\nc"\r\nBen,\r\n' * 4
    monkeypatch.setattr(records, "tables", lambda *_given, **_more: pytest.fail("rows were read one by one"))
    [(start, _, _, _, cells)] = units(content)
    assert start == 2
    assert cells == {"name": ["Ann", "Ben"] * 4, "say, what": ['a "b",\nc', None] * 4}


def test_an_uneven_row_leaves_the_rest_to_csv() -> None:
    content = b"a,b\n" + b"1,2\n" * 5 + b"3,4,5\n" + b"6,7\n"
    [(_, _, _, _, cells)] = units(content)
    assert cells["a"] == ["1"] * 5 + ["3", "6"]
    assert cells["column_3"] == [None] * 5 + ["5", None]


def test_what_parts_the_cells_of_one_column_parts_no_table() -> None:
    cell = '"a:2:{s:4:""name"";s:7:""Ann Lee"";s:3:""ssn"";s:11:""900-12-3456"";}"'
    head = "entry,form,meta\n" + "".join(f"{n},3,{cell}\n" for n in range(4))
    assert records.dialect_of(head, sure=True, cut=False) == ","
    assert records.dialect_of("a;b;c\n1,5;2;3\n1,7;2;4\n", sure=True, cut=False) == ";"
