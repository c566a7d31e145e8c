"""Where allauth, which has no types, asks what is allowed here: nobody signs up by themselves, no mail leaves, what a code is called."""

from __future__ import annotations

import time
from base64 import b64decode, b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext as _

from stanch.portal import desk
from stanch.portal.team import accounts, journaling
from stanch.portal.team.pages import identity
from stanch.portal.team.settings import FRESH_SECONDS
from stanch.vault import seal, unseal

FACTOR = "second factor"


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from invitations alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 allauth gives it
        """Nobody signs up by themselves."""
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:  # noqa: ARG002 allauth gives it
        """A sign-in of a short while ago is as good as signing in again."""
        records = self.request.session.get("account_authentication_methods", ())
        newest = max((float(one.get("at", 0)) for one in records), default=0.0)
        return time.time() - newest > FRESH_SECONDS

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """No mail leaves the portal."""


class Providers(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """An identity provider lets in whoever was invited, and makes no accounts."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002 allauth gives them
        """Only accounts that an invitation made."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """An answer to a question of another browser, or one that was given before, signs nobody in."""
        told = sociallogin.account.extra_data.get("id_token") or {}
        if identity.is_answer(request, told.get("nonce")):
            return
        self.on_authentication_error(request, sociallogin.provider, error="the answer carries another number than the question")
        fault = "The provider's answer is not to what this browser asked. Start again from the sign-in page."
        raise ImmediateHttpResponse(desk.page(request, "fault.html", _("This did not work"), status=403, fault=fault))

    def on_authentication_error(
        self,
        request: HttpRequest,  # noqa: ARG002 allauth gives them
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,  # noqa: ARG002
    ) -> None:
        """Why the provider's answer was not taken: for the journal, and for whoever sets the provider up."""
        why = f"{type(exception).__name__}: {exception}" if exception else str(error)
        journaling.refuse_provider(str(provider), why[:300])


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """Whose account a second factor is of, as the authenticator shows it."""

    def encrypt(self, text: str) -> str:
        """A secret as it is kept: on a server, sealed; a sealed file seals it itself."""
        keys = accounts.factor_keys()
        return b64encode(seal(keys, FACTOR, text.encode())).decode() if keys else text

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again. Raises `StanchError` where it was altered."""
        keys = accounts.factor_keys()
        return unseal(keys, FACTOR, b64decode(encrypted_text)).decode() if keys else encrypted_text

    def get_totp_label(self, user: Any) -> str:
        """The e-mail address."""
        return str(user.email)
