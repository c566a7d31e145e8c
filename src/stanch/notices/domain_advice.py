"""Would the letters be taken for forged? Reads a domain's SPF, DKIM and DMARC records, given as text, and says what to change.

Nothing is looked up: the operator pastes what `dig +short TXT example.com` (and `_dmarc.`, and `SELECTOR._domainkey.`) prints.
Rules: RFC 7208 (SPF), RFC 6376 and 8301 (DKIM), RFC 7489 (DMARC).
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Advice:
    """One finding: `good`, `weak` or `bad`, what stands there, and what to do."""

    about: Literal["SPF", "DKIM", "DMARC"]
    grade: Literal["good", "weak", "bad"]
    what: str
    do: str = ""


def check_domain(records: Iterable[str], *, sender_ip: str = "", include: str = "") -> list[Advice]:
    """What the records say. `sender_ip` is the address that the mail leaves from; `include` what the provider asks to include."""
    texts = [_joined(one) for one in records if one.strip()]
    spf = [one for one in texts if one.lower().startswith("v=spf1")]
    dkim = [one for one in texts if re.match(r"(?i)(v=dkim1\s*;|.*\bp=)", one) and not one.lower().startswith(("v=spf1", "v=dmarc1"))]
    dmarc = [one for one in texts if one.lower().startswith("v=dmarc1")]
    return [*_spf(spf, sender_ip, include), *_dkim(dkim), *_dmarc(dmarc)]


def _joined(record: str) -> str:
    """A record as it is meant: the pieces in quotes run together."""
    pieces = re.findall(r'"((?:[^"\\]|\\.)*)"', record)
    return ("".join(pieces) if pieces else record).strip()


def _spf(records: list[str], sender_ip: str, include: str) -> Iterable[Advice]:
    if not records:
        yield Advice(
            "SPF", "bad", "there is no SPF record", "Publish one that names the servers which send for this domain, ending in -all or ~all."
        )
        return
    if len(records) > 1:
        yield Advice("SPF", "bad", f"there are {len(records)} SPF records; receivers then take none", "Join them into one (RFC 7208, 3.2).")
        return
    terms = records[0].split()[1:]
    asking = [one for one in terms if re.match(r"(?i)[+?~-]?(include:|a\b|mx\b|ptr\b|exists:|redirect=)", one)]
    if len(asking) > 10:
        yield Advice(
            "SPF",
            "bad",
            f"{len(asking)} terms need a look-up; receivers stop after 10",
            "Name addresses instead of hosts (RFC 7208, 4.6.4).",
        )
    last = next((one for one in terms if re.fullmatch(r"(?i)[+?~-]?all", one)), "")
    if last.lower() in ("all", "+all"):
        yield Advice("SPF", "bad", "+all lets everybody send for this domain", "End the record in -all or ~all.")
    elif last == "?all":
        yield Advice("SPF", "weak", "?all says nothing about other servers", "End the record in ~all or -all.")
    elif not last and not any(one.lower().startswith("redirect=") for one in terms):
        yield Advice("SPF", "weak", "the record has no `all` at its end", "End it in ~all or -all.")
    else:
        yield Advice("SPF", "good", f"one record, ending in {last or 'a redirect'}")
    if include and not any(one.lower().lstrip("+") == f"include:{include.lower()}" for one in terms):
        yield Advice("SPF", "bad", f"the provider's include:{include} is missing", f"Add include:{include} before the end.")
    if sender_ip:
        yield _covers(terms, sender_ip)


def _covers(terms: list[str], sender_ip: str) -> Advice:
    try:
        address = ipaddress.ip_address(sender_ip)
    except ValueError:
        return Advice("SPF", "bad", f"{sender_ip} is no IP address", "Give the address that the mail leaves from.")
    for one in terms:
        found = re.fullmatch(r"(?i)\+?ip[46]:(\S+)", one)
        try:
            if found and address in ipaddress.ip_network(found[1], strict=False):
                return Advice("SPF", "good", f"{sender_ip} is covered by {one}")
        except ValueError:
            return Advice("SPF", "bad", f"{one} is no network", "Correct it; receivers take the whole record for broken.")
    return Advice(
        "SPF",
        "weak",
        f"{sender_ip} is named by no ip4 or ip6 term",
        "It may stand behind an include, a or mx; that is not looked up from here.",
    )


def _dkim(records: list[str]) -> Iterable[Advice]:
    if not records:
        yield Advice("DKIM", "bad", "no DKIM key was given", "Give the record of SELECTOR._domainkey; have the mail server sign with it.")
    for record in records:
        tags = _tags(record)
        key = "".join(tags.get("p", "").split())
        if not key:
            yield Advice(
                "DKIM", "bad", "the key is empty: it was withdrawn (RFC 6376, 3.6.1)", "Publish the key that the server signs with."
            )
            continue
        try:
            size = _bits(base64.b64decode(key, validate=True), tags.get("k", "rsa"))
        except (binascii.Error, ValueError):
            yield Advice("DKIM", "bad", "the key is no base64", "Copy it again, without blanks or quotes in it.")
            continue
        if "y" in tags.get("t", "").split(":"):
            yield Advice("DKIM", "weak", "t=y: the domain says it is only testing", "Take t=y away.")
        if size and size < 1024:
            yield Advice("DKIM", "bad", f"an RSA key of {size} bits is not accepted (RFC 8301)", "Use 2048 bits.")
        elif size and size < 2048:
            yield Advice("DKIM", "weak", f"an RSA key of {size} bits", "Use 2048 bits (RFC 8301).")
        else:
            yield Advice("DKIM", "good", f"a key of {size} bits" if size else "an Ed25519 key")


def _bits(key: bytes, kind: str) -> int:
    """The size of an RSA key; 0 for Ed25519. Raises `ValueError` where it is no key."""
    if kind.lower() == "ed25519":
        return 0
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        loaded = load_der_public_key(key)
    except UnsupportedAlgorithm as error:
        raise ValueError(str(error)) from None
    if not isinstance(loaded, RSAPublicKey):
        raise ValueError("no RSA key")  # noqa: TRY004 what was given is no such key
    return loaded.key_size


def _dmarc(records: list[str]) -> Iterable[Advice]:
    if not records:
        yield Advice(
            "DMARC",
            "bad",
            "there is no DMARC record",
            "Publish _dmarc with p=none and rua= first, then quarantine or reject; large receivers ask for one.",
        )
        return
    if len(records) > 1:
        yield Advice("DMARC", "bad", "there are several DMARC records; receivers then take none", "Keep one (RFC 7489, 6.6.3).")
        return
    tags = _tags(records[0])
    policy = tags.get("p", "").lower()
    if policy not in ("none", "quarantine", "reject"):
        yield Advice("DMARC", "bad", "p is missing or no policy", "Write p=none, p=quarantine or p=reject.")
    elif policy == "none":
        yield Advice(
            "DMARC",
            "weak",
            "p=none: forged letters in your name are delivered",
            "A breach invites them; go to p=quarantine once SPF and DKIM pass.",
        )
    else:
        yield Advice("DMARC", "good", f"p={policy}")
    if not tags.get("rua"):
        yield Advice("DMARC", "weak", "no rua: nobody is told of failures", "Add rua=mailto: an address that is read.")
    strict = [name for name in ("adkim", "aspf") if tags.get(name, "").lower() == "s"]
    if strict:
        yield Advice(
            "DMARC",
            "weak",
            f"{' and '.join(strict)} strict: mail of a subdomain fails",
            "Send from exactly the domain that signs and that SPF covers.",
        )


def _tags(record: str) -> dict[str, str]:
    pairs = (one.partition("=") for one in record.split(";"))
    return {name.strip().lower(): value.strip() for name, sign, value in pairs if sign}
