#include "service/listing_facts.h"

#include "domain/residence.h"
#include "engine/bag.h"
#include "store/listing_store.h"
#include "store/residence_store.h"

#include <stdlib.h>

/* ---- a person ---- */

static bool take_past(void *state, const struct listing_now *row, struct err *err)
{
    (void)err;
    *(struct listing_past *)bag_add(state) = (struct listing_past){
        .unit = row->unit, .from = row->from, .to = row->to, .basis = row->basis};
    return true;
}

static bool read_past(struct arena *a, const struct instance *in, int64_t person,
                      const struct listing_past **out, size_t *count, struct err *err)
{
    struct bag rows = BAG_OPEN(a, struct listing_past);
    if (!listing_each_of(in->db, person, (struct listing_reader){&rows, take_past}, err))
        return false;
    struct listing_past *past = ARENA_NEW(a, struct listing_past, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++)
        past[i] = *(const struct listing_past *)bag_at(&rows, i);
    *out = past;
    *count = rows.count;
    return true;
}

static int64_t unit_on(const struct listing_past *past, size_t count, struct day on)
{
    for (size_t i = 0; i < count; i++)
        if (past[i].from.n <= on.n && (day_is_none(past[i].to) || past[i].to.n >= on.n))
            return past[i].unit;
    return UNIT_NONE;
}

static bool has_gone(const struct person_facts *f)
{
    return f->reason == DEREG_DIED || f->reason == DEREG_EMIGRATED;
}

/* One who died, or whom nobody here knows, does not sign. */
static bool add_guardian(struct arena *a, const struct instance *in, struct person_id id,
                         struct day on, struct listing_person *out, struct err *err)
{
    int64_t key = 0;
    struct person_facts f;
    const struct listing_past *past;
    size_t count;
    if (id.packed == 0)
        return true;
    if (!identifier_person(in->db, id, &key, err))
        return false;
    if (key == 0)
        return true;
    if (!person_facts(in->db, a, key, &f, err) || !read_past(a, in, key, &past, &count, err))
        return false;
    if (f.reason != DEREG_DIED)
        out->guardian[out->guardians++] =
            (struct listing_guardian){unit_on(past, count, on), f.protection};
    return true;
}

static bool take_residence(void *state, const struct residence_now *row, struct err *err)
{
    (void)err;
    *(struct residence_stated *)bag_add(state) =
        (struct residence_stated){row->from, row->to, row->reported_on, row->recorded, row->kind};
    return true;
}

static bool lives_in_saebo(struct arena *a, const struct instance *in, int64_t person,
                           struct day on, bool *out, struct err *err)
{
    struct bag rows = BAG_OPEN(a, struct residence_stated);
    size_t row;
    if (!residence_each_of(in->db, person, (struct residence_reader){&rows, take_residence}, err))
        return false;
    struct residence_stated *r = ARENA_NEW(a, struct residence_stated, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++)
        r[i] = *(const struct residence_stated *)bag_at(&rows, i);
    *out = residence_on(r, rows.count, RESIDENCE_SAEBO, on, &row);
    return true;
}

bool listing_facts_person(struct arena *a, const struct instance *in, int64_t person, struct day on,
                          struct person_facts *stated, struct listing_person *out, struct err *err)
{
    struct person_facts f;
    if (!person_facts(in->db, a, person, &f, err))
        return false;
    struct listing_person p = {.birth = f.birth_date,
                               .gone = has_gone(&f) ? f.deregistered_on : DAY_NONE,
                               .is_dead = f.reason == DEREG_DIED,
                               .from_here = str_eq(f.county, in->region.county),
                               .protection = f.protection,
                               .consent = {.unit = UNIT_NONE}};
    if (!read_past(a, in, person, &p.past, &p.past_count, err) ||
        !lives_in_saebo(a, in, person, on, &p.in_saebo, err) ||
        !add_guardian(a, in, f.guardian1, on, &p, err) ||
        !add_guardian(a, in, f.guardian2, on, &p, err))
        return false;
    *stated = f;
    *out = p;
    return true;
}

/* ---- a unit ---- */

struct counting {
    struct day on;
    int64_t without, listed;
    struct bag steps; /* struct room_step */
};

/* Who comes later is one more from that day, who goes one less from the day after. */
static bool count_listed(void *state, const struct listing_now *row, struct err *err)
{
    (void)err;
    struct counting *c = state;
    if (row->person == c->without)
        return true;
    if (row->from.n <= c->on.n)
        c->listed++;
    else
        *(struct room_step *)bag_add(&c->steps) = (struct room_step){row->from, 1};
    if (!day_is_none(row->to))
        *(struct room_step *)bag_add(&c->steps) = (struct room_step){{row->to.n + 1}, -1};
    return true;
}

static int by_day(const void *x, const void *y)
{
    const struct room_step *a = x, *b = y;
    return (a->on.n > b->on.n) - (a->on.n < b->on.n);
}

/* Of a unit without a cap nobody is counted. */
static bool find_room(struct arena *a, const struct instance *in, const struct unit_facts *u,
                      int64_t without, struct day on, struct day *out, struct err *err)
{
    struct counting c = {.on = on, .without = without, .steps = BAG_OPEN(a, struct room_step)};
    *out = on;
    if (u->cap < 0)
        return true;
    if (!listing_each_at(in->db, u->unit, on, (struct listing_reader){&c, count_listed}, err))
        return false;
    struct room_step *step = ARENA_NEW(a, struct room_step, c.steps.count + 1);
    for (size_t i = 0; i < c.steps.count; i++)
        step[i] = *(const struct room_step *)bag_at(&c.steps, i);
    qsort(step, c.steps.count, sizeof *step, by_day);
    *out = queue_room_from(u->cap, c.listed, on, step, c.steps.count);
    return true;
}

bool listing_facts_unit(struct arena *a, const struct instance *in, const struct unit_facts *stated,
                        int64_t without, struct day on, struct listing_unit *out, struct err *err)
{
    struct listing_unit u = {.unit = stated->unit,
                             .opens = stated->opens_on,
                             .closes = stated->closes_on,
                             .cap = stated->cap,
                             .has_queue = stated->has_queue};
    if (!find_room(a, in, stated, without, on, &u.room_from, err))
        return false;
    *out = u;
    return true;
}
