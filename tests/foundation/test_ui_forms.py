"""The form component: what every form looks like and says."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms

from foundation.rules import REGISTRY, Refusal, rule
from foundation.ui.forms import DayInput, Fieldset, PortalForm


class Company(PortalForm):
    """A form with one field of each kind."""

    fieldsets = (
        Fieldset("Company", ["name", ("city", "code")], "As registered."),
        Fieldset("Contact", ["email"]),
    )
    suffixes = {"name": ".example"}
    checked_as_typed = {"name": "home"}
    autofill = {"email": "email"}

    name = forms.CharField(label="Name", help_text="At most ten.", max_length=10)
    city = forms.CharField(label="City")
    code = forms.CharField(label="Postal code", required=False)
    email = forms.EmailField(label="Email address")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "First"), ("b", "Second")], widget=forms.RadioSelect)
    day = forms.DateField(label="Day", widget=DayInput)
    size = forms.ChoiceField(label="Size", choices=[("s", "Small")])
    agreed = forms.BooleanField(label="I agree")
    draft = forms.CharField(widget=forms.HiddenInput, required=False, initial="7")


TYPED = {"name": "<b>Long name</b>", "city": "Łódź", "email": "nobody", "draft": "7", "day": "yesterday"}


@pytest.fixture
def refusal() -> Iterator[Refusal]:
    """A refusal by a rule of its own."""
    declare = rule("TEST-FORM", statement="s", source="t", refusal="{shop} is closed.", remedy="Come back tomorrow.")
    declare(lambda _facts: None)
    yield Refusal("TEST-FORM", {"shop": "The shop"})
    del REGISTRY["TEST-FORM"]


def field(html: str, name: str) -> str:
    """Return the tag of the input called `name`."""
    found = re.search(rf'<(?:input|select|textarea)[^>]*name="{name}"[^>]*>', html)
    assert found, name
    return found[0]


def ids(html: str) -> set[str]:
    """Return the ids on the page."""
    return set(re.findall(r'\bid="([^"]+)"', html))


def described(tag: str) -> list[str]:
    """Return the ids that describe an input."""
    found = re.search(r'aria-describedby="([^"]+)"', tag)
    return found[1].split() if found else []


def test_every_input_has_a_label_and_a_class() -> None:
    """Bootstrap's, by kind of input."""
    html = str(Company())
    for name in ("name", "city", "code", "email", "day", "size", "agreed"):
        assert f'for="id_{name}"' in html
    assert 'class="form-control"' in field(html, "name")
    assert 'class="form-select"' in field(html, "size")
    assert 'class="form-check-input"' in field(html, "agreed")
    assert 'class="form-check-input"' in field(html, "kind")
    assert 'type="date"' in field(html, "day")
    assert 'value="7"' in field(html, "draft")


def test_groups_are_fieldsets_and_the_rest_follows() -> None:
    """In the declared order; a row of several stands side by side."""
    html = str(Company())
    assert re.findall(r"<legend>([^<]+)</legend>", html)[:2] == ["Company", "Contact"]
    assert "As registered." in html
    row = html.split('class="form-row"')[1]
    assert row.index('name="city"') < row.index('name="code"') < row.index("</fieldset>")
    assert html.index('name="email"') < html.index('name="kind"')
    assert html.count('name="city"') == 1


def test_radio_buttons_are_a_group_with_a_legend() -> None:
    """Each with its own label."""
    html = str(Company())
    assert re.search(r'<fieldset class="field"\s+id="id_kind"[^>]*>\s*<legend>Kind<span class="required-mark"', html)
    assert '<label class="form-check-label" for="id_kind_1">Second</label>' in html


def test_required_fields_are_marked_and_told() -> None:
    """The star is for eyes, the attribute for ears."""
    html = str(Company())
    assert re.search(r'City<span class="required-mark" aria-hidden="true">', html)
    assert "Postal code</label>" in html
    assert " required" in field(html, "city")
    assert " required" not in field(html, "code")


