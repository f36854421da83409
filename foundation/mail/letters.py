"""What a mail says: subject, text and HTML in the recipient's language, with `{link}` where the link will be."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template import Context, Engine
from django.template.loader import render_to_string, select_template
from django.utils.html import escape, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info, override

from foundation.mail.links import PLACEHOLDER

SUBJECT_LENGTH = 250


@dataclass(frozen=True)
class Letter:
    """A mail's words."""

    subject: str
    text: str
    html: str


def from_templates(kind: str, *, language: str, context: Mapping[str, Any], from_name: str = "") -> Letter:
    """Write the mail of this kind: `mail/<kind>/subject.txt`, `body.txt` and, where it has one, `body.html`.

    Text templates are not escaped; their variables may hold anything. Without a `body.html` the text is shown as HTML.
    """
    with override(language):
        subject = one_line(_plain(f"mail/{kind}/subject.txt", context))
        text = _plain(f"mail/{kind}/body.txt", context).strip() + "\n"
        page = select_template([f"mail/{kind}/body.html", "mail/from_text.html"])
        html = page.render({**context, **_frame(text, language, subject, from_name)})
    return Letter(subject, text, html)


def from_text(subject: str, text: str, *, language: str, from_name: str = "") -> Letter:
    """Write a mail of words that somebody has edited; its HTML is made of them."""
    subject = one_line(subject)
    html = render_html(text, PLACEHOLDER, language, subject=subject, from_name=from_name)
    return Letter(subject, text, html)


def render_html(text: str, link: str, language: str, *, subject: str = "", from_name: str = "") -> str:
    """Return the HTML in which `text` reaches its reader, each `{link}` in it leading to `link`.

    The text is escaped; blank lines part paragraphs; a paragraph that is nothing but the link becomes a button.
    The same function serves the mail and its preview.
    """
    with override(language):
        page = render_to_string("mail/from_text.html", _frame(text, language, subject, from_name))
    return page if link == PLACEHOLDER else with_link(page, link, html=True)


def with_link(body: str, link: str, *, html: bool) -> str:
    """Return the body with its link filled in."""
    return body.replace(PLACEHOLDER, escape(link) if html else link)


def one_line(text: str) -> str:
    """Return the text as a mail header can carry it: one line, at most 250 characters."""
    return " ".join(text.split())[:SUBJECT_LENGTH]


def _plain(template: str, context: Mapping[str, Any]) -> str:
    return Engine.get_default().get_template(template).render(Context(dict(context), autoescape=False))


def _frame(text: str, language: str, subject: str, from_name: str) -> dict[str, Any]:
    """Return what mail/base.html and mail/from_text.html show around and of a text."""
    return {
        "language": language,
        "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
        "subject": subject,
        "from_name": from_name,
        "link": PLACEHOLDER,
        "paragraphs": _paragraphs(text),
    }


def _paragraphs(text: str) -> list[SafeString]:
    """Return the text's paragraphs as HTML; the bare placeholder stays as it is and becomes a button."""
    anchor = render_to_string("mail/link.html", {"link": PLACEHOLDER}).strip()
    paragraphs = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    joined = (part if part == PLACEHOLDER else anchor.join(map(_lines, part.split(PLACEHOLDER))) for part in paragraphs)
    return [mark_safe(part) for part in joined]  # noqa: S308  escaped by urlize; our own template joins the pieces


def _lines(text: str) -> str:
    """Return escaped text with its line breaks and web addresses as HTML."""
    return urlize(text, autoescape=True).replace("\n", "<br>\n")
