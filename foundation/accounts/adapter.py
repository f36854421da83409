"""How django-allauth fits into the portal: no open sign-up, passwords through our service, mails through the outbox."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.access import safe_next
from foundation.accounts import services
from foundation.mail.services import enqueue
from foundation.organisations.actor import Actor
from foundation.users.models import User

MAILS = {
    "account/email/password_changed": "account-password-changed",
    "account/email/password_set": "account-password-changed",
    "account/email/password_reset": "account-password-changed",
}
"""allauth's mails that the portal sends, and their kinds; it has no others."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # django-allauth carries no types
    """allauth's hooks."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The sign-in name or the password is not correct."),
        "too_many_login_attempts": _("Too many failed sign-ins. Try again in five minutes."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves: people are added by their company or enrol it."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Go on only to addresses of the portal."""
        return bool(safe_next(context.request, url))

    def set_password(self, user: User, password: str) -> None:
        """Set the password a person has chosen."""
        services.set_password(actor=Actor(user=user, tenant=None), now=clock.now(), user=user, password=password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go on to the first page: often the temporary password has just been changed."""
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell a person, at the contact address, about a change to the account."""
        if user.email:
            self.send_mail(template_prefix, user.email, {"user": user, **(context or {})})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the mail into the outbox. Raises KeyError for one the portal does not send."""
        with transaction.atomic():
            enqueue(
                now=clock.now(),
                kind=MAILS[template_prefix],
                to_address=email,
                context=context,
                about=context.get("user"),
            )
