"""Each rule of an edition as a sentence; the words that matter most stand between ** marks."""

from typing import assert_never

from duly.engine.assessing import Check, EligibilityRule
from duly.engine.phrases import any_of, called, either, lower
from duly.engine.program import (
    REACHED,
    Edition,
    FollowUp,
    Gate,
    Interval,
    Lapse,
    MeanDays,
    Measure,
    Once,
    Payment,
    PlanKind,
    ProgramLength,
    Rule,
    Series,
    ShareComplete,
    ShareHeld,
    ShareOnTime,
    Step,
    Windows,
)


def of_rule(edition: Edition, rule: Rule) -> str:
    """What the rule owes, in words."""
    match rule:
        case Once():
            return once(edition, rule)
        case Windows():
            what = any_of(edition, rule.met_by)
            every = f"in every **{rule.every}** from {called(edition, rule.after)}, up to **{rule.count}** times"
            return f"**{rule.label}**: {every}, {what}. It must fall inside its window; a missed window is past."
        case Series():
            what = any_of(edition, rule.met_by)
            every = f"every **{rule.every}** from {called(edition, rule.after)}, up to **{rule.count}**"
            return f"**{rule.label}**: {every}, {what}. A late one still counts, and its lateness is shown."
        case ProgramLength():
            lasts = f"The program lasts **{rule.lasts}** from {called(edition, rule.after)}"
            owed = f"{lasts}; after {rule.warn} the end is announced. Then **{lower(rule.label)}** is what is owed."
            later = rule.extended_by and f"{named(edition, rule.extended_by)} names a later last day for one case."
            return f"{owed} {later}" if later else owed
        case Interval():
            return interval(edition, rule)
        case Lapse():
            return lapse(edition, rule)
        case Step():
            return step(edition, rule)
        case FollowUp():
            return follow_up(edition, rule)
        case _:
            assert_never(rule)


def once(edition: Edition, rule: Once) -> str:
    what = any_of(edition, rule.met_by)
    if rule.before:
        until = f" It can be met until {called(edition, rule.until)}." if rule.until else ""
        return f"**{rule.label}** at least **{rule.ahead}** before {called(edition, rule.before)}: {what}.{until}"
    return f"**{rule.label}** within **{rule.within}** of {called(edition, str(rule.after))}: {what}."


def interval(edition: Edition, rule: Interval) -> str:
    said = [
        f"**{rule.label}**: no more than **{rule.every}** without {any_of(edition, rule.met_by)},"
        f" counted from {called(edition, rule.after)} at first and from the last one afterwards."
    ]
    for key, paces in rule.by_phase.items():
        said.append(f"{edition.phases[key].label}: **{', then '.join(map(str, paces))}**.")
    if rule.ends_with:
        said.append(f"It ends with {names(edition, rule.ends_with)}.")
    if rule.paused_by:
        until = f"'{names(edition, rule.paused_by)}' to '{names(edition, rule.resumed_by)}'"
        said.append(f"The clock stands still from {until}.")
    if rule.shortened_by:
        said.append(f"{named(edition, rule.shortened_by)} names a shorter length for one case.")
    return " ".join(said)


def lapse(edition: Edition, rule: Lapse) -> str:
    kinds = tuple(name for name in rule.since if name in edition.contacts)
    silent = "an answer" if REACHED in rule.since else any_of(edition, kinds or rule.since)
    return (
        f"After **{rule.silence}** without {silent}, with a try on file since, **{rule.proposes}** is proposed."
        f" It is counted from {called(edition, rule.after)} where there was none at all."
    )


def step(edition: Edition, rule: Step) -> str:
    due = f", or {rule.within} after it where none is named" if rule.within else ""
    what = f"the day each {called(edition, rule.of)} names" if rule.of != "step" else "the day agreed for each"
    return f"**{rule.label}**: due on {what}{due}. Met by {names(edition, rule.met_by)}."


def follow_up(edition: Edition, rule: FollowUp) -> str:
    only = f" for {either(tuple(lower(edition.closing[key].label) for key in rule.reasons))}" if rule.reasons else ""
    quarters = f"in each of the **{rule.quarters}** calendar quarters after {called(edition, rule.after)}{only}"
    return f"**{rule.label}**: {quarters}, {any_of(edition, rule.met_by)}."


def names(edition: Edition, wanted: tuple[str, ...]) -> str:
    return either(tuple(called(edition, name) for name in wanted))


def named(edition: Edition, wanted: tuple[str, ...]) -> str:
    """The same at the beginning of a sentence."""
    found = names(edition, wanted)
    return f"{found[:1].upper()}{found[1:]}"


