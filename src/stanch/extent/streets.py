"""Addresses that stand in several columns: a house's number, a second line, and city, region and postcode in one cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

import pyarrow as pa

from stanch.extent import head_first
from stanch.extent.addresses_by_commas import ends_with_street
from stanch.extent.addresses_grammar import PROVINCES, STATES
from stanch.extent.area_codes import with_areas
from stanch.extent.folding import listed
from stanch.extent.headings import FILLERS, NOBODY, NUMBER_SIGNS, claims, spelt, words_of
from stanch.extent.labels import CITY_WORDS, is_city_label
from stanch.extent.patterns import detector_of
from stanch.extent.table_column import Column

# Words for the number of a house, and for what stands beside a street's name.
_NUMBERS = listed(
    "house_number house_num house_no house_nr houseno housenumber street_number streetnumber street_no street_num hausnummer hausnr",
    "hno hnr hsnr haus_nr huisnummer huisnr huis_nr num_civ numero_civico n_civico civico numero_de_rue numero_voie no_voie numero_calle",
    "num_calle numero_via numero_porta nr_domu numer_domu nr_endereco nu_endereco num_endereco numero_endereco nr_logradouro nu_logradouro",
    "num_logradouro numero_logradouro nr_imovel nu_imovel nr_residencia",
)
_BARE_NUMBERS = listed("no nr numero num n number")
_BESIDE = listed(
    "address_2 address2 address_line_2 addr2 addr_2 address_line2 line_2 line2 street_2 street2 street_address_2 unit apt suite flat",
    "apartment unit_number unit_num unit_no apt_no apt_number apartment_number house_name building_name complemento complement piso",
    "complement_adresse puerta escalera address_3 address3 address_line_3 adresszusatz zusatz toevoeging huisnummer_toevoeging interno",
    "toev_aan_huisnr toev huisnr_toev",
    "extra_address street_type streettype street_type_cd street_dir streetpredir street_direction half_code unit_designator unit_type",
)
_STATE = "|".join(sorted(sorted({*STATES, *PROVINCES}), key=len, reverse=True))
CITY_LINES = (
    re.compile(
        rf"(?P<city>[^\W\d_][^,\d]{{1,40}}?),?[ ]+\(?(?P<region>[A-Z]{{2}}|{_STATE})\)?,?[ ]+"
        r"(?P<postcode>\d{5}(?:-\d{4})?|[A-Z]\d[A-Z][ ]?\d[A-Z]\d|\d{4})"
    ),
    re.compile(
        r"(?P<postcode>(?:[A-Z]{1,2}-)?(?:\d{4}-\d{3}|\d{2}-\d{3}|\d{3}[ ]\d{2}|\d{4,5}(?:[ ][A-Z]{2})?))[ ]+(?P<city>[^\W\d_][^\d]{1,40}?)"
        r"(?:[ ]\((?P<region>[A-Z]{2})\)|[ ]\([^()\d]{3,30}\))?"
    ),
    re.compile(r"(?P<city>[^\W\d_][^,\d]{1,40}?),?[ ]+(?P<postcode>[A-Z]{1,2}\d[A-Z\d]?[ ]?\d[A-Z]{2}|\d{4,6})"),
)  # fmt: skip
_NUMBER = re.compile(r"\d{1,5}(?: ?[A-Za-z])?(?: ?[-/] ?\d{1,4}[A-Za-z]?)?")
_WITH_CITY = re.compile(r".*,.*\b(?:\d{4,6}|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)\b.*", re.DOTALL)
_PLACES = listed("lives_in hometown home_town place_of_residence residence based_in")
_LINES = frozenset({"line 1", "line1"})
_ANYWHERE = frozenset({"location", "mailing", "mail to", "locations", "where"})
_CITY_AND_REGION = re.compile(r"(?P<city>[^\W\d_][^,\d]{1,40}?), *(?P<region>[A-Z]{2}|[^\W\d_][^\W\d_ ]+(?: [^\W\d_]+)?)")
BELIEVED, MANY = 0.6, 20
BEFORE, BEHIND = 2, 6  # columns beside the street's in which the rest of it may stand


@lru_cache(maxsize=20_000)
def is_place(words: str) -> bool:
    """Whether a header is of cells that hold city, region and postcode together: `City, State Zip`, `PLZ/Ort`."""
    every = spelt(words.split())
    lead = next((at for at, word in enumerate(every) if word in CITY_WORDS), 0)
    return not NOBODY & set(every[:lead]) and (is_city_label(" ".join(every[lead:])) or _are_both(words.split()))


def _are_both(words: Sequence[str]) -> bool:
    """`cpost ville`: a header of postcodes and one of towns, beside each other."""
    if len(words) > MOST_WORDS:
        return False
    kinds = [{one.kind for one in claims(" ".join(part))[0]} for at in range(1, len(words)) for part in (words[:at], words[at:])]
    pairs = zip(kinds[::2], kinds[1::2], strict=True)
    return any(("postcode" in one and "city" in other) or ("city" in one and "postcode" in other) for one, other in pairs)


MOST_WORDS = 5


def parts_of_place(cell: str) -> dict[str, str]:
    """City, region and postcode of a cell, as far as it tells them; nothing where it is none."""
    text = " ".join(cell.split())
    found = next((match for line in (*CITY_LINES, _CITY_AND_REGION) if (match := line.fullmatch(text))), None)
    return {kind: value for kind, value in found.groupdict().items() if value} if found else {}


def with_addresses(columns: Sequence[Column], cells: Callable[[int], Sequence[str]]) -> list[Column]:
    """`Address` beside `City` is the street; a column of city and state is a place."""
    found = [_place(column, cells(at)) if not column.use else column for at, column in enumerate(columns)]
    found = _with_towns(found, cells)
    street = detector_of("any/street")
    known = {one.detector.kind for one in found if one.detector is not None}
    for at, column in enumerate(found):
        if column.detector is None and _is_first_line(column.name) and known & {"city", "postcode"} and cells(at):
            found[at] = Column(column.name, street, 0.9, words_of(column.name), column.role)
        if column.detector is None and street is not None and known & {"city", "postcode"} and _lacks_number(columns, at, cells):
            found[at] = Column(column.name, street, 0.9, words_of(column.name), column.role)
        if column.detector is None or column.detector.kind != "postal_address" or street is None:
            continue
        beside = {one.detector.kind for one in found if one.detector and one.role == column.role and one is not column}
        sample = cells(at)
        if beside & {"city", "postcode"} and sum(bool(_WITH_CITY.fullmatch(text)) for text in sample) * 2 < len(sample):
            found[at] = replace(column, detector=street)
    return found


def _places_behind(columns: Sequence[Column], at: int, cells: Callable[[int], Sequence[str]]) -> int | None:
    """The column near behind a street's whose cells are towns with postcodes, whatever its header (`CSZ`)."""
    for place in range(at + 1, min(at + 4, len(columns))):
        one, sample = columns[place], cells(place)[:100]
        told = [parts_of_place(text) for text in sample] if one.detector is None and not one.use and len(sample) >= FEW_PLACES else []
        if told and sum({"city", "postcode"} <= parts.keys() for parts in told) >= len(told) * MOST_PLACES:
            return place
    return None


