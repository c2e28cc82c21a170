"""Program pages: what each program file requires, in words, with its sources and stories."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from duly.casework import clock, words
from duly.casework.access import Actor, cases_for, may
from duly.casework.layout.render import page
from duly.casework.programs.book import Book, book_of, tabs
from duly.casework.programs.panel import opened, panel
from duly.engine.phrases import said
from duly.engine.program import Edition
from duly.engine.reading import editions, in_force, load, text_of

MOST = 10_000


@may("read_program")
@require_GET
def programs(request: HttpRequest) -> HttpResponse:
    """Every program: what it is, how many rules it has, its editions."""
    names = dict.fromkeys(name for name, _ in editions())
    found = [(book_of(_in_force(name)), _editions(name)) for name in names]
    return page(request, "programs/programs.html", {"found": found, "said": said})


@may("read_program")
@require_GET
def program(request: HttpRequest, program: str, edition: str | None = None) -> HttpResponse:
    """One edition in words, with one story open beside the rule it is about."""
    chosen = _edition(program, edition)
    book, asked = book_of(chosen), request.GET.get("story")
    context = {
        "book": book,
        "edition": chosen,
        "line": _line(request.actor, book),
        "editions": _editions(program),
        "tabs": tabs(book),
        "panel": panel(book, opened(book) if asked is None else asked, beside=request.GET.get("beside", "")),
        "said": said,
    }
    return page(request, "programs/program.html", context, fragment="book")


@may("read_program")
@require_GET
def file(request: HttpRequest, program: str, edition: str) -> HttpResponse:
    """The file itself, line by line, or to take away."""
    found = _edition(program, edition)
    text = text_of(program, edition)
    if "take" in request.GET:
        named = f'attachment; filename="{program}-{edition}.yaml"'
        return HttpResponse(
            text, content_type="application/yaml; charset=utf-8", headers={"Content-Disposition": named}
        )
    return page(request, "programs/file.html", {"edition": found, "lines": text.splitlines(), "said": said})


def _edition(program: str, edition: str | None) -> Edition:
    """The edition of that day, or the one in force; what nobody wrote does not exist."""
    try:
        return load(program, edition) if edition else _in_force(program)
    except LookupError:
        raise Http404 from None


def _in_force(program: str) -> Edition:
    return in_force(program, clock.today(load(program).time_zone))


def _editions(program: str) -> list[tuple[Edition, str]]:
    """The editions of a program, newest first, and how each stands today."""
    found = [load(name, each) for name, each in reversed(editions()) if name == program]
    return [(each, _stands(each)) for each in found]


def _stands(edition: Edition) -> str:
    if edition.edition > clock.today(edition.time_zone):
        return "not yet in force"
    return "in force" if edition is _in_force(edition.program) else "no longer in force"


def _line(actor: Actor, book: Book) -> list[str]:
    """What stands under the name; the number of cases only for those who work with people."""
    parts = [f"Edition {said(book.edition.edition)}, {_stands(book.edition)}"]
    if actor.may("work"):
        parts.append(_cases(actor, book.edition))
    rules = words.plural(len(book.entries), "rule")
    return [*parts, f"{rules}, every one with its source" if book.all_sourced else rules]


def _cases(actor: Actor, edition: Edition) -> str:
    """How many cases stand under it, of those they work with; nobody waits for a million to be counted."""
    found = cases_for(actor, to="work").filter(program=edition.program, edition=edition.id)
    count = found.values("id")[: MOST + 1].count()
    return words.plural(count, "case") if count <= MOST else f"more than {words.number(MOST)} cases"
