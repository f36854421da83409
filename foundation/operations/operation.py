"""An operation: what an operator may have a service do to records, after a page that says what will happen."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _, gettext_lazy

from foundation import clock
from foundation.organisations.actor import operator
from foundation.rules import Refused, Text
from foundation.users.models import User
from foundation.versions import Stale


class ConfirmForm(forms.Form):
    """Nothing to fill in: the press of the button is all."""


class ReasonForm(forms.Form):
    """Asks why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, help_text=gettext_lazy("Kept in the history.")
    )


@dataclass(frozen=True)
class Operation:
    """One button of a record's page and one action of its list.

    `run` calls a service with `actor`, `now`, `record` and the form's cleaned values as keyword arguments; what it
    returns, if it is a text, is told to the operator. `offered` says for which records there is a button at all.
    """

    name: str
    label: Text
    explanation: Text
    run: Callable[..., object]
    form: type[forms.Form] = ConfirmForm
    offered: Callable[[Any], bool] = lambda _record: True


def perform(request: HttpRequest, operation: Operation, records: Iterable[Model], values: dict[str, Any]) -> None:
    """Run the operation on each record, in a transaction of its own, and tell the operator what came of it."""
    for record in records:
        try:
            answer = operation.run(actor=operator(cast(User, request.user)), now=clock.now(), record=record, **values)
        except Refused as refused:
            for refusal in refused.refusals:
                messages.error(request, f"{record}: {refusal.text} {refusal.remedy}")
        except Stale:
            messages.error(
                request, _("{record} has just been changed by somebody else: look again.").format(record=record)
            )
        else:
            told = answer if isinstance(answer, str) else _("done")
            messages.success(request, f"{operation.label} · {record}: {told}")
