"""The list of a customer's subscriptions."""

from relationships.partners.models import Partner
from subscriptions.subscriptions.models import Subscription
from tests.customers.factories import client_of, customer_of, make_partnership
from tests.subscriptions.factories import line, make_offer, order


def test_the_newest_stand_first_with_reseller_and_support_contact(provider: Partner, reseller: Partner) -> None:
    customer = customer_of(provider, reseller=reseller)
    order(provider, customer, line(make_offer("Exchange Online"), 3), reseller=reseller)
    answer = client_of(provider).get(f"/customers/{customer.pk}/subscriptions/")
    page = answer.content.decode()
    for told in (
        "Exchange Online",
        "Contoso Resale",
        "Northlight Distribution",
        "Add subscription",
        "1 year · Monthly",
    ):
        assert told in page


def test_a_reseller_sees_what_is_sold_through_its_provider(
    provider: Partner, reseller: Partner, other_provider: Partner
) -> None:
    """Not what somebody else has sold to the same customer."""
    customer = customer_of(provider, reseller=reseller)
    order(provider, customer, line(make_offer("Exchange Online")))
    make_partnership(other_provider, reseller)
    order(provider, customer, line(make_offer("Foreign")))
    Subscription.objects.filter(nickname="Foreign").update(seller=other_provider, support_contact=other_provider)
    page = client_of(reseller).get(f"/customers/{customer.pk}/subscriptions/").content.decode()
    assert "Exchange Online" in page
    assert "Foreign" not in page
    assert "Add subscription" not in page


def test_subscriptions_are_searched_and_exported(provider: Partner) -> None:
    customer, client = customer_of(provider), client_of(provider)
    order(provider, customer, line(make_offer("Exchange Online")), line(make_offer("Visio Plan 2")))
    page = client.get(f"/customers/{customer.pk}/subscriptions/?q=visio").content.decode()
    assert "Visio Plan 2" in page
    assert "Exchange Online" not in page
    answer = client.get(f"/customers/{customer.pk}/subscriptions/?export=csv")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert str(Subscription.objects.get(nickname="Visio Plan 2").pk) in text
    sales = client_of(provider, "sales_agent")
    assert sales.get(f"/customers/{customer.pk}/subscriptions/?export=csv").status_code == 403


def test_a_customer_that_has_not_agreed_can_be_sold_nothing(provider: Partner) -> None:
    """The button is there, disabled, with the reason."""
    customer = customer_of(provider, agreed=False)
    page = client_of(provider).get(f"/customers/{customer.pk}/subscriptions/").content.decode()
    assert 'aria-disabled="true"' in page
    assert "R40" in page
    assert "No subscriptions yet" in page
