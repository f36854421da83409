"""Pages carry no inline script or style, and their words go through gettext."""

import re

from tests.architecture.house import templates, where

INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=[\"']", re.IGNORECASE)


def test_pages_have_no_inline_script_or_style() -> None:
    """The content security policy would refuse them; mails are the one place where inline style is right."""
    pages = [path for path in templates() if "mail" not in path.parts]
    assert not [where(path) for path in pages if INLINE.search(path.read_text(encoding="utf-8"))]


def test_words_between_tags_go_through_gettext() -> None:
    """A line of a template that is nothing but words is inside a translation block."""
    wrong = []
    for path in templates():
        if path.suffix != ".html" or "mail" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        text = re.sub(
            r"{%\s*blocktranslate.*?endblocktranslate\s*%}|{%\s*comment.*?endcomment\s*%}", "", text, flags=re.DOTALL
        )
        text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->|<svg.*?</svg>", "", text, flags=re.DOTALL)
        text = re.sub(r"&\w+;", "", text)
        words = re.findall(r">([^<>]*[A-Za-z]{3,}[^<>]*)<", text)
        wrong += [f"{where(path)} {word.strip()[:60]}" for word in words]
    assert not wrong
