/* domain/rows.h - one row of each import table, read and checked: what the
 * import hands to a load. Strings point into the batch's memory and are copied
 * by who keeps them. Columns and their meaning: docs/operator/import.md.
 * An absent day is DAY_NONE, an absent string empty, an absent number NAN. */
#ifndef DOMAIN_ROWS_H
#define DOMAIN_ROWS_H
#include "core/day.h"
#include "domain/hsaid.h"
#include "domain/person_id.h"
#include "domain/vocab.h"

struct people_row {
    struct person_id person;
    struct person_id replaced_by, mother, guardian1, guardian2; /* packed 0: none */
    struct str given_name, surname, county, municipality, area, street, postal_code, city, phone,
        email;
    struct day birth_date, registered_from, deregistered_on;
    enum sex sex;
    enum protection protection;
    enum deregistration deregistration_reason;
    enum answer paper;
};
struct unit_row {
    struct hsaid unit, parent; /* parent.text[0] == 0: none */
    struct str name, county, municipality, street, postal_code, city, web, phone;
    enum operator_kind operator_kind;
    int64_t cap; /* -1: none */
    enum answer queue;
    double latitude, longitude; /* degrees, WGS 84 */
    struct day opens_on, closes_on;
};
struct operator_row { /* who runs the unit since when */
    struct hsaid unit;
    struct day from;
    enum operator_kind operator_kind;
};
struct area_row {
    struct str area;
    struct hsaid unit;
    struct day from, to;
};
struct staff_row {
    struct hsaid staff;
    struct str given_name, surname, title_code, speciality;
    enum profession profession;
    enum answer district_nurse, protected_staff;
};
struct position_row {
    struct hsaid staff, unit;
    struct day from, to;
    double fte;
    enum employment employment;
    enum training training;
    int64_t panel_target, panel_cap; /* -1: none */
    enum answer panel_open;
};
struct listing_row {
    struct person_id person;
    struct hsaid unit;
    struct day from, to;
    enum basis basis;
    struct moment recorded_at; /* us == INT64_MIN: none */
};
struct named_contact_row {
    struct person_id person;
    enum contact_kind kind;
    struct hsaid staff, unit;
    struct day from, to;
    struct str reason, assigned_by;
    struct day informed_on;
};
struct residence_row {
    struct person_id person;
    enum residence_kind kind;
    struct str home, municipality, source;
    struct day from, to, reported_on;
};
struct block_row {
    struct person_id person;
    struct hsaid unit;
    struct day from, to;
};
struct contact_row {
    struct str contact; /* the key in the record system */
    struct person_id person;
    struct day date;
    int16_t minute;           /* of the day; -1: the file gave a date only */
    struct hsaid unit, staff; /* staff.text[0] == 0: none */
    enum profession profession;
    enum form form;
    enum care_level level;
    enum problem problem;
    struct day sought_on;
    enum answer assessed;
    enum booking booking;
};
/* Diagnoses and procedures. `contact` is the key of the contact that it belongs to, empty: none;
 * `system` names another code system than the table's own. */
struct code_row {
    struct person_id person;
    struct day date;
    struct hsaid unit;
    struct str code, contact, system;
};
struct measurement_row {
    struct person_id person;
    struct day date, time_on; /* time_on: the day of `time`, DAY_NONE without one */
    int16_t minute;           /* of the day; -1: no time */
    struct hsaid unit;
    struct str code, value, value_unit, system; /* value: as written, maybe with <, >, <= or >= */
};
struct prescription_row {
    struct person_id person;
    struct day date;
    struct hsaid unit;
    struct str atc, system;
    int64_t days; /* -1: not said */
    enum prescription_source source;
};
struct invitation_row {
    struct person_id person;
    enum programme programme;
    struct day invited_on, performed_on;
    enum channel channel;
    struct hsaid unit;
};
struct referral_row {
    struct person_id person;
    struct day date;
    struct hsaid from_unit;
    enum referred_to to;
};

/* Sums of a unit, by month or year; decimal numbers as written, checked. */
struct calls_row {
    struct hsaid unit;
    struct month month;
    int64_t calls, answered_same_day;
    enum answer telephony;
};
struct staffing_row {
    struct hsaid unit;
    struct month month;
    enum staff_category category;
    struct str fte;
    int64_t heads; /* -1: not said */
};
struct hired_weeks_row {
    struct hsaid unit;
    int64_t year;
    enum profession profession;
    struct str weeks;
};
struct economy_row {
    struct hsaid unit;
    int64_t year;
    enum account account;
    struct str outcome_tkr, budget_tkr;
    enum answer closed;
};
struct cni_row {
    struct hsaid unit; /* text[0] == 0: the nation */
    int64_t year;
    int64_t population, under5, foreign_born, over65_alone, single_parent, moved, unemployed,
        low_education;
};
struct survey_row {
    struct hsaid unit;
    int64_t year;
    struct str dimension, score;
    int64_t responses;
};
struct term_row { /* a local term, and what it is read as */
    struct str local, code, factor;
    enum code_system system;
};
struct reference_row {
    struct str measure, level, period; /* level: county code or SE; period: YYYY or YYYY-MM */
    struct str value, numerator, denominator, source; /* numbers as written, checked */
};
#endif
