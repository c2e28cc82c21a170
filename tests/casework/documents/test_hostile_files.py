"""No attachment can attack (TRUST R-35): every file of the corpus stays out, and what comes in brings nothing along."""

import io
import resource
import subprocess
import sys
import time
import zlib
from contextlib import suppress

import pytest
from PIL import Image

from duly.casework.documents import papers, parcels, plain
from duly.casework.documents.naming import plain_name
from duly.casework.documents.refusals import PDF, PNG, Refused, extension_of
from duly.casework.documents.sandbox import PATIENCE, checked
from tests.casework.documents import hostile

CORPUS = hostile.corpus()
PLACE = {0x8825: {1: "N", 2: (41.0, 52.0, 55.0)}}  # where a camera writes its place


def test_the_corpus_is_large_enough():
    assert len(CORPUS) >= 60
    assert len({what for what, _, _ in CORPUS}) == len(CORPUS)


@pytest.mark.parametrize(("what", "name", "content"), CORPUS, ids=[each[0] for each in CORPUS])
def test_it_stays_out_with_a_sentence_that_says_why_and_the_way_out(what, name, content):
    with pytest.raises(Refused) as refused:
        checked(name, content)
    says = str(refused.value)
    assert says.endswith(".")
    assert len(says.split(". ")) > 1 or "Duly takes" in says
    assert "Traceback" not in says


GOOD = {
    "a PDF": ("cv.pdf", hostile.pdf()),
    "a PDF of 500 pages": ("cv.pdf", hostile.pdf(pages=500)),
    "a PDF with packed objects": ("cv.pdf", hostile.pdf(hostile.packed(b"<</Type/Font>>"))),
    "a résumé that names a language": (
        "cv.pdf",
        hostile.pdf(hostile.stream(b"/Filter/FlateDecode", zlib.compress(b"BT (HTML/CSS/JavaScript) Tj ET"))),
    ),
    "a photo": ("id.jpeg", hostile.picture()),
    "a picture": ("id.png", hostile.picture("PNG")),
    "a document": ("plan.docx", hostile.docx()),
    "a document with a link": (
        "plan.docx",
        hostile.docx(
            {"word/_rels/a.rels": hostile.RELATIONS % (hostile.RELATION % (b"hyperlink", b"https://www.example.org/"))}
        ),
    ),
    "a text": ("note.TXT", "Größe, 王".encode()),
    "a text with a mark at its beginning": ("note.txt", b"\xef\xbb\xbfplan"),
}


@pytest.mark.parametrize("what", GOOD)
def test_what_people_really_attach_comes_in(what):
    """The control: a wall that stops everything protects nothing."""
    name, content = GOOD[what]
    kept = checked(name, content)
    assert kept.extension == extension_of(name)
    if kept.media_type not in ("image/jpeg", "image/png"):
        assert kept.content == content


HIDDEN = (b"<script>", b"PK\x05\x06", b"evil", b"Exif", b"GPS", b"<?php", b"ICC_PROFILE", b"tEXt")


def _with_place() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "evil camera"
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825).update(PLACE[0x8825])
    return hostile.picture(exif=exif)


CARRIERS = {
    "the place it was taken": ("id.jpg", _with_place()),
    "a web page in a remark": ("id.jpg", hostile.picture(comment=hostile.HTML)),
    "a zip behind it": ("id.jpg", hostile.picture() + hostile.zipped({"x.exe": hostile.EXE})),
    "a program behind it": ("id.png", hostile.picture("PNG") + hostile.PHP),
    "a program in a text": (
        "id.png",
        hostile.picture("PNG").replace(b"IDAT", b"IDAT", 1)[:33]
        + hostile.chunk(b"tEXt", b"evil\0" + hostile.PHP)
        + hostile.picture("PNG")[33:],
    ),
    "a profile": ("id.jpg", hostile.picture(icc_profile=b"evil" * 200)),
}


