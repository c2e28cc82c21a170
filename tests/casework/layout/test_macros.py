"""Every mark and field: no violation of WCAG in a real browser, no complaint of the strict policy, nothing sideways."""

import pytest
from axe_playwright_python.sync_playwright import Axe

WIDTHS = (1440, 1024, 390)


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(render, show, width):
    page = show(render("specimen.html"), width=width)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_scrolls_sideways_and_the_policy_has_no_complaint(render, show, width):
    page = show(render("specimen.html"), width=width)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.complaints == []


def test_axe_would_find_a_picture_without_words(render, show):
    page = show(render("specimen.html").replace("<h1>", "<img src='/static/duly.svg'><h1>"))
    assert Axe().run(page).violations_count > 0


def test_the_policy_would_complain_about_a_style_attribute(render, show):
    page = show(render("specimen.html").replace("<h1>", "<h1 style='color: red'>"))
    assert any("style" in complaint for complaint in page.complaints)


def test_a_mistake_is_named_linked_and_joined_to_its_field(render):
    text = render("specimen.html")
    assert "Four answers need another look" in text
    assert '<a href="#id_mode_0">How it was held: Choose one</a>' in text
    assert 'aria-describedby="id_held-h id_held-e" aria-invalid="true"' in text


def test_the_error_summary_takes_focus(render, show):
    page = show(render("specimen.html"))
    assert page.evaluate("document.activeElement.className") == "usa-alert usa-alert--error"


def test_words_of_others_stay_words(render):
    text = render("log.html", ref="C00093", name='<img src=x onerror="alert(1)">', note='"><script>')
    assert "<img" not in text
    assert "<script" not in text
