"""Time stamps of an authority (RFC 3161): what is asked, and whether an answer holds. It learns a hash, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import rfc3161_client as rfc3161
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from stanch.errors import StanchError


@dataclass(frozen=True, slots=True)
class Question:
    """A request as it goes out (DER), with the number that its answer must carry."""

    body: bytes
    nonce: int


def question(message: bytes) -> Question:
    """A request for a stamp over the SHA-256 of a message, with a number used once, and the authority's certificate in the answer."""
    made = rfc3161.TimestampRequestBuilder().data(message).hash_algorithm(rfc3161.HashAlgorithm.SHA256).build()
    return Question(made.as_bytes(), int(made.nonce or 0))


def fingerprints(roots: bytes) -> tuple[str, ...]:
    """SHA-256 of each certificate of a PEM file. Raises `StanchError` where it holds none."""
    return tuple(one.fingerprint(hashes.SHA256()).hex() for one in _read(roots))


def stamped_at(answer: bytes, message: bytes, roots: bytes, *, nonce: int | None = None) -> datetime:
    """When the authority says that the message was there, in UTC.

    The stamp must be of this message, signed by a certificate for time stamps under one of `roots` (PEM), valid at that moment, and with
    `nonce` carry that number. Raises `StanchError` with the reason where it is not.
    """
    trusted = _read(roots)
    try:
        found = rfc3161.decode_timestamp_response(answer)
        builder = rfc3161.VerifierBuilder(roots=list(trusted), nonce=nonce)
        builder.build().verify_message(found, message)
        return found.tst_info.gen_time.astimezone(UTC)
    except (rfc3161.VerificationError, ValueError) as error:
        raise StanchError(f"the time stamp does not hold: {str(error)[:200]}") from None


def _read(roots: bytes) -> Sequence[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(roots)
    except ValueError:
        raise StanchError("the authority's certificates cannot be read", do="Give its root certificates as one PEM file.") from None
