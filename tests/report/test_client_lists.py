"""The list that each client is handed: its own people, what its own data tell of them, and nothing that a program would run."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl

from stanch.records import Exposure, Facts, Person, PostalAddress, Share
from stanch.report import Contents, client_lists
from stanch.report.client_lists import COLUMNS, SHARED

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
HOME = PostalAddress("1 Elm St", "Portland", "ME", "04101", "US")
SSN = Exposure("us_ssn", "ssn", "***-**-2222", 1.0, ("share/acme/p.csv",))
ILL = Exposure("diagnosis", "medical", "******", 1.0, ("share/beta/p.csv",))
ANA = Person("p1", "=cmd|' /C calc'!A0", email="ana@example.com", postal_address=HOME, residence="US-ME", dob=date(1980, 5, 6),
             elements=("ssn",), exposures=(SSN,), clients=("Acme & Söhne/..",), sources=("share/acme/p.csv",))  # fmt: skip
BOTH = replace(ANA, id="p2", name="Bo Li", clients=("Acme & Söhne/..", "Beta"), elements=("medical", "ssn"), exposures=(ILL, SSN),
               shares=(Share("Acme & Söhne/..", ("ssn",), (SSN,)), Share("Beta", ("medical",), (ILL,))))  # fmt: skip
OURS = replace(ANA, id="p3", name="Cy Orr", clients=())


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_each_client_gets_its_own_people_with_what_its_own_data_tell(tmp_path: Path) -> None:
    (tmp_path / "people-of-Gone-12345678.csv").write_text("x")
    content = Contents(now=NOW, facts=Facts(), people=(ANA, BOTH, OURS))
    written = client_lists.lay(content, tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted(written), "a client that is none any more has no list"
    assert all(path.stat().st_mode & 0o077 == 0 and path.parent == tmp_path for path in written)
    acme, beta = (next(path for path in written if path.suffix == ".csv" and name in path.name) for name in ("Acme", "Beta"))
    first, second = rows(acme)
    assert first["name"] == "'=cmd|' /C calc'!A0", "a name like a formula stays a name"
    assert (first["street"], first["e-mail"], first["lives in"], first["masked values"]) == (
        "1 Elm St",
        "ana@example.com",
        "Maine",
        "US Social Security number ***-**-2222",
    )
    assert (second["name"], second["street"], second["e-mail"], second["note"]) == ("Bo Li", "", "", SHARED)
    assert "iagnosis" not in acme.read_text(), "what another client's data tell is that client's"
    assert "beta" not in acme.read_text()
    (other,) = rows(beta)
    assert (other["name"], "2222" in str(other), other["found in"]) == ("Bo Li", False, "share/beta/p.csv")
    sheet = openpyxl.load_workbook(acme.with_suffix(".xlsx"))["People"]
    assert [cell.value for cell in sheet[1]] == list(COLUMNS)
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.value} <= {"s", "inlineStr"}


def test_nobody_has_a_list_where_nobody_said_for_whom_data_are_held(tmp_path: Path) -> None:
    assert client_lists.lay(Contents(now=NOW, facts=Facts(), people=(OURS,)), tmp_path) == []
