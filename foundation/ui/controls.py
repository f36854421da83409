"""How one input is drawn: its kind, classes and attributes."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.urls import reverse

from foundation.rules import Text

OPTION_CLASS = "form-check-input"


def kind_of(field: BoundField) -> str:
    """Return checkbox, options (radio buttons, check boxes) or line (everything else)."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.RadioSelect):
        return "options"
    return "line"


def css_class(field: BoundField) -> str:
    """Return Bootstrap's class for a field's input."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return OPTION_CLASS
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control form-control-number" if isinstance(widget, forms.NumberInput) else "form-control"


def attributes(field: BoundField) -> dict[str, Any]:
    """Return the attributes that the form component gives to an input, besides Django's and the widget's own."""
    form, widget = field.form, field.field.widget
    own = f"{widget.attrs.get('class', '')} {css_class(field)}".strip()
    attrs: dict[str, Any] = {"class": own}
    if hasattr(form, "autofill") and "autocomplete" not in widget.attrs:
        attrs["autocomplete"] = form.autofill.get(field.name, "off")
    if described := described_by(field):
        attrs["aria-describedby"] = described
    if address := said_by_form(field, "checked_as_typed"):
        attrs |= {
            "hx-get": reverse(str(address)),
            "hx-trigger": "input changed delay:400ms",
            "hx-target": f"#{field.auto_id}_check",
            "hx-include": "closest form",
            "hx-sync": "this:replace",
        }
    return attrs


def said_by_form(field: BoundField, part: str) -> Text:
    """Return what a form's `part` (a mapping by field, see `FormParts`) says about this field, or an empty text."""
    words: Text = getattr(field.form, part, {}).get(field.name, "")
    return words


def described_by(field: BoundField) -> str:
    """Return the ids of what explains an input: suffix, live check, what is stored, help and error."""
    parts = {"suffixes": "suffix", "checked_as_typed": "check", "stored": "stored"}
    ids = [f"{field.auto_id}_{end}" for part, end in parts.items() if said_by_form(field, part)]
    return " ".join([*ids, field.aria_describedby or ""]).strip()


def options(field: BoundField) -> list[BoundWidget]:
    """Return the options of a group of radio buttons or check boxes, ready to be drawn one by one."""
    attrs = field.build_widget_attrs({"id": field.auto_id, "class": OPTION_CLASS})
    parts = field.field.widget.subwidgets(field.html_name, field.value(), attrs=attrs)
    return [BoundWidget(field.field.widget, part, field.form.renderer) for part in parts]
