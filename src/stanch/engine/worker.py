"""A worker process: does chunks that its supervisor sends it, and says which input it is on.

Keys come through the connection, never by argument or environment. It ends with its parent, whatever becomes of that.
"""

from __future__ import annotations

import gc
import importlib
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from itertools import groupby
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from stanch.engine import memory
from stanch.engine.bench import Bench, Stumbled
from stanch.engine.place import Board
from stanch.errors import EvidenceError
from stanch.vault import sealed_writer

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from stanch.engine.chunk import Chunk, Loss
    from stanch.engine.local import Input, Task

ROW_GROUP = 4 << 20  # small pieces are gathered into row groups of about this size
ROW_GROUP_ROWS = 4096
# Up to this size a row group is written while the task makes the next one: it stays in memory for that time.
ASIDE = 16 << 20
# Much is made and little of it in circles: collecting after every 700 objects costs a tenth of the time.
RARELY = (50_000, 20, 20)
FEW = 1000  # rows that are cast before what casts them has been loaded: Arrow's functions take a tenth of a second
SLACK = 6 << 30  # libraries reserve address space that they never touch; resident memory is what the supervisor watches


def main() -> None:
    """A worker that is a Python of its own."""
    serve(int(sys.argv[1]), int(sys.argv[2]), os.getppid())


def serve(handle: int, place: int, parent: int) -> None:
    """Serve one supervisor until it closes the connection `handle`; `place` is the board's descriptor. Ends with the process `parent`."""
    _die_with(parent)
    memory.keep_freed()
    gc.set_threshold(*RARELY)
    os.umask(0o077)  # whatever a worker writes is its owner's alone
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    connection = Connection(handle)
    board = Board(place)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would be plain evidence on disk
    while True:
        try:
            what, *given = connection.recv()
        except EOFError:
            return
        if what == "warm":
            warm(given[0])
            continue
        if what == "open":
            opening = given[0]
            task, bench = _opened(opening, board)
            continue
        chunk, skip = given
        try:
            outputs, raised = do(task, chunk, skip, opening["schemas"], bench, tell=lambda place: connection.send(("on", place)))
            memory.give_back()
        except Stumbled as error:
            connection.send(("stumbled", error.place, error.token, error.reason, error.detail))
            continue
        except (OSError, pa.ArrowException, KeyError) as error:
            connection.send(("failed", f"{type(error).__name__}: {error}"))
            return
        connection.send(("done", outputs, raised))


def warm(names: Sequence[str]) -> None:
    """Load what the first chunk will need. What fails here fails again, and is told, when it is needed."""
    gc.disable()  # nothing that loads is given up again: to look through it ten times takes a tenth of the time
    for name in names:
        module, _, function = name.partition(":")
        with suppress(Exception):
            found = importlib.import_module(module)
            if function:
                getattr(found, function)()
    gc.freeze()  # what was loaded stays
    gc.enable()


def _opened(opening: Mapping[str, Any], board: Board) -> tuple[Task, Bench]:
    """Get ready for a step: where to import from, how much memory, which task."""
    sys.path[:] = opening["path"]
    bench: Bench = replace(opening["bench"], at=board.at)
    limit = bench.limits.memory + SLACK
    if resource.getrlimit(resource.RLIMIT_AS) != (limit, limit):
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    task: Task = getattr(importlib.import_module(opening["module"]), opening["function"])
    return task, bench


def do(
    task: Task, chunk: Chunk, skip: frozenset[int], schemas: Mapping[str, pa.Schema], bench: Bench, *, tell: Callable[[int], None]
) -> tuple[list[str], list[Loss]]:
    """Write the chunk's parts; returns the outputs that have rows, and the inputs that raised. Of one that stumbled nothing is written."""
    raised: list[Loss] = []
    with ExitStack() as stack:
        sinks = {name: _Sink(chunk, name, schema, bench, stack) for name, schema in schemas.items()}
        for place in range(len(chunk.inputs)):
            if place in skip:
                continue
            bench.at("", 0.0)
            tell(place)
            for name, table in _guarded(task, chunk.given(place), bench, place, raised):
                sinks[name].add(table)
        tell(len(chunk.inputs))
        for sink in sinks.values():
            sink.flush()
    return [name for name, sink in sinks.items() if sink.writer is not None], raised


