#include "domain/tables.h"

#include "domain/rows.h"

/* Bytes. A key of a contact is what a segment takes (engine/segment.h). */
enum { SHORT_TEXT = 200, KEY_TEXT = 1000, LONG_TEXT = 4000 };
enum { MANY = 100 * 1000 * 1000 };

#define COLUMN(text, kind) .name = (text), .type = COLUMN_##kind
#define TEXT(text, bytes)  COLUMN(text, TEXT), .most = (bytes)
#define WORDS(text, words) COLUMN(text, VOCAB), .vocab = &VOCAB_##words
#define RANGE(low, high)   .least = (low), .most = (high)
#define YEARS              RANGE(1900, 2199)
#define KEY                .key = true, .required = true, .stands = true
#define REQUIRED           .required = true, .stands = true
#define STANDS             .stands = true
#define WHAT               .what = true
#define IN(row, member)    .at = offsetof(struct row, member)
#define OF(whom)           .refers = REFERS_##whom
#define TO(row)                                                                                    \
    COLUMN("to", DAY), .at = offsetof(struct row, to), .ends = true,                               \
                       .since = offsetof(struct row, from)

static const struct table_column UNITS[] = {
    {COLUMN("unit", HSAID), KEY, OF(UNIT), IN(unit_row, unit)},
    {TEXT("name", SHORT_TEXT), REQUIRED, IN(unit_row, name)},
    {WORDS("operator", OPERATOR), REQUIRED, IN(unit_row, operator_kind)},
    {COLUMN("county", COUNTY), REQUIRED, IN(unit_row, county)},
    {COLUMN("municipality", MUNICIPALITY), IN(unit_row, municipality)},
    {COLUMN("cap", COUNT), RANGE(0, MANY), IN(unit_row, cap),
     .note = "most persons listed; empty: no cap"},
    {WORDS("queue", ANSWER), .empty = ANSWER_NO, IN(unit_row, queue)},
    {TEXT("street", SHORT_TEXT), IN(unit_row, street)},
    {TEXT("postal_code", SHORT_TEXT), IN(unit_row, postal_code)},
    {TEXT("city", SHORT_TEXT), IN(unit_row, city)},
    {COLUMN("latitude", NUMBER), RANGE(-90, 90), IN(unit_row, latitude), .note = "degrees, WGS 84"},
    {COLUMN("longitude", NUMBER), RANGE(-180, 180), IN(unit_row, longitude)},
    {TEXT("web", LONG_TEXT), IN(unit_row, web)},
    {COLUMN("opens_on", DAY), IN(unit_row, opens_on)},
    {COLUMN("closes_on", DAY), IN(unit_row, closes_on), .ends = true,
     .since = offsetof(struct unit_row, opens_on)},
    {TEXT("phone", SHORT_TEXT), IN(unit_row, phone)},
    {COLUMN("parent", HSAID), IN(unit_row, parent),
     .note = "of a branch: the unit that it belongs to"},
};

static const struct table_column STAFF[] = {
    {COLUMN("staff", HSAID), KEY, OF(STAFF), IN(staff_row, staff)},
    {TEXT("given_name", SHORT_TEXT), IN(staff_row, given_name)},
    {TEXT("surname", SHORT_TEXT), IN(staff_row, surname)},
    {TEXT("title_code", SHORT_TEXT), IN(staff_row, title_code), .note = "KV Befattning"},
    {WORDS("profession", PROFESSION), REQUIRED, IN(staff_row, profession)},
    {TEXT("speciality", SHORT_TEXT), IN(staff_row, speciality)},
    {WORDS("district_nurse", ANSWER), IN(staff_row, district_nurse)},
    {WORDS("protected", ANSWER), IN(staff_row, protected_staff)},
};

static const struct table_column AREAS[] = {
    {TEXT("area", KEY_TEXT), KEY, IN(area_row, area)},
    {COLUMN("unit", HSAID), REQUIRED, OF(UNIT), IN(area_row, unit)},
    {COLUMN("from", DAY), KEY, IN(area_row, from)},
    {TO(area_row)},
};

