"""The forms of a partnership request."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from foundation.ui.forms import PortalForm
from relationships.requests.models import PartnershipRequest
from relationships.requests.words import SUBJECT_LENGTH, Words, readable_text, words_of

TEXT_LENGTH = 10_000


class RecipientForm(PortalForm):
    """Whom to ask."""

    company = forms.CharField(label=_("Company"), max_length=200, help_text=_("The reseller you want to work with."))
    address = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        help_text=_("The request is for this recipient only: an address of the reseller's Global admin is best."),
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.MAIL_LANGUAGES, initial="en")


class DraftForm(PortalForm):
    """The words of the mail. The link stands in the text as people see it."""

    subject = forms.CharField(label=_("Subject"), max_length=SUBJECT_LENGTH)
    text = forms.CharField(
        label=_("Email text"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_(
            "You can edit the text, but be sure to include the link as it is personalized for your account. "
            "If it is missing, it is put back at the end."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def show_stored(self, request: PartnershipRequest) -> None:
        """Show beside what was typed what somebody else has stored; sent again, the typed words replace it."""
        now, typed = words_of(request), self.words
        if now.subject != typed.subject:
            self.stored = {**self.stored, "subject": now.subject}
        if now.text.strip() != typed.text.strip():
            self.stored = {**self.stored, "text": readable_text(request)}
        self.data = {**self.data.dict(), "version": str(request.version)}  # type: ignore[attr-defined]

    @property
    def words(self) -> Words:
        """What was typed."""
        return Words(self.cleaned_data["subject"], self.cleaned_data["text"])


def draft_form(request: PartnershipRequest) -> DraftForm:
    """Return the form with the words as they are stored."""
    return DraftForm(initial={"subject": request.subject, "text": readable_text(request), "version": request.version})
