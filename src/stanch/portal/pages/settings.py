"""Settings: what can be set, where, and what only whoever starts the portal sets."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from stanch.casefile import lettering
from stanch.casefile.reminders import Plan
from stanch.portal import desk, sending, tongues, which
from stanch.portal.rights import Visitor, needs, visitor_of

# Where it is set, what it is, and the right that opens the page.
OF_THE_CASE = (
    ("/intake/org.name", "The organisation, as letters and filings name it", "facts"),
    ("/notices/facts", "What the letters need: telephone, sender, who signs, whether two people must approve", "notices"),
    ("/bring?sort=logo", "The logo of the letters", "bring"),
    ("/report", "The form of the report: your own Word template, or ours", "look"),
    ("/fields", "Fields of your own, and which are needed before what", "facts"),
    ("/counsel/hold", "The litigation hold", "privileged"),
    ("/settings/close", "The end of the case: close it, or open it again", "look"),
    ("/settings/destruction", "The end of retention: the people list is destroyed on order", "look"),
    ("/members", "Members and their roles", "members"),
)
OF_YOU = (
    ("/account/2fa/", "Second factor, passkeys, recovery codes"),
    ("/account/password/change/", "Password"),
    ("/account/sessions/", "Where you are signed in"),
)
TOKENS = ("/tokens", "Tokens for programs")
CALENDAR = ("/settings/calendar", "The dates of this case in your own calendar")


@needs("look")
def show(request: HttpRequest) -> HttpResponse:
    """Each with its page; then how this portal was started."""
    visitor = visitor_of(request)
    # Alone at this machine there are no members.
    case = [(path, says) for path, says, right in OF_THE_CASE if visitor.may(right) and (visitor.asks_again or right != "members")]
    return desk.page(request, "settings.html", _("Settings"), of_the_case=case, of_you=_yours(visitor), started=_started())


def _yours(visitor: Visitor) -> list[tuple[str, str]]:
    """What belongs to whoever looks: alone at this machine there is no account."""
    return [*(OF_YOU if visitor.asks_again else ()), *((CALENDAR,) if visitor.may("look") else ()), TOKENS]


def _started() -> list[tuple[str, str]]:
    """What the start of the portal decided; another start decides otherwise."""
    means = sending.means()
    said = {True: _("yes"), False: _("no")}
    case = desk.case()
    return [
        (_("E-mail goes through"), means.server.host if means.server else _("nothing: no mail server was named")),
        *((_("Reminders by e-mail"), one) for one in _reminded(means.plan)),
        (_("Letters are printed for a print house"), said[means.print_house is not None]),
        (_("Two people must approve and send"), said[lettering.one_of(case, "two_person") == "yes"]),
        (_("Several cases on this portal"), said[which.several()]),
    ]


def _reminded(plan: Plan | None) -> list[str]:
    """Who is reminded when, the first who hear first."""
    if plan is None:
        return [_("nobody: no plan was named")]
    after, before = _("when the time is up: %(to)s"), _("%(left)s before: %(to)s")
    told = [(one.before_hours, ", ".join(one.to)) for one in sorted(plan.steps, key=lambda one: -one.before_hours)]
    return [(before if hours else after) % {"left": tongues.remaining(hours), "to": to} for hours, to in told]
