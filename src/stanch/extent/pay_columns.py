"""What people are paid, under headers that say an amount (`Gross`, `Netto set. 26`, `Rate`) or how often it is paid (`Annual`, `Hourly`).

On an invoice the same words are of goods, of customers and donors they are turnover and gifts; beside what only lists of staff or of pay
hold they are pay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
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
_OFTEN = listed(
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
_MOSTLY = 0.8


def with_pay(columns: Sequence[Column], cells: Callable[[int], Sequence[str]]) -> list[Column]:
    """The same columns; amounts of whoever the row names, told as pay in a list of staff or of pay."""
    words = [set(words_of(one.name).split()) for one in columns]
    open_ = [at for at, one in enumerate(columns) if one.detector is None and not one.role and not one.use]
    detector = detector_of("any/salary")
    if detector is None:
        return list(columns)
    asked = {*_by_how_often(words, open_), *_by_amount(columns, words, open_)}
    amount = re.compile(f"{detector.column.cell}|{_SUM.pattern}")
    pay = {at for at in sorted(asked) if _are_amounts(cells(at)[:100], amount)}
    return [
        replace(one, detector=detector, confidence=0.9, context=words_of(one.name)) if at in pay else one for at, one in enumerate(columns)
    ]


def _by_how_often(words: Sequence[set[str]], open_: Sequence[int]) -> Iterator[int]:
    """Headers that say how often alone, where two other words are of lists of staff."""
    asked = [at for at in open_ if words[at] & _OFTEN and words[at] <= _OFTEN | _BESIDE]
    staff = {word for at, said in enumerate(words) if at not in asked for word in said & _STAFF}
    if len(staff) >= _LEAST_STAFF:
        yield from asked


def _by_amount(columns: Sequence[Column], words: Sequence[set[str]], open_: Sequence[int]) -> Iterator[int]:
    """Headers that say an amount, beside what employers alone take off, or the accounts of who works there."""
    said = {word for every in words for word in every}
    kinds = {one.detector.kind for one in columns if one.detector and not one.role}
    if said & _GOODS or not kinds & NAMES:
        return
    facts = {elements()[kind].fact for kind in kinds}
    is_staff = "employee_id" in kinds and bool(facts & {*_OF_ONE, "financial_account"})
    of_work = said & _PAYROLL or is_staff or ("financial_account" in facts and (said & _WORKS or "employee_id" in kinds or facts & _OF_ONE))
    if of_work:
        # An hour's rate in a list of staff is what is paid for it.
        meant = _AMOUNTS | (_RATES if said & _PAYROLL or is_staff else frozenset())
        yield from (at for at in open_ if words[at] & meant)


def _are_amounts(sample: Sequence[str], amount: re.Pattern[str]) -> bool:
    told = [text for text in sample if any(map(str.isdigit, text))]
    return bool(told) and sum(bool(amount.fullmatch(text.strip())) for text in sample) >= len(sample) * _MOSTLY
