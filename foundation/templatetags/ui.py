"""`{% load ui %}`: the tags of `foundation.ui.tags`, where Django looks for them."""

from foundation.ui.tags import register

__all__ = ["register"]
