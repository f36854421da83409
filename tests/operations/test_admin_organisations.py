"""Operators say which tenants are affiliates of which (R30), and correct MPN IDs."""

import pytest
from django.test import Client

from foundation.audit.models import AuditEvent
from foundation.operations.links import record_url
from foundation.operations.services import move_tenant
from foundation.organisations.actor import portal
from foundation.organisations.models import Organisation, Tenant
from tests.customers.factories import NOW, make_partner
from tests.factories import OrganisationFactory, TenantFactory
from tests.operations.pages import edit, offered, operate

pytestmark = pytest.mark.django_db


def test_a_tenant_moves_to_another_organisation_by_number_domain_or_microsoft_id(operating: Client) -> None:
    home = TenantFactory.create(primary_domain="northlight.example")
    for words in (str(home.organisation_id), " Northlight.example ", str(home.pk), f"{{{home.pk}}}"):
        tenant = TenantFactory.create()
        before = tenant.organisation
        told = operate(operating, "move", tenant, organisation=words, reason="Bought in March")
        tenant.refresh_from_db()
        assert tenant.organisation == home.organisation, words
        assert home.organisation.name in told[0]
        event = AuditEvent.objects.get(verb="tenant.moved", subject_id=str(tenant.pk))
        assert event.data["reason"] == "Bought in March"
        assert event.data["before"] == {"organisation": before.pk, "name": before.name}
        assert event.data["after"] == {"organisation": home.organisation_id, "name": home.organisation.name}
        assert event.actor_name == "operator@portal.example"


def test_an_organisation_that_is_not_there_is_refused_beside_the_field(operating: Client) -> None:
    tenant = TenantFactory.create()
    url = f"/admin/foundation/tenant/operations/move/?id={tenant.pk}"
    for words in ("999999999", "9" * 60, "nobody.example", "4f0c8ad8-2f3f-4f0c-9d3c-5d1b9ad7c111"):
        answer = operating.post(url, {"organisation": words, "reason": "Why not"})
        assert answer.status_code == 200, words
        assert "no such organisation" in answer.context["form"].errors["organisation"][0]
    assert "reason" in operating.post(url, {"organisation": str(tenant.organisation_id)}).context["form"].errors
    assert not AuditEvent.objects.exists()


def test_moving_to_where_it_is_writes_nothing() -> None:
    tenant = TenantFactory.create()
    move_tenant(actor=portal(), now=NOW, tenant=tenant, organisation=tenant.organisation, reason="Again")
    assert not AuditEvent.objects.exists()


def test_an_affiliate_gets_an_organisation_of_its_own_once(operating: Client) -> None:
    organisation = OrganisationFactory.create()
    stays, goes = TenantFactory.create_batch(2, organisation=organisation)
    operate(operating, "separate", goes, reason="Sold")
    goes.refresh_from_db()
    assert (goes.organisation.name, goes.organisation != organisation) == (goes.name, True)
    count = Organisation.objects.count()
    operate(operating, "separate", stays, reason="Alone already")
    assert Organisation.objects.count() == count
    assert AuditEvent.objects.filter(verb="tenant.moved").count() == 1


def test_an_organisations_page_shows_its_tenants_and_takes_a_new_name(operating: Client) -> None:
    tenant = TenantFactory.create(primary_domain="northlight.example")
    TenantFactory.create(primary_domain="stranger.example")
    page = operating.get(record_url(tenant.organisation)).content.decode()
    assert "northlight.example" in page
    assert "stranger.example" not in page
    assert edit(operating, tenant.organisation, name="Northlight Group").status_code == 302
    assert Organisation.objects.get(pk=tenant.organisation_id).name == "Northlight Group"
    event = AuditEvent.objects.get(verb="operator.changed")
    assert event.data["after"] == {"name": "Northlight Group"}


def test_a_tenants_page_offers_both(operating: Client) -> None:
    tenant: Tenant = TenantFactory.create()
    assert offered(operating, tenant) == ["Move to another organisation", "Give an organisation of its own"]


def test_an_operator_corrects_an_mpn_id_that_is_free(operating: Client) -> None:
    """The partner cannot; what is in use, or no number, is refused and told."""
    location = make_partner("Contoso Resale").locations.get()
    other = make_partner("Fabrikam Resale").locations.get()
    before = location.mpn_id
    for wrong, says in ((other.mpn_id, "is in use already"), ("12ab5", "is no MPN ID")):
        told = operate(operating, "correct", location, mpn_id=wrong, reason="Asked by phone")
        assert says in told[0]
    operate(operating, "correct", location, mpn_id="7654321", reason="Asked by phone")
    location.refresh_from_db()
    assert location.mpn_id == "7654321"
    event = AuditEvent.objects.get(verb="mpn_id.corrected")
    assert (event.data["before"], event.data["after"], event.data["reason"]) == (before, "7654321", "Asked by phone")
