"""Keys, focus and unsaved text, in a real browser."""

import pytest
from playwright.sync_api import Page, Route, expect

NEXT = "Wes Novak"
SAVED_ROW = """<template><tr role="row" id="row-C00093" data-row hx-swap-oob="true"><th role="rowheader" scope="row"
class="who"><a href="/case/C00093">Quinn Xiong</a></th><td role="cell" colspan="6">reached today</td></tr></template>
<div id="said" hx-swap-oob="innerHTML"><div class="said">Saved for <b>Quinn Xiong</b>.</div></div>"""


class Server:
    """What the paths of the specimen answer, and what was posted to them."""

    def __init__(self, form: str) -> None:
        self.form = form
        self.posted: list[str] = []
        self.reply = lambda route: html(route, SAVED_ROW)

    def log(self, route: Route) -> None:
        if route.request.method == "GET":
            html(route, self.form)
        else:
            self.posted.append(route.request.post_data or "")
            self.reply(route)


def html(route: Route, text: str, status: int = 200) -> None:
    route.fulfill(body=text, status=status, content_type="text/html; charset=utf-8")


@pytest.fixture
def server(render):
    return Server(render("log.html", ref="C00093", name="Quinn Xiong", note=""))


@pytest.fixture
def page(render, show, server) -> Page:
    text = render("specimen.html").replace(" autofocus", "")
    return show(text, answers={"/log/C00093": server.log, "/log/C00069": server.log})


def keys(page: Page, *pressed: str) -> None:
    for key in pressed:
        page.keyboard.press(key)


def log_form(page: Page):
    return page.get_by_role("form", name="Log a contact with Quinn Xiong")


def open_log(page: Page) -> None:
    keys(page, "j", "j", "l")
    expect(log_form(page)).to_be_visible()
    expect(log_form(page).get_by_label("Phone")).to_be_focused()


def test_j_and_k_move_and_enter_opens(page):
    keys(page, "j", "j", "k")
    expect(page.get_by_role("link", name="Hal Vega", exact=True)).to_be_focused()
    expect(page.locator("#row-C00069")).to_have_class("is-cursor")


def test_a_check_in_is_l_r_note_enter_and_goes_on_to_the_next_person(page, server):
    open_log(page)
    keys(page, "r")
    page.keyboard.type("Has both statements.")
    keys(page, "Enter")
    expect(page.get_by_role("link", name=NEXT, exact=True)).to_be_focused()
    expect(log_form(page)).to_have_count(0)
    expect(page.get_by_role("status")).to_contain_text("Saved for Quinn Xiong.")
    expect(page.locator("#row-C00093")).to_contain_text("reached today")
    assert "outcome=completed" in server.posted[0]
    assert "note=Has%20both%20statements." in server.posted[0]


def test_a_try_is_two_keys(page, server):
    keys(page, "j", "j")
    keys(page, "l")
    expect(log_form(page).get_by_label("Phone")).to_be_focused()
    keys(page, "n")
    expect(page.get_by_role("link", name=NEXT, exact=True)).to_be_focused()
    assert "outcome=no_response" in server.posted[0]


def test_keys_typed_before_the_form_is_there_are_not_lost(page, server):
    held = []
    page.unroute_all()
    page.route("**/log/C00093", lambda route: held.append(route))
    keys(page, "j", "j", "l", "r", "o", "k", "Enter")
    html(held[0], server.form)
    page.wait_for_timeout(300)
    assert "note=ok" in held[1].request.post_data
    html(held[1], SAVED_ROW)
    expect(page.get_by_role("link", name=NEXT, exact=True)).to_be_focused()


def test_the_keys_of_the_form_choose_how(page):
    open_log(page)
    keys(page, "e", "s")
    expect(log_form(page).get_by_label("Email")).to_be_checked()
    expect(log_form(page).get_by_label("No-show")).to_be_checked()


def test_escape_closes_and_keeps_what_was_typed(page):
    open_log(page)
    keys(page, "r")
    page.keyboard.type("Half a sentence")
    keys(page, "Escape")
    expect(log_form(page)).to_be_hidden()
    expect(page.get_by_role("link", name="Quinn Xiong", exact=True)).to_be_focused()
    keys(page, "l")
    expect(page.get_by_label("Progress, needs")).to_have_value("Half a sentence")


