"""From a rule to the place where its business is done, for whoever may open it."""

from dataclasses import dataclass

from django.urls import resolve, reverse
from django.utils.translation import gettext_lazy as _

from foundation.access import Access
from foundation.organisations.actor import Actor
from foundation.rules import Text


@dataclass(frozen=True)
class Way:
    """A page on which something is done."""

    label: Text
    url_name: str

    @property
    def url(self) -> str:
        """Its address."""
        return reverse(self.url_name)

    def is_open_to(self, actor: Actor | None) -> bool:
        """Say whether this reader may open the page."""
        access: Access = resolve(self.url).func.access  # type: ignore[attr-defined]  # every view carries a mark
        if access.who != "member":
            return True
        return actor is not None and actor.kind_allows(access.permission) and actor.may(access.permission)


REQUEST = Way(_("Request a partnership"), "request_new")
RESELLERS = Way(_("Indirect resellers"), "resellers")
PROVIDERS = Way(_("Indirect providers"), "providers")
DIRECTORY = Way(_("Find a provider"), "directory")
ENROL = Way(_("Enrol in a programme"), "enrol")
ENROLMENT = Way(_("Enrolment"), "enrolment")
AGREEMENT = Way(_("Partner agreement"), "agreement")
NEW_CUSTOMER = Way(_("Add customer"), "new_customer")
CUSTOMERS = Way(_("Customers"), "customers")
OWN_ACCOUNT = Way(_("Your account"), "own_account")

WAYS: dict[str, tuple[Way, ...]] = {
    **dict.fromkeys(("R1", "R3", "R10", "R15", "asking-provider"), (REQUEST, DIRECTORY)),
    **dict.fromkeys(("R12", "R13", "R14", "R16", "R17", "R18", "R31", "R31-reseller"), (RESELLERS, PROVIDERS)),
    **dict.fromkeys(("R11", "R11-pending", "R11-rejected", "R21", "R32"), (ENROLMENT, ENROL)),
    **dict.fromkeys(("R19", "R20", "R22", "R23", "R24"), (AGREEMENT,)),
    **dict.fromkeys(
        ("R2", "R5", "R8", "R28", "R29", "R30", "R35", "R36", "R37", "R38", "add-customer"), (NEW_CUSTOMER,)
    ),
    **dict.fromkeys(("R26", "R33", "R34", "R40", "R41", "R45", "R47", "R48", "R49", "R61", "R62"), (CUSTOMERS,)),
    "through-resellers": (RESELLERS,),
}
"""Where the business of each rule is done; the first that the reader may open is offered."""


def way_for(code: str, actor: Actor | None) -> Way | None:
    """Return the page where something can be done about this rule, if there is one that the reader may open."""
    return next((way for way in WAYS.get(code, ()) if way.is_open_to(actor)), None)
