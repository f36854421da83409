"""*Work with other partners* and the page of all rules: explanations, readable by everyone who is signed in."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.access import SignedInRequest, signed_in
from foundation.rules import in_order
from partnercenter.advisor.views import Told, told_all, told_codes
from partnercenter.advisor.ways import Way
from partnercenter.guide.fitting import QUESTIONS, fit_of
from partnercenter.guide.forms import FittingForm
from partnercenter.guide.roles import TOPICS, Topic


@dataclass(frozen=True)
class ShownTopic:
    """A topic with its rules, and the pages that this reader may open."""

    topic: Topic
    rules: list[Told]
    ways: list[Way]


@signed_in
@require_safe
def work_with_partners(request: SignedInRequest) -> HttpResponse:
    """Explain roles and models with their rules, and help to choose a role."""
    given = {name: str(request.GET.get(name, "")) for name in QUESTIONS}
    fit = fit_of({name: value == "yes" for name, value in given.items()}) if any(given.values()) else None
    context = {
        "topics": [
            ShownTopic(
                each,
                told_codes(each.rules, request.actor),
                [way for way in each.ways if way.is_open_to(request.actor)],
            )
            for each in TOPICS
        ],
        "form": FittingForm(given),
        "fit": fit,
        "enrol_url": f"{reverse('enrol')}?{urlencode({'programme': fit.programme.value})}" if fit else "",
        "title": _("Work with other partners"),
    }
    return render(request, "partnercenter/guide/page.html", context)


@signed_in
@require_safe
def rules(request: SignedInRequest) -> HttpResponse:
    """List every rule in words, with its source; each can be linked to by its code."""
    context = {"rules": told_all(in_order(), request.actor), "title": _("Rules")}
    return render(request, "partnercenter/guide/rules.html", context)
