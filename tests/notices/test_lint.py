"""The linter: hard sentences and hedges are told with what to write instead, and hold a letter until counsel settles them."""

from dataclasses import replace

import pytest
from tests.notices.case import ATTACK, DUTIES, FACTS, bench, monitoring, person

from stanch import notices
from stanch.notices.form import texts
from stanch.notices.grade import ease_french, ease_german, hardness
from stanch.notices.lint import hedging
from stanch.notices.wanting import is_doubt


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("en", "Your information may have been accessed.", "may have been accessed"),
        ("en", "We have no evidence of misuse.", "no evidence"),
        ("en", "We take the privacy of your data very seriously.", "seriously"),
        ("en", "Out of an abundance of caution we write.", "abundance of caution"),
        ("es", "No tenemos evidencia de abuso.", "No tenemos evidencia"),
        ("fr", "Nous n’avons aucune preuve d’un abus.", "aucune preuve"),
        ("de", "Es gibt keine Hinweise auf Missbrauch.", "keine Hinweise"),
    ],
)
def test_a_hedge_is_told_with_what_to_write_instead(language, text, told):
    (fault,) = hedging([text], language)
    assert told in fault
    assert ": " in fault.removeprefix("hedges: ")


def test_plain_words_are_no_hedge():
    assert hedging(["Someone took your name. You may call us. Be serious about it."], "en") == []


def test_a_hard_sentence_holds_the_letter_until_counsel_settles_it():
    hard = (
        "Notwithstanding the aforementioned circumstances, our organisation's comprehensive remediation initiatives encompassed the "
        "immediate implementation of multifactor authentication methodologies across heterogeneous infrastructure environments, the "
        "engagement of internationally recognised cybersecurity consultancies, and the establishment of continuous monitoring capabilities."
    )
    given = bench()
    given = replace(given, settings=given.settings | {"notice.steps_taken": " ".join([hard] * 6)})
    people = [person()]
    letter = next(one for one in notices.draft(DUTIES, people, FACTS, ATTACK, monitoring(people), bench=given) if one.person)
    (fault,) = [one for one in letter.missing if one.startswith("hard to read: ")]
    assert is_doubt(fault)


def test_a_letter_is_no_harder_to_read_for_a_name_in_it():
    facts = replace(FACTS, org=replace(FACTS.org, name="Interdisciplinary Otorhinolaryngological Rehabilitation Association"))
    named = [person("p1", name="A" * 60 + " Papadopoulou-Anagnostopoulou", deceased=True), person("p2", name="Bo Li", deceased=True)]
    for people in (named, named[::-1]):  # whoever's letter is read first, the figure is the same
        made = notices.draft(DUTIES, people, facts, ATTACK, monitoring(people), bench=bench())
        assert [one.missing for one in made if one.person] == [(), ()]


def test_french_and_german_are_measured_with_figures_of_their_own():
    assert ease_french(["Le chat dort. Il fait beau."]) > 90
    assert ease_german(["Die Katze schläft. Es ist schön."]) > 80
    assert ease_german(["Die Datenschutzgrundverordnungsverletzungsbenachrichtigung erfolgt unverzüglich."]) < 0
    assert hardness(["Le chat dort."], "fr")[0] < 0
    assert hardness(["anything"], "tlh") == (0.0, "")


def test_letters_speak_four_languages():
    assert {text.language for text in texts().values() if text.kind == "letter"} >= {"en", "es", "fr", "de"}
