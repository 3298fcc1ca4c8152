#include "service/contact/doctor_now.h"

#include "engine/bag.h"
#include "service/access/access_log.h"
#include "service/act_about.h"
#include "service/contact/block_facts.h"
#include "store/doctor_store.h"

/* ---- the facts ---- */

struct reading {
    struct arena *arena;
    struct db *db;
    struct day on;
    struct who_listed unit;
    struct who_staff named;
};

BAG_TAKE(take_position, struct position_row)
BAG_TAKE(take_absence, struct absence)

static bool read_doctor(const struct reading *r, const struct who_staff *who,
                        struct who_doctor *out, struct err *err)
{
    struct bag positions = BAG_OPEN(r->arena, struct position_row),
               absences = BAG_OPEN(r->arena, struct absence);
    struct doctor_reader position = {.state = &positions, .position = take_position},
                         absence = {.state = &absences, .absence = take_absence};
    if (!doctor_each_position(r->db, who->id, position, err) ||
        !doctor_each_absence(r->db, who->id, absence, err))
        return false;
    struct who_doctor doctor = {.absence = bag_array(r->arena, &absences),
                                .absences = absences.count};
    doctor.doctor.staff.staff = who->hsaid;
    doctor.doctor.position = bag_array(r->arena, &positions);
    doctor.doctor.positions = positions.count;
    *out = doctor;
    return true;
}

BAG_TAKE(take_substitute, struct who_substitute)

/* Only who is away is asked for: most are there. */
static bool read_substitutes(const struct reading *r, struct who_facts *facts, struct bag *found,
                             struct err *err)
{
    struct who_substitute_reader reader = {found, take_substitute};
    if (!who_each_substitute(r->db, r->named.id, r->on, r->unit.unit, reader, err))
        return false;
    struct substitute *substitute = ARENA_NEW(r->arena, struct substitute, found->count + 1);
    struct who_doctor *staff = ARENA_NEW(r->arena, struct who_doctor, found->count + 1);
    for (size_t i = 0; i < found->count; i++) {
        const struct who_substitute *row = bag_at(found, i);
        substitute[i] = (struct substitute){facts->named->doctor.staff.staff, row->staff,
                                            r->unit.hsaid, row->from, row->to};
        struct who_staff who = {row->id, row->staff};
        if (!read_doctor(r, &who, &staff[i], err))
            return false;
    }
    facts->substitute = substitute;
    facts->staff = staff;
    facts->substitutes = facts->staff_count = found->count;
    return true;
}

static int64_t staff_of(const struct reading *r, const struct who_answer *answer,
                        const struct bag *substitutes)
{
    if (answer->who == WHO_NAMED)
        return r->named.id;
    for (size_t i = 0; answer->who == WHO_SUBSTITUTE && i < substitutes->count; i++) {
        const struct who_substitute *row = bag_at(substitutes, i);
        if (hsaid_eq(&row->staff, &answer->staff))
            return row->id;
    }
    return 0;
}

static bool read_listed(struct reading *r, int64_t person, struct who_read *out, struct err *err)
{
    struct who_doctor named;
    struct bag substitutes = BAG_OPEN(r->arena, struct who_substitute);
    struct who_facts facts = {
        .unit = r->unit.hsaid,
        .has_contact_point = (r->unit.phone.len > 0 || r->unit.web.len > 0) &&
                             (day_is_none(r->unit.opens_on) || r->unit.opens_on.n <= r->on.n) &&
                             (day_is_none(r->unit.closes_on) || r->unit.closes_on.n >= r->on.n)};
    if (!who_named(r->db, person, r->on, r->unit.unit, &r->named, err))
        return false;
    if (r->named.id == 0 && !who_coming(r->db, person, r->on, r->unit.unit, &facts.is_coming, err))
        return false;
    if (r->named.id != 0) {
        if (!read_doctor(r, &r->named, &named, err))
            return false;
        facts.named = &named;
        if (!who_is_present(&named, &facts.unit, r->on) &&
            !read_substitutes(r, &facts, &substitutes, err))
            return false;
    }
    out->is_reachable = facts.has_contact_point;
    out->answer = who_now(&facts, r->on);
    out->staff = staff_of(r, &out->answer, &substitutes);
    return true;
}

bool who_read(struct arena *a, struct db *db, int64_t person, struct day on, struct who_read *out,
              struct err *err)
{
    struct reading r = {.arena = a, .db = db, .on = on};
    struct who_facts nowhere = {.named = NULL};
    if (!who_listed(db, a, person, on, &r.unit, err))
        return false;
    struct who_read read = {.unit = r.unit, .answer = who_now(&nowhere, on)};
    if (r.unit.unit != 0 && !read_listed(&r, person, &read, err))
        return false;
    *out = read;
    return true;
}

/* ---- shown to somebody ---- */

struct showing {
    struct arena *arena;
    struct instance *in;
    const struct who_asking *asking;
    int64_t person;
    bool is_own; /* the one who asks is the person, or the guardian */
};

