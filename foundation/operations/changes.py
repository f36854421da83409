"""What an operator changes by hand: a form that notices a colleague's change, and values for the audit."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    ModelFormOfRecord = ModelForm[Model]
else:
    ModelFormOfRecord = ModelForm

PLAIN = (str, int, bool, type(None))


class RecordForm(ModelFormOfRecord):
    """The form of a change page. It carries the values it was drawn with, in hidden fields, and refuses stale ones."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Have every field bring back the value it was drawn with."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean(self) -> dict[str, Any] | None:
        """Refuse to overwrite a value that somebody else has changed since the page was opened; show both."""
        cleaned = super().clean()
        for name in self.changed_data:
            stored, shown = self.initial.get(name), self.value_drawn(name)
            if self.fields[name].has_changed(stored, shown):
                self.add_error(
                    name, _("Somebody has changed this to “{value}” since you opened the page.").format(value=stored)
                )
        return cleaned

    def value_drawn(self, name: str) -> Any:
        """Return the value that the page showed before it was edited."""
        widget = self.fields[name].hidden_widget()
        return widget.value_from_datadict(self.data, self.files, self.add_initial_prefix(name))


def values_of(record: Model, names: Iterable[str]) -> dict[str, Any]:
    """Return the stored values of these fields, as the audit keeps them."""
    return {name: as_json(value) for name, value in model_to_dict(record, fields=list(names)).items()}


def as_json(value: Any) -> Any:
    """Return a value as JSON can carry it: plain ones and lists as they are, records by their key, the rest as text."""
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, list | tuple | QuerySet):
        return [as_json(each) for each in value]
    return str(value.pk) if isinstance(value, Model) else str(value)
