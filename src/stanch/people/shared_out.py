"""Joining shared out among worker processes: people who have nothing to do with each other are joined side by side.

Components share no record, so each slice of them is joined for itself, here or elsewhere, and the outcome is the same. A slice knows
nothing but its own records and pairs, numbered from nought in their order.
"""

from __future__ import annotations

import gc
import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stanch.engine import Bench, Input, run
from stanch.engine.chunk import WEIGHT
from stanch.people.joining import Joining
from stanch.people.link import Linked
from stanch.people.profiles import COLUMNS
from stanch.vault import Keys, sealed_file, sealed_writer

WORTH_SHARING = 4  # slices from which starting workers pays
SECONDS = 900.0
Ints = npt.NDArray[np.int64]
PAIRS = pa.schema(
    [
        ("number", pa.int64()),
        ("left", pa.int64()),
        ("right", pa.int64()),
        ("weight", pa.float64()),
        ("place", pa.int64()),
        ("open", pa.bool_()),
    ]
)
RECORDS = pa.schema([("uid", pa.int64()), ("component", pa.int64()), ("roll", pa.int64()), *((name, pa.string()) for name in COLUMNS)])
APART = pa.schema([("own", pa.int64()), ("beside", pa.int64())])
SHAPES = {"pairs": PAIRS, "records": RECORDS, "apart": APART}
OUTCOME = {
    "people": pa.schema([("uid", pa.int64()), ("root", pa.int64())]),
    "joined": pa.schema([("pair", pa.int64())]),
    "told": pa.schema([("pair", pa.int64()), ("why", pa.string()), ("excused", pa.bool_())]),
}


@dataclass(frozen=True, slots=True)
class Slice:
    """Whole components: `pairs` (`PAIRS`, the strongest first), `records` (`RECORDS`, by uid), `apart` (`APART`).

    Ends of pairs are places in `records`; `place` is where in the joins of an earlier pass a pair stands (-1 where it did not join), `open`
    whether it is to be looked at again.
    """

    pairs: pa.Table
    records: pa.Table
    apart: pa.Table


def sliced(
    linked: Linked, pairs: Ints, component: Ints, rolls: Ints | None = None, *, joined: Ints | None = None, refused: Ints | None = None
) -> Slice:
    """The slice of `pairs`, which are all pairs within their components; `joined` and `refused` are those of an earlier pass."""
    left, right = linked.left[pairs], linked.right[pairs]
    members = np.unique(np.concatenate([left, right]))
    place = np.full(len(pairs), -1, dtype=np.int64)
    if joined is not None and len(joined):
        order = np.argsort(pairs)
        place[order[np.searchsorted(pairs, joined, sorter=order)]] = np.arange(len(joined))
    is_open = np.isin(pairs, refused) if refused is not None else np.zeros(len(pairs), dtype=bool)
    ends = (np.searchsorted(members, left), np.searchsorted(members, right))
    chosen = linked.records.select(list(COLUMNS)).take(pa.array(members))
    lists = rolls[members] if rolls is not None else np.full(len(members), -1, dtype=np.int64)
    own, beside = linked.apart
    here = np.isin(own, members) & np.isin(beside, members)
    return Slice(
        pa.table([pairs, *ends, linked.weight[pairs], place, is_open], schema=PAIRS),
        pa.table([pa.array(members), pa.array(component[members]), pa.array(lists), *chosen.columns], schema=RECORDS),
        pa.table([np.searchsorted(members, own[here]), np.searchsorted(members, beside[here])], schema=APART),
    )


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the search for cyclic garbage: there is none here, and among millions of small sets it takes half of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def join(slice_: Slice, how: str) -> dict[str, pa.Table]:
    """Join one slice `how` (`strictly`, `strays`, `freely`, `warily`, or `leniently` after an earlier pass); the outcome (`OUTCOME`)."""
    pairs = {name: slice_.pairs.column(name).to_numpy() for name in PAIRS.names}
    uids = slice_.records.column("uid").to_numpy()
    none = np.empty(0, dtype=np.int64)
    apart = (slice_.apart.column("own").to_numpy(), slice_.apart.column("beside").to_numpy())
    linked = Linked(slice_.records, none, none.astype(bool), pairs["left"], pairs["right"], pairs["weight"], {}, (), apart=apart)
    rolls, component = slice_.records.column("roll").to_numpy(), slice_.records.column("component").to_numpy()
    joining = Joining(linked, np.arange(len(pairs["left"])), component, rolls if (rolls >= 0).any() else None)
    if how == "leniently":
        before = np.flatnonzero(pairs["place"] >= 0)
        joining.again(before[np.argsort(pairs["place"][before])])
        joining.leniently(np.flatnonzero(pairs["open"]))
    elif how in ("freely", "warily"):
        joining.freely(warily=how == "warily")
    else:
        joining.strictly()
        if how == "strays":
            joining.strays()
    of = np.arange(len(uids))
    joining.write(of)
    told = [(pair, why, False) for pair, why in joining.doubtful.items()] + [(pair, why, True) for pair, why in joining.excused.items()]
    numbers = pairs["number"]
    return {
        "people": pa.table([uids, uids[of]], schema=OUTCOME["people"]),
        "joined": pa.table([numbers[np.asarray(joining.joined, dtype=np.int64)]], schema=OUTCOME["joined"]),
        "told": pa.table(
            [numbers[np.array([one[0] for one in told], dtype=np.int64)], *([one[at] for one in told] for at in (1, 2))],
            schema=OUTCOME["told"],
        ),
    }


