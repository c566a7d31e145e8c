"""Containment of a case: its indicators, and the keys and passwords that extent found in the exposed files, ranked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from stanch.casefile import keeping, streamed
from stanch.casefile.case import Case
from stanch.cause import contain
from stanch.engine import Parts
from stanch.records import Attack, Facts, Indicator
from stanch.vocabulary import elements

# What opens most comes first; kinds of the group that are not named follow.
URGENT = ("private_key", "cloud_key", "connection_string", "access_token", "session_cookie", "otp_seed", "wallet_seed", "wifi_key")
SHOWN = 20  # places of one secret


def material(case: Case, *, more: Sequence[Indicator] = (), own: Sequence[str] = ()) -> contain.Material:
    """What there is to block, lock, change and look for."""
    attack = next(iter(case.store.get(Attack)), None) or Attack()
    facts = next(iter(case.store.get(Facts)), None) or Facts()
    found = keeping.current(case, SECRETS)
    told = [(facts.org.email or "").rpartition("@")[2], urlsplit(facts.org.website or "").hostname or facts.org.website or ""]
    return contain.of(attack, title=facts.org.name or "The case", moment=case.clock(), more=more, secrets=found, own=own, own_names=told)


def write(case: Case, folder: Path, made: contain.Material, *, by: str) -> list[contain.Artefact]:
    """Write the files, and say so in the journal."""
    artefacts = contain.artefacts(made)
    contain.write(artefacts, folder)
    names = [artefact.name for artefact in artefacts]
    case.journal.append("write containment", by=by, details={"files": names, "set aside": len(made.set_aside)})
    return artefacts


def secrets(findings: Parts | None) -> list[contain.Secret]:
    """Keys and passwords of systems, each once, the most urgent first: by what it opens, then by the places where it lay."""
    kinds = {kind: element.label for kind, element in elements().items() if element.group == "secrets"}
    found: dict[tuple[str, str], tuple[str, list[str], int]] = {}
    for kind, token, masked, locator in _rows(findings, kinds):
        shown, places, count = found.get((kind, token), (masked, [], 0))
        if len(places) < SHOWN and locator not in places:
            places.append(locator)
        found[kind, token] = (shown, places, count + 1)
    order = sorted(found.items(), key=lambda entry: (_urgency(entry[0][0]), -entry[1][2], entry[0]))
    return [
        contain.Secret(kind, kinds[kind], masked, tuple(places), count, rank)
        for rank, ((kind, _), (masked, places, count)) in enumerate(order, 1)
    ]


def _urgency(kind: str) -> int:
    return URGENT.index(kind) if kind in URGENT else len(URGENT)


def _rows(findings: Parts | None, kinds: dict[str, str]) -> list[tuple[str, str, str, str]]:
    import pyarrow as pa
    import pyarrow.compute as pc

    rows: list[tuple[str, str, str, str]] = []
    wanted = pa.array(sorted(kinds))
    for table in findings.tables(["kind", "token", "masked", "locator"]) if findings else ():
        held = table.filter(pc.is_in(table["kind"], value_set=wanted.cast(table["kind"].type)))
        rows += zip(*(held[name].to_pylist() for name in ("kind", "token", "masked", "locator")), strict=True)
    return rows


def _every_secret(case: Case) -> list[contain.Secret]:
    return secrets(case.store.get_parts("findings"))


SECRETS = keeping.Sum("secrets found", list[contain.Secret], _every_secret, lambda case: streamed.parts_mark(case, "findings"))
