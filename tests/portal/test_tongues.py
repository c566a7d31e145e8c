"""The portal in four languages: nothing of ours untranslated, nothing of law or evidence touched."""

import gettext
import io
import re
from functools import cache
from pathlib import Path

import pytest
import words_of_pages as words

from stanch.notices import grade

ROOT = Path(__file__).parent.parent.parent
TAGS = re.compile(
    r"{% ?blocktranslate.*?endblocktranslate ?%}|{%.*?%}|{{.*?}}|<(code|kbd|pre|style|script)\b.*?</\1>|<(?:[^<>{]|{{.*?}}|{%.*?%}|{)*>",
    re.DOTALL,
)
SAID = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
ATTRIBUTES = re.compile(r'\b(?:aria-label|data-label|alt|title|placeholder)="([^"]*)"')


# Each is read once: a catalogue has some thousand texts.
read, collected = cache(words.read), cache(words.collected)


@cache
def said_otherwise(language: str) -> list[str]:
    """Longer texts of ours that are not what English says."""
    said = kept(language)
    return [one for one in collected() if len(one) > 12 and not words.FILLED.search(one) and said.gettext(one) != one]


def kept(language: str) -> gettext.GNUTranslations:
    """What is read at run time."""
    return gettext.GNUTranslations(io.BytesIO((words.LOCALE / language / "LC_MESSAGES" / "django.mo").read_bytes()))


def texts(one) -> list[str]:  # type: ignore[no-untyped-def]
    return list(one.string) if isinstance(one.string, tuple) else [one.string]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_text_of_ours_is_said_in_the_language_with_the_same_values_and_marks(case, language: str) -> None:  # type: ignore[no-untyped-def]
    assert case
    catalog = {one.id[0] if isinstance(one.id, tuple) else one.id: one for one in read(language) if one.id}
    assert set(catalog) == set(collected()), "run: python tests/portal/words_of_pages.py"
    for text, one in catalog.items():
        assert not one.fuzzy, text
        for said in texts(one):
            assert said.strip(), text
            assert set(words.FILLED.findall(said)) == set(words.FILLED.findall(text)), text
            assert set(re.findall(r"\{\w+\}", said)) == set(re.findall(r"\{\w+\}", text)), text
            assert sorted(re.findall(r"<[^>]*>", said)) == sorted(re.findall(r"<[^>]*>", text)), text
            # A straight quote would end an attribute.
            assert '"' not in said, text


# A value, and within two words a noun of several. What begins with `number` is made by `counted`, which knows one.
SEVERAL = re.compile(r"%\((?!by|host|one|other|name|told|law|what|place|duties|pairs)\w+\)s (?:\w+ )?(?:\w+s|people|others)\b")
# Values that are never one where these are shown.
MANY = (
    *("All %(steps)s steps", "All %(clocks)s clocks and duties", "All %(kinds)s kinds"),
    *("%(days)s days late", "%(days)s days to spare", "%(hours)s hours late", "%(hours)s hours to spare"),
    *("%(one)s used %(other)s (%(times)s times)", "%(one)s reached %(other)s (%(times)s times)", "%(some)s of %(all)s lines"),
    "%(said)s of %(rows)s things were said. No letter waits for all of them",
    "Find the passwords of %(number)s locked files (listed in unread.xlsx).",
    *("Version %(version)s stands.", "%(section)s, paragraph %(number)s, entry %(entry)s of its list"),
    "Decision %(number)s of %(of)s; %(minutes)s minutes.",
    "This gives you all rights on the case for %(minutes)s minutes, apart from inviting people. The journal says who did it and why.",
)


def test_one_of_a_thing_is_not_said_as_several(case) -> None:  # type: ignore[no-untyped-def]
    assert case
    alone = [text for text, plural in collected().items() if not plural and not text.startswith("%(number)s ")]
    found = {text for text in alone if SEVERAL.search(text)}
    assert found - set(MANY) == set(), "say it with `count` and `plural` in the page, or with `counted`"


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_what_is_read_at_run_time_is_what_stands_in_the_catalogue(language: str) -> None:
    made = gettext.GNUTranslations(io.BytesIO(words.compiled(language, read(language))))
    assert kept(language)._catalog == made._catalog, "run: python tests/portal/words_of_pages.py"  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", words.templates(), ids=lambda path: path.name)
def test_no_template_holds_words_that_no_catalogue_can_reach(path: Path) -> None:
    text = path.read_text()
    naked = [*TAGS.sub("\n", text).split("\n"), *ATTRIBUTES.findall(SAID.sub("", text))]
    # SVG's own, and the name of this program.
    left = [one.strip() for one in naked if re.search(r"[A-Za-z]{2}", one.replace("Stanch", "").replace("SHA-256", ""))]
    assert left == []


SIGNS = {
    "es": ("Ahora", "Qué hacer ahora", "vencido hace 4 horas", "el fiscal general"),
    "fr": ("Maintenant", "À faire maintenant", "dépassé de 4 heures", "le procureur général"),
    "de": ("Jetzt", "Als Nächstes", "überfällig um 4 Stunden", "der Generalstaatsanwalt"),
}


@pytest.mark.parametrize("language", SIGNS)
def test_the_first_page_speaks_the_browser_s_language_and_leaves_law_and_evidence_alone(owner, language: str) -> None:  # type: ignore[no-untyped-def]
    response = owner.get("/", headers={"accept-language": f"{language}-XX,{language};q=0.9,en;q=0.1"})
    page = response.content.decode()
    assert response.headers["Content-Language"] == language
    assert f'<html lang="{language}">' in page
    for sign in SIGNS[language]:
        assert sign in page
    for kept in ("Cal. Civ. Code 1798.82(f)", "An intruder guessed a password.", "Acme Dental"):
        assert kept in page
    for foreign in ("Do next", "Nothing here is legal advice", "Clocks"):
        assert foreign not in page


