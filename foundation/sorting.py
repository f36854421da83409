"""How names sort: the same in every database, whatever its locale."""

import unicodedata

LETTERS = str.maketrans({"ł": "l", "ø": "o", "ß": "ss", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})
"""Letters that do not decompose into a base letter and an accent."""


def sort_name(text: str) -> str:
    """Return the key by which a name sorts: accents off, case folded, single blanks; compared by bytes."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return " ".join(plain.translate(LETTERS).split())
