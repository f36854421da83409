"""*Supported transactions*: who may do what with whom, and why. It writes nothing; an address is a question."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_safe

from foundation.access import SignedInRequest, signed_in
from foundation.organisations.actor import Actor
from foundation.rules import REGISTRY, Refusal, Rule, Text
from partnercenter.advisor.choices import CHOICES, REGIONS, chosen
from partnercenter.advisor.companies import companies_for, recorded_answers
from partnercenter.advisor.examples import EXAMPLES, Case, Example
from partnercenter.advisor.forms import AdvisorForm
from partnercenter.advisor.situation import situation_of
from partnercenter.advisor.sources import citation
from partnercenter.advisor.verdicts import (
    FULFILLED,
    NOT_APPLICABLE,
    NOT_SUPPORTED,
    REFUSED,
    SUPPORTED,
    SUPPORTED_WITH_WARNING,
    WARNED,
    Advice,
    judge,
)
from partnercenter.advisor.ways import Way, way_for
from relationships.regions.models import Region

OUTCOMES: dict[str, tuple[str, Text]] = {
    SUPPORTED: ("success", gettext_lazy("Supported")),
    SUPPORTED_WITH_WARNING: ("warning", gettext_lazy("Supported, with a warning")),
    NOT_SUPPORTED: ("danger", gettext_lazy("Not supported")),
}
"""How each outcome is drawn and said."""

GROUPS: tuple[tuple[str, Text], ...] = (
    (REFUSED, gettext_lazy("What speaks against it")),
    (WARNED, gettext_lazy("What to bear in mind")),
    (FULFILLED, gettext_lazy("What is fulfilled")),
)


@dataclass(frozen=True)
class Told:
    """A rule as the page draws it: statement, source, refusal if there is one, and where to go."""

    rule: Rule[object]
    refusal: Refusal | None
    source: str
    way: Way | None


@dataclass(frozen=True)
class Outcome:
    """The whole answer: a tone, a word, and the rules in groups."""

    tone: str
    label: Text
    groups: list[tuple[Text, list[Told]]]
    always: list[Told]
    others: list[Told]


@dataclass(frozen=True)
class ShownCase:
    """A situation of an example, with its outcome."""

    label: Text
    url: str
    outcome: Text
    tone: str


@dataclass(frozen=True)
class ShownExample:
    """An example with the situations that belong to it."""

    example: Example
    source: str
    cases: list[ShownCase]


@signed_in
@require_safe
def advisor(request: SignedInRequest) -> HttpResponse:
    """Show the form, the answer when something is asked, and the examples of the source documents."""
    regions = dict(Region.objects.values_list("key", "name"))
    companies = companies_for(request.actor)
    given = {name: value for name, value in request.GET.items() if isinstance(value, str)}
    picked = {letter: found for letter in ("a", "b") if (found := companies.pick(given.get(letter, "")))}
    answers = chosen({**given, **recorded_answers(companies, picked)}, regions)
    kept = {letter: str(standing.partner_id) for letter, standing in picked.items()}
    is_asked = bool(given.keys() & {*CHOICES, *REGIONS, "a", "b"})
    case = situation_of(answers, regions, a=picked.get("a"), b=picked.get("b"))
    context = {
        "form": AdvisorForm({**answers, **kept}, regions=regions, companies=companies.labels),
        "answer": outcome_of(judge(case), request.actor) if is_asked else None,
        "want": CHOICES["want"].options[answers["want"]],
        "examples": shown_examples(regions),
        "title": _("Supported transactions"),
    }
    return render(request, "partnercenter/advisor/page.html", context)


def outcome_of(advice: Advice, actor: Actor | None) -> Outcome:
    """Return the answer as the page draws it."""
    tone, label = OUTCOMES[advice.outcome]
    groups = [
        (heading, [told(each.rule, actor, each.refusal) for each in advice.of(kind)])
        for kind, heading in GROUPS
        if advice.of(kind)
    ]
    others = [told(each.rule, actor) for each in advice.of(NOT_APPLICABLE)]
    return Outcome(tone, label, groups, told_all(advice.always, actor), others)


def told(rule: Rule[object], actor: Actor | None, refusal: Refusal | None = None) -> Told:
    """Return one rule with its source and the page where its business is done."""
    return Told(rule, refusal, citation(rule), way_for(rule.code, actor))


def told_all(rules: Iterable[Rule[object]], actor: Actor | None) -> list[Told]:
    """Return rules as they are told where nothing is judged."""
    return [told(each, actor) for each in rules]


def told_codes(codes: Iterable[str], actor: Actor | None) -> list[Told]:
    """Return the rules of these codes."""
    return told_all((REGISTRY[code] for code in codes), actor)


def shown_examples(regions: Mapping[str, str]) -> list[ShownExample]:
    """Return the examples, each situation judged by the same rules."""
    return [ShownExample(each, citation(each), [_shown(case, regions) for case in each.cases]) for each in EXAMPLES]


def _shown(case: Case, regions: Mapping[str, str]) -> ShownCase:
    advice = judge(situation_of(chosen(case.answers, regions), regions))
    tone, outcome = OUTCOMES[advice.outcome]
    return ShownCase(case.label, f"{reverse('advisor')}?{case.query}", outcome, tone)
