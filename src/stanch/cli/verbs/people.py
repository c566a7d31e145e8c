"""`stanch people`: whose is it? The affected individuals of a case, and decisions on who is who; or a table's rows brought together."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stanch.cli import deciding, looking
from stanch.cli.casework import case_option, json_option, opened
from stanch.cli.retention import destroy

if TYPE_CHECKING:
    from stanch.records import Person

SHOWN = 50  # rows on the screen; `--json` and people.xlsx hold all
_MAY_RUN = r"^[\s\x{a0}]*[^\s\x{a0}\w]"  # begins with a sign: looked at more closely
_NUMBER = re.compile(r"[+-]?\d[\d.,]*")


class TableOrVerb(click.Group):
    """A group of verbs on a case; anything else that is named is a table: `stanch people TABLE` is `stanch people link TABLE`."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """Take the call for `link` where a table is named and no verb."""
        named = any(one in self.commands or one in ("-C", "--case", "-h", "--help") for one in args)
        if not named and any(not one.startswith("-") for one in args):
            args = ["link", *args]
        return super().parse_args(context, args)

    def resolve_command(self, context: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb; a file named beside a case is told as what it is."""
        if args and args[0] not in self.commands and Path(args[0]).is_file():
            from stanch.errors import WrongCall

            raise WrongCall("say whose people", do="Name a case with -C CASE_DIR, or a table of records (CSV or Parquet); one of the two.")
        return super().resolve_command(context, args)


@click.group(name="people", cls=TableOrVerb, invoke_without_command=True)
@case_option
@click.option("--aside", is_flag=True, help="Those who are not on the list, with the reason.")
@json_option
@click.pass_context
def command(context: click.Context, case_folder: Path | None, *, aside: bool, as_json: bool) -> None:
    """With -C, the affected individuals of a case. With a TABLE (CSV or Parquet), one cluster for each person in its rows."""
    if context.invoked_subcommand:
        return
    if case_folder is None:
        from stanch.errors import WrongCall

        raise WrongCall("say whose people", do="Name a case with -C CASE_DIR, or a table of records (CSV or Parquet); one of the two.")
    if aside:
        _set_aside(case_folder, as_json=as_json)
    else:
        _of_case(case_folder, as_json=as_json)


@command.command()
@click.argument("table", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--columns",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="YAML file `column: role` that settles what columns hold.",
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write record_id,cluster_id,confidence here instead of standard output."
)
@click.option("--review", type=click.Path(dir_okay=False, path_type=Path), help="Write the doubtful pairs here.")
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True)
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="Where pairs are compared: here, or on the cluster that SPARK_MASTER names.",
)
@click.pass_context
def link(
    context: click.Context, *, table: Path, columns: Path | None, out: Path | None, review: Path | None, workers: int, engine: str
) -> None:
    """One cluster for each person in the rows of TABLE (CSV or Parquet); the same as `stanch people TABLE`."""
    from stanch.engine import spark
    from stanch.errors import WrongCall

    if context.parent and context.parent.params.get("case_folder"):
        raise WrongCall("say whose people", do="Name a case with -C CASE_DIR, or a table of records (CSV or Parquet); one of the two.")
    if engine == "spark":
        spark.check()
    _of_table(table, columns, out, review, workers, engine)


for verb in (
    *(deciding.review, deciding.merge, deciding.apart, deciding.split, deciding.drop, deciding.restore, deciding.write_to),
    *(deciding.take_back, looking.show_person, looking.why, looking.rulings, looking.export, destroy),
):
    command.add_command(verb)


def _set_aside(case_folder: Path, *, as_json: bool) -> None:
    from stanch.cli import show
    from stanch.records import Aside, to_plain

    with opened(case_folder) as case:
        asides = case.store.get(Aside)
    if as_json:
        show.json_line({"set_aside": [to_plain(one) for one in asides]})
        return
    rows = [(one.id, one.person.name, one.cause.replace("_", " "), ", ".join(one.person.elements), one.reason) for one in asides]
    show.table(f"{len(rows):,} not on the list", ("Id", "Name", "What", "Exposed", "Why"), rows)


