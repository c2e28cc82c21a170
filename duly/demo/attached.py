"""Practice documents: a signed plan as a photo, proofs, a budget, and one that belonged to somebody else."""

import io
from datetime import date

from PIL import Image, ImageDraw

from duly.casework import clock
from duly.casework.access import Actor, actor_of
from duly.casework.corrections.actions import retract
from duly.casework.documents.actions import attach
from duly.casework.documents.sandbox import checked
from duly.casework.models import Assignment, Attachment, Case, Organization
from duly.casework.models.ids import uuid7
from duly.demo.centers import actor, at

BUDGET = b"""Practice data: what the microgrant would buy.

Oven, second hand   620.00
Mixer               240.00
Pans and tins       140.00
"""
QUOTE = b"Practice data: quote of Harbor Technical School.\n\nCNC operator course, 14 weeks   4,200.00\n"


def load(agency: Organization) -> None:
    """Ada Quiroz at the center, and one case of the cohort."""
    ada = Case.objects.filter(agency=agency, ref="N00031").first()
    if ada:
        by = actor(agency, "n2")
        with at("2015-04-08"):
            put(ada, by, "signed_plan", "plan-signed.jpg", photo("Case plan, version 1, signed"), date(2015, 4, 7))
        with at("2015-05-12"):
            put(ada, by, "training_quote", "quote.txt", QUOTE, date(2015, 5, 11))
            wrong = put(ada, by, "another", "letter.txt", b"Practice data: a letter to somebody else.\n")
            retract(wrong, reason="Belongs to another case", by=by)
    case = Case.objects.filter(agency=agency, ref="C00092").first()
    if case and (lead := Assignment.objects.filter(agency=agency, case=case, role="lead").first()):
        by = actor_of(lead.staff, day=clock.today("America/Chicago"))
        put(case, by, "microgrant_budget", "budget.txt", BUDGET, date(2015, 5, 18), "For the review in June")


def put(
    case: Case, by: Actor, kind: str, name: str, content: bytes, on: date | None = None, note: str = ""
) -> Attachment:
    """As if somebody had chosen the file on the page."""
    return attach(
        case, entry=uuid7(), kind=kind, name=name, checked=checked(name, content), by=by, dated_on=on, note=note
    )


def photo(says: str) -> bytes:
    """A sheet of paper on a table, as a phone sees it."""
    picture = Image.new("RGB", (900, 1200), "#6b5a45")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((60, 70, 840, 1130), fill="#f7f5ef")
    draw.text((120, 130), says, fill="#1b1b1b", font_size=36)
    draw.text((120, 190), "Practice data", fill="#565c65", font_size=24)
    for line in range(280, 900, 44):
        draw.line((120, line, 780, line), fill="#c9c9c9", width=3)
    draw.line((120, 1020, 420, 1020), fill="#1b1b1b", width=3)
    draw.line((480, 1020, 780, 1020), fill="#1b1b1b", width=3)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
