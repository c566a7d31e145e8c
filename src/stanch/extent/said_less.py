"""Headers that a list has with more words, or with fewer: `Nom naissance`, `Home-Phone-Phone`, `Mobile Phone #s`, `E-mails`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from stanch.extent.detector import Detector
from stanch.extent.folding import listed
from stanch.extent.head_first import SMALL

SHORTEST = 4  # letters of a word that has a plural


_OF = listed("da do de du des della del dello der den van of the di")  # `Nome da mãe`, `nom de la mère`
# `Contacto de emergencia: teléfono`, `Emergency Contact Info Phone`: between whom and what.
_REACHED = listed("contact contacto contato contatto kontakt contactpersoon info information details datos person persona persoon personne")


def without_small(words: Sequence[str]) -> Iterator[list[str]]:
    """What is left of a header that says whose it is, without the words between whom and what."""
    bare = [word for word in words if word not in _OF]
    yield bare
    yield [word for word in bare if word not in _REACHED]


def said_less(words: Sequence[str]) -> tuple[tuple[Detector, ...], str]:
    """What is left without small words (`Nom naissance`), said twice (`Home-Phone-Phone`) or of several (`Mobile Phone #s`, `E-mails`)."""
    from stanch.extent.headings import claims, headings

    once = [word for at, word in enumerate(words) if not at or word != words[at - 1]]
    bare = " ".join(word for word in once if word not in SMALL)
    for said in (" ".join(once), bare, _bare().get(bare, "")):
        if said in headings():
            return headings()[said], said
    one = " ".join(_singular(word) for word in once if word != "s")
    for said in (one, one.removesuffix(" number")):
        told, meant, _ = claims(said) if said and said != " ".join(words) else ((), "", "")
        if told and all(detector.kind in _SEVERAL for detector in told):
            return told, meant
    return (), ""


def said_within(words: Sequence[str]) -> tuple[tuple[Detector, ...], str]:
    """What a sentence asks for, where its words are a header's with more around them: `Best phone number to reach you`.

    Only kinds that their cells prove; what is asked of a firm or another thing is nobody's.
    """
    from stanch.extent.headings import NOBODY, headings

    if len(words) < LEAST_WORDS or (NOBODY - {"email", "mail"}) & set(words):
        return (), ""
    for many in range(min(MOST_WITHIN, len(words) - 1), 1, -1):
        for at in range(len(words) - many + 1):
            said = " ".join(words[at : at + many])
            if (told := headings().get(said)) and all(detector.kind in _PROVEN for detector in told):
                return told, said
    return (), ""


LEAST_WORDS, MOST_WITHIN = 4, 4
_PROVEN = frozenset({"phone", "email", "dob", "us_ssn", "iban", "payment_card"})
# Of these somebody has several; days of birth and numbers of people stand several in the cells of a list of families or of claimants.
_SEVERAL = frozenset({"phone", "email", "postal_address", "dob", "us_ssn", "us_itin"})


def _singular(word: str) -> str:
    if word in _SHORT:
        return word[:-1]
    if word.endswith("sses"):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > SHORTEST else word


_SHORT = listed("nos nrs ssns dobs tins sins")


@cache
def _bare() -> Mapping[str, str]:
    """Headers with small words in them, by what is left without these."""
    from stanch.extent.headings import headings

    parted = ((said, said.split()) for said in headings())
    left = ((said, [word for word in words if word not in SMALL], len(words)) for said, words in parted)
    return {" ".join(words): said for said, words, many in left if 1 < len(words) < many}
