"""Folders broken in ids, codes, lengths and staff, each with every line an import says about it, word for word."""
# ruff: noqa: E501  (a line here is a line of output)
# fmt: off

from tests.broken.folders.changes import Change, Files, change

BROKEN: list[tuple[str, Change | Files, list[str]]] = [
    # Ids
    ("a case given twice", change("cases", "C2,P2", "C1,P2"), [
        "cases.csv:3: case_id: found 'C1'. Already used in line 2 of this file. Give each row its own.",
        "contacts.csv:6: case_id: found 'C2'. No such case.",
    ]),
    ("a contact given twice", change("contacts", "K2,", "K1,"), [
        "contacts.csv:3: contact_id: found 'K1'. Already used in line 2 of this file. Give each row its own.",
    ]),
    ("the same row twice", change("milestones", "M2,", "M1,C1,business_plan_complete,2015-01-20,2015-01-21T15:00:00+00:00,S2\nM2,"), [
        "milestones.csv:3: milestone_id: found 'M1'. Already used in line 2 of this file. Give each row its own.",
    ]),
    ("a person given twice", change("people", "P4,", "P3,"), [
        "people.csv:5: person_id: found 'P3'. Already used in line 4 of this file. Give each row its own.",
        "cases.csv:5: person_id: found 'P4'. No such person.",
    ]),
    ("an organization given twice", change("organizations", "O4,", "O3,"), [
        "organizations.csv:5: organization_id: found 'O3'. Already used in line 4 of this file. Give each row its own.",
        "staff.csv:5: organization_id: found 'O4'. No such organization.",
        "cases.csv:5: organization_id: found 'O4'. No such organization.",
    ]),
    ("an id left empty", change("contacts", "K2,", ","), [
        "contacts.csv:3: contact_id: found nothing. It may not be empty.",
    ]),
    ("a contact of no case", change("contacts", "K6,C4", "K6,C9"), [
        "contacts.csv:8: case_id: found 'C9'. No such case.",
    ]),
    ("a case number with a digit lost", change("contacts", "K6,C4", "K6,C"), [
        "contacts.csv:8: case_id: found 'C'. No such case.",
    ]),
    ("a case of nobody", change("cases", "C3,P3", "C3,P33"), [
        "cases.csv:4: person_id: found 'P33'. No such person. Did you mean P3?",
    ]),
    ("a case at no organization", change("cases", "set,O3,S2,2014-09-01", "set,O33,S2,2014-09-01"), [
        "cases.csv:2: organization_id: found 'O33'. No such organization. Did you mean O3?",
    ]),
    ("a case manager nobody knows", change("cases", "O3,S2,2014-09-01", "O3,S22,2014-09-01"), [
        "cases.csv:2: case_manager_id: found 'S22'. Nobody of the staff has this id. Did you mean S2?",
    ]),
    ("an author nobody knows", change("contacts", "S4,phone", "S44,phone"), [
        "contacts.csv:8: author_id: found 'S44'. Nobody of the staff has this id. Did you mean S4?",
    ]),
    ("an author left empty", change("contacts", "S4,phone", ",phone"), [
        "contacts.csv:8: author_id: found nothing. It may not be empty.",
    ]),
    ("staff of no organization", change("staff", "O3,director", "O5,director"), [
        "staff.csv:4: organization_id: found 'O5'. No such organization.",
    ]),
    ("an organization below none", change("organizations", "provider,O2\nO4", "provider,O22\nO4"), [
        "organizations.csv:4: parent_id: found 'O22'. No such organization. Did you mean O2?",
    ]),
    ("a circle of organizations", change("organizations", "O2,Chicago,site,O1", "O2,Chicago,site,O3"), [
        "organizations.csv:3: parent_id: found 'O3'. A circle: O2 → O3 → O2. One of them must be on top, with an empty parent_id.",
        "organizations.csv:4: parent_id: found 'O2'. A circle: O3 → O2 → O3. One of them must be on top, with an empty parent_id.",
    ]),
    ("an organization below itself", change("organizations", "O2,Chicago,site,O1", "O2,Chicago,site,O2"), [
        "organizations.csv:3: parent_id: found 'O2'. A circle: O2 → O2. One of them must be on top, with an empty parent_id.",
    ]),
    ("a Cyrillic letter in a reference", change("contacts", "K6,C4", "K6,\u04214"), [
        "contacts.csv:8: case_id: found 'С4'. No such case. 'С' in it is cyrillic capital letter es (U+0421).",
    ]),
    ("a Cyrillic letter in an id", change("cases", "C3,P3", "\u0421C3,P3"), [
        "cases.csv:4: case_id: found 'СC3'. No id to trust. 'С' in it is cyrillic capital letter es (U+0421). Write it with letters of one script and nothing around.",
    ]),
    ("a space after an id", change("cases", "C3,P3", "C3 ,P3"), [
        "cases.csv:4: case_id: found 'C3 '. No id to trust. There is a space before or after it. Write it with letters of one script and nothing around.",
    ]),
    ("an invisible character in an id", change("cases", "C3,P3", "C\u200b3,P3"), [
        "cases.csv:4: case_id: found 'C\\u200b3'. No id to trust. It holds zero width space (U+200B). Write it with letters of one script and nothing around.",
    ]),
    ("an id of 201 characters", change("milestones", "M2,", "M" * 201 + ","), [
        "milestones.csv:3: milestone_id: found 'MMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMM…'. 201 characters; at most 200 are kept. Shorten it.",
    ]),
    # Codes
    ("a program nobody knows", change("cases", "C3,P3,set", "C3,P3,sett"), [
        "cases.csv:4: program: found 'sett'. Unknown program. Did you mean set? One of leap, life_works, moses, set.",
    ]),
    ("a kind of contact nobody knows", change("contacts", "K6,C4,check_in", "K6,C4,checkin"), [
        "contacts.csv:8: kind: found 'checkin'. Unknown kind of contact. Did you mean check_in? One of intake, check_in, reassessment, other.",
    ]),
    ("a kind left empty", change("contacts", "K6,C4,check_in", "K6,C4,"), [
        "contacts.csv:8: kind: found nothing. One of intake, check_in, reassessment, other.",
    ]),
    ("a mode with a space", change("contacts", "S2,in_person,completed,Date", "S2,in person,completed,Date"), [
        "contacts.csv:6: mode: found 'in person'. Unknown mode. Did you mean in_person? One of in_person, phone, video, email, text, mail.",
    ]),
    ("a mode in capitals", change("contacts", "S4,phone", "S4,Phone"), [
        "contacts.csv:8: mode: found 'Phone'. Unknown mode. Did you mean phone? One of in_person, phone, video, email, text, mail.",
    ]),
    ("a mode with a Cyrillic letter", change("contacts", "S4,phone", "S4,ph\u043ene"), [
        "contacts.csv:8: mode: found 'phоne'. Unknown mode. 'о' in it is cyrillic small letter o (U+043E). Did you mean phone? One of in_person, phone, video, email, text, mail.",
    ]),
    ("a mode left empty", change("contacts", "S4,phone", "S4,"), [
        "contacts.csv:8: mode: found nothing. One of in_person, phone, video, email, text, mail.",
    ]),
    ("an outcome nobody knows", change("contacts", "phone,no_response", "phone,no_answer"), [
        "contacts.csv:3: outcome: found 'no_answer'. Unknown outcome. One of completed, no_response, no_show, cancelled.",
    ]),
    ("an outcome left empty", change("contacts", "phone,no_response", "phone,"), [
        "contacts.csv:3: outcome: found nothing. One of completed, no_response, no_show, cancelled.",
    ]),
    ("a milestone nobody knows", change("milestones", "business_plan_complete", "business_plan_done"), [
        "milestones.csv:2: kind: found 'business_plan_done'. Unknown milestone. Did you mean business_plan_complete? One of business_plan_complete, business_registered, microgrant_awarded, operations_begun, first_sale, staff_hired.",
    ]),
    ("a service nobody knows", change("services", "coaching", "couching"), [
        "services.csv:3: kind: found 'couching'. Unknown service. Did you mean coaching? One of training, technical_assistance, coaching.",
    ]),
    ("a delivery left empty", change("services", "coaching,direct", "coaching,"), [
        "services.csv:3: delivery: found nothing. One of direct, in_house_referral, external_referral.",
    ]),
    ("a delivery nobody knows", change("services", "in_house_referral", "inhouse"), [
        "services.csv:2: delivery: found 'inhouse'. Unknown way of delivery. One of direct, in_house_referral, external_referral.",
    ]),
    ("a closing reason nobody knows", change("cases", "employed", "got_a_job"), [
        "cases.csv:3: closure_reason: found 'got_a_job'. Unknown closing reason. One of program_complete, employed, withdrew, unresponsive.",
    ]),
    ("a kind of organization nobody knows", change("organizations", "Provider C,provider", "Provider C,Provider"), [
        "organizations.csv:4: kind: found 'Provider'. Unknown kind of organization. Did you mean provider? One of funder, site, provider, career_center, correctional_facility, partner.",
    ]),
    ("a role nobody knows", change("staff", "O3,director", "O3,boss"), [
        "staff.csv:4: role: found 'boss'. Unknown role. One of case_manager, support, supervisor, director, liaison, finance, evaluator, admin.",
    ]),
    ("a homoglyph in a code of the program", change("services", "coaching,direct", "co\u0430ching,direct"), [
        "services.csv:3: kind: found 'coаching'. Unknown service. 'а' in it is cyrillic small letter a (U+0430). Did you mean coaching? One of training, technical_assistance, coaching.",
    ]),
    # Lengths
    ("a name of 201 characters", change("people", "Jo,Reyes", "J" * 201 + ",Reyes"), [
        "people.csv:2: given_name: found 'JJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJ…'. 201 characters; at most 200 are kept. Shorten it.",
    ]),
    ("an organization's name of 201 characters", change("organizations", "Provider C", "C" * 201), [
        "organizations.csv:4: name: found 'CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC…'. 201 characters; at most 200 are kept. Shorten it.",
    ]),
    ("a note of 20,001 characters", change("contacts", "Prices compared.", "x" * 20_001), [
        "contacts.csv:8: note: found 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…'. 20,001 characters; at most 20,000 are kept. Shorten it.",
    ]),
    ("a topic of 201 characters", change("services", "business plan workshop", "b" * 201), [
        "services.csv:2: topic: found 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb…'. 201 characters; at most 200 are kept. Shorten it.",
    ]),
    # Staff
    ("an address used twice", change("staff", "cal@c.example", "Ana@C.example"), [
        "staff.csv:4: email: found 'ana@c.example'. Already used in line 3 of this file. Everybody signs in with an address of their own.",
    ]),
    ("no address", change("staff", "cal@c.example", "cal"), [
        "staff.csv:4: email: found 'cal'. Not an email address. Write one such as ana@center.example.",
    ]),
    ("no name", change("staff", "Cal Dahl", ""), [
        "staff.csv:4: name: found nothing. It may not be empty.",
    ]),
]
