"""One sheet per duty to a regulator, bureau, medium, owner or other body: its form's questions in its order, prefilled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from stanch import vocabulary
from stanch.notices import lacks
from stanch.notices.answers import counts, filing_answers, living_there
from stanch.notices.form import Box, Part, Text, texts
from stanch.notices.letters import Desk
from stanch.notices.proving import check_form
from stanch.notices.words import words
from stanch.records import Duty, Facts, Notice, Person
from stanch.records.concern import OWNER, PROCESSOR
from stanch.records.listed import digest_of, file_of

# Duties that are no message to anybody outside: a letter, a service, an entry in a register of one's own.
_NO_FILING = ("individuals", "service:", "register:", "media")
# Those for whom somebody else holds the data: each is told of its own people, and of nobody else's.
_BUSINESSES = ("owner", "controller", "covered_entity")
# Which answer fills a content that a law asks for and the form has no field for.
BY_CONTENT = {
    "entity_name_and_contact": "org_name", "contact_point": "contact_name", "description_of_incident": "cause",
    "nature_of_breach": "cause", "date_of_breach": "when", "date_of_discovery": "discovered", "time_frame_of_exposure": "when",
    "types_of_information": "kinds_exposed", "phi_involved": "kinds_exposed", "steps_taken": "steps_taken",
    "measures_to_prevent": "prevention", "measures_to_mitigate": "steps_taken", "number_affected": "number_affected",
    "number_affected_residents": "number_affected_residents", "categories_of_persons": "categories_of_persons",
    "law_enforcement_involved": "law_enforcement", "dpo_contact": "dpo", "date_of_notice": "notified_on",
    "services_offered": "services_offered", "toll_free_number": "toll_free", "containment_summary": "steps_taken",
    "investigation_statement": "steps_taken", "identity_of_persons": "list_of_people", "person_responsible": "person_responsible",
    "written_security_program": "written_security_program", "safeguards_in_place": "safeguards", "likely_consequences": "consequences",
}  # fmt: skip


def draft_filings(
    duties: Sequence[Duty], desk: Desk, counted: Mapping[str, int], people: Sequence[Person], enclosed: Collection[str] = ()
) -> Iterator[Notice]:
    """A sheet for each duty (required or conditional) towards a body, in the order of the duties; one for each business whose data it is.

    `enclosed`: the jurisdictions for which a sample of the letter was made.
    """
    ours = [one.as_held_by("") for one in people if one.own_elements]
    ours_counted = counts(ours, Facts())
    for duty in duties:
        if duty.required and not duty.recipient.startswith(_NO_FILING):
            # An owner that holds others' data too tells authorities of its own people; the clients tell of theirs.
            about, numbers = (ours, ours_counted) if duty.role == OWNER else (people, counted)
            for client, theirs in _told_of_theirs(duty, about):
                filing = _filing(duty, desk, numbers, theirs, enclosed, client=client)
                yield replace(filing, id=f"{filing.id}-{digest_of(client)}") if client else filing


def _told_of_theirs(duty: Duty, people: Sequence[Person]) -> list[tuple[str, Sequence[Person]]]:
    """Whom a sheet of this duty goes to, by name, and of whom it tells: nobody by name where nobody said for whom the data are held."""
    about = living_there(duty, people) if duty.recipient in _BUSINESSES else []
    if duty.recipient in _BUSINESSES and duty.jurisdiction not in vocabulary.jurisdictions():
        # Where nobody knows where a client's people live, a law that asks for no place is for them too: the client must hear of it.
        about += [person for person in people if person.clients and not person.residence]
    by_client: dict[str, list[Person]] = defaultdict(list)
    for person in about:
        for client in person.clients:
            by_client[client].append(person.as_held_by(client))
    if not by_client:
        return [("", people)]
    # Where the organisation is the owner of what no client's pattern fits, its own people are told by itself.
    nobodys = [person for person in about if not person.clients and duty.role != PROCESSOR]
    return [*sorted(by_client.items()), *([("", nobodys)] if nobodys else [])]


def choose_form(duty: Duty, seat: str = "") -> Text:
    """The form for this duty: by its jurisdiction and recipient, else by its recipient, else the general sheet.

    `seat` is where the organisation is established under that law (`EU-NL`): its authority has a form of its own there.
    """
    forms = [text for text in texts().values() if text.kind == "form"]
    return max(forms, key=lambda text: (_fits(text, duty, seat), text.id))


def seat_of(facts: Facts) -> str:
    """The organisation's first establishment in the Union, as a jurisdiction's code; empty where it has none."""
    return next(iter(_seats(facts)), "")


def _seats(facts: Facts) -> list[str]:
    """Every establishment in the Union that the facts name, and the country of the organisation's own address."""
    country = (facts.org.country or "").upper()
    told = dict.fromkeys((*facts.org.establishment, *([f"EU-{country}"] if country else ())))
    return [one for one in told if one.startswith("EU-") and one in vocabulary.jurisdictions()]


def _several(text: Text, facts: Facts) -> str:
    """Said on the sheet of one authority where the organisation sits in more than one Member State."""
    seats = _seats(facts)
    if not text.whom.places or len(seats) < 2:
        return ""
    names = ", ".join(vocabulary.jurisdictions()[one].name for one in seats)
    return f"You named establishments in {names}: the main one's authority leads (GDPR Art. 56(1)). Name that one first in the facts."


