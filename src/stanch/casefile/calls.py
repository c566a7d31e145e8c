"""Calls: the pack for those who answer them, verification that shows nothing, and the log."""

from __future__ import annotations

import hmac
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from stanch import line, notices
from stanch.casefile.case import Case
from stanch.casefile.pieces import newer_addresses, pieces
from stanch.casefile.report import is_practice
from stanch.casefile.texts import storable
from stanch.errors import WrongCall
from stanch.notices.answers import case_answers
from stanch.notices.words import day_said, words
from stanch.protection.callcentre import TOPICS, Pack, Step, Told, languages, pack, spoken
from stanch.records import Attack, Facts, Offer, Person, Said, from_json
from stanch.report.press import Paper, Section, pressed
from stanch.vault import write_whole

WRONG_TRIES = 5  # for one reference within a day
NOBODY = "nobody"


def make_pack(case: Case, language: str = "en") -> Pack:
    """The pack of this case in one language. Raises `WrongCall` for one that it does not speak."""
    if language not in languages():
        raise WrongCall(f"the pack is not written in {language[:20]}", do=f"There are: {', '.join(languages())}.")
    attack, facts, said = next(iter(case.store.get(Attack)), Attack()), _with_police(case, line.situation(case.store)), words(language)
    happened = ""
    if language != "en":  # what people wrote of the incident is taken for English
        answers = case_answers(facts, attack, said, facts.as_of or case.clock().date(), {})
        happened = ", ".join(part for part in (answers.get("When", ""), answers.get("happened", "")) if part)
    told = Told(said.exposed, said.day, happened[:1].upper() + happened[1:])
    return pack(facts, attack, _offers(case), told=told, language=language)


def _with_police(case: Case, facts: Facts) -> Facts:
    """The facts; where they do not say whether the police were told, the letters file does, as it does in the filings."""
    said = notices.told(case.store.get(Said)).get("notice.law_enforcement", "").casefold()
    if facts.law_enforcement_consulted is not None or said not in ("yes", "no"):
        return facts
    return replace(facts, law_enforcement_consulted=said == "yes")


def _offers(case: Case) -> list[Offer]:
    """The offers; where the provider's list does not say how to enrol, what the letters file says of it, as the letters do."""
    said = notices.told(case.store.get(Said))
    url, phone, day = (said.get(f"notice.{name}", "") for name in ("enrol_url", "enrol_phone", "enrol_by"))
    return [
        replace(one, enrol_url=one.enrol_url or url, help_line=one.help_line or phone, enrol_by=one.enrol_by or day_said(day))
        for one in case.store.get(Offer)
    ]


def write_pack(case: Case, out: Path, language: str = "en") -> tuple[Pack, list[Path]]:
    """Write the script and the questions as a paper, and as plain text for a call centre's own screens."""
    made, said = make_pack(case, language), spoken(language)
    out.mkdir(parents=True, exist_ok=True, mode=0o700)
    sections = [_section(number, step) for number, step in enumerate(made.steps, 1)]
    rows = [(one.question, one.answer) for one in made.questions]
    sections.append(Section(heading=said.questions_heading, columns=(said.question, said.answer), rows=rows, widths=(2, 5)))
    sections.append(Section(heading=said.topics, items=list(TOPICS)))
    paper = Paper(
        title=said.title,
        under=said.under.format(org=made.organisation),
        author=made.organisation,
        banner=said.practice if is_practice(case) else "",
        foot=said.foot,
        sections=sections,
    )
    name = "callcentre" if language == "en" else f"callcentre-{language}"
    files = [out / f"{name}.pdf", out / f"{name}.txt"]
    write_whole(files[0], pressed(paper, case.clock()))
    write_whole(files[1], _plain(made).encode())
    told = {"language": language, "questions": len(made.questions), "open": len(made.open)}
    case.journal.append("write call-centre pack", details=told)
    return made, files


