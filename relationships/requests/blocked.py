"""Which addresses belong to resellers that take no further requests from a provider."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import Lower

from foundation.mail_addresses import domain_of, is_free_mail
from foundation.organisations.models import Membership
from relationships.blocks.models import RequestBlock
from relationships.requests.models import PartnershipRequest


def blocked_among(provider_id: UUID, addresses: Collection[str]) -> dict[str, datetime]:
    """Return which of these addresses (in lower case) are blocked and since when, in one query however many they are.

    An address belongs to a reseller when it is at its own domain, a verified one of its people, or when the reseller
    has declined a request of this provider that went there.
    """
    people = (
        Membership.objects.filter(tenant=OuterRef("reseller"), ended_at=None, user__is_active=True)
        .filter(user__email_verified_at__isnull=False)
        .annotate(address=Lower("user__email"))
        .filter(address__in=addresses)
    )
    declined = PartnershipRequest.objects.filter(
        provider=provider_id,
        recipient_partner=OuterRef("reseller"),
        state=PartnershipRequest.State.DECLINED,
        recipient_address__in=addresses,
    )
    blocks = (
        RequestBlock.objects.in_force()
        .filter(provider=provider_id)
        .annotate(
            people=ArraySubquery(people.values("address")),
            declined=ArraySubquery(declined.values("recipient_address")),
        )
        .values_list("since", "reseller__tenant__primary_domain", "people", "declined")
    )
    return {
        address: since
        for since, domain, known, refused in blocks
        for address in addresses
        if address in known or address in refused or (domain_of(address) == domain and not is_free_mail(address))
    }
