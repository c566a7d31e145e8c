"""Members: inviting, joining, roles, and the middleware that finds out who looks and whether they may."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from stanch.casefile.journal import Journal
from stanch.errors import WrongCall
from stanch.portal import calendars, desk, rights, tokens, which
from stanch.portal.rights import Visitor
from stanch.portal.team.settings import IDLE_MINUTES, SESSION_HOURS

INVITATION_DAYS = 7
GLASS_MINUTES = 60
SEEN, GLASS = "stanch_seen", "stanch_glass"
# What can wait for whoever answers for the case.
NOT_BY_GLASS = {"members", "close", "destroy"}
METHODS = "account_authentication_methods"  # allauth's: how somebody signed in and showed again that it is them, and when
# Addresses that need no role: signing in and out, joining, the looks of the page.
ENTRANCE = (
    "/account/login/",
    "/account/2fa/authenticate/",
    "/account/2fa/webauthn/login/",
    "/static/",
    "/account/logout/",
    "/account/oidc/",
    "/account/3rdparty/",
    "/join/",
)
# Pages of a portal of several that are of no single case.
LISTS = ("/", "/cases", "/cases/register", "/cases/register/csv", "/cases/register/xlsx")
FACTOR = ("/second-factor", "/account/2fa/", "/account/reauthenticate/", "/account/logout/")
CLOSED = ("/account/signup/", "/account/password/reset/", "/account/email/", "/account/3rdparty/signup/", "/account/confirm-email/")


class Members:
    """Middleware: who is signed in, with a second factor, with a role on this case that has not ended."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page, or the way in."""
        from stanch.portal.gate import API, OPEN_PATHS

        # Django's requests carry what middleware finds out.
        request.visitor = rights.NOBODY  # type: ignore[attr-defined]
        path = request.path
        if tokens.let_in(request) or calendars.let_in(request):
            return self._answer(request)
        if path.startswith(API):
            return self._session(request)
        if path.startswith(CLOSED):
            return desk.page(request, "lost.html", _("Not found"), status=404)
        if path in OPEN_PATHS or path.startswith(ENTRANCE):
            return self._answer(request)
        if not request.user.is_authenticated:
            return _led_in(request, "ended" if _had_session(request) else "")
        if why := why_over(request):
            from django.contrib.auth import logout

            logout(request)
            return _led_in(request, why)
        if not desk.has_case():
            return self._between(request)
        found = of_user(request.user)
        if found is None and which.several():
            # Nobody learns which cases there are.
            return desk.page(request, "lost.html", _("Not found"), status=404)
        if found is None:
            return desk.page(request, "no_role.html", _("No role on this case"), status=403)
        request.visitor = _with_glass(request, found)  # type: ignore[attr-defined]
        if path.startswith(FACTOR):
            return self._answer(request)
        if not _has_second_factor(request):
            return redirect("/second-factor")
        return self._answer(request)

    def _between(self, request: HttpRequest) -> HttpResponse:
        """A page of no case: the list of those that one may see, and one's own account."""
        is_list = which.current() is which.NONE and request.path in LISTS
        if not cases_of(request.user) or not (is_list or request.path.startswith(FACTOR)):
            return desk.page(request, "lost.html", _("Not found"), status=404)
        if request.path.startswith(FACTOR):
            return self._answer(request)
        if not _has_second_factor(request):
            return redirect("/second-factor")
        return redirect("/cases") if request.path == "/" else self._answer(request)

    def _session(self, request: HttpRequest) -> HttpResponse:
        """A call of the API by a member who is signed in; one that is not is answered as everybody without a token."""
        if request.user.is_authenticated and not why_over(request) and _has_second_factor(request):
            found = of_user(request.user)
            if found is not None:
                request.visitor = _with_glass(request, found)  # type: ignore[attr-defined]
        return self._answer(request)


