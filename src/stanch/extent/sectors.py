"""What trades call alike: a policy is of a car or of health, an account is at a bank or at the waterworks. The other columns tell which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stanch.extent.folding import listed
from stanch.extent.headings import words_of
from stanch.extent.patterns import detector_of
from stanch.extent.table_column import Column
from stanch.vocabulary import elements

_POLICY = listed("policy poliza apolice polizza polis police")
_OF_HEALTH = listed("health medical patient member subscriber dental provider physician pediatrician doctor diagnosis rx plan medicaid")
_OF_THINGS = listed(
    "vin vehicle veh auto car motor driver drv drivers dwelling homeowner flood roof kfz fahrzeug vehiculo coche veiculo veicolo targa",
    "immatriculation vehicule kenteken voertuig",
)
_SERVED = listed("iccid imsi imei msisdn meter kwh usage svc service tariff subscr tn mdn contador compteur zaehler")
_MEMBERS = listed("adherent adherente")
_OF_INSURERS = listed("mutuelle secu securite sociale nir regime ayant droit sante assure assuree vitale amc")
_HOLDERS = listed("patient pt pat client guarantor resident tenant member subscriber")
_AT_BANKS = listed("bank checking savings deposit dda")
_BANKED = frozenset({"us_bank_routing", "swift_bic", "iban", "payment_card"})


def with_sectors(columns: Sequence[Column]) -> list[Column]:
    """The same columns: policies of cars and homes as such, and accounts of telephones and meters as numbers of customers."""
    said = {word for column in columns for word in words_of(column.name).split()}
    kinds = {column.detector.kind for column in columns if column.detector is not None}
    of_things = bool(said & _OF_THINGS) and not said & _OF_HEALTH and not any(elements()[kind].group == "health" for kind in kinds)
    served = bool(said & _SERVED) and not kinds & _BANKED
    of_health = bool(said & _OF_HEALTH)
    if not said & _OF_INSURERS:  # of a club
        columns = [_of_a_club(column) for column in columns]
    return [_told(column, of_things=of_things, of_health=of_health, served=served) for column in columns]


def _of_a_club(column: Column) -> Column:
    """The number of a member (`N° adhérent`) where nothing speaks of an insurer."""
    if column.detector is None or column.detector.id != "any/health_insurance_id" or not _MEMBERS & set(words_of(column.name).split()):
        return column
    return replace(column, detector=detector_of("any/customer_id"))


def _told(column: Column, *, of_things: bool, of_health: bool, served: bool) -> Column:
    detector, words = column.detector, set((column.context or words_of(column.name)).split())
    if detector is None:
        return column
    if of_things and detector.id == "any/health_insurance_id" and words & _POLICY:
        return replace(column, detector=detector_of("any/insurance_policy"))
    # `Patient Acct No` is the patient's number where he is treated.
    if detector.id == "us/bank_account" and set(words_of(column.name).split()) & _HOLDERS and not words & _AT_BANKS:
        return replace(column, detector=detector_of("any/medical_record_number" if of_health else "any/customer_id"))
    # `ACCT_NBR` beside lines and meters; `Bank account` says itself whose it is.
    if served and detector.id == "us/bank_account" and not words & _AT_BANKS:
        return replace(column, detector=detector_of("any/customer_id"))
    return column
