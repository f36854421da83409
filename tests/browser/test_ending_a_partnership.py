"""The end of a partnership in the browser: impact first, on a day or at once, and what stays."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.browser.visitor import Visitor

PROVIDER, RESELLER = "admin@provider.example", "admin@reseller.example"


def test_an_end_is_planned_seen_by_both_and_taken_back(visit: Callable[[], Visitor]) -> None:
    """By the reseller: what hangs on it, a day, the badge on the provider's list, and a change of mind."""
    reseller, provider = visit(), visit()
    reseller.sign_in(RESELLER, path="/providers/")
    reseller.follow("Northlight Distribution")
    reseller.follow("Remove partnership")
    reseller.sees("What hangs on this partnership")
    reseller.fits_a_phone()
    reseller.page.get_by_label("Reason").fill("We are moving to another provider")
    reseller.page.get_by_label("On a day").check()
    day = datetime.now(UTC).date() + timedelta(days=30)
    reseller.page.get_by_label("Day", exact=True).fill(day.isoformat())
    reseller.page.get_by_label("Name of the other company").fill("northlight distribution")
    reseller.press("Remove partnership")
    reseller.sees("We are moving to another provider")
    provider.sign_in(PROVIDER, path="/resellers/")
    expect(provider.row("Brightpath IT")).to_contain_text("Ends on")
    reseller.press("Take back the end")
    reseller.press("Take back the end", within=reseller.page.get_by_role("dialog"))
    reseller.sees("The end is taken back")
    provider.open("/resellers/")
    expect(provider.row("Brightpath IT")).not_to_contain_text("Ends on")


def test_r67_r68_the_provider_ends_one_at_once_and_customers_and_subscriptions_stay(
    visit: Callable[[], Visitor],
) -> None:
    """The row goes; former partners can be asked for; the reseller's customers are in the list as before."""
    provider = visit()
    provider.sign_in(PROVIDER, path="/resellers/")
    provider.row("Iberia Cloud Partners").get_by_role("link", name="View customers").click()
    provider.check()
    before = provider.page.get_by_role("table").inner_text()
    provider.open("/resellers/")
    provider.follow("Iberia Cloud Partners")
    page = provider.page.url
    provider.follow("Remove partnership")
    provider.page.get_by_label("Reason").fill("They have merged with another company")
    typed = provider.page.get_by_label("Name of the other company")
    if typed.count():
        typed.fill("Iberia Cloud Partners")
    provider.press("Remove partnership")
    provider.sees("They have merged with another company")
    provider.fits_a_phone()
    provider.open("/resellers/")
    provider.does_not_see("Iberia Cloud Partners")
    provider.open(f"/customers/?reseller={page.rstrip('/').rpartition('/')[2]}")
    assert provider.page.get_by_role("table").inner_text() == before


def test_r10_after_the_end_the_reseller_is_no_choice_any_more(visit: Callable[[], Visitor]) -> None:
    provider = visit()
    provider.sign_in(PROVIDER, path="/customers/new/")
    offered = provider.page.get_by_label("Indirect reseller").inner_text()
    assert "Brightpath IT" in offered
    assert "Iberia Cloud Partners" not in offered


def test_r65_a_customer_with_active_subscriptions_is_not_left(visit: Callable[[], Visitor]) -> None:
    """The button is there, disabled, with the reason and the remedy."""
    provider = visit()
    provider.sign_in(PROVIDER, path="/customers/")
    provider.follow("Bergmann Architekten PartG")
    provider.follow("Account")
    button = provider.page.get_by_role("button", name="Remove reseller relationship")
    expect(button).to_have_attribute("aria-disabled", "true")
    provider.sees("R65")
