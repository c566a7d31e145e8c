"""The facts that the severity data ask about, drawn for the whole case or for one set of data; None is unknown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from stanch.law import answers
from stanch.law.answers import Outcome
from stanch.law.circumstances import FACTS
from stanch.law.conditions import shown
from stanch.law.instrument import Condition
from stanch.records import DataSet, Facts, Proof

Value = bool | str | tuple[str, ...] | None
Draw = Callable[[Facts, DataSet], Value]

GOVERNMENT_NUMBERS = ("ssn", "national_id", "tax_id", "passport", "drivers_license", "military_id", "tribal_id")
DIRECT = ("contact", "email", "dob", *GOVERNMENT_NUMBERS)
GONE = ("ransomware", "theft_device", "theft_paper", "lost_device", "outage", "ddos")
HANDED_OVER = ("misdelivery", "unauthorized_disclosure", "lost_device", "theft_device", "theft_paper", "misconfiguration")
SEEKING = "applicant"
MALICIOUS = ("external_malicious", "insider_malicious")


@dataclass(frozen=True, slots=True)
class Seen:
    """A fact's label, the question that settles it, and how it is drawn."""

    label: str
    question: str
    draw: Draw


def judge(tree: Condition, facts: Facts, group: DataSet) -> Outcome:
    """The answer to a condition on one set of data, with its proof."""
    if tree.fact:
        return _fact(tree, facts, group)
    parts = [judge(part, facts, group) for part in (*tree.all, *tree.any, *tree.none)]
    join, asks = (
        (answers.both, "all of these") if tree.all else (answers.either, "one of these") if tree.any else (answers.neither, "none of these")
    )
    return answers.joined(join(part.answer for part in parts), tree.asks or asks, parts, tree.cite)


def _fact(tree: Condition, facts: Facts, group: DataSet) -> Outcome:
    seen = SEEN[tree.fact]
    value = seen.draw(facts, group)
    asks = tree.asks or f"{seen.label}: {' or '.join(shown(word) for word in tree.one_of)}"
    if value is None:
        return Outcome("unknown", Proof(asks, "unknown", (f"{seen.label}: not known",), tree.cite), (seen.question,))
    held = value if isinstance(value, tuple) else (value,)
    answer = answers.of(any(word in held for word in tree.one_of))
    told = ", ".join(shown(word) for word in held) or "none"
    return Outcome(answer, Proof(asks, answer, (f"{seen.label}: {told}",), tree.cite))


def whole(draw: Draw) -> Draw:
    """True if it is so of any set of data, false if of none, else unknown."""

    def over(facts: Facts, _group: DataSet) -> Value:
        answer = answers.either(answers.of(draw(facts, group)) for group in facts.data) if facts.data else "unknown"
        return {"yes": True, "no": False}.get(answer)

    return over


def _named(_facts: Facts, group: DataSet) -> bool | None:
    return True if "name" in group.elements else group.with_name


def _readable(_facts: Facts, group: DataSet) -> bool | None:
    """Can whoever has the data read them? Not if they are encrypted and the key was not taken."""
    if group.encrypted is False or group.key_compromised is True:
        return True
    return False if group.encrypted and group.key_compromised is False else None


def _identifiable(facts: Facts, group: DataSet) -> bool | None:
    """Can people be found and addressed with the data?"""
    if facts.severity.identification is not None:
        return facts.severity.identification in ("significant", "maximum")
    return True if any(one in group.elements for one in DIRECT if one != "dob") else _named(facts, group)


def _hardly_identifiable(facts: Facts, group: DataSet) -> bool | None:
    """As stated; with a name, an address or a number people are found; without any it depends."""
    if facts.severity.identification is not None:
        return facts.severity.identification == "negligible"
    return False if _named(facts, group) or any(one in group.elements for one in DIRECT) else None


def _impersonable(facts: Facts, group: DataSet) -> bool | None:
    """Enough to pass for somebody: the name with a government's number, or with the date of birth and an address."""
    numbered = any(one in group.elements for one in GOVERNMENT_NUMBERS)
    placed = "dob" in group.elements and any(one in group.elements for one in ("contact", "email"))
    return _named(facts, group) if numbered or placed else False


def _malicious(facts: Facts, _group: DataSet) -> bool | None:
    actor = FACTS["actor"].draw(facts, "")
    return None if actor is None else actor in MALICIOUS


def _taken(facts: Facts, _group: DataSet) -> bool | None:
    """Are the data in hands they do not belong in, or out of anybody's sight?"""
    if facts.exfiltration is True or facts.incident.confidentiality in ("acquired", "accessed", "lost"):
        return True
    return False if facts.incident.confidentiality == "unavailable" and facts.exfiltration is False else None


def _recipients(facts: Facts, group: DataSet) -> str | None:
    """As stated; a trusted recipient is a known one, an outside thief may pass the data on to anybody.

    Whoever got what was sent to the wrong address is known too, where somebody says who that is.
    """
    if facts.severity.recipients is not None:
        return facts.severity.recipients
    if facts.recipient == "trusted" or (facts.recipient is not None and facts.incident.kind == "misdelivery"):
        return "few_known"
    outside = FACTS["actor"].draw(facts, "") == "external_malicious"
    return "many_or_unknown" if outside and _taken(facts, group) else None


