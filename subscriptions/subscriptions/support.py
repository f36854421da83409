"""Who can answer for a subscription."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from relationships.agreements.readiness import Readiness, named
from relationships.delegation.models import DelegatedAdmin
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from subscriptions.subscriptions.models import Subscription


def support_contacts(subscription: Subscription, now: datetime) -> dict[UUID, str]:
    """Return who can be its designated support contact (R61): the seller, then resellers that administer the customer.

    The present contact is among them even when its rights have ended. One query; the seller is loaded.
    """
    administers = DelegatedAdmin.objects.in_force(now).filter(granting=subscription.customer_id, holder=OuterRef("pk"))
    works_with = Partnership.objects.open().filter(provider=subscription.seller_id, reseller=OuterRef("pk"))
    resellers = Partner.objects.filter(Exists(administers), Exists(works_with)).order_by("sort_name", "pk")
    found = {subscription.seller_id: subscription.seller.name}
    found |= {partner.pk: partner.name for partner in resellers}
    found.setdefault(subscription.support_contact_id, subscription.support_contact.name)
    return found


def with_readiness(contacts: Mapping[UUID, str], standings: Mapping[UUID, Readiness]) -> dict[UUID, str]:
    """Return the names to choose from, each reseller that cannot transact marked with the reason."""
    return {key: named(name, standings[key]) if key in standings else name for key, name in contacts.items()}
