"""The subcommands of `stanch people` with which people look at who is who, and decide."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from stanch.cli.casework import by_option, case_option, json_option, opened

if TYPE_CHECKING:
    from stanch.casefile import Case
    from stanch.casefile.review import Family
    from stanch.casefile.rulings import Draft
    from stanch.records import Aside, Person

F = TypeVar("F", bound=Callable[..., Any])
SHOWN = 20
FEW = 50_000  # ids among which one like a wrong one is looked for
ALONE = (
    "By one reader's word nobody leaves the list: a second one says the same first: stanch review second {made} no --grounds TEXT -C {case}"
)
AGAIN = "It takes effect with the next run: stanch respond -C {case}"


def _decision(command: F) -> F:
    """What all decisions take: grounds, who, which case, JSON."""
    grounds = click.option("--grounds", required=True, help="What the decision rests on, in a sentence; it stands in the journal.")
    return grounds(case_option(by_option(json_option(command))))


@click.command()
@click.option("--family", "wanted", help="Show all members of one family, or decide it with --verdict.")
@click.option("--verdict", type=click.Choice(["one", "apart"]), help="Decide all pairs of the family at once, where that is safe.")
@click.option("--grounds", default="", help="What the decision rests on; required with --verdict.")
@case_option
@by_option
@json_option
def review(wanted: str | None, verdict: str | None, grounds: str, case_folder: Path | None, by: str | None, *, as_json: bool) -> None:
    """What a person should look at, the most consequential first; pairs alike in evidence and consequence stand as a family."""
    from stanch.casefile import review as queue
    from stanch.cli import show
    from stanch.errors import WrongCall

    if verdict and not wanted:
        raise WrongCall("which family is decided was not said", do="Name it with --family; `stanch people review` lists them.")
    with opened(case_folder, by=by) as case:
        found = queue.families(case)
        if wanted:
            found = [family for family in found if family.id == wanted]
            if not found:
                raise WrongCall(f"no family {wanted} is open", do="`stanch people review -C CASE` lists those that are.")
        made = _decide_family(case, found[0], verdict, grounds) if verdict else []
    if as_json:
        show.json_line({"families": [queue.plain(family) for family in found], "rulings": made})
    elif verdict:
        when = ALONE if verdict == "one" else AGAIN
        show.message(f"{len(made):,} rulings made. {when.format(made=made[-1], case=case_folder)}")
    elif wanted:
        _tell_members(found[0])
    else:
        _tell_families(found)


def _decide_family(case: Case, family: Family, verdict: str, grounds: str) -> list[str]:
    from stanch.casefile import rulings
    from stanch.errors import WrongCall

    if verdict not in family.at_once:
        raise WrongCall(f"this family cannot be decided as {verdict!r} at once: {family.why}", do="Decide its members one by one.")
    make = rulings.merge if verdict == "one" else rulings.apart
    drafts = [make(doubt.people) for doubt in family.doubts]
    return rulings.decide(case, drafts, by=case.by, grounds=grounds, action=f"review people: {family.id}")


def _tell_families(found: Sequence[Family]) -> None:
    from stanch.casefile.review import RANKS
    from stanch.cli import show

    if not found:
        show.message("Nothing is open: nobody on the list is in doubt.")
        return
    sorts = {"pair": "may be one person", "joined": "may be two people", "returned": "was decided to be nobody"}
    rows = [
        (family.id, RANKS[family.first.rank], f"{len(family.doubts)} × {sorts[family.first.sort]}", "; ".join(family.first.evidence),
         family.first.matters[0], family.why)
        for family in found[:SHOWN]
    ]  # fmt: skip
    number = sum(len(family.doubts) for family in found)
    more = f", the first {SHOWN} of them" if len(found) > SHOWN else ""
    title = f"{number:,} doubts in {len(found):,} families{more}, by consequence"
    show.table(title, ("Family", "Decides", "What", "Evidence", "What follows (of the first)", "At once?"), rows)
    show.message("Look at one with --family ID. Decide with `stanch people merge`, `apart`, `split`, or a whole family with --verdict.")


def _tell_members(family: Family) -> None:
    from stanch.cli import show

    rows = [
        (f"{doubt.probability:.2f}", "\n".join(_line(one) for one in doubt.people), "; ".join(doubt.matters))
        for doubt in family.doubts
    ]  # fmt: skip
    show.table(f"{family.id}: {'; '.join(family.first.evidence)}", ("Likely", "Who", "What follows"), rows)
    show.message(f"At once: {family.why}.")


def _line(person: Person) -> str:
    from stanch.people.mailing import one_line

    told = (person.id, person.name or "(no name)", person.dob, person.email, person.postal_address and one_line(person.postal_address))
    return ", ".join(str(one) for one in told if one)


@click.command()
@click.argument("people", nargs=-1, required=True)
@_decision
def merge(people: tuple[str, ...], grounds: str, case_folder: Path | None, by: str | None, *, as_json: bool) -> None:
    """PEOPLE (ids) are one person, once a second reader says the same. Holds for all later runs, until a later decision says otherwise."""
    from stanch.casefile import rulings

    _made(case_folder, by, grounds, "merge people", lambda case: rulings.merge(_people(case, people)), as_json=as_json)


@click.command()
@click.argument("people", nargs=-1, required=True)
@_decision
def apart(people: tuple[str, ...], grounds: str, case_folder: Path | None, by: str | None, *, as_json: bool) -> None:
    """PEOPLE (ids) are different people, whatever new evidence makes them look like."""
    from stanch.casefile import rulings

    _made(case_folder, by, grounds, "keep people apart", lambda case: rulings.apart(_people(case, people)), as_json=as_json)


@click.command()
@click.argument("person")
@click.option(
    "--record", "records", multiple=True, help="A record that is of somebody else (by number or key, see `show`); may be given again."
)
@_decision
def split(person: str, records: tuple[str, ...], grounds: str, case_folder: Path | None, by: str | None, *, as_json: bool) -> None:
    """The records of PERSON named with --record are of another person; the rest stays. A second reader follows where nothing to tell is
    left of one part.
    """
    from stanch.casefile import parting, rulings

    def draft(case: Case) -> Draft:
        (found,) = _people(case, (person,))
        return rulings.split(found, [_keys(found, records)], told=parting.told_by(case, found))

    _made(case_folder, by, grounds, "split person", draft, as_json=as_json)


@click.command()
@click.argument("person")
@_decision
def drop(person: str, grounds: str, case_folder: Path | None, by: str | None, *, as_json: bool) -> None:
    """PERSON is no affected individual: set aside, visibly, when a second reader says the same. Asked again when other data turn up."""
    from stanch.casefile import rulings

    _made(case_folder, by, grounds, "drop person", lambda case: rulings.drop(_people(case, (person,))[0]), as_json=as_json)


@click.command()
@click.argument("person")
@_decision
def restore(person: str, grounds: str, case_folder: Path | None, by: str | None, *, as_json: bool) -> None:
    """PERSON, who was set aside, is an affected individual after all."""
    from stanch.casefile import rulings

    _made(case_folder, by, grounds, "restore person", lambda case: rulings.restore(_aside(case, person)), as_json=as_json)


@click.command(name="write-to")
@click.argument("person")
@_decision
def write_to(person: str, grounds: str, case_folder: Path | None, by: str | None, *, as_json: bool) -> None:
    """A letter goes to PERSON although a list (already notified, do not contact) speaks against it."""
    from stanch.casefile import rulings

    _made(case_folder, by, grounds, "write to person", lambda case: rulings.write_to(_people(case, (person,))[0]), as_json=as_json)


@click.command(name="take-back")
@click.argument("ruling")
@_decision
def take_back(ruling: str, grounds: str, case_folder: Path | None, by: str | None, *, as_json: bool) -> None:
    """RULING (an id that `rulings` lists) no longer holds; what keeps somebody on the list, once a second reader says so, or you again."""
    from stanch.casefile import rulings, server
    from stanch.cli import show

    with opened(case_folder, by=by) as case:
        is_back = rulings.take_back(case, ruling, by=case.by, grounds=grounds, alone=server.schema_of(case.folder) is None)
    if as_json:
        show.json_line({"taken_back": ruling if is_back else None, "asked_back": None if is_back else ruling, "by": case.by})
    elif is_back:
        show.message(f"{ruling} no longer holds. {AGAIN.format(case=case_folder)}")
    else:
        show.message(f"{ruling} keeps somebody on the list: it holds until a second reader takes it back too, or you say it again.")


def _made(
    folder: Path | None, by: str | None, grounds: str, action: str, draft: Callable[[Case], Draft], *, as_json: bool
) -> None:  # fmt: skip
    from stanch.casefile import rulings
    from stanch.cli import show

    with opened(folder, by=by) as case:
        one = draft(case)
        (made,) = rulings.decide(case, [one], by=case.by, grounds=grounds, action=action)
        alone = any(each.id == made for each in rulings.one_said_no(case.alias))
    if as_json:
        show.json_line({"ruling": made, "verdict": one.verdict, "people": list(one.people), "by": case.by, "one_said_no": alone})
    else:
        when = ALONE if alone else AGAIN
        show.message(f"{made}: {', '.join(one.people)}: {rulings.WORDS[one.verdict]}, by {case.by}. {when.format(made=made, case=folder)}")


def _people(case: Case, wanted: Iterable[str]) -> list[Person]:
    """The people of these ids, also of former ones. Raises `WrongCall` where one is unknown."""
    from stanch.errors import WrongCall
    from stanch.records import Person

    asked = list(wanted)
    known = {one.id: one for one in case.store.some(Person, asked)}
    unknown = [one for one in asked if one not in known]
    if unknown:
        # Only now is everybody gone through: who bore an id before, or bears one that is like it.
        ids = []
        for person in case.store.each(Person):
            known |= {old: person for old in person.former_ids if old in unknown}
            ids.append(person.id)
        unknown = [one for one in unknown if one not in known]
    if unknown:
        near = difflib.get_close_matches(unknown[0], ids, n=1) if len(ids) <= FEW else ()
        hint = f"The nearest one is {near[0]}." if near else "`stanch people -C CASE` lists them."
        raise WrongCall(f"no such person: {unknown[0]}", do=hint)
    return [known[one] for one in asked]


def _aside(case: Case, wanted: str) -> Aside:
    from stanch.errors import WrongCall
    from stanch.records import Aside

    found = next((one for one in case.store.get(Aside) if one.id == wanted), None)
    if found is None:
        raise WrongCall(f"nobody of the id {wanted} is set aside", do="`stanch people -C CASE --aside` lists them.")
    return found


def _keys(person: Person, given: Sequence[str]) -> list[str]:
    """Keys of records from numbers (from 1, as `show` lists them) or keys."""
    from stanch.errors import WrongCall

    found = []
    for one in given:
        if one.isdigit() and not 0 < int(one) <= len(person.records):
            raise WrongCall(
                f"{person.id} has no record {one}", do=f"It has {len(person.records)}; `stanch people show {person.id}` lists them."
            )
        found.append(person.records[int(one) - 1] if one.isdigit() else one)
    return found
