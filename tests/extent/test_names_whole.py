"""What a whole text tells of its names: manuals and programs of nobody are not filled with names, minutes and tickets keep theirs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stanch.extent import names_whole
from stanch.extent.names_code import is_technical, signs_of_programs
from stanch.extent.scanning import text_spans

PROGRAM = (
    "def connect(host, port=5432):\n    config = load_config('settings.toml')\n    socket = open_socket(host, port)\n"
    '    if config.debug:\n        print("debug: connected to", host)\n    return Session(socket, config)\n\n'
    "class Session:\n    def __init__(self, socket, config):\n        self.socket = socket\n        self.config = config\n"
)


def _names(text: str) -> set[str]:
    return {span.text for span in text_spans(text, {}) if span.kind == "name"}


def test_a_manual_credits_its_authors_and_speaks_of_nobody() -> None:
    changes = "\n\nAmelia Quillfeather (2):\n      t0033: add tests for the option\n      setup: parse the config file\n"
    assert is_technical(PROGRAM * 3 + changes)
    assert not _names(PROGRAM * 3 + changes * 3)


@pytest.mark.parametrize(
    "said",
    [
        "Reported by Margaret Whitfield. She said that the server failed when Daniel Okafor logged in. Please call Ms Whitfield.\n",
        "Present: Margaret Whitfield, Daniel Okafor. Margaret explained that the script fails. Daniel will patch the module.\n",
        "Customer Margaret Whitfield, date of birth 4 May 1961, phone (212) 555-0123, wrote with Daniel Okafor.\n",
    ],
)
def test_a_technical_text_that_tells_of_people_keeps_their_names(said: str) -> None:
    text = PROGRAM + said + PROGRAM
    assert is_technical(text)
    assert {"Margaret Whitfield", "Daniel Okafor"} <= _names(text)


def test_whom_a_log_names_is_found() -> None:
    people = ["Margaret Whitfield", "Daniel Okafor", "Priya Raman"]
    log = "\n".join(
        f"2026-01-{day:02d} 12:00:{day:02d} INFO auth: user {name} logged in from 10.0.0.{day}" for day, name in enumerate(people * 6, 1)
    )
    assert set(people) <= _names(log)


def test_what_machines_have_is_nobodys() -> None:
    assert not names_whole.are_peoples([])
    assert not names_whole.are_peoples(["ip_address", "email"])
    assert names_whole.are_peoples(["ip_address", "dob"])


@given(st.text(max_size=600))
def test_signs_of_programs_are_a_share(text: str) -> None:
    assert signs_of_programs(text) >= 0
    assert is_technical(text) == (signs_of_programs(text) >= 1)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("der Mann und die Frau von Anna Meier ist nicht aus dem Dorf", 2),
        ("the man and the woman who was with Anna Meier in the village", 1),
        ("Anna Meier", 0),
    ],
)
def test_the_language_around_a_name_is_told_by_its_small_words(text: str, language: int) -> None:
    at = text.index("Anna")
    assert names_whole.language_around(text, at, at + len("Anna Meier")) == language
