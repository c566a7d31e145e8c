"""From logs and answers to one dated account of the attack."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from stanch.cause import account, mapping, sigma, table
from stanch.cause.actor import Actor, Suspects, find_actor
from stanch.cause.among import Among
from stanch.cause.bulk import Surveyor
from stanch.cause.detect import watch
from stanch.cause.parsed import Parsed
from stanch.cause.places import Places
from stanch.cause.playbook import Playbook, likeliest, playbooks, with_asset
from stanch.cause.reach import Joining
from stanch.cause.timeline import Timeline
from stanch.engine import Bench, Parts
from stanch.records import Attack, Cause, Containment, Facts, Finder, Window

STATED = 0.7  # confidence in a cause that people state and the logs do not contradict
WHICH_LOGS = "Which logs are there (web server, mail, sign-ins, firewall, cloud), and until when are they kept?"
WHICH_DAY = "On what day was the breach discovered?"
QUIET = timedelta(hours=24)  # logs that go on this long without the actor show that it stopped


def reconstruct(
    logs: Parts,
    facts: Facts,
    *,
    bench: Bench,
    locators: Iterable[str] = (),
    owners: Mapping[str, str] | None = None,
    finder: Finder = lambda _asked: {},
    among: Among = Among(),  # noqa: B008 it is frozen
) -> Attack:
    """What the logs tell, completed by the answers in `facts`. Without logs, the answers alone; `questions` asks for the rest.

    `locators` are those of the evidence: what the actor reached of it is told by them. `owners`: whose mailbox some of them are;
    `finder`: which rows records are that logs name by number; `among`: logs that lie among the evidence.
    `bench.settings["sigma"]` may name a folder of further Sigma rules,
    `["mappings"]` files (one a line) that describe further kinds of log, `["events"]` a file (`.parquet` or `.csv`) that every event is
    written to, `["suspects"]` accounts and addresses (one a line) that people named.
    """
    mapping.use(tuple(map(Path, filter(None, bench.settings.get("mappings", "").split("\n")))))
    rules = sigma.own_rules()
    if folder := bench.settings.get("sigma"):
        rules = rules.joined(sigma.load_folder(Path(folder)))
    written = bench.settings.get("events")
    surveyor = None if written else Surveyor(logs, rules, bench)  # who wants every event has every event read
    parsed = Parsed(rules, bench)
    timeline = Timeline(logs, bench.as_of, _ecs_names(Path(folder)) if folder else frozenset(), surveyor, parsed)
    seen = watch(table.kept(timeline.events(), Path(written)) if written else timeline.watched(), rules, timeline.ecs)
    if timeline.set_clocks():
        seen = watch(timeline.watched(), rules, timeline.ecs)
    # What else lies in an archive of logs is no log that could not be read.
    sources = tuple(one for one in timeline.sources() if one.kind != "unknown" or not among.holds(one.file))
    actor = find_actor(seen, _suspects(bench.settings.get("suspects", ""), facts))
    joining = Joining(actor, Places.of(locators, owners), finder=finder)
    again = timeline.events(frozenset(actor.addresses | actor.accounts)) if actor.entered else ()
    doings = account.follow(joining.watching(again), actor)
    fired = fired_by(actor)
    book, confidence = _book(fired, facts)
    parsed.forget()
    period, gaps = account.window(actor, doings), timeline.gaps()
    return Attack(
        events=sum(source.events for source in sources),
        sources=sources,
        detections=tuple(account.detections(seen.hits)),
        story=tuple(account.chapters(actor, doings)),
        window=period if period.first else _told(facts),
        cause=_cause(book, confidence, facts, fired),
        indicators=tuple(account.indicators(actor, doings)),
        containment=containment(book, set(fired)),
        questions=(*_contradicted(book, fired), *_questions(book, facts, bool(sources))),
        ongoing=_ongoing(period.last, seen.last),
        gaps=gaps,
        among=among.sentences(),
        remarks=timeline.remarks(),
        touched=account.touched(actor, doings),
        ties=account.ties(doings),
        hours=account.hours(doings),
        reach=joining.reach(period, timeline.moved_sources(), gaps),
        unparsed=tuple(parsed.missed),
    )


def _suspects(named: str, facts: Facts) -> Suspects:
    """Whom people named; the days of the incident, where they know them, bound what is laid to them."""
    names = frozenset(one.strip().lower() for one in named.split("\n") if one.strip())
    incident = facts.incident
    since = datetime.combine(incident.occurred, time(), UTC) if incident.occurred else None
    until = datetime.combine(incident.ended, time.max, UTC) if incident.ended else None
    return Suspects(names, since, until)


def _ecs_names(folder: Path) -> frozenset[str]:
    """The ECS names that the rules of a folder ask for."""
    named: set[str] = set()
    for file in (*folder.rglob("*.yml"), *folder.rglob("*.yaml")):
        named.update(re.findall(r"^[ \t-]*([a-z_]+(?:\.[a-z_]+)+)(?:\|[\w|]+)?:", file.read_text("utf-8", "replace"), re.MULTILINE))
    return frozenset(named & set(mapping.columns()))


def containment(book: Playbook, fired: set[str]) -> tuple[Containment, ...]:
    """The steps of the first hours, in order: those of every breach, then those of this cause."""
    steps = [*playbooks()["any"].measures, *(book.measures if book.kind != "any" else ())]
    chosen = [step for step in steps if (not step.when or fired & set(step.when)) and book.kind not in step.unless]
    return tuple(Containment(order, step.do, step.why, step.do_not) for order, step in enumerate(chosen, 1))


def whole_plan(kind: str) -> tuple[Containment, ...]:
    """Every step of the first hours for a kind of incident, those for special findings too: what an exercise is held against."""
    book = playbooks().get(kind) or playbooks()["any"]
    return containment(book, {sign for step in book.measures for sign in step.when})


def fired_by(actor: Actor) -> dict[str, int]:
    """Rule files of the actor's hits, by the order in which they first fired; those of one moment share their place."""
    first: dict[str, datetime] = {}
    for hit in actor.hits:
        name = hit.rule.file.rsplit(".", 1)[0]
        first[name] = min(hit.first, first.get(name, hit.first))
    places = {moment: place for place, moment in enumerate(sorted(set(first.values())))}
    return {name: places[moment] for name, moment in sorted(first.items(), key=lambda pair: (pair[1], pair[0]))}


