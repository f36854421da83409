"""Invitations of colleagues into a partner's account."""

import uuid
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from foundation.organisations.models import Membership, Tenant
from foundation.users.models import User
from relationships.team.querysets import TeamInvitationQuerySet


class TeamInvitation(models.Model):
    """Somebody is asked by mail to join. Nobody is a member before saying yes; its link is derived, as a request's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="invitations")
    address = models.EmailField(_("email address"), max_length=254)
    roles = ArrayField(models.CharField(max_length=40), verbose_name=_("roles"), default=list)
    link_version = models.PositiveIntegerField(default=1)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("invited by"))
    invited_at = models.DateTimeField(_("invited"))
    expires_at = models.DateTimeField(_("expires"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    membership = models.OneToOneField(Membership, models.PROTECT, null=True, blank=True, related_name="+")

    objects = TeamInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        indexes = [models.Index(fields=("-invited_at", "-id"), name="invitation_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=("tenant", "address"),
                condition=Q(accepted_at=None, cancelled_at=None),
                name="invitation_open_once",
            ),
            models.CheckConstraint(condition=Q(address=Lower("address")), name="invitation_address_in_lower_case"),
            models.CheckConstraint(
                condition=Q(accepted_at=None, membership=None)
                | Q(accepted_at__isnull=False, membership__isnull=False, cancelled_at=None),
                name="invitation_accepted_has_a_membership",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address} → {self.tenant}"

    def state_at(self, now: datetime) -> str:
        """Return open, used, cancelled or expired; the company's account closed counts as cancelled."""
        if self.accepted_at:
            return "used"
        if self.cancelled_at or self.tenant.deactivated_at:
            return "cancelled"
        return "open" if now < self.expires_at else "expired"
