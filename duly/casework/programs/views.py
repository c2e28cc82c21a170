"""Program pages: what each program file requires, in words, with its sources and stories."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from duly.casework.access import may
from duly.casework.layout.render import page
from duly.engine.explain import told
from duly.engine.program import Edition
from duly.engine.reading import editions, load


@may("read_program")
@require_GET
def programs(request: HttpRequest) -> HttpResponse:
    """Every program with its editions."""
    found = [(load(name, edition), len(list(told(load(name, edition))))) for name, edition in editions()]
    return page(request, "programs/programs.html", {"found": found})


@may("read_program")
@require_GET
def program(request: HttpRequest, program: str, edition: str | None = None) -> HttpResponse:
    """One edition in words."""
    found = _edition(program, edition)
    return page(request, "programs/program.html", {"edition": found, "sentences": list(told(found))})


def _edition(program: str, edition: str | None) -> Edition:
    try:
        return load(program, edition)
    except LookupError:
        raise Http404 from None
