"""Signing: bound to exactly what was read; a change stands unsigned until both agree again."""

from datetime import date

from django.test import Client

from duly.casework.documents.print import pages
from duly.casework.models import Agreement, Case, PlanItem, PlanVersion
from duly.casework.models.ids import uuid7
from duly.casework.plans import content
from duly.casework.plans.plan import plan_now
from tests.casework.plans.conftest import put, signed_in
from tests.casework.scene import Scene

BOTH = {"participant_agrees": "on", "participant": "Jo Reyes", "staff_agrees": "on"}


def sign(client: Client, case: Case, *, digest: str = "", **said: str):
    body = {"entry": str(uuid7()), "digest": digest or content.digest(plan_now(case)), **said}
    return client.post(f"/cases/{case.ref}/plan/sign", body)


def page_of(client: Client, case: Case) -> str:
    return client.get(f"/cases/{case.ref}/plan").content.decode()


def change(client: Client, case: Case, item: PlanItem, **said: str):
    body = {"entry": str(uuid7()), "seen": str(item.pk), "because": "It turned out so", "what": item.what, **said}
    return client.post(f"/cases/{case.ref}/plan/things/{item.item}", body)


def test_both_sign_on_one_screen(scene: Scene, jo: Case, ana: Client):
    """MOS-51, MOS-59: name, day, wording and the digest of exactly this plan are kept."""
    put(scene, jo, "goal", answers={"statement": "Because"})
    assert sign(ana, jo, **BOTH).status_code == 302
    version = PlanVersion.objects.get(case=jo)
    assert version.digest == content.digest(version.content) == content.digest(plan_now(jo))
    signed = {each.party: each for each in Agreement.objects.filter(version=version.pk)}
    assert {each.name for each in signed.values()} == {"Jo Reyes", "Ana"}
    assert all(each.digest == version.digest and each.wording and each.how == "screen" for each in signed.values())
    assert "Signed by both" in page_of(ana, jo)


def test_a_change_after_signing_stands_unsigned_until_both_agree_again(scene: Scene, jo: Case, ana: Client):
    """SET-42, MOS-51"""
    task = put(scene, jo, "task", what="Send notes", owner="participant", due_on=date(2015, 4, 10))
    sign(ana, jo, **BOTH)
    change(ana, jo, task, owner="participant", due_on="2015-04-17")
    page = page_of(ana, jo)
    assert "Unsigned" in page
    assert "Version 1, signed by both" in page
    assert "<del>10</del> <ins>17</ins> Apr" in page
    assert "It turned out so" in page
    sign(ana, jo, **BOTH)
    assert "Signed by both" in page_of(ana, jo)
    assert [each.number for each in PlanVersion.objects.filter(case=jo).order_by("number")] == [1, 2]


def test_done_and_attained_leave_the_plan_signed_but_dropping_does_not(scene: Scene, jo: Case, ana: Client):
    done = put(scene, jo, "task", what="Send notes", owner="participant", due_on=date(2015, 4, 10))
    dropped = put(scene, jo, "task", what="Call the school", owner="participant", due_on=date(2015, 4, 10))
    sign(ana, jo, **BOTH)
    end(ana, jo, done, "done")
    assert "Signed by both" in page_of(ana, jo)
    end(ana, jo, dropped, "dropped")
    assert "Unsigned" in page_of(ana, jo)


def end(client: Client, case: Case, item: PlanItem, how: str, note: str = ""):
    body = {"entry": str(uuid7()), "seen": str(item.pk), "how": how, "ended_on": "2015-04-06", "note": note}
    return client.post(f"/cases/{case.ref}/plan/things/{item.item}/end", body)


def test_a_plan_changed_while_they_read_is_not_signed(scene: Scene, jo: Case, ana: Client):
    task = put(scene, jo, "task", what="Send notes", owner="participant", due_on=date(2015, 4, 10))
    read = content.digest(plan_now(jo))
    change(signed_in(scene, "cal"), jo, task, owner="participant", due_on="2015-04-17")
    answer = sign(ana, jo, digest=read, **BOTH)
    assert answer.status_code == 409
    assert "was changed while you were reading" in answer.content.decode()
    assert not PlanVersion.objects.exists()


