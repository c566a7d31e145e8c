"""The public page of a case: drawn from its facts and duties, written as a static site that a person uploads."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from stanch import line, notices
from stanch.casefile.calls import make_pack
from stanch.casefile.case import Case
from stanch.errors import StanchError, WrongCall
from stanch.notices.public import page_languages
from stanch.records import Attack, Duty, Notice, Offer, Person, Said
from stanch.vault import write_whole


def write(
    case: Case,
    out: Path,
    *,
    draft: bool,
    by: str,
    grounds: str,
    place: str = "",
    languages: Sequence[str] = ("en",),
    settings: dict[str, str] | None = None,
) -> list[Notice]:
    """Write the page. Without `draft` it must be complete, and `grounds` say who approved it; that stands in the journal.

    `place` (`US`, `UK`, `EU`, `US-CA`) is for a page under the laws of that place alone: where laws of different places ask
    for different things, each gets its page. The first of `languages` becomes index.html, the others stand beside it.
    """
    _must_speak(languages)
    facts = line.situation(case.store)
    attack = next(iter(case.store.get(Attack)), Attack())
    duties = [one for one in case.store.get(Duty) if _within(one.jurisdiction, place)]
    people = [one for one in case.store.get(Person) if _within(one.residence or "", place)]
    settings = {**notices.told(case.store.get(Said)), **(settings or {})}
    bench = case.bench(workers=1, as_of=facts.as_of, settings=settings)
    offers = case.store.get(Offer)
    pages = [
        notices.draft_page(duties, people, facts, attack, bench=bench, language=one, offers=offers) for one in dict.fromkeys(languages)
    ]
    lacking = [f"{page.language}: {what}" if len(pages) > 1 else what for page in pages for what in page.missing]
    questions = {page.language: _questions(case, page.language, draft=draft) for page in pages}
    if not draft:
        if lacking:
            raise StanchError(
                "the page is not complete:\n" + "\n".join(lacking),
                where=str(out),
                do="Complete it, or look at it with --draft. Where laws ask for different things, make a page for each (--place US-MA).",
            )
        if not grounds.strip():
            raise StanchError("who approved the page must be said", where=str(out), do="Give --grounds, or look at it with --draft.")
    files = notices.page_files(pages, questions, draft=draft)
    out.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        write_whole(out / name, text.encode())
    digests = {name: sha256(text.encode()).hexdigest() for name, text in files.items() if name.endswith(".html")}
    told = {"draft": draft, "place": place, "languages": [one.language for one in pages], "sha256": digests, "grounds": grounds}
    case.journal.append("write public page", by=by, details=told)
    return pages


def _questions(case: Case, language: str, *, draft: bool) -> list[tuple[str, str]]:
    """The questions that may stand on the page; what is open is left out of a page that is published."""
    made = make_pack(case, language).questions
    return [(one.question, one.answer) for one in made if one.public and (draft or not one.is_open)]


def _must_speak(languages: Sequence[str]) -> None:
    known = page_languages()
    if not languages or (strange := [one for one in languages if one not in known]):
        raise WrongCall(
            f"the page is not written in {', '.join(strange) if languages else 'no language'}", do=f"There are: {', '.join(known)}."
        )


def _within(code: str, place: str) -> bool:
    return not place or code == place or code.startswith(f"{place}-")
