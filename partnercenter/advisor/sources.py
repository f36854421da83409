"""How rules cite their sources, in words for readers: the one place that says so."""

import re
from typing import Protocol

from django.utils.translation import gettext as _, gettext_lazy

from foundation.rules import Text

DOCUMENTS: dict[str, Text] = {
    "000": gettext_lazy("Work with other partners (2017)"),
    "001": gettext_lazy("Work with other partners (2019)"),
    "002": gettext_lazy("Partner with indirect resellers"),
    "003": gettext_lazy("Supported CSP partner relationships"),
    "004": gettext_lazy("Work with other partners (2020)"),
}
"""The titles of the vendor's pages on which the rules stand, by their number in `source=`."""


class Cited(Protocol):
    """Something that names its source as rules do: “source 003, scenario 4; error 900154”."""

    @property
    def source(self) -> str:
        """Where it is stated."""
        ...


def citation(cited: Cited) -> str:
    """Return where it is stated, for readers: “Supported CSP partner relationships, scenario 4; …”."""
    found = dict.fromkeys(_in_words(part.strip()) for part in cited.source.split(";"))
    return "; ".join(found)


def _in_words(part: str) -> str:
    """Return one part of a citation in words; what our own notes add to it (J2, R37) is left out."""
    part = re.sub(r" *\(R\d+\)", "", part)
    if number := re.match(r"source (\d{3})", part):
        scenario = re.search(r"scenario (\d+)", part)
        title = str(DOCUMENTS[number[1]])
        return _("{title}, scenario {number}").format(title=title, number=scenario[1]) if scenario else title
    if part.startswith("dossier"):
        topic = part.removeprefix("dossier").strip(", ")
        other = _("Partner Center documentation")
        return other if not topic or re.fullmatch(r"[JR]\d+", topic) else f"{other}: {topic}"
    if error := re.match(r"error (\d+)", part):
        return _("Partner Center error {code}").format(code=error[1])
    return _("Decision of this portal")
