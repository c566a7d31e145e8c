"""The dumps of the customer databases, written in one pass over the people, in files of bounded size."""

from __future__ import annotations

import csv
import sqlite3
from abc import ABC, abstractmethod
from pathlib import Path
from typing import IO, Any

from stanch.drill.dice import dice, digits
from stanch.drill.draft import note_row
from stanch.drill.people import Address, Invented, ascii_form
from stanch.drill.recorder import Mark, Recorder

SHARD = 100_000
BATCH = 5_000


def shelf(seed: int, person: Invented) -> set[str]:
    """In which databases this person stands: at least one, by residence and chance."""
    rng = dice(seed, "shelf", person.index)
    found = {"sqlite"} if person.address.country != "US" else {rng.choice(("csv", "postgres", "mysql", "parquet"))}
    return found | {kind for kind in ("csv", "postgres", "mysql", "parquet") if rng.random() < 0.3}


def parts(person: Invented, where: Address | None = None) -> list[Mark | str]:
    """Street, city, region, postcode as cells."""
    home = where or person.address
    return [
        Mark("street", home.street, person, home),
        Mark("city", home.city, person),
        Mark("region", home.state, person),
        Mark("postcode", home.postcode, person),
    ]


def cell(person: Invented, kind: str, value: str | None = None) -> Mark:
    """A value of the person; empty where there is none."""
    return Mark(kind, person.secrets.get(kind, "") if value is None else value, person)


def tax(person: Invented) -> Mark:
    """The number in a column that is headed SSN: for a few it is an ITIN, as in life."""
    return cell(person, "us_itin" if "us_itin" in person.secrets else "us_ssn")


class Dump(ABC):
    """One database's dump: begins a file every `SHARD` rows."""

    stem, suffix, part = "", "", ""
    header: tuple[str, ...] = ()
    first = 1

    def __init__(self, folder: Path, recorder: Recorder, seed: int, *, sharded: bool) -> None:
        self.folder, self.recorder, self.seed, self.sharded = folder, recorder, seed, sharded
        self.rows = self.shard = 0
        self.opened = False

    @property
    def name(self) -> str:
        """The file being written."""
        return f"{self.stem}_{self.shard:03d}{self.suffix}" if self.sharded else f"{self.stem}{self.suffix}"

    def add(self, person: Invented) -> None:
        """One person's row."""
        if not self.opened:
            self.begin(self.folder / self.name)
            self.opened = True
        locator = f"evidence/databases/{self.name}{self.part}"
        self.put(note_row(self.recorder, locator, self.header, self.first + self.rows, self.cells(person)))
        self.rows += 1
        if self.rows >= SHARD:
            self.close()
            self.shard += 1

    def close(self) -> None:
        """End the file, if one is open."""
        if self.opened:
            self.end()
        self.opened, self.rows = False, 0

    @abstractmethod
    def cells(self, person: Invented) -> list[Mark | str]:
        """The row."""

    @abstractmethod
    def begin(self, path: Path) -> None:
        """Open the file."""

    @abstractmethod
    def put(self, row: list[str]) -> None:
        """Write the row."""

    @abstractmethod
    def end(self) -> None:
        """Close the file."""


class TextDump(Dump):
    """A dump that is a text file."""

    file: IO[str]

    def begin(self, path: Path) -> None:
        """Open it; SQL dumps begin with their table."""
        self.file = path.open("w", encoding="utf-8", newline="")
        self.file.write(self.preamble())

    def preamble(self) -> str:
        """What stands before the first row."""
        return ""

    def end(self) -> None:
        """Close it."""
        self.file.close()


class Portal(TextDump):
    """The portal's customers, as CSV. Those who moved long ago stand here with their old address."""

    stem, suffix, first = "portal_customers", ".csv", 2
    header = (
        "Customer No",
        "First Name",
        "Last Name",
        "Birth Date",
        "Soc Sec #",
        "Street",
        "City",
        "State",
        "ZIP",
        "Phone",
        "E-mail",
        "Last Updated",
    )

    def begin(self, path: Path) -> None:
        """With the header."""
        super().begin(path)
        self.writer = csv.writer(self.file)
        self.writer.writerow(self.header)

    def cells(self, person: Invented) -> list[Mark | str]:
        """Nicknames and slips of the keyboard occur, as customers type."""
        rng = dice(self.seed, "portal", person.index)
        first = person.nickname if person.nickname and rng.random() < 0.3 else person.given
        last, where = person.family, person.old if person.old and rng.random() < 0.5 else person.address
        if rng.random() < 0.02 and len(last) > 4:
            last = last[:2] + last[3] + last[2] + last[4:]
        updated = "2021-03-02" if where is person.old else f"2026-0{rng.randint(1, 8)}-{rng.randint(10, 28)}"
        return [
            cell(person, "customer_id"),
            cell(person, "given_name", first),
            cell(person, "family_name", last),
            cell(person, "dob", f"{person.born:%m/%d/%Y}"),
            tax(person),
            *parts(person, where),
            cell(person, "phone", person.phone),
            cell(person, "email", person.email),
            updated,
        ]

    def put(self, row: list[str]) -> None:
        """One record."""
        self.writer.writerow(row)


