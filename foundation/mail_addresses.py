"""Mail addresses: their domains, and the free mail services on which no company is recognised."""

FAMILIES = ("yahoo", "hotmail", "outlook", "live")
SUFFIXES = (
    "com",
    *("at", "be", "ca", "ch", "cl", "cn", "cz", "de", "dk", "es", "fi", "fr", "gr", "hu", "ie", "in", "it", "jp", "nl"),
    *("no", "pl", "pt", "ro", "ru", "se", "sg", "sk"),
    *("co.id", "co.in", "co.jp", "co.kr", "co.nz", "co.th", "co.uk", "co.za"),
    *("com.ar", "com.au", "com.br", "com.cn", "com.hk", "com.mx", "com.my", "com.ph", "com.sg", "com.tr", "com.tw"),
    *("com.ua", "com.vn"),
)

FREE_MAIL_DOMAINS = frozenset(f"{family}.{suffix}" for family in FAMILIES for suffix in SUFFIXES) | frozenset(
    """
    gmail.com googlemail.com icloud.com me.com mac.com aol.com aol.de aol.co.uk msn.com ymail.com rocketmail.com
    gmx.com gmx.net gmx.de gmx.at gmx.ch web.de freenet.de t-online.de mail.com email.com zoho.com
    proton.me protonmail.com pm.me tutanota.com tuta.io fastmail.com hey.com
    mail.ru inbox.ru list.ru bk.ru yandex.ru yandex.com ya.ru rambler.ru ukr.net i.ua meta.ua
    qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com 139.com 189.cn aliyun.com
    naver.com daum.net hanmail.net rediffmail.com
    wp.pl o2.pl onet.pl interia.pl op.pl seznam.cz centrum.cz post.cz freemail.hu citromail.hu
    orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it tiscali.it
    uol.com.br bol.com.br terra.com.br bigpond.com optusnet.com.au btinternet.com sky.com
    """.split()
)
"""Domains where anybody may have an address, so that it says nothing about a company."""


def domain_of(address: str) -> str:
    """Return the domain of a mail address, in lower case; empty when there is none."""
    name, at, domain = address.strip().rpartition("@")
    return domain.rstrip(".").lower() if at and name else ""


def is_free_mail(address: str) -> bool:
    """Say whether an address is at a free mail service."""
    return domain_of(address) in FREE_MAIL_DOMAINS


def is_at(address: str, domain: str) -> bool:
    """Say whether an address is at `domain` or at a name below it."""
    own, wanted = domain_of(address), domain.lower()
    return bool(wanted) and (own == wanted or own.endswith(f".{wanted}"))