def _of_case(case_folder: Path, *, as_json: bool) -> None:
    from stanch.casefile import two_readers
    from stanch.casefile.people import contract_form
    from stanch.cli import show
    from stanch.records import Aside, DoubtfulPair, Person

    with opened(case_folder) as case:
        if as_json:
            show.json_line(contract_form(case))
            return
        people, doubtful, asides = case.store.get(Person), case.store.get(DoubtfulPair), case.store.get(Aside)
        alone = len(two_readers.waiting(case))
    first = f", the first {SHOWN} of them" if len(people) > SHOWN else ""
    columns = ("Person", "Name", "Residence", "Relation", "Exposed", "Sure")
    show.table(f"{len(people):,} people{first}", columns, map(_row, people[:SHOWN]))
    open_pairs = sum(not pair.is_household for pair in doubtful)
    if open_pairs:
        show.message(f"{open_pairs:,} pairs may be one person: stanch people review -C {case_folder}")
    if alone:
        show.message(f"To {alone:,} one reader said no; nobody leaves the list by that: stanch review second -C {case_folder}")
    if asides:
        show.message(f"{len(asides):,} more are not on the list, each with its reason: stanch people -C {case_folder} --aside")


def _row(person: Person) -> tuple[str, ...]:
    marks = " (minor)" * person.minor + " (deceased)" * person.deceased
    exposed = ", ".join(person.elements)
    return person.id, person.name + marks, person.residence or "not resolved", person.relation or "", exposed, f"{person.confidence:.2f}"


def _of_table(  # noqa: PLR0917 the options of the call, in their order
    table: Path, columns: Path | None, out: Path | None, review: Path | None, workers: int, engine: str
) -> None:
    from datetime import UTC, datetime
    from tempfile import TemporaryDirectory

    from stanch.cli import show
    from stanch.engine import Bench
    from stanch.people import tablefile, tabular
    from stanch.people.columns import read_mapping
    from stanch.vault import random_keys

    mapping = read_mapping(columns) if columns else None
    with TemporaryDirectory(prefix="stanch-") as work, show.progress() as progress:
        today = datetime.now(UTC).date()
        bench = Bench(work=Path(work), keys=random_keys(), as_of=today, workers=workers, progress=progress, engine=engine)
        result = tabular.link_table(tablefile.read_table(table), mapping=mapping, bench=bench)
    _write(result.clusters, out)
    if review:
        _write(result.doubtful, review)
    ignored = [name for name, role in result.roles.items() if role == "ignore"]
    # A column of ids in which one stands twice names no row.
    numbered = "" if "record_id" in result.roles.values() else " Rows are numbered from 1: no column holds an id of its own for each row."
    shown = ", ".join(f"{name} = {role}" for name, role in result.roles.items() if role != "ignore")
    show.message(f"Columns: {shown}" + (f"; ignored: {', '.join(ignored)}" if ignored else "") + ". Settle them with --columns." + numbered)
    persons = len(set(result.clusters.column("cluster_id").to_pylist()))
    listed = "" if review else " (list them with --review FILE)"
    show.message(f"{len(result.clusters):,} records, {persons:,} people, {len(result.doubtful):,} doubtful pairs{listed}.")


def _cells(column: Any) -> list[Any]:
    """The values of a column for CSV: what a spreadsheet program would run gets an apostrophe, numbers with a sign stay as they are."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from stanch import safe_csv

    values: list[Any] = column.to_pylist()
    if not pa.types.is_string(column.type) or not pc.any(pc.match_substring_regex(column, _MAY_RUN)).as_py():
        return values
    return [one if one is None or _NUMBER.fullmatch(one) else safe_csv.cell(one) for one in values]


def _write(rows: object, out: Path | None) -> None:
    import csv
    import sys

    import pyarrow as pa

    assert isinstance(rows, pa.Table)  # noqa: S101 told to the type checker
    if out and out.suffix == ".parquet":
        import pyarrow.parquet as pq

        pq.write_table(rows, out)
        return
    stream = out.open("w", newline="", encoding="utf-8") if out else sys.stdout
    try:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(rows.column_names)
        for batch in rows.to_batches():
            writer.writerows(zip(*map(_cells, batch.columns), strict=True))
    finally:
        if out:
            stream.close()
