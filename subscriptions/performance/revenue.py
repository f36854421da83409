"""What resellers have turned over, in US dollars."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import F, Max, Sum
from django.db.models.functions import TruncDate

from subscriptions.ordering.terms import months_later
from subscriptions.orders.models import OrderLine
from subscriptions.performance.charges import cycles_begun
from subscriptions.performance.models import ReferenceRate

CENT = Decimal("0.01")


def revenue_of(reseller_ids: Iterable[UUID], until: date, *, seller_id: UUID | None = None) -> dict[UUID, Decimal]:
    """Return what was billed of these resellers' sales in the twelve months up to and including `until`, in USD.

    With `seller_id` only what that seller has sold; otherwise every provider's. Prices are those of the orders. A
    currency without a reference rate counts nothing. Two queries however many there are; all resellers are answered.
    """
    wanted = set(reseller_ids)
    after, rates = months_later(until, -12), dict(ReferenceRate.objects.values_list("currency", "usd"))
    end = datetime.combine(until + timedelta(days=1), time(), UTC)
    lines = OrderLine.objects.filter(reseller__in=wanted, order__placed_at__lt=end)
    if seller_id:
        lines = lines.filter(order__seller=seller_id)
    billed = (
        lines.annotate(first=TruncDate("order__placed_at", tzinfo=UTC), amount=F("unit_price") * F("quantity"))
        .values("reseller", "currency", "cycle", "first", "subscription__auto_renew", "subscription__term_ends_on")
        .annotate(total=Sum("amount"))
    )
    found = dict.fromkeys(wanted, Decimal(0))
    for row in billed:
        last = None if row["subscription__auto_renew"] else row["subscription__term_ends_on"]
        times = cycles_begun(row["first"], row["cycle"], after=after, until=until, last=last)
        found[row["reseller"]] += (row["total"] or 0) * times * rates.get(row["currency"], Decimal(0))
    return {key: amount.quantize(CENT) for key, amount in found.items()}


def last_purchase_of(reseller_ids: Iterable[UUID], *, seller_id: UUID | None) -> dict[UUID, datetime]:
    """Return when this seller last sold something with each of these resellers for incentives, in one query."""
    lines = OrderLine.objects.filter(order__seller=seller_id, reseller__in=set(reseller_ids))
    return dict(lines.values_list("reseller").annotate(Max("order__placed_at")))
