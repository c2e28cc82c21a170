"""Which terms of a case its program lets somebody change, and by which event of its file."""

from duly.engine.program import Edition, Interval


def extension(edition: Edition) -> str:
    """The event that moves the last day of one case; empty where the program is as long as it is."""
    rule = edition.length()
    return rule.extended_by[0] if rule and rule.extended_by else ""


def shortened(edition: Edition) -> Interval | None:
    """The rule whose interval may be shorter for one case."""
    rules = (rule for rule in edition.owed.values() if isinstance(rule, Interval))
    return next((rule for rule in rules if rule.shortened_by), None)


def act_of(edition: Edition, kind: str) -> str:
    """What somebody must be allowed to do who records, corrects or takes back an event of this kind."""
    length, interval = edition.length(), shortened(edition)
    if length and kind in length.extended_by:
        return "extend"
    return "shorten" if interval and kind in interval.shortened_by else "record"
