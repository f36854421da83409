"""Which partner agreements a person may see."""

from typing import TYPE_CHECKING, Self

from django.db import models

from foundation.organisations.actor import Actor

if TYPE_CHECKING:
    from relationships.agreements.models import PartnerAgreement  # noqa: F401  named in the generic parameter only


class PartnerAgreementQuerySet(models.QuerySet["PartnerAgreement"]):
    """Agreements by who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own agreements; whether another company has signed is told by its partnership, not by its paper."""
        return self.filter(partner=actor.tenant_id) if actor.tenant_id else self.none()
