"""The form component: how forms are declared and drawn. `{{ form }}` draws all of it but the form tag and its buttons.

Drawn are an error summary that takes the focus, groups and rows of fields, and each field with its label, help, error,
unit and live check. Any Django form is drawn so; `PortalForm` and `PortalModelForm` can say more about themselves.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import django.forms
from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.template.backends.django import DjangoTemplates as Engine

from foundation.rules import Refusal, Text

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
else:
    ModelForm = forms.ModelForm


class PortalRenderer(DjangoTemplates):
    """Draws forms and fields with the portal's templates, and inputs with Django's own."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    @cached_property
    def engine(self) -> Engine:
        """The project's templates first, then those that come with Django's forms."""
        own, builtin = settings.BASE_DIR / "templates", Path(django.forms.__file__).parent / "templates"
        return Engine({"NAME": "forms", "APP_DIRS": True, "DIRS": [own, builtin], "OPTIONS": {}})


@dataclass(frozen=True)
class Fieldset:
    """Fields that belong together. A row is a field's name, or several names that stand side by side."""

    legend: Text
    rows: Sequence[str | tuple[str, ...]]
    text: Text = ""


@dataclass
class Group:
    """A fieldset of one form, with its fields in place of their names."""

    legend: Text
    text: Text
    rows: list[list[BoundField]] = field(default_factory=list)


class FormParts:
    """What a form can say about itself beyond its fields. All of it is optional."""

    fieldsets: ClassVar[Sequence[Fieldset]] = ()
    """Groups in order; fields that are in none of them follow after."""

    suffixes: Mapping[str, Text] = {}
    """What stands behind an input, by field: a unit, a domain suffix."""

    checked_as_typed: Mapping[str, str] = {}
    """URL names asked with GET while a field is being filled, by field; they answer with a few words of HTML."""

    autofill: Mapping[str, str] = {}
    """HTML autocomplete values by field, for data about the reader; for other people's data it is off."""

    refusals: Sequence[Refusal] = ()
    """Why the service refused what was sent; drawn in the summary with the remedies."""

    stored: Mapping[str, Text] = {}
    """What somebody else has stored meanwhile, by field (409); drawn beside what was typed."""

    def refuse(self, refusals: Iterable[Refusal]) -> None:
        """Keep why the service refused, to be shown with the form."""
        self.refusals = tuple(refusals)


class PortalForm(FormParts, forms.Form):
    """A form of the portal."""


class PortalModelForm(FormParts, ModelForm):
    """A form of the portal over a model."""


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def groups_of(form: forms.BaseForm) -> list[Group]:
    """Return the visible fields of a form in the order and groups in which they are drawn."""
    left = {bound.name: bound for bound in form.visible_fields()}
    found = []
    for fieldset in getattr(form, "fieldsets", ()):
        group = Group(fieldset.legend, fieldset.text)
        for row in fieldset.rows:
            names = (row,) if isinstance(row, str) else row
            fields = [left.pop(name) for name in names if name in left]
            if fields:
                group.rows.append(fields)
        if group.rows:
            found.append(group)
    if left:
        found.append(Group("", "", [[bound] for bound in left.values()]))
    return found
