"""Pages about groups: members nobody answers for, groups of one's own, people referred elsewhere."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from duly.casework import words
from duly.casework.access import may
from duly.casework.groups.actions import end_group, keep_group, refer_elsewhere
from duly.casework.groups.forms import ElsewhereForm, EndGroupForm, LocalGroupForm, reasons
from duly.casework.groups.queries import kept, nobody_responsible, places, referred
from duly.casework.layout.render import page
from duly.casework.layout.said import say
from duly.casework.models import LocalGroup, Profile
from duly.engine.reading import editions, load


@may("work")
@require_GET
def groups(request: HttpRequest) -> HttpResponse:
    """Members of a target group nobody answers for, and every group there is (MOS-10, MOS-12)."""
    day = request.actor.day
    context = {"waiting": nobody_responsible(request.actor, day=day), "groups": kept(request.actor, day=day)}
    return page(request, "groups/groups.html", context)


@may("keep_groups")
@require_http_methods(["GET", "POST"])
def new_group(request: HttpRequest) -> HttpResponse:
    """Serve one more group, beside those of the programs."""
    day = request.actor.day
    form = LocalGroupForm(
        request.POST or None, today=day, taken=[each.label for each in kept(request.actor, day=day)],
        places=[(each.pk, each.name) for each in places(request.actor, "keep_groups")],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        keep_group(UUID(said.pop("organization")), by=request.actor, **said)
        say(request, words.html("From that day <b>{}</b> is a group people can be taken into.", said["label"]))
        return redirect("groups")
    return page(request, "groups/new.html", {"form": form}, status=422 if form.errors else 200)


@may("keep_groups")
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Take no new members after a day."""
    reach = list(request.actor.reach("keep_groups"))
    group = LocalGroup.objects.filter(agency_id=request.actor.agency, organization_id__in=reach, pk=group_id).first()
    if group is None:
        raise Http404
    form = EndGroupForm(request.POST or None, initial={"until": request.actor.day})
    if request.method == "POST" and form.is_valid():
        end_group(group, until=form.cleaned_data["until"], by=request.actor)
        say(request, words.html("<b>{}</b> takes no members after that day.", group.label))
        return redirect("groups")
    return page(request, "groups/end.html", {"form": form, "group": group}, status=422 if form.errors else 200)


@may("enroll")
@require_http_methods(["GET", "POST"])
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Refer somebody elsewhere instead of enrolling them, for any program."""
    programs = [(code, load(code).name) for code in dict.fromkeys(code for code, _ in editions())]
    form = ElsewhereForm(
        request.POST or None, today=request.actor.day, programs=programs,
        places=[(each.pk, each.name) for each in places(request.actor, "enroll")],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        asked = {name: said[name] for name in ("entry", "program", "reason", "to", "on", "note")}
        made = refer_elsewhere(UUID(said["organization"]), by=request.actor, **asked, **form.known())
        say(request, words.html("Referred elsewhere: <b>{}</b>, to {}.", said["given_name"], made.to))
        return redirect("elsewhere-list")
    return page(request, "groups/elsewhere.html", {"form": form}, status=422 if form.errors else 200)


@may("enroll")
@require_GET
def elsewhere_list(request: HttpRequest) -> HttpResponse:
    """Who was referred elsewhere, to where and why."""
    day, found = request.actor.day, referred(request.actor)
    known = Profile.objects.filter(
        agency_id=request.actor.agency, organization_id__in={each.organization_id for each in found},
        person_id__in={each.person_id for each in found},
    ).order_by("recorded_at")  # fmt: skip
    names = {(each.organization_id, each.person_id): each.name for each in known}
    why = dict(reasons(list(dict.fromkeys(code for code, _ in editions()))))
    rows = [
        (each, names.get((each.organization_id, each.person_id), "Name not recorded"), load(each.program).short,
         why.get(each.reason, each.reason), words.on(each.referred_on, today=day))
        for each in found
    ]  # fmt: skip
    return page(request, "groups/elsewhere_list.html", {"rows": rows})
