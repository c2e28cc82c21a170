"""An entry sent twice is one fact: the id its form made decides (TRUST R-26)."""

from django.db import IntegrityError, connection

from duly.casework.models.owned import Fact

# What differs between two sendings of one entry without its content being another.
MOMENTS = ("ref", "recorded_at", "imported_at", "captured_at")


class AlreadyDifferent(Exception):
    """The same entry was saved before with other content: a second entry needs an id of its own."""


def save_once[Kind: Fact](fact: Kind) -> tuple[Kind, bool]:
    """Save the fact, and say so; or give back the same entry as it was saved before. One statement for a new one."""
    if _added(fact):
        return fact, True
    return _saved_before(fact), False


def _added(fact: Fact, *, unless: str = "ON CONFLICT DO NOTHING") -> bool:
    """Whether a row was written. A conflict of any unique index counts: two at once may meet in either of an id's."""
    fields = fact._meta.concrete_fields
    columns, marks = ", ".join(f'"{field.column}"' for field in fields), ", ".join("%s" for _ in fields)
    insert = f"INSERT INTO {fact._meta.db_table} ({columns}) VALUES ({marks}) {unless}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(insert, [each.get_db_prep_save(getattr(fact, each.attname), connection) for each in fields])
        fact._state.adding = False
        return bool(cursor.rowcount)


def _saved_before[Kind: Fact](fact: Kind) -> Kind:
    """The entry saved before, if it says the same; one that may not be seen is no entry of theirs."""
    saved = type(fact)._default_manager.filter(agency_id=fact.agency_id, pk=fact.pk).first()
    if saved is None:
        _added(fact, unless="")  # let the database name what stands in the way
        raise IntegrityError("the id of this entry is taken")
    said = [field.attname for field in fact._meta.concrete_fields if field.attname not in MOMENTS]
    if any(getattr(saved, name) != getattr(fact, name) for name in said):
        raise AlreadyDifferent
    return saved
