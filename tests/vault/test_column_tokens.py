"""Tokens: alike one by one and by column, under the hash that the keys name; a case goes on with its own."""

import hashlib
import json
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stanch.engine import Parts
from stanch.errors import StanchError, WrongPassphrase
from stanch.extent.scanning import findings_of, scan_unit
from stanch.records import FINDING_CODED, FINDING_SCHEMA, Unit, pack_cells
from stanch.vault import (
    Keys,
    column_tokeniser,
    create_keys,
    open_keys,
    random_keys,
    sealed_file,
    sealed_writer,
    spelled,
    tokeniser,
    user_keys,
)
from stanch.vault.sealing import BLAKE2B, CMAC, change_passphrase

# What a release before the other hash wrote, a case's `keys.json`, and a token of it.
OLD = (
    '{"version": 1, "argon2id": {"time_cost": 1, "memory_cost": 64, "parallelism": 1}, "salt": "PHokgCCMltYjEsq0u9zLcw==", '
    '"nonce": "fpqAXIMSKnxdJR6O", "wrapped": "Qcx1nMT5l80mskkaoy/cUOgyzQ+QYYJXCoe192O4OokdqgrecE1oCBWbJE7/tNsq"}'
)
PHRASE, OLD_TOKEN = "made by an older release", "fdec0ed2316286d1b0d5bd5dbd789667"
BOTH = [Keys(bytes(32), BLAKE2B), Keys(bytes(32), CMAC)]


@pytest.mark.parametrize("keys", BOTH)
@given(values=st.lists(st.text(max_size=40), max_size=60), skipped=st.integers(0, 3), wide=st.booleans())
@example(values=["900123456"] * 40, skipped=1, wide=False)
@example(values=["x" * 700, ""] * 20, skipped=0, wide=True)
def test_tokens_of_a_column_are_those_of_single_values(keys: Keys, values: list[str], skipped: int, wide: bool) -> None:
    column = pa.array([*["before"] * skipped, *values], pa.large_string() if wide else pa.string()).slice(skipped)
    assert column_tokeniser(keys)("phone", column).hex() == "".join(tokeniser(keys)("phone", value) for value in values)


def test_tokens_differ_by_kind_by_key_and_by_hash() -> None:
    made = {tokeniser(keys)(kind, "900123456") for keys in (*BOTH, random_keys()) for kind in ("us_ssn", "us_itin")}
    assert len(made) == 6
    assert all(len(token) == 32 for token in made)


def test_lone_surrogates_have_tokens_too() -> None:
    assert len({tokeniser(keys)("name", value) for keys in BOTH for value in ("\ud800", "\ud801")}) == 4


def test_what_stood_before_is_what_it_was() -> None:
    keyed = hashlib.blake2b(b"us_ssn\x1f900123456", key=Keys(bytes(32)).derive("tokens"), digest_size=16)
    assert tokeniser(Keys(bytes(32)))("us_ssn", "900123456") == keyed.hexdigest()


def test_a_case_of_before_goes_on_with_its_hash_also_under_another_passphrase(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text(OLD)
    keys = open_keys(tmp_path, PHRASE)
    assert tokeniser(keys)("us_ssn", "900123456") == OLD_TOKEN
    change_passphrase(tmp_path, keys, "another one")
    assert "tokens" not in json.loads((tmp_path / "keys.json").read_bytes())
    assert tokeniser(open_keys(tmp_path, "another one"))("us_ssn", "900123456") == OLD_TOKEN


def test_a_new_case_names_its_hash_and_nobody_changes_it(tmp_path: Path) -> None:
    made = create_keys(tmp_path, PHRASE)
    assert open_keys(tmp_path, PHRASE) == made
    assert made.tokens == CMAC
    told = json.loads((tmp_path / "keys.json").read_bytes())
    for altered, error in ((BLAKE2B, WrongPassphrase), (None, StanchError), ("md5", StanchError), ([], StanchError)):
        (tmp_path / "keys.json").write_text(json.dumps({**told, "tokens": altered}))
        with pytest.raises(error):
            open_keys(tmp_path, PHRASE)
    del told["tokens"]
    (tmp_path / "keys.json").write_text(json.dumps(told))
    with pytest.raises(WrongPassphrase):
        open_keys(tmp_path, PHRASE)


def test_tokens_without_a_case_go_on_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    made = user_keys()
    assert made.tokens == CMAC
    assert user_keys() == made
    kept = tmp_path / "stanch" / "tokens.key"
    kept.write_bytes(bytes(32))
    assert user_keys() == Keys(bytes(32), BLAKE2B)
    for broken in (b"short", bytes(32) + b"other"):
        kept.write_bytes(broken)
        assert user_keys() != user_keys(), "a key of this process each time"


@pytest.mark.parametrize("keys", BOTH)
def test_tokens_stand_in_parts_as_bytes_and_are_read_as_texts(keys: Keys, tmp_path: Path) -> None:
    table = pa.table({"ssn": ["900-12-3456", "900-12-3457", None] * 20, "email": ["a@example.com"] * 60})
    unit = Unit("e", "t.csv", "table", "text/csv", start=2, cells=pack_cells(table))
    found, part = findings_of(unit, keys), tmp_path / "one.parquet"
    assert found.schema == FINDING_CODED
    with sealed_writer(part, found.schema, keys) as writer:
        writer.write_table(found.unify_dictionaries())
    (read,) = Parts((part,), keys).tables()
    assert read.cast(FINDING_SCHEMA).equals(scan_unit(unit, keys))
    assert set(read["token"].to_pylist()) == {
        tokeniser(keys)("us_ssn", "900123456"),
        tokeniser(keys)("us_ssn", "900123457"),
        tokeniser(keys)("email", "a@example.com"),
    }
    (few,) = Parts((part,), keys).tables(["kind"])
    assert few.column_names == ["kind"]
    (alone,) = Parts((part,), keys).tables(["token", "row"])
    assert alone.equals(read.select(["token", "row"]))
    held = sealed_file(part, keys).read(columns=["kind", "token"]).to_pylist()
    assert {row["kind"] for row in held if row["token"] is None} == ({"email"} if keys.tokens == CMAC else set())


def test_bytes_as_hexadecimal_digits() -> None:
    held = pa.chunked_array([pa.array([bytes(16), bytes(range(16)), b"\xff" * 16], pa.binary(16)).slice(1), pa.array([], pa.binary(16))])
    assert spelled(pa.table({"token": held}), Keys(bytes(32)))["token"].to_pylist() == ["000102030405060708090a0b0c0d0e0f", "ff" * 16]
    plain = pa.table({"token": ["ab"], "row": [1]})
    assert spelled(plain, Keys(bytes(32))) is plain


@pytest.mark.parametrize("are_mixed", [True, False])
def test_tokens_that_texts_tell_are_those_of_one_value(are_mixed: bool) -> None:
    keys = Keys(bytes(32), CMAC)
    order = range(900) if are_mixed else sorted(range(900), key=lambda at: at % 3)
    rows = [(("email", "city", "us_ssn")[at % 3], f"v{at}", bytes([at % 256]) * 16 if at % 3 == 2 else None) for at in order]
    kinds, texts, tokens = zip(*rows, strict=True)
    table = pa.table({"kind": kinds, "text": texts, "token": pa.array(tokens, pa.binary(16))})
    one = tokeniser(keys)
    assert spelled(table, keys)["token"].to_pylist() == [token.hex() if token else one(kind, text) for kind, text, token in rows]
