"""Finding a person by name, case number or telephone, with typing mistakes; within the organizations one works in.

Row security hides what is not the actor's from every comparison that might tell of it, so the organization always
narrows the search first and likeness is worked out over what is left.
"""

import re
import unicodedata
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from duly.casework import clock
from duly.casework.access import Actor
from duly.casework.worklist import wording
from duly.casework.worklist.lines import COLUMNS, LEAD, LINED, NAMED, WIDTH, Line, line_of, rows

ENOUGH = 50  # people shown; a longer answer asks for more letters
FAINT = 0.1  # likeness of three letters below which nobody is considered
ALIKE = 0.6  # likeness of a typed word to a word of the name: one letter in three may be wrong
DIGITS = 4  # so many digits may be part of a telephone number


@dataclass(frozen=True, slots=True)
class Found:
    """A case, and whether it was what was typed or only sounds like it."""

    line: Line
    exact: bool
    stage: str
    likeness: float


# Names first, the organization's own and the latest of each; then whoever holds each typed word, or something like one.
SEARCH = f"""
WITH named AS MATERIALIZED (
  SELECT DISTINCT ON (p.organization_id, p.person_id) p.organization_id, p.person_id,
    ' ' || unaccent(lower(p.given_name || ' ' || p.family_name)) AS name,
    regexp_replace(p.phone, '\\D', '', 'g') AS phone
  FROM casework_profile p
  WHERE p.agency_id = %(agency)s AND p.organization_id = ANY (%(organizations)s)
  ORDER BY p.organization_id, p.person_id, p.recorded_at DESC, p.id DESC
), typed AS MATERIALIZED (SELECT unaccent(lower(word)) AS word FROM unnest(%(words)s::text[]) AS word),
likely AS MATERIALIZED (
  SELECT organization_id, person_id,
    (SELECT bool_and(position(' ' || word IN name) > 0) FROM typed)
      OR %(digits)s <> '' AND position(%(digits)s IN phone) > 0 AS exact,
    (SELECT max(strict_word_similarity(word, name)) FROM typed) AS likeness
  FROM named
), near AS MATERIALIZED (
  SELECT * FROM likely WHERE exact OR likeness >= {FAINT}
  ORDER BY exact DESC, likeness DESC LIMIT 200
)
SELECT {COLUMNS}, f.exact
FROM near f JOIN casework_case c
  ON c.agency_id = %(agency)s AND c.organization_id = f.organization_id AND c.person_id = f.person_id
  {LINED}{LEAD}{NAMED}
ORDER BY f.exact DESC, CASE WHEN f.exact THEN 1 ELSE f.likeness END DESC, l.exit_on IS NOT NULL,
  p.family_name, p.given_name, c.ref
"""  # noqa: S608 (constants of ours in one another)


def find(actor: Actor, asked: str) -> list[Found]:
    """Whoever it may be, exact matches first; closed cases too. One statement."""
    digits = re.sub(r"\D", "", asked)
    values = {
        "agency": actor.agency,
        "organizations": list(actor.reach("work")),
        "words": asked.split(),
        "digits": digits if len(digits) >= DIGITS and not any(letter.isalpha() for letter in asked) else "",
    }
    found = [_found(line_of(row), row[WIDTH], asked) for row in rows(SEARCH, values)]
    exact = [each for each in found if each.exact]
    return exact[:ENOUGH] if exact else _alike(found, asked)


def _found(line: Line, exact: bool, asked: str) -> Found:
    likeness = [max(alike(word, part) for part in plain(line.name)) for word in plain(asked)]
    return Found(line, exact, wording.stage(line, clock.today(line.edition.time_zone)), sum(likeness) / len(likeness))


def _alike(found: list[Found], asked: str) -> list[Found]:
    """Those who are like the words that match nobody as typed; where each word matches somebody, like all of them."""
    names = [plain(each.line.name) for each in found]
    known = {word for word in plain(asked) if any(part.startswith(word) for name in names for part in name)}
    wrong = [word for word in plain(asked) if word not in known]
    like = [
        each
        for each, name in zip(found, names, strict=True)
        if (
            all(max(alike(word, part) for part in name) >= ALIKE for word in wrong) if wrong else each.likeness >= ALIKE
        )
    ]
    return sorted(like, key=lambda each: (-each.likeness, each.line.name))[:5]


def plain(text: str) -> list[str]:
    """The words of it in small letters without accents."""
    letters = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).split() or [""]


def alike(one: str, other: str) -> float:
    """How much two words are alike, from 0 to 1; two letters that changed places are one mistake."""
    return OSA.normalized_similarity(one, other)


def numbered(actor: Actor, asked: str) -> str:
    """The case with exactly this number, if it is one the actor works with."""
    values = {"agency": actor.agency, "organizations": list(actor.reach("work")), "ref": asked.upper()}
    found = rows(NUMBERED, values)
    return found[0][0] if found else ""


NUMBERED = """
SELECT c.ref FROM casework_case c
WHERE c.agency_id = %(agency)s AND c.organization_id = ANY (%(organizations)s) AND c.ref = %(ref)s
"""