def _fits(text: Text, duty: Duty, seat: str) -> int:
    whom = text.whom
    if whom.places and seat not in whom.places:
        return -1
    if whom.jurisdictions and duty.jurisdiction not in whom.jurisdictions:
        return -1
    if whom.recipients and not any(duty.recipient == one or duty.recipient.startswith(f"{one}:") for one in whom.recipients):
        return -1
    return bool(whom.places) + 2 * bool(whom.jurisdictions) + max((len(one) for one in whom.recipients), default=0)


def _filing(
    duty: Duty, desk: Desk, counted: Mapping[str, int], people: Sequence[Person], enclosed: Collection[str], *, client: str = ""
) -> Notice:
    text = choose_form(duty, seat_of(desk.facts))
    spoken = "en" if desk.region.startswith("US") else "en-gb"
    answers = filing_answers(desk.case(spoken), duty, counted, people, words(spoken), whole=bool(client))
    answers |= {name: value for name, value in _from_case(duty, desk, people, client).items() if not answers.get(name)}
    if client:
        answers["authority"] = client
    answers["found_material"] = words(spoken).day(desk.facts.materiality_determined or desk.facts.incident.determined)
    answers["services_yes_no"] = "No" if answers.get("services_offered", "None") == "None" else "Yes"
    if duty.jurisdiction in enclosed:
        answers.setdefault("sample_notice", f"enclosed: samples/{duty.jurisdiction}.pdf")
    parts = parts_for(text, duty.contents)
    boxes = [box for part in parts for box in part.boxes]
    told = _told(text, desk.settings)
    fields = {box.id: answer for box in boxes if (answer := told.get(box.id) or answered(box, answers))}
    checks = check_form(parts, fields, duty)
    doubt = (f"conditional: applies depending on: {'; '.join(duty.questions) or duty.reason}",) if duty.required == "conditional" else ()
    return Notice(
        id=f"filing-{duty.id}",
        form="filing",
        recipient=duty.recipient,
        jurisdiction=duty.jurisdiction,
        duties=(duty.id,),
        language=text.language,
        text_id=text.place,
        fields=fields
        | ({"_seats": several} if (several := _several(text, desk.facts)) else {})
        | {f"_{name}": answers.get(name, "") for name in ("authority", "cite", "due", "org_name", "reason", "date_of_notice")},
        sections=duty.contents,
        checks=checks,
        missing=(*doubt, *(box.label for box in boxes if box.id not in fields and _is_needed(box, duty)), *_too_long(boxes, fields)),
        status="draft" if all(one.passed or one.where.startswith("open") for one in checks) else "held",
    )


def _from_case(duty: Duty, desk: Desk, people: Sequence[Person], client: str) -> dict[str, str]:
    """What a filing is told of the offers and of the list of people: of all who live there, or of one business's own."""
    about = people if client else living_there(duty, people)
    months = [one.months for person in about for one in desk.offers.get(person.id, ()) if one.months]
    by = desk.settings.get("notice.provider", "")
    offered = f"Credit monitoring, {max(months)} months{f', by {by}' if by else ''}, free of charge" if months else "None"
    persons = "person" if len(about) == 1 else "persons"
    where = (
        f"people-of-{file_of(client)}.xlsx or .csv of the report: all of your people, and nobody else's"
        if client
        else "people.xlsx of the report, those of this place"
    )
    return {
        "services_offered": offered,
        "list_of_people": f"Enclosed: a list of {len(about):,} {persons} ({where})" if about else "",
    } | ({"their_people": f"{len(about):,}"} if client else {})


def _is_needed(box: Box, duty: Duty) -> bool:
    """Whether the sheet may not go without this box: what a form marks as optional is needed where the law demands what it proves."""
    return not box.optional or any(word in box.proves for word in duty.contents)


def _told(text: Text, settings: Mapping[str, str]) -> dict[str, str]:
    """What people said for the boxes of this one form."""
    head = f"notice.form.{text.id.removeprefix('filing_')}."
    return {name.removeprefix(head): value for name, value in settings.items() if name.startswith(head)}


def answered(box: Box, answers: Mapping[str, str]) -> str:
    """What fills a box: the case's answer, in the form's own choices where it has choices for it; empty where open.

    An answer of several words (`ssn; medical`) marks the choice of each, in the form's order.
    """
    answer = answers.get(box.answer, "")
    if not box.words:
        return answer
    marked = {box.words[word] for word in answer.split("; ") if word in box.words}
    return "; ".join(choice for choice in box.choices if choice in marked)


def _too_long(boxes: Sequence[Box], fields: Mapping[str, str]) -> Iterator[str]:
    for box in boxes:
        if box.limit and len(fields.get(box.id, "")) > box.limit:
            yield lacks.TOO_LONG.format(label=box.label, length=len(fields[box.id]), limit=box.limit)


def parts_for(text: Text, contents: Sequence[str]) -> tuple[Part, ...]:
    """The form's parts, and a last one for contents that the law asks for and the form has no field for."""
    return _parts_for(text, tuple(contents))


@cache
def _parts_for(text: Text, contents: tuple[str, ...]) -> tuple[Part, ...]:
    asked = vocabulary.contents()
    more = [
        Box(id=f"more_{word}", label=asked[word][:1].upper() + asked[word][1:], answer=BY_CONTENT.get(word, ""), proves=(word,))
        for word in contents
        if word in asked and word not in text.proves()
    ]
    return (*text.parts, Part("What the law asks for beyond the form", tuple(more))) if more else text.parts
