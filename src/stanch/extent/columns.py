"""What a table's column holds: its header (`headings`) and a sample of its cells decide."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial

import pyarrow as pa
import pyarrow.compute as pc

from stanch.extent import cut_short
from stanch.extent.abbreviated import written_whole
from stanch.extent.animals import without_animals
from stanch.extent.birthdays import with_birthdays
from stanch.extent.by_table_name import named_by_table
from stanch.extent.couples import couple
from stanch.extent.detector import Detector
from stanch.extent.flat_files import is_flat, with_fields
from stanch.extent.folding import listed
from stanch.extent.forms_of_address import are_forms_of_address
from stanch.extent.hash_columns import with_hashes
from stanch.extent.headings import claims, spelt, words_of
from stanch.extent.households import said_of_each
from stanch.extent.names_by_rows import with_told_names
from stanch.extent.normalise import folded
from stanch.extent.one_for_all import without_shared
from stanch.extent.own_person import (
    are_names,
    told_by_type,
    with_accounts,
    with_addressees,
    with_names,
    with_papers,
    with_second,
    without_own,
    without_role,
)
from stanch.extent.owners import is_elsewhere, owned
from stanch.extent.parts_of_names import first_names_of_others, with_parts
from stanch.extent.patterns import book, detector_of
from stanch.extent.pay_columns import with_pay
from stanch.extent.people_columns import WEAK, speaks_of_people, without_things
from stanch.extent.related_rows import with_related
from stanch.extent.row_keys import PEOPLE, is_key, served_first, with_keys
from stanch.extent.said_alike import with_its_name
from stanch.extent.sampled import sample_of
from stanch.extent.sectors import with_sectors
from stanch.extent.shared_word import said_plainly
from stanch.extent.silent_people import NO_HEADER, is_list, parted
from stanch.extent.silent_places import with_places
from stanch.extent.streets import with_addresses
from stanch.extent.table_column import Column
from stanch.extent.texts import are_bare
from stanch.extent.validators import validator

# A header is believed when this share of the cells under it can be such values: real columns hold notes and errors.
BELIEVED = 0.25
# What is taken only where nothing else fits must hold more cells by this.
BY_FAR = 0.1
# A number under such a header is not a person's, whatever its shape.
GOODS = listed(
    "claim reference ref voucher receipt confirmation case order invoice sku tracking item part product ticket transaction txn batch",
    "lot serial upc ean isbn po shipment barcode asset model catalog article quantity qty price total amount count hash checksum",
    "version build revision commit code hs tariff pedido factura commande facture bestellung rechnung artikel artikelnummer ordine",
    "fattura fatura encomenda articulo articolo articoli artigo producto produit prodotto produto produkt ware charge lote lotto",
    "partita vorgang buchung buchungsnummer sendung sendungsnummer lieferschein albaran colis envio spedizione gtin waybill container",
    "seal firmware accession",
)
DECEASED = listed(
    "deceased is_deceased deceased_flag dead death_flag fallecido decede verstorben falecido deceduto overleden",
)
RECENCY = (
    *("updated", "modified", "last seen", "last login", "changed", "as of", "created", "last contact", "last activity"),
    *("last order", "visit date", "service date"),
)
YES = pa.array(["1", "y", "yes", "true", "t", "si", "oui", "ja", "sim", "x", "deceased"])


def decide(
    table: pa.Table, name: str = "", *, among_others: bool = False, told: Mapping[str, tuple[str, str]] | None = None
) -> list[Column]:
    """What each column holds, seen beside its neighbours and under the table's name.

    `among_others`: a table of a database; `told`: for a column the table and column that the database says it is a key of.
    """
    plain = said_of_each(said_plainly(table.column_names), cache(partial(_cells, table)))
    if plain != table.column_names:
        tied = {said: told[given] for said, given in zip(plain, table.column_names, strict=True) if told and given in told}
        found = decide(table.rename_columns(plain), name, among_others=among_others, told=tied)
        return [replace(one, name=given) for one, given in zip(found, table.column_names, strict=True)]
    cells: Callable[[int], list[str]] = cache(partial(_cells, table))
    in_full = written_whole(table.column_names)
    decided = [replace(_decide(in_full.get(name, name), cells(index)), name=name) for index, name in enumerate(table.column_names)]
    if is_flat(table.column_names):
        return with_fields(decided, cells)
    rows = partial(_rows, table)
    if among_others:
        decided = named_by_table(decided, name, _decide, cells)
    decided = with_addresses(owned(decided, lambda at, words: _decide(words, cells(at)), rows), cells)
    decided = told_by_type(without_animals(with_parts(table, decided)), cells)
    decided = with_sectors(without_things(with_addressees(decided, cells), cells))
    keyed = with_keys(decided, [cells(place)[:100] for place in range(table.num_columns)], name, told or {})
    # In a database the key of a person is one in any table: it says whose the rest of the row is.
    kept = [place for place, one in enumerate(keyed) if among_others and is_key(one, name, told or {})]
    kept_keys = bool(kept)
    decided = with_accounts(served_first(with_hashes(keyed, cells), name), [cells(place)[:100] for place in range(table.num_columns)])
    if speaks_of_people(decided) or is_list(decided, cells):
        decided = with_places([_by_words(column, cells(place)) for place, column in enumerate(decided)], cells)
        named = with_told_names(decided, rows)
        decided = parted(named if named == decided else first_names_of_others(table, named), rows)
        decided = without_shared(without_own(with_second(decided, rows)), rows)
        decided = with_papers(with_names(with_its_name(decided), partial(_cells_of_rows, table)), cells)
        decided = with_pay(with_birthdays(decided, cells), cells)
    elif _reaches_people(table, decided):
        decided = with_names(decided, partial(_cells_of_rows, table))
    else:
        # A lone column "Name" or "City" in a price list names no person, unless its cells are names.
        whole = [place for place, one in enumerate(decided) if one.detector and one.detector.kind == "name"]
        kept += [place for place in whole if are_names(cells(place)[:100])]
        kept += _of_addresses(decided, name, told or {})
        # `entity_id` and `field_last_name_value`: beside the key of a person a part of a name, or of an address, is that person's.
        kept += [place for place, one in enumerate(decided) if one.detector and one.detector.kind in _PARTS] if kept_keys else []
        decided = [
            Column(column.name, None, 0.0)
            if column.detector and column.detector.kind in WEAK and not column.role and place not in kept
            else column
            for place, column in enumerate(decided)
        ]
    return without_role(with_related(decided, name, told or {}, cells))


def is_silent_list(table: pa.Table) -> bool:
    """Whether a table without any header is a list of people: no form, whatever its cells look like."""
    return is_list([Column(name, None, 0.0) for name in table.column_names], cache(partial(_cells, table)))


_PARTS = ("given_name", "middle_name", "family_name", "street", "postal_address", "city", "region", "postcode", "country")
_LIVING = listed(
    "address addresses addr adresse adressen adresses direccion direcciones indirizzo indirizzi adres adressen household residence home"
)
_WHERE = ("street", "postal_address", "city", "region", "postcode", "country")


def _of_addresses(decided: Sequence[Column], name: str, told: Mapping[str, tuple[str, str]]) -> list[int]:
    """The columns of a table of addresses in a database: it is called so, or tied to another; whose they are, its keys say."""
    found = [place for place, one in enumerate(decided) if one.detector and one.detector.kind in _WHERE]
    kinds = {one.detector.kind for one in decided if one.detector}
    whole = bool(kinds & {"street", "postal_address"}) and bool(kinds & {"city", "postcode"})
    words = set(spelt(words_of(name).split()))
    return found if whole and (told or words & _LIVING or words & PEOPLE.keys()) else []


def _cells(table: pa.Table, place: int) -> list[str]:
    return sample_of(table.column(place))


def _cells_of_rows(table: pa.Table, place: int) -> list[str]:
    """The cells of the first rows that hold more than one: what stands alone in its row is the heading of the rows below."""
    rows = zip(*(column.slice(0, HEAD).to_pylist() for column in table.columns), strict=True)
    return [text.strip() for row in rows if (text := row[place]) and text.strip() and sum(map(bool, row)) > 1]


HEAD = 200
_REACHING = re.compile(r"\S@\S+\.\w|\(?\d{3}\)?[-. ]\d{3}[-.]\d{4}|\b[A-Z]{2},? \d{5}\b|\+\d{2}[\d ]{7}")


def _reaches_people(table: pa.Table, decided: Sequence[Column]) -> bool:
    """Whether cells that no header explains tell how to reach somebody, in most rows: a directory with everything in one cell."""
    open_ = [at for at, one in enumerate(decided) if one.detector is None and not one.use]
    if any(one.detector is not None for one in decided) or len(open_) < LEAST_OPEN or table.num_rows < LEAST_CELLS:
        return False
    rows = list(zip(*(table.column(at).slice(0, 50).to_pylist() for at in open_), strict=True))
    return sum(any(text and _REACHING.search(text) for text in row) for row in rows) * 2 > len(rows)


LEAST_OPEN = 2


def _rows(table: pa.Table, place: int) -> list[str]:
    return [(text or "").strip() for text in table.column(place).slice(0, 100).to_pylist()]


# So many of the cells, and so many different ones, make a column without a header one of names or streets.
ALIKE, DIFFERENT, LEAST_CELLS = 0.85, 0.3, 5


def _by_words(column: Column, cells: Sequence[str]) -> Column:
    """A column without a header, in a table that speaks of people: names, parts of names and streets are told by their words."""
    if column.detector is not None or column.use or not NO_HEADER.fullmatch(words_of(column.name)):
        return column
    sample = cells[:100]
    if len(sample) < LEAST_CELLS or len(set(sample)) < len(sample) * DIFFERENT:
        return column
    from stanch.extent import names

    kind = ""
    if (share := names.looks_like_names(sample)) >= ALIKE:
        whole = sum(len(text.split()) > 1 for text in sample) * 2 > len(sample)
        given = sum(names.is_given_name(text) > names.is_surname(text) for text in sample)
        kind = "name" if whole else "given_name" if given * 2 > len(sample) else "family_name"
    elif (share := _share_of_streets(sample)) >= ALIKE:
        kind = "postal_address" if sum(bool(_WITH_PLACE.fullmatch(text)) for text in sample) * 2 > len(sample) else "street"
    found = detector_of(f"any/{kind}")
    return Column(column.name, found, round(0.6 + 0.3 * share, 3)) if found else column


_WITH_PLACE = re.compile(r"(?s).*[,\s][A-Z]{2},?\s+\d{5}(?:-\d{4})?(?:,? [A-Z][A-Za-z. ]+)?")
_STREET = re.compile(r"\d{1,6}[A-Za-z]?,? [^\W\d_a-z][^\d]{2,}.*|[^\W\d_][^\d]{3,} \d{1,5} ?[a-zA-Z]?(?:[ ,/-].*)?|P\.? ?O\.? Box \d+")


def _share_of_streets(sample: Sequence[str]) -> float:
    """The share that is number and words, or words and number; 0 where hardly any says that it is a street."""
    from stanch.extent.names_rules import cue_of

    said = sum(any(cue_of(word.strip(".,")) == "street" for word in text.split()) for text in sample)
    return sum(bool(_STREET.fullmatch(text)) for text in sample) / len(sample) if said * 4 >= len(sample) else 0.0


def _decide(name: str, sample: Sequence[str]) -> Column:
    words = words_of(name)
    if not sample:
        return Column(name, None, 0.0)
    if words.replace(" ", "_") in DECEASED:
        return Column(name, None, 0.9, words, use="deceased")
    named, context, role = claims(name)
    best, share = _best(named, sample, context)
    if named and share < BELIEVED:  # `Núm. seguridad social`: of another country than the words alone say
        best, share = max((best, share), _best(cut_short.meant(name, words.split())[0], sample, context), key=lambda one: one[1])
    # `Sr` is a señor, and under `Suffix` a father of the same name.
    if best is not None and (is_elsewhere(best.kind, words) or (best.kind != "name_suffix" and are_forms_of_address(sample))):
        return Column(name, None, 0.0, role=role)
    if best is not None and share >= BELIEVED:
        if best.id == "any/national_id" and (alone := _by_content(words, sample)) is not None and alone[1] > GUESSED:
            return Column(name, alone[0], alone[1], context, role)  # whose country's it is, its check digit tells
        if best.kind in _WHERE[:2] and (alone := _by_content(words, sample)) is not None and alone[0].kind in ("phone", "email"):
            return Column(name, alone[0], alone[1], context, role)  # where messages go and come from: `address` of a telephone
        return Column(name, best, round(0.80 + 0.19 * share, 3), context, role)
    two = next((one for one in named if one.kind == "name"), None)
    if two is not None and sum(couple(text) is not None for text in sample[:100]) >= BELIEVED * len(sample[:100]):
        return Column(name, two, 0.9, context, role)
    if (
        any(word in words for word in RECENCY)
        and share_valid(sample, r"\d{4}-\d\d-\d\d.*|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}.*", "") > BELIEVED
    ):
        return Column(name, None, 0.0, words, use="recency")
    # Reached also where hardly any cell is what the header says: `Cuenta de abono` over IBANs.
    if (alone := _by_content(words, sample)) is not None:
        return Column(name, alone[0], alone[1], None, role)
    return Column(name, None, 0.0, role=role)


def share_valid(sample: Sequence[str], cell: str, check: str) -> float:
    """The share of cells that can be such a value."""
    return _share([text if text.isascii() else folded(text) for text in sample], cell, check, 0.0)


def _share(plain: Sequence[str], cell: str, check: str, least: float) -> float:
    """The same of folded cells; 0 where it is less than `least`, which is known before all were looked at."""
    shape, is_valid, many, missed = _compiled(cell), validator(check), len(plain), 0
    for text in plain:
        if not (shape.fullmatch(text) and is_valid(text)):
            missed += 1
            if (many - missed) / many < least:
                return 0.0
    return (many - missed) / many


@cache
def _compiled(cell: str) -> re.Pattern[str]:
    return re.compile(cell or r"[\s\S]{1,400}")


def _best(named: Sequence[Detector], sample: Sequence[str], words: str) -> tuple[Detector | None, float]:
    """The detector that most cells satisfy; of equals the one whose own language the header is in, then one with a check of its own."""
    found = [(share_valid(sample, one.column.cell, one.column.check), one) for one in named]
    if not found:
        return None, 0.0
    share, best = max(
        found,
        key=lambda pair: (
            pair[0] - BY_FAR * pair[1].column.otherwise,
            _is_native(pair[1], words),
            pair[1].column.check not in ("", "identifier"),
            pair[1].id,
        ),
    )
    return best, share


def _is_native(detector: Detector, words: str) -> bool:
    """Whether the header is a word of the language that the detector's file names first: its own country's."""
    first = next(iter(detector.headers.values()), ())
    return words in {words_of(synonym) for synonym in first}


def _by_content(words: str, sample: Sequence[str]) -> tuple[Detector, float] | None:
    """The kind that nearly all cells are, where the header is silent. Bare numbers under a header of goods are nobody's."""
    is_goods = bool(GOODS & set(words.split()))
    found = []
    plain = [text if text.isascii() else folded(text) for text in sample[:100]]
    for detector in book().detectors:
        rule = detector.column
        if (
            not rule.alone
            or (is_goods and detector.kind != "email")
            or len(sample) < (rule.least if NO_HEADER.fullmatch(words) else max(rule.least, 3))
        ):
            continue
        # A stricter shape is asked where no header tells: of nine random digits nine in ten could be an SSN, of ten a telephone.
        share = _share(plain, rule.alone_cell or rule.cell, rule.alone_check or detector.validator, rule.alone)
        if share >= rule.alone:
            found.append((share * rule.weight, detector, share))
    if not found:
        return None
    _, detector, share = max(found, key=lambda row: (row[0], row[1].id))
    sure = round(0.6 + 0.35 * share, 3)
    return detector, min(sure, GUESSED) if are_bare(plain[0], detector.column.alone_check or detector.validator) else sure


GUESSED = 0.88  # figures that any number of that shape could be: it is asked about


def recency(table: pa.Table, columns: Sequence[Column]) -> pa.Array | None:
    """The ISO day of a column of updates, for each row; None where the table has none."""
    for place, column in enumerate(columns):
        if column.use == "recency":
            cells = table.column(place).combine_chunks()
            iso = pc.utf8_slice_codeunits(cells, 0, 10)
            known = pc.fill_null(pc.match_substring_regex(iso, r"^\d{4}-\d\d-\d\d$"), False)
            return pc.if_else(known, iso, pa.scalar(None, pa.string()))
    return None
