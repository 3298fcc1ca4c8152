/* synth/district.h - a district under construction: some 130 000 persons and the
 * 28 units where they are listed. It is made in steps, each in a file of its
 * own and each reading only what the earlier ones made:
 *
 *     places    municipalities, units, areas                     places.c
 *     staff     who works where, week by week                    staff.c
 *     life      births, deaths, moves, listings by month         life.c …
 *     contacts  candidates, as many kept as were printed         contacts.c …
 *     tune      who was met, so that continuity is as printed    continuity.c
 *     clinic    diagnoses, measurements, prescriptions           clinic.c …
 *
 * Everything is in the district's arena. Days are `int32_t` as in struct day;
 * FOREVER is an end that is not known. Persons, staff and rows are named by
 * their place in the arrays; NOBODY is none. */
#ifndef SYNTH_DISTRICT_H
#define SYNTH_DISTRICT_H
#include "core/base.h"
#include "core/day.h"
#include "domain/vocab.h"
#include "synth/plan.h"
#include "synth/random.h"

enum {
    UNITS = 28,
    AREAS_MOST = 6, /* of one unit */
    MUNICIPALITIES = 8,
    PROFESSIONS = PROF_OTHER + 1,
    FOREVER = INT32_MAX,
    NOBODY = -1,
    NO_UNIT = UINT8_MAX,
};

struct county; /* counties.h */
struct municipality {
    struct str code, name;
};
struct unit {
    struct str name;
    const char *city;
    enum operator_kind operator_kind;
    uint8_t municipality, areas;
    bool smallest, largest, tourist, evenings, saebo;
    int32_t drop_in_from; /* it has a drop-in clinic since; FOREVER: none */
    double listed;        /* at the end of 2023, in this district */
    double trend;         /* growth a year against the other units of its operator */
    double old;           /* how many more old people live there than elsewhere */
    double choice;        /* share listed by choice at the start */
    double named;         /* named doctors, relative to the county */
    double loyal;         /* seeing the usual clinician, relative to the county */
    double vacant;        /* share of time that a physician's post is empty */
    double latitude, longitude;
};

struct staff {
    uint8_t profession, unit;
    bool hired, district_nurse, protected_staff;
    bool unspecialised; /* a physician who has neither a speciality nor a post in training */
    enum training training;
    bool municipal; /* of the municipality's home service: no position at a unit */
    double fte;
    int32_t until;  /* the last day of an employed one's position */
    uint32_t panel; /* persons whose named doctor it is */
};
struct position {
    int32_t staff, from, to;
    double fte;
    uint8_t unit;
    enum employment employment;
    enum training training;
};
struct roster_entry {
    int32_t staff;
    float upto; /* sum of the working time of this and the entries before, those away not counted */
    bool stays, away; /* stays: somebody's usual clinician can be this one */
};
struct roster { /* who works at a unit in a week */
    const struct roster_entry *at;
    unsigned count;
};

enum origin {
    ORIGIN_HERE, /* there at the start */
    ORIGIN_BORN,
    ORIGIN_MOVED_IN,
    ORIGIN_ABROAD,
    ORIGIN_ELSEWHERE, /* lives in another county, listed here */
    ORIGIN_VISITOR,   /* lives in another county, seeks care here */
};
struct person {
    int32_t born, arrived, gone; /* gone: died or moved; FOREVER */
    int32_t last;                /* the last day of the listing, where that is decided; FOREVER */
    int32_t mother, father, child, sibling; /* child: the youngest; sibling: the next older */
    int32_t listing, doctor, carer, home;   /* rows that stand; home: of either kind */
    int32_t doctors, carers;                /* the newest rows, whether they stand or not */
    int32_t home_since;
    float need;    /* for care, relative to others of that age */
    int16_t busy;  /* the month in which something happened to the listing last */
    uint8_t unit;  /* listed at; NO_UNIT */
    uint8_t lives; /* the unit in whose areas */
    uint8_t area;
    uint8_t sex, origin, reason, protection;
    uint8_t sample;  /* 1 + its place among the sample people; 0: none of them */
    uint8_t numbers; /* how many samordningsnummer were replaced */
};
struct listing {
    int32_t person, from, to;
    uint8_t unit, basis;
};
struct named {
    int32_t person, staff, from, to, informed;
    int32_t before; /* the person's earlier row of that kind */
    uint8_t unit, kind, reason;
};
struct residence {
    int32_t person, from, to, reported;
    uint8_t unit, kind, home, late; /* late: the end has not been reported */
};
enum contact_flag {
    CONTACT_PROBLEM = 3, /* enum problem */
    CONTACT_ASSESSED = 4,
    CONTACT_BOOKED = 8,
    CONTACT_DROP_IN = 16,
    CONTACT_UNSIGNED = 32, /* the row does not say who */
    CONTACT_SOUGHT = 64,
    CONTACT_ELSEWHERE = 128, /* at the hospital: unit is the clinic's number */
};
struct contact {
    int32_t person;
    uint32_t rank; /* candidates with low ranks are kept */
    int32_t usual; /* staff: whom loyalty leads to, if at work; in the end who it was */
    int32_t other; /* staff: who was there */
    uint16_t day;  /* since the start */
    uint16_t minute;
    uint16_t loyal; /* sees the usual one where this is under the loyalty of the day */
    uint8_t unit, profession, form, flags;
    uint8_t waited; /* days since the patient first asked */
};

