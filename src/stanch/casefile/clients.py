"""What each client is handed: the notices to it and the list of its own people, in a folder of its own that names nobody else."""

from __future__ import annotations

import difflib
import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from stanch import notices
from stanch.casefile import drafting
from stanch.casefile.case import Case
from stanch.casefile.destruction import refuse_if_destroyed
from stanch.casefile.notice_pages import notices_in_pages
from stanch.engine import Bench
from stanch.errors import WrongCall
from stanch.records import Notice, Person
from stanch.records.listed import digest_of, file_of
from stanch.report.client_lists import of_clients, write_list


@dataclass(frozen=True, slots=True)
class Handed:
    """What lies in one client's folder. `open_notices`: how many of its notices nobody has approved yet."""

    client: str
    folder: str
    people: int
    notices: int
    open_notices: int


def hand_over(case: Case, out: Path, *, now: datetime, by: str, only: str = "") -> list[Handed]:
    """A folder for each client (or the one named) below `out`. The journal keeps who was handed how many people, and the lists' hashes.

    Raises `WrongCall` where nobody said for whom data are held, or no client is called so.
    """
    refuse_if_destroyed(case)
    by_client = of_clients(case.store.get(Person))
    if not by_client:
        raise WrongCall("nobody on the list is any client's", do="Say for whom data are held: `stanch respond -C CASE --clients MAP.yaml`.")
    if only and only not in by_client:
        near = difflib.get_close_matches(only, list(by_client), n=1)
        raise WrongCall(
            f"no client is called {only!r}", do=f"The nearest one is {near[0]}." if near else f"There are: {', '.join(by_client)}."
        )
    out.mkdir(parents=True, exist_ok=True, mode=0o700)
    filings = [one for page in notices_in_pages(case, to_people=False) for one in page if one.form == "filing"]
    bench = drafting.prepared(case, case.bench(as_of=now.date(), moment=now, workers=1))
    done = []
    for client, people in by_client.items():
        if only in ("", client):
            theirs = [one for one in filings if one.id.endswith(f"-{digest_of(client)}")]
            folder = out / file_of(client)
            lists = write_list(client, people, folder, now)
            with tempfile.TemporaryDirectory(dir=out) as making:
                for path in _printed(theirs, Path(making), bench):
                    shutil.move(path, folder / path.name)
            waiting = sum(one.status not in ("approved", "sent") for one in theirs)
            done.append(Handed(client, folder.name, len(people), len(theirs), waiting))
            told = {path.suffix[1:]: hashlib.sha256(path.read_bytes()).hexdigest() for path in lists}
            case.journal.append("hand over client list", client, by=by, details={"people": len(people), "notices": len(theirs), **told})
    return done


def _printed(theirs: list[Notice], making: Path, bench: Bench) -> Iterator[Path]:
    if theirs:
        notices.render(theirs, making, bench=bench)
        yield from sorted((making / "filings").iterdir())
