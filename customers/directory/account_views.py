"""A customer's *Account* page, and what is done from it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from customers.accounts.models import Customer, Tag
from customers.admin_users.rules import opens_the_customer_alone
from customers.admin_users.services import admin_account, admin_name, reset_admin_password
from customers.agreements.forms import AttestationForm
from customers.agreements.models import CustomerAgreement
from customers.agreements.services import attest_agreement
from customers.directory.lists import rows_of
from customers.directory.pages import readiness_of_reseller, tabs_of
from customers.relationships.ending import end_relationship, removal_of
from customers.relationships.models import CustomerRelationship
from customers.relationships.rules import Tie, has_delegated_admin, nothing_runs
from foundation import clock
from foundation.access import PortalRequest, member
from foundation.places.names import country_name
from foundation.rules import Refused, refusals
from foundation.ui.actions import Action, Confirm
from relationships.delegation.models import DelegatedAdmin


@member("customers.view")
@require_safe
def customer_account(request: PortalRequest, customer_id: UUID) -> HttpResponse:
    """Show company info, bill-to info, account info, agreement and admin user."""
    form = AttestationForm(initial={"agreed_on": timezone.localdate(clock.now())})
    return account_page(request, relationship_with(request, customer_id), form)


@member("customers.attest")
@require_POST
def attest(request: PortalRequest, customer_id: UUID) -> HttpResponse:
    """Put the customer's agreement on record; 400 for bad input, 409 when a rule speaks against it."""
    relationship = relationship_with(request, customer_id)
    form = AttestationForm(request.POST)
    if not form.is_valid():
        return account_page(request, relationship, form, status=400)
    try:
        attest_agreement(
            actor=request.actor, now=clock.now(), customer=relationship.customer, attestation=form.attestation()
        )
    except Refused as refused:
        form.refuse(refused.refusals)
        return account_page(request, relationship, form, status=409)
    messages.success(request, _("The agreement is on record. Subscriptions can be ordered."))
    return redirect("customer_account", customer_id)


@member("customers.reset_password")
@require_POST
def reset_password(request: PortalRequest, customer_id: UUID) -> HttpResponse:
    """Give the customer's admin user a new temporary password and show it this once (R38)."""
    customer = get_object_or_404(Customer.objects.visible_to(request.actor).select_related("tenant"), pk=customer_id)
    first = reset_admin_password(actor=request.actor, now=clock.now(), customer=customer)
    context = {"customer": customer, "admin": first.user.username, "password": first.password}
    return render(request, "customers/new_password.html", context)


@member("relationships.end")
@require_POST
def remove_relationship(request: PortalRequest, customer_id: UUID) -> HttpResponse:
    """Remove the relationship that the page shows (R65, R66). Raises Refused (409) while something is active."""
    relationship = relationship_with(request, customer_id)
    end_relationship(actor=request.actor, now=clock.now(), relationship=relationship)
    text = _("The relationship with {customer} is removed. You have no admin rights there any more.")
    messages.success(request, text.format(customer=relationship.customer.name))
    return redirect("customers")


def relationship_with(request: PortalRequest, customer_id: UUID) -> CustomerRelationship:
    """Return the reader's relationship with a customer, its own before one through a provider; 404 without one.

    It comes with `administers`: whether the reader's company has admin rights there now.
    """
    held = DelegatedAdmin.objects.visible_to(request.actor).in_force(clock.now()).filter(holder=request.actor.tenant_id)
    found = rows_of(request.actor).select_related("customer__created_by_partner", "partner")
    found = found.annotate(administers=Exists(held.filter(granting=OuterRef("customer"))))
    relationship = found.filter(customer=customer_id).own_first().first()
    if relationship is None:
        raise Http404
    return relationship


def account_page(
    request: PortalRequest, relationship: CustomerRelationship, form: AttestationForm, *, status: int = 200
) -> HttpResponse:
    """Draw the page."""
    customer = relationship.customer
    agreements = CustomerAgreement.objects.visible_to(request.actor).filter(customer=customer)
    context = {
        "customer": customer,
        "relationship": relationship,
        "readiness": readiness_of_reseller(relationship),
        "country": country_name(customer.tenant.country_id),
        "contact": customer.billing_profile,
        "agreement": agreements.order_by("-recorded_at", "-pk").first(),
        "tags": Tag.objects.visible_to(request.actor).filter(customer=customer).order_by("text"),
        "admin": admin_name(customer.domain),
        "reset": reset_action(request, relationship),
        "removal": removal_action(request, relationship),
        "tabs": tabs_of(request.actor, customer, "account"),
        "form": form,
        "may_attest": request.actor.may("customers.attest") and relationship.through_id is None,
    }
    return render(request, "customers/account.html", context, status=status)


def reset_action(request: PortalRequest, relationship: Any) -> Action:
    """Return the *Reset password* button, disabled with the reasons where the service would refuse."""
    customer = relationship.customer
    own = request.actor.tenant.name if request.actor.tenant else ""
    tie = Tie(own, customer.name, related=True, administers=relationship.administers)
    against = refusals([has_delegated_admin], tie) or refusals([opens_the_customer_alone], admin_account(customer))
    return Action(
        _("Reset password"),
        reverse("customer_reset_password", args=[customer.pk]),
        icon="key",
        post=True,
        permitted=request.actor.may("customers.reset_password"),
        refusals=against,
        confirm=Confirm(
            _("The present password stops working at once. The new one is shown a single time."),
            _("Reset the password?"),
        ),
    )


def removal_action(request: PortalRequest, relationship: CustomerRelationship) -> Action:
    """Return *Remove reseller relationship*, disabled with the reason while something is active (R65)."""
    permitted = request.actor.may("relationships.end")
    return Action(
        _("Remove reseller relationship"),
        reverse("customer_remove", args=[relationship.customer_id]),
        icon="delete",
        kind="danger",
        post=True,
        permitted=permitted,
        refusals=refusals([nothing_runs], removal_of(relationship)) if permitted else (),
        confirm=Confirm(
            _(
                "The customer leaves your list and your admin rights there end. Wherever you are the support contact, "
                "the seller takes your place. Nothing can be ordered until there is a new relationship."
            ),
            _("Remove the relationship?"),
            danger=True,
        ),
    )
