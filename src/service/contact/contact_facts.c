#include "service/contact/contact_facts.h"

#include "core/sorted.h"
#include "engine/bag.h"
#include "store/doctor_store.h"

/* ---- doctors ---- */

BAG_TAKE(take_position, struct position_row)

struct dispensed {
    struct arena *arena;
    struct bag rows; /* struct dispensation */
};

static bool take_dispensation(void *state, const struct dispensation *row, struct err *err)
{
    (void)err;
    struct dispensed *d = state;
    struct dispensation *kept = bag_add(&d->rows);
    *kept = *row;
    kept->reason = str_copy(d->arena, row->reason);
    return true;
}

bool contact_facts_doctor(const struct contact_facts *f, const struct hsaid *staff,
                          struct contact_doctor *out, struct err *err)
{
    struct contact_doctor d = {0};
    struct bag positions = BAG_OPEN(f->arena, struct position_row);
    struct dispensed dispensed = {f->arena, BAG_OPEN(f->arena, struct dispensation)};
    struct doctor_reader position = {.state = &positions, .position = take_position},
                         dispensation = {.state = &dispensed, .dispensation = take_dispensation};
    struct db *db = f->in->db;
    if (!doctor_staff(db, f->arena, staff, &d.id, &d.facts.staff, err) ||
        !doctor_each_position(db, d.id, position, err) ||
        !doctor_each_dispensation(db, d.id, dispensation, err))
        return false;
    d.facts.position = bag_array(f->arena, &positions);
    d.facts.positions = positions.count;
    d.facts.dispensation = bag_array(f->arena, &dispensed.rows);
    d.facts.dispensations = dispensed.rows.count;
    *out = d;
    return true;
}

bool contact_facts_panel(const struct contact_facts *f, int64_t staff, int64_t unit, int64_t *out,
                         struct err *err)
{
    return asked_panel_count(f->in->db, staff, unit, f->on, out, err);
}

bool contact_facts_need(const struct contact_facts *f, int64_t unit, int64_t *cni_e4,
                        struct err *err)
{
    *cni_e4 = 0;
    return !f->in->region.rules.panel.by_cni ||
           doctor_care_need(f->in->db, unit, day_civil(f->on).year, cni_e4, err);
}

struct counting {
    struct day on;
    int64_t count;
    struct bag steps; /* struct room_step */
};

static bool count_step(void *state, const struct room_step *step, struct err *err)
{
    (void)err;
    struct counting *c = state;
    if (step->on.n <= c->on.n)
        c->count += step->by;
    else
        *(struct room_step *)bag_add(&c->steps) = *step;
    return true;
}

bool contact_facts_panel_without(const struct contact_facts *f, const struct asked_panel *panel,
                                 struct assign_staff *out, struct err *err)
{
    struct counting c = {.on = panel->on, .steps = BAG_OPEN(f->arena, struct room_step)};
    if (!asked_each_panel_step(f->in->db, panel, (struct asked_step_reader){&c, count_step}, err))
        return false;
    out->panel_count = c.count;
    out->step = bag_array(f->arena, &c.steps);
    out->steps = c.steps.count;
    return true;
}

bool contact_facts_staff(const struct contact_facts *f, const struct hsaid *staff, int64_t unit,
                         struct assign_staff *out, int64_t *id, struct err *err)
{
    struct contact_doctor doctor;
    struct assign_staff s = {0};
    if (!contact_facts_doctor(f, staff, &doctor, err) ||
        !contact_facts_panel_without(f, &(struct asked_panel){doctor.id, unit, 0, f->on}, &s,
                                     err) ||
        !contact_facts_need(f, unit, &s.cni_e4, err))
        return false;
    s.doctor = doctor.facts;
    *out = s;
    *id = doctor.id;
    return true;
}

BAG_TAKE(take_absence, struct absence)
BAG_TAKE(take_substitute, struct substitute)

bool contact_facts_who(const struct contact_facts *f, const struct hsaid *staff,
                       struct contact_who *out, struct err *err)
{
    struct contact_doctor doctor;
    struct bag absences = BAG_OPEN(f->arena, struct absence),
               substitutes = BAG_OPEN(f->arena, struct substitute);
    struct doctor_reader absence = {.state = &absences, .absence = take_absence},
                         substitute = {.state = &substitutes, .substitute = take_substitute};
    struct db *db = f->in->db;
    if (!contact_facts_doctor(f, staff, &doctor, err) ||
        !doctor_each_absence(db, doctor.id, absence, err) ||
        !doctor_each_substitute(db, doctor.id, substitute, err))
        return false;
    *out = (struct contact_who){
        .doctor = {doctor.facts, bag_array(f->arena, &absences), absences.count},
        .substitute = bag_array(f->arena, &substitutes),
        .substitutes = substitutes.count};
    return true;
}

/* ---- persons ---- */

/* One reading after the other, each by person: a place that only moves on. */
struct gathering {
    struct day on;
    struct bag person, about, contact; /* assign_person, contact_about, contact_now */
    struct bag first;                  /* size_t, by person: where their contacts begin */
    struct bag residence;              /* of the person at `at` */
    size_t at;
};

