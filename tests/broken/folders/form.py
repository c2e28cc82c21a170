"""Folders broken in bytes, headers, rows and files, each with every line an import says about it, word for word."""
# ruff: noqa: E501  (a line here is a line of output)
# fmt: off

from tests.broken.folders.changes import Change, Files, change, encoded, narrowed, widened, without
from tests.broken.folders.good import GOOD

BROKEN: list[tuple[str, Change | Files, list[str]]] = [
    # Encodings and bytes
    ("saved as Latin-1", encoded("people", "cp1252", "Jo,Reyes", "Jö,Reyes"), [
        "people.csv:2: given_name: found 'J�'. Not UTF-8: the byte F6 (in Windows-1252 it would be 'ö'). Save the file as UTF-8.",
    ]),
    ("saved as UTF-16", {**GOOD, "people": GOOD["people"].encode("utf-16")}, [
        "people.csv:1: (file): This is UTF-16. Save the file as CSV (UTF-8).",
    ]),
    ("saved as UTF-16 without a mark", {**GOOD, "people": GOOD["people"].encode("utf-16-le")}, [
        "people.csv:1: (file): This is UTF-16. Save the file as CSV (UTF-8).",
    ]),
    ("saved as UTF-32", {**GOOD, "people": GOOD["people"].encode("utf-32")}, [
        "people.csv:1: (file): This is UTF-32. Save the file as CSV (UTF-8).",
    ]),
    ("a header in Latin-1", {**GOOD, "people": GOOD["people"].replace("phone", "téléphone").encode("cp1252")}, [
        "people.csv:1: (header): The names of the columns are not UTF-8, or hold a NUL character. Save the file as UTF-8.",
    ]),
    ("half a character at the end of a cell", {**GOOD, "contacts": GOOD["contacts"].encode().replace(b"Prices compared.", b"Prices compared\xe2\x82")}, [
        "contacts.csv:8: note: found 'Prices compared�'. Not UTF-8: the byte E2 (in Windows-1252 it would be 'â'). Save the file as UTF-8.",
    ]),
    ("an overlong encoding of a slash", {**GOOD, "contacts": GOOD["contacts"].encode().replace(b"Prices", b"Pr\xc0\xafces")}, [
        "contacts.csv:8: note: found 'Pr��ces compared.'. Not UTF-8: the byte C0 (in Windows-1252 it would be 'À'). Save the file as UTF-8.",
    ]),
    ("a surrogate written as bytes", {**GOOD, "contacts": GOOD["contacts"].encode().replace(b"Prices", b"Pr\xed\xa0\x80ces")}, [
        "contacts.csv:8: note: found 'Pr���ces compared.'. Not UTF-8: the byte ED (in Windows-1252 it would be 'í'). Save the file as UTF-8.",
    ]),
    ("a NUL in a note", change("contacts", "Prices compared.", "Prices\0compared."), [
        "contacts.csv:8: note: found 'Prices\\u0000compared.'. Holds a NUL character, which no text may hold. Take it out.",
    ]),
    ("a NUL in a name", change("people", "Jo,Reyes", "J\0o,Reyes"), [
        "people.csv:2: given_name: found 'J\\u0000o'. Holds a NUL character, which no text may hold. Take it out.",
    ]),
    ("NULs and Latin-1 in one row", {**GOOD, "people": GOOD["people"].encode().replace(b"Jo,Reyes", b"J\0,R\xe9yes")}, [
        "people.csv:2: given_name: found 'J\\u0000'. Holds a NUL character, which no text may hold. Take it out.",
        "people.csv:2: family_name: found 'R�yes'. Not UTF-8: the byte E9 (in Windows-1252 it would be 'é'). Save the file as UTF-8.",
    ]),
    ("a NUL in the header", change("people", "given_name", "given\0name"), [
        "people.csv:1: (header): The names of the columns are not UTF-8, or hold a NUL character. Save the file as UTF-8.",
    ]),
    # Not CSV at all
    ("a zip called CSV", {**GOOD, "contacts": b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + bytes(range(256))}, [
        "contacts.csv:1: (file): This is a zip archive or an Excel workbook, not CSV. Save the sheet as CSV (UTF-8).",
    ]),
    ("a gzip called CSV", {**GOOD, "contacts": b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"}, [
        "contacts.csv:1: (file): This is a gzip archive, not CSV. Save the sheet as CSV (UTF-8).",
    ]),
    ("a PDF called CSV", {**GOOD, "contacts": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"}, [
        "contacts.csv:1: (file): This is a PDF, not CSV. Save the sheet as CSV (UTF-8).",
    ]),
    ("an old workbook called CSV", {**GOOD, "contacts": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)}, [
        "contacts.csv:1: (file): This is an old Excel workbook, not CSV. Save the sheet as CSV (UTF-8).",
    ]),
    ("an empty file", {**GOOD, "milestones": ""}, [
        "milestones.csv:1: (file): The file is empty. The first line must name the columns.",
    ]),
    ("nothing but a byte-order mark", {**GOOD, "milestones": b"\xef\xbb\xbf"}, [
        "milestones.csv:1: (file): The file is empty. The first line must name the columns.",
    ]),
    ("nothing but blank lines", {**GOOD, "milestones": "\n\n\n"}, [
        "milestones.csv:1: (file): The file is empty. The first line must name the columns.",
    ]),
    # Headers
    ("no header", {**GOOD, "milestones": GOOD["milestones"].split("\n", 1)[1]}, [
        "milestones.csv:1: (header): found 'M1,C1,business_plan_complete,2015-01-20,2015-01-21T15:00:00…'. The first line must name the columns: milestone_id,case_id,kind,achieved_on,recorded_at,author_id",
    ]),
    ("semicolons between the columns", {**GOOD, "milestones": GOOD["milestones"].replace(",", ";")}, [
        "milestones.csv:1: (header): found 'milestone_id;case_id;kind;achieved_on;recorded_at;author_id'. Its columns are set apart by semicolons; they must be set apart by commas. The first line must name the columns: milestone_id,case_id,kind,achieved_on,recorded_at,author_id",
    ]),
    ("tabs between the columns", {**GOOD, "milestones": GOOD["milestones"].replace(",", "\t")}, [
        "milestones.csv:1: (header): found 'milestone_id\\u0009case_id\\u0009kind\\u0009achieved_on\\u0009recorded_at\\u0009author_id'. Its columns are set apart by tabs; they must be set apart by commas. The first line must name the columns: milestone_id,case_id,kind,achieved_on,recorded_at,author_id",
    ]),
    ("bars between the columns", {**GOOD, "milestones": GOOD["milestones"].replace(",", "|")}, [
        "milestones.csv:1: (header): found 'milestone_id|case_id|kind|achieved_on|recorded_at|author_id'. Its columns are set apart by bars; they must be set apart by commas. The first line must name the columns: milestone_id,case_id,kind,achieved_on,recorded_at,author_id",
    ]),
    ("a column nobody knows", widened("milestones", "remarks", ""), [
        "milestones.csv:1: remarks: found 'remarks'. Unknown column. milestones.csv has milestone_id, case_id, kind, achieved_on, recorded_at, author_id.",
    ]),
    ("a column misspelled", change("contacts", "occurred_on", "ocurred_on"), [
        "contacts.csv:1: ocurred_on: found 'ocurred_on'. Unknown column. Did you mean occurred_on? contacts.csv has contact_id, case_id, kind, occurred_on, recorded_at, author_id, mode, outcome, note.",
    ]),
    ("a column in capitals", change("contacts", "note", "NOTE"), [
        "contacts.csv:1: NOTE: found 'NOTE'. Unknown column. Did you mean note? contacts.csv has contact_id, case_id, kind, occurred_on, recorded_at, author_id, mode, outcome, note.",
    ]),
    ("a space before a column's name", change("contacts", "outcome,note", "outcome, note"), [
        "contacts.csv:1: note: found ' note'. Unknown column. Did you mean note? contacts.csv has contact_id, case_id, kind, occurred_on, recorded_at, author_id, mode, outcome, note.",
    ]),
    ("a column left out", narrowed("contacts", "author_id"), [
        "contacts.csv:1: author_id: The column is missing. Add it, empty where nothing is known.",
    ]),
    ("the id left out", narrowed("milestones", "milestone_id"), [
        "milestones.csv:1: milestone_id: The column is missing. Add it, empty where nothing is known.",
    ]),
    ("the id of cases left out", narrowed("cases", "case_id"), [
        "cases.csv:1: case_id: The column is missing. Add it, empty where nothing is known.",
    ]),
    ("a column named twice", change("milestones", "recorded_at,author_id", "recorded_at,recorded_at"), [
        "milestones.csv:1: recorded_at: found 'recorded_at'. The column is there twice. Leave one out.",
        "milestones.csv:1: author_id: The column is missing. Add it, empty where nothing is known.",
    ]),
    ("a column without a name", widened("milestones", "", ""), [
        "milestones.csv:1: (header): found nothing. Unknown column. milestones.csv has milestone_id, case_id, kind, achieved_on, recorded_at, author_id.",
    ]),
    # Rows
    ("a line cut off", change("contacts", ",S2,in_person,completed,\"Wants to open a bakery, has a lease in view.\"", ",S2,in_person"), [
        "contacts.csv:2: (row): 7 cells where the header has 9. Was the line cut off, or a comma lost?",
    ]),
    ("the file cut off inside a text", {**GOOD, "contacts": GOOD["contacts"].split("\nall is well")[0]}, [
        "contacts.csv:4: (row): A quotation mark that opens in this row is never closed. Close it; one inside a text is written twice.",
    ]),
    ("a comma too many", change("milestones", "S2\n", "S2,\n"), [
        "milestones.csv:2: (row): 7 cells where the header has 6. Put a text that holds a comma in quotation marks.",
    ]),
    ("a text with a comma and no quotation marks", change("contacts", "\"Wants to open a bakery, has a lease in view.\"", "Wants to open a bakery, has a lease in view."), [
        "contacts.csv:2: (row): 10 cells where the header has 9. Put a text that holds a comma in quotation marks.",
    ]),
    ("a quotation mark never closed", change("contacts", "Date not recorded.", "\"Date not recorded."), [
        "contacts.csv:6: (row): A quotation mark that opens in this row is never closed. Close it; one inside a text is written twice.",
    ]),
    ("a quotation mark inside a text", change("contacts", "\"Wants to open a bakery", "\"Wants to open a \"bakery\""), [
        "contacts.csv:2: (row): A quotation mark stands inside a cell. Put the whole text in quotation marks, and write one in it twice.",
    ]),
    ("a row of nothing but commas", change("milestones", "M2,", ",,,,,\nM2,"), [
        "milestones.csv:3: (row): An empty row. Take it out.",
    ]),
    ("two rows run together", change("milestones", "S2\nM2", "S2M2"), [
        "milestones.csv:2: (row): 11 cells where the header has 6. Put a text that holds a comma in quotation marks.",
    ]),
    ("two columns changed places", change("contacts", "S4,phone,completed", "S4,completed,phone"), [
        "contacts.csv:8: mode: found 'completed'. Unknown mode. One of in_person, phone, video, email, text, mail.",
        "contacts.csv:8: outcome: found 'phone'. Unknown outcome. One of completed, no_response, no_show, cancelled.",
    ]),
    ("kind and day changed places", change("contacts", "check_in,2014-07-08", "2014-07-08,check_in"), [
        "contacts.csv:8: occurred_on: found 'check_in'. Not a date this file can hold. Write year first: 2015-03-12.",
        "contacts.csv:8: kind: found '2014-07-08'. Unknown kind of contact. One of intake, check_in, reassessment, other.",
    ]),
    ("a cell of ten million characters", change("contacts", "Prices compared.", "x" * 10_000_000), [
        "contacts.csv:8: note: found 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…'. 10,000,000 characters; at most 20,000 are kept. Shorten it.",
    ]),
    # Files
    ("a file by another name", {**GOOD, "contact": GOOD["contacts"]}, [
        "contact.csv:1: (file): No exchange file has this name. Did you mean contacts.csv?",
    ]),
    ("a file in capitals", {**{name: text for name, text in GOOD.items() if name != "people"}, "People.CSV": GOOD["people"]}, [
        "People.CSV:1: (file): No exchange file has this name. Did you mean people.csv?",
    ]),
    ("a file nobody knows", {**GOOD, "referrals": "referral_id\n"}, [
        "referrals.csv:1: (file): No exchange file has this name. One of organizations.csv, staff.csv, people.csv, cases.csv, contacts.csv, milestones.csv, services.csv, memberships.csv, profiles.csv, assignments.csv, closings.csv, contact_cases.csv, service_ends.csv, events.csv, appointments.csv, answers.csv, corrections.csv, details.csv.",
    ]),
    ("no exchange file", {"readme.txt": "nothing here"}, [
        "folder:1: (file): There is no exchange file in this folder. One of organizations.csv, staff.csv, people.csv, cases.csv, contacts.csv, milestones.csv, services.csv, memberships.csv, profiles.csv, assignments.csv, closings.csv, contact_cases.csv, service_ends.csv, events.csv, appointments.csv, answers.csv, corrections.csv, details.csv.",
    ]),
    ("cases without people", without("people"), [
        "cases.csv:2: person_id: found 'P1'. No such person.",
        "cases.csv:3: person_id: found 'P2'. No such person.",
        "cases.csv:4: person_id: found 'P3'. No such person.",
        "cases.csv:5: person_id: found 'P4'. No such person.",
    ]),
    ("cases without organizations", without("organizations"), [
        "staff.csv:2: organization_id: found 'O1'. No such organization.",
        "staff.csv:3: organization_id: found 'O3'. No such organization.",
        "staff.csv:4: organization_id: found 'O3'. No such organization.",
        "staff.csv:5: organization_id: found 'O4'. No such organization.",
        "cases.csv:2: organization_id: found 'O3'. No such organization.",
        "cases.csv:3: organization_id: found 'O3'. No such organization.",
        "cases.csv:4: organization_id: found 'O3'. No such organization.",
        "cases.csv:5: organization_id: found 'O4'. No such organization.",
    ]),
    ("contacts without cases", without("cases"), [
        "contacts.csv:2: case_id: found 'C1'. No such case.",
        "contacts.csv:3: case_id: found 'C1'. No such case.",
        "contacts.csv:4: case_id: found 'C1'. No such case.",
        "contacts.csv:6: case_id: found 'C2'. No such case.",
        "contacts.csv:7: case_id: found 'C4'. No such case.",
        "contacts.csv:8: case_id: found 'C4'. No such case.",
        "milestones.csv:2: case_id: found 'C1'. No such case.",
        "milestones.csv:3: case_id: found 'C4'. No such case.",
        "services.csv:2: case_id: found 'C1'. No such case.",
        "services.csv:3: case_id: found 'C4'. No such case.",
    ]),
    ("contacts without staff", without("staff"), [
        "cases.csv:2: case_manager_id: found 'S2'. Nobody of the staff has this id.",
        "cases.csv:3: case_manager_id: found 'S2'. Nobody of the staff has this id.",
        "cases.csv:5: case_manager_id: found 'S4'. Nobody of the staff has this id.",
        "contacts.csv:2: author_id: found 'S2'. Nobody of the staff has this id.",
        "contacts.csv:3: author_id: found 'S2'. Nobody of the staff has this id.",
        "contacts.csv:4: author_id: found 'S2'. Nobody of the staff has this id.",
        "contacts.csv:6: author_id: found 'S2'. Nobody of the staff has this id.",
        "contacts.csv:7: author_id: found 'S4'. Nobody of the staff has this id.",
        "contacts.csv:8: author_id: found 'S4'. Nobody of the staff has this id.",
        "milestones.csv:2: author_id: found 'S2'. Nobody of the staff has this id.",
        "milestones.csv:3: author_id: found 'S4'. Nobody of the staff has this id.",
        "services.csv:2: author_id: found 'S2'. Nobody of the staff has this id.",
        "services.csv:3: author_id: found 'S4'. Nobody of the staff has this id.",
    ]),
]
