"""The panel beside the table: the cases behind one figure in words, failing first, and why others are not counted."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from duly.casework import words
from duly.casework.reports import question
from duly.casework.reports.drill import COUNTED, FAIL, MOST, OUT, PASS, Behind, Case
from duly.casework.reports.fidelity import Line, Report
from duly.casework.reports.scales import shown
from duly.casework.reports.table import band_of, rated
from duly.engine.program import MeanDays, Measure
from duly.engine.sentences import of_measure

MARKS = {"met": "m", "missed": "x", "open": "o", "to come": "n", "closed": "n"}


@dataclass(frozen=True, slots=True)
class Standing:
    """Local: one case of the panel."""

    ref: str
    href: str
    place: str
    marks: str
    says: str
    counted: str
    needs: str
    verdict: str
    tone: str


@dataclass(frozen=True, slots=True)
class Group:
    """Local: cases that stand alike."""

    title: str
    note: str
    cases: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """Local: the whole panel."""

    title: str
    lead: str
    rest: str
    sources: tuple[str, ...]
    groups: tuple[Group, ...]
    more: int
    left_out: int
    of: int
    has_strip: bool
    nobody: str
    href_all: str
    href_left_out: str
    href_counted: str


@dataclass(frozen=True, slots=True)
class Leads:
    """Local: where the panel leads: to the evidence of a case, to all cases, to those not counted."""

    evidence: Callable[[str], str]
    everything: str
    left_out: str
    first: str


def panel(
    report: Report, line: Line, key: str, behind: Behind, *, leads: Leads, places: Mapping[UUID, str]
) -> Panel:
    """The panel of one figure; `places` names organizations where there are several."""
    measure, cell = report.rating.measures[key], line.row.cells[key]
    shown_cases = [each for each in behind.cases if each.verdict != OUT]
    return Panel(
        title=f"{line.name if line.ref else 'All'} · {measure.label}",
        lead=lead(measure, line, key), rest=rest(report, line, key), sources=measure.sources[:1],
        groups=tuple(groups(behind, leads.evidence, places)),
        more=cell.sample - len(shown_cases), left_out=behind.counts.get(OUT, 0), of=line.cases,
        has_strip=any(each.judgement.strip for each in behind.cases), nobody=nobody(report, line, key),
        href_all=leads.everything,
        href_left_out="" if behind.of(OUT) else leads.left_out,
        href_counted=leads.first if behind.of(OUT) else "",
    )


def nobody(report: Report, line: Line, key: str) -> str:
    """Why there is no figure, and what that means for the total; nothing where there is one."""
    measure = report.rating.measures[key]
    if line.row.cells[key].sample:
        return ""
    where = f"at {line.name} " if line.ref else ""
    by = question.plain(report.moment.as_of)
    return (
        f"Nobody {where}was in the sample ({measure.of_whom}) by {by}, so {measure.label} has no figure."
        " It is left out, not counted as 0, and without it there is no total and no class."
    )


def lead(measure: Measure, line: Line, key: str) -> str:
    """27 of 37 pass: 73%."""
    cell = line.row.cells[key]
    if isinstance(measure, MeanDays):
        return f"{words.plural(cell.value or 0, 'day')} on average over {words.plural(cell.sample, 'case')}"
    return f"{words.number(cell.numerator)} of {words.number(cell.sample)} pass: {shown(measure, cell)}"


def rest(report: Report, line: Line, key: str) -> str:
    """How that is rated, and what the measure is."""
    measure, cell = report.rating.measures[key], line.row.cells[key]
    meant = of_measure(report.rating, measure)
    meant = f"{meant[:1].upper()}{meant[1:]}"
    if measure.lower_bound:
        meant += " At least that: only answered contacts count."
    return meant if cell.score is None else f", rated {rated(measure, cell)} ({band_of(measure, cell)}). {meant}"


def groups(behind: Behind, href: Callable[[str], str], places: Mapping[UUID, str]) -> Iterator[Group]:
    """Failing first, nearest first."""
    for verdict, title in ((FAIL, "Fail"), (COUNTED, "Counted"), (PASS, "Pass"), (OUT, "Not counted")):
        cases = behind.of(verdict)
        if cases:
            standing = tuple(stands(each, href(each.ref), places.get(each.organization, "")) for each in cases)
            yield Group(title, note(behind, verdict, len(cases)), standing)


def note(behind: Behind, verdict: str, shown_now: int) -> str:
    """10, nearest first; 27, 4 of them just so."""
    count = behind.counts[verdict]
    said = words.number(count)
    if count > 1 and (verdict == COUNTED or (verdict == FAIL and behind.of(FAIL)[0].judgement.of)):
        said += ", nearest first" if verdict == FAIL else ", longest first"
    if verdict == PASS and behind.edge:
        said += f", {behind.edge} of them by exactly {behind.threshold}"
    return said if count == shown_now or shown_now < MOST else f"{said}; the first {MOST} of them"


def stands(each: Case, href: str, place: str) -> Standing:
    found = each.judgement
    fails = each.verdict == FAIL
    verdict = (f"{found.short} short" if found.of else "fails") if fails else "passes" if each.verdict == PASS else ""
    days = each.verdict == COUNTED
    return Standing(
        ref=each.ref,
        href=href,
        place=place,
        marks="".join(MARKS[word] for word in found.strip),
        says=says(each),
        counted=words.plural(found.number or 0, "day") if days else _of(found.number, found.of),
        needs=f"needs {found.needs}" if found.needs is not None else "",
        verdict=verdict,
        tone="late" if fails else "good",
    )


def _of(number: int | None, of: int | None) -> str:
    return "" if of is None else f"{number} of {of}"


def says(each: Case) -> str:
    """What a strip shows, in words; otherwise the days on which it was met, or why it is not counted."""
    found = each.judgement
    if each.verdict == OUT:
        return found.why_not
    if found.strip:
        return strip_label(found.strip)
    held = [fact for fact in each.history if fact.id in found.evidence and fact.kind != "assigned"]
    days = [question.plain(fact.on) if fact.on else "on a day not recorded" for fact in held]
    return words.listed(days) or "none on record"


def strip_label(strip: tuple[str, ...]) -> str:
    """7 met, 5 missed, 1 open."""
    said = [f"{strip.count(word)} {word}" for word in ("met", "missed", "open") if strip.count(word)]
    return ", ".join(said) or "no window yet"
