"""Names: one to one as shown, harmless as written."""

import os
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from stanch.custody.names import RESERVED, halves, numbered, safe_path, shown

BYTES = st.binary(min_size=1, max_size=30).filter(lambda name: b"/" not in name and b"\0" not in name)


@given(BYTES, BYTES)
def test_two_names_are_never_shown_as_one(left: bytes, right: bytes) -> None:
    assert (shown(os.fsdecode(left)) == shown(os.fsdecode(right))) == (left == right)


@given(BYTES)
def test_a_shown_name_is_text_that_any_program_takes(name: bytes) -> None:
    shown(os.fsdecode(name)).encode("utf-8")


@given(st.lists(st.text(min_size=1, max_size=300), min_size=1, max_size=5))
def test_a_safe_path_is_safe_everywhere(parts: list[str]) -> None:
    path = safe_path("/".join(parts))
    assert not path.startswith("/")
    for component in path.split("/"):
        assert component not in ("", ".", "..")
        assert component.isprintable()
        assert len(component.encode()) <= 255
        assert component[0] not in ".- "
        assert component[-1] not in ". "
        assert not set(component) & set("<>:\"|?*\\$()`;&'\n")
        assert component.partition(".")[0].casefold() not in RESERVED
        assert unicodedata.is_normalized("NFC", component)


@given(st.lists(st.sampled_from(["a", "A", "a~2", "b.txt", "b~2.txt", "B.TXT"]), max_size=12))
def test_numbering_makes_unique_and_leaves_the_first_alone(names: list[str]) -> None:
    made = numbered((halves(name) for name in names), key=str.casefold)
    assert len({name.casefold() for name in made}) == len(names)
    if names:
        assert made[0] == names[0]
