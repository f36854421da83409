"""What the parts of an address are called, and what is said when one is missing or wrong."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class FieldWords:
    """The words for one field. `like` takes %(example)s, `elsewhere` %(code)s and %(state)s."""

    label: str | Promise
    enter: str | Promise
    choose: str | Promise = ""
    like: str | Promise = ""
    elsewhere: str | Promise = ""


CITY = {
    "city": FieldWords(_("City"), _("Enter the city.")),
    "district": FieldWords(_("District"), _("Enter the district.")),
    "post_town": FieldWords(_("Town or city"), _("Enter the town or city.")),
    "suburb": FieldWords(_("Suburb"), _("Enter the suburb.")),
}
STATE = {
    "area": FieldWords(_("Area"), _("Enter the area."), _("Choose an area from the list.")),
    "county": FieldWords(_("County"), _("Enter the county."), _("Choose a county from the list.")),
    "department": FieldWords(_("Department"), _("Enter the department."), _("Choose a department from the list.")),
    "district": FieldWords(_("District"), _("Enter the district."), _("Choose a district from the list.")),
    "do_si": FieldWords(_("Do/Si"), _("Enter the Do or Si."), _("Choose a Do or Si from the list.")),
    "emirate": FieldWords(_("Emirate"), _("Enter the emirate."), _("Choose an emirate from the list.")),
    "island": FieldWords(_("Island"), _("Enter the island."), _("Choose an island from the list.")),
    "oblast": FieldWords(_("Oblast"), _("Enter the oblast."), _("Choose an oblast from the list.")),
    "parish": FieldWords(_("Parish"), _("Enter the parish."), _("Choose a parish from the list.")),
    "prefecture": FieldWords(_("Prefecture"), _("Enter the prefecture."), _("Choose a prefecture from the list.")),
    "province": FieldWords(_("Province"), _("Enter the province."), _("Choose a province from the list.")),
    "state": FieldWords(_("State"), _("Enter the state."), _("Choose a state from the list.")),
}
POSTAL_CODE = {
    "eircode": FieldWords(
        _("Eircode"),
        _("Enter the Eircode."),
        like=_("Enter an Eircode like %(example)s."),
        elsewhere=_("%(code)s is no Eircode of %(state)s."),
    ),
    "pin": FieldWords(
        _("PIN code"),
        _("Enter the PIN code."),
        like=_("Enter a PIN code like %(example)s."),
        elsewhere=_("%(code)s is no PIN code of %(state)s."),
    ),
    "postal": FieldWords(
        _("Postal code"),
        _("Enter the postal code."),
        like=_("Enter a postal code like %(example)s."),
        elsewhere=_("%(code)s is no postal code of %(state)s."),
    ),
    "zip": FieldWords(
        _("ZIP code"),
        _("Enter the ZIP code."),
        like=_("Enter a ZIP code like %(example)s."),
        elsewhere=_("%(code)s is no ZIP code of %(state)s."),
    ),
}