static const struct table_column PEOPLE[] = {
    {COLUMN("person", PERSON), KEY, OF(PERSON), IN(people_row, person)},
    {TEXT("given_name", SHORT_TEXT), IN(people_row, given_name)},
    {TEXT("surname", SHORT_TEXT), IN(people_row, surname)},
    {COLUMN("birth_date", DAY), IN(people_row, birth_date),
     .note = "the true one, whatever the identifier says"},
    {WORDS("sex", SEX), STANDS, IN(people_row, sex)},
    {COLUMN("county", COUNTY), IN(people_row, county)},
    {COLUMN("municipality", MUNICIPALITY), IN(people_row, municipality)},
    {TEXT("area", KEY_TEXT), IN(people_row, area), .note = "a key of areas.csv"},
    {TEXT("street", SHORT_TEXT), IN(people_row, street)},
    {TEXT("postal_code", SHORT_TEXT), IN(people_row, postal_code)},
    {TEXT("city", SHORT_TEXT), IN(people_row, city)},
    {WORDS("protection", PROTECTION), .empty = PROTECTION_NONE, IN(people_row, protection)},
    {TEXT("phone", SHORT_TEXT), IN(people_row, phone)},
    {TEXT("email", SHORT_TEXT), IN(people_row, email)},
    {WORDS("paper", ANSWER), IN(people_row, paper), .note = "yes: wants letters"},
    {COLUMN("registered_from", DAY), IN(people_row, registered_from)},
    {COLUMN("deregistered_on", DAY), IN(people_row, deregistered_on)},
    {WORDS("deregistration_reason", DEREGISTRATION), IN(people_row, deregistration_reason)},
    {COLUMN("replaced_by", PERSON), IN(people_row, replaced_by),
     .note = "the person's new identifier; it must have a row"},
    {COLUMN("mother", PERSON), IN(people_row, mother), .note = "may be unknown here"},
    {COLUMN("guardian1", PERSON), IN(people_row, guardian1), .note = "may be unknown here"},
    {COLUMN("guardian2", PERSON), IN(people_row, guardian2), .note = "may be unknown here"},
};

static const struct table_column POSITIONS[] = {
    {COLUMN("staff", HSAID), KEY, OF(STAFF), IN(position_row, staff)},
    {COLUMN("unit", HSAID), KEY, OF(UNIT), IN(position_row, unit)},
    {COLUMN("from", DAY), KEY, IN(position_row, from)},
    {TO(position_row)},
    {COLUMN("fte", NUMBER), RANGE(0, 1), IN(position_row, fte), .note = "1 is full time"},
    {WORDS("employment", EMPLOYMENT), REQUIRED, IN(position_row, employment)},
    {WORDS("training", TRAINING), IN(position_row, training)},
    {COLUMN("panel_target", COUNT), RANGE(0, MANY), IN(position_row, panel_target)},
    {COLUMN("panel_cap", COUNT), RANGE(0, MANY), IN(position_row, panel_cap)},
    {WORDS("panel_open", ANSWER), IN(position_row, panel_open)},
};

static const struct table_column LISTINGS[] = {
    {COLUMN("person", PERSON), KEY, OF(PERSON), IN(listing_row, person)},
    {COLUMN("unit", HSAID), REQUIRED, OF(UNIT), IN(listing_row, unit)},
    {COLUMN("from", DAY), KEY, IN(listing_row, from)},
    {TO(listing_row)},
    {WORDS("basis", BASIS), REQUIRED, IN(listing_row, basis)},
    {COLUMN("recorded_at", MOMENT), IN(listing_row, recorded_at)},
};

static const struct table_column NAMED_CONTACTS[] = {
    {COLUMN("person", PERSON), KEY, OF(PERSON), IN(named_contact_row, person)},
    {WORDS("kind", CONTACT_KIND), KEY, IN(named_contact_row, kind),
     .note = "national code: 1 care contact, 2 doctor, 3 municipal, 4 coordinating"},
    {COLUMN("staff", HSAID), KEY, OF(STAFF), IN(named_contact_row, staff)},
    {COLUMN("unit", HSAID), REQUIRED, OF(UNIT), IN(named_contact_row, unit)},
    {COLUMN("from", DAY), KEY, IN(named_contact_row, from)},
    {TO(named_contact_row)},
    {TEXT("reason", LONG_TEXT), IN(named_contact_row, reason)},
    {TEXT("assigned_by", SHORT_TEXT), IN(named_contact_row, assigned_by)},
    {COLUMN("informed_on", DAY), IN(named_contact_row, informed_on)},
};

