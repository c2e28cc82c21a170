"""The database's own wall, as SQL for migrations: what the app role may do follows from a table's kind of truth."""

from collections.abc import Iterator

FACTS = (
    "case",
    "profile",
    "contact",
    "contactcase",
    "service",
    "serviceend",
    "milestone",
    "caseevent",
    "appointment",
    "closing",
    "answers",
    "correction",
    "opening",
)
DERIVED = ("obligation", "tally", "caseline")
# Made by later migrations, each walled by its own with `around_fact`.
LATER_FACTS = (
    "handover", "deferral", "planitem", "planitemend", "planversion", "agreement", "ask", "reply", "drawn",
    "localgroup", "referredelsewhere", "attachment", "attachmentcontent",
)
OWN_ID = {  # the unique (agency, id) that replication and a split by agency identify a row by
    "case": "case_in_its_agency",
    "profile": "profile_in_its_agency",
    "contact": "contact_in_its_agency",
    "contactcase": "contact_case_in_its_agency",
    "service": "service_in_its_agency",
    "serviceend": "service_end_in_its_agency",
    "milestone": "milestone_in_its_agency",
    "caseevent": "event_in_its_agency",
    "appointment": "appointment_in_its_agency",
    "closing": "closing_in_its_agency",
    "answers": "answers_in_its_agency",
    "correction": "correction_in_its_agency",
    "opening": "opening_in_its_agency",
    "assignment": "assignment_in_its_agency",
    "person": "person_in_its_agency",
}
AGENCY = "agency_id = nullif(current_setting('duly.agency', true), '')::uuid"
# As a CASE, because the planner takes it for half of the rows; of an OR it expects one in seventy and plans for that.
ORGANIZATION = (
    "CASE WHEN current_setting('duly.scope', true) = 'agency' THEN true ELSE"
    " organization_id = ANY (coalesce(nullif(current_setting('duly.orgs', true), ''), '{}')::uuid[]) END"
)
NAMES = "current_setting('duly.names', true) = 'on'"
INSIDE = f"{AGENCY} AND {ORGANIZATION}"
OWN = "staff_id = nullif(current_setting('duly.staff', true), '')::uuid"
ORGANIZATIONS = "coalesce(nullif(current_setting('duly.orgs', true), ''), '{}')::uuid[]"
CASES = "coalesce(nullif(current_setting('duly.cases', true), ''), '{}')::uuid[]"


def readable(column: str) -> str:
    """What may be read: the organizations' own, and single cases another organization handed over."""
    return _either(f"{column} = ANY ({CASES})")


def _either(also: str) -> str:
    """As a CASE for the planner's sake, like the wall itself."""
    return (
        f"{AGENCY} AND CASE WHEN current_setting('duly.scope', true) = 'agency' THEN true"
        f" WHEN organization_id = ANY ({ORGANIZATIONS}) THEN true ELSE {also} END"
    )


# An ask and its answer are read at both ends: whose they are, and to whom they are addressed.
ADDRESSED = _either(f"(to_organization_id = ANY ({ORGANIZATIONS}) OR case_id = ANY ({CASES}))")


def policies() -> Iterator[str]:
    """Row security, forced: columns and settings only, no subquery."""
    for table, sight in _sights().items():
        yield from policy(table, sight)


def policy(table: str, sight: str, *, adding: str = "") -> Iterator[str]:
    """Row security over one table; `adding`: where less may be added than is seen."""
    yield f"ALTER TABLE casework_{table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE casework_{table} FORCE ROW LEVEL SECURITY"
    yield f"CREATE POLICY sight ON casework_{table} USING ({sight}) WITH CHECK ({adding or sight})"


def around_looks() -> Iterator[str]:
    """How the caseload looks: a view is its author's, or its organization's if shared; a choice is one's own."""
    yield _key("savedview", "organization", "agency_id, organization_id", "casework_organization (agency_id, id)")
    for table in ("savedview", "caseloadchoice"):
        yield _key(table, "staff", "agency_id, staff_id", "casework_staff (agency_id, id)")
    yield from policy("savedview", f"{INSIDE} AND (shared OR {OWN})")
    yield from policy("caseloadchoice", f"{AGENCY} AND {OWN}")
    yield from granted("savedview", "SELECT, INSERT, UPDATE (name, asked, columns, shared, saved_at, gone_at)")
    yield from granted("caseloadchoice", "SELECT, INSERT, UPDATE (columns, opens)")


def around_fact(table: str, *, own_id: str, staff: tuple[str, ...] = ()) -> Iterator[str]:
    """Everything that guards a fact table of a later migration; `staff`: its columns that name one of the staff."""
    yield _key(table, "case", "agency_id, organization_id, case_id", "casework_case (agency_id, organization_id, id)")
    for each in ("author", *staff):
        yield _key(table, each, f"agency_id, {each}_id", "casework_staff (agency_id, id)")
    yield f"ALTER TABLE casework_{table} REPLICA IDENTITY USING INDEX {own_id}"
    yield from policy(table, readable("case_id"), adding=INSIDE)
    yield from granted(table, "SELECT, INSERT")
    yield from kept(table)


def around_asks() -> Iterator[str]:
    """An ask is a fact of its case; a reply is its author's organization's, and names the organization of the case."""
    of_case = "casework_case (agency_id, organization_id, id)"
    yield _key("ask", "case", "agency_id, organization_id, case_id", of_case)
    yield _key("reply", "case", "agency_id, to_organization_id, case_id", of_case)
    yield _key("reply", "ask", "agency_id, ask_id", "casework_ask (agency_id, id)")
    for table in ("ask", "reply"):
        for each in ("organization", "to_organization"):
            yield _key(table, each, f"agency_id, {each}_id", "casework_organization (agency_id, id)")
        yield _key(table, "author", "agency_id, author_id", "casework_staff (agency_id, id)")
        yield f"ALTER TABLE casework_{table} REPLICA IDENTITY USING INDEX {table}_in_its_agency"
        yield from policy(table, ADDRESSED, adding=INSIDE)
        yield from granted(table, "SELECT, INSERT")
        yield from kept(table)


