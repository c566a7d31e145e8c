"""How fast tables are scanned: rows of twelve columns, all kinds on, one core; pieces of 50,000 rows as reading hands them.

    python benchmarks/scan_tables.py [ROWS] [--whole [--workers 2]]

`--whole` writes the rows as a CSV file and gives it to `stanch scan`: custody, reading, scan and summary, with the memory of all
its processes together. Call it with more and more rows to see that time grows with them and memory does not.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pyarrow as pa
from pyarrow import csv

from stanch.extent.scanning import scan_unit
from stanch.records import Unit, pack_cells, unpack_cells
from stanch.vault import random_keys

PIECE = 50_000
GIVEN = [
    "Ann",
    "Ben",
    "Carla",
    "Dora",
    "Emil",
    "Fay",
    "Gus",
    "Hana",
    "Ivo",
    "June",
    "Karl",
    "Lena",
    "Max",
    "Nora",
    "Otto",
    "Pia",
    "Quinn",
    "Rosa",
    "Sam",
    "Tara",
]
FAMILY = [
    "Example",
    "Sample",
    "Muster",
    "Dupont",
    "Garcia",
    "Rossi",
    "Jansen",
    "Silva",
    "Smith",
    "Jones",
    "Taylor",
    "Brown",
    "Wilson",
    "Moore",
    "Clark",
    "Lewis",
]
CITIES = ["Springfield", "Rivertown", "Lakeside", "Hillview", "Oakdale", "Fairmont", "Greenville", "Milton"]


def piece(rows: int, seed: int) -> bytes:
    draw = random.Random(seed)
    names = [(draw.choice(GIVEN), draw.choice(FAMILY)) for _ in range(rows)]
    columns = {
        "customer_id": [f"C-{draw.randrange(10**8):08d}" for _ in range(rows)],
        "first_name": [given for given, _ in names],
        "last_name": [family for _, family in names],
        "ssn": [f"9{draw.randrange(100):02d}-{draw.randrange(1, 50):02d}-{draw.randrange(1, 10000):04d}" for _ in range(rows)],
        "dob": [f"{draw.randrange(1940, 2005)}-{draw.randrange(1, 13):02d}-{draw.randrange(1, 29):02d}" for _ in range(rows)],
        "email": [f"{given.lower()}.{family.lower()}{draw.randrange(10**6)}@example.com" for given, family in names],
        "phone": [f"({draw.randrange(201, 990)}) 555-01{draw.randrange(100):02d}" for _ in range(rows)],
        "address": [f"{draw.randrange(1, 9999)} Oak Street" for _ in range(rows)],
        "city": [draw.choice(CITIES) for _ in range(rows)],
        "state": [draw.choice(["CA", "NY", "TX", "IL", "WA"]) for _ in range(rows)],
        "zip": [f"{draw.randrange(10**5):05d}" for _ in range(rows)],
        "order_total": [f"{draw.randrange(10**6) / 100:.2f}" for _ in range(rows)],
    }
    return pack_cells(pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()}))


def whole(rows: int, workers: int) -> None:
    """The whole program on one file."""
    with tempfile.TemporaryDirectory(prefix="stanch-tables-") as folder:
        file = Path(folder) / "customers.csv"
        with file.open("wb") as stream:
            for number in range(max(1, rows // PIECE)):
                table = unpack_cells(piece(min(rows, PIECE), number))
                csv.write_csv(table, stream, csv.WriteOptions(include_header=number == 0))
        size = file.stat().st_size
        call = [sys.executable, "-c", "from stanch.cli.main import main; main()", "scan", str(file), "--workers", str(workers)]
        begun, peak, spent = time.perf_counter(), 0, 0.0
        program = psutil.Process(subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).pid)
        while program.is_running() and program.status() != psutil.STATUS_ZOMBIE:
            try:
                family = [program, *program.children(recursive=True)]
                peak = max(peak, sum(one.memory_info().rss for one in family))
                # What children that ended have used is counted in their parent's.
                spent = max(spent, sum(sum(one.cpu_times()[:2]) for one in family) + sum(program.cpu_times()[2:4]))
            except psutil.Error:
                pass
            time.sleep(0.05)
        took = time.perf_counter() - begun
    print(f"stanch scan, whole   {rows:,} rows x 12 columns, {size / 1e6:.0f} MB, {workers} workers, load {os.getloadavg()[0]:.1f}")
    print(f"         {took:.2f} s, {spent:.2f} s of processor, {took * 1e6 / rows:.1f} s a million rows, {peak / 1e6:,.0f} MB at most")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="?", type=int, default=200_000)
    parser.add_argument("--whole", action="store_true", help="a CSV file through the whole of `stanch scan`")
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    if given.whole:
        whole(given.rows, given.workers)
    else:
        columns_alone(given.rows)


def columns_alone(rows: int) -> None:
    """Pieces as reading hands them, in this process."""
    cells = piece(min(rows, PIECE), 1)
    keys = random_keys()
    scan_unit(Unit("x", "warm", "table", "text/csv", start=2, cells=piece(1000, 2)), keys)
    begun, worked, found = time.perf_counter(), time.process_time(), 0
    for number in range(max(1, rows // PIECE)):
        found += scan_unit(Unit("x", "t.csv", "table", "text/csv", start=2 + number * PIECE, cells=cells), keys).num_rows
    spent = time.perf_counter() - begun
    used = time.process_time() - worked
    print(f"stanch   {rows:,} rows x 12 columns, {found:,} findings, one core: {spent:.2f} s ({used:.2f} s of processor)")
    print(f"         1,000,000 rows would take {spent * 1e6 / rows:.1f} s ({used * 1e6 / rows:.1f} s of processor)")


if __name__ == "__main__":
    main()
