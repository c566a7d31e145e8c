"""DuckDB for all rooms: in memory, bounded, offline; what spills to disk is encrypted.

DuckDB encrypts its temporary files only with a crypto module that may write; offline that is the httpfs extension of the
wheel `duckdb-extension-httpfs`, used for its OpenSSL alone. Extensions are never fetched, and after set-up the
connection may open no file by SQL and its settings are locked.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "2GB"
SHARE = 3  # of the machine's memory that one connection may hold, one in so many parts
BOUNDS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))  # of a container


def share_of_memory(bounds: Sequence[Path] = BOUNDS) -> str:
    """A third of the memory that this machine or container has, 2 GB at least: the less spills, the sooner large tables are joined."""
    told = [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")] if hasattr(os, "sysconf") else []
    for path in bounds:
        with suppress(OSError, ValueError):  # no container, or one without a bound
            told.append(int(path.read_text()))
    return f"{max(2000, min(told, default=0) // SHARE // 1_000_000)}MB"


@contextmanager
def duck(folder: Path, *, memory: str = MEMORY, threads: int = 2) -> Iterator[DuckDBPyConnection]:
    """An in-memory connection; past `memory` it spills to encrypted files in a folder of its own below `folder`."""
    import duckdb

    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix="spill-") as spill:
        connection = duckdb.connect(
            ":memory:",
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "memory_limit": memory,
                "threads": str(max(1, threads)),
                "temp_directory": spill,
                "preserve_insertion_order": "false",
            },
        )
        try:
            connection.execute(f"LOAD '{_crypto_module()}'")
            connection.execute("SET temp_file_encryption = true")
            connection.execute("SET enable_progress_bar = false")
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
            yield connection
        finally:
            connection.close()


def _crypto_module() -> str:
    import duckdb_extension_httpfs  # type: ignore[import-untyped]

    folder = Path(duckdb_extension_httpfs.__file__).parent
    return str(next(folder.rglob("httpfs.duckdb_extension"))).replace("'", "''")
