"""One letter per person that satisfies every duty owed to that person.

The text is chosen by residence and language; its sections by what was exposed, what is offered, what the duties demand
and what they forbid. Where one law demands what another forbids, no single letter obeys both: the person gets one letter
for each, and each is proven against its own law.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal

from stanch import vocabulary
from stanch.notices import lacks
from stanch.notices.abroad import as_read_in, country_of
from stanch.notices.answers import MONITORING, RESTORATION, case_answers, exposed_lines, offered, sort_elements
from stanch.notices.authorities import to_turn_to
from stanch.notices.facing import Facing, face
from stanch.notices.form import Text, texts
from stanch.notices.lint import UNREAD, lint
from stanch.notices.press import look_of, printable, without_glyph
from stanch.notices.proving import NAMES, check, says
from stanch.notices.versions import standing
from stanch.notices.wording import Filled, chosen, fill
from stanch.notices.words import languages, words
from stanch.records import Attack, Concerns, Duty, Earlier, Facts, Notice, Offer, Organisation, Person, is_exposed

FIRST = "individuals"  # the recipient of a first letter; those that follow name their own kind
BEFORE = "told_before"  # the day of an earlier letter that named less
# What the linter does not read: names of people, firms and bodies, and what stands in the same sentence otherwise for another reader.
_NOT_READ = frozenset((*NAMES, "held_for", "authority", "complain_to", "state_contact", "dpo", "org_address", "phone", "toll_free",
                       "monitoring_months", "enrol_by", "enrol_phone", "exposed", "consequences", BEFORE))  # fmt: skip


_Owed = tuple[str | None, str | None, str, tuple[str, ...]]


def _owed(person: Person, duties: Sequence[Duty], recipient: str) -> _Owed:
    """All that the choice of a text turns on."""
    return person.residence, person.language, recipient, tuple(one.id for one in duties)


@dataclass(slots=True)
class Desk:
    """What every letter of a case is written from."""

    facts: Facts
    attack: Attack
    concerns: Concerns
    people: Mapping[str, Person]
    offers: Mapping[str, Sequence[Offer]]
    day: date
    settings: Mapping[str, str]
    home: str = ""
    earlier: Mapping[str, Earlier] = field(default_factory=dict)
    _cases: dict[str, dict[str, str]] = field(default_factory=dict)
    _lint: dict[tuple[str, str, tuple[str, ...]], tuple[str, ...]] = field(default_factory=dict)
    _texts: dict[_Owed, Text] = field(default_factory=dict)
    _groups: dict[_Owed, list[tuple[Duty, ...]]] = field(default_factory=dict)

    @property
    def region(self) -> str:
        """The beginning of the jurisdiction codes of the sender's country: `US`, `EU-IE`, `UK`."""
        return {"GB": "UK"}.get(self.home) or (f"EU-{self.home}" if f"EU-{self.home}" in vocabulary.jurisdictions() else self.home)

    @property
    def languages(self) -> frozenset[str]:
        """The languages that letters are to be written in; none: all there are."""
        return frozenset(part.strip() for part in self.settings.get("notice.languages", "").split(",") if part.strip())

    @property
    def tells_everybody(self) -> bool:
        """Whether those to whom no law owes a letter get one too: so chose who chose the way of telling people."""
        return self.settings.get("notice.whom") == "everyone"

    def lint(self, text: Text, sections: tuple[str, ...], voice: str, fields: Mapping[str, str]) -> tuple[str, ...]:
        """What the linter says; asked once for each combination of sections, since names and what differs from reader to reader are not
        read: a letter is no harder for the name of a child or of an authority in it.
        """
        shape = (text.place, voice, sections)
        if shape not in self._lint:
            read = {name: UNREAD if name in _NOT_READ else said for name, said in fields.items()}
            self._lint[shape] = lint(fill(text, sections, read, voice), text.language).faults
        return self._lint[shape]

    def emptied(self) -> Desk:
        """The same desk with nobody's papers on it, for a process that writes to a share of the people."""
        return Desk(self.facts, self.attack, self.concerns, {}, {}, self.day, self.settings, self.home)

    def text_for(self, person: Person, duties: Sequence[Duty], recipient: str) -> Text:
        """The text for this person (`choose`); asked once for all who live in one place, read one language and are owed the same."""
        owed = _owed(person, duties, recipient)
        if owed not in self._texts:
            recipients = () if recipient == FIRST else (recipient,)
            self._texts[owed] = choose(person, duties, self.region, self.languages, recipients)
        return self._texts[owed]

    def groups_for(self, person: Person, duties: tuple[Duty, ...]) -> list[tuple[Duty, ...]]:
        """The duties in groups that one letter can obey; asked once likewise."""
        owed = _owed(person, duties, FIRST)
        if owed not in self._groups:
            self._groups[owed] = _compatible(person, duties, self.region, self.languages)
        return self._groups[owed]

    def case(self, spoken: str) -> dict[str, str]:
        """The answers that are the same for everybody, in the words of this file."""
        if spoken not in self._cases:
            self._cases[spoken] = case_answers(self.facts, self.attack, words(spoken), self.day, self.settings)
        return self._cases[spoken]