FEW_PLACES, MOST_PLACES = 3, 0.8


def _is_first_line(header: str) -> bool:
    """`line1`, and at the end of a path through what is somebody's own: `contact.home.line1`."""
    words = words_of(header)
    end = next((line for line in _LINES if words == line or words.endswith(f" {line}")), None)
    return end is not None and set(words.removesuffix(end).split()) <= FILLERS


def _with_towns(columns: Sequence[Column], cells: Callable[[int], Sequence[str]]) -> list[Column]:
    """The same columns; words right beside postcodes are the towns where no other column is (`By` in Denmark, `Kraj` in Slovenia).

    A column of streets with the town behind them, where nothing else tells one, is of addresses.
    """
    found, town, whole = list(columns), detector_of("any/city"), detector_of("any/postal_address")
    for at, one in enumerate(columns):
        kind = one.detector.kind if one.detector is not None else ""
        near = {other.detector.kind for other in columns if other.detector is not None and other.role == one.role}
        if kind == "postcode" and "city" not in near and town is not None:
            beside = next((n for n in (at + 1, at - 1) if 0 <= n < len(columns) and _are_towns(columns[n], cells(n))), None)
            if beside is not None:
                found[beside] = replace(columns[beside], detector=town, confidence=0.85, role=one.role)
        elif kind == "street" and not near & {"city", "postcode"} and (behind := _places_behind(found, at, cells)) is not None:
            found[behind] = Column(columns[behind].name, town, 0.8, None, one.role, "place")
        elif kind == "street" and not near & {"city", "postcode"} and _are_whole(cells(at)):
            found[at] = replace(one, detector=whole)
    return found


