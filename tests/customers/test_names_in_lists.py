"""The name that the list of customers shows is the one it sorts, searches and exports."""

from customers.accounts.models import BillingProfile
from relationships.partners.models import Partner
from tests.customers.factories import add, client_of


def test_the_list_shows_the_customers_name_not_that_of_bill_to(provider: Partner) -> None:
    customer = add(provider, company_name="Northwind Traders").customer
    BillingProfile.objects.filter(customer=customer).update(company_name="Accounts Payable Ltd")
    client = client_of(provider)
    for address in ("/customers/", "/customers/?q=northwind", "/customers/?export=csv"):
        shown = b"".join(client.get(address)).decode()
        assert "Northwind Traders" in shown
        assert "Accounts Payable Ltd" not in shown
