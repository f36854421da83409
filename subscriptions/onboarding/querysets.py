"""Which drafts a person may see."""

from typing import TYPE_CHECKING, Self

from django.db import models

from foundation.organisations.actor import Actor

if TYPE_CHECKING:
    from subscriptions.onboarding.models import CustomerDraft  # noqa: F401  named in the generic parameter only


class CustomerDraftQuerySet(models.QuerySet["CustomerDraft"]):
    """Drafts by who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of one's own tenant."""
        return self.filter(partner=actor.tenant_id) if actor.tenant_id else self.none()
