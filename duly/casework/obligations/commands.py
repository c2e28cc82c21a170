"""`duly rebuild`: derive everything anew from what is recorded, on every core, and say what stood differently."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import batched
from multiprocessing import get_context
from uuid import UUID

import django
from django.db import connections

from duly.casework import context
from duly.casework.models import Case, Organization
from duly.casework.obligations import current, refresh
from duly.config.progress import counting

Batch = tuple[UUID, tuple[UUID, ...]]


def rebuild() -> int:
    """Derive every case again, and count the rows that stood differently: each is a mistake somewhere."""
    total, differed = derive_everything()
    print(f"{total:,} cases derived again; {differed:,} rows stood differently")
    return 0


def bring_up_to_date() -> None:
    """After an upgrade of the engine or of a program, derive everything again before anybody reads it."""
    if not current.is_current():
        derive_everything()


def derive_everything() -> tuple[int, int]:
    """Every case of every agency; how many there are, and how many rows stood differently."""
    batches = [batch for agency in agencies() for batch in batched_cases(agency)]
    total, differed = sum(len(cases) for _, cases in batches), 0
    with counting("cases derived", total) as step:
        for (_, cases), count in zip(batches, _rebuilt(batches), strict=True):
            differed += count
            step(len(cases))
    current.mark()
    return total, differed


def agencies() -> list[UUID]:
    return list(Organization.objects.filter(parent=None).order_by("ref").values_list("id", flat=True))


def batched_cases(agency: UUID) -> Iterator[Batch]:
    """All cases of an agency, in the order of their ids, a transaction's worth at a time."""
    with context.bound(agency=agency, whole_agency=True, names=False):
        cases = list(Case.objects.filter(agency_id=agency).order_by("id").values_list("id", flat=True))
    for batch in batched(cases, refresh.BATCH):
        yield agency, batch


def _rebuilt(batches: list[Batch]) -> Iterator[int]:
    """How many rows of each batch stood differently, in their order. A few cases are not worth a second process."""
    cores = os.cpu_count() or 1
    if len(batches) < 2 or cores < 2:
        yield from map(rebuild_batch, batches)
        return
    connections.close_all()
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn"), initializer=django.setup) as pool:
        yield from pool.map(rebuild_batch, batches)


def rebuild_batch(batch: Batch) -> int:
    """Derive these cases in one transaction."""
    agency, cases = batch
    with context.bound(agency=agency, whole_agency=True, names=False):
        return refresh.rebuild(agency, cases)
