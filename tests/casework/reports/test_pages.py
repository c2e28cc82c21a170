"""The fidelity page and what stands behind its figures, as the people of the scene see them."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duly.casework import context
from duly.casework.contacts.actions import record_contact
from duly.casework.models import Opening, Organization
from duly.casework.models.ids import uuid7

NOTE = "Wants to open a bakery."
ASKED = {"as_of": "2015-04-06", "assigned_by": "2015-04-06"}
PAGE = reverse("fidelity", args=["set"])
CASES = reverse("fidelity-cases", args=["set"])


def meet(scene, case, kind, on, *, by, mode="in_person", outcome="completed"):
    return record_contact(
        case, entry=uuid7(), kind=kind, on=on, mode=mode, outcome=outcome, note=NOTE, by=scene.actor(by)
    )


def served(scene, name, by, *answered):
    """A case in its third window, with check-ins answered on these days."""
    case = scene.case(name, by=by, assigned_on=date(2015, 1, 1))
    meet(scene, case, "intake", date(2015, 1, 11), by=by)
    for on in answered:
        meet(scene, case, "check_in", on, by=by, mode="phone")
    return case


@pytest.fixture
def jo(scene):
    """Jo and Lee at Provider C, Bo at Provider D."""
    jo = served(scene, "Jo Reyes", "ana", date(2015, 1, 20))
    served(scene, "Lee Tran", "ana", date(2015, 1, 20), date(2015, 2, 20))
    served(scene, "Bo Lang", "ben")
    return jo


@pytest.fixture
def reads(scene):
    """What a page says to somebody of the scene."""

    def read(who, place, **asked):
        client = Client()
        client.force_login(scene.staff[who])
        return client.get(place, ASKED | asked)

    return read


def text(response):
    return response.content.decode()


def evidence_of(case):
    return reverse("fidelity-evidence", args=["set", case.ref])


def test_oversight_reads_every_provider_and_no_name(jo, reads):
    page = text(reads("lia", PAGE))
    assert "Provider C" in page
    assert "Provider D" in page
    assert "All, pooled" in page
    assert "Reyes" not in page


def test_a_provider_reads_its_own_figures_only(jo, reads):
    page = text(reads("cal", PAGE))
    assert "Provider C" in page
    assert "Provider D" not in page


def test_the_head_says_as_of_when_and_as_known_when_because_controls_do_not_print(jo, reads):
    assert "as of Mon 6 Apr 2015, as known at the end of that day" in text(reads("lia", PAGE))
    assert "as known at the end of Tue 7 Apr 2015" in text(reads("lia", PAGE, known_at="2015-04-07"))


def test_a_figure_opens_into_its_cases_failing_first(scene, jo, reads):
    page = text(reads("cal", CASES, organization=scene.c.ref, measure="check_ins"))
    assert "1 of 2 pass: 50%" in page
    assert page.index("<b>Fail</b>") < page.index(jo.ref) < page.index("<b>Pass</b>")
    assert "1 met, 1 missed, 1 open" in page
    assert "1 short" in page


def test_all_of_them_open_only_to_whoever_may_open_each(scene, jo, reads):
    asked = {"organization": "all", "measure": "check_ins"}
    assert "1 of 3 pass: 33%" in text(reads("lia", CASES, **asked))
    assert reads("fay", CASES, **asked).status_code == 404


def test_those_not_counted_are_shown_with_the_reason(scene, jo, reads):
    scene.case("Ann Poe", by="ana", assigned_on=date(2015, 4, 1))
    asked = {"organization": scene.c.ref, "measure": "check_ins"}
    assert "Why 1 of 3 are not counted" in text(reads("ana", CASES, **asked))
    assert "no intake that counts is on record" in text(reads("ana", CASES, **asked, show="not"))


def test_figures_of_others_do_not_open(scene, jo, reads):
    assert reads("ana", CASES, organization=scene.d.ref, measure="check_ins").status_code == 404
    assert reads("ben", CASES, organization=scene.d.ref, measure="check_ins").status_code == 200


@pytest.mark.parametrize("who", ["fay", "eve"])
def test_finance_and_evaluators_read_figures_without_opening_them(scene, jo, reads, who):
    page = text(reads(who, PAGE))
    assert "50%" in page
    assert 'class="cell" href' not in page
    assert reads(who, CASES, organization=scene.c.ref, measure="check_ins").status_code == 404
    assert reads(who, evidence_of(jo), measure="check_ins").status_code == 404


@pytest.mark.parametrize("who", ["ada", "sue"])
def test_whoever_reads_no_figures_finds_no_page(jo, reads, who):
    assert reads(who, PAGE).status_code == 404


def test_evidence_says_what_counted_without_names_or_notes(jo, reads):
    page = text(reads("lia", evidence_of(jo), measure="check_ins"))
    assert "1 of the 2 windows that have ended hold an answered contact; it takes 2." in page
    assert "20 Jan 2015, Check-in by phone, reached" in page
    assert NOTE not in page
    assert "Reyes" not in page


def test_opening_evidence_is_on_record(scene, jo, reads):
    reads("lia", evidence_of(jo), measure="days_to_intake")
    assert list(Opening.objects.values_list("what", "staff__name", "case__ref")) == [
        ("evidence: days_to_intake", "Lia", jo.ref)
    ]


def test_evidence_of_another_provider_does_not_exist_and_leaves_no_trace(jo, reads):
    assert reads("ben", evidence_of(jo), measure="check_ins").status_code == 404
    assert not Opening.objects.exists()


@pytest.mark.parametrize("asked", [{"measure": "speed"}, {}, {"measure": "check_ins", "organization": "nobody"}])
def test_what_does_not_exist_is_not_found(jo, reads, asked):
    assert reads("lia", CASES, **asked).status_code == 404


def test_a_figure_without_a_sample_says_so_and_is_not_counted_as_nothing(scene, jo, reads):
    page = text(reads("ben", CASES, organization=scene.d.ref, measure="reassessments"))
    assert "Nobody at Provider D was in the sample (90 days or more since intake) by 6 Apr 2015" in page
    assert "there is no total and no class" in page


def test_before_the_first_assignment_there_is_nobody_to_count(jo, reads):
    assert "Nobody to count" in text(reads("lia", PAGE, as_of="2014-01-31", assigned_by=""))


@pytest.mark.parametrize(("field", "said"), [("as_of", "6 April"), ("assigned_by", "2015-02-30"), ("known_at", "soon")])
def test_days_nobody_can_read_are_told_and_not_guessed(jo, reads, field, said):
    page = text(reads("lia", PAGE, **{field: said}))
    assert "This cannot be asked." in page
    assert "All, pooled" not in page


def test_htmx_gets_the_table_and_its_panel_only(scene, jo):
    client = Client(headers={"HX-Request": "true"})
    client.force_login(scene.staff["lia"])
    page = text(client.get(CASES, ASKED | {"organization": scene.c.ref, "measure": "check_ins"}))
    assert page.lstrip().startswith('<div class="split" id="figures">')
    assert "<html" not in page


def test_the_file_for_tools_holds_what_the_reader_may_see(scene, jo, reads):
    answer = reads("cal", reverse("fidelity-json", args=["set"]))
    assert [row["organization"] for row in json.loads(answer.content)["rows"]] == ["Provider C", "All"]
    assert answer["Content-Disposition"] == 'attachment; filename="fidelity-set-2015-04-06.json"'


def test_the_spreadsheet_runs_nothing_somebody_named_an_organization(scene, jo, reads):
    Organization.objects.filter(pk=scene.c.pk).update(name='=HYPERLINK("http://evil.example")')
    sheet = text(reads("lia", reverse("fidelity-csv", args=["set"])))
    assert "\"'=HYPERLINK(" in sheet
    assert ",=HYPERLINK" not in sheet


def test_only_a_scored_program_has_a_report(jo, reads):
    assert reads("lia", reverse("fidelity", args=["moses"])).status_code == 404
    assert reads("lia", reverse("reports"))["Location"] == PAGE


@pytest.fixture
def counted(scene):
    """How many statements a page costs somebody who is signed in; savepoints are the test's own."""
    client = Client()
    client.force_login(scene.staff["lia"])
    client.get(PAGE)  # the first request of a sign-in also writes its session

    def count(place, **asked):
        with CaptureQueriesContext(connection) as found:
            client.get(place, ASKED | asked)
        return sum("SAVEPOINT" not in each["sql"] and "SET LOCAL" not in each["sql"] for each in found)

    return count


def test_a_page_costs_the_same_few_statements_however_many_cases(scene, jo, counted):
    opened = {"organization": scene.c.ref, "measure": "check_ins"}
    before = [counted(PAGE), counted(CASES, **opened)]
    with context.bound(agency=scene.root.pk, whole_agency=True):
        for nth in range(8):
            served(scene, f"Person {nth}", "ana", date(2015, 1, 20))
    assert [counted(PAGE), counted(CASES, **opened)] == before == [7, 9]
