"""`duly demo` asks here: fill the home with practice data, once, and say who can sign in."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duly.casework import context
from duly.casework.accounts.actions import prepare_demo_accounts
from duly.casework.exchange.commands import import_folder
from duly.casework.models import Membership, Organization
from duly.config import home
from duly.config.home import Sorry
from duly.config.progress import counting
from duly.demo import assessed, attached, centers, decisions, plans
from duly.demo.generate import Cohort, write

COHORT = Path(__file__).parent / "set-2015"
PASSWORD = "practice makes perfect"  # noqa: S105 (made-up people, on a computer of one's own)
SHOWN = "Provider C"  # where the guide to the demo begins, in the packaged cohort
ROLES = {"case_manager": "advisor", "director": "director", "liaison": "site liaison", "admin": "administrator"}


def load(cases: int | None = None) -> None:
    """Bring in the cohort, or one made up of so many cases, through the importer. What is there already stays."""
    if Membership.objects.filter(role=Membership.Role.ADMIN).exists():
        return
    with _folder(cases) as folder:
        home.say(f"bringing in {f'{cases:,} cases' if cases else 'the practice cohort'} (once)")
        if import_folder(folder, remarks=False):
            raise Sorry("The practice data cannot be brought in; the lines above say why.")
    for agency in Organization.objects.filter(parent=None).order_by("ref"):
        with context.bound(agency=agency.pk, whole_agency=True):
            centers.open_centers(agency)
            plans.load(agency)
            decisions.load(agency)
            assessed.load(agency)
            attached.load(agency)
            prepare_demo_accounts(agency, PASSWORD, support_at=_shown(agency))


@contextmanager
def _folder(cases: int | None) -> Iterator[Path]:
    if cases is None:
        yield COHORT
        return
    with tempfile.TemporaryDirectory(dir=home.folder(), prefix="cohort-") as made:
        with counting("cases made up", cases) as step:
            write(Path(made), Cohort(cases, beside="life_works"), progress=step)
        yield Path(made)


def sign_ins() -> Iterator[tuple[str, str, str]]:
    """Who can sign in to look around: what they are, address, password."""
    agency = Organization.objects.filter(parent=None).order_by("ref").first()
    if agency is None:
        return
    shown = _shown(agency)
    for role, says in ROLES.items():
        place = shown if role in ("case_manager", "director") else agency
        held = Membership.objects.filter(organization=place, role=role).select_related("staff").order_by("staff__ref")
        if first := held.first():
            yield f"{says}, {place.name}", first.staff.email, PASSWORD


def _shown(agency: Organization) -> Organization:
    """The provider the demo shows: C of the packaged cohort, otherwise the first one."""
    providers = Organization.objects.filter(agency=agency, kind=Organization.Kind.PROVIDER).order_by("ref")
    return providers.filter(name=SHOWN).first() or providers.first() or agency
