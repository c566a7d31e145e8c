"""What staff are paid, under headers that say only how often, or that it is gross: `Annual`, `Hourly`, `Gross p.a.`, `Brut mensuel`.

Elsewhere such words are of turnover or gifts; beside what only lists of staff have they are pay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from stanch.extent.folding import listed
from stanch.extent.headings import words_of
from stanch.extent.patterns import detector_of
from stanch.extent.table_column import Column

_PAID = listed(
    "annual annually yearly hourly monthly weekly biweekly fortnightly gross net basic anual mensual bruto neto bruta neta annuel annuelle",
    "mensuel mensuelle horaire brut brute brutto netto jaehrlich jahrlich monatlich stuendlich stundlich annuo annua mensile lordo lorda",
    "orario maandelijks jaarlijks liquido liquida mensal",
)
_BESIDE = listed(
    "p pa ph pm pw a h m w per rate base amount amt year hour month week fte total ft pt period usd eur gbp chf mxn brl the of"
)
# Words that lists of staff have in their headers, and others hardly.
_STAFF = listed(
    "hire hired rehire payroll paye pay payfreq wage salary employee emp ee staff job position department dept supervisor manager",
    "terminated term works exempt flsa nic nino ni tax leaver joiner onboarding empid coworker eintritt austritt personalnummer",
    "persnr lohn gehalt kostenstelle steuerklasse embauche contrat matricule poste service salarie",
    "dipendente matricola assunzione mansione",
    "reparto livello medewerker dienst functie loonheffing nomina contrato puesto alta baja empleado cargo admissao funcionario vinculo",
)
_LEAST_STAFF = 2
_SUM = re.compile(r"(?:[$£€]|[A-Z]{3})? ?\d[\d.,'  ]{0,14}(?: ?(?:[$£€]|[A-Z]{3}))?(?: ?/ ?[a-z]{1,4}\.?)?")
_MOSTLY = 0.9


def with_pay(columns: Sequence[Column], cells: Callable[[int], Sequence[str]]) -> list[Column]:
    """The same columns, sums under such headers read as pay where the table is of staff."""
    said = [set(words_of(one.name).split()) for one in columns]
    asked = [at for at, one in enumerate(columns) if one.detector is None and not one.use and _says(said[at])]
    staff = {word for at, words in enumerate(said) if at not in asked for word in words & _STAFF}
    detector = detector_of("any/salary")
    if not asked or detector is None or len(staff) < _LEAST_STAFF:
        return list(columns)
    paid = [at for at in asked if _are_sums(cells(at)[:100])]
    return [replace(one, detector=detector, confidence=0.9) if at in paid else one for at, one in enumerate(columns)]


def _says(words: set[str]) -> bool:
    return bool(words & _PAID) and words <= _PAID | _BESIDE


def _are_sums(sample: Sequence[str]) -> bool:
    told = [text for text in sample if any(map(str.isdigit, text))]
    return bool(told) and sum(bool(_SUM.fullmatch(text)) for text in sample) >= len(sample) * _MOSTLY