static const struct table_column RESIDENCES[] = {
    {COLUMN("person", PERSON), KEY, OF(PERSON), IN(residence_row, person)},
    {WORDS("kind", RESIDENCE_KIND), KEY, IN(residence_row, kind)},
    {TEXT("home", SHORT_TEXT), IN(residence_row, home), .note = "name or id of the home"},
    {COLUMN("municipality", MUNICIPALITY), REQUIRED, IN(residence_row, municipality)},
    {COLUMN("from", DAY), KEY, IN(residence_row, from)},
    {TO(residence_row)},
    {COLUMN("reported_on", DAY), REQUIRED, IN(residence_row, reported_on)},
    {TEXT("source", SHORT_TEXT), IN(residence_row, source)},
};

static const struct table_column CONTACTS[] = {
    {TEXT("contact", KEY_TEXT), KEY, IN(contact_row, contact),
     .note = "its key in the record system"},
    {COLUMN("person", PERSON), REQUIRED, OF(PERSON), IN(contact_row, person)},
    {COLUMN("date", DAY_OR_TIME), REQUIRED, IN(contact_row, date),
     .minute = offsetof(struct contact_row, minute)},
    {COLUMN("unit", HSAID), REQUIRED, IN(contact_row, unit),
     .note = "may be one that is not in units.csv"},
    {COLUMN("staff", HSAID), OF(STAFF), IN(contact_row, staff)},
    {WORDS("profession", PROFESSION), REQUIRED, IN(contact_row, profession)},
    {WORDS("form", FORM), REQUIRED, IN(contact_row, form)},
    {WORDS("level", CARE_LEVEL), REQUIRED, IN(contact_row, level)},
    {WORDS("problem", PROBLEM), IN(contact_row, problem)},
    {COLUMN("sought_on", DAY), IN(contact_row, sought_on), .note = "when the patient first asked"},
    {WORDS("assessed", ANSWER), IN(contact_row, assessed)},
    {WORDS("booking", BOOKING), IN(contact_row, booking)},
};

static const struct table_column OPERATORS[] = {
    {COLUMN("unit", HSAID), KEY, OF(UNIT), IN(operator_row, unit)},
    {COLUMN("from", DAY), KEY, IN(operator_row, from)},
    {WORDS("operator", OPERATOR), REQUIRED, IN(operator_row, operator_kind),
     .note = "who runs the unit since that day; a unit without rows: units.csv for all time"},
};

static const struct table_column BLOCKS[] = {
    {COLUMN("person", PERSON), KEY, OF(PERSON), IN(block_row, person)},
    {COLUMN("unit", HSAID), KEY, OF(UNIT), IN(block_row, unit)},
    {COLUMN("from", DAY), KEY, IN(block_row, from)},
    {TO(block_row)},
};

#define ANY_UNIT   .note = "may be one that is not in units.csv"
#define OWN_SYSTEM .note = "another code system than the column's own, by name"
#define BELONGS    .note = "key of the contact that it belongs to"

static const struct table_column DIAGNOSES[] = {
    {COLUMN("person", PERSON), REQUIRED, OF(PERSON), IN(code_row, person)},
    {COLUMN("date", DAY), REQUIRED, IN(code_row, date)},
    {COLUMN("unit", HSAID), REQUIRED, IN(code_row, unit), ANY_UNIT},
    {TEXT("code", SHORT_TEXT), REQUIRED, WHAT, IN(code_row, code),
     .note = "ICD-10-SE, with or without the dot; kept as written"},
    {TEXT("contact", KEY_TEXT), IN(code_row, contact), BELONGS},
    {TEXT("system", SHORT_TEXT), WHAT, IN(code_row, system), OWN_SYSTEM},
};