def test_one_signature_alone_is_no_agreement_of_both(scene: Scene, jo: Case, ana: Client):
    put(scene, jo, "goal", answers={"statement": "Because"})
    sign(ana, jo, staff_agrees="on")
    assert "agreed by Ana only" in page_of(ana, jo)
    sign(ana, jo, participant_agrees="on", participant="Jo Reyes")
    assert PlanVersion.objects.count() == 1
    assert "Signed by both" in page_of(ana, jo)


def test_a_name_without_the_sentence_is_refused(scene: Scene, jo: Case, ana: Client):
    put(scene, jo, "goal", answers={"statement": "Because"})
    assert sign(ana, jo, participant="Jo Reyes").status_code == 422
    assert sign(ana, jo, participant_agrees="on").status_code == 422
    assert not Agreement.objects.exists()


def test_paper_is_recognized_by_the_check_printed_on_it(scene: Scene, jo: Case, ana: Client):
    """MOS-59"""
    put(scene, jo, "goal", answers={"statement": "Because"})
    check = content.check_of(content.digest(plan_now(jo)))
    assert check in ana.get(f"/cases/{jo.ref}/plan/print").content.decode()
    said = {"parties": ["participant", "staff"], "agreed_on": "2015-04-06"}
    wrong = ana.post(f"/cases/{jo.ref}/plan/paper", {"entry": str(uuid7()), "check": "0000 0000", **said})
    assert wrong.status_code == 422
    ana.post(f"/cases/{jo.ref}/plan/paper", {"entry": str(uuid7()), "check": check.lower(), **said})
    assert {each.how for each in Agreement.objects.all()} == {"paper"}
    assert "Signed by both" in page_of(ana, jo)


def test_paper_printed_before_a_change_does_not_sign_what_came_after(scene: Scene, jo: Case, ana: Client):
    task = put(scene, jo, "task", what="Send notes", owner="participant", due_on=date(2015, 4, 10))
    check = content.check_of(content.digest(plan_now(jo)))
    change(ana, jo, task, owner="participant", due_on="2015-04-17")
    said = {"entry": str(uuid7()), "check": check, "parties": ["participant"], "agreed_on": "2015-04-06"}
    assert ana.post(f"/cases/{jo.ref}/plan/paper", said).status_code == 422
    assert not Agreement.objects.exists()


def test_signing_sent_twice_is_one_version_and_one_word_of_each(scene: Scene, jo: Case, ana: Client):
    put(scene, jo, "goal", answers={"statement": "Because"})
    body = {"entry": str(uuid7()), "digest": content.digest(plan_now(jo)), **BOTH}
    for _ in range(2):
        ana.post(f"/cases/{jo.ref}/plan/sign", body)
    assert (PlanVersion.objects.count(), Agreement.objects.count()) == (1, 2)


def test_an_older_version_stays_readable_with_what_changed_since(scene: Scene, jo: Case, ana: Client):
    task = put(scene, jo, "task", what="Send notes", owner="participant", due_on=date(2015, 4, 10))
    sign(ana, jo, **BOTH)
    change(ana, jo, task, owner="participant", due_on="2015-04-17")
    page = ana.get(f"/cases/{jo.ref}/plan/versions/1").content.decode()
    assert "10 Apr" in page
    assert "<ins>17</ins>" in page


def test_the_printed_plan_speaks_the_participants_language(scene: Scene, jo: Case, ana: Client):
    put(scene, jo, "goal", what="Cocinera", answers={"statement": "Porque"})
    spanish = ana.get(f"/cases/{jo.ref}/plan/print?language=es").content.decode()
    assert "Lo que sigue" in spanish or "Mis metas" in spanish
    assert 'lang="es"' in spanish
    assert "My goals" in ana.get(f"/cases/{jo.ref}/plan/print").content.decode()


def test_the_plan_is_a_pdf_to_take_home_in_the_language_of_the_file(scene: Scene, jo: Case, ana: Client):
    """MOS-59"""
    put(scene, jo, "goal", what="Cocinera", answers={"statement": "Porque", "wage_from": "17.00"})
    put(scene, jo, "task", what="Traer el certificado", owner="participant", due_on=date(2015, 4, 17))
    put(scene, jo, "support", what="Pase", starts_on=date(2015, 4, 17), cost_cents=8000, funding="local")
    for language in ("en", "es"):
        answer = ana.get(f"/cases/{jo.ref}/plan/pdf?language={language}")
        assert answer.content.startswith(b"%PDF")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert pages(answer.content) == 1