def home_country(facts: Facts) -> str:
    """The country the sender posts from, as ISO code; the United States where nothing is known."""
    code = facts.org.country or next(iter(facts.org.establishment), "US")
    return country_of(code)


def draft_letters(desk: Desk) -> Iterator[Notice]:
    """The letters, in the order of people; those to whom nothing is owed get none, unless everybody is told."""
    for person in desk.people.values():
        yield from draft_to(person, desk)


def draft_to(person: Person, desk: Desk) -> Iterator[Notice]:
    """The letters to one person: none where nothing is owed and not everybody is told, two where one law demands what another forbids."""
    duties = desk.concerns.of(person)
    if duties or not (person.residence or person.is_clients_alone) or (desk.tells_everybody and is_exposed(person)):
        for index, group in enumerate(desk.groups_for(person, duties)):
            yield letter_to(person, group, desk, identity=letter_ids(person)[index])


def letter_ids(person: Person) -> tuple[str, str]:
    """The ids of the first letters to one person: of the one, and of the other where no one letter obeys all laws."""
    return f"letter-{person.id}", f"letter-{person.id}-2"


def _compatible(person: Person, duties: tuple[Duty, ...], home: str, wished: frozenset[str]) -> list[tuple[Duty, ...]]:
    """The duties in groups that one letter can obey: a duty that forbids what another demands stands apart."""
    forbidding = tuple(one for one in duties if one.must_not_contain)
    rest = tuple(one for one in duties if not one.must_not_contain)
    if not forbidding or not rest:
        return [duties]
    text = choose(person, rest, home, wished)
    forbidden = {word for one in forbidding for word in one.must_not_contain}
    lost = text.proves() - provable(text, frozenset(forbidden))
    demanded = {word for one in rest for word in one.contents}
    # What a letter without the forbidden paragraphs can still prove is no conflict.
    return [forbidding, rest] if demanded & (lost | forbidden) else [duties]


@lru_cache(maxsize=1024)
def provable(text: Text, forbidden: frozenset[str]) -> frozenset[str]:
    """What the text proves when every paragraph that proves a forbidden content is left out."""
    kept: set[str] = set()
    for section in text.sections:
        remaining = [one for one in section.paragraphs if not forbidden.intersection(one.proves)]
        if remaining and not forbidden.intersection(section.proves):
            kept |= set(section.proves).union(*(one.proves for one in remaining))
    return frozenset(kept)


def choose(
    person: Person, duties: Sequence[Duty], home: str = "US", wished: frozenset[str] = frozenset(), recipients: tuple[str, ...] = ()
) -> Text:
    """The letter for this person: in the best language, proving most of what is demanded, the most particular by place.

    `recipients` tells first letters (none) from those that follow (`follow_up`).

    `wished` are the languages that letters are to be written in; none: all there are.
    Who lives nobody knows where is written to as at the organisation's `home` (the beginning of a jurisdiction's code).
    """
    letters = [
        (fits, text)
        for text in texts().values()
        if text.kind == "letter" and text.whom.recipients == recipients and (fits := _fits(text, person.residence or home, duties)) >= 0
    ]
    wanted = language_of(person, wished)
    demanded = {word for one in duties for word in one.contents}
    forbidden = frozenset(word for one in duties for word in one.must_not_contain)
    return max(
        letters,
        key=lambda pair: (
            pair[1].language == wanted,
            len(demanded & provable(pair[1], forbidden)),
            pair[0],
            pair[1].language == "en",
            pair[1].id,
        ),
    )[1]