def of_plan(edition: Edition, kind: PlanKind) -> str:
    """What a thing of a plan is asked by, how it ends, and what both parties have to do with it."""
    ends = either(tuple(lower(end.label.split(":")[0]) for end in kind.ends.values()))
    said = [f"**{kind.label}**: asked by the form '{edition.forms[kind.form].label}'; it ends as {ends}."]
    if kind.both:
        said.append("Each counts once both agree.")
    if kind.kept:
        said.append("It is **never taken back**: how it ended is recorded.")
    if kind.none:
        said.append(f"Where there are none, that is put on record: '{lower(kind.none)}'.")
    if kind.means:
        said.append(f"It is also '{called(edition, kind.means)}'.")
    if kind.gate:
        said.append(f"Before it begins: {lower(edition.gates[kind.gate].label)}, what must be in place first.")
    return " ".join(said)


def of_gate(gate: Gate) -> str:
    """What a step needs first."""
    needs = either(tuple(lower(need.label) for need in gate.needs.values()), "and")
    return f"**{gate.label}** ({gate.opens}) needs: {needs}." if gate.opens else f"**{gate.label}** needs: {needs}."


def of_eligibility(edition: Edition, rule: EligibilityRule) -> str:
    """Who decides by what, on what, for how long."""
    basis = f" Rests on {either(tuple(map(lower, rule.basis.values())))}." if rule.basis else ""
    groups = tuple(lower(edition.groups[each].label) for each in rule.groups)
    whom = f" Asked of members of {either(groups)}." if groups else ""
    lasts = f" A decision holds **{rule.lasts}**." if rule.lasts else ""
    return f"**{rule.label}**: {rule.asks}{'' if rule.asks.endswith('.') else '.'}{basis}{whom}{lasts}"


def of_check(edition: Edition, check: Check) -> str:
    """What is looked for in the record."""
    match check.kind:
        case "written_late":
            what = f"entries written more than **{check.after}** after the day they tell of"
        case "day_missing":
            what = "entries without the day on which it happened"
        case "step_missing":
            steps = either(tuple(lower(edition.assessment[each].label) for each in check.steps), "and")
            what = f"cases without {steps} **{check.after}** after assignment"
        case "profile_missing":
            what = "people without a birth date, or without a phone number and an email address"
        case "out_of_order":
            what = "entries before the assignment or after the closing, and services that end before they begin"
        case "nobody_responsible":
            what = "members of a target group whose case nobody answers for"
        case "undecided":
            what = "members of a group without the decision on eligibility it asks for"
    return f"**{check.label}**: {what}."


def of_measure(edition: Edition, measure: Measure) -> str:
    """What a measure counts."""
    match measure:
        case ShareHeld():
            return f"the share of cases whose {called(edition, measure.of)} was held."
        case MeanDays():
            return f"mean days from assignment to {called(edition, measure.of)}."
        case ShareOnTime():
            part, whole = measure.at_least
            what = lower(edition.owed[measure.rule].label)
            return f"the share of cases with at least {part}/{whole} of their ended {what} windows met."
        case ShareComplete():
            what = lower(edition.owed[measure.rule].label)
            return f"the share of cases with every {what} that had fallen due."
        case _:
            assert_never(measure)


def of_payment(edition: Edition, point: Payment) -> str:
    """What earns how much."""
    times = f", up to **{point.times}** times" if point.times > 1 else ""
    outside = " Outside the limit." if point.outside_limit else ""
    return f"**{point.label}**: **${point.amount:,}** {earned(edition, point)}{times}.{outside}"


def earned(edition: Edition, point: Payment) -> str:
    match point.kind:
        case "agreed_slot":
            return f"for each participant the {edition.words.organization} agreed to serve"
        case "met":
            return f"when {lower(edition.owed[str(point.rule)].label)} is met"
        case "each_met":
            return f"each time {lower(edition.owed[str(point.rule)].label)} is met{covered(edition, point)}"
        case "on_file":
            return f"once this is on file: {names(edition, point.on_file)}"
        case "early_exit":
            after = f"{point.sooner_than} after {called(edition, str(point.after))}"
            return f"when the case closes sooner than {after}{instead(point)}"
        case _:
            assert_never(point.kind)


def covered(edition: Edition, point: Payment) -> str:
    if not point.each_window:
        return ""
    service = " or a service" if point.or_service else ""
    return f" and each {lower(edition.owed[point.each_window].label)} window before it holds a contact{service}"


def instead(point: Payment) -> str:
    return f" with fewer than {point.fewer_than} payments for {point.instead_of}" if point.fewer_than else ""
