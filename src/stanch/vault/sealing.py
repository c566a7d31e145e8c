"""Keys, and files at rest. The one place (with `tokens`) that touches cryptography.

A case has one random master key. `keys.json` in the case folder holds it wrapped: Argon2id turns the passphrase into a
key-encryption key (RFC 9106), AES-256-GCM wraps the master key. All other keys are derived from the master by
HKDF-SHA256 with a purpose, so no key serves two ends:

    database   SQLCipher's raw key          tokens, tokens:KIND  keyed hashes of values
    journal    the chain of the journal     bulk:NAME one encrypted Parquet file (AES-GCM, Parquet modular encryption)
    blob:USE   small sealed files
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.parquet.encryption as pe
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from stanch.errors import StanchError, Superseded, WrongCall, WrongPassphrase

KEY_BYTES = 32
NONCE_BYTES = 12
# RFC 9106, second recommended option, with more passes: about half a second and 64 MiB on a laptop.
ARGON2 = {"time_cost": 4, "memory_cost": 64 * 1024, "parallelism": 2}
KEY_FILE = "keys.json"
# How values are hashed to tokens (`vault.tokens`). A case goes on with what it began with: tokens compare within one hash alone.
BLAKE2B, CMAC = "blake2b", "aes-256-cmac"
# Columns of findings in which nearly every row has a value of its own.
VARIOUS = frozenset(("token", "row", "record"))
# How these are written: numbers that count on as their steps, texts of equal length without their lengths.
ENCODED = {"row": "DELTA_BINARY_PACKED", "token": "DELTA_LENGTH_BYTE_ARRAY"}


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """The master key of a case (or of one run without a case), and by which hash its tokens are made.

    Never printed: `repr` is the class name only.
    """

    master: bytes
    tokens: str = BLAKE2B

    def __repr__(self) -> str:
        return "Keys(…)"

    def derive(self, purpose: str) -> bytes:
        """A 32-byte key for one purpose (HKDF-SHA256, RFC 5869)."""
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=b"stanch/1", info=purpose.encode()).derive(self.master)


def random_keys() -> Keys:
    """Keys that live as long as the process."""
    return Keys(secrets.token_bytes(KEY_BYTES), CMAC)


def create_keys(folder: Path, passphrase: str) -> Keys:
    """Make a case's keys and write `keys.json`. Raises `WrongCall` if they exist or the passphrase is empty."""
    target = folder / KEY_FILE
    if target.exists():
        raise WrongCall("this folder already has keys", where=str(target), do="Open the case instead, or choose another folder.")
    if not passphrase:
        raise WrongCall("the passphrase is empty", do="Give one of at least 8 characters, or a key file by STANCH_KEY_FILE.")
    keys = random_keys()
    write_whole(target, json.dumps(_wrap(keys, passphrase), indent=1).encode())
    return keys


def open_keys(folder: Path, passphrase: str) -> Keys:
    """The case's keys. Raises `WrongPassphrase`, or `StanchError` where `keys.json` is missing or broken."""
    target = folder / KEY_FILE
    try:
        wrapped = json.loads(target.read_bytes())
        salt, nonce, sealed = (base64.b64decode(wrapped[name]) for name in ("salt", "nonce", "wrapped"))
        cost = {name: int(wrapped["argon2id"][name]) for name in ARGON2}
        tokens = {BLAKE2B: BLAKE2B, CMAC: CMAC}[wrapped.get("tokens", BLAKE2B)]
    except FileNotFoundError:
        raise WrongCall("no case here", where=str(folder), do="Make one with `stanch init`, or name its folder with -C.") from None
    except (ValueError, KeyError, TypeError) as error:
        raise StanchError(f"the key file is broken ({error})", where=str(target), do="Restore keys.json from a backup.") from None
    try:
        return Keys(AESGCM(_stretch(passphrase, salt, cost)).decrypt(nonce, sealed, _bound(tokens)), tokens)
    except InvalidTag:
        raise WrongPassphrase(
            "the passphrase does not open this case", where=str(folder), do="Check the passphrase, or STANCH_KEY_FILE."
        ) from None


def change_passphrase(folder: Path, keys: Keys, passphrase: str) -> None:
    """Wrap the same master key anew."""
    write_whole(folder / KEY_FILE, json.dumps(_wrap(keys, passphrase), indent=1).encode())


def user_keys() -> Keys:
    """Keys for work without a case, kept for this user so that tokens compare between runs (ADR 0004).

    They stand in `$XDG_STATE_HOME/stanch/tokens.key` (readable by its owner alone), with the name of the hash behind them, which is
    BLAKE2b where none stands there; where that cannot be written, keys of this process.
    """
    home = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "stanch"
    target = home / "tokens.key"
    try:
        if not target.exists():
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(target, secrets.token_bytes(KEY_BYTES) + CMAC.encode())
        held = target.read_bytes()
    except OSError:
        return random_keys()
    master, named = held[:KEY_BYTES], held[KEY_BYTES:]
    return Keys(master, CMAC if named else BLAKE2B) if len(master) == KEY_BYTES and named in (b"", CMAC.encode()) else random_keys()


