"""Where folders and floors above show something on a request's page."""

from foundation.ui.slots import Slot
from relationships.requests.models import PartnershipRequest

REQUEST_PANELS: Slot[PartnershipRequest] = Slot("relationships.request.panels")
"""Panels under what the request is."""
