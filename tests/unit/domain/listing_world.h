/* tests/unit/domain/listing_world.h - a small county in memory, on which the rules
 * of listing are tried: an array of stated rows that carries decisions out as a
 * registry would, and beside it a plain model, a calendar of each person's days,
 * with which everything that the rows say is compared after every step.
 *
 *     struct world w;
 *     world_start(&w, 7, WRONG_NOTHING);
 *     for (…) world_step(&w, steps[i]);
 *     world_end(&w);
 *     if (w.fault[0]) … */
#ifndef TESTS_UNIT_DOMAIN_LISTING_WORLD_H
#define TESTS_UNIT_DOMAIN_LISTING_WORLD_H
#include "domain/passive.h"
#include "domain/unit_closing.h"

#include "random.h"

enum {
    UNITS = 4,
    PERSONS = 9,
    ROWS = 600,
    PLACES = 40,
    LEFTS = 40,
    STEPS = 60,
    NOTES = 2 * PERSONS * (STEPS + PERSONS),
    DAYS = 3400
};

enum step_kind {
    STEP_CHOOSE,  /* person, unit, bits of enum choose */
    STEP_WAIT,    /* days */
    STEP_MOVE_IN, /* person, area's unit, how many days ago */
    STEP_BIRTH,   /* child, mother, other parent */
    STEP_LEAVE,   /* person, enum leaving, how many days ago */
    STEP_AWAY,    /* person, how many days ago */
    STEP_CAP,     /* unit, cap + 1; 0: none */
    STEP_QUEUE,   /* unit, has it one */
    STEP_CLOSE,   /* unit, where to, in how many days */
    STEP_OPEN,    /* unit, in how many days */
    STEP_UNQUEUE, /* person */
    STEP_SAEBO,   /* person, in it or not */
    STEP_PROTECT, /* person, enum protection */
    STEP_KINDS
};
enum choose { /* bits of the third number */
              CHOOSE_QUEUE = 1,
              CHOOSE_FORM = 2,
              CHOOSE_SPECIAL = 4,
              CHOOSE_SIGNER = 8, /* times 0 the person, 1 and 2 a guardian, 3 all */
              CHOOSE_DAY = 32    /* times 0 none, 1 in 20 days, 2 in 70, 3 five days ago */
};
struct step {
    uint8_t kind, a, b, c;
};
extern const char *const STEP_WORD[STEP_KINDS];

/* Rules planted in the county that are wrong: each must be found. */
enum wrong {
    WRONG_NOTHING,
    WRONG_CAP,          /* there is always room */
    WRONG_EXEMPT,       /* everybody is exempt from the cap */
    WRONG_QUOTA,        /* one change more */
    WRONG_WINDOW,       /* the calendar year for twelve months, and the other way round */
    WRONG_FREE,         /* choices count as made for special reasons */
    WRONG_ORDER,        /* the last in the queue is next */
    WRONG_NO_ROOM_MADE, /* death makes no room */
    WRONG_TWO_QUEUES,   /* one queue more */
    WRONG_KEPT_PLACE,   /* who lists elsewhere stays in the queue */
    WRONG_ONE_CONSENT,  /* one guardian is enough */
    WRONG_NO_LAPSE,     /* consent can be given for ever */
    WRONG_AGE,          /* a child chooses two years sooner */
    WRONG_PLAN_STANDS,  /* what was planned is not withdrawn */
    WRONG_REWRITTEN,    /* a superseded row is removed: nobody knows what was known */
    WRONG_CLOSING,      /* the first of a closed unit's persons is forgotten */
    WRONG_SWAP,         /* only one of two who change places moves */
    WRONG_LEAVING,      /* leaving a queue is free where it counts */
    WRONG_COMING_BACK,  /* an emigrant's listing comes back with them */
    WRONG_COUNT
};

struct row { /* as stated */
    unsigned person;
    struct listing_past listing;  /* to: DAY_NONE but for who came back */
    int64_t recorded, superseded; /* positions; 0: not */
};
struct gone_row { /* as the population register said */
    unsigned person;
    struct day on;
    bool is_dead;
    int64_t recorded, superseded;
};
struct resident {
    bool exists, from_here, in_saebo, is_dead;
    struct day birth, gone;
    enum protection protection;
    unsigned guardian[GUARDIANS], guardians;
    struct listing_consent consent;
    struct day signed_on[GUARDIANS][UNITS + 1]; /* the test's own memory */
};
struct world {
    struct rules rules, true_rules; /* as the rules are given, maybe wrong; as they are */
    enum wrong wrong;
    struct arena *arena;
    struct day start, today;
    int64_t position, joined;
    struct listing_unit unit[UNITS + 1]; /* from 1; room_from, waiting, room_lately: when asked */
    struct resident person[PERSONS];
    struct row row[ROWS];
    struct gone_row gone[ROWS];
    struct queue_place place[PLACES];
    struct place_left left[PERSONS][LEFTS];
    unsigned rows, gones, places, lefts[PERSONS];
    int8_t model[PERSONS][DAYS]; /* the unit on the day, without regard to death */
    bool begins[PERSONS][DAYS];  /* a listing begins on the day */
    struct note {
        int64_t position;
        struct day on;
        unsigned person;
        int64_t unit;
    } note[NOTES]; /* answers of the model, to be asked again at the end */
    bool swaps;    /* between the two acts of a swap the cap is exceeded */
    unsigned notes, served, swapped, met[LISTING_UNDECIDED + 1]; /* of each verdict */
    char fault[200];                                             /* the first one */
};

void world_start(struct world *w, uint64_t seed, enum wrong wrong, struct arena *a);
void world_step(struct world *w, struct step step);
void world_end(struct world *w);
struct step world_random_step(struct random *r);

/* ---- between the files of the world ---- */
void world_fault(struct world *w, const char *what, unsigned who);
/* The person's listings in effect, as known at the position; their number. */
size_t world_past(struct world *w, unsigned person, int64_t position, struct listing_past **out);
struct listing_person world_facts(struct world *w, unsigned person);
/* The unit, with the room that there is without the two (or the one, twice). */
struct listing_unit world_unit(struct world *w, int64_t unit, const unsigned without[2],
                               struct day from);
void world_carry_out(struct world *w, unsigned person, const struct listing_ask *ask,
                     const struct listing_decision *d);
void world_supersede(struct world *w, unsigned row);
void world_state(struct world *w, unsigned person, const struct listing_past *listing);
void world_drop_places(struct world *w, unsigned person, int64_t unit); /* 0: all */
void world_serve(struct world *w);
int64_t world_model(const struct world *w, unsigned person, struct day on);
void world_cap_check(struct world *w, unsigned person, const struct listing_decision *d,
                     enum listing_by by);
void world_act_check(struct world *w, unsigned person, const struct listing_ask *ask,
                     const struct listing_decision *d);
void world_check(struct world *w);
#endif
