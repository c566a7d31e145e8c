"""What reviewers refuted holds nobody, and who has nothing left is set aside."""

from dataclasses import replace
from datetime import UTC, datetime

import pyarrow as pa

from stanch.people import refuted
from stanch.records import FINDING_SCHEMA, Finding, Person, Refuted, to_table

AT = datetime(2026, 11, 24, tzinfo=UTC)


def finding(kind: str, *, locator: str = "a.txt", start: int | None = None, row: int | None = None, column: str | None = None) -> Finding:
    end = None if start is None else start + 9
    return Finding("e1", locator, kind, start, end, row, column, "***", "t", 0.6, f"any/{kind}")


FOUND = [
    finding("us_ssn", start=5),
    finding("us_ssn", start=50),
    finding("name", start=5),
    *(finding("us_ssn", locator="b.csv", row=row, column="order") for row in range(3)),
    finding("us_ssn", locator="b.csv", row=1, column="ssn"),
    finding("us_ssn", locator="c.txt", start=5),
]


def left(*gone: Refuted) -> list[tuple[str, str, int | None, str | None]]:
    table = to_table(FOUND, FINDING_SCHEMA)
    rows = pa.concat_tables(list(refuted.without([table.slice(0, 4), table.slice(4)], gone))).to_pylist()
    return [(row["locator"], row["kind"], row["start"], row["column"]) for row in rows]


def test_one_place_of_a_text_is_gone_and_its_neighbours_stay() -> None:
    kept = left(Refuted("r", "e1", "a.txt", "us_ssn", 5, 14, by=("Ann",), at=AT))
    assert len(kept) == len(FOUND) - 1
    assert ("a.txt", "us_ssn", 5, None) not in kept
    assert left() == left(Refuted("r", "e1", "elsewhere.txt", "us_ssn", 5, 14)), "what is not found takes nothing"


def test_a_column_is_gone_in_all_its_rows_and_no_other_column() -> None:
    kept = left(Refuted("r", "e1", "b.csv", "us_ssn", column="order"))
    assert [one for one in kept if one[0] == "b.csv"] == [("b.csv", "us_ssn", None, "ssn")]


def test_of_a_column_only_what_is_in_doubt_is_gone() -> None:
    sure = replace(finding("us_ssn", locator="d.csv", row=0, column="ref"), confidence=0.97)
    rows = [sure, finding("us_ssn", locator="d.csv", row=1, column="ref")]
    (table,) = refuted.without([to_table(rows, FINDING_SCHEMA)], [Refuted("r", "e1", "d.csv", "us_ssn", column="ref")])
    assert table["row"].to_pylist() == [0], "nobody was asked about what is sure"


def test_of_cells_that_hold_texts_one_is_gone_and_the_next_stays() -> None:
    rows = [finding("us_ssn", locator="d.csv", start=4, row=row, column="notes") for row in range(2)]
    gone = Refuted("r", "e1", "d.csv", "us_ssn", 4, 13, "notes", row=1)
    (table,) = refuted.without([to_table(rows, FINDING_SCHEMA)], [gone])
    assert table["row"].to_pylist() == [0]


def test_who_has_nothing_left_is_set_aside_once_and_nobody_else() -> None:
    gone = [Refuted("r", "e1", "a.txt", "us_ssn", 5, 14, by=("Ann",), at=AT)]
    here = Person("p1", "Ada Example", sources=("a.txt",))
    lost = Person("p2", "Bob Example", sources=("a.txt",), records=("a.txt|name/1",))
    other = Person("p3", "Cy Example", sources=("z.txt",))
    (aside,) = refuted.left_with_nothing([here, lost, lost, other], gone, {"p1"})
    assert (aside.id, aside.cause, aside.decided_by) == ("p2", "refuted", "Ann")
    assert "us_ssn" in aside.reason
    assert "2026-11-24" in aside.reason
    assert refuted.left_with_nothing([lost], [], set()) == []
