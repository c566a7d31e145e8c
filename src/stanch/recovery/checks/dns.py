"""Records of a domain as text, as `dig` and zone files write them: SPF (RFC 7208), DMARC (RFC 7489), DKIM (RFC 6376)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stanch.recovery.checks import Observation

TOOL = "dns"
RECORD = re.compile(r"^(?P<name>[\w.*-]+)\s+(?:\d+\s+)?(?:IN\s+)?TXT\s+(?P<text>\".*)$", re.MULTILINE | re.IGNORECASE)
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


def recognise(head: str) -> bool:
    """Whether a line is a TXT record."""
    return bool(RECORD.search(head))


def read(text: str) -> Iterator[Observation]:
    """`spf` with what it says of others (`-all`), `dmarc` with its policy (`reject`) and share, `dkim` with whether a key is there."""
    for found in RECORD.finditer(text):
        name = found["name"].rstrip(".").lower()
        value = "".join(STRING.findall(found["text"]))
        if value.lower().startswith("v=spf1"):
            rest = re.search(r"([-~?+]?)all\b", value)
            yield Observation(TOOL, name, "spf", (rest[1] or "+") + "all" if rest else "no all")
        elif value.lower().startswith("v=dmarc1"):
            tags = dict(re.findall(r"(\w+)\s*=\s*([^;\s]+)", value))
            domain = name.removeprefix("_dmarc.")
            yield Observation(TOOL, domain, "dmarc", tags.get("p", "none").lower())
            yield Observation(TOOL, domain, "dmarc share", tags.get("pct", "100"))
            yield Observation(TOOL, domain, "dmarc reports", "yes" if "rua" in tags else "no")
        elif "._domainkey" in name:
            key = re.search(r"p=([A-Za-z0-9+/=]*)", value)
            yield Observation(TOOL, name.partition("._domainkey.")[2], "dkim", "key" if key and key[1] else "revoked")