class Practice(TextDump):
    """The practice system's patients, as pg_dump writes them (COPY)."""

    stem, suffix, part = "practice", ".sql", "#public.patients"
    header = (
        "mrn",
        "first_name",
        "middle_initial",
        "last_name",
        "suffix",
        "date_of_birth",
        "ssn",
        "street",
        "city",
        "state",
        "postal_code",
        "mobile",
        "insurance_member_id",
        "mbi",
        "icd10",
        "prescription",
        "deceased",
        "last_visit",
    )

    def preamble(self) -> str:
        """Settings, the table, and the head of the copy."""
        columns = ",\n".join(f"    {name} text" for name in self.header)
        return (
            "--\n-- PostgreSQL database dump\n--\n\n-- Dumped from database version 15.8\n-- Dumped by pg_dump version 15.8\n\n"
            "SET statement_timeout = 0;\nSET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\n\n"
            f"CREATE TABLE public.patients (\n{columns}\n);\n\n\nCOPY public.patients ({', '.join(self.header)}) FROM stdin;\n"
        )

    def cells(self, person: Invented) -> list[Mark | str]:
        """Everything the practice knows; numbers without hyphens."""
        return [
            cell(person, "medical_record_number"),
            cell(person, "given_name", person.given),
            cell(person, "middle_name", person.middle),
            cell(person, "family_name", person.family),
            cell(person, "name_suffix", person.suffix),
            cell(person, "dob", person.born.isoformat()),
            cell(person, tax(person).kind, tax(person).value.replace("-", "")),
            *parts(person),
            cell(person, "phone", person.phone),
            cell(person, "health_insurance_id"),
            cell(person, "us_mbi"),
            cell(person, "diagnosis"),
            cell(person, "medication"),
            cell(person, "date_of_death", "t") if person.deceased else "f",
            "2026-07-14",
        ]

    def put(self, row: list[str]) -> None:
        r"""One line of COPY: tabs between, \N for null."""
        self.file.write("\t".join(value.replace("\\", "\\\\") or "\\N" for value in row) + "\n")

    def end(self) -> None:
        """The end of the copy and of the dump."""
        self.file.write("\\.\n\n\n--\n-- PostgreSQL database dump complete\n--\n\n")
        super().end()


class Shop(TextDump):
    """The web shop's accounts, as mysqldump writes them (extended INSERT)."""

    stem, suffix, part = "shop", ".mysql.sql", "#accounts"
    header = ("id", "login", "password_hash", "email", "full_name", "address", "card_number", "card_expiry", "last_login_ip", "order_no")

    def preamble(self) -> str:
        """Settings and the table."""
        columns = ",\n".join(f"  `{name}` varchar(255) DEFAULT NULL" for name in self.header)
        return (
            "-- MySQL dump 10.13  Distrib 8.0.39, for Linux (x86_64)\n--\n-- Host: localhost    Database: shop\n"
            "-- ------------------------------------------------------\n/*!40101 SET NAMES utf8mb4 */;\n\n"
            f"DROP TABLE IF EXISTS `accounts`;\nCREATE TABLE `accounts` (\n{columns}\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\n\n"
            "LOCK TABLES `accounts` WRITE;\n"
        )

    def cells(self, person: Invented) -> list[Mark | str]:
        """An account: login, salted hash, card."""
        rng = dice(self.seed, "shop", person.index)
        alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        hashed = "$2b$12$" + "".join(rng.choice(alphabet) for _ in range(53))
        home = Mark("postal_address", person.address.line, person, person.address)
        return [
            str(self.rows + 1),
            cell(person, "username", f"{ascii_form(person.given)}_{ascii_form(person.family)}{person.index}"),
            cell(person, "password_hash_salted", hashed),
            cell(person, "email", person.email),
            cell(person, "name", person.full),
            home,
            cell(person, "payment_card"),
            cell(person, "card_expiry"),
            cell(person, "ip_address", f"203.0.113.{rng.randint(1, 254)}"),
            digits(rng, 9),
        ]

    def put(self, row: list[str]) -> None:
        """A hundred rows to a statement."""
        quoted = ",".join("'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'" if value else "NULL" for value in row)
        lead = "INSERT INTO `accounts` VALUES " if self.rows % 100 == 0 else ","
        ended = ";\n" if self.rows and self.rows % 100 == 0 else ""
        self.file.write(f"{ended}{lead}({quoted})")

    def end(self) -> None:
        """The end of the statement and of the dump."""
        self.file.write(";\nUNLOCK TABLES;\n\n-- Dump completed on 2026-08-03  9:00:00\n")
        super().end()


