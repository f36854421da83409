"""The link with which a person sets a password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from foundation.mail.links import Args, Link, absolute, register_link
from foundation.users.models import User

SET_PASSWORD = "set-password"  # noqa: S105  the name of a kind of link


def register() -> None:
    """Make the link known to the outbox."""
    register_link(SET_PASSWORD, make_set_password_link)


def set_password_link(user: User) -> Link:
    """Return how to make this person's link: it holds no token, and dies when the contact address changes."""
    return Link(SET_PASSWORD, {"user": str(user.id), "address": user.email})


def make_set_password_link(args: Args) -> str | None:
    """Return a fresh link, good until it is used, the person signs in or PASSWORD_RESET_TIMEOUT has passed; None for
    somebody who is not active any more or receives mail elsewhere by now."""
    user = User.objects.filter(pk=str(args["user"]), email=args["address"], is_active=True).first()
    if user is None:
        return None
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return absolute(reverse("account_reset_password_from_key", kwargs=key))
