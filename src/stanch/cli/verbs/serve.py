"""`stanch serve`: the portal, for a browser on this machine."""

from __future__ import annotations

import signal
from pathlib import Path

import click

from stanch.cli.casework import case_option, json_option, opened


@click.command()
@case_option
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="The port on 127.0.0.1; 0 chooses a free one.")
@json_option
def command(case_folder: Path, port: int, *, as_json: bool) -> None:
    """Show the case in a browser on this machine, by a link that opens once. Ctrl-C ends it.

    While it runs no other command can work on the case.
    """
    from stanch.cli import show
    from stanch.portal import settings

    settings.configure()
    with opened(case_folder) as case:
        from stanch.portal.serving import server
        from stanch.portal.work import worker

        serving, link = server(case, port=port)
        case.journal.append("serve portal", details={"port": serving.server_port})
        if as_json:
            show.json_line({"link": link})
        else:
            show.message(f"Open this link in a browser on this machine; it opens once:\n\n    {link}\n\nCtrl-C ends the portal.")
        # Ended by the system it closes the case as it does on Ctrl-C.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            serving.serve_forever()
        except KeyboardInterrupt:
            show.message("The portal has ended.")
        finally:
            serving.server_close()
            # What is being walked is finished before the case is closed; it would go on next time, but not while others work on it.
            worker.wait()
