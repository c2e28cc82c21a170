"""What a file is called: the name people gave it, without what could lead anywhere or look like another."""

import re
import unicodedata

LONGEST = 100  # letters before the extension
ODD = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\"<>|*?:]")


def plain_name(written: str, extension: str) -> str:
    """`C:\\scans\\..\\Plan.PDF` is `Plan.pdf`; the extension is that of what the file is."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", written))[-1]
    base = last.rpartition(".")[0] if "." in last else last
    base = re.sub(r"\s+", " ", ODD.sub("", base)).strip(" .")[:LONGEST].strip(" .")
    return f"{base or 'document'}.{extension}"
