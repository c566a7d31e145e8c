"""Headers that begin with the class of what they hold, keys and types of the databases that have them, and files without headers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pytest

from stanch.extent.columns import decide
from stanch.extent.headings import claims
from stanch.extent.normalise import day, day_before_month
from stanch.extent.row_keys import entity_of
from stanch.extent.tables import scan_table
from stanch.records import Unit, pack_cells
from stanch.vault import Keys

KEYS = Keys(bytes(32))


def kinds(columns: Mapping[str, Sequence[str]], name: str = "t") -> dict[str, str]:
    decided = decide(pa.table(dict(columns)), name, among_others=True)
    return {one.name: one.detector.kind for one in decided if one.detector}


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("NM_CLIENTE", "name"),
        ("no_pessoa", "name"),
        ("nm_cidade", "city"),
        ("NO_MUNICIPIO", "city"),
        ("ds_logradouro", "street"),
        ("tx_email", "email"),
        ("NU_CPF", "br_cpf"),
        ("NU_TELEFONE", "phone"),
        ("cd_cep", "postcode"),
        ("sg_uf", "region"),
        ("DT_NASCIMENTO", "dob"),
        ("Contacto Tomador", "phone"),
    ],
)
def test_behind_its_class_a_header_says_what_it_holds(header: str, kind: str) -> None:
    assert kind in {one.kind for one in claims(header)[0]}


@pytest.mark.parametrize("header", ["nm_produto", "ds_status", "nm_empresa", "NO_ARQUIVO", "ds_tipo", "nm_bairro", "nm_tabela", "ds_cor"])
def test_things_have_such_headers_too(header: str) -> None:
    assert claims(header)[0] == ()


def test_a_mother_stays_another_person() -> None:
    assert claims("NO_MAE")[2] == "guardian"


@pytest.mark.parametrize(
    ("header", "table", "entity"),
    [
        ("COD_ABO", "DOMICILIOS", "subscriber"),
        ("cd_pessoa", "tb_endereco", "person"),
        ("codigo_cliente", "x", "customer"),
        ("id_assinante", "x", "subscriber"),
        ("cod_postal", "clientes", ""),
        ("cod_producto", "x", ""),
    ],
)
def test_codes_of_people_are_keys(header: str, table: str, entity: str) -> None:
    assert entity_of(header, table) == entity


NUMBERS = ["15307274807", "53608485295", "39053344705"]


def test_a_document_is_what_the_type_beside_it_says() -> None:
    row = {"id_documento": ["31", "32", "33"], "id_assinante": ["7001", "7002", "7003"], "nr_documento": NUMBERS}
    assert kinds(row | {"tp_documento": ["CPF"] * 3})["nr_documento"] == "br_cpf"
    assert "nr_documento" not in kinds({"id_lote": ["1", "2", "3"], "tp_documento": ["Nota"] * 3, "nr_documento": ["100201", "2", "3"]})


def test_both_parts_of_a_name_end_alike() -> None:
    found = kinds({"NOM_ABO": ["Ana", "Juan", "Eva"], "APE_ABO": ["Prueba", "Muestra", "Ejemplo"], "FEC_NAC": ["1970-01-02"] * 3})
    assert (found["NOM_ABO"], found["APE_ABO"]) == ("given_name", "family_name")


def scanned(columns: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    unit = Unit("x", "t.csv", "table", "text/csv", start=2, cells=pack_cells(pa.table(dict(columns))))
    return [(row["kind"], row["text"] or "") for row in scan_table(unit, KEYS).to_pylist()]


def test_an_area_code_belongs_to_the_number_behind_it() -> None:
    rows = scanned(
        {
            "nome": ["Ana Prueba", "Eva Muestra", "Rui Exemplo"],
            "ddd": ["11", "21", "31"],
            "telefone": ["980001111", "980002222", "980003333"],
        }
    )
    assert [kind for kind, _ in rows].count("phone") == 3


def test_two_ways_of_reaching_somebody_are_told_by_their_type() -> None:
    rows = scanned(
        {
            "id_anag": ["51", "51", "52", "52", "53", "53"],
            "tipo": ["TEL", "EMAIL"] * 3,
            "valore": ["3471234567", "ann@example.com", "3471234568", "ben@example.com", "3471234569", "cem@example.com"],
        }
    )
    assert [kind for kind, _ in rows].count("phone") == 3


def test_days_of_six_figures_as_mainframes_write_them() -> None:
    assert (day("031264"), day_before_month("031264"), day("130452"), day("520804")) == (
        "1964-03-12",
        "1964-12-03",
        "1952-04-13",
        "1952-08-04",
    )
    assert day("999999") == "999999"


FLAT = {
    "pos 1-9": ["900112345", "900124567", "900137890", "900141122", "900153344"],
    "pos 10-25": ["ANN", "BENJAMIN", "CARLOS", "DEBORAH", "EVAN"],
    "pos 26-50": ["HATHAWAY", "MILLER", "GARCIA", "PETERSEN", "JOHNSON"],
    "pos 51-70": ["12 OAK ST", "9 ELM AVE", "1140 OAK ST", "77 FIR LN", "3 ELM AVE"],
    "pos 71-80": ["GARY", "ERIE", "TOLEDO", "DAYTON", "GARY"],
    "pos 81-82": ["IN", "PA", "OH", "OH", "IN"],
    "pos 83-87": ["46402", "16501", "43604", "45402", "46402"],
    "pos 88-95": ["19640312", "19701127", "19810708", "19590101", "19930519"],
    "pos 96-105": ["2195550111", "8145550112", "4195550113", "9375550114", "2195550115"],
}


def test_fields_without_headers_say_by_their_order_what_they_hold() -> None:
    assert list(kinds(FLAT).values()) == ["us_ssn", "given_name", "family_name", "street", "city", "region", "postcode", "dob", "phone"]


def test_fields_that_name_nobody_hold_nothing() -> None:
    goods = {
        "pos 1-9": FLAT["pos 1-9"],
        "pos 10-30": ["STEEL BOLT", "WASHER", "HEX NUT", "RIVET", "SPACER"],
        "pos 31-32": FLAT["pos 81-82"],
        "pos 33-37": FLAT["pos 83-87"],
    }
    assert kinds(goods) == {}
