"""What a program recommends once a service was given; it stops nobody (MOS-35)."""

from duly.casework import clock
from duly.casework.models import Case, Service
from duly.casework.obligations.history import histories
from duly.engine.advising import advised
from duly.engine.reading import load


def advice(case: Case, service: Service) -> str:
    """The soft warnings of this service's category that hold now."""
    edition = load(case.program, case.edition)
    code = edition.services.get(service.kind)
    if code is None or code.category not in {each.category for each in edition.advice.values()}:
        return ""
    history = histories(case.agency_id, [case.pk])[case.pk].standing()
    found = advised(edition, history, as_of=clock.today(edition.time_zone))
    return " ".join(each.says for each in found if each.category == code.category)