def _led_in(request: HttpRequest, why: str) -> HttpResponse:
    """To the sign-in, which says why somebody who was signed in is not any more, and leads back to the page that was asked for."""
    back = request.get_full_path() if request.method == "GET" and request.path != "/" else ""
    told = {name: value for name, value in (("why", why), ("next", back)) if value}
    return redirect(f"/account/login/?{urlencode(told)}" if told else "/account/login/")


def _had_session(request: HttpRequest) -> bool:
    """Whether the browser still shows the number of a session that has ended, by time or by hand elsewhere."""
    from django.conf import settings

    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.session_key is None


def of_user(user: Any) -> Visitor | None:
    """The account's role on this request's case, or None where it has none or it has ended."""
    from stanch.portal.team.models import Member

    member = Member.objects.filter(user=user, case=which.current().key).first()
    if member is None or (member.until is not None and member.until <= desk.clock()):
        return None
    exhibits = frozenset(member.exhibits.split("\n")) - {""} if member.role == "helper" else None
    name = f"{user.get_full_name() or user.email} ({user.email})"
    return replace(rights.visitor(name, member.role), exhibits=exhibits, asks_again=True)


def cases_of(user: Any) -> list[tuple[which.Which, str]]:
    """The cases of a portal of several on which an account has a role that has not ended, with the role."""
    from stanch.portal.team.models import Member

    now = desk.clock()
    roles = {one.case: one.role for one in Member.objects.filter(user=user) if one.until is None or one.until > now}
    return [(one, roles[one.key]) for one in which.served() if one.key in roles]


def _ids_of(exhibits: Iterable[str]) -> tuple[str, ...]:
    """The ids of exhibits by name or id: pages show names."""
    from django.db.models import Q

    from stanch.casefile.models import ExhibitRow

    found: dict[str, None] = {}
    for one in exhibits:
        rows = ExhibitRow.objects.using(desk.case().alias).filter(Q(identity=one) | Q(name=one)).values_list("identity", flat=True)
        if not rows:
            raise WrongCall(f"there is no exhibit {one!r}", do="Copy its name from the page Evidence.")
        found |= dict.fromkeys(rows)
    return tuple(found)


def names_of(people: Iterable[Any]) -> dict[str, str]:
    """The names of the exhibits that these members may see, by id."""
    from stanch.casefile.models import ExhibitRow

    wanted = {exhibit for one in people for exhibit in one.exhibits.split("\n") if exhibit}
    rows = ExhibitRow.objects.using(desk.case().alias).filter(identity__in=sorted(wanted)) if wanted else ExhibitRow.objects.none()
    return {identity: name for identity, name in rows.values_list("identity", "name") if name}


def invite(*, email: str, name: str, role: str, by: str, exhibits: Iterable[str] = (), until: datetime | None = None) -> str:
    """A link that makes an account once, or gives an account that lost its password or second factor a new one; its path.

    `exhibits`: their names or ids. Raises `WrongCall` for a role there is not, an address that cannot be one, or a helper without exhibits
    or with one that there is not.
    """
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from stanch.portal.team.models import Invitation

    shown = _ids_of(one.strip() for one in exhibits if one.strip())
    if role not in rights.table().roles:
        raise WrongCall(f"there is no role {role!r}", do=f"Choose one of: {', '.join(rights.table().roles)}.")
    if role == "helper" and not (shown and until):
        raise WrongCall("a helper from outside sees named exhibits for a time", do="Name the exhibits and the last day.")
    if until and until <= desk.case().clock():
        raise WrongCall("that day is past", do="Choose a last day that is still to come.")
    try:
        validate_email(email)
    except ValidationError:
        raise WrongCall(f"{email!r} is no e-mail address", do="Write it as name@example.com.") from None
    code, now, case = secrets.token_urlsafe(32), desk.case().clock(), desk.case()
    Invitation.objects.filter(email__iexact=email, case=which.current().key, used_at=None).delete()
    Invitation.objects.create(
        code=_hash(code), case=which.current().key, email=email.lower(),
        name=name.strip()[:200], role=role, exhibits="\n".join(shown), until=until,
        expires_at=now + timedelta(days=INVITATION_DAYS), invited_by=by, invited_at=now,
    )  # fmt: skip
    case.journal.append("invite", email, by=by, details={"role": role, "until": until, "exhibits": shown})
    return f"/join/{code}"


