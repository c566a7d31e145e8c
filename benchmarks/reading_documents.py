"""How much of a folder of documents is read: `reading_documents.py FOLDER [--ocr never] [--workers N] [--show PART]`.

FOLDER holds `expected.jsonl`, a line per document: `file`, `expect` (`text` or a reason such as `encrypted`) and `contains`,
the snippets that stand in it. Compared after NFKC, soft hyphens dropped, white space folded, case folded.
Prints the files that failed and why, then per file type the share of files whose every snippet stands in the text read.
Exit status 1 where the whole stays below 97 %.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from stanch import custody, reading
from stanch.cli.bench import temporary_bench
from stanch.records import Evidence, Unread, unpack_cells

WANTED = 0.97


def folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "")
    return re.sub(r"\s+", " ", text).casefold()


def written(row: dict[str, Any]) -> str:
    if row["kind"] == "text":
        return str(row["text"])
    table = unpack_cells(row["cells"])
    columns = [column.to_pylist() for column in table.columns]
    lines = ["\t".join(cell or "" for cell in cells) for cells in zip(*columns, strict=True)]
    named = [name for place, name in enumerate(table.column_names, start=1) if name != f"column_{place}"]
    return "\n".join(
        [row["locator"].rpartition("#")[2], *(["\t".join(table.column_names)] if named else []), *lines]
    )  # as `stanch read` writes it


def read_folder(folder: Path, names: list[str], ocr: str, workers: int) -> tuple[dict[str, str], dict[str, list[Unread]], float]:
    """Text and misses by path."""
    texts: dict[str, list[str]] = defaultdict(list)
    missed: dict[str, list[Unread]] = defaultdict(list)
    with temporary_bench(workers=workers) as bench:
        bench.settings["ocr"] = ocr
        exhibits = custody.acquire([Evidence(str(folder / name)) for name in names], by="", now=bench.now, bench=bench)
        paths = {one.id: one.path for one in exhibits}
        begun = time.perf_counter()
        result = reading.read(exhibits, bench=bench)
        took = time.perf_counter() - begun
        for table in result.units.tables():
            for row in table.to_pylist():
                texts[paths[row["exhibit"]]].append(written(row))
        for one in result.unread:
            missed[paths[one.exhibit]].append(one)
    return {path: "\n".join(parts) for path, parts in texts.items()}, missed, took


def fault(wanted: dict[str, Any], text: str, missed: list[Unread]) -> str:
    """Why this document fails; empty where it passes."""
    if wanted["expect"] != "text":
        return "" if any(one.reason == wanted["expect"] for one in missed) else f"should be told as {wanted['expect']}"
    whole = folded(text)
    absent = [one for one in wanted["contains"] if folded(one).strip() not in whole]
    if not absent:
        return ""
    told = "; ".join(sorted({f"{one.reason} ({one.detail})" for one in missed}))
    return f"{len(absent)} of {len(wanted['contains'])} absent: {absent}{'; ' + told if told else ''}"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--ocr", choices=("auto", "never"), default="auto")
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--show", metavar="FILE", help="print the text of the files whose name holds this")
    given = options.parse_args()
    folder = given.folder.resolve()
    rows = [json.loads(line) for line in (folder / "expected.jsonl").read_text(encoding="utf-8").splitlines() if line.strip()]
    rows = [row for row in rows if not given.show or given.show in row["file"]]
    texts, missed, took = read_folder(folder, [row["file"] for row in rows], given.ocr, given.workers)
    good: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row in rows:
        path = str(folder / row["file"])
        kind = Path(path).suffix.lower() or "(none)"
        total[kind] += 1
        why = fault(row, texts.get(path, ""), missed.get(path, []))
        good[kind] += not why
        if why:
            print(f"FAILS {row['file']}: {why}")
        if given.show:
            print(texts.get(path, ""))
    for kind in sorted(total):
        print(f"{kind:10} {good[kind]:4} of {total[kind]:4}  {100 * good[kind] / total[kind]:5.1f} %")
    share = good.total() / max(1, total.total())
    print(f"all        {good.total():4} of {total.total():4}  {100 * share:5.1f} %")
    print(f"{took:.1f} s, {total.total() / took:.1f} files/s, OCR {given.ocr}")
    return 0 if share >= WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
