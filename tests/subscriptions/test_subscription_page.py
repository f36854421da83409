"""The page of one subscription."""

import uuid

from relationships.delegation.models import DelegatedAdmin
from relationships.partners.models import Partner
from subscriptions.subscriptions.models import Subscription
from tests.customers.factories import NOW, client_of, customer_of
from tests.subscriptions.factories import line, make_offer, order


def sold(provider: Partner, reseller: Partner | None = None) -> tuple[Subscription, str]:
    """Sell one subscription; return it with the address of its page."""
    customer = customer_of(provider, reseller=reseller)
    order(provider, customer, line(make_offer(), 12), reseller=reseller)
    subscription = Subscription.objects.get(customer=customer)
    return subscription, f"/customers/{customer.pk}/subscriptions/{subscription.pk}/"


def test_the_provider_sees_all_and_may_change_nickname_and_support_contact(
    provider: Partner, reseller: Partner
) -> None:
    subscription, address = sold(provider, reseller)
    client = client_of(provider)
    page = client.get(address).content.decode()
    for told in (subscription.nickname, "12", "Active", "1 year", "Monthly", "Contoso Resale", "15 Mar 2027"):
        assert told in page
    typed = {"version": "1", "nickname": "Mail", "support_contact": str(reseller.pk)}
    answer = client.post(address, typed)
    assert (answer.status_code, answer["Location"]) == (302, address)
    subscription.refresh_from_db()
    assert (subscription.nickname, subscription.support_contact) == ("Mail", reseller)


def test_the_reseller_may_change_the_nickname_only(provider: Partner, reseller: Partner) -> None:
    """It sees who answers, but has no such field, and cannot smuggle it in."""
    subscription, address = sold(provider, reseller)
    client = client_of(reseller)
    assert set(client.get(address).context["form"].fields) == {"nickname"}
    typed = {"version": "1", "nickname": "Ours", "support_contact": str(reseller.pk)}
    assert client.post(address, typed).status_code == 302
    subscription.refresh_from_db()
    assert (subscription.nickname, subscription.support_contact) == ("Ours", provider)


def test_a_helpdesk_agent_may_assign_the_support_contact_only(provider: Partner, reseller: Partner) -> None:
    subscription, address = sold(provider, reseller)
    client = client_of(provider, "helpdesk_agent")
    assert set(client.get(address).context["form"].fields) == {"support_contact"}
    assert client.post(address, {"version": "1", "support_contact": str(reseller.pk)}).status_code == 302
    subscription.refresh_from_db()
    assert subscription.support_contact == reseller
    served = client_of(reseller, "helpdesk_agent")
    assert served.get(address).context["form"].fields == {}
    assert served.post(address, {"version": "2", "nickname": "x"}).status_code == 403


def test_a_direct_bill_partner_sees_no_resellers_and_no_support_contact(direct_bill: Partner) -> None:
    _subscription, address = sold(direct_bill)
    page = client_of(direct_bill).get(address).content.decode().split("<main")[1]
    assert "reseller" not in page.lower()
    assert "support contact" not in page


def test_strangers_and_wrong_addresses_get_404(provider: Partner, other_provider: Partner) -> None:
    subscription, address = sold(provider)
    other = customer_of(provider)
    assert client_of(other_provider).get(address).status_code == 404
    client = client_of(provider)
    assert client.get(f"/customers/{other.pk}/subscriptions/{subscription.pk}/").status_code == 404
    assert client.get(f"/customers/{subscription.customer_id}/subscriptions/{uuid.uuid4()}/").status_code == 404
    assert client_of(provider, "account_admin").get(address).status_code == 403


def test_bad_input_keeps_what_was_typed(provider: Partner) -> None:
    subscription, address = sold(provider)
    client = client_of(provider)
    for typed in ({"nickname": ""}, {"nickname": "x" * 201}, {"nickname": "ok", "support_contact": "nonsense"}):
        answer = client.post(address, {"version": "1", "support_contact": str(provider.pk), **typed})
        assert answer.status_code == 400
        assert f'value="{typed["nickname"]}"' in answer.content.decode() or not typed["nickname"]
    subscription.refresh_from_db()
    assert subscription.version == 1


def test_a_stale_change_shows_both_values(provider: Partner) -> None:
    """409; sent again it goes through."""
    subscription, address = sold(provider)
    client = client_of(provider)
    typed = {"version": "1", "support_contact": str(provider.pk)}
    client.post(address, {**typed, "nickname": "Theirs"})
    answer = client.post(address, {**typed, "nickname": "Mine"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="Mine"' in page
    assert "<b>Theirs</b>" in page
    answer = client.post(address, {**typed, "nickname": "Mine", "version": str(answer.context["version"])})
    assert answer.status_code == 302
    subscription.refresh_from_db()
    assert subscription.nickname == "Mine"


def test_once_its_rights_have_ended_a_reseller_reads_why_it_cannot_change(provider: Partner, reseller: Partner) -> None:
    """The page stays; sending is refused with 409."""
    _subscription, address = sold(provider, reseller)
    DelegatedAdmin.objects.filter(holder=reseller.tenant).update(ended_at=NOW)
    client = client_of(reseller)
    answer = client.get(address)
    assert answer.status_code == 200
    assert "has no delegated administration of" in answer.content.decode()
    assert client.post(address, {"version": "1", "nickname": "x"}).status_code == 409
