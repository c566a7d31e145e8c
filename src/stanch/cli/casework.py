"""What verbs on a case share: the option that names it, and opening it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from stanch.casefile import Case

F = TypeVar("F", bound=Callable[..., Any])


def _inherited(context: click.Context, _option: click.Parameter, given: Path | None) -> Path | None:
    """The case named here, or before the subcommand: `stanch notices -C CASE approve …` means the same."""
    return given or (context.parent.params.get("case_folder") if context.parent else None)


def case_option(command: F) -> F:
    """`-C CASE_DIR`, given to the command as `case_folder`."""
    option = click.option(
        "-C",
        "--case",
        "case_folder",
        type=click.Path(path_type=Path),
        default=None,
        callback=_inherited,
        metavar="CASE_DIR",
        help="The case's folder.",
    )
    return option(command)


def what_if_option(command: F) -> F:
    """`--what-if KEY=DATE`, given to the command as `what_if`."""
    option = click.option(
        "--what-if",
        "what_if",
        multiple=True,
        metavar="KEY=DATE",
        help="Suppose another date, such as discovered=2026-09-01; may be given again.",
    )
    return option(command)


def json_option(command: F) -> F:
    """`--json`, given to the command as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="JSON on standard output, for programs.")(command)


def by_option(command: F) -> F:
    """`--by NAME`: who decides, for the journal."""
    return click.option("--by", default=None, metavar="NAME", help="Who decides, for the journal; default this account's name.")(command)


def opened(folder: Path | None, *, by: str | None = None, **more: Any) -> Case:
    """The case, opened with the passphrase of the key file or of the person at the terminal."""
    from stanch import casefile
    from stanch.errors import WrongCall

    os.umask(0o077)  # what a case writes is its owner's alone
    if folder is None:
        raise WrongCall("no case was named", do="Name it with -C CASE_DIR.")
    if not (folder / "keys.json").exists():
        raise WrongCall("no case here", where=str(folder), do="Make one with `stanch init`, or name its folder with -C.")
    return casefile.open_case(folder, passphrase=casefile.passphrase(), by=by, **more)


def shows_alone(look: Callable[..., bool]) -> click.Group:
    """A group of verbs that looks at the case where no verb follows: `look(case, as_json=…)` says whether something waits (status 1)."""

    @click.group(invoke_without_command=True, help=look.__doc__)
    @case_option
    @json_option
    @click.pass_context
    def command(context: click.Context, case_folder: Path, *, as_json: bool) -> None:
        if context.invoked_subcommand:
            return
        with opened(case_folder) as case:
            waits = look(case, as_json=as_json)
        if waits:
            raise SystemExit(1)

    return command
