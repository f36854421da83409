"""The forms of a partnership request."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from foundation.ui.forms import DayInput, PortalForm
from relationships.request_templates.forms import subject_of
from relationships.request_templates.words import SUBJECT_LENGTH, Words
from relationships.requests.facts import extending_of
from relationships.requests.models import PartnershipRequest
from relationships.requests.rules import is_later_and_near
from relationships.requests.words import readable_text, words_of

TEXT_LENGTH = 10_000


class RecipientForm(PortalForm):
    """Whom to ask."""

    company = forms.CharField(label=_("Company"), max_length=200, help_text=_("The reseller you want to work with."))
    address = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        help_text=_("The request is for this recipient only: an address of the reseller's Global admin is best."),
    )
    language = forms.ChoiceField(
        label=_("Language of the mail"),
        choices=[("", _("As usual for this address")), *settings.MAIL_LANGUAGES],
        required=False,
        help_text=_("As usual: the one you last used for the address or its company, else that of its country."),
    )


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
    reminder_wanted = forms.BooleanField(
        label=_("Remind the recipient before the request expires"),
        required=False,
        help_text=_("Once, by mail, if there is no answer by then. For what you send yourself, you are told instead."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_subject(self) -> str:
        """Refuse a subject without words."""
        return subject_of(self.cleaned_data["subject"])

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
    return DraftForm(
        initial={
            "subject": request.subject,
            "text": readable_text(request),
            "reminder_wanted": request.reminder_wanted,
            "version": request.version,
        }
    )


class ReminderForm(PortalForm):
    """Whether the recipient is reminded."""

    reminder_wanted = forms.BooleanField(label=_("Remind the recipient before the request expires"), required=False)


class ExtendForm(PortalForm):
    """By how many days, or until when. The rule of the service speaks beside the field."""

    title = _("Put the end off")
    submit = _("Put off")
    lead = _("The link stays the same. A text that names the last day names the new one when it is sent again.")

    days = forms.IntegerField(
        label=_("Longer by"), min_value=1, max_value=settings.PARTNERSHIP_REQUEST_LONGEST_DAYS, required=False
    )
    date = forms.DateField(label=_("Or until"), required=False, widget=DayInput, help_text=_("Fill in one of the two."))
    remind = forms.BooleanField(label=_("Tell the recipient now, by a reminder with the new end"), required=False)
    suffixes = {"days": _("days")}

    def __init__(self, typed: QueryDict | None, *, request: PartnershipRequest, now: datetime) -> None:
        super().__init__(typed)
        self.request, self.now = request, now
        if request.delivery != PartnershipRequest.Delivery.PORTAL:
            del self.fields["remind"]

    def clean(self) -> dict[str, Any]:
        """Find the day that is meant, as `until`."""
        cleaned, ends_on = self.cleaned_data, localdate(self.request.expires_at)
        cleaned.setdefault("remind", False)
        if self.errors:
            return cleaned
        days, day = cleaned.get("days"), cleaned.get("date")
        if bool(days) == bool(day):
            self.add_error("days", _("Say by how many days, or until when: one of the two."))
            return cleaned
        cleaned["until"] = day or ends_on + timedelta(days=days or 0)
        if refusal := is_later_and_near.check(extending_of(self.request, cleaned["until"], self.now)):
            self.add_error("date" if day else "days", f"{refusal.text} {refusal.remedy}")
        return cleaned


class NewRecipientForm(PortalForm):
    """Whom to ask instead."""

    title = _("Change the recipient")
    submit = _("Change the recipient")
    lead = _(
        "The link sent before stops working at once. If the portal has sent the request, the new recipient gets the "
        "mail at once, with a link of its own."
    )

    company = forms.CharField(label=_("Company"), max_length=200)
    address = forms.EmailField(label=_("Email address"), max_length=254)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.MAIL_LANGUAGES)
    keep_words = forms.BooleanField(
        label=_("Keep the text of the mail as it is"),
        required=False,
        help_text=_("Otherwise it is written anew, for this company and in this language."),
    )

    def __init__(self, typed: QueryDict | None, *, request: PartnershipRequest) -> None:
        super().__init__(typed, initial=recipient_of(request))

    def show_stored(self, request: PartnershipRequest) -> None:
        """Show beside what was typed whom somebody else has chosen meanwhile."""
        stored = recipient_of(request)
        self.stored = {name: text for name, text in stored.items() if text != self.cleaned_data.get(name)}


def recipient_of(request: PartnershipRequest) -> dict[str, str]:
    """Return whom a request is for, as the forms name it."""
    return {
        "company": request.recipient_company,
        "address": request.recipient_address,
        "language": request.language,
    }
