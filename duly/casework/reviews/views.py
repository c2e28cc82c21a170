"""Pages of the reviews: draw a sample, look each case through by the checklist, follow the corrections."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from duly.casework import clock, words
from duly.casework.access import case_or_404, may
from duly.casework.layout.back import return_to, way_back
from duly.casework.layout.jinja import url
from duly.casework.layout.render import page
from duly.casework.layout.said import say
from duly.casework.models import Drawn, Opening, Organization
from duly.casework.people.queries import name_of
from duly.casework.questions.forms import Questions
from duly.casework.reviews.actions import ReviewedAlready, correction_made, draw, record_review, standing_asks
from duly.casework.reviews.forms import DrawForm, MadeForm
from duly.casework.reviews.queries import below, draws, is_known, population, review_of, reviews
from duly.engine.assessing import Review
from duly.engine.reading import load


@may("review")
@require_http_methods(["GET", "POST"])
def samples(request: HttpRequest) -> HttpResponse:
    """The samples drawn so far, and the form that draws one."""
    known, day = reviews(), request.actor.day
    reach = list(request.actor.reach("review"))
    places = list(Organization.objects.filter(agency_id=request.actor.agency, pk__in=reach))
    form = _draw_form(request, places, day)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        edition, review = known[said["review"]]
        cases = population(request.actor.agency, edition.program, below(UUID(said["place"]), places))
        if cases:
            draw(cases, entry=said["entry"], review=review.key, seed=said["seed"], size=said["size"], by=request.actor)
            return redirect("review", said["entry"])
        form.add_error("place", f"No case of {edition.short} is open there; choose another place")
    context = {"draws": draws(request.actor, day=day), "form": form}
    return page(request, "reviews/samples.html", context, status=422 if form.errors else 200)


def _draw_form(request: HttpRequest, places: list[Organization], day: date) -> DrawForm:
    known = reviews()
    size = next((review.size for _, review in known.values()), 5)
    named = [(key, f"{edition.short}: {review.label}") for key, (edition, review) in known.items()]
    seed = f"{places[0].ref if places else ''}/{day:%Y-%m}/"
    known_places = [(each.pk, each.name) for each in sorted(places, key=lambda each: each.name)]
    return DrawForm(request.POST or None, reviews=named, places=known_places, size=size, seed=seed[-64:])


@may("review")
@require_http_methods(["GET"])
def sample(request: HttpRequest, draw_id: UUID) -> HttpResponse:
    """One sample: how each drawn case stands, and how it was drawn."""
    found = draws(request.actor, day=request.actor.day, draw=draw_id)
    if not found:
        raise Http404
    return page(request, "reviews/sample.html", {"draw": found[0]})


@may("review")
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, draw_id: UUID, ref: str) -> HttpResponse:
    """Look one drawn case through by the checklist; what is to be corrected goes to whoever answers for it."""
    case = case_or_404(request.actor, ref, to="review")
    drawn = Drawn.objects.filter(agency_id=case.agency_id, case=case, draw=draw_id).select_related("case").first()
    if drawn is None or not is_known(drawn):
        raise Http404
    edition, review = review_of(drawn)
    today = clock.today(edition.time_zone)
    form = Questions(edition.forms[review.form], edition, request.POST or None, today=today, since=case.assigned_on)
    if request.method == "POST" and form.is_valid():
        return _save_look(request, drawn, review, form)
    if request.method == "GET":
        _opened(request, drawn)
    seen = next(each for each in draws(request.actor, day=request.actor.day, draw=draw_id)[0].looks
                if each.drawn.pk == drawn.pk)  # fmt: skip
    context = {"draw_id": draw_id, "case": case, "look": seen, "form": form, "review": review, "edition": edition}
    return page(request, "reviews/look.html", context, status=422 if form.errors else 200)


def _save_look(request: HttpRequest, drawn: Drawn, review: Review, form: Questions) -> HttpResponse:
    answers: dict[str, Any] = form.answers()
    note = "; ".join(str(answers[key]) for key, field in form.asked.fields.items()
                     if field.type == "text" and answers.get(key))  # fmt: skip
    try:
        record_review(drawn, review, answers=answers, note=note, on=form.today, by=request.actor)
        say(request, words.html("Looked through: <b>{}</b>.", name_of(drawn.case)))
    except ReviewedAlready:
        say(request, "Somebody looked this case through just before you; theirs stands.")
    return redirect("review", drawn.draw)


def _opened(request: HttpRequest, drawn: Drawn) -> None:
    Opening.objects.create(
        agency_id=drawn.agency_id, organization_id=drawn.organization_id, case=drawn.case, staff=request.actor.staff,
        what="review of a sample", opened_at=clock.now(),
    )  # fmt: skip


@may("record")
@require_http_methods(["GET", "POST"])
def made(request: HttpRequest, ref: str) -> HttpResponse:
    """Say that what a review asked for was put right."""
    case = case_or_404(request.actor, ref, to="record")
    edition = load(case.program, case.edition)
    asking = {each.asks: each for each in edition.reviews.values()}
    asked = standing_asks(case, edition.reviews.values())
    if not asked:
        say(request, "No correction is asked of this case.")
        return redirect("case", ref)
    form, back = MadeForm(request.POST or None), way_back(request, url("case", ref))
    if request.method == "POST" and form.is_valid():
        on = clock.today(edition.time_zone)
        correction_made(asked[0], asking[asked[0].kind], note=form.cleaned_data["note"], on=on, by=request.actor)
        say(request, words.html("Put right for <b>{}</b>.", name_of(case)))
        return return_to(request, back)
    left = words.left(asked[0].until_on, today=request.actor.day) if asked[0].until_on else None
    context = {"case": case, "name": name_of(case), "asked": asked[0], "form": form, "left": left}
    return page(request, "reviews/made.html", context, status=422 if form.errors else 200)
