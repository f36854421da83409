"""Changing a provider's own words for the mails that ask for a partnership, and going back to the standard text."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from foundation.audit import services as audit
from foundation.mail.links import PLACEHOLDER
from foundation.organisations.actor import Actor
from foundation.rules import Refused
from foundation.versions import check_version
from relationships.partners.models import Partner
from relationships.partners.services import lock_partner
from relationships.request_templates.models import RequestTemplate
from relationships.request_templates.rules import Placeholders, has_known_placeholders
from relationships.request_templates.words import PLACEHOLDERS, Words, keep_link, standard_words, unknown_in


@transaction.atomic
def save_template(
    *, actor: Actor, now: datetime, provider: Partner, language: str, version: int, words: Words
) -> RequestTemplate:
    """Keep a provider's words in this language; a link that is missing is put back at the end (R15).

    Words that are there already change nothing and never collide. Raises Refused for braces that are no placeholder,
    Stale when somebody has changed the template since `version` (0: there was none).
    """
    provider = lock_partner(provider)
    if found := [refusal for facts in placeholders_in(words) if (refusal := has_known_placeholders.check(facts))]:
        raise Refused(found)
    kept, put_back = keep_link(words)
    template = template_of(provider.pk, language)
    if template.pk and kept == Words(template.subject, template.text):
        return template
    check_version(template, version)
    template.subject, template.text = kept.subject, kept.text
    _store(template, actor, now)
    audit.record(
        actor=actor,
        now=now,
        verb="request_template.changed",
        subject=template,
        language=language,
        link_put_back=put_back,
    )
    return template


@transaction.atomic
def reset_template(*, actor: Actor, now: datetime, provider: Partner, language: str, version: int) -> RequestTemplate:
    """Go back to the standard text. Nothing changes where it holds; Stale when somebody has changed the template."""
    provider = lock_partner(provider)
    template = template_of(provider.pk, language)
    if not template.text:
        return template
    check_version(template, version)
    template.subject = template.text = ""
    _store(template, actor, now)
    audit.record(actor=actor, now=now, verb="request_template.reset", subject=template, language=language)
    return template


def template_of(provider_id: UUID, language: str) -> RequestTemplate:
    """Return the provider's template of this language; one that is not on record, at version 0, where there is none."""
    found = RequestTemplate.objects.filter(provider=provider_id, language=language).select_related("provider").first()
    return found or RequestTemplate(provider=Partner.objects.get(pk=provider_id), language=language, version=0)


def words_in_force(template: RequestTemplate) -> Words:
    """Return the words a template gives: its own, or the standard text."""
    return Words(template.subject, template.text) if template.text else standard_words(template.language)


def placeholders_in(words: Words) -> tuple[Placeholders, Placeholders]:
    """Return what is known of the braces in subject and text, for the rule."""
    unknown, in_text = unknown_in(words), [f"{{{name}}}" for name in PLACEHOLDERS]
    in_subject = [each for each in in_text if each != PLACEHOLDER]
    return Placeholders(unknown.subject, ", ".join(in_subject)), Placeholders(unknown.text, ", ".join(in_text))


def _store(template: RequestTemplate, actor: Actor, now: datetime) -> None:
    template.changed_at, template.changed_by = now, actor.name
    template.version += 1
    template.save()
