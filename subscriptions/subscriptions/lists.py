"""The list of a customer's subscriptions."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.directory.lists import is_provider, is_reseller
from foundation.lists import Column, Empty, List
from foundation.organisations.actor import Actor
from foundation.ui.states import Badge, badge
from subscriptions.catalogue.price_books import Plan
from subscriptions.subscriptions.models import Subscription


def rows_of(actor: Actor) -> QuerySet[Subscription]:
    """Return the subscriptions this actor may see, with the companies around them."""
    rows = Subscription.objects.visible_to(actor)
    return rows.select_related("offer", "seller", "reseller", "support_contact", "customer__tenant")


def detail_of(row: Subscription) -> str:
    """Return the address of a subscription."""
    return reverse("subscription", args=[row.customer_id, row.pk])


def status_of(row: Subscription) -> Badge:
    """Return the status in words."""
    return badge(row.status, row.get_status_display())


def works_in_two_tiers(actor: Actor) -> bool:
    """Say whether there are resellers in this actor's business at all."""
    return is_provider(actor) or is_reseller(actor)


SUBSCRIPTIONS = List(
    key="subscriptions",
    title=_("Subscriptions"),
    queryset=rows_of,
    columns=[
        Column("nickname", _("Subscription"), value=lambda row: row.nickname, link=detail_of, order="name"),
        Column("id", _("Subscription ID"), value=lambda row: str(row.pk), shown=False),
        Column("offer", _("Offer"), value=lambda row: row.offer.name, shown=False),
        Column("quantity", _("Licenses"), value=lambda row: row.quantity, at_end=True),
        Column("status", _("Status"), value=status_of),
        Column("plan", _("Term and billing frequency"), value=lambda row: Plan(row.term, row.cycle).label),
        Column("ends", _("Last day of the term"), value=lambda row: row.term_ends_on, order="renewal"),
        Column(
            "reseller",
            _("Reseller"),
            value=lambda row: row.reseller and row.reseller.name,
            when=works_in_two_tiers,
        ),
        Column(
            "support",
            _("Support contact"),
            value=lambda row: row.support_contact.name,
            when=works_in_two_tiers,
        ),
        Column("created", _("Added"), value=lambda row: row.created_at, shown=False),
    ],
    orders={
        "name": ("sort_name", "id"),
        "renewal": ("term_ends_on", "id"),
        "newest": ("-created_at", "-id"),
    },
    default_order="newest",
    empty=Empty(_("No subscriptions yet"), _("What is ordered for this customer appears here."), icon="subscriptions"),
    search=("nickname",),
    search_label=_("Search by nickname"),
    export_name="Subscriptions",
    export_label=_("Export subscriptions"),
)
