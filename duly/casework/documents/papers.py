"""PDF: whole, open, of a bearable number of pages, and without anything that runs, opens or carries other things."""

import re
import zlib
from collections.abc import Iterator

from duly.casework.documents.refusals import ACTIVE, BROKEN, LOCKED, LONG, OTHER_INSIDE, TOO_MUCH, Refused

PAGES = 500
UNFOLDED = 60_000_000  # bytes of everything packed together
AT_ONCE = 1 << 15
# Between two words of a PDF there may be nothing, white space, or a comment to the end of the line.
GAP = rb"(?:[\s\x00]|%[^\r\n]{0,200}[\r\n])*"
DOES = rb"(JavaScript|Launch|SubmitForm|ImportData|Rendition|GoToE|Movie|Sound|GoTo3DView|RichMediaExecute)"
HOLDS = rb"(JavaScript|EmbeddedFiles?|RichMedia\w*|XFA|EF)"
REFERENCE = rb"\d+" + GAP + rb"\d+" + GAP + rb"R"
ACTIONS = re.compile(rb"/S" + GAP + rb"/" + DOES + rb"\b|obj" + GAP + rb"/" + DOES + rb"\b")
HOLDINGS = re.compile(rb"/" + HOLDS + GAP + rb"(?:" + REFERENCE + rb"|<<|\[)|/Type" + GAP + rb"/EmbeddedFile\b")
ENCRYPTED = re.compile(rb"/Encrypt" + GAP + rb"(?:" + REFERENCE + rb"|<<)")
A_PAGE = re.compile(rb"/Type" + GAP + rb"/Page\b")
ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")
STREAM = re.compile(rb"(?<!end)stream\r?\n")
PACKED = re.compile(rb"/ObjStm\b")
RARE = re.compile(rb"/(ASCII85Decode|ASCIIHexDecode|LZWDecode|RunLengthDecode|A85|AHx|LZW|RL|Predictor|Crypt)\b")
ZIP_ENDS = b"PK\x05\x06"


def checked_pdf(content: bytes) -> bytes:
    """The PDF as it came."""
    end = content.rstrip(b"\r\n\t \x00")
    if not end.endswith(b"%%EOF"):
        raise Refused(OTHER_INSIDE.format("pdf") if ZIP_ENDS in content[-70_000:] else BROKEN)
    if ZIP_ENDS in content[-70_000:]:
        raise Refused(OTHER_INSIDE.format("pdf"))
    found = 0
    for part in (plain(content), *packed(content)):
        if ENCRYPTED.search(part):
            raise Refused(LOCKED)
        if active := ACTIONS.search(part) or HOLDINGS.search(part):
            named = next((group for group in active.groups() if group), b"EmbeddedFile")
            raise Refused(ACTIVE.format(named.decode("ascii")))
        found += len(A_PAGE.findall(part))
    if not found:
        raise Refused(BROKEN)
    if found > PAGES:
        raise Refused(LONG.format(PAGES))
    return content


def plain(content: bytes) -> bytes:
    """With every letter of a name written as itself: /J#61vaScript is /JavaScript."""
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)


def packed(content: bytes) -> Iterator[bytes]:
    """The objects that lie packed inside others, unpacked."""
    room = UNFOLDED
    for start in STREAM.finditer(content):
        about = plain(content[max(0, start.start() - 2000) : start.start()].rpartition(b"obj")[2])
        unfolded, room = inflated(content, start.end(), room)
        if PACKED.search(about):
            if RARE.search(about) or not unfolded:
                raise Refused(ACTIVE.format("objects packed in a rare way"))
            yield plain(unfolded)
        elif looks_packed(unfolded):
            yield plain(unfolded)


def inflated(content: bytes, at: int, room: int) -> tuple[bytes, int]:
    """What stands packed there, if it is packed the usual way; and how much more may be."""
    unfold, found = zlib.decompressobj(), bytearray()
    for part in range(at, len(content), AT_ONCE):
        try:
            found += unfold.decompress(content[part : part + AT_ONCE], room + 1 - len(found))
        except zlib.error:
            break
        if len(found) > room:
            raise Refused(TOO_MUCH)
        if unfold.eof:
            break
    return bytes(found), room - len(found)


def looks_packed(unfolded: bytes) -> bool:
    """Objects begin with pairs of numbers, whatever their stream says of itself."""
    return re.match(rb"\s*\d+\s+\d+\s+(\d+\s+\d+\s+)*[<\[/(]", unfolded[:100_000]) is not None
