"""How well is told what a table's column holds: recall, precision and calibration a shape of table and a kind.

python benchmarks/table_columns.py [--tables 300] [--seed 90100] [--show]

Tables are invented from a seed by `table_kinds.py`: plain ones in seven languages with headers in many styles, without a header,
with a merged header over two rows, several tables on one sheet, forms of label and value, wide (several people a row), long (an
attribute a row), JSON in a column, and tables of goods in which nobody is. They are written as CSV, XLSX and JSON and read like any
evidence. A column is right where most of its cells were found as its kind; one of goods, where none was.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pyarrow as pa
from table_kinds import FAKERS, GOODS, HEADERS, PEOPLE, day, seeded, styled

from stanch import custody, reading
from stanch.cli.bench import temporary_bench
from stanch.extent import scanning
from stanch.records import Evidence

# What names the same fact of a person in a finer or coarser way counts as right.
SAME = {
    "name": {"name", "given_name", "family_name"},
    "street": {"street", "postal_address"},
    "city": {"city", "postal_address"},
    "passport": {"passport", "us_passport"},
    "medical_record_number": {"medical_record_number"},
    "given_name": {"given_name", "name"},
    "family_name": {"family_name", "name"},
}
Rows = list[list[str]]


@dataclass
class Made:
    """A file, and the values in it: (kind or "" for goods) by value."""

    shape: str
    name: str
    content: bytes
    values: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


def making(kind: str, draw: random.Random, lang: str, born: tuple[int, int] = (1940, 2006)) -> Callable[[], str]:
    """What makes the next value of a kind."""
    return (lambda: day(draw, *born, lang)) if kind == "dob" else lambda: PEOPLE[kind](draw, seeded(draw, lang))


def columns(draw: random.Random, lang: str, many: int, goods: int) -> list[tuple[str, str, Callable[[], str]]]:
    """Kind, header and maker of some columns, people's and goods'."""
    anchor = ["name"] if draw.random() < 0.4 else ["given_name", "family_name"]
    rest = [kind for kind in [*PEOPLE, "dob"] if lang in HEADERS[kind] and kind not in ("name", "given_name", "family_name")]
    kinds = [*anchor, *draw.sample(rest, min(many, len(rest)))] if many else []
    chosen = [(kind, styled(draw, draw.choice(HEADERS[kind][lang]), lang), making(kind, draw, lang)) for kind in kinds]
    for names, maker in draw.sample(GOODS, goods):
        chosen.append(("", styled(draw, draw.choice(names), lang), lambda maker=maker: maker(draw, FAKERS["en"])))
    draw.shuffle(chosen)
    return chosen


def filled(made: Made, chosen: list[tuple[str, str, Callable[[], str]]], many: int) -> Rows:
    """Rows of values, noted in `made`."""
    rows = []
    for _ in range(many):
        row = []
        for kind, header, make in chosen:
            value = make().strip()
            # A word that is a given name here and a family name there would be judged by chance.
            while made.values.get(value, kind) != kind:
                value = make().strip() if kind else value + "7"
            made.values.setdefault(value, kind)
            made.headers[value] = header
            row.append(value)
        rows.append(row)
    return rows


def as_csv(rows: Rows, mark: str = ",") -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter=mark).writerows(rows)
    return written.getvalue().encode()


def as_sheet(blocks: list[Rows], merged: list[tuple[int, int, int]] = []) -> bytes:  # noqa: B006 never changed
    """One sheet; blocks one below the other, an empty row between. `merged`: row, first and last column."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for number, rows in enumerate(blocks):
        if number:
            sheet.append([])
        for row in rows:
            sheet.append(row)
    for row, first, last in merged:
        sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def plain(draw: random.Random, lang: str) -> Made:
    made = Made("plain", "t.csv", b"")
    chosen = columns(draw, lang, draw.randrange(3, 7), draw.randrange(1, 4))
    rows = [[header for _, header, _ in chosen], *filled(made, chosen, draw.randrange(3, 40))]
    made.content = as_csv(rows, draw.choice(",;\t|"))
    if draw.random() < 0.3:
        made.name, made.content = "t.xlsx", as_sheet([rows])
    return made


