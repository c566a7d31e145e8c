"""Tasks that behave, and tasks that do not."""

import ctypes
import json
import os
import resource
import select
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

import pyarrow as pa

from stanch.errors import EvidenceError
from stanch.vault import Keys, sealed_writer

SCHEMA = pa.schema([("name", pa.string()), ("size", pa.int64())])


def work(given, bench):
    name = given["name"]
    if name == "hang":
        time.sleep(60)
    if name == "eat":
        held = bytearray()
        while True:
            held += os.urandom(1 << 20) * 16
    if name == "segfault":
        ctypes.string_at(0)
    if name == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if name == "exit":
        os._exit(3)
    if name == "raise":
        raise ValueError("987-01-4321")
    if name == "absent":
        Path("/nowhere/at/all").read_bytes()
    if name == "wrong":
        yield "unknown", pa.table({})
    if name == "evidence":
        raise EvidenceError("encrypted", "wants a password")
    if name == "slow":
        time.sleep(0.3)
    if "mark" in given:
        with Path(given["mark"]).open("a") as stream:
            stream.write(name + "\n")
    yield "rows", pa.Table.from_pylist([{"name": name, "size": len(name)}], SCHEMA)
    if name.startswith("both"):
        yield "others", pa.Table.from_pylist([{"name": name, "size": 1}], SCHEMA)


def many(given, bench):
    """Several row groups, and then what the name says."""
    for first in range(0, 40_000, 8_000):
        yield "rows", pa.table({"name": [given["name"]] * 8_000, "size": range(first, first + 8_000)}, SCHEMA)
    if given["name"] == "raise":
        raise ValueError("987-01-4321")


def looked(given, bench):
    """What a worker is and has."""
    mask = os.umask(0o077)
    os.umask(mask)
    told = {
        "pid": os.getpid(),
        "parent": os.getppid(),
        "leads": os.getsid(0) == os.getpid() == os.getpgid(0),
        "open": {one.name: str(one.readlink()) for one in Path("/proc/self/fd").iterdir() if one.exists()},
        "path": sys.path,
        "core": resource.getrlimit(resource.RLIMIT_CORE),
        "mask": mask,
        "random": os.urandom(8).hex() + next(tempfile._get_candidate_names()),
        "loaded": "colorsys" in sys.modules,
        "more": "wave" in sys.modules,
        "sees": "secret" in vars(sys),
    }
    time.sleep(0.2)
    yield "rows", pa.Table.from_pylist([{"name": json.dumps(told), "size": 0}], SCHEMA)


def sealed_before():
    """Whatever draws keys and nonces has drawn some before the fork."""
    with tempfile.TemporaryDirectory() as folder, sealed_writer(Path(folder) / "before", SCHEMA, Keys(b"k" * 32)) as writer:
        writer.write_table(pa.Table.from_pylist([{"name": "a", "size": 1}], SCHEMA))


def start_a_thread():
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()


def until_asked():
    """What takes long to load: until the program asks its template for something."""
    (channel,) = [int(one.name) for one in Path("/proc/self/fd").iterdir() if one.exists() and str(one.readlink()).startswith("socket:")]
    select.select([channel], [], [], 60)
