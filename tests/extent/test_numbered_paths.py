"""Folders and files that are called by somebody's number."""

from __future__ import annotations

from pathlib import Path

import pytest

from stanch import custody, extent, people, reading
from stanch.cli.bench import temporary_bench
from stanch.extent.numbered_paths import numbers_in
from stanch.records import Evidence

NAMES = ("Rosalind Achterberg", "Temperance Oyelaran", "Maria Delgado", "John Smith")


@pytest.mark.parametrize(
    ("path", "numbers"),
    [
        ("patients/MRN-00123456/scan.png", ["MRN00123456", "00123456"]),
        ("staff/1042/2024/card_20240102.txt", ["1042"]),
        ("staff/1042_Delgado.pdf", ["1042"]),
        ("a/b/c/1042/x/y/z.txt", []),
        ("share.zip!/1042/card.txt", ["1042"]),
        ("2023/notes.txt", []),
        ("table.csv", []),
        ("", []),
    ],
)
def test_numbers_of_the_last_steps_of_a_path(path: str, numbers: list[str]) -> None:
    assert [number for *_, number in numbers_in(path)] == numbers


def whose(folder: Path) -> dict[str, bool]:
    """For each person found, whether a Social Security number is."""
    with temporary_bench(workers=0) as bench:
        exhibits = custody.acquire([Evidence(str(folder))], by="", now=bench.now, bench=bench)
        found = extent.scan(reading.read(exhibits, bench=bench).units, bench=bench)
        return {one.name: "ssn" in one.elements for one in people.consolidate(found.findings, bench=bench).people}


def share(folder: Path, numbers: list[str], listed: list[str], *, column: str = "employee_id") -> Path:
    (folder / "list.csv").write_text(f"{column},name,email\n" + "".join(
        f"{number},{name},{name[0].lower()}@example.com\n" for number, name in zip(listed, NAMES, strict=False)))  # fmt: skip
    for at, number in enumerate(numbers):
        (folder / "staff" / number).mkdir(parents=True)
        (folder / "staff" / number / "card.txt").write_text(f"Copy of card\nSocial Security Number: 900-45-67{10 + at}\n")
    return folder


def test_folders_that_are_people_s_numbers_say_whose_their_files_are(tmp_path: Path) -> None:
    found = whose(share(tmp_path, ["1042", "1043", "1051"], ["1042", "1043", "1051", "1077"]))
    assert found == dict.fromkeys(NAMES[:3], True) | {NAMES[3]: False}


def test_a_long_number_says_so_alone(tmp_path: Path) -> None:
    found = whose(share(tmp_path, ["MRN-00123456"], ["MRN-00123456", "MRN-00123457"], column="mrn"))
    assert found == {NAMES[0]: True, NAMES[1]: False}


@pytest.mark.parametrize("numbers", [["1042"], ["1042", "1043"], ["1042", "2001", "2002", "2003"]])
def test_a_few_short_numbers_that_happen_to_be_in_a_list_say_nothing(tmp_path: Path, numbers: list[str]) -> None:
    found = whose(share(tmp_path, numbers, ["1042", "1043", "1051", "1077"]))
    assert not any(has for name, has in found.items() if name)
    assert found[""]


def test_a_number_of_two_people_says_nothing(tmp_path: Path) -> None:
    found = whose(share(tmp_path, ["MRN-00123456"], ["MRN-00123456", "MRN-00123456"], column="mrn"))
    assert found == {NAMES[0]: False, NAMES[1]: False, "": True}


def test_a_file_that_names_somebody_is_not_asked_for_its_path(tmp_path: Path) -> None:
    folder = share(tmp_path, ["1042", "1043", "1051"], ["1042", "1043", "1051", "1077"])
    (folder / "staff/1042/card.txt").write_text("Name: Cornelius Vandermeer\nSocial Security Number: 900-45-6710\n")
    found = whose(folder)
    assert found["Cornelius Vandermeer"]
    assert not found[NAMES[0]]
