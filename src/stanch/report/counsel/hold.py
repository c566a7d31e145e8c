"""The litigation hold: a notice of its own to all who may have something, with lines to acknowledge it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from stanch.report.contents import Contents
from stanch.report.counsel.brief import Brief
from stanch.report.counsel.preservation import applying
from stanch.report.paper import PRACTICE
from stanch.report.press import Paper, Section
from stanch.report.wording import moment

LINES = 10
BEFORE = timedelta(days=90)
MARK = "CONFIDENTIAL: LITIGATION HOLD. Do not forward outside the organisation."
KEEP = (
    "Logs of servers, firewalls, sign-ins, mail, cloud services and security tools, also where they overwrite themselves: stop that.",
    "Whole images of the machines concerned and of their memory, taken before anything is cleaned or installed anew; backups of the time.",
    "Mail, chat, text messages, voice messages and calendars about the incident, on business and private devices and accounts.",
    "Papers and drafts: instructions, tickets, reports, notes by hand, records of meetings, decisions and of who told whom what.",
    "Policies, trainings, tests, audits and earlier warnings about the systems concerned; contracts with those who ran or insured them.",
    "What was exposed: the files themselves, lists of people, and everything that shows whose data they are.",
)
DO_NOT = (
    "Do not delete, overwrite, edit, move, encrypt or throw away any of it, and do not write new papers on who is to blame.",
    "Do not reset, lend out, trade in or dispose of a device or account that may hold some of it, and tell us before anybody leaves.",
    "Do not search, copy or test by yourself: that changes what it shows. Ask, and somebody will take it.",
    "Do not answer questions of the press, customers, lawyers or authorities: pass them on.",
)


def hold_notice(it: Brief) -> Paper:
    """The notice."""
    contents = it.contents
    name = contents.facts.org.name or "the organisation"
    laws = [duty.jurisdiction for duty in it.considered if duty.required is not False]
    sections = [
        Section("What this is", paragraphs=list(_opening(contents, name))),
        Section("Of what time", paragraphs=[_time(contents)]),
        Section("What you must keep", numbered=KEEP),
        Section("What you must not do", numbered=DO_NOT),
        Section("Why", items=[f"{one.says} ({one.cite})" for one in applying(laws)]),
        Section("Until when, and whom to ask", paragraphs=[_until(contents)]),
        Section(
            "Acknowledged",
            paragraphs=["I have read this notice, I understand it, and I keep what it names. I have told below what I hold, and where."],
            columns=("Name", "What I hold, and where", "Date", "Signature"),
            widths=(4, 6, 2, 4),
            rows=[("", "", "", "")] * LINES,
            is_form=True,
        ),
    ]
    return Paper(
        title=f"Litigation hold: {name}",
        under="To everyone who may hold something about the incident. It binds from the moment you receive it.",
        author="Stanch",
        banner=f"{MARK} {PRACTICE}" if contents.practice else MARK,
        foot=f"As of {moment(contents.now)}. Draft: to be issued by counsel.",
        sections=[one for one in sections if one.paragraphs or one.items or one.numbered or one.rows],
    )


def _opening(contents: Contents, name: str) -> Iterator[str]:
    kind = (contents.facts.incident.kind or "security incident").replace("_", " ")
    found = contents.facts.incident.discovered
    day = f" discovered on {found.day} {found:%B %Y}" if found else ""
    who = f"{name[:1].upper()}{name[1:]}"
    yield f"{who} must expect claims and inquiries about the {kind}{day}. From now on, keep everything that may matter as it is."
    yield "This comes before every rule on deleting, archiving or recycling, whether a person or a machine follows it."


def _time(contents: Contents) -> str:
    begun = contents.attack.window.first.date() if contents.attack.window.first else contents.facts.incident.occurred
    if begun is None:
        return "From one year before the incident was noticed until you are told otherwise, as it is not known yet when it began."
    start = begun - BEFORE
    return f"From {start.day} {start:%B %Y} (90 days before the first sign, {begun.day} {begun:%B %Y}) until you are told otherwise."


def _until(contents: Contents) -> str:
    org = contents.facts.org
    who = ", ".join(part for part in (org.contact_name, org.contact_title, org.phone, org.email) if part)
    return f"Until counsel lifts it in writing. Ask: {who or '[to be completed: whom to ask]'}. When in doubt, keep it and ask."