def language_of(person: Person, wished: frozenset[str] = frozenset()) -> str:
    """The person's language where a letter speaks it; else the first of the place's languages that one does; else English.

    A person found in English records in Puerto Rico is written to in Spanish, the place's first language.
    """
    spoken = {text.language for text in texts().values() if text.kind == "letter"} & set(languages())
    spoken = spoken & wished or spoken
    place = vocabulary.jurisdictions().get(person.residence or "")
    local = [one for one in (place.languages if place else ()) if one in spoken]
    if person.language in spoken and (person.language != "en" or not local or "en" in local[:1]):
        return person.language
    return local[0] if local else "en"


def _fits(text: Text, place: str, duties: Sequence[Duty]) -> int:
    """How particularly a letter is meant for people of this place: -1 not at all."""
    lengths = [len(code) for code in text.whom.places if place == code or place.startswith(f"{code}-")]
    if text.whom.places and not lengths:
        return -1
    if text.whom.jurisdictions and not any(one.jurisdiction in text.whom.jurisdictions for one in duties):
        return -1
    return max(lengths, default=0) * 2 + bool(text.whom.jurisdictions)


def letter_to(
    person: Person,
    duties: tuple[Duty, ...],
    desk: Desk,
    *,
    identity: str,
    recipient: str = FIRST,
    said: Callable[[dict[str, str]], dict[str, str]] = dict,
    offers: Sequence[Offer] | None = None,
) -> Notice:
    """A letter to this person, with its checks and what it lacks: the first (`individuals`), or one that follows (`recipient`).

    `said` may change the fields, `offers` are those that the letter tells of where not all of the person's.
    """
    text = standing(desk.text_for(person, duties, recipient))
    facing = face(person, desk.people, text.language, desk.home)
    theirs = desk.offers.get(person.id, ()) if offers is None else offers
    kinds = sort_elements(person.elements, words(text.spoken)) if "exposed" in text.fields else ()
    fields = said(letter_fields(person, facing, text, desk, theirs) | to_turn_to(person.residence or "", duties))
    if (before := desk.earlier.get(identity)) and before.tells_less_than(kinds):
        fields[BEFORE] = words(text.spoken).day(before.left_on)
    forbidden = frozenset(word for one in duties for word in one.must_not_contain)
    given = circumstances(person, facing, duties, fields, theirs) | ({"held"} if desk.facts.law_enforcement_hold_until else set())
    sections = chosen(text, given, forbidden)
    filled = fill(text, sections, fields, facing.voice)
    lint = desk.lint(text, sections, facing.voice, fields)
    names = tuple(fields.get(name, "") for name in NAMES)
    checks = check(filled, duties, happened=fields.get("happened", ""), day=fields.get("date_of_notice", ""), names=names)
    form, undeliverable = way(person, facing, duties, desk.facts.org)
    faults = [one for one in checks if not one.passed and not one.where.startswith("open")]
    return Notice(
        id=identity,
        form=form,
        recipient=recipient,
        jurisdiction=person.residence or "",
        duties=tuple(one.id for one in duties),
        language=text.language,
        text_id=text.place,
        fields={name: fields[name] for name in (*text.fields, *LAYOUT) if name in fields}
        | {"voice": facing.voice, "greeting": facing.greeting}
        | ({KINDS: " ".join(kinds)} if "exposed" in text.fields else {})
        | ({"look": look} if (look := look_of(desk.settings).mark) else {}),
        sections=sections,
        person=person.id,
        address=facing.address,
        email=facing.email,
        checks=checks,
        missing=(
            *undeliverable,
            *_doubts(person, facing, duties, text),
            *(_untold(theirs, filled) if recipient == FIRST else ()),
            *(text.fields.get(name, name) for name in filled.open),
            *lint,
            *dict.fromkeys(lacks.FAULT[one.kind].format(cite=one.cite or one.duty, content=one.content) for one in faults),
        ),
        status="held" if faults else "draft",
    )


KINDS = "kinds"  # in the fields of a letter that names them: what was exposed, in the vocabulary's words, whatever the letter calls it
LAYOUT = ("org_name", "org_address", "date_of_notice")


