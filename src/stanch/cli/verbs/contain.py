"""`stanch contain`: what to load, lock, look for and hand on in the first hours."""

from __future__ import annotations

from pathlib import Path

import click

from stanch.cli.casework import by_option, case_option, json_option, opened


@click.command()
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder to write to; new or empty.")
@click.option(
    "--indicators",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Further indicators (CSV with the columns type and value), as a forensic firm or a CERT gives them; may be given again.",
)
@click.option(
    "--own", multiple=True, metavar="NETWORK", help="A network of your own that must never be blocked: 203.0.113.0/24; may be given again."
)
@case_option
@by_option
@json_option
def command(*, out: Path, files: tuple[Path, ...], own: tuple[str, ...], case_folder: Path | None, by: str | None, as_json: bool) -> None:
    """Write block lists, commands that lock accounts, keys to change, signatures and rules, made from the case's own indicators.

    Addresses inside, and whatever would cut this machine off, are set aside and listed. Stanch runs none of it: read PLAN.md first.
    Ends with 1 when indicators were set aside.
    """
    from stanch.casefile import containing
    from stanch.cause import contain
    from stanch.cli import show

    networks = [_network(one) for one in own]
    _check(out)
    more = [indicator for file in files for indicator in contain.read_indicators(file)]
    with opened(case_folder, by=by) as case:
        material = containing.material(case, more=more, own=networks)
        made = containing.write(case, out, material, by=case.by)
    if as_json:
        aside = [{"type": one.indicator.type, "value": one.indicator.value, "why": one.why} for one in material.set_aside]
        show.json_line({"out": str(out), "files": [{"name": one.name, "does": one.does} for one in made], "set_aside": aside})
    else:
        show.table(f"{len(made)} files in {out}", ("File", "What it does"), [(one.name, one.does) for one in made])
        for one in material.set_aside:
            show.message(f"set aside: {one.indicator.type} {one.indicator.value!r}: {one.why}")
    if material.set_aside:
        raise SystemExit(1)


def _network(text: str) -> str:
    import ipaddress

    from stanch.errors import WrongCall

    try:
        return str(ipaddress.ip_network(text, strict=False))
    except ValueError:
        raise WrongCall(f"{text!r} is no network", where="--own", do="Write it as 203.0.113.0/24 or 2001:db8::/32.") from None


def _check(out: Path) -> None:
    from stanch.errors import WrongCall

    if out.is_dir() and any(out.iterdir()):
        raise WrongCall("this folder is not empty", where=str(out), do="Name a new folder: old lists beside new ones mislead.")
