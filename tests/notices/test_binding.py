"""Many letters in one file for the print house: each as it would be alone, on sheets of its own, and nothing of another's."""

from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path

import pypdfium2
import pytest
from tests.notices.case import ATTACK, DUTIES, FACTS, bench, monitoring, person

from stanch import notices
from stanch.errors import StanchError
from stanch.notices import binding
from stanch.notices.binding import Bindery, prove_own
from stanch.notices.rendering import pdf_pages
from stanch.notices.window import CLEAR, bare
from stanch.records import Notice

BENCH = bench()


@pytest.fixture(scope="module")
def letters() -> list[Notice]:
    """Letters of several texts, most with a code; among them long names, other scripts, and marks that a layout reads."""
    names = ["Ann Lee", "Ọlá Adébáyọ̀", "Ōtani Sakura 大谷桜", "محمد علي", "A" * 90, "Eve \ue0020000\ue001 Hall", "Wei \u200bChen"]
    found = []
    people = [person(f"p{number}", residence=("US-CA", "US-MA", "EU-IE")[number % 3], minor=number == 4) for number in range(9)]
    drafts = notices.draft(DUTIES, people, FACTS, ATTACK, monitoring(people), bench=BENCH)
    for number, draft in enumerate(one for one in drafts if one.person and one.form == "letter"):
        name = names[number % len(names)]
        fields = {**draft.fields, "code": f"BWD-7Q4K-{number:03}"}
        found.append(replace(draft, fields=fields | {"greeting": f"Dear {name}:"}, address=(name, *draft.address[1:])))
    return found


@pytest.fixture(scope="module")
def bound(letters, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bound")
    with Bindery(1) as bindery:
        return folder / "b", bindery.bind({"b": letters}, folder, bench=BENCH, per_file=5)


def pages_of(folder: Path, one) -> list[str]:
    return pdf_pages((folder / one.file).read_bytes())[one.first_page - 1 : one.first_page - 1 + one.pages]


def test_every_letter_stands_on_its_own_sheets(letters, bound) -> None:
    folder, where = bound
    assert set(where) == {one.id for one in letters}
    assert len({one.file for one in where.values()}) >= 3
    for file in {one.file for one in where.values()}:
        there = sorted((one for one in where.values() if one.file == file), key=lambda one: one.first_page)
        free = 1
        for one in there:
            assert one.first_page == free
            free += one.pages + one.pages % 2
        assert len(pdf_pages((folder / file).read_bytes())) == free - 1


def test_each_letters_words_are_those_of_a_letter_of_its_own(letters, bound, tmp_path) -> None:
    folder, where = bound
    alone = notices.render(letters, tmp_path, bench=BENCH)
    for letter, single in zip(letters, alone, strict=True):
        expected = pdf_pages((tmp_path / single.file).read_bytes())
        found = pages_of(folder, where[letter.id])
        assert [sorted(bare(page)) for page in found] == [sorted(bare(page)) for page in expected]
        others = {one.fields["code"] for one in letters} - {letter.fields["code"]}
        assert not any(code in page for code in others for page in found)


def place_of(pdf: bytes, first: int, count: int, words: str) -> list[tuple[int, float, float]]:
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for number in range(count):
        text = document[first + number].get_textpage()
        search = text.search(words)
        while hit := search.get_next():
            left, bottom, _, _ = text.get_charbox(hit[0])
            found.append((number, round(left, 1), round(bottom, 1)))
    return found


def test_what_lies_over_the_body_stands_where_it_stands_in_a_letter_of_its_own(letters, bound, tmp_path) -> None:
    folder, where = bound
    seen = 0
    for letter, single in zip(letters, notices.render(letters, tmp_path, bench=BENCH), strict=True):
        one, alone = where[letter.id], (tmp_path / single.file).read_bytes()
        # A greeting in a script with taller letters moves its own body down a little; below one in Latin the body stands as it does alone.
        near = 0.11 if letter.address[0].isascii() else 1.5
        for words in (letter.fields["code"], letter.address[1], letter.fields["greeting"][:8], str(letter.person)):
            expected = place_of(alone, 0, one.pages, words)
            found = place_of((folder / one.file).read_bytes(), one.first_page - 1, one.pages, words)
            assert [place[0] for place in found] == [place[0] for place in expected], words
            assert [place[1:] for place in found] == [pytest.approx(place[1:], abs=near) for place in expected], words
            seen += len(expected)
    assert seen > 2 * len(letters)


def test_the_same_letters_give_the_same_bytes(letters, bound, tmp_path) -> None:
    with Bindery(1) as bindery:
        again = bindery.bind({"b": letters}, tmp_path, bench=BENCH, per_file=5)
    assert {one.sha256 for one in again.values()} == {one.sha256 for one in bound[1].values()}


def test_one_letter_a_file_bears_tags(letters, tmp_path) -> None:
    with Bindery(1) as bindery:
        where = bindery.bind({"b": letters[:2]}, tmp_path, bench=BENCH, per_file=1)
    for one in where.values():
        assert b"/StructTreeRoot" in (tmp_path / "b" / one.file).read_bytes()
        assert one.first_page == 1


def test_pages_that_are_anothers_are_refused(letters) -> None:
    one = next(one for one in letters if one.address[0] == "Ann Lee")
    mark, window = str(one.person), "  ".join(one.address)
    right = f"{window} {one.fields['code']} {mark}"
    prove_own(one, [right, mark], window, coded=True)
    for pages, seen in (
        ([right.replace(one.fields["code"], "BWD"), mark], window),
        ([right.replace(mark, ""), mark], window),
        ([right, "somebody else"], window),
        ([right, mark], f"{window} and more"),
        ([right, mark], window.replace(one.address[1], "")),
    ):
        with pytest.raises(StanchError):
            prove_own(one, pages, seen, coded=True)


def test_a_code_that_no_paragraph_prints_is_not_looked_for(tmp_path) -> None:
    # The letters file may name one code for all; who is offered nothing gets a letter without it.
    drafts = notices.draft(DUTIES, [person(), person("p2")], FACTS, ATTACK, [], bench=BENCH)
    letters = [one for one in drafts if one.person]
    assert letters[0].fields["code"]
    with Bindery(1) as bindery:
        assert len(bindery.bind({"b": letters}, tmp_path, bench=BENCH)) == 2


def test_a_body_that_reaches_into_the_window_is_refused(letters, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(binding, "_READ", {("another",)})
    monkeypatch.setitem(CLEAR, "us-10", (0.0, 30.0, 388.8, 262.0))  # as if the window showed the letterhead
    own = [one for one in letters if one.text_id.startswith("en/individual")][:2]
    with Bindery(1) as bindery, pytest.raises(StanchError, match="beside the address"):
        bindery.bind({"b": own}, tmp_path, bench=BENCH)


def test_for_a_few_letters_no_process_is_started_ahead():
    before = active_children()
    with Bindery(2) as shop:
        shop.warm(10)
        assert active_children() == before
