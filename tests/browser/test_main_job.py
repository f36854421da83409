"""The main job in a real browser, in the order in which a newcomer walks through it after `make run`.

Every page that is opened is checked with axe, for refusals of the content policy and for server errors (`Visitor`).
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.architecture.house import ROOT
from tests.browser.visitor import Visitor

NEW_RESELLER = "admin@newreseller.example"
COMPANY = "Brauerei Müller & Söhne"
PREFIX = "brauereimueller"

Visit = Callable[[], Visitor]


@pytest.fixture(scope="module")
def provider(visit: Visit) -> Visitor:
    """The provider's Global admin."""
    visitor = visit()
    visitor.sign_in("admin@provider.example")
    return visitor


@pytest.fixture(scope="module")
def reseller(visit: Visit) -> Visitor:
    """The newly enrolled reseller's Global admin, in a browser where nobody is signed in yet."""
    return visit()


@pytest.fixture(scope="module")
def kept() -> dict[str, str]:
    """What one step writes down for a later one, as a person would on paper."""
    return {}


def test_the_request_is_drafted_edited_and_sent(provider: Visitor) -> None:
    """Dashboard > Indirect resellers > Request a partnership; the link cannot be lost."""
    page = provider.page
    provider.follow("Indirect resellers")
    provider.title_is("Indirect resellers")
    page.screenshot(path=ROOT / "docs" / "screenshot.png")
    provider.follow("Request a partnership")
    provider.press("Next: Email")
    provider.sees("This field is required")
    page.get_by_label("Company").fill("Kessler Cloud Services")
    page.get_by_label("Email address").fill(NEW_RESELLER)
    provider.press("Next: Email")
    expect(page.get_by_role("link", name="Open in email")).to_have_attribute("href", re.compile("^mailto:"))
    text = page.get_by_label("Email text")
    expect(text).to_have_value(re.compile(r"/enrol/"))
    page.get_by_role("button", name="Copy to clipboard").click()
    assert "/r/" in page.evaluate("navigator.clipboard.readText()")
    text.fill("Dear colleagues,\n\nlet us work together.")
    provider.sees_in_frame("iframe[data-preview-frame]", "let us work together")
    provider.fits_a_phone()
    provider.press("Send")
    provider.sees(re.compile("link .*put back", re.IGNORECASE))


def test_the_request_stands_with_state_and_delivery(provider: Visitor) -> None:
    """It is in the Requests tab at once; the list of resellers shows nobody before acceptance."""
    provider.open("/resellers/requests/")
    row = provider.row("Kessler Cloud Services")
    expect(row).to_contain_text("Sent")
    provider.wait_until(lambda: "handed to the mail server" in provider.reload_row("Kessler Cloud Services"))
    provider.fits_a_phone()
    provider.open("/resellers/")
    provider.does_not_see(NEW_RESELLER)


def test_done_without_send_is_delivered_by_hand(provider: Visitor) -> None:
    """The delivery state says so."""
    provider.open("/resellers/requests/new/")
    provider.page.get_by_label("Company").fill("By Hand GmbH")
    provider.page.get_by_label("Email address").fill("office@byhand.example")
    provider.press("Next: Email")
    provider.press("Done")
    provider.open("/resellers/requests/")
    expect(provider.row("By Hand GmbH")).to_contain_text("By you, outside the portal")


def test_the_mail_lies_in_the_inbox(reseller: Visitor, kept: dict[str, str]) -> None:
    """Rendered safely, with a link that leads to the request."""
    reseller.open("/inbox/")
    reseller.page.get_by_role("link").filter(has_text=re.compile("Northlight", re.IGNORECASE)).first.click()
    reseller.check()
    reseller.sees_in_frame("iframe", "let us work together")
    body = reseller.page.content()
    found = re.search(r"http://127\.0\.0\.1:\d+/r/[\w-]+/", body)
    assert found, "no link in the mail"
    kept["link"] = found[0]


def test_the_link_leads_through_sign_in_back_to_the_request(reseller: Visitor, kept: dict[str, str]) -> None:
    """A stranger learns who asks, and comes back after signing in."""
    reseller.open(kept["link"])
    reseller.sees("Northlight Distribution")
    reseller.follow("Sign in")
    reseller.fill_sign_in(NEW_RESELLER)
    assert reseller.page.url == kept["link"]
    reseller.sees("Who asks")
    reseller.sees(re.compile("cannot transact yet"))
    reseller.fits_a_phone()


def test_accepting_takes_a_tick_and_the_agreement_can_be_signed_first(reseller: Visitor, kept: dict[str, str]) -> None:
    """Sign, tick, Authorize indirect provider; a used link says so."""
    page = reseller.page
    page.get_by_text("Read and sign the agreement").click()
    page.get_by_label("I have read the Partner Agreement").check()
    reseller.press("Sign the agreement")
    assert page.url == kept["link"]
    reseller.does_not_see("Sign the Partner Agreement first")
    reseller.press("Authorize indirect provider")
    reseller.sees("Tick the box to authorize the indirect provider.")
    page.get_by_label(re.compile("I authorize the indirect provider")).check()
    reseller.press("Authorize indirect provider")
    reseller.open("/providers/")
    expect(reseller.row("Northlight Distribution")).to_contain_text("View customers")
    reseller.fits_a_phone()
    reseller.page.goto(kept["link"])
    reseller.check()
    reseller.sees(re.compile("already", re.IGNORECASE))


def test_the_provider_has_a_notice_and_the_reseller_in_its_list(provider: Visitor) -> None:
    """Both lists show the partnership at once."""
    provider.open("/notices/")
    provider.sees(re.compile("has accepted your partnership request"))
    provider.fits_a_phone()
    provider.open("/resellers/requests/")
    row = provider.row("Kessler Cloud Services")
    expect(row).to_contain_text("Accepted")
    provider.open("/resellers/")
    expect(provider.row("Alpenblick Systems")).to_contain_text("Can transact")


def test_a_customer_is_added_for_the_reseller(provider: Visitor) -> None:
    """The reseller is preselected; Account info asks what the country needs and checks the domain as it is typed."""
    page = provider.page
    provider.open("/resellers/")
    provider.follow("Add new customer", within=provider.row("Brightpath IT"))
    provider.title_is("New customer")
    expect(page.get_by_label("Indirect reseller").locator("option:checked")).to_have_text(re.compile("Brightpath IT"))
    provider.press("Next: Subscriptions")
    provider.sees("This field is required")
    page.get_by_label("Company", exact=False).first.fill(COMPANY)
    page.locator("input[name=domain_prefix]").press_sequentially("lindenhof")
    provider.sees(re.compile("taken"))
    page.locator("input[name=domain_prefix]").fill(PREFIX)
    page.locator("input[name=address_line1]").fill("Am Markt 1")
    page.locator("input[name=city]").fill("Bamberg")
    page.locator("input[name=postal_code]").fill("9604")
    page.locator("input[name=first_name]").first.fill("Toni")
    page.locator("input[name=last_name]").first.fill("Müller")
    page.locator("input[name=email]").first.fill("toni@brauerei.example")
    provider.press("Next: Subscriptions")
    provider.sees(re.compile("postal code", re.IGNORECASE))
    expect(page.locator("input[name=city]")).to_have_value("Bamberg")
    page.locator("input[name=postal_code]").fill("96047")
    provider.fits_a_phone()
    provider.press("Next: Subscriptions")


def test_subscriptions_are_ticked_and_counted(provider: Visitor) -> None:
    """A real catalogue with search, a running total and the reseller for incentives."""
    page = provider.page
    provider.title_is("New subscription")
    provider.sees(re.compile("examples, not an offer"))
    page.get_by_label("Search").fill("Business Premium")
    first = provider.offer("Microsoft 365 Business Premium")
    first.get_by_role("checkbox").check()
    first.get_by_role("spinbutton").fill("9999")
    provider.press("Next: Review")
    provider.sees(re.compile("300"))
    first.get_by_role("spinbutton").fill("25")
    expect(page.locator("[data-total]")).not_to_have_text(re.compile(r"^\D*0[.,]00\D*$"))
    expect(page.get_by_label("Reseller for incentives").locator("option:checked")).to_have_text(
        re.compile("Brightpath IT")
    )
    provider.fits_a_phone()
    provider.press("Next: Review")


def test_review_submit_and_the_password_shown_once(provider: Visitor, kept: dict[str, str]) -> None:
    """Setup info; back, reload and a second tab neither duplicate the customer nor show the password again."""
    page = provider.page
    provider.title_is("Review")
    provider.sees(COMPANY)
    provider.fits_a_phone()
    review = page.url
    provider.press("Submit")
    provider.title_is("Confirmation")
    provider.sees("Setup info")
    kept["account"] = page.locator("#admin-account").inner_text()
    kept["password"] = page.locator("#temporary-password").inner_text()
    assert kept["account"] == f"admin@{PREFIX}.onmicrosoft.com"
    second = provider.second_tab(review)
    assert kept["password"] not in second.page.content()
    second.page.close()
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    provider.check()
    assert kept["password"] not in page.content()
    provider.sees("Reset password")
    provider.follow("Done")
    provider.title_is("Customers")
    first_row = page.locator("tbody tr").first
    expect(first_row).to_contain_text(COMPANY)
    expect(first_row).to_contain_text("Brightpath IT")
    expect(page.get_by_text(COMPANY)).to_have_count(1)


def test_the_printed_account_signs_in_and_must_change_its_password(visit: Visit, kept: dict[str, str]) -> None:
    """Then it sees its own company, and who serves it."""
    customer = visit()
    customer.sign_in(kept["account"], kept["password"])
    customer.title_is("Change password")
    page = customer.page
    page.locator("input[name=oldpassword]").fill(kept["password"])
    page.locator("input[name=password1]").fill("Hopfen-und-Malz-2026")
    page.locator("input[name=password2]").fill("Hopfen-und-Malz-2026")
    customer.press("Change password")
    customer.open("/")
    customer.sees("Northlight Distribution")
    customer.sees("Brightpath IT")
    customer.fits_a_phone()


def test_cancel_drops_the_whole_operation(provider: Visitor) -> None:
    """R51: nothing exists afterwards."""
    page = provider.page
    provider.open("/customers/new/")
    page.get_by_label("Company", exact=False).first.fill("Nobody & Nothing KG")
    page.locator("input[name=domain_prefix]").fill("nobodynothing")
    page.locator("input[name=address_line1]").fill("Nirgendweg 1")
    page.locator("input[name=city]").fill("Berlin")
    page.locator("input[name=postal_code]").fill("10117")
    page.locator("input[name=first_name]").first.fill("Nie")
    page.locator("input[name=last_name]").first.fill("Mand")
    page.locator("input[name=email]").first.fill("nie@nobody.example")
    page.get_by_label(re.compile("Customer will be asked")).check()
    provider.press("Next: Subscriptions")
    provider.title_is("Review")
    provider.sees(re.compile("the customer will be asked for its agreement first"))
    provider.follow("Subscriptions")
    provider.sees(re.compile("Nothing can be ordered for this customer yet"))
    provider.follow("Next: Review")
    provider.press("Cancel")
    provider.confirm()
    provider.open("/customers/?q=nobody")
    provider.does_not_see("Nobody & Nothing KG")


def test_customers_are_found_filtered_and_expanded(provider: Visitor) -> None:
    """Search, Filter by indirect reseller, the down arrow, Add subscription."""
    page = provider.page
    provider.open("/customers/")
    page.get_by_label("Filter by indirect reseller").select_option(label="Brightpath IT")
    page.get_by_label(re.compile("^Search")).fill("brauerei")
    row = provider.row(COMPANY)
    expect(page.locator("tbody").get_by_role("row")).to_have_count(1)
    row.locator(".expand-cell a").click()
    provider.sees("Designated support contact")
    provider.check()
    provider.follow("Add subscription")
    provider.title_is("New subscription")


