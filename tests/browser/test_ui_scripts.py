"""The scripts of the frame, in a browser: each page here is sound for axe and the content policy."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, expect

from tests.browser.frame import BASE, ERROR, SUCCESS, Frame, drawn, listed, part, said

LIST = '{% include "lists/list.html" %}'
FORM = """<form method="post" action="/saved/" novalidate {extra}>
  <label for="name">Name</label><input class="form-control" id="name" name="name" value="Ada">
  <button type="submit" class="btn btn-primary">Save</button></form>"""


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Frame]]:
    """Return a function that opens a window with these settings."""
    contexts: list[BrowserContext] = []

    def open_window(**settings: Any) -> Frame:
        usual = {"viewport": {"width": 1280, "height": 900}, "timezone_id": "Europe/Berlin"}
        context = browser.new_context(**(usual | settings))
        context.set_default_timeout(5_000)
        contexts.append(context)
        return Frame(context)

    yield open_window
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_frame_is_sound_in_both_themes_and_on_a_phone(
    opened: Callable[..., Frame], scheme: str, width: int
) -> None:
    """Nothing for axe, nothing refused, nothing wider than the screen."""
    frame = opened(color_scheme=scheme, viewport={"width": width, "height": 800})
    frame.shows(LIST, list=listed("country=DE"))
    frame.is_sound()
    assert frame.page.evaluate("document.documentElement.dataset.bsTheme") == scheme
    assert frame.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_the_chosen_theme_is_kept(opened: Callable[..., Frame]) -> None:
    """Against the system, on the next page too."""
    frame = opened(color_scheme="light")
    frame.shows()
    frame.page.get_by_role("button", name="Use the dark theme").click()
    frame.is_sound()
    frame.page.reload()
    assert frame.page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    expect(frame.page.get_by_role("button", name="Use the light theme")).to_be_visible()


def test_the_theme_follows_the_system_until_one_is_chosen(opened: Callable[..., Frame]) -> None:
    """Without a reload."""
    frame = opened(color_scheme="light")
    frame.shows()
    frame.page.emulate_media(color_scheme="dark")
    frame.page.wait_for_function("document.documentElement.dataset.bsTheme === 'dark'")


def test_the_browser_tells_its_time_zone(opened: Callable[..., Frame]) -> None:
    """In a cookie."""
    frame = opened(timezone_id="Asia/Tokyo")
    frame.shows()
    assert [c["value"] for c in frame.context.cookies() if c["name"] == "tz"] == ["Asia/Tokyo"]


def test_messages_are_read_out_and_only_errors_stay(opened: Callable[..., Frame]) -> None:
    """Moved into a live region after the page is there; eight seconds later the good news is gone."""
    frame = opened()
    frame.page.clock.install()
    frame.shows(messages=[said(SUCCESS, "It is saved."), said(ERROR, "It is lost.")])
    frame.page.clock.run_for(1_000)
    status, alert = frame.page.locator("#messages [role=status]"), frame.page.locator("#messages [role=alert]")
    expect(status).to_contain_text("It is saved.")
    expect(alert).to_contain_text("It is lost.")
    frame.is_sound()
    frame.page.clock.run_for(10_000)
    expect(status).to_be_empty()
    expect(alert).to_contain_text("It is lost.")
    alert.get_by_role("button", name="Dismiss").click()
    expect(alert).to_be_empty()


def test_an_action_that_asks_is_sent_only_after_yes(opened: Callable[..., Frame]) -> None:
    """Cancel and Escape send nothing; the dialog says what will happen."""
    frame = opened()
    frame.pages["/remove/"] = drawn("Removed.")
    frame.shows(LIST, list=listed(names=("Contoso",)))
    dialog = frame.page.get_by_role("dialog", name="Remove it?")
    for key in ("Enter", "Escape"):
        frame.page.get_by_role("button", name="More actions for Contoso").click()
        frame.page.get_by_role("button", name="Remove", exact=True).click()
        expect(dialog).to_contain_text("It goes.")
        frame.is_sound()
        expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
        frame.page.keyboard.press(key)
        expect(dialog).to_be_hidden()
    assert not [each for each in frame.sent if each.startswith("POST")]
    frame.page.get_by_role("button", name="More actions for Contoso").click()
    frame.page.get_by_role("button", name="Remove", exact=True).click()
    dialog.get_by_role("button", name="Yes, remove").click()
    frame.page.get_by_text("Removed.").wait_for()
    assert frame.sent.count("POST /remove/") == 1


def test_a_form_is_sent_once(opened: Callable[..., Frame]) -> None:
    """However often the button is pressed."""
    frame = opened()
    frame.shows(FORM.format(extra=""))
    frame.page.evaluate("for (const n of [1, 2, 3]) document.querySelector('.btn-primary').click()")
    frame.page.wait_for_timeout(300)
    assert frame.sent.count("POST /saved/") == 1


@pytest.mark.parametrize(
    ("types", "sends", "warned"), [(True, False, True), (False, False, False), (True, True, False)]
)
def test_typed_text_is_not_lost_without_a_warning(
    opened: Callable[..., Frame], types: bool, sends: bool, warned: bool
) -> None:
    """But sending the form is no loss."""
    frame, asked = opened(), []

    def heard(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    frame.pages |= {"/saved/": drawn("Saved."), "/other/": drawn("Other.")}
    frame.shows(FORM.format(extra="data-warn-leave") + '<a href="/other/">Other page</a>')
    frame.page.on("dialog", heard)
    if types:
        frame.page.get_by_label("Name").fill("Grace")
    (frame.page.get_by_role("button", name="Save") if sends else frame.page.get_by_text("Other page")).click()
    frame.page.get_by_text("Saved." if sends else "Other.").wait_for()
    assert asked == (["beforeunload"] if warned else [])


def test_a_secret_can_be_copied_and_is_not_left_by_accident(opened: Callable[..., Frame]) -> None:
    """Copying is told; the way on that is meant asks nothing."""
    frame, asked = opened(), []

    def heard(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    frame.context.grant_permissions(["clipboard-read", "clipboard-write"])
    frame.pages["/other/"] = drawn("Other.")
    frame.shows(
        '{% include "ui/secret.html" with id="pw" value="Xk4-Tulip" %} <a href="/other/" data-leave-ok>Done</a>'
    )
    frame.page.on("dialog", heard)
    frame.page.get_by_role("button", name="Copy to clipboard").click()
    expect(frame.page.locator("#messages [role=status]")).to_contain_text("Copied to the clipboard.")
    assert frame.page.evaluate("navigator.clipboard.readText()") == "Xk4-Tulip"
    frame.is_sound()
    frame.page.reload()
    assert asked == ["beforeunload"]
    frame.page.get_by_role("button", name="Copy to clipboard").click()
    frame.page.get_by_role("link", name="Done").click()
    frame.page.get_by_text("Other.").wait_for()
    assert asked == ["beforeunload"]


def test_a_search_refreshes_the_rows_and_is_read_out(opened: Callable[..., Frame]) -> None:
    """The field keeps its focus; the address of the export follows."""
    frame = opened()
    frame.shows(LIST, list=listed())
    frame.pages["/customers/"] = part(listed("q=fabrikam", names=("Fabrikam",)))
    field = frame.page.get_by_label("Search")
    field.press_sequentially("fabrikam")
    expect(frame.page.get_by_role("row")).to_have_count(2)
    expect(frame.page.locator("#announcer")).to_have_text("Showing 1 of 1,000+")
    expect(field).to_be_focused()
    assert frame.sent[-1] == "GET /customers/?q=fabrikam&country=&order=name"
    expect(frame.page.get_by_role("link", name="Export")).to_have_attribute("href", "/customers/?q=fabrikam&export=csv")
    frame.is_sound()


def test_a_fault_while_refreshing_is_told_and_the_rows_stay(opened: Callable[..., Frame]) -> None:
    """Whether the server failed or cannot be reached."""
    frame = opened()
    frame.shows(LIST, list=listed())
    frame.pages["/customers/"], frame.statuses["/customers/"] = "<h1>Fault</h1>", 500
    frame.page.get_by_role("link", name="Next").click()
    alert = frame.page.locator("#messages [role=alert]")
    expect(alert).to_contain_text("Something went wrong")
    del frame.pages["/customers/"]
    frame.page.get_by_role("link", name="Last").click()
    expect(alert).to_contain_text("cannot be reached")
    expect(frame.page.get_by_role("row")).to_have_count(3)


def test_a_row_opens_and_closes(opened: Callable[..., Frame]) -> None:
    """Its detail is fetched once."""
    frame = opened()
    frame.pages["/row/Contoso/"] = "<p>Microsoft ID</p>"
    frame.shows(LIST, list=listed())
    opener = frame.page.get_by_role("link", name="Details of Contoso")
    expect(opener).to_have_attribute("aria-expanded", "false")
    for visible in (True, False, True):
        opener.press("Enter")
        expect(opener).to_have_attribute("aria-expanded", str(visible).lower())
        expect(frame.page.get_by_text("Microsoft ID")).to_be_visible(visible=visible)
    frame.is_sound()
    assert frame.sent.count("GET /row/Contoso/") == 1


def test_the_menu_is_a_drawer_on_a_phone(opened: Callable[..., Frame]) -> None:
    """Opened by its button, closed by Escape or its own button."""
    frame = opened(viewport={"width": 360, "height": 740})
    frame.shows()
    menu = frame.page.get_by_role("navigation", name="Dashboard")
    expect(menu).to_be_hidden()
    frame.page.get_by_role("button", name="Open the menu").click()
    expect(menu.get_by_role("link", name="Customers")).to_be_visible()
    frame.is_sound()
    frame.page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    frame.page.get_by_role("button", name="Open the menu").click()
    menu.get_by_role("button", name="Close the menu").click()
    expect(menu).to_be_hidden()


def test_the_first_tab_leads_past_the_menu(opened: Callable[..., Frame]) -> None:
    """By keyboard alone."""
    frame = opened()
    frame.shows()
    frame.page.keyboard.press("Tab")
    skip = frame.page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    frame.page.keyboard.press("Enter")
    expect(frame.page.locator("main")).to_be_focused()


def test_a_preview_follows_what_is_typed(opened: Callable[..., Frame]) -> None:
    """The server draws it."""
    frame = opened()
    frame.pages["/preview/"] = "<p>Dear Grace</p>"
    extra = 'id="letter"'
    frame.shows(
        FORM.format(extra=extra)
        + '{% include "ui/live_preview.html" with url="/preview/" form_id="letter" label="Preview" %}'
    )
    frame.page.get_by_label("Name").press_sequentially("Grace")
    expect(frame.page.get_by_role("region", name="Preview")).to_have_text("Dear Grace")
    assert frame.sent.count("POST /preview/") == 1
    frame.is_sound()


def test_everything_can_be_reached_without_javascript(opened: Callable[..., Frame]) -> None:
    """Menus lie open, the search has a button, what would ask first simply posts."""
    frame = opened(java_script_enabled=False)
    frame.pages["/remove/"] = drawn("Removed.")
    frame.shows(LIST, list=listed(names=("Contoso",)), messages=[said(SUCCESS, "It is saved.")])
    expect(frame.page.get_by_text("It is saved.").first).to_be_visible()
    expect(frame.page.get_by_role("button", name="Apply")).to_be_visible()
    expect(frame.page.get_by_role("button", name="Sign out")).to_be_visible()
    expect(frame.page.get_by_role("button", name="Southwind")).to_be_visible()
    expect(frame.page.get_by_role("link", name="Details of Contoso")).to_have_attribute("href", "/row/Contoso/")
    frame.page.get_by_role("button", name="Remove", exact=True).click()
    expect(frame.page.get_by_text("Removed.")).to_be_visible()
    assert BASE in frame.page.url
