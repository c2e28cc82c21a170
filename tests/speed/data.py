"""The databases speed is measured on: made-up cases brought in by the importer, and the same many times over."""

from duly.config import database
from tests import databases
from tests.speed.growing import grow, settle

# Whatever decides which rows come into being.
MAKING = (
    *databases.TABLES,
    "demo/*.py",
    "engine/*.py",
    "programs/*/*.yaml",
    "casework/exchange/**/*.py",
    "casework/obligations/*.py",
    "casework/models/*.py",
    "../tests/speed/growing.py",
)


def few(cases: int) -> str:
    """A template with so many cases, imported."""

    def fill() -> None:
        from duly.config import demo

        demo.load(cases)
        settle()

    return databases.template(f"few_{cases}", MAKING, fill, base=databases.empty())


def many(small: str, *, times: int) -> str:
    """A template with everything of the small one so many times."""

    def fill() -> None:
        grow(times)

    return databases.template(small.replace("few", f"times_{times}").rpartition("_")[0], MAKING, fill, base=small)


def size(name: str) -> int:
    """Bytes on disk."""
    with database.connect(database="postgres") as admin:
        row = admin.execute("SELECT pg_database_size(%s)", [name]).fetchone()
        assert row
        return int(row[0])
