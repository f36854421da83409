"""The organisation of a partner: its accounts and those of its affiliates, between which nothing is sold (R30)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Q

from foundation.organisations.actor import Actor
from foundation.organisations.models import Tenant
from foundation.places.names import country_name
from foundation.rules import Text
from relationships.partners.models import Enrolment, Partner
from relationships.partners.programmes import Programme


@dataclass(frozen=True)
class Account:
    """A tenant of the organisation; `programmes` are those it is enrolled in, none for one that only buys."""

    tenant: Tenant
    country: str
    programmes: Sequence[Text]
    is_own: bool
    is_suspended: bool


def accounts_of(actor: Actor) -> list[Account]:
    """Return the accounts of the actor's organisation, by domain, in one query."""
    enrolled = (Enrolment.State.QUALIFIED, Enrolment.State.ACTIVE)
    programmes = ArrayAgg(
        "partner__enrolments__programme",
        filter=Q(partner__enrolments__state__in=enrolled),
        distinct=True,
        default=[],
    )
    tenants = Tenant.objects.visible_to(actor).annotate(enrolled=programmes, standing=F("partner__status"))
    return [
        Account(
            tenant=tenant,
            country=country_name(tenant.country_id),
            programmes=[Programme(each).label for each in tenant.enrolled],  # type: ignore[attr-defined]  # annotated above
            is_own=tenant.pk == actor.tenant_id,
            is_suspended=tenant.standing == Partner.Status.SUSPENDED,  # type: ignore[attr-defined]
        )
        for tenant in tenants.order_by("primary_domain")
    ]