def withdraw(invitation: int, *, by: str) -> None:
    """Take back a link that nobody used yet: from now on it opens nothing. Raises `WrongCall` where there is no such invitation."""
    from stanch.portal.team.models import Invitation

    found = Invitation.objects.filter(pk=invitation, case=which.current().key, used_at=None).first()
    if found is None:
        raise WrongCall("there is no such invitation any more", do="Look at the list again: it may have been used.")
    found.delete()
    desk.case().journal.append("withdraw invitation", found.email, by=by, details={"role": found.role, "invited_by": found.invited_by})


def invited(code: str) -> Any:
    """The invitation of a code, or None where it was used, has run out, or was never given."""
    from stanch.portal.team.models import Invitation

    return Invitation.objects.filter(code=_hash(code), used_at=None, expires_at__gt=desk.clock()).first()


def is_of_another_case(invitation: Any) -> bool:
    """Whether the invited account works on another case already: then it is its holder who joins, signed in, and nothing is made anew.

    Otherwise the owner of one case could invite somebody of another, open the link, and have that person's account.
    """
    from stanch.portal.team.models import Member

    return bool(Member.objects.filter(user__email__iexact=invitation.email).exclude(case=invitation.case).exists())


def is_signed_in(request: HttpRequest, email: str) -> bool:
    """Whether the holder of this address asks, with a second factor, and was not idle."""
    user: Any = request.user
    return bool(user.is_authenticated and user.email.lower() == email.lower() and not why_over(request) and _has_second_factor(request))


def take_up(code: str) -> None:
    """Give an account that works on another case its role on this one. Raises `WrongCall`."""
    from django.contrib.auth import get_user_model
    from django.db import transaction

    with transaction.atomic():
        one = invited(code)
        if one is None:
            raise WrongCall("this invitation was used or has run out", do="Ask for a new one.")
        accounts: Any = get_user_model()
        _put_on(accounts.objects.get(email__iexact=one.email), one)
    _journal_of(one).append("join", one.email, by=one.email, details={"role": one.role, "invited_by": one.invited_by})


def join(code: str, *, name: str, password: str) -> None:
    """Make the account of an invitation, or give it a new password and no second factor yet. Raises `WrongCall` with what is wrong."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator
    from django.contrib.auth import get_user_model
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.db import transaction

    with transaction.atomic():
        one = invited(code)
        if one is None:
            raise WrongCall("this invitation was used or has run out", do="Ask for a new one.")
        if is_of_another_case(one):
            raise WrongCall("this account works on another case", do="Sign in first, then open the link again.")
        accounts: Any = get_user_model()
        user = accounts.objects.filter(email__iexact=one.email).first() or accounts(username=one.email, email=one.email)
        user.first_name = (name.strip() or one.name)[:150]
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise WrongCall(" ".join(error.messages), do="Choose a longer one that nobody would guess.") from None
        user.set_password(password)
        user.save()
        Authenticator.objects.filter(user=user).delete()
        # An identity provider that vouches for this address signs this account in.
        EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
        _put_on(user, one)
    _journal_of(one).append("join", one.email, by=one.email, details={"role": one.role, "invited_by": one.invited_by})


def _put_on(user: Any, one: Any) -> None:
    """The role of an invitation for an account; the invitation is used."""
    from stanch.portal.team.models import Invitation, Member

    now = desk.clock()
    told = {"role": one.role, "exhibits": one.exhibits, "until": one.until, "added_by": one.invited_by, "added_at": now}
    Member.objects.update_or_create(user=user, case=one.case, defaults=told)
    Invitation.objects.filter(pk=one.pk).update(used_at=now)


def _journal_of(invitation: Any) -> Journal:
    case = desk.of(invitation.case)
    if case is None:
        raise WrongCall("the case of this invitation is not served here", do="Ask for a new one.")
    return case.journal


def remove(member: int, *, by: str) -> None:
    """End a role; the account's sessions see nothing from now on. The last owner cannot be removed."""
    from stanch.portal.team.models import Member, ProgramToken

    case = which.current().key
    found = Member.objects.select_related("user").filter(pk=member, case=case).first()
    if found is None:
        raise WrongCall("there is no such member", do="Look at the list again.")
    if found.role == "owner" and Member.objects.filter(role="owner", case=case).count() == 1:
        raise WrongCall("this is the only owner", do="Make somebody else owner first.")
    email = found.user.email
    if Member.objects.filter(user=found.user).exclude(case=case).exists():
        # The account is another case's too; here it has no role and no token any more.
        ProgramToken.objects.filter(user=found.user, case=case).delete()
        found.delete()
    else:
        found.user.delete()
    desk.case().journal.append("remove member", email, by=by)


