"""Applications that arrive at the same moment: one is put on record, everybody gets a clear answer."""

from collections import Counter

import pytest

from foundation.mail.models import OutgoingMail
from foundation.users.models import User
from relationships.enrolment.services import Contact, Details, apply
from relationships.partners.models import Partner
from relationships.partners.services import Particulars
from tests.relationships.at_once import at_once
from tests.relationships.factories import NOW, RESELLER, market

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 8


def applied(number: int, *, address: str, mpn_id: str) -> str:
    """Apply, as one of many."""
    apply(
        now=NOW,
        contact=Contact(address, "Inès", "Laurent"),
        particulars=Particulars(f"Company {number}", "DE", mpn_id, "DE"),
        details=Details(RESELLER),
    )
    return "applied"


def test_one_new_address_applying_many_times_at_once_is_put_on_record_once() -> None:
    """The others are told by mail, as if they had come a minute later."""
    market("DE")

    def act(number: int) -> str:
        address = "ines@brightpath.example" if number % 2 else "INES@Brightpath.example"
        return applied(number, address=address, mpn_id=f"765432{number}")

    assert at_once(PEOPLE, act) == Counter(applied=PEOPLE)
    assert Partner.objects.count() == User.objects.count() == 1
    kinds = Counter(OutgoingMail.objects.values_list("kind", flat=True))
    assert kinds == {"enrolment-received": 1, "enrolment-known-address": PEOPLE - 1}


def test_one_mpn_id_applied_for_by_many_at_once_is_given_once() -> None:
    market("DE")

    def act(number: int) -> str:
        return applied(number, address=f"ines@company{number}.example", mpn_id="7654321")

    assert at_once(PEOPLE, act) == {"applied": 1, "partner-mpn-id-free": PEOPLE - 1}
    assert Partner.objects.count() == 1
