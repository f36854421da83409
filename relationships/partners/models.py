"""Partners, the programmes they are enrolled in and their MPN IDs."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.organisations.models import Tenant
from foundation.places.models import Country
from foundation.sorting import sort_name
from relationships.partners.programmes import Programme
from relationships.partners.querysets import EnrolmentQuerySet, PartnerQuerySet
from relationships.regions.models import Region


class Partner(models.Model):
    """A company that takes part in the programme, with one tenant of its own."""

    class Status(models.TextChoices):
        """A suspended partner goes on with what it has and starts nothing new (R70)."""

        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")

    tenant = models.OneToOneField(Tenant, models.PROTECT, primary_key=True, related_name="partner")
    name = models.CharField(_("company"), max_length=200)
    sort_name = models.CharField(max_length=200, editable=False, db_collation="C")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("region"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        indexes = [
            models.Index(fields=("sort_name", "tenant"), name="partner_by_name"),
            GinIndex(fields=["name"], name="partner_name_trigrams", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the sorting name true to the name."""
        self.sort_name = sort_name(self.name)[:200]
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def is_suspended(self) -> bool:
        """Whether the account is suspended."""
        return self.status == self.Status.SUSPENDED


WAITING_SINCE = models.Case(models.When(state="pending", then=models.F("requested_at"))).asc(nulls_last=True)
"""Order of the operator's queue: who waits, the longest first, before everybody else."""


class Enrolment(models.Model):
    """A partner's place in one programme."""

    class State(models.TextChoices):
        """Pending until the operator has checked it; Qualified may sign the MPA; Active is enrolled."""

        PENDING = "pending", _("Pending")
        QUALIFIED = "qualified", _("Qualified")
        ACTIVE = "active", _("Active")
        REJECTED = "rejected", _("Rejected")

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="enrolments")
    programme = models.CharField(_("programme"), max_length=20, choices=Programme)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    requested_at = models.DateTimeField(_("requested"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    activated_at = models.DateTimeField(_("active since"), null=True, blank=True)
    lapsed_until = models.DateField(_("authorisation lapsed until"), null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        indexes = [models.Index(WAITING_SINCE, models.F("id").desc(), name="enrolment_queue")]
        constraints = [
            models.UniqueConstraint(fields=("partner", "programme"), name="enrolment_once_per_programme"),
            # R32: direct bill and reseller overwrite each other on one tenant.
            models.UniqueConstraint(
                fields=("partner",),
                condition=Q(programme__in=("direct_bill", "indirect_reseller")) & ~Q(state="rejected"),
                name="enrolment_direct_bill_or_reseller",
            ),
            models.CheckConstraint(
                condition=Q(state="pending", decided_at=None) | (~Q(state="pending") & Q(decided_at__isnull=False)),
                name="enrolment_decision_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} · {self.get_programme_display()}"


class PartnerLocation(models.Model):
    """An MPN ID. Only the location one may be used in transactions (R7); a tenant has one of those (R6)."""

    class Kind(models.TextChoices):
        """The global ID names the company, a location ID a place that transacts."""

        GLOBAL = "global", _("Global")
        LOCATION = "location", _("Location")

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="locations")
    mpn_id = models.CharField(_("MPN ID"), max_length=10, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.LOCATION)
    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("country"))

    class Meta:
        verbose_name = _("MPN ID")
        verbose_name_plural = _("MPN IDs")
        constraints = [
            models.UniqueConstraint(fields=("partner",), condition=Q(kind="location"), name="location_once_per_tenant"),
            models.CheckConstraint(condition=Q(mpn_id__regex=r"^[0-9]{5,10}$"), name="location_mpn_id_is_a_number"),
        ]

    def __str__(self) -> str:
        return self.mpn_id
