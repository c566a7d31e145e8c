"""The words of the portal's pages: collected from templates, modules and data files, and held against the catalogues.

`python tests/portal/words_of_pages.py` brings `locale/<language>/LC_MESSAGES/django.po` up to date (translations are kept, what is new is left empty)
and writes the `.mo` beside it; needs no program but this one.
"""

import ast
import io
import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from words_of_faults import faults
from words_of_reasons import reasons

PORTAL = Path(__file__).parent.parent.parent / "src" / "stanch" / "portal"
LOCALE = PORTAL / "locale"
LANGUAGES = ("es", "fr", "de")
# Where sentences of ours are made outside of the portal.
PHRASES = (
    *(
        PORTAL.parent / "report" / name
        for name in (
            "wording.py",
            "wall.py",
            "options.py",
            "reached.py",
            "tied.py",
            "counsel/asks.py",
            "counsel/register.py",
            "counsel/preservation.py",
        )
    ),
    PORTAL.parent / "casefile" / "counsel.py",
    PORTAL.parent / "casefile" / "passages.py",
)
MARKS = {"_", "gettext", "gettext_noop"}
# Tags of a package that only a team's portal loads; they hold no words.
ELSEWHERE = re.compile(r"\{% (?:load|get_providers|provider_login_url) [^%]*%\}")
FILLED = re.compile(r"%\((\w+)\)s")


def collected() -> dict[str, str]:
    """Every text that a page may show in our own words: singular, and its plural or nothing."""
    found: dict[str, str] = {}
    for text, plural in (*_templates(), *_modules(), *((text, "") for text in _told())):
        if re.search(r"[A-Za-z]{2}", FILLED.sub("", text)):
            found[text] = plural or found.get(text, "")
    return found


def templates() -> list[Path]:
    """The templates of all pages."""
    return sorted([*(PORTAL / "pages").glob("*.html"), *(PORTAL / "team" / "templates").rglob("*.html")])


def _templates() -> Iterator[tuple[str, str]]:
    from django.template import Template
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    def walked(nodes: Any) -> Iterator[Any]:
        for node in nodes:
            yield node
            for name in ("nodelist", "nodelist_loop", "nodelist_empty"):
                yield from walked(getattr(node, name, None) or ())
            for _, inner in getattr(node, "conditions_nodelists", ()):
                yield from walked(inner)

    for path in templates():
        text = path.read_text()
        for node in walked(Template(ELSEWHERE.sub("", text)).nodelist):
            if isinstance(node, TranslateNode):
                yield node.filter_expression.var.literal, ""
            elif isinstance(node, BlockTranslateNode):
                yield node.render_token_list(node.singular)[0], node.render_token_list(node.plural)[0] if node.plural else ""
        yield from ((one, "") for one in re.findall(r'_\("([^"]+)"\)', text))


def _modules() -> Iterator[tuple[str, str]]:
    for path in (*sorted(PORTAL.rglob("*.py")), *PHRASES):
        for node in ast.walk(ast.parse(path.read_text())) if path.exists() else ():
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if node.func.id in MARKS and texts:
                yield texts[0], ""
            elif node.func.id == "ngettext":
                yield texts[0], texts[1]
            elif node.func.id == "Phrase" and texts:
                yield texts[0], ""
            elif node.func.id == "counted" and texts:
                one, many = texts[0], texts[1] if len(texts) > 1 else texts[0] + "s"
                yield f"%(number)s {one}", ""
                yield f"%(number)s {many}", ""
            elif node.func.id == "NextThing":
                yield from ((text, "") for text in texts[:3] if " " in text or text[0].isupper())


