"""*Mail templates*: a provider's own words for the mails that ask for a partnership, in each language."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foundation import clock
from foundation.access import PortalRequest, member
from foundation.mail.letters import render_html
from foundation.mail.links import absolute
from foundation.mail.preview import framed
from foundation.rules import Refused
from foundation.ui.actions import Action, Confirm
from foundation.versions import Stale, version_from
from relationships.partners.models import Partner
from relationships.request_templates import services
from relationships.request_templates.forms import TemplateForm, template_form
from relationships.request_templates.models import RequestTemplate
from relationships.request_templates.words import PLACEHOLDERS, Words, fill_in, keep_link, values_of


@member("request_templates.manage")
@require_safe
def templates(request: PortalRequest) -> HttpResponse:
    """List the languages of the mail, with whose words it has in each."""
    own = {each.language: each for each in RequestTemplate.objects.visible_to(request.actor).in_force()}
    rows = [
        {"language": code, "name": name, "own": own.get(code), "reset": reset_action(own.get(code), name)}
        for code, name in settings.MAIL_LANGUAGES
    ]
    return render(request, "relationships/request_templates/list.html", {"rows": rows, "title": _("Mail templates")})


@member("request_templates.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: PortalRequest, language: str) -> HttpResponse:
    """Show and change the words in one language."""
    name, provider = name_of(language), own_company(request)
    if request.method != "POST":
        return page(request, name, template_form(services.template_of(provider.pk, language)), language)
    form = TemplateForm(request.POST)
    if not form.is_valid():
        return page(request, name, form, language, status=400)
    try:
        services.save_template(
            actor=request.actor,
            now=clock.now(),
            provider=provider,
            language=language,
            version=form.cleaned_data["version"],
            words=form.words,
        )
    except Stale as stale:
        form.show_stored(stale.current)
        return page(request, name, form, language, status=409)
    except Refused as refused:
        form.refuse(refused.refusals)
        return page(request, name, form, language, status=409)
    _kept, put_back = keep_link(form.words)
    if put_back:
        messages.warning(request, _("The link was missing from the text; it has been put back at the end."))
    messages.success(request, _("The template is saved: {language}.").format(language=name))
    return redirect("request_template", language=language)


@member("request_templates.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: PortalRequest, language: str) -> HttpResponse:
    """Answer, for a frame, with a mail of these words: as stored, or as just typed. Nothing is written."""
    name_of(language)
    provider = own_company(request)
    stored = services.words_in_force(services.template_of(provider.pk, language))
    words = Words(request.POST.get("subject", stored.subject), request.POST.get("text", stored.text))
    sample = values_of(
        provider=provider.name,
        company="Contoso Resale",
        writer=request.user.display_name,
        language=language,
        expires_at=clock.now() + timedelta(days=settings.PARTNERSHIP_REQUEST_DAYS),
    )
    kept, _put_back = keep_link(fill_in(words, sample))
    # A sample link leads to the portal: there is no request whose link it could be.
    html = render_html(kept.text, absolute("/"), language, subject=kept.subject, from_name=provider.name)
    return framed(html)


@member("request_templates.manage")
@require_POST
def reset(request: PortalRequest, language: str) -> HttpResponse:
    """Go back to the standard text."""
    name, provider = name_of(language), own_company(request)
    services.reset_template(
        actor=request.actor,
        now=clock.now(),
        provider=provider,
        language=language,
        version=version_from(request.POST.dict()),
    )
    messages.success(request, _("The standard text holds again: {language}.").format(language=name))
    return redirect("request_templates")


def reset_action(own: RequestTemplate | None, name: str) -> Action | None:
    """Return what gives a template up."""
    if own is None:
        return None
    question = Confirm(
        _("Your own text of this language is given up. Drafts that are there keep their words."),
        title=_("Go back to the standard text?"),
        yes=_("Reset"),
        danger=True,
    )
    return Action(
        _("Reset to the standard text: {language}").format(language=name),
        reverse("request_template_reset", kwargs={"language": own.language}),
        "undo",
        post=True,
        confirm=question,
        fields={"version": str(own.version)},
    )


def name_of(language: str) -> str:
    """Return the name of a language mails are written in, or raise Http404 for another."""
    names = dict(settings.MAIL_LANGUAGES)
    if language not in names:
        raise Http404
    return names[language]


def own_company(request: PortalRequest) -> Partner:
    """Return one's own company."""
    return get_object_or_404(Partner.objects.visible_to(request.actor), pk=request.actor.tenant_id)


def page(request: PortalRequest, name: str, form: TemplateForm, language: str, *, status: int = 200) -> HttpResponse:
    """Draw the form of one language with its placeholders and the preview."""
    context = {
        "form": form,
        "mail_language": language,
        "placeholders": [(f"{{{key}}}", text) for key, text in PLACEHOLDERS.items()],
        "is_stale": bool(form.stored),
        "title": _("Mail template: {language}").format(language=name),
    }
    return render(request, "relationships/request_templates/edit.html", context, status=status)
