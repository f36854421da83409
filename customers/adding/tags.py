"""Tags as somebody types them."""

MOST_TAGS = 150
LONGEST_TAG = 50


def tags_from(text: str) -> tuple[str, ...]:
    """Return the tags of a comma-separated text, blanks tidied, each once."""
    tidy = (" ".join(part.split()) for part in text.split(","))
    return tuple(dict.fromkeys(tag for tag in tidy if tag))