def letter_fields(person: Person, facing: Facing, text: Text, desk: Desk, offers: Sequence[Offer]) -> dict[str, str]:
    """What fills the slots of this person's letter: the case's answers and the person's own."""
    spoken = words(text.spoken)
    place = person.residence or ""
    voice = {name: said.replace("{name}", facing.name) for name, said in text.voices[facing.voice].items()}
    consequences = [_plainly(one, voice) for one in spoken.likely(person.elements)] if "consequences" in text.fields else []
    own = {
        "name": facing.name,
        "exposed": "\n".join(exposed_lines(person, spoken)),
        "consequences": "\n".join(consequences),
        "held_for": ", ".join(printable(one) for one in person.clients),
        **offered(offers, spoken),
    }
    case = desk.case(text.spoken)
    said = as_read_in(case, country_of(place), desk.home, text.language)
    lost = case.get("toll_free") != said.get("toll_free")
    if lost and any("toll_free_number" in one.contents for one in desk.concerns.of(person)):
        # The law asks for it, wherever it is read; who reads it elsewhere is told from where it is free.
        said["toll_free"] = spoken.free_from_home(case["toll_free"], said.get("phone", ""))
    return said | {name: value for name, value in own.items() if value}


def _plainly(template: str, voice: Mapping[str, str]) -> str:
    said = template.format_map(voice)
    return said[:1].upper() + said[1:]


def circumstances(
    person: Person, facing: Facing, duties: Sequence[Duty], fields: Mapping[str, str], offers: Sequence[Offer]
) -> frozenset[str]:
    """The circumstances that sections may turn on."""
    found = {facing.voice, *(f"exposed:{word}" for word in person.elements), *(f"known:{name}" for name in fields)}
    found |= {f"offer:{one.service}" for one in offers}
    found |= {f"demanded:{word}" for one in duties for word in one.contents}
    found |= {f"law:{one.jurisdiction}" for one in duties}
    return frozenset(found | {f"place:{person.residence}", f"kind:{fields.get('kind', '')}"})


def way(person: Person, facing: Facing, duties: Sequence[Duty], org: Organisation) -> tuple[Literal["letter", "email"], tuple[str, ...]]:
    """Letter or e-mail, and what stands in the way of delivery."""
    if facing.address:
        return "letter", ()
    if facing.email:
        silent = [one for one in duties if one.means and not any("email" in way or "electronic" in way for way in one.means)]
        doubt = tuple(lacks.SILENT.format(cite=one.cite or one.id) for one in silent)
        return "email", (*(doubt or (lacks.BY_EMAIL,)), *_unread(person, facing, org))
    return "letter", (lacks.UNREACHED,)


def _unread(person: Person, facing: Facing, org: Organisation) -> Iterator[str]:
    """Why others than the reader may read what is sent to this mailbox, or the reader may not."""
    if facing.voice == "guardian" and facing.email == person.email:
        yield lacks.CHILDS_MAILBOX
    elif facing.voice == "estate":
        yield lacks.LAST_MAILBOX
    if _OPENS_ACCOUNTS.intersection(person.elements) and _gave_mailbox(org, facing.email or ""):
        yield lacks.OPENED_MAILBOX


_OPENS_ACCOUNTS = frozenset(("password", "security_answer", "password_hash_salted"))


def _gave_mailbox(org: Organisation, email: str) -> bool:
    """Whether the organisation itself runs this mailbox, as far as its own addresses tell."""
    site = (org.website or "").casefold().rpartition("://")[2].partition("/")[0].removeprefix("www.")
    own = {site, (org.email or "").casefold().rpartition("@")[2]} - {""}
    return email.casefold().rpartition("@")[2] in own


# What of the letter tells of each service that runs for a term; help with identity theft comes with monitoring.
_TELLS = {**dict.fromkeys(MONITORING, ("credit_monitoring_offer",)), RESTORATION: ("restoration_offer", "credit_monitoring_offer")}


def _untold(offers: Sequence[Offer], filled: Filled) -> Iterator[str]:
    """The services offered to this person of which the letter says nothing, whatever counsel made of its text."""
    for one in offers:
        if one.months and one.service in _TELLS and not says(filled, _TELLS[one.service]):
            yield lacks.UNTOLD.format(service=one.service.replace("_", " ").capitalize(), months=one.months)


def _doubts(person: Person, facing: Facing, duties: Sequence[Duty], text: Text) -> Iterator[str]:
    if blank := without_glyph(person.name + "".join(facing.address)):
        yield lacks.BLANK.format(signs=" ".join(blank))
    if not person.name:
        yield lacks.NAMELESS
    if not person.residence:
        yield lacks.PLACELESS
    for one in duties:
        if one.required == "conditional":
            yield f"conditional: {one.cite or one.id} applies depending on: {'; '.join(one.questions) or one.reason}"
    place = vocabulary.jurisdictions().get(person.residence or "")
    if place and text.language not in place.languages and not (text.language == person.language != "en"):
        yield lacks.OTHER_LANGUAGE.format(places=", ".join(place.languages), language=text.language)
