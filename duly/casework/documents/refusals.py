"""What a file may be, and the plain sentence for every file that may not come in."""


class Refused(Exception):
    """The file cannot be taken; the sentence says what is so, and the way out."""


PDF, JPEG, PNG, TEXT = "application/pdf", "image/jpeg", "image/png", "text/plain"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Extension as people write it: (the one it is kept under, its media type).
TAKEN = {
    "pdf": ("pdf", PDF),
    "jpg": ("jpg", JPEG),
    "jpeg": ("jpg", JPEG),
    "png": ("png", PNG),
    "docx": ("docx", DOCX),
    "txt": ("txt", TEXT),
}
LARGEST = 10_000_000  # bytes of one file
BEGINNINGS = {"pdf": b"%PDF-", "jpg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n", "docx": b"PK\x03\x04"}

TAKES = "Duly takes PDF, JPEG and PNG pictures, Word (docx) and plain text."
EMPTY = "This file is empty. Choose it again, or scan it again."
TOO_LARGE = (
    f"This file is larger than {LARGEST // 1_000_000} MB. Scan it in gray at 200 dots an inch, or attach it in parts."
)
OTHER_INSIDE = "The name ends in .{}, but the file is something else inside. Open it, and save or print it as a PDF."
HEIC = (
    "This is a photo in the HEIC format of newer phones. In the phone's settings choose Camera, Formats, Most "
    "Compatible and take it again; or send it as a JPEG."
)
OLD_WORD = "This is a Word document of the old kind. Open it in Word and save it as .docx or as a PDF."
BROKEN = "This file is damaged or ends too early. Open it, save it again, and attach that."
TOO_MUCH = "This file unfolds into more than can be checked. Print it to a PDF of fewer pages, or attach it in parts."
HEAVY = "This picture has too many points to be opened here. Take it again at a lower resolution."
LOCKED = "This file is locked with a password, so nobody could check or read it. Save it without one."
ACTIVE = "This PDF has something in it that runs or opens other things ({}). Print it to a new PDF and attach that."
MACROS = "This document has programs in it (macros). Save it as .docx without them, or as a PDF."
INSIDE = "This document holds other files or reaches out to other computers. Save it as a PDF and attach that."
NOT_TEXT = "This is no plain text in UTF-8. Save it as a PDF, or as plain text (UTF-8)."
A_PAGE = "This text is a web page or a program. Save what is to be read as a PDF."
LONG = "This PDF has more than {} pages. Attach the pages that matter."
SCANNED = "The virus scanner of this installation stopped this file. Tell your administrator before you try again."
NO_SCANNER = "The virus scanner of this installation gives no answer, so nothing can be attached now. Try again later."
NOT_CHECKED = "This file could not be checked: it takes too long or too much memory to open. Print it to a new PDF."


def extension_of(name: str) -> str:
    """The extension the file would be kept under; refused where it is none of ours."""
    written = name.rpartition(".")[2].strip().lower() if "." in name else ""
    if written in ("heic", "heif"):
        raise Refused(HEIC)
    if written in ("doc", "rtf", "dot"):
        raise Refused(OLD_WORD)
    if written in ("docm", "dotm"):
        raise Refused(MACROS)
    if written not in TAKEN:
        raise Refused(f"Files ending in .{written[:12]} are not taken. {TAKES}" if written else f"No kind. {TAKES}")
    return TAKEN[written][0]
