"""Time stamps of a trusted third party (RFC 3161): proof that something was there at a moment, by somebody else's clock and key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stanch.errors import StanchError, WrongCall


@dataclass(frozen=True, slots=True)
class Stamped:
    """What a checked stamp says: the moment (aware), and the policy it was given under."""

    at: datetime
    policy: str


def request(data: bytes) -> tuple[bytes, int | None]:
    """The question to an authority (DER), which holds the SHA-256 of `data` only, and its number used once."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    made = (
        TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256).nonce(nonce=True).cert_request(cert_request=True).build()
    )
    return made.as_bytes(), made.nonce


def check(answer: bytes, data: bytes, roots: bytes, *, nonce: int | None = None) -> Stamped:
    """What the answer (DER) proves of `data`, its signature traced to one of `roots` (PEM). Raises `StanchError` with what is wrong."""
    from cryptography import x509
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    try:
        trusted = x509.load_pem_x509_certificates(roots)
    except ValueError:
        raise WrongCall("no certificates in PEM form", where="the authority's roots", do="Give the file of root certificates.") from None
    try:
        found = decode_timestamp_response(answer)
        checker = VerifierBuilder(nonce=nonce, roots=trusted).build()
        checker.verify_message(found, data)
        told = found.tst_info
    except (ValueError, VerificationError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise StanchError(f"the time stamp does not hold ({said[:200]})", do="Check the authority and its root certificates.") from None
    return Stamped(told.gen_time, told.policy.dotted_string)
