"""An entry sent twice is one fact: the id its form made decides (TRUST R-26)."""

from django.db import IntegrityError, transaction

from duly.casework.models.owned import Fact

# What differs between two sendings of one entry without its content being another.
MOMENTS = ("ref", "recorded_at", "imported_at", "captured_at")


class AlreadyDifferent(Exception):
    """The same entry was saved before with other content: a second entry needs an id of its own."""


def save_once[Kind: Fact](fact: Kind) -> tuple[Kind, bool]:
    """Save the fact, and say so; or give back the same entry as it was saved before."""
    try:
        with transaction.atomic():
            fact.save(force_insert=True)
    except IntegrityError as error:
        return _saved_before(fact, error), False
    return fact, True


def _saved_before[Kind: Fact](fact: Kind, error: IntegrityError) -> Kind:
    """The entry saved before, if it says the same; a clash of another sort is not ours to hide."""
    saved = type(fact)._default_manager.filter(agency_id=fact.agency_id, pk=fact.pk).first()
    if saved is None:
        raise error
    said = [field.attname for field in fact._meta.concrete_fields if field.attname not in MOMENTS]
    if any(getattr(saved, name) != getattr(fact, name) for name in said):
        raise AlreadyDifferent from error
    return saved
