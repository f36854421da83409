"""What happens to people's accounts."""

import secrets
from datetime import datetime

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from foundation.accounts.links import set_password_link
from foundation.audit import services as audit
from foundation.mail import services as mail
from foundation.mail.models import OutgoingMail
from foundation.organisations.actor import Actor
from foundation.users.models import User

UNAMBIGUOUS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters and digits that are not taken for one another: no l, 1, I, i, o, O, 0."""


@transaction.atomic
def create_user(
    *,
    username: str,
    email: str,
    first_name: str,
    last_name: str,
    password: str | None = None,
    must_change_password: bool = False,
) -> User:
    """Create a person who can sign in; without a password only after setting one through a mailed link.

    The sign-in name is kept in lower case. Raises ValidationError, for one that is taken too.
    """
    user = User(
        username=username.strip().lower(),
        email=email.strip(),
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        must_change_password=must_change_password,
    )
    user.set_password(password)
    user.full_clean()
    user.save(force_insert=True)
    return user


def temporary_password() -> str:
    """Return a random password that can be read out: four groups of four letters and digits, about 92 bits."""
    while True:
        password = "-".join("".join(secrets.choice(UNAMBIGUOUS) for _ in range(4)) for _ in range(4))
        try:
            validate_password(password)
        except ValidationError:
            continue
        return password


def send_set_password_mail(*, user: User, now: datetime, kind: str = "account-set-password") -> OutgoingMail:
    """Mail this person a link to set a password. Raises ValueError for somebody without a contact address."""
    if not user.email:
        raise ValueError(f"{user} has no contact address.")
    return mail.enqueue(
        now=now,
        kind=kind,
        to_address=user.email,
        context={"user": user, "days": settings.PASSWORD_RESET_TIMEOUT // 86_400, "portal": settings.BASE_URL},
        link=set_password_link(user),
        about=user,
    )


@transaction.atomic
def reset_password(*, user: User, now: datetime) -> str:
    """Give this person a temporary password and return it, this once: it is not stored, logged or mailed (R38).

    It must be changed at the next sign-in; whoever is signed in with the old one is signed out, and the contact
    address is told. The caller has decided that this may be done, and puts it on record.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    password = temporary_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    if user.email:
        mail.enqueue(now=now, kind="account-password-reset", to_address=user.email, context={"user": user}, about=user)
    return password


@transaction.atomic
def set_password(*, actor: Actor, now: datetime, user: User, password: str) -> User:
    """Set the password that a person has chosen; a temporary one is done with."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    audit.record(actor=actor, now=now, verb="user.password_changed", subject=user)
    return user


@transaction.atomic
def verify_address(*, actor: Actor, now: datetime, user: User) -> User:
    """Record that this person has used a link mailed to the contact address."""
    user.email_verified_at = now
    user.save(update_fields=["email_verified_at"])
    audit.record(actor=actor, now=now, verb="user.address_verified", subject=user)
    return user


@transaction.atomic
def update_profile(
    *, actor: Actor, now: datetime, user: User, first_name: str, last_name: str, email: str, time_zone: str
) -> User:
    """Change a person's own particulars. A new contact address is unverified, and the old one is told."""
    user = User.objects.select_for_update().get(pk=user.pk)
    old_address = user.email
    user.first_name, user.last_name, user.email, user.time_zone = first_name, last_name, email, time_zone
    if email != old_address:
        user.email_verified_at = None
        if old_address:
            mail.enqueue(
                now=now, kind="account-address-changed", to_address=old_address, context={"user": user}, about=user
            )
    user.full_clean()
    user.save(update_fields=["first_name", "last_name", "email", "email_verified_at", "time_zone"])
    audit.record(actor=actor, now=now, verb="user.profile_changed", subject=user, new_address=email != old_address)
    return user


def people_behind(name: str) -> list[User]:
    """Return the active people with this sign-in name or contact address, case aside, who can receive mail."""
    found = User.objects.filter(Q(username__iexact=name) | Q(email__iexact=name), is_active=True)
    return list(found.exclude(email="").order_by("username")[:20])
