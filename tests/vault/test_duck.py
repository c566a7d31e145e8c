"""The connection to DuckDB: its crypto module is one whose signature was checked, and after set-up nothing else can be loaded or opened."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from stanch.vault import duck


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the crypto module, and a process that has checked none."""
    copied = tmp_path / "it's here" / "httpfs.duckdb_extension"
    copied.parent.mkdir()
    shutil.copy(duck._crypto_module(), copied)
    monkeypatch.setattr(duck, "_crypto_module", lambda: copied)
    monkeypatch.setattr(duck, "_signed", {})
    return copied


def damage(module: Path) -> None:
    """A byte of its code changed, as another file in its place."""
    content = bytearray(module.read_bytes())
    content[len(content) // 2] ^= 1
    module.unlink()
    module.write_bytes(content)


def opened(folder: Path) -> int:
    with duck.duck(folder, threads=1, memory="200MB") as connection:
        (found,) = connection.execute("SELECT 1").fetchone() or (0,)
        return int(found)


def test_a_module_whose_signature_is_not_right_is_refused(tmp_path, module):
    damage(module)
    with pytest.raises(duckdb.Error, match="signature"):
        opened(tmp_path / "work")


def test_the_signature_is_checked_once_for_a_file_as_it_stands(tmp_path, module):
    assert opened(tmp_path / "work") == 1
    checked = dict(duck._signed)
    assert opened(tmp_path / "work") == 1
    assert duck._signed == checked
    assert list(checked) == [str(module)]
    damage(module)
    with pytest.raises(duckdb.Error, match="signature"):
        opened(tmp_path / "work")


def test_after_set_up_nothing_else_is_loaded_opened_or_set(tmp_path, module):
    other = tmp_path / "other.duckdb_extension"
    shutil.copy(module, other)
    words = tmp_path / "words.csv"
    words.write_text("a\n1\n")
    for _ in ("the signature is checked", "it was checked"):
        with duck.duck(tmp_path / "work", threads=1, memory="200MB") as connection:
            for statement in (
                f"LOAD '{other}'",
                f"INSTALL '{other}'",
                f"FROM read_csv('{words}')",
                f"ATTACH '{tmp_path / 'beside.db'}'",
                "SET allow_unsigned_extensions = true",
                "SET enable_external_access = true",
                "SET temp_file_encryption = false",
            ):
                with pytest.raises(duckdb.Error):
                    connection.execute(statement)
            assert connection.execute("SELECT current_setting('temp_file_encryption')").fetchone() == (True,)
