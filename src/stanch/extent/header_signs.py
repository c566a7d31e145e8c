"""Signs and words in a header that are taken off, or written as others, before its words are looked up."""

from __future__ import annotations

import re
from functools import cache

_ACCOUNT = re.compile(r"(?i)\ba/c\b")
_TO = re.compile(r"\b(mail|bill|ship|sold|deliver) to\b")  # `Mail To Street` is where the row's own person has the post sent
_MAIL = re.compile(r"\be mail")
_LOOKS_AFTER = re.compile(r"\b(?:contact|lead|deal|record|opportunity|ticket|case|prospect|sales|hubspot) owner\b")
_MANY = re.compile(r"\baddresses(?= )")  # `addresses.0.line1`
_BOTH = re.compile(r"(?i)(?<=[^\W\d_]{4})[/*:(](?:r|in|innen|rin)\)?(?![^\W\d_])")  # `Sorgeberechtigte/r 1`, `Schüler*in`
_SEVERAL = re.compile(r"\b(?:SSN|DOB|TIN|SIN|ID)s\b")
_BOTH_SIGNS = frozenset("/*:(")
# A capital behind a small letter or a figure, and the last of some before a small letter.
_CAMEL = re.compile(r"[A-Z](?:(?<=[a-z0-9][A-Z])|(?<=[A-Z][A-Z])(?=[a-z]))")
_FIRSTS = "first|primer|primera|premier|premiere|primo|prima|erster|erste|eerste|1st|1er"
_SECONDS = "second|segundo|segunda|deuxieme|secondo|seconda|zweiter|zweite|tweede|2nd|2e"
_ORDINALS = frozenset((*_FIRSTS.split("|"), *_SECONDS.split("|")))


def parted(header: str) -> str:
    """A header with a space where a word begins with a capital inside another, without the signs of both sexes."""
    said = _ACCOUNT.sub("account", header) if "/" in header else header
    if not said.isascii():
        said = said.replace("ß", "ss").replace(".º", "º").replace(".°", "°")
    if "Ns" in said or "Bs" in said or "Ds" in said:
        said = _SEVERAL.sub(lambda match: match[0].lower(), said)  # `SSNs`
    said = _CAMEL.sub(r" \g<0>", said)
    return said if _BOTH_SIGNS.isdisjoint(said) else _BOTH.sub("", said)


def alike(said: str) -> str:
    """A header's words, some of which are written in more than one way, as the lists have them."""
    if " owner" in said:  # who looks after somebody in a list of customers, not who owns anything
        said = _LOOKS_AFTER.sub("manager", said)
    if not ("e mail" in said or "addresses " in said or " to" in said or "resp party" in said):
        return said
    return _TO.sub(r"\1", _MANY.sub("address", _MAIL.sub("email", said))).replace("resp party", "responsible party")


def in_order(said: str, who: tuple[str, ...]) -> str:
    """`segundo tutor`, `second guardian`: as many programs say it, `tutor 2`. `who`: words for people, none before one it begins with."""
    if _ORDINALS.isdisjoint(said.split()):
        return said
    return _ordered(who).sub(lambda match: f"{match['who']} {1 if match['first'] else 2}", said)


@cache
def _ordered(who: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:(?P<first>{_FIRSTS})|(?:{_SECONDS})) (?P<who>{'|'.join(who)})\b")
