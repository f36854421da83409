"""Which templates a person may see."""

from typing import TYPE_CHECKING, Self

from django.db import models

from foundation.organisations.actor import Actor

if TYPE_CHECKING:
    from relationships.request_templates.models import RequestTemplate  # noqa: F401  named in the generic parameter only


class RequestTemplateQuerySet(models.QuerySet["RequestTemplate"]):
    """By who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of one's own company."""
        return self.filter(provider=actor.tenant_id) if actor.tenant_id else self.none()

    def in_force(self) -> Self:
        """Those that have words: one that was reset has none."""
        return self.exclude(text="")
