"""People and roles: an administrator invites, gives, ends; not beyond reach, not for themselves; nobody else."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from duly.casework import access, clock, context
from duly.casework.models import AccessChange, Membership, Staff
from tests.casework.accounts.conftest import PASSWORD, come_in, set_up_app
from tests.casework.scene import MONDAY, STAFF

ACTS = [
    "people",
    "invite",
    "person",
    "edit-person",
    "give-role",
    "end-role",
    "end-access",
    "send-link",
    "second-step-off",
]


def addresses(staff: Staff) -> dict[str, str]:
    """Every page about one of the staff, and those about all."""
    held = staff.memberships.first()
    one = f"/people/{staff.pk}/"
    return {
        "people": "/people/",
        "invite": "/people/invite/",
        "person": one,
        "edit-person": f"{one}edit/",
        "give-role": f"{one}give-role/",
        "end-role": f"{one}roles/{held.pk}/end/",
        "end-access": f"{one}end-access/",
        "send-link": f"{one}send-link/",
        "second-step-off": f"{one}second-step/",
    }


def invitation(**changed) -> dict[str, object]:
    return {
        "name": "Gil Moss",
        "email": "Gil@example.org",
        "role": "case_manager",
        "starts": MONDAY,
        "last_day": "",
    } | changed


def changes(scene, staff) -> list[str]:
    with context.bound(agency=scene.root.pk):
        return [each.what for each in AccessChange.objects.filter(agency=scene.root, staff=staff).order_by("id")]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", [name for name in STAFF if name != "ada"])
def test_for_everybody_but_administrators_there_are_no_such_pages(scene, signed_in, who, act):
    browser, address = signed_in(who), addresses(scene.staff["ben"])[act]
    assert browser.get(address).status_code == 404
    assert browser.post(address, invitation(organization=scene.c.pk)).status_code == 404
    assert Staff.objects.count() == len(STAFF)


@pytest.mark.parametrize("act", ACTS)
def test_who_has_not_signed_in_is_asked_to(scene, act):
    assert Client().get(addresses(scene.staff["ben"])[act]).headers["Location"].startswith("/sign-in/?next=")


@pytest.mark.parametrize("act", [act for act in ACTS if act != "send-link"])
def test_an_administrator_opens_every_page(scene, ada, act):
    assert ada.get(addresses(scene.staff["ben"])[act]).status_code == 200


def test_the_list_holds_the_people_of_ones_organizations_only(scene, cyd, signed_in):
    page = signed_in("cyd").get("/people/").content.decode()
    assert "ana@example.org" in page
    assert "ben@example.org" not in page
    assert "ada@example.org" not in page


def test_the_list_is_narrowed(scene, ada):
    page = ada.get(
        "/people/", {"q": "ana", "role": "case_manager", "state": "active", "organization": str(scene.c.pk)}
    ).content.decode()
    assert "ana@example.org" in page
    assert "ben@example.org" not in page
    assert "Nobody like that" in ada.get("/people/", {"q": "ana", "state": "ended"}).content.decode()


def test_the_list_costs_the_same_for_any_number_of_people(scene, ada, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        ada.get("/people/")


def test_an_invitation_makes_an_account_without_a_password_and_sends_a_link(scene, ada, mailoutbox):
    answer = ada.post("/people/invite/", invitation(organization=scene.c.pk))
    gil = Staff.objects.get(email="gil@example.org")
    assert answer.headers["Location"] == f"/people/{gil.pk}/"
    assert not gil.has_usable_password()
    assert mailoutbox[0].to == ["gil@example.org"]
    assert changes(scene, gil) == ["invited", "given the role Case manager from 2015-04-06"]
    assert "Invited" in ada.get(f"/people/{gil.pk}/").content.decode()


def test_every_mistake_of_an_invitation_is_said_at_once(scene, ada, mailoutbox):
    answer = ada.post(
        "/people/invite/",
        {"email": "gil", "role": "king", "starts": "2014-01-01", "last_day": "soon", "organization": "x"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    for said in [
        "Enter their name.",
        "Not an email address.",
        "There is no such role.",
        "cannot begin in the past",
        "Not a date.",
        "do not administer",
    ]:
        assert said in page
    assert not mailoutbox
    assert Staff.objects.count() == len(STAFF)


def test_somebody_known_is_not_invited_twice(scene, ada):
    page = ada.post("/people/invite/", invitation(organization=scene.c.pk, email="ANA@example.org")).content.decode()
    assert "Ana has this email" in page


def refusal(browser: Client, scene, email: str) -> str:
    """What the invitation page says of this email, and nothing else of the page."""
    page = browser.post("/people/invite/", invitation(organization=scene.c.pk, email=email)).content.decode()
    return " ".join(re.findall(r"Mistake:</span>(.*?)</span>", page))


def test_an_email_of_another_agency_is_refused_in_the_words_of_ones_own_agency(scene, cyd, signed_in, elsewhere):
    """Beyond reach is beyond reach: the answer tells neither whose the email is nor in which agency."""
    browser = signed_in("cyd")
    theirs, ours = refusal(browser, scene, elsewhere), refusal(browser, scene, "ben@example.org")
    assert theirs == ours
    assert "This email cannot be used here." in theirs
    assert not [word for word in ("Ben", "account", "agency", "Elsewhere") if word in theirs]


def test_after_ten_refused_emails_no_more_are_looked_up(scene, ada, elsewhere):
    for _ in range(10):
        assert "cannot be used" in refusal(ada, scene, elsewhere)
    assert refusal(ada, scene, elsewhere) == refusal(ada, scene, "nobody@example.org")
    assert "Too many emails were refused." in refusal(ada, scene, "nobody@example.org")


def test_an_email_mistyped_does_not_count(scene, ada):
    for _ in range(11):
        refusal(ada, scene, "gil")
    assert ada.post("/people/invite/", invitation(organization=scene.c.pk)).status_code == 302


def test_when_the_mail_cannot_be_sent_nobody_was_invited(scene, ada, settings, tmp_path):
    (tmp_path / "mail").mkdir()
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1},
        }
    }
    answer = ada.post("/people/invite/", invitation(organization=scene.c.pk))
    assert answer.status_code == 422
    assert "nothing was saved" in answer.content.decode()
    assert not Staff.objects.filter(email="gil@example.org").exists()


def test_a_role_is_given_and_ended_with_a_last_day(scene, ada):
    ben = scene.staff["ben"]
    ada.post(
        f"/people/{ben.pk}/give-role/",
        {"organization": scene.d.pk, "role": "director", "starts": "2015-05-01", "last_day": "2015-05-31"},
    )
    held = ben.memberships.get(role="director")
    assert (held.during.lower, held.during.upper) == (date(2015, 5, 1), date(2015, 6, 1))
    ada.post(f"/people/{ben.pk}/roles/{held.pk}/end/", {"last_day": "2015-05-10"})
    held.refresh_from_db()
    assert held.during.upper == date(2015, 5, 11)
    assert changes(scene, ben) == [
        "given the role Director from 2015-05-01 to 2015-05-31",
        "the role Director ends after 2015-05-10",
    ]


def test_a_role_ended_now_is_gone_with_the_next_request(scene, ada, signed_in):
    ana, browser = scene.staff["ana"], signed_in("ana")
    assert browser.get("/account/").status_code == 200
    ada.post(f"/people/{ana.pk}/roles/{ana.memberships.get().pk}/end/", {"last_day": ""})
    assert access.actor_of(ana, day=MONDAY).grants == ()
    assert browser.get("/account/").headers["Location"].startswith("/sign-in/")


def test_the_same_role_is_not_given_twice_over_the_same_days(scene, ada):
    ana = scene.staff["ana"]
    answer = ada.post(
        f"/people/{ana.pk}/give-role/",
        {"organization": scene.c.pk, "role": "case_manager", "starts": MONDAY, "last_day": ""},
    )
    assert "hold this role there already" in answer.content.decode()
    assert ana.memberships.count() == 1


def test_an_administrator_below_gives_no_role_beyond_reach(scene, cyd, signed_in):
    browser, ana = signed_in("cyd"), scene.staff["ana"]
    for place in (scene.d, scene.site, scene.root):
        answer = browser.post(
            f"/people/{ana.pk}/give-role/", {"organization": place.pk, "role": "support", "starts": MONDAY}
        )
        assert "do not administer this organization" in answer.content.decode()
    assert ana.memberships.count() == 1


def test_people_beyond_reach_do_not_exist(scene, cyd, signed_in):
    browser = signed_in("cyd")
    for address in list(addresses(scene.staff["ben"]).values())[2:]:
        theirs, nobodys = (
            browser.get(address),
            browser.get(address.replace(str(scene.staff["ben"].pk), "00000000-0000-7000-8000-000000000000")),
        )
        assert theirs.status_code == nobodys.status_code
        assert theirs.status_code in (404, 405)


def test_a_role_beyond_reach_is_neither_shown_nor_ended(scene, cyd, signed_in):
    ana = scene.staff["ana"]
    there = Membership.objects.create(
        agency=scene.root,
        organization=scene.d,
        staff=ana,
        role="support",
        during=scene.staff["ben"].memberships.get().during,
    )
    browser = signed_in("cyd")
    assert "Provider D" not in browser.get(f"/people/{ana.pk}/").content.decode()
    assert browser.post(f"/people/{ana.pk}/roles/{there.pk}/end/", {}).status_code == 404
    assert browser.post(f"/people/{ana.pk}/second-step/").status_code == 404
    browser.post(f"/people/{ana.pk}/end-access/")
    ana.refresh_from_db()
    assert ana.is_active
    assert [
        each.organization.name
        for each in access.actor_of(ana, day=MONDAY).grants and ana.memberships.filter(during__contains=MONDAY)
    ] == ["Provider D"]


@pytest.mark.parametrize("act", ["edit-person", "give-role", "end-role", "end-access", "send-link", "second-step-off"])
def test_nobody_changes_their_own_roles(scene, ada, act):
    myself, before = scene.staff["ada"], list(Membership.objects.values_list("pk", "role", "during"))
    fields = {"organization": scene.root.pk, "role": "director", "starts": MONDAY, "name": "X", "email": "x@y.org"}
    assert ada.get(addresses(myself)[act]).status_code in (404, 405)
    assert ada.post(addresses(myself)[act], fields).status_code == 404
    assert list(Membership.objects.values_list("pk", "role", "during")) == before


@pytest.mark.parametrize("who", STAFF)
def test_no_field_of_ones_own_account_can_be_smuggled_in(scene, signed_in, who):
    browser, staff = signed_in(who), scene.staff[who]
    before = Staff.objects.filter(pk=staff.pk).values("agency", "ref", "name", "email", "is_active", "id").get()
    smuggled = {
        "agency": "x",
        "ref": "x",
        "name": "Root",
        "email": "root@example.org",
        "is_active": "",
        "is_superuser": "on",
        "role": "admin",
        "organization": str(scene.root.pk),
        "single_keys": "on",
        "id": "00000000-0000-7000-8000-000000000000",
        "during": "[2000-01-01,)",
    }
    for address in ("/account/", "/account/keys/", "/account/sign-ins/end/", "/account/password/"):
        browser.post(address, smuggled)
    assert Staff.objects.filter(pk=staff.pk).values(*before).get() == before
    assert list(staff.memberships.values_list("role", flat=True)) == [STAFF[who][0]]


def test_the_history_says_who_changed_what(scene, ada):
    ben = scene.staff["ben"]
    ada.post(
        f"/people/{ben.pk}/give-role/",
        {"organization": scene.d.pk, "role": "support", "starts": MONDAY + timedelta(days=7)},
    )
    page = ada.get(f"/people/{ben.pk}/").content.decode()
    assert re.search(r"Given the role Support staff from 2015-04-13, Provider D, by Ada", page)


def test_the_matrix_bites(scene, signed_in, monkeypatch):
    """Control: were the act open to case managers, the first test here would see it."""
    monkeypatch.setitem(access.MAY, "manage_people", ("", frozenset({"admin", "case_manager"})))
    assert signed_in("ana").get("/people/").status_code == 200


def test_who_was_invited_sets_a_password_and_comes_in(scene, ada, mailoutbox):
    ada.post("/people/invite/", invitation(organization=scene.c.pk))
    link = re.search(r"http://testserver(\S+)", mailoutbox[0].body).group(1)
    browser = Client()
    assert browser.get(link).headers["Location"] == "/invitation/"
    assert "gil@example.org" in browser.get("/invitation/").content.decode()
    weak = browser.post("/invitation/", {"password1": "gilmossgilmoss1", "password2": "other"}).content.decode()
    assert "Too little is left" in weak
    chosen = "seven lanterns under the bridge"
    assert browser.post("/invitation/", {"password1": chosen, "password2": chosen}).headers["Location"] == "/sign-in/"
    assert browser.post("/sign-in/", {"login": "gil@example.org", "password": chosen}).headers["Location"] == "/"
    assert "no longer works" in Client().get(link, follow=True).content.decode()
    assert changes(scene, Staff.objects.get(email="gil@example.org"))[-1] == "set a password"


def test_a_new_link_makes_the_old_one_worthless(scene, ada, mailoutbox):
    ada.post("/people/invite/", invitation(organization=scene.c.pk))
    gil = Staff.objects.get(email="gil@example.org")
    ada.post(f"/people/{gil.pk}/send-link/")
    old, new = (re.search(r"http://testserver(\S+)", mail.body).group(1) for mail in mailoutbox)
    assert Client().get(old, follow=True).status_code == 404
    assert Client().get(new, follow=True).status_code == 200


def test_practice_data_show_the_link(scene, ada, mailoutbox):
    ada.post("/people/invite/", invitation(organization=scene.c.pk))
    assert "/invitation/" in ada.get(f"/people/{Staff.objects.get(email='gil@example.org').pk}/").content.decode()


def test_where_work_is_real_an_administrator_never_sees_the_link(real, mailoutbox):
    ada = set_up_app(come_in(real.staff["ada"]))
    ada.post("/people/invite/", invitation(organization=real.c.pk, starts=clock.today("America/Chicago")))
    page = ada.get(f"/people/{Staff.objects.get(email='gil@example.org').pk}/").content.decode()
    assert "Send a new link" in page
    assert "/invitation/" not in page


def test_somebody_whose_access_ended_starts_over_with_a_link(scene, ada, mailoutbox):
    ben = scene.staff["ben"]
    ada.post(f"/people/{ben.pk}/end-access/")
    ada.post(f"/people/{ben.pk}/give-role/", {"organization": scene.d.pk, "role": "support", "starts": MONDAY})
    ben.refresh_from_db()
    assert ben.is_active
    assert not ben.has_usable_password()
    assert mailoutbox[-1].to == ["ben@example.org"]
    assert Client().post("/sign-in/", {"login": "ben@example.org", "password": PASSWORD}).status_code == 200


def test_no_line_of_the_log_names_anybody(scene, ada, signed_in, mailoutbox, caplog):
    with caplog.at_level("DEBUG"):
        ada.post("/people/invite/", invitation(organization=scene.c.pk))
        ada.post(f"/people/{scene.staff['ben'].pk}/end-access/")
        Client().post("/sign-in/", {"login": "ana@example.org", "password": "wrong, wrong, wrong"})
        Client().post("/password/forgotten/", {"email": "ana@example.org"})
        signed_in("ana").get("/people/")
    said = " ".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert "POST invite 302" in said
    assert not [word for word in ("Gil", "gil@", "ana@", "Ana", "Ben", "wrong", "invitation/") if word in said]
