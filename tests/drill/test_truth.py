"""Truth and evidence agree, as libraries that the drill does not read with see it."""

import html
import io
import json
import zipfile
import zlib
from email import message_from_bytes, policy

import pyarrow.parquet as pq
import pytest
from docx import Document
from openpyxl import load_workbook

from stanch.drill import make


def rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module", params=[2001, 2002])
def drill(request, tmp_path_factory):
    out = tmp_path_factory.mktemp("drill") / str(request.param)
    make(out, people=40, seed=request.param)
    return out


def paragraphs(path):
    document = Document(path)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def cell(element, table):
    header = [str(one) for one in table[0]]
    return str(table[element["row"] - 1][header.index(element["column"])])


def sheet(source, name):
    return [list(row) for row in load_workbook(source)[name].iter_rows(values_only=True)]


def test_documents_hold_what_truth_says(drill):
    checked = 0
    for element in rows(drill / "truth/elements.jsonl"):
        if element["locator"].endswith(".docx") and "!/" not in element["locator"]:
            assert element["value"] in paragraphs(drill / element["locator"])
            checked += 1
    assert checked > 10


def test_workbooks_hold_what_truth_says_hidden_sheets_too(drill):
    for element in rows(drill / "truth/elements.jsonl"):
        path, _, name = element["locator"].partition("#")
        if path.endswith(".xlsx") and "!/" not in path and "old_payroll" not in path:
            assert cell(element, sheet(drill / path, name)) == element["value"]


def test_the_torn_workbook_holds_the_words_that_truth_says(drill):
    torn = (drill / "evidence/share/hr/old_payroll.xlsx").read_bytes()
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(torn))
    begin = torn.index(b"xl/sharedStrings.xml") + len(b"xl/sharedStrings.xml")
    words = html.unescape(zlib.decompressobj(-15).decompress(torn[begin:]).decode())
    elements = [element for element in rows(drill / "truth/elements.jsonl") if "old_payroll" in element["locator"]]
    assert {element["kind"] for element in elements} == {"name", "us_ssn"}
    assert all(f">{element['value']}<" in words for element in elements)


def test_a_workbook_in_a_zip_in_a_zip_holds_what_truth_says(drill):
    checked = 0
    for element in rows(drill / "truth/elements.jsonl"):
        mail, *inside = element["locator"].split("!/")
        if len(inside) != 3:
            continue
        made = message_from_bytes((drill / mail).read_bytes(), policy=policy.default)
        outer = next(part.get_payload(decode=True) for part in made.iter_attachments() if part.get_filename() == inside[0])
        inner = zipfile.ZipFile(io.BytesIO(zipfile.ZipFile(io.BytesIO(outer)).read(inside[1])))
        name, _, page = inside[2].partition("#")
        assert cell(element, sheet(io.BytesIO(inner.read(name)), page)) == element["value"]
        checked += 1
    assert checked > 10


def test_claims_hold_what_truth_says(drill):
    claims = pq.read_table(drill / "evidence/databases/claims.parquet").to_pylist()
    for element in rows(drill / "truth/elements.jsonl"):
        if element["locator"].endswith("claims.parquet"):
            assert claims[element["row"] - 1][element["column"]] == element["value"]


def test_no_planted_number_stands_in_a_plain_file_without_a_line_of_truth(drill):
    elements = rows(drill / "truth/elements.jsonl")
    whole = {"us_ssn", "us_itin", "payment_card", "us_mbi", "iban", "ie_pps", "us_passport", "health_insurance_id"}
    planted = {element["value"] for element in elements if element["kind"] in whole}
    told = {(element["locator"].partition("#")[0], element["value"]) for element in elements}
    for path in (drill / "evidence").rglob("*"):
        if path.suffix in {".csv", ".sql", ".txt", ".html", ".rtf"}:
            text, place = path.read_text(encoding="utf-8"), str(path.relative_to(drill))
            words = set(text.replace(",", " ").replace("'", " ").split())
            for value in planted & words:
                assert (place, value) in told


def test_every_person_has_elements_and_the_residence_of_an_address_in_evidence(drill):
    elements = rows(drill / "truth/elements.jsonl")
    owners = {element["person"] for element in elements}
    for person in rows(drill / "truth/people.jsonl"):
        assert person["id"] in owners
        assert bool(person["residence"]) == bool(person["postal_address"])


def test_what_letters_say_of_the_attack_needs_no_technical_word(tmp_path):
    for seed in range(1, 7):
        make(tmp_path / str(seed), people=3, seed=seed)
        (said,) = [line for line in (tmp_path / str(seed) / "facts.yaml").read_text().splitlines() if "description:" in line]
        assert said.strip().startswith('description: "Someone ')
        assert not any(word in said for word in ("SQL", "shell", "bucket", "ssh", "sprayed", "phished"))