class Abroad(Dump):
    """The Irish clinic's patients, and the few from elsewhere, in SQLite."""

    stem, suffix, part = "clinic_ie", ".sqlite", "#patients"
    header = (
        "patient_name",
        "birth_date",
        "pps_number",
        "ni_number",
        "nhs_number",
        "sin",
        "steuer_id",
        "address",
        "telephone",
        "email",
        "iban",
        "passport_no",
    )

    def begin(self, path: Path) -> None:
        """The table."""
        path.unlink(missing_ok=True)
        self.base = sqlite3.connect(path)
        self.base.execute(f"CREATE TABLE patients ({', '.join(f'{name} TEXT' for name in self.header)})")

    def cells(self, person: Invented) -> list[Mark | str]:
        """European dates."""
        home = Mark("postal_address", person.address.line, person, person.address)
        return [
            cell(person, "name", person.full),
            cell(person, "dob", f"{person.born:%d/%m/%Y}"),
            cell(person, "ie_pps"),
            cell(person, "uk_nino"),
            cell(person, "uk_nhs_number"),
            cell(person, "ca_sin"),
            cell(person, "de_steuer_id"),
            home,
            cell(person, "phone", person.phone),
            cell(person, "email", person.email),
            cell(person, "iban"),
            cell(person, "passport"),
        ]

    def put(self, row: list[str]) -> None:
        """One row."""
        marks = ",".join("?" * len(row))
        self.base.execute(f"INSERT INTO patients VALUES ({marks})", [value or None for value in row])  # noqa: S608 only question marks

    def end(self) -> None:
        """Write it out."""
        self.base.commit()
        self.base.close()


class Claims(Dump):
    """Insurance claims, in Parquet; names as `Last, First`."""

    stem, suffix = "claims", ".parquet"
    header = (
        "claim_no",
        "patient",
        "dob",
        "social_security_no",
        "member_id",
        "diagnosis_code",
        "street_address",
        "city",
        "state",
        "zip_code",
        "amount",
    )

    def begin(self, path: Path) -> None:
        """A writer of batches."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.schema = pa.schema([(name, pa.string()) for name in self.header])
        self.writer: Any = pq.ParquetWriter(path, self.schema, compression="zstd")
        self.waiting: list[list[str]] = []

    def cells(self, person: Invented) -> list[Mark | str]:
        """A claim."""
        rng = dice(self.seed, "claim", person.index)
        name = (
            f"{person.family}{' ' + person.suffix if person.suffix else ''}, {person.given}{' ' + person.middle if person.middle else ''}"
        )
        return [
            digits(rng, 9),
            cell(person, "name", name),
            cell(person, "dob", person.born.isoformat()),
            tax(person),
            cell(person, "health_insurance_id"),
            cell(person, "diagnosis"),
            *parts(person),
            f"{rng.randint(40, 2400)}.00",
        ]

    def put(self, row: list[str]) -> None:
        """Kept for the batch."""
        self.waiting.append(row)
        if len(self.waiting) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write the batch."""
        import pyarrow as pa

        columns = [pa.array([value or None for value in column], pa.string()) for column in zip(*self.waiting, strict=True)]
        self.writer.write_table(pa.Table.from_arrays(columns, schema=self.schema))
        self.waiting = []

    def end(self) -> None:
        """The rest."""
        if self.waiting:
            self.flush()
        self.writer.close()


DUMPS: dict[str, type[Dump]] = {"csv": Portal, "postgres": Practice, "mysql": Shop, "sqlite": Abroad, "parquet": Claims}