def around_groups() -> Iterator[str]:
    """A group is read by whoever works below the organization that keeps it; who was referred elsewhere, at home."""
    groups = ("localgroup", "local_group_in_its_agency", AGENCY)
    for table, own_id, sight in (groups, ("referredelsewhere", "referred_elsewhere_in_its_agency", INSIDE)):
        yield _key(table, "organization", "agency_id, organization_id", "casework_organization (agency_id, id)")
        yield _key(table, "author", "agency_id, author_id", "casework_staff (agency_id, id)")
        yield f"ALTER TABLE casework_{table} REPLICA IDENTITY USING INDEX {own_id}"
        yield from policy(table, sight, adding=INSIDE)
        yield from granted(table, "SELECT, INSERT")
        yield from kept(table)
    yield _key("referredelsewhere", "person", "agency_id, person_id", "casework_person (agency_id, id)")


def policies_again() -> Iterator[str]:
    """The same policies over tables that have them already, in other words."""
    for table, sight in _sights().items():
        yield f"ALTER POLICY sight ON casework_{table} USING ({sight}) WITH CHECK ({sight})"


def _sights() -> dict[str, str]:
    sights = dict.fromkeys((*FACTS, *DERIVED, "assignment", "draft"), INSIDE)
    return sights | {"profile": f"{INSIDE} AND {NAMES}", "person": AGENCY, "accesschange": AGENCY}


def grants() -> Iterator[str]:
    """The app role owns nothing: it adds facts, rebuilds what is derived, closes an assignment, and no more."""
    rights = dict.fromkeys((*FACTS, "person", "accesschange"), "SELECT, INSERT")
    rights |= dict.fromkeys((*DERIVED, "draft"), "SELECT, INSERT, UPDATE, DELETE")
    rights |= {
        "assignment": "SELECT, INSERT, UPDATE (during)",
        "organization": "SELECT, INSERT, UPDATE (name, time_zone)",
        "staff": "SELECT, INSERT, UPDATE",
        "membership": "SELECT, INSERT, UPDATE (during)",
        "clock": "SELECT, INSERT, UPDATE",
    }
    for table, right in rights.items():
        yield from granted(table, right)


def granted(table: str, right: str) -> Iterator[str]:
    """What the app role may do with one table; the backup role reads it."""
    yield f"REVOKE ALL ON casework_{table} FROM duly_app"
    yield f"GRANT {right} ON casework_{table} TO duly_app"
    yield f"GRANT SELECT ON casework_{table} TO duly_backup"


def keys() -> Iterator[str]:
    """Children tied to parents of the same agency and organization: an id from elsewhere fits nowhere."""
    of_a_case = [table for table in (*FACTS, *DERIVED, "assignment", "draft") if table not in ("case", "profile")]
    for table in of_a_case:
        yield _key(
            table, "case", "agency_id, organization_id, case_id", "casework_case (agency_id, organization_id, id)"
        )
    for table in ("case", "profile"):
        yield _key(table, "person", "agency_id, person_id", "casework_person (agency_id, id)")
        yield _key(table, "organization", "agency_id, organization_id", "casework_organization (agency_id, id)")
    yield _key("contactcase", "contact", "agency_id, contact_id", "casework_contact (agency_id, id)")
    yield _key("serviceend", "service", "agency_id, service_id", "casework_service (agency_id, id)")
    for table in ("assignment", "draft", "opening"):
        yield _key(table, "staff", "agency_id, staff_id", "casework_staff (agency_id, id)")
    for table in (*FACTS, "assignment"):
        if table != "opening":
            yield _key(table, "author", "agency_id, author_id", "casework_staff (agency_id, id)")
    for table, index in OWN_ID.items():
        yield f"ALTER TABLE casework_{table} REPLICA IDENTITY USING INDEX {index}"


def _key(table: str, parent: str, columns: str, target: str) -> str:
    return (
        f"ALTER TABLE casework_{table} ADD CONSTRAINT {table}_belongs_to_its_{parent}"
        f" FOREIGN KEY ({columns}) REFERENCES {target}"
    )


KEPT = """
CREATE FUNCTION duly_fact_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'facts are added, never changed or removed' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

CLOSED_ONCE = """
CREATE FUNCTION duly_assignment_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT upper_inf(OLD.during) OR upper_inf(NEW.during)
     OR NOT (isempty(NEW.during) OR lower(NEW.during) = lower(OLD.during)) THEN
    RAISE EXCEPTION 'an assignment is ended once, never moved or reopened'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
"""


def triggers() -> Iterator[str]:
    """The owner is held to it too: a fact row is never changed, and a fact table never emptied."""
    yield KEPT
    yield CLOSED_ONCE
    for table in (*FACTS, "person", "accesschange"):
        yield from kept(table)
    yield (
        "CREATE TRIGGER assignment_only_ends BEFORE UPDATE ON casework_assignment"
        " FOR EACH ROW EXECUTE FUNCTION duly_assignment_only_ends()"
    )


def kept(table: str) -> Iterator[str]:
    """Its rows stay as they were added."""
    yield (
        f"CREATE TRIGGER fact_is_kept BEFORE UPDATE OR DELETE ON casework_{table}"
        " FOR EACH ROW EXECUTE FUNCTION duly_fact_is_kept()"
    )
    yield (
        f"CREATE TRIGGER table_is_kept BEFORE TRUNCATE ON casework_{table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION duly_fact_is_kept()"
    )
