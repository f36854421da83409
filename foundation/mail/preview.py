"""Mail as HTML inside a page: loaded from its own address into a sandboxed frame, under a policy of its own."""

from django.http import HttpResponse

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
"""Nothing is loaded, nothing runs; inline style, which mails need, works; links may open a new tab."""


def framed(html: str) -> HttpResponse:
    """Answer with a mail's HTML for a frame of one of the portal's own pages; its links open in a new tab.

    The page shows it with `<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" src="…">`.
    """
    head, found, rest = html.partition("<head>")
    page = f'{head}{found}<base target="_blank">{rest}' if found else f'<base target="_blank">{html}'
    return HttpResponse(
        page,
        headers={
            "Content-Security-Policy": POLICY,
            "X-Frame-Options": "SAMEORIGIN",
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
        },
    )
