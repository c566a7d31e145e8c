"""`stanch people`: whose is it? A table of partial records to one cluster a person, without a case."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(name="people")
@click.argument("table", type=click.Path(exists=True, dir_okay=False, path_type=Path))
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
@click.option("--engine", type=click.Choice(["local"]), default="local", show_default=True, help="Where the work is done.")
def command(*, table: Path, columns: Path | None, out: Path | None, review: Path | None, workers: int, engine: str) -> None:
    """Bring the rows of TABLE (CSV or Parquet) together: one cluster for each person."""
    del engine  # one engine so far; the option is part of the contract
    from datetime import UTC, datetime
    from tempfile import TemporaryDirectory

    from stanch.cli import show
    from stanch.engine import Bench
    from stanch.people import tabular
    from stanch.people.columns import read_mapping
    from stanch.vault import random_keys

    mapping = read_mapping(columns) if columns else None
    rows = tabular.read_table(table)
    with TemporaryDirectory(prefix="stanch-") as work, show.progress() as progress:
        bench = Bench(work=Path(work), keys=random_keys(), as_of=datetime.now(UTC).date(), workers=workers, progress=progress)
        result = tabular.link_table(rows, mapping=mapping, bench=bench)
    _write(result.clusters, out)
    if review:
        _write(result.doubtful, review)
    ignored = [name for name, role in result.roles.items() if role == "ignore"]
    shown = ", ".join(f"{name} = {role}" for name, role in result.roles.items() if role != "ignore")
    show.message(f"Columns: {shown}" + (f"; ignored: {', '.join(ignored)}" if ignored else "") + ". Settle them with --columns.")
    persons = len(set(result.clusters.column("cluster_id").to_pylist()))
    show.message(
        f"{len(rows):,} records, {persons:,} people, {len(result.doubtful):,} doubtful pairs{'' if review else ' (list them with --review FILE)'}."  # noqa: E501
    )


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
            writer.writerows(zip(*(column.to_pylist() for column in batch.columns), strict=True))
    finally:
        if out:
            stream.close()
