"""The public page: one accessible HTML file and its style, without script, picture or anything loaded from elsewhere.

Accessible by the rules of WCAG 2.2 AA: a language, one main heading, headings in order, landmarks, a link past the head,
contrast of 7 to 1 and more, text that may be enlarged, nothing that needs colour or a pointer.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

from stanch.notices.rendering import refill
from stanch.notices.wording import FilledParagraph
from stanch.records import Notice

POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"
STYLE = """:root { color-scheme: light; }
body { margin: 0; font: 1.125rem/1.6 Georgia, "Times New Roman", serif; color: #1a1a1a; background: #ffffff; overflow-wrap: anywhere; }
header, main, nav, footer { max-width: 42rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 1.5rem; font-weight: bold; }
h1 { font-size: 2rem; line-height: 1.2; }
h2 { font-size: 1.4rem; margin-top: 2rem; border-top: 1px solid #595959; padding-top: 1rem; }
h3 { font-size: 1.125rem; margin-bottom: 0; }
a { color: #0b3d66; }
a:focus-visible { outline: 3px solid #0b3d66; outline-offset: 2px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { position: static; }
.draft { background: #fff3cd; border: 3px solid #7a4b00; padding: 1rem; font-weight: bold; }
footer { padding: 2rem 1.25rem; font-size: 1rem; }
@media print { .skip { display: none; } body { font-size: 11pt; } }
"""


# What the page says beside the notice: the way past the head, the draft's warning, the questions' heading, the language's own name.
_BESIDE = {
    "en": (
        "To the notice",
        "Draft. Not to be published: something is still to be completed or approved.",
        "Questions and answers",
        "English",
    ),
    "es": ("Ir al aviso", "Borrador. No publicar: falta completar o aprobar algo.", "Preguntas y respuestas", "Español"),
    "fr": ("Aller à l’avis", "Projet. À ne pas publier : il reste à compléter ou à approuver.", "Questions et réponses", "Français"),
    "de": (
        "Zur Mitteilung",
        "Entwurf. Nicht veröffentlichen: Es ist noch etwas zu ergänzen oder freizugeben.",
        "Fragen und Antworten",
        "Deutsch",
    ),
}


def page_files(pages: Sequence[Notice], questions: Mapping[str, Sequence[tuple[str, str]]], *, draft: bool) -> dict[str, str]:
    """`index.html` (the first page), one more for each other language (`es.html`), and `style.css`. A draft says so at its head.

    `questions` with their answers, by language.
    """
    names = {one.language: f"{one.language}.html" if number else "index.html" for number, one in enumerate(pages)}
    made = {names[one.language]: _page(one, questions.get(one.language, ()), names, draft=draft) for one in pages}
    return {**made, "style.css": STYLE}


def _others(names: Mapping[str, str], own: str) -> str:
    """Links to the same page in other languages, each by its own name."""
    links = [
        f'<a href="{name}" hreflang="{language}" lang="{language}">{_BESIDE[language][3]}</a>'
        for language, name in names.items()
        if language != own
    ]
    return f"<nav>{' '.join(links)}</nav>\n" if links else ""


def _page(notice: Notice, questions: Sequence[tuple[str, str]], names: Mapping[str, str], *, draft: bool) -> str:
    filled = refill(notice)
    skip, warning, heading, _ = _BESIDE[notice.language]
    org = html.escape(notice.fields.get("org_name", ""))
    day = html.escape(notice.fields.get("date_of_notice", ""))
    body = []
    for section in filled.sections:
        if section.heading:
            body.append(f"<h2>{html.escape(section.heading)}</h2>")
        body += [_paragraph(one) for one in section.paragraphs]
    if questions:
        body.append(f"<h2>{heading}</h2>")
        body += [f"<h3>{html.escape(question)}</h3>\n<p>{html.escape(answer)}</p>" for question, answer in questions]
    banner = f'<p class="draft">{warning}</p>\n' if draft else ""
    title = html.escape(filled.title)
    return f"""<!doctype html>
<html lang="{notice.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="referrer" content="no-referrer">
<title>{title}{" - " if org else ""}{org}</title>
<link rel="stylesheet" href="style.css">
</head>
<body>
<a class="skip" href="#notice">{skip}</a>
<header>{org}</header>
{_others(names, notice.language)}<main id="notice">
<h1>{title}</h1>
{banner}<p>{day}</p>
{chr(10).join(body)}
</main>
<footer>{org}</footer>
</body>
</html>
"""


def _paragraph(one: FilledParagraph) -> str:
    parts = []
    lead = f"<strong>{html.escape(one.lead)}</strong> " if one.lead else ""
    if lead or one.text:
        parts.append(f"<p>{lead}{html.escape(one.text)}</p>")
    if one.items:
        parts.append("<ul>" + "".join(f"<li>{html.escape(item)}</li>" for item in one.items) + "</ul>")
    if one.lines:
        parts.append("<ul>" + "".join(f"<li>{html.escape(line)}</li>" for line in one.lines) + "</ul>")
    return "\n".join(parts)
