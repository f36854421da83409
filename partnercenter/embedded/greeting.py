"""What a newcomer reads once the portal is up."""

SIGN_INS = {
    "admin@provider.example": "the provider's Global admin (Northlight Distribution)",
    "sales@provider.example": "the provider's Sales agent",
    "helpdesk@provider.example": "the provider's Helpdesk agent",
    "admin@reseller.example": "Global admin of a reseller in partnership, agreement signed",
    "admin@newreseller.example": "Global admin of a newly enrolled reseller, agreement not signed",
    "admin@farreseller.example": "Global admin of a reseller in another region",
    "admin@bergwerkit.example": "Global admin of a company whose application was rejected (Fix now)",
    "admin@directbill.example": "Global admin of a direct-bill partner and of its second account, a reseller",
    "admin@customer.example": "a customer's Global admin",
    "operator@portal.example": "operator: Django admin at /admin/",
}
"""Demo sign-ins and who they are."""


def ready(url: str) -> str:
    """Return the one line that says the portal can be used."""
    return f"Partner Center is ready at {url}"


def greeting(url: str, *, password: str, inbox: bool) -> str:
    """Return what is said below that line. No password means that there is no demo data."""
    lines = [""]
    if password:
        width = max(map(len, SIGN_INS))
        lines += [f"  {name:{width}}  {who}" for name, who in SIGN_INS.items()]
        lines += ["", f"  Password of all of them: {password}"]
    else:
        lines.append("  No demo data. Make the first partner with: make manage CMD='add_partner --help'")
    if inbox:
        lines.append(f"  Mails the portal sends:   {url}/inbox/")
    lines += ["", "  Ctrl-C stops everything; the data stays."]
    return "\n".join(lines)
