"""What a customer's admin sees."""

from django.test import Client

from foundation.users.models import User
from relationships.delegation.models import DelegatedAdmin
from relationships.partners.models import Partner
from subscriptions.subscriptions.models import Subscription
from tests.customers.factories import NOW, add, client_of, customer_of
from tests.subscriptions.factories import line, make_offer, order


def browser_of(admin: User) -> Client:
    """Return the browser of an admin who has changed the temporary password."""
    admin.must_change_password = False
    admin.save()
    client = Client()
    client.force_login(admin)
    return client


def test_the_admin_sees_partners_rights_and_who_answers_for_what(provider: Partner, reseller: Partner) -> None:
    added = add(provider, reseller=reseller, company_name="Bravo GmbH")
    order(provider, added.customer, line(make_offer("Exchange Online"), 3), reseller=reseller)
    Subscription.objects.update(support_contact=reseller)
    DelegatedAdmin.objects.filter(holder=provider.tenant).update(ended_at=NOW)
    answer = browser_of(added.admin).get("/account/")
    page = answer.content.decode()
    for told in ("Bravo GmbH", "Northlight Distribution", "Contoso Resale", "Exchange Online", "Germany"):
        assert told in page
    rights = {each.name: each.rights is not None for each in answer.context["overview"].partners}
    assert rights == {"Northlight Distribution": False, "Contoso Resale": True}


def test_it_sees_its_own_company_only(provider: Partner) -> None:
    added, other = add(provider), customer_of(provider, company_name="Somebody Else")
    order(provider, other, line(make_offer("Foreign")))
    client = browser_of(added.admin)
    page = client.get("/account/").content.decode()
    assert "Somebody Else" not in page
    assert "Foreign" not in page
    for address in ("/customers/", f"/customers/{other.pk}/account/", "/catalog/"):
        assert client.get(address).status_code == 404


def test_partners_have_no_such_page(provider: Partner, reseller: Partner, direct_bill: Partner) -> None:
    for partner in (provider, reseller, direct_bill):
        assert client_of(partner).get("/account/").status_code == 404
