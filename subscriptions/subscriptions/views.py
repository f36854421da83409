"""A customer's *Subscriptions* and the page of one of them."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from customers.agreements.models import CustomerAgreement
from customers.directory.pages import tabs_of
from customers.relationships.models import CustomerRelationship
from foundation import clock
from foundation.access import PortalRequest, member
from foundation.lists import list_page
from foundation.rules import Refusal, Refused, refusals
from foundation.versions import Stale, version_from
from relationships.agreements.readiness import Readiness, readiness_of
from relationships.delegation.models import DelegatedAdmin
from subscriptions.subscriptions.actions import add_action
from subscriptions.subscriptions.forms import SubscriptionForm
from subscriptions.subscriptions.lists import SUBSCRIPTIONS, rows_of, works_in_two_tiers
from subscriptions.subscriptions.models import Subscription
from subscriptions.subscriptions.record import record_facts
from subscriptions.subscriptions.rules import EditFacts, has_valid_record, may_edit
from subscriptions.subscriptions.services import change_subscription
from subscriptions.subscriptions.support import support_contacts, with_readiness


@member("subscriptions.view")
@require_safe
def customer_subscriptions(request: PortalRequest, customer_id: UUID) -> HttpResponseBase:
    """List a customer's subscriptions, the newest first."""
    relationships = CustomerRelationship.objects.visible_to(request.actor).filter(customer=customer_id)
    relationship = relationships.select_related("customer__tenant").own_first().first()
    if relationship is None:
        raise Http404
    may_export = request.actor.may("customers.export")
    if "export" in request.GET and not may_export:
        raise PermissionDenied
    listing = SUBSCRIPTIONS if may_export else replace(SUBSCRIPTIONS, export_name="")
    customer = relationship.customer
    agreed = CustomerAgreement.objects.visible_to(request.actor).attested(customer)
    context = {
        "customer": customer,
        "tabs": tabs_of(request.actor, customer, "subscriptions"),
        "add": add_action(request.actor, customer, agreed=agreed),
    }
    rows = rows_of(request.actor).filter(customer=customer_id)
    return list_page(request, listing, template="subscriptions/subscriptions.html", context=context, rows=rows)


@member("subscriptions.view")
@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: PortalRequest, customer_id: UUID, subscription_id: UUID) -> HttpResponse:
    """Show one subscription; change its nickname and its support contact where one may."""
    found = get_object_or_404(rows_of(request.actor).select_related("policy"), pk=subscription_id, customer=customer_id)
    closed = edit_refusals(request, found)
    may_rename = request.actor.may("subscriptions.manage")
    may_assign = request.actor.may("support_contact.assign") and found.seller_id == request.actor.tenant_id
    if request.method == "POST" and not (may_rename or may_assign):
        raise PermissionDenied
    contacts = support_contacts(found, clock.now()) if may_assign else {}
    standings = readiness_of({*contacts, found.reseller_id, found.support_contact_id} - {None, found.seller_id})
    form = SubscriptionForm(
        request.POST if request.method == "POST" else None,
        subscription=found,
        may_rename=may_rename and not closed,
        contacts=with_readiness(contacts, standings) if may_assign else None,
    )
    return subscription_page(request, found, form, closed if may_rename else [], standings)


def subscription_page(
    request: PortalRequest,
    found: Subscription,
    form: SubscriptionForm,
    closed: list[Refusal],
    standings: Mapping[UUID, Readiness],
) -> HttpResponse:
    """Take the form if one was sent, and draw the page: 400 for bad input, 409 when refused or changed meanwhile.

    `standings` says of the resellers on it whether they can transact.
    """
    status, version = 200, version_from(request.POST) if form.is_bound else found.version
    if form.is_bound and closed and not form.fields:
        raise Refused(closed)
    if form.is_bound and form.is_valid():
        try:
            change(request, found, form)
            messages.success(request, _("The subscription was changed."))
            return redirect("subscription", found.customer_id, found.pk)
        except Refused as refused:
            form.refuse(refused.refusals)
            status = 409
        except Stale as stale:
            form.show_stored(stale.current)
            status, version = 409, stale.current.version
    elif form.is_bound:
        status = 400
    context = {
        "subscription": found,
        "customer": found.customer,
        "form": form,
        "version": version,
        "closed": closed,
        "reseller_readiness": standings.get(found.reseller_id) if found.reseller_id else None,
        "contact_readiness": standings.get(found.support_contact_id),
        "two_tiers": works_in_two_tiers(request.actor),
        "held_back": refusals([has_valid_record], record_facts(found, on=clock.now().date())),
        "tabs": tabs_of(request.actor, found.customer, "subscriptions"),
    }
    return render(request, "subscriptions/subscription.html", context, status=status)


def change(request: PortalRequest, found: Subscription, form: SubscriptionForm) -> None:
    """Change what the form holds. Raises Refused and Stale."""
    change_subscription(
        actor=request.actor,
        now=clock.now(),
        subscription_id=found.pk,
        version=version_from(request.POST),
        nickname=form.cleaned_data.get("nickname"),
        support_contact_id=form.cleaned_data.get("support_contact"),
    )


def edit_refusals(request: PortalRequest, found: Subscription) -> list[Refusal]:
    """Return why the reader's company may not change this subscription now."""
    own = request.actor.tenant
    is_seller = own is not None and found.seller_id == own.pk
    held = DelegatedAdmin.objects.visible_to(request.actor).in_force(clock.now())
    administers = is_seller or held.filter(granting=found.customer_id, holder=request.actor.tenant_id).exists()
    facts = EditFacts(own.name if own else "", found.nickname, found.customer.name, is_seller, administers)
    return refusals([may_edit], facts)
