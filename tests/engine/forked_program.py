"""A program whose workers are forks: does what its argument says in the folder it is given, and prints what it saw as JSON."""

import json
import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent


def main(what, folder):
    sys.path.insert(0, str(HERE))
    from stanch.engine.crew import Crew
    from stanch.engine.template import is_forkable, permit

    before = is_forkable()
    permit()
    evidence = (Path(folder) / "evidence").open("w")
    with Crew() as crew:
        crew.call({"threads": ["engine_tasks:start_a_thread"]}.get(what, ["colorsys", "stanch.nowhere", "engine_tasks:sealed_before"]))
        sys.secret = "read after the fork"
        seen = globals()[what](Path(folder), crew)
        told = {"before": before, "permitted": crew._template is not None or seen.get("gone", False), "program": os.getpid(), **seen}
    evidence.close()
    sys.stdout.write(json.dumps(told))


def bench_of(folder, crew, **how):
    from stanch.engine import Bench, Limits
    from stanch.vault import Keys

    limits = Limits(how.pop("seconds", 60.0), 600 << 20)
    return Bench(work=folder, keys=Keys(b"k" * 32), as_of=date(2026, 1, 1), limits=limits, crew=crew, **how)


def done(task, given, bench, step="trial"):
    from engine_tasks import SCHEMA

    from stanch.engine import run

    result = run(task, given, {"rows": SCHEMA, "others": SCHEMA}, step=step, version="1", bench=bench)
    rows = [row for table in result.parts["rows"].tables() for row in table.column("name").to_pylist()]
    return (
        rows,
        [[lost.input["name"], lost.reason, lost.detail] for lost in result.lost],
        [str(path) for path in result.parts["rows"].paths],
    )


def lose(folder, crew):
    from engine_tasks import work

    bench = bench_of(folder, crew, workers=1)
    given = [{"name": name} for name in ("a", "eat", "segfault", "b", "kill", "exit", "raise", "c")]
    names, lost, _ = done(work, given, bench)
    late, hung, _ = done(work, [{"name": "hang"}, {"name": "d"}], replace(bench, limits=replace(bench.limits, seconds=2.0)), "late")
    return {"names": names + late, "lost": lost + hung}


def look(folder, crew):
    from engine_tasks import looked

    from stanch.engine import chunk

    chunk.COUNT = 1
    rows, _, _ = done(looked, [{"name": str(n)} for n in range(6)], bench_of(folder, crew, workers=2))
    return {"rows": [json.loads(row) for row in rows], "template": crew._template.pid}


def more(folder, crew):
    """More is asked for before the first worker is; a second step begins when that one is idle, a third when the second one is."""
    from engine_tasks import looked

    crew.call(["engine_tasks:until_asked", "wave"])
    seen = [done(looked, [{"name": step}], bench_of(folder, crew, workers=1), step)[0][0] for step in ("one", "two", "three")]
    return {"rows": [json.loads(one) for one in seen]}


def threads(folder, crew):
    return look(folder, crew)


def seal(folder, crew):
    """The same rows, each sealed by the first worker that is forked for its step."""
    from engine_tasks import work

    paths = []
    for step in ("one", "two"):
        _, _, written = done(work, [{"name": "a"}], bench_of(folder, crew, workers=1), step)
        paths += written
        while crew._idle:
            crew._idle.pop().end()
    return {"paths": paths}


def bereave(folder, crew):
    """The template is lost between two steps."""
    from engine_tasks import work

    bench = bench_of(folder, crew, workers=1)
    names, _, _ = done(work, [{"name": "a"}], bench)
    os.kill(crew._template.pid, 9)
    crew._idle[0].process.wait()
    more, lost, _ = done(work, [{"name": "b"}], bench, "two")
    return {"names": names + more, "lost": lost, "gone": True}


def stay(folder, crew):
    from engine_tasks import work

    (folder / "template").write_text(str(crew._template.pid))
    return {"names": done(work, [{"name": "hang", "mark": ""}], bench_of(folder, crew, workers=1))[0]}


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
