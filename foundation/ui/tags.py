"""Template tags of the frame and its parts; `{% load ui %}`."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zlib import crc32

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField, BoundWidget
from django.template.context import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from foundation.rules import Refusal, Text
from foundation.ui import controls, states, times
from foundation.ui.actions import Action, Confirm
from foundation.ui.forms import Group, groups_of
from foundation.ui.sprite import icon_names

register = template.Library()

ICONS = frozenset(icon_names())
NOTHING = format_html('<span class="none" aria-hidden="true">{}</span>', "–")


@register.simple_tag
def icon(name: str, size: str = "", label: Text = "") -> SafeString:
    """Draw an icon of the sprite: `size` is small, large or empty; without a `label` it is decoration.

    Raises ValueError for a name that is not in the sprite.
    """
    if name not in ICONS:
        raise ValueError(f"There is no icon {name}: add it to foundation/ui/icons.txt.")
    spoken = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    css = f"icon icon-{size}" if size else "icon"
    return format_html(
        '<svg class="{}" {} focusable="false"><use href="{}#{}"></use></svg>',
        css,
        spoken,
        static("icons/sprite.svg"),
        name,
    )


@register.simple_tag
def local_time(value: datetime | None) -> SafeString:
    """Draw a moment in the reader's zone with UTC on hover; a dash for none."""
    return times.local_time(value) if value else NOTHING


@register.simple_tag
def plain_date(value: date | None) -> SafeString:
    """Draw a calendar day; a dash for none."""
    return times.plain_date(value) if value else NOTHING


@register.simple_tag
def badge(value: str, label: Text = "", tone: str = "") -> SafeString:
    """Draw a state as a small coloured word: `{% badge request.state request.get_state_display %}`."""
    return states.badge(value, label, tone).__html__()


@register.filter
def split(text: str) -> list[str]:
    """Return the words of a text, to loop over."""
    return text.split()


@register.filter
def item(mapping: Mapping[str, Any], key: str) -> Any:
    """Return what a mapping holds under a key that is a variable, or nothing."""
    return mapping.get(key)


@register.simple_tag
def crumb(label: Text, url_name: str = "", *args: Any) -> SafeString:
    """Draw one step of the breadcrumbs, inside `{% block breadcrumbs %}`; without a URL name it is no link."""
    if not url_name:
        return format_html("<li>{}</li>", label)
    return format_html('<li><a href="{}">{}</a></li>', reverse(url_name, args=args), label)


@register.inclusion_tag("ui/action.html", takes_context=True)
def action(
    context: Context,
    label: Text,
    url: str,
    *,
    icon: str = "",
    kind: str = "",
    method: str = "get",
    permission: str = "",
    refusals: Sequence[Refusal] = (),
    confirm: Text = "",
    title: Text = "",
    yes: Text = "",
    danger: bool = False,
) -> dict[str, Any]:
    """Draw an action as a button: not at all without the `permission`, disabled with its reasons when refused.

    `method` post sends an empty form; `confirm`, `title`, `yes` and `danger` ask first. See `foundation.ui.actions`.
    """
    actor = context.get("actor")
    question = Confirm(confirm, title, yes, danger) if confirm else None
    permitted = not permission or (actor is not None and actor.may(permission))
    return as_button(Action(label, url, icon, kind, method == "post", permitted, tuple(refusals), question))


@register.inclusion_tag("ui/action.html", takes_context=True)
def draw(context: Context, action: Action) -> dict[str, Any]:
    """Draw an action that a view has made, as a button."""
    return as_button(action)


def as_button(action: Action) -> dict[str, Any]:
    """Return what `ui/action.html` draws: the action and an id for its explanation."""
    return {"action": action, "why_id": why_id(action)}


@register.filter
def why_id(action: Action) -> str:
    """Return the id of the words that explain a refused action: the same for the same action, else different."""
    return f"why-{crc32(f'{action.label} {action.url}'.encode()):08x}"


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """Draw a field's input with the classes and attributes of the form component."""
    return field.as_widget(attrs=controls.attributes(field))


@register.simple_tag
def options(field: BoundField) -> list[BoundWidget]:
    """Return the options of a field that is a group of radio buttons or check boxes."""
    return controls.options(field)


@register.filter
def groups(form: BaseForm) -> list[Group]:
    """Return a form's fields in groups and rows."""
    return groups_of(form)


@register.filter
def is_kind(field: BoundField, kind: str) -> bool:
    """Say whether a field's input is of this kind: checkbox, options or line."""
    return controls.kind_of(field) == kind


@register.filter
def suffix(field: BoundField) -> Text:
    """Return what stands behind a field's input, or an empty text."""
    return controls.said_by_form(field, "suffixes")


@register.filter
def stored(field: BoundField) -> Text:
    """Return what somebody else has stored in this field meanwhile, or an empty text."""
    return controls.said_by_form(field, "stored")


@register.filter
def has_live_check(field: BoundField) -> bool:
    """Say whether a field is checked while it is being filled."""
    return bool(controls.said_by_form(field, "checked_as_typed"))
