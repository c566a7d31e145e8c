"""Texts that are nearly the same: a fingerprint of each, and families of fingerprints that differ in few bits.

The fingerprint is a simhash: every three words running vote on 64 bits, so that a few changed words change few bits.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from dataclasses import replace

import numpy as np

from stanch.engine import Parts
from stanch.records import Unit

LEAST = 40  # words below which likeness means nothing
MOST = 20_000  # words that are looked at
NEAR = 3  # bits in which members of a family may differ
BANDS = 4  # two fingerprints within NEAR bits agree in at least one of four words of 16 bits
CROWDED = 2_000  # fingerprints that share a word and place: more are compared with the first only


def fingerprint(text: str) -> int | None:
    """64 bits, or None for a text too short to be like another."""
    words = re.findall(r"\w+", text.casefold()[: MOST * 8])[:MOST]
    if len(words) < LEAST:
        return None
    joined = [" ".join(words[at : at + 3]) for at in range(len(words) - 2)]
    hashes = np.array([zlib.crc32(one.encode()) | zlib.adler32(one.encode()[::-1]) << 32 for one in joined], np.uint64)
    hashes = (hashes ^ (hashes >> np.uint64(31))) * np.uint64(0x9E3779B97F4A7C15)  # spreads what checksums leave close together
    bits = np.unpackbits(hashes.view(np.uint8)).reshape(-1, 64)
    return int.from_bytes(np.packbits(bits.sum(axis=0) * 2 > len(bits)).tobytes(), "big")


def marked(unit: Unit) -> Unit:
    """The unit with its fingerprint, where it is the whole of a text long enough."""
    if unit.kind != "text" or unit.start or unit.properties.get("hidden") == "properties":
        return unit
    found = fingerprint(unit.text)
    return unit if found is None else replace(unit, properties={**unit.properties, "fingerprint": f"{found:016x}"})


def families(units: Parts) -> tuple[tuple[str, ...], ...]:
    """Locators of texts that are nearly the same, by family; copies of a file belong to its family."""
    places: dict[int, list[str]] = defaultdict(list)
    for table in units.tables(columns=["locator", "properties"]):
        for locator, properties in zip(table["locator"].to_pylist(), table["properties"].to_pylist(), strict=True):
            said = dict(properties or ()).get("fingerprint")
            if said:
                places[int(said, 16)].append(locator)
    joined = _joined(sorted(places))
    groups: dict[int, list[str]] = defaultdict(list)
    for mark, found in places.items():
        groups[joined[mark]] += found
    return tuple(sorted(tuple(sorted(set(found))) for found in groups.values() if len(set(found)) > 1))


def _joined(marks: list[int]) -> dict[int, int]:
    """Each fingerprint with the one that stands for its family."""
    leader = {mark: mark for mark in marks}

    def lead(mark: int) -> int:
        while leader[mark] != mark:
            leader[mark] = leader[leader[mark]]
            mark = leader[mark]
        return mark

    for band in range(BANDS):
        shared: dict[int, list[int]] = defaultdict(list)
        for mark in marks:
            shared[mark >> 16 * band & 0xFFFF].append(mark)
        for crowd in shared.values():
            for place, mark in enumerate(crowd):
                for other in crowd[place + 1 :] if len(crowd) <= CROWDED else crowd[:1]:
                    if (mark ^ other).bit_count() <= NEAR:
                        leader[lead(other)] = lead(mark)
    return {mark: lead(mark) for mark in marks}