def seal(keys: Keys, use: str, content: bytes) -> bytes:
    """Content as a sealed blob (AES-256-GCM); `use` binds it to its purpose."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(keys.derive(f"blob:{use}")).encrypt(nonce, content, use.encode())


def unseal(keys: Keys, use: str, blob: bytes) -> bytes:
    """The content of a sealed blob. Raises `StanchError` if it was altered or sealed for another use."""
    try:
        return AESGCM(keys.derive(f"blob:{use}")).decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], use.encode())
    except (InvalidTag, ValueError):
        raise StanchError("a sealed file was altered or belongs to another case", where=use) from None


@contextmanager
def sealed_writer(path: Path, schema: pa.Schema, keys: Keys) -> Iterator[pq.ParquetWriter]:
    """Write an encrypted Parquet file, a row group a `write_table`; it appears under `path` only when whole.

    Without statistics, which nobody asks for, and without dictionaries of what hardly repeats: both cost more than they give.
    Columns that the schema codes by a dictionary are read back as what they stand for.
    """
    partial = path.with_name(path.name + f".{os.getpid()}.partial")
    properties = pe.create_encryption_properties(footer_key=_bulk_key(keys, path), plaintext_footer=False)
    is_coded = any(pa.types.is_dictionary(field.type) for field in schema)
    encoded = {field.name: ENCODED[field.name] for field in schema if field.name in ENCODED and field.type in (pa.int64(), pa.string())}
    try:
        with pq.ParquetWriter(
            partial, schema, encryption_properties=properties, compression=_compression(schema), write_statistics=False,
            use_dictionary=[field.name for field in schema if _repeats(field)], column_encoding=encoded or None, store_schema=not is_coded,
        ) as writer:  # fmt: skip
            yield writer
        partial.chmod(0o600)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _compression(schema: pa.Schema) -> str | dict[str, str]:
    """Tokens are random bytes: only what repeats as a whole can be made shorter, and that is soon found."""
    found = {field.name: "lz4" if pa.types.is_fixed_size_binary(field.type) else "zstd" for field in schema}
    return found if "lz4" in found.values() else "zstd"  # named one by one, columns that hold others would stay as long as they are


def _repeats(field: pa.Field) -> bool:
    """Whether a column is worth a dictionary: it comes as one, or has no long content and no number that counts on."""
    return pa.types.is_dictionary(field.type) or (
        field.name not in VARIOUS
        and not (pa.types.is_large_string(field.type) or pa.types.is_large_binary(field.type) or pa.types.is_nested(field.type))
    )


def sealed_file(path: Path, keys: Keys, coded: Sequence[str] = ()) -> pq.ParquetFile:
    """Open an encrypted Parquet file; the columns that are `coded` are read as dictionaries, where it has them.

    Raises `StanchError` if it is altered, moved or of another case, `Superseded` if it is not there.
    """
    properties = pe.create_decryption_properties(footer_key=_bulk_key(keys, path))
    try:
        try:
            return pq.ParquetFile(path, decryption_properties=properties, read_dictionary=list(coded))
        except KeyError:  # it has not all of them
            names = {*pq.read_schema(path, decryption_properties=properties).names}
            return pq.ParquetFile(path, decryption_properties=properties, read_dictionary=[one for one in coded if one in names])
    except FileNotFoundError as error:
        do = "The evidence may just have been searched anew: look again. Where it stays away, search it anew."
        raise Superseded("a sealed part is not there any more", where=path.name, do=do) from error
    except (OSError, pa.ArrowException) as error:
        raise StanchError("a sealed part cannot be opened", where=path.name, do="Run the step again; it will be made anew.") from error


def write_whole(path: Path, content: bytes) -> None:
    """Write a file readable by its owner alone; it appears only when whole."""
    partial = path.with_name(path.name + f".{os.getpid()}.partial")
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _bulk_key(keys: Keys, path: Path) -> bytes:
    # Bound to the name: a part put in another's place is refused.
    return keys.derive(f"bulk:{path.name}")


def _stretch(passphrase: str, salt: bytes, cost: dict[str, int]) -> bytes:
    from argon2.low_level import Type, hash_secret_raw  # a worker is given its keys, and needs none

    return hash_secret_raw(passphrase.encode(), salt, hash_len=KEY_BYTES, type=Type.ID, **cost)


def _wrap(keys: Keys, passphrase: str) -> dict[str, object]:
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(_stretch(passphrase, salt, ARGON2)).encrypt(nonce, keys.master, _bound(keys.tokens))
    coded = {name: base64.b64encode(value).decode() for name, value in (("salt", salt), ("nonce", nonce), ("wrapped", sealed))}
    named = {} if keys.tokens == BLAKE2B else {"tokens": keys.tokens}
    return {"version": 1, "argon2id": ARGON2, **named, **coded}


def _bound(tokens: str) -> bytes:
    """What the wrapped master key is bound to: who changes the name of the hash opens nothing."""
    return b"stanch master" if tokens == BLAKE2B else f"stanch master {tokens}".encode()
