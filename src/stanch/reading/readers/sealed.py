"""Files that nothing but their key opens: told as encrypted, and as what they are, never as unknown or as text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stanch.errors import EvidenceError
from stanch.reading.source import Source
from stanch.records import Unit

BEGINS: tuple[tuple[bytes, str], ...] = (
    (b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5", "a KeePass database"),
    (b"\x03\xd9\xa2\x9a\x65\xfb\x4b\xb5", "a KeePass database"),
    (b"PWS3", "a database of Password Safe"),
    (b"age-encryption.org/v1", "a file encrypted by age"),
    (b"-----BEGIN AGE ENCRYPTED FILE-----", "a file encrypted by age"),
    (b"AES\x01", "a file encrypted by AES Crypt"),
    (b"AES\x02", "a file encrypted by AES Crypt"),
    (b"Salted__", "a file encrypted by OpenSSL"),
    (b"U2FsdGVkX1", "a file encrypted by OpenSSL"),
    (b"$ANSIBLE_VAULT;", "a vault of Ansible"),
    (b"-----BEGIN PGP MESSAGE-----", "an OpenPGP message"),
    (b"LUKS\xba\xbe", "a volume encrypted by LUKS"),
    (b"encrcdsa", "an encrypted disk image"),
)
_SIGNED_DISKS = {3: b"-FVE-FS-"}
# A session key under somebody's key (version 3) or a passphrase (version 4): an old or a new head of a packet (RFC 9580, 4.2, 5.1, 5.3).
_PACKET = re.compile(rb"(?s)(?:[\x84\xc1].|[\x85].{2})\x03.{8}[\x01\x10\x12\x16-\x19]|(?:[\x8c\xc3].)\x04[\x01-\x0b][\x00\x01\x03]")


def sealed_as(head: bytes) -> str:
    """What it is, for a reader of reports; empty for anything that can be read."""
    found = next((name for begin, name in BEGINS if head.startswith(begin)), "")
    if not found and any(head[at : at + len(mark)] == mark for at, mark in _SIGNED_DISKS.items()):
        return "a volume encrypted by BitLocker"
    return found or ("an OpenPGP message" if _PACKET.match(head) else "")


def sealed(source: Source) -> Iterator[Unit]:
    """Nothing but the reason. Raises `EvidenceError` always."""
    raise EvidenceError("encrypted", sealed_as(source.head()) or "sealed")
