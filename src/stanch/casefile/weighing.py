"""The options of a case weighed, the choice of one recorded with its grounds, and whether anything may be sent yet."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from stanch import notices, protection
from stanch.casefile import crowd, decide, decisions, drafting, keeping, lettering
from stanch.casefile.case import Case
from stanch.casefile.decisions import Decision
from stanch.casefile.duties import SETTLED
from stanch.errors import WrongCall
from stanch.law.liability import liabilities
from stanch.notices import options
from stanch.notices.letters import home_country
from stanch.notices.options.exposure import threat_of
from stanch.notices.options.strategy import Strategy, read
from stanch.records import Alike, Duty, Facts, Option, Said, numbered, to_json
from stanch.vault import write_whole

# Under this kind and subject the decision on how people are told stands.
CHOICE, SUBJECT = "Strategy", "how people are told"
# The user's own rates and strategy, beside the case's database.
RATES, STRATEGY = "rates.yaml", "strategy.yaml"
# What a way of telling people says of the letters: who gets one, and who is offered help (keys of the letters file).
WHOM, HELP, EVERYBODY = "whom", "help", "everyone"


def matter_of(case: Case, *, now: datetime) -> options.Matter:
    """What there is to weigh: duties, people, offers, the laws' threats."""
    people, facts = Alike(keeping.current(case, crowd.PEOPLE).sorts), crowd.situation(case)
    duties, heads = tuple(case.store.get(Duty)), [one for one, _ in numbered(people)]
    without = notices.not_offered(notices.told(case.store.get(Said)))
    signed = decisions.current(case.alias, "Duty")
    return options.Matter(
        duties=duties,
        people=people,
        offers=protection.offer(duties, heads, facts, without=without),
        to_all=protection.offer(duties, heads, facts, everybody=True, without=without),
        now=now,
        home=home_country(facts),
        calendar=_calendar(facts),
        threats=tuple(map(threat_of, liabilities(facts, duties))),
        settled=frozenset(one for one, decision in signed.items() if decision.verdict in SETTLED),
    )


def _calendar(facts: Facts) -> str:
    """The public holidays on which the sender posts nothing: the country's, and where they differ from part to part, the part's.

    The post of the United States rests on federal holidays alone.
    """
    home = home_country(facts)
    return home if home == "US" or not facts.org.state else f"{home}-{facts.org.state}"


def weighed(case: Case, *, now: datetime, rates: Path | None = None, custom: Path | None = None) -> list[Option]:
    """Every strategy on file, and the user's own, weighed for this case; in the order of the files, the user's last.

    Rates and a strategy of the user's own stay with the case: later calls, and the report, weigh with them.
    """
    costs = options.rates(rates or _kept(case, RATES))
    ways = _strategies(custom or _kept(case, STRATEGY))
    for file, name in ((rates, RATES), (custom, STRATEGY)):
        if file is not None:
            _keep(case, file, name)
    matter = matter_of(case, now=now)
    return [options.weigh(one, matter, costs) for one in ways]


def files(case: Case) -> tuple[tuple[str, int], ...]:
    """The user's own files that stand beside the case, and when each was written."""
    paths = [_kept(case, name) for name in (RATES, STRATEGY)]
    return tuple((path.name, path.stat().st_mtime_ns) for path in paths if path)


def _kept(case: Case, name: str) -> Path | None:
    path = case.folder / name
    return path if path.is_file() else None


def _keep(case: Case, file: Path, name: str) -> None:
    """Lay a file that was read and found right beside the case; it holds no personal data."""
    content, path = file.read_bytes(), case.folder / name
    if not path.is_file() or path.read_bytes() != content:
        write_whole(path, content)
        case.journal.append("keep", name, details={"file": file.name, "sha256": hashlib.sha256(content).hexdigest()})


def _strategies(custom: Path | None) -> list[Strategy]:
    known = list(options.strategies().values())
    if custom is None:
        return known
    own = read(custom)
    if own.id in options.strategies():
        raise WrongCall(f"{own.id!r} is the name of a strategy that Stanch has", where=str(custom), do="Give it an id of its own.")
    return [*known, own]


def seen_of(option: Option) -> str:
    """What was seen of an option when it was chosen, as a hash."""
    return hashlib.sha256(to_json(option)).hexdigest()[:32]


def choose(case: Case, option: Option, *, by: str, grounds: str, as_counsel: bool = False) -> bool:
    """Record the choice with its grounds and what was seen when it was made. Counsel's to make: by the letters file, or by role.

    A way that tells everybody has letters drafted to those too to whom no law owes one, and one that helps everybody has help offered
    to all of them. Whether that changes who is told or helped: then the letters are to be drafted anew.
    """
    if not grounds.strip():
        raise WrongCall("the grounds must be said", do="Say in a sentence or two why this way was chosen; it stands in the journal.")
    drafting.must_be_counsel(case, by, as_counsel=as_counsel)
    decide.write(
        case, CHOICE, {SUBJECT: f"{option.id} {seen_of(option)}"}, verdict=option.id, by=by, grounds=grounds, action="choose strategy"
    )
    way = next((one for one in _strategies(_kept(case, STRATEGY)) if one.id == option.id), None)
    meant = {WHOM: way is not None and way.tells_everybody, HELP: way is not None and way.offer_all}
    changed = [Said(key, EVERYBODY if is_meant else "", source="the way that was chosen")
               for key, is_meant in meant.items() if is_meant or lettering.one_of(case, key) == EVERYBODY]  # fmt: skip
    return bool(changed and lettering.state(case, changed, by=by))


def tells_everybody(case: Case) -> bool:
    """Whether people are told to whom no law owes a letter."""
    return lettering.one_of(case, WHOM) == EVERYBODY


def chosen(case: Case) -> Decision | None:
    """The choice that stands; its verdict is the strategy's id."""
    return decisions.current(case.alias, CHOICE).get(SUBJECT)
