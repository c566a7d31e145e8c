"""What is known, what is not known yet, and the numbers on the first page, in sentences."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from stanch.records import Person
from stanch.report import reached
from stanch.report.contents import Contents, by_residence
from stanch.report.wording import counted, recipient, when

REASONS = {
    "encrypted": "locked with a password",
    "damaged": "damaged",
    "too_large": "larger than the limit",
    "too_deep": "nested too deep",
    "timed_out": "gave no result in time",
    "unsupported": "of a kind that cannot be read",
    "empty": "empty or without text",
}

FORMS = {"letter": "by letter", "email": "by e-mail"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number on the first page; `anchor` names the part of the page that it opens."""

    number: str
    label: str
    anchor: str


# Kinds of incident in which nobody came in: that somebody still has access is no question where no log was given.
NOBODY_INSIDE = frozenset(("misdelivery", "lost_device", "theft_device", "theft_paper", "unauthorized_disclosure", "outage", "ddos"))


def figures(contents: Contents) -> list[Figure]:
    """The five numbers that everybody asks for first."""
    places = [code for code, _, _ in by_residence(contents.people) if code != "—"]
    open_clocks = len(contents.clocks)
    return [
        Figure(f"{len(contents.people):,}", "people affected", "people"),
        Figure(f"{len(places):,}", "places of residence", "people"),
        Figure(f"{open_clocks:,}", "clocks running", "clocks"),
        Figure(f"{contents.drafted.number:,}", "drafts written", "notices"),
        Figure(f"{len(contents.unread):,}", "not read", "unread"),
    ]


def known(contents: Contents) -> list[str]:
    """What the evidence and the facts say."""
    told = []
    if contents.exhibits:
        size = sum(exhibit.size for exhibit in contents.exhibits)
        told.append(f"{counted(len(contents.exhibits), 'file')} ({_size(size)}) taken into custody, each with its hash.")
    if contents.people:
        minors, deceased = sum(person.minor for person in contents.people), sum(person.deceased for person in contents.people)
        among = [counted(minors, "minor")] * bool(minors) + [f"{deceased:,} who {'has' if deceased == 1 else 'have'} died"] * bool(deceased)
        told.append(
            f"{counted(len(contents.people), 'person', 'people')} affected" + (f", among them {' and '.join(among)}." if among else ".")
        )
    attack = contents.attack
    if attack.cause.statement:
        told.append(attack.cause.statement)
    if attack.window.first and attack.window.last:
        told.append(f"The intruder was in from {when(attack.window.first)} to {when(attack.window.last)}.")
    if attack.ongoing is False:
        told.append("The logs show no access after that.")
    told += reached.sentences(attack.reach, contents.exhibits, contents.people)
    if written := contents.drafted.people:
        told.append(_letters(written, len(contents.people) - written))
    told += set_aside(contents)
    if contents.required:
        told.append(f"{counted(len(contents.required), 'duty applies', 'duties apply')}, each with its reason and citation below.")
    told += contents.recall
    return told


MOST_REMARKS = 12  # on the logs: what they do not cover, clocks, copies
CAUSES = {
    "company": ("company, a party of its own kind", "companies, parties of their own kind"),
    "test_account": ("test account", "test accounts"),
    "own_mailbox": ("mailbox of the organisation's own", "mailboxes of the organisation's own"),
    "decided": ("decided by a person to be nobody", "decided by a person to be nobody"),
    "refuted": ("of whom review left nothing", "of whom review left nothing"),
}


def set_aside(contents: Contents) -> list[str]:
    """Who was found and is not on the list, and whose letter a list holds back: in numbers, so that nobody is left out in silence."""
    told = []
    causes = Counter(one.cause for one in contents.asides)
    if causes:
        parts = ", ".join(counted(number, *CAUSES[cause]) for cause, number in sorted(causes.items()))
        told.append(f"Not among the people affected, each with its reason in people.xlsx: {parts}.")
    bound = Counter(match.kind for one in contents.people for match in one.matches if match.is_binding)
    for kind, words in (("notified", "told already"), ("do_not_contact", "on the list of people not to be contacted")):
        if bound[kind]:
            told.append(f"The letters to {counted(bound[kind], 'person', 'people')} {words} are held until a person decides.")
    return told


def _has_address(person: Person) -> bool:
    return bool(person.postal_address and person.postal_address.is_deliverable)


