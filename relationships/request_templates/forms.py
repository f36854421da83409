"""The form of a provider's own mail template."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.ui.forms import PortalForm
from relationships.request_templates.models import RequestTemplate
from relationships.request_templates.rules import has_known_placeholders
from relationships.request_templates.services import placeholders_in, words_in_force
from relationships.request_templates.words import SUBJECT_LENGTH, Words, keep_link

TEXT_LENGTH = 8_000
"""Characters of a template; what is filled in makes a mail longer."""


def subject_of(typed: str) -> str:
    """Return the subject as typed. Raises ValidationError for nothing but a link, which is for the text only (R15)."""
    if not keep_link(Words(typed, ""))[0].subject:
        raise forms.ValidationError(_("Write a subject in words: the link belongs into the text."))
    return typed


class TemplateForm(PortalForm):
    """Subject and text, with placeholders."""

    subject = forms.CharField(label=_("Subject"), max_length=SUBJECT_LENGTH)
    text = forms.CharField(
        label=_("Email text"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("If {link} is missing, it is put back at the end. A line that is nothing but {link} is a button."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean_subject(self) -> str:
        """Refuse a subject without words."""
        return subject_of(self.cleaned_data["subject"])

    def clean(self) -> dict[str, Any]:
        """Refuse, beside the field, braces that are no placeholder."""
        typed = Words(self.cleaned_data.get("subject", ""), self.cleaned_data.get("text", ""))
        for name, facts in zip(("subject", "text"), placeholders_in(typed), strict=True):
            if refusal := has_known_placeholders.check(facts):
                self.add_error(name, f"{refusal.text} {refusal.remedy}")
        return self.cleaned_data

    @property
    def words(self) -> Words:
        """What was typed."""
        return Words(self.cleaned_data["subject"], self.cleaned_data["text"])

    def show_stored(self, template: RequestTemplate) -> None:
        """Show beside what was typed what somebody else has stored; sent again, the typed words replace it."""
        stored, typed = words_in_force(template), self.words
        if stored.subject != typed.subject:
            self.stored = {**self.stored, "subject": stored.subject}
        if stored.text.strip() != typed.text.strip():
            self.stored = {**self.stored, "text": stored.text}
        self.data = {**self.data.dict(), "version": str(template.version)}  # type: ignore[attr-defined]


def template_form(template: RequestTemplate) -> TemplateForm:
    """Return the form with the words in force."""
    words = words_in_force(template)
    return TemplateForm(initial={"subject": words.subject, "text": words.text, "version": template.version})