def _are_towns(column: Column, sample: Sequence[str]) -> bool:
    if column.use or column.role or not sample or words_of(column.name) not in _TOWNS_TOO:
        return False
    return sum(bool(_TOWN_SAID.fullmatch(text)) for text in sample) * 10 >= len(sample) * 9


_TOWNS_TOO = listed("by kraj posta place plaats lieu sted locality ort cd local")
_TOWN_SAID = re.compile(r"[^\W\d_][^\d,@]{1,40}(?: (?:\d{1,2}|[A-Z]{1,2}))?")


def _are_whole(sample: Sequence[str]) -> bool:
    """Whether most cells have a town and its postcode behind the street."""
    return bool(sample) and sum(bool(_WITH_CITY.fullmatch(text)) and not ends_with_street(text) for text in sample) * 2 > len(sample)


def _lacks_number(columns: Sequence[Column], at: int, cells: Callable[[int], Sequence[str]]) -> bool:
    """Whether a column for addresses holds streets whose house numbers stand in the next: `Anschrift`, `Hausnr.`."""
    behind = at + 1
    if columns[at].use or behind >= len(columns) or not any(one.kind == "postal_address" for one in claims(columns[at].name)[0]):
        return False
    numbers, streets = cells(behind), cells(at)
    said = _said_of(columns[behind].name, columns[at].name)
    is_number = said in _NUMBERS | _BARE_NUMBERS and sum(bool(_NUMBER.fullmatch(text)) for text in numbers) * 10 >= len(numbers) * 8
    return bool(streets and numbers) and is_number and not any(char.isdigit() for text in streets[:50] for char in text[:3])


def _place(column: Column, sample: Sequence[str]) -> Column:
    """The column as one of places (or of addresses), if its header and most of its cells say so."""
    words = words_of(column.name)
    kind = column.detector.kind if column.detector is not None else ""
    named = any(one.kind == "city" for one in claims(column.name)[0])  # `Ort` over `34117 Kassel`
    said = kind == "city" or (not kind and (named or words.replace(" ", "_") in _PLACES | _ANYWHERE or is_place(words)))
    if not sample or not said:
        return column
    told = sum("region" in parts or "postcode" in parts for parts in map(parts_of_place, sample))
    # `Location` is an office's, too: that of many is not where each of them lives.
    several = words not in _ANYWHERE or len(set(sample)) * 2 >= min(len(sample), MANY)
    if told >= len(sample) * BELIEVED and several:
        return Column(column.name, detector_of("any/city"), 0.8, words, column.role, "place")
    if not kind and words in _ANYWHERE and several and _are_addresses(sample):
        return Column(column.name, detector_of("any/postal_address"), 0.8, words, column.role)
    return column


def _are_addresses(sample: Sequence[str]) -> bool:
    from stanch.extent import addresses

    return addresses.looks_like_addresses(sample[:50]) >= BELIEVED


def _beside_street(columns: Sequence[Column], at: int, table: pa.Table) -> list[int]:
    """The columns whose cells belong to the street at `at`, in their order, itself among them."""
    role = columns[at].role
    kept = [at]
    # Programs that leave out what is empty put a second line wherever it first stood; of one street it is the street's.
    streets = [place for place, one in enumerate(columns) if one.role == role and _is_street(one) and _said_of(one.name, "") not in _BESIDE]
    reach = range(len(columns)) if streets == [at] else range(max(0, at - BEFORE), min(len(columns), at + BEHIND + 1))
    for place in reach:
        one, words = columns[place], _said_of(columns[place].name, columns[at].name)
        if place == at or one.role not in ("", role) or (one.detector and not _is_street(one)):
            continue
        is_next = place == at + 1 and words in _BARE_NUMBERS
        numbers = is_next or _is_number_of_house(words) or (_is_street(one) and bool(set(words_of(one.name).split()) & NUMBER_SIGNS))
        if words in _BESIDE or _is_next_line(columns[at], one) or (numbers and _are_numbers(table.column(place))):
            kept.append(place)
    return sorted(kept)


