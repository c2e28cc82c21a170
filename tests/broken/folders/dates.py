"""Folders broken in days, times and closings, each with every line an import says about it, word for word."""
# ruff: noqa: E501  (a line here is a line of output)
# fmt: off

from tests.broken.folders.changes import Change, Files, change

BROKEN: list[tuple[str, Change | Files, list[str]]] = [
    # Days and times
    ("the thirtieth of February", change("contacts", "2014-10-02,2014-10-02T", "2015-02-30,2015-03-02T"), [
        "contacts.csv:3: occurred_on: found '2015-02-30'. There is no such day. Check day and month.",
    ]),
    ("month thirteen", change("contacts", "2014-10-02,", "2014-13-02,"), [
        "contacts.csv:3: occurred_on: found '2014-13-02'. There is no such day. Check day and month.",
    ]),
    ("a day written the American way", change("contacts", "2014-10-03,", "10/3/2014,"), [
        "contacts.csv:4: occurred_on: found '10/3/2014'. Not a date this file can hold. Write year first: 2014-10-03 (or 2014-03-10, if that was meant).",
    ]),
    ("a day that may be two days", change("people", "1975-11-03", "11/03/1975"), [
        "people.csv:3: birth_date: found '11/03/1975'. Not a date this file can hold. Write year first: 1975-11-03 (or 1975-03-11, if that was meant).",
    ]),
    ("a day with dots", change("people", "1975-11-03", "3.11.1975"), [
        "people.csv:3: birth_date: found '3.11.1975'. Not a date this file can hold. Write year first: 1975-03-11 (or 1975-11-03, if that was meant).",
    ]),
    ("a day without zeros", change("contacts", "2014-10-03,", "2014-10-3,"), [
        "contacts.csv:4: occurred_on: found '2014-10-3'. Not a date this file can hold. Write year first: 2014-10-03.",
    ]),
    ("a day with a time", change("contacts", "2014-10-03,", "2014-10-03T10:00:00,"), [
        "contacts.csv:4: occurred_on: found '2014-10-03T10:00:00'. Not a date this file can hold. Write year first: 2014-10-03.",
    ]),
    ("a number of a spreadsheet for a day", change("contacts", "2014-10-03,", "41915,"), [
        "contacts.csv:4: occurred_on: found '41915'. Not a date this file can hold. Write year first: 2015-03-12.",
    ]),
    ("digits of another script", change("contacts", "2014-10-03,", "\u0662014-10-03,"), [
        "contacts.csv:4: occurred_on: found '٢014-10-03'. Not a date this file can hold. Write year first: 2015-03-12.",
    ]),
    ("a contact of tomorrow", change("contacts", "2014-07-08,2014-07-09T16:30:00+00:00", "2015-05-22,2015-05-21T13:00:00+00:00"), [
        "contacts.csv:8: occurred_on: found '2015-05-22'. In the future. Today is 2015-05-21.",
    ]),
    ("a case assigned tomorrow", change("cases", "2015-04-30", "2015-05-22"), [
        "cases.csv:4: assigned_on: found '2015-05-22'. In the future. Today is 2015-05-21.",
    ]),
    ("recorded tomorrow", change("contacts", "2014-07-09T16:30:00+00:00", "2015-05-22T16:30:00+00:00"), [
        "contacts.csv:8: recorded_at: found '2015-05-22T16:30:00+00:00'. In the future. It is now 2015-05-21T09:00-05:00.",
    ]),
    ("recorded in five minutes, by another offset", change("contacts", "2014-07-09T16:30:00+00:00", "2015-05-21T15:05:00+01:00"), [
        "contacts.csv:8: recorded_at: found '2015-05-21T15:05:00+01:00'. In the future. It is now 2015-05-21T09:00-05:00.",
    ]),
    ("a time without its offset", change("contacts", "2014-07-09T16:30:00+00:00", "2014-07-09T16:30:00"), [
        "contacts.csv:8: recorded_at: found '2014-07-09T16:30:00'. No time zone. Add the offset: 2014-07-09T16:30:00-05:00.",
    ]),
    ("a time without seconds and offset", change("contacts", "2014-07-09T16:30:00+00:00", "2014-07-09 16:30"), [
        "contacts.csv:8: recorded_at: found '2014-07-09 16:30'. No time zone. Add the offset: 2014-07-09T16:30-05:00.",
    ]),
    ("a day for a time", change("contacts", "2014-07-09T16:30:00+00:00", "2014-07-09"), [
        "contacts.csv:8: recorded_at: found '2014-07-09'. No time of day. Add it with its offset: 2014-07-09T17:20:00-05:00.",
    ]),
    ("a twenty-fifth hour", change("contacts", "2014-07-09T16:30:00+00:00", "2014-07-09T25:30:00+00:00"), [
        "contacts.csv:8: recorded_at: found '2014-07-09T25:30:00+00:00'. There is no such moment. Check day, month, hour and minute.",
    ]),
    ("a time in words", change("contacts", "2014-07-09T16:30:00+00:00", "9 July 2014"), [
        "contacts.csv:8: recorded_at: found '9 July 2014'. Not a time this file can hold. Write it as 2015-04-08T17:20:00-05:00.",
    ]),
    ("a time left empty", change("contacts", "2014-07-09T16:30:00+00:00", ""), [
        "contacts.csv:8: recorded_at: found nothing. It may not be empty.",
    ]),
    ("recorded before it happened", change("contacts", "2014-07-08,2014-07-09T16:30:00+00:00", "2014-07-08,2014-07-07T16:30:00+00:00"), [
        "contacts.csv:8: recorded_at: found '2014-07-07T16:30:00+00:00'. Written down on 2014-07-07, before the day it tells of (2014-07-08). Check both.",
    ]),
    ("recorded the evening before, where the program runs", change("contacts", "2014-07-08,2014-07-09T16:30:00+00:00", "2014-07-08,2014-07-08T04:30:00+00:00"), [
        "contacts.csv:8: recorded_at: found '2014-07-08T04:30:00+00:00'. Written down on 2014-07-07, before the day it tells of (2014-07-08). Check both.",
    ]),
    ("a contact before the case was assigned", change("contacts", "2014-06-10,2014-06-10T17", "2014-06-01,2014-06-10T17"), [
        "contacts.csv:7: occurred_on: found '2014-06-01'. Before the case was assigned (2014-06-02). Check the day, or the case.",
    ]),
    ("an undated contact recorded before the case was assigned", change("contacts", "intake,,2014-10-20T18", "intake,,2014-10-10T18"), [
        "contacts.csv:6: recorded_at: found '2014-10-10T18:00:00+00:00'. Before the case was assigned (2014-10-13). Check the day, or the case.",
    ]),
    ("a milestone of next year", change("milestones", "2015-01-20,2015-01-21T15:00:00+00:00", "2016-01-19,2015-01-21T15:00:00+00:00"), [
        "milestones.csv:2: achieved_on: found '2016-01-19'. In the future. Today is 2015-05-21.",
    ]),
    ("a milestone recorded before it was reached", change("milestones", "2015-01-21T15", "2015-01-19T15"), [
        "milestones.csv:2: recorded_at: found '2015-01-19T15:00:00+00:00'. Written down on 2015-01-19, before the day it tells of (2015-01-20). Check both.",
    ]),
    ("a service that ended before it began", change("services", "2014-11-20", "2014-11-03"), [
        "services.csv:2: ended_on: found '2014-11-03'. Before it began (2014-11-04). Check both days.",
    ]),
    ("a service that ends next month", change("services", "2014-11-20", "2015-06-20"), [
        "services.csv:2: ended_on: found '2015-06-20'. In the future. Today is 2015-05-21.",
    ]),
    ("a year with a digit missing", change("cases", "2014-09-01", "201-09-01"), [
        "cases.csv:2: assigned_on: found '201-09-01'. Not a date this file can hold. Write year first: 2015-03-12.",
    ]),
    ("a year of long ago", change("cases", "2014-09-01", "1014-09-01"), [
        "cases.csv:2: assigned_on: found '1014-09-01'. That is long before anything here. Check the year.",
    ]),
    ("born in the future", change("people", "1975-11-03", "2075-11-03"), [
        "people.csv:3: birth_date: found '2075-11-03'. In the future. Today is 2015-05-21.",
    ]),
    ("born 122 years ago", change("people", "1975-11-03", "1893-02-11"), [
        "people.csv:3: birth_date: found '1893-02-11'. Would be 122 years old. Check the year.",
    ]),
    # Closings
    ("closed without a reason", change("cases", "2015-03-20,employed,", "2015-03-20,,"), [
        "cases.csv:3: closure_reason: found nothing. A closing needs its date, its reason and the time it was recorded. Fill this in, or empty all three.",
    ]),
    ("closed without a day", change("cases", "2015-03-20,employed,", ",employed,"), [
        "cases.csv:3: closed_on: found nothing. A closing needs its date, its reason and the time it was recorded. Fill this in, or empty all three.",
    ]),
    ("closed without the time it was recorded", change("cases", "employed,2015-03-23T15:00:00+00:00", "employed,"), [
        "cases.csv:3: closed_recorded_at: found nothing. A closing needs its date, its reason and the time it was recorded. Fill this in, or empty all three.",
    ]),
    ("a reason and nothing else", change("cases", "S2,2014-09-01,,,", "S2,2014-09-01,,withdrew,"), [
        "cases.csv:2: closed_on: found nothing. A closing needs its date, its reason and the time it was recorded. Fill this in, or empty all three.",
        "cases.csv:2: closed_recorded_at: found nothing. A closing needs its date, its reason and the time it was recorded. Fill this in, or empty all three.",
    ]),
    ("closed before it was assigned", change("cases", "2015-03-20,employed", "2014-10-01,employed"), [
        "cases.csv:3: closed_on: found '2014-10-01'. Before the case was assigned (2014-10-13). Check both days.",
    ]),
    ("closed tomorrow", change("cases", "2015-03-20,employed,2015-03-23T15:00:00+00:00", "2015-05-22,employed,2015-05-21T13:00:00+00:00"), [
        "cases.csv:3: closed_on: found '2015-05-22'. In the future. Today is 2015-05-21.",
    ]),
    ("a closing recorded before its day", change("cases", "2015-03-23T15", "2015-03-19T15"), [
        "cases.csv:3: closed_recorded_at: found '2015-03-19T15:00:00+00:00'. Written down on 2015-03-19, before the day it tells of (2015-03-20). Check both.",
    ]),
]
