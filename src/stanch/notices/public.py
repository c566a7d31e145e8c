"""Notices to everybody: to the media, and the substitute notice where people cannot be reached one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from stanch import vocabulary
from stanch.notices import lacks
from stanch.notices.abroad import as_read_in, country_of
from stanch.notices.answers import MONITORING, living_there, sort_elements
from stanch.notices.authorities import named_to_all
from stanch.notices.form import Text, text_at, texts
from stanch.notices.letters import Desk, language_of
from stanch.notices.proving import NAMES, check
from stanch.notices.versions import standing
from stanch.notices.wording import chosen, fill
from stanch.notices.words import words
from stanch.records import Duty, Notice, Person

_LAYOUT = ("org_name", "org_address", "date_of_notice")


def draft_public(duties: Sequence[Duty], desk: Desk, owed: Mapping[str, set[str]], people: Sequence[Person]) -> Iterator[Notice]:
    """A press notice for each duty towards the media, in each language of the place that has one; a substitute notice, in each
    language of those whom it is for, when somebody has neither address nor e-mail (`owed`: they, with the duties owed to them).
    """
    for duty in duties:
        if duty.required and duty.recipient == "media":
            for number, language in enumerate(_press_languages(duty, desk, people)):
                name = f"{duty.id}-{language}" if number else duty.id
                text = text_at(f"{language}/media")
                yield _public(text, (duty,), desk, people, name=name, recipient="media", jurisdiction=duty.jurisdiction)
    contents = {one.id: one.contents for one in duties if one.recipient == "individuals"}
    by_language: dict[str, list[Person]] = {}
    for person in people:
        if person.id in owed:
            demanded = {word for name in owed[person.id] for word in contents.get(name, ())}
            by_language.setdefault(_spoken("substitute", language_of(person, desk.languages), demanded), []).append(person)
    for language, persons in sorted(by_language.items()):
        theirs = {name for person in persons for name in owed[person.id]}
        # What a letter to residents may not say, the public may not read either.
        yield _substitute(tuple(one for one in duties if one.id in theirs and one.recipient == "individuals"), desk, persons, language)


def _substitute(bound: tuple[Duty, ...], desk: Desk, persons: Sequence[Person], language: str) -> Notice:
    name = "substitute" if language == "en" else f"substitute-{language}"
    made = _public(text_at(f"{language}/substitute"), bound, desk, persons, name=name, recipient="individuals", jurisdiction="")
    those = "1 person has" if len(persons) == 1 else f"{len(persons)} people have"
    number = f"{those} neither a postal address nor an e-mail address; see each law for when this notice is allowed"
    return replace(made, missing=(number, *made.missing))


def _press_languages(duty: Duty, desk: Desk, people: Sequence[Person]) -> list[str]:
    """The languages in which a medium of the place is written to: the place's own first; of a country's law, English and those of the
    people in a place with another first language (Puerto Rico under a federal law).
    """
    place = vocabulary.jurisdictions().get(duty.jurisdiction)
    if place and place.languages:
        return list(dict.fromkeys(_spoken("media", one, duty.contents) for one in place.languages))
    theirs = {language_of(one, desk.languages) for one in living_there(duty, people)}
    return list(dict.fromkeys(["en", *sorted(_spoken("media", one, duty.contents) for one in theirs)]))


def _spoken(name: str, language: str, demanded: Collection[str]) -> str:
    """The language where this text speaks it and proves all of what is demanded that the English one does; else English."""
    own = texts().get(f"{language}/{name}")
    return language if own and own.proves() >= texts()[f"en/{name}"].proves() & set(demanded) else "en"


def draft_page(duties: Sequence[Duty], desk: Desk, people: Sequence[Person], language: str = "en") -> Notice:
    """The page for everybody, under every duty towards individuals that applies, in one of the languages of the letters."""
    theirs = tuple(one for one in duties if one.recipient == "individuals" and one.required is True)
    name = "page" if language == "en" else f"page-{language}"
    told = {"monitoring_months": _months(people, desk)}
    return _public(text_at(f"{language}/substitute"), theirs, desk, people, name=name, recipient="individuals", jurisdiction="", more=told)


def page_languages() -> tuple[str, ...]:
    """The languages that the page can be written in, English first."""
    there = {text.language for text in texts().values() if text.id == "substitute"}
    return tuple(sorted(there, key=lambda language: (language != "en", language)))


# Papers that no law asks for and every breach needs; each is a text whose recipients say whom it is for.
_PAPERS = ("web", "callers", "staff", "board", "insurer")
_WITHIN_THE_HOUSE = ("register:", "service:")  # records of one's own, and help that the letters offer


def draft_papers(duties: Sequence[Duty], desk: Desk, people: Sequence[Person]) -> Iterator[Notice]:
    """The notice on the web page (in each language that letters are written in), the script for the telephone, the notices to staff,
    board and insurer.
    """
    counted = Counter(one.residence or "" for one in people)
    unknown = counted.pop("", 0)
    living = [
        *(f"{_place(place)} {number:,}" for place, number in sorted(counted.items())),
        *([f"not known {unknown:,}"] if unknown else []),
    ]
    more = {"duties_told": "\n".join(dict.fromkeys(_owed_lines(duties, desk.day))), "by_residence": ", ".join(living)}
    readers: dict[str, list[Person]] = {"en": list(people)}  # whoever reads another language may read English as well
    for one in people:
        if (language := language_of(one, desk.languages)) != "en":
            readers.setdefault(language, []).append(one)
    for text in (one for one in texts().values() if one.language in readers):
        name = text.id if text.language == "en" else f"{text.id}-{text.language}"
        theirs = readers[text.language]
        told = more | {"monitoring_months": _months(theirs, desk), "number_affected": words(text.spoken).number(len(people))}
        for recipient in set(text.whom.recipients) & set(_PAPERS):
            yield _public(text, (), desk, theirs, name=name, recipient=recipient, jurisdiction="", more=told)


def _owed_lines(duties: Sequence[Duty], day: date) -> Iterator[str]:
    """What is owed, for the board: each duty with a day by that day, then those that set none, then how many are still open."""
    owed = [one for one in duties if one.required is True]
    dated = [(one.deadline.due, one) for one in owed if one.deadline and one.deadline.due]
    for due, one in sorted(dated, key=lambda pair: pair[0]):
        yield f"{_begun(_whom(one))} ({_place(one.jurisdiction)}): by {due:%B} {due.day}, {due.year}{_passed(due, day)}, {one.cite}"
    for one in owed:
        if not (one.deadline and one.deadline.due) and not one.recipient.startswith(_WITHIN_THE_HOUSE):
            yield f"{_begun(_whom(one))} ({_place(one.jurisdiction)}): without delay, no day is set, {one.cite}"
    if number := sum(one.required == "conditional" for one in duties):
        yield f"{number} more {'duty turns' if number == 1 else 'duties turn'} on what is not answered yet."


def _months(people: Sequence[Person], desk: Desk) -> str:
    """For how many months these people are offered monitoring: `12`, `12–24` where it differs, empty where nobody is."""
    offers = (one for person in people for one in desk.offers.get(person.id, ()))
    months = {one.months for one in offers if one.months and one.service in MONITORING}
    return "–".join(str(one) for one in sorted({min(months), max(months)})) if months else ""


def _likely(text: Text, elements: Collection[str], desk: Desk) -> dict[str, str]:
    """What may follow, said to the reader where English speaks, unless people worded it."""
    if text.language != "en" or "consequences" not in text.fields or desk.settings.get("notice.consequences"):
        return {}
    said = [_begun(one.format_map({"you": "you", "your": "your"})) for one in words(text.spoken).likely(elements)]
    return {"consequences": " ".join(said)} if said else {}


def _begun(told: str) -> str:
    return told[:1].upper() + told[1:]


def _passed(due: datetime, day: date) -> str:
    """A board must not read a day that has passed as one to come."""
    return " (that day has passed)" if due.date() < day else ""


def _place(code: str) -> str:
    """A place or regime by its name, as people say it."""
    places = vocabulary.jurisdictions()
    return places[code].name if code in places else vocabulary.regimes().get(code, code)


def _whom(duty: Duty) -> str:
    """Whom a duty is towards, in plain words."""
    kind, _, which = duty.recipient.partition(":")
    plain = {"individuals": "The people affected", "media": "The media", "cra": "The credit bureaus", "owner": "The owner of the data"}
    if kind == "service":
        return f"{which.replace('_', ' ').capitalize()} for the people affected"
    return duty.name or plain.get(kind) or duty.recipient.replace("_", " ").replace(":", ": ").capitalize()


_WITHIN = ("callers", "staff", "board", "insurer")  # who reads these sits with the sender


def _country_of_readers(language: str, people: Sequence[Person], desk: Desk) -> str:
    """Where most who read this language live; the sender's own country where any of them does."""
    places = Counter(country_of(one.residence) for one in people if one.residence and language_of(one, desk.languages) == language)
    return desk.home if not places or desk.home in places else places.most_common(1)[0][0]


