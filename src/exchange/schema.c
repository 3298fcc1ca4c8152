#include "exchange/schema.h"

#include "domain/rows.h"

/* Bytes. A key of a contact is what a segment takes (engine/segment.h). */
enum { SHORT_TEXT = 200, KEY_TEXT = 1000, LONG_TEXT = 4000 };
enum { MANY = 100 * 1000 * 1000 };

#define COLUMN(text, kind) .name = (text), .type = COLUMN_##kind
#define TEXT(text, bytes)  COLUMN(text, TEXT), .most = (bytes)
#define WORDS(text, words) COLUMN(text, VOCAB), .vocab = &VOCAB_##words
#define RANGE(low, high)   .least = (low), .most = (high)
#define KEY                .key = true, .required = true, .stands = true
#define REQUIRED           .required = true, .stands = true
#define STANDS             .stands = true
#define IN(row, member)    .at = offsetof(struct row, member)

static const struct table_column UNITS[] = {
    {COLUMN("unit", HSAID), KEY, IN(unit_row, unit)},
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
    {COLUMN("closes_on", DAY), IN(unit_row, closes_on)},
    {TEXT("phone", SHORT_TEXT), IN(unit_row, phone)},
    {COLUMN("parent", HSAID), IN(unit_row, parent),
     .note = "of a branch: the unit that it belongs to"},
};

static const struct table_column STAFF[] = {
    {COLUMN("staff", HSAID), KEY, IN(staff_row, staff)},
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
    {COLUMN("unit", HSAID), REQUIRED, IN(area_row, unit)},
    {COLUMN("from", DAY), KEY, IN(area_row, from)},
    {COLUMN("to", DAY), IN(area_row, to)},
};

static const struct table_column PEOPLE[] = {
    {COLUMN("person", PERSON), KEY, IN(people_row, person)},
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
    {COLUMN("staff", HSAID), KEY, IN(position_row, staff)},
    {COLUMN("unit", HSAID), KEY, IN(position_row, unit)},
    {COLUMN("from", DAY), KEY, IN(position_row, from)},
    {COLUMN("to", DAY), IN(position_row, to)},
    {COLUMN("fte", NUMBER), RANGE(0, 1), IN(position_row, fte), .note = "1 is full time"},
    {WORDS("employment", EMPLOYMENT), REQUIRED, IN(position_row, employment)},
    {WORDS("training", TRAINING), IN(position_row, training)},
    {COLUMN("panel_target", COUNT), RANGE(0, MANY), IN(position_row, panel_target)},
    {COLUMN("panel_cap", COUNT), RANGE(0, MANY), IN(position_row, panel_cap)},
    {WORDS("panel_open", ANSWER), IN(position_row, panel_open)},
};

static const struct table_column LISTINGS[] = {
    {COLUMN("person", PERSON), KEY, IN(listing_row, person)},
    {COLUMN("unit", HSAID), REQUIRED, IN(listing_row, unit)},
    {COLUMN("from", DAY), KEY, IN(listing_row, from)},
    {COLUMN("to", DAY), IN(listing_row, to)},
    {WORDS("basis", BASIS), REQUIRED, IN(listing_row, basis)},
    {COLUMN("recorded_at", MOMENT), IN(listing_row, recorded_at)},
};

static const struct table_column NAMED_CONTACTS[] = {
    {COLUMN("person", PERSON), KEY, IN(named_contact_row, person)},
    {WORDS("kind", CONTACT_KIND), KEY, IN(named_contact_row, kind),
     .note = "national code: 1 care contact, 2 doctor, 3 municipal, 4 coordinating"},
    {COLUMN("staff", HSAID), KEY, IN(named_contact_row, staff)},
    {COLUMN("unit", HSAID), REQUIRED, IN(named_contact_row, unit)},
    {COLUMN("from", DAY), KEY, IN(named_contact_row, from)},
    {COLUMN("to", DAY), IN(named_contact_row, to)},
    {TEXT("reason", LONG_TEXT), IN(named_contact_row, reason)},
    {TEXT("assigned_by", SHORT_TEXT), IN(named_contact_row, assigned_by)},
    {COLUMN("informed_on", DAY), IN(named_contact_row, informed_on)},
};