/* May they? What an actor is to a person is asked as an act asks it. */
static bool may_ask(struct showing *s, struct access_entry *seen, struct err *err)
{
    const struct actor *actor = &s->asking->actor;
    struct act act = {.arena = s->arena, .in = s->in, .options = {.actor = *actor}};
    struct person_facts facts;
    enum party by = PARTY_NONE;
    bool may = false, is_young = false;
    if (!act_may_show(&act, s->person, &by, &may, err) ||
        (!may && !act_own_is_young(&act, s->person, &is_young, err)) ||
        (may && !person_facts(s->in->db, s->arena, s->person, &facts, err)))
        return false;
    s->is_own = party_in(by, PARTIES(PARTY_PERSON) | PARTIES(PARTY_GUARDIAN));
    if (!may && !is_young)
        (void)FAIL(err, ERR_DENIED, actor->person != 0 ? "who.right" : "actor.role", "%s", "");
    else if (may && !access_may_open(actor, s->person, facts.protection))
        (void)FAIL(err, ERR_DENIED, "act.protected_person", "%s", "");
    else if (may)
        return true;
    seen->outcome = ACCESS_DENIED;
    return false;
}

static bool name_doctor(const struct showing *s, struct db *db, struct who_shown *out,
                        struct err *err)
{
    struct staff_row staff;
    int64_t id = 0;
    if (out->read.staff == 0)
        return true;
    if (!doctor_staff(db, s->arena, &out->read.answer.staff, &id, &staff, err))
        return false;
    out->is_hidden =
        staff.protected_staff == ANSWER_YES && !s->is_own && !s->asking->actor.opens_protected;
    if (out->is_hidden) {
        out->read.answer.staff = (struct hsaid){{0}};
        out->read.staff = 0;
        return true;
    }
    out->doctor = str_fmt(s->arena, "%.*s%s%.*s", STR_FMT(staff.given_name),
                          staff.given_name.len > 0 && staff.surname.len > 0 ? " " : "",
                          STR_FMT(staff.surname));
    return true;
}

/* Rule 24: that something is blocked, and nothing of it. */
static bool close_blocked(const struct showing *s, struct who_shown *out, struct err *err)
{
    struct block_list blocks;
    const struct actor *actor = &s->asking->actor;
    struct day today = instance_today(s->in);
    if (s->asking->opening.how != BLOCK_CLOSED)
        return true;
    if (!block_now(s->arena, s->in, s->person, &blocks, err))
        return false;
    out->is_blocked = block_hides_any(blocks.at, blocks.count, actor, today);
    bool is_here = block_hides(blocks.at, blocks.count, &out->read.unit.hsaid, actor, today);
    if (is_here || (out->is_blocked && out->read.staff == 0)) {
        out->read.answer = (struct who_answer){.who = out->read.is_reachable ? WHO_UNIT : WHO_NONE};
        out->read.staff = 0;
    }
    return true;
}

static bool read_shown(const struct showing *s, struct who_shown *out, struct err *err)
{
    struct known_registry known;
    if (!known_open_person(s->arena, s->in, &s->asking->time, s->person, &known, err))
        return false;
    struct db *db = known.in.db;
    bool begun = db_begin(db, DB_READ, err);
    bool done = begun && who_read(s->arena, db, s->person, out->on, &out->read, err) &&
                close_blocked(s, out, err) && name_doctor(s, db, out, err);
    if (begun)
        db_rollback(db);
    known_close(&known);
    return done;
}

static struct access_entry entry_of(const struct showing *s, struct day on)
{
    struct known_time time = {on, s->asking->time.known_at};
    struct sb about = sb_open(s->arena, 128);
    sb_put(&about, known_about(s->arena, &time, STR("")));
    block_put_opening(&about, &s->asking->opening);
    return (struct access_entry){.actor = s->asking->actor,
                                 .act = STR("who"),
                                 .person = s->person,
                                 .about = sb_str(&about),
                                 .count = -1};
}

bool who_show(struct arena *a, struct instance *in, const struct who_asking *asking,
              struct who_shown *out, struct err *err)
{
    struct day on = asking->time.on;
    struct showing s = {.arena = a, .in = in, .asking = asking};
    struct who_shown shown = {.on = day_is_none(on) ? instance_today(in) : on};
    if (!block_check_opening(&asking->opening, &asking->actor, err) ||
        !act_check_actor(a, in, &asking->actor, err) ||
        !act_find_person(in, STR("who"), &asking->actor, asking->person, &s.person, err))
        return false;
    struct access_entry seen = entry_of(&s, shown.on);
    struct err why = {0};
    bool may = may_ask(&s, &seen, &why);
    if ((may || why.kind == ERR_DENIED) && !access_log_write(in, &seen, 1, err))
        return false;
    if (!may) {
        *err = why;
        return false;
    }
    if (!read_shown(&s, &shown, err))
        return false;
    *out = shown;
    return true;
}
