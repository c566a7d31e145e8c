"""Readers that hang, grow or die on a word in a member, as a real one might: planted into the workers."""

import ctypes
import sys
import time
from types import ModuleType

from stanch.reading import descend
from stanch.reading.exhibits import read_exhibit as original
from stanch.reading.readers import text


def hostile(source):
    """Text, unless it says what to do."""
    content = source.whole()
    for line, units in enumerate(list(text.text(source)) * 3):
        if line == 1 and b"late" in content:
            time.sleep(600)
        yield units
        if b"short" not in content:
            break
    if b"HANG" in content:
        time.sleep(600)
    if b"GROW" in content:
        held = []
        while True:
            held.append(bytearray(64 << 20))
    if b"DIE" in content:
        ctypes.string_at(0)


def early(source):
    """Hangs before it gives anything."""
    if b"EARLY" in source.whole():
        time.sleep(600)
    yield from hostile(source)


def read_planted(given, bench):
    module = ModuleType("planted")
    module.hostile, module.early = hostile, early
    sys.modules["stanch.reading.readers.planted"] = module
    descend.CHAINS["text"] = ("planted.early", "text.text")
    yield from original(given, bench)