static const struct table_column PROCEDURES[] = {
    {COLUMN("person", PERSON), REQUIRED, OF(PERSON), IN(code_row, person)},
    {COLUMN("date", DAY), REQUIRED, IN(code_row, date)},
    {COLUMN("unit", HSAID), REQUIRED, IN(code_row, unit), ANY_UNIT},
    {TEXT("code", SHORT_TEXT), REQUIRED, WHAT, IN(code_row, code), .note = "KV\303\205"},
    {TEXT("contact", KEY_TEXT), IN(code_row, contact), BELONGS},
    {TEXT("system", SHORT_TEXT), WHAT, IN(code_row, system), OWN_SYSTEM},
};

static const struct table_column MEASUREMENTS[] = {
    {COLUMN("person", PERSON), REQUIRED, OF(PERSON), IN(measurement_row, person)},
    {COLUMN("date", DAY), REQUIRED, IN(measurement_row, date)},
    {COLUMN("unit", HSAID), REQUIRED, IN(measurement_row, unit), ANY_UNIT},
    {TEXT("code", SHORT_TEXT), REQUIRED, WHAT, IN(measurement_row, code),
     .note = "NPU, SWE, BP-SYS, BP-DIA, or a local term that terms.csv maps"},
    {COLUMN("value", MEASURED), REQUIRED, IN(measurement_row, value)},
    {TEXT("value_unit", SHORT_TEXT), IN(measurement_row, value_unit)},
    {COLUMN("time", TIME), .minute = offsetof(struct measurement_row, minute),
     IN(measurement_row, time_on), .note = "a full time on that date"},
    {TEXT("system", SHORT_TEXT), WHAT, IN(measurement_row, system), OWN_SYSTEM},
};

static const struct table_column PRESCRIPTIONS[] = {
    {COLUMN("person", PERSON), REQUIRED, OF(PERSON), IN(prescription_row, person)},
    {COLUMN("date", DAY), REQUIRED, IN(prescription_row, date)},
    {COLUMN("unit", HSAID), REQUIRED, IN(prescription_row, unit), ANY_UNIT},
    {TEXT("atc", SHORT_TEXT), REQUIRED, WHAT, IN(prescription_row, atc)},
    {COLUMN("days", COUNT), RANGE(0, MANY), IN(prescription_row, days)},
    {WORDS("source", PRESCRIPTION_SOURCE), IN(prescription_row, source)},
    {TEXT("system", SHORT_TEXT), WHAT, IN(prescription_row, system), OWN_SYSTEM},
};

static const struct table_column INVITATIONS[] = {
    {COLUMN("person", PERSON), REQUIRED, OF(PERSON), IN(invitation_row, person)},
    {WORDS("programme", PROGRAMME), REQUIRED, WHAT, IN(invitation_row, programme)},
    {COLUMN("invited_on", DAY), IN(invitation_row, invited_on)},
    {WORDS("channel", CHANNEL), IN(invitation_row, channel)},
    {COLUMN("performed_on", DAY), IN(invitation_row, performed_on)},
    {COLUMN("unit", HSAID), REQUIRED, OF(UNIT), IN(invitation_row, unit)},
};

static const struct table_column REFERRALS[] = {
    {COLUMN("person", PERSON), REQUIRED, OF(PERSON), IN(referral_row, person)},
    {COLUMN("date", DAY), REQUIRED, IN(referral_row, date)},
    {COLUMN("from_unit", HSAID), REQUIRED, OF(UNIT), IN(referral_row, from_unit)},
    {WORDS("to", REFERRED_TO), REQUIRED, WHAT, IN(referral_row, to)},
};

static const struct table_column CALLS[] = {
    {COLUMN("unit", HSAID), KEY, OF(UNIT), IN(calls_row, unit)},
    {COLUMN("month", MONTH), KEY, IN(calls_row, month)},
    {COLUMN("calls", COUNT), RANGE(0, MANY), REQUIRED, IN(calls_row, calls)},
    {COLUMN("answered_same_day", COUNT), RANGE(0, MANY), REQUIRED,
     IN(calls_row, answered_same_day)},
    {WORDS("telephony", ANSWER), REQUIRED, IN(calls_row, telephony),
     .note = "no: the unit's telephone does not count its calls"},
};

static const struct table_column STAFFING[] = {
    {COLUMN("unit", HSAID), KEY, OF(UNIT), IN(staffing_row, unit)},
    {COLUMN("month", MONTH), KEY, IN(staffing_row, month)},
    {WORDS("category", STAFF_CATEGORY), KEY, IN(staffing_row, category)},
    {COLUMN("fte", DECIMAL), REQUIRED, IN(staffing_row, fte)},
    {COLUMN("heads", COUNT), RANGE(0, MANY), IN(staffing_row, heads)},
};

