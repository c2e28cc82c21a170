"""Every page there is to see: photographed by `make shots`, read by axe in the tests. Add yours here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

WIDE, PHONE = 1440, 390

# Of the practice cohort.
ADVISOR = "advisor-c2@set.example"
OTHER_ADVISOR = "advisor-c1@set.example"
DIRECTOR = "director-c@set.example"
LIAISON = "liaison@set.example"
ADMINISTRATOR = "admin@set.example"
SOME_CASE = "C00092"
ANOTHER_CASE = "C00110"  # of the other advisor
BEHIND = "/reports/fidelity/set/cases/?as_of=2015-04-30"


@dataclass(frozen=True)
class Shown:
    """A page as somebody sees it, perhaps after doing something on it."""

    name: str
    path: str
    who: str = ""  # an email; nobody signed in without one
    after: Callable[[Page], None] | None = None


def open_first_log(page: Page) -> None:
    page.locator("[data-row] [data-key=l]").first.click()
    page.locator("[data-log] form").wait_for()


def log_without_a_day(page: Page) -> None:
    open_first_log(page)
    page.locator("[data-log] input[name=occurred_on]").fill("")
    page.locator("[data-log] button[type=submit]").click()
    page.locator("[data-log] .usa-error-message").wait_for()


def open_first_schedule(page: Page) -> None:
    page.locator("[data-row] .act", has_text="Schedule").first.click()
    page.locator("[data-log] form").wait_for()


def send_empty(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()


def open_the_clearance(page: Page) -> None:
    page.get_by_role("link", name="Answer: Ada Quiroz").click()
    page.get_by_role("heading", name="Clearance").wait_for()


def open_the_transfer(page: Page) -> None:
    page.get_by_role("link", name="Answer: Rosa Marsh").click()
    page.get_by_role("heading", name="Transfer: Rosa Marsh").wait_for()


def decide_without_a_word(page: Page) -> None:
    page.locator("input[name=decision][value=back]").check()
    page.locator("#id_note").fill("")
    with page.expect_navigation():
        page.locator(".decide button[type=submit]").click()


def open_take_back(page: Page) -> None:
    page.get_by_role("link", name="Take back budget.txt").click()
    page.get_by_label("Why it is taken back").wait_for()


def pick_three(page: Page) -> None:
    for box in page.locator(".pick .check:not([data-pick-all]):visible").all()[:3]:
        box.check()


def choose_all_columns(page: Page) -> None:
    missing = page.locator("input[name=columns]:not(:checked) + label")
    while missing.count():
        missing.first.click()
    page.get_by_role("button", name="Show these").click()
    page.locator("table.caseload").wait_for()


def save_a_view(page: Page) -> None:
    page.locator("#name").fill(f"Under way {page.viewport_size['width'] if page.viewport_size else 0}")
    page.get_by_label("For everybody").check()
    page.get_by_role("button", name="Save view").click()
    page.get_by_role("link", name="+ Save").click()
    page.locator("h1", has_text="Views").wait_for()


def change_a_view(page: Page) -> None:
    page.locator("#name").fill(f"Change {page.viewport_size['width'] if page.viewport_size else 0}")
    page.get_by_role("button", name="Save view").click()
    page.get_by_role("link", name="+ Save").click()
    page.get_by_role("link", name="Change: Change").first.click()
    page.locator("h1", has_text="Change:").wait_for()


def open_first_defer(page: Page) -> None:
    page.locator("[data-row] [data-key=d]").first.click()
    page.locator("[data-log] form").wait_for()


def defer_without_a_reason(page: Page) -> None:
    open_first_defer(page)
    page.locator("[data-log] button[type=submit]").click()
    page.locator("[data-log] .usa-error-message").wait_for()


def put_one_off(page: Page) -> None:
    page.get_by_label("Why").fill("Asked to be called then")
    with page.expect_navigation():
        page.get_by_role("button", name="Put off").click()


def look_at_a_move(page: Page, *to: int) -> None:
    for nth, box in enumerate(page.locator("input[name=to][type=checkbox]").all()):
        box.set_checked(nth in (to or (0, 2)))
    page.get_by_role("button", name="Look at the move").click()
    page.locator(".drill").wait_for()


def move_one(page: Page) -> None:
    """To the director; the second time, back to the advisor."""
    look_at_a_move(page, 2)
    if not page.locator(".drill button").count():
        look_at_a_move(page, 0)
    page.locator(".drill button").click()
    page.locator("h1", has_text="Reassigned").wait_for()


def open_a_cell(page: Page) -> None:
    page.locator(".fid a.cell").nth(10).click()
    page.locator(".drill table").wait_for()


def open_the_keys(page: Page) -> None:
    page.keyboard.press("?")


def open_second_person(page: Page) -> None:
    page.locator("tbody .who a").nth(1).click()
    page.wait_for_load_state()


def change_the_second_person(page: Page) -> None:
    open_second_person(page)
    page.get_by_role("link", name="Change name or email").click()
    page.get_by_role("heading", name="Change name or email").wait_for()


def open_the_import(page: Page) -> None:
    page.locator("tbody th a").first.click()
    page.get_by_role("heading", name="Take it back").wait_for()


def take_back_without_a_reason(page: Page) -> None:
    open_the_import(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Take the import back").click()


CONTACTS = """contact_id,case_id,kind,occurred_on,recorded_at,author_id,mode,outcome,note
X1,C00092,check_in,{day},{at},S00010,{mode},completed,Prices compared.
X2,C00095,check_in,2015-05-11,2015-05-11T17:20:00-05:00,S00010,phone,no_response,=left a message
"""
RIGHT = {"day": "2015-05-12", "at": "2015-05-12T17:20:00-05:00", "mode": "phone"}
WRONG = {"day": "12/05/2015", "at": "2015-05-12 17:20", "mode": "by phone"}


def choose(cells: dict[str, str]) -> Callable[[Page], None]:
    """Upload a file of contacts and wait for what is said of it."""
    file: Any = {"name": "contacts.csv", "mimeType": "text/csv", "buffer": CONTACTS.format(**cells).encode()}

    def upload(page: Page) -> None:
        page.set_input_files("#files", [file])
        page.locator("main form button[type=submit]").click()
        page.locator(".list").first.wait_for()

    return upload


ADVISOR_AT_A_CENTER = "case-manager-n2@set.example"
CENTER_DIRECTOR = "director-n@set.example"
WORKER_AT_THE_OTHER = "case-manager-s2@set.example"
PLAN = "/cases/N00031/plan"


def open_the_end(page: Page) -> None:
    page.get_by_role("link", name="How it ended: Tool allowance: get two quotes").click()
    page.get_by_role("heading", name="Tool allowance").wait_for()


def change_child_care(page: Page) -> None:
    page.get_by_role("link", name="Change: Child care").click()
    page.get_by_role("heading", name="Change: support").wait_for()


def agree_on_tools(page: Page) -> None:
    page.get_by_role("link", name="Agree: Own tools").click()
    page.get_by_role("heading", name="Agree:").wait_for()


def end_a_membership(page: Page) -> None:
    page.get_by_role("link", name="End: ").first.click()
    page.locator("h1", has_text="End:").wait_for()


def open_a_sample(page: Page) -> None:
    page.locator("table .who a").first.click()
    page.locator("h1", has_text="Quality review").wait_for()


def open_a_drawn_case(page: Page) -> None:
    open_a_sample(page)
    page.get_by_role("link", name="Look through").first.click()
    page.get_by_role("button", name="Save the review").wait_for()


PAGES = [
    Shown("plan", PLAN, ADVISOR_AT_A_CENTER),
    Shown("today-center", "/", ADVISOR_AT_A_CENTER),
    Shown("plan-case", "/cases/N00031/", ADVISOR_AT_A_CENTER),
    Shown("plan-next", f"{PLAN}?show=next", ADVISOR_AT_A_CENTER),
    Shown("plan-add-goal", f"{PLAN}/add/goal", ADVISOR_AT_A_CENTER),
    Shown("plan-add-mistakes", f"{PLAN}/add/support", ADVISOR_AT_A_CENTER, send_empty),
    Shown("plan-change", PLAN, ADVISOR_AT_A_CENTER, change_child_care),
    Shown("plan-end", PLAN, ADVISOR_AT_A_CENTER, open_the_end),
    Shown("plan-agree", PLAN, ADVISOR_AT_A_CENTER, agree_on_tools),
    Shown("plan-sign", f"{PLAN}/sign", ADVISOR_AT_A_CENTER),
    Shown("plan-paper", f"{PLAN}/paper", ADVISOR_AT_A_CENTER),
    Shown("plan-print", f"{PLAN}/print", ADVISOR_AT_A_CENTER),
    Shown("plan-print-spanish", "/cases/N00032/plan/print", ADVISOR_AT_A_CENTER),
    Shown("plan-version", f"{PLAN}/versions/2", ADVISOR_AT_A_CENTER),
    Shown("sign-in", "/sign-in/"),
    Shown("not-there", "/no/such/page"),
    Shown("help", "/help/"),
    Shown("keyboard", "/help/keyboard/"),
    Shown("accessibility", "/help/accessibility/"),
    Shown("today", "/", ADVISOR),
    Shown("today-log", "/", ADVISOR, open_first_log),
    Shown("today-keys", "/", ADVISOR, open_the_keys),
    Shown("today-director", "/", DIRECTOR),
    Shown("caseload", "/caseload", ADVISOR),
    Shown("caseload-director", "/caseload", DIRECTOR),
    Shown("caseload-picked", "/caseload", ADVISOR, pick_three),
    Shown("columns", "/caseload/columns", ADVISOR),
    Shown("caseload-columns", "/caseload/columns", OTHER_ADVISOR, choose_all_columns),
    Shown("views", "/caseload/views?back=/caseload%3Fstage%3Dgoing", DIRECTOR, save_a_view),
    Shown("view", "/caseload/views", DIRECTOR, change_a_view),
    Shown("search", "/search?q=wes+prut", ADVISOR),
    Shown("search-nothing", "/search?q=zzzz", ADVISOR),
    Shown("assignments", "/assignments", DIRECTOR),
    Shown("reassign", f"/reassign?case={SOME_CASE}&case=C00095&case=C00101&back=/caseload", DIRECTOR),
    Shown("reassign-look", "/reassign?all=1&back=/caseload", DIRECTOR, look_at_a_move),
    Shown("reassign-mistakes", f"/reassign?case={SOME_CASE}&since=2071-01-01", DIRECTOR),
    Shown("reassigned", f"/reassign?case={ANOTHER_CASE}&back=/caseload", DIRECTOR, move_one),
    Shown("reassignments", "/reassignments", DIRECTOR),
    Shown("case", f"/cases/{SOME_CASE}/", ADVISOR),
    Shown("case-summary", f"/cases/{SOME_CASE}/summary", ADVISOR),
    Shown("documents", f"/cases/{SOME_CASE}/documents", ADVISOR),
    Shown("documents-none", f"/cases/{ANOTHER_CASE}/documents", DIRECTOR),
    Shown("documents-mistakes", f"/cases/{SOME_CASE}/documents", ADVISOR, send_empty),
    Shown("document-take-back", f"/cases/{SOME_CASE}/documents", ADVISOR, open_take_back),
    Shown("log", f"/cases/{SOME_CASE}/log", ADVISOR),
    Shown("log-mistakes", "/", ADVISOR, log_without_a_day),
    Shown("log-several", f"/log?case={SOME_CASE}&case=C00095&back=/caseload", ADVISOR),
    Shown("schedule", f"/cases/{SOME_CASE}/schedule", ADVISOR),
    Shown("today-schedule", "/", ADVISOR, open_first_schedule),
    Shown("defer", f"/cases/{SOME_CASE}/defer", ADVISOR),
    Shown("today-defer", "/", ADVISOR, open_first_defer),
    Shown("defer-mistakes", "/", ADVISOR, defer_without_a_reason),
    Shown("today-put-off", f"/cases/{ANOTHER_CASE}/defer?back=/?whose=all", DIRECTOR, put_one_off),
    Shown("service", f"/cases/{SOME_CASE}/service", ADVISOR),
    Shown("milestone", f"/cases/{SOME_CASE}/milestone", ADVISOR),
    Shown("intake", f"/cases/{SOME_CASE}/meet/intake/", ADVISOR),
    Shown("reassessment-mistakes", f"/cases/{SOME_CASE}/meet/reassessment/", ADVISOR, send_empty),
    Shown("close", f"/cases/{SOME_CASE}/close", ADVISOR),
    Shown("suspend", "/cases/N00022/close", ADVISOR_AT_A_CENTER),
    Shown("suspend-more", "/cases/N00027/close", ADVISOR_AT_A_CENTER),
    Shown("suspended", "/cases/N00022/", ADVISOR_AT_A_CENTER),
    Shown("decide", "/cases/N00022/decide", CENTER_DIRECTOR),
    Shown("decide-ready", "/cases/N00024/decide", CENTER_DIRECTOR),
    Shown("decide-mistakes", "/cases/N00022/decide", CENTER_DIRECTOR, decide_without_a_word),
    Shown("team", "/team", CENTER_DIRECTOR),
    Shown("transfer", "/team", CENTER_DIRECTOR, open_the_transfer),
    Shown("clearances", "/clearances", WORKER_AT_THE_OTHER),
    Shown("clearance", "/team", CENTER_DIRECTOR, open_the_clearance),
    Shown("transfer-ask", "/cases/S00017/transfer", WORKER_AT_THE_OTHER),
    Shown("transferred", "/cases/S00012/", WORKER_AT_THE_OTHER),
    Shown("transferred-log", "/cases/S00012/log", WORKER_AT_THE_OTHER),
    Shown("team-provider", "/team", DIRECTOR),
    Shown("hold", f"/cases/{SOME_CASE}/hold", ADVISOR),
    Shown("extend", f"/cases/{SOME_CASE}/extend", DIRECTOR),
    Shown("extend-mistakes", f"/cases/{SOME_CASE}/extend", DIRECTOR, send_empty),
    Shown("shorten", "/cases/N00031/interval", ADVISOR_AT_A_CENTER),
    Shown("shorten-mistakes", "/cases/N00031/interval", ADVISOR_AT_A_CENTER, send_empty),
    Shown("enroll", "/participants/new", ADVISOR),
    Shown("enroll-mistakes", "/participants/new", ADVISOR, send_empty),
    Shown("assessment", "/cases/N00045/assessment", ADVISOR_AT_A_CENTER),
    Shown("assessment-case", "/cases/N00045/", ADVISOR_AT_A_CENTER),
    Shown("assessment-step", "/cases/N00045/assessment/labor_market/", ADVISOR_AT_A_CENTER),
    Shown("assessment-test-mistakes", "/cases/N00045/assessment/skills/", ADVISOR_AT_A_CENTER, send_empty),
    Shown("eligibility", "/cases/N00045/eligibility", ADVISOR_AT_A_CENTER),
    Shown("eligibility-mistakes", "/cases/N00045/eligibility", ADVISOR_AT_A_CENTER, send_empty),
    Shown("group", "/cases/N00045/groups", ADVISOR_AT_A_CENTER),
    Shown("group-end", "/cases/N00045/assessment", ADVISOR_AT_A_CENTER, end_a_membership),
    Shown("entry", "/cases/N00043/entry/case_management_received", ADVISOR_AT_A_CENTER),
    Shown("groups", "/groups/", CENTER_DIRECTOR),
    Shown("group-new", "/groups/new", CENTER_DIRECTOR),
    Shown("elsewhere", "/participants/elsewhere", ADVISOR_AT_A_CENTER),
    Shown("elsewhere-list", "/participants/elsewhere/list", ADVISOR_AT_A_CENTER),
    Shown("counts", "/reports/counts/", CENTER_DIRECTOR),
    Shown("quality", "/reports/quality/", CENTER_DIRECTOR),
    Shown("quality-provider", "/reports/quality/", DIRECTOR),
    Shown("reviews", "/reports/reviews/", CENTER_DIRECTOR),
    Shown("review", "/reports/reviews/", CENTER_DIRECTOR, open_a_sample),
    Shown("review-look", "/reports/reviews/", CENTER_DIRECTOR, open_a_drawn_case),
    Shown("reports", "/reports/", LIAISON),
    Shown("fidelity", "/reports/fidelity/set/", LIAISON),
    Shown("fidelity-open", "/reports/fidelity/set/", LIAISON, open_a_cell),
    Shown("fidelity-everybody", f"{BEHIND}&organization=all&measure=days_to_intake&show=not", LIAISON),
    Shown("fidelity-early", "/reports/fidelity/set/?as_of=2013-12-31", LIAISON),
    Shown("fidelity-nobody", "/reports/fidelity/set/?as_of=2012-12-31", LIAISON),
    Shown("fidelity-mistake", "/reports/fidelity/set/?as_of=yesterday", LIAISON),
    Shown("fidelity-own", "/reports/fidelity/set/", ADVISOR),
    Shown("evidence", f"/reports/fidelity/set/cases/{SOME_CASE}/?as_of=2015-04-30&measure=check_ins", LIAISON),
    Shown("evidence-held", f"/reports/fidelity/set/cases/{SOME_CASE}/?as_of=2015-04-30&measure=intake", DIRECTOR),
    Shown("programs", "/programs/", ADVISOR),
    Shown("program", "/programs/set/", ADVISOR),
    Shown("program-story", "/programs/set/?story=eight_of_twelve", LIAISON),
    Shown("program-other", "/programs/moses/", LIAISON),
    Shown("program-file", "/programs/set/2013-07-01/file", LIAISON),
    Shown("account", "/account/", ADVISOR),
    Shown("account-confirm", "/account/confirm/", ADVISOR),
    Shown("account-password", "/account/password/", ADVISOR),
    Shown("account-second-step", "/account/second-step/", ADVISOR),
    Shown("password-forgotten", "/password/forgotten/"),
    Shown("signed-out", "/sign-in/?why=idle"),
    Shown("people", "/people/", ADMINISTRATOR),
    Shown("import", "/import/", ADMINISTRATOR),
    Shown("imports", "/import/done/", ADMINISTRATOR),
    Shown("import-batch", "/import/done/", ADMINISTRATOR, open_the_import),
    Shown("import-batch-mistake", "/import/done/", ADMINISTRATOR, take_back_without_a_reason),
    Shown("import-check", "/import/", ADMINISTRATOR, choose(RIGHT)),
    Shown("import-mistakes", "/import/", ADMINISTRATOR, choose(WRONG)),
    Shown("people-nobody", "/people/?q=nobody", ADMINISTRATOR),
    Shown("person", "/people/", ADMINISTRATOR, open_second_person),
    Shown("person-change", "/people/", ADMINISTRATOR, change_the_second_person),
    Shown("invite", "/people/invite/", ADMINISTRATOR),
    Shown("invite-mistakes", "/people/invite/", ADMINISTRATOR, send_empty),
]
