"""Where the bench keeps its databases between runs: a home of its own, never a working one."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def enter() -> Path:
    """Name the home before anything reads the settings; its server stops when this process ends."""
    named = os.environ.get("DULY_BENCH_HOME") or str(Path(tempfile.gettempdir()) / f"duly-bench-{os.geteuid()}")
    os.environ["DULY_TEST_HOME"] = named
    os.environ["DJANGO_SETTINGS_MODULE"] = "duly.config.settings"
    import django

    import tests.home  # noqa: F401  (enters on import)
    from duly.config import database

    database.ensure(database="postgres_tests")
    django.setup()
    _plain()
    return Path(named)


def _plain() -> None:
    """Static files under their own names, and no line in the log for each request."""
    import gc
    import logging

    from django.conf import settings

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    logging.getLogger("duly").setLevel(logging.ERROR)
    gc.freeze()  # as the server does


@contextmanager
def at(name: str) -> Iterator[None]:
    """Work in this database; the demo clock is read again."""
    from duly.casework import clock
    from tests import databases

    databases.point_at(name)
    clock.forget()
    yield