@pytest.mark.parametrize("language", SIGNS)
@pytest.mark.parametrize("path", ["/intake", "/intake/org.role", "/duties", "/duties/US-CA/ag", "/notices", "/notices/letter-p1", "/people/p1", "/actions", "/work", "/wall", "/nowhere"])  # fmt: skip
def test_every_page_says_its_words_in_the_language(owner, language: str, path: str) -> None:  # type: ignore[no-untyped-def]
    page = owner.get(path, headers={"accept-language": language}).content.decode()
    assert SIGNS[language][0] in page
    assert [one for one in said_otherwise(language) if f">{one}<" in page] == []


def test_a_chosen_language_is_kept_and_another_browser_has_its_own(owner) -> None:  # type: ignore[no-untyped-def]
    answer = owner.post("/language", {"language": "fr", "next": "/duties"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/duties")
    cookie = answer.cookies["stanch_language"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert "Maintenant" in owner.get("/", headers={"accept-language": "de"}).content.decode()
    for foreign in ("https://example.com/", "//example.com/", "javascript:alert(1)", "\\\\example.com", ""):
        assert owner.post("/language", {"language": "xx", "next": foreign}).headers["Location"] == "/"
    owner.post("/language", {"language": "en", "next": "/"})
    assert ">Now<" in owner.get("/").content.decode()


def test_whoever_is_refused_at_the_door_reads_why_in_their_language(stranger) -> None:  # type: ignore[no-untyped-def]
    page = stranger.get("/", headers={"accept-language": "es"})
    assert page.status_code == 403
    assert "Cada enlace se abre una vez." in page.content.decode()


def test_programs_are_answered_in_english(owner) -> None:  # type: ignore[no-untyped-def]
    answer = owner.get("/api/v1/clocks", headers={"accept-language": "de"})
    assert answer.headers["Content-Language"] == "en"


def test_texts_of_ours_on_the_first_page_are_plain() -> None:
    from stanch.portal.pages import now, stages
    from stanch.report import wall

    said = [
        re.sub(r"%\(\w+\)s", "some", one)
        for one in (*now.COMFORT, *now.MISSING, *now.NAMES, *stages.HEADINGS.values(), *wall.LABELS.values())
    ]
    assert grade.grade(said) <= 7


def test_kinds_of_data_are_said_in_the_language_of_the_page(owner) -> None:  # type: ignore[no-untyped-def]
    for language, said in (("es", "Seguridad Social"), ("fr", "sécurité sociale"), ("de", "Sozialversicherungsnummer")):
        for page in ("/", "/people/p1"):
            assert said in owner.get(page, headers={"accept-language": language}).content.decode(), (language, page)


def test_pages_name_services_and_actions_in_the_language(owner) -> None:  # type: ignore[no-untyped-def]
    for page in ("/protection", "/people/p1"):
        told = owner.get(page, headers={"accept-language": "de"}).content.decode()
        assert "Kreditüberwachung" in told, page
        assert "credit monitoring" not in told, page
    for page in ("/actions", "/actions/a1", "/actions/board"):
        told = owner.get(page, headers={"accept-language": "de"}).content.decode()
        assert "Verlangen Sie für jede Anmeldung von außen einen zweiten Faktor" in told, page
        assert "Require a second factor" not in told, page


def test_actions_and_services_are_said_in_the_language_and_one_of_no_file_by_its_word() -> None:
    from django.utils.translation import override

    from stanch.portal import words as filters

    with override("de"):
        assert filters.service("credit_freeze").startswith("Anleitung zur Kreditsperre")
        assert filters.service("gone_service") == "gone service"
    with override("en"):
        assert filters.service("credit_freeze") == "Guidance on a credit freeze"


def test_counsel_and_the_ways_of_telling_people_are_said_in_the_language(owner) -> None:  # type: ignore[no-untyped-def]
    said = {
        "/counsel": (
            ("Ist die Aufbewahrungsanordnung (hold-notice) ergangen?", "Trifft uns die Pflicht, und bleibt es dabei?"),
            ("Is it ours", "telling "),
        ),
        "/notices/options": (
            ("Dafür: Am wenigsten zu drucken", "Porto eines Briefes", "Das gesetzliche Mindestmaß für jeden: Kosten"),
            ("For: ", "Postage", "to spare"),
        ),
        "/duties/US-CA/ag": (("Zu benachrichtigen",), ("categories of",)),
        "/notices/letter-p1": (("Brief an ", "Fehlt"), ("Letter to",)),
    }
    for path, (wanted, foreign) in said.items():
        page = owner.get(path, headers={"accept-language": "de"}).content.decode()
        assert [one for one in wanted if one not in page] == [], path
        assert [one for one in foreign if one in page] == [], path


def test_what_a_letter_waits_for_is_counted_in_the_list_and_told_in_the_language() -> None:
    from django.utils.translation import override

    from stanch.portal import words as filters

    doubt = "conditional: GDPR Art. 34(1) applies depending on: Were the data electronic or on paper?; Was a ransom paid?"
    with override("de"):
        assert filters.lacking(("name of your organization", doubt, "Zip code")) == "2 Angaben, 1 offene Frage"
        assert filters.gap("name of your organization") == "Name Ihrer Organisation"
        told = filters.gap(doubt)
    assert told.startswith("GDPR Art. 34(1)")
    assert "Waren die Daten elektronisch oder auf Papier?; Wurde ein Lösegeld gezahlt?" in told
    assert filters.lacking((doubt,)) == "1 open question"
    assert filters.lacking(()) == ""
