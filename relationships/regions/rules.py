"""The CSP regions (R4)."""

from django.utils.translation import gettext_lazy as _

from foundation.rules import kept

R4 = kept(
    "R4",
    statement=_("Every country is in one CSP region at most, with the currency that is billed there."),
    source="dossier, regions",
    kept_by="relationships.regions.services.load_regions",
)
