"""Which partners a person may see."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from foundation.organisations.actor import Actor

if TYPE_CHECKING:
    from relationships.partners.models import Enrolment, Partner  # noqa: F401  named in generic parameters only


class PartnerQuerySet(models.QuerySet["Partner"]):
    """Partners by who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """Own partner record and everybody with whom there is or was a partnership."""
        if actor.tenant_id is None:
            return self.none()
        mine = actor.tenant_id
        partnerships = self.model._meta.apps.get_model("relationships", "Partnership")._default_manager
        tie = partnerships.filter(Q(provider=OuterRef("pk"), reseller=mine) | Q(reseller=OuterRef("pk"), provider=mine))
        return self.filter(Q(pk=mine) | Exists(tie))


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Enrolments by who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of one's own company."""
        return self.filter(partner=actor.tenant_id) if actor.tenant_id else self.none()