def _public(
    text: Text,
    duties: tuple[Duty, ...],
    desk: Desk,
    people: Sequence[Person],
    *,
    name: str,
    recipient: str,
    jurisdiction: str,
    more: Mapping[str, str] | None = None,
) -> Notice:
    text = standing(text)
    spoken = words(text.spoken)
    lived = {country_of(one.residence) for one in people if one.residence}
    readers = (lived if recipient != "media" else set()) or {country_of(one.jurisdiction) for one in duties}
    elements = {word for person in people for word in person.elements} or {word for one in desk.facts.data for word in one.elements}
    labels = [spoken.exposed.get(word, word.replace("_", " ")) for word in sort_elements(elements, spoken)]
    here = recipient in _WITHIN or any("toll_free_number" in one.contents for one in duties)
    country = desk.home if here else _country_of_readers(text.language, people, desk)
    fields = (
        as_read_in(desk.case(text.spoken), country, desk.home, text.language)
        | {one: value for one, value in (more or {}).items() if value}
        | {"exposed": "\n".join(labels)}
        | named_to_all(duties)
        | _likely(text, elements, desk)
        # American advice (credit bureaus, the tax office) is for whoever lives there; nobody known may be anybody.
        | ({"us_readers": "yes"} if not readers or "US" in readers else {})
        | ({"readers_abroad": "yes"} if readers - {"US"} else {})
    )
    forbidden = frozenset(word for one in duties for word in one.must_not_contain)
    given = {f"demanded:{word}" for one in duties for word in one.contents} | {f"known:{name}" for name in fields}
    given |= {f"exposed:{word}" for word in elements}
    sections = chosen(text, frozenset(given), forbidden)
    filled = fill(text, sections, fields)
    names = tuple(fields.get(name, "") for name in NAMES)
    checks = check(filled, duties, happened=fields.get("happened", ""), day=fields.get("date_of_notice", ""), names=names)
    faults = [one for one in checks if not one.passed and not one.where.startswith("open")]
    open_duties = [one for one in duties if one.required == "conditional"]
    doubts = [f"conditional: applies depending on: {'; '.join(one.questions) or one.reason}" for one in open_duties]
    return Notice(
        id=f"public-{name}",
        form="filing",
        recipient=recipient,
        jurisdiction=jurisdiction,
        duties=tuple(one.id for one in duties),
        language=text.language,
        text_id=text.place,
        fields={one: fields[one] for one in (*text.fields, *_LAYOUT) if one in fields},
        sections=sections,
        checks=checks,
        missing=(
            *doubts,
            *(text.fields.get(one, one) for one in filled.open),
            *dict.fromkeys(lacks.FAULT[one.kind].format(cite=one.cite or one.duty, content=one.content) for one in faults),
        ),
        status="held" if faults else "draft",
    )
