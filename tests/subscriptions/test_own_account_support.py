"""A customer sees how its partners want to be reached."""

from django.test import Client
from django.urls import reverse

from foundation.organisations.models import Membership
from relationships.partners.models import Partner
from relationships.profiles.models import SupportProfile
from tests.customers.factories import customer_of


def test_a_customer_sees_the_support_profile_of_its_partners(provider: Partner, reseller: Partner) -> None:
    SupportProfile.objects.create(partner=reseller, email="help@contoso.example", telephone="+33 1 44 55 66 77")
    customer = customer_of(provider, reseller=reseller)
    admin = Membership.objects.get(tenant=customer.tenant).user
    admin.must_change_password = False
    admin.save()
    client = Client()
    client.force_login(admin)
    page = client.get(reverse("own_account")).content.decode()
    assert 'href="mailto:help@contoso.example"' in page
    assert "+33 1 44 55 66 77" in page
    assert "No support contact is on record." in page, "the provider has said nothing"