static const struct table_column HIRED_WEEKS[] = {
    {COLUMN("unit", HSAID), KEY, OF(UNIT), IN(hired_weeks_row, unit)},
    {COLUMN("year", COUNT), YEARS, KEY, IN(hired_weeks_row, year)},
    {WORDS("profession", PROFESSION), KEY, IN(hired_weeks_row, profession)},
    {COLUMN("weeks", DECIMAL), REQUIRED, IN(hired_weeks_row, weeks)},
};

static const struct table_column ECONOMY[] = {
    {COLUMN("unit", HSAID), KEY, OF(UNIT), IN(economy_row, unit)},
    {COLUMN("year", COUNT), YEARS, KEY, IN(economy_row, year)},
    {WORDS("account", ACCOUNT), KEY, IN(economy_row, account)},
    {COLUMN("outcome_tkr", DECIMAL), REQUIRED, IN(economy_row, outcome_tkr),
     .note = "thousands of kronor"},
    {COLUMN("budget_tkr", DECIMAL), IN(economy_row, budget_tkr)},
    {WORDS("closed", ANSWER), REQUIRED, IN(economy_row, closed), .note = "the year's books"},
};

static const struct table_column CNI[] = {
    {COLUMN("unit", UNIT_OR_NATION), KEY, OF(UNIT), IN(cni_row, unit)},
    {COLUMN("year", COUNT), YEARS, KEY, IN(cni_row, year)},
    {COLUMN("population", COUNT), RANGE(0, MANY), REQUIRED, IN(cni_row, population)},
    {COLUMN("under5", COUNT), RANGE(0, MANY), REQUIRED, IN(cni_row, under5)},
    {COLUMN("foreign_born", COUNT), RANGE(0, MANY), REQUIRED, IN(cni_row, foreign_born)},
    {COLUMN("over65_alone", COUNT), RANGE(0, MANY), REQUIRED, IN(cni_row, over65_alone)},
    {COLUMN("single_parent", COUNT), RANGE(0, MANY), REQUIRED, IN(cni_row, single_parent)},
    {COLUMN("moved", COUNT), RANGE(0, MANY), REQUIRED, IN(cni_row, moved)},
    {COLUMN("unemployed", COUNT), RANGE(0, MANY), REQUIRED, IN(cni_row, unemployed)},
    {COLUMN("low_education", COUNT), RANGE(0, MANY), REQUIRED, IN(cni_row, low_education)},
};

static const struct table_column SURVEY[] = {
    {COLUMN("unit", HSAID), KEY, OF(UNIT), IN(survey_row, unit)},
    {COLUMN("year", COUNT), YEARS, KEY, IN(survey_row, year)},
    {COLUMN("dimension", WORD), .most = SHORT_TEXT, KEY, IN(survey_row, dimension)},
    {COLUMN("score", DECIMAL), REQUIRED, IN(survey_row, score)},
    {COLUMN("responses", COUNT), RANGE(0, MANY), REQUIRED, IN(survey_row, responses)},
};

static const struct table_column TERMS[] = {
    {TEXT("local", SHORT_TEXT), KEY, IN(term_row, local)},
    {WORDS("system", CODE_SYSTEM), REQUIRED, IN(term_row, system)},
    {TEXT("code", SHORT_TEXT), REQUIRED, IN(term_row, code)},
    {COLUMN("factor", DECIMAL), IN(term_row, factor),
     .note = "a value is multiplied by it; empty: 1"},
};

static const struct table_column REFERENCES[] = {
    {TEXT("measure", SHORT_TEXT), KEY, IN(reference_row, measure)},
    {COLUMN("level", REGION), KEY, IN(reference_row, level)},
    {COLUMN("period", PERIOD), KEY, IN(reference_row, period)},
    {COLUMN("value", DECIMAL), REQUIRED, IN(reference_row, value)},
    {COLUMN("numerator", DECIMAL), IN(reference_row, numerator)},
    {COLUMN("denominator", DECIMAL), IN(reference_row, denominator)},
    {TEXT("source", LONG_TEXT), REQUIRED, IN(reference_row, source)},
};

