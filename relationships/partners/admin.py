"""Partners and their MPN IDs, for operators."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.operations.links import record_url
from foundation.operations.operation import Operation, ReasonForm
from foundation.operations.records import RecordAdmin, RecordInline
from foundation.organisations.actor import Actor, operator
from foundation.rules import Refused
from foundation.users.models import User
from relationships.partners import services
from relationships.partners.models import Enrolment, Partner, PartnerLocation
from relationships.partners.mpn_ids import correct_mpn_id
from relationships.partners.programmes import Programme
from relationships.regions.models import RegionCountry


class AddPartnerForm(forms.Form):
    """What `manage.py add_partner` asks."""

    company = forms.CharField(label=_("Company"), max_length=200)
    country = forms.ChoiceField(label=_("Country"), help_text=_("Of the account and of the MPN ID."))
    programme = forms.ChoiceField(label=_("Programme"), choices=Programme.choices)
    mpn_id = forms.CharField(label=_("Location MPN ID"), max_length=10)
    domain = forms.CharField(
        label=_("Primary domain name"),
        max_length=253,
        required=False,
        empty_value=None,
        help_text=_("Without one, it is made from the address and the company's name."),
    )
    admin_address = forms.EmailField(label=_("First Global admin's email address"), max_length=254)
    admin_first_name = forms.CharField(label=_("First name"), max_length=150)
    admin_last_name = forms.CharField(label=_("Last name"), max_length=150)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the countries of every region."""
        super().__init__(*args, **kwargs)
        markets = RegionCountry.objects.select_related("country").order_by("country__name")
        cast(forms.ChoiceField, self.fields["country"]).choices = [
            ("", "–"),
            *((market.country_id, market.country.name) for market in markets),
        ]


class EnrolForm(forms.Form):
    """Which programme."""

    programme = forms.ChoiceField(label=_("Programme"), choices=Programme.choices)


def enrol(*, actor: Actor, now: datetime, record: Partner, programme: str) -> None:
    """Enrol the partner in one programme more, approved at once."""
    services.enrol_partner(actor=actor, now=now, partner=record, programme=programme)


def suspend(*, actor: Actor, now: datetime, record: Partner, reason: str) -> None:
    """Let the partner start nothing new (R70)."""
    services.suspend_partner(actor=actor, now=now, partner=record, reason=reason)


def reactivate(*, actor: Actor, now: datetime, record: Partner, reason: str) -> None:
    """End the suspension."""
    services.reactivate_partner(actor=actor, now=now, partner=record, reason=reason)


class NumberForm(ReasonForm):
    """The right number, and how one knows."""

    mpn_id = forms.CharField(label=_("MPN ID"), max_length=10)
    field_order = ("mpn_id", "reason")


def correct(*, actor: Actor, now: datetime, record: PartnerLocation, mpn_id: str, reason: str) -> None:
    """Put another number in the place of a wrong one."""
    correct_mpn_id(actor=actor, now=now, location=record, mpn_id=mpn_id, reason=reason)


class EnrolmentInline(RecordInline):
    """The programmes a partner is in."""

    model = Enrolment


class LocationInline(RecordInline):
    """A partner's MPN IDs."""

    model = PartnerLocation


@admin.register(Partner)
class PartnerAdmin(RecordAdmin):
    """Companies that take part in the programme."""

    list_display = ("name", "domain", "region", "status", "created_at")
    list_select_related = ("tenant", "region")
    list_filter = ("status", "region")
    search_fields = ("sort_name__contains", "tenant__primary_domain__icontains", "locations__mpn_id__exact")
    search_help_text = _("Company, domain, MPN ID, or a whole Microsoft ID.")
    ordering = ("sort_name", "tenant_id")
    inlines = (EnrolmentInline, LocationInline)
    readonly_fields = ("microsoft_id", "domain")
    operations = (
        Operation(
            "enrol",
            _("Enrol"),
            _("The enrolment is approved at once: active when the agreement is signed, else qualified to sign it."),
            enrol,
            EnrolForm,
        ),
        Operation(
            "suspend",
            _("Suspend"),
            _("What the partner has goes on; it starts nothing new. Its people are told."),
            suspend,
            ReasonForm,
            lambda record: not record.is_suspended,
        ),
        Operation(
            "reactivate",
            _("Reactivate"),
            _("The partner can start new business again. Its people are told."),
            reactivate,
            ReasonForm,
            lambda record: record.is_suspended,
        ),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A partner is the one thing that begins here."""
        return cast(User, request.user).has_perm("relationships.add_partner")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Put a partner on record, with its first Global admin."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = AddPartnerForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                actor = operator(cast(User, request.user))
                partner = services.add_partner(actor=actor, now=clock.now(), **form.cleaned_data)
            except Refused as refused:
                form.add_error(None, [f"{each.text} {each.remedy}" for each in refused.refusals])
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                messages.success(request, _("%(partner)s is on record.") % {"partner": partner})
                return HttpResponseRedirect(record_url(partner))
        explanation = _(
            "The enrolment is approved at once; it is active when a Global admin has signed the Partner Agreement. The "
            "first Global admin gets a mail with a link to set a password."
        )
        return self.confirm_page(request, _("Add partner"), explanation, form, [])

    @admin.display(description=_("Microsoft ID"))
    def microsoft_id(self, partner: Partner) -> str:
        """The tenant's id."""
        return str(partner.pk)

    @admin.display(description=_("domain"))
    def domain(self, partner: Partner) -> str:
        """The tenant's primary domain name."""
        return partner.tenant.primary_domain


@admin.register(PartnerLocation)
class PartnerLocationAdmin(RecordAdmin):
    """MPN IDs."""

    list_display = ("mpn_id", "kind", "partner", "country")
    list_select_related = ("partner", "country")
    list_filter = ("kind",)
    search_fields = ("mpn_id__startswith", "partner__sort_name__contains")
    search_help_text = _("The beginning of an MPN ID, company, or the whole Microsoft ID of a partner.")
    ordering = ("mpn_id",)
    id_fields = ("partner",)
    operations = (
        Operation(
            "correct",
            _("Correct the number"),
            _("The partner asked for it: it cannot do so itself. Orders that were placed keep the number they had."),
            correct,
            NumberForm,
        ),
    )
