"""How fast tables are scanned: rows of twelve columns, all kinds on, one core; pieces of 50,000 rows as reading hands them.

python benchmarks/scan_tables.py [ROWS]
"""

from __future__ import annotations

import random
import sys
import time

import pyarrow as pa

from stanch.extent.scanning import scan_unit
from stanch.records import Unit, pack_cells
from stanch.vault import Keys

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


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    cells = piece(min(rows, PIECE), 1)
    keys = Keys(bytes(32))
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
