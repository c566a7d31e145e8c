"""Which controls failed: of each measure that would have stopped this breach, that it was not in place, with what speaks for it."""

from __future__ import annotations

from dataclasses import replace

from stanch.records import Attack, Detection, Facts, Failure
from stanch.recovery.actions import Control, applies, controls

BY_LEVEL = {"critical": 0.9, "high": 0.9, "medium": 0.7, "low": 0.5}  # what a rule of that level speaks for
BY_CAUSE = 0.6  # of the confidence in a cause: that it came so does not show what was missing
STATED = 0.5  # the cause is stated by people, and no log speaks of it


def failures(attack: Attack, facts: Facts) -> list[Failure]:
    """The control failures that contributed, the surest first. A person confirms each, or says that it was not so."""
    cause = attack.cause.kind or facts.incident.kind
    seen: dict[str, Detection] = {}
    for one in attack.detections if attack.story else ():
        for technique in one.techniques:
            known = seen.get(technique)
            if known is None or BY_LEVEL.get(one.level, 0) > BY_LEVEL.get(known.level, 0):
                seen[technique] = one
    found = [
        told
        for control in controls()
        if control.stops and applies(control, cause, set(seen)) and (told := _told(control, cause, seen, attack))
    ]
    if any(one.why for one in found):  # how it was done is seen: what the cause alone calls for is less likely
        found = [one if one.why else replace(one, confidence=round(one.confidence / 2, 2)) for one in found]
    return sorted(found, key=lambda one: (-one.confidence, one.id))


def _told(control: Control, cause: str | None, seen: dict[str, Detection], attack: Attack) -> Failure | None:
    shown = {
        technique: one for technique, one in seen.items() if technique in control.stops or technique.partition(".")[0] in control.stops
    }
    if shown:
        technique, best = max(sorted(shown.items()), key=lambda pair: BY_LEVEL.get(pair[1].level, 0))
        return Failure(control.id, control.failed, best.title, BY_LEVEL.get(best.level, 0.3), (f"ATT&CK {technique}", *control.controls))
    if cause not in control.stops:
        return None
    sure = round(attack.cause.confidence * BY_CAUSE, 2) if attack.cause.kind and attack.detections else STATED
    return Failure(control.id, control.failed, "", sure, control.controls)
