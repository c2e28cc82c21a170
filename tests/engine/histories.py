"""Random histories of one case: late entries, corrections, undated intakes, several closings, in any order."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from duly.engine.facts import Fact, History

ASSIGNED = date(2014, 1, 6)
KINDS = ("intake", "check_in", "reassessment", "other")
MODES = ("in_person", "in_person", "phone", "email", "video")
OUTCOMES = ("completed", "completed", "completed", "no_response", "no_show")

days = st.integers(0, 460).map(lambda after: ASSIGNED + timedelta(days=after))
delays = st.one_of(st.just(0), st.integers(0, 12), st.integers(0, 300))
hours = st.integers(0, 23)


def at(day, hour=12):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@st.composite
def contacts(draw, number):
    on = draw(days)
    recorded = at(on, draw(hours)) + timedelta(days=draw(delays))
    kind = draw(st.sampled_from(KINDS))
    replaced = recorded + timedelta(days=draw(st.integers(0, 200)), hours=1) if draw(st.integers(0, 9)) == 0 else None
    undated = kind == "intake" and draw(st.integers(0, 3)) == 0
    return Fact(
        f"k{number}", "contact", None if undated else on, recorded, what=kind, mode=draw(st.sampled_from(MODES)),
        outcome=draw(st.sampled_from(OUTCOMES)), until=replaced,
    )  # fmt: skip


@st.composite
def closings(draw, number):
    on = draw(days)
    recorded = at(on, draw(hours)) + timedelta(days=draw(delays))
    replaced = recorded + timedelta(days=draw(st.integers(1, 100))) if draw(st.integers(0, 3)) == 0 else None
    return Fact(f"z{number}", "closed", on, recorded, what="withdrew", until=replaced)


@st.composite
def histories(draw):
    """One case from its assignment on."""
    facts = [Fact("a", "assigned", ASSIGNED, at(ASSIGNED, 0))]
    facts += [draw(contacts(nth)) for nth in range(draw(st.integers(0, 14)))]
    facts += [draw(closings(nth)) for nth in range(draw(st.sampled_from((0, 0, 0, 1, 1, 2))))]
    return History(tuple(draw(st.permutations(facts))))


moments = st.tuples(days, hours).map(lambda each: at(*each) + timedelta(minutes=30))
