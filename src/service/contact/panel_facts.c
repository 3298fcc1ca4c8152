#include "service/contact/panel_facts.h"

#include "engine/bag.h"
#include "store/panel_move_store.h"

/* Readings by person beside those who are asked for: a place that only moves on. */
struct walking {
    struct arena *arena;
    const struct panel_asked *asked;
    struct day on;
    struct panel_read *read;
    size_t at;
    struct bag residence, home; /* of the person at `at`: struct residence_stated, struct str */
};

static bool walk_to(struct walking *w, int64_t person)
{
    while (w->at < w->read->count && w->read->person[w->at].who.person < person)
        w->at++;
    return w->at < w->read->count && w->read->person[w->at].who.person == person;
}

static bool take_kin(void *state, const struct panel_kin *row, struct err *err)
{
    (void)err;
    struct walking *w = state;
    if (!walk_to(w, row->person))
        return true;
    struct move_person *p = &w->read->person[w->at];
    p->mother = row->mother;
    p->guardian1 = row->guardian1;
    p->guardian2 = row->guardian2;
    return true;
}

/* The home of the report that holds on the day. */
static void settle_home(struct walking *w)
{
    size_t row;
    if (w->residence.count > 0 && residence_on(bag_array(w->arena, &w->residence),
                                               w->residence.count, RESIDENCE_SAEBO, w->on, &row))
        w->read->person[w->at].home = *(const struct str *)bag_at(&w->home, row);
    bag_clear(&w->residence);
    bag_clear(&w->home);
}

static bool take_home(void *state, int64_t person, const struct residence_stated *row,
                      struct str home, struct err *err)
{
    (void)err;
    struct walking *w = state;
    if (w->at < w->read->count && w->read->person[w->at].who.person != person)
        settle_home(w);
    if (walk_to(w, person)) {
        *(struct residence_stated *)bag_add(&w->residence) = *row;
        *(struct str *)bag_add(&w->home) = str_copy(w->arena, home);
    }
    return true;
}

/* A kept place is the contact that ends: with nobody. */
static bool take_place(void *state, int64_t person, int64_t place, struct day from, struct err *err)
{
    (void)err;
    struct walking *w = state;
    if (!walk_to(w, person))
        return true;
    struct assign_person *p = &w->read->person[w->at].who;
    struct contact_now *contact = ARENA_NEW(w->arena, struct contact_now, p->contacts + 1);
    contact[0] = (struct contact_now){
        .row = place, .kind = KIND_DOCTOR, .unit = w->asked->unit_hsaid, .from = from};
    for (size_t i = 0; i < p->contacts; i++)
        contact[i + 1] = p->contact[i];
    p->contact = contact;
    p->contacts++;
    return true;
}

static bool read_around(struct walking *w, const struct contact_facts *f, struct err *err)
{
    struct db *db = f->in->db;
    if (!panel_each_kin(db, (struct panel_kin_reader){w, take_kin}, err))
        return false;
    w->at = 0;
    if (w->asked->by_home && !panel_each_home(db, (struct panel_home_reader){w, take_home}, err))
        return false;
    settle_home(w);
    w->at = 0;
    return w->asked->staff != 0 ||
           panel_each_place(db, w->asked->unit, f->on, (struct panel_place_reader){w, take_place},
                            err);
}

bool panel_facts(const struct contact_facts *f, const struct panel_asked *asked,
                 struct panel_read *out, struct err *err)
{
    struct contact_persons persons;
    struct panel_read read = {NULL, NULL, 0};
    if (!panel_ask(f->in->db, asked->staff, asked->unit, f->on, err) ||
        !contact_facts_asked(f, &persons, err))
        return false;
    read.person = ARENA_NEW(f->arena, struct move_person, persons.count + 1);
    read.about = persons.about;
    read.count = persons.count;
    for (size_t i = 0; i < persons.count; i++)
        read.person[i] = (struct move_person){.who = persons.person[i]};
    struct walking w = {.arena = f->arena,
                        .asked = asked,
                        .on = f->on,
                        .read = &read,
                        .residence = BAG_OPEN(f->arena, struct residence_stated),
                        .home = BAG_OPEN(f->arena, struct str)};
    if (!read_around(&w, f, err))
        return false;
    *out = read;
    return true;
}
