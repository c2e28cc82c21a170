"""Reading how the caseload looks to one of the staff. One statement."""

from dataclasses import dataclass
from uuid import UUID

from duly.casework.access import LEADS, Actor
from duly.casework.looks.columns import USUAL, known
from duly.casework.worklist.lines import rows


@dataclass(frozen=True, slots=True)
class Saved:
    """A view under its name."""

    id: UUID
    name: str
    asked: str
    columns: tuple[str, ...]
    shared: bool
    staff: UUID
    organization: UUID
    author: str


@dataclass(frozen=True, slots=True)
class Looks:
    """The views somebody may open, the columns they chose, and the view that opens first."""

    views: tuple[Saved, ...] = ()
    columns: tuple[str, ...] = ()
    opens: UUID | None = None

    def view(self, text: str) -> Saved | None:
        """The view with this id, if it is theirs to open."""
        return next((each for each in self.views if str(each.id) == text), None)

    @property
    def first(self) -> Saved | None:
        return self.view(str(self.opens)) if self.opens else None

    def chosen(self, saved: Saved | None) -> tuple[str, ...]:
        """The columns somebody chose, for the view or for all of them; none where nobody did."""
        return saved.columns if saved and saved.columns else self.columns

    def shown(self, saved: Saved | None) -> tuple[str, ...]:
        return self.chosen(saved) or USUAL


LOOKS = """
SELECT v.id, v.name, v.asked, v.columns, v.shared, v.staff_id, v.organization_id, coalesce(s.name, '')
FROM casework_savedview v LEFT JOIN casework_staff s ON s.agency_id = v.agency_id AND s.id = v.staff_id
WHERE v.agency_id = %(agency)s AND v.organization_id = ANY (%(organizations)s) AND v.gone_at IS NULL
  AND (v.shared OR v.staff_id = %(staff)s)
UNION ALL
SELECT c.opens, NULL, '', c.columns, false, c.staff_id, NULL, '' FROM casework_caseloadchoice c
WHERE c.agency_id = %(agency)s AND c.staff_id = %(staff)s
ORDER BY 2, 1
"""


def looks_of(actor: Actor) -> Looks:
    """Own views and those shared with the organization, by name; columns; the view that opens first."""
    values = {"agency": actor.agency, "organizations": list(actor.reach("work")), "staff": actor.staff.pk}
    found = rows(LOOKS, values)
    own = next((each for each in found if each[1] is None), None)
    views = (
        Saved(id_, name, asked, known(columns), *whose)
        for id_, name, asked, columns, *whose in found
        if name is not None
    )
    return Looks(tuple(views), known(own[3]) if own else (), own[0] if own else None)


def may_change(actor: Actor, saved: Saved) -> bool:
    """One's own; what somebody shared may be put in order by those who lead there."""
    leads = any(grant.role in LEADS and saved.organization in grant.reach for grant in actor.grants)
    return saved.staff == actor.staff.pk or leads
