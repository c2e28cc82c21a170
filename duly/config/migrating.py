"""Brings the tables up to date, as their owner, and opens to the app role what is Django's own."""

from django.apps import apps
from django.core.management import call_command

from duly.config import database

LOCAL = "duly_cache"
# Tables of libraries that hold no participant's record; casework's migrations grant their own, one by one.
LIBRARIES = ("sessions", "account", "mfa", "contenttypes", "auth")


def migrate(*, verbosity: int = 0) -> None:
    call_command("migrate", database="owner", verbosity=verbosity, interactive=False)
    call_command("createcachetable", database="owner", verbosity=0)
    tables = [table for label in LIBRARIES for table in _tables(label)]
    # The app reads which migrations ran (to say whether all is well), and writes none.
    database.open_local_tables([LOCAL, *tables], readable=["django_migrations"])


def _tables(label: str) -> list[str]:
    models = apps.get_app_config(label).get_models(include_auto_created=True)
    return [model._meta.db_table for model in models]
