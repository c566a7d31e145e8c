"""`consolidate`: findings to people, the room's way from end to end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pyarrow as pa

from stanch.engine import Bench, Parts
from stanch.records import Aside, Client, DoubtfulPair, Linkage, Listed, Person, Refuted, Ruling

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from stanch.people.cluster import Clusters
    from stanch.people.consolidation import Found
    from stanch.people.link import Linked
    from stanch.people.rulings import Ints, Ruled

STEPS = 4


@dataclass(frozen=True, slots=True)
class Given:
    """What people know or decided: `rulings` (oldest first), findings that were `refuted`, lists of people, clients, the organisation's own
    domains and countries.

    `before` are the people of the run before (with those set aside), whose ids stay; `told` the ids of those to whom a
    letter was approved: where two become one, that id stays.
    """

    rulings: tuple[Ruling, ...] = ()
    listed: tuple[Listed, ...] = ()
    clients: tuple[Client, ...] = ()
    domains: frozenset[str] = frozenset()
    homes: tuple[str, ...] = ()
    before: tuple[Person, ...] = ()
    told: frozenset[str] = frozenset()
    refuted: tuple[Refuted, ...] = ()


@dataclass(frozen=True, slots=True)
class Consolidation:
    """The people, in the order of their ids; pairs that a human should look at; who was set aside, and why; the linkage in numbers."""

    people: tuple[Person, ...]
    doubtful: tuple[DoubtfulPair, ...]
    asides: tuple[Aside, ...] = ()
    linkage: Linkage = field(default_factory=Linkage)


@dataclass(frozen=True, slots=True)
class Brought:
    """All there is behind the people: linkage, clusters, the owner of each partial record before and under the rulings, the people."""

    linked: Linked
    clusters: Clusters
    before: Ints
    ruled: Ruled
    found: Found

    @property
    def owner(self) -> Ints:
        """The owner of each partial record."""
        return self.ruled.owner

    @property
    def ids(self) -> dict[int, str]:
        """The id of each owner that is a person."""
        return self.found.ids


def consolidate(findings: Parts, *, bench: Bench, given: Given | None = None) -> Consolidation:
    """One person each from all findings, as people decided where they did."""
    from stanch.people import refuted, review
    from stanch.people.account import account
    from stanch.vault.duck import duck, share_of_memory

    known = given or Given()
    with duck(bench.work, threads=bench.workers, memory=share_of_memory()) as connection:
        brought = brought_together(findings, connection, bench, given=known)
    if brought is None:
        return Consolidation((), (), tuple(refuted.left_with_nothing(known.before, known.refuted, ())))
    doubtful = review.doubtful_pairs(brought.linked, brought.clusters)
    pairs = _open_pairs(doubtful, brought.before, brought.ruled, brought.ids)
    bench.progress("bringing findings together", STEPS, STEPS)
    settled = _settled(brought.found, brought.ruled, pairs, known)
    here = {person.id for person in settled.people}
    owners = [owner for owner, identity in brought.ids.items() if identity in here]
    return replace(settled, linkage=account(brought.linked, brought.clusters, brought.ruled, owners))


def brought_together(
    findings: Parts, connection: DuckDBPyConnection, bench: Bench, *, given: Given | None = None, explain: bool = False
) -> Brought | None:
    """The people of the findings with all that is behind them; None where no finding speaks of anybody."""
    from stanch.people import mentions, refuted

    bench.progress("bringing findings together", 0, STEPS)
    known = given or Given()
    if not mentions.load(refuted.without(findings.tables(), known.refuted), connection):
        return None
    partial = mentions.mentions(connection)
    bench.progress("bringing findings together", 1, STEPS)
    return _linked(partial, connection, bench, known, explain=explain) if len(partial) else None


def _linked(partial: pa.Table, connection: DuckDBPyConnection, bench: Bench, given: Given, *, explain: bool) -> Brought:
    from stanch.people import consolidation, identity, review, rulings
    from stanch.people.adopt import adopt
    from stanch.people.cluster import cluster
    from stanch.people.link import link
    from stanch.people.logins import with_mailboxes

    # What a login says of a mailbox tells who is who; nobody is written to by it.
    linked = link(with_mailboxes(partial, bench.keys), connection, as_of=bench.as_of, explain=explain)
    bench.progress("bringing findings together", 2, STEPS)
    clusters = cluster(linked, bench)
    owner, adopted = adopt(partial, review.owners(linked, clusters), connection)
    keys = partial.column("key")
    ruled = rulings.ruled(keys, owner, given.rulings, linked)
    kept = identity.kept(keys, ruled.owner, given.before, told=given.told, rulings=given.rulings)
    bench.progress("bringing findings together", 3, STEPS)
    placed = pa.table({"mention": keys, "owner": pa.array(ruled.owner, pa.int64())})
    joined = review.joined_by(linked, clusters)
    for more in (adopted, ruled.why):
        joined |= {one: (*joined.get(one, ()), *why) for one, why in more.items()}
    # What a person decided is sure.
    sure = {one: chance for one, chance in review.confidences(clusters).items() if one not in ruled.why}
    told = (partial, placed, joined, sure, connection)
    found = consolidation.people(*told, as_of=bench.as_of, kept=kept, held_for=given.clients, homes=given.homes)
    return Brought(linked, clusters, owner, ruled, found)


def _open_pairs(
    doubtful: Sequence[tuple[int, int, float, tuple[str, ...]]], owner: Ints, ruled: Ruled, ids: Mapping[int, str]
) -> list[DoubtfulPair]:
    """The doubtful pairs that nobody has decided, between the people they now are."""
    changed = owner != ruled.owner
    now = dict(sorted(zip(owner[changed].tolist(), ruled.owner[changed].tolist(), strict=True), reverse=True))
    # Of an owner that a ruling has parted the part that stayed stands for the pair.
    now |= {one: one for one in set(owner[~changed].tolist()) & now.keys()}
    found: dict[tuple[str, str], DoubtfulPair] = {}
    for one, other, chance, evidence in doubtful:
        left, right = sorted((now.get(one, one), now.get(other, other)))
        if left == right or (left, right) in ruled.apart or left not in ids or right not in ids:
            continue
        first, second = sorted((ids[left], ids[right]))
        found.setdefault((first, second), DoubtfulPair(first, second, chance, evidence))
    return list(found.values())


def _settled(found: Found, ruled: Ruled, pairs: Sequence[DoubtfulPair], given: Given) -> Consolidation:
    """Set aside who is nobody, lay the lists on the others."""
    from stanch.people import asides, lists, refuted

    last = {found.ids[one]: rulings for one, rulings in ruled.last.items() if one in found.ids}
    people: list[Person] = []
    set_aside = [Aside(one, "company", "a company: a party of its own kind, not an individual") for one in found.companies]
    for person in found.people:
        being = last.get(person.id, {}).get("being")
        aside = _aside_by(person, being) if being else asides.aside(person, given.domains)
        if aside is not None:
            set_aside.append(aside)
        else:
            people.append(_returned(person, being))
    lifted = [one for one, rulings in last.items() if "write" in rulings]
    listed = lists.reconcile(people, given.listed, lifted=lifted, homes=given.homes, reached=found.reached).people
    here = {person.id for person in listed}
    everybody = {old for one in (*found.people, *found.companies) for old in (one.id, *one.former_ids)}
    set_aside += refuted.left_with_nothing(given.before, given.refuted, everybody)
    left = tuple(pair for pair in pairs if pair.left in here and pair.right in here)
    return Consolidation(listed, left, tuple(sorted(set_aside, key=lambda one: (one.cause, one.id))))


def _aside_by(person: Person, ruling: Ruling) -> Aside | None:
    from stanch.people import asides

    # What was decided to be nobody on what was seen then is nobody no longer when other kinds of data join.
    return asides.decided(person, ruling) if ruling.verdict == "nobody" and not _news(person, ruling) else None


def _news(person: Person, ruling: Ruling) -> list[str]:
    return sorted({exposure.kind for exposure in person.exposures} - set(ruling.seen))


def _returned(person: Person, ruling: Ruling | None) -> Person:
    if ruling is None or ruling.verdict != "nobody":
        return person
    from stanch.people.asides import signed

    why = f"was decided to be nobody ({signed(ruling)}), but {', '.join(_news(person, ruling))} has been found since: decide again"
    return replace(person, returned=why)
