"""What is read, where it stands, and that nothing hostile passes unnoticed."""

import io
import sqlite3
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.reading import read_file
from stanch.reading.pieces import clean, split
from stanch.records import Unit, Unread, unpack_cells


def read(tmp_path, name, content, **settings):
    path = tmp_path / "file"
    path.write_bytes(content)
    return list(read_file(path, name, "x", settings=settings))


def zipped(members):
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return sink.getvalue()


@given(st.text(alphabet=st.sampled_from("ab \n\u00e9\U0001f600"), max_size=400), st.integers(5, 60))
def test_pieces_join_to_the_text_at_their_offsets(text, size):
    pieces = list(split(text, size))
    assert "".join(piece for _, piece in pieces) == text
    assert all(text[start : start + len(piece)] == piece and len(piece) <= size for start, piece in pieces)


@given(st.text())
def test_cleaning_keeps_length_and_can_be_stored(text):
    assert len(clean(text)) == len(text)
    clean(text).encode()


@pytest.mark.parametrize("name", ["a.txt", "a.eml"])
def test_lines_end_alike_whatever_system_wrote_them(tmp_path, name):
    """Of a form that Windows had written, town, postcode and the customer's number were found nowhere."""
    head = b"Subject: x\r\nFrom: a@example.com\r\n\r\n" if name.endswith("eml") else b""
    texts = [unit.text for unit in read(tmp_path, name, head + b"Name: Ann\r\nTown: Ulm\r\n") if "Town" in unit.text]
    assert texts
    assert all("Name: Ann\nTown: Ulm" in text and "\r" not in text for text in texts)


def test_csv_rows_are_counted_with_the_header_as_one(tmp_path):
    (unit,) = read(tmp_path, "a.csv", b"Name,SSN\nAda,900-01-0001\n")
    assert (unit.kind, unit.start) == ("table", 2)
    assert unpack_cells(unit.cells).to_pylist() == [{"Name": "Ada", "SSN": "900-01-0001"}]


def test_copy_and_insert_become_tables(tmp_path):
    dump = b"COPY public.p (a, b) FROM stdin;\n1\t\\N\n\\.\nCREATE TABLE `q` (\n `x` int,\n `y` text\n);\nINSERT INTO `q` VALUES (1,'it''s; (a)')\n,(2,NULL);\n"
    tables = {unit.locator: unpack_cells(unit.cells).to_pylist() for unit in read(tmp_path, "d.sql", dump) if unit.cells}
    assert tables == {"d.sql#public.p": [{"a": "1", "b": None}], "d.sql#q": [{"x": "1", "y": "it's; (a)"}, {"x": "2", "y": None}]}


def test_a_script_of_sql_server_is_tables(tmp_path):
    """No INTO, no sign behind a statement, types around values; before, names and numbers were text."""
    line = b"INSERT [dbo].[p] ([ID], [Born]) VALUES (7, CAST(N'1970-02-03' AS Date))\r\n"
    tables = {unit.locator: unpack_cells(unit.cells).to_pylist() for unit in read(tmp_path, "s.sql", line * 3) if unit.cells}
    assert tables == {"s.sql#dbo.p": [{"ID": "7", "Born": "1970-02-03"}] * 3}


def test_values_between_double_quotes_are_texts_as_mysql_takes_them(tmp_path):
    dump = b'INSERT INTO p (a, b) VALUES ("O\'Hara, Ann", "said ""hm"" (twice)"), ("Bo \\"B\\" Lund", NULL),\n("Cy Day", "x");\n'
    (unit,) = read(tmp_path, "q.sql", dump)
    rows = [{"a": "O'Hara, Ann", "b": 'said "hm" (twice)'}, {"a": 'Bo "B" Lund', "b": None}, {"a": "Cy Day", "b": "x"}]
    assert unpack_cells(unit.cells).to_pylist() == rows


def test_sqlite_tables(tmp_path):
    base = sqlite3.connect(tmp_path / "made")
    base.execute("CREATE TABLE people (name TEXT, n INTEGER)")
    base.execute("INSERT INTO people VALUES ('Ada', 5)")
    base.commit()
    base.close()
    (unit,) = read(tmp_path, "c.sqlite", (tmp_path / "made").read_bytes())
    assert unit.locator == "c.sqlite#people"
    assert unpack_cells(unit.cells).to_pylist() == [{"name": "Ada", "n": "5"}]


def test_mail_in_a_mailbox_with_an_archive_in_an_archive(tmp_path):
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Ada <a@example.com>", "b@example.org", "Gr\u00fc\u00dfe"
    message.set_content("Hello there")
    message.add_attachment(zipped({"in.zip": zipped({"../../x.txt": "deep"})}), maintype="application", subtype="zip", filename="r.zip")
    found = read(tmp_path, "m.mbox", b"From a@example.com Mon Mar  2 09:00:00 2026\n" + message.as_bytes())
    texts = {unit.locator: unit.text for unit in found}
    assert texts["m.mbox!/1!/r.zip!/in.zip!/_/_/x.txt"] == "deep"
    assert texts["m.mbox!/1"].startswith("From: Ada <a@example.com>\nTo: b@example.org\nSubject: Gr\u00fc\u00dfe\n")
    assert found[0].properties["mail.from"] == "Ada <a@example.com>"


