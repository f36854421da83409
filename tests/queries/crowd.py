"""Thirty more of everything, to see that a page does not ask more for more rows."""

from foundation.notifications.models import Notification
from relationships.directory.models import ProviderListing
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from relationships.request_batches.models import BatchRow, RequestBatch
from relationships.requests.models import PartnershipRequest
from relationships.reseller_requests.models import ResellerRequest
from subscriptions.onboarding.models import CustomerDraft
from tests.access.world import NOTICE, World
from tests.customers.factories import (
    NOW,
    PROVIDER,
    RESELLER,
    customer_of,
    make_partner,
    make_partnership,
    membership_in,
)
from tests.factories import MembershipFactory
from tests.subscriptions.factories import line, make_offer, order

MANY = 30


def crowd(world: World) -> None:
    """Add partners, people, requests, notices, customers, offers and subscriptions to the world."""
    for number in range(MANY):
        partner = make_partner(f"Reseller {number:02d}", RESELLER, signed=number % 2 == 0)
        make_partnership(world.provider, partner)
        membership_in(partner)
        offer = make_offer(f"Offer {number:02d}")
        customer = customer_of(world.provider, reseller=world.reseller)
        order(world.provider, customer, line(offer))
        order(world.provider, world.customer, line(offer), reseller=world.reseller)
        customer_of(world.direct)
        _request(world, number)
        _asking(world, number, partner)
    for number in range(3):
        make_partnership(make_partner(f"Provider {number}", PROVIDER), world.reseller)
    for user in {user for key, user in world.people.items() if key[1] == "global_admin"}:
        tenant = user.memberships.get().tenant
        Notification.objects.bulk_create(
            Notification(user=user, tenant=tenant, kind="partnership.accepted", params=NOTICE, created_at=NOW)
            for _ in range(MANY)
        )
    CustomerDraft.objects.filter(pk=world.draft.pk).update(reseller=world.reseller)
    for _ in range(MANY):
        MembershipFactory.create(tenant=world.provider.tenant)
    assert Partnership.objects.count() > MANY


def _asking(world: World, number: int, reseller: Partner) -> None:
    """Requests the other way round, providers in the directory, and lists of recipients."""
    other = make_partner(f"Listed {number:02d}", PROVIDER)
    ProviderListing.objects.create(
        provider=other, sort_name=other.sort_name, is_shown=True, headline="Cloud", changed_at=NOW
    )
    for provider, asker in ((world.provider, reseller), (other, world.reseller)):
        ResellerRequest.objects.create(
            reseller=asker,
            provider=provider,
            created_at=NOW,
            created_by=world.asking.created_by,
            expires_at=world.asking.expires_at,
        )
    BatchRow.objects.create(batch=world.batch, number=number + 2, company="Many", address=f"many{number}@many.example")
    RequestBatch.objects.create(provider=world.provider, created_at=NOW, created_by=world.batch.created_by)


def _request(world: World, number: int) -> None:
    PartnershipRequest.objects.create(
        provider=world.provider,
        recipient_company=f"Company {number}",
        recipient_address=f"info{number}@company.example",
        subject="Partnership",
        text="Please follow {link}",
        created_at=NOW,
        created_by=world.request.created_by,
        expires_at=world.request.expires_at,
    )
