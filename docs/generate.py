"""Writes what follows from code and rules: `docs/_generated/*.md` (never committed) and `docs/line.svg` (committed).

The words, the commands, the laws, the detectors, detections, letters, playbooks, services and controls are data or code;
their pages are made from these, so they cannot lie.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

import click

HERE = Path(__file__).parent
PAGES = HERE / "_generated"


def cell(text: object) -> str:
    """Text that stays in its cell, read as text and not as markup."""
    flat = " ".join(str(text).split())
    return re.sub(r"([\\|*_<>`\[\]#$])", r"\\\1", flat)


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    lines += [f"| {' | '.join(map(cell, row))} |" for row in rows]
    return "\n".join(lines) + "\n"


def glossary() -> str:
    """Every word of the vocabulary."""
    from stanch import vocabulary

    parts = [
        "# Glossary",
        "One word per thing, in code, facts, letters and pages. The lists are `src/stanch/vocabulary/*.yaml`.",
        "## Terms",
        *(f"{word}\n: {meaning}\n" for word, meaning in TERMS.items()),
        "## Kinds of personal data",
        (
            "A finding has a kind; the law is asked with the word of Facts. *Contact* kinds keep their text, because letters need it; of "
            "all others only a mask and a token are kept."
        ),
        table(
            ("Kind", "Meaning", "Word of Facts", "Mask", "Contact"),
            ((one.id, one.label, one.fact or "", one.mask, "yes" if one.contact else "") for one in vocabulary.elements().values()),
        ),
        "## Sectors",
        table(("Word", "Meaning"), vocabulary.sectors().items()),
        "## Kinds of incident",
        table(("Word", "Meaning"), vocabulary.cause_words().items()),
        "## What a notice may have to contain",
        table(("Word", "Meaning"), vocabulary.contents().items()),
        "## Places of residence",
        table(("Code", "Place", "Time zone of the authority"), ((j.code, j.name, j.timezone) for j in vocabulary.jurisdictions().values())),
    ]
    return "\n\n".join(parts)


TERMS = {
    "Affected individual": "a person whose data were exposed; `Person` in code.",
    "Case": "a folder that holds the record of one breach: a sealed database, sealed parts, the journal.",
    "Duty": "something the law requires on these facts (or was considered and does not require), with its proof.",
    "Evidence": "the files that were exposed, as they are handed in; logs are handed in beside them.",
    "Exhibit": "one file in custody: named, hashed, dated, with who took it.",
    "Facts": "what people know about the organisation and the incident; what the law asks about.",
    "Finding": "one element of personal data at one place: masked, with a token.",
    "Journal": "the chained record of everything that was put in, decided or shown in a case.",
    "Line": "the nine steps from evidence to corrective actions, in their order.",
    "Locator": "the way to a place: `share.zip!/hr/mail.mbox!/17!/salaries.xlsx#Sheet1`. `!/` enters a container, `#` names a part.",
    "Part": "a sealed file of bulk rows (units or findings).",
    "Room": "one package of the program that does one step and knows no other.",
    "Token": "a keyed hash of a value: equal values have equal tokens under one key; it tells nothing else.",
    "Unit": "a text or a table read from an exhibit.",
    "Unread": "something that could not be read, with the reason.",
}


def commands() -> str:
    """Every command with its options, from the commands themselves."""
    from stanch.cli.calls import stanch

    context = click.Context(stanch, info_name="stanch")
    parts = ["# Commands", "Exit statuses and the environment are in [Exit statuses and errors](../errors.md)."]
    for name in stanch.list_commands(context):
        command = stanch.get_command(context, name)
        if command is not None:
            parts += _command(f"stanch {name}", command, context, 2)
    return "\n\n".join(parts)


def _command(title: str, command: click.Command, parent: click.Context, level: int) -> list[str]:
    context = click.Context(command, info_name=title.rsplit(" ", 1)[-1], parent=parent, max_content_width=100, terminal_width=100)
    shown = [f"{'#' * level} {title}", f"```text\n{command.get_help(context).rstrip()}\n```"]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                shown += _command(f"{title} {name}", inner, context, level + 1)
    return shown


def laws() -> str:
    """The laws on file."""
    from stanch.law import statutes

    rows = []
    for path in statutes.files():
        statute = statutes.read(path)
        law = statute.versions[-1].law
        rows.append((law.code, law.name, law.instrument, law.status, len(law.rules), "yes" if law.verified else law.note or "no"))
    return "\n\n".join(
        (
            "# Laws on file",
            (
                "*Verified* means that the text of the law itself was read, with every number, on the day that stands in the file; where "
                "it was not, the column says what is open. Every duty that rests on an unverified file says so. It is no legal advice."
            ),
            table(("Code", "Place", "Instrument", "Status", "Duties", "Verified"), sorted(rows)),
            "`stanch law show CODE` prints one with its sections; [Rules as data](../rules.md) tells how to add one.",
        )
    )


GROUPS = {
    "identity": "Who somebody is",
    "contact": "Where somebody is reached",
    "government": "Numbers and documents given out by states",
    "licence": "Driver's licences",
    "financial": "Money: accounts, cards, purchases",
    "insurance": "Insurance, health insurance among it",
    "credentials": "What opens an account of a person",
    "secrets": "What opens a system",
    "health": "Health and treatment",
    "biometric": "Biometric and genetic data",
    "special": "Other special categories (GDPR Articles 9 and 10), and what tells of them",
    "employment": "Work and pay",
    "education": "School and study",
    "children": "Children",
    "location": "Where somebody was",
    "devices": "Devices",
    "vehicle": "Vehicles",
    "communications": "What somebody said, read or called",
    "organisation": "Numbers of organisations: told so that they are not taken for a person's",
}


def kinds() -> str:
    """Every kind of personal data: what the law calls it, which files find it and how, where its form is laid down."""
    from stanch.extent import detector
    from stanch.vocabulary import elements

    by_kind: dict[str, list[detector.Detector]] = {}
    for one in detector.detectors():
        by_kind.setdefault(one.kind, []).append(one)
    groups: dict[str, list[str]] = {}
    for kind, element in elements().items():
        groups.setdefault(element.group, []).append(kind)
    countries = {one.id.partition("/")[0] for one in detector.detectors()} - {"any"}
    parts = [
        "# Kinds of personal data",
        (
            f"{len(elements())} kinds in {len(groups)} groups, found by {len(detector.detectors())} detectors, those of {len(countries)} "
            "countries among them. *Word of Facts* is what the law is asked with; without one, no law on file speaks of the kind by name. "
            "*How*: by a **shape** alone, only beside a **word** of context, by a **check** digit or range, as the **column** of a table. "
            "Names and postal addresses in text are found by their own modules (`names*.py`, `addresses*.py`) besides."
        ),
        ADDING,
    ]
    for group, found in groups.items():
        rows = [_kind_row(kind, by_kind.get(kind, [])) for kind in found]
        parts += [f"## {GROUPS[group]}", table(("Kind", "Meaning", "Word of Facts", "How", "Detectors", "Laid down in"), rows)]
    return "\n\n".join(parts)


ADDING = """## To add one

