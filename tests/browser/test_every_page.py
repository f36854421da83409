"""Pages that no journey walks through: each opens, says its title, and fits a desk and a phone; axe finds nothing."""

from collections.abc import Callable

import pytest

from tests.browser.visitor import Visitor

PAGES = {
    "admin@provider.example": (
        ("/resellers/requests/several/", "Request several partnerships"),
        ("/resellers/requests/received/", "Indirect resellers"),
        ("/resellers/requests/templates/", "Mail templates"),
        ("/resellers/agreements/", "Indirect resellers"),
        ("/resellers/performance/", "Reseller performance"),
        ("/resellers/performance/rows/?measure=active", "Active resellers"),
        ("/settings/", "Account settings"),
        ("/team/", "Team"),
        ("/team/roles/", "Roles"),
        ("/enrolment/", "Enrolment"),
        ("/advisor/", "Supported transactions"),
        ("/advisor/?intention=partner&a_region=europe&b_region=united-states", "Supported transactions"),
        ("/work-with-partners/", "Work with other partners"),
        ("/rules/", "rules"),
    ),
    "admin@reseller.example": (
        ("/directory/", "Find a provider"),
        ("/providers/blocked/", "Blocked providers"),
        ("/settings/", "Account settings"),
    ),
    "admin@vistula.example": (("/", "Welcome"), ("/providers/", "Indirect providers")),
    "admin@bergwerkit.example": (("/", "Welcome"), ("/enrolment/apply/?programme=indirect_reseller", "Apply")),
    "": (("/enrol/", "Enrol"), ("/enrol/?programme=direct_bill", "Enrol")),
}
"""By who opens them: addresses, with a word of the title."""


@pytest.mark.parametrize("who", PAGES, ids=lambda who: who or "anybody")
def test_pages_open_and_fit(who: str, visit: Callable[[], Visitor]) -> None:
    """At 1280 and at 360 pixels."""
    visitor = visit()
    if who:
        visitor.sign_in(who)
    for path, word in PAGES[who]:
        visitor.open(path)
        title = visitor.page.get_by_role("heading", level=1).inner_text()
        assert word.lower() in title.lower(), f"{path}: {title}"
        visitor.fits_a_phone()
