#include "service/listing/listing_facts.h"

#include "domain/doctor_list.h"
#include "domain/residence.h"
#include "engine/bag.h"
#include "store/consent_store.h"
#include "store/listing_store.h"
#include "store/named_contact_store.h"
#include "store/queue_store.h"
#include "store/residence_store.h"

/* ---- a person ---- */

static bool take_past(void *state, const struct listing_now *row, struct err *err)
{
    (void)err;
    *(struct listing_past *)bag_add(state) = (struct listing_past){
        .unit = row->unit, .from = row->from, .to = row->to, .basis = row->basis};
    return true;
}

static bool read_past(const struct listing_facts *f, int64_t person,
                      const struct listing_past **out, size_t *count, struct err *err)
{
    struct bag rows = BAG_OPEN(f->arena, struct listing_past);
    if (!listing_each_of(f->in->db, person, (struct listing_reader){&rows, take_past}, err))
        return false;
    *out = bag_array(f->arena, &rows);
    *count = rows.count;
    return true;
}

static bool is_on_doctor(const struct listing_facts *f)
{
    return f->in->region.rules.listing_on == LISTING_ON_DOCTOR;
}

BAG_TAKE(take_doctor, struct list_doctor)

/* Where listings are on doctors they are the doctors' lists. */
static bool divide_past(const struct listing_facts *f, int64_t person, struct listing_person *p,
                        struct err *err)
{
    struct bag rows = BAG_OPEN(f->arena, struct list_doctor);
    struct listing_past *lists;
    if (!is_on_doctor(f))
        return true;
    if (!named_contact_lists_of(f->in->db, person, (struct list_doctor_reader){&rows, take_doctor},
                                err))
        return false;
    p->past_count = doctor_lists(f->arena, p->past, p->past_count, bag_array(f->arena, &rows),
                                 rows.count, &lists);
    p->past = lists;
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

/* One who died, or whom nobody here knows, does not sign; who is named by two identifiers is one.
 */
static bool add_guardian(const struct listing_facts *f, struct person_id id,
                         struct listing_person *out, struct err *err)
{
    int64_t key = 0;
    struct person_facts guardian;
    const struct listing_past *past;
    size_t count;
    if (id.packed == 0)
        return true;
    if (!identifier_person(f->in->db, id, &key, err))
        return false;
    if (key == 0 || listing_signed_by(out, key) != 0)
        return true;
    if (!person_facts(f->in->db, f->arena, key, &guardian, err) ||
        !read_past(f, key, &past, &count, err))
        return false;
    if (guardian.reason != DEREG_DIED)
        out->guardian[out->guardians++] =
            (struct listing_guardian){unit_on(past, count, f->on), guardian.protection, key};
    return true;
}

static bool take_residence(void *state, const struct residence_now *row, struct err *err)
{
    (void)err;
    *(struct residence_stated *)bag_add(state) =
        (struct residence_stated){row->from, row->to, row->reported_on, row->recorded, row->kind};
    return true;
}

static bool lives_in_saebo(const struct listing_facts *f, int64_t person, bool *out,
                           struct err *err)
{
    struct bag rows = BAG_OPEN(f->arena, struct residence_stated);
    size_t row;
    if (!residence_each_of(f->in->db, person, (struct residence_reader){&rows, take_residence},
                           err))
        return false;
    *out = residence_on(bag_array(f->arena, &rows), rows.count, RESIDENCE_SAEBO, f->on, &row);
    return true;
}

/* By who the guardians are now: a bit of who is none any more is not set. */
unsigned listing_signed_by(const struct listing_person *p, int64_t guardian)
{
    for (unsigned i = 0; i < p->guardians; i++)
        if (p->guardian[i].person == guardian)
            return (unsigned)SIGNED_GUARDIAN1 << i;
    return 0;
}

static bool read_waiting(const struct listing_facts *f, int64_t person, struct listing_person *out,
                         struct err *err)
{
    struct queue_stated_list own;
    struct consent_now consent;
    if (!queue_of_person(f->in->db, f->arena, person, &own, err) ||
        !consent_of_person(f->in->db, f->arena, person, &consent, err))
        return false;
    struct queue_place *place = ARENA_NEW(f->arena, struct queue_place, own.count + 1);
    for (size_t i = 0; i < own.count; i++)
        place[i] = own.at[i].place;
    out->place = place;
    out->places = own.count;
    out->consent = consent.ask;
    if (is_on_doctor(f) && consent.id != 0)
        out->consent.unit = doctor_list_key(consent.ask.unit, consent.doctor_id);
    out->consent.signed_by = listing_signed_by(out, consent.guardian);
    return true;
}

BAG_TAKE(take_left, struct place_left)

/* Only where they count: nobody else's listing waits for it. */
static bool read_left(const struct listing_facts *f, int64_t person, struct listing_person *out,
                      struct err *err)
{
    struct bag rows = BAG_OPEN(f->arena, struct place_left);
    if (!quota_counts_leaving(&f->in->region.rules))
        return true;
    if (!queue_each_left(f->in->db, person, (struct place_left_reader){&rows, take_left}, err))
        return false;
    out->left = bag_array(f->arena, &rows);
    out->lefts = rows.count;
    return true;
}

bool listing_facts_person(const struct listing_facts *f, int64_t person,
                          struct person_facts *stated, struct listing_person *out, struct err *err)
{
    struct person_facts said;
    if (!person_facts(f->in->db, f->arena, person, &said, err))
        return false;
    struct listing_person p = {.birth = said.birth_date,
                               .gone = has_gone(&said) ? said.deregistered_on : DAY_NONE,
                               .is_dead = said.reason == DEREG_DIED,
                               .from_here = str_eq(said.county, f->in->region.county),
                               .protection = said.protection,
                               .consent = {.unit = UNIT_NONE}};
    if (!read_past(f, person, &p.past, &p.past_count, err) || !divide_past(f, person, &p, err) ||
        !lives_in_saebo(f, person, &p.in_saebo, err) || !add_guardian(f, said.guardian1, &p, err) ||
        !add_guardian(f, said.guardian2, &p, err) || !read_waiting(f, person, &p, err) ||
        !read_left(f, person, &p, err))
        return false;
    *stated = said;
    *out = p;
    return true;
}

/* ---- a unit ---- */

struct counting {
    struct day on;
    int64_t listed;
    struct bag steps; /* struct room_step */
};

/* What is of the day itself stands first. */
static bool count_step(void *state, const struct listing_step *step, struct err *err)
{
    (void)err;
    struct counting *c = state;
    if (step->on.n <= c->on.n)
        c->listed += step->more;
    else
        *(struct room_step *)bag_add(&c->steps) = (struct room_step){step->on, (int)step->more};
    return true;
}

/* Of a unit without a cap nobody is counted. */
static bool find_room(const struct listing_facts *f, const struct unit_facts *u,
                      const struct listing_without *without, struct listing_unit *out,
                      struct err *err)
{
    struct counting c = {.on = f->on, .steps = BAG_OPEN(f->arena, struct room_step)};
    const struct listing_room room = {u->unit, f->on, {without->person[0], without->person[1]}};
    out->room_from = f->on;
    if (u->cap < 0)
        return true;
    if (!listing_each_step(f->in->db, &room, (struct listing_step_reader){&c, count_step}, err))
        return false;
    const struct room_step *step = bag_array(f->arena, &c.steps);
    out->over = c.listed > u->cap ? (unsigned)(c.listed - u->cap) : 0;
    out->room_from = queue_room_from(u->cap, c.listed, f->on, step, c.steps.count);
    return true;
}

/* Who waits, and how fast the queue has moved; of a unit without a cap nobody does. */
static bool read_queue(const struct listing_facts *f, struct listing_unit *u, struct err *err)
{
    struct day today = instance_today(f->in);
    struct day first = {today.n - QUEUE_LOOKS_BACK}, last = {today.n - 1};
    if (u->cap < 0)
        return true;
    return queue_waiting(f->in->db, u->unit, &u->waiting, err) &&
           ((!u->has_queue && u->waiting == 0) ||
            queue_room_made(f->in->db, u->unit, first, last, &u->room_lately, err));
}

bool listing_facts_room(const struct listing_facts *f, const struct unit_facts *stated,
                        const struct listing_without *without, struct listing_unit *out,
                        struct err *err)
{
    struct listing_unit u = {.unit = stated->unit,
                             .at = is_on_doctor(f) ? stated->unit : 0,
                             .opens = stated->opens_on,
                             .closes = stated->closes_on,
                             .cap = stated->cap,
                             .is_branch = stated->parent.len > 0,
                             .has_queue = stated->has_queue};
    if (!find_room(f, stated, without, &u, err))
        return false;
    *out = u;
    return true;
}

bool listing_facts_unit(const struct listing_facts *f, const struct unit_facts *stated,
                        int64_t without, struct listing_unit *out, struct err *err)
{
    struct listing_unit u;
    if (!listing_facts_room(f, stated, &(struct listing_without){{without, without}}, &u, err) ||
        !read_queue(f, &u, err))
        return false;
    *out = u;
    return true;
}
