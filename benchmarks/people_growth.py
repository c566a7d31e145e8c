"""How time and memory of linkage grow with the number of records, beside Splink alone.

    python benchmarks/people_growth.py [--sizes 100000,300000,1000000] [--splink-up-to 1000000] [--out growth.svg]
    python benchmarks/people_growth.py --whole

Records as in people_breach.py, invented in blocks of 100,000. Each run is a process of its own. Prints seconds, processor seconds
of all processes (steadier than seconds where the machine is shared), the most memory that all processes of a run held together while
linking (proportional set size: pages that they share are counted once), scores and the ratio to Splink's; `--out` draws both as SVG.
`--whole` goes to 10,000,000 records, Splink to 1,000,000, and draws `docs/people_growth.svg`: some half an hour, 16 GB.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

import psutil

BLOCK = 100_000
GLANCE = 0.5  # seconds between two looks at the memory
BEGUN, DONE = "linking", "linked"  # what a run prints, so that neither reading the table nor counting the scores is measured
WHOLE = "100000,300000,1000000,3000000,10000000"
PICTURE = Path(__file__).parent.parent / "docs" / "people_growth.svg"
SEED = 11


def write_records(many: int, path: Path) -> None:
    """Block by block, so that ten million records are never in memory at once."""
    import pyarrow.parquet as pq
    from people_breach import records

    writer = None
    for block in range(max(1, many // BLOCK)):
        made = records(min(many, BLOCK), SEED + block, start=block * BLOCK)
        writer = writer or pq.ParquetWriter(path, made.schema)
        writer.write_table(made)
    if writer:
        writer.close()


def run_stanch(path: Path) -> dict[str, Any]:
    import pyarrow.parquet as pq
    from people_beside import stanch_columns

    table = pq.read_table(path)
    truth = table.column("truth")
    processor = begun()
    found, took = stanch_columns(table)
    return measured(processor, took) | {"scores": scores(found.column("cluster_id"), truth)}


def run_splink(path: Path) -> dict[str, Any]:
    import pyarrow.parquet as pq
    from people_breach import splink_clusters

    table = pq.read_table(path)
    processor = begun()
    found, took = splink_clusters(table)
    spent = measured(processor, took)
    found = found.sort_by("record_id")
    return spent | {"scores": scores(found.column("cluster_id"), table.sort_by("record_id").column("truth"))}


def spent_so_far() -> float:
    """Processor seconds of this process and of its workers that have ended."""
    return time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


def begun() -> float:
    print(BEGUN, flush=True)
    return spent_so_far()


def measured(processor: float, took: float) -> dict[str, Any]:
    print(DONE, flush=True)
    return {"seconds": took, "processor": spent_so_far() - processor}


def one_run(who: str, path: Path) -> dict[str, Any] | str:
    """What the run tells, and `gigabytes`: the most that it and all below it held at one moment; or how it ended."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        running = psutil.Popen(
            [sys.executable, __file__, "--one", who, str(path)], stdout=subprocess.PIPE, stderr=errors, text=True, bufsize=1
        )
        told: list[str] = []
        Thread(target=lambda: told.extend(line.strip() for line in running.stdout), daemon=True).start()
        most = 0
        while running.poll() is None:
            if told[-1:] == [BEGUN]:
                most = max(most, held(running))
            time.sleep(GLANCE)
        running.wait()
        errors.seek(0)
        if running.returncode:
            return f"ended with {running.returncode}: {errors.read().strip().splitlines()[-1:]}"
    return {"who": who, "gigabytes": most / 1e9} | json.loads(told[-1])


def held(running: psutil.Process) -> int:
    """Bytes of a process and all below it, pages that they share counted once."""
    whole = 0
    for one in (running, *running.children(recursive=True)):
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):  # it ended meanwhile
            whole += one.memory_full_info().pss
    return whole


