"""What is logged: how an answer went, never what was in it; no path, query, body or message could carry a person."""

import logging
import time
import traceback
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

requests = logging.getLogger("duly.request")


def line_for_each_answer(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: method, name of the route, status, milliseconds."""

    def timed(request: HttpRequest) -> HttpResponse:
        since = time.perf_counter()
        response = answer(request)
        if not request.path.startswith(settings.STATIC_URL):
            route = request.resolver_match.view_name if request.resolver_match else "-"
            passed = (time.perf_counter() - since) * 1000
            requests.info("%s %s %s %.0f ms", request.method, route or "-", response.status_code, passed)
        return response

    return timed


class WithoutData(logging.Formatter):
    """Our own lines as written; of others' only who spoke and, for an error, its kind and where it happened."""

    converter = staticmethod(time.gmtime)

    def format(self, record: logging.LogRecord) -> str:
        said = record.getMessage() if record.name.startswith("duly") else getattr(record, "status_code", "")
        line = f"{self.formatTime(record)} {record.levelname.lower()} {record.name} {said}".rstrip()
        return line + (self.where(record.exc_info[1]) if record.exc_info and record.exc_info[1] else "")

    @staticmethod
    def where(error: BaseException) -> str:
        """An exception's message may quote what somebody typed (PostgreSQL's DETAIL does): it stays out."""
        frames = traceback.extract_tb(error.__traceback__)[-8:]
        return f" {type(error).__name__}" + "".join(
            f"\n  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames
        )
