"""The form for a list of recipients: pasted, or a CSV file."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _, ngettext_lazy

from foundation.ui.forms import Fieldset, PortalForm
from relationships.request_batches.parsing import Line, parse
from relationships.request_batches.rules import MOST_ROWS

LONGEST_TEXT = 150_000
"""Characters of a list, and bytes of a file: far more than 200 lines need."""


class BatchForm(PortalForm):
    """Whom to ask. What stands in the file is read as if it had been pasted under the text."""

    text = forms.CharField(
        label=_("Recipients"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=_(
            "One a line, at most 200: an email address, “Company, address”, “Company &lt;address&gt;”, or cells copied "
            "from a spreadsheet (company, address, language)."
        ),
    )
    file = forms.FileField(
        label=_("CSV file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
        help_text=_("Instead of pasting, or besides: UTF-8, with or without a line of column names, at most 150 KB."),
    )
    language = forms.ChoiceField(
        label=_("Language of the mail"),
        choices=[("", _("As usual for each address")), *settings.MAIL_LANGUAGES],
        required=False,
        help_text=_(
            "For recipients whose line names no language. As usual: the one you last used for the address or its "
            "company, else that of its country."
        ),
    )

    fieldsets: ClassVar[Sequence[Fieldset]] = (Fieldset("", ("text", "file", "language")),)
    lines: Sequence[Line] = ()

    def clean_file(self) -> str:
        """Return what stands in the file."""
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if not file:
            return ""
        if (file.size or 0) > LONGEST_TEXT:
            raise forms.ValidationError(_("The file is larger than 150 KB. Split it: a list has at most 200 lines."))
        try:
            return str(file.read(), "utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(
                _("The file is not UTF-8. Save it as “CSV UTF-8” and choose it again.")
            ) from error

    def clean(self) -> dict[str, Any]:
        """Read the lines: at least one, not too many. What was typed, and what the file holds, stays in the field."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        whole = "\n".join(part for part in (cleaned["text"], cleaned["file"]) if part.strip())
        self.lines = parse(whole)
        self.data = {**self.data.dict(), "text": whole}  # type: ignore[attr-defined]  # a QueryDict, when bound
        if not self.lines:
            self.add_error("text", _("Enter at least one recipient, or choose a file."))
        elif len(self.lines) > MOST_ROWS:
            text = ngettext_lazy(
                "The list has %(count)d recipients; at most 200 are asked at once. Take out %(over)d.",
                "The list has %(count)d recipients; at most 200 are asked at once. Take out %(over)d.",
                "over",
            )
            self.add_error("text", text % {"count": len(self.lines), "over": len(self.lines) - MOST_ROWS})
        return cleaned
