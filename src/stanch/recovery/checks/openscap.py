"""OpenSCAP's results (`oscap xccdf eval --results`): each rule and its result (XCCDF 1.2)."""

from __future__ import annotations

from collections.abc import Iterator

from stanch.recovery.checks import Observation, moment

TOOL = "openscap"


def recognise(head: str) -> bool:
    """Whether it is an XCCDF or ARF document."""
    return "checklists.nist.gov/xccdf" in head or "asset-report-collection" in head


def read(text: str) -> Iterator[Observation]:
    """Rules by their id, without those that do not apply; `failed high` (medium, low) counts those that did not pass.

    Raises `ValueError` where no rule applied: content for another system passes everything by looking at nothing.
    """
    from lxml import etree

    tree = etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False))
    for result in tree.iter("{*}TestResult"):
        target = next((one.text for one in result.iter("{*}target") if one.text), "unnamed machine")
        at = moment(result.get("end-time") or result.get("start-time"))
        failed = dict.fromkeys(("high", "medium", "low"), 0)
        looked = False
        for rule in result.iter("{*}rule-result"):
            told = rule.find("{*}result")
            value = (told.text or "").strip() if told is not None else ""
            if value in ("", "notselected", "notapplicable", "informational"):
                continue
            looked = True
            if value not in ("pass", "fixed"):
                failed[rule.get("severity") if rule.get("severity") in failed else "low"] += 1
            yield Observation(TOOL, target.strip(), str(rule.get("idref")), value, at)
        if not looked:
            raise ValueError(f"no rule applied to {target.strip()}: the content is for another system")
        for severity, count in failed.items():
            yield Observation(TOOL, target.strip(), f"failed {severity}", str(count), at)
        for score in result.findall("{*}score"):
            yield Observation(TOOL, target.strip(), "score", (score.text or "").strip(), at)
