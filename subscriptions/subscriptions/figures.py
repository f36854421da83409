"""The figures that customers' lists show and sort by."""

from datetime import timedelta

from django.db.models import Count, Min, Q, Sum

from customers.accounts.models import Customer
from customers.relationships.services import record_figures
from subscriptions.subscriptions.models import Subscription


def renew_figures(customer: Customer) -> None:
    """Count a customer's active subscriptions and licences and find its next renewal, after a change of them.

    Called with the customer locked, in the transaction that changed its subscriptions.
    """
    found = Subscription.objects.filter(customer=customer, status=Subscription.Status.ACTIVE).aggregate(
        subscriptions=Count("pk"),
        licences=Sum("quantity", default=0),
        ends=Min("term_ends_on", filter=Q(auto_renew=True)),
    )
    record_figures(
        customer=customer,
        subscription_count=found["subscriptions"],
        licence_count=found["licences"],
        next_renewal=found["ends"] + timedelta(days=1) if found["ends"] else None,
    )
