"""When notice to all is allowed: every way of every law is said in words, and the laws that name one are told."""

from datetime import date

from stanch import law
from stanch.law.statutes import library
from stanch.notices.substitution import WAYS

DAY = date(2026, 11, 24)


def test_every_way_is_said_in_words():
    ways = {way for rule in law.substitutes(DAY).values() for way in rule.ways}
    assert ways
    assert ways - WAYS.keys() == set()


def test_they_are_those_of_the_statute_files_on_that_day():
    found = law.substitutes(DAY)
    assert found["US-HIPAA/individuals"].without_contact_from == 10
    assert found["US-CA/individuals"].persons_over == 500_000
    assert found["EU-GDPR/individuals"].cite == "GDPR Art. 34(3)(c)"
    known = {f"{law_.code}/{rule.id}" for statute in library() for law_ in [statute.on(DAY)] for rule in law_.rules}
    assert found.keys() <= known
