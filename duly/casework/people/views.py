"""Pages to add a participant and to change what is known of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from duly.casework import clock, words
from duly.casework.access import Actor, case_or_404, may
from duly.casework.assignments.actions import open_case
from duly.casework.layout.render import page
from duly.casework.layout.said import say
from duly.casework.models import Case, Organization, Person, Staff
from duly.casework.people.actions import KNOWN, add_person, change_profile
from duly.casework.people.forms import NEW, EnrollForm, ProfileForm
from duly.casework.people.queries import like, profile_of, workers
from duly.engine.reading import editions, load


@may("enroll")
@require_http_methods(["GET", "POST"])
def enroll(request: HttpRequest) -> HttpResponse:
    """Add a participant and open their case; somebody alike on file is asked about, never merged silently."""
    form = _enroll_form(request)
    if request.method == "POST" and form.is_valid():
        case = _enroll(request.actor, form)
        say(request, words.html("Added <b>{}</b>, case {}.", _full_name(form), case.ref))
        return redirect("case", case.ref)
    return page(request, "people/enroll.html", {"form": form}, status=422 if form.errors else 200)


def _enroll_form(request: HttpRequest) -> EnrollForm:
    actor: Actor = request.actor
    reach = actor.reach("enroll")
    today = clock.today(load(*editions()[0]).time_zone)
    given = ProfileForm(request.POST or None, today=today)
    alike = like(given.known(), organizations=reach, agency=actor.agency) if given.is_valid() else []
    organizations = Organization.objects.filter(agency_id=actor.agency, pk__in=list(reach)).order_by("name")
    return EnrollForm(
        request.POST or None,
        today=today,
        programs=[(code, load(code).name) for code in dict.fromkeys(code for code, _ in editions())],
        organizations=[(each.pk, each.name) for each in organizations],
        staff=[(each.pk, each.name) for each in workers(reach, agency=actor.agency, day=today)],
        similar=[(each.person_id, _said_of(each)) for each in alike],
        lead=actor.staff.pk,
    )


def _said_of(profile: object) -> str:
    born = f", born {profile.birth_date:%-d %b %Y}" if profile.birth_date else ""
    return f"The same person: {profile.name}{born}"


def _full_name(form: EnrollForm) -> str:
    return f"{form.cleaned_data['given_name']} {form.cleaned_data['family_name']}".strip()


def _enroll(actor: Actor, form: EnrollForm) -> Case:
    said = form.cleaned_data
    organization = next(each for each in actor.reach("enroll") if str(each) == said["organization"])
    same = said.get("same") or NEW
    person = (
        add_person(organization, by=actor, **form.known())
        if same == NEW
        else Person.objects.get(agency_id=actor.agency, pk=same)
    )
    if same != NEW and profile_of(person.pk, organization, agency=actor.agency) is None:
        change_profile(person, organization, by=actor, **form.known())
    lead = Staff.objects.get(agency_id=actor.agency, pk=said["lead"]) if said["lead"] else None
    return open_case(
        person, organization, program=said["program"], assigned_on=said["assigned_on"], by=actor, lead=lead,
        accepted_on=said["accepted_on"],
    )  # fmt: skip


@may("record")
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest, ref: str) -> HttpResponse:
    """Change how a person is called or reached; what was known before is kept."""
    case = case_or_404(request.actor, ref, to="record")
    today = clock.today(load(case.program, case.edition).time_zone)
    before = profile_of(case.person_id, case.organization_id, agency=case.agency_id)
    initial = {name: getattr(before, name) for name in KNOWN} if before else {}
    form = ProfileForm(request.POST or None, today=today, initial=initial)
    if request.method == "POST" and form.is_valid():
        if form.has_changed():
            change_profile(case.person, case.organization_id, by=request.actor, **form.known())
        say(request, words.html("Saved for <b>{}</b>: how to reach them.", form.cleaned_data["given_name"]))
        return redirect("case", ref)
    return page(request, "people/profile.html", {"form": form, "case": case}, status=422 if form.errors else 200)
