"""Who may do what: rights and roles as `roles.yaml` has them, and the mark on each page that says which right it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, wraps
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch import datafile
from stanch.casefile.decisions import ACTING

FILE = Path(__file__).parent / "roles.yaml"
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True, slots=True)
class RoleText:
    """A role: what it is for, and its rights."""

    says: str
    rights: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Every right with its meaning, and every role."""

    rights: Mapping[str, str]
    roles: Mapping[str, RoleText]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who looks: the name for the journal, the role on this case, what that allows.

    `exhibits`: the only ones a helper from outside may see, or null for all. `asks_again`: grave steps ask for the password
    once more. `glass`: the rights were taken for an hour, until `glass_until`, for a reason that stands in the journal.
    `token`: a program calls in their name, with the token of that name.
    """

    name: str
    role: str
    rights: frozenset[str]
    exhibits: frozenset[str] | None = None
    asks_again: bool = False
    glass: bool = False
    glass_until: datetime | None = None
    token: str = ""

    @property
    def actor(self) -> str:
        """Who acts, for the journal: a program with a token is told apart from the person who gave it."""
        return f"{self.name}{ACTING}{self.token}" if self.token else self.name

    @property
    def is_counsel(self) -> bool:
        """Whether their account has the role of counsel on this case, itself and not for an hour only."""
        return self.role == "counsel" and not self.glass

    @property
    def is_alone(self) -> bool:
        """Whether there is nobody else to ask: the one person at this machine; never a program."""
        return not self.asks_again and not self.token

    def may(self, right: str) -> bool:
        """Whether this is theirs to do."""
        return right in self.rights


# What a closed case leaves nobody: these rights change it.
CHANGING = frozenset({"facts", "review", "duties", "choose", "letters", "calls", "approve", "send", "bring", "actions", "tasks", "run"})
NOBODY = Visitor("nobody", "", frozenset())


@cache
def table() -> Table:
    """Rights and roles. Raises `BrokenDataFile` where the file names a right that there is not."""
    found = datafile.read(FILE, Table)
    for name, role in found.roles.items():
        unknown = set(role.rights) - set(found.rights)
        if unknown:
            raise ValueError(f"{FILE.name}: role {name} names no right: {', '.join(sorted(unknown))}")
    return found


def visitor(name: str, role: str) -> Visitor:
    """A visitor with a role of the table."""
    return Visitor(name, role, frozenset(table().roles[role].rights))


def alone(name: str) -> Visitor:
    """The one person at this machine, who opened the case with its passphrase: there is nobody else to ask."""
    return Visitor(name, "owner", frozenset(table().rights))


def needs(
    right: str, *, to_change: str | None = None, grave: bool = False, takes: bool = False, in_closed: bool = False
) -> Callable[[View], View]:
    """Mark a page with the right it needs to be seen, and the one to send its form; refuse who has it not.

    A page without `to_change` takes no form at all. A `grave` form asks a member of a team to sign in again, if that was long ago;
    so does a file that somebody `takes` out of the case. What changes a case is refused where it is closed, but for what goes on
    `in_closed` cases.
    """

    def marked(page: View) -> View:
        @wraps(page)
        def checked(request: HttpRequest, *given: Any, **named: Any) -> HttpResponseBase:
            from stanch.portal import desk, which

            if request.method == "POST" and to_change is None:
                return HttpResponse("This page takes no form.", status=405, content_type="text/plain")
            wanted = to_change if request.method == "POST" and to_change else right
            if not visitor_of(request).may(wanted):
                if request.path == "/" and request.method == "GET" and (first := desk.first_page(visitor_of(request))):
                    # Whoever signs in comes here: a helper from outside is led to what is theirs, not turned away.
                    return redirect(first)
                _refused(request, wanted)
                return desk.page(request, "not_yours.html", _("Not for your role"), status=403, meaning=table().rights[wanted])
            if in_closed:
                request.goes_on = True  # type: ignore[attr-defined]
            elif request.method == "POST" and wanted in CHANGING and desk.is_closed():
                return desk.page(request, "closed.html", _("This case is closed"), status=409)
            if (takes or grave) and visitor_of(request).asks_again and must_sign_in_again(request):
                # The form is filled in again afterwards: a form that waits in a session could be sent by a page elsewhere.
                again = f"/account/reauthenticate/?{urlencode({'next': which.current().address(request.get_full_path())})}"
                if takes or request.method == "POST":
                    return redirect(again)
                # Whoever looks is told before anything is written into the form; to reveal is a press and a word.
                if to_change and to_change != "reveal" and visitor_of(request).may(to_change):
                    request.sign_in_first = again  # type: ignore[attr-defined]
            return page(request, *given, **named)

        # The tests read this for their table of roles and pages.
        checked.needs = (right, to_change)  # type: ignore[attr-defined]
        return checked  # type: ignore[return-value]

    return marked


def _refused(request: HttpRequest, right: str) -> None:
    """Who asks for what is not theirs stands in the journal; the one person at this machine may do everything."""
    from stanch.portal import desk

    visitor, match = visitor_of(request), request.resolver_match
    if visitor.asks_again:
        desk.case().journal.append("refused", match.route if match else "", by=visitor.name, details={"right": right, "role": visitor.role})


def visitor_of(request: HttpRequest) -> Visitor:
    """Who looks; the gate has found out before any page is asked."""
    found: Visitor = request.visitor  # type: ignore[attr-defined]
    return found


def must_sign_in_again(request: HttpRequest) -> bool:
    """Whether the password was last given too long ago for a grave step."""
    from allauth.account.decorators import reauthentication_required
    from allauth.core.exceptions import ReauthenticationRequired

    try:
        reauthentication_required(lambda _request: HttpResponse())(request)
    except ReauthenticationRequired:
        return True
    return False
