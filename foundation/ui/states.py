"""States as small coloured words. The colour only repeats what the word says."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from foundation.rules import Text

TONES = {
    "success": ("active", "accepted", "enrolled", "fulfilled", "completed", "sent", "signed", "approved", "confirmed"),
    "info": ("open", "sending", "qualified", "processing", "scheduled", "requested"),
    "warning": ("pending", "queued", "retrying", "suspended", "expiring", "waiting"),
    "danger": ("failed", "rejected", "declined", "refused"),
}
"""Usual tones by the value of a state; any other value is neutral (draft, withdrawn, expired, ended, cancelled)."""

_TONE_OF = {value: tone for tone, values in TONES.items() for value in values}


@dataclass(frozen=True)
class Badge:
    """A state as pages and lists show it; in a CSV file it is its label."""

    label: Text
    tone: str = "neutral"

    def __str__(self) -> str:
        return str(self.label)

    def __html__(self) -> SafeString:
        return format_html('<span class="state state-{}">{}</span>', self.tone, self.label)


def badge(value: str, label: Text = "", tone: str = "") -> Badge:
    """Return the badge of a state's value: with its label and its usual tone, unless others are given."""
    return Badge(label or getattr(value, "label", value), tone or _TONE_OF.get(str(value), "neutral"))
