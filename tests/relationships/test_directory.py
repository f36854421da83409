"""The directory: a provider lists itself, resellers of its region find it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from foundation.audit.models import AuditEvent
from foundation.users.models import User
from relationships.directory.models import ProviderListing
from relationships.directory.services import hide_listing, save_listing
from relationships.partners.models import Enrolment, Partner
from tests.relationships.factories import NOW, PROVIDER, actor_of, make_partner, make_partnership, user_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
AsUser = Callable[[User], Client]

TYPED = {
    "is_shown": "on",
    "headline": "Cloud for clinics",
    "description": "We know hospitals.",
    "website": "https://northlight.example/",
    "contact_address": "partners@northlight.example",
    "version": "0",
}


def listed(provider: Partner, headline: str = "Cloud for clinics", **values: Any) -> ProviderListing:
    """List a provider."""
    fields = {"is_shown": True, "headline": headline, **values}
    return save_listing(actor=actor_of(provider), now=NOW, version=0, values=fields)


def page(client: Client, **query: str) -> str:
    """Return the directory."""
    answer = client.get(reverse("directory"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_provider_lists_itself_and_resellers_of_its_region_find_it(
    as_user: AsUser, provider: Partner, reseller: Partner
) -> None:
    answer = as_user(user_of(provider)).post(reverse("edit_listing"), TYPED)
    assert answer["Location"] == reverse("own_listing")
    listing = ProviderListing.objects.get()
    assert (listing.provider, listing.is_shown, listing.version) == (provider, True, 1)
    assert AuditEvent.objects.filter(verb="listing.changed").count() == 1
    client = as_user(user_of(reseller))
    shown = page(client)
    assert "Northlight Distribution" in shown
    assert "Cloud for clinics" in shown
    own = client.get(reverse("directory_listing", args=[provider.pk])).content.decode()
    assert "We know hospitals." in own
    assert 'href="https://northlight.example/"' in own


def test_what_is_hidden_suspended_not_enrolled_or_elsewhere_is_not_found(
    as_user: AsUser, provider: Partner, reseller: Partner, stranger: Partner
) -> None:
    """R1: another region is not offered at all."""
    listed(provider, is_shown=False)
    listed(stranger)
    Partner.objects.filter(pk=stranger.pk).update(status=Partner.Status.SUSPENDED)
    rejected = make_partner("Rejected Distribution", PROVIDER)
    listed(rejected)
    Enrolment.objects.filter(partner=rejected).update(state=Enrolment.State.REJECTED)
    american = make_partner("American Distribution", PROVIDER, country="US")
    listed(american)
    client = as_user(user_of(reseller))
    assert "No providers are listed yet" in page(client)
    for each in (provider, stranger, rejected, american):
        assert client.get(reverse("directory_listing", args=[each.pk])).status_code == 404
    hidden = as_user(user_of(provider)).get(reverse("own_listing")).content.decode()
    assert "nobody finds you" in hidden


def test_it_is_searched_by_name_and_headline_whatever_the_accents_and_filtered_by_country(
    as_user: AsUser, provider: Partner, reseller: Partner
) -> None:
    listed(provider, "Für Kliniken")
    listed(make_partner("Côte Distribution", PROVIDER, country="FR"), "Everything")
    client = as_user(user_of(reseller))
    for query, found, missing in (
        ({"q": "fur kli"}, "Northlight", "Côte"),
        ({"q": "Für Kli"}, "Northlight", "Côte"),
        ({"q": "cote"}, "Côte", "Northlight"),
        ({"country": "FR"}, "Côte", "Northlight"),
        ({"country": "DE"}, "Northlight", "Côte"),
    ):
        results = page(client, **query).split("list-results")[1]
        assert found in results, query
        assert missing not in results, query


def test_the_list_says_who_is_a_partner_already(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    listed(provider)
    make_partnership(provider, reseller)
    assert '<span class="state state-success">Partner</span>' in page(as_user(user_of(reseller)))


def test_the_way_to_it_stands_on_the_page_of_providers_and_in_its_emptiness(as_user: AsUser, reseller: Partner) -> None:
    shown = as_user(user_of(reseller)).get(reverse("providers")).content.decode()
    main = shown.split("<main")[1]
    assert main.count(f'href="{reverse("directory")}"') == 2


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"headline": ""}, "This field is required."),
        ({"website": "ftp://northlight.example"}, "Enter a valid URL."),
        ({"website": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"contact_address": "nobody"}, "Enter a valid email address."),
        ({"headline": "x" * 121}, "at most 120 characters"),
    ],
)
def test_bad_input_stands_beside_its_field_and_nothing_typed_is_lost(
    as_user: AsUser, provider: Partner, wrong: dict[str, str], told: str
) -> None:
    answer = as_user(user_of(provider)).post(reverse("edit_listing"), {**TYPED, **wrong})
    assert answer.status_code == 400
    shown = answer.content.decode()
    assert told in shown
    assert "We know hospitals." in shown
    assert not ProviderListing.objects.exists()


def test_an_edit_that_collides_shows_both_and_overwrites_when_sent_again(as_user: AsUser, provider: Partner) -> None:
    listed(provider, "Theirs")
    client = as_user(user_of(provider))
    answer = client.post(reverse("edit_listing"), TYPED)
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "Theirs" in shown
    assert 'value="Cloud for clinics"' in shown
    assert 'name="version" value="1"' in shown
    assert client.post(reverse("edit_listing"), {**TYPED, "version": "1"}).status_code == 302
    assert ProviderListing.objects.get().headline == "Cloud for clinics"


def test_the_same_values_again_change_nothing(provider: Partner) -> None:
    first = listed(provider)
    assert listed(provider).version == first.version
    assert AuditEvent.objects.filter(verb="listing.changed").count() == 1


def test_a_preview_shows_what_is_typed_and_writes_nothing(as_user: AsUser, provider: Partner) -> None:
    client = as_user(user_of(provider))
    answer = client.post(reverse("preview_listing"), {**TYPED, "headline": "<b>Bold</b>", "website": "no url"})
    shown = answer.content.decode()
    assert "&lt;b&gt;Bold&lt;/b&gt;" in shown
    assert "no url" not in shown
    assert not ProviderListing.objects.exists()


def test_who_may_what(as_user: AsUser, provider: Partner, reseller: Partner) -> None:
    """A sales agent reads the listing; only Global and account admins change it; resellers have no such page."""
    sales, accounts = user_of(provider, "sales_agent"), user_of(provider, "account_admin")
    assert as_user(sales).get(reverse("own_listing")).status_code == 200
    assert as_user(sales).post(reverse("edit_listing"), TYPED).status_code == 403
    assert as_user(accounts).post(reverse("edit_listing"), TYPED).status_code == 302
    assert as_user(user_of(reseller)).get(reverse("own_listing")).status_code == 404
    assert as_user(user_of(provider)).get(reverse("directory")).status_code == 404
    assert as_user(user_of(reseller, "user_admin")).get(reverse("directory")).status_code == 403


def test_an_operator_takes_a_listing_out(provider: Partner) -> None:
    listing = listed(provider)
    assert not hide_listing(actor=actor_of(provider), now=NOW, listing=listing).is_shown
    hide_listing(actor=actor_of(provider), now=NOW, listing=listing)
    assert AuditEvent.objects.filter(verb="listing.changed").count() == 2
