"""Sort keys of names."""

import pytest
from hypothesis import given, strategies as st

from foundation.sorting import sort_name


@pytest.mark.parametrize(
    ("name", "key"),
    [("Łódź", "lodz"), ("STRASSE", "strasse"), ("Straße", "strasse"), ("Ærø  A/S", "aero a/s"),
     ("Émile", "emile"),      ("Đakovo", "dakovo"), ("Œuvre", "oeuvre"),
     (" a\tb ", "a b"), ("Ｆｕｌｌ", "full")],
)  # fmt: skip
def test_letters_sort_with_their_base_letters(name: str, key: str) -> None:
    """Accents off, case folded, letters that do not decompose mapped."""
    assert sort_name(name) == key


@given(st.text())
def test_the_key_of_a_key_is_itself(name: str) -> None:
    """So that a stored key never changes when it is made again."""
    assert sort_name(sort_name(name)) == sort_name(name)


@given(st.text())
def test_case_does_not_matter_for_ascii(name: str) -> None:
    """Upper and lower case sort together."""
    plain = "".join(letter for letter in name if letter.isascii())
    assert sort_name(plain.upper()) == sort_name(plain.lower())
