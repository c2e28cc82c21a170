"""A small folder with nothing wrong in it; each broken one is this, changed in one place."""

GOOD = {
    "organizations": """\
organization_id,name,kind,parent_id
O1,Oversight,funder,
O2,Chicago,site,O1
O3,Provider C,provider,O2
O4,Provider D,provider,O2
""",
    "staff": """\
staff_id,name,email,organization_id,role
S1,Lia Liaison,lia@oversight.example,O1,liaison
S2,Ana Ruiz,ana@c.example,O3,case_manager
S3,Cal Dahl,cal@c.example,O3,director
S4,Ben Osei,ben@d.example,O4,case_manager
""",
    "people": """\
person_id,given_name,family_name,birth_date,email,phone,preferred_language
P1,Jo,Reyes,1980-02-29,jo@people.example,+15550000001,en
P2,Lee,Tran,1975-11-03,,555 000 0002,vi
P3,Wes,"Pruitt, Jr.",,wes@people.example,,en
P4,Minh,Young,1990-07-15,minh@people.example,+15550000004,
""",
    "cases": """\
case_id,person_id,program,organization_id,case_manager_id,assigned_on,closed_on,closure_reason,closed_recorded_at
C1,P1,set,O3,S2,2014-09-01,,,
C2,P2,set,O3,S2,2014-10-13,2015-03-20,employed,2015-03-23T15:00:00+00:00
C3,P3,set,O3,,2015-04-30,,,
C4,P4,set,O4,S4,2014-06-02,,,
""",
    "contacts": """\
contact_id,case_id,kind,occurred_on,recorded_at,author_id,mode,outcome,note
K1,C1,intake,2014-09-09,2014-09-09T19:00:00+00:00,S2,in_person,completed,"Wants to open a bakery, has a lease in view."
K2,C1,check_in,2014-10-02,2014-10-02T20:15:00+00:00,S2,phone,no_response,
K3,C1,check_in,2014-10-03,2014-10-06T14:00:00+00:00,S2,email,completed,"Answered:
all is well."
K4,C2,intake,,2014-10-20T18:00:00+00:00,S2,in_person,completed,Date not recorded.
K5,C4,intake,2014-06-10,2014-06-10T17:00:00+00:00,S4,in_person,completed,
K6,C4,check_in,2014-07-08,2014-07-09T16:30:00+00:00,S4,phone,completed,Prices compared.
""",
    "milestones": """\
milestone_id,case_id,kind,achieved_on,recorded_at,author_id
M1,C1,business_plan_complete,2015-01-20,2015-01-21T15:00:00+00:00,S2
M2,C4,business_registered,2014-12-01,2014-12-03T15:00:00+00:00,S4
""",
    "services": """\
service_id,case_id,kind,delivery,topic,started_on,ended_on,status,recorded_at,author_id
V1,C1,training,in_house_referral,business plan workshop,2014-11-04,2014-11-20,completed,2014-11-05T15:00:00+00:00,S2
V2,C4,coaching,direct,,2015-01-12,,,2015-01-12T17:00:00+00:00,S4
""",
}

# What the first seven files cannot say, said as an export says it.
LATER = {
    "memberships": """\
staff_id,organization_id,role,from,to
S3,O2,supervisor,2015-01-01,
S3,O3,director,,2015-01-01
""",
    "profiles": """\
person_id,organization_id,recorded_at,author_id,given_name,family_name,birth_date,email,phone,preferred_language
P4,O4,2014-06-02T14:00:00+00:00,S4,Min,Young,1990-07-15,,,
P4,O4,2014-06-10T14:00:00+00:00,S4,Minh,Young,1990-07-15,minh@people.example,+15550000004,
""",
    "assignments": """\
case_id,staff_id,role,from,to,recorded_at,author_id
C4,S4,lead,2014-06-02,2015-02-01,2014-06-02T14:00:00+00:00,S4
C4,S4,support,2015-02-01,,2015-02-01T15:00:00+00:00,S4
""",
    "closings": """\
closing_id,case_id,closed_on,reason,note,recorded_at,author_id
X1,C1,2015-02-10,withdrew,,2015-02-10T18:00:00+00:00,S2
""",
    "contact_cases": """\
contact_id,case_id,kind,recorded_at,author_id
K1,C4,check_in,2014-09-09T19:00:00+00:00,S2
""",
    "service_ends": """\
service_id,nth,ended_on,status,status_before,recorded_at,author_id
V2,,2015-02-02,stopped,,2015-02-03T17:00:00+00:00,S4
""",
    "events": """\
event_id,case_id,kind,what,occurred_on,until_on,note,recorded_at,author_id,file,about_id
E1,C1,acknowledged,,2014-09-02,,,2014-09-02T13:00:00+00:00,S2,,
E2,C1,step,permits,2014-10-06,2014-11-03,Ask the city about permits,2014-10-06T14:00:00+00:00,S2,,
E3,C1,step_done,,2014-10-30,,,2014-10-30T14:00:00+00:00,S2,events,E2
""",
    "appointments": """\
appointment_id,case_id,kind,starts_at,mode,place,recorded_at,author_id
A1,C3,intake,2015-06-01T15:00:00+00:00,in_person,Front desk,2015-05-04T15:00:00+00:00,S2
""",
    "answers": """\
file,about_id,form,answers,recorded_at,author_id
contacts,K5,intake,"{""idea"":""A bakery""}",2014-06-10T17:00:00+00:00,S4
""",
    "corrections": """\
file,fact_id,replaced_by,reason,recorded_at,author_id
closings,X1,,He came back,2015-03-02T15:00:00+00:00,S2
contacts,K2,K3,Wrong day,2014-10-06T14:00:00+00:00,S2
""",
    "details": """\
file,id,column,value
organizations,O3,time_zone,America/Chicago
cases,C4,accepted_on,2014-06-04
cases,C4,recorded_at,2014-06-02T14:00:00+00:00
contacts,K6,minutes,25
contacts,K6,captured_at,2014-07-08T16:31:02+00:00
""",
}
SERVICE_ENDED = ("V2,C4,coaching,direct,,2015-01-12,,,", "V2,C4,coaching,direct,,2015-01-12,2015-02-02,stopped,")
WHOLE = {**GOOD, **LATER, "services": GOOD["services"].replace(*SERVICE_ENDED)}
