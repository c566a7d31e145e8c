"""Files under a password: opened with the passwords that are known, else told as encrypted."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from stanch.errors import EvidenceError
from stanch.reading.source import MEMBER, Source

BUILT_IN = "VelvetSweatshop"  # Excel's own password for workbooks that are only to be opened for reading

BLOCK = 16  # bytes that AES takes at a time


def _opened(source: Source, content: bytes) -> Source:
    """The same document in clear; it takes from the same budget, so that none can hold itself for ever."""
    inner = source.inner("opened", content)
    return replace(inner, locator=source.locator)


def office(source: Source) -> Iterator[Source]:
    """Word, Excel, PowerPoint of any year."""
    import msoffcrypto

    for password in (BUILT_IN, *source.passwords):
        sink = io.BytesIO()
        try:
            with source.open() as stream:
                file = msoffcrypto.OfficeFile(stream)
                file.load_key(password=password)
                file.decrypt(sink)
        except Exception:  # noqa: BLE001 the edge of a library: a wrong password shows itself in many ways
            sink = io.BytesIO()
        if sink.getvalue()[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
            yield _opened(source, sink.getvalue())
            return
    raise EvidenceError("encrypted", "an Office document under a password" + _tried(source))


def _tried(source: Source) -> str:
    return f"; {len(source.passwords)} known passwords do not open it" if source.passwords else ""


def odf(source: Source) -> Iterator[Source]:
    """OpenDocument: each part is packed, then encrypted by AES-256-CBC under a key made from the password (ODF 1.2 part 3)."""
    from lxml import etree

    with source.open() as stream, zipfile.ZipFile(stream) as packed:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
        manifest = etree.fromstring(packed.read("META-INF/manifest.xml"), parser)
        locked = {
            _attribute(entry, "full-path"): entry
            for entry in (manifest if manifest is not None else ())
            if entry.find("{*}encryption-data") is not None
        }
        for password in source.passwords:
            content = _rewritten(packed, locked, password)
            if content is not None:
                yield _opened(source, content)
                return
    raise EvidenceError("encrypted", "an OpenDocument file under a password" + _tried(source))


def _attribute(node: Any, name: str) -> str:
    return next((str(value) for key, value in node.attrib.items() if str(key).rpartition("}")[2] == name), "")


def _rewritten(packed: zipfile.ZipFile, locked: dict[str, Any], password: str) -> bytes | None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as clear:
        for info in packed.infolist():
            if info.is_dir() or info.filename == "META-INF/manifest.xml":
                continue
            content = packed.read(info)
            if info.filename in locked:
                opened = _decrypted(content, locked[info.filename], password)
                if opened is None:
                    return None
                if info.filename == "encrypted-package":
                    return opened
                content = opened
            clear.writestr(info.filename, content)
    return sink.getvalue()


def _decrypted(content: bytes, entry: Any, password: str) -> bytes | None:
    """One part in clear, or None where the password is wrong."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    algorithm = entry.find(".//{*}algorithm")
    derivation = entry.find(".//{*}key-derivation")
    start = entry.find(".//{*}start-key-generation")
    vector = base64.b64decode(_attribute(algorithm, "initialisation-vector"))
    long = "sha256" in _attribute(start, "start-key-generation-name").lower() if start is not None else False
    first = (hashlib.sha256 if long else hashlib.sha1)(password.encode()).digest()
    size = int(_attribute(derivation, "key-size") or "16")
    salt = base64.b64decode(_attribute(derivation, "salt"))
    name = _attribute(algorithm, "algorithm-name").lower()
    if "gcm" in name:
        return _sealed(content, first, salt, size, derivation)
    if "aes" not in name:
        return None
    key = hashlib.pbkdf2_hmac("sha1", first, salt, min(int(_attribute(derivation, "iteration-count") or "1024"), 1_000_000), size)
    opened = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    clear = opened.update(content[: len(content) // BLOCK * BLOCK]) + opened.finalize()
    try:
        unpacking = zlib.decompressobj(-15)
        found = unpacking.decompress(clear, MEMBER)
    except zlib.error:
        return None
    # Noise may begin as packed text does, and now and then ends like it: behind the end stands the padding, which tells its own length.
    is_whole = unpacking.eof and 0 < len(unpacking.unused_data) == clear[-1] <= BLOCK
    return found if is_whole or unpacking.unconsumed_tail else None


def _sealed(content: bytes, first: bytes, salt: bytes, size: int, derivation: Any) -> bytes | None:
    """A whole package sealed by AES-GCM under a key of Argon2id, as LibreOffice writes since 24.2."""
    from argon2.low_level import Type, hash_secret_raw
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    rounds, memory, lanes = (int(_attribute(derivation, f"argon2-{word}") or "1") for word in ("iterations", "memory", "lanes"))
    if memory > 1 << 20 or rounds > 20:
        return None
    key = hash_secret_raw(first, salt, time_cost=rounds, memory_cost=memory, parallelism=lanes, hash_len=size, type=Type.ID)
    try:
        clear = AESGCM(key).decrypt(content[:12], content[12:], None)
    except InvalidTag:
        return None
    try:
        return zlib.decompressobj(-15).decompress(clear, MEMBER)
    except zlib.error:
        return clear
