#include "service/listing/queue.h"

#include "service/access/access_log.h"
#include "service/act_about.h"
#include "service/act_answer.h"
#include "service/listing/listing_facts.h"
#include "service/listing/queue_place.h"

enum {
    STAFF_PARTIES = PARTIES(PARTY_STAFF) | PARTIES(PARTY_UNIT_HEAD) | PARTIES(PARTY_ADMINISTRATOR),
    OWN_PARTIES = PARTIES(PARTY_PERSON) | PARTIES(PARTY_GUARDIAN)
};

static bool deny(struct act *act, int64_t person, struct str about, struct err *err)
{
    act_note(act, person, about);
    return ACT_REFUSE(act, "queue.party", err);
}

static struct str about_unit(struct arena *a, const struct hsaid *unit)
{
    return str_fmt(a, "unit=%.*s", STR_FMT(hsaid_str(unit)));
}

/* ---- leaving ---- */

struct leaving {
    const struct queue_leaving *asked;
    int64_t person;
    struct act_unit unit;         /* that is given, or in which the actor works */
    struct queue_stated_list own; /* in that queue, or in all */
};

static bool read_own(struct act *act, struct leaving *l, struct err *err)
{
    struct queue_stated_list all;
    if (!queue_of_person(act->in->db, act->arena, l->person, &all, err))
        return false;
    l->own = (struct queue_stated_list){ARENA_NEW(act->arena, struct queue_stated, all.count), 0};
    for (size_t i = 0; i < all.count; i++)
        if (l->asked->unit.len == 0 || all.at[i].place.unit == l->unit.facts.unit)
            l->own.at[l->own.count++] = all.at[i];
    return true;
}

/* Who works in a unit takes nobody out of another's queue. */
static bool may_leave(struct act *act, const struct leaving *l, bool *out, struct err *err)
{
    enum party party;
    unsigned all = STAFF_PARTIES | OWN_PARTIES;
    const struct hsaid *unit = l->unit.id.text[0] != 0 ? &l->unit.id : NULL;
    if (!act_party(act, l->person, unit, &party, err))
        return false;
    bool may = party_in(party, all);
    for (size_t i = 0; may && i < l->own.count; i++) {
        if (!act_party(act, l->person, &l->own.at[i].unit, &party, err))
            return false;
        may = party_in(party, all);
    }
    *out = may;
    return true;
}

/* A child that leaves by itself is told from when it may, and who does. */
static bool deny_leaving(struct act *act, int64_t person, struct str about, struct err *err)
{
    bool is_young = false;
    if (!act_own_is_young(act, person, &is_young, err))
        return act_abandon(act);
    if (!is_young)
        return deny(act, person, about, err);
    act_note(act, person, about);
    return act_refuse(act, err);
}

static bool leave_all(struct act *act, const struct leaving *l, struct err *err)
{
    for (size_t i = 0; i < l->own.count; i++)
        if (!queue_place_end(act, &l->own.at[i], QUEUE_END_LEFT, err))
            return false;
    return true;
}

/* Before it is left, what it counts: of the day, and one with what was left or changed on it. */
static bool count(const struct act *act, const struct leaving *l, struct queue_left *out,
                  struct err *err)
{
    const struct rules *rules = &act->in->region.rules;
    struct day today = instance_today(act->in);
    struct listing_facts facts = {act->arena, act->in, today};
    struct listing_person p;
    struct person_facts stated;
    if (!listing_facts_person(&facts, l->person, &stated, &p, err))
        return false;
    for (size_t i = 0; i < l->own.count; i++)
        out->is_counted |=
            quota_counts_left(rules, &(struct place_left){l->own.at[i].place.since, today});
    struct day on = {today.n + !out->is_counted}; /* with a change of today */
    unsigned used = listing_quota(rules, &p, on).used + out->is_counted;
    out->left = rules->changes.max > used ? rules->changes.max - used : 0;
    return true;
}

