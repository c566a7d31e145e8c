"""`stanch cause`: how it happened, from logs alone."""

from __future__ import annotations

from pathlib import Path

import click

from stanch.cli import show
from stanch.engine.crew import Crew

# What the first small log needs: a worker loads it while the program loads.
WARM = ("stanch.engine.worker", "stanch.reading.exhibits", "stanch.reading.logs", "stanch.cause.parsed.task:warm")


@click.command()
@click.argument("logs", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--sigma", type=click.Path(exists=True, file_okay=False, path_type=Path), help="A folder of further Sigma rules.")
@click.option("--facts", "facts_file", type=click.Path(exists=True, path_type=Path), help="Facts (YAML): what is known already.")
@click.option(
    "--mapping",
    "mappings",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file (YAML) that tells how a further kind of log names things. May be given more than once.",
)
@click.option(
    "--suspect", "suspects", multiple=True, metavar="WHO", help="An account or address that people know it was. May be given again."
)
@click.option(
    "--events", type=click.Path(dir_okay=False, path_type=Path), help="Write every event, by ECS names, to FILE.parquet or FILE.csv."
)
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
def command(
    logs: tuple[Path, ...],
    *,
    sigma: Path | None,
    facts_file: Path | None,
    mappings: tuple[Path, ...],
    suspects: tuple[str, ...],
    events: Path | None,
    workers: int,
    as_json: bool,
) -> None:
    """Tell from LOGS how it happened, when, and what to do in the first hours.

    Understood, compressed, packed and nested as they come: Windows event logs (EVTX, XML, CSV, JSON); sshd, sudo, auditd, syslog;
    web servers (Apache, nginx, IIS, HAProxy, Caddy); Microsoft 365, Entra, Azure, Google Workspace, Okta; AWS CloudTrail, S3, VPC
    flow; GitHub, Slack, Box, Dropbox, Salesforce, Duo, JumpCloud, 1Password, Bitwarden, Google Cloud; FortiGate, Palo Alto, Cisco,
    Meraki, SonicWall, Sophos, WatchGuard, MikroTik, Zyxel, UniFi, pfSense, NetScaler, Ivanti; OpenVPN, WireGuard; NAS and FTP;
    TeamViewer, AnyDesk, ScreenConnect; PostgreSQL, MySQL, MongoDB; consoles of virus scanners; cPanel, WordPress; Zeek, Suricata;
    ClamAV; Postfix, Dovecot, mail traces. The whole list: docs/rooms/cause.md.
    Any other JSON, CSV or text with --mapping.
    """
    with Crew() as crew:
        crew.call(WARM)
        _cause(
            logs,
            crew,
            sigma=sigma,
            facts_file=facts_file,
            mappings=mappings,
            suspects=suspects,
            events=events,
            workers=workers,
            as_json=as_json,
        )


def _cause(
    logs: tuple[Path, ...],
    crew: Crew,
    *,
    sigma: Path | None,
    facts_file: Path | None,
    mappings: tuple[Path, ...],
    suspects: tuple[str, ...],
    events: Path | None,
    workers: int,
    as_json: bool,
) -> None:
    from stanch import cause, custody, law, reading
    from stanch.cli.bench import temporary_bench
    from stanch.cli.sigma_told import tell_rules
    from stanch.records import Evidence, Facts, to_plain

    facts = law.read_facts(facts_file) if facts_file else Facts()
    with show.progress() as progress, temporary_bench(workers=workers, progress=progress, as_of=facts.as_of, crew=crew) as bench:
        if sigma:
            bench.settings["sigma"] = str(sigma.resolve())
        bench.settings["mappings"] = "\n".join(str(path.resolve()) for path in mappings)
        bench.settings["suspects"] = "\n".join(suspects)
        if events:
            bench.settings["events"] = str(events.resolve())
        exhibits = custody.acquire([Evidence(str(path), "log") for path in logs], by="", now=bench.now, bench=bench)
        read = reading.read(exhibits, bench=bench)
        attack = cause.reconstruct(read.logs, facts, bench=bench)
    for lost in read.unread:
        show.message(f"{lost.locator}: not read: {lost.reason} ({lost.detail})")
    for part in attack.unparsed:
        show.message(f"{part.file}: not read: {part.reason} ({part.detail})")
    if sigma:
        tell_rules(sigma)
    if as_json:
        show.json_line(to_plain(attack))
    else:
        _tell(attack)
    if read.unread or attack.unparsed or any(source.kind == "unknown" for source in attack.sources):
        raise SystemExit(1)


def _tell(attack: object) -> None:
    from stanch.records import Attack

    assert isinstance(attack, Attack)  # noqa: S101 for the type checker
    show.table(
        f"{attack.events:,} events",
        ["log", "kind", "first", "last", "events", "not understood"],
        [(one.file, one.kind, one.first, one.last, one.events, one.unparsed) for one in attack.sources],
    )
    for said in attack.remarks:
        show.message(f"! {said}")
    show.table(
        "\nThe story",
        ["when (UTC)", "tactic", "what", "evidence"],
        [(f"{one.time:%Y-%m-%d %H:%M}", one.tactic, one.text, ", ".join(one.evidence[:2])) for one in attack.story],
    )
    window = attack.window
    if window.first and window.last:
        show.table(
            "",
            ["", ""],
            [
                (
                    "window of exposure",
                    f"{window.first:%Y-%m-%d %H:%M} to {window.last:%Y-%m-%d %H:%M} UTC (confidence {window.confidence:.0%})",
                ),
                ("it began with", attack.touched.patient_zero or "unknown"),
                ("accounts", ", ".join(attack.touched.accounts[:10])),
                ("machines", ", ".join(attack.touched.hosts[:10])),
                ("addresses", ", ".join(attack.touched.addresses[:10])),
                ("cause", f"{attack.cause.statement} ({attack.cause.kind}, confidence {attack.cause.confidence:.0%})"),
                (
                    "still going on?",
                    {True: "yes, or it cannot be ruled out", False: "no sign of it in these logs", None: "unknown"}[attack.ongoing],
                ),
            ],
        )
    show.table(
        "\nWhat to do now, in this order",
        ["", "do", "why", "do not"],
        [(one.order, one.do, one.why, one.do_not) for one in attack.containment],
    )
    for question in attack.questions:
        show.message(f"? {question}")
