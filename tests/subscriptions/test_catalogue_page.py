"""The Catalog page."""

from relationships.partners.models import Partner
from subscriptions.catalogue.models import PriceList
from tests.customers.factories import PROVIDER, client_of, make_partner
from tests.subscriptions.factories import make_offer


def test_offers_are_shown_with_plans_prices_and_the_name_of_the_list(provider: Partner) -> None:
    make_offer("Exchange Online", price="4.00", maximum=10_000_000)
    page = client_of(provider, "sales_agent").get("/catalog/").content.decode()
    for told in ("Exchange Online", "1 year · Monthly", "€4.00", "€48.00", "sample list", "At least 1"):
        assert told in page


def test_a_real_list_is_not_called_a_sample(provider: Partner) -> None:
    make_offer()
    PriceList.objects.update(is_sample=False)
    assert "sample" not in client_of(provider).get("/catalog/").content.decode()


def test_what_is_billed_by_use_or_not_at_all_has_no_price(provider: Partner) -> None:
    make_offer("Azure plan", billing="usage", price="0")
    make_offer("Trial", billing="none", price="0")
    page = client_of(provider).get("/catalog/").content.decode()
    assert "by usage" in page
    assert "not billed" in page
    assert "€0.00" not in page


def test_the_catalogue_is_searched(provider: Partner) -> None:
    make_offer("Exchange Online")
    make_offer("Visio Plan 2")
    page = client_of(provider).get("/catalog/?q=VISIO").content.decode()
    assert "Visio Plan 2" in page
    assert "Exchange Online" not in page
    assert "Nothing found" in client_of(provider).get("/catalog/?q=zzz").content.decode()


def test_currencies_are_those_of_the_sellers_region(provider: Partner) -> None:
    """Its own country's first; one of another region is not taken."""
    make_offer()
    client = client_of(provider)
    answer = client.get("/catalog/")
    assert answer.context["currency"] == "EUR"
    assert {"EUR", "DKK", "GBP", "CHF"} <= set(answer.context["currencies"])
    assert "JPY" not in answer.context["currencies"]
    assert client.get("/catalog/?currency=JPY").context["currency"] == "EUR"
    page = client.get("/catalog/?currency=DKK").content.decode()
    assert "There is no valid price list in DKK" in page


def test_a_partner_elsewhere_sees_its_own_currency(regions: None) -> None:
    american = make_partner("Pacific Distribution", PROVIDER, country="US")
    assert client_of(american).get("/catalog/").context["currency"] == "USD"


def test_the_catalogue_is_for_sellers(provider: Partner, reseller: Partner) -> None:
    assert client_of(provider, "helpdesk_agent").get("/catalog/").status_code == 403
    assert client_of(reseller).get("/catalog/").status_code == 404
