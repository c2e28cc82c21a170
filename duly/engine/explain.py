"""A program file in plain English: for the command line, the Program page and the handbook."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from textwrap import wrap

from duly.engine import sentences
from duly.engine.counting import of_whom
from duly.engine.forms import MODES, OUTCOMES
from duly.engine.phrases import called, either, lower, said
from duly.engine.program import Band, Edition, Field, Form, Keyed

WIDTH = 96


@dataclass(frozen=True, slots=True)
class Segment:
    """Derived: a stretch of a sentence; `strong` where a reader's eye should rest."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """Derived: one part of a file in words, with its sources."""

    section: str  # a key of TITLES
    key: str
    kind: str
    label: str
    segments: tuple[Segment, ...]
    note: str
    sources: tuple[str, ...]

    @property
    def text(self) -> str:
        """The sentence and its note, without marks."""
        return " ".join(filter(None, ("".join(each.text for each in self.segments), self.note)))


def segments(marked: str) -> tuple[Segment, ...]:
    """A text with ** marks as plain and strong stretches."""
    return tuple(Segment(text, bool(nth % 2)) for nth, text in enumerate(marked.split("**")) if text)


def told(edition: Edition) -> Iterator[Sentence]:
    """Every rule of the edition in words, in the order of the file."""
    for rule in edition.owed.values():
        yield sentence("owed", rule.kind, rule, sentences.of_rule(edition, rule))
    for gate in edition.gates.values():
        yield sentence("gates", "gate", gate, sentences.of_gate(gate))
    for kind in edition.plan.kinds.values() if edition.plan else ():
        yield sentence("plan", "thing of a plan", kind, sentences.of_plan(edition, kind))
    for measure in edition.measures.values():
        what = f"{sentences.of_measure(edition, measure)} Sample: {measure.of_whom}. Rated {rated(measure.bands)}."
        yield sentence("measures", measure.kind, measure, f"**{measure.label}**: {what}")
    for point in edition.payments.points.values() if edition.payments else ():
        yield sentence("payments", point.kind, point, sentences.of_payment(edition, point))
    for count in edition.counts.values():
        wanted = either(tuple(called(edition, name) for name in count.needs), "and")
        yield sentence("counts", "count", count, f"**{count.label}**: of {of_whom(edition, count)}; {wanted} on file.")
    yield from told_beside(edition)
    for reason in edition.closing.values():
        needs = [*edition.every_closing.values(), *reason.needs.values()]
        wanted = f" It needs: {either(tuple(lower(each.label) for each in needs), 'and')}." if needs else ""
        helped = f": {lower(reason.help)}" if reason.help else ""
        yield sentence("closing", "closing reason", reason, f"**{reason.label}**{helped}.{wanted}")


def told_beside(edition: Edition) -> Iterator[Sentence]:
    """What is settled beside the plan: eligibility, assessment, advice, the record itself."""
    for rule in edition.eligibility.values():
        yield sentence("eligibility", "eligibility", rule, sentences.of_eligibility(edition, rule))
    for step in edition.assessment.values():
        many = "one entry after another" if step.many else "filled in once, and brought up to date"
        purpose = f" {step.purpose}" if step.purpose else ""
        yield sentence("assessment", "assessment", step, f"**{step.label}**: {many}.{purpose}")
    for advice in edition.advice.values():
        category = lower(edition.categories[advice.category].label)
        text = f"**{advice.label}**, once a service counts as {category}: {advice.says}"
        yield sentence("advice", "advice", advice, text)
    for check in edition.quality.values():
        yield sentence("quality", check.kind, check, sentences.of_check(edition, check))
    for review in edition.reviews.values():
        drawn = f"a sample of **{review.size}** is drawn; what is found is put right within **{review.correct_within}**"
        yield sentence("reviews", "review", review, f"**{review.label}**: {drawn}.")


def sentence(section: str, kind: str, part: Keyed, marked: str) -> Sentence:
    return Sentence(section, part.key, kind, part.label, segments(marked), part.note, part.sources)


TITLES = {
    "owed": "What is owed", "gates": "What must be in place first", "plan": "The case plan",
    "measures": "Measures", "payments": "Payments",
    "counts": "Official counts", "eligibility": "Who may be served", "assessment": "Assessment",
    "advice": "What is recommended", "quality": "Quality of the record", "reviews": "Reviews by a supervisor",
    "closing": "Reasons to close",
}


