"""DuckDB for all rooms: in memory, bounded, offline; what spills to disk is encrypted.

DuckDB encrypts its temporary files only with a crypto module that may write; offline that is the httpfs extension of the
wheel `duckdb-extension-httpfs`, used for its OpenSSL alone. Extensions are never fetched, and after set-up the
connection may open no file by SQL, load no extension, and its settings are locked.

DuckDB checks the module's signature over its twenty megabytes, a tenth of a second, at every loading, also of code that the process
holds already: here it does so once in a process for the file as it stands.
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
_signed: dict[str, tuple[int, ...]] = {}  # modules whose signature DuckDB has checked in this process, and what file it was
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
    module = _crypto_module()
    stands = _as_it_stands(module)
    with TemporaryDirectory(dir=folder, prefix="spill-") as spill:
        connection = duckdb.connect(
            ":memory:",
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "allow_unsigned_extensions": "true" if _signed.get(str(module)) == stands else "false",
                "memory_limit": memory,
                "threads": str(max(1, threads)),
                "temp_directory": spill,
                "preserve_insertion_order": "false",
            },
        )
        try:
            quoted = str(module).replace("'", "''")
            connection.execute(f"LOAD '{quoted}'")
            _signed[str(module)] = stands
            connection.execute("SET temp_file_encryption = true")
            connection.execute("SET enable_progress_bar = false")
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
            yield connection
        finally:
            connection.close()


def _crypto_module() -> Path:
    import duckdb_extension_httpfs  # type: ignore[import-untyped]

    return next(Path(duckdb_extension_httpfs.__file__).parent.rglob("httpfs.duckdb_extension"))


def _as_it_stands(module: Path) -> tuple[int, ...]:
    """What changes when a file is written or put in place of another."""
    told = module.stat()
    return told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns
