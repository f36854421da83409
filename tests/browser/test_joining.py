"""Joining in a real browser: a colleague is invited and leaves again; a company enrols, is approved, or is rejected.

Every page that is opened is checked with axe, for refusals of the content policy and for server errors (`Visitor`).
"""

import re
from collections.abc import Callable

from playwright.sync_api import Route, expect

from tests.browser.visitor import Visitor

Visit = Callable[[], Visitor]
PASSWORD = "Hopfen-und-Malz-2026"


def open_mail(visitor: Visitor, address: str, subject: str) -> None:
    """Open the newest mail to an address, once it has arrived."""
    visitor.open(f"/inbox/?q={address}")
    mails = visitor.page.get_by_role("rowheader").get_by_role("link", name=re.compile(subject))

    def arrived() -> bool:
        visitor.page.reload()
        return mails.count() > 0

    visitor.wait_until(arrived)
    mails.first.click()
    visitor.check()


def link_in_mail(visitor: Visitor, path: str) -> str:
    """Return the link under `path` in the mail that is open."""
    found = re.search(rf"http://127\.0\.0\.1:\d+/{path}[\w/-]+/", visitor.page.content())
    assert found, "no link in the mail"
    return found[0]


def type_while_the_fields_are_drawn_anew(visitor: Visitor, mpn_id: str) -> None:
    """Choose the country, and type the MPN ID before the answer has come over a slow line: it stays."""
    page = visitor.page
    held: list[Route] = []
    page.route("**/enrol/", lambda route: held.append(route))  # noqa: PLW0108  Playwright marks what it calls
    with page.expect_request("**/enrol/"):
        page.get_by_label("Country/region", exact=True).select_option("FR")
    page.get_by_label("Location MPN ID", exact=True).fill(mpn_id)
    held[0].continue_()
    page.unroute("**/enrol/")
    visitor.sees("Not needed in this country.")
    expect(page.get_by_label("Location MPN ID", exact=True)).to_have_value(mpn_id)


def enrol(visitor: Visitor, company: str, mpn_id: str, address: str) -> None:
    """Enrol a company in France as an indirect reseller, and set a password by the mailed link."""
    page = visitor.page
    visitor.open("/enrol/")
    visitor.title_is("Enrol your company")
    visitor.press("Enrol")
    visitor.sees("This field is required")
    page.get_by_label("Company", exact=True).fill(company)
    type_while_the_fields_are_drawn_anew(visitor, mpn_id)
    expect(page.get_by_label("Company", exact=True)).to_have_value(company)
    page.get_by_label("Country/region of the location MPN ID").select_option("FR")
    page.get_by_label("First name").fill("Inès")
    page.get_by_label("Last name").fill("Laurent")
    page.get_by_label("Work email address").fill(address)
    visitor.fits_a_phone()
    visitor.press("Enrol")
    visitor.title_is("Check your mail")
    open_mail(visitor, address, "")
    visitor.open(link_in_mail(visitor, "accounts/password/reset/key"))
    page.locator("input[name=password1]").fill(PASSWORD)
    page.locator("input[name=password2]").fill(PASSWORD)
    visitor.press(re.compile("password", re.IGNORECASE))
    visitor.open("/")
    if page.get_by_label("Sign-in name").count():
        visitor.fill_sign_in(address, PASSWORD)


def decide(operator: Visitor, company: str, decision: str, reason: str = "") -> None:
    """Find the application in the admin's queue and decide it."""
    operator.open("/admin/relationships/enrolment/")
    operator.page.get_by_role("row").filter(has_text=company).get_by_role("link").first.click()
    operator.check()
    operator.follow(decision)
    if reason:
        operator.page.get_by_label("Reason").fill(reason)
    operator.press(decision)
    operator.sees(re.compile("done"))


def step(visitor: Visitor, number: int) -> str:
    """Return the words of a step of the checklist."""
    return visitor.page.locator("ol.checklist > li").nth(number - 1).inner_text()


def test_a_colleague_is_invited_joins_and_is_removed_again(visit: Visit) -> None:
    """Nobody is a member before the mailed link is followed; who is removed is out at the next click."""
    admin, colleague = visit(), visit()
    address = "kim.neumann@northlight.example"
    admin.sign_in("admin@provider.example", path="/team/")
    admin.title_is("Team")
    admin.follow("Invite a colleague")
    admin.page.get_by_label("Email address").fill("nobody")
    admin.press("Send invitation")
    admin.sees("Choose at least one role.")
    expect(admin.page.get_by_label("Email address")).to_have_value("nobody")
    admin.page.get_by_label("Email address").fill(address)
    admin.page.get_by_label(re.compile("^Sales agent")).check()
    admin.fits_a_phone()
    admin.press("Send invitation")
    admin.sees(f"An invitation is on its way to {address}.")
    admin.sees("Invited, not joined yet")
    admin.fits_a_phone()
    open_mail(colleague, address, "invites you to")
    link = link_in_mail(colleague, "join")
    colleague.open(link)
    colleague.title_is("Join Northlight Distribution")
    colleague.sees("Sales agent")
    colleague.page.get_by_label("First name").fill("Kim")
    colleague.page.get_by_label("Last name").fill("Neumann")
    colleague.page.get_by_label("Password").fill("short")
    colleague.press("Join Northlight Distribution")
    expect(colleague.page.get_by_label("First name")).to_have_value("Kim")
    colleague.page.get_by_label("Password").fill(PASSWORD)
    colleague.fits_a_phone()
    colleague.press("Join Northlight Distribution")
    colleague.title_is("Welcome, Kim")
    colleague.sees("You belong to Northlight Distribution now.")
    colleague.follow("Indirect resellers")
    colleague.title_is("Indirect resellers")
    colleague.page.goto(link)
    colleague.sees("has been accepted already")
    admin.open("/team/")
    expect(admin.page.locator("section[aria-labelledby=invited]").get_by_text(address)).to_have_count(0)
    admin.follow("Kim Neumann")
    admin.fits_a_phone()
    admin.press("Remove from the company")
    admin.confirm()
    admin.sees("Kim Neumann does not belong to your company any more.")
    colleague.page.goto(colleague.base_url + "/resellers/")
    colleague.check()
    colleague.sees(re.compile("company|account"))
    assert colleague.page.get_by_role("heading", level=1).inner_text() != "Indirect resellers"


def test_a_company_enrols_is_approved_signs_and_the_checklist_goes(visit: Visit) -> None:
    """Each step stands where it really is, from the application to the signature."""
    applicant, operator = visit(), visit()
    enrol(applicant, "Fontaine Cloud SARL", "8123451", "ines@fontaine-cloud.example")
    applicant.title_is("Welcome")
    assert "Done" in step(applicant, 1)
    assert "Waiting" in step(applicant, 2)
    applicant.fits_a_phone()
    applicant.follow("See your enrolment")
    applicant.sees("Pending")
    applicant.fits_a_phone()
    operator.sign_in("operator@portal.example", path="/admin/")
    decide(operator, "Fontaine Cloud SARL", "Approve")
    applicant.page.reload()
    applicant.check()
    applicant.sees("Qualified")
    open_mail(applicant, "ines@fontaine-cloud.example", "is enrolled")
    applicant.open("/")
    assert "To do" in step(applicant, 3)
    applicant.follow("Read and sign")
    applicant.page.get_by_label("I have read the Partner Agreement").check()
    applicant.press("Sign the agreement")
    applicant.open("/")
    applicant.title_is("Welcome")
    applicant.does_not_see("You cannot transact yet")
    applicant.follow("Indirect providers")
    applicant.title_is("Indirect providers")


def test_a_rejected_application_is_put_right_with_fix_now(visit: Visit) -> None:
    """The reason stands on the Dashboard; what was entered is there again; the operator looks once more."""
    applicant, operator = visit(), visit()
    enrol(applicant, "Mistral Services SAS", "8123452", "ines@mistral-services.example")
    operator.sign_in("operator@portal.example", path="/admin/")
    decide(operator, "Mistral Services SAS", "Reject", "The MPN ID belongs to another company")
    applicant.open("/")
    assert "The MPN ID belongs to another company" in step(applicant, 2)
    applicant.follow("Fix now")
    applicant.title_is("Enrolment")
    applicant.sees("The enrolment was rejected")
    applicant.follow("Fix now")
    number = applicant.page.get_by_label("Location MPN ID", exact=True)
    expect(number).to_have_value("8123452")
    number.fill("8123453")
    applicant.fits_a_phone()
    applicant.press("Send the application")
    applicant.sees("Your application is on record.")
    applicant.sees("Pending")
    decide(operator, "Mistral Services SAS", "Approve")
    applicant.page.reload()
    applicant.sees("Qualified")
