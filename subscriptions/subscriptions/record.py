"""The partner of record of a subscription: is it still a valid one? (R26)"""

from datetime import date

from relationships.partnerships.pairs import pairs_with
from relationships.partnerships.rules import association_refusals
from subscriptions.subscriptions.models import Subscription
from subscriptions.subscriptions.rules import RecordFacts


def record_facts(subscription: Subscription, *, on: date, renews: bool = False) -> RecordFacts:
    """Return what decides on a change of this subscription (its reseller and policy loaded), in two queries at most."""
    start, reseller = subscription.policy.record_checked_from, subscription.reseller
    is_valid = True
    if reseller:
        pair = pairs_with(subscription.seller_id, [reseller.pk])[reseller.pk]
        is_valid = not association_refusals(pair)
    return RecordFacts(
        subscription=subscription.nickname,
        checked=start is not None and start <= on,
        renews=renews,
        reseller=reseller.name if reseller else "",
        is_valid=is_valid,
    )
