"""The program pages: every rule with its source, read by everybody who signs in."""

import re
from collections import Counter

import pytest
from django.test import Client
from django.urls import reverse

from duly.casework.programs.book import book_of
from duly.casework.programs.panel import opened, panel
from duly.engine.explain import told
from duly.engine.reading import editions, load, text_of
from duly.engine.stories import stories_of

EVERY = pytest.mark.parametrize(("program", "edition"), editions())
WORKERS = ("ana", "sue", "cal")
OTHERS = ("lia", "fay", "eve", "ada")


@pytest.fixture
def reads(scene):
    """The page at a place, as one of the scene sees it."""

    def read(place, *, who="lia", **asked):
        client = Client()
        client.force_login(scene.staff[who])
        return client.get(place, asked)

    return read


def text(response):
    return response.content.decode()


def sources_in(value):
    """Every source id an edition names, wherever it stands."""
    found = set(value.get("sources", ())) if isinstance(value, dict) else set()
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return found.union(*map(sources_in, inside))


@EVERY
def test_every_source_of_an_edition_is_a_place_on_its_page(reads, program, edition):
    page = text(reads(reverse("program", args=[program, edition])))
    ids = re.findall(r' id="([^"]+)"', page)
    assert sources_in(load(program, edition).model_dump()) - set(ids) == set()
    assert [each for each, times in Counter(ids).items() if times > 1] == []


@EVERY
def test_every_rule_stands_on_the_page_in_words(reads, program, edition):
    page = re.sub(r"</?b>", "", text(reads(reverse("program", args=[program]))))
    every = list(told(load(program, edition)))
    for each in every:
        said = "".join(part.text for part in each.segments)
        assert said.replace("&", "&amp;").replace("'", "&#39;").replace('"', "&#34;") in page
    assert f"{len(every)} rules" in page


@EVERY
def test_a_link_to_a_source_lands_on_its_rule(program, edition):
    book = book_of(load(program, edition))
    ruled = {source for each in book.entries for source in each.said.sources}
    assert ruled
    assert all(source in book.entry(book.anchors[source]).said.sources for source in ruled)


def test_an_id_nobody_cites_is_no_place_on_the_page(reads):
    """Negative control: the page has no anchor of everything."""
    page = text(reads(reverse("program", args=["set"])))
    assert not [each for each in book_of(load("leap")).anchors if each.startswith("LEAP") and f'id="{each}"' in page]


def test_a_rule_and_a_measure_of_one_name_keep_their_stories_apart():
    book = book_of(load("set"))
    rule, measure = book.entry("owed.intake"), book.entry("measures.intake")
    assert {each.name for each in rule.stories} != {each.name for each in measure.stories}


@EVERY
def test_every_story_can_be_opened_and_comes_out(program, edition):
    book = book_of(load(program, edition))
    found = [panel(book, each.name) for each in stories_of(program, edition)]
    assert all(each.holds and each.lines and each.entry for each in found)


def test_the_story_open_at_first_shows_windows_in_a_picture():
    book = book_of(load("set"))
    shown = panel(book, opened(book))
    assert (shown.story.name, shown.place) == ("two_answers_in_three_months", "owed.check_in")
    assert [each.stands for each in shown.picture.windows] == ["met", "missed", "met"]
    assert [each.counts for each in shown.picture.marks] == [True, False, False, True]
    assert "2 of 3 windows met: the case passes" in shown.picture.headline
    assert [each.mark for each in shown.lines] == ["ok", "ok", "no", "ok", "to", "ok"]


def test_a_story_opens_beside_the_rule_it_was_asked_for(reads):
    place = reverse("program", args=["set"])
    page = text(reads(place, story="two_answers_in_three_months", beside="owed.reassessment"))
    opened_rule = page.split('class="is-open"')[1].split("</li>")[0]
    assert "<b>Reassessment</b>" in opened_rule
    assert "one shown" in opened_rule
    assert "missed, two tries" in page


def test_htmx_gets_only_the_book(scene):
    client = Client(headers={"HX-Request": "true"})
    client.force_login(scene.staff["lia"])
    page = text(client.get(reverse("program", args=["set"]), {"story": "gone_quiet"}))
    assert page.lstrip().startswith('<div class="split prog" id="book">')
    assert "<html" not in page


def test_without_such_a_story_the_page_has_no_panel(reads):
    page = reads(reverse("program", args=["set"]), story="of_another_world")
    assert page.status_code == 200
    assert 'id="story"' not in text(page)


@pytest.mark.parametrize("parts", [("nothing",), ("set", "2012-01-01"), ("..",), ("set", "stories")])
def test_what_nobody_wrote_does_not_exist(reads, parts):
    assert reads(reverse("program", args=parts)).status_code == 404


@pytest.mark.parametrize("who", [*WORKERS, *OTHERS])
def test_everybody_on_the_staff_may_read(reads, who):
    assert reads(reverse("programs"), who=who).status_code == 200
    assert reads(reverse("program", args=["set"]), who=who).status_code == 200
    assert reads(reverse("program-file", args=["set", "2013-07-01"]), who=who).status_code == 200


def test_nobody_is_sent_to_sign_in(db):
    answer = Client().get(reverse("program", args=["set"]))
    assert answer.status_code == 302
    assert "/sign-in/" in answer["Location"]


def test_the_cases_under_an_edition_are_counted_only_for_those_who_work_with_them(scene, reads):
    scene.case("Jo Reyes")
    scene.case("Al Moss")
    scene.case("Bo Lane", by="ben")
    place = reverse("program", args=["set"])
    assert "· 2 cases ·" in text(reads(place, who="ana"))
    assert re.search(r"\d cases", text(reads(place, who="fay"))) is None


def test_the_list_says_how_each_edition_stands(reads):
    page = re.sub(r"<[^>]+>", "", text(reads(reverse("programs"))))
    assert "edition 1 Jul 2013, in force" in page
    assert "edition 1 May 2018, not yet in force" in page  # on the scene's day, in 2015


def test_the_file_is_shown_line_by_line_and_can_be_taken_away(reads):
    place, written = reverse("program-file", args=["set", "2013-07-01"]), text_of("set", "2013-07-01")
    shown, taken = reads(place), reads(place, take="yes")
    assert text(shown).count("<li id=") == len(written.splitlines())
    assert text(taken) == written
    assert taken["Content-Disposition"] == 'attachment; filename="set-2013-07-01.yaml"'


def test_a_file_nobody_wrote_does_not_exist(reads):
    assert reads(reverse("program-file", args=["set", "2012-01-01"])).status_code == 404