def end_sessions(member: int, *, by: str) -> int:
    """Sign a member out everywhere; how many sessions ended. Raises `WrongCall` where there is no such member."""
    from allauth.usersessions.models import UserSession

    from stanch.portal.team.models import Member

    found = Member.objects.select_related("user").filter(pk=member, case=which.current().key).first()
    if found is None:
        raise WrongCall("there is no such member", do="Look at the list again.")
    sessions = list(UserSession.objects.filter(user=found.user))
    for one in sessions:
        one.end()
    desk.case().journal.append("end sessions", found.user.email, by=by, details={"sessions": len(sessions)})
    return len(sessions)


def break_glass(request: HttpRequest, *, reason: str) -> None:
    """All rights for an hour, where nobody else can be reached; everybody sees it in the journal. Raises `WrongCall` without a reason."""
    visitor = rights.visitor_of(request)
    if not reason.strip():
        raise WrongCall("the reason must be said", do="Say why nobody with the right can be asked.")
    request.session[_glass()] = time.time() + GLASS_MINUTES * 60
    desk.case().journal.append("break glass", visitor.role, by=visitor.name, details={"reason": reason.strip(), "minutes": GLASS_MINUTES})


def give_back(request: HttpRequest) -> None:
    """The rights of a broken glass end before their hour does."""
    if request.session.pop(_glass(), None) is not None:
        visitor = rights.visitor_of(request)
        desk.case().journal.append("give rights back", visitor.role, by=visitor.name)


def _with_glass(request: HttpRequest, visitor: Visitor) -> Visitor:
    until = request.session.get(_glass(), 0)
    if until <= time.time() or not visitor.may("break_glass"):
        return visitor
    return replace(
        visitor, rights=frozenset(rights.table().rights) - NOT_BY_GLASS, glass=True, glass_until=datetime.fromtimestamp(until, UTC)
    )


def _glass() -> str:
    """Where a session remembers a broken glass: of one case, not of all."""
    return f"{GLASS} {which.current().key}".rstrip()


def why_over(request: HttpRequest) -> str:
    """Why a session is over, or nothing: nothing was asked for too long, or the sign-in is too old. Otherwise this moment counts.

    Each page writes the session, and Django then counts its age anew: whoever goes on working is ended here.
    """
    seen, now = request.session.get(SEEN), time.time()
    request.session[SEEN] = now
    if seen is not None and now - seen > IDLE_MINUTES * 60:
        return "idle"
    signed_in = min((one["at"] for one in request.session.get(METHODS, ())), default=now)
    return "ended" if now - signed_in > SESSION_HOURS * 3600 else ""


def _has_second_factor(request: HttpRequest) -> bool:
    """A second factor of ours; whoever comes from the identity provider has shown it there."""
    from allauth.mfa.utils import is_mfa_enabled

    methods = request.session.get(METHODS, ())
    return any(one.get("method") == "socialaccount" for one in methods) or is_mfa_enabled(request.user)


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode("utf-8", "replace")).hexdigest()
