"""Reading moves that were made: which cases went from whom to whom, and how each stands now."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from duly.casework.access import Actor
from duly.casework.worklist.lines import NAMED, rows

STANDS, BACK, SINCE = "stands", "back", "since"


@dataclass(frozen=True, slots=True)
class Moved:
    """One case of a move."""

    case: UUID
    ref: str
    given_name: str
    family_name: str
    former: UUID | None
    former_name: str
    to_name: str
    since: date
    at: datetime
    author: str
    now: str
    state: str

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip() or "Name not recorded"


MOVE = f"""
SELECT h.case_id, c.ref, coalesce(p.given_name, ''), coalesce(p.family_name, ''), h.former_id, coalesce(f.name, ''),
  coalesce(s.name, ''), h.since, h.recorded_at, coalesce(b.name, ''), coalesce(n.name, ''),
  CASE WHEN EXISTS (
    SELECT FROM casework_handover u WHERE u.agency_id = h.agency_id AND u.undoes = h.move AND u.case_id = h.case_id
  ) THEN '{BACK}' WHEN upper(a.during) IS NULL AND NOT isempty(a.during) THEN '{STANDS}' ELSE '{SINCE}' END
FROM casework_handover h
JOIN casework_case c ON c.agency_id = h.agency_id AND c.id = h.case_id
JOIN casework_caseline l ON l.agency_id = h.agency_id AND l.case_id = h.case_id
LEFT JOIN casework_assignment a ON a.agency_id = h.agency_id AND a.id = h.assignment
LEFT JOIN casework_staff f ON f.agency_id = h.agency_id AND f.id = h.former_id
LEFT JOIN casework_staff s ON s.agency_id = h.agency_id AND s.id = h.staff_id
LEFT JOIN casework_staff b ON b.agency_id = h.agency_id AND b.id = h.author_id
LEFT JOIN casework_staff n ON n.agency_id = h.agency_id AND n.id = l.lead_id
{NAMED}
WHERE h.agency_id = %(agency)s AND h.move = %(move)s AND h.organization_id = ANY (%(organizations)s)
ORDER BY s.name, lower(p.family_name), lower(p.given_name), c.ref
"""  # noqa: S608 (constants of ours in one another)
MOVES = """
SELECT h.move, min(h.recorded_at), min(h.since), count(*), min(b.name), array_agg(DISTINCT coalesce(f.name, 'nobody')),
  array_agg(DISTINCT coalesce(s.name, 'nobody')), bool_or(h.undoes IS NOT NULL)
FROM casework_handover h
LEFT JOIN casework_staff f ON f.agency_id = h.agency_id AND f.id = h.former_id
LEFT JOIN casework_staff s ON s.agency_id = h.agency_id AND s.id = h.staff_id
LEFT JOIN casework_staff b ON b.agency_id = h.agency_id AND b.id = h.author_id
WHERE h.agency_id = %(agency)s AND h.organization_id = ANY (%(organizations)s)
GROUP BY h.move ORDER BY 2 DESC, 1 LIMIT 50
"""


@dataclass(frozen=True, slots=True)
class Move:
    """A move as a whole."""

    move: UUID
    at: datetime
    since: date
    cases: int
    author: str
    former: list[str]
    to: list[str]
    undoes: bool


def moved(actor: Actor, move: UUID) -> list[Moved]:
    """The cases of a move that are the actor's to assign. One statement."""
    values = {"agency": actor.agency, "move": move, "organizations": list(actor.reach("assign"))}
    return [Moved(*row) for row in rows(MOVE, values)]


def moves(actor: Actor) -> list[Move]:
    """The last fifty moves, latest first. One statement."""
    values = {"agency": actor.agency, "organizations": list(actor.reach("assign"))}
    return [Move(*row) for row in rows(MOVES, values)]
