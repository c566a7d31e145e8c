"""Compares what was found with the truth of a drill. Pure functions of plain rows, as the files and docs/contract.md have them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from stanch.drill.people import ascii_form

Row = Mapping[str, Any]
Place = tuple[str, str, Any, str]


@dataclass(frozen=True, slots=True)
class PeopleScore:
    """How the people came out. Lists name truth people (`found`, `missing`, `split`) and result people (`merged`)."""

    truth: int
    found: tuple[str, ...]
    missing: tuple[str, ...]
    merged: tuple[str, ...]
    split: tuple[str, ...]
    residence_right: int
    pairs: tuple[tuple[str, str], ...] = ()  # of those found: the true id, and the result's

    @property
    def found_share(self) -> float:
        """Of the true people."""
        return len(self.found) / self.truth if self.truth else 1.0

    @property
    def residence_share(self) -> float:
        """Of the people found."""
        return self.residence_right / len(self.found) if self.found else 0.0


@dataclass(frozen=True, slots=True)
class KindScore:
    """Findings of one kind: in the truth, right, and reported in all."""

    kind: str
    true: int
    right: int
    reported: int

    @property
    def recall(self) -> float:
        """Of the true ones, how many were reported."""
        return self.right / self.true if self.true else 1.0

    @property
    def precision(self) -> float:
        """Of the reported ones, how many are true."""
        return self.right / self.reported if self.reported else 1.0


def score_people(true: Sequence[Row], results: Sequence[Row]) -> PeopleScore:
    """A true person is found when exactly one result corresponds; a result holding two true people is merged."""
    index: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in true:
        for key in keys(row):
            index[key].add(row["id"])
    by_truth: dict[str, list[Row]] = defaultdict(list)
    merged: list[str] = []
    for result in results:
        votes = correspondence(result, index)
        if len(votes) > 1:
            merged.append(result["id"])
        for truth_id in votes:
            by_truth[truth_id].append(result)
    bad = set(merged)
    residences = {row["id"]: row["residence"] for row in true}
    found = [row["id"] for row in true if len(by_truth[row["id"]]) == 1 and by_truth[row["id"]][0]["id"] not in bad]
    return PeopleScore(
        truth=len(true),
        found=tuple(found),
        missing=tuple(row["id"] for row in true if not by_truth[row["id"]]),
        merged=tuple(merged),
        split=tuple(row["id"] for row in true if len(by_truth[row["id"]]) > 1),
        residence_right=sum(by_truth[truth_id][0].get("residence") == residences[truth_id] for truth_id in found),
        pairs=tuple((truth_id, by_truth[truth_id][0]["id"]) for truth_id in found),
    )


def keys(row: Row) -> set[tuple[str, ...]]:
    """What a person is known by: a name (any) with birth date, e-mail, telephone, or street; with none of these, where it stands."""
    names = {flat for name in (row["name"], *row.get("other_names", ())) if (flat := flat_name(name))}
    address = row.get("postal_address") or {}
    marks = [
        ("dob", row.get("dob")),
        ("email", (row.get("email") or "").lower()),
        ("phone", phone_digits(row.get("phone"))),
        ("street", (address.get("street") or "").lower()),
    ]
    told = [(kind, str(value)) for kind, value in marks if value] or [("source", source) for source in row.get("sources", ())]
    return {(name, kind, value) for name in names for kind, value in told}


def correspondence(result: Row, index: Mapping[tuple[str, ...], set[str]]) -> set[str]:
    """The true people this result holds.

    A key that two true people share (a father and son of one name at one address) tells nothing; if no key tells one alone,
    what all keys have in common does. Each alternative name is followed too, so that a merger shows.
    """
    hits = [index[key] for key in keys(result) if key in index]
    sure = {next(iter(hit)) for hit in hits if len(hit) == 1}
    if sure or not hits:
        return sure
    common = set.intersection(*hits)
    return common if len(common) == 1 else set()


def flat_name(name: str) -> str:
    """Given and family name without initials, accents and case; `Last, First` is turned round."""
    if "," in name:
        last, _, first = name.partition(",")
        name = f"{first} {last}"
    words = [flat for word in name.replace("-", " ").split() if len(flat := ascii_form(word)) > 1]
    return " ".join(words)


def phone_digits(phone: str | None) -> str:
    """The last nine digits: the national number without country and trunk prefixes."""
    return "".join(char for char in phone or "" if char.isdigit())[-9:]


def score_findings(true: Iterable[Row], findings: Iterable[Row], texts: Mapping[str, str]) -> list[KindScore]:
    """Per kind. In texts the value at start–end counts (as often as it stands there), in tables row and column."""
    expected = Counter(place for row in true if (place := true_place(row)))
    reported = Counter(place for row in findings if (place := found_place(row, texts)))
    right = expected & reported
    kinds = sorted({place[1] for place in (*expected, *reported)})
    return [KindScore(kind, of_kind(expected, kind), of_kind(right, kind), of_kind(reported, kind)) for kind in kinds]


def of_kind(places: Counter[Place], kind: str) -> int:
    """How many of the kind."""
    return sum(count for place, count in places.items() if place[1] == kind)


def true_place(row: Row) -> Place:
    """Where the truth says a value stands."""
    if row["row"] is not None:
        return row["locator"], row["kind"], row["row"], row["column"]
    return row["locator"], row["kind"], None, flat_value(row["value"])


def found_place(row: Row, texts: Mapping[str, str]) -> Place:
    """Where a finding says a value stands. A text that is not at hand gives an empty value, which is never right."""
    if row["row"] is not None:
        return row["locator"], row["kind"], row["row"], row["column"]
    return row["locator"], row["kind"], None, flat_value(texts.get(row["locator"], "")[row["start"] : row["end"]])


def flat_value(value: str) -> str:
    """Without the line breaks that a page or a mail put in."""
    return " ".join(value.split())


def score_duties(true: Sequence[Row], duties: Sequence[Row]) -> list[str]:
    """The differences in words; none when the set of required duties is exactly the expected one for these places and recipients."""
    expected = {(row["jurisdiction"], row["recipient"]): row for row in true if row["required"]}
    denied = {(row["jurisdiction"], row["recipient"]) for row in true if not row["required"]}
    given: dict[tuple[str, str], Row] = {(row["jurisdiction"], row["recipient"]): row for row in duties if row["required"] is True}
    found = [f"{place} {recipient}: expected, not required" for place, recipient in sorted(expected.keys() - given.keys())]
    found += [f"{place} {recipient}: required, expected not" for place, recipient in sorted(given.keys() & denied)]
    found += [
        f"{place} {recipient}: required, the drill says nothing" for place, recipient in sorted(given.keys() - denied - expected.keys())
    ]
    for key in sorted(expected.keys() & given.keys()):
        due = str((given[key].get("deadline") or {}).get("due") or "")[:10]
        if expected[key]["due"] and due != expected[key]["due"]:
            found.append(f"{key[0]} {key[1]}: due {due or 'never'}, expected {expected[key]['due']}")
    return found


def score_story(true: Row, attack: Row) -> list[str]:
    """Differences of window (by the day, as laws count) and of cause's actions."""
    found = []
    window = attack.get("window") or {}
    found += [
        f"window {end}: {window.get(end)}, expected {true['window'][end]}"
        for end in ("first", "last")
        if day(window.get(end)) != day(true["window"][end])
    ]
    actions = (((attack.get("cause") or {}).get("veris")) or {}).get("action") or {}
    kind = (attack.get("cause") or {}).get("kind")
    if kind != true["kind"]:
        found.append(f"kind: {kind}, expected {true['kind']}")
    if not set(true["veris"]["action"]) & set(actions):
        found.append(f"cause: {sorted(actions)}, expected {sorted(true['veris']['action'])}")
    return found


