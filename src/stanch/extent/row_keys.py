"""Keys by which the rows of one table speak of a person in another: `guest_id` of a reservation, `id` of the table `guests`.

What a database holds of one person lies in many tables; only the key says whose a row is. A short key (a running number)
is nobody's outside its own database, so it is compared within it, and within its kind of person, only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from stanch.extent.detector import Detector
from stanch.extent.folding import listed
from stanch.extent.headings import headings, words_of
from stanch.extent.patterns import detector_of
from stanch.extent.row_families import OWN_NUMBERS
from stanch.extent.table_column import NAMES, Column

# Words for people in the names of tables and keys, by the word that stands for all of them.
_PEOPLE = {
    "customer": "customer customers client clients cust kunde kunden kundin cliente clientes clienti cli clte klant klanten buyer buyers "
    "shopper shoppers acheteur acheteurs comprador compradores acquirente abonne abonnes "
    "abonado abonados abbonato abbonati mandant mandanten",
    "guest": "guest guests gast gaeste gaste gasten huesped huespedes ospite ospiti hospede hospedes",
    "patient": "patient patients pat paciente pacientes patientin patienten paziente pazienti utente utentes assistito assistiti",
    "user": "user users usr utilisateur utilisateurs usuario usuarios benutzer nutzer gebruiker gebruikers utilizador",
    "member": "member members mitglied mitglieder socio socios adherent adherents adh lid leden membre membres membro membros socia soci "
    "iscritto iscritti afiliado afiliados associado associados tesserato tesserati",
    "person": "person persons people individual individuals individuo personne personnes persona personas contact contacts "
    "party profile profiles personen kontakt kontakte contacto contactos contatto contatti pessoa pessoas pess pes anagrafica "
    "anag relatie relaties",
    "employee": "employee employees emp staff worker workers mitarbeiter empleado empleados salarie salaries dipendente dipendenti "
    "arbeitnehmer angestellter trabajador trabajadores trabalhador trabalhadores colaborador colaboradores funcionario funcionarios "
    "lavoratore lavoratori werknemer werknemers medewerker medewerkers",
    "student": "student students pupil pupils schueler schuler alumno alumnos eleve eleves schuelerin etudiant etudiants estudiante "
    "estudiantes alumna aluno alunos aluna alunno alunni studente studenti studenten leerling leerlingen",
    "donor": "donor donors donateur donateurs donante donantes spender doador doadores donatore donatori",
    "applicant": "applicant applicants candidate candidates bewerber candidat candidats candidato candidatos solicitante solicitantes "
    "sollicitant sollicitanten kandidaat demandeur demandeurs aanvrager aanvragers antragsteller richiedente requerente",
    "tenant": "tenant tenants resident residents mieter mieterin locataire locataires inquilino inquilinos inquilini arrendatario "
    "arrendatarios conduttore huurder huurders bewohner residente residentes",
    "borrower": "borrower borrowers prestatario prestatarios kreditnehmer darlehensnehmer emprunteur emprunteurs mutuatario "
    "mutuario kredietnemer",
    "subscriber": "subscriber subscribers abonnent abonnenten abonnee abonnees assinante assinantes abon abo assin",
    "passenger": "passenger passengers traveler travelers traveller travellers passagier passagiere passager passagers pasajero pasajeros "
    "passeggero passeggeri passageiro passageiros reisender viajero viajeros voyageur voyageurs",
    "participant": "participant participants respondent respondents attendee attendees subject subjects teilnehmer teilnehmerin "
    "participante participantes partecipante partecipanti deelnemer deelnemers",
    "volunteer": "volunteer volunteers",
    "claimant": "claimant claimants insured insureds asegurado asegurados assure assures versicherter versicherte versicherten assicurato "
    "assicurati segurado segurados verzekerde verzekerden",
    "holder": "holder holders policyholder policyholders cardholder tomador tomadores titular titulares titulaire titulaires preneur "
    "souscripteur souscripteurs contraente contraenti intestatario intestatari versicherungsnehmer kontoinhaber inhaber "
    "verzekeringnemer verzekeringnemers rekeninghouder",
    "household": "propietario propietarios proprietaire proprietaires proprietario proprietari proprietarios coproprietaire "
    "coproprietaires eigentuemer eigentumer eigenaar eigenaren halter tierhalter hoofdbewoner",
    "lead": "lead leads prospect prospects interessent interessenten prospecto prospectos",
    "taxpayer": "taxpayer taxpayers contribuyente contribuyentes contribuable contribuables steuerpflichtiger contribuente contribuenti "
    "contribuinte contribuintes belastingplichtige",
}
PEOPLE = {word: entity for entity, words in _PEOPLE.items() for word in words.split()}
KEYS = frozenset({"id", "uuid", "guid", "key", "pk", "fk", "no", "nr", "num", "number", "ref", "seq", "oid", "rowid"})
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.{}-]{0,39}")
# Such words are signs of a key beside people alone: `cod_postal` is none.
_CODES = frozenset({"cod", "cd", "co", "codigo", "codice", "code"})
_SIGNS = frozenset({"no", "nr", "n", "num", "number", "numero", "nummer"})  # right behind a street the house's, in a table of patients, too
LONGEST_OWN = 5  # digits of a running number
_SHORT = re.compile(rf"\d{{1,{LONGEST_OWN}}}")
MOST_WORDS = 3


def entity_of(header: str, table: str) -> str:
    """The kind of person that a column is a key of, "" where of none: `guest_id`; `id` in a table `guests`."""
    words = key_words(header)
    if len(words) == 1 and words[0] in _CODES:
        words = ["id"]  # `Code` of a list of clients is its key (`with_keys` looks whether it is)
    if not words or len(words) > MOST_WORDS or words[-1] not in KEYS:
        return ""
    at = max((place for place, word in enumerate(words[:-1]) if word in PEOPLE), default=-1)
    # `person_attribute_id` is an attribute's.
    named = PEOPLE[words[at]] if at >= 0 and set(words[at + 1 : -1]) <= _BEHIND else ""
    if at >= 0 and not named:
        return ""
    # `entity_id` of `customer_entity` is the row's own, as `id` would be.
    if named or not set(words[:-1]) <= _ROWS_OWN:
        return named
    # `id` of `person_address` is an address's; of `patient_demographics` it is the patient's, of `user__field_phone` the user's.
    said = words_of(table).partition(" field ")[0].split()
    told = [word for word in said if word not in _LISTS and not word.isdigit()]
    return PEOPLE.get(told[-1], "") if told else ""


_BEHIND = listed("account ref master main record unique internal external global source system legacy old new profile card rec login acct")
_ROWS_OWN = frozenset({"entity", "record"})
_LISTS = listed(
    "master list lists record records demographics table tbl info data main profile profiles file export details base all",
    "entity varchar datetime decimal int text static",
)


def key_words(header: str) -> list[str]:
    """The words of a key with the sign for one at the end, also where it is written in one: `CONTACTID` is `contact id`, `uid` a user's."""
    words = words_of(header).split()
    if words == ["uid"]:
        return ["user", "id"]
    if len(words) == 1 and len(word := words[0]) > len("id") and word.endswith("id") and word[:-2] in PEOPLE:
        return [word[:-2], "id"]
    if len(words) > 1 and ((words[0] in _CODES and words[1] in PEOPLE) or (words[-1] in _CODES and words[-2] in PEOPLE)):
        return [*(words[1:] if words[0] in _CODES else words[:-1]), "id"]
    return key_last(words)


