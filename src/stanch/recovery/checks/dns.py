"""TXT records of a domain, as `dig`, `host`, `nslookup` and zone files write them: SPF (RFC 7208), DMARC (RFC 7489), DKIM (RFC 6376)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stanch.recovery.checks import Observation

TOOL = "dns"
STRINGS = r"\"(?:[^\"\\]|\\.)*\"(?:\s*\"(?:[^\"\\]|\\.)*\")*"
RECORD = re.compile(
    rf"^(?P<name>[\w.*-]+)[ \t]+(?:\d+[ \t]+)?(?:IN[ \t]+)?TXT[ \t]+(?:\([ \t\n]*)?(?P<text>{STRINGS})", re.MULTILINE | re.IGNORECASE
)
SAID = re.compile(rf"^(?P<name>[\w.*-]+)[ \t]+(?:descriptive text|text =)[ \t\n]+(?P<text>{STRINGS})", re.MULTILINE | re.IGNORECASE)
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


def recognise(head: str) -> bool:
    """Whether a line is a TXT record."""
    return bool(RECORD.search(head) or SAID.search(head))


def read(text: str) -> Iterator[Observation]:
    """`spf` with what it says of others (`-all`), `dmarc` with its policy (`reject`) and share, `dkim` with whether a key is there."""
    records = [
        (found["name"].rstrip(".").lower(), "".join(STRING.findall(found["text"])).replace('\\"', '"').replace("\\;", ";"))
        for form in (RECORD, SAID)
        for found in form.finditer(text)
    ]
    senders = [name for name, value in records if _is_spf(value)]
    for name, value in dict.fromkeys(records):
        if _is_spf(value):
            yield Observation(TOOL, name, "spf", "several records, which receivers refuse" if senders.count(name) > 1 else _others(value))
        elif value.lower().startswith("v=dmarc1") and name.startswith("_dmarc."):
            yield from _dmarc(name.removeprefix("_dmarc."), value)
        elif "._domainkey." in name:
            key = re.search(r"(?:^|;)\s*p\s*=\s*([A-Za-z0-9+/= ]*)", value)
            yield Observation(TOOL, name.partition("._domainkey.")[2], "dkim", "key" if key and key[1].strip() else "revoked")


def _is_spf(value: str) -> bool:
    return re.match(r"v=spf1(?: |$)", value, re.IGNORECASE) is not None


def _others(value: str) -> str:
    """What SPF says of all other senders; `redirect=` hands that over to another domain's record."""
    words = value.lower().split()
    rest = next((word for word in words if re.fullmatch(r"[-~?+]?all", word)), None)
    if rest:
        return rest if rest[0] in "-~?+" else f"+{rest}"
    handed = next((word for word in words if word.startswith("redirect=")), None)
    return handed or "no all"


def _dmarc(domain: str, value: str) -> Iterator[Observation]:
    tags = {name.lower(): told.strip() for name, told in re.findall(r"(\w+)\s*=\s*([^;]+)", value)}
    policy = tags.get("p", "none").lower()
    yield Observation(TOOL, domain, "dmarc", policy)
    yield Observation(TOOL, domain, "dmarc subdomains", tags.get("sp", policy).lower())
    yield Observation(TOOL, domain, "dmarc share", tags.get("pct", "100"))
    yield Observation(TOOL, domain, "dmarc reports", "yes" if "rua" in tags else "no")
