"""Pay under headers that say an amount alone (`Gross`, `Netto set. 26`, `Bruto mnd`, `Rate`): beside what only a list of pay holds.

On an invoice the same words stand beside a tax on goods; there they are nobody's pay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from stanch.extent.folding import listed
from stanch.extent.headings import words_of
from stanch.extent.patterns import detector_of
from stanch.extent.table_column import NAMES, Column
from stanch.vocabulary import elements

_AMOUNTS = listed(
    "gross net brut nette netto brutto bruto neto lordo liquido nettobetrag bruttobetrag earnings regular payout",
    "nettoverdienst bruttoverdienst nettobezug bruttobezug auszahlung devengado percibir busta",
)
_RATES = listed("rate hourly tarif taux stundensatz tarifa uurtarief tariffa")
# What employers alone take off, pay in or count.
_PAYROLL = listed(
    "paye usc prsi nic nics cpp qpp ei eht wcb fica futa suta withholding oasdi medicare payroll payslip overtime hrs hours",
    "lohnsteuer steuerklasse stkl solz sozialversicherung sv kirchensteuer krankenversicherung rentenversicherung irpf ytd",
    "inps irpef ccnl livello mansione tfr loonheffing loonheffingskorting zvw csg crds urssaf cotisations prelevement zus ppk pit",
    "super superannuation kiwisaver payg tfn pension salary wage wages lohn gehalt salaire salario stipendio loon salaris",
    "cotizacion devengos nomina heures stunden horas ore uren godziny",
)
_WORKS = listed(
    "employee employees emp staff worker dipendente dipendenti empleado empleada trabajador trabajadora salarie employe mitarbeiter",
    "mitarbeiterin arbeitnehmer medewerker werknemer pers personeelsnummer personalnummer matricola matr matricule funcionario pracownik",
)
_GOODS = listed(
    "vat iva mwst ust tva btw gst pst hst invoice fattura factura facture rechnung factuur qty quantity unit item product artikel discount",
    "client customer kunde kundin cliente klant matter guest tenant",
)
_OF_ONE = frozenset({"national_id", "ssn", "tax_id"})  # no invoice has these beside an account
MOSTLY = 0.8


def with_pay(columns: Sequence[Column], cells: Callable[[int], Sequence[str]]) -> list[Column]:
    """The same columns; amounts of whoever the row names, told as pay in a list of pay."""
    words = [words_of(one.name).split() for one in columns]
    open_ = [at for at, one in enumerate(columns) if one.detector is None and not one.role and not one.use]
    said = {word for every in words for word in every}
    if said & _GOODS or not any(set(words[at]) & (_AMOUNTS | _RATES) for at in open_):
        return list(columns)
    kinds = {one.detector.kind for one in columns if one.detector and not one.role}
    facts = {elements()[kind].fact for kind in kinds}
    of_work = said & _PAYROLL or ("financial_account" in facts and (said & _WORKS or "employee_id" in kinds or facts & _OF_ONE))
    detector = detector_of("any/salary")
    if not kinds & NAMES or not of_work or detector is None:
        return list(columns)
    meant = _AMOUNTS | (_RATES if said & _PAYROLL else frozenset())
    amount = re.compile(detector.column.cell)
    pay = {at for at in open_ if set(words[at]) & meant and _are_amounts(cells(at)[:100], amount)}
    return [
        replace(one, detector=detector, confidence=0.9, context=words_of(one.name)) if at in pay else one for at, one in enumerate(columns)
    ]


def _are_amounts(sample: Sequence[str], amount: re.Pattern[str]) -> bool:
    return bool(sample) and sum(bool(amount.fullmatch(text.strip())) for text in sample) >= len(sample) * MOSTLY
