/* tests/unit/domain/contact_world.h - a small registry of named contacts in
 * memory: the rules of domain/ decide, this carries out, and contact_check.c
 * reads what became of it without asking them. A step is five numbers that say
 * something in every world, so a history can be cut anywhere and still be one. */
#ifndef TESTS_UNIT_DOMAIN_CONTACT_WORLD_H
#define TESTS_UNIT_DOMAIN_CONTACT_WORLD_H
#include "domain/assign.h"
#include "domain/panel_move.h"
#include "domain/request.h"
#include "domain/who.h"

enum {
    UNITS = 2,
    DOCTORS = 5, /* the last is a nurse */
    PERSONS = 12,
    ROWS = 1024,
    LISTINGS = 400,
    POSITIONS = 160,
    REQUESTS = 160,
    MOVES = 40,
    SPANS = 120,
    STEPS = 60
};
enum op {
    OP_TIME,
    OP_HIRE,
    OP_LEAVE,
    OP_LIST,
    OP_ASSIGN,
    OP_BULK,
    OP_ASK,
    OP_STEP,
    OP_OPT,
    OP_MOVE,
    OP_UNDO,
    OP_DIE,
    OP_AWAY,
    OP_SUBSTITUTE,
    OPS
};
struct step {
    unsigned op, a, b, c, d;
};
/* Rules that are wrong on purpose, each of which must be found. */
enum plant {
    PLANT_NOTHING,
    PLANT_CAP,
    PLANT_CLOSED,
    PLANT_OTHER_UNIT,
    PLANT_POSITION,
    PLANT_WHOM,
    PLANT_NO_END,
    PLANT_OPTED_OUT,
    PLANT_CHANGE,
    PLANT_BULK_CAP,
    PLANT_LOST,
    PLANT_DOUBLED,
    PLANT_FAMILY,
    PLANT_TOUCHED,
    PLANT_LATE,
    PLANT_HALF_UNDO,
    PLANT_EDGE,
    PLANT_PARTY,
    PLANT_TIME,
    PLANT_REASON,
    PLANT_WHO,
    PLANT_AWAY,
    PLANT_REWRITTEN,
    PLANT_BACKDATED,
    PLANTS
};

struct row { /* a stated named contact, kind 2 */
    int64_t id;
    unsigned person;
    struct hsaid staff, unit; /* staff.text[0] == 0: a doctor to come */
    struct day from, to;
    int64_t recorded, superseded; /* positions; 0: holds */
};
struct listed {
    unsigned person;
    int unit; /* -1: nowhere */
    struct day from;
    int64_t recorded;
};
struct person {
    struct day birth_date, end;
    unsigned mother, guardian; /* keys; 0: none */
    const char *home;          /* of SÄBO; NULL: none */
    bool has_opted_out;
};
struct asked {
    struct request request;
    enum request_state trail[8];
    enum party party[8];
    struct moment at[8];
    unsigned steps;
    bool declined_without_reason;
};
struct moved {
    bool is_undone;
    struct day on;
    int64_t position, undone_at;
    unsigned person[PERSONS];
    int64_t ended[PERSONS], made[PERSONS];
    struct row before[PERSONS]; /* as the row stood */
    unsigned count;
};
/* What the step that was last did, for the checks. */
struct did {
    bool overridden, is_undo, is_move, by_family, was_touched, was_late;
    unsigned divided;
    int64_t panel[DOCTORS][UNITS]; /* before it */
    unsigned moved;                /* index, of a move or an undo */
    bool has_failed;               /* of what is compared at once */
    const char *what;
};
struct world {
    struct arena *arena;
    struct rules rules;
    struct doctor_title title[4];
    struct doctor_limit limit[1];
    enum plant plant;
    struct day today;
    int64_t now; /* microseconds */
    int64_t position, last_id;
    struct person person[PERSONS];
    struct staff_row staff[DOCTORS];
    struct position_row at[DOCTORS][POSITIONS];
    size_t ats[DOCTORS];
    struct row row[ROWS];
    size_t rows;
    struct listed listing[LISTINGS];
    size_t listings;
    struct asked request[REQUESTS];
    size_t requests;
    struct moved move[MOVES];
    size_t moves;
    struct absence absence[SPANS];
    size_t absences;
    struct substitute substitute[SPANS];
    size_t substitutes;
    struct did did;
};

struct hsaid world_unit(unsigned n);
void world_open(struct world *w, struct arena *a, unsigned rules, enum plant plant);
void world_step(struct world *w, const struct step *s);
int world_listed(const struct world *w, unsigned person, struct day on); /* -1: nowhere */
/* The row by which the person has a doctor on the day, as stated, not superseded. NULL: none. */
const struct row *world_doctor(const struct world *w, unsigned person, struct day on);
int64_t world_panel(const struct world *w, unsigned doctor, unsigned unit, struct day on);
struct who_answer world_who(const struct world *w, unsigned person);

/* NULL, or what holds no more. */
const char *world_wrong(const struct world *w);
/* NULL where the rows say of the position of `then` what they said then: `then` is a world of its
 * own to which only the steps until there have happened. */
const char *world_as_of_wrong(const struct world *w, const struct world *then);
#endif
