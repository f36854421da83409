"""The floor's items in the *Dashboard* menu."""


def register() -> None:
    """Add the items."""
