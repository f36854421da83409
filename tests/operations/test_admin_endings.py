"""Operators end partnerships and take planned ends back."""

from datetime import timedelta

import pytest
from django.test import Client

from foundation.clock import now
from foundation.mail.models import OutgoingMail
from foundation.operations.links import record_url
from relationships.endings.models import PartnershipEnding
from relationships.endings.services import Wish, end_partnership
from relationships.partnerships.models import Partnership
from relationships.regions.services import load_regions
from tests.customers.factories import PROVIDER, RESELLER, actor_of, make_partner, make_partnership
from tests.operations.pages import found, offered, operate

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership(db: None) -> Partnership:
    """A provider and its reseller."""
    load_regions()
    return make_partnership(make_partner("Northlight", PROVIDER), make_partner("Contoso", RESELLER))


def test_a_partnership_is_ended_with_a_reason(operating: Client, partnership: Partnership) -> None:
    """In the operator's name; both sides are told; a second end is refused in words."""
    assert "End" in offered(operating, partnership)
    operate(operating, "end", partnership, reason="Fraud")
    partnership.refresh_from_db()
    assert (partnership.end_reason, partnership.ended_by) == ("Fraud", "operator@portal.example")
    ending = PartnershipEnding.objects.get()
    assert ending.decided_by_tenant is None
    mails = OutgoingMail.objects.filter(kind="partnership-ended")
    assert ["The operator of this portal" in mail.text for mail in mails] == [True]
    assert offered(operating, partnership) == []
    assert "ended on" in operate(operating, "end", partnership, reason="Again")[0]


def test_a_planned_end_is_found_and_taken_back(operating: Client, partnership: Partnership) -> None:
    day = now().date() + timedelta(days=30)
    ending = end_partnership(
        actor=actor_of(partnership.provider), now=now(), partnership=partnership, wish=Wish("Merged", day=day)
    )
    for words in ("northlight", "contoso", str(partnership.pk)):
        assert found(operating, PartnershipEnding, words) == [ending]
    assert operating.get(record_url(ending)).status_code == 200
    assert offered(operating, ending) == ["Take back"]
    operate(operating, "take-back", ending)
    ending.refresh_from_db()
    assert ending.cancelled_by == "operator@portal.example"
    assert offered(operating, ending) == []
