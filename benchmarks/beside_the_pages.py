"""How long a request takes that hands in words of a letter, or confirms the destruction of the list; and the work that goes on beside it.

python benchmarks/beside_the_pages.py --people 20000

A case of invented people, the portal in this process. While the letters are checked, pages are asked for; the longest of them is told.
"""

import argparse
import functools
import io
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from letters import facts, people

tell = functools.partial(print, flush=True)
HOST, TEXT, DESTRUCTION = "127.0.0.1:8765", "/notices/wording/en/individual", "/settings/destruction"


def filled(case, count):
    """People, duties, help and letters of the benchmark of letters; how long the letters took."""
    from stanch import law, protection
    from stanch.casefile import sums, walking
    from stanch.casefile.drafting import redraft
    from stanch.records import Duty, Offer, Person

    found = list(people(count))
    situation = facts(found)
    duties = law.assess(situation).duties
    case.store.put_facts(situation, source="given")
    for kind, rows in ((Duty, duties), (Person, found), (Offer, protection.offer(duties, found, situation))):
        case.store.put(kind, rows)
    begun = time.perf_counter()
    redraft(case, walking.bench_of(case))
    sums.bring_up_to_date(case)
    return time.perf_counter() - begun


def edited(client):
    """The text with other words in its closing, as Word would save it."""
    import docx

    document = docx.Document(io.BytesIO(client.get(f"{TEXT}/text").content))
    for row in document.tables[0].rows:
        if row.cells[0].text == "closing/0/text":
            row.cells[2].text = "We are sorry, and we mean it."
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def timed(what, do):
    """What it gave; how long it took is told."""
    begun = time.perf_counter()
    answer = do()
    tell(f"{what}: {time.perf_counter() - begun:.2f} s, answered {getattr(answer, 'status_code', '')}")
    return answer


def until_done(client, name, pages):
    """Ask for pages until the errand is done; the longest of them."""
    from stanch.portal import errands

    begun, longest = time.perf_counter(), (0.0, "")
    while errands.of(name).is_running:
        for page in pages:
            asked = time.perf_counter()
            client.get(page)
            longest = max(longest, (time.perf_counter() - asked, page))
        time.sleep(0.2)
    tell(f"{name}: done {time.perf_counter() - begun:.1f} s after the answer ({errands.of(name).state}); "
          f"longest page meanwhile {longest[0]:.2f} s ({longest[1]})")  # fmt: skip


def measure(case, count):
    """The requests, as a browser sends them."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    from stanch.casefile import destruction, proposing
    from stanch.portal import desk, rights
    from stanch.portal.gate import door
    from stanch.portal.work import Worker

    desk.show(case)
    client = Client(HTTP_HOST=HOST)
    client.get(door.new_link())
    content = SimpleUploadedFile("words.docx", edited(client))
    timed("words handed in", lambda: client.post(TEXT, {"grounds": "clearer", "document": content, "force": "yes"}))
    until_done(client, "words of en/individual", ["/", TEXT + "/approve", "/people", "/notices"])
    found = proposing.of_text(case, "en/individual")
    tell(f"{found.letters} letters of this text, {sum(found.lost.values())} would lack something")
    # The case has no evidence: a walk after the approval would find nobody in it.
    Worker.start = lambda *_given, **_named: None
    timed("words approved", lambda: client.post(f"{TEXT}/approve", {"entry": found.entry, "verdict": "approved"}))
    owner = rights.alone
    words = destruction.confirmation(case)
    timed("destruction asked for", lambda: client.post(DESTRUCTION, {"do": "ask", "grounds": "over", "confirmed": words}))
    rights.alone = lambda _name: replace(owner("Lee"), role="counsel")
    timed("destruction confirmed", lambda: client.post(DESTRUCTION, {"do": "confirm", "confirmed": words}))
    until_done(client, "destruction", ["/", DESTRUCTION, "/duties"])
    tell(f"{count} people: {'nothing is left' if not destruction.remaining(case) else destruction.remaining(case)}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=20_000)
    given = parser.parse_args()
    from stanch import casefile
    from stanch.portal import settings

    settings.configure()
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    with (
        tempfile.TemporaryDirectory() as folder,
        casefile.create(Path(folder) / "case", passphrase="correct horse", org=None, by="the owner", now=now) as case,  # noqa: S106 of an invented case
    ):
        tell(f"{given.people} people, drafted in {filled(case, given.people):.0f} s")
        measure(case, given.people)


if __name__ == "__main__":
    main()
