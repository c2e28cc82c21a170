"""Reading for the report pages: only organizations the person may see, each figure from one statement."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from duly.casework.access import Actor
from duly.casework.models import Contact, Organization
from duly.casework.reports import drill
from duly.casework.reports.drill import Behind
from duly.casework.reports.fidelity import Line, Report, fidelity, over_time, places_of
from duly.casework.reports.question import Question
from duly.casework.reports.trend import months_before

# Above this many cases the trend and the count of later entries are left to whoever asks for them.
AT_ONCE = 50_000


@dataclass(frozen=True, slots=True)
class Answer:
    """Derived: the report, and of its past and its later entries what was asked for."""

    report: Report
    past: tuple[Report, ...]
    later: int | None


def answer(actor: Actor, question: Question, *, everything: bool = False) -> Answer:
    """The report in the organizations the person may read, with its past where that is quickly told."""
    reach, known = actor.reach("read_fidelity"), question.known
    places = places_of(reach)
    report = fidelity(actor.agency, known, question.moment, organizations=reach, places=places)
    if not report.everyone.cases or not (everything or report.everyone.cases <= AT_ONCE):
        return Answer(report, (), None)
    months = months_before(question.moment, question.edition.zone)
    past = over_time(actor.agency, known, months[:-1], organizations=reach, places=places)
    return Answer(report, (*past, report), later_entries(actor.agency, reach, question))


def later_entries(agency: UUID, organizations: Collection[UUID], question: Question) -> int:
    """How many contacts about the days asked about were written down after the moment asked about."""
    moment = question.moment
    return Contact.objects.filter(
        agency_id=agency, organization_id__in=organizations, occurred_on__lte=moment.as_of,
        recorded_at__gt=moment.known_at, case__agency_id=agency, case__program=question.program,
        case__assigned_on__lte=moment.started_by,
    ).count()


def line_of(actor: Actor, report: Report, ref: str) -> Line | None:
    """The line somebody asks to open, if it is theirs to open."""
    wanted = report.everyone if ref == "all" else next((line for line in report.lines if line.ref == ref), None)
    return wanted if wanted and may_open(actor, report, wanted) else None


def may_open(actor: Actor, report: Report, line: Line) -> bool:
    """All of them open only to whoever may open each."""
    theirs = actor.reach("open_figure")
    return {each.place for each in ([line] if line.ref else report.lines)} <= theirs if report.lines else False


def cases_behind(actor: Actor, question: Question, line: Line, measure: str, *, show: str) -> Behind:
    """The cases of one figure."""
    places = [line.place] if line.place else actor.reach("open_figure")
    return drill.behind(actor.agency, question.known, measure, question.moment, places, show=show)


def names_of(behind: Behind) -> dict[UUID, str]:
    """The organizations of these cases, by name."""
    wanted = {each.organization for each in behind.cases}
    return dict(Organization.objects.filter(pk__in=wanted).values_list("id", "name"))