def _is_number_of_house(words: str) -> bool:
    """`house_no`; `n_voie`: a sign for a number and a word for a street or a house."""
    said = set(words.split("_"))
    return words in _NUMBERS or bool(said & NUMBER_SIGNS and said & _WAYS and said <= NUMBER_SIGNS | _WAYS | head_first.SMALL)


_WAYS = listed("house street haus strasse voie rue calle via vial portal porta rua straat huis civico casa predio dom ulica vej gate gata")


def _is_street(column: Column) -> bool:
    return column.detector is not None and column.detector.kind in ("street", "postal_address")


def _said_of(header: str, street: str) -> str:
    """A header as words without those for whom it shares with the street's: `N. civico (Dipendente)` beside `Via (Dipendente)`."""
    words = words_of(header)
    plain = words.replace(" ", "_")
    if plain in _NUMBERS or plain in _BESIDE:
        return plain
    shared = set(words_of(street).split())
    return "_".join(word for word in words.split() if word not in shared) or plain


_NUMBERED = re.compile(r"(?P<stem>.*?\D) ?(?P<number>[1-9])")


def _is_next_line(first: Column, other: Column) -> bool:
    """`STREET LN 1` and `STREET LN 2`: headers of streets that differ in the number at their end."""
    one, two = (_NUMBERED.fullmatch(words_of(column.name)) for column in (first, other))
    named = first.detector is not None and other.detector is not None and first.detector.id == other.detector.id == "any/street"
    return bool(named and one and two and one["stem"] == two["stem"] and one["number"] != two["number"])


def _are_numbers(cells: pa.ChunkedArray) -> bool:
    sample = [text.strip() for text in cells.slice(0, 200).to_pylist() if text and text.strip()]
    return bool(sample) and sum(bool(_NUMBER.fullmatch(text)) for text in sample) * 10 >= len(sample) * 8


_ORDINALS = listed("1 2 1o 2o 1er 2do 2nd 1st primer segundo first second paterno materno primero")


def _surnames(columns: Sequence[Column], at: int) -> list[int]:
    """The columns of one person's surnames (`Apellido 1`, `Apellido 2`), in order, if the column at `at` is one of several; else itself."""
    same = [
        place
        for place, one in enumerate(columns)
        if one.detector is not None and one.detector.kind == "family_name" and one.role == columns[at].role
    ]
    said = {place: words_of(columns[place].name) for place in same}
    ordered = [place for place, words in said.items() if _ORDINALS & set(words.split()) or words[-1:].isdigit()]
    if at in ordered and len(ordered) > 1:
        return ordered
    infix = [place for place in range(max(0, at - BEFORE), min(len(columns), at + BEFORE + 1)) if _is_infix(columns[place])]
    return [*infix[:1], at]


def _is_infix(column: Column) -> bool:
    """Dutch and German lists keep `van der` apart from the surname that it belongs to."""
    return bool(
        {"tussenvoegsel", "voorvoegsel", "voorvoegsels", "namensvorsatz", "vorsatzwort", "tussenv", "tussenvoegsels", "infix"}
        & set(words_of(column.name).split())
    )


def together(columns: Sequence[Column], table: pa.Table) -> dict[int, tuple[int, ...]]:
    """For streets, surnames and telephones the columns whose cells belong together, in order; none for one that another took in."""
    found: dict[int, tuple[int, ...]] = with_areas(columns, table)
    for at, column in enumerate(columns):
        kind = column.detector.kind if column.detector is not None else ""
        if at in found or kind not in ("street", "family_name"):
            continue
        beside = _beside_street(columns, at, table) if kind == "street" else _surnames(columns, at)
        if len(beside) > 1:
            found |= dict.fromkeys((place for place in beside if columns[place].detector is not None), ())
            found[at] = tuple(beside)
    return found


def joined(texts: Sequence[pa.Array]) -> pa.Array:
    """The parts of a street in one text, the empty ones left out."""
    import pyarrow.compute as pc

    # Arrow's own way of skipping nulls drops the rows in which all are null, and what follows would be another's.
    whole = pc.binary_join_element_wise(*(pc.fill_null(one, "") for one in texts), pa.scalar(" ", pa.string()))
    plain = pc.utf8_trim_whitespace(pc.replace_substring_regex(whole, r"\s{2,}", " "))
    return pc.if_else(pc.equal(pc.utf8_length(plain), 0), pa.scalar(None, pa.string()), plain)


