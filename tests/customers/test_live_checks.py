"""What is checked while the New customer form is being filled."""

from relationships.partners.models import Partner
from tests.customers.factories import client_of, customer_of


def test_a_free_domain_is_said_to_be_free(provider: Partner) -> None:
    page = client_of(provider).get("/customers/domain-check/", {"domain_prefix": " Contoso "}).content.decode()
    assert "contoso.onmicrosoft.com is free" in page


def test_a_taken_domain_comes_with_free_ones_to_choose(provider: Partner) -> None:
    """None of them is taken."""
    customer_of(provider, domain_prefix="contoso")
    customer_of(provider, domain_prefix="contoso-group")
    page = client_of(provider).get("/customers/domain-check/", {"domain_prefix": "contoso"}).content.decode()
    assert "is taken" in page
    assert page.count("data-fill") == 3
    assert 'data-value="contoso-group"' not in page


def test_a_bad_domain_is_explained(provider: Partner) -> None:
    page = client_of(provider).get("/customers/domain-check/", {"domain_prefix": "café bar"}).content.decode()
    assert "cannot be a domain name" in page
    assert client_of(provider).get("/customers/domain-check/").content.decode().strip() == ""


def test_a_company_name_proposes_a_free_domain_until_one_is_typed(provider: Partner) -> None:
    customer_of(provider, domain_prefix="zolwson")
    client = client_of(provider)
    page = client.get("/customers/company-name-check/", {"company_name": "Żółw & Søn Ltd"}).content.decode()
    assert 'data-value="zolwson-group"' in page
    typed = {"company_name": "Żółw & Søn Ltd", "domain_prefix": "x"}
    assert "data-fill" not in client.get("/customers/company-name-check/", typed).content.decode()


def test_a_doubtful_company_name_is_warned_of_and_a_bad_one_refused(provider: Partner) -> None:
    client = client_of(provider)
    page = client.get("/customers/company-name-check/", {"company_name": "999"}).content.decode()
    assert "Please make sure your company name is correct" in page
    page = client.get("/customers/company-name-check/", {"company_name": "Ltd"}).content.decode()
    assert "legal form" in page


def test_the_checks_are_for_who_may_add_customers(provider: Partner, reseller: Partner) -> None:
    for address in ("/customers/domain-check/", "/customers/company-name-check/"):
        assert client_of(provider, "helpdesk_agent").get(address).status_code == 403
        assert client_of(reseller).get(address).status_code == 404
