"""The New customer wizard: Account info > Subscriptions > Review > Confirmation."""

from collections.abc import Callable, Sequence
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from customers.adding.forms import AccountForm
from foundation import clock
from foundation.access import PortalRequest, member
from foundation.rules import Refusal, Refused, refusals
from foundation.versions import Stale, version_from
from relationships.partners.models import Partner
from subscriptions.onboarding.account_step import (
    account_form,
    is_accepted,
    keep,
    refused_form,
    reseller_shown,
    show_stored,
)
from subscriptions.onboarding.confirmation import confirmation_of
from subscriptions.onboarding.models import CustomerDraft
from subscriptions.onboarding.review import review_of
from subscriptions.onboarding.rules import DRAFT_RULES
from subscriptions.onboarding.services import cancel_draft, draft_facts, save_subscriptions, submit_draft
from subscriptions.onboarding.steps import ACCOUNT, CONFIRMATION, REVIEW, SUBSCRIPTIONS, steps_of
from subscriptions.onboarding.subscriptions_step import order_form, shown_differences

DraftView = Callable[[PortalRequest, CustomerDraft], HttpResponse]


def with_draft(view: DraftView) -> Callable[[PortalRequest, UUID], HttpResponse]:
    """Give a view the draft that the address names: 404 for a stranger's, 409 for what is over."""

    @wraps(view)
    def found(request: PortalRequest, draft_id: UUID) -> HttpResponse:
        drafts = CustomerDraft.objects.visible_to(request.actor)
        draft = get_object_or_404(
            drafts.select_related("partner__tenant", "reseller", "incentive_reseller"), pk=draft_id
        )
        against = refusals(DRAFT_RULES, draft_facts(draft, clock.now()))
        if draft.submitted_at and request.method != "POST":
            return redirect("draft_confirmation", draft.pk)
        if against:
            return over(request, draft, against)
        try:
            return view(request, draft)
        except CustomerDraft.DoesNotExist:  # Cancelled in another tab in this very moment.
            raise Http404 from None

    return found


def over(request: PortalRequest, draft: CustomerDraft, against: Sequence[Refusal]) -> HttpResponse:
    """Say that a draft has been submitted or has expired, and where to go on."""
    return render(request, "subscriptions/draft_over.html", {"draft": draft, "refusals": against}, status=409)


@member("customers.add")
@require_http_methods(["GET", "HEAD", "POST"])
def new_customer(request: PortalRequest) -> HttpResponse:
    """Show the empty form, a reseller chosen if the address names one; the first complete one starts a draft."""
    return account_step(request, None)


@member("customers.add")
@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def draft_account(request: PortalRequest, draft: CustomerDraft) -> HttpResponse:
    """Change the account info of a draft."""
    return account_step(request, draft)


def account_step(request: PortalRequest, draft: CustomerDraft | None) -> HttpResponse:
    """Show, check and keep the account info; 400 for bad input, 409 when somebody has changed it meanwhile."""
    seller = own_partner(request)
    form = account_form(request, seller, draft, typed="update" in request.POST)
    status, version = 200, version_of(request, draft)
    if form.is_bound and is_accepted(form, seller):
        try:
            kept = keep(request, form, draft)
            return redirect("draft_subscriptions" if kept.account["agreement"] else "draft_review", kept.pk)
        except Stale as stale:
            status, version = 409, stale.current.version
            show_stored(form, stale.current)
            form.add_error(None, _("Somebody has changed this meanwhile. Sending it again overwrites their changes."))
    elif form.is_bound:
        status = 400
    return account_page(request, form, draft, version, status)


def account_page(
    request: PortalRequest, form: AccountForm, draft: CustomerDraft | None, version: int, status: int
) -> HttpResponse:
    """Draw the step."""
    context = {
        "form": form,
        "for_reseller": reseller_shown(form),
        "draft": draft,
        "version": version,
        "steps": steps_of(draft, ACCOUNT),
    }
    return render(request, "subscriptions/account_step.html", context, status=status)


