"""The one page of a customer's admin."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from customers.accounts.models import Customer
from foundation import clock
from foundation.access import PortalRequest, member
from subscriptions.own_account.overview import overview_of


@member("own_account.view")
@require_safe
def own_account(request: PortalRequest) -> HttpResponse:
    """Show one's own company, its partners and what they may do, its subscriptions and who answers for each."""
    customers = Customer.objects.visible_to(request.actor).select_related("tenant", "billing_profile")
    customer = get_object_or_404(customers, pk=request.actor.tenant_id)
    context = {"overview": overview_of(request.actor, customer, clock.now())}
    return render(request, "subscriptions/own_account.html", context)