/* A row of diagnoses, procedures, measurements, prescriptions or referrals. */
struct event {
    int32_t person, day;
    int32_t contact; /* that it belongs to; NOBODY */
    uint16_t minute; /* NO_MINUTE: not known */
    uint16_t value;
    uint8_t unit, code; /* enum code; of a referral enum referred_to */
};
enum event_table {
    EVENT_DIAGNOSES,
    EVENT_PROCEDURES,
    EVENT_MEASUREMENTS,
    EVENT_PRESCRIPTIONS,
    EVENT_REFERRALS,
    EVENT_TABLES
};
struct invitation {
    int32_t person, invited, performed; /* FOREVER: not */
    uint8_t unit, programme, channel;
};
enum { NO_MINUTE = UINT16_MAX };

struct list { /* an array that grows in the arena */
    void *at;
    size_t count, room;
};
/* The next free place of the list, zeroed; earlier pointers into the list are void after it. */
void *list_add(struct arena *a, struct list *l, size_t size);
/* Room for so many before it has to grow. */
void list_reserve(struct arena *a, struct list *l, size_t size, size_t room);

struct district {
    struct arena *arena;
    uint64_t seed;   /* of this district */
    uint32_t number; /* 0: the county of the report */
    double scale;    /* its listed at the end of 2023, in counties */
    const struct county *county;
    int32_t start, end; /* first and last day of what is told */
    struct municipality municipality[MUNICIPALITIES];
    struct unit unit[UNITS];
    struct list staff, positions, persons, listings, named, residences, contacts;
    struct list events[EVENT_TABLES], invitations;
    const struct roster *roster; /* [unit][profession][week], see staff_roster() */
    int32_t first_monday;
    uint32_t weeks;
    int32_t month;     /* the month being lived, from 0 */
    int32_t month_end; /* its last day */
    /* those listed at each unit in that month: member[first[u]] to member[first[u + 1] - 1] */
    int32_t *member;
    uint32_t first[UNITS + 1];
    size_t members_room;
};

#define PERSON(d, i)    (&((struct person *)(d)->persons.at)[i])
#define STAFF(d, i)     (&((struct staff *)(d)->staff.at)[i])
#define POSITION(d, i)  (&((struct position *)(d)->positions.at)[i])
#define LISTING(d, i)   (&((struct listing *)(d)->listings.at)[i])
#define NAMED(d, i)     (&((struct named *)(d)->named.at)[i])
#define RESIDENCE(d, i) (&((struct residence *)(d)->residences.at)[i])
#define CONTACT(d, i)   (&((struct contact *)(d)->contacts.at)[i])
#define EVENT(d, t, i)  (&((struct event *)(d)->events[t].at)[i])

int32_t date(int32_t year, int32_t month, int32_t day); /* a date that exists */

/* places.c */
void places_make(struct district *d);
/* How many are to be listed at each unit on that day. */
void places_listed(const struct district *d, struct day on, uint32_t listed[static UNITS]);
/* Whole numbers with this sum, as near the shares as can be (largest remainders); at least one. */
enum { APPORTION_MOST = 64 };
void apportion(const double *share, unsigned count, uint32_t sum, uint32_t *out);

/* staff.c */
void staff_make(struct district *d);
struct roster staff_roster(const struct district *d, unsigned unit, enum profession p, int32_t day);
/* Whom a person sees usually: the same as long as that one works there; NOBODY if nobody does. */
int32_t staff_usual(const struct roster *r, uint64_t key);
/* One of those who are at work that week, `at` in 0..1; NOBODY if nobody is. */
int32_t staff_any(const struct roster *r, double at);
bool staff_at_work(const struct roster *r, int32_t staff);

/* staffing.c: working time by unit and month, and who is what, so that each unit has the district
 * nurses and specialists that it is to have. */
double staffing_of(const struct district *d, const struct position *p, int32_t first, int32_t last);
enum staff_category staffing_category(const struct staff *s);
void staffing_settle(struct district *d);

/* life.c, moves.c, homes.c, named.c */
void life_make(struct district *d);

/* contacts.c: by day */
void contacts_make(struct district *d);
/* access.c: how long who is assessed had waited, in the year whose contacts begin at that place. */
void access_settle(struct district *d, size_t first, int32_t year);

/* continuity.c: decides who was met in each contact. */
void continuity_tune(struct district *d);

/* clinic.c: by day */
void clinic_make(struct district *d);
#endif