def outcomes(slices: Callable[[int], Slice], many: int, how: str, bench: Bench | None) -> Iterator[dict[str, pa.Table]]:
    """The outcome of each of `many` slices (made by number), in any order: by the workers of `bench` where they are enough, else here."""
    if bench is None or bench.workers < 2 or many < WORTH_SHARING:
        yield from (join(slices(at), how) for at in range(many))
        return
    mark = secrets.token_hex(8)
    with ThreadPoolExecutor(bench.workers) as pool:
        inputs = list(pool.map(lambda at: _kept(slices(at), bench.work / f"{mark}-{at}", bench.keys, how), range(many)))
    done = run(join_kept, inputs, OUTCOME, step="joining", version=mark, bench=replace(bench, engine="local"))
    for name in OUTCOME:
        for table in done.parts[name].tables():
            yield {name: table}
    for one in done.lost:  # a worker had no room for it: this process may have more; what it gave before is given again
        yield join(_read(Path(one.input["slice"]), bench.keys), how)
    _forget(inputs, bench)


def join_kept(given: Input, bench: Bench) -> Iterator[tuple[str, pa.Table]]:
    """One task: the outcome of a slice that lies sealed."""
    with uncollected():
        yield from join(_read(Path(given["slice"]), bench.keys), given["how"]).items()


def _kept(one: Slice, path: Path, keys: Keys, how: str) -> Input:
    for name, table in (("pairs", one.pairs), ("records", one.records), ("apart", one.apart)):
        with sealed_writer(path.with_suffix(f".{name}"), SHAPES[name], keys) as writer:
            writer.write_table(table)
    return {"slice": str(path), "how": how, "weight": WEIGHT, "seconds": SECONDS}


def _read(path: Path, keys: Keys) -> Slice:
    return Slice(*(sealed_file(path.with_suffix(f".{name}"), keys).read() for name in SHAPES))


def _forget(inputs: Sequence[Input], bench: Bench) -> None:
    """Nobody asks for the files again."""
    for one in inputs:
        for name in SHAPES:
            Path(one["slice"]).with_suffix(f".{name}").unlink(missing_ok=True)
    for path in (bench.work / "joining").iterdir():
        path.unlink(missing_ok=True)
