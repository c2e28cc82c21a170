"""What somebody sees who writes about a case that went to another organization: where it is, and what they typed."""

from django.http import HttpRequest, HttpResponse

from duly.casework import clock, words
from duly.casework.layout.render import page
from duly.casework.models import Case, Closing
from duly.engine.reading import load

NOT_TYPED = ("csrfmiddlewaretoken", "entry", "seen")


def moved(request: HttpRequest, case: Case) -> HttpResponse:
    """Nothing was saved; the case is read here and written there."""
    edition = load(case.program, case.edition)
    closing = Closing.objects.filter(agency_id=case.agency_id, case=case).order_by("-recorded_at").first()
    today = clock.today(edition.time_zone)
    typed = [said for name in request.POST for said in request.POST.getlist(name) if name not in NOT_TYPED]
    context = {
        "case": case,
        "on": words.on(closing.closed_on, today=today) if closing else None,
        "note": closing.note if closing else "",
        "typed": [said for said in typed if len(said) > 20 or " " in said],
        "sent": request.method == "POST",
        "span": request.GET.get("span", "7"),
    }
    return page(request, "layout/moved.html", context, fragment="row", status=409)
