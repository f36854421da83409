"""A small world in which to try every address: companies of each kind, people of each role, one object of each sort."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from customers.accounts.models import Customer
from foundation.notifications.models import Notification
from foundation.organisations.models import Membership
from foundation.users.models import User
from relationships.claims.models import RecipientClaim
from relationships.directory.models import ProviderListing
from relationships.partners.models import Partner
from relationships.partnerships.models import Partnership
from relationships.regions.services import load_regions
from relationships.request_batches.models import BatchRow, RequestBatch
from relationships.requests.models import PartnershipRequest
from relationships.reseller_requests.models import ResellerRequest
from relationships.team.models import TeamInvitation
from subscriptions.onboarding.models import CustomerDraft
from subscriptions.onboarding.services import start_draft
from subscriptions.subscriptions.models import Subscription
from tests.customers.factories import (
    DIRECT,
    NOW,
    PROVIDER,
    RESELLER,
    account_info,
    actor_of,
    attestation,
    customer_of,
    make_partner,
    make_partnership,
    membership_in,
)
from tests.factories import UserFactory
from tests.subscriptions.factories import line, make_offer, order

FAR_OFF = NOW + timedelta(days=36500)
NOTICE = {"reseller": "Contoso Resale"}
ROLES = (
    "global_admin",
    "user_admin",
    "billing_admin",
    "account_admin",
    "admin_agent",
    "sales_agent",
    "helpdesk_agent",
)


@dataclass
class World:
    """Everything there is; `people` by (account, role)."""

    provider: Partner
    reseller: Partner
    direct: Partner
    stranger: Partner
    stranger_reseller: Partner
    partnership: Partnership
    request: PartnershipRequest
    claim: RecipientClaim
    asking: ResellerRequest
    batch: RequestBatch
    customer: Customer
    subscription: Subscription
    draft: CustomerDraft
    notice: Notification
    colleague: Membership
    invitation: TeamInvitation
    operator: User
    nobody: User
    people: dict[tuple[str, str], User] = field(default_factory=dict)


@contextmanager
def a_world(blocker: DjangoDbBlocker) -> Iterator[World]:
    """Give a world to many tests, which undo what they do to it; nothing of it stays in the database."""
    with blocker.unblock(), transaction.atomic():
        cache.clear()
        yield make_world()
        transaction.set_rollback(True)


def make_world() -> World:
    """Make the world, mostly through the services."""
    load_regions()
    provider = make_partner("Northlight Distribution", PROVIDER)
    reseller = make_partner("Contoso Resale", RESELLER, country="FR")
    direct = make_partner("Directly Ltd", DIRECT)
    stranger = make_partner("Stranger Distribution", PROVIDER)
    stranger_reseller = make_partner("Stranger Resale", RESELLER)
    make_partnership(stranger, stranger_reseller)
    partnership = make_partnership(provider, reseller)
    customer = customer_of(provider, reseller=reseller)
    order(provider, customer, line(make_offer()), reseller=reseller)
    people = {
        (name, role): membership_in(partner, role).user
        for name, partner in (
            ("provider", provider),
            ("reseller", reseller),
            ("direct", direct),
            ("stranger", stranger),
            ("stranger_reseller", stranger_reseller),
        )
        for role in ROLES
    }
    people["customer", "global_admin"] = _with_own_password(Membership.objects.get(tenant=customer.tenant).user)
    author = people["provider", "global_admin"]
    request = _request(provider, author)
    return World(
        provider=provider,
        reseller=reseller,
        direct=direct,
        stranger=stranger,
        stranger_reseller=stranger_reseller,
        partnership=partnership,
        request=request,
        claim=RecipientClaim.objects.create(
            request=request, company=stranger_reseller, link_version=1, claimed_by=author, claimed_at=NOW
        ),
        asking=_asking(provider, reseller, people["reseller", "global_admin"]),
        batch=_batch(provider, author),
        customer=customer,
        subscription=Subscription.objects.get(customer=customer),
        draft=_draft(provider, reseller),
        notice=Notification.objects.create(
            user=author, tenant=provider.tenant, kind="partnership.accepted", params=NOTICE, created_at=NOW
        ),
        colleague=Membership.objects.get(user=people["provider", "sales_agent"]),
        invitation=_invitation(provider, author),
        operator=UserFactory.create(is_staff=True, is_superuser=True),
        nobody=UserFactory.create(),
        people=people,
    )


def _with_own_password(user: User) -> User:
    """Let somebody have changed the temporary password already."""
    user.must_change_password = False
    user.save(update_fields=["must_change_password"])
    return user


def _draft(provider: Partner, reseller: Partner) -> CustomerDraft:
    """A draft that is open whenever the tests run."""
    draft = start_draft(
        actor=actor_of(provider), now=NOW, account=account_info(), agreement=attestation(), reseller_id=reseller.pk
    )
    draft.expires_at = FAR_OFF
    draft.save(update_fields=["expires_at"])
    return draft


def _request(provider: Partner, author: User) -> PartnershipRequest:
    """A request that is open whenever the tests run."""
    return PartnershipRequest.objects.create(
        provider=provider,
        recipient_company="Kessler Cloud Services",
        recipient_address="info@kessler.example",
        subject="Partnership",
        text="Please follow {link}",
        created_at=NOW,
        created_by=author,
        expires_at=FAR_OFF,
    )


def _asking(provider: Partner, reseller: Partner, author: User) -> ResellerRequest:
    """A request the other way round that is open whenever the tests run, from the directory."""
    ProviderListing.objects.create(
        provider=provider, sort_name=provider.sort_name, is_shown=True, headline="Cloud", changed_at=NOW
    )
    return ResellerRequest.objects.create(
        reseller=reseller, provider=provider, created_at=NOW, created_by=author, expires_at=FAR_OFF
    )


def _batch(provider: Partner, author: User) -> RequestBatch:
    """A list of recipients that nobody has sent yet."""
    batch = RequestBatch.objects.create(provider=provider, created_at=NOW, created_by=author)
    BatchRow.objects.create(batch=batch, number=1, company="Somebody", address="info@somebody.example")
    return batch


def _invitation(partner: Partner, inviter: User) -> TeamInvitation:
    """An invitation that is open whenever the tests run."""
    return TeamInvitation.objects.create(
        tenant=partner.tenant,
        address="new.colleague@northlight.example",
        roles=["sales_agent"],
        invited_by=inviter,
        invited_at=NOW,
        expires_at=FAR_OFF,
    )
