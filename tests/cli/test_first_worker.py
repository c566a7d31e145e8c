"""Workers of a scan begin to load before its options are parsed, and end with a call that needs none."""

from __future__ import annotations

import subprocess
import sys
import time
import uuid
from collections.abc import Sequence
from pathlib import Path

import psutil
import pytest
from tests.portal.hasty import PATIENCE_SECONDS

CALL = [sys.executable, "-c", "from stanch.cli.main import main; main()"]


def test_nothing_is_loaded_before_they_begin() -> None:
    asked = "import sys, stanch.cli.main; sys.exit(bool({'click', 'numpy', 'pyarrow'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")
@pytest.mark.parametrize(("given", "status"), [(["--no-such-option", "x"], 2), (["documents.jsonl"], 0)])
def test_a_call_without_workers_leaves_none(tmp_path: Path, given: list[str], status: int) -> None:
    (tmp_path / "documents.jsonl").write_text('{"id": "a", "text": "nothing"}\n')
    mark = uuid.uuid4().hex  # an argument of the program's, and of whatever it forks
    called = subprocess.run([*CALL[:-1], f"{CALL[-1]} # {mark}", "scan", *given], check=False, cwd=tmp_path, capture_output=True)
    assert called.returncode == status
    end = time.monotonic() + PATIENCE_SECONDS
    while any(mark in " ".join(one.info["cmdline"] or ()) for one in psutil.process_iter(["cmdline"])):
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_template_that_was_begun_is_the_crews(monkeypatch: pytest.MonkeyPatch) -> None:
    from stanch.cli import first_worker
    from stanch.engine import crew, template

    monkeypatch.setattr(first_worker, "is_forkable", lambda: True)
    begun: list[str] = []

    class Begun(template.Template):
        def __init__(self, warm: Sequence[str]) -> None:
            begun.extend(warm)

        def end(self) -> None:
            begun.append("end")

    monkeypatch.setattr(first_worker, "Template", Begun)
    monkeypatch.setattr(crew, "is_forkable", lambda: pytest.fail("a second one is begun"))
    first_worker.begin(["scan", "--help"])
    first_worker.begin(["verify", "scan"])
    assert not begun
    first_worker.begin(["scan", "x"])
    with crew.Crew() as workers:
        first_worker.call_first(workers)
        assert begun == [*first_worker.WARM]
    assert begun[-1] == "end"