_LINE = re.compile(
    r"(?P<stem>(?:[a-z]+ )*?(?:[bs]?addr|[bs]?address|address line|addr line|adresse|anschrift|direccion)) ?(?P<number>[1-6])"
)
LEAST_LINES = 3


def blocks_of_lines(columns: Sequence[Column], table: pa.Table) -> list[tuple[int, ...]]:
    """Columns that hold the lines of an address as they are printed (`BADDR1` to `BADDR5`), town and postcode in whichever comes last.

    The first such block of a person is where he lives; another (`SADDR1`) is where something was sent.
    """
    kinds = {one.detector.kind for one in columns if one.detector is not None and not one.role}
    if "city" in kinds:
        return []
    ends = _ends_in_towns if "postcode" in kinds else _ends_in_places
    found: dict[str, list[int]] = {}
    for at, column in enumerate(columns):
        match = _LINE.fullmatch(words_of(column.name))
        if match and not column.role and (not found or found.keys() == {match["stem"]} or match["stem"] in found):
            found.setdefault(match["stem"], []).append(at)
    least = LEAST_LINES if "postcode" in kinds else LEAST_LINES - 1
    return [tuple(places) for places in found.values() if len(places) >= least and ends(table, places)]


def _ends_in_places(table: pa.Table, places: Sequence[int]) -> bool:
    """Whether most rows are such lines; of two columns nearly all, for the second is often the number of a flat."""
    rows = list(zip(*(table.column(at).slice(0, 50).to_pylist() for at in places), strict=True))
    filled = [row for row in rows if any(row)]
    told = sum(lines_of_address(row) is not None for row in filled)
    return told * 2 > len(filled) > 0 and (len(places) >= LEAST_LINES or told * 10 >= len(filled) * 8)


def _ends_in_towns(table: pa.Table, places: Sequence[int]) -> bool:
    """Whether what stands below the first line is mostly a town, whose postcode has a column of its own (the United Kingdom)."""
    rows = list(zip(*(table.column(at).slice(0, 50).to_pylist() for at in places), strict=True))
    below = [lines[-1] for row in rows if len(lines := [line for line in row if line and line.strip()]) > 1]
    return (
        len(below) * 2 > len([row for row in rows if any(row)])
        and sum(bool(_TOWN.fullmatch(line)) for line in below) * 10 >= len(below) * 8
    )


# Towns that number their districts; `County Road 41` and `Flat 2` are no towns.
_TOWN = re.compile(
    r"[^\W\d_][^\d,]{1,40}"
    r"|(?i:(?:dublin|baile [aá]tha cliath|praha|prague|prag|bratislava|ko[sš]ice|ostrava|brno|paris|lyon|marseille)"
    r" \d{1,2}(?:er|e|[eè]me|w)?)"
)


def lines_of_address(row: Sequence[str | None]) -> dict[str, str] | None:
    """Street, city, region and postcode of an address line by line, the name above it left out; None where no line is a town's."""
    lines = [" ".join(line.split()) for line in row if line and line.strip()]
    at = next((at for at in range(len(lines) - 1, 0, -1) if "postcode" in parts_of_place(lines[at])), 0)
    if not at and len(lines) > 1 and _TOWN.fullmatch(lines[-1]):
        return {"street": ", ".join(lines[:-1]), "city": lines[-1]}
    if not at:
        return None
    above = lines[:at]
    if len(above) > 1 and _is_person(above[0]):
        above = above[1:]
    return {"street": ", ".join(above), **parts_of_place(lines[at])}


def unplaced(row: Sequence[str | None]) -> dict[str, str]:
    """The lines of an address of which none is a town's, as its street: where it is told is known, if not where that lies."""
    said = ", ".join(" ".join(line.split()) for line in row if line and line.strip())
    return {"street": said} if said else {}


def _is_person(line: str) -> bool:
    """Whether a line above a street is a person's name, not a house's (`Rose Cottage`)."""
    from stanch.extent.names import is_given_name, is_surname

    words = line.replace(",", "").split()
    return (
        1 < len(words) < LEAST_LINES + 2 and any(is_given_name(word) > 0 for word in words) and any(is_surname(word) > 0 for word in words)
    )
