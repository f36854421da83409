"""Changing what costs nothing: a subscription's nickname and its support contact."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from customers.relationships.ties import tie_between
from foundation.audit.services import record
from foundation.organisations.actor import Actor
from foundation.rules import enforce
from foundation.sorting import sort_name
from foundation.versions import check_version
from relationships.delegation.services import hold_delegation
from relationships.partners.models import Partner
from relationships.partnerships.pairs import pairs_with
from relationships.partnerships.rules import are_partners
from relationships.partnerships.services import hold_partnerships
from subscriptions.subscriptions.models import Subscription
from subscriptions.subscriptions.rules import SUPPORT_RULES, EditFacts, SupportFacts, may_edit


@transaction.atomic
def rename_subscription(
    *, actor: Actor, now: datetime, subscription_id: UUID, version: int, nickname: str
) -> Subscription:
    """Give a subscription another nickname. The seller may, and a reseller with delegated admin of the customer (R24).

    Raises Refused, and Stale when it is not at `version` any more.
    """
    subscription = _locked(subscription_id)
    partner = Partner.objects.get(pk=actor.tenant_id)
    enforce([may_edit], edit_facts(partner=partner, subscription=subscription, now=now))
    check_version(subscription, version)
    if subscription.nickname == nickname:
        return subscription
    before, subscription.nickname = subscription.nickname, nickname
    subscription.sort_name = sort_name(nickname)[:200]
    _save(subscription, "nickname", "sort_name")
    record(actor=actor, now=now, verb="subscription.renamed", subject=subscription, before=before, after=nickname)
    return subscription


@transaction.atomic
def set_support_contact(
    *, actor: Actor, now: datetime, subscription_id: UUID, version: int, partner_id: UUID
) -> Subscription:
    """Make a partner the designated support contact of one subscription (R61). Nothing else moves (R62).

    Raises Refused, and Stale when it is not at `version` any more.
    """
    _hold_partnership(actor, partner_id)
    subscription = _locked(subscription_id)
    hold_delegation(granting_id=subscription.customer_id, holder_id=partner_id)
    contact = Partner.objects.get(pk=partner_id)
    tie = tie_between(partner=contact, customer=subscription.customer, now=now)
    facts = SupportFacts(
        chooser=actor.tenant.name if actor.tenant else "",
        chooser_sells=actor.tenant_id == subscription.seller_id,
        contact=contact.name,
        customer=tie.customer,
        is_seller=contact.pk == subscription.seller_id,
        administers_customer=tie.administers,
    )
    enforce(SUPPORT_RULES, facts)
    if not facts.is_seller:
        enforce([are_partners], pairs_with(subscription.seller_id, [contact.pk])[contact.pk])
    check_version(subscription, version)
    if subscription.support_contact_id == contact.pk:
        return subscription
    before, subscription.support_contact = subscription.support_contact_id, contact
    _save(subscription, "support_contact")
    record(
        actor=actor,
        now=now,
        verb="subscription.support_contact_set",
        subject=subscription,
        before=str(before),
        after=str(contact.pk),
    )
    return subscription


@transaction.atomic
def change_subscription(
    *,
    actor: Actor,
    now: datetime,
    subscription_id: UUID,
    version: int,
    nickname: str | None = None,
    support_contact_id: UUID | None = None,
) -> Subscription:
    """Change what is given, both or nothing. Raises Refused, and Stale when it is not at `version` any more."""
    _hold_partnership(actor, support_contact_id)
    subscription = _locked(subscription_id)
    check_version(subscription, version)
    if nickname is not None:
        subscription = rename_subscription(
            actor=actor, now=now, subscription_id=subscription_id, version=subscription.version, nickname=nickname
        )
    if support_contact_id is not None:
        subscription = set_support_contact(
            actor=actor,
            now=now,
            subscription_id=subscription_id,
            version=subscription.version,
            partner_id=support_contact_id,
        )
    return subscription


def edit_facts(*, partner: Partner, subscription: Subscription, now: datetime) -> EditFacts:
    """Return what decides whether this partner may change the subscription (its customer and tenant loaded)."""
    is_seller = subscription.seller_id == partner.pk
    administers = is_seller or tie_between(partner=partner, customer=subscription.customer, now=now).administers
    return EditFacts(partner.name, subscription.nickname, subscription.customer.name, is_seller, administers)


def _hold_partnership(actor: Actor, contact_id: UUID | None) -> None:
    """Hold the partnership of actor and contact. Before the subscription is locked, as orders do: no circle."""
    if actor.tenant_id:
        hold_partnerships(provider_id=actor.tenant_id, reseller_ids=[contact_id])


def _locked(subscription_id: UUID) -> Subscription:
    with_customer = Subscription.objects.select_related("customer__tenant")
    return with_customer.select_for_update(of=("self",), no_key=True).get(pk=subscription_id)


def _save(subscription: Subscription, *fields: str) -> None:
    subscription.version += 1
    subscription.save(update_fields=[*fields, "version"])
