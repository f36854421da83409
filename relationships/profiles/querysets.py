"""Which profiles a person may see."""

from typing import Any, Self, TypeVar

from django.db import models

from foundation.organisations.actor import Actor

Profile = TypeVar("Profile", bound=models.Model)


class ProfileQuerySet(models.QuerySet[Profile]):
    """Profiles by who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of one's own company."""
        own: dict[str, Any] = {"partner": actor.tenant_id}
        return self.filter(**own) if actor.tenant_id else self.none()
