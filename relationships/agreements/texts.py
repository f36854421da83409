"""The wording of the partner agreement that is signed now."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AgreementText:
    """A version of the agreement and the template that holds its words. Old versions stay, for who signed them."""

    version: str
    template: str


TEXTS = (AgreementText("1.0", "relationships/agreement/text_1_0.txt"),)
"""Every version there has been, oldest first."""

CURRENT = TEXTS[-1]
"""What is offered for signing."""


def text_of(version: str) -> AgreementText:
    """Return the wording of a version. Raises LookupError for one that never was."""
    for text in TEXTS:
        if text.version == version:
            return text
    raise LookupError(version)
