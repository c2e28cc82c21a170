"""Reading the documents of a case: what is attached, what a step still waits for, how much more has room."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Count, Sum
from django.http import Http404

from duly.casework.models import Attachment, AttachmentContent, Case, Correction
from duly.casework.obligations import chain
from duly.engine.forms import Need
from duly.engine.program import Code, Edition

FILES = 200  # of one case
BYTES = 200_000_000  # of one case
OTHER = Code.model_validate({"(key)": "another", "label": "another document"})


@dataclass(frozen=True, slots=True)
class Attached:
    """One document, why it was taken back if it was, and whether it came to the case where it was before."""

    attachment: Attachment
    taken_back: Correction | None
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """A kind of document that a step waits for, the steps, and whether one is attached."""

    label: str
    steps: tuple[str, ...]
    is_here: bool


def kinds(edition: Edition) -> dict[str, Code]:
    """The kinds of documents of a program; where its file names none, there is one."""
    return edition.documents or {OTHER.key: OTHER}


def attached(case: Case) -> list[Attached]:
    """Every document of the case and of those it continues, the newest first, those taken back too. Two queries."""
    with chain.whole(case) as earlier:
        found = Attachment.objects.filter(agency_id=case.agency_id, case__in=[case, *earlier]).select_related("author")
        rows = list(found.order_by("-recorded_at", "-id"))
        ids = [each.pk for each in rows]
        about = Correction.objects.filter(agency_id=case.agency_id, replaces__in=ids).select_related("author")
        back = {each.replaces: each for each in about}
    return [Attached(each, back.get(each.pk), each.case_id != case.pk) for each in rows]


def opened_or_404(case: Case, document: UUID) -> tuple[Attachment, bytes]:
    """A document of the case, or of one it continues, with what stands in it."""
    with chain.whole(case) as earlier:
        found = standing_or_404([case, *earlier], document)
        owner = {"agency_id": found.agency_id, "case_id": found.case_id}
        return found, bytes(AttachmentContent.objects.get(pk=found.pk, **owner).content)


def standing_or_404(cases: Sequence[Case], document: UUID) -> Attachment:
    """The document of these cases with this id; one that was taken back is not there any more."""
    agency = cases[0].agency_id
    found = Attachment.objects.filter(agency_id=agency, case__in=cases, pk=document).first()
    if found is None or Correction.objects.filter(agency_id=agency, replaces=document).exists():
        raise Http404
    return found


def wanted(edition: Edition, here: Iterable[str]) -> list[Wanted]:
    """The kinds of documents that steps of the program wait for, in the order of the file."""
    steps: dict[str, dict[str, None]] = {}
    for step, need in _needs(edition):
        for kind in need.on_file:
            if kind in edition.documents:
                steps.setdefault(kind, {})[step] = None
    present = set(here)
    return [Wanted(edition.documents[kind].label, tuple(found), kind in present) for kind, found in steps.items()]


def _needs(edition: Edition) -> Iterator[tuple[str, Need]]:
    for gate in edition.gates.values():
        yield from ((gate.label, need) for need in gate.needs.values())
    for reason in edition.closing.values():
        yield from ((f"closing: {reason.label}", need) for need in reason.needs.values())
    yield from (("closing", need) for need in edition.every_closing.values())


def full(case: Case, size: int) -> str:
    """Why there is no room for so many bytes more, or nothing: of the case, then of the installation."""
    sums = Attachment.objects.filter(agency_id=case.agency_id, case=case).aggregate(n=Count("id"), bytes=Sum("size"))
    if sums["n"] >= FILES or (sums["bytes"] or 0) + size > BYTES:
        return f"A case holds {FILES} documents or {BYTES // 1_000_000} MB at most, and this one is full."
    if stored() + size > settings.DOCUMENT_ROOM:
        return "This installation has no room for more documents. Tell your administrator."
    return ""


def stored() -> int:
    """The bytes all documents of the installation take, as the database keeps count; no row is read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size('casework_attachmentcontent')")
        return int(cursor.fetchone()[0])