def _letters(written: int, without: int) -> str:
    told = f"A letter is drafted for {counted(written, 'person', 'people')}"
    if not without:
        return f"{told}."
    others = "1 other" if without == 1 else f"{without:,} others"
    return f"{told}; for {others} no law on file asks for one (letter: none, in people.xlsx). Decide with counsel whether to tell them too."


def unknown(contents: Contents) -> list[str]:
    """What is open, and what turns on it."""
    told = []
    without = sum(not person.residence for person in contents.people)
    if without:
        told.append(f"Where {counted(without, 'person lives', 'people live')}: without an address nobody knows which law protects them.")
    unreachable = sum(not (person.email or _has_address(person)) for person in contents.people)
    if unreachable:
        told.append(f"How to reach {counted(unreachable, 'person', 'people')}: neither a whole postal address nor an e-mail was found.")
    reasons = Counter(one.reason for one in contents.unread)
    told += [f"What is in {counted(count, 'file', 'files')} ({REASONS.get(reason, reason)})." for reason, count in reasons.most_common()]
    if contents.gone:
        told.append(_gone(contents.gone))
    if contents.in_doubt:
        told.append(f"Whether {counted(len(contents.in_doubt), 'pair')} of entries are one person or two.")
    if contents.exhibits and not contents.recall:
        told.append("Whether personal data was overlooked: no sample has been looked at yet (stanch sample draw).")
    if contents.unmet:
        told.append(
            f"Whom {counted(len(contents.unmet), 'row')} of the lists handed in mean: nobody affected was found for them, or several."
        )
    if contents.linkage.lost:
        told.append(
            f"What {counted(len(contents.linkage.lost), 'decision')} on people bound: the records are no longer among the evidence."
        )
    attack = contents.attack
    if (attack.ongoing is None or attack.ongoing) and not (attack.cause.kind in NOBODY_INSIDE and not attack.sources):
        logs = "the logs do not show that it ended" if attack.sources else "no logs were given (--logs)"
        told.append(f"Whether the intruder still has access: {logs}.")
    if not attack.cause.statement:
        told.append("How it happened: no logs were given, or they do not tell.")
    told += attack.among
    told += attack.remarks[:MOST_REMARKS]
    if len(attack.remarks) > MOST_REMARKS:
        told.append(f"{len(attack.remarks) - MOST_REMARKS} further remarks on the logs stand on the page Cause.")
    told += reached.open_points(attack.reach, contents.exhibits, contents.people, contents.unread)
    told += contents.suggested
    told += [f"{question}" for question in attack.questions]
    # What of a law was not read stands with its duty; the sentence below names them all.
    told += [warning for warning in contents.warnings if ": not fully verified" not in warning]
    unchecked = sorted({duty.cite for duty in contents.duties if duty.required and not duty.verified})
    if unchecked:
        told.append(f"Whether these rules are in force as stated, they were not checked against the law itself: {', '.join(unchecked)}.")
    return list(dict.fromkeys(told))


def _gone(names: tuple[str, ...]) -> str:
    some = ", ".join(names[:3]) + (f" and {len(names) - 3:,} more" if len(names) > 3 else "")
    were = "1 file that was" if len(names) == 1 else f"{len(names):,} files that were"
    return (
        f"What stood in {were} in custody and moved, went or changed since ({some}): "
        "whoever is named only there is no longer on the list. Put back what was taken and run again."
    )


def letters_in_numbers(contents: Contents) -> list[tuple[str, int]]:
    """How many drafts of which sort."""
    sorts: Counter[str] = Counter()
    for form, whom, to_person, number in contents.drafted.sorts:
        sorts[f"{FORMS.get(form, form)} to the people affected" if to_person else _addressed(whom)] += number
    return sorts.most_common()


def _addressed(word: str) -> str:
    return "sample of the letter, to enclose with a filing" if word == "sample" else f"to {recipient(word)}"


def gaps(contents: Contents) -> list[tuple[str, int]]:
    """What drafts still lack, and how many lack it."""
    return list(contents.drafted.gaps)


def _size(count: float) -> str:
    for unit in ("bytes", "kB", "MB", "GB"):
        if count < 1000 or unit == "GB":
            return f"{count:,.0f} {unit}" if unit == "bytes" else f"{count:,.1f} {unit}"
        count /= 1000
    raise AssertionError
