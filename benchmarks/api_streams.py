"""How long everybody takes as lines over the API, and how much memory that asks for: `api_streams.py [PEOPLE]`.

Prints the lines a second by user CPU time, and by how much the largest memory grew while they were sent, beside what the lines hold.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stanch.records import Person

HOST = "127.0.0.1:8765"


def grown() -> int:
    """The largest memory of this process so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main(number: int) -> None:
    from stanch import casefile
    from stanch.portal import settings
    from stanch.records import Person

    settings.configure()
    now = datetime(2026, 11, 24, tzinfo=UTC)
    with tempfile.TemporaryDirectory() as folder:
        with casefile.create(Path(folder) / "case", passphrase="for a benchmark", org=None, by="it", now=now) as case:  # noqa: S106
            case.store.put(Person, people(number))
        # A fresh process, so that what making the case took does not count.
        pid = os.fork()
        if pid:
            os.waitpid(pid, 0)
            return
        os.execv(sys.executable, [sys.executable, __file__, "--stream", folder])  # noqa: S606


def people(number: int) -> list[Person]:
    """People with an address and an exposure each."""
    from stanch.records import Exposure, Person, PostalAddress

    return [
        Person(
            f"p{at}",
            f"Person {at:07}",
            email=f"p{at}@example.com",
            residence="US-CA",
            elements=("name", "ssn"),
            postal_address=PostalAddress(f"{at} Main Street", "Oakland", "CA", "94601", "US"),
            exposures=(Exposure("us_ssn", "ssn", "***-**-0000", 0.9, (f"share/{at % 100}.csv",)),),
        )
        for at in range(number)
    ]


def stream(folder: str) -> None:
    from django.test import Client

    from stanch import casefile
    from stanch.portal import desk, rights, settings, tokens

    settings.configure()
    with casefile.open_case(Path(folder) / "case", passphrase="for a benchmark") as case:  # noqa: S106
        desk.show(case)
        person = rights.alone("it")
        secret = tokens.make(None, person, name="benchmark", scopes=tokens.offered(person), days=1)
        client = Client(HTTP_HOST=HOST, headers={"Authorization": f"Bearer {secret}"})
        json.loads(client.get("/api/v1/work").content)
        before, started = grown(), resource.getrusage(resource.RUSAGE_SELF).ru_utime
        lines = sent = 0
        for part in client.get("/api/v1/people.ndjson").streaming_content:
            lines += part.count(b"\n")
            sent += len(part)
        took = resource.getrusage(resource.RUSAGE_SELF).ru_utime - started
        print(f"{lines:,} people, {sent / 1e6:.0f} MB, {took:.1f} s of user time ({lines / took:,.0f} a second)")
        print(f"memory grew by {(grown() - before) / 1e6:.1f} MB")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--stream"]:
        stream(sys.argv[2])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
