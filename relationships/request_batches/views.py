"""*Request several partnerships*: paste a list, look at what will be sent, send it, look at what was."""

import csv
from io import StringIO
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation import clock
from foundation.access import PortalRequest, member
from foundation.lists import list_page
from foundation.rules import Refused, refusals
from foundation.ui.actions import Action
from relationships.agreements.standing import standing_of
from relationships.request_batches import services
from relationships.request_batches.forms import BatchForm
from relationships.request_batches.lists import BATCH_ROWS
from relationships.request_batches.models import BatchRow, RequestBatch
from relationships.request_batches.querysets import RequestBatchQuerySet
from relationships.request_batches.rules import Sending, has_ready_lines
from relationships.requests.rules import provider_refusals
from relationships.requests.tabs import request_action

SHOWN = 10
"""Earlier lists that the page shows."""


@member("partnerships.request")
@require_http_methods(["GET", "HEAD", "POST"])
def several(request: PortalRequest) -> HttpResponse:
    """Take a list of recipients; the next page shows what will be sent."""
    form, status = BatchForm(initial={"text": typed_again(request)}), 200
    if request.method == "POST":
        form, status = BatchForm(request.POST, request.FILES), 400
        if form.is_valid():
            try:
                made = services.create_batch(
                    actor=request.actor,
                    now=clock.now(),
                    lines=form.lines,
                    language=form.cleaned_data["language"],
                )
            except Refused as refused:
                form.refuse(refused.refusals)
                status = 409
            else:
                return redirect("request_batch", batch_id=made.pk)
    action = request_action(request.actor)
    context = {
        "form": form,
        "against": action.refusals if action else (),
        "earlier": mine(request).with_counts().select_related("created_by").order_by("-created_at", "-pk")[:SHOWN],
        "title": _("Request several partnerships"),
    }
    return render(request, "relationships/request_batches/new.html", context, status=status)


@member("partnerships.request")
@require_safe
def batch(request: PortalRequest, batch_id: UUID) -> HttpResponseBase:
    """Show each line of a list with what will become of it, or has; while it is being sent, the page follows."""
    made = get_object_or_404(mine(request).select_related("created_by", "started_by"), pk=batch_id)
    counts = made.counts()
    context = {
        "batch": made,
        "is_running": made.started_at is not None and made.finished_at is None,
        "counts": counts,
        "done": counts.total() - counts[BatchRow.State.READY],
        "count": counts.total(),
        "send": send_action(made, counts[BatchRow.State.READY]) if made.started_at is None else None,
        "title": _("Request several partnerships"),
    }
    rows = BatchRow.objects.visible_to(request.actor).filter(batch=made)
    return list_page(
        request, BATCH_ROWS, template="relationships/request_batches/batch.html", context=context, rows=rows
    )


@member("partnerships.request")
@require_POST
def send(request: PortalRequest, batch_id: UUID) -> HttpResponse:
    """Have the list sent."""
    made = get_object_or_404(mine(request), pk=batch_id)
    services.start_batch(actor=request.actor, now=clock.now(), batch=made)
    messages.success(request, _("The requests are being sent. You can leave this page: you are told when all is done."))
    return redirect("request_batch", batch_id=made.pk)


def send_action(made: RequestBatch, ready: int) -> Action:
    """Return *Send*, with what keeps the provider from it."""
    label = ngettext("Send {count} request", "Send {count} requests", ready).format(count=ready)
    nothing = refusals((has_ready_lines,), Sending(is_started=False, ready=ready))
    against = provider_refusals(standing_of(made.provider_id)) or nothing
    return Action(label, reverse("request_batch_send", args=[made.pk]), "send", "primary", post=True, refusals=against)


def mine(request: PortalRequest) -> RequestBatchQuerySet:
    """Return the lists of one's own company."""
    return RequestBatch.objects.visible_to(request.actor)


def typed_again(request: PortalRequest) -> str:
    """Return the lines of the list that the address names (`again`), to be corrected; nothing for none of one's own."""
    try:
        again = UUID(request.GET.get("again", ""))
    except ValueError:
        return ""
    rows = BatchRow.objects.visible_to(request.actor).filter(batch=again, request=None).order_by("number")
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows.values_list("company", "address", "language"))
    return text.getvalue()