static const struct act_field LEFT_KEPT[] = {
    ACT_FIELD(struct queue_left, is_already, "already"),
    ACT_FIELD(struct queue_left, queues, "queues"),
    ACT_FIELD(struct queue_left, is_counted, "counted"),
    ACT_FIELD(struct queue_left, left, "left"),
};
static const struct act_form LEFT = ACT_FORM(struct queue_left, LEFT_KEPT);

static bool leave(struct act *act, struct leaving *l, struct queue_left *out, struct err *err)
{
    struct person_facts stated;
    bool may = false;
    struct str about = l->unit.id.text[0] != 0 ? about_unit(act->arena, &l->unit.id) : STR("");
    if (!read_own(act, l, err) || !may_leave(act, l, &may, err))
        return act_abandon(act);
    if (!may)
        return deny_leaving(act, l->person, about, err);
    if (!act_open_person(act, l->person, about, &stated, err))
        return false;
    struct queue_left left = {.is_already = !act->is_repeat && l->own.count == 0,
                              .queues = (unsigned)l->own.count};
    if (!count(act, l, &left, err) || (!act->is_repeat && !leave_all(act, l, err)))
        return act_abandon(act);
    if (!(act->is_repeat ? act_repeat(act, &LEFT, &left, err)
                         : act_answer(act, &LEFT, &left, left.is_already, err)))
        return false;
    *out = left;
    return true;
}

bool queue_leave(struct arena *a, struct instance *in, const struct queue_leaving *asked,
                 struct queue_left *out, struct err *err)
{
    struct leaving l = {.asked = asked};
    struct act act;
    struct str unit = asked->unit.len > 0 ? asked->unit : asked->actor.unit;
    if (!act_check_actor(a, in, &asked->actor, err) ||
        (unit.len > 0 && !act_find_unit(a, in, unit, &l.unit, err)) ||
        !act_find_person(in, STR("queue leave"), &asked->actor, asked->person, &l.person, err))
        return false;
    struct act_options options = ACT_OPTIONS(
        STR("queue leave"), asked,
        str_fmt(a, "queue leave %.*s %lld %.*s", STR_FMT(asked->actor.id), (long long)l.person,
                STR_FMT(asked->unit.len > 0 ? hsaid_str(&l.unit.id) : STR("-"))));
    return act_begin(a, in, &options, &act, err) && leave(&act, &l, out, err);
}

/* ---- the list ---- */

struct showing {
    struct arena *arena;
    const struct actor *actor;
    struct listing_unit unit;
    struct day today;
    bool of_now;
    unsigned number;
    struct bag rows; /* struct queue_row */
};

static bool take_person(void *state, const struct queue_person *row, struct err *err)
{
    (void)err;
    struct showing *s = state;
    s->number++;
    if (!access_may_see(s->actor, row->protection))
        return true;
    bool all = s->actor->opens_protected;
    *(struct queue_row *)bag_add(&s->rows) = (struct queue_row){
        .number = all ? s->number : 0,
        .person = row->person,
        .id = row->id,
        .since = row->since,
        .wait = all && s->of_now ? listing_wait(&s->unit, s->number, s->today) : -1};
    return true;
}

static bool may_show(struct arena *a, struct instance *in, const struct actor *actor,
                     const struct act_unit *unit, struct err *err)
{
    struct act who = {.arena = a, .in = in, .options = {.actor = *actor}};
    enum party party;
    struct access_entry denied = {.actor = *actor,
                                  .act = STR("queue"),
                                  .about = about_unit(a, &unit->id),
                                  .outcome = ACCESS_DENIED,
                                  .count = -1};
    if (!act_party(&who, 0, &unit->id, &party, err))
        return false;
    if (party_in(party, STAFF_PARTIES))
        return true;
    return access_log_write(in, &denied, 1, err) && FAIL(err, ERR_DENIED, "queue.party", "%s", "");
}

