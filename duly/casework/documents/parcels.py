"""Word documents: a parcel of texts and pictures, without programs, other files or reaching out."""

import io
import re
import zipfile
import zlib
from pathlib import PurePosixPath

from duly.casework.documents.refusals import BROKEN, INSIDE, LOCKED, MACROS, OTHER_INSIDE, TOO_MUCH, Refused

PARTS = 2000
UNFOLDED = 60_000_000  # bytes of all parts together
TEXTS = {"xml", "rels"}
PICTURES = {"png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf", "odttf", "ttf", "thmx"}
NEEDED = {"[content_types].xml", "word/document.xml"}
PROGRAMS = re.compile(rb"macroEnabled|vbaProject|activeX|application/x-ms", re.IGNORECASE)
ENTITIES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.IGNORECASE)
OUTWARD = re.compile(rb"""TargetMode\s*=\s*["']External["']""", re.IGNORECASE)
A_LINK = re.compile(rb"""Type\s*=\s*["'][^"']*/hyperlink["']""", re.IGNORECASE)
RUNNING_LINK = re.compile(rb"""Target\s*=\s*["']\s*(?!https?:|mailto:|tel:|#)""", re.IGNORECASE)
FIELD = re.compile(rb"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|MACROBUTTON)\b")
INSTRUCTION = re.compile(rb"<w:(?:instrText|fldSimple)\b[^>]*>([^<]*)", re.IGNORECASE)
OWN_INSTRUCTION = re.compile(rb"""w:instr\s*=\s*["']([^"']*)""", re.IGNORECASE)
ENDS = b"PK\x05\x06"
WIDE = "utf-16"


def checked_docx(content: bytes) -> bytes:
    """The document as it came."""
    if content[-22:-18] != ENDS:
        raise Refused(OTHER_INSIDE.format("docx"))  # something hangs on, or the end is missing
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parcel:
            entries = parcel.infolist()
            _names(entries)
            room = UNFOLDED
            for entry in entries:
                room -= _part(parcel, entry, room)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, zlib.error):
        raise Refused(BROKEN) from None
    return content


def _names(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename.lower() for entry in entries]
    if len(names) > PARTS:
        raise Refused(TOO_MUCH)
    if len(set(names)) < len(names) or min((entry.header_offset for entry in entries), default=1) != 0:
        raise Refused(OTHER_INSIDE.format("docx"))
    if NEEDED - set(names):
        raise Refused(OTHER_INSIDE.format("docx"))
    for entry in entries:
        path = PurePosixPath(entry.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in entry.filename or ":" in entry.filename:
            raise Refused(INSIDE)
        if entry.flag_bits & 1:
            raise Refused(LOCKED)
        if "vba" in path.name.lower() or "activex" in entry.filename.lower():
            raise Refused(MACROS)
        if not entry.is_dir() and _extension(entry) not in TEXTS | PICTURES:
            raise Refused(INSIDE)


def _extension(entry: zipfile.ZipInfo) -> str:
    return entry.filename.rpartition(".")[2].lower()


def _part(parcel: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> int:
    """How much the part unfolds into; texts are read for what they ask of the reader's computer."""
    with parcel.open(entry) as stream:
        inside = stream.read(room + 1)
    if len(inside) > room or entry.file_size > room:
        raise Refused(TOO_MUCH)
    if _extension(entry) in TEXTS:
        _text(inside)
    return len(inside)


def _text(inside: bytes) -> None:
    if inside[:2] in (b"\xff\xfe", b"\xfe\xff"):
        inside = inside.decode(WIDE, "replace").encode()
    if ENTITIES.search(inside):
        raise Refused(INSIDE)
    if PROGRAMS.search(inside):
        raise Refused(MACROS)
    for relation in RELATION.findall(inside):
        if OUTWARD.search(relation) and (not A_LINK.search(relation) or RUNNING_LINK.search(relation)):
            raise Refused(INSIDE)
    said = b"".join(INSTRUCTION.findall(inside)) + b" ".join(OWN_INSTRUCTION.findall(inside))
    if FIELD.search(said):
        raise Refused(INSIDE)
