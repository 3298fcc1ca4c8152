/* synth/plan.h - the knobs: what the county is to come out as. Everything that
 * is printed in the annual report of 2023, or in the point measurement of 2021
 * week 48, stands here and nowhere else in the generator; the years before, and
 * what is not printed, are chosen so that the figures go on smoothly.
 *
 * A path gives a value for every day, straight between its knots. Counts are
 * those of the county with SYNTH_COUNTY listed; another size has its share. */
#ifndef SYNTH_PLAN_H
#define SYNTH_PLAN_H
#include "core/day.h"
#include "domain/vocab.h"

enum path {
    PATH_LISTED,       /* persons */
    PATH_EXTERNAL,     /* share of them at units run externally */
    PATH_ELSEWHERE,    /* of the persons at a unit where tourists stay: share that live elsewhere */
    PATH_SAEBO,        /* persons with a place in a week */
    PATH_SAEBO_DOCTOR, /* of them, persons with a named doctor */
    PATH_SAEBO_CARE,   /* of them, persons with a care contact */
    PATH_HOME_CARE,    /* persons */
    PATH_NAMED_DOCTOR, /* share of the others listed with a named doctor */
    PATH_CARE_CONTACT, /* share of the others listed with a care contact */
    PATH_COUNT
};
double plan_value(enum path path, struct day on);
/* The value of a path of counts, or any count, for a population that is `scale` counties. */
uint32_t plan_count(double value, double scale);

struct plan_year {
    int32_t year;
    uint32_t contacts, patients, home_visits, home_patients; /* at the units, of the year */
    uint32_t hired_weeks;                                    /* of physicians at the region's own */
    uint32_t emergency, referrals; /* visits to the emergency department, and referrals to it */
};
enum { PLAN_FIRST_YEAR = 2019, PLAN_LAST_YEAR = 2023, PLAN_YEARS = 5 };
/* Of a year outside the plan the nearest year's. */
const struct plan_year *plan_year(int32_t year);

/* The continuity index of physicians or nurses: the mean COC of the 18 months to the end of the
 * year, 2020 to 2023. */
enum { PLAN_FIRST_INDEX = 2020, PLAN_INDEXES = 4 };
double plan_index(enum profession profession, int32_t year);

/* In the county: persons from elsewhere who may seek care. */
enum { PLAN_VISITORS = 2900 };

/* Shares, of the year that ends in December: the county's, and those of the smallest and the
 * largest unit, or month of a unit. `within` is half of the last digit that is printed of them; 0
 * where they are not, and only bounds. plan_shares.c */
enum share {
    SHARE_CALLS,    /* answered the same day, of calls */
    SHARE_ASSESSED, /* within three days, of those who seek for something new or worse */
    SHARE_COVERED,  /* at a unit, of all visits of the listed */
    SHARE_INVITED,  /* to a health talk, of those whose age it is; had it */
    SHARE_TALKED,
    SHARE_DIABETES, /* with the diagnosis in 60 months, of the listed */
    SHARE_COPD,
    /* Of those with the diagnosis and a value: the last one in 18 months. */
    SHARE_PRESSURE, /* at most 140/85 */
    SHARE_HBA1C,    /* over 70 */
    /* Of those whose illness began in 18 months: a contact with the diagnosis in 90 days. */
    SHARE_DEPRESSION,
    SHARE_ANXIETY,
    SHARE_RETURNED, /* a visit in 18 months, of those with COPD and at least two drugs that maintain
                     */
    SHARE_KIDNEY,   /* measured in 18 months, of those of 75 or more on drugs that it matters for */
    SHARE_COUNT
};
struct plan_extremes {
    double least, most, within;
};
struct plan_share {
    double county;
    struct plan_extremes units, months;
};
/* Of a year outside the plan the nearest year's. */
const struct plan_share *plan_share(enum share share, int32_t year);
/* The county's on a day, straight between year-ends. */
double plan_share_on(enum share share, struct day on);

/* Units with district nurses for at most half of their nurses in 2023; half of the physicians are
 * specialists everywhere. */
enum { PLAN_FEW_DISTRICT_NURSES = 2 };

/* The care need index of a unit at the year's end lies between these, both ends printed. */
extern const struct plan_extremes PLAN_CNI;

/* Thousands of kronor at the units that the region runs. */
struct plan_account {
    uint32_t outcome[PLAN_YEARS]; /* PLAN_FIRST_YEAR to PLAN_LAST_YEAR */
    int32_t spare;                /* budget less outcome in the last year */
};
extern const struct plan_account PLAN_ACCOUNT[ACCOUNT_OTHER + 1];

/* Persons on a full-time physician's panel. */
enum { PLAN_PANEL = 1100, PLAN_PANEL_TRAINING = 550 };
enum { PLAN_SMALLEST = 701, PLAN_LARGEST = 12803 }; /* units at the end of 2023, persons */
#endif
