"""One made-up case as rows of the exchange files."""

from dataclasses import dataclass
from datetime import date

from duly.demo.lives import Life, milestones, services
from duly.demo.places import Provider

WRITES = (
    "people", "cases", "contacts", "milestones", "services", "assignments", "contact_cases", "events", "corrections",
)
MISTAKEN, MISTAKES = 0.008, ("Wrong day.", "Entered for the wrong participant.", "Typed twice.")
Record = dict[str, list[tuple[str, ...]]]


def blank() -> Record:
    """No rows yet in any file."""
    return {name: [] for name in WRITES}


@dataclass(slots=True)
class Pen:
    """Writes one case down: ids in the order of writing, a moment for each day, an author for each entry."""

    rows: Record
    life: Life
    provider: Provider
    number: int
    id: str
    written: int = 0

    def case(self, program: str, person: str) -> None:
        held = self.provider.desk(self.number).held(self.life.assigned)
        closed, reason, written = self.life.closed or (None, "", None)
        self.rows["cases"].append((
            self.id, person, program, self.provider.id, held[0][0], self.life.assigned.isoformat(),
            closed.isoformat() if closed else "", reason, self.moment(written) if written else "",
        ))
        if len(held) > 1:
            for staff, since, until in held:
                end = until.isoformat() if until else ""
                self.rows["assignments"].append((self.id, staff, "lead", since.isoformat(), end))

    def facts(self) -> None:
        self.acknowledged()
        for entry in self.life.entries:
            if entry.written <= self.life.last:
                self.contact(entry.kind, entry.on, entry.written, entry.mode, entry.outcome, entry.note)
        for kind, on, written in milestones(self.life):
            self.rows["milestones"].append((self.next("M"), self.id, kind, on.isoformat(), *self.signed(written)))
        for kind, delivery, topic, started, ended, written in services(self.life):
            self.rows["services"].append((
                self.next("V"), self.id, kind, delivery, topic, started.isoformat(), ended.isoformat() if ended else "",
                "completed" if ended else "", *self.signed(written),
            ))

    def acknowledged(self) -> None:
        """Most assignments are seen the next day; some providers find them only with the first try."""
        day = self.life.assigned + self.life.some(2)
        if day <= self.life.last and self.life.likely(0.7):
            said = ("acknowledged", "", day.isoformat(), "", "")
            self.rows["events"].append((self.next("E"), self.id, *said, *self.signed(day)))

    def contact(self, kind: str, on: date | None, written: date, mode: str, outcome: str, note: str) -> None:
        """The entry; now and then it was wrong at first, and somebody put it right."""
        stamp, author = self.signed(written)
        rest = (mode, outcome, note)
        mended = written + self.life.some(40, 1)
        if on is None or mended > self.life.last or not self.life.likely(MISTAKEN):
            day = on.isoformat() if on else ""
            self.rows["contacts"].append((self.next("K"), self.id, kind, day, stamp, author, *rest))
            return
        wrong, right = self.next("K"), self.next("K")
        again, mender = self.signed(mended)
        earlier = max(self.life.assigned, on - self.life.some(9, 1))
        self.rows["contacts"].append((wrong, self.id, kind, earlier.isoformat(), stamp, author, *rest))
        if self.life.likely(0.2):
            right = ""  # it never was so
        else:
            self.rows["contacts"].append((right, self.id, kind, on.isoformat(), again, mender, *rest))
        self.rows["corrections"].append(("contacts", wrong, right, self.life.pick(MISTAKES), again, mender))

    def next(self, letter: str) -> str:
        self.written += 1
        return f"{letter}{self.id[1:]}-{self.written:03}"

    def signed(self, day: date) -> tuple[str, str]:
        return self.moment(day), self.provider.desk(self.number).author(day)

    def moment(self, day: date) -> str:
        """Some time in the office hours of the Americas."""
        minute = int(self.life.chance.random() * 480)
        return f"{day.isoformat()}T{15 + minute // 60:02}:{minute % 60:02}:00+00:00"
