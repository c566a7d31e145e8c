"""What verbs that take evidence share: paths or addresses of live sources, the option for their secrets, and taking them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from stanch.cli import show

if TYPE_CHECKING:
    from stanch.custody import Address, Secret
    from stanch.engine import Bench
    from stanch.records import Evidence
    from stanch.records.exhibit import Role

F = TypeVar("F", bound=Callable[..., Any])
WARNED = (
    "A password stands in the call: your shell keeps it, and others on this machine can see it. "
    "Next time set STANCH_SOURCE_PASSWORD, or use --credentials FILE."
)


class PathOrAddress(click.ParamType):  # type: ignore[type-arg]
    """A path that exists, or `scheme://…` as it was written."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path | str:
        """A `Path`, or the address as text."""
        if isinstance(value, str) and "://" in value and not Path(value).exists():
            from stanch.custody import is_address  # long to load, and few paths hold these signs

            if is_address(value):
                return value
        found: Path = click.Path(exists=True, path_type=Path).convert(value, param, ctx)
        return found


def credentials_option(command: F) -> F:
    """`--credentials FILE`, given to the command as `credentials`."""
    option = click.option(
        "--credentials",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Secrets of live sources, a line each: ADDRESS PASSWORD; readable by you alone.",
    )
    return option(command)


@dataclass(frozen=True, slots=True)
class Sources:
    """Live sources that were named. `evidence` holds their addresses without secrets."""

    addresses: tuple[Address, ...]
    evidence: tuple[Evidence, ...]
    credentials: Path | None

    def take(self, bench: Bench, *, by: str) -> list[str]:
        """Take what was not taken before; returns what broke off, and tells it."""
        from stanch import custody

        named = [(address, one.role) for address, one in zip(self.addresses, self.evidence, strict=True)]
        named = [(address, role) for address, role in named if not custody.is_taken(address, role, bench=bench)]
        if not named:
            return []
        if any(address.secret for address, _ in named):
            show.message(WARNED)
        secrets = custody.secrets_for([address for address, _ in named], file=self.credentials, ask=_ask if sys.stdin.isatty() else None)
        broken = custody.take([(*one, secret) for one, secret in zip(named, secrets, strict=True)], by=by, bench=bench)
        for one in broken:
            show.message(f"{one}. Nothing of that is lost; the same command again goes on from there.")
        return broken


def sources_of(given: Sequence[tuple[str, Role]], credentials: Path | None) -> Sources:
    """The live sources among addresses as they were written. Raises `WrongCall` where one cannot be understood."""
    from stanch import custody
    from stanch.records import Evidence

    unique = {(address.plain, role): address for text, role in given for address in (custody.parse(text),)}
    evidence = tuple(Evidence(plain, role) for plain, role in unique)
    return Sources(tuple(unique.values()), evidence, credentials)


def opened_by(text: str, credentials: Path | None) -> tuple[Address, Secret]:
    """A live source and its secret, for one that is read and not taken into custody; a secret in the call is warned of."""
    from stanch import custody

    address = custody.parse(text)
    if address.secret:
        show.message(WARNED)
    return address, custody.secrets_for([address], file=credentials, ask=_ask if sys.stdin.isatty() else None)[0]


def split(given: Sequence[Path | str]) -> tuple[list[Path], list[str]]:
    """Paths, and addresses."""
    return [one for one in given if isinstance(one, Path)], [one for one in given if isinstance(one, str)]


def _ask(plain: str) -> str:
    return str(click.prompt(f"Password of {show.printable(plain)}", hide_input=True, default="", show_default=False, err=True))
