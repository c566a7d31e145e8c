"""The public page of a case: drawn from its facts and duties, written as a static site that a person uploads."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from stanch import line, notices
from stanch.casefile.calls import make_pack
from stanch.casefile.case import Case
from stanch.errors import StanchError
from stanch.records import Attack, Duty, Notice, Person
from stanch.vault import write_whole


def write(case: Case, out: Path, *, draft: bool, by: str, grounds: str, place: str = "", settings: dict[str, str] | None = None) -> Notice:
    """Write the page. Without `draft` it must be complete, and `grounds` say who approved it; that stands in the journal.

    `place` (`US`, `UK`, `EU`, `US-CA`) is for a page under the laws of that place alone: where laws of different places ask
    for different things, each gets its page.
    """
    facts = line.situation(case.store)
    attack = next(iter(case.store.get(Attack)), Attack())
    bench = case.bench(workers=1, as_of=facts.as_of, settings=settings)
    duties = [one for one in case.store.get(Duty) if _within(one.jurisdiction, place)]
    people = [one for one in case.store.get(Person) if _within(one.residence or "", place)]
    page = notices.draft_page(duties, people, facts, attack, bench=bench)
    made = make_pack(case)
    questions = [(one.question, one.answer) for one in made.questions if one.public and (draft or "[to be completed" not in one.answer)]
    if not draft:
        if page.missing:
            raise StanchError(
                "the page is not complete:\n" + "\n".join(page.missing), where=str(out), do="Complete it, or look at it with --draft."
            )
        if not grounds.strip():
            raise StanchError("who approved the page must be said", where=str(out), do="Give --grounds, or look at it with --draft.")
    files = notices.page_files(page, questions, draft=draft)
    out.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        write_whole(out / name, text.encode())
    digest = sha256(files["index.html"].encode()).hexdigest()
    case.journal.append("write public page", by=by, details={"draft": draft, "place": place, "sha256": digest, "grounds": grounds})
    return page


def _within(code: str, place: str) -> bool:
    return not place or code == place or code.startswith(f"{place}-")
