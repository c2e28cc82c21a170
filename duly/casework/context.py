"""Who is asking, told to the database: the only place that sets what row security reads."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connections, transaction


@dataclass(frozen=True, slots=True)
class Context:
    """What row security may show: organizations of one agency, or all of it; people's names; who asks.

    `cases`: single cases of other organizations that may be read, because they go on in one of these.
    """

    agency: UUID | None = None
    organizations: tuple[UUID, ...] = ()
    whole_agency: bool = False
    names: bool = False
    staff: UUID | None = None
    cases: tuple[UUID, ...] = ()

    def settings(self) -> dict[str, str]:
        """The settings as text; every value is a UUID or one of our words, so none needs quoting."""
        known = self.agency is not None
        return {
            "agency": str(self.agency) if known else "",
            "orgs": _listed(self.organizations) if known else "",
            "cases": _listed(self.cases) if known else "",
            "scope": ("agency" if self.whole_agency else "orgs") if known else "",
            "names": "on" if known and self.names else "",
            "staff": str(UUID(str(self.staff))) if self.staff else "",
        }


def _listed(ids: Iterable[UUID]) -> str:
    return "{" + ",".join(str(UUID(str(each))) for each in ids) + "}"


NOTHING = Context()


@contextmanager
def reading(cases: Iterable[UUID], *, using: str = "default") -> Iterator[None]:
    """For a while these single cases can be read as well; nothing can be added to them. None asked, nothing done."""
    before = getattr(connections[using], "duly_context", NOTHING)
    wanted = tuple(sorted({*before.cases, *cases}, key=str))
    if wanted == before.cases:
        yield
        return
    bind(replace(before, cases=wanted), using=using)
    try:
        yield
    finally:
        if not connections[using].needs_rollback:
            bind(before, using=using)


@contextmanager
def bound(
    *,
    agency: UUID,
    organizations: Iterable[UUID] = (),
    whole_agency: bool = False,
    names: bool = True,
    staff: UUID | None = None,
    using: str = "default",
) -> Iterator[None]:
    """One transaction that sees these organizations of one agency (or all of it) and nothing else.

    `names` opens people's profiles; oversight works with case numbers and is bound without it.
    """
    asked = Context(agency, tuple(organizations), whole_agency, names, staff)
    before = getattr(connections[using], "duly_context", NOTHING)
    with transaction.atomic(using=using):
        bind(asked, using=using)
        try:
            yield
        except BaseException:
            connections[using].duly_context = before  # type: ignore[attr-defined]  # the rollback restores the settings
            raise
        bind(before, using=using)


def bind(context: Context, *, using: str = "default") -> None:
    """Set the context of the current transaction; it ends with it."""
    connection = connections[using]
    if not connection.in_atomic_block:
        raise RuntimeError("The database context is bound inside a transaction: use context.bound().")
    statement = "; ".join(f"SET LOCAL duly.{key} = '{value}'" for key, value in context.settings().items())
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.duly_context = context  # type: ignore[attr-defined]


def without_names(context: Context) -> Context:
    """The same sight, by case number."""
    return replace(context, names=False)
