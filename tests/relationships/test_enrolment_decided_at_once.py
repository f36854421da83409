"""Decisions, signatures and corrections at the same moment end in one consistent state."""

from collections import Counter

import pytest

from foundation.audit.models import AuditEvent
from foundation.mail.models import OutgoingMail
from foundation.organisations.actor import portal
from relationships.agreements.services import sign_agreement
from relationships.agreements.texts import CURRENT
from relationships.enrolment.decisions import decide_enrolment
from relationships.enrolment.services import Details, apply_for_programme
from relationships.partners.models import Enrolment, Partner
from relationships.partners.services import Particulars, release_partner
from tests.relationships.at_once import at_once
from tests.relationships.factories import DIRECT, NOW, PROVIDER, RESELLER, actor_of, make_partner

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 8


def decide(enrolment: Enrolment, *, approve: bool) -> str:
    """Decide, as one of many."""
    decide_enrolment(actor=portal(), now=NOW, enrolment=enrolment, approve=approve, reason="" if approve else "No")
    return "approved" if approve else "rejected"


def test_many_approvals_at_once_are_one() -> None:
    partner = make_partner("Waiting", state="pending", signed=False)
    actor_of(partner)
    enrolment = partner.enrolments.get()
    assert at_once(PEOPLE, lambda _n: decide(enrolment, approve=True)) == {
        "approved": 1,
        "enrolment-pending": PEOPLE - 1,
    }
    assert OutgoingMail.objects.filter(kind="enrolment-approved").count() == 1


def test_approving_and_rejecting_at_once_is_one_of_them() -> None:
    partner = make_partner("Waiting", state="pending", signed=False)
    actor_of(partner)
    enrolment = partner.enrolments.get()
    outcomes = at_once(PEOPLE, lambda number: decide(enrolment, approve=number % 2 == 0))
    assert outcomes["enrolment-pending"] == PEOPLE - 1
    enrolment.refresh_from_db()
    held = partner.locations.exists()
    assert (enrolment.state, held) in {("qualified", True), ("rejected", False)}


@pytest.mark.parametrize("_again", range(3))
def test_approving_and_signing_at_once_ends_active(_again: int) -> None:
    """Whichever comes first: a second programme waits while the first one's agreement is signed."""
    partner = make_partner("Both at once", PROVIDER, signed=False)
    waiting = Enrolment.objects.create(partner=partner, programme=RESELLER, state="pending", requested_at=NOW)
    signer = actor_of(partner)

    def act(number: int) -> str:
        if number:
            return decide(waiting, approve=True)
        sign_agreement(actor=signer, now=NOW, text_version=CURRENT.version, agreed=True)
        return "signed"

    assert at_once(2, act) == {"signed": 1, "approved": 1}
    assert set(partner.enrolments.values_list("state", flat=True)) == {"active"}
    assert not partner.enrolments.filter(activated_at=None).exists()


def test_many_corrections_at_once_are_one() -> None:
    """Two colleagues choose Fix now: the MPN ID is taken once, one of them learns that it is done."""
    partner = make_partner("Rejected", state="rejected", signed=False)
    release_partner(actor=portal(), now=NOW, partner=partner)
    people = [actor_of(partner) for _ in range(PEOPLE)]

    def fix(number: int) -> str:
        apply_for_programme(
            actor=people[number],
            now=NOW,
            details=Details(RESELLER),
            particulars=Particulars("Corrected", "DE", "7654321", "DE"),
        )
        return "sent"

    assert at_once(PEOPLE, fix) == Counter({"sent": 1, "enrolment-once": PEOPLE - 1})
    assert Partner.objects.get().locations.count() == 1
    assert AuditEvent.objects.filter(verb="partner.restored").count() == 1


def test_r32_of_two_programmes_that_exclude_each_other_one_is_taken() -> None:
    partner = make_partner("Two wishes", PROVIDER)
    people = [actor_of(partner) for _ in range(2)]
    capabilities = ("billing", "support", "integration", "managed_services")

    def wish(number: int) -> str:
        details = Details((RESELLER, DIRECT)[number], capabilities=capabilities)
        apply_for_programme(actor=people[number], now=NOW, details=details)
        return "sent"

    assert at_once(2, wish) == {"sent": 1, "R32": 1}