def test_a_subscription_is_added_to_the_customer(provider: Visitor) -> None:
    """Tick, count, choose the reseller for incentives, Submit: it stands in the list."""
    page = provider.page
    offer = provider.offer("Exchange Online (Plan 1)")
    offer.get_by_role("checkbox").check()
    offer.get_by_role("spinbutton").fill("7")
    page.get_by_label("Reseller for incentives").select_option(label="No indirect reseller")
    provider.fits_a_phone()
    provider.press("Submit")
    provider.title_is(COMPANY)
    expect(provider.row("Exchange Online (Plan 1)")).to_contain_text("7")
    provider.fits_a_phone()


def test_the_support_contact_is_designated(provider: Visitor) -> None:
    """Subscription > Designated support contact > reseller > Submit; the reseller for incentives stays none (R62)."""
    page = provider.page
    page.get_by_role("link", name=re.compile(r"Exchange Online \(Plan 1\)")).first.click()
    provider.check()
    page.get_by_label("Designated support contact").select_option(label="Brightpath IT")
    provider.press("Submit")
    facts = page.locator("dl.facts").first
    expect(facts).to_contain_text("Designated support contact")
    expect(facts).to_contain_text("Brightpath IT")
    expect(facts).to_contain_text("No indirect reseller")
    provider.fits_a_phone()


def test_the_reseller_sees_its_customers_and_renames_a_subscription(visit: Visit) -> None:
    """Indirect providers > View customers; the provider's other customers are not there."""
    served = visit()
    served.sign_in("admin@reseller.example")
    served.follow("Indirect providers")
    served.follow("View customers", within=served.row("Northlight Distribution"))
    served.title_is("Customers")
    served.open("/customers/?q=rheinland")
    served.does_not_see("Rheinland Medizintechnik AG")
    served.open("/customers/?q=brauerei")
    served.follow(COMPANY)
    served.fits_a_phone()
    served.follow("Subscriptions")
    served.page.get_by_role("link", name=re.compile(r"Exchange Online \(Plan 1\)")).first.click()
    served.check()
    served.page.get_by_label("Subscription nickname").fill("Mail for the brewery")
    served.press("Submit")
    served.sees("Mail for the brewery")


def test_the_direct_bill_partner_has_the_same_flow_without_resellers(visit: Visit) -> None:
    """Source 003, scenario 1."""
    direct = visit()
    direct.sign_in("admin@directbill.example")
    page = direct.page
    assert page.get_by_text(re.compile("reseller", re.IGNORECASE)).count() == 0
    direct.open("/customers/")
    assert page.get_by_text(re.compile("reseller", re.IGNORECASE)).count() == 0
    direct.follow("Add customer")
    direct.title_is("New customer")
    assert page.get_by_text(re.compile("reseller", re.IGNORECASE)).count() == 0
    direct.open("/resellers/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("not", re.IGNORECASE))


def test_the_operator_finds_it_all_in_the_admin(visit: Visit) -> None:
    """Search, history, outbox; nothing can be deleted."""
    operator = visit()
    operator.sign_in("operator@portal.example", path="/admin/")
    page = operator.page
    operator.open("/admin/customers/customer/?q=brauerei")
    expect(page.get_by_role("link", name=re.compile("Brauerei")).first).to_be_visible()
    operator.open("/admin/relationships/partnershiprequest/?q=newreseller")
    expect(page.get_by_text("Kessler Cloud Services").first).to_be_visible()
    operator.open(f"/admin/foundation/outgoingmail/?q={NEW_RESELLER}")
    expect(page.get_by_role("link", name=re.compile("artnership")).first).to_be_visible()
    assert page.get_by_text("Delete selected").count() == 0
