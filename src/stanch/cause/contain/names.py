"""Names that must not resolve any more: a hosts file, and a response policy zone for a name server (draft-vixie-dnsop-dns-rpz)."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from stanch.cause.contain import shared
from stanch.cause.contain.material import Artefact, Material, comment, is_ours


def make(material: Material) -> Iterator[Artefact]:
    """The lists, where there is a name to sink."""
    names = sinking(material)
    if not names:
        return
    told = f"{comment(material.title)}, as of {material.moment:%Y-%m-%d %H:%M} UTC"
    yield Artefact(
        "block/sinkhole.hosts",
        f"# {told}\n" + "".join(f"0.0.0.0 {name}\n:: {name}\n" for name in names),
        f"makes the attacker's names ({len(names)}) lead nowhere on one machine",
        "Append it to /etc/hosts, or to C:\\Windows\\System32\\drivers\\etc\\hosts.",
        "Remove these lines again.",
    )
    serial = f"{material.moment:%Y%m%d}01"
    zone = f"; {told}\n$TTL 60\n@ IN SOA localhost. root.localhost. ({serial} 3600 600 86400 60)\n@ IN NS localhost.\n"
    yield Artefact(
        "block/sinkhole.rpz",
        zone + "".join(f"{name} CNAME .\n*.{name} CNAME .\n" for name in names),
        f"makes the attacker's names ({len(names)}) and all below them unknown for the whole network (BIND, Knot, Unbound, PowerDNS)",
        "Load it as a response policy zone of your own name server.",
        "Remove the zone from the policy.",
    )


def sinking(material: Material) -> list[str]:
    """Names of domains, and of addresses of pages that are neither the business's own nor shared by many."""
    from_urls = [urlsplit(url).hostname or "" for url in material.urls if "://" in url]
    names = [*material.domains, *(name.lower() for name in from_urls if "." in name and not name.replace(".", "").isdigit())]
    kept = [name for name in dict.fromkeys(names) if all(char.isalnum() or char in "-._" for char in name)]
    return [name for name in kept if not shared.name(name) and not is_ours(name, material.own_names)]
