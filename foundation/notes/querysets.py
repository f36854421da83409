"""Which notes a person may see."""

from typing import TYPE_CHECKING, Self

from django.db import models

from foundation.organisations.actor import Actor

if TYPE_CHECKING:
    from foundation.notes.models import Note  # noqa: F401  named in the generic parameter only


class NoteQuerySet(models.QuerySet["Note"]):
    """By who is looking."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of one's own company; nobody else ever sees them."""
        return self.filter(tenant=actor.tenant_id) if actor.tenant_id else self.none()

    def about(self, record: models.Model) -> Self:
        """Those on one object that have not been removed."""
        return self.filter(about_type=record._meta.label, about_id=str(record.pk), removed_at=None)
