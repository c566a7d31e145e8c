"""What the first look at some pages would wait for, done beside the pages once the portal listens: laws and texts read, ways weighed."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable

from stanch.portal import which


def get_ready() -> threading.Thread:
    """Begin, for every case that is served; the thread, which ends by itself."""
    thread = threading.Thread(target=_all, name="ready", daemon=True)
    thread.start()
    return thread


def _all() -> None:
    from django.db import connections

    from stanch.portal import desk
    from stanch.portal.pages import approving, counsel, doubts, now, options

    looks: tuple[Callable[[], object], ...] = (now.running, approving.wanting, options.weighed, counsel.brief, doubts.open_families)
    for one in which.served() or (which.ONLY,):
        which.turn_to(one)
        if not desk.has_case():
            continue
        try:
            for look in looks:
                look()
        except Exception as error:  # noqa: BLE001 whoever looks at that page is told what is wrong
            sys.stderr.write(f"stanch: a page could not be made ready: {type(error).__name__}\n")
        finally:
            alias = desk.case().alias
            if alias in connections.databases:
                connections[alias].close()
