"""What operators do to people's accounts, and to which organisation a tenant belongs."""

from datetime import datetime

from django.db import transaction

from foundation.accounts.services import send_set_password_mail
from foundation.audit import services as audit
from foundation.organisations.actor import Actor
from foundation.organisations.models import Organisation, Tenant
from foundation.users.models import User


@transaction.atomic
def deactivate_user(*, actor: Actor, now: datetime, user: User, reason: str) -> User:
    """Keep a person from signing in; whoever is signed in as them is out at the next page. Their rows stay."""
    return _set_active(actor=actor, now=now, user=user, active=False, verb="user.deactivated", reason=reason)


@transaction.atomic
def reactivate_user(*, actor: Actor, now: datetime, user: User, reason: str) -> User:
    """Let a deactivated person sign in again."""
    return _set_active(actor=actor, now=now, user=user, active=True, verb="user.reactivated", reason=reason)


@transaction.atomic
def send_password_link(*, actor: Actor, now: datetime, user: User) -> User:
    """Mail a person a link to set a password. Raises ValueError for somebody without a contact address."""
    send_set_password_mail(user=user, now=now)
    audit.record(actor=actor, now=now, verb="user.password_link_sent", subject=user)
    return user


@transaction.atomic
def move_tenant(*, actor: Actor, now: datetime, tenant: Tenant, organisation: Organisation, reason: str) -> Tenant:
    """Make a tenant one of another organisation's, as affiliates are told apart (R30). Nothing if it is there already.

    What it has sold and bought goes on; the rules look at the new organisation from now on.
    """
    tenant = Tenant.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=tenant.pk)
    before = tenant.organisation
    if before == organisation:
        return tenant
    tenant.organisation = organisation
    tenant.save(update_fields=["organisation"])
    audit.record(
        actor=actor,
        now=now,
        verb="tenant.moved",
        subject=tenant,
        reason=reason,
        before={"organisation": before.pk, "name": before.name},
        after={"organisation": organisation.pk, "name": organisation.name},
    )
    return tenant


@transaction.atomic
def separate_tenant(*, actor: Actor, now: datetime, tenant: Tenant, reason: str) -> Tenant:
    """Give a tenant an organisation of its own, named after it. Nothing if it is alone in its organisation."""
    tenant = Tenant.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=tenant.pk)
    if not tenant.organisation.tenants.exclude(pk=tenant.pk).exists():
        return tenant
    own = Organisation.objects.create(name=tenant.name)
    return move_tenant(actor=actor, now=now, tenant=tenant, organisation=own, reason=reason)


def _set_active(*, actor: Actor, now: datetime, user: User, active: bool, verb: str, reason: str) -> User:
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_active != active:
        user.is_active = active
        user.save(update_fields=["is_active"])
        audit.record(actor=actor, now=now, verb=verb, subject=user, reason=reason)
    return user
