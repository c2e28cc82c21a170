"""The small marks a list repeats in every row, made once each: a macro would escape every part of them every time."""

from collections.abc import Iterable
from functools import lru_cache

from django.templatetags.static import static
from markupsafe import Markup, escape

from duly.casework.words import Day, Left

RATED = ("low", "moderate", "high")
NOTHING = Markup('<span class="mute">–</span>')

kept = lru_cache(maxsize=4096, typed=True)  # typed: text of others must not be taken for markup of ours
file = lru_cache(maxsize=None)(static)  # the address of a static file never changes while a process runs


@kept
def icon(name: str, cls: str = "", label: str = "") -> Markup:
    """A picture of the design system's sprite; decoration unless it has a label."""
    says = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="{}" focusable="false" {}><use href="{}#{}"></use></svg>').format(
        f"usa-icon {cls}".strip(), says, file("uswds/img/sprite.svg"), name
    )


@kept
def day(shown: Day | None) -> Markup:
    """A day or a moment in words, with the full date for machines and on hover."""
    if not shown:
        return NOTHING
    return Markup('<time datetime="{}" title="{}">{}</time>').format(shown.iso, shown.full, shown.text)


@kept
def left(shown: Left) -> Markup:
    """169 days late in red, in 2 days in gold, in 8 days plain."""
    return Markup('<span class="{}">{}</span>').format(shown.tone, shown.text) if shown.tone else escape(shown.text)


@kept
def strip(marks: str, label: str, large: bool = False) -> Markup:
    """Windows: m met, x missed, o open now, n to come; the label says it in words."""
    cls = "wins wins-lg" if large else "wins"
    bars = Markup("").join(Markup('<i class="{}"></i>').format(mark) for mark in marks)
    return Markup('<span class="{}" role="img" aria-label="{}" title="{}">{}</span>').format(cls, label, label, bars)


def pips(steps: Iterable[tuple[str, str, bool]]) -> Markup:
    """Milestones by letter: (letter, label, reached)."""
    return _pips(tuple(tuple(step) for step in steps))


@kept
def _pips(steps: tuple[tuple[str, str, bool], ...]) -> Markup:
    label = ", ".join(label for _, label, reached in steps if reached) or "no milestone yet"
    on, off = Markup('<i class="on">{}</i>'), Markup("<i>{}</i>")
    each = [(on if reached else off).format(letter) for letter, _, reached in steps]
    return Markup('<span class="pips" role="img" aria-label="{}" title="{}">{}</span>').format(
        label, label, Markup("").join(each)
    )


@kept
def rate(points: int, quiet: bool = False) -> Markup:
    """1 low, 2 moderate, 3 high; quiet where a link around it already says so."""
    says = 'aria-hidden="true"' if quiet else f'role="img" aria-label="rated {points}, {RATED[points - 1]}"'
    bars = "".join('<i class="on"></i>' if n <= points else "<i></i>" for n in (1, 2, 3))
    return Markup(f'<span class="rate" {says}>{bars}</span>')  # noqa: S704 (a number and words of ours)


@kept
def tag(text: str, tone: str = "", title: str = "") -> Markup:
    """A fact about somebody; tone: late, soon, good or none."""
    hover = Markup(' title="{}"').format(title) if title else Markup()
    return Markup('<span class="{}"{}>{}</span>').format(f"tag tag-{tone}" if tone else "tag", hover, text)
