"""Lines of findings are those that `json.dumps` would write."""

from __future__ import annotations

import json

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from stanch.cli.lines import json_lines

KEYS = ("locator", "start", "confidence", "masked")
SCHEMA = pa.schema([("locator", pa.string()), ("start", pa.int64()), ("confidence", pa.float32()), ("masked", pa.string())])
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(('a"b', "a\\b", "\x00\x1f\x7f", "\u2028é😀"))
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "locator": TEXT,
            "start": st.none() | st.integers(-(2**62), 2**62),
            "confidence": st.floats(0, 1, width=32),
            "masked": st.none() | TEXT,
        }
    ),
    max_size=6,
)


@settings(deadline=None)
@given(ROWS)
def test_lines_are_what_json_writes(rows: list[dict[str, object]]) -> None:
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    wanted = [{key: round(row[key], 3) if key == "confidence" else row[key] for key in KEYS} for row in table.to_pylist()]
    assert "".join(json_lines(table, KEYS)) == "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in wanted)
