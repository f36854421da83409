"""The *New subscription* page of an existing customer."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from customers.agreements.models import CustomerAgreement
from customers.directory.pages import tabs_of
from customers.relationships.end_customers import besides_customer
from customers.relationships.models import CustomerRelationship
from foundation import clock
from foundation.access import PortalRequest, member
from foundation.rules import Refusal, Refused
from relationships.agreements.standing import standing_of
from relationships.partners.roles import PROVIDER
from relationships.partnerships.pairs import partners_of
from subscriptions.catalogue.price_books import price_book
from subscriptions.ordering.buyers import buyer_of
from subscriptions.ordering.decision import channel_warnings, closed_because
from subscriptions.ordering.forms import NewSubscriptionForm
from subscriptions.ordering.services import place_order


@member("orders.place")
@require_http_methods(["GET", "HEAD", "POST"])
def new_subscription(request: PortalRequest, customer_id: uuid.UUID) -> HttpResponse:
    """Choose offers, licences and the reseller for incentives, and submit; the same form sent again is one order."""
    relationship = relationship_with(request, customer_id)
    form, closed = order_form(request, relationship)
    status = 200
    if closed and request.method == "POST":
        raise Refused(closed)
    if form.is_bound and form.is_valid():
        try:
            return ordered(request, relationship, form)
        except Refused as refused:
            form.refuse(refused.refusals)
            status = 409
    elif form.is_bound:
        status = 400
    context = {"form": form, "customer": relationship.customer, "closed": closed}
    named = bool(form["reseller"].value()) if "reseller" in form.fields else False
    context["warnings"] = channel_warnings(request.actor, names_reseller=named)
    context["tabs"] = tabs_of(request.actor, relationship.customer, "subscriptions")
    return render(request, "subscriptions/new_subscription.html", context, status=status)


def relationship_with(request: PortalRequest, customer_id: uuid.UUID) -> CustomerRelationship:
    """Return the reader's relationship with a customer, its own before one through a provider; 404 without one."""
    attested = CustomerAgreement.objects.visible_to(request.actor).filter(
        customer=OuterRef("customer"), state=CustomerAgreement.State.ATTESTED
    )
    besides = besides_customer("customer", seller_id=request.actor.tenant_id) if request.actor.tenant_id else {}
    found = (
        CustomerRelationship.objects.visible_to(request.actor)
        .filter(customer=customer_id)
        .select_related("customer__tenant__country__market")
        .annotate(agreed=Exists(attested), **besides)
        .own_first()
        .first()
    )
    if found is None:
        raise Http404
    return found


def order_form(request: PortalRequest, relationship: CustomerRelationship) -> tuple[NewSubscriptionForm, list[Refusal]]:
    """Return the form, bound to what was sent unless that was a search, and why nothing can be ordered (if so)."""
    agreed: bool = relationship.agreed  # type: ignore[attr-defined]  # annotated by relationship_with
    buyer = buyer_of(
        relationship.customer,
        agreed=agreed,
        related=relationship.through_id is None,
        in_csp=relationship.in_csp,  # type: ignore[attr-defined]
        is_reseller=relationship.is_reseller,  # type: ignore[attr-defined]
    )
    book = price_book(currency=buyer.currency, on=clock.now().date())
    resellers = partners_of(relationship.partner_id) if PROVIDER in request.actor.kinds else None
    pair = next(iter((resellers or {}).values()), None)
    seller = pair.provider if pair else standing_of(relationship.partner_id)
    searching, data = "search" in request.POST, request.POST if request.method == "POST" else None
    initial: dict[str, Any] = dict(request.POST.items()) if searching else {"submission": uuid.uuid4()}
    form = NewSubscriptionForm(
        None if searching else data,
        initial=initial,
        book=book,
        buyer=buyer,
        resellers=resellers,
        reseller_id=relationship.reseller_id,
    )
    return form, closed_because(seller=seller, buyer=buyer, book=book)


def ordered(request: PortalRequest, relationship: CustomerRelationship, form: NewSubscriptionForm) -> HttpResponse:
    """Place the order and go to the customer's subscriptions. Raises Refused."""
    place_order(
        actor=request.actor,
        now=clock.now(),
        customer=relationship.customer,
        submission=form.cleaned_data["submission"],
        lines=form.lines,
        reseller_id=form.cleaned_data.get("reseller"),
    )
    number = len(form.lines)
    told = ngettext("{number} subscription was added.", "{number} subscriptions were added.", number)
    messages.success(request, told.format(number=number))
    return redirect("customer_subscriptions", relationship.customer_id)
