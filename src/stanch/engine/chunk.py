"""A chunk of inputs: its name, its parts, and the sealed record that it is done and what was lost in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stanch.engine.bench import Bench
from stanch.errors import StanchError
from stanch.vault import Keys, seal, unseal, write_whole

if TYPE_CHECKING:
    from stanch.engine.local import Input, Task

WEIGHT = 8 << 20  # bytes of input in a chunk: a second or so of work, so that little is done twice after a loss
COUNT = 32
MOST_STUCK = 24  # places within one input; each costs a time limit
Loss = tuple[int, str, str]  # place of the input in its chunk, reason, detail
Stuck = tuple[int, str, str, str, bool]  # place of the input, token of the place within it, reason, detail, whether it is the last


@dataclass(slots=True)
class Chunk:
    """Inputs done together. `lost` and `stuck` grow while it is worked on and are written down at once."""

    name: str
    inputs: tuple[Input, ...]
    folder: Path
    keys: Keys
    lost: list[Loss] = field(default_factory=list)
    stuck: list[Stuck] = field(default_factory=list)

    def part(self, output: str) -> Path:
        """Where the sealed rows of one output stand."""
        return self.folder / f"{self.name}.{output}.parquet"

    def is_done(self) -> bool:
        """Whether a whole record and all its parts are there; recalls losses of a run that was killed."""
        done = self._load("done")
        if done is not None and all(self.part(name).exists() for name in done["outputs"]):
            return True
        begun = self._load("lost")
        self.lost = [(place, reason, detail) for place, reason, detail in begun["lost"]] if begun else []
        self.stuck = (
            [(place, token, reason, detail, last) for place, token, reason, detail, last in begun.get("stuck", [])] if begun else []
        )
        return False

    def is_written(self) -> bool:
        """Whether a record says that it is done; a look at the folder only."""
        return (self.folder / f"{self.name}.done").exists()

    def lose(self, place: int, token: str, reason: str, detail: str, *, last: bool = False) -> None:
        """Remember where a worker was lost, also beyond the death of this program.

        Where the task said where it was (`token`), that place alone is lost; the whole input where it did not, or comes back to
        a place that it was to go around.
        """
        known = [one for one in self.stuck if one[0] == place]
        if not token or any(one[1] == token or one[4] for one in known):
            self.lost.append((place, reason, detail))
        else:
            self.stuck.append((place, token, reason, detail, last or len(known) + 1 >= MOST_STUCK))
        self._write("lost", {"lost": self.lost, "stuck": self.stuck})

    def given(self, place: int) -> Input:
        """The input as its task gets it."""
        known = [one for one in self.stuck if one[0] == place]
        if not known:
            return self.inputs[place]
        stuck = [{"at": token, "reason": reason, "detail": detail, "last": last} for _, token, reason, detail, last in known]
        return {**self.inputs[place], "stuck": stuck}

    def finish(self, outputs: Sequence[str], raised: Sequence[Loss]) -> None:
        """The parts are whole; write down that they are, and what is missing from them."""
        self._write("done", {"outputs": list(outputs), "lost": sorted([*self.lost, *raised])})
        (self.folder / f"{self.name}.lost").unlink(missing_ok=True)

    def record(self) -> dict[str, Any]:
        """What `finish` wrote down."""
        found = self._load("done")
        if found is None:
            raise StanchError("a finished chunk has no record", where=self.name, do="Run the step again; it will be made anew.")
        return found

    def _write(self, kind: str, content: dict[str, Any]) -> None:
        sealed = seal(self.keys, f"chunk:{self.name}.{kind}", json.dumps(content).encode())
        write_whole(self.folder / f"{self.name}.{kind}", sealed)

    def _load(self, kind: str) -> dict[str, Any] | None:
        try:
            sealed = (self.folder / f"{self.name}.{kind}").read_bytes()
            found: dict[str, Any] = json.loads(unseal(self.keys, f"chunk:{self.name}.{kind}", sealed))
        except (OSError, StanchError, ValueError):
            return None
        return found


def is_whole_record(path: Path, keys: Keys) -> bool:
    """Whether a chunk's record is as it was written, under its own name."""
    try:
        unseal(keys, f"chunk:{path.name}", path.read_bytes())
    except (OSError, StanchError):
        return False
    return True


def cut(task: Task, inputs: Sequence[Input], version: str, folder: Path, bench: Bench) -> list[Chunk]:
    """The inputs in chunks of like weight. Depends on the inputs alone, never on the number of workers."""
    groups: list[list[Input]] = [[]]
    weight = 0
    for one in inputs:
        heavy = int(one.get("weight", 1))
        if groups[-1] and (weight + heavy > WEIGHT or len(groups[-1]) >= COUNT):
            groups.append([])
            weight = 0
        groups[-1].append(one)
        weight += heavy
    return [Chunk(_name(task, group, version, place), tuple(group), folder, bench.keys) for place, group in enumerate(groups) if group]


def _name(task: Task, group: Sequence[Input], version: str, place: int) -> str:
    text = json.dumps([task.__module__, task.__qualname__, version, place, [dict(one) for one in group]], sort_keys=True, default=str)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
