"""Plain text: UTF-8, nothing but text, and nothing a browser could take for a page."""

import re

from duly.casework.documents.refusals import A_PAGE, NOT_TEXT, Refused

NO_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
# What browsers that look inside take for a page, and what shells take for a program.
PAGE = re.compile(
    r"\s*(<!doctype|<html|<head|<script|<iframe|<h1|<div|<font|<table|<a\s|<style|<title|<b\b|<body|<br|<p\b|<svg"
    r"|<!--|<\?xml|<\?php|#!|%!ps|%pdf|pk\x03)",
    re.IGNORECASE,
)
ANYWHERE = re.compile(r"<\s*(script|iframe|svg|object|embed)\b", re.IGNORECASE)


def checked_text(content: bytes) -> bytes:
    """The text as it came."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(NOT_TEXT) from None
    if NO_TEXT.search(text):
        raise Refused(NOT_TEXT)
    if PAGE.match(text) or ANYWHERE.search(text):
        raise Refused(A_PAGE)
    return content