def _told() -> Iterator[str]:
    """What stands in tables and data files of ours."""
    from stanch import line, vocabulary
    from stanch.casefile import causes as of_causes
    from stanch.casefile import closing as of_closing
    from stanch.casefile import own as of_own
    from stanch.casefile import taking
    from stanch.casefile.review import RANKS
    from stanch.cause import account, baseline, entries, reconstruction, sigma
    from stanch.cause.playbook import playbooks
    from stanch.law import askable
    from stanch.notices.accounting import STATES
    from stanch.notices.asked import asked
    from stanch.notices.options.rates import rates
    from stanch.notices.options.strategy import strategies
    from stanch.notices.options.weigh import AUTHORITIES, EVERYBODY, NOBODY, OWN_LETTER, PASSED, SAID_TO_ALL, SETTLED
    from stanch.people.comparisons import COMPARISONS
    from stanch.portal import desk, placed, proving, questions, rights
    from stanch.portal.pages import (
        bring,
        counsel,
        destruction,
        dispatch,
        doubtful,
        doubts,
        duties,
        evidence,
        handing,
        intake,
        now,
        own,
        papers,
        review,
        second,
        settings,
        stages,
    )
    from stanch.protection.callcentre import TOPICS
    from stanch.protection.services import services
    from stanch.recovery.actions import controls
    from stanch.report import contents, options, reached, tied, wall, wording
    from stanch.report.counsel import preservation
    from stanch.report.paper import PRACTICE
    from stanch.vocabulary import cause_words, elements, jurisdictions, sectors

    yield from (name for _, name, _ in desk.SECTIONS)
    yield from placed.SECTIONS.values()
    yield from rights.table().rights.values()
    for word, role in rights.table().roles.items():
        yield from (word, role.says)
    for one in questions.questions():
        yield from (one.part, one.ask, one.why)
        yield from one.words.values()
    # States and provinces keep their names.
    yield from (f"{one.name} (place)" for one in jurisdictions().values() if not one.code.startswith(("US-", "CA-")))
    yield from (name for code, name in questions.places().items() if code in questions.WIDE)
    yield from (*sectors().values(), *cause_words().values(), wording.REGULATORS["AG"], wording.REGULATORS["SA"], *wording.OTHERS.values())
    yield from (
        *dispatch.COUNTS.values(),
        *(one.says for one in bring.SORTS.values()),
        *bring.WORDS.values(),
        taking.UNREAD,
        "new",
        "templates kept",
        "known already",
        "in the file",
    )
    yield from (one.label for one in elements().values())
    yield from (*contents.GROUPS.values(), *STATES.values(), *TOPICS, *options.HEADS)
    yield from (one.says for one in asked().values())
    for one in strategies().values():
        yield from (one.name, one.says, *one.merits, *one.drawbacks)
        yield from (text for text in (*(wave.says for wave in one.waves), *(found.says for found in one.trust)) if text)
    yield from (*options.SAYING, *options.SENT, *options.DUTIES, *options.COSTS, *options.THREATS)
    yield from (
        options.SAYINGS,
        *options.MET.values(),
        *options.GOES,
        *(one.lower() for one in tied.HEADS.values()),
        "hour",
        "day",
        "missed",
        "kept",
        "In all",
    )
    yield from (AUTHORITIES, EVERYBODY, NOBODY, SETTLED, PASSED, OWN_LETTER, SAID_TO_ALL)
    yield from (one.says for one in rates().rates.values())
    yield from vocabulary.contents().values()
    yield from letter_fields()
    yield from (*askable.plain_facts(), *(word.replace("_", " ") for word in counsel_words()), "the case")
    for book in playbooks().values():
        yield from (book.statement, *(way.statement for way in book.ways.values()), *book.questions)
        for measure in book.measures:
            yield from (text for text in (measure.do, measure.why, measure.do_not) if text)
    yield from (reconstruction.WHICH_LOGS, reconstruction.WHICH_DAY)
    yield from law_questions()
    yield from exercises()
    yield from (text for step in line.LINE for text in (step.name, step.question))
    yield from TACTICS
    own_rules = sigma.own_rules()
    yield from (one.title for one in (*own_rules.all(), *own_rules.correlations))
    for control in controls():
        yield from (text for text in (control.title, control.why, control.proof_needed, control.owner, control.failed) if text)
    for service in services():
        # A page tells the reason without what was exposed of each.
        yield from (service.label, service.reason.partition(": ")[0])
    yield from (level.words for comparison in COMPARISONS for level in comparison.levels)
    yield from (*patterns(), account.AT_THE_MACHINE, account.NO_ADDRESS, account.NO_ACCOUNT)
    yield from (says for _, says, *_ in (*settings.OF_THE_CASE, *settings.OF_YOU, settings.TOKENS, settings.CALENDAR))
    yield from (*handing.DONE.values(), *evidence.TOLD.values(), *papers.PAPERS.values(), papers.OF_A_CLIENT)
    yield from (*own.WHOLE.values(), *own.KINDS.values(), *of_own.STEPS.values())
    yield from (*intake.SAID.values(), *doubts.SORTS.values(), *RANKS.values(), *counsel.FILES.values(), *now.ONGOING.values())
    yield from (text for _, text in duties.VERDICTS)
    yield from (says for _, says in second.ANSWERS)
    yield from (says for answers in (*doubts.ANSWERS.values(), *review.ANSWERS.values(), doubtful.ANSWERS) for _, says, _ in answers)
    yield from reached.WORDS.values()
    yield from (*of_closing.WORDS.values(), *destruction.NOT_OURS, *preservation.KINDS.values(), preservation.NO_PERIOD)
    yield from of_causes.VERDICTS
    yield from (*baseline.TITLES, entries.BEHIND)
    yield from (*stages.HEADINGS.values(), *wall.LABELS.values(), PRACTICE)
    yield from (*now.NAMES, *now.MISSING, *now.COMFORT, *WORDS)
    yield from (*faults(), *reasons(), *proving.texts())