def headless(draw: random.Random, _: str) -> Made:
    """Without a header only what is telling by itself is asked for."""
    made = Made("without header", "t.csv", b"")
    telling = {"name", "given_name", "family_name", "email", "phone", "us_ssn", "payment_card", "street"}
    chosen = [one for one in columns(draw, "en", 8, 2) if one[0] in telling or not one[0]]
    made.content = as_csv(filled(made, chosen, 30))
    return made


def merged(draw: random.Random, lang: str) -> Made:
    """A title and a band of groups above the header."""
    made = Made("merged header", "t.xlsx", b"")
    chosen = columns(draw, lang, 4, 2)
    half = len(chosen) // 2
    band = ["Personal"] + [""] * (half - 1) + ["Other"] + [""] * (len(chosen) - half - 1)
    rows = [band, [header for _, header, _ in chosen], *filled(made, chosen, 12)]
    made.content = as_sheet([rows], [(1, 1, half), (1, half + 1, len(chosen))])
    return made


def several(draw: random.Random, lang: str) -> Made:
    made = Made("several on a sheet", "t.xlsx", b"")
    blocks = []
    for people, goods in ((4, 1), (0, 4)):
        chosen = columns(draw, lang, people, goods)
        blocks.append([[header for _, header, _ in chosen], *filled(made, chosen, 10)])
    draw.shuffle(blocks)
    made.content = as_sheet(blocks)
    return made


def form(draw: random.Random, lang: str) -> Made:
    made = Made("form", "t.xlsx", b"")
    chosen = columns(draw, lang, 5, 1)
    values = filled(made, chosen, 1)[0]
    made.content = as_sheet([[[header, value] for (_, header, _), value in zip(chosen, values, strict=True)]])
    return made


def wide(draw: random.Random, _: str) -> Made:
    """Several people a row: child1_name, child2_dob."""
    made = Made("wide", "t.csv", b"")
    chosen = columns(draw, "en", 2, 1)
    for number in (1, 2):
        headers = {"name": f"child{number}_name", "dob": f"child{number}_dob", "phone": f"emergency_contact_{number}_phone"}
        chosen += [(kind, header, making(kind, draw, "en", (2008, 2020))) for kind, header in headers.items()]
    made.content = as_csv([[header for _, header, _ in chosen], *filled(made, chosen, 15)])
    return made


def long(draw: random.Random, lang: str) -> Made:
    """An attribute a row: id, field, value."""
    made = Made("long", "t.csv", b"")
    chosen = columns(draw, lang, 4, 1)
    rows = [["record", "attribute", "value"]]
    for number, row in enumerate(filled(made, chosen, 8), start=1):
        rows += [[str(number), header, value] for (_, header, _), value in zip(chosen, row, strict=True)]
    made.content = as_csv(rows)
    return made


def nested(draw: random.Random, _: str) -> Made:
    """A column of JSON objects."""
    made = Made("json column", "t.csv", b"")
    chosen = columns(draw, "en", 4, 1)
    rows = [["event_id", "payload"]]
    for number, row in enumerate(filled(made, chosen, 12)):
        rows.append([str(1000 + number), json.dumps({header.strip(): value for (_, header, _), value in zip(chosen, row, strict=True)})])
    made.content = as_csv(rows)
    return made


def goods(draw: random.Random, lang: str) -> Made:
    made = Made("goods", "t.csv", b"")
    chosen = columns(draw, lang, 0, draw.randrange(4, 9))
    made.content = as_csv([[header for _, header, _ in chosen], *filled(made, chosen, 40)])
    return made


SHAPES: tuple[tuple[int, Callable[[random.Random, str], Made]], ...] = (
    (8, plain), (2, headless), (2, merged), (2, several), (2, form), (1, wide), (1, long), (1, nested), (3, goods),
)  # fmt: skip


def corpus(many: int, seed: int) -> list[Made]:
    """The files."""
    draw = random.Random(seed)
    makers = [maker for weight, maker in SHAPES for _ in range(weight)]
    return [makers[number % len(makers)](draw, draw.choice(list(FAKERS))) for number in range(many)]