@member("customers.add")
@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def draft_subscriptions(request: PortalRequest, draft: CustomerDraft) -> HttpResponse:
    """Choose what to order, and who earns the incentives; closed, with the reason, where nothing can be ordered yet."""
    if not draft.account:
        return redirect("draft_account", draft.pk)
    form, closed = order_form(request, draft)
    status, version = 200, version_of(request, draft)
    if closed and request.method == "POST":
        raise Refused(closed)
    if form.is_bound and form.is_valid():
        try:
            save_subscriptions(
                actor=request.actor,
                now=clock.now(),
                draft_id=draft.pk,
                version=version_from(request.POST),
                lines=form.lines,
                reseller_id=form.cleaned_data.get("reseller"),
            )
            return redirect("draft_review", draft.pk)
        except Stale as stale:
            status, version = 409, stale.current.version
            form.add_error(None, shown_differences(form, stale.current))
    elif form.is_bound:
        status = 400
    context = {"form": form, "draft": draft, "closed": closed, "version": version}
    context["steps"] = steps_of(draft, SUBSCRIPTIONS)
    return render(request, "subscriptions/subscriptions_step.html", context, status=status)


@member("customers.add")
@require_safe
@with_draft
def draft_review(request: PortalRequest, draft: CustomerDraft) -> HttpResponse:
    """Show what is about to be created, what it costs and what speaks against it."""
    if not draft.account:
        return redirect("draft_account", draft.pk)
    return reviewed(request, draft, ())


@member("customers.add")
@require_POST
def draft_submit(request: PortalRequest, draft_id: UUID) -> HttpResponse:
    """Create everything at once and answer with the confirmation: with the password the first time, never again.

    What speaks against it is shown where it can be mended, with everything kept (409).
    """
    draft = get_object_or_404(CustomerDraft.objects.visible_to(request.actor), pk=draft_id)
    try:
        submitted = submit_draft(actor=request.actor, now=clock.now(), draft_id=draft.pk)
    except CustomerDraft.DoesNotExist:  # Cancelled in another tab in this very moment.
        raise Http404 from None
    except Refused as refused:
        return not_submitted(request, draft, refused)
    return confirmed(request, submitted.draft.pk, submitted.password)


def not_submitted(request: PortalRequest, draft: CustomerDraft, refused: Refused) -> HttpResponse:
    """Show why a draft was not submitted: an expired one is over, the rest stands at the step that can mend it."""
    if refusals(DRAFT_RULES, draft_facts(draft, clock.now())):
        return over(request, draft, refused.refusals)
    form = refused_form(request, own_partner(request), draft)
    if form is None:
        return reviewed(request, draft, refused.refusals)
    return account_page(request, form, draft, draft.version, 409)


@member("customers.add")
@require_safe
def draft_confirmation(request: PortalRequest, draft_id: UUID) -> HttpResponse:
    """Show what a submitted draft has become, without the password."""
    draft = get_object_or_404(CustomerDraft.objects.visible_to(request.actor), pk=draft_id)
    return confirmed(request, draft.pk, "") if draft.submitted_at else redirect("draft_review", draft.pk)


@member("customers.add")
@require_POST
@with_draft
def draft_cancel(request: PortalRequest, draft: CustomerDraft) -> HttpResponse:
    """Drop the whole operation (R51)."""
    cancel_draft(actor=request.actor, now=clock.now(), draft_id=draft.pk)
    messages.info(request, _("The new customer was cancelled. Nothing was created."))
    return redirect("customers")


def version_of(request: PortalRequest, draft: CustomerDraft | None) -> int:
    """Return the version that the page's form carries: the one it came with, or the draft's own when it is opened."""
    if request.method == "POST":
        return version_from(request.POST)
    return draft.version if draft else 0


def own_partner(request: PortalRequest) -> Partner:
    """Return the partner for whom the reader acts."""
    partners = Partner.objects.visible_to(request.actor).select_related("tenant")
    return get_object_or_404(partners, pk=request.actor.tenant_id)


def reviewed(request: PortalRequest, draft: CustomerDraft, against: Sequence[Refusal]) -> HttpResponse:
    """Draw the Review page; with what a Submit was refused for, if it was."""
    review = review_of(request.actor, draft, clock.now())
    context = {
        "review": review,
        "refusals": [*against, *(each for each in review.refusals if each not in against)],
        "draft": draft,
        "steps": steps_of(draft, REVIEW),
    }
    return render(request, "subscriptions/review.html", context, status=409 if against else 200)


def confirmed(request: PortalRequest, draft_id: UUID, password: str) -> HttpResponse:
    """Draw the confirmation; what was written is read again through what the reader may see."""
    drafts = CustomerDraft.objects.visible_to(request.actor).select_related(
        "customer__tenant", "customer__billing_profile", "reseller", "incentive_reseller"
    )
    draft = get_object_or_404(drafts, pk=draft_id)
    context = {
        "confirmation": confirmation_of(request.actor, draft),
        "draft": draft,
        "password": password,
        "steps": steps_of(draft, CONFIRMATION),
    }
    return render(request, "subscriptions/confirmation.html", context)
