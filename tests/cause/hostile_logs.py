"""Logs as they come from a machine that was attacked: torn, mixed, overlapping, with terminal codes, for every kind that is read.

`python tests/cause/hostile_logs.py FOLDER` writes them, the long lines too, to try by hand.
"""

import gzip
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from stanch.cause import mapping

SIGNS = "\x1b[2J\x1b]0;owned\x07<script>alert(1)</script>\u202e=cmd|' /C calc'!A1"
REPEATED = 40  # examples hold a line or two; a log holds more


def texts() -> Iterator[tuple[str, str]]:
    """(kind and number, text) of a log of each kind, as its mapping has it."""
    for kind, known in sorted(mapping.mappings().items()):
        for number, example in enumerate(known.examples, 1):
            yield f"{kind}{number}", example.text if example.text.endswith("\n") else f"{example.text}\n"


def _lines(text: str) -> str:
    """The text some times over, where it is lines; what is one document stays one."""
    return text if text.lstrip().startswith(("[", "{\n")) else text * REPEATED


def _torn(text: str) -> bytes:
    whole = _lines(text).encode()
    return whole[: len(whole) * 2 // 3]


def _torn_gzip(text: str) -> bytes:
    packed = gzip.compress(_lines(text).encode())
    return packed[: len(packed) * 2 // 3]


def _zeros(text: str) -> bytes:
    whole = _lines(text).encode()
    middle = len(whole) // 2
    return whole[:middle] + b"\x00" * 4096 + whole[middle:]


def _mixed(text: str) -> bytes:
    return _lines(text).encode() + "Zugriff verweigert f\u00fcr M\u00fcller\n".encode("latin-1") + _lines(text).encode() + b"\xff\xfe\xfa\n"


def _signs(text: str) -> bytes:
    # In the middle of values and as lines of their own.
    return (_lines(text).replace("example", f"example{SIGNS}") + f"{SIGNS}\n" * 3).encode()


def _backwards(text: str) -> bytes:
    lines = _lines(text).splitlines(keepends=True)
    head = lines[:1] if lines and ("," in lines[0] or lines[0].startswith("#")) else []
    return "".join([*head, *reversed(lines[len(head) :])]).encode()


def _twice(text: str) -> bytes:
    return _lines(text).encode()


WAYS: dict[str, Callable[[str], bytes]] = {
    "torn": _torn,
    "zeros": _zeros,
    "mixed": _mixed,
    "signs": _signs,
    "backwards": _backwards,
    "export-a": _twice,
    "export-b": _twice,
}


def write(folder: Path) -> list[Path]:
    """One file a kind and way, and a torn gzip of each kind."""
    made = []
    for name, text in texts():
        for way, turned in (*WAYS.items(), ("torn-gz", _torn_gzip)):
            path = folder / f"{name}-{way}.log{'.gz' if way == 'torn-gz' else ''}"
            path.write_bytes(turned(text))
            made.append(path)
    return made


def write_long(folder: Path, megabytes: int) -> list[Path]:
    """A line of so many megabytes in the middle of a log of each kind."""
    made = []
    for name, text in texts():
        path = folder / f"{name}-long.log"
        with path.open("wb") as stream:
            stream.write(_lines(text).encode())
            for _ in range(megabytes):
                stream.write(b"A" * (1 << 20))
            stream.write(b"\n" + _lines(text).encode())
        made.append(path)
    return made


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    write(target)
    if len(sys.argv) > 2:
        write_long(target, int(sys.argv[2]))
