"""Headers Django has no setting for."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

REPORTS_AT, REPORTS_TO = "/policy-reports", "policy"  # where browsers report, and what the policy calls that place
HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Reporting-Endpoints": f'{REPORTS_TO}="{REPORTS_AT}"',
}


def headers_for_each_answer(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: the same headers on pages, redirects, errors and files."""

    def with_headers(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return with_headers