def exercises() -> Iterator[str]:
    """What is said and decided at the table, in each exercise of ours."""
    from stanch.drill import exercise

    for name in exercise.names():
        one = exercise.exercise(name)
        yield from (one.title, one.whom, one.opening)
        yield from (text for news in one.injects for text in (news.source, news.says))
        for _hour, asked in one.questions:
            yield asked.asks
            yield from (text for choice in asked.choices for text in (choice.says, choice.why) if text)


def letter_fields() -> list[str]:
    """What a letter to a person waits for, as its gaps say it."""
    from stanch.notices.form import texts

    return sorted(
        {meaning for name, one in texts().items() if name.startswith("en/") and one.kind == "letter" for meaning in one.fields.values()}
    )


def counsel_words() -> list[str]:
    """The answers that counsel may give."""
    from stanch.law import askable
    from stanch.report.counsel.asks import VERDICTS

    found = {word for _key, words in askable.plain_facts().values() for word in words}
    # Findings on harm keep the words of their law.
    return sorted(found | {*VERDICTS, "issued", "not needed", "a date such as 2026-09-01"})


def law_questions() -> list[str]:
    """What laws leave open, as pages ask it (circumstances, the data, the number of people), and the ways of telling that they allow."""
    from stanch.law import apart, askable, conditions, exposure, statutes
    from stanch.law.circumstances import FACTS

    defined = (one for law in statutes.library() for version in law.versions for one in version.law.definitions)
    of_texts = {part.asks for one in defined for part in one.combinations if part.asks}
    of_data = {*askable.OF_DATA, exposure.WHOSE, exposure.KINDS, conditions.HOW_MANY, askable.DISCOVERED[1], apart.WHERE}
    ways = {
        way.replace("_", " ") for law in statutes.library() for version in law.versions for rule in version.law.rules for way in rule.means
    }
    return sorted({*(one.question for one in FACTS.values()), *of_data, *of_texts, *ways})


def patterns() -> list[str]:
    """The sentences that rooms fill in, and cases keep filled in: what rules tell of an attack, and why a service is offered."""
    from stanch.cause import account, among, baseline, coverage, entries, sigma
    from stanch.protection.offers import CHOSEN, DOUBT, EXPOSED, ORDERED
    from stanch.protection.services import services

    rules = sigma.own_rules()
    from stanch.notices import lacks
    from stanch.notices.options.weigh import NO_ADDRESS, NOT_TOLD

    told = {rule.story for rule in (*rules.all(), *rules.correlations) if rule.story} | {account.SIGNED_IN}
    ordered = {ORDERED + exposed + doubt for exposed in ("", EXPOSED) for doubt in ("", DOUBT)}
    return sorted(
        {CHOSEN, NO_ADDRESS, NOT_TOLD, *lacks.SENTENCES, *among.SENTENCES, *coverage.SENTENCES, *baseline.SENTENCES, entries.WAS_GIVEN}
        | told
        | ordered
        | {one.reason for one in services()}
    )


