"""OpenSCAP's results (`oscap xccdf eval --results`): each rule and its result (XCCDF 1.2)."""

from __future__ import annotations

from collections.abc import Iterator

from stanch.recovery.checks import Observation, moment

TOOL = "openscap"


def recognise(head: str) -> bool:
    """Whether it is an XCCDF or ARF document."""
    return "checklists.nist.gov/xccdf" in head or "asset-report-collection" in head


def read(text: str) -> Iterator[Observation]:
    """Rules by their id; a rule that was not selected or does not apply is left out."""
    from lxml import etree

    tree = etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False))
    for result in tree.iter("{*}TestResult"):
        target = next((one.text for one in result.iter("{*}target") if one.text), "unnamed machine")
        at = moment(result.get("end-time") or result.get("start-time"))
        for rule in result.iter("{*}rule-result"):
            told = rule.find("{*}result")
            value = (told.text or "").strip() if told is not None else ""
            if value not in ("", "notselected", "notapplicable"):
                yield Observation(TOOL, target.strip(), str(rule.get("idref")), value, at)