static bool take_person(void *state, const struct asked_person *row, struct err *err)
{
    (void)err;
    struct gathering *g = state;
    *(struct assign_person *)bag_add(&g->person) =
        (struct assign_person){.person = row->person,
                               .birth_date = row->birth_date,
                               .end = row->end,
                               .unit = row->unit,
                               .has_opted_out = row->has_opted_out,
                               .next_doctor = row->next_doctor};
    *(struct contact_about *)bag_add(&g->about) = (struct contact_about){
        .identifier = row->identifier, .number = row->number, .protection = row->protection};
    (void)bag_add(&g->first);
    return true;
}

/* Moves on to the person, who is there where the reading has a row of them; false: they are not. */
static bool move_to(struct gathering *g, int64_t person)
{
    while (g->at < g->person.count &&
           ((const struct assign_person *)bag_at(&g->person, g->at))->person < person)
        g->at++;
    return g->at < g->person.count &&
           ((const struct assign_person *)bag_at(&g->person, g->at))->person == person;
}

static bool take_contact(void *state, int64_t person, const struct contact_now *row,
                         struct err *err)
{
    (void)err;
    struct gathering *g = state;
    if (!move_to(g, person))
        return true;
    struct assign_person *p = bag_at(&g->person, g->at);
    if (p->contacts++ == 0)
        *(size_t *)bag_at(&g->first, g->at) = g->contact.count;
    *(struct contact_now *)bag_add(&g->contact) = *row;
    return true;
}

/* What the reports so far say of the person at `at`. */
static void settle_residence(struct gathering *g, struct arena *a)
{
    size_t row;
    if (g->residence.count == 0)
        return;
    const struct residence_stated *rows = bag_array(a, &g->residence);
    ((struct assign_person *)bag_at(&g->person, g->at))->in_saebo =
        residence_on(rows, g->residence.count, RESIDENCE_SAEBO, g->on, &row);
    ((struct contact_about *)bag_at(&g->about, g->at))->in_home_care =
        residence_on(rows, g->residence.count, RESIDENCE_HOME_CARE, g->on, &row);
    bag_clear(&g->residence);
}

static bool take_residence(void *state, int64_t person, const struct residence_stated *row,
                           struct err *err)
{
    (void)err;
    struct gathering *g = state;
    if (g->at < g->person.count &&
        ((const struct assign_person *)bag_at(&g->person, g->at))->person != person)
        settle_residence(g, g->person.arena);
    if (move_to(g, person))
        *(struct residence_stated *)bag_add(&g->residence) = *row;
    return true;
}

static struct contact_persons gathered(struct arena *a, struct gathering *g)
{
    struct contact_persons p = {bag_array(a, &g->person), bag_array(a, &g->about), g->person.count};
    const struct contact_now *contact = bag_array(a, &g->contact);
    for (size_t i = 0; i < p.count; i++)
        p.person[i].contact = contact + *(size_t *)bag_at(&g->first, i);
    return p;
}

bool contact_facts_asked(const struct contact_facts *f, struct contact_persons *out,
                         struct err *err)
{
    struct arena *a = f->arena;
    struct db *db = f->in->db;
    struct gathering g = {.on = f->on,
                          .person = BAG_OPEN(a, struct assign_person),
                          .about = BAG_OPEN(a, struct contact_about),
                          .contact = BAG_OPEN(a, struct contact_now),
                          .first = BAG_OPEN(a, size_t),
                          .residence = BAG_OPEN(a, struct residence_stated)};
    if (!asked_each_person(db, f->on, (struct asked_person_reader){&g, take_person}, err) ||
        !asked_each_contact(db, f->on, (struct asked_contact_reader){&g, take_contact}, err))
        return false;
    g.at = 0;
    if (!asked_each_residence(db, (struct asked_residence_reader){&g, take_residence}, err))
        return false;
    settle_residence(&g, a);
    *out = gathered(a, &g);
    return true;
}

/* How many keys there are, each counted once. */
static bool ask_for(struct db *db, const int64_t *key, size_t count, struct err *err)
{
    if (!asked_open(db, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!asked_add(db, key[i], err))
            return false;
    return true;
}

static bool is_among(const struct contact_persons *p, int64_t key)
{
    struct sorted all = SORTED(p->person, p->count, struct assign_person, person);
    return sorted_first(&all, key) < p->count;
}

bool contact_facts_persons(const struct contact_facts *f, const int64_t *key, size_t count,
                           struct contact_persons *out, struct err *err)
{
    struct contact_persons p;
    if (!ask_for(f->in->db, key, count, err) || !contact_facts_asked(f, &p, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!is_among(&p, key[i]))
            return FAIL(err, ERR_MISSING, "person.unknown", "%s", "");
    *out = p;
    return true;
}

bool contact_facts_person(const struct contact_facts *f, int64_t key, struct assign_person *out,
                          struct contact_about *about, struct err *err)
{
    struct contact_persons p;
    if (!contact_facts_persons(f, &key, 1, &p, err))
        return false;
    *out = p.person[0];
    *about = p.about[0];
    return true;
}
