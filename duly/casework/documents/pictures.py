"""Pictures: decoded and drawn anew, so that no place, no camera, no hidden file and no second format comes along."""

import io
import warnings

from PIL import Image, ImageFile, ImageOps, JpegImagePlugin, PngImagePlugin, UnidentifiedImageError

from duly.casework.documents.refusals import BROKEN, HEAVY, OTHER_INSIDE, Refused

POINTS = 60_000_000  # of a photo; JPEG can be opened at a part of its size
POINTS_AT_ONCE = 40_000_000  # of anything that is opened whole
SIDE = 4000  # points of the longer side that are kept: a page at more than 300 an inch
# Named here so that both are loaded before the process is confined.
FORMATS = {b"\xff\xd8\xff": JpegImagePlugin.JpegImageFile.format, b"\x89PNG": PngImagePlugin.PngImageFile.format}


def drawn_anew(content: bytes) -> bytes:
    """The picture, upright, of at most SIDE points a side, with nothing in it but the picture."""
    kind = next(kind for beginning, kind in FORMATS.items() if content.startswith(beginning))
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = POINTS
    try:
        with Image.open(io.BytesIO(content), formats=(kind,)) as picture:
            return _saved(_small(picture, kind), kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(HEAVY) from None
    except UnidentifiedImageError:
        raise Refused(OTHER_INSIDE.format(kind.lower())) from None
    except (OSError, SyntaxError, ValueError):
        raise Refused(BROKEN) from None


def _small(picture: Image.Image, kind: str) -> Image.Image:
    if picture.width * picture.height > POINTS:
        raise Refused(HEAVY)
    if kind == "JPEG":
        part = min(1.0, SIDE / max(picture.size))
        picture.draft("RGB", (int(picture.width * part), int(picture.height * part)))  # opens at a half, a quarter
    if picture.width * picture.height > POINTS_AT_ONCE:
        raise Refused(HEAVY)
    whole = picture if picture.mode in ("RGB", "RGBA", "L") else picture.convert(_mode(picture, kind))
    whole.thumbnail((SIDE, SIDE))
    turned = ImageOps.exif_transpose(whole).convert(_mode(picture, kind))
    # A new picture: what hung on the old one (place, camera, comments, profile) stays behind.
    fresh = Image.new(turned.mode, turned.size)
    fresh.paste(turned)
    return fresh


def _mode(picture: Image.Image, kind: str) -> str:
    return "RGBA" if kind == "PNG" and picture.has_transparency_data else "RGB"


def _saved(picture: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    if kind == "JPEG":
        picture.save(out, "JPEG", quality=88)
    else:
        picture.save(out, "PNG", optimize=False)
    return out.getvalue()