static bool read_queue(struct showing *s, struct known_registry *known, struct str written,
                       struct act_unit *unit, struct err *err)
{
    struct day today = instance_today(&known->in);
    struct listing_facts facts = {s->arena, &known->in, today};
    struct queue_person_reader reader = {s, take_person};
    if (!act_find_unit(s->arena, &known->in, written, unit, err) ||
        !listing_facts_unit(&facts, &unit->facts, 0, &s->unit, err))
        return false;
    s->today = today;
    s->of_now = !known->is_own;
    return queue_each_person(known->in.db, unit->facts.unit, reader, err);
}

bool queue_show(struct arena *a, struct instance *in, const struct queue_asking *asking,
                struct queue_list *out, struct err *err)
{
    struct act_unit unit;
    struct known_registry known;
    const struct actor *actor = &asking->actor;
    struct showing s = {.arena = a, .actor = actor, .rows = BAG_OPEN(a, struct queue_row)};
    if (!act_check_actor(a, in, actor, err) || !act_find_unit(a, in, asking->unit, &unit, err) ||
        !may_show(a, in, actor, &unit, err) || !known_open_said(a, in, &asking->time, &known, err))
        return false;
    bool read = read_queue(&s, &known, asking->unit, &unit, err);
    known_close(&known);
    struct str about = known_about(a, &asking->time, about_unit(a, &unit.id));
    struct access_entry entry = {
        .actor = *actor, .act = STR("queue"), .about = about, .count = (int64_t)s.rows.count};
    if (!read || !access_log_write(in, &entry, 1, err))
        return false;
    *out = (struct queue_list){.unit = str_copy(a, hsaid_str(&unit.id)),
                               .name = unit.facts.name,
                               .row = bag_array(a, &s.rows),
                               .count = s.rows.count,
                               .leaves_out = !actor->opens_protected};
    return true;
}

/* ---- one person's place ---- */

bool queue_stands(struct arena *a, struct instance *in, const struct hsaid *unit, int64_t person,
                  struct queue_stand *out, struct err *err)
{
    struct listing_facts facts = {a, in, instance_today(in)};
    unsigned number = 0;
    struct unit_facts stated;
    struct listing_unit at;
    struct err why = {0};
    if (!unit_facts(in->db, a, unit, &stated, &why)) {
        *out = (struct queue_stand){0, -1};
        if (why.kind != ERR_MISSING)
            *err = why;
        return why.kind == ERR_MISSING;
    }
    if (!listing_facts_unit(&facts, &stated, 0, &at, err) ||
        !queue_place_number(in->db, stated.unit, person, &number, err))
        return false;
    *out = (struct queue_stand){number, number > 0 ? listing_wait(&at, number, facts.on) : -1};
    return true;
}

/* ---- who is next ---- */

static const struct act_field KEPT[] = {
    ACT_FIELD(struct queue_next, person, "person"),
    ACT_FIELD(struct queue_next, since, "since"),
    ACT_FIELD(struct queue_next, from, "from"),
    ACT_FIELD(struct queue_next, has_lost, "lost"),
};
static const struct act_form ANSWER = ACT_FORM(struct queue_next, KEPT);

static bool read_next(struct act *act, struct queue_next *n, struct err *err)
{
    n->from = DAY_NONE;
    n->has_lost = true; /* where it was not kept: then only what changed something was */
    if (!act_answer_read(act->arena, act->answer, &ANSWER, n, err))
        return false;
    n->is_listed = !day_is_none(n->from);
    n->has_lost &= !n->is_listed;
    return true;
}