static const struct table_column RESIDENCES[] = {
    {COLUMN("person", PERSON), KEY, IN(residence_row, person)},
    {WORDS("kind", RESIDENCE_KIND), KEY, IN(residence_row, kind)},
    {TEXT("home", SHORT_TEXT), IN(residence_row, home), .note = "name or id of the home"},
    {COLUMN("municipality", MUNICIPALITY), REQUIRED, IN(residence_row, municipality)},
    {COLUMN("from", DAY), KEY, IN(residence_row, from)},
    {COLUMN("to", DAY), IN(residence_row, to)},
    {COLUMN("reported_on", DAY), REQUIRED, IN(residence_row, reported_on)},
    {TEXT("source", SHORT_TEXT), IN(residence_row, source)},
};

static const struct table_column CONTACTS[] = {
    {TEXT("contact", KEY_TEXT), KEY, IN(contact_row, contact),
     .note = "its key in the record system"},
    {COLUMN("person", PERSON), REQUIRED, IN(contact_row, person)},
    {COLUMN("date", DAY_OR_TIME), REQUIRED, IN(contact_row, date),
     .minute = offsetof(struct contact_row, minute)},
    {COLUMN("unit", HSAID), REQUIRED, IN(contact_row, unit),
     .note = "may be one that is not in units.csv"},
    {COLUMN("staff", HSAID), IN(contact_row, staff)},
    {WORDS("profession", PROFESSION), REQUIRED, IN(contact_row, profession)},
    {WORDS("form", FORM), REQUIRED, IN(contact_row, form)},
    {WORDS("level", CARE_LEVEL), REQUIRED, IN(contact_row, level)},
    {WORDS("problem", PROBLEM), IN(contact_row, problem)},
    {COLUMN("sought_on", DAY), IN(contact_row, sought_on), .note = "when the patient first asked"},
    {WORDS("assessed", ANSWER), IN(contact_row, assessed)},
    {WORDS("booking", BOOKING), IN(contact_row, booking)},
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

#define TABLE(text, columns, row)                                                                  \
    {                                                                                              \
        (text), (columns), ARRAY_LEN(columns), sizeof(struct row)                                  \
    }
const struct table TABLES[TABLE_COUNT] = {
    [TABLE_UNITS] = TABLE("units", UNITS, unit_row),
    [TABLE_STAFF] = TABLE("staff", STAFF, staff_row),
    [TABLE_AREAS] = TABLE("areas", AREAS, area_row),
    [TABLE_PEOPLE] = TABLE("people", PEOPLE, people_row),
    [TABLE_POSITIONS] = TABLE("positions", POSITIONS, position_row),
    [TABLE_LISTINGS] = TABLE("listings", LISTINGS, listing_row),
    [TABLE_NAMED_CONTACTS] = TABLE("named_contacts", NAMED_CONTACTS, named_contact_row),
    [TABLE_RESIDENCES] = TABLE("residences", RESIDENCES, residence_row),
    [TABLE_CONTACTS] = TABLE("contacts", CONTACTS, contact_row),
    [TABLE_REFERENCES] = TABLE("references", REFERENCES, reference_row),
};
_Static_assert(sizeof(struct people_row) <= ROW_SIZE_MOST, "room for the largest row");
_Static_assert(sizeof(struct unit_row) <= ROW_SIZE_MOST, "room for the largest row");
_Static_assert(ARRAY_LEN(PEOPLE) <= COLUMNS_MOST, "room for the widest table");

bool table_of_file(struct str name, enum table_id *out)
{
    size_t end = 0;
    while (end < name.len && name.at[end] != '-' && name.at[end] != '.')
        end++;
    for (unsigned i = 0; i < TABLE_COUNT; i++)
        if (str_eq((struct str){name.at, end}, str_of(TABLES[i].name))) {
            *out = (enum table_id)i;
            return true;
        }
    return false;
}