def scores(found: Any, truth: Any) -> dict[str, float]:
    """B-cubed and merged people, by DuckDB: ten million rows need it."""
    import duckdb
    import pyarrow as pa

    with duckdb.connect() as connection:
        connection.register("labelled", pa.table({"f": found, "t": truth}))
        connection.execute("CREATE TABLE shared AS SELECT f, t, count(*) AS n FROM labelled GROUP BY ALL")
        row = connection.execute(
            """WITH a AS (SELECT f, sum(n) AS nf, count(*) AS people FROM shared GROUP BY f),
            b AS (SELECT t, sum(n) AS nt, count(*) AS clusters FROM shared GROUP BY t)
            SELECT sum(n * n / nf) / sum(n), sum(n * n / nt) / sum(n), count(DISTINCT t) FILTER (people > 1),
            count(DISTINCT t) FILTER (clusters > 1), count(DISTINCT t) FROM shared JOIN a USING (f) JOIN b USING (t)"""
        ).fetchall()[0]
    precision, recall = row[0], row[1]
    return {"f1": 2 * precision * recall / (precision + recall), "merged": row[2], "split": row[3], "people": row[4]}


def drawn(points: list[dict[str, Any]], out: Path) -> None:
    import vl_convert

    values = [{**point, "each": point["processor"] / point["records"] * 1e6} for point in points]
    sizes = sorted({point["records"] for point in points})
    x = {
        "field": "records",
        "type": "quantitative",
        "scale": {"type": "log", "nice": False},
        # A label for each size that was run: on a log scale those in between run into one another.
        "axis": {"values": sizes, "format": "~s", "grid": True, "labelOverlap": "greedy"},
        "title": "records",
    }
    # What grows with the records is a straight line on two log scales; what does not grow is seen on a plain one.
    log, plain = {"type": "log"}, {"zero": True}
    shown = (
        ("processor", "processor seconds", log),
        ("each", "microseconds a record", plain),
        ("gigabytes", "gigabytes at most", log),
    )
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": values},
        "hconcat": [
            {
                "width": 260,
                "height": 240,
                "mark": {"type": "line", "point": True},
                "encoding": {
                    "x": x,
                    "y": {
                        "field": field,
                        "type": "quantitative",
                        "title": title,
                        "scale": scale,
                        "axis": {"tickCount": 5, "format": ",~r"},
                    },
                    "color": {"field": "who", "type": "nominal", "title": None},
                },
            }
            for field, title, scale in shown
        ],
    }
    out.write_text(vl_convert.vegalite_to_svg(spec), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="100000,300000,1000000")
    parser.add_argument(
        "--splink-up-to", type=int, default=1_000_000, help="beyond, Splink alone needs more memory than most machines have"
    )
    parser.add_argument("--out", type=Path)
    parser.add_argument("--whole", action="store_true", help=f"sizes up to 10,000,000, drawn as {PICTURE.name}")
    parser.add_argument("--one", nargs=2, metavar=("WHO", "FILE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps({"Stanch": run_stanch, "Splink": run_splink}[given.one[0]](Path(given.one[1]))))
        return
    points: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        for many in map(int, (WHOLE if given.whole else given.sizes).split(",")):
            path = Path(folder) / f"{many}.parquet"
            write_records(many, path)
            for who in ("Stanch", "Splink") if many <= given.splink_up_to else ("Stanch",):
                point = one_run(who, path)
                if isinstance(point, str):
                    print(f"{who} with {many:,} records {point}")
                    continue
                point["records"] = many
                points.append(point)
                print(
                    f"{who:7} {many:>11,} records  {point['seconds']:7.1f} s  {point['processor']:7.1f} processor s"
                    f"  {point['gigabytes']:5.2f} GB  F1 {point['scores']['f1']:.4f}  merged {point['scores']['merged']:,}"
                    f"  split {point['scores']['split']:,} of {point['scores']['people']:,}",
                    flush=True,
                )
            pair = points[-2:]
            if len(pair) == 2 and pair[0]["records"] == pair[1]["records"]:
                print(f"        {pair[0]['seconds'] / pair[1]['seconds']:.2f} times Splink's time")
            path.unlink()
            if given.out or given.whole:  # after each size: what is measured stands, whatever comes of the next
                drawn(points, given.out or PICTURE)


if __name__ == "__main__":
    main()
