"""Finds verbs by listing `verbs/`, imports the one that is called, and turns errors into two lines and an exit status.

Exit status: 0 done; 1 done, but something needs attention; 2 the call was wrong; 3 failed.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

import click

from stanch import __version__
from stanch.errors import StanchError

VERBS = Path(__file__).parent / "verbs"


class Verbs(click.Group):
    """A click group whose commands are the files of `verbs/`, imported on demand."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The verbs, by name."""
        return sorted(file.stem.replace("_", "-") for file in VERBS.glob("*.py") if file.stem != "__init__")

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """The verb's command, or None."""
        if name not in self.list_commands(_ctx):
            return None
        module = importlib.import_module(f"stanch.cli.verbs.{name.replace('-', '_')}")
        command = module.command
        return command if isinstance(command, click.Command) else None


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="stanch")
def stanch() -> None:
    """Stop the bleeding: what was taken, whose it is, how it happened, what the law requires, what to tell whom by when.

    Start with `stanch respond EVIDENCE -C CASE`, or practise with `stanch drill`.
    """


def run(arguments: list[str]) -> int:
    """Run one call; returns the exit status. What a verb does to the file mode mask ends with it."""
    mask = os.umask(0o077)
    os.umask(mask)
    try:
        return _run(arguments)
    finally:
        os.umask(mask)


def _run(arguments: list[str]) -> int:
    # Bytes of a file name that are no UTF-8 must never end a run with a traceback.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        outcome = stanch.main(args=arguments, prog_name="stanch", standalone_mode=False)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        return _miscalled(error)
    except click.Abort:
        click.echo("Stopped. Nothing is lost; run the same command again to go on.", err=True)
        return 3
    except StanchError as error:
        click.echo(f"stanch: {error}", err=True)
        return error.exit_status
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SystemExit as leave:
        return int(leave.code or 0)
    except KeyboardInterrupt:
        click.echo("Stopped. Nothing is lost; run the same command again to go on.", err=True)
        return 3
    except OSError as error:
        return _system(error)
    except Exception as error:  # noqa: BLE001 the outermost edge: a fault of ours is told in two lines, not in a traceback
        return _fault(error)
    return outcome if isinstance(outcome, int) else 0


def _miscalled(error: click.ClickException) -> int:
    """A wrong option or argument, in two lines: what, and where the right ones stand."""
    context = getattr(error, "ctx", None)
    if isinstance(error, click.exceptions.NoArgsIsHelpError) and context:
        click.echo(context.get_help(), err=True)
        return 2
    asked = context.command_path if context else "stanch"
    click.echo(f"stanch: {error.format_message()}\nSee `{asked} --help`.", err=True)
    return 2


def _system(error: OSError) -> int:
    where = os.fsdecode(error.filename) if error.filename else ""
    advice = {
        28: "The disk is full. Free some room (or move the case) and run the same command again; finished work is kept.",
        13: "Permission is missing. Run as a user who may read and write there.",
        30: "The file system is read-only. Choose another folder for the case.",
        122: "The disk quota is used up. Free some room and run the same command again; finished work is kept.",
        2: "Check the path.",
    }.get(error.errno or 0, "Nothing is lost; put this right and run the same command again.")
    click.echo(f"stanch: {where + ': ' if where else ''}{error.strerror or error}\n{advice}", err=True)
    return 3


def _fault(error: Exception) -> int:
    if os.environ.get("STANCH_TRACEBACK"):
        raise error
    click.echo(
        f"stanch: a fault in Stanch itself: {type(error).__name__}\n"
        "Nothing is lost. Set STANCH_TRACEBACK=1 and run again to see where; that may show personal data, so read it before you send it.",
        err=True,
    )
    return 3
