"""2, 4 and 8: the pages of a worker, against their parts, against themselves in a larger database, and counted."""

from collections.abc import Callable
from functools import partial

import jinja2
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from duly.casework import clock
from duly.casework.context import bound
from tests.speed import home
from tests.speed.acts import Desk, desk
from tests.speed.bare import bare
from tests.speed.counting import cost
from tests.speed.figures import Figure, Figures
from tests.speed.ratios import ROUNDS, interleaved, seconds, spent

TIMES = 8
SQL = """
SELECT c.ref, p.given_name || ' ' || p.family_name, c.assigned_on, l.intake_on, l.reached_on, l.reached_by, l.tries,
  l.windows, l.series_met, l.ends_on, n.rule, n.nth, n.of, n.due_on
FROM casework_caseline l
JOIN casework_case c ON c.agency_id = l.agency_id AND c.id = l.case_id
JOIN LATERAL (
  SELECT p.given_name, p.family_name FROM casework_profile p
  WHERE p.agency_id = l.agency_id AND p.organization_id = l.organization_id AND p.person_id = c.person_id
  ORDER BY p.recorded_at DESC LIMIT 1
) p ON true
LEFT JOIN LATERAL (
  SELECT o.rule, o.nth, o.of, o.due_on FROM casework_obligation o
  WHERE o.agency_id = l.agency_id AND o.case_id = l.case_id AND o.met_by IS NULL
    AND (o.lapses_on IS NULL OR o.lapses_on >= %(day)s) AND o.kind NOT IN ('lapse', 'length', 'date_missing')
  ORDER BY o.opens_on > %(day)s, o.due_on LIMIT 1
) n ON true
WHERE l.agency_id = %(agency)s AND l.lead_id = %(staff)s AND l.exit_on IS NULL ORDER BY n.due_on LIMIT 50
"""
TEMPLATE = jinja2.Environment(autoescape=True).from_string(
    "<table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>"
)


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


urlpatterns = [path("", hello)]


def caseload(name: str) -> Figures:
    """2: a worker's caseload, signed in, with permissions, against hello, its SQL and its rows in a template."""
    with home.at(name):
        theirs = desk()
        with override_settings(MIDDLEWARE=[], ROOT_URLCONF="tests.speed.pages"):
            plain = Client()
            plain.get("/")

        def page() -> None:
            theirs.get("caseload", query="?view=mine")

        def parts(sql: Callable[[], list[tuple[object, ...]]]) -> None:
            with override_settings(ROOT_URLCONF="tests.speed.pages"):
                plain.get("/")
            TEMPLATE.render(rows=sql())

        rows = _rows(theirs)
        least = interleaved(page, lambda: parts(lambda: _rows(theirs)), times=TIMES)
        page()
        with bare(page) as alone:
            found = interleaved(page, lambda: parts(lambda: alone() or rows), times=TIMES)
    what = f"Caseload page of {len(rows)}: ours / (hello + {{}} + rows in Jinja2)"
    yield Figure("2", what.format("its SQL"), found.ratio, str(found), limit=3)
    yield Figure("2", what.format("one statement with the least a list needs"), least.ratio, str(least))


def _rows(theirs: Desk) -> list[tuple[object, ...]]:
    values = {"agency": theirs.staff.agency_id, "staff": theirs.staff.pk, "day": clock.today(settings.TIME_ZONE)}
    with bound(agency=theirs.staff.agency_id, whole_agency=True), connection.cursor() as cursor:
        cursor.execute(SQL, values)
        return cursor.fetchall()


Page = Callable[[Desk], object]
PAGES: dict[str, Page] = {
    "Today": lambda desk: desk.get("today"),
    "Caseload (mine)": lambda desk: desk.get("caseload", query="?view=mine"),
    "Caseload (all)": lambda desk: desk.get("caseload"),
    "Case file": lambda desk: desk.get("case", desk.ref),
    "Log form": lambda desk: desk.get("log", desk.ref),
    "New assignments": lambda desk: desk.get("assignments"),
}


def growth(small: str, large: str) -> Figures:
    """4: blocks and time of each page in the large database over the small one."""
    blocks: dict[str, list[int]] = {}
    times: dict[str, list[list[float]]] = {page: [[], []] for page in PAGES}
    for name in (small, large):
        with home.at(name):
            here = desk()
            for page, act in PAGES.items():
                blocks.setdefault(page, []).append(cost(partial(act, here)).blocks)
    for _ in range(ROUNDS):
        for which, name in enumerate((small, large)):
            with home.at(name):
                here = desk()
                for page, act in PAGES.items():
                    act(here)
                    times[page][which].append(seconds(partial(act, here), 4))
    for page in PAGES:
        few, many = blocks[page]
        shown = f"{many / few:.2f} ({many:,} to {few:,})"
        yield Figure("4", f"{page}: blocks, large / small", many / few, shown, limit=1.3)
        one, two = (sorted(found)[len(found) // 2] for found in times[page])
        shown = f"{two / one:.2f} ({spent(two)} to {spent(one)})"
        yield Figure("4", f"{page}: time, large / small", two / one, shown, limit=2)


def counted(name: str) -> Figures:
    """8: statements of each page; blocks of opening a case."""
    with home.at(name):
        here = desk()
        for page, act in PAGES.items():
            found = cost(partial(act, here))
            if page == "Case file":
                yield Figure("8", "Opening a case: blocks", found.blocks, f"{found.blocks}", limit=100)
                yield Figure("8", "Opening a case: statements", found.statements, f"{found.statements}")
            else:
                yield Figure("8", f"{page}: statements", found.statements, f"{found.statements}", limit=10)