def test_hidden_sheets_and_leading_zeros(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title, sheet.sheet_state = "Pay", "hidden"
    book.create_sheet("Front")["A1"] = "x"
    sheet.append(["Name", "SSN"])
    sheet.append(["Ada", 12345678])
    sheet["B2"].number_format = "000-00-0000"
    sink = io.BytesIO()
    book.save(sink)
    unit = next(unit for unit in read(tmp_path, "b.xlsx", sink.getvalue()) if unit.locator == "b.xlsx#Pay")
    assert unit.properties["hidden"] == "sheet"
    assert unit.start == 2
    assert unpack_cells(unit.cells).to_pylist() == [{"Name": "Ada", "SSN": "012-34-5678"}]


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04broken", b"%PDF-1.4 nothing", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, b"\x1f\x8b\x08rest"]
)
def test_broken_files_are_told(tmp_path, content):
    found = read(tmp_path, "broken", content)
    assert found
    assert all(isinstance(one, Unread) for one in found)


def test_a_bomb_is_refused_and_told(tmp_path):
    found = read(tmp_path, "bomb.zip", zipped({"a": b"\x00" * (80 << 20), "b.txt": b"still read"}))
    assert [one.text for one in found if isinstance(one, Unit)] == ["still read", "b.txt\n"]
    assert [one.reason for one in found if isinstance(one, Unread)] == ["too_large"]


def test_archives_too_deep_are_told(tmp_path):
    content = b"bottom"
    for _ in range(60):
        content = zipped({"z": content})
    assert [one.reason for one in read(tmp_path, "deep.zip", content) if isinstance(one, Unread)] == ["too_deep"]


def test_keys_that_a_database_declares_are_told(tmp_path):
    dump = (
        b"CREATE TABLE `orders` (\n `nr` int,\n `buyer` int,\n CONSTRAINT `f` FOREIGN KEY (`buyer`) REFERENCES `customers` (`id`)\n);\n"
        b"CREATE TABLE pay (\n id int,\n paid_for numeric(5,2) NOT NULL REFERENCES public.orders (nr),\n x text\n);\n"
        b"INSERT INTO orders VALUES (1,2);\nINSERT INTO pay VALUES (1,1,'z');\n"
    )
    (tmp_path / "x.sql").write_bytes(dump)
    base = sqlite3.connect(tmp_path / "x.db")
    base.execute("CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT)")
    base.execute("CREATE TABLE orders (nr INTEGER, buyer INTEGER REFERENCES customers)")
    base.execute("INSERT INTO orders VALUES (1, 2)")
    base.commit()
    base.close()
    told = {
        unit.locator: unit.properties.get("references")
        for name in ("x.sql", "x.db")
        for unit in read_file(tmp_path / name, name, "e1")
        if isinstance(unit, Unit) and unit.kind == "table"
    }
    assert told["x.sql#orders"] == told["x.db#orders"] == "buyer\tcustomers\tid"
    assert told["x.sql#pay"] == "paid_for\tpublic.orders\tnr"
    assert not told["x.db#customers"]


def test_a_header_of_long_names_with_a_number_is_a_header(tmp_path):
    content = b'Payroll Name,Tax ID (SSN),Primary Address: Address Line 1,Zip / Postal Code\n"Ray, Tom",900-12-3456,12 Oak St,75201\n'
    (unit,) = [one for one in read(tmp_path, "a.csv", content) if isinstance(one, Unit)]
    assert unpack_cells(unit.cells).column_names[2] == "Primary Address: Address Line 1"
    hostile = b"a" * 60_000 + b" " * 9 + b"1!,x\nb,c\n"
    assert read(tmp_path, "b.csv", hostile)


def test_lines_of_one_width_that_are_no_records_are_text(tmp_path):
    """Sentences with numbers at their end make one field, as far as columns go: that once stopped the whole file."""
    sentences = ("Waiting times fell by two minutes on average", "The lease of the second floor ends in spring", "The new imaging plates arrived",
                 "Stock of nitrile gloves is low", "The compressor needs a new filter")  # fmt: skip
    numbers = ("219284869, budget line 687-78", "429116479, budget line 610-56", "626080427, budget line 848-27", "521519183, budget line 729-36",
               "624261675, budget line 795-14")  # fmt: skip
    lines = [f"{one}. Reference {number}." for one, number in zip(sentences, numbers, strict=True)]
    content = "\n".join(["Minutes", "", "", "Minutes of the operations meeting", *lines]) + "\n"
    (found,) = read(tmp_path, "minutes.txt", content.encode())
    assert found.text == content


def test_what_a_probe_stumbles_over_is_read_all_the_same(tmp_path, monkeypatch):
    def stumble(_source):
        raise ValueError("a fault")

    monkeypatch.setattr("stanch.reading.descend.kind_of", stumble)
    (found,) = read(tmp_path, "a.txt", b"Ann Example, 900-12-3456\n")
    assert found.text == "Ann Example, 900-12-3456\n"