def test_what_explains_an_input_is_tied_to_it() -> None:
    """Suffix, live check and help by their ids; all of them are there."""
    html = str(Company())
    tied = described(field(html, "name"))
    assert tied == ["id_name_suffix", "id_name_check", "id_name_helptext"]
    assert set(tied) <= ids(html)
    assert ".example</span>" in html


def test_errors_stand_beside_the_field_and_in_the_summary() -> None:
    """Tied to the input, which says that it is wrong; the summary links to it and takes the focus."""
    html = str(Company(TYPED))
    tag = field(html, "email")
    assert 'aria-invalid="true"' in tag
    assert described(tag) == ["id_email_error"]
    assert "id_email_error" in ids(html)
    summary = html[: html.index("<fieldset")]
    assert 'role="alert"' in summary
    assert "autofocus" in summary
    assert '<a href="#id_email">Email address: Enter a valid email address.</a>' in summary
    assert '<a href="#id_kind_0">Kind: This field is required.</a>' in summary
    targets = set(re.findall(r'<a href="#([^"]+)"', summary))
    assert targets <= ids(html)


def test_what_was_typed_stays() -> None:
    """Wrong or not, and escaped."""
    html = str(Company(TYPED))
    assert 'value="Łódź"' in field(html, "city")
    assert 'value="nobody"' in field(html, "email")
    assert 'value="yesterday"' in field(html, "day")
    assert "<b>Long" not in html


def test_an_untouched_form_has_no_summary() -> None:
    """Nothing is wrong yet."""
    assert "data-error-summary" not in str(Company())


def test_errors_of_the_whole_form_stand_in_the_summary() -> None:
    """They belong to no field."""
    form = Company(TYPED)
    form.add_error(None, "Somebody was faster.")
    assert "<li>Somebody was faster.</li>" in str(form)


def test_refusals_are_told_with_their_remedies(refusal: Refusal) -> None:
    """What the service refused stands above what was typed."""
    form = Company({**TYPED, "email": "a@b.example"})
    form.refuse([refusal])
    html = str(form)
    assert "The shop is closed." in html
    assert "Come back tomorrow." in html
    assert "TEST-FORM" not in html  # A name of ours tells readers nothing; R-numbers they can look up.
    assert 'value="a@b.example"' in field(html, "email")


def test_a_value_stored_meanwhile_stands_beside_what_was_typed() -> None:
    """Neither is lost when two people edit the same thing."""
    form = Company(TYPED)
    form.stored = {"city": "Kraków"}
    html = str(form)
    assert "Changed meanwhile to: <b>Kraków</b>" in html
    assert "id_city_stored" in described(field(html, "city"))
    assert 'value="Łódź"' in field(html, "city")


def test_browsers_fill_in_only_what_is_about_the_reader() -> None:
    """Somebody else's data is not the reader's own."""
    html = str(Company())
    assert 'autocomplete="email"' in field(html, "email")
    assert 'autocomplete="off"' in field(html, "city")


def test_a_field_is_checked_as_it_is_typed() -> None:
    """By HTMX, into a region that is read out."""
    html = str(Company())
    assert 'hx-get="/"' in field(html, "name")
    assert 'hx-target="#id_name_check"' in field(html, "name")
    assert re.search(r'<div class="field-check" id="id_name_check" role="status">', html)


def test_forms_of_others_are_drawn_the_same() -> None:
    """A form that knows nothing of the component, as those of the sign-in library."""

    class Plain(forms.Form):
        login = forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "username", "class": "wide"}))

    html = str(Plain({}))
    assert 'class="wide form-control"' in field(html, "login")
    assert 'autocomplete="username"' in field(html, "login")
    assert "Login: This field is required." in html


def test_two_forms_on_a_page_do_not_share_ids() -> None:
    """A prefix goes into all of them."""
    first, second = str(Company(TYPED, prefix="a")), str(Company(TYPED, prefix="b"))
    assert not ids(first) & ids(second)


@pytest.mark.parametrize("data", [None, TYPED])
def test_no_inline_script_or_style(data: dict[str, Any] | None) -> None:
    """The content policy would refuse it."""
    html = str(Company(data))
    assert not re.search(r"\sstyle=|\son\w+=|<script", html)
