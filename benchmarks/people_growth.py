"""How time and memory of linkage grow with the number of records, beside Splink alone.

    python benchmarks/people_growth.py [--sizes 100000,300000,1000000] [--splink-up-to 1000000] [--out growth.svg]
    python benchmarks/people_growth.py --whole

Records as in people_breach.py, invented in blocks of 100,000. Each run is a process of its own. Prints seconds, processor seconds
of all processes (steadier than seconds where the machine is shared), memory, scores and the ratio to Splink's; `--out` draws both as
SVG. `--whole` goes to 10,000,000 records, Splink to 1,000,000, and draws `docs/people_growth.svg`: some half an hour, 16 GB.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

BLOCK = 100_000
WORKERS = 2
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
    processor = spent_so_far()
    found, took = stanch_columns(table)
    return measured(processor, took) | {"scores": scores(found.column("cluster_id"), truth)}


def run_splink(path: Path) -> dict[str, Any]:
    import pyarrow.parquet as pq
    from people_breach import splink_clusters

    table = pq.read_table(path)
    processor = spent_so_far()
    found, took = splink_clusters(table)
    spent = measured(processor, took)
    found = found.sort_by("record_id")
    return spent | {"scores": scores(found.column("cluster_id"), table.sort_by("record_id").column("truth"))}


def spent_so_far() -> float:
    """Processor seconds of this process and of its workers that have ended."""
    return time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


def measured(processor: float, took: float) -> dict[str, Any]:
    """`gigabytes`: the most that the process held, and each worker beside it: more than was held at any one moment."""
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6 * WORKERS
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6 + workers
    return {"seconds": took, "processor": spent_so_far() - processor, "gigabytes": most}


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

    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": [{**point, "each": point["processor"] / point["records"] * 1e6} for point in points]},
        "hconcat": [
            {
                "mark": {"type": "line", "point": True},
                "encoding": {
                    "x": {"field": "records", "type": "quantitative", "scale": {"type": "log"}, "title": "records"},
                    "y": {"field": field, "type": "quantitative", "title": title},
                    "color": {"field": "who", "type": "nominal", "title": None},
                },
            }
            for field, title in (("processor", "processor seconds"), ("each", "microseconds a record"), ("gigabytes", "gigabytes at most"))
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
                done = subprocess.run([sys.executable, __file__, "--one", who, str(path)], check=False, capture_output=True, text=True)
                if done.returncode:
                    print(f"{who} with {many:,} records ended with {done.returncode}: {done.stderr.strip().splitlines()[-1:]}")
                    continue
                point = {"who": who, "records": many} | json.loads(done.stdout.splitlines()[-1])
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
