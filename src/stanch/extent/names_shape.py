"""The parts of a name as written: order, suffix, capitals."""

from __future__ import annotations

import re

from stanch.extent.names_lexicon import look_up
from stanch.extent.names_rules import SUFFIX

_DEGREES = (
    r"M\.?D|D\.?O|R\.?N|L\.?P\.?N|N\.?P|P\.?A(?:-C)?|D\.?D\.?S|D\.?M\.?D|D\.?V\.?M|Ph\.?D|Psy\.?D|Esq|C\.?P\.?A|L\.?C\.?S\.?W"
    r"|MBBS|FACS|FNP|J\.?D"
)
DEGREE = re.compile(rf",[ ](?:{_DEGREES})\.?$")
_ENDING = re.compile(rf",?[ ](?P<suffix>{SUFFIX})$")
_TITLES = r"(?:DRA?|MRS?|MS|MME|MLLE|PROF|SRA?|SIG|DHR|MEVR|HERR|FRAU|SIR|DON|REV|M)"
_SHOUTED = re.compile(
    rf"(?!{_TITLES}\b)(?P<surname>[^\W\d_a-zß-öø-ÿ]{{2,}}(?:[ '’-][^\W\d_a-zß-öø-ÿ]{{2,}}){{0,3}})"
    r"[ ](?P<given>[^\W\d_a-zß-öø-ÿ][a-zß-öø-ÿ]+(?:[ -][^\W\d_a-zß-öø-ÿ][a-zß-öø-ÿ]+)?)"
)
GIVEN = 6  # steps of the lexicon's scale
_NO_NAME = re.compile(r"[\d@/:;=#<>\\_{}\[\]|]")


def natural_order(value: str) -> str:
    """`Garcia, Ana M.` as `Ana M. Garcia`; `Ana Garcia, MD` without the degree; spaces single; `SMITH, JOHN JR` as `JOHN SMITH JR`."""
    value = " ".join(value.split())
    while credential := DEGREE.search(value):
        value = value[: credential.start()]
    ending = _ENDING.search(value)
    suffix = ""
    if ending:
        value, suffix = value[: ending.start()].rstrip(","), " " + ending["suffix"]
    surname, comma, given = value.partition(",")
    if not comma and (shouted := _SHOUTED.fullmatch(value)) and look_up(shouted["given"].split()[0]).given >= GIVEN:
        # `DELATTRE Aurore`, as French and other offices write it.
        return f"{shouted['given']} {shouted['surname']}{suffix}"
    return (f"{given.strip()} {surname.strip()}" if comma and given.strip() else value.rstrip(",")) + suffix


def reads_as_name(value: str) -> bool:
    """Whether a short value is a name or a part of one, by its shape and the lists."""
    if _NO_NAME.search(value) or len(value) > 60:
        return False
    words = re.findall(r"[^\W\d_]+", value)
    if not 0 < len(words) <= 6:
        return False
    long = [look_up(word) for word in words if len(word) > 1]
    if not long:
        return False
    good = sum(max(entry.given, entry.surname) > entry.ordinary for entry in long)
    return good * 2 > len(long) or (good * 2 == len(long) and max(entry.given for entry in long) > 9)