/* What became of one who waited. */
static bool look_at(struct act *act, const struct queue_stated *row, struct queue_next *out,
                    struct err *err)
{
    struct person_facts stated;
    struct listing_person now;
    struct listing_facts facts = {act->arena, act->in, instance_today(act->in)};
    if (!listing_facts_person(&facts, row->place.person, &stated, &now, err))
        return false;
    const struct listing_past *last = now.past_count > 0 ? &now.past[now.past_count - 1] : NULL;
    out->person = row->place.person;
    out->since = row->place.since;
    out->is_listed = last && last->unit == row->place.unit;
    out->has_lost = !out->is_listed;
    for (size_t i = 0; i < now.places; i++)
        if (now.place[i].joined == row->place.joined)
            out->is_listed = out->has_lost = false;
    out->from = out->is_listed ? last->from : DAY_NONE;
    return true;
}

/* The first of them who is listed, whoever was refused before; else who was first. */
static bool look_at_all(struct act *act, const struct queue_stated_list *list, struct queue_next *n,
                        bool *changed, struct err *err)
{
    *changed = act->notes.count > 0; /* in another queue, perhaps */
    for (size_t i = 0; i < list->count && !n->is_listed; i++) {
        struct queue_next one = *n;
        if (!look_at(act, &list->at[i], &one, err))
            return false;
        *changed |= one.is_listed || one.has_lost;
        if (i == 0 || one.is_listed)
            *n = one;
    }
    return true;
}

/* Of somebody whose identity is protected it is only told that it was the first. */
static bool open_called(struct act *act, struct str about, struct queue_next *n, struct err *err)
{
    struct person_facts stated;
    if (n->person == 0) { /* nobody waits, or did */
        act_note(act, 0, about);
        return true;
    }
    if (!person_facts(act->in->db, act->arena, n->person, &stated, err))
        return act_abandon(act);
    if (access_may_see(&act->options.actor, stated.protection))
        return person_number(act->in->db, n->person, &n->id, err)
                   ? act_open_person(act, n->person, about, &stated, err)
                   : act_abandon(act);
    act_note(act, 0, about);
    n->is_hidden = true;
    n->person = 0;
    return true;
}

static bool call_first(struct act *act, const struct act_unit *unit,
                       const struct queue_stated_list *list, struct queue_next *n, struct err *err)
{
    bool changed = false;
    struct str about = about_unit(act->arena, &unit->id);
    if (list->count > 0 && (!act_settle(act, err) || !look_at_all(act, list, n, &changed, err)))
        return act_abandon(act);
    struct str answer = act_answer_text(act->arena, &ANSWER, n);
    return open_called(act, about, n, err) && act_close(act, !changed, answer, err);
}

static bool call_next(struct act *act, const struct act_unit *unit, struct queue_next *n,
                      struct err *err)
{
    struct queue_stated_list list;
    enum party party = PARTY_NONE;
    bool done = act_party(act, 0, &unit->id, &party, err) &&
                queue_at_unit(act->in->db, act->arena, unit->facts.unit, &list, err);
    if (!done)
        return act_abandon(act);
    if (!party_in(party, STAFF_PARTIES))
        return deny(act, 0, about_unit(act->arena, &unit->id), err);
    if (!act->is_repeat)
        return call_first(act, unit, &list, n, err);
    return read_next(act, n, err) && open_called(act, about_unit(act->arena, &unit->id), n, err) &&
           act_look(act, err);
}

bool queue_call_next(struct arena *a, struct instance *in, const struct queue_asked *asked,
                     struct queue_next *out, struct err *err)
{
    struct act_unit unit;
    struct act act;
    if (!act_check_actor(a, in, &asked->actor, err) ||
        !act_find_unit(a, in, asked->unit, &unit, err))
        return false;
    struct act_options options = ACT_OPTIONS(
        STR("queue"), asked,
        str_fmt(a, "queue next %.*s %.*s", STR_FMT(asked->actor.id), STR_FMT(hsaid_str(&unit.id))));
    struct queue_next next = {.unit = str_copy(a, hsaid_str(&unit.id)), .name = unit.facts.name};
    if (!act_begin(a, in, &options, &act, err) || !call_next(&act, &unit, &next, err))
        return false;
    *out = next;
    return true;
}