def _section(number: int, step: Step) -> Section:
    return Section(heading=f"{number}. {step.title}", paragraphs=[f"“{one}”" for one in step.say], items=step.do)


def verify(case: Case, reference: str, *, postcode: str, born: int | None, by: str = "") -> bool:
    """Whether the caller knows what stands on the letter and who it went to: reference, postcode and, where known, year of birth.

    Answers yes or no in the same words whatever is wrong. Raises `WrongCall` after five wrong tries for a reference in a day.
    """
    from stanch.casefile.models import CallRow

    mark, now = storable(reference.strip().upper())[:40], case.clock()
    wrong = CallRow.objects.using(case.alias).filter(topic="verification", note=mark, verified=False, at__gte=now - timedelta(days=1))
    if wrong.count() >= WRONG_TRIES:
        raise WrongCall("this reference is closed for today", do="Ask the caller to write; log the call.")
    piece = next(iter(pieces(case, piece=mark)), None)
    person = _person(case, piece.person) if piece else None
    matches = person is not None and piece is not None and _knows(case, person, piece.address, postcode, born)
    CallRow.objects.using(case.alias).create(
        at=now,
        taken_by=storable(by or case.by),
        person=person.id if person and matches else "",
        verified=matches,
        topic="verification",
        note=mark,
    )
    return matches


def log(case: Case, *, topic: str, note: str, reference: str, verified: bool, by: str = "") -> None:
    """Log one call. The note is for what was asked, never for values; the journal tells only that a call was logged."""
    from stanch.casefile.models import CallRow

    if topic not in TOPICS:
        raise WrongCall(f"unknown topic {topic!r}", do=f"Say one of: {', '.join(TOPICS)}.")
    piece = next(iter(pieces(case, piece=reference.strip().upper())), None) if verified else None
    CallRow.objects.using(case.alias).create(
        at=case.clock(),
        taken_by=storable(by or case.by),
        person=piece.person if piece else "",
        verified=verified,
        topic=topic,
        note=storable(note)[:500],
    )
    case.journal.append("log call", topic, by=by or None, details={"verified": verified})


def counts(case: Case) -> Counter[str]:
    """Calls by topic."""
    from stanch.casefile.models import CallRow

    return Counter(CallRow.objects.using(case.alias).exclude(topic="verification").values_list("topic", flat=True))


def _knows(case: Case, person: Person, sent_to: tuple[str, ...], postcode: str, born: int | None) -> bool:
    wanted = _bare(postcode)
    lines = newer_addresses(case).get(person.id) or sent_to
    # The last lines of an envelope hold the postcode, among other words.
    there = len(wanted) >= 3 and any(
        wanted in (_bare(word), _bare(line)) or _ends(line, wanted) for line in lines[1:] for word in line.split()
    )
    right_year = person.dob is None or (born is not None and hmac.compare_digest(str(born), str(person.dob.year)))
    return there and right_year


def _ends(line: str, wanted: str) -> bool:
    """A postcode of two groups (`K1A 0B1`, `LS1 1AA`) stands at the end of its line, or alone."""
    groups = line.split()
    return any(_bare(" ".join(groups[start:])) == wanted for start in range(max(len(groups) - 2, 0), len(groups)))


def _bare(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _person(case: Case, identity: str) -> Person | None:
    from stanch.casefile.models import PersonRow

    row = PersonRow.objects.using(case.alias).filter(identity=identity).first()
    return from_json(Person, row.record) if row else None


def _plain(made: Pack) -> str:
    return "\n".join(
        [
            *(_step(number, step) for number, step in enumerate(made.steps, 1)),
            *(f"Q: {one.question}\nA: {one.answer}\n" for one in made.questions),
        ]
    )


def _step(number: int, step: Step) -> str:
    return "\n".join([f"{number}. {step.title}", *(f"  Say: {one}" for one in step.say), *(f"  Do:  {one}" for one in step.do), ""])