def test_a_half_typed_entry_outlives_the_list_it_stands_in(page, server):
    open_log(page)
    keys(page, "r")
    page.keyboard.type("Half a sentence")
    keys(page, "Escape")
    rows = [row.evaluate("row => row.outerHTML") for row in page.locator("tbody").first.locator("[data-row]").all()]
    server.reply = lambda route: html(route, '<tbody role="rowgroup" id="people">' + "".join(rows) + "</tbody>")
    page.locator("tbody").first.evaluate("body => { body.id = 'people' }")
    page.evaluate("htmx.ajax('POST', '/log/C00069', {target: '#people', swap: 'outerHTML'})")
    expect(page.locator("#people [data-log]")).to_have_count(1)
    keys(page, "j", "j", "l")
    expect(page.get_by_label("Progress, needs")).to_have_value("Half a sentence")


def test_one_form_is_open_at_a_time(page):
    open_log(page)
    page.get_by_label("Log: Hal Vega").click()
    expect(page.locator("#row-C00069 + [data-log]")).to_be_visible()
    expect(page.locator("[data-log]")).to_have_count(1)


def test_letters_in_a_text_field_are_letters(page):
    keys(page, "/")
    page.keyboard.type("jl?x")
    expect(page.get_by_role("searchbox")).to_have_value("jl?x")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_single_letters_can_be_turned_off(render, show):
    page = show(render("specimen.html").replace('data-keys="on"', 'data-keys="off"').replace(" autofocus", ""))
    keys(page, "j", "?")
    expect(page.locator(".is-cursor")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_question_mark_lists_the_keys(page):
    keys(page, "?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("no answer: saved at once")
    keys(page, "Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_x_picks_the_row(page):
    keys(page, "j", "j", "j", "j", "x")
    expect(page.get_by_label("Select Wes Pruitt")).to_be_checked()
    expect(page.locator("[data-picked-count]")).to_have_text("1")
    expect(page.get_by_role("link", name="Log a contact", exact=True)).to_be_visible()


def test_a_dropped_connection_keeps_the_note_and_saves_again(page, server):
    server.reply = lambda route: route.abort("connectionfailed")
    open_log(page)
    keys(page, "r")
    page.keyboard.type("Important")
    keys(page, "Enter")
    expect(page.get_by_text("Not saved: the connection dropped.")).to_be_visible()
    expect(page.get_by_text("Your entry for Quinn Xiong is still in the form.")).to_be_visible()
    expect(page.get_by_label("Progress, needs")).to_have_value("Important")
    server.reply = lambda route: html(route, SAVED_ROW)
    page.get_by_role("button", name="Save again").click()
    expect(log_form(page)).to_have_count(0)
    assert len(server.posted) == 2


def test_signed_out_meanwhile_keeps_the_note(page, server):
    server.reply = lambda route: html(route, '<!doctype html><body data-signed="no">Sign in</body>')
    open_log(page)
    keys(page, "r")
    page.keyboard.type("Important")
    keys(page, "Enter")
    expect(page.get_by_text("Not saved: you have been signed out.")).to_be_visible()
    expect(page.get_by_label("Progress, needs")).to_have_value("Important")


def save_a_long_form(page: Page) -> None:
    page.get_by_label("What they need").fill("A bench and a van")
    page.get_by_role("button", name="Save intake").click()


def test_a_long_form_is_not_sent_into_a_sign_in_page(page, server):
    page.route("**/keyboard", lambda route: html(route, '<body data-signed="no" hx-headers="{}">Sign in</body>'))
    save_a_long_form(page)
    expect(page.get_by_text("Not saved: you have been signed out.")).to_be_visible()
    expect(page.get_by_label("What they need")).to_have_value("A bench and a van")


def test_a_long_form_waits_for_the_connection(page, server):
    page.route("**/keyboard", lambda route: route.abort("connectionfailed"))
    save_a_long_form(page)
    expect(page.get_by_text("Not saved: the connection dropped.")).to_be_visible()
    expect(page.get_by_label("What they need")).to_have_value("A bench and a van")


def test_a_long_form_is_sent_with_the_button_that_sent_it(page):
    page.get_by_label("What they need").fill("A bench")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.get_by_role("button", name="Keep as draft").click()
    assert "needs=A+bench" in sent.value.post_data
    assert "draft=" in sent.value.post_data


def test_a_mistake_comes_back_in_place_with_focus(page, server):
    mistaken = server.form.replace('id="note"', 'id="note" aria-invalid="true"')
    server.reply = lambda route: html(route, mistaken, status=422)
    open_log(page)
    keys(page, "r", "Enter")
    expect(page.locator("#note[aria-invalid]")).to_be_focused()
    expect(page.locator("[data-log]")).to_have_count(1)


def test_leaving_with_unsaved_text_is_asked_about(page):
    open_log(page)
    keys(page, "r")
    page.keyboard.type("Half a sentence")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Caseload", exact=True).click()
    page.wait_for_timeout(200)
    assert asked == ["beforeunload"]
