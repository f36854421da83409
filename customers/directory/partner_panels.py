"""What partners' pages show of customers: how many the two have together, the first of them, and their history."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.accounts.models import Customer
from customers.directory.lists import rows_of
from customers.relationships.models import CustomerRelationship
from foundation.audit.timeline import register_event
from foundation.organisations.actor import Actor
from foundation.ui.slots import Panel
from relationships.partner_pages.timeline import MOST, register_source
from relationships.partnerships.models import Partnership
from relationships.providers.slots import PROVIDER_PANELS
from relationships.resellers.slots import RESELLER_PANELS

SHOWN = 5


def panel_for(actor: Actor, partnership: Partnership) -> list[Panel]:
    """Return the number of customers and the first of them by name; one query."""
    if not actor.may("customers.view"):
        return []
    is_provider = actor.tenant_id == partnership.provider_id
    key, other = ("reseller", partnership.reseller_id) if is_provider else ("through", partnership.provider_id)
    first = rows_of(actor).filter(**{key: other}).order_by("sort_name", "customer")[:SHOWN]
    name = "reseller" if is_provider else "provider"
    data = {
        "number": partnership.customer_count,
        "first": list(first),
        "url": f"{reverse('customers')}?{name}={other}",
    }
    return [Panel("customers/partner_panel.html", data)]


def common_customers(actor: Actor, partnership: Partnership) -> QuerySet[Customer]:
    """Return the customers that the provider has given the reseller last, as many as a history can show."""
    rows = CustomerRelationship.objects.visible_to(actor)
    if actor.tenant_id == partnership.provider_id:
        rows = rows.filter(reseller=partnership.reseller_id)
    else:
        rows = rows.filter(through=partnership.provider_id)
    latest = rows.order_by("-created_at", "-customer").values("customer")[:MOST]
    return Customer.objects.visible_to(actor).filter(pk__in=latest)


def register() -> None:
    """Add the panels, and what has happened to customers to the history of two partners."""
    RESELLER_PANELS.fill(panel_for)
    PROVIDER_PANELS.fill(panel_for)
    register_event("customer.added", _("Customer added: {subject}"))
    register_event("customer.reseller_changed", _("Reseller of a customer changed: {subject}"))
    register_source(common_customers)
