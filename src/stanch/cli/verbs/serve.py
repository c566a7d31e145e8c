"""`stanch serve`: the portal, for a browser on this machine or for a team."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stanch.cli.casework import case_option, json_option, opened

if TYPE_CHECKING:
    from stanch.casefile import Case
    from stanch.casefile.forwarding import Destination, Forwarding
    from stanch.casefile.reminders import Plan, Reminding
    from stanch.notices.mail_server import MailServer
    from stanch.portal.serving import Listening
    from stanch.portal.team.settings import Team


@dataclass(frozen=True, slots=True)
class Beside:
    """What runs beside the pages for each case: reminders of deadlines, and the journal sent on."""

    reminding: tuple[Plan, MailServer] | None
    destination: Destination | None

    def begun(self, cases: list[Case]) -> list[Reminding | Forwarding]:
        """A thread of each for each case, begun."""
        threads: list[Reminding | Forwarding] = []
        if self.reminding is not None:
            from stanch.casefile.reminders import Reminding

            threads += [Reminding(one, *self.reminding) for one in cases]
        if self.destination is not None:
            from stanch.casefile.forwarding import Forwarding

            threads += [Forwarding(one, self.destination) for one in cases]
        for one in threads:
            one.start()
        return threads


FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@case_option
@click.option(
    "--cases", "cases_folder", type=click.Path(path_type=Path), metavar="FOLDER",
    help="With --team, instead of -C: every case in this folder, each with members of its own; DATABASE_URL says where accounts stand.",
)  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on; another than this machine needs --team.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="The port; 0 chooses a free one.")
@click.option("--team", is_flag=True, help="Several people: accounts by invitation, a second factor, a role for each.")
@click.option("--owner", metavar="EMAIL", help="With --team, the first time: whom the link for the owner of the case is for.")
@click.option(
    "--name", "names", multiple=True, metavar="HOST", help="With --team: a host name that browsers reach it by; may be given again."
)
@click.option("--certificate", type=FILE, help="With --team: the TLS certificate (PEM).")
@click.option("--certificate-key", type=FILE, help="Its key, where it is not in the same file.")
@click.option(
    "--behind-proxy", type=click.IntRange(0, 5), default=0, help="How many proxies of yours stand before it and speak TLS for it."
)
@click.option("--identity", type=FILE, help="With --team: an OpenID Connect provider (YAML: name, issuer, client_id, secret; mode 0600).")
@click.option(
    "--breached-passwords", "breached", type=FILE,
    help="With --team: a list of SHA-1 hashes of breached passwords, ordered by hash (as Have I Been Pwned gives out); those are refused.",
)  # fmt: skip
@click.option("--forward", "destination", type=FILE, help="Send the journal's entries on to another system (YAML: address; mode 0600).")
@click.option("--token", metavar="NAME", help="Without --team: also print a token for the program of this name; it ends with the portal.")
@click.option("--remind", "plan", type=FILE, help="Remind of deadlines by e-mail while the portal runs: who is told when (YAML).")
@click.option("--email", "mail_server", type=FILE, help="With --remind or --send: the mail server's file (mode 600).")
@click.option("--send", is_flag=True, help="Approved notices may be sent from the portal: through --email, or by --print-house.")
@click.option(
    "--print-house",
    type=click.Path(path_type=Path, file_okay=False),
    help="With --send: the folder for letters, in batches with manifests.",
)
@json_option
def command(
    *,
    case_folder: Path | None,
    cases_folder: Path | None,
    host: str,
    port: int,
    team: bool,
    owner: str | None,
    names: tuple[str, ...],
    certificate: Path | None,
    certificate_key: Path | None,
    behind_proxy: int,
    identity: Path | None,
    breached: Path | None,
    destination: Path | None,
    token: str | None,
    plan: Path | None,
    mail_server: Path | None,
    send: bool,
    print_house: Path | None,
    as_json: bool,
) -> None:
    """Show the case in a browser on this machine, by a link that opens once; or with --team to several people. Ctrl-C ends it.

    While it runs no other command can work on the case.
    """
    from stanch.errors import WrongCall
    from stanch.portal import settings
    from stanch.portal.serving import Listening

    listening = Listening(host, port, certificate, certificate_key)
    _check(
        listening,
        team=team,
        secure=bool(certificate or behind_proxy),
        alone=any((owner, names, certificate, behind_proxy, identity, breached)),
    )
    if team and token:
        raise WrongCall("in a team everybody makes their own tokens", do="Sign in, and make one on the page /tokens.")
    beside = Beside(_reminding(plan, mail_server, is_needed=not send), _destination(destination))
    means = _means(mail_server, print_house, send=send)
    group = _team(names, identity, breached, secure=bool(certificate or behind_proxy), proxies=behind_proxy) if team else None
    settings.configure(group)
    _allow(means, beside.reminding[0] if beside.reminding else None)
    if cases_folder is not None:
        _check_several(case_folder, team=team)
        _serve_several(cases_folder, listening, owner=owner, beside=beside, as_json=as_json)
        return
    with opened(case_folder) as case:
        if group is None:
            _serve(case, listening, token=token, beside=beside, as_json=as_json)
            return
        from stanch.portal.team import accounts

        accounts.open_(case)
        try:
            _serve(case, listening, owner=owner, team=True, beside=beside, as_json=as_json)
        finally:
            accounts.close()


def _check_several(case_folder: Path | None, *, team: bool) -> None:
    from stanch.casefile import server
    from stanch.errors import WrongCall

    if case_folder is not None or not team:
        raise WrongCall("several cases are for a team", do="Give --cases FOLDER with --team, and no -C.")
    if server.url() is None:
        raise WrongCall(
            "the accounts of several cases stand on a PostgreSQL server", do=f"Set {server.VARIABLE}=postgresql://USER@HOST/DATABASE."
        )


def _serve_several(folder: Path, listening: Listening, *, owner: str | None, beside: Beside, as_json: bool) -> None:
    """Serve every case of a folder until it is ended."""
    from stanch.cli.several import opened_several
    from stanch.portal.team import accounts

    with opened_several(folder) as (keys, cases):
        accounts.open_several(keys)
        try:
            _serve(cases, listening, owner=owner, team=True, beside=beside, as_json=as_json)
        finally:
            accounts.close()


def _check(listening: Listening, *, team: bool, secure: bool, alone: bool) -> None:
    """Refuse what would show the case to the world."""
    from stanch.errors import WrongCall

    here = listening.host in ("127.0.0.1", "::1", "localhost")
    if not here and not team:
        raise WrongCall("the portal of one person listens on this machine alone", where=listening.host, do="Add --team for accounts.")
    if not here and not secure:
        raise WrongCall("passwords would cross the network in the clear", do="Give a --certificate, or set --behind-proxy to your proxies.")
    if alone and not team:
        raise WrongCall("these options are for a team", do="Add --team.")


def _team(names: tuple[str, ...], identity: Path | None, breached: Path | None, *, secure: bool, proxies: int) -> Team:
    from stanch.portal.team import breached as passwords
    from stanch.portal.team.settings import Team, read_provider

    if breached:
        passwords.check(breached)

    provider = read_provider(identity) if identity else None
    return Team(names=names, secure=secure, proxies=proxies, provider=provider, breached=breached.resolve() if breached else None)


def _reminding(plan: Path | None, mail_server: Path | None, *, is_needed: bool) -> tuple[Plan, MailServer] | None:
    """The plan and the server, read before anything starts. Raises `WrongCall` where one is given without the other."""
    from stanch.errors import WrongCall

    if plan is None and (mail_server is None or not is_needed):
        return None
    if plan is None or mail_server is None:
        raise WrongCall("--remind and --email go together", do="Give both: who is told when, and the mail server.")
    from stanch.casefile.reminders import read_plan
    from stanch.notices.mail_server import read_server

    return read_plan(plan), read_server(mail_server)


def _destination(file: Path | None) -> Destination | None:
    from stanch.casefile.forwarding import read_destination

    return read_destination(file) if file else None


def _means(mail_server: Path | None, print_house: Path | None, *, send: bool) -> tuple[MailServer | None, Path | None]:
    """By what pages may send, read before anything starts. Raises `WrongCall` where a part is missing."""
    from stanch.errors import WrongCall
    from stanch.notices.mail_server import read_server

    if print_house and not send:
        raise WrongCall("--print-house goes with --send", do="Add --send, or leave it out.")
    if send and not (mail_server or print_house):
        raise WrongCall("there is no way to send", do="Give --email SERVER.yaml, --print-house FOLDER, or both.")
    return (read_server(mail_server) if mail_server else None, print_house.resolve() if print_house else None) if send else (None, None)


def _allow(means: tuple[MailServer | None, Path | None], reminded: Plan | None) -> None:
    from stanch.portal import sending

    sending.allow(sending.Means(*means, reminded))


def _serve(
    case: Case | dict[str, Case],
    listening: Listening,
    *,
    owner: str | None = None,
    team: bool = False,
    token: str | None = None,
    beside: Beside,
    as_json: bool,
) -> None:
    """Serve until it is ended."""
    from stanch.casefile import sums
    from stanch.cli import show
    from stanch.portal import errands, sending
    from stanch.portal.nightly import Nightly
    from stanch.portal.readiness import get_ready
    from stanch.portal.serving import server
    from stanch.portal.work import PATIENCE_SECONDS, worker

    cases = list(case.values()) if isinstance(case, dict) else [case]
    for one in cases:
        # A case of an earlier release has none of the sums that pages show.
        sums.bring_up_to_date(one, watch=lambda name: show.message(f"Counting {name}, once."))
    serving, address = server(case, listening)
    for one in cases:
        one.journal.append("serve portal", details={"address": address, "team": team})
    told = _invitations(address, owner) if isinstance(case, dict) else _invitation(address, owner) if team else _link(address, token)
    if as_json:
        show.json_line(told)
    else:
        show.message(_said(told))
    threads = beside.begun(cases)
    # Ended by the system it closes the case as it does on Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    nightly = Nightly(cases)
    nightly.start()
    _resume()
    ready = get_ready()
    try:
        serving.serve()
    except KeyboardInterrupt:
        show.message("The portal has ended.")
    finally:
        serving.stop()
        for thread in threads:
            thread.stop()
        nightly.end()
        ready.join()
        # Before the case is closed what is being sent ends at its next message; a walk that takes long is cut off, and goes on next time.
        sending.end(cases)
        worker.wait(PATIENCE_SECONDS)
        errands.wait(PATIENCE_SECONDS)


def _resume() -> None:
    """Go on with what the end of an earlier portal cut off: walks, the destruction of a list, checks of words."""
    from stanch.portal import desk, which
    from stanch.portal.pages import destruction, wording
    from stanch.portal.work import worker

    before = which.current()
    for one in which.served() or (which.ONLY,):
        which.turn_to(one)
        worker.resume(desk.case())
        destruction.go_on()
        wording.go_on()
    which.turn_to(before)


def _link(address: str, name: str | None) -> dict[str, Any]:
    from stanch.portal import desk, rights, tokens
    from stanch.portal.gate import door

    told = {"address": address, "link": f"{address}{door.new_link()}"}
    if name is None:
        return told
    person = rights.alone(desk.case().by)
    return {**told, "token": tokens.make(None, person, name=name, scopes=tokens.offered(person), days=tokens.LONGEST_DAYS)}


def _invitation(address: str, owner: str | None) -> dict[str, Any]:
    """The address, and where nobody is on the case yet, or an owner is named, the link for the owner."""
    from stanch.casefile import current_user
    from stanch.errors import WrongCall
    from stanch.portal.team import accounts, members

    if owner is None and accounts.has_members():
        return {"address": address}
    if owner is None:
        raise WrongCall("nobody is on the case yet", do="Say whom the owner's link is for: --owner NAME@EXAMPLE.COM.")
    return {"address": address, "invitation": f"{address}{members.invite(email=owner, name='', role='owner', by=current_user())}"}


def _invitations(address: str, owner: str | None) -> dict[str, Any]:
    """The address, and for each case that nobody is on yet the link for its owner."""
    from stanch.casefile import current_user
    from stanch.errors import WrongCall
    from stanch.portal import which
    from stanch.portal.team import accounts, members

    links: dict[str, str] = {}
    for one in which.served():
        which.turn_to(one)
        if accounts.has_members():
            continue
        if owner is None:
            raise WrongCall(f"nobody is on the case {one.name} yet", do="Say whom the owner's link is for: --owner NAME@EXAMPLE.COM.")
        links[one.name] = f"{address}{members.invite(email=owner, name='', role='owner', by=current_user())}"
    which.turn_to(which.NONE)
    return {"address": address, "invitations": links}


def _said(told: dict[str, Any]) -> str:
    if "invitations" in told:
        links = "".join(f"    {name}: {link}\n" for name, link in told["invitations"].items())
        first = f"Owners join by these links; each opens once, within seven days:\n\n{links}\n" if links else ""
        return f"{first}The team signs in at {told['address']}/\n\nCtrl-C ends the portal."
    if "link" in told:
        program = f"A program calls {told['address']}/api/v1 with this token:\n\n    {told['token']}\n\n" if "token" in told else ""
        return f"Open this link in a browser on this machine; it opens once:\n\n    {told['link']}\n\n{program}Ctrl-C ends the portal."
    first = (
        f"The owner joins by this link; it opens once, within seven days:\n\n    {told['invitation']}\n\n" if "invitation" in told else ""
    )
    return f"{first}The team signs in at {told['address']}/\n\nCtrl-C ends the portal."
