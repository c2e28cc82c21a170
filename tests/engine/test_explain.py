"""A program file in plain English: whole, in pieces, and in the handbook."""

import pytest

from duly.engine.explain import Segment, explain, segments, told
from duly.engine.reading import editions, load
from tests.handbook import FOLDER, pages

SET = load("set")
SENTENCES = {(each.section, each.key): each for each in told(SET)}


def test_the_eye_rests_on_what_matters():
    assert segments("**Intake** within **14 days**.") == (
        Segment("Intake", True), Segment(" within "), Segment("14 days", True), Segment("."),
    )  # fmt: skip


def test_a_rule_reads_as_a_sentence_with_its_sources():
    check_in = SENTENCES["owed", "check_in"]
    assert check_in.text.startswith("Check-in: in every 30 days from intake, up to 12 times, a check-in")
    assert {"SET-28", "SET-31"} <= set(check_in.sources)


def test_payments_and_gates_are_told_too():
    payment, gate = SENTENCES["payments", "termination"].text, SENTENCES["gates", "microgrant"].text
    assert payment.startswith("Termination: $25 when the case closes sooner than 270 days after intake")
    assert gate.startswith("Microgrant (the microgrant of up to $1,000) needs: business registered")


@pytest.mark.parametrize(("program", "edition"), editions())
def test_every_rule_measure_and_point_is_told(program, edition):
    made = load(program, edition)
    wanted = {("owed", key) for key in made.owed} | {("measures", key) for key in made.measures}
    wanted |= {("payments", key) for key in (made.payments.points if made.payments else ())}
    assert wanted <= {(each.section, each.key) for each in told(made)}


@pytest.mark.parametrize(("program", "edition"), editions())
def test_the_whole_file_prints_within_the_width_of_a_terminal(program, edition):
    text = explain(load(program, edition))
    assert max(map(len, text.splitlines())) <= 96
    assert "**" not in text
    assert "None" not in text


def test_the_handbook_is_current():
    written = {each.name: each.read_text("utf-8") for each in FOLDER.iterdir()}
    assert written == pages(), "run: python -m tests.handbook"