def day(moment: Any) -> date | None:
    """The day of an ISO moment."""
    return date.fromisoformat(str(moment)[:10]) if moment else None


def score_unread(true: Sequence[Row], unread: Sequence[Row]) -> list[str]:
    """Differences of what could not be read."""
    expected = {(row["locator"], row["reason"]) for row in true}
    given = {(row["locator"], row["reason"]) for row in unread}
    return [f"{place}: {reason}, not reported" for place, reason in sorted(expected - given)] + [
        f"{place}: {reason}, not expected" for place, reason in sorted(given - expected)
    ]


LEFT = ("acquired", "accessed")


@dataclass(frozen=True, slots=True)
class ReachScore:
    """How well it was told what the actor reached: of exhibits or of people. `wrong`: key, expected, told."""

    true: int
    told: int
    right: int
    wrong: tuple[tuple[str, str, str], ...]

    @property
    def recall(self) -> float:
        """Of what was reached, the share told so."""
        return self.right / self.true if self.true else 1.0

    @property
    def precision(self) -> float:
        """Of what was told as reached, the share that was."""
        return self.right / self.told if self.told else 1.0


def score_reach(true: Mapping[str, str], told: Mapping[str, str]) -> ReachScore:
    """Contacts by place (or person), each exactly as expected where it is acquired or accessed; every other difference is listed too."""
    reached = {key for key, contact in true.items() if contact in LEFT}
    said = {key for key, contact in told.items() if contact in LEFT}
    right = {key for key in reached & said if true[key] == told[key]}
    wrong = [(key, true[key], told.get(key, "nothing")) for key in sorted(true) if true[key] != told.get(key, "nothing")]
    return ReachScore(len(reached), len(said), len(right), tuple(wrong))


def gravest(contacts: Iterable[str]) -> str:
    """The gravest contact of several places that speak of one person."""
    found = set(contacts)
    return next((one for one in (*LEFT, "not_known", "not_reached") if one in found), "not_known")
