"""Files as people have them: whatever is wrong with one, the answer is right or the line is told, and never what stands in it."""

from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.people.test_table import bench, groups  # noqa: F401 `bench` is a fixture

from stanch.errors import WrongCall
from stanch.people.tablefile import read_table
from stanch.people.tabular import link_table

TWO = "id,full_name,email\n1,José Ruiz,j@example.com\n2,José Ruiz,j@example.com\n"


def written(tmp_path, content, name="people.csv"):
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"])
def test_one_table_in_all_encodings(tmp_path, encoding):
    read = read_table(written(tmp_path, TWO.encode(encoding)))
    assert read.column_names == ["id", "full_name", "email"]
    assert read["email"].to_pylist() == ["j@example.com"] * 2


@pytest.mark.parametrize(
    ("encoding", "name"), [("shift_jis", "山田太郎"), ("cp1251", "Иван Петров"), ("gb18030", "李小龙"), ("euc_kr", "김철수")]
)
def test_another_script_as_a_whole(tmp_path, encoding, name):
    lines = "".join(f"{number},{name},u{number}@example.com\n" for number in range(40))
    read = read_table(written(tmp_path, f"id,name,email\n{lines}".encode(encoding)))
    assert len(set(read["name"].to_pylist())) == 1
    assert not any(char in read["name"][0].as_py() for char in "�\x8e")


def test_short_lines_lack_their_last_fields(tmp_path):
    read = read_table(written(tmp_path, "id,name,email\n1,Ana Ruiz,a@example.com\n2,Bob\n3,Cy Low,c@example.com,,\n\n"))
    assert read.to_pylist() == [
        {"id": "1", "name": "Ana Ruiz", "email": "a@example.com"},
        {"id": "2", "name": "Bob", "email": None},
        {"id": "3", "name": "Cy Low", "email": "c@example.com"},
    ]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("id,name,email\n1,Ana,a@example.com\n2,Secret, Person,b@example.com\n", "line 3"),
        ('id,name,email\n1,"Secret "" Person,a@example.com\n2,Bob,b@example.com\n', "line 3"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_line_and_not_by_its_words(tmp_path, content, line):
    with pytest.raises(WrongCall, match="not a readable table") as told:
        read_table(written(tmp_path, content))
    assert line in str(told.value)
    assert "Secret" not in str(told.value)


def test_a_table_without_a_header_loses_nobody(tmp_path, bench):  # noqa: F811
    read = read_table(written(tmp_path, "Ana Ruiz,ana@example.com\nBob Miller,bob@example.com\nAna Ruiz,ana@example.com\n"))
    assert len(read) == 3
    assert {len(one) for one in groups(link_table(read, bench=bench))} == {1, 2}


def test_a_header_is_no_record(tmp_path):
    assert read_table(written(tmp_path, TWO)).num_rows == 2


@pytest.mark.parametrize("columns", [["id", "full_name", "dob"], ["dob", "email", "phone"]])
def test_a_header_alone_is_an_empty_table(tmp_path, bench, columns):  # noqa: F811
    found = link_table(read_table(written(tmp_path, ",".join(columns))), bench=bench)
    assert len(found.clusters) == 0


def test_an_endless_cell_is_cut_and_read(tmp_path):
    read = read_table(written(tmp_path, "id,name,email\n1," + "x" * 20_000_000 + ",a@example.com\n2,Bob,b@example.com\n"))
    assert [len(name) for name in read["name"].to_pylist()] == [4000, 3]


@pytest.mark.parametrize("content", [bytes(range(256)) * 50, b"\0" * 5000, b"PK\x03\x04" + bytes(range(255, 0, -1)) * 9])
def test_bytes_that_are_no_table_are_refused_in_words(tmp_path, bench, content):  # noqa: F811
    with pytest.raises(WrongCall):
        link_table(read_table(written(tmp_path, content)), bench=bench)


def test_a_broken_parquet_file_is_refused_in_words(tmp_path):
    with pytest.raises(WrongCall, match="not a readable table"):
        read_table(written(tmp_path, b"PAR1 not really", "people.parquet"))


def test_parquet_with_types_of_its_own(tmp_path):
    file = tmp_path / "people.parquet"
    table = pa.table({"name": ["Ana", None], "dob": [date(1980, 3, 7), None], "n": [1, 2], "raw": [b"\xff", b""], "tags": [["a"], []]})
    pq.write_table(table, file)
    assert read_table(file)["dob"].to_pylist() == ["1980-03-07", None]
    assert read_table(file)["raw"].null_count == 2