1. If the kind is new, give it a line in `src/stanch/vocabulary/elements.yaml`: its label, the word of Facts (one that a law
   uses, or `null`), the type for `--format spans`, its group, how much may be shown.
2. Create one file, `src/stanch/extent/detectors/<country or any>/<name>.yaml`. Copy one of the same sort:
   `it/codice_fiscale.yaml` has a telling shape and a check digit, `ee/isikukood.yaml` is a bare number that needs a word
   beside it, `any/religion.yaml` a list of words, `any/photo.yaml` a column only. `src/stanch/extent/detector.py` describes
   every key.
3. Write words of context and headers in English, Spanish, French, German, Portuguese, Italian and Dutch, and in the language
   of the country. Accents do not matter; Cyrillic and Greek are folded to Latin letters, so words may be written in them.
4. Name a check: a module of python-stdnum (`stdnum.ee.ik`), or a function of `validators.py` or `government*.py`. Where a
   number has no check digit, give it confidence only beside a word.
5. Put in examples that must and must not match (a broken check digit; the same number behind `order number`), and where the
   form is laid down. Use numbers nobody holds. `pytest src/stanch/extent/detectors/<country>/<name>.yaml` proves the file.
6. `python benchmarks/false_findings.py --patterns` must not rise. Labels of things (`order`, `serial`, …), numbers of one
   shape of which most fail the check, and pieces of longer codes are refused for all detectors alike: a detector needs no
   list of its own for them."""


def _kind_row(kind: str, found: list[Any]) -> tuple[object, ...]:
    from stanch.vocabulary import elements

    how = {
        "shape": any(pattern.confidence for one in found for pattern in one.patterns),
        "word": any(not pattern.confidence for one in found for pattern in one.patterns),
        "check": any(name not in ("", "identifier") for one in found for name in (one.validator, *(p.validator for p in one.patterns))),
        "column": any(one.headers for one in found),
    }
    places = sorted({one.source for one in found})
    names = [one.id for one in found]
    shown = ", ".join(names) if len(names) < 6 else f"{names[0]} … {names[-1]} ({len(names)})"
    element = elements()[kind]
    return kind, element.label, element.fact or "", ", ".join(word for word, holds in how.items() if holds), shown, " ".join(places[:2])


def detectors() -> str:
    """The detectors of personal data."""
    from stanch.extent import detector

    rows = [
        (one.id, one.kind, " ".join(one.headers or one.context), len(one.must_match), len(one.must_not_match), one.source)
        for one in detector.detectors()
    ]
    return "\n\n".join(
        (
            "# Detectors",
            (
                "One file each under `src/stanch/extent/detectors/`; each holds the examples that prove it. "
                "[Kinds of personal data](kinds.md) lists them by what they find."
            ),
            table(("File", "Kind", "Languages", "Must match", "Must not", "Source"), rows),
        )
    )


def detections() -> str:
    """The detections on logs."""
    from stanch.cause.sigma import own_rules

    every = {rule.id: rule for rule in (*own_rules().all(), *own_rules().correlations)}
    rows = sorted((rule.title, rule.level, ", ".join(rule.tactics), ", ".join(rule.techniques)) for rule in every.values())
    return "\n\n".join(
        (
            "# Detections",
            "Sigma rules under `src/stanch/cause/detections/`; tactics and techniques are MITRE ATT&CK's.",
            table(("Rule", "Level", "Tactics", "Techniques"), rows),
        )
    )


def letters() -> str:
    """The letters and filings."""
    from stanch.notices.form import texts

    rows = [(place, one.name or one.title, one.kind, one.language) for place, one in sorted(texts().items())]
    return "\n\n".join(
        (
            "# Letters and filings",
            "One folder each under `src/stanch/notices/texts/`.",
            table(("Folder", "Name", "Kind", "Language"), rows),
        )
    )


def playbooks() -> str:
    """What each cause calls for in the first hours, the services for people, and the controls against a repetition."""
    from stanch.cause.playbook import playbooks as books
    from stanch.protection.services import services
    from stanch.recovery.actions import controls

    parts = ["# Playbooks, services and controls", "## First hours, by cause"]
    for kind, book in sorted(books().items()):
        steps = (f"1. {cell(m.do)} *{cell(m.why)}*" + (f" **{cell(m.do_not)}**" if m.do_not else "") for m in book.measures)
        parts += [f"### {kind}", cell(book.statement), "\n".join(steps)]
    parts += ["## Services for people", table(("Service", "What", "Source"), ((one.id, one.label, one.source.title) for one in services()))]
    parts += [
        "## Controls against a repetition",
        table(("Control", "What", "Owner", "Days"), ((one.id, one.title, one.owner, one.days) for one in controls())),
    ]
    return "\n\n".join(parts)


def line_picture() -> str:
    """The line as SVG, drawn from `stanch.line.LINE`."""
    from stanch.line import LINE

    wide, high, gap, row = 280, 74, 36, 3
    shapes = []
    for number, step in enumerate(LINE):
        across, down = number % row, number // row
        left, top = 24 + across * (wide + gap), 24 + down * (high + gap)
        gives = ", ".join(kind.__name__ for kind in step.gives)
        shapes.append(
            f'<rect x="{left}" y="{top}" width="{wide}" height="{high}" rx="6" fill="#fff" stroke="#8c1d18" stroke-width="1.5"/>'
            f'<text x="{left + 14}" y="{top + 24}" font-weight="700" fill="#8c1d18">{number + 1} {escape(step.name)}</text>'
            f'<text x="{left + 14}" y="{top + 44}" font-size="11">{escape(step.question)}</text>'
            f'<text x="{left + 14}" y="{top + 62}" font-size="11" fill="#555">gives {escape(gives)}</text>'
        )
        if number + 1 == len(LINE):
            continue
        if across + 1 < row:
            shapes.append(_arrow(left + wide, top + high / 2, left + wide + gap, top + high / 2))
        else:
            middle = top + high + gap / 2
            shapes.append(
                f'<path d="M{left + wide / 2} {top + high} V{middle} H{24 + wide / 2} V{top + high + gap - 2}" '
                'fill="none" stroke="#555" marker-end="url(#tip)"/>'
            )
    width, height = 48 + row * wide + (row - 1) * gap, 48 + 3 * high + 2 * gap
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        'aria-label="The nine steps of Stanch, from evidence to corrective actions" font-family="system-ui, sans-serif" font-size="14">\n'
        '<defs><marker id="tip" markerWidth="8" markerHeight="8" refX="7" refY="4" orient="auto">'
        '<path d="M0 0 L8 4 L0 8 z" fill="#555"/></marker></defs>\n'
        f'<rect width="{width}" height="{height}" fill="#faf7f5"/>\n' + "\n".join(shapes) + "\n</svg>\n"
    )


def _arrow(left: float, top: float, right: float, bottom: float) -> str:
    return f'<line x1="{left}" y1="{top}" x2="{right - 2}" y2="{bottom}" stroke="#555" marker-end="url(#tip)"/>'


def security() -> str:
    """The checklist of the portal's security, point by point."""
    import yaml

    read = yaml.safe_load((HERE / "security" / "asvs.yaml").read_text(encoding="utf-8"))
    points = read["points"]
    state = {one["id"]: next(word for word in ("held", "not_ours", "open") if word in one) for one in points}
    count = Counter(state.values())
    proven = sum("test" in one for one in points)
    return "\n\n".join(
        [
            "# Security of the portal, point by point",
            (
                "The points of levels 1 and 2 of OWASP's "
                f"[Application Security Verification Standard 5.0.0]({read['standard']}), by their numbers, for the portal and its API. "
                f"Of {len(points)}, {count['held']} are held ({proven} of them with a test that fails when they are not), "
                f"{count['not_ours']} do not arise, {count['open']} are open."
            ),
            table(
                ("Point", "State", "How, or why", "Test"),
                ((one["id"], state[one["id"]].replace("_", " "), one[state[one["id"]]], one.get("test", "")) for one in points),
            ),
        ]
    )


MADE: dict[str, Callable[[], str]] = {
    "glossary": glossary,
    "commands": commands,
    "laws": laws,
    "security": security,
    "kinds": kinds,
    "detectors": detectors,
    "detections": detections,
    "letters": letters,
    "playbooks": playbooks,
}


def main() -> None:
    """Write everything."""
    PAGES.mkdir(exist_ok=True)
    for name, make in MADE.items():
        (PAGES / f"{name}.md").write_text(make().rstrip() + "\n", encoding="utf-8")
    (HERE / "line.svg").write_text(line_picture(), encoding="utf-8")


if __name__ == "__main__":
    main()
