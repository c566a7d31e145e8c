"""Memory of a worker that is freed and soon wanted again stays with it: each page asked anew from the system is a fault, and cleared.

A column of a million cells is freed a dozen times a second. A tenth of the processor time of a large table went into pages.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

# How long Arrow's allocator (mimalloc) keeps what was freed, in milliseconds; and that it takes pages of four kilobytes: of those of two
# megabytes more is cleared than is used, which cost another tenth. Read when Arrow is loaded.
KEPT = {"MIMALLOC_PURGE_DELAY": "5000", "MIMALLOC_ALLOW_THP": "0"}
# mallopt(3): blocks up to this size come from the heap and not from pages of their own; so much free memory at its end is kept.
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
FROM_HEAP, AT_ITS_END = 64 << 20, 256 << 20
MUCH = 256 << 20  # bytes more than after the last time: what is kept counts against what the next input may take
_after = [0]


def keep_freed() -> None:
    """For the C library of this process, where it can be told (glibc)."""
    if sys.platform == "linux":
        import ctypes

        with suppress(AttributeError, OSError):
            tell = ctypes.CDLL(None).mallopt
            tell(M_MMAP_THRESHOLD, FROM_HEAP)
            tell(M_TRIM_THRESHOLD, AT_ITS_END)


def give_back() -> None:
    """What an input has left unused goes back to the system where it is much, so that it is not held against the next."""
    if _resident() < _after[0] + MUCH:
        return
    import pyarrow as pa

    pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        import ctypes

        with suppress(AttributeError, OSError):
            ctypes.CDLL(None).malloc_trim(0)
    _after[0] = _resident()


def _resident() -> int:
    """Bytes of this process in memory; 0 where that is not told."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