def findings(files: list[Made]) -> dict[int, list[dict[str, object]]]:
    """What is found in each file, with the text of the cell."""
    with tempfile.TemporaryDirectory() as folder, temporary_bench() as bench:
        for number, made in enumerate(files):
            (Path(folder) / f"{number:04d}{Path(made.name).suffix}").write_bytes(made.content)
        exhibits = custody.acquire([Evidence(folder)], by="", now=bench.now, bench=bench)
        units = reading.read(exhibits, bench=bench).units
        cells = {}
        for table in units.tables():
            for row in table.to_pylist():
                cells[row["locator"]] = row
        found: dict[int, list[dict[str, object]]] = defaultdict(list)
        for table in scanning.scan(units, bench=bench).findings.tables():
            for row in table.to_pylist():
                number = int(Path(row["locator"].partition("#")[0]).name[:4])
                whole, part = cell_of(row, cells[row["locator"]])
                found[number].append(row | {"cell": whole if whole.strip() in files[number].values else part})
    return found


def cell_of(row: dict[str, object], unit: dict[str, object]) -> tuple[str, str]:
    """The cell that a finding stands in, and the text in it that it stands for."""
    from stanch.records import unpack_cells

    if unit["kind"] == "text":
        part = str(unit["text"])[row["start"] : row["end"]]  # type: ignore[misc]
        return part, part
    table = unpack_cells(unit["cells"])  # type: ignore[arg-type]
    column, place = str(row["column"]), int(row["row"]) - int(unit["start"])  # type: ignore[call-overload]
    if column in table.column_names and 0 <= place < table.num_rows:
        text = table.column(column)[place].as_py() or ""
    elif place == -1 and column.startswith("column_"):
        text = table.column_names[int(column[7:]) - 1]
    else:
        text = below(table, column, place)
    text = str(text)
    return text, text if row["start"] is None else text[row["start"] : row["end"]]  # type: ignore[misc]


def below(table: pa.Table, column: str, place: int) -> str:
    """The cell of a further table on the sheet: in the column that has this header above it."""
    for row in range(place - 1, -1, -1):
        for cells in table.columns:
            if cells[row].as_py() == column:
                return cells[place].as_py() or ""
    return column


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=int, default=300)
    parser.add_argument("--seed", type=int, default=90100)
    parser.add_argument("--show", action="store_true", help="print each value that was missed or wrongly found, once a table and kind")
    given = parser.parse_args()
    files = corpus(given.tables, given.seed)
    found = findings(files)
    right, missed, wrong = Counter[str](), Counter[str](), Counter[str]()
    sure: list[tuple[float, bool]] = []
    for number, made in enumerate(files):
        said: dict[str, set[str]] = defaultdict(set)
        shown: set[tuple[str, str]] = set()
        for row in found[number]:
            cell, kind = str(row["cell"]).strip(), str(row["kind"])
            true = made.values.get(cell)
            said[cell].add(kind)
            good = true is not None and kind in SAME.get(true, {true})
            sure.append((float(row["confidence"]), good))  # type: ignore[arg-type]
            for place in (made.shape, true or "(goods)"):
                wrong[place] += not good
            if given.show and not good and (kind, true or "") not in shown:
                shown.add((kind, true or ""))
                print(f"  {number:04d} {made.shape:18} {kind} said of {true or 'goods'}: {row['column']!r} {cell[:50]!r}")
        for value, kind in made.values.items():
            if kind:
                good = bool(said[value] & SAME.get(kind, {kind}))
                for place in (made.shape, kind):
                    (right if good else missed)[place] += 1
                if given.show and not good and ("missed", kind) not in shown:
                    shown.add(("missed", kind))
                    print(f"  {number:04d} {made.shape:18} missed {kind}: {made.headers[value]!r} {value[:50]!r}")
    print(f"{'':24} {'values':>7} {'recall':>7} {'wrong':>6}")
    for place in [*dict.fromkeys(made.shape for made in files), *HEADERS, "(goods)"]:
        whole = right[place] + missed[place]
        print(f"{place:24} {whole:7} {right[place] / whole if whole else 1:7.3f} {wrong[place]:6}")
    print("share right where the confidence is:")
    for low in (0.5, 0.6, 0.7, 0.8, 0.9):
        held = [good for number, good in sure if low <= number < low + 0.1 + (low == 0.9)]
        if held:
            print(f"  {low:.1f} to {low + 0.1:.1f}: {sum(held) / len(held):.3f} of {len(held)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
