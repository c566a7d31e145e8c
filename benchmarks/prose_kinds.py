"""Which kinds are found where people simply say them, in seven languages: recall a kind, and how often where nothing is said.

python benchmarks/prose_kinds.py [--part look|held|both] [--misses]

`prose_kinds.txt` holds sentences written before the detectors were. By hash one half may be looked at; `--misses` prints what was
missed and what was found too much there, never of the half held apart.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from pathlib import Path

from annotated_sets import part_of

from stanch.extent.scanning import text_spans

SENTENCES = Path(__file__).parent / "prose_kinds.txt"
KINDS: dict[str, set[str]] = {
    "health": {
        "diagnosis", "medication", "medical_treatment", "mental_health", "substance_use", "disability", "reproductive_health",
        "sick_leave", "vaccination", "device_implant",
    },
    "religion": {"religion"},
    "union": {"trade_union"},
    "orientation": {"sexual_orientation"},
    "ethnicity": {"ethnicity"},
    "politics": {"political_opinion"},
    "criminal": {"criminal_record"},
    "child": {"minor_flag", "child_record", "age"},
    "employment": {"performance_review", "employment"},
    "education": {"grades", "education_record"},
    "username": {"username"},
    "password": {"password"},
    "answer": {"security_answer"},
    "device": {"imei"},
    "vehicle": {"license_plate", "vehicle_vin"},
    "insurance": {"health_insurance_id", "insurance_policy", "de_kvnr"},
    "student": {"student_id"},
    "licence": {
        "drivers_license", "us_drivers_license", "de_fuehrerschein", "fr_permis", "es_permiso_conducir", "it_patente",
        "nl_rijbewijs",
    },
}  # fmt: skip
EVERY = frozenset().union(*KINDS.values())


def unmarked(sentence: str) -> tuple[str, list[tuple[int, int]]]:
    """The sentence without brackets, and where they stood."""
    text, places, end = "", [], 0
    for marked in re.finditer(r"\[([^\]]+)\]", sentence):
        text += sentence[end : marked.start()]
        places.append((len(text), len(text) + len(marked[1])))
        text, end = text + marked[1], marked.end()
    return text + sentence[end:], places


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=["look", "held", "both"], default="held")
    parser.add_argument("--misses", action="store_true", help="print failures of the part that may be looked at")
    given = parser.parse_args()
    wanted: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    clean = wrong = 0
    for line in SENTENCES.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        language, kind, sentence = line.split(" | ", 2)
        part = part_of(sentence)
        if given.part not in {part, "both"}:
            continue
        shown = given.misses and part == "look"
        text, places = unmarked(sentence)
        spans = text_spans(text, {})
        if kind == "none":
            clean += 1
            false = [text[one.start : one.end] for one in spans if one.kind in EVERY]
            wrong += bool(false)
            if false and shown:
                print(f"  too much {language} {false} {text}")
            continue
        for start, end in places:
            hit = any(one.kind in KINDS[kind] and one.start < end and one.end > start for one in spans)
            for key in ((kind, language), (kind, ""), ("", language), ("", "")):
                wanted[key] += 1
                right[key] += hit
            if not hit and shown:
                print(f"  missed {language} {kind:11} {text[start:end]!r:25} {text}")
    languages = sorted({language for _, language in wanted if language})
    print(f"part {given.part}; found of told, a language")
    for kind in [*KINDS, ""]:
        cells = "  ".join(f"{one} {right[kind, one]:3}/{wanted[kind, one]:<3}" for one in ["", *languages])
        print(f"  {kind or 'all':11} {cells}")
    print(f"  sentences that tell nothing: {clean}, with a finding of these kinds: {wrong}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
