"""Which invitations a person may see."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

from foundation.organisations.actor import Actor

if TYPE_CHECKING:
    from relationships.team.models import TeamInvitation  # noqa: F401  named in the generic parameter only


class TeamInvitationQuerySet(models.QuerySet["TeamInvitation"]):
    """By who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """Those into one's own company."""
        return self.filter(tenant=actor.tenant_id) if actor.tenant_id else self.none()

    def unanswered(self) -> Self:
        """Those neither accepted nor cancelled, expired ones included."""
        return self.filter(accepted_at=None, cancelled_at=None)

    def open_at(self, now: datetime) -> Self:
        """Those that can still be accepted."""
        return self.unanswered().filter(expires_at__gt=now)
