"""The demo story's partners and people. All of them are invented; their domains are reserved for examples."""

from dataclasses import dataclass

from relationships.partners.programmes import Programme
from relationships.partners.roles import (
    ACCOUNT_ADMIN,
    ADMIN_AGENT,
    BILLING_ADMIN,
    GLOBAL_ADMIN,
    HELPDESK_AGENT,
    SALES_AGENT,
    USER_ADMIN,
)

PROVIDER, RESELLER, DIRECT = Programme.INDIRECT_PROVIDER, Programme.INDIRECT_RESELLER, Programme.DIRECT_BILL


@dataclass(frozen=True)
class Company:
    """A partner and its first Global admin, `admin@<domain>`. `signed` says whether the MPA is.

    `joined` is how many days ago it was put on record.
    """

    key: str
    name: str
    domain: str
    programme: Programme
    country: str
    mpn_id: str
    first_name: str
    last_name: str
    signed: bool = True
    joined: int = 400


COMPANIES = (
    Company("northlight", "Northlight Distribution", "provider.example", PROVIDER, "DE", "4100100", "Hanna", "Vogt"),
    Company("brightpath", "Brightpath IT", "reseller.example", RESELLER, "FR", "4200200", "Camille", "Moreau"),
    Company(
        "alpenblick",
        "Alpenblick Systems",
        "newreseller.example",
        RESELLER,
        "AT",
        "4200310",
        "Lukas",
        "Gruber",
        signed=False,
    ),
    Company(
        "harborpoint", "Harbor Point Consulting", "farreseller.example", RESELLER, "US", "4200420", "Dana", "Whitfield"
    ),
    Company("direct", "Rhône Cloud Services", "directbill.example", DIRECT, "FR", "4300530", "Julien", "Marchand"),
    Company("fjord", "Fjord & Co IT", "fjordco.example", RESELLER, "NO", "4200640", "Marte", "Dahl"),
    Company("iberia", "Iberia Cloud Partners", "iberiacloud.example", RESELLER, "ES", "4200750", "Pablo", "Serrano"),
    Company(
        "tulip", "Tulip Office IT", "tulipoffice.example", RESELLER, "NL", "4200860", "Daan", "Hendriks", signed=False
    ),
    Company("vistula", "Vistula Networks", "vistula.example", RESELLER, "PL", "4200970", "Zofia", "Kamińska"),
    Company(
        "baltic", "Baltic Byte", "balticbyte.example", RESELLER, "LT", "4201080", "Rasa", "Petrauskaitė", signed=False
    ),
    Company("canalring", "Canal Ring Computing", "canalring.example", RESELLER, "NL", "4201190", "Willem", "Jansen"),
    Company("mapleridge", "Maple Ridge IT", "mapleridge.example", RESELLER, "CA", "4201200", "Sophie", "Tremblay"),
    Company(
        "southerncross",
        "Southern Cross Technology",
        "southerncross.example",
        RESELLER,
        "AU",
        "4201310",
        "Liam",
        "Hughes",
        signed=False,
    ),
    Company("pyrenees", "Pyrenees Office", "pyreneesoffice.example", RESELLER, "ES", "4201330", "Nuria", "Soler"),
    Company(
        "lisbon",
        "Lisbon Byte",
        "lisbonbyte.example",
        RESELLER,
        "PT",
        "4201750",
        "Inês",
        "Carvalho",
        joined=330,
    ),
    Company(
        "corkharbour",
        "Harbour Technology Group",
        "harbourtechnology.example",
        RESELLER,
        "IE",
        "4201440",
        "Aoife",
        "Byrne",
        signed=False,
        joined=20,
    ),
    Company(
        "rhonepartner",
        "Rhône Partner Services",
        "rhonepartner.example",
        RESELLER,
        "FR",
        "4201550",
        "Chloé",
        "Faure",
        joined=150,
    ),
    Company("meridian", "Meridian Supply", "meridiansupply.example", PROVIDER, "IT", "4101420", "Giulia", "Ferrara"),
    Company("lakeshore", "Lakeshore Distribution", "lakeshore.example", PROVIDER, "US", "4101530", "Marcus", "Reed"),
)


@dataclass(frozen=True)
class Colleague:
    """Somebody besides a partner's first Global admin; one name may stand in several companies."""

    address: str
    first_name: str
    last_name: str
    company: str
    role: str


COLLEAGUES = (
    Colleague("sales@provider.example", "Jonas", "Keller", "northlight", SALES_AGENT),
    Colleague("helpdesk@provider.example", "Mira", "Novak", "northlight", HELPDESK_AGENT),
    Colleague("users@provider.example", "Elif", "Kaya", "northlight", USER_ADMIN),
    Colleague("billing@provider.example", "Piet", "de Boer", "northlight", BILLING_ADMIN),
    Colleague("agent@newreseller.example", "Eva", "Winkler", "alpenblick", ADMIN_AGENT),
    Colleague("admin@directbill.example", "Julien", "Marchand", "rhonepartner", GLOBAL_ADMIN),
    Colleague("sales@directbill.example", "Aline", "Girard", "direct", SALES_AGENT),
    Colleague("consultant@portal.example", "Noor", "Haddad", "northlight", ACCOUNT_ADMIN),
    Colleague("consultant@portal.example", "Noor", "Haddad", "brightpath", ADMIN_AGENT),
)

CUSTOMERS_ADMIN = ("admin@customer.example", "Greta", "Albers", "lindenhof")
"""A customer's Global admin who signs in with a mail address: address, names, the customer's domain prefix."""

OPERATOR = ("operator@portal.example", "Olu", "Adeyemi")
