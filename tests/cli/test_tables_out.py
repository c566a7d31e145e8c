"""What verbs write for spreadsheets holds no cell that one runs, and ids come back as they were."""

import io
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pytest

from stanch.cli.verbs.people import _write
from stanch.cli.verbs.scan import _Rows


def test_ids_of_records_that_a_spreadsheet_would_run_are_marked_and_numbers_are_not(tmp_path: Path) -> None:
    ids = ["17", "-17", "+44", "=1+1", "-2+3", " @SUM(A1)", "rec-1", None]
    rows = pa.table({"record_id": pa.array(ids, pa.string()), "cluster_id": list(range(len(ids))), "confidence": [1.0] * len(ids)})
    _write(rows, tmp_path / "clusters.csv")
    first = [line.split(",")[0] for line in (tmp_path / "clusters.csv").read_text().splitlines()[1:]]
    assert first == ["17", "-17", "+44", "'=1+1", "'-2+3", "' @SUM(A1)", "rec-1", ""]


@pytest.mark.parametrize("name", ["=cmd.csv", "a\tb.csv"])
def test_a_file_with_a_name_like_a_formula_is_one_cell_of_text(tmp_path: Path, name: str) -> None:
    stream = io.StringIO()
    _Rows("table", tmp_path / "found.tsv", stream, Counter({(name, "us_ssn"): 2})).close()
    cells = stream.getvalue().rstrip("\n").split("\t")
    assert (len(cells), cells[2], cells[0][:1] in "'a") == (3, "2", True)
