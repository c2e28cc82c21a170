"""The wall around imports taken back, as SQL for migrations: their rows stay as they were added, and nobody sees them.

A row is marked once, with the moment its import was taken back, and only by the database's own function; the app role
may change no fact. Row security hides what is marked from everything: pages, reports, exports, the checks of an import.
"""

from collections.abc import Iterator

from duly.casework.walls import AGENCY, INSIDE, NAMES

OF_A_CASE = (
    "contact", "contactcase", "service", "serviceend", "milestone", "caseevent", "appointment", "closing", "answers",
    "correction", "assignment",
)  # fmt: skip
SIGHTS = dict.fromkeys((*OF_A_CASE, "case"), INSIDE) | {"profile": f"{INSIDE} AND {NAMES}", "person": AGENCY}
STANDS = "(undone_at IS NULL OR current_setting('duly.undoing', true) = 'on')"


def hidden() -> Iterator[str]:
    """What is marked is out of sight; only the function that marks sees it."""
    for table, sight in SIGHTS.items():
        yield f"ALTER POLICY sight ON casework_{table} USING ({sight} AND {STANDS}) WITH CHECK ({sight})"


MARKED = """
CREATE FUNCTION duly_is_only_marked(before jsonb, after jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT before ? 'undone_at' AND before->>'undone_at' IS NULL AND after->>'undone_at' IS NOT NULL
     AND before - 'undone_at' = after - 'undone_at'
$$
"""
KEPT = """
CREATE OR REPLACE FUNCTION duly_fact_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('duly.undoing', true) = 'on' THEN
    IF duly_is_only_marked(to_jsonb(OLD), to_jsonb(NEW)) THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'facts are added, never changed or removed' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
CLOSED_ONCE = """
CREATE OR REPLACE FUNCTION duly_assignment_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('duly.undoing', true) = 'on' AND duly_is_only_marked(to_jsonb(OLD), to_jsonb(NEW)) THEN
    RETURN NEW;
  END IF;
  IF NOT upper_inf(OLD.during) OR upper_inf(NEW.during)
     OR NOT (isempty(NEW.during) OR lower(NEW.during) = lower(OLD.during)) THEN
    RAISE EXCEPTION 'an assignment is ended once, never moved or reopened'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
"""


def _marking(table: str, which: str) -> str:
    """Mark the rows of one table that came with the import, and add how many."""
    return f"""
  UPDATE casework_{table} t SET undone_at = back_at
   WHERE t.agency_id = of_agency AND t.id BETWEEN first_id AND last_id AND t.undone_at IS NULL AND {which};
  GET DIAGNOSTICS marked = ROW_COUNT;
  found := found || jsonb_build_object('{table}', marked);"""  # noqa: S608 (names of our own tables)


CAME = "t.imported_at = came_at"
# How somebody is known goes with the import, unless a case that stays would be left without a name.
NAMELESS = """NOT (
    EXISTS (SELECT FROM casework_case c WHERE c.agency_id = t.agency_id AND c.organization_id = t.organization_id
            AND c.person_id = t.person_id AND c.undone_at IS NULL)
    AND NOT EXISTS (SELECT FROM casework_profile p WHERE p.agency_id = t.agency_id AND p.person_id = t.person_id
                    AND p.organization_id = t.organization_id AND p.undone_at IS NULL
                    AND p.imported_at IS DISTINCT FROM came_at))"""
# Somebody who came with the import and has no case left. Who sees but some organizations cannot tell: then they stay, a
# number without a name.
GONE = """current_setting('duly.scope', true) = 'agency' AND t.id IN (
    SELECT c.person_id FROM casework_case c WHERE c.agency_id = of_agency AND c.undone_at = back_at
    UNION SELECT p.person_id FROM casework_profile p WHERE p.agency_id = of_agency AND p.undone_at = back_at)
    AND NOT EXISTS (SELECT FROM casework_case c WHERE c.agency_id = t.agency_id AND c.person_id = t.id
                    AND c.undone_at IS NULL)
    AND NOT EXISTS (SELECT FROM casework_profile p WHERE p.agency_id = t.agency_id AND p.person_id = t.id
                    AND p.undone_at IS NULL AND p.imported_at = came_at)"""
TAKE_BACK = f"""
CREATE FUNCTION duly_take_back(
  of_agency uuid, came_at timestamptz, first_id uuid, last_id uuid, back_at timestamptz, kept uuid[]
) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  marked bigint;
  found jsonb := '{{}}';
BEGIN
  PERFORM set_config('duly.undoing', 'on', true);
{"".join(_marking(table, f"{CAME} AND t.case_id <> ALL (kept)") for table in OF_A_CASE)}
{_marking("case", f"{CAME} AND t.id <> ALL (kept)")}
{_marking("profile", f"{CAME} AND {NAMELESS}")}
{_marking("person", GONE)}
  UPDATE casework_profile t SET undone_at = back_at
   WHERE t.agency_id = of_agency AND t.undone_at IS NULL AND t.person_id IN (
     SELECT p.id FROM casework_person p WHERE p.agency_id = of_agency AND p.undone_at = back_at);
  PERFORM set_config('duly.undoing', '', true);
  RETURN found;
END $$;
REVOKE ALL ON FUNCTION duly_take_back(uuid, timestamptz, uuid, uuid, timestamptz, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION duly_take_back(uuid, timestamptz, uuid, uuid, timestamptz, uuid[]) TO duly_app
"""  # noqa: S608 (names of our own tables)


def statements() -> Iterator[str]:
    """All of it, in order."""
    yield from (MARKED, KEPT, CLOSED_ONCE, *hidden(), TAKE_BACK)
