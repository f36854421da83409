"""The *Subscriptions* step: what to order for a customer who is only drafted yet."""

from uuid import UUID

from django.utils.translation import gettext as _

from foundation import clock
from foundation.access import PortalRequest
from foundation.places.models import Country
from foundation.places.names import country_name
from foundation.rules import Refusal
from relationships.agreements.standing import standing_of
from relationships.partners.roles import PROVIDER
from relationships.partnerships.pairs import partners_of
from subscriptions.catalogue.price_books import price_book
from subscriptions.onboarding.contents import lines_of
from subscriptions.onboarding.models import CustomerDraft
from subscriptions.ordering.buyers import Buyer, currency_of
from subscriptions.ordering.decision import closed_because
from subscriptions.ordering.forms import OrderForm


def buyer_in(draft: CustomerDraft) -> Buyer:
    """Return what counts of a drafted customer, in one query: it will be the seller's, and owns nothing yet."""
    account = draft.account
    country = Country.objects.select_related("market").get(pk=account["country"])
    return Buyer(
        name=account["company_name"],
        country=country_name(country.code),
        currency=currency_of(country),
        qualification=account["qualification"],
        agreed=bool(account["agreement"]),
        related=True,
    )


def order_form(request: PortalRequest, draft: CustomerDraft) -> tuple[OrderForm, list[Refusal]]:
    """Return the form, bound to what was sent unless that was a search, and why nothing can be ordered (if so)."""
    buyer = buyer_in(draft)
    book = price_book(currency=buyer.currency, on=clock.now().date())
    resellers = partners_of(draft.partner_id) if PROVIDER in request.actor.kinds else None
    pair = next(iter((resellers or {}).values()), None)
    seller = pair.provider if pair else standing_of(draft.partner_id)
    searching = "search" in request.POST
    data = request.POST if request.method == "POST" else None
    form = OrderForm(
        None if searching else data,
        initial=dict(request.POST.items()) if searching else None,
        book=book,
        buyer=buyer,
        resellers=resellers,
        lines=[] if searching else lines_of(draft),
        reseller_id=draft.incentive_reseller_id,
        needs_lines=False,
    )
    return form, closed_because(seller=seller, buyer=buyer, book=book)


def shown_differences(form: OrderForm, current: CustomerDraft) -> str:
    """Tell in words what somebody else has stored meanwhile."""
    names = {each.offer.pk: each.offer.name for each in form.for_sale}
    stored = ", ".join(f"{names.get(line.offer_id, line.offer_id)} × {line.quantity}" for line in lines_of(current))
    reseller = _reseller_name(form, current.incentive_reseller_id)
    return _(
        "Somebody has changed this meanwhile to: {stored} ({reseller}). Sending it again overwrites their changes."
    ).format(stored=stored or _("no subscriptions"), reseller=reseller)


def _reseller_name(form: OrderForm, reseller_id: UUID | None) -> str:
    choices = dict(getattr(form.fields.get("reseller"), "choices", []))
    return str(choices.get(str(reseller_id or ""), _("no reseller")))
