"""Organisations, their tenants and who belongs to them."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from foundation.organisations.querysets import MembershipQuerySet, TenantQuerySet
from foundation.places.models import Country
from foundation.users.models import User


class Organisation(models.Model):
    """A company with its affiliates: R30 forbids sales inside one, which no tenant id shows."""

    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name


class Tenant(models.Model):
    """One account of an organisation in the cloud; its id is the Microsoft ID that every page and program shows."""

    class Cloud(models.TextChoices):
        """National clouds are separate worlds."""

        GLOBAL = "global", _("Global")
        CHINA = "china", _("China")

    id = models.UUIDField(_("Microsoft ID"), primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="tenants")
    name = models.CharField(_("name"), max_length=200)
    primary_domain = models.CharField(_("primary domain name"), max_length=253, unique=True)
    country = models.ForeignKey(Country, models.PROTECT, related_name="+")
    cloud = models.CharField(max_length=10, choices=Cloud, default=Cloud.GLOBAL)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    deactivated_at = models.DateTimeField(_("deactivated"), null=True, blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("tenant")
        verbose_name_plural = _("tenants")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(primary_domain=Lower("primary_domain")),
                name="tenant_domain_in_lower_case",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's place in a tenant, with roles (keys of `organisations.roles`). Ended rows stay."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="memberships")
    roles = ArrayField(models.CharField(max_length=40), verbose_name=_("roles"), default=list, blank=True)
    since = models.DateTimeField(_("since"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=("user", "tenant"), condition=models.Q(ended_at=None), name="membership_open_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=("tenant", "-since", "-id"), condition=models.Q(ended_at=None), name="membership_newest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.tenant}"