def _implies(facts: Facts, group: DataSet) -> str | None:
    """As stated; who stands in a list of applicants is looking for work, which says something of the person's standing."""
    return facts.severity.implies or ("status" if group.person_category == SEEKING else None)


def _gone(facts: Facts, _group: DataSet) -> bool | None:
    """Were the data out of reach for those who need them?"""
    if facts.severity.restored is not None or facts.incident.confidentiality in ("unavailable", "lost") or facts.incident.kind in GONE:
        return True
    return None if facts.incident.kind is None else False


def _restored(facts: Facts, _group: DataSet) -> str | None:
    """As stated; without any backup the data are gone. A backup alone does not tell how long it took to bring them back."""
    return facts.severity.restored or ("not" if facts.backup is False else None)


def _trusted(facts: Facts, group: DataSet) -> bool | None:
    """A trusted recipient is one known person: not an outsider who attacks, nor many or unknown people."""
    if facts.recipient is not None:
        return facts.recipient == "trusted"
    outside = FACTS["actor"].draw(facts, "") == "external_malicious"
    return False if outside or _recipients(facts, group) in ("none", "many_or_unknown") else None


def _altered(facts: Facts, _group: DataSet) -> str | None:
    """As stated; what was merely lost, stolen or handed to the wrong person was not altered in the records."""
    return facts.severity.altered or ("no" if facts.incident.kind in HANDED_OVER else None)


def _over_100(facts: Facts, _group: DataSet) -> bool | None:
    return sum(facts.affected.values()) > 100 if facts.affected else None


SEEN: dict[str, Seen] = {
    "elements": Seen("data", "Which kinds of data are concerned?", lambda _f, group: group.elements or None),
    "named": Seen("with names", "Are the data linked to names?", _named),
    "identification": Seen("ease of identification as stated", "", lambda f, _g: f.severity.identification or "not_stated"),
    "sector": Seen("sector", "Which sector is the organisation in?", lambda f, _g: f.org.sector),
    "confidentiality": Seen(
        "what happened to the data",
        "Were the data acquired, only accessed, lost, or made unavailable?",
        lambda f, _g: f.incident.confidentiality,
    ),
    "exfiltration": Seen("taken away", "Were the data taken away, or can that be ruled out?", lambda f, _g: f.exfiltration),
    "taken": Seen("out of control", "Were the data taken or seen, or only made unavailable?", _taken),
    "malicious": Seen("malicious intent", "Was it done on purpose by somebody who means harm or gain, or by mistake?", _malicious),
    "recipients": Seen("who has the data", "Who has the data now: nobody, a few known people, or many or unknown people?", _recipients),
    "trusted": Seen(
        "trusted recipient",
        "Did the data reach only a trusted recipient who returned or destroyed them?",
        _trusted,
    ),
    "readable": Seen("readable", "Were the data encrypted, and is the key safe?", whole(_readable)),
    "identifiable": Seen("people can be found", "Can people be identified and addressed with the data?", whole(_identifiable)),
    "hardly_identifiable": Seen(
        "people can hardly be found again", "How easily could a stranger find the people from what was exposed?", _hardly_identifiable
    ),
    "impersonable": Seen("enough to pass for the person", "Are the data linked to names?", whole(_impersonable)),
    "gone": Seen("data out of reach", "What kind of incident was it: were the data out of reach?", _gone),
    "restored": Seen("restored", "Were the data restored easily, with effort over days, or not at all?", _restored),
    "altered": Seen("data altered", "Were data altered, and were they corrected before anybody used them?", _altered),
    "detail": Seen(
        "how much the data tell",
        "How much do the data tell of each person: next to nothing, a general idea, the usual, a detailed profile?",
        lambda f, _g: f.severity.detail,
    ),
    "implies": Seen(
        "what the list itself gives away",
        "Does the organisation's business or the list itself give away the people's social standing, health or beliefs?",
        _implies,
    ),
    "safety_at_stake": Seen(
        "safety at stake",
        "Could the data endanger anybody (children, witnesses, people in hiding)?",
        lambda f, _g: f.severity.safety_at_stake,
    ),
    "public_or_stale": Seen(
        "public before, or no longer valid",
        "Were the same data public before, or are they no longer valid?",
        lambda f, _g: f.severity.public_or_stale,
    ),
    "effects": Seen(
        "what has shown already",
        "Has anything shown already: delayed services or care, misuse, impersonation, fraud?",
        lambda f, _g: f.severity.effects,
    ),
    "over_100": Seen("more than 100 people", "How many people are concerned?", _over_100),
    "viewed": Seen(
        "actually acquired or viewed",
        "Does evidence show whether the data were actually acquired or viewed?",
        lambda f, _g: f.severity.viewed,
    ),
    "recipient_bound": Seen(
        "recipient bound to secrecy",
        "Is whoever received the data bound by HIPAA or a like duty of secrecy?",
        lambda f, _g: f.severity.recipient_bound,
    ),
    "assured": Seen(
        "credible assurances",
        "Has the recipient credibly assured that the data are destroyed or returned and not used further?",
        lambda f, _g: f.severity.assured,
    ),
}