def _guarded(task: Task, one: Input, bench: Bench, place: int, raised: list[Loss]) -> Iterator[tuple[str, pa.Table]]:
    """What the task yields until it raises. Faults of writing (a full disk) are not the input's and pass through."""
    try:
        pieces = iter(task(one, bench))
        while True:
            try:
                piece = next(pieces)
            except StopIteration:
                return
            yield piece
    except GeneratorExit:
        raise
    except Stumbled as error:
        error.place = place
        raise
    except EvidenceError as error:
        raised.append((place, error.reason, error.detail))
    except MemoryError:
        raised.append((place, "too_large", "it needs more memory than it may have"))
    except BaseException as error:  # noqa: BLE001 the edge of a worker; Rust panics are no Exception
        # The words of an error may quote the evidence; its class does not.
        raised.append((place, "damaged", f"{type(error).__name__} while it was worked on"))


class _Sink:
    """One output of a chunk: opened with its first rows, whole when the chunk is done."""

    def __init__(self, chunk: Chunk, name: str, schema: pa.Schema, bench: Bench, stack: ExitStack) -> None:
        self.path, self.schema, self.keys, self.stack = chunk.part(name), schema, bench.keys, stack
        self.writer: Any = None
        self.held: list[pa.Table] = []
        self.bytes = self.rows = 0
        self.pool: ThreadPoolExecutor | None = None
        self.writing: Future[None] | None = None

    def add(self, table: pa.Table) -> None:
        """Keep rows; write them when they make a row group."""
        if not table.num_rows:
            return
        self.held.append(table)
        self.bytes += table.nbytes
        self.rows += table.num_rows
        if self.bytes >= ROW_GROUP or self.rows >= ROW_GROUP_ROWS:
            self.flush(aside=self.bytes <= ASIDE)

    def flush(self, *, aside: bool = False) -> None:
        """Write what is kept; `aside`, by another thread, while the task goes on."""
        self._wait()
        if not self.held:
            return
        if self.writer is None:
            self.writer = self.stack.enter_context(sealed_writer(self.path, self.schema, self.keys))
        held, self.held, self.bytes, self.rows = self.held, [], 0, 0
        if not aside:
            self._write(held)
            return
        if self.pool is None:
            from concurrent.futures import ThreadPoolExecutor

            # Entered after the writer, so that it is waited for before that is closed, whatever happens.
            self.pool = self.stack.enter_context(ThreadPoolExecutor(1))
        self.writing = self.pool.submit(self._write, held)

    def _wait(self) -> None:
        """Until nothing is being written; raises what that raised."""
        writing, self.writing = self.writing, None
        if writing is not None:
            writing.result()

    def _write(self, held: Sequence[pa.Table]) -> None:
        alike = [pa.concat_tables(same) for _, same in groupby(held, key=lambda table: table.schema)]
        whole = pa.concat_tables([_cast(table, self.schema) for table in alike])
        self.writer.write_table(whole.unify_dictionaries())


def _cast(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The same rows as the types of the schema."""
    if table.schema.equals(schema):
        return table
    if table.num_rows > FEW or table.schema.names != schema.names:
        return table.cast(schema)
    columns = [
        pa.array(column.to_pylist(), field.type) if pa.types.is_dictionary(field.type) and column.type == field.type.value_type else column
        for column, field in zip(table.columns, schema, strict=True)
    ]
    coded = pa.table(columns, names=schema.names)
    return coded if coded.schema.equals(schema) else coded.cast(schema)


def bind_to(parent: int) -> None:
    """Have the kernel end this process when its parent ends, where it can (Linux); it forgets that at a fork."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG, prctl(2)
        if os.getppid() != parent:
            os._exit(1)


def _die_with(parent: int) -> None:
    """End when the parent does: at once where the kernel can tell us, within a second elsewhere."""
    bind_to(parent)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def lost_places(losses: Sequence[Loss]) -> frozenset[int]:
    """The places of inputs that are not tried again."""
    return frozenset(place for place, _, _ in losses)


if __name__ == "__main__":
    main()
