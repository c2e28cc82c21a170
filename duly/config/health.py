"""Is all well: the same questions for /healthz, `duly status` and whoever starts the server."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from duly.config import database, home, migrating

ENOUGH_SPACE = 500_000_000


@dataclass(frozen=True)
class Answer:
    """One question, how it was answered, and whether that is well."""

    asks: str
    says: str
    well: bool = True


def answers() -> Iterator[Answer]:
    """Each question in turn; when the database does not answer, the ones that need it are not asked."""
    yield _space()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            yield Answer("database", f"PostgreSQL {cursor.fetchone()[0]}")
        yield _settings()
        tables = _migrations()
        yield tables
        if tables.well:
            yield _derived()
            yield _clock()
    except DatabaseError as error:
        yield Answer("database", f"does not answer ({type(error).__name__})", well=False)


def _space() -> Answer:
    free = shutil.disk_usage(home.folder()).free
    return Answer("disk", f"{free / 1e9:.1f} GB free", well=free > ENOUGH_SPACE)


def _settings() -> Answer:
    try:
        database.check_settings(connection.connection)
    except home.Sorry as finding:
        return Answer("durability", str(finding), well=False)
    return Answer("durability", "what is saved survives a power cut")


def _migrations() -> Answer:
    behind = migrating.missing()
    return Answer("tables", f"{behind} changes behind: duly migrate" if behind else "up to date", well=not behind)


def _derived() -> Answer:
    from duly.casework.obligations import current

    well = current.is_current()
    return Answer("obligations", "derived by this version" if well else "derived by another: duly rebuild", well=well)


def _clock() -> Answer:
    from duly.casework import clock

    return Answer("clock", f"{'demo, ' if clock.is_demo() else ''}{clock.now():%Y-%m-%d %H:%M} UTC")


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """For whoever watches the server: yes or no for each question, no figures."""
    found = list(answers())
    well = all(answer.well for answer in found)
    return JsonResponse({"well": well} | {answer.asks: answer.well for answer in found}, status=200 if well else 503)
