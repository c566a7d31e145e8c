"""What a confidence is worth: of findings given 0.9, how many are right? A plot (SVG) and the expected calibration error a kind.

python benchmarks/reliability.py FOLDER [--svg FILE] [--raw] [--leave-out FOLDS REPOSITORIES]

`FOLDER` holds the repositories of `annotated_sets.yaml`. Measured on the parts held apart of all sets, also those of which nothing
was fitted (marked so). The expected calibration error is the mean distance between the confidence and the share right over ten
bins, weighted by the findings in each. `--raw` measures the detectors' own numbers instead (those of names are shares from the start);
`--leave-out` fits anew without each fitted set in turn (with the folders that `calibrate.py` fits on) and measures names on it, which
is what a text of a sort nobody fitted on would see.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import annotated_sets
import calibrate
from annotated_sets import OURS, TOLD, in_part, part_of, texts_of
from annotated_shapes import Annotated

from stanch.extent.scanning import raw_spans, text_spans
from stanch.extent.span import Span

BINS = 10
Pairs = list[tuple[float, bool]]
Scan = Callable[[str, dict[str, str]], list[Span]]


def measured(texts: Sequence[Annotated], labels: dict[str, str], scan: Scan) -> dict[str, Pairs]:
    """Confidence and whether it was right, of each finding, by row of the report."""
    found: dict[str, Pairs] = {}
    judged = set(labels.values())
    for one in texts:
        for span in scan(one.text, {}):
            row = OURS.get(span.kind)
            if row in judged and row is not None:
                places = [(start, end) for start, end, label in one.spans if labels.get(label) == row]
                found.setdefault(row, []).append((span.confidence, calibrate.is_right(span.start, span.end, places)))
    return found


def bins(pairs: Pairs) -> list[tuple[float, float, int]]:
    """(mean confidence, share right, how many) of each bin that holds any."""
    held: list[Pairs] = [[] for _ in range(BINS)]
    for sure, right in pairs:
        held[min(BINS - 1, int(sure * BINS))].append((sure, right))
    return [(sum(sure for sure, _ in one) / len(one), sum(right for _, right in one) / len(one), len(one)) for one in held if one]


def error(pairs: Pairs) -> float:
    """The expected calibration error."""
    return sum(many * abs(sure - share) for sure, share, many in bins(pairs)) / max(1, len(pairs))


COLOURS = ("#0b6e4f", "#b5442b", "#2f4b8f", "#8a6d1a")


def plot(curves: dict[str, Pairs], width: int = 520) -> str:
    """The reliability plot: the nearer to the diagonal, the better; the area of a point grows with what it stands for."""
    edge, size = 56, width - 76

    def at(x: float, y: float) -> tuple[float, float]:
        return round(edge + (x - 0.4) / 0.6 * size, 1), round(20 + (1 - (y - 0.4) / 0.6) * size, 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {width + 10}" font-family="sans-serif" font-size="12">',
        "<title>Share of findings that are right, by confidence</title>",
        f'<rect width="{width}" height="{width + 10}" fill="#fff"/>',
    ]
    for step in range(4, 11):
        share = step / 10
        (x, low), (_, high) = at(share, 0.4), at(share, 1)
        (left, y), (right, _) = at(0.4, share), at(1, share)
        parts.append(f'<path d="M{x} {low}V{high}M{left} {y}H{right}" stroke="#ddd"/>')
        parts.append(f'<text x="{x}" y="{low + 18}" text-anchor="middle">{share:.1f}</text>')
        parts.append(f'<text x="{left - 8}" y="{y + 4}" text-anchor="end">{share:.1f}</text>')
    (x0, y0), (x1, y1) = at(0.4, 0.4), at(1, 1)
    parts.append(f'<path d="M{x0} {y0}L{x1} {y1}" stroke="#888" stroke-dasharray="5 4"/>')
    parts.append(f'<text x="{(x0 + x1) / 2}" y="{y0 + 38}" text-anchor="middle">confidence</text>')
    parts.append(f'<text x="14" y="{(y0 + y1) / 2}" text-anchor="middle" transform="rotate(-90 14 {(y0 + y1) / 2})">share right</text>')
    for number, (title, pairs) in enumerate(curves.items()):
        colour = COLOURS[number % len(COLOURS)]
        points = [(*at(max(0.4, sure), max(0.4, share)), many) for sure, share, many in bins(pairs)]
        parts.append(f'<polyline points="{" ".join(f"{x},{y}" for x, y, _ in points)}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x}" cy="{y}" r="{2 + min(9, many**0.5 / 4):.1f}" fill="{colour}"/>' for x, y, many in points]
        told = f"{title}: {len(pairs):,} findings, error {error(pairs):.3f}"
        parts.append(f'<text x="{edge + 12}" y="{38 + number * 18}" fill="{colour}">{told}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def leave_out(folder: Path, folds: Path, benign: Path) -> None:
    """Names on each fitted set, held part, by weights fitted without any text of it."""
    print("\nnames by weights fitted without the set itself (F1 by overlap; calibration error)")
    for told in TOLD["sets"]:
        names = {label: row for label, row in told["labels"].items() if row == "name"}
        if not told.get("fit") or not names:
            continue
        calibrate.fitted(calibrate.sources(folder, folds, benign, told["name"]))
        texts = [one for one in texts_of(folder, told) if part_of(one.group) == "held"]
        loose, _ = annotated_sets.judged(texts, map(annotated_sets.ours, (one.text for one in texts)), names, "")
        print(f"  {told['name']:24} {loose['name'].f1:.3f}  {error(measured(texts, names, text_spans)['name']):.3f}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--svg", type=Path, help="write the plot there")
    parser.add_argument("--raw", action="store_true", help="the detectors' own numbers")
    parser.add_argument(
        "--leave-out",
        type=Path,
        nargs=2,
        metavar=("FOLDS", "REPOSITORIES"),
        help="names of each set by weights that were fitted without it",
    )
    given = parser.parse_args()
    rows: dict[str, Pairs] = {}
    fresh: dict[str, Pairs] = {}
    for told in TOLD["sets"]:
        texts = [one for one in texts_of(given.folder, told) if in_part(told, one, "held")]
        found = measured(texts, told["labels"], raw_spans if given.raw else text_spans)
        pairs = [pair for one in found.values() for pair in one]
        told_of = "" if told.get("fit") else "  (nothing of this set was fitted on)"
        print(f"{told['name']:24} {len(pairs):6} findings  error {error(pairs):.3f}{told_of}")
        for row, one in found.items():
            rows.setdefault(row, []).extend(one)
            if not told.get("fit"):
                fresh.setdefault(row, []).extend(one)
    every = [pair for pairs in rows.values() for pair in pairs]
    if not every:
        print(f"none of the sets is in {given.folder}", file=sys.stderr)
        return 2
    print(f"\n{'kind':10} {'findings':>8} {'right':>7} {'error':>7}   share right where the confidence is .5-.6 .6-.7 .7-.8 .8-.9 .9-1")
    unfitted = [pair for one in fresh.values() for pair in one]
    for row, pairs in [*sorted(rows.items()), ("all", every), ("unfitted", unfitted)]:
        shares = {min(9, int(sure * 10)): f"{share:.2f} ({many})" for sure, share, many in bins(pairs)}
        right = sum(right for _, right in pairs) / max(1, len(pairs))
        print(f"{row:10} {len(pairs):8} {right:7.3f} {error(pairs):7.3f}   " + "  ".join(shares.get(at, "-") for at in range(5, 10)))
    if given.svg:
        others = [pair for row, pairs in rows.items() if row != "name" for pair in pairs]
        given.svg.write_text(plot({"all": every, "names": rows.get("name", []), "other kinds": others}), "utf-8")
    if given.leave_out:
        leave_out(given.folder, *given.leave_out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
