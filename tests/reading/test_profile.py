"""A folder like a Windows profile: what the system keeps is set aside and counted, what people left in it is read."""

import struct
from datetime import UTC, date, datetime

import pytest

from stanch import custody, reading
from stanch.engine import Bench
from stanch.records import Evidence
from stanch.vault import Keys

NOISE = bytes(range(1, 256)) * 20
SYSTEM = {
    "Windows/Prefetch/CMD.EXE-1.pf": b"MAM\x04" + NOISE,
    "Windows/Prefetch/OLD.EXE-1.pf": struct.pack("<I", 0x1A) + b"SCCA" + NOISE,
    "Windows/System32/catroot/x.cat": bytes.fromhex("308205d006092a864886f70d010702a08205c1308205bd020101310030820100") + bytes.fromhex("06092b06010401823 70a01".replace(" ", "")) + NOISE,
    "Windows/x.tlb": b"MSFT\x02\x00\x01\x00" + NOISE,
    "Windows/x.pdb": b"Microsoft C/C++ MSF 7.00\r\n\x1aDS\x00\x00\x00" + NOISE,
    "Windows/System32/x.mui": b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\x00\x00" + NOISE,
    "Windows/Cursors/a.cur": struct.pack("<HHHBBBBHHII", 0, 2, 1, 32, 32, 0, 0, 0, 0, 900, 22) + NOISE,
    "Windows/Cursors/a.ani": b"RIFF" + struct.pack("<I", 900) + b"ACON" + NOISE,
    "Users/m/a.ico": struct.pack("<HHHBBBBHHII", 0, 1, 1, 32, 32, 0, 0, 1, 32, 900, 22) + NOISE,
    "Users/m/AppData/thumbcache_96.db": b"CMMM" + struct.pack("<IIIIII", 32, 2, 24, 24, 24, 0) + NOISE,
    "Program Files/a.pyc": b"\xa7\x0d\r\n" + bytes(12) + b"\xe3" + NOISE,
    "Program Files/a.dex": b"dex\n035\x00" + NOISE,
    "Program Files/a.mo": b"\xde\x12\x04\x95" + bytes(4) + NOISE,
    "Program Files/a.lib": b"!<arch>\n/               0           0     0     0       4         `\n" + bytes(4),
}  # fmt: skip


def value(name, text, at):
    """A value of a registry: its cell at `at`, its content behind it."""
    raw = (text + "\x00").encode("utf-16-le")
    cell = struct.pack("<i2sHIIIHH", -(24 + len(name)), b"vk", len(name), len(raw), at + 64, 1, 1, 0) + name.encode("cp1252")
    return cell.ljust(64, b"\x00") + struct.pack("<i", -(4 + len(raw))) + raw


@pytest.fixture
def result(tmp_path):
    for name, content in SYSTEM.items():
        path = tmp_path / "disk" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    user = tmp_path / "disk" / "Users" / "m"
    (user / "pay.csv").write_text("name,ssn\nMaria Delgado,987-65-4321\nJohn Smith,987-65-4322\n")
    blocks = (b"hbin" + bytes(28) + value("Zoë", "maria.delgado@example.com; 555-0101", 32)).ljust(4096, b"\x00")
    (user / "NTUSER.DAT").write_bytes((b"regf" + bytes(4092)) + blocks)
    (tmp_path / "disk" / "a.deb").write_bytes(b"!<arch>\ndebian-binary   0           0     0     100644  4         `\n2.0\n")
    (tmp_path / "disk" / "note.txt").write_text("MZ is how programs begin; CMMM and regf are words here")
    bench = Bench(tmp_path / "work", Keys(b"k" * 32), date(2026, 11, 24), workers=1, settings={"ocr": "never"})
    bench.work.mkdir()
    exhibits = custody.acquire([Evidence(str(tmp_path / "disk"))], by="x", now=datetime(2026, 11, 24, tzinfo=UTC), bench=bench)
    return reading.read(exhibits, bench=bench)


def test_system_files_are_set_aside_counted_and_told(result):
    aside = {one.locator.removeprefix("disk/") for one in result.unread if reading.is_aside(one)}
    assert aside == set(SYSTEM)
    assert result.aside == len(SYSTEM)


def test_what_people_left_is_read(result):
    units = {row["locator"].removeprefix("disk/"): row["text"] for table in result.units.tables() for row in table.to_pylist()}
    assert units["Users/m/NTUSER.DAT"] == "Zoë: maria.delgado@example.com; 555-0101\n"
    assert "Users/m/pay.csv" in units
    assert "note.txt" in units
