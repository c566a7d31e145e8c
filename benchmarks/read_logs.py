"""How fast logs become events, by kind: invented lines, and a folder of Windows event logs where one is given.

    python benchmarks/read_logs.py [--lines 200000] [--evtx FOLDER]

Peer for event log files: the parser alone (`evtx`), without making records of them. Seconds are processor time of this process.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import evtx

from stanch.cause.timeline import of_pieces
from stanch.reading.windows_events import from_evtx

START = datetime(2026, 3, 1, tzinfo=UTC)
PIECE = 4_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=200_000)
    parser.add_argument("--evtx", type=Path)
    given = parser.parse_args()
    for kind, line in (("web", web), ("fortigate", fortigate), ("sshd", sshd), ("okta", okta)):
        measured(kind, "".join(map(line, range(given.lines))))
    if given.evtx:
        files = sorted(given.evtx.rglob("*.evtx"))
        megabytes = sum(file.stat().st_size for file in files) / 1e6
        begun = time.process_time()
        alone = sum(1 for file in files for record in whole(file))
        told("evtx alone", alone, megabytes, time.process_time() - begun)
        begun = time.process_time()
        records = [found for file in files for found in opened(file) if isinstance(found, str)]
        told("evtx to records", len(records), megabytes, time.process_time() - begun)
        measured("windows", "\n".join(records) + "\n")
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:,.0f} MB, the text itself among it")


def measured(name: str, text: str) -> None:
    begun = time.process_time()
    count = sum(1 for _ in of_pieces([(name, lambda: (text[at : at + PIECE] for at in range(0, len(text), PIECE)))], date(2026, 6, 1)))
    told(name, count, len(text) / 1e6, time.process_time() - begun)


def told(name: str, events: int, megabytes: float, seconds: float) -> None:
    print(f"{name:16} {events:9,} events {seconds:6.1f} s {events / seconds:10,.0f}/s {megabytes / seconds:7.1f} MB/s")


def whole(file: Path) -> Iterator[object]:
    records = iter(evtx.PyEvtxParser(str(file), number_of_threads=1).records_json())
    while True:
        try:
            yield next(records)
        except StopIteration:
            return
        except RuntimeError:
            continue


def opened(file: Path) -> Iterator[object]:
    with file.open("rb") as stream:
        yield from from_evtx(stream)


def web(at: int) -> str:
    moment = START + timedelta(seconds=at)
    return (
        f'203.0.113.{at % 250} - - [{moment:%d/%b/%Y:%H:%M:%S} +0000] "GET /shop/{at}?ref=a%20b HTTP/1.1" 200 {at} '
        '"https://example.com/" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"\n'
    )


def fortigate(at: int) -> str:
    moment = START + timedelta(seconds=at)
    return (
        f'date={moment:%Y-%m-%d} time={moment:%H:%M:%S} devname="FG60" devid="FGT60" logid="0000000013" type="traffic" subtype="forward" '
        f'srcip=10.0.0.{at % 250} srcport=50000 dstip=203.0.113.9 dstport=443 action="close" sentbyte={at} rcvdbyte=4000 policyid=3\n'
    )


def sshd(at: int) -> str:
    moment = START + timedelta(seconds=at)
    return (
        f"{moment:%b} {moment.day:2} {moment:%H:%M:%S} web1 sshd[311]: Failed password for root from 203.0.113.{at % 250} port 4711 ssh2\n"
    )


def okta(at: int) -> str:
    moment = START + timedelta(seconds=at)
    return (
        f'{{"uuid":"u{at}","published":"{moment:%Y-%m-%dT%H:%M:%S}.000Z","eventType":"user.session.start","actor":{{"alternateId":"a@example.com"}},'
        '"client":{"ipAddress":"203.0.113.9"},"outcome":{"result":"SUCCESS"}}\n'
    )


if __name__ == "__main__":
    main()
