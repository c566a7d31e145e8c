"""What a worker keeps of what it freed, and that it gives back what is much."""

from __future__ import annotations

import subprocess
import sys

import pytest

from stanch.engine import memory
from stanch.engine.template import ALONE

PROGRAM = """
import ctypes
import pyarrow as pa
from stanch.engine import memory
memory.keep_freed()
memory.give_back()
before = memory._resident()
pieces = [pa.allocate_buffer(8 << 20) for _ in range(48)] + [bytearray(8 << 20) for _ in range(16)]
for piece in pieces[:48]:
    ctypes.memset(piece.address, 1, piece.size)
held = memory._resident()
del pieces, piece
memory.give_back()
print(before, held, memory._resident())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the allocators are told on Linux alone")
def test_much_that_an_input_left_goes_back() -> None:
    import os

    done = subprocess.run([sys.executable, "-c", PROGRAM], check=True, capture_output=True, text=True, env={**os.environ, **ALONE})
    before, held, after = map(int, done.stdout.split())
    assert held > before + (256 << 20)
    assert after < before + (96 << 20)


def test_little_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_after", [0])
    monkeypatch.setattr(memory, "_resident", lambda: memory.MUCH - 1)
    monkeypatch.setattr("pyarrow.default_memory_pool", lambda: pytest.fail("nothing is to be given back"))
    memory.give_back()
    assert memory._after == [0]
