"""Two people in one cell: `Smith, John & Mary`, `John and Mary Smith`, `Mr & Mrs J Smith`, `Anna Berg und Peter Klein`.

Each is owed a letter of their own, so each is a name of their own. A firm that is called by two names (`Ernst & Young LLP`)
and a person with a particle (`José Ortega y Gasset`) are no couple: both parts must begin with a known given name or an initial.
"""

from __future__ import annotations

import re

from stanch.extent.anchored import Later
from stanch.extent.folding import listed
from stanch.extent.titles import TITLES

# A cell that may name two: cheap enough to be asked of every cell of a column.
MAY_BE_TWO = r"(?i)&|\+|/| (?:and|or|und|oder|et|ou|y|e|en|och|og|u\.) |\pL \pL[^,;\n]*[,;\n]\s*\pL[^,;]* \pL"
BETWEEN = re.compile(r"(?i)\s*[&+/]\s*|\s+(?:and|or|und|oder|et|ou|y|e|en|och|og|u\.)\s+")
_LONGER = re.compile(r"(?i)\s*&\s*|\s+(?:and|or|und|oder)\s+")
# Between the two surnames of one person too: `Rui Silva e Costa`, `José Ortega y Gasset`.
_OF_SURNAMES = re.compile(r"(?i)\s[eyi]\s")
# `c/o Jane Miller`, `s/o Ravi Kumar`, `a/k/a Bill`: a word that is written short, between names or before one.
_SHORT = re.compile(r"(?i)\b(?:[csdwh]/o|[afn]/k/a|d/b/a|a/c|m/s)\b")
TITLE = Later(
    r"^(?:(?:(?i:mr|mrs|ms|miss|mx|dr|dra|prof|rev|herrn?|frau|familie|m(?=[.])|mm(?=[.])|mme|mlle|monsieur|madame|sr|sra|señor|señora|don|doña|dña|"
    rf"sig|sig\.ra|signora?|dott|dhr|mevr|heer|mevrouw)|{TITLES})\b\.?(?:\s+|$))+"
)
# By what right two hold something, as banks and registrars of shares write it behind the names.
_TENANCY = re.compile(
    r"(?i)[\s,(-]+(?:jt\.? ?wros|jt\.? ?ten(?:ants)?|j/?t|jtwros|wros|ten\.? ?com|ten\.? ?ent|t/?c|comm\.? ?prop|joint tenants?|joint|"
    r"tenants in common|with (?:right|rights) of survivorship)\)?\W*$"
)
_FIRM = listed(
    "ltd limited llp llc inc corp corporation co company plc gmbh ag kg ohg gbr ug bv nv sa sarl sas srl spa sl slu oy ab as aps lda",
    "sons brothers bros partners associates group holding holdings trust estate foundation church school services solutions motors",
    "fcu fsb svcs services cu financial lenders mortgage inn hotel motel",
    "sparkasse volksbank raiffeisenbank caisse banque banco banca caixa",
    "college university academy hospital clinic club bank insurance law attorneys solicitors accountants cpas",
    "consulting enterprises industries properties family",
    "center centre hospitalier hospitalière",
    "clínica clinica clinique klinik klinikum hôpital ospedale krankenhaus ziekenhuis huisartsenpraktijk praxis apotheke",
    "farmacia pharmacie seguros seguradora versicherung versicherungen assicurazioni assurances verzekeringen mutuelle",
    "mutualidad gestoría notaría kanzlei cabinet hausverwaltung immobilier imobiliária inmobiliaria immobiliare agence",
    "agenzia agencia ayuntamiento mairie stadtwerke universität universidad université università lycée liceo gesamtschule",
    "sociedade società société stiftung ggmbh lda ltda snc srls vof asbl vzw",
)
PARTICLES = listed("de del della di da do dos das du des la le van von der den ter ten zu al el bin ibn mac mc o st")


def couple(cell: str) -> tuple[str, str] | None:
    """The two people that a cell names, given name first; the second a surname alone if no more is said; None for one, or a firm."""
    cell = without_tenancy(cell)
    parts = parted(" ".join(cell.split()))
    if len(parts) == 1 and (two := _one_after_another(cell)):
        return two
    if len(parts) != 2 or any(char.isdigit() for char in cell) or _SHORT.search(cell):
        return None
    left, right = (TITLE.sub("", part).strip(" ,") for part in parts)
    if not right or is_firm(cell) or (_OF_SURNAMES.search(cell) and not _LONGER.search(cell) and not _is_called(right)):
        return None
    if not left:
        return _of_one_name(right) if TITLE.match(parts[0]) else None
    return _reversed(left, right) if "," in left else _in_order(left.split(), right.split())


