"""What is owed in one case, met and unmet, for pages that show every duty with its reason."""

from duly.engine.due import owed
from duly.engine.facts import History
from duly.engine.owing import Obligation
from duly.engine.program import Edition


def every_duty(edition: Edition, history: History) -> tuple[Obligation, ...]:
    """Everything the edition owes the case from what stands in its history."""
    return owed(edition, history)
