"""What those who answer the telephone need: how a call goes, what may be said, questions with answers, drawn from the case.

Two rules stand above all: nothing about a person is said before the caller is verified, and even then no value is read out.
Verification asks; it never offers ("Is your postcode 04101?" would give it away). Sources of the rules are in docs/rooms/protection.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from stanch.records import Attack, Facts, Offer

TOPICS = ("is it genuine", "what was taken", "enrolment", "no letter", "wrong address", "complaint", "press", "legal", "misuse", "other")


@dataclass(frozen=True, slots=True)
class Answered:
    """A question that people ask, and what is said. `public`: it may stand on the public page too. Empty answers are open."""

    question: str
    answer: str
    public: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a call: what it is for, what the agent says, what the agent does."""

    title: str
    say: tuple[str, ...] = ()
    do: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """The whole: steps of a call, questions, and what is still open in the case."""

    organisation: str
    steps: tuple[Step, ...]
    questions: tuple[Answered, ...]
    open: tuple[str, ...]


def pack(facts: Facts, attack: Attack, offers: Sequence[Offer], *, labels: Mapping[str, str], day: Callable[[date | None], str]) -> Pack:
    """The pack of this case. What the case does not know stands in `open` and is marked in the answers, never invented.

    `labels` say the elements in plain words, `day` writes a date as it is read.
    """
    org = facts.org.name or "[to be completed: name of your organization]"
    questions = (*_about_breach(facts, attack, labels, day), *_about_help(offers, day), *_about_letters(facts))
    lacking = tuple(one.question for one in questions if "[to be completed" in one.answer)
    return Pack(org, _steps(org), questions, lacking)


def _steps(org: str) -> tuple[Step, ...]:
    return (
        Step(
            "Open the call",
            say=(f"Thank you for calling {org}. My name is [your name]. How can I help?",),
            do=(
                "Stay calm and do not hurry; people who call are worried.",
                "General questions are answered to everybody: go to the questions. Nothing about one person before step 2.",
                "Press, lawyers and police: take name and number, say that you will be called back, log the call. Say nothing more.",
            ),
        ),
        Step(
            "Verify",
            say=(
                "I would like to make sure that I speak to the right person. Please read me the number at the foot of your letter.",
                "Please tell me the postcode the letter was sent to.",
                "And your year of birth, if you do not mind.",
            ),
            do=(
                "Ask; never offer. Do not say whether the name, the street or the number is on the list.",
                "Never ask for a Social Security number, a card number, a password, or a whole date of birth.",
                "Type the answers: stanch offers call -C CASE --reference NUMBER --postcode … --born … ; it says yes or no, and no more.",
                "Without a letter, or where it says no: offer to send a letter to the address on file. Do not say whether there is one.",
                "A parent, a guardian or an estate is verified by the letter that was sent to them, in the same way.",
                "After five wrong tries the reference is closed for a day; tell the caller to write.",
            ),
        ),
        Step(
            "Answer",
            do=(
                "A verified caller may be told: that a letter was sent, when, and what help is offered.",
                "Do not read out which data were taken, nor an enrolment code: the letter says it. Offer to send the letter again.",
                "A new address: write it down; it is used for a new letter only after a person has looked at it.",
            ),
        ),
        Step(
            "Close and log",
            say=("Is there anything else? If you see a charge or an account that you do not know, call that company at once.",),
            do=(
                "Log every call with its topic; no numbers, no health, no quotes in the note.",
                "Signs of misuse, threats, complaints to an authority: tell the person in charge today.",
            ),
        ),
    )


def _about_breach(facts: Facts, attack: Attack, labels: Mapping[str, str], day: Callable[[date | None], str]) -> tuple[Answered, ...]:
    incident = facts.incident
    happened = (incident.description or "").rstrip(".")
    told = f"{happened}." if happened else attack.cause.statement or _open("what happened, in one sentence")
    found = f"We found out on {day(incident.discovered)}." if incident.discovered else _open("date on which the breach was found")
    kinds = sorted({word for one in facts.data for word in one.elements} - {"name"})
    listed = "; ".join(dict.fromkeys(labels.get(word, word.replace("_", " ")) for word in kinds))
    taken = (
        f"It differs from person to person. It may be: {listed}. Your letter says what concerns you."
        if listed
        else _open("kinds of information")
    )
    return (
        # Both stand in the notice itself, as far as each law lets them be said to everybody.
        Answered("What happened?", f"{told} {found}", public=False),
        Answered("Is it over?", _open("whether the way in is closed, as counsel approved it")),
        Answered("What was taken?", taken, public=False),
        Answered("Who did it?", "We do not name anybody."),
        Answered("Why do you tell me only now?", _open("why it took until now, as counsel approved it")),
        Answered("Were the police told?", _yes_no(facts.law_enforcement_consulted, "Law enforcement was told.", "Not up to now.")),
    )


def _about_help(offers: Sequence[Offer], day: Callable[[date | None], str]) -> tuple[Answered, ...]:
    monitoring = [one for one in offers if one.service in ("credit_monitoring", "minor_monitoring")]
    lines = sorted({one.help_line for one in monitoring if one.help_line})
    pages = sorted({one.enrol_url for one in monitoring if one.enrol_url})
    last = min((one.enrol_by for one in monitoring if one.enrol_by), default=None)
    if not offers:
        return (Answered("Do I get credit monitoring?", _open("what is offered: the case has no offers yet")),)
    if not monitoring:
        return (Answered("Do I get credit monitoring?", "No. What was taken does not call for it; your letter says what helps instead."),)
    how = (
        f"Your letter holds a code of your own. Enrol at {' or '.join(pages)} or call {' or '.join(lines)}, by {day(last)}."
        if pages and lines and last
        else _open("how to enrol: load the provider's codes")
    )
    return (
        Answered(
            "Do I get help?",
            "If your letter offers monitoring, it costs you nothing and you keep all your rights. Not all information calls for it.",
        ),
        Answered("How do I enrol?", how),
        Answered(
            "I lost my code.", "We send the letter again to the address on file. We cannot read codes out on the telephone.", public=False
        ),
        Answered(
            "Why does the provider ask for my Social Security number?",
            "The provider needs it to find your credit file. We do not ask for it, on the telephone or otherwise.",
        ),
        Answered(
            "What can I do by myself?",
            "A security freeze is free: ask each credit bureau. Look at your statements, and change passwords that you use twice.",
        ),
    )


def _about_letters(facts: Facts) -> tuple[Answered, ...]:
    way = " or ".join(part for part in (facts.org.phone or "", facts.org.website or "") if part)
    genuine = (
        f"Yes, if it names a number at its foot and asks you for nothing. If in doubt, do not use a number in a message: find us at {way}."
        if way
        else _open("telephone number or website by which the letter can be checked")
    )
    return (
        Answered("Is this letter genuine?", genuine),
        Answered(
            "I got no letter. Am I concerned?",
            "We can only answer this in writing. Call or write to us, and we write to the address on file.",
            public=True,
        ),
        Answered(
            "The letter is for somebody who moved, or who died.",
            "Please tell us where to send it, or who handles the estate. We then write anew.",
        ),
        Answered("Can you tell me about somebody else?", "No. We speak only to the person the letter was sent to.", public=False),
        Answered(
            "Will you pay for my loss?",
            "We note what you tell us and pass it on. We cannot promise anything on the telephone.",
            public=False,
        ),
    )


def _open(what: str) -> str:
    return f"[to be completed: {what}]"


def _yes_no(known: bool | None, yes: str, no: str) -> str:
    return _open("whether law enforcement was told") if known is None else yes if known else no
