"""The form of a subscription's detail page."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.ui.forms import PortalForm
from subscriptions.subscriptions.models import Subscription


class SubscriptionForm(PortalForm):
    """Nickname and support contact; a field is there for whoever may change it. `contacts` is None for who may not."""

    nickname = forms.CharField(label=_("Subscription nickname"), max_length=200)
    support_contact = forms.TypedChoiceField(
        label=_("Designated support contact"),
        coerce=UUID,
        help_text=_("It answers the customer for this subscription only. Billing and incentives stay as they are."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        subscription: Subscription,
        may_rename: bool,
        contacts: Mapping[UUID, str] | None,
    ) -> None:
        initial = {"nickname": subscription.nickname, "support_contact": str(subscription.support_contact_id)}
        super().__init__(data, initial=initial)
        if not may_rename:
            del self.fields["nickname"]
        if contacts is None:
            del self.fields["support_contact"]
        else:
            choices = [(str(key), name) for key, name in contacts.items()]
            self.fields["support_contact"].choices = choices  # type: ignore[attr-defined]

    def show_stored(self, current: Subscription) -> None:
        """Show beside each field what somebody else has stored meanwhile, where it differs from what was typed."""
        now = {"nickname": current.nickname, "support_contact": str(current.support_contact_id)}
        words = {"nickname": current.nickname, "support_contact": current.support_contact.name}
        self.stored = {name: words[name] for name in self.fields if self.data.get(name) != now[name]}
        text = _("Somebody has changed this subscription meanwhile. Sending it again overwrites their changes.")
        self.add_error(None, text)