#define TABLE(text, where, list, row)                                                              \
    .name = (text), .home = HOME_##where, .column = (list), .columns = ARRAY_LEN(list),            \
    .row_size = sizeof(struct row)
const struct table TABLES[TABLE_COUNT] = {
    [TABLE_UNITS] = {TABLE("units", REGISTRY, UNITS, unit_row), .brings = REFERS_UNIT,
                     .settles = true},
    [TABLE_OPERATORS] = {TABLE("operators", REGISTRY, OPERATORS, operator_row)},
    [TABLE_STAFF] = {TABLE("staff", REGISTRY, STAFF, staff_row), .brings = REFERS_STAFF},
    [TABLE_AREAS] = {TABLE("areas", REGISTRY, AREAS, area_row)},
    [TABLE_PEOPLE] = {TABLE("people", REGISTRY, PEOPLE, people_row), .brings = REFERS_PERSON,
                      .settles = true},
    [TABLE_POSITIONS] = {TABLE("positions", REGISTRY, POSITIONS, position_row)},
    [TABLE_LISTINGS] = {TABLE("listings", REGISTRY, LISTINGS, listing_row)},
    [TABLE_NAMED_CONTACTS] = {TABLE("named_contacts", REGISTRY, NAMED_CONTACTS, named_contact_row)},
    [TABLE_RESIDENCES] = {TABLE("residences", REGISTRY, RESIDENCES, residence_row)},
    [TABLE_BLOCKS] = {TABLE("blocks", REGISTRY, BLOCKS, block_row)},
    [TABLE_CONTACTS] = {TABLE("contacts", CONTACTS, CONTACTS, contact_row)},
    [TABLE_DIAGNOSES] = {TABLE("diagnoses", EVENTS, DIAGNOSES, code_row)},
    [TABLE_PROCEDURES] = {TABLE("procedures", EVENTS, PROCEDURES, code_row)},
    [TABLE_MEASUREMENTS] = {TABLE("measurements", EVENTS, MEASUREMENTS, measurement_row)},
    [TABLE_PRESCRIPTIONS] = {TABLE("prescriptions", EVENTS, PRESCRIPTIONS, prescription_row)},
    [TABLE_INVITATIONS] = {TABLE("invitations", EVENTS, INVITATIONS, invitation_row)},
    [TABLE_REFERRALS] = {TABLE("referrals", EVENTS, REFERRALS, referral_row)},
    [TABLE_CALLS] = {TABLE("calls", REGISTRY, CALLS, calls_row)},
    [TABLE_STAFFING] = {TABLE("staffing", REGISTRY, STAFFING, staffing_row)},
    [TABLE_HIRED_WEEKS] = {TABLE("hired_weeks", REGISTRY, HIRED_WEEKS, hired_weeks_row)},
    [TABLE_ECONOMY] = {TABLE("economy", REGISTRY, ECONOMY, economy_row)},
    [TABLE_CNI] = {TABLE("cni", REGISTRY, CNI, cni_row)},
    [TABLE_SURVEY] = {TABLE("survey", REGISTRY, SURVEY, survey_row)},
    [TABLE_REFERENCES] = {TABLE("references", REGISTRY, REFERENCES, reference_row)},
    [TABLE_TERMS] = {TABLE("terms", REGISTRY, TERMS, term_row)},
};
_Static_assert(sizeof(struct people_row) <= ROW_SIZE_MOST, "room for the largest row");
_Static_assert(sizeof(struct unit_row) <= ROW_SIZE_MOST, "room for the largest row");
_Static_assert(ARRAY_LEN(PEOPLE) <= COLUMNS_MOST, "room for the widest table");

const struct table_column *table_column(const struct table *t, struct str name)
{
    for (unsigned i = 0; i < t->columns; i++)
        if (str_eq(name, str_of(t->column[i].name)))
            return &t->column[i];
    return NULL;
}

bool table_find(struct str name, enum table_id *out)
{
    for (unsigned i = 0; i < TABLE_COUNT; i++)
        if (str_eq(name, str_of(TABLES[i].name))) {
            *out = (enum table_id)i;
            return true;
        }
    return false;
}
