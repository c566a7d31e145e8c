"""Every sign-in, failed sign-in and change of a second factor goes into the case's journal."""

from __future__ import annotations

from typing import Any

from stanch.casefile import Case
from stanch.portal import desk, which


def connect() -> None:
    """Listen to what allauth tells; doing it again changes nothing."""
    from allauth.account import signals as account
    from allauth.mfa import signals as factors
    from django.contrib.auth.signals import user_login_failed

    for signal, answer in (
        (account.user_logged_in, _signed_in),
        (account.user_logged_out, _signed_out),
        (account.password_changed, _changed_password),
        (user_login_failed, _refused),
        (factors.authenticator_added, _added),
        (factors.authenticator_removed, _removed),
        (factors.authentication_failed, _factor_refused),
    ):
        signal.connect(answer, dispatch_uid=f"stanch {answer.__name__}")


def _note(action: str, user: Any, **details: Any) -> None:
    email = str(getattr(user, "email", "") or "")
    for case in _cases_of(email):
        case.journal.append(action, email, by=email or None, details=details)


def _cases_of(email: str) -> list[Case]:
    """Where an account's comings and goings stand: in the only case, or in each of the several that it has a role on."""
    if not which.several():
        return [desk.case()]
    from stanch.portal.team.models import Member

    keys = Member.objects.filter(user__email__iexact=email).order_by("pk").values_list("case", flat=True)
    return [case for case in map(desk.of, keys) if case is not None]


def _signed_in(user: Any, **_: Any) -> None:
    _note("sign in to portal", user)


def _signed_out(user: Any, **_: Any) -> None:
    _note("sign out of portal", user)


def _changed_password(user: Any, **_: Any) -> None:
    _note("change password", user)


def _refused(credentials: dict[str, Any], **_: Any) -> None:
    told = str(credentials.get("email") or credentials.get("username") or "")[:200]
    for case in _cases_of(told):
        case.journal.append("sign-in refused", told, by="portal")


def refuse_provider(name: str, why: str) -> None:
    """An identity provider's answer was not taken: told in every case that is served, for nobody knows yet whose answer it was."""
    cases = [desk.of(one.key) for one in which.served()] if which.several() else [desk.case()]
    for case in filter(None, cases):
        case.journal.append("sign-in refused", name, by="portal", details={"why": why})


def _added(user: Any, authenticator: Any, **_: Any) -> None:
    _note("add second factor", user, type=authenticator.type)


def _removed(user: Any, authenticator: Any, **_: Any) -> None:
    _note("remove second factor", user, type=authenticator.type)


def _factor_refused(user: Any, **_: Any) -> None:
    _note("second factor refused", user)
