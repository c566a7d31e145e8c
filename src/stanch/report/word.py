"""The report as a Word document, from the organisation's own template with fields, or from ours where there is none.

Fields are written as `{{ organisation }}`, lists as `{% for clock in clocks %} … {% endfor %}` (in a row of a table:
`{%tr for … %}`). Every field is text; `docs/rooms/report.md` names them. A template that cannot be used never costs the
report: ours is used instead, and its first lines say why.

A template is somebody's file: its size is bounded, it runs in a sandbox that reaches nothing but the fields, and what stands
in the fields is escaped.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from stanch.errors import WrongCall
from stanch.report.contents import Contents, by_residence, people_by_kind, place_name
from stanch.report.known import known, unknown
from stanch.report.paper import PRACTICE
from stanch.report.wording import deadline, headline, moment, next_things, recipient, remaining, when

LARGEST, LARGEST_OPEN = 5_000_000, 50_000_000  # bytes of a template, as a file and unpacked
MOST = 500  # rows of a list; the workbooks are complete


def report(contents: Contents, template: bytes | None = None) -> tuple[bytes, str]:
    """The document, and why the template was not used, or nothing."""
    said = fields(contents)
    if template is None:
        return _filled(_ours(), said), ""
    try:
        return _filled(template, said), ""
    except WrongCall as error:
        return _filled(_ours(), {**said, "fault": f"The template could not be used: {error.what}"}), error.what


def check(template: bytes) -> None:
    """Fill a template with an empty case. Raises `WrongCall` that says what is wrong with it, or that nothing in it would be filled."""
    from datetime import UTC, datetime

    from docxtpl import DocxTemplate

    from stanch.records import Facts

    said = fields(Contents(now=datetime(2026, 1, 1, tzinfo=UTC), facts=Facts()))
    _filled(template, said)
    if not DocxTemplate(io.BytesIO(template)).get_undeclared_template_variables():
        raise WrongCall("the template names no field of the case", do=f"These fields there are: {_named(said)}.")


def fields(contents: Contents) -> dict[str, Any]:
    """What a template may name."""
    attack = contents.attack
    told = {
        "organisation": contents.facts.org.name or "The breached organisation",
        "as_of": moment(contents.now),
        "practice": PRACTICE if contents.practice else "",
        "headline": headline(contents),
        "cause": attack.cause.statement or "No cause is established yet.",
        "discovered": contents.facts.incident.discovered or "",
        "people": len(contents.people),
        "known": known(contents),
        "unknown": unknown(contents),
        "next_things": [{"do": one.do, "who": one.who, "why": one.why} for one in next_things(contents)],
        "clocks": [_clock(duty, contents) for duty in contents.clocks[:MOST]],
        "residences": [{"place": name, "people": count} for _, name, count in by_residence(contents.people)[:MOST]],
        "kinds": [{"kind": name, "people": count} for _, name, count in people_by_kind(contents.people)[:MOST]],
        "story": [{"when": when(one.time), "what": one.text, "shown_by": ", ".join(one.evidence[:3])} for one in attack.story[:MOST]],
        "actions": [
            {"title": one.title, "owner": one.owner, "due": one.due or "", "status": one.status, "proof_needed": one.proof_needed}
            for one in contents.actions[:MOST]
        ],
        "fault": "",
    }
    return {name: _plain(value) for name, value in told.items()}


def _clock(duty: Any, contents: Contents) -> dict[str, Any]:
    due = duty.deadline.due if duty.deadline else None
    return {
        "due": moment(due) if due else deadline(duty),
        "left": remaining(due, contents.now),
        "place": place_name(duty.jurisdiction),
        "whom": recipient(duty.recipient),
        "cite": duty.cite,
        "sure": "yes" if duty.required is True else "only if its question is answered yes",
    }


def _plain(value: Any) -> Any:
    """Text that a document can hold: no controls, which XML knows no way to write."""
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, int):
        return f"{value:,}"
    return "".join(char if char.isprintable() or char == "\n" else " " for char in str(value))


def _filled(template: bytes, said: dict[str, Any]) -> bytes:
    """Raises `WrongCall` where the file is no document, is too large, or a field in it cannot be read."""
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    _bounded(template)
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    # Lists of ours are bounded; a template needs no other way to count.
    environment.globals.clear()
    made = io.BytesIO()
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.render(said, jinja_env=environment, autoescape=True)
        document.save(made)
    except TemplateError as error:
        raise WrongCall(
            f"a field of the template cannot be filled ({error.message})",
            do=f"These fields there are: {_named(said)}.",
        ) from None
    except Exception:  # noqa: BLE001 a foreign file: whatever its reader makes of it, the report must stand
        raise WrongCall("the template is no Word document that can be read", do="Save it as .docx.") from None
    return made.getvalue()


def _named(said: dict[str, Any]) -> str:
    return ", ".join(sorted(set(said) - {"fault"}))


def _bounded(template: bytes) -> None:
    if len(template) > LARGEST:
        raise WrongCall(f"the template is larger than {LARGEST:,} bytes", do="Take large pictures out of it.")
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            size = sum(one.file_size for one in archive.infolist())
    except zipfile.BadZipFile:
        raise WrongCall("the template is no Word document", do="Save it as .docx.") from None
    if size > LARGEST_OPEN:
        raise WrongCall(f"the template unpacks to more than {LARGEST_OPEN:,} bytes", do="Take large pictures out of it.")


def _ours() -> bytes:
    """Our own template, with every field."""
    from docx import Document

    document = Document()
    document.add_heading("{{ organisation }}", 0)
    for line in ("{%p if practice %}", "{{ practice }}", "{%p endif %}", "{%p if fault %}", "{{ fault }}", "{%p endif %}"):
        document.add_paragraph(line)
    document.add_paragraph("{{ headline }}")
    document.add_paragraph("{{ cause }}")
    for title, name, columns in (
        ("What is done next", "next_things", ("do", "who", "why")),
        ("Clocks", "clocks", ("due", "left", "whom", "place", "cite", "sure")),
        ("People by residence", "residences", ("place", "people")),
        ("What was exposed", "kinds", ("kind", "people")),
        ("What happened", "story", ("when", "what", "shown_by")),
        ("Corrective actions", "actions", ("title", "owner", "due", "status", "proof_needed")),
    ):
        document.add_heading(title, 1)
        _table(document, name, columns)
    for title, name in (("What is known", "known"), ("What is not known yet", "unknown")):
        document.add_heading(title, 1)
        for line in (f"{{%p for one in {name} %}}", "{{ one }}", "{%p endfor %}"):
            document.add_paragraph(line)
    document.add_paragraph("{{ as_of }}")
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _table(document: Any, name: str, columns: tuple[str, ...]) -> None:
    table = document.add_table(rows=4, cols=len(columns))
    table.style = "Table Grid"
    for cell, column in zip(table.rows[0].cells, columns, strict=True):
        cell.text = column.replace("_", " ").capitalize()
    table.rows[1].cells[0].text = f"{{%tr for one in {name} %}}"
    for cell, column in zip(table.rows[2].cells, columns, strict=True):
        cell.text = f"{{{{ one.{column} }}}}"
    table.rows[3].cells[0].text = "{%tr endfor %}"
