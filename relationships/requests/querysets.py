"""Which partnership requests a person may see."""

from typing import TYPE_CHECKING, Self

from django.db import models

from foundation.organisations.actor import Actor

if TYPE_CHECKING:
    from relationships.requests.models import PartnershipRequest  # noqa: F401  named in the generic parameter only


class PartnershipRequestQuerySet(models.QuerySet["PartnershipRequest"]):
    """Requests by who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """Those one's own tenant has made. A recipient comes by the link, which `links.request_behind` resolves."""
        return self.filter(provider=actor.tenant_id) if actor.tenant_id else self.none()