def _book(fired: dict[str, int], facts: Facts) -> tuple[Playbook, float]:
    """The kind that the logs speak for most; the one that people state where the logs speak for it at all."""
    book, confidence = likeliest(fired)
    stated = playbooks().get(facts.incident.kind or "")
    if book is None:
        return (stated, 0.5) if stated else (playbooks()["any"], 0.0)
    if stated and stated is not book and set(fired) & set(stated.signs):
        return stated, STATED
    return book, confidence


def _cause(book: Playbook, confidence: float, facts: Facts, fired: dict[str, int]) -> Cause:
    if book.kind == "any":
        return Cause(None, book.veris, book.statement, 0.0)
    statement, veris = book.told(fired)
    if facts.incident.actor and facts.incident.actor.startswith("insider"):
        veris["actor"] = {"internal": {"variety": ["Unknown"], "motive": ["Unknown"]}}
    return Cause(book.kind, with_asset(book, veris, facts.incident.description or ""), statement, confidence)


def _told(facts: Facts) -> Window:
    incident = facts.incident

    def moment(day: date | None) -> datetime | None:
        return datetime.combine(day, time(), UTC) if day else None

    return Window(moment(incident.occurred), moment(incident.ended), 0.3 if incident.occurred else 0.0)


def _contradicted(book: Playbook, fired: dict[str, int]) -> tuple[str, ...]:
    """Where people state another kind than the logs speak for most, that is asked."""
    other, _ = likeliest(fired)
    if other is None or other is book or book.kind == "any":
        return ()
    return (f"The logs alone speak rather for this: {other.statement} Is it certain that it was not so?",)


def _questions(book: Playbook, facts: Facts, has_logs: bool) -> tuple[str, ...]:
    asked = list(playbooks()["any"].questions if book.kind == "any" else book.questions)
    if not has_logs and not book.logless:
        asked.insert(0, WHICH_LOGS)
    if facts.incident.discovered is None:
        asked.insert(0, WHICH_DAY)
    return tuple(asked)


def _ongoing(last: datetime | None, logs_end: datetime | None) -> bool | None:
    if last is None or logs_end is None:
        return None
    return logs_end - last < QUIET