# What an actor is after, as MITRE ATT&CK names it.
TACTICS = (
    *("reconnaissance", "resource-development", "initial-access", "execution", "persistence", "privilege-escalation", "defense-evasion"),
    *("credential-access", "discovery", "lateral-movement", "collection", "command-and-control", "exfiltration", "impact"),
)
# Single words of records that pages show through `plain`: states, units and starts of a deadline, reasons.
WORDS = (
    *(
        "draft",
        "approved",
        "held",
        "sent",
        "open",
        "done",
        "overdue",
        "unknown",
        "conditional",
        "confirmed",
        "fulfilled",
        "declined",
        "not required",
        "reopened",
    ),
    *("letter", "filing", "email", "page", "encrypted", "damaged", "too large", "too deep", "timed out", "unsupported", "empty"),
    *("hours", "days", "business days", "months", "without unreasonable delay", "as soon as possible", "immediately"),
    *("discovery", "awareness", "detection", "determination", "occurrence", "assessment", "individual notice", "confirmation"),
    *("event", "task", "indicator", "note"),
    *("low", "medium", "high", "critical", "informational"),
    *("Owner", "Counsel", "IT lead", "Reviewer", "yes", "no", "report"),
)


def read(language: str) -> Any:
    """The catalogue of a language, as its file stands."""
    from babel.messages.pofile import read_po

    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def compiled(language: str, catalog: Any = None) -> bytes:
    """The catalogue in the form that is read at run time (GNU gettext's `.mo`): the texts in order, each with its place and length."""
    pairs = {"": _header(language)}
    for one in catalog or read(language):
        if one.id and one.string:
            plural = isinstance(one.id, tuple)
            pairs["\0".join(one.id) if plural else one.id] = "\0".join(one.string) if plural else one.string
    rows = sorted((text.encode(), said.encode()) for text, said in pairs.items())
    start = 28 + 16 * len(rows)
    places, blobs = [[], []], b""  # type: ignore[var-annotated]
    for column in (0, 1):
        for row in rows:
            places[column] += [len(row[column]), start + len(blobs)]
            blobs += row[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(rows), 28, 28 + 8 * len(rows), 0, 0)
    return head + struct.pack(f"<{4 * len(rows)}I", *places[0], *places[1]) + blobs


def _header(language: str) -> str:
    # The rule of French counts nothing as one.
    rule = "(n > 1)" if language == "fr" else "(n != 1)"
    return f"Language: {language}\nContent-Type: text/plain; charset=utf-8\nPlural-Forms: nplurals=2; plural={rule};\n"


def bring_up_to_date(language: str, given: dict[str, str | list[str]] | None = None) -> list[str]:
    """Write a catalogue with all texts; the texts that still have no translation."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    held = {one.id[0] if isinstance(one.id, tuple) else one.id: one.string for one in read(language)} if path.exists() else {}
    held |= given or {}
    # No day and no name of a program: the same words give the same file.
    catalog = Catalog(locale=language, header_comment="# The words of the portal's pages.", fuzzy=False)
    missing = []
    for text, plural in sorted(collected().items()):
        string = held.get(text) or ""
        if plural:
            string = tuple(string) if isinstance(string, list | tuple) else (string, string)
        if not (all(string) if isinstance(string, tuple) else string):
            missing.append(text)
        catalog.add((text, plural) if plural else text, string)
    path.parent.mkdir(parents=True, exist_ok=True)
    told = io.BytesIO()
    write_po(told, catalog, width=0, omit_header=True)
    lines = "\n".join(f'"{line}\\n"' for line in _header(language).splitlines())
    header = f'msgid ""\nmsgstr ""\n{lines}\n\n'
    path.write_bytes(header.encode() + told.getvalue().lstrip())
    path.with_suffix(".mo").write_bytes(compiled(language))
    return missing


def main() -> int:
    """Bring all catalogues up to date; say what is not translated yet."""
    from stanch.portal import settings

    settings.configure()
    from stanch.portal import filled

    filled.PATTERNS.write_text("".join(f"{one}\n" for one in patterns()), encoding="utf-8")
    filled.FAULTS.write_text("".join(f"{one}\n" for one in faults() if "{" in one), encoding="utf-8")
    filled.REASONS.write_text("".join(f"{one}\n" for one in reasons() if "{" in one), encoding="utf-8")
    missing = {language: bring_up_to_date(language) for language in LANGUAGES}
    for language, texts in missing.items():
        sys.stdout.writelines(f"{language}: {text!r}\n" for text in texts)
    return 1 if any(missing.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
