"""The import pages: upload, look at what would be new or what is wrong, confirm; look back, and take an import back."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from duly.casework import words
from duly.casework.access import may
from duly.casework.exchange import imported, importing, sight, spreadsheet, uploads
from duly.casework.exchange.batches import batch_of, batches
from duly.casework.exchange.files import FILES, SEVEN
from duly.casework.exchange.findings import Finding
from duly.casework.exchange.importing import Outcome
from duly.casework.exchange.resting import Resting, resting
from duly.casework.exchange.undoing import NothingLeft, Rests, take_back
from duly.casework.exchange.uploads import Upload
from duly.casework.layout.render import page
from duly.casework.layout.said import say
from duly.casework.models import Batch

SHOWN = 500  # mistakes on the page; the sheet has all of them
HEADER = ("File", "Line", "Column", "Found", "What is wrong and what would be right")


@may("import")
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Choose files."""
    refused = ""
    if request.method == "POST":
        files = request.FILES.getlist("files")
        try:
            if not files:
                raise uploads.Refused("No file was chosen. Choose a zip of a folder, or its CSV files.")
            return redirect("import-check", uploads.keep(files, request.actor.staff).token)
        except uploads.Refused as sentence:
            refused = str(sentence)
    asked = {"refused": refused, "files": [FILES[name] for name in SEVEN], "limits": uploads}
    return page(request, "exchange/start.html", asked, status=422 if refused else 200)


@may("import")
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, token: str) -> HttpResponse:
    """See what it would change, or everything that is wrong; confirming checks all of it again."""
    upload = _upload(request, token)
    if upload.result:
        return page(request, "exchange/done.html", {"upload": upload, "result": upload.result})
    confirmed = request.method == "POST"
    outcome = importing.bring_in(upload.folder, sight.of(request.actor), dry_run=not confirmed, name=upload.name)
    if outcome.mistakes:
        return page(request, "exchange/mistakes.html", _mistakes(upload, outcome), status=422 if confirmed else 200)
    if confirmed:
        made = [str(each.pk) for each in outcome.batches]
        upload.finish({"lines": _lines(outcome), "warnings": len(outcome.warnings), "batches": made})
        return redirect("import-check", token)
    asked = {"upload": upload, "lines": _lines(outcome), "warnings": outcome.warnings[:SHOWN]}
    changes = bool(outcome.new or outcome.changed)
    return page(request, "exchange/preview.html", asked | {"changes": changes, "more": len(outcome.warnings) - SHOWN})


@may("import")
@require_GET
def mistakes(request: HttpRequest, token: str) -> HttpResponse:
    """All of them as a sheet, to work through beside the files."""
    upload = _upload(request, token)
    if upload.result:
        raise Http404
    outcome = importing.bring_in(upload.folder, sight.of(request.actor), dry_run=True)
    rows = [(each.file, each.line, each.column, each.seen, each.says) for each in outcome.mistakes]
    return spreadsheet.as_csv("import-mistakes", HEADER, rows)


@may("import")
@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    """Everything imported for the organizations this administrator answers for, the latest first."""
    found = [imported.line(each) for each in batches(sight.of(request.actor))]
    return page(request, "exchange/imports.html", {"lines": found})


@may("import")
@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """One import: what came in, what rests on it since, and the form that takes it back."""
    theirs = sight.of(request.actor)
    found = batch_of(theirs, batch_id)
    if found is None:
        raise Http404
    reason = request.POST.get("reason", "").strip()[:400]
    if request.method == "GET" or not reason:
        missing = request.method == "POST"
        return _batch_page(request, found, resting(found), missing=missing, status=422 if missing else 200)
    try:
        undoing = take_back(found, theirs, reason=reason, rest="rest" in request.POST)
    except Rests as rests:
        return _batch_page(request, found, rests.cases, refused=True, status=422)
    except NothingLeft:
        say(request, words.html("Nothing of <b>{}</b> was left to take back.", found.name))
        return redirect("import-batch", batch_id)
    gone = words.plural(undoing.rows.get("case", 0), "case")
    say(request, words.html("Took back <b>{}</b>: {} and all that came with it.", found.name, gone))
    return redirect("import-batch", batch_id)


def _batch_page(
    request: HttpRequest,
    found: Batch,
    rests: list[Resting],
    *,
    status: int,
    missing: bool = False,
    refused: bool = False,
) -> HttpResponse:
    asked = {"missing": missing, "refused": refused, "reason": request.POST.get("reason", "")}
    return page(request, "exchange/batch.html", imported.whole(found, rests) | asked, status=status)


def _upload(request: HttpRequest, token: str) -> Upload:
    upload = uploads.find(token, request.actor.staff)
    if upload is None:
        raise Http404
    return upload


def _mistakes(upload: Upload, outcome: Outcome) -> dict[str, Any]:
    found: list[Finding] = outcome.mistakes
    return {
        "upload": upload,
        "mistakes": found[:SHOWN],
        "count": len(found),
        "files": len(outcome.rows),
        "rows": sum(outcome.rows.values()),
        "with_mistakes": len({each.file for each in found}),
        "header": HEADER,
    }


def _lines(outcome: Outcome) -> list[dict[str, object]]:
    """What becomes of the rows of each file."""
    return [
        {
            "file": FILES[name].csv,
            "new": outcome.new[name],
            "changed": outcome.changed[name],
            "same": outcome.as_recorded(name),
        }
        for name in outcome.rows
    ]
