"""What resellers' own requests add to the history of two partners."""

from django.db.models import QuerySet

from foundation.organisations.actor import Actor
from relationships.partner_pages.timeline import register_source
from relationships.partnerships.models import Partnership
from relationships.reseller_requests.models import ResellerRequest


def reseller_requests(actor: Actor, partnership: Partnership) -> QuerySet[ResellerRequest]:
    """Return the reseller's requests to the provider."""
    mine = ResellerRequest.objects.visible_to(actor)
    return mine.filter(provider=partnership.provider_id, reseller=partnership.reseller_id)


def register() -> None:
    """Add the rows."""
    register_source(reseller_requests)
