"""Brings the tables up to date, as their owner, and opens to the app role what is Django's own."""

from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from duly.config import database, home
from duly.config.home import Sorry

LOCAL = "duly_cache"
# Tables of libraries that hold no participant's record; casework's migrations grant their own, one by one.
LIBRARIES = ("sessions", "account", "mfa", "usersessions", "contenttypes", "auth")


def migrate(*, verbosity: int = 0) -> None:
    call_command("migrate", database="owner", verbosity=verbosity, interactive=False)
    call_command("createcachetable", database="owner", verbosity=0)
    tables = [table for label in LIBRARIES for table in _tables(label)]
    # The app reads which migrations ran (to say whether all is well), and writes none.
    database.open_local_tables([LOCAL, *tables], readable=["django_migrations"])
    _derive()


def missing() -> int:
    """How many changes to the tables this version of Duly has that the database has not."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def known() -> set[str]:
    """The changes to casework's tables that this version of Duly knows."""
    return {file.stem for file in (Path(__file__).parent.parent / "casework/migrations").glob("0*.py")}


def bring_up_to_date() -> None:
    """Our own database follows the version of Duly; a server's is migrated when its keeper says so."""
    behind = missing()
    if behind and database.on_server():
        raise Sorry(f"The tables on the server are {behind} changes behind this version of Duly. Run: duly migrate")
    if behind:
        home.say(f"bringing the tables up to date ({behind} changes)")
        migrate()
    if not database.on_server():
        _derive()


def _derive() -> None:
    """What an older engine derived is derived again, with progress, before anybody reads it."""
    from duly.casework.obligations import commands

    commands.bring_up_to_date()


def _tables(label: str) -> list[str]:
    models = apps.get_app_config(label).get_models(include_auto_created=True)
    return [model._meta.db_table for model in models]
