"""Folders broken in the later files, each with every line an import says about it, word for word."""
# ruff: noqa: E501  (a line here is a line of output)
# fmt: off

from datetime import UTC, datetime

from duly.casework.exchange.checks import Rules
from tests.broken.folders.changes import Change, Files, later

SET = Rules.at("set", datetime(2015, 5, 21, tzinfo=UTC))
EVENTS, FORMS = ", ".join(SET.events), ", ".join(SET.edition.forms)  # these lists grow with the program

BROKEN: list[tuple[str, Change | Files, list[str]]] = [
    # Later files
    ("a correction of nothing", later("corrections", "contacts,K2,K3", "contacts,K22,K3"), [
        "corrections.csv:3: fact_id: found 'K22'. contacts.csv has no such row, and none is on record.",
    ]),
    ("a correction without a reason", later("corrections", "He came back", ""), [
        "corrections.csv:2: reason: found nothing. It may not be empty.",
    ]),
    ("a correction by a fact of another case", later("corrections", "contacts,K2,K3", "contacts,K2,K6"), [
        "corrections.csv:3: replaced_by: found 'K6'. It belongs to another case (C4). Take the fact back and record it there.",
    ]),
    ("a correction before what it corrects", later("corrections", "2014-10-06T14", "2014-10-01T14"), [
        "corrections.csv:3: recorded_at: found '2014-10-01T14:00:00+00:00'. Before the fact itself was recorded (2014-10-02T20:15:00+00:00). Check both.",
    ]),
    ("a correction of an unknown sort", later("corrections", "closings,X1", "closing,X1"), [
        "corrections.csv:2: file: found 'closing'. Unknown file. Did you mean closings? One of organizations, staff, people, cases, contacts, milestones, services, memberships, profiles, assignments, closings, contact_cases, service_ends, events, appointments, answers, corrections.",
    ]),
    ("an assignment that ends before it begins", later("assignments", "2014-06-02,2015-02-01", "2014-06-02,2014-06-01"), [
        "assignments.csv:2: to: found '2014-06-01'. Before it begins (2014-06-02). Check both days.",
    ]),
    ("two leads at once", later("assignments", "C4,S4,support,2015-02-01", "C4,S4,lead,2015-01-31"), [
        "assignments.csv:3: from: found '2015-01-31'. Two people lead the case at once: see line 2. End the one before the other begins.",
    ]),
    ("an assignment before the case", later("assignments", "C4,S4,lead,2014-06-02", "C4,S4,lead,2014-06-01"), [
        "assignments.csv:2: from: found '2014-06-01'. Before the case was assigned (2014-06-02). Check the day, or the case.",
    ]),
    ("a contact credited to its own case", later("contact_cases", "K1,C4", "K1,C1"), [
        "contact_cases.csv:2: case_id: found 'C1'. This is the contact's own case. Take the row out.",
    ]),
    ("a contact credited to a case that began later", later("contact_cases", "K1,C4", "K1,C3"), [
        "contact_cases.csv:2: contact_id: found 'K1'. Before the case was assigned (2015-04-30). Check the day, or the case.",
    ]),
    ("an end of a service nobody began", later("service_ends", "V2,", "V9,"), [
        "service_ends.csv:2: service_id: found 'V9'. services.csv has no such row, and none is on record.",
    ]),
    ("an extension to no day, for no reason, that nobody approved", later("events",
        "acknowledged,,2014-09-02,,,2014-09-02T13:00:00+00:00,S2", "extension,,2014-09-02,,,2014-09-02T13:00:00+00:00,"), [
        "events.csv:2: note: found nothing. The reason is missing. Write why.",
        "events.csv:2: until_on: found nothing. The later last day is missing.",
        "events.csv:2: author_id: found nothing. Nobody approved it. Name who did.",
    ]),
    ("a first end of a service with a number", later("service_ends", "V2,,", "V2,1,"), [
        "service_ends.csv:2: nth: found '1'. The first end of a service has no number. Leave this empty.",
    ]),
    ("answers to a question nobody asks", later("answers", "idea", "ideas"), [
        "answers.csv:2: answers: found '{\"ideas\":\"A bakery\"}'. The form 'intake' does not ask 'ideas'. Did you mean idea?",
    ]),
    ("answers that are no JSON", later("answers", "{\"\"idea", "{idea"), [
        "answers.csv:2: answers: found '{idea\":\"A bakery\"}'. Not a JSON object. Write the answers as {\"question\": \"answer\"}.",
    ]),
    ("answers to a form nobody knows", later("answers", "intake", "intakes"), [
        f"answers.csv:2: form: found 'intakes'. Unknown form. Did you mean intake? One of {FORMS}.",
    ]),
    ("an event about nothing", later("events", "events,E2", "events,E9"), [
        "events.csv:4: about_id: found 'E9'. events.csv has no such row, and none is on record.",
    ]),
    ("an event nobody knows", later("events", "acknowledged", "acknowleged"), [
        f"events.csv:2: kind: found 'acknowleged'. Unknown event. Did you mean acknowledged? One of {EVENTS}.",
    ]),
    ("an appointment of no kind", later("appointments", "intake", "lunch"), [
        "appointments.csv:2: kind: found 'lunch'. Unknown kind of contact. One of intake, check_in, reassessment, other.",
    ]),
    ("a detail nobody knows", later("details", "minutes", "hours"), [
        "details.csv:5: column: found 'hours'. Unknown detail of contacts. One of captured_at, minutes.",
    ]),
    ("a detail of no row", later("details", "contacts,K6", "contacts,K66"), [
        "details.csv:5: id: found 'K66'. contacts.csv has no such row.",
    ]),
    ("a detail that is no number", later("details", "minutes,25", "minutes,half an hour"), [
        "details.csv:5: value: found 'half an hour'. Not a whole number from 0 to 32767.",
    ]),
    ("a role that ends before it begins", later("memberships", "director,,2015-01-01", "director,2015-02-01,2015-01-01"), [
        "memberships.csv:3: to: found '2015-01-01'. Before it begins (2015-02-01). Check both days.",
    ]),
    ("a profile of nobody", later("profiles", "P4,O4,2014-06-02", "P9,O4,2014-06-02"), [
        "profiles.csv:2: person_id: found 'P9'. No such person.",
    ]),
    ("a lead in cases.csv that assignments.csv does not know", later("cases", "set,O4,S4,2014-06-02", "set,O4,S2,2014-06-02"), [
        "cases.csv:5: case_manager_id: found 'S2'. assignments.csv has no such lead of this case. Make both say the same.",
    ]),
    ("a closing in cases.csv that closings.csv does not know", later("cases", "S2,2014-09-01,,,", "S2,2014-09-01,2015-02-11,withdrew,2015-02-11T18:00:00+00:00"), [
        "cases.csv:2: closed_on: found '2015-02-11'. closings.csv has no such closing of this case. Make both say the same.",
    ]),
    ("an end in services.csv that service_ends.csv does not know", later("services", "2015-02-02,stopped", "2015-02-03,stopped"), [
        "services.csv:3: ended_on: found '2015-02-03'. service_ends.csv has it end on 2015-02-02. Make both say the same.",
    ]),
    ("a time zone nobody knows", later("details", "America/Chicago", "Chicago"), [
        "details.csv:2: value: found 'Chicago'. Unknown time zone. Write it as America/Chicago.",
    ]),
]
