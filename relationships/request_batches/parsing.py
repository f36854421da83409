"""Reading a pasted or uploaded list of recipients, one a line: whatever stands there, each line becomes one."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from foundation.mail_addresses import domain_of, is_free_mail

COMPANY_LENGTH, ADDRESS_LENGTH, LONGEST_MAIL_ADDRESS = 200, 320, 254
LINE_ENDS = re.compile(r"\r\n|\r|\n")
NAMED = re.compile(r"(?P<company>[^<>]*)<(?P<address>[^<>]*)>[\s,;]*")
"""`Company <address>`, as mail applications write it."""
QUOTED = re.compile(r'"[^"]*"')
DELIMITERS = ("\t", ";", ",")
"""What parts the cells of a line; the first of them that stands outside quotes."""

HEADS = {
    **dict.fromkeys(("company", "company name", "reseller", "indirect reseller", "name", "organisation"), "company"),
    **dict.fromkeys(("address", "email", "e-mail", "email address", "e-mail address", "mail", "recipient"), "address"),
    **dict.fromkeys(("language", "language of the mail", "lang"), "language"),
}
"""What the first line of a file may call its columns."""

LANGUAGES = {
    **{code.lower(): code for code, _name in settings.MAIL_LANGUAGES},
    **{name.casefold(): code for code, name in settings.MAIL_LANGUAGES},
    **{code.split("-")[0]: code for code, _name in settings.MAIL_LANGUAGES},
}
"""How a language of the mails may be written: its code, the code without a script, its own name."""

PUBLIC_LABELS = frozenset(("ac", "co", "com", "edu", "gov", "net", "or", "org"))
"""Second-level labels under which countries give names: contoso.co.uk is Contoso."""

BLANK = " \t,;\"'"
"""What may stand in a line that names nobody: spreadsheets leave the marks of empty cells."""

Columns = Mapping[str, int]


@dataclass(frozen=True)
class Line:
    """One recipient as it was typed. `number` is that of its line; `language` is empty where none was given."""

    number: int
    company: str
    address: str
    language: str

    @property
    def has_address(self) -> bool:
        """Whether mail can be sent to what was typed."""
        try:
            validate_email(self.address)
        except ValidationError:
            return False
        return len(self.address) <= LONGEST_MAIL_ADDRESS


def parse(text: str) -> list[Line]:
    """Return the recipients, one for each line that is neither blank nor a head of columns. Never raises."""
    found: list[Line] = []
    columns: Columns = {}
    for number, raw in enumerate(LINE_ENDS.split(text.replace("\x00", "").removeprefix("\ufeff")), start=1):
        if not raw.strip(BLANK):
            continue
        cells = _cells(raw)
        if heads := _heads(cells):
            columns = heads
            continue
        found.append(_line(number, raw, cells, columns))
    return found


def company_of(address: str) -> str:
    """Return the name that an address suggests: its domain's, or what stands before the @ at a free mail service."""
    labels = domain_of(address).split(".")
    if is_free_mail(address) or len(labels) < 2:
        words = address.rpartition("@")[0] or address
    else:
        words = labels[-3] if len(labels) > 2 and labels[-2] in PUBLIC_LABELS else labels[-2]
    return re.sub(r"[-_.]+", " ", words).strip().title()[:COMPANY_LENGTH]


def _cells(raw: str) -> list[str]:
    """Return the cells of a line, blanks and quotes around them taken off."""
    outside = QUOTED.sub("", raw)
    delimiter = next((each for each in DELIMITERS if each in outside), ",")
    try:
        rows = list(csv.reader([raw], delimiter=delimiter, skipinitialspace=True))
    except csv.Error:
        rows = [raw.split(delimiter)]
    return [cell.strip().strip("\"'").strip() for cell in (rows[0] if rows else [])]


def _heads(cells: list[str]) -> Columns:
    """Return which column is what if this is a line of heads that names the address, else nothing."""
    if any("@" in cell for cell in cells):
        return {}
    named = {HEADS[cell.casefold()]: index for index, cell in enumerate(cells) if cell.casefold() in HEADS}
    return named if "address" in named else {}


def _line(number: int, raw: str, cells: list[str], columns: Columns) -> Line:
    named = NAMED.fullmatch(raw.strip())
    if named:
        company, address, language = named["company"].strip(" \t,;\"'"), named["address"], ""
    elif columns:
        company, address, language = (_cell(cells, columns, name) for name in ("company", "address", "language"))
    else:
        company, address, language = _guess(cells)
    address = address.strip().removeprefix("mailto:").strip("<> ").lower()[:ADDRESS_LENGTH]
    company = " ".join(company.split())[:COMPANY_LENGTH] or company_of(address)
    return Line(number, company, address, LANGUAGES.get(language.strip().casefold(), ""))


def _cell(cells: list[str], columns: Columns, name: str) -> str:
    index = columns.get(name, len(cells))
    return cells[index] if index < len(cells) else ""


def _guess(cells: list[str]) -> tuple[str, str, str]:
    """Return company, address and language of a line without heads: the address is what holds an @."""
    at = next((index for index, cell in enumerate(cells) if "@" in cell), min(1, len(cells) - 1))
    others = [(index, cell) for index, cell in enumerate(cells) if index != at and cell]
    language = next((cell for index, cell in others if index > at and cell.casefold() in LANGUAGES), "")
    company = next((cell for _index, cell in others if cell != language), "")
    return company, cells[at], language
