"""The *Account info* step: its form, filled, checked and kept."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from customers.adding.choices import country_choices, reseller_choices
from customers.adding.decision import addition_refusals
from customers.adding.forms import AccountForm, typed_again
from customers.relationships.rules import buys_for_own_use
from foundation import clock
from foundation.access import PortalRequest
from foundation.ui.forms import FormParts
from foundation.versions import version_from
from relationships.partners.models import Partner
from relationships.partners.roles import PROVIDER
from subscriptions.onboarding.contents import account_of, agreement_of
from subscriptions.onboarding.models import CustomerDraft
from subscriptions.onboarding.services import save_account, start_draft


def account_form(
    request: PortalRequest, seller: Partner, draft: CustomerDraft | None, *, typed: bool = False
) -> AccountForm:
    """Return the form: bound to what was sent, or with what the draft holds.

    With `typed` it shows what was sent unchecked: the fields are being drawn anew for another country.
    """
    data = request.POST if request.method == "POST" else None
    initial = dict(data.items()) if data and typed else _initial(request, draft)
    return AccountForm(
        None if typed else data,
        sent_to=reverse("draft_account", args=[draft.pk]) if draft else reverse("new_customer"),
        countries=country_choices(seller.region_id, first=seller.tenant.country_id),
        resellers=reseller_choices(seller.pk) if PROVIDER in request.actor.kinds else None,
        today=timezone.localdate(clock.now()),
        initial=initial,
    )


def refused_form(request: PortalRequest, seller: Partner, draft: CustomerDraft) -> AccountForm | None:
    """Return the form as the draft has it, with what speaks against the customer now beside its fields; or None."""
    form = AccountForm(
        kept_values(draft),
        sent_to=reverse("draft_account", args=[draft.pk]),
        countries=country_choices(seller.region_id, first=seller.tenant.country_id),
        resellers=reseller_choices(seller.pk) if PROVIDER in request.actor.kinds else None,
        today=timezone.localdate(clock.now()),
    )
    return None if is_accepted(form, seller) else form


def is_accepted(form: AccountForm, seller: Partner) -> bool:
    """Say whether the form is complete and no rule speaks against the customer; reasons stand beside the fields."""
    if not form.is_valid():
        return False
    reseller_id = form.cleaned_data.get("reseller")
    for refusal, field in addition_refusals(seller=seller, account=form.account(), reseller_id=reseller_id):
        if refusal.code == buys_for_own_use.code:
            form.ask_about_own_use()
        form.add_error(field if field in form.fields else None, f"{refusal.text} {refusal.remedy}")
    return not form.errors


def keep(request: PortalRequest, form: AccountForm, draft: CustomerDraft | None) -> CustomerDraft:
    """Start a draft with this step, or change the step of the one that is there. Raises Stale and Refused."""
    values: dict[str, Any] = {
        "account": form.account(),
        "agreement": form.attestation(),
        "reseller_id": form.cleaned_data.get("reseller"),
    }
    if draft is None:
        return start_draft(actor=request.actor, now=clock.now(), **values)
    version = version_from(request.POST)
    return save_account(actor=request.actor, now=clock.now(), draft_id=draft.pk, version=version, **values)


def reseller_shown(form: AccountForm) -> str:
    """Return the name of the reseller that the form has chosen, or an empty text."""
    if "reseller" not in form.fields:
        return ""
    choices = dict(getattr(form.fields["reseller"], "choices", []))
    chosen = str(form["reseller"].value() or "")
    return str(choices.get(chosen, "")) if chosen else ""


def show_stored(form: AccountForm, current: CustomerDraft) -> None:
    """Show beside each field what somebody else has stored meanwhile, where it differs from what was typed."""
    stored = {name: str(value or "") for name, value in kept_values(current).items()}
    typed = {name: str(form.data.get(name, "")) for name in form.fields}
    show_differences(form, {name: stored.get(name, "") for name in form.fields}, typed)


def show_differences(form: FormParts, stored: dict[str, str], typed: dict[str, str]) -> None:
    """Mark the fields of a form whose stored value is another than the typed one, in the words of its choices."""
    different = {name: value for name, value in stored.items() if value != typed[name]}
    form.stored = {name: _in_words(form, name, value) or "–" for name, value in different.items()}


def _in_words(form: Any, name: str, value: str) -> str:
    choices = getattr(form.fields[name], "choices", None)
    return str(dict(choices).get(value, value)) if choices else value


def kept_values(draft: CustomerDraft) -> dict[str, Any]:
    """Return the form's values for what a draft holds."""
    return typed_again(account_of(draft), agreement_of(draft), draft.reseller_id)


def _initial(request: PortalRequest, draft: CustomerDraft | None) -> dict[str, Any]:
    if draft and draft.account:
        return kept_values(draft)
    return {"reseller": _guid(request.GET.get("reseller", ""))}


def _guid(text: str) -> str:
    """Return the id that an address names, as the form writes it, or an empty text."""
    try:
        return str(UUID(text))
    except ValueError:
        return ""
