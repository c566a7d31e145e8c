"""Papers that every breach needs: the notice for the page stands in each language that people are written to, and in no other."""

from dataclasses import replace

import pytest
from tests.notices.case import ATTACK, DUTIES, FACTS, bench, monitoring, person

from stanch import notices


def pages(*people):
    made = notices.papers(DUTIES, people, FACTS, ATTACK, monitoring(people), bench=bench())
    assert len({one.id for one in made}) == len(made)
    return {one.id: one for one in made if one.recipient == "web"}


def test_english_stands_always_and_alone_where_nobody_reads_another_language():
    assert set(pages(person())) == set(pages()) == {"public-web_notice"}


@pytest.mark.parametrize(
    ("place", "language", "heading"), [("US-PR", "es", "Qué pasó"), ("CA-QC", "fr", "Ce qui s’est passé"), ("EU-DE", "de", "Was geschah")]
)
def test_whoever_is_written_to_in_another_language_finds_the_page_in_it(tmp_path, place, language, heading):
    made = pages(person(), replace(person("p2"), residence=place, language=None))
    assert set(made) == {"public-web_notice", f"public-web_notice-{language}"}
    page = made[f"public-web_notice-{language}"]
    assert page.language == language
    files = notices.render(list(made.values()), tmp_path, bench=bench())
    assert len({one.file for one in files}) == 2
    from stanch.notices.rendering import pdf_pages

    printed = "".join(pdf_pages((tmp_path / next(one.file for one in files if one.language == language)).read_bytes()))
    assert heading.split()[-1] in printed
