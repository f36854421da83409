"""Reading a pasted or uploaded list: what people paste, and whatever else."""

import pytest
from hypothesis import given, settings, strategies as st

from relationships.request_batches.parsing import LINE_ENDS, company_of, parse

CASES = [
    ("info@contoso.example", [("Contoso", "info@contoso.example", "")]),
    ("Contoso, info@contoso.example", [("Contoso", "info@contoso.example", "")]),
    ("Contoso <info@contoso.example>", [("Contoso", "info@contoso.example", "")]),
    ('"Contoso, Ltd." <Info@Contoso.example>,', [("Contoso, Ltd.", "info@contoso.example", "")]),
    ("<info@contoso.example>", [("Contoso", "info@contoso.example", "")]),
    ("mailto:info@contoso.example", [("Contoso", "info@contoso.example", "")]),
    ('"Contoso, Ltd.",info@contoso.example,pl', [("Contoso, Ltd.", "info@contoso.example", "pl")]),
    ("Contoso; info@contoso.example; PL", [("Contoso", "info@contoso.example", "pl")]),
    ("Contoso, Ltd.\tinfo@contoso.example\tpolski", [("Contoso, Ltd.", "info@contoso.example", "pl")]),
    ("info@contoso.example, Contoso", [("Contoso", "info@contoso.example", "")]),
    ("info@contoso.example, ru", [("Contoso", "info@contoso.example", "ru")]),
    ("PL, info@contoso.example", [("PL", "info@contoso.example", "")]),
    ("Contoso, info@contoso.example, zh-Hans", [("Contoso", "info@contoso.example", "zh-hans")]),
    ("Contoso, info@contoso.example, zh", [("Contoso", "info@contoso.example", "zh-hans")]),
    ("Contoso, info@contoso.example, klingon", [("Contoso", "info@contoso.example", "")]),
    ("Contoso, no address", [("Contoso", "no address", "")]),
    ("Contoso", [("Contoso", "contoso", "")]),
    ("Company;Email;Language\nContoso;info@contoso.example;ru", [("Contoso", "info@contoso.example", "ru")]),
    ("language,email\npl,info@contoso.example", [("Contoso", "info@contoso.example", "pl")]),
    ("\ufeffEmail\r\ninfo@contoso.example\r\n", [("Contoso", "info@contoso.example", "")]),
    ("Email,Company\ninfo@contoso.example", [("Contoso", "info@contoso.example", "")]),
    (",,;\n \n\t\n", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_what_people_paste(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(line.company, line.address, line.language) for line in parse(text)] == expected


def test_numbers_are_those_of_the_lines_as_typed() -> None:
    assert [line.number for line in parse("email\na@a.example\n\n\nb@b.example")] == [2, 5]


@pytest.mark.parametrize(
    ("address", "company"),
    [
        ("info@contoso-resale.example", "Contoso Resale"),
        ("info@mail.contoso.example", "Contoso"),
        ("info@contoso.co.uk", "Contoso"),
        ("kessler.cloud@gmail.com", "Kessler Cloud"),
        ("nothing", "Nothing"),
    ],
)
def test_a_missing_company_is_named_after_the_address(address: str, company: str) -> None:
    assert company_of(address) == company


@given(st.text(st.characters(codec="utf-8"), max_size=400))
@settings(max_examples=400, deadline=None)
def test_it_never_raises_and_what_it_gives_can_be_stored(text: str) -> None:
    lines = parse(text)
    assert len({line.number for line in lines}) == len(lines) <= len(LINE_ENDS.split(text))
    for line in lines:
        assert len(line.company) <= 200
        assert len(line.address) <= 320
        assert "\x00" not in line.company + line.address
        assert line.has_address in (True, False)


NAMES = st.text(st.characters(exclude_characters="\r\n\"<>@,;\t\x00'", codec="utf-8"), min_size=1).filter(str.strip)
ADDRESSES = st.from_regex(r"[a-z0-9]{1,12}@[a-z]{1,10}\.example", fullmatch=True)


@given(st.lists(st.tuples(NAMES, ADDRESSES, st.sampled_from(["{1}", "{0}, {1}", "{0} <{1}>", '"{0}";{1}']))))
@settings(max_examples=200, deadline=None)
def test_every_line_becomes_one_recipient_with_its_address(rows: list[tuple[str, str, str]]) -> None:
    text = "\r\n".join(shape.format(name, address) for name, address, shape in rows)
    assert [(line.number, line.address) for line in parse(text)] == [
        (number, address) for number, (_name, address, _shape) in enumerate(rows, start=1)
    ]
