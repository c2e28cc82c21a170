"""Documents of a case through the pages: attached by kind, listed, downloaded, taken back, waited for by a step."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duly.casework.documents import queries, uploading
from duly.casework.documents.actions import attach
from duly.casework.documents.sandbox import checked
from duly.casework.models import Attachment, AttachmentContent, Correction, Opening
from duly.casework.models.ids import uuid7
from duly.casework.obligations.history import histories
from duly.engine.gates import missing
from duly.engine.reading import load
from tests.casework.documents import hostile
from tests.casework.scene import MONDAY
from tests.casework.seeing import as_, browser
from tests.casework.transfers.test_transfers import move


@pytest.fixture
def jo(scene):
    return scene.case("Jo Reyes", assigned_on=date(2015, 1, 1))


def client(scene, name):
    made = Client()
    made.force_login(scene.staff[name])
    return made


def attached(scene, case, *, name="budget.pdf", content=None, kind="microgrant_budget", **said):
    file = checked(name, content or hostile.pdf())
    return attach(case, entry=uuid7(), kind=kind, name=name, checked=file, by=scene.actor("ana"), **said)


def send(scene, case, who="ana", *, name="budget.pdf", content=None, **said):
    file = SimpleUploadedFile(name, hostile.pdf() if content is None else content)
    said = {"entry": uuid7(), "kind": "microgrant_budget", "file": file} | said
    return client(scene, who).post(reverse("documents", args=[case.ref]), said)


def test_a_document_is_attached_by_kind_without_any_script(scene, jo):
    page = client(scene, "sue").get(reverse("documents", args=[jo.ref])).content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert 'accept=".pdf,.jpg,.jpeg,.png,.docx,.txt"' in page
    answer = send(scene, jo, "sue", name="C:\\scans\\Budget.PDF", dated_on="2015-04-01", note="The final one")
    assert (answer.status_code, answer["Location"]) == (302, reverse("documents", args=[jo.ref]))
    made = Attachment.objects.get(case=jo)
    assert (made.name, made.kind, made.dated_on, made.author.name) == (
        "Budget.pdf", "microgrant_budget", date(2015, 4, 1), "Sue",
    )  # fmt: skip


def test_what_is_downloaded_is_what_is_kept_and_is_never_shown_in_the_page_s_place(scene, jo):
    made = attached(scene, jo)
    answer = client(scene, "cal").get(reverse("document", args=[jo.ref, made.pk]))
    assert answer.content == hostile.pdf()
    assert answer["Content-Disposition"].startswith('attachment; filename="budget.pdf"')
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert "no-store" in answer["Cache-Control"]


def test_a_download_is_on_record(scene, jo):
    client(scene, "cal").get(reverse("document", args=[jo.ref, attached(scene, jo).pk]))
    assert list(Opening.objects.values_list("what", "staff__name")) == [("document, microgrant_budget", "Cal")]


def test_a_document_obeys_the_case_it_belongs_to(scene, jo):
    """Never by its id alone: not another organization's, and not under a case of one's own."""
    made, own = attached(scene, jo), scene.case("Lee Tran", by="ben")
    for ref in (jo.ref, own.ref, "C000000"):
        assert client(scene, "ben").get(reverse("document", args=[ref, made.pk])).status_code == 404
        assert client(scene, "ben").post(
            reverse("document-take-back", args=[ref, made.pk]), {"why": "mine now"}
        ).status_code == 404  # fmt: skip
    assert not Correction.objects.exists()


def test_who_only_oversees_meets_no_document(scene, jo):
    made = attached(scene, jo)
    for who in ("lia", "fay", "eve", "ada"):
        assert client(scene, who).get(reverse("document", args=[jo.ref, made.pk])).status_code == 404


def test_taken_back_with_a_reason_nobody_can_open_it_and_its_name_stays(scene, jo):
    made = attached(scene, jo)
    ana = client(scene, "ana")
    assert ana.post(reverse("document-take-back", args=[jo.ref, made.pk]), {"why": " "}).status_code == 422
    ana.post(reverse("document-take-back", args=[jo.ref, made.pk]), {"why": "belongs to somebody else"})
    assert ana.get(reverse("document", args=[jo.ref, made.pk])).status_code == 404
    page = ana.get(reverse("documents", args=[jo.ref])).content.decode()
    assert "belongs to somebody else" in page
    assert "budget.pdf" in page
    assert reverse("document", args=[jo.ref, made.pk]) not in page


def test_every_mistake_is_said_at_once_and_nothing_is_kept(scene, jo):
    answer = send(scene, jo, kind="", content=hostile.HTML, dated_on="2071-01-01")
    page = answer.content.decode()
    assert answer.status_code == 422
    for said in ("Choose one", "something else inside", "is in the future"):
        assert said in page
    assert not Attachment.objects.exists()


def test_a_photo_of_a_newer_phone_is_told_the_way_out(scene, jo):
    answer = send(scene, jo, name="IMG_1.HEIC", content=b"\0\0\0\x18ftypheic" + bytes(60))
    assert "Most Compatible" in answer.content.decode()


def test_the_same_entry_sent_twice_is_one_document(scene, jo):
    entry = uuid7()
    for _ in range(2):
        assert send(scene, jo, entry=entry).status_code == 302
    assert Attachment.objects.count() == AttachmentContent.objects.count() == 1
    assert send(scene, jo, entry=entry, content=hostile.pdf(pages=2)).status_code == 422
    assert Attachment.objects.count() == 1


def test_a_case_holds_so_much_and_no_more(scene, jo, monkeypatch):
    monkeypatch.setattr(queries, "FILES", 1)
    assert send(scene, jo).status_code == 302
    answer = send(scene, jo)
    assert "A case holds 1 documents" in answer.content.decode()
    assert send(scene, scene.case("Lee Tran")).status_code == 302


def test_an_installation_holds_so_much_and_no_more(scene, jo, settings):
    settings.DOCUMENT_ROOM = 0
    assert "has no room for more documents" in send(scene, jo).content.decode()


def test_more_than_a_request_may_bring_is_dropped_as_it_comes(scene, jo, monkeypatch):
    monkeypatch.setattr(uploading, "LARGEST", 100_000)
    answer = send(scene, jo, name="note.txt", content=b"a" * 300_000)
    assert answer.status_code == 422
    assert "larger than 10 MB" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_a_step_waits_for_its_document_and_waits_again_once_it_is_taken_back(scene, jo):
    """The microgrant needs its budget attached: SET-56."""

    def lacking():
        edition, history = load("set", jo.edition), histories(jo.agency_id, [jo.pk])[jo.pk]
        return [each.need for each in missing(edition, "microgrant", history.standing(), as_of=MONDAY)]

    assert "budget" in lacking()
    made = attached(scene, jo, dated_on=date(2015, 4, 1))
    assert "budget" not in lacking()
    client(scene, "ana").post(reverse("document-take-back", args=[jo.ref, made.pk]), {"why": "an old one"})
    assert "budget" in lacking()


def test_a_document_without_a_date_counts_and_another_kind_does_not(scene, jo):
    edition = load("set", jo.edition)

    def lacking():
        history = histories(jo.agency_id, [jo.pk])[jo.pk].standing()
        return [each.need for each in missing(edition, "microgrant", history, as_of=MONDAY)]

    attached(scene, jo, kind="business_plan")
    assert "budget" in lacking()
    attached(scene, jo)
    assert "budget" not in lacking()


def test_the_page_says_which_steps_wait_for_a_document(scene, jo):
    page = client(scene, "ana").get(reverse("documents", args=[jo.ref])).content.decode()
    assert "Budget for the microgrant: for Microgrant" in page
    assert "not yet attached" in page
    attached(scene, jo)
    assert "not yet attached" not in client(scene, "ana").get(reverse("documents", args=[jo.ref])).content.decode()


def test_the_case_file_shows_a_document_on_the_day_it_came(scene, jo):
    made = attached(scene, jo, note="Three quotes inside")
    page = client(scene, "ana").get(reverse("case", args=[jo.ref])).content.decode()
    assert "budget for the microgrant" in page
    assert "Three quotes inside" in page
    assert reverse("document", args=[jo.ref, made.pk]) in page


def test_a_list_of_many_documents_costs_no_more_queries_and_reads_no_content(scene, jo):
    def count():
        ana = client(scene, "ana")
        ana.get(reverse("documents", args=[jo.ref]))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            ana.get(reverse("documents", args=[jo.ref]))
        return [each["sql"] for each in seen]

    attached(scene, jo)
    one = count()
    for _ in range(12):
        attached(scene, jo)
    many = count()
    assert len(many) == len(one)
    assert not any("attachmentcontent" in sql for sql in many)


def test_the_tables_of_documents_show_nothing_to_another_organization(scene, jo):
    from duly.casework import context

    made = attached(scene, jo)
    with context.bound(agency=scene.root.pk, organizations=[scene.d.pk]):
        assert not Attachment.objects.filter(pk=made.pk).exists()
        assert not AttachmentContent.objects.filter(pk=made.pk).exists()
    with context.bound(agency=scene.root.pk, organizations=[scene.c.pk]):
        assert AttachmentContent.objects.filter(pk=made.pk).exists()


def test_exchange_files_carry_no_document_and_the_export_says_so(own_database, tmp_path, capsys):
    """Neither a document nor its being taken back; and what went out comes into an empty home."""
    from duly.casework import access, clock, context
    from duly.casework.corrections.actions import retract
    from duly.casework.exchange import commands
    from duly.casework.models import Case, Staff
    from tests.broken.folders.good import GOOD
    from tests.casework.exchange.conftest import NOW
    from tests.casework.scene import stand_clock

    stand_clock(NOW)
    came = tmp_path / "in"
    came.mkdir()
    for name, text in GOOD.items():
        (came / f"{name}.csv").write_text(text)
    assert commands.import_folder(came) == 0
    author = Staff.objects.order_by("ref").first()
    with context.bound(agency=author.agency_id, whole_agency=True):
        by = access.actor_of(author, day=MONDAY)
        case = Case.objects.filter(agency_id=author.agency_id).order_by("ref").first()
        file = checked("plan.pdf", hostile.pdf())
        made = [attach(case, entry=uuid7(), kind="another", name="plan.pdf", checked=file, by=by) for _ in range(2)]
        retract(made[0], reason="the wrong one", by=by)
    assert commands.export_folder(tmp_path / "out") == 0
    assert "2 documents attached to cases stay behind" in capsys.readouterr().err
    assert {each.stem: each.read_text() for each in (tmp_path / "out").iterdir()} == GOOD
    clock.forget()


def test_documents_are_read_where_the_case_goes_on_and_taken_back_only_where_it_was(scene, jo):
    """Under the grant of the transfer, and without it not at all (MOS-23)."""
    made = attached(scene, jo)
    ben = browser(scene)
    as_(ben, scene, "ben")
    assert ben.get(reverse("document", args=[jo.ref, made.pk])).status_code == 404
    new = move(browser(scene), scene, jo)
    as_(ben, scene, "ben")
    assert ben.get(reverse("document", args=[new.ref, made.pk])).content == hostile.pdf()
    page = ben.get(reverse("documents", args=[new.ref])).content.decode()
    assert "before the transfer" in page
    assert reverse("document-take-back", args=[new.ref, made.pk]) not in page
    why = {"why": "not ours"}
    assert ben.post(reverse("document-take-back", args=[new.ref, made.pk]), why).status_code == 404
    assert ben.get(reverse("document", args=[jo.ref, made.pk])).status_code == 404
