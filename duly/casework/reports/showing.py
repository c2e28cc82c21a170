"""Everything the fidelity page shows, in words and shapes: what its template is given."""

from collections.abc import Mapping
from typing import Any

from duly.casework import words
from duly.casework.access import Actor
from duly.casework.layout.jinja import url
from duly.casework.reports import notes, table
from duly.casework.reports.fidelity import Line, Report
from duly.casework.reports.figures import plots
from duly.casework.reports.panel import MARKS, strip_label
from duly.casework.reports.published import Comparison, compared, published
from duly.casework.reports.queries import Answer, may_open
from duly.casework.reports.question import Question, day, known_in_words, plain, scored_programs
from duly.casework.reports.scales import is_small, short_names, shown
from duly.casework.reports.totals import totals
from duly.casework.reports.trend import courses
from duly.casework.reports.watch import Edge, warnings
from duly.engine.measures import Judgement
from duly.engine.reading import load

FEW_WARNINGS = 4


def asked(question: Question) -> dict[str, Any]:
    """The question in words, for the head of every page; it is what print shows of the controls."""
    return {"question": question, "as_of": day(question.moment.as_of), "known": known_in_words(question)}


def whole(
    actor: Actor, question: Question, found: Answer, compare: str, *, opened: tuple[str, str] = ("", "")
) -> dict[str, Any]:
    """The page's context."""
    report = found.report
    comparison = _comparison(question, report, compare)
    opens = _opens(actor, question, report, compare)
    return asked(question) | {
        "report": report,
        "rating": report.rating,
        "programs": [
            (url("fidelity", name), load(name).short, None, name == question.program) for name in scored_programs()
        ],
        "head": head(question, report),
        "rows": table.rows(report, opens=opens, is_open=opened, marks=comparison.marks if comparison else {}),
        "heads": table.heads(report),
        "counted": [words.number(cell.sample) for cell in report.everyone.row.cells.values()],
        "comparison": comparison,
        "compare": compare,
        "has_published": bool(published(question.program)),
        "notes": notes,
        "words_day": plain,
        "known_options": known_options(question, found.later),
        "may_open": actor.may("open_figure"),
        "panel": None,
        **figures(found, opens),
    }


def head(question: Question, report: Report) -> str:
    """SET, edition 1 Jul 2013 · 11 providers, 531 people assigned by 1 Apr 2015."""
    used = [plain(load(report.program, each).edition) for each in report.editions]
    if not used:
        return report.rating.short
    edition = f"edition{'s' if len(used) > 1 else ''} {words.listed(used)}"
    organizations = words.plural(len(report.lines), report.rating.words.organization)
    people = words.plural(report.everyone.cases, "person", "people")
    by = plain(question.moment.assigned_by)
    return f"{report.rating.short}, {edition} · {organizations}, {people} assigned by {by}"


def _comparison(question: Question, report: Report, compare: str) -> Comparison | None:
    tables = published(question.program) if compare == "published" else ()
    fitting = next((each for each in tables if each.is_of(question.moment)), None)
    return compared(report, fitting) if fitting and report.lines else None


def _opens(actor: Actor, question: Question, report: Report, compare: str) -> table.Opens:
    """Where a figure leads, or nothing where it is not theirs to open."""
    theirs = {line.ref for line in (*report.lines, report.everyone) if may_open(actor, report, line)}
    page, kept = url("fidelity-cases", question.program), "" if compare == "published" else compare

    def opens(line: Line, measure: str) -> str:
        if line.ref not in theirs:
            return ""
        return f"{page}?{question.address(organization=line.ref or 'all', measure=measure, compare=kept)}"

    return opens


def known_options(question: Question, later: int | None) -> list[tuple[str, str]]:
    """The choices of the last control."""
    place = words.zone(question.edition.time_zone)
    adds = f": adds {words.plural(later, 'later entry', 'later entries')}" if later else ""
    return [
        ("", f"End of {day(question.moment.as_of)}, {place}"),
        ("now", f"Now{adds}"),
        ("day", "End of another day"),
    ]


def figures(found: Answer, opens: table.Opens) -> dict[str, Any]:
    """Figures 1 and 2, the trend, the early warning; nothing where nobody is counted."""
    report = found.report
    if not report.lines:
        return {"plots": [], "totals": None, "courses": [], "months": [], "warnings": []}
    months = [words.month(each.moment.as_of) for each in found.past]
    short = [f"{month[:3]} {month[-4:]}" for month in months]
    names = short_names([line.name for line in report.lines])
    warned = [_warned(report, each, opens) for each in warnings(report)]
    return {
        "plots": plots(report),
        "mark_words": mark_words(report),
        "small": [names[line.name] for line in report.lines if is_small(report, line)],
        "totals": totals(report) if report.rating.total else None,
        "courses": courses(found.past, short) if found.past else [],
        "months": list(zip(months, found.past, strict=True)),
        "shown": shown,
        "lines": table.lines_of(report),
        "warnings": warned[:FEW_WARNINGS],
        "more_warnings": warned[FEW_WARNINGS:],
    }


def mark_words(report: Report) -> str:
    """Which mark stands for which rating."""
    levels = [band.level for band in next(iter(report.rating.measures.values())).bands]
    said = [f"filled circle {levels[-1]}", *(f"open circle {level}" for level in levels[1:-1]), f"cross {levels[0]}"]
    return ", ".join([*said, "diamond all pooled"])


def _warned(report: Report, each: Edge, opens: table.Opens) -> Mapping[str, str]:
    """E reassessments 48%: one more case rates it moderate."""
    measure = report.rating.measures[each.measure]
    names = short_names([line.name for line in report.lines])
    one = "one more case" if each.better else "one more failure"
    return {
        "who": names[each.line.name],
        "says": f"{table.words_of(measure)} {shown(measure, each.cell)}: {one} rates it {each.level}",
        "href": opens(each.line, each.measure),
        "cases": words.plural(each.failing, "case") if each.failing else "cases",
    }


def marks(judgement: Judgement) -> tuple[str, str]:
    """A strip and what it says."""
    return "".join(MARKS[word] for word in judgement.strip), strip_label(judgement.strip)
