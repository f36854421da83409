"""The *Customers* page and its expanded rows."""

from dataclasses import replace
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from customers.accounts.models import Tag
from customers.directory.lists import CUSTOMERS, rows_of
from customers.directory.pages import IN_ROW, actions_for, readiness_of_reseller, row_actions_for
from foundation.access import PortalRequest, member
from foundation.lists import list_page


@member("customers.view")
@require_safe
def customers(request: PortalRequest) -> HttpResponseBase:
    """List the customers one's own company works with; `?new=` names one that was just added."""
    may_export = request.actor.may("customers.export")
    if "export" in request.GET and not may_export:
        raise PermissionDenied
    actions = actions_for(request.actor)
    empty = replace(CUSTOMERS.empty, action=lambda _actor: next(iter(actions), None))
    listing = replace(CUSTOMERS, empty=empty, export_name=CUSTOMERS.export_name if may_export else "")
    rows = rows_of(request.actor)
    if new := guid_from(request.GET.get("new", "")):
        rows = rows.annotate(is_new=ExpressionWrapper(Q(customer=new), output_field=BooleanField()))
    return list_page(request, listing, template="customers/customers.html", context={"actions": actions}, rows=rows)


@member("customers.view")
@require_safe
def customer_row(request: PortalRequest, customer_id: UUID) -> HttpResponse:
    """Show what the expanded row of a customer shows; on its own a page."""
    relationship = rows_of(request.actor).filter(customer=customer_id).own_first().first()
    if relationship is None:
        raise Http404
    customer = relationship.customer
    context = {
        "customer": customer,
        "relationship": relationship,
        "readiness": readiness_of_reseller(relationship),
        "tags": Tag.objects.visible_to(request.actor).filter(customer=customer).order_by("text"),
        "panels": IN_ROW.panels(request.actor, customer),
        "actions": row_actions_for(request.actor, customer),
    }
    template = "customers/row.html" if request.htmx else "customers/row_page.html"
    response = render(request, template, context)
    response["Vary"] = "HX-Request"
    return response


def guid_from(text: str) -> UUID | None:
    """Return the id in an address, or None if it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
