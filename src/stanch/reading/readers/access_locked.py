"""Access databases whose pages are not plain.

A database password of Access 97 to 2003 locks the program alone, and what it calls encoding needs no password: both are read.
From 2010 on a password encrypts the pages as [MS-OFFCRYPTO] 2.3.4.10 to 13 describe for documents, a page's number in place of a
segment's.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import hashlib
import re
from collections.abc import Callable

from stanch.errors import EvidenceError

Plain = Callable[[int, bytes], bytes]
_FIRST = b"\xc7\xda\x39\x6b"  # the first page is scrambled with this key in every file
_SCRAMBLED, _CODE_PAGE, _KEY = slice(0x18, 0x98), slice(0x3C - 0x18, 0x3E - 0x18), slice(0x3E - 0x18, 0x42 - 0x18)
_INFO = 0x299  # where a password's description stands: its length, then version and flags, then XML
_HASHES = {"SHA1": "sha1", "SHA256": "sha256", "SHA384": "sha384", "SHA512": "sha512"}
_TURNS = 10_000_000  # the most that the specification allows


def encoding_of(first: bytes) -> str:
    """The code page that text of Access 97 and before is in, as the first page names it."""
    number = int.from_bytes(_rc4(_FIRST, first[_SCRAMBLED])[_CODE_PAGE], "little")
    try:
        return codecs.lookup(f"cp{number}").name
    except LookupError:
        return "cp1252"


def unlocked(first: bytes, passwords: tuple[str, ...]) -> Plain | None:
    """What makes the other pages plain; None where they are. Raises `EvidenceError` where no password fits."""
    key = _rc4(_FIRST, first[_SCRAMBLED])[_KEY]
    if not any(key):
        return None
    number = int.from_bytes(key, "little")
    if first[0x14] < 2:
        return lambda page, content: _rc4((number ^ page).to_bytes(4, "little"), content)
    return _agile(first, number, passwords)


def _rc4(key: bytes, content: bytes) -> bytes:
    from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
    from cryptography.hazmat.primitives.ciphers import Cipher

    return Cipher(ARC4(key * 4), None).decryptor().update(content)  # RC4 repeats a short key itself, the library takes none


def _agile(first: bytes, number: int, passwords: tuple[str, ...]) -> Plain:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from msoffcrypto.method.ecma376_agile import ECMA376Agile

    length = int.from_bytes(first[_INFO : _INFO + 2], "little")
    described = first[_INFO + 2 : _INFO + 2 + length].decode("utf-8", "replace")
    data, key = _attributes(described, "keyData"), _attributes(described, "p:encryptedKey")
    turns = int(key.get("spinCount", "0")) if key.get("spinCount", "0").isdigit() else 0
    if data.get("cipherAlgorithm") != "AES" or data.get("hashAlgorithm") not in _HASHES or not 0 < turns <= _TURNS:
        raise EvidenceError("encrypted", "an Access database under a password, in a way that is not known here")
    try:
        salt = base64.b64decode(data["saltValue"])
        parts = [base64.b64decode(key[one]) for one in ("saltValue", "encryptedVerifierHashInput", "encryptedVerifierHashValue")]
        sealed = base64.b64decode(key["encryptedKeyValue"])
    except (KeyError, binascii.Error) as error:
        raise EvidenceError("damaged", "an Access database whose description of its password is torn") from error
    way, bits = key.get("hashAlgorithm", ""), int(key.get("keyBits", "256"))
    for password in passwords:
        if ECMA376Agile.verify_password(password, *_ordered(parts, way, turns, bits)):
            secret = ECMA376Agile.makekey_from_password(password, parts[0], way, sealed, turns, bits)
            break
    else:
        raise EvidenceError("encrypted", "an Access database under a password")

    def plain(page: int, content: bytes) -> bytes:
        start = hashlib.new(_HASHES[data["hashAlgorithm"]], salt + (number ^ page).to_bytes(4, "little")).digest()[:16]
        whole = content[: len(content) // 16 * 16]
        return Cipher(algorithms.AES(secret), modes.CBC(start)).decryptor().update(whole)

    return plain


def _ordered(parts: list[bytes], way: str, turns: int, bits: int) -> tuple[bytes, str, bytes, bytes, int, int]:
    return parts[0], way, parts[1], parts[2], turns, bits


def _attributes(described: str, name: str) -> dict[str, str]:
    """The attributes of the first element of a name."""
    found = re.search(rf"<{re.escape(name)}\b([^<>]*)>", described)
    return dict(re.findall(r'(\w+)="([^"]*)"', found[1])) if found else {}
