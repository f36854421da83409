"""The Customers list, its filters and its expanded rows."""

import uuid

import pytest

from relationships.partners.models import Partner
from tests.customers.factories import client_of, customer_of


def names(answer: object) -> list[str]:
    """Return the names of the rows drawn, in order."""
    return [line.name for line in answer.context["list"].lines]  # type: ignore[attr-defined]


def csv_of(answer: object) -> str:
    """Return an exported file."""
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_a_provider_sees_its_customers_with_their_resellers(provider: Partner, reseller: Partner) -> None:
    customer_of(provider, reseller=reseller, company_name="Bravo GmbH")
    customer_of(provider, company_name="Älpha GmbH")
    answer = client_of(provider).get("/customers/")
    assert names(answer) == ["Älpha GmbH", "Bravo GmbH"]
    assert "Contoso Resale" in answer.content.decode()
    assert "Filter by indirect reseller" in answer.content.decode()


def test_the_newest_stands_first_and_is_marked(provider: Partner) -> None:
    """Where Done leads to."""
    customer_of(provider, company_name="Alpha GmbH")
    new = customer_of(provider, company_name="Zulu GmbH")
    answer = client_of(provider).get(f"/customers/?order=newest&new={new.pk}")
    assert set(names(answer)) == {"Alpha GmbH", "Zulu GmbH"}
    assert answer.content.decode().count("New</span>") == 1
    assert client_of(provider).get("/customers/?new=nonsense").status_code == 200


@pytest.mark.parametrize("part", ["zolw", "Żółw", "zolwson.onmicro", "ZOLW &"])
def test_a_customer_is_found_by_any_part_of_name_or_domain(provider: Partner, part: str) -> None:
    """Accents and case do not matter; the Microsoft ID is found too."""
    wanted = customer_of(provider, company_name="Żółw & Søn", domain_prefix="zolwson")
    customer_of(provider, company_name="Bravo")
    client = client_of(provider)
    assert names(client.get("/customers/", {"q": part})) == ["Żółw & Søn"]
    assert names(client.get("/customers/", {"q": str(wanted.pk)[4:18]})) == ["Żółw & Søn"]


def test_customers_are_filtered_by_indirect_reseller(provider: Partner, reseller: Partner) -> None:
    """By one, and by none."""
    customer_of(provider, reseller=reseller, company_name="Bravo")
    customer_of(provider, company_name="Alpha")
    client = client_of(provider)
    assert names(client.get(f"/customers/?reseller={reseller.pk}")) == ["Bravo"]
    assert names(client.get("/customers/?reseller=none")) == ["Alpha"]
    assert set(names(client.get("/customers/?reseller=nonsense"))) == {"Alpha", "Bravo"}


def test_a_reseller_sees_its_own_customers_only(provider: Partner, reseller: Partner) -> None:
    """With the provider in place of the reseller."""
    customer_of(provider, reseller=reseller, company_name="Bravo")
    customer_of(provider, company_name="Alpha")
    client = client_of(reseller)
    answer = client.get("/customers/")
    assert names(answer) == ["Bravo"]
    assert "Northlight Distribution" in answer.content.decode()
    assert "Add customer" not in answer.content.decode()
    assert names(client.get(f"/customers/?provider={provider.pk}")) == ["Bravo"]
    assert "Filter by indirect reseller" not in answer.content.decode()


def test_a_direct_bill_partner_sees_nothing_of_resellers(direct_bill: Partner) -> None:
    customer_of(direct_bill, company_name="Alpha")
    answer = client_of(direct_bill).get("/customers/")
    assert names(answer) == ["Alpha"]
    assert "reseller" not in answer.content.decode().split("<main")[1].lower()


def test_a_stranger_sees_none_of_them(provider: Partner, other_provider: Partner) -> None:
    customer = customer_of(provider)
    client = client_of(other_provider)
    assert names(client.get("/customers/")) == []
    assert client.get(f"/customers/{customer.pk}/row/").status_code == 404
    assert client.get(f"/customers/{uuid.uuid4()}/row/").status_code == 404


def test_the_export_holds_what_the_list_holds(provider: Partner, reseller: Partner) -> None:
    """Microsoft ID, name, domain and reseller; only for who may export."""
    customer = customer_of(provider, reseller=reseller, company_name="=Bravo")
    text = csv_of(client_of(provider, "admin_agent").get("/customers/?export=csv"))
    assert str(customer.pk) in text
    assert "'=Bravo" in text
    assert "Contoso Resale" in text
    seller = client_of(provider, "sales_agent")
    assert seller.get("/customers/?export=csv").status_code == 403
    assert "Export customers" not in seller.get("/customers/").content.decode()


def test_who_may_not_see_customers_gets_403(provider: Partner) -> None:
    assert client_of(provider, "account_admin").get("/customers/").status_code == 403


def test_an_expanded_row_tells_ids_reseller_and_tags(provider: Partner, reseller: Partner) -> None:
    """The reseller sees the provider, and none of the provider's tags."""
    customer = customer_of(provider, reseller=reseller, tags=("secret tag",))
    address = f"/customers/{customer.pk}/row/"
    page = client_of(provider).get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    for told in (str(customer.pk), customer.domain, "Contoso Resale", "secret tag", "Add subscription", "Account"):
        assert told in page
    page = client_of(reseller).get(address).content.decode()
    assert "<html" in page
    assert "Northlight Distribution" in page
    for hidden in ("secret tag", "Add subscription"):
        assert hidden not in page


def test_while_the_customer_has_not_agreed_the_row_says_why_nothing_can_be_added(provider: Partner) -> None:
    """R40 stands beside the disabled button."""
    customer = customer_of(provider, agreed=False)
    page = client_of(provider).get(f"/customers/{customer.pk}/row/").content.decode()
    assert 'aria-disabled="true"' in page
    assert "R40" in page
