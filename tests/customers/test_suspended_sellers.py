"""What a suspended seller cannot start."""

import pytest

from customers.accounts.models import Customer
from foundation.rules import Refused
from relationships.partners.models import Partner
from relationships.partners.services import reactivate_partner, suspend_partner
from tests.customers.factories import NOW, actor_of, add


@pytest.mark.parametrize("kind", ["provider", "direct_bill"])
def test_r70_a_suspended_seller_adds_no_customer(kind: str, request: pytest.FixtureRequest) -> None:
    """Until the suspension is lifted; nothing of the customer is left."""
    seller: Partner = request.getfixturevalue(kind)
    suspend_partner(actor=actor_of(seller), now=NOW, partner=seller, reason="Unpaid")
    with pytest.raises(Refused) as error:
        add(seller)
    assert [refusal.code for refusal in error.value.refusals] == ["R70"]
    assert seller.name in error.value.refusals[0].text
    assert not Customer.objects.exists()
    reactivate_partner(actor=actor_of(seller), now=NOW, partner=seller, reason="Paid")
    assert add(seller).customer