def key_last(words: list[str]) -> list[str]:
    """The words of a key with the sign for one at the end: `id_cliente` as `cliente id`."""
    return [*words[1:], words[0]] if len(words) > 1 and words[0] in KEYS and words[-1] not in KEYS else words


def declared(properties: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """For each column that a database declares to be a key of another table: that table and its column."""
    lines = (line.split("\t") for line in properties.get("references", "").splitlines())
    return {line[0]: (line[1], line[2]) for line in lines if len(line) == 3}


def singular(words: str) -> str:
    """Words with the last of them as of one thing: `order lines` is `order line`, `entries` `entry`, `addresses` `address`."""
    for plural, one in (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("s", "")):
        if words.endswith(plural) and len(words) > len(plural) + 1 and not (plural == "s" and (words.endswith("ss") or len(words) < 4)):
            return words[: -len(plural)] + one
    return words


# Who is served, and who serves: `orders(customer_id, employee_id)` is of the customer.
SERVED = frozenset(
    {"customer", "guest", "patient", "student", "donor", "tenant", "borrower", "passenger", "claimant", "subscriber", "taxpayer"}
)
SERVING = frozenset({"employee", "user"})


def served_first(columns: Sequence[Column], table: str) -> list[Column]:
    """A table that names nobody, with keys of one who is served and of one who serves: without the latter's."""
    if any(column.detector and column.detector.kind in NAMES and not column.role for column in columns):
        return list(columns)
    keys = [entity_of(one.name, table) if one.detector and one.detector.kind in OWN_NUMBERS and not one.role else "" for one in columns]
    if not SERVED.intersection(keys):
        return list(columns)
    return [replace(one, detector=None, confidence=0.0) if key in SERVING else one for one, key in zip(columns, keys, strict=True)]


def with_keys(columns: Sequence[Column], samples: Sequence[Sequence[str]], table: str, told: Mapping[str, tuple[str, str]]) -> list[Column]:
    """The same columns, those that are keys of people read as their numbers. `told`: what the database declares of them."""
    # `id` of `user_info_data` beside `userid` counts the rows: whose each is, the other key says. So does `user` over numbers.
    pointing = {entity_of(column.name, "") for column in columns} - {""}
    named = any(column.detector and column.detector.kind in NAMES and not column.role for column in columns)
    # `contacts(id, respondent_id, type, value)` are ways of reaching somebody.
    is_list = not named and any(len(words := key_words(one.name)) > 1 and words[-1] == "id" for one in columns)
    spoken = not named and any(
        words_of(column.name) in PEOPLE and sample and all(map(str.isdigit, sample))
        for column, sample in zip(columns, samples, strict=True)
    )
    houses = {at for at in range(1, len(columns)) if words_of(columns[at].name) in _SIGNS and _is_street(columns[at - 1])}
    found = [
        replace(column, detector=_number_of(entity), confidence=0.9, context=words_of(column.name), use="")
        if at not in houses
        and (_is_free(column) or _is_members(column, sample, columns, table))
        and (entity := entity_of(*meant(column.name, table, told)))
        and not ((spoken or entity in pointing or (is_list and entity == "person")) and not entity_of(column.name, ""))
        and sample
        and all(map(_KEY.fullmatch, sample))
        and (words_of(column.name) not in _CODES or _are_keys(sample))
        else column
        for at, (column, sample) in enumerate(zip(columns, samples, strict=True))
    ]
    return [
        replace(one, detector=_running(one.detector.id))
        if one.detector and is_key(one, table, told) and all(map(str.isdigit, sample))
        else one
        for one, sample in zip(found, samples, strict=True)
    ]


def _are_keys(sample: Sequence[str]) -> bool:
    """Whether what stands under `Code` tells rows apart: each once, with figures. Sorts and states have codes too."""
    return len(sample) >= LEAST_CODES and len(set(sample)) == len(sample) and all(any(map(str.isdigit, value)) for value in sample)


LEAST_CODES = 3


def _is_street(column: Column) -> bool:
    return column.detector is not None and column.detector.kind in ("street", "postal_address")


@cache
def _running(name: str) -> Detector | None:
    """The detector of such numbers where they run: the first have one figure or two, which no hospital's own numbers have."""
    detector = detector_of(name)
    rule = detector.column if detector else None
    if detector is None or rule is None:
        return None
    return replace(detector, column=replace(rule, cell=rf"[0-9]{{1,{LONGEST_OWN}}}|{rule.cell}")) if rule.cell else detector


@cache
def _number_of(entity: str) -> Detector | None:
    """What a number of such people is: `id` of `employees` is what `employee_id` of other tables is read as."""
    own = next((one for one in headings().get(f"{entity} id", ()) if one.kind in OWN_NUMBERS), None)
    return own or detector_of("any/customer_id")


def meant(header: str, table: str, told: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """The column that a key speaks of and its table: as declared, else itself."""
    return (told[header][1], told[header][0]) if header in told else (header, table)


def is_key(column: Column, table: str, told: Mapping[str, tuple[str, str]]) -> bool:
    """Whether a column was read as the key of a person."""
    return column.detector is not None and column.detector.kind in OWN_NUMBERS and bool(entity_of(*meant(column.name, table, told)))


def _is_free(column: Column) -> bool:
    return not column.role and not column.use and (column.detector is None or column.detector.kind == "username")


# What stands beside the number of a policy or a plan.
_INSURED = listed(
    "insurance insured insurer insurers payer payor carrier plan plans coverage coverages policy policies group grp benefit benefits",
    "eligibility claim claims medicaid medicare hmo ppo pcp patient patients copay deductible subscriber",
)
_RUNNING = re.compile(r"\d{1,7}")


def _is_members(column: Column, sample: Sequence[str], columns: Sequence[Column], table: str) -> bool:
    """Whether `member_id` is a club's own running number: no plan's is so short, and nothing beside it speaks of insurance."""
    if (
        column.role
        or column.detector is None
        or column.detector.id != "any/health_insurance_id"
        or not all(map(_RUNNING.fullmatch, sample))
    ):
        return False
    said = {word for name in (table, *(one.name for one in columns)) for word in words_of(name).split()}
    return entity_of(column.name, "") in ("member", "subscriber") and not said & (_INSURED - set(words_of(column.name).split()))


def scoped(value: str, kind: str, header: str, table: str, place: str) -> str:
    """A running number as it is compared: with the database (`place`) and the kind of person it counts; other values as they are."""
    if kind not in OWN_NUMBERS or not _SHORT.fullmatch(value):
        return value
    entity = kind if kind != "customer_id" else entity_of(header, table) or "customer"
    return f"{place}\0{entity}\0{value}"