_LISTED = re.compile(r"\s*[,;\n]\s*")


def _one_after_another(cell: str) -> tuple[str, str] | None:
    """`Brian Lopez, Paul Jennings`: two whole names, both given name first; `Lopez Garcia, Ana Maria` is one, surnames first."""
    parts = [part.split() for part in _LISTED.split(cell.strip())]
    if len(parts) != len("ab") or not all(1 < len(words) < len("abcd") and all(word[:1].isupper() for word in words) for words in parts):
        return None
    whole = not is_firm(cell) and all(is_given(words[0]) and len(words[0]) > 1 and _is_surname(words[-1]) for words in parts)
    return (" ".join(parts[0]), " ".join(parts[1])) if whole else None


def parted(cell: str) -> list[str]:
    """What stands before and behind a word for `and`; a letter that is one elsewhere is an initial beside a longer (`ANN E AND BOB`)."""
    return _LONGER.split(cell) if _LONGER.search(cell) else BETWEEN.split(cell)


def without_tenancy(cell: str) -> str:
    """`JOHN DOE & MARY DOE JT TEN` without the right by which the two hold what is theirs."""
    return _TENANCY.sub("", cell)


def is_firm(name: str) -> bool:
    """Whether a word of it is a firm's, a school's, a club's."""
    return bool({word.replace(".", "").strip(",").casefold() for word in name.split()} & _FIRM)


def _of_one_name(whole: str) -> tuple[str, str] | None:
    """`Mr & Mrs J Smith`: one is named, of the other the surname is known."""
    words = whole.split()
    return (whole, _family(words)) if words and all(word[:1].isupper() for word in words) and len(words) <= 4 else None


def _reversed(left: str, right: str) -> tuple[str, str] | None:
    """`Smith, John & Mary`, `Smith, John & Jones, Mary`, `Smith, John & Mary Jones`."""
    family, _, given = (part.strip() for part in left.partition(","))
    other_family, comma, other_given = (part.strip() for part in right.partition(","))
    if comma:
        second = f"{other_given} {other_family}"
    else:
        words = right.split()
        second = right if len(words) > 1 and _is_surname(words[-1]) else f"{right} {family}"
    return (f"{given} {family}", second) if family and is_given(given) and is_given(second) else None


def _in_order(left: list[str], right: list[str]) -> tuple[str, str] | None:
    """`John & Mary Smith`, `John Smith & Mary Jones`, `John Smith and Mary`."""
    if len(left) > 1 and left[0].isupper() and len(right) == 1 and is_given(left[-1]) and is_given(right[0]) and not _is_initial(left[0]):
        family = " ".join(word for word in left[:-1])  # `TCHAKALOFF Dimitri et Solange`
        return (f"{left[-1]} {family}", f"{right[0]} {family}") if family.isupper() and not left[-1].isupper() else None
    if not (is_given(" ".join(left)) and is_given(" ".join(right))):
        return None
    alone = len(left) == 1 or (len(left) == 2 and _is_initial(left[1]))
    if alone and len(right) > 1:
        return f"{' '.join(left)} {_family(right)}", " ".join(right)
    if alone:
        return None
    return " ".join(left), " ".join(right) if len(right) > 1 else f"{right[0]} {_family(left)}"


def _family(words: list[str]) -> str:
    """The surname of a name in order, its particles with it; the whole name where it is one word."""
    at = len(words) - 1
    while at > 1 and words[at - 1].casefold() in PARTICLES:
        at -= 1
    return " ".join(words[max(at, min(1, len(words) - 1)) :])


def _is_initial(word: str) -> bool:
    return len(word.strip(".")) == 1


def is_given(name: str) -> bool:
    """Whether a name begins with a known given name, or an initial."""
    from stanch.extent.names import is_given_name

    first = name.split(maxsplit=1)[0] if name.split() else ""
    return bool(first) and (_is_initial(first) or any(is_given_name(part) > 0 for part in first.split("-")))


def _is_called(name: str) -> bool:
    """Whether a name begins with a word that is more a given name than a surname."""
    first = name.split(maxsplit=1)[0]
    return _is_initial(first) or (is_given(first) and not _is_surname(first))


def _is_surname(word: str) -> bool:
    from stanch.extent.names import is_given_name, is_surname

    return is_surname(word) > is_given_name(word)