def explain(edition: Edition) -> str:
    """The whole file in plain English."""
    lines = [*header(edition), *contacts(edition)]
    every = list(told(edition))
    for section, title in TITLES.items():
        parts = [each for each in every if each.section == section]
        if parts:
            lines += ["", title.upper(), *(line for each in parts for line in item(each.text, each.sources))]
            lines += after(edition, section)
    lines += [line for form in edition.forms.values() for line in asked(form)]
    return "\n".join([*lines, *codes(edition)]) + "\n"


def header(edition: Edition) -> list[str]:
    title = f"{edition.name} ({edition.short}), edition of {said(edition.edition)}"
    zone = f"Time zone: {edition.time_zone}"
    return [title, "=" * len(title), *wrap(edition.about, WIDTH), *cited(edition.sources), zone]


def item(text: str, sources: Iterable[str]) -> list[str]:
    """One entry of a list, wrapped, with its sources on the last line."""
    listed = " ".join(sources)
    return wrap(f"{text} [{listed}]" if listed else text, WIDTH, initial_indent="- ", subsequent_indent="  ")


def cited(sources: tuple[str, ...]) -> list[str]:
    return [f"Sources: {' '.join(sources)}"] if sources else []


def contacts(edition: Edition) -> list[str]:
    """The kinds of contact, and when each counts."""
    lines = ["", "CONTACTS"]
    for kind in edition.contacts.values():
        ways = either(tuple(MODES[mode] for mode in kind.modes))
        only = either(tuple(MODES[mode] for mode in kind.counts_in)) if kind.counts_in else ""
        counts = f" Meets what is owed only {only}." if only else ""
        purpose = f" {kind.purpose}" if kind.purpose else ""
        lines += item(f"{kind.label}, {ways}.{counts}{purpose}", kind.sources)
    return [*lines, f"Outcomes: {', '.join(OUTCOMES.values())}. Only 'reached' counts; the rest are tries."]


def after(edition: Edition, section: str) -> list[str]:
    """What is said once about a whole section."""
    if section == "measures" and edition.total:
        few = f"Fewer than {edition.total.small_sample} people: {edition.total.caution}"
        total = f"Points add up to a class: {rated(edition.total.classes)}."
        return [*item(total, edition.total.sources), *item(few, ())]
    if section == "payments" and edition.payments:
        return item(f"At most ${edition.payments.limit:,} for one participant.", edition.payments.sources)
    if section == "closing" and (two := edition.closing_by_two):
        asks = f"Closing takes two: the {edition.words.case_manager} suspends the case and says why; another who may"
        return item(f"{asks} decides closes it, asks for more or puts it back within {two.answer_within}.", two.sources)
    return []


def rated(levels: tuple[Band, ...]) -> str:
    """Levels with their whole numbers: low to 74, moderate 75 to 89, high from 90."""
    return ", ".join(f"{each.level} {each}" for each in levels)


def asked(form: Form) -> list[str]:
    """The questions of a form."""
    lines = ["", f"FORM: {form.label.upper()}", *cited(form.sources)]
    for field in form.fields.values():
        lines += item(question(field), field.sources)
    return lines


def question(field: Field) -> str:
    """One question: what, how it is answered, when it must be."""
    must = " (required)" if field.required else ""
    if field.required_when:
        when = " and ".join(f"{name} is {' or '.join(values)}" for name, values in field.required_when.items())
        must = f" (required when {when})"
    choices = f": {', '.join(field.choices.values())}" if field.choices else ""
    return f"{field.section}, {field.label}{must}{choices}" if field.section else f"{field.label}{must}{choices}"


LISTS = {
    "phases": "Phases", "staffing": "Staffing", "events": "Events", "milestones": "Milestones", "services": "Services",
    "deliveries": "How services are delivered", "groups": "Groups", "selection": "How somebody was selected",
    "elsewhere": "Reasons to refer elsewhere", "categories": "Categories of services", "barriers": "Barriers",
    "engagement": "Engagement groups", "hold_reasons": "Reasons for a hold", "documents": "Documents",
}


def codes(edition: Edition) -> list[str]:
    """The code lists that are not empty."""
    lines = []
    for name, title in LISTS.items():
        found: dict[str, Keyed] = getattr(edition, name)
        if found:
            lines += ["", title.upper()]
            lines += [line for each in found.values() for line in item(f"{each.key}: {each.label}", each.sources)]
    return lines