@pytest.mark.parametrize("what", CARRIERS)
def test_a_picture_is_drawn_anew_and_brings_nothing_along(what):
    name, content = CARRIERS[what]
    assert any(sign in content for sign in HIDDEN)
    kept = checked(name, content)
    assert not any(sign in kept.content for sign in HIDDEN)
    picture = Image.open(io.BytesIO(kept.content))
    assert not picture.getexif()
    assert not set(picture.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert kept.sha256 != kept.received_sha256


def test_a_photo_that_lies_on_its_side_stands_upright():
    assert Image.open(io.BytesIO(checked("id.jpg", _with_place()).content)).size == (40, 60)


def test_a_large_photo_is_made_small_enough_to_keep():
    kept = checked("id.jpg", hostile.picture(size=(8000, 6000), quality=60))
    assert max(Image.open(io.BytesIO(kept.content)).size) == 4000


def test_the_same_photo_twice_is_the_same_bytes():
    assert checked("id.jpg", hostile.picture()) == checked("id.jpg", hostile.picture())


BOMBS = [each for each in CORPUS if "gigabyte" in each[0] or "200 MB" in each[0] or "50,000" in each[0]]


@pytest.mark.parametrize(("what", "name", "content"), BOMBS, ids=[each[0] for each in BOMBS])
def test_what_unfolds_never_takes_300_megabytes(what, name, content):
    """Of the process that checks it, measured from outside."""
    program = (
        "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:], input=sys.stdin.buffer.read(),"
        " capture_output=True, env={}); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    command = [sys.executable, "-m", "duly.casework.documents.checking", extension_of(name)]
    done = subprocess.run([sys.executable, "-c", program, *command], input=content, capture_output=True)
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(done.stdout) * unit < 300_000_000


def test_the_process_that_checks_may_not_write_and_knows_no_secret(monkeypatch, tmp_path):
    monkeypatch.setenv("DULY_SECRET_KEY", "secret")
    program = (
        "import os, sys; from duly.casework.documents import checking; checking.confine()\n"
        "try: os.write(os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY), b'x')\n"
        "except OSError as error: print(error.strerror)\n"
        "print(*os.environ)"
    )
    command = [sys.executable, "-I", "-c", program, str(tmp_path / "seen")]
    done = subprocess.run(command, capture_output=True, env={}, text=True)
    assert done.stdout.startswith("File too large")
    assert "DULY" not in done.stdout


def test_a_file_made_to_be_read_slowly_is_answered_soon():
    since = time.perf_counter()
    with suppress(Refused):
        checked("cv.pdf", hostile.pdf(b"/S%" * 2_000_000))
    assert time.perf_counter() - since < PATIENCE + 10  # the longest anybody waits, with the start of a process


def test_what_takes_too_long_is_left(monkeypatch):
    monkeypatch.setattr("duly.casework.documents.sandbox.PATIENCE", 0.01)
    with pytest.raises(Refused, match="could not be checked"):
        checked("cv.pdf", hostile.pdf())


@pytest.mark.parametrize(
    ("scanner", "says"),
    [("true", ""), ("false", "virus scanner"), ("sh -c 'exit 7'", "no answer"), ("/no/such/scanner -", "no answer")],
)
def test_a_scanner_the_installation_names_is_asked_first(settings, scanner, says):
    settings.DOCUMENT_SCANNER = scanner
    if not says:
        assert checked("cv.pdf", hostile.pdf()).media_type == PDF
        return
    with pytest.raises(Refused, match=says):
        checked("cv.pdf", hostile.pdf())


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("C:\\scans\\..\\Plan.PDF", "Plan.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("shell.php\x00.pdf", "shell.php.pdf"),
        ("plan\u202egnp.pdf", "plangnp.pdf"),
        ('a"b<c>.pdf', "abc.pdf"),
        ("  .pdf", "document.pdf"),
        ("Größe 王.pdf", "Größe 王.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_a_name_leads_nowhere_and_looks_like_what_it_is(written, kept):
    assert plain_name(written, "pdf") == kept


@pytest.mark.parametrize("check", [papers.checked_pdf, parcels.checked_docx, plain.checked_text])
@pytest.mark.parametrize("cut", [0, 1, 7, 50, 200])
def test_a_file_cut_anywhere_is_refused_or_harmless_and_never_stumbled_over(check, cut):
    made = {papers.checked_pdf: hostile.pdf(), parcels.checked_docx: hostile.docx()}.get(check, b"plain words")
    with suppress(Refused):
        assert check(made[:cut]) == made[:cut]


def test_pictures_are_known_by_their_beginning():
    assert checked("id.png", hostile.picture("PNG")).media_type == PNG
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 0  # confined is the child, not the server
