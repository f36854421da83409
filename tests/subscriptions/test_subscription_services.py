"""Renaming a subscription and choosing who answers for it."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from customers.relationships.models import CustomerRelationship
from foundation.audit.models import AuditEvent
from foundation.rules import Refused
from foundation.versions import Stale
from relationships.agreements.models import PartnerAgreement
from relationships.delegation.models import DelegatedAdmin
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from subscriptions.subscriptions.models import Subscription
from subscriptions.subscriptions.services import change_subscription, rename_subscription, set_support_contact
from tests.customers.factories import NOW, RESELLER, actor_of, customer_of, make_partner, make_partnership
from tests.subscriptions.factories import line, make_offer, order


def sold(provider: Partner, reseller: Partner | None = None) -> Subscription:
    """Sell one subscription to a new customer of this reseller."""
    order(provider, customer_of(provider, reseller=reseller), line(make_offer()), reseller=reseller)
    return Subscription.objects.get()


def rename(partner: Partner, subscription: Subscription, nickname: str = "Mail", version: int = 1) -> Subscription:
    """Rename through the service."""
    return rename_subscription(
        actor=actor_of(partner), now=NOW, subscription_id=subscription.pk, version=version, nickname=nickname
    )


def support(partner: Partner, subscription: Subscription, contact: Partner, version: int = 1) -> Subscription:
    """Choose the support contact through the service."""
    return set_support_contact(
        actor=actor_of(partner), now=NOW, subscription_id=subscription.pk, version=version, partner_id=contact.pk
    )


def refused_codes(error: pytest.ExceptionInfo[Refused]) -> list[str]:
    """Return the codes of a refusal."""
    return [refusal.code for refusal in error.value.refusals]


def test_the_seller_and_the_reseller_with_delegated_admin_rename(provider: Partner, reseller: Partner) -> None:
    """Each change raises the version and is on record with both names."""
    subscription = sold(provider, reseller)
    rename(reseller, subscription, "Żółw mail")
    rename(provider, subscription, "Mail", version=2)
    subscription.refresh_from_db()
    assert (subscription.nickname, subscription.sort_name, subscription.version) == ("Mail", "mail", 3)
    events = AuditEvent.objects.filter(verb="subscription.renamed").order_by("data__before")
    assert [event.data["after"] for event in events] == ["Żółw mail", "Mail"]


def test_the_same_name_again_changes_nothing(provider: Partner) -> None:
    subscription = sold(provider)
    rename(provider, subscription, subscription.nickname)
    subscription.refresh_from_db()
    assert subscription.version == 1
    assert not AuditEvent.objects.filter(verb="subscription.renamed").exists()


def test_a_stale_rename_is_refused(provider: Partner) -> None:
    subscription = sold(provider)
    rename(provider, subscription, "Theirs")
    with pytest.raises(Stale) as error:
        rename(provider, subscription, "Mine", version=1)
    assert error.value.current.nickname == "Theirs"


def test_edit_subscription_ends_with_the_resellers_rights(provider: Partner, reseller: Partner) -> None:
    """Ended and expired rights alike; the seller goes on."""
    subscription = sold(provider, reseller)
    held = DelegatedAdmin.objects.filter(holder=reseller.tenant, granting=subscription.customer.tenant)
    for ended in ({"expires_at": NOW - timedelta(days=1), "ended_at": None}, {"ended_at": NOW}):
        held.update(**ended)
        with pytest.raises(Refused) as error:
            rename(reseller, subscription)
        assert refused_codes(error) == ["edit-subscription"]
    assert rename(provider, subscription).nickname == "Mail"


def test_r24_without_mpa_what_is_there_stays_manageable(provider: Partner, reseller: Partner) -> None:
    """Neither the seller's nor the reseller's missing signature stops a rename or a support contact."""
    subscription = sold(provider, reseller)
    PartnerAgreement.objects.all().delete()
    rename(reseller, subscription)
    assert support(provider, subscription, reseller, version=2).support_contact == reseller


def test_r61_a_reseller_with_delegated_admin_can_answer_others_cannot(provider: Partner, reseller: Partner) -> None:
    """Another reseller of the provider does not administer this customer; the seller always can."""
    subscription, other = sold(provider, reseller), make_partner("Fabrikam Resale", RESELLER)
    make_partnership(provider, other)
    with pytest.raises(Refused) as error:
        support(provider, subscription, other)
    assert refused_codes(error) == ["R61"]
    support(provider, subscription, reseller)
    support(provider, subscription, provider, version=2)
    subscription.refresh_from_db()
    assert subscription.support_contact == provider


def test_a_former_reseller_cannot_become_support_contact(provider: Partner, reseller: Partner) -> None:
    """Its delegated admin goes on, the partnership does not (R10)."""
    subscription = sold(provider, reseller)
    Partnership.objects.update(ended_at=NOW)
    with pytest.raises(Refused) as error:
        support(provider, subscription, reseller)
    assert refused_codes(error) == ["R10"]


def test_support_contact_choice_is_the_sellers(provider: Partner, reseller: Partner) -> None:
    """A reseller does not appoint itself."""
    subscription = sold(provider, reseller)
    with pytest.raises(Refused) as error:
        support(reseller, subscription, reseller)
    assert "support-contact-choice" in refused_codes(error)


def test_r62_a_support_contact_moves_nothing_else(provider: Partner, reseller: Partner) -> None:
    """Neither who earns, nor who has access, nor another subscription of the same customer."""
    subscription = sold(provider, reseller)
    order(provider, subscription.customer, line(make_offer("Second")))
    relationships = list(CustomerRelationship.objects.order_by("pk").values())
    rights = list(DelegatedAdmin.objects.order_by("pk").values())
    support(provider, subscription, reseller)
    subscription.refresh_from_db()
    assert (subscription.reseller, subscription.seller) == (reseller, provider)
    assert Subscription.objects.exclude(pk=subscription.pk).get().support_contact == provider
    assert list(CustomerRelationship.objects.order_by("pk").values()) == relationships
    assert list(DelegatedAdmin.objects.order_by("pk").values()) == rights


def test_name_and_contact_change_together_or_not_at_all(provider: Partner, reseller: Partner) -> None:
    subscription, other = sold(provider, reseller), make_partner("Fabrikam Resale", RESELLER)
    change: dict[str, Any] = {"actor": actor_of(provider), "now": NOW, "subscription_id": subscription.pk, "version": 1}
    with pytest.raises(Refused):
        change_subscription(**change, nickname="Mail", support_contact_id=other.pk)
    subscription.refresh_from_db()
    assert subscription.nickname != "Mail"
    change_subscription(**change, nickname="Mail", support_contact_id=reseller.pk)
    subscription.refresh_from_db()
    assert (subscription.nickname, subscription.support_contact, subscription.version) == ("Mail", reseller, 3)


def test_an_unknown_subscription_is_not_there(provider: Partner) -> None:
    with pytest.raises(Subscription.DoesNotExist):
        rename_subscription(actor=actor_of(provider), now=NOW, subscription_id=uuid.uuid4(), version=1, nickname="x")
