"""The *Catalog* page: what can be sold, with its plans and prices."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from foundation import clock
from foundation.access import PortalRequest, member
from foundation.sorting import sort_name
from relationships.partners.models import Partner
from relationships.regions.models import RegionCountry
from subscriptions.catalogue.price_books import OfferForSale, PriceBook, price_book
from subscriptions.catalogue.words import price_words, quantity_words


@member("catalogue.view")
@require_safe
def catalogue(request: PortalRequest) -> HttpResponse:
    """Show the offers that have a price in one of the currencies of one's own region."""
    seller = get_object_or_404(Partner.objects.visible_to(request.actor), pk=request.actor.tenant_id)
    countries = RegionCountry.objects.filter(region=seller.region_id).exclude(currency="").order_by("currency")
    currencies = dict(countries.values_list("country", "currency"))
    own = currencies.get(request.actor.tenant.country_id if request.actor.tenant else "", "")
    asked = request.GET.get("currency", "")
    currency = asked if asked in currencies.values() else own or next(iter(currencies.values()), "")
    book = price_book(currency=currency, on=clock.now().date())
    wanted = sort_name(request.GET.get("q", "")[:100])
    offers = [
        each
        for each in book.offers.values()
        if wanted in sort_name(f"{each.offer.name} {each.offer.category} {each.offer.pk}")
    ]
    context = {
        "book": book,
        "rows": [row_of(each, book) for each in offers],
        "currencies": list(dict.fromkeys(currencies.values())),
        "currency": currency,
        "q": request.GET.get("q", "")[:100],
    }
    return render(request, "subscriptions/catalogue.html", context)


def row_of(for_sale: OfferForSale, book: PriceBook) -> dict[str, Any]:
    """Return what the page shows of one offer."""
    offer = for_sale.offer
    return {
        "offer": offer,
        "bases": sorted(book.offers[key].offer.name for key in for_sale.bases if key in book.offers),
        "quantities": quantity_words(offer),
        "plans": [(plan.label, price_words(offer, price, book.currency)) for plan, price in for_sale.prices.items()],
    }
