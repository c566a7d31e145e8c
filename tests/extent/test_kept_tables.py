"""Pieces of tables that stay in memory are those that are read anew."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.extent import kept_tables
from stanch.extent.kept_tables import Pieces
from stanch.records import UNIT_SCHEMA, pack_cells
from stanch.vault import Keys, random_keys, sealed_writer

GROUPS, UNITS = 3, 3


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Keys]:
    """Units of several row groups: tables of different sizes, and a text."""
    path, keys = tmp_path_factory.mktemp("pieces") / "units.parquet", random_keys()
    with sealed_writer(path, UNIT_SCHEMA, keys) as writer:
        for group in range(GROUPS):
            rows = [
                {
                    "exhibit": "e",
                    "locator": f"shop.db#{group}_{unit}",
                    "media_type": "x",
                    "start": 1,
                    "text": "",
                    "properties": [],
                    "kind": "table" if unit else "text",
                    "cells": pack_cells(pa.table({"id": [str(n) for n in range(5 * (group + 1))], "name": ["x"] * 5 * (group + 1)}))
                    if unit
                    else None,
                }
                for unit in range(UNITS)
            ]
            writer.write_table(pa.Table.from_pylist(rows, schema=UNIT_SCHEMA))
    return str(path), keys


@given(
    st.lists(st.tuples(st.integers(0, GROUPS - 1), st.integers(0, UNITS - 1)), max_size=20),
    st.sampled_from([0, 700, 2_000, kept_tables.MOST_BYTES]),
)
def test_a_piece_is_the_same_however_often_it_is_asked_for(kept: tuple[str, Keys], asked: list[tuple[int, int]], most: int) -> None:
    path, keys = kept
    pieces = Pieces(keys, most)
    for group, unit in asked:
        told, plain = pieces.at(path, group, unit), Pieces(keys, 0).at(path, group, unit)
        assert (told is None) == (plain is None) == (unit == 0)
        if told and plain:
            assert told[0] == plain[0]
            assert told[1].equals(plain[1])
            assert told[0].locator == f"shop.db#{group}_{unit}"
        assert pieces._size <= most


def test_a_group_is_read_once_for_its_units(kept: tuple[str, Keys], monkeypatch: pytest.MonkeyPatch) -> None:
    path, keys = kept
    read: list[Path] = []
    opened = kept_tables.sealed_file
    monkeypatch.setattr(kept_tables, "sealed_file", lambda place, keys: read.append(place) or opened(place, keys))
    pieces = Pieces(keys)
    for _ in range(4):
        assert [pieces.at(path, group, unit) is not None for group in range(GROUPS) for unit in range(UNITS)].count(True) == 6
    assert len(read) == GROUPS
