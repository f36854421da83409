"""The steps of the wizard, for the bar above each of its pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.ui.navigation import Step
from subscriptions.onboarding.models import CustomerDraft

ACCOUNT, SUBSCRIPTIONS, REVIEW, CONFIRMATION = range(4)
LABELS = (_("Account info"), _("Subscriptions"), _("Review"), _("Confirmation"))
ADDRESSES = ("draft_account", "draft_subscriptions", "draft_review", "")


def steps_of(draft: CustomerDraft | None, current: int) -> list[Step]:
    """Return the bar's steps; those of a draft can be gone to until it is submitted."""
    done = [draft is not None, draft is not None and draft.subscriptions_done, False, False]
    if draft and draft.submitted_at:
        done = [True, True, True, False]
    return [
        Step(
            label,
            url=reverse(ADDRESSES[index], args=[draft.pk])
            if draft and not draft.submitted_at and index < REVIEW
            else "",
            is_current=index == current,
            is_done=done[index],
        )
        for index, label in enumerate(LABELS)
    ]
