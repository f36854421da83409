"""The provider's table of its resellers' agreements."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from foundation.lists import Choice, Column, Empty, List, per_row
from foundation.organisations.actor import Actor
from foundation.rules import Text
from foundation.sorting import sort_name
from foundation.ui.states import Badge, badge
from relationships.agreement_status.actions import ask_to_sign
from relationships.partners.models import Enrolment, Partner
from relationships.partnerships.models import Partnership
from relationships.requests.tabs import request_action
from relationships.resellers.lists import page_of, readiness

NOT_ENROLLED, SUSPENDED = "none", "suspended"
SIGNED: dict[str, Text] = {"yes": _("Signed"), "no": _("Not signed")}
VETTING: dict[str, Text] = {
    **{state.value: state.label for state in Enrolment.State},
    NOT_ENROLLED: _("Not enrolled"),
    SUSPENDED: _("Suspended"),
}
"""Where a reseller can stand: its enrolment, and the suspension that comes before it."""


def rows_of(actor: Actor) -> QuerySet[Partnership]:
    """Return the open partnerships of this provider, each with its reseller's `vetting` and signature."""
    mine = Partnership.objects.visible_to(actor).open().filter(provider=actor.tenant_id)
    return mine.with_mpn_ids().with_signatures().with_vetting().select_related("reseller__region")


def vetting_of(row: Any) -> Badge:
    """Return where the reseller stands; a suspension says more than the enrolment it suspends."""
    state = SUSPENDED if row.reseller.is_suspended else row.vetting or NOT_ENROLLED
    return badge(state, VETTING[state])


def signed_on(row: Any) -> date | Badge:
    """Return the day of the signature."""
    if row.reseller_signed_at:
        return localdate(row.reseller_signed_at)
    return badge("not-signed", SIGNED["no"], "warning")


def by_signature(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Narrow the rows to those with, or without, a signature."""
    return rows.filter(reseller_signed_at__isnull=value == "no")


def by_vetting(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Narrow the rows to where the reseller stands."""
    if value == SUSPENDED:
        return rows.filter(reseller__status=Partner.Status.SUSPENDED)
    rows = rows.exclude(reseller__status=Partner.Status.SUSPENDED)
    return rows.filter(vetting=None) if value == NOT_ENROLLED else rows.filter(vetting=value)


AGREEMENT_STATUS = List(
    key="agreement-status",
    title=_("Agreement status"),
    queryset=rows_of,
    columns=[
        Column("name", _("Indirect reseller"), value=lambda row: row.reseller.name, link=page_of, order="name"),
        Column("mpn_id", _("MPN ID"), value=lambda row: row.reseller_mpn_id),
        Column("region", _("Region"), value=lambda row: row.reseller.region.name),
        Column("vetting", _("Vetting"), value=vetting_of),
        Column("signed", _("Agreement signed"), value=signed_on),
        Column("readiness", _("Status"), load=readiness, template="relationships/partnerships/readiness.html"),
        Column("asked", _("Last asked to sign"), value=lambda row: row.nudged_at),
        Column("since", _("Partners since"), value=lambda row: row.since, shown=False),
    ],
    orders={"name": ("reseller_sort_name", "id")},
    default_order="name",
    empty=Empty(
        _("No indirect resellers yet"),
        _("A reseller appears here once it has accepted your request for a partnership."),
        icon="agreement",
        action=request_action,
    ),
    filters=[
        Choice("signed", _("Agreement"), tuple(SIGNED.items()), by_signature),
        Choice("vetting", _("Vetting"), tuple(VETTING.items()), by_vetting),
    ],
    search=("reseller_sort_name", "reseller_mpn_id"),
    search_label=_("Search by name or MPN ID"),
    search_as=sort_name,
    row_actions=[per_row(ask_to_sign)],
    export_name="AgreementStatus",
)
