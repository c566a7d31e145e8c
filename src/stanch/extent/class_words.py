"""Names of columns that begin with the class of what they hold, as databases of Brazil, Portugal and Spain have them: `NM_CLIENTE`.

Administrations there prescribe a short word in front: NM or NO (nome), NU or NR (número), DS or TX (descrição, texto), LIB (libellé),
CD or CO (código), SG (sigla), DT (data). The class tells which of the meanings of the rest can be meant: `NO_MUNICIPIO` is a town,
`NU_CPF` a number, and `NM_PRODUTO` nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from stanch.extent.detector import Detector
from stanch.extent.folding import listed

Claim = tuple[tuple[Detector, ...], str, str]
_WHERE = frozenset({"street", "postal_address", "city", "region", "country"})
_WORDS = _WHERE | {"email", "nationality", "occupation", "place_of_birth", "employer", "diagnosis", "username"}
_NAMED, _TOLD, _NUMBERED, _CODED, _SHORT, _DATED = range(6)
_CLASSES = {
    **dict.fromkeys(("nm", "no", "nom"), _NAMED),
    **dict.fromkeys(("ds", "dsc", "des", "tx", "txt", "de", "lib"), _TOLD),
    **dict.fromkeys(("nu", "nr", "num"), _NUMBERED),
    **dict.fromkeys(("cd", "co", "cod"), _CODED),
    "sg": _SHORT,
    **dict.fromkeys(("dt", "da", "fec"), _DATED),
}
MOST_WORDS = 4
# Who is somebody by his word alone; `nome` itself may be left out.
_SOMEBODY = listed(
    "pessoa pessoas pess pes assinante cliente cli clte usuario titular completo social civil razao_social funcionario servidor"
)


def or_meant(header: str, told: Claim) -> Claim:
    """What a header says; where that is nothing, what it says behind a class."""
    from stanch.extent.headings import words_of

    if told[0]:
        return told
    found, said, role = meant(words_of(header).split())
    return (found, said, role or told[2]) if found else told


def meant(words: Sequence[str]) -> Claim:
    """What a header says whose first word is a class; nothing where it has none, or the rest is not of that class."""
    from stanch.extent.headings import claims, headings, persons
    from stanch.extent.row_keys import PEOPLE

    if not 1 < len(words) <= MOST_WORDS or (told := _CLASSES.get(words[0])) is None:
        return (), "", ""
    rest = list(words[1:])
    if told == _NAMED and (rest[0] in PEOPLE or rest[0] in persons() or rest[0] in _SOMEBODY):
        return headings()["name"], "name", ""
    found, said, role = claims(" ".join(rest))
    kept = tuple(one for one in found if _may_be(told, one.kind))
    return (kept, said, role) if kept else ((), "", role)


@cache
def _may_be(told: int, kind: str) -> bool:
    """Whether a kind is of a class."""
    if told == _NAMED:
        return kind in _WORDS or kind.endswith("name")
    if told == _TOLD:
        return kind in _WORDS
    if told == _SHORT:
        return kind in ("region", "country", "gender")
    if told == _DATED:
        return kind == "dob"
    return kind not in _WORDS and not kind.endswith("name") and kind not in ("dob", "gender") and (told == _NUMBERED or kind == "postcode")
