"""Operators and partners: finding them, letting them in, suspending, taking back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foundation.audit.models import AuditEvent
from foundation.mail.models import OutgoingMail
from foundation.operations.links import list_url, record_url
from foundation.organisations.actor import portal
from foundation.organisations.models import Membership
from foundation.users.models import User
from relationships.blocks.models import RequestBlock
from relationships.blocks.services import block_provider
from relationships.claims.models import RecipientClaim
from relationships.delegation.models import DelegatedAdmin
from relationships.delegation.services import grant
from relationships.partners.models import Enrolment, Partner, PartnerLocation
from relationships.partnerships.models import Partnership
from relationships.regions.services import load_regions
from relationships.requests.models import PartnershipRequest
from tests.customers.factories import NOW, PROVIDER, RESELLER, make_partner, make_partnership, membership_in
from tests.factories import UserFactory
from tests.operations.pages import found, offered, operate
from tests.operations.records import make_request

pytestmark = pytest.mark.django_db

NEW_PARTNER = {
    "company": "Brightpath IT",
    "country": "FR",
    "programme": "indirect_reseller",
    "mpn_id": "7654321",
    "domain": "",
    "admin_address": "admin@brightpath.example",
    "admin_first_name": "Inès",
    "admin_last_name": "Laurent",
}


@pytest.fixture
def provider(db: None) -> Partner:
    """An indirect provider in Germany."""
    load_regions()
    return make_partner("Northlight Distribution", PROVIDER)


@pytest.fixture
def reseller(provider: Partner) -> Partner:
    """Its reseller."""
    partner = make_partner("Brücke IT", RESELLER)
    make_partnership(provider, partner)
    return partner


def verbs() -> set[str]:
    """Return what is on record."""
    return set(AuditEvent.objects.values_list("verb", flat=True))


def test_partners_are_found_by_name_domain_mpn_id_and_microsoft_id(operating: Client, reseller: Partner) -> None:
    """Accents and case aside."""
    mpn_id = reseller.locations.get().mpn_id
    for words in ("brucke", "Brücke IT", reseller.tenant.primary_domain, mpn_id, str(reseller.pk)):
        assert found(operating, Partner, words) == [reseller], words
    assert found(operating, PartnerLocation, mpn_id) == [reseller.locations.get()]
    assert found(operating, Enrolment, mpn_id) == [reseller.enrolments.get()]


def test_partnerships_are_found_by_either_side_and_lead_to_both(
    operating: Client, provider: Partner, reseller: Partner
) -> None:
    """Read-only: they begin by acceptance."""
    partnership = Partnership.objects.get()
    for words in ("northlight", "brücke", str(provider.pk), str(partnership.pk), reseller.locations.get().mpn_id):
        assert found(operating, Partnership, words) == [partnership], words
    page = operating.get(record_url(partnership)).content.decode()
    assert record_url(provider) in page
    assert record_url(reseller) in page
    assert 'name="_save"' not in page


def test_a_partner_leads_to_everything_that_hangs_on_it(operating: Client, provider: Partner) -> None:
    """Lists of this floor and of those above it, without this floor knowing them."""
    urls = [link.url for link in operating.get(record_url(provider)).context["lists_about"]]
    for path in (
        f"/admin/relationships/partnership/?provider__exact={provider.pk}",
        f"/admin/relationships/partnershiprequest/?provider__exact={provider.pk}",
        f"/admin/customers/customerrelationship/?partner__exact={provider.pk}",
        f"/admin/subscriptions/subscription/?seller__exact={provider.pk}",
    ):
        assert path in urls
    assert all(operating.get(url).status_code == 200 for url in urls)


def test_a_partner_is_put_on_record_with_its_first_admin(operating: Client, provider: Partner) -> None:
    """As `manage.py add_partner` does."""
    assert operating.get("/admin/relationships/partner/add/").status_code == 200
    answer = operating.post("/admin/relationships/partner/add/", NEW_PARTNER)
    partner = Partner.objects.get(name="Brightpath IT")
    assert answer.status_code == 302
    assert answer["Location"] == record_url(partner)
    assert partner.enrolments.get().state == Enrolment.State.QUALIFIED
    assert partner.locations.get().mpn_id == "7654321"
    assert Membership.objects.get(tenant=partner.tenant).roles == ["global_admin"]
    assert OutgoingMail.objects.filter(to_address="admin@brightpath.example").count() == 1
    event = AuditEvent.objects.get(verb="partner.added")
    assert event.actor_name == "operator@portal.example"


def test_what_speaks_against_a_new_partner_is_shown_with_the_remedy(operating: Client, provider: Partner) -> None:
    """The form comes back as it was; nothing exists."""
    taken = {**NEW_PARTNER, "mpn_id": provider.locations.get().mpn_id}
    answer = operating.post("/admin/relationships/partner/add/", taken)
    assert answer.status_code == 200
    assert b"is in use already" in answer.content
    assert b"Check the number" in answer.content
    assert b"Brightpath IT" in answer.content
    assert not Partner.objects.filter(name="Brightpath IT").exists()


def test_a_partner_is_suspended_and_reactivated_with_a_reason(operating: Client, reseller: Partner) -> None:
    """R70 through the service."""
    assert "Suspend" in offered(operating, reseller)
    operate(operating, "suspend", reseller, reason="Unpaid")
    assert Partner.objects.get(pk=reseller.pk).is_suspended
    assert "Reactivate" in offered(operating, reseller)
    operate(operating, "reactivate", reseller, reason="Paid")
    assert not Partner.objects.get(pk=reseller.pk).is_suspended
    assert {"partner.suspended", "partner.reactivated"} <= verbs()
    history = operating.get(f"/admin/relationships/partner/{reseller.pk}/history/").content.decode()
    assert "Unpaid" in history


def test_an_enrolment_that_does_not_fit_is_refused_in_words(operating: Client, reseller: Partner) -> None:
    """R32: direct bill and reseller need two tenants."""
    told = operate(operating, "enrol", reseller, programme="direct_bill")
    assert any("would overwrite" in each and "Use a second account" in each for each in told)
    assert reseller.enrolments.count() == 1


def test_a_pending_enrolment_is_approved_or_rejected_once(operating: Client, provider: Partner) -> None:
    """The applicant gets a mail; a second decision is refused."""
    waiting, unwanted = make_partner("Waiting", RESELLER), make_partner("Unwanted", RESELLER)
    Enrolment.objects.filter(partner__in=[waiting, unwanted]).update(state="pending", decided_at=None)
    contact = membership_in(waiting, email_verified_at=None).user
    first, second = waiting.enrolments.get(), unwanted.enrolments.get()
    assert offered(operating, first) == ["Approve", "Reject"]
    told = operate(operating, "approve", first)
    assert f"is not verified: {contact.email}" in told[0]
    User.objects.filter(pk=contact.pk).update(email_verified_at=NOW)
    operate(operating, "approve", first)
    operate(operating, "reject", second, reason="The MPN ID is another company's")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (Enrolment.State.ACTIVE, Enrolment.State.REJECTED)
    assert second.reason == "The MPN ID is another company's"
    assert {"enrolment.approved", "enrolment.rejected"} <= verbs()
    told = operate(operating, "reject", first, reason="Changed my mind")
    first.refresh_from_db()
    assert first.state == Enrolment.State.ACTIVE
    assert told
    assert "done" not in told[0]


def test_enrolments_are_a_queue_the_longest_waiting_first(operating: Client, provider: Partner) -> None:
    """Each with what is to be checked; the cost does not grow with the rows."""
    for days in (1, 5, 3):
        waiting = make_partner(f"Waits {days}", RESELLER, signed=False, state=Enrolment.State.PENDING)
        membership_in(waiting, email_verified_at=None)
        waiting.enrolments.update(requested_at=NOW - timedelta(days=days))
    page = operating.get(list_url(Enrolment))
    names = [each.partner.name for each in page.context["cl"].result_list]
    assert names[:3] == ["Waits 5", "Waits 3", "Waits 1"]
    assert "(Location, DE)" in page.content.decode()
    with CaptureQueriesContext(connection) as few:
        operating.get(list_url(Enrolment))
    for number in range(10):
        membership_in(make_partner(f"More {number}", RESELLER, signed=False, state=Enrolment.State.PENDING))
    with CaptureQueriesContext(connection) as many:
        operating.get(list_url(Enrolment))
    assert len(many) == len(few) < 12


def test_a_request_is_found_and_withdrawn(operating: Client, provider: Partner) -> None:
    """Its link is dead; what was withdrawn is not withdrawn twice."""
    make_request(provider, "77")
    request = PartnershipRequest.objects.get()
    assert found(operating, PartnershipRequest, "admin@asked77.example") == [request]
    PartnershipRequest.objects.update(expires_at=request.expires_at.replace(year=2999))
    operate(operating, "withdraw", request)
    request.refresh_from_db()
    assert request.state == PartnershipRequest.State.WITHDRAWN
    assert request.closed_by == "operator@portal.example"
    assert offered(operating, request) == []
    assert "done" not in operate(operating, "withdraw", request)[0]


def test_delegated_administration_is_taken_back(operating: Client, provider: Partner, reseller: Partner) -> None:
    """The partnership stays."""
    given = grant(actor=portal(), now=NOW, granting=reseller.tenant, holder=provider.tenant, roles=["admin_agent"])
    assert given in found(operating, DelegatedAdmin, "northlight")
    operate(operating, "revoke", given)
    given.refresh_from_db()
    assert given.ended_by == "operator@portal.example"
    assert Partnership.objects.get().ended_at is None
    assert offered(operating, given) == []


def test_a_block_is_found_and_ended(operating: Client, provider: Partner, reseller: Partner) -> None:
    """What has ended is not ended twice."""
    block = block_provider(actor=portal(), now=NOW, reseller=reseller, provider=provider)
    assert found(operating, RequestBlock, "northlight") == [block]
    assert offered(operating, block) == ["End block"]
    operate(operating, "end", block)
    block.refresh_from_db()
    assert block.ended_by == "operator@portal.example"
    assert offered(operating, block) == []
    assert {"request_block.set", "request_block.ended"} <= verbs()


def test_a_claim_is_found_and_only_looked_at(operating: Client, provider: Partner, reseller: Partner) -> None:
    """The provider decides."""
    make_request(provider, "78")
    request = PartnershipRequest.objects.get()
    claim = RecipientClaim.objects.create(
        request=request, company=reseller, link_version=1, claimed_by=UserFactory.create(), claimed_at=NOW
    )
    assert found(operating, RecipientClaim, "admin@asked78.example") == [claim]
    assert offered(operating, claim) == []
