/* In rounds: of each unit that has room the first who waits is listed, what is in effect
 * is made anew of those, and events follow from that; then it is looked again. One of a
 * unit a round, for the next one's room is not known before. */
#include "service/listing/queue_fill.h"

#include "service/access/access_log.h"
#include "service/act_about.h"
#include "service/contact/requests.h"
#include "service/effects.h"
#include "service/listing/listing_write.h"
#include "service/listing/queue_place.h"
#include "service/message/message.h"
#include "service/tell.h"
#include "store/application_store.h"
#include "store/consent_store.h"
#include "store/effect_store.h"

/* Acts within the transaction of another: the log has each end as an act about what it ends. */
struct filling {
    const struct queue_filling *f;
    struct act act;
    struct queue_stated_list waiting; /* of this round */
};

static struct act act_within(const struct queue_filling *f)
{
    struct actor actor = actor_of_process(f->arena);
    actor.opens_protected = true; /* nobody is shown anything */
    return (struct act){.arena = f->arena,
                        .in = f->in,
                        .options = {.what = STR("queue"), .actor = actor},
                        .work = f->work,
                        .notes = BAG_OPEN(f->arena, struct access_entry),
                        .is_within = true};
}

static void add_notes(const struct queue_filling *f, const struct act *act)
{
    for (size_t i = 0; i < act->notes.count; i++)
        *(struct access_entry *)bag_add(f->notes) =
            *(const struct access_entry *)bag_at(&act->notes, i);
}

/* ---- places that end by themselves ---- */

static struct str about_unit(const struct filling *q, const struct queue_stated *row)
{
    return str_fmt(q->f->arena, "unit=%.*s", STR_FMT(hsaid_str(&row->unit)));
}

/* The act of which what is noted from now on is. */
static void note_as(struct act *act, struct str what)
{
    act->options.what = what;
}

static bool end_place(struct filling *q, const struct queue_stated *row, enum queue_end why,
                      struct err *err)
{
    act_note(&q->act, row->place.person, about_unit(q, row));
    return queue_place_end(&q->act, row, why, err);
}

static bool end_places(struct filling *q, const struct queue_stated_list *list, struct err *err)
{
    for (size_t i = 0; i < list->count; i++)
        if (!end_place(q, &list->at[i], list->at[i].ends, err))
            return false;
    return true;
}

/* Who is one person now, and was two when they joined: the first places count. */
static bool end_of_joined(struct filling *q, struct err *err)
{
    const struct queue_filling *f = q->f;
    struct queue_stated_list all;
    if (!queue_of_joined(f->work.db, f->arena, &all, err))
        return false;
    struct queue_place *place = ARENA_NEW(f->arena, struct queue_place, all.count);
    for (size_t i = 0, first = 0; i < all.count; i++) {
        place[i] = all.at[i].place;
        if (place[i].person != place[first].person)
            first = i;
        if (!queue_keeps(&f->in->region.rules, place + first, i - first) &&
            !end_place(q, &all.at[i], QUEUE_END_PERSONS_JOINED, err))
            return false;
    }
    return true;
}

static bool sweep(struct filling *q, struct err *err)
{
    struct arena *a = q->f->arena;
    struct db *db = q->f->work.db;
    struct queue_stated_list gone, listed;
    return queue_gone(db, a, instance_today(q->f->in), &gone, err) && end_places(q, &gone, err) &&
           queue_listed(db, a, &listed, err) && end_places(q, &listed, err) &&
           end_of_joined(q, err);
}

/* Of children who are gone. */
static bool end_consents(struct filling *q, struct err *err)
{
    struct db *db = q->f->work.db;
    note_as(&q->act, STR("consent lapse"));
    for (;;) {
        struct consent_now gone;
        if (!consent_gone(db, q->f->arena, instance_today(q->f->in), &gone, err))
            return false;
        if (gone.id == 0)
            return true;
        act_note(&q->act, gone.child,
                 str_fmt(q->f->arena, "unit=%.*s", STR_FMT(hsaid_str(&gone.unit))));
        if (!consent_end(db, gone.child, CONSENT_END_GONE, q->f->work.position, err))
            return false;
    }
}

/* ---- who is listed ---- */

static bool list_one(struct filling *q, const struct queue_stated *row,
                     const struct queue_turn *turn, enum queue_end taken, struct err *err)
{
    struct person_facts stated;
    struct listing_writing w = {.person = row->place.person,
                                .identifier = turn->stated.identifier,
                                .unit = row->unit,
                                .application = row->application,
                                .decision = &turn->decision,
                                .special = row->reason,
                                .taken = taken};
    struct message m = {.person = row->place.person,
                        .kind = MESSAGE_LISTED,
                        .unit = row->unit,
                        .from = turn->decision.listing.from};
    return act_open_person(&q->act, row->place.person, about_unit(q, row), &stated, err) &&
           listing_write(&q->act, &w, err) && message_add(&q->act, &m, err);
}

/* Those of a unit in the order of joining: until one is listed or there is no room. Who may not be
 * listed any more loses the place. */
static bool fill_unit(struct filling *q, int64_t unit, bool *moved, struct err *err)
{
    for (size_t i = 0; i < q->waiting.count; i++) {
        struct queue_stated *row = &q->waiting.at[i];
        struct queue_turn turn;
        if (row->place.unit != unit || row->place.person == 0)
            continue;
        if (!queue_turn(q->f->arena, q->f->in, row, 0, &turn, err))
            return false;
        enum listing_verdict verdict = turn.decision.verdict;
        if (verdict == LISTING_FULL)
            return true;
        if (verdict == LISTING_DONE) {
            *moved = true;
            int64_t person = row->place.person;
            for (size_t j = 0; j < q->waiting.count; j++)
                if (q->waiting.at[j].place.person == person && j != i)
                    q->waiting.at[j].place.person = 0; /* in another queue, too: that is lost */
            return list_one(q, row, &turn, QUEUE_END_LISTED, err);
        }
        enum queue_end why = verdict == LISTING_ALREADY ? QUEUE_END_LISTED : QUEUE_END_REFUSED;
        if (!end_place(q, row, why, err))
            return false;
    }
    return true;
}

static bool is_first_of_unit(const struct queue_stated_list *l, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (l->at[j].place.unit == l->at[i].place.unit)
            return false;
    return true;
}

static bool fill_units(struct filling *q, bool *moved, struct err *err)
{
    for (size_t i = 0; i < q->waiting.count; i++)
        if (is_first_of_unit(&q->waiting, i) &&
            !fill_unit(q, q->waiting.at[i].place.unit, moved, err))
            return false;
    return true;
}

/* ---- who change places ---- */

/* For as long as is known: a place that is left anyway is perhaps promised to others. */
static int64_t listed_on(const struct listing_person *p, struct day on)
{
    for (size_t i = 0; i < p->past_count; i++)
        if (p->past[i].from.n <= on.n && day_is_none(p->past[i].to))
            return listing_place(&p->past[i]);
    return UNIT_NONE;
}

/* Both from one day, or neither. */
static bool swap(struct filling *q, const struct queue_stated *x, const struct queue_stated *y,
                 bool *moved, struct err *err)
{
    struct queue_turn of_x, of_y;
    struct arena *a = q->f->arena;
    if (!queue_turn(a, q->f->in, x, y->place.person, &of_x, err) ||
        !queue_turn(a, q->f->in, y, x->place.person, &of_y, err))
        return false;
    const struct listing_decision *dx = &of_x.decision, *dy = &of_y.decision;
    if (dx->verdict != LISTING_DONE || dy->verdict != LISTING_DONE ||
        dx->listing.from.n != dy->listing.from.n)
        return true;
    *moved = true;
    return list_one(q, x, &of_x, QUEUE_END_SWAPPED, err) &&
           list_one(q, y, &of_y, QUEUE_END_SWAPPED, err);
}

/* At most one pair a round: who has moved does not stand where the list of this round says. */
static bool swap_some(struct filling *q, bool *moved, struct err *err)
{
    const struct queue_filling *f = q->f;
    size_t count = q->waiting.count;
    struct queue_place *place = ARENA_NEW(f->arena, struct queue_place, count);
    int64_t *listed = ARENA_NEW(f->arena, int64_t, count);
    struct day today = instance_today(f->in);
    for (size_t i = 0; i < count; i++) {
        struct listing_person person;
        struct person_facts stated;
        struct listing_facts facts = {f->arena, f->in, today};
        place[i] = q->waiting.at[i].place;
        if (!listing_facts_person(&facts, place[i].person, &stated, &person, err))
            return false;
        listed[i] = listed_on(&person, today);
    }
    for (size_t i = 0; i < count && !*moved; i++) {
        const struct queue_place *with =
            queue_swap(&f->in->region.rules, place, listed, count, listed[i], &place[i]);
        if (with && with->person != place[i].person &&
            !swap(q, &q->waiting.at[i], &q->waiting.at[with - place], moved, err))
            return false;
    }
    return true;
}

/* ---- the whole ---- */

static bool settle(struct filling *q, struct err *err)
{
    const struct queue_filling *f = q->f;
    struct tell tell;
    uint64_t told = 0;
    if (!tell_begin(f->arena, f->work.db, &tell, err))
        return false;
    tell.actor = q->act.options.actor.id;
    return effects_make(f->arena, f->work.db, err) &&
           tell_end(&tell, f->work.position, &told, err) && effect_open_touched(f->work.db, err);
}

static bool fill_round(struct filling *q, bool *moved, struct err *err)
{
    const struct queue_filling *f = q->f;
    *moved = false;
    if (!queue_all(f->work.db, f->arena, &q->waiting, err))
        return false;
    if (q->waiting.count == 0)
        return true;
    if (!sweep(q, err) || !queue_all(f->work.db, f->arena, &q->waiting, err) ||
        !fill_units(q, moved, err))
        return false;
    if (!*moved && f->in->region.rules.queue.auto_swap &&
        (!queue_all(f->work.db, f->arena, &q->waiting, err) || !swap_some(q, moved, err)))
        return false;
    return !*moved || settle(q, err);
}

bool queue_fill(const struct queue_filling *f, struct err *err)
{
    struct filling q = {.f = f, .act = act_within(f)};
    if (!effect_open_touched(f->work.db, err) || !end_consents(&q, err))
        return false;
    note_as(&q.act, STR("request"));
    if (!request_sweep(&q.act, err))
        return false;
    note_as(&q.act, STR("queue"));
    for (bool moved = true; moved;)
        if (!fill_round(&q, &moved, err))
            return false;
    add_notes(f, &q.act);
    return true;
}

/* Places that the person has taken since: what is given back is none of them. */
static bool has_joined(const struct queue_stated_list *given, const struct queue_stated *own)
{
    for (size_t i = 0; i < given->count; i++)
        if (given->at[i].place.joined == own->place.joined)
            return false;
    return true;
}

/* Whoever has joined as many queues since as the region allows does without. */
static bool give_back(struct act *act, const struct queue_stated_list *given, size_t i,
                      int64_t undone, struct err *err)
{
    struct queue_stated_list own;
    const struct queue_stated *row = &given->at[i];
    bool has_heard = false;
    size_t joined = 0;
    if (!queue_of_person(act->work.db, act->arena, row->place.person, &own, err) ||
        !message_heard(act->work.db, row->place.person, undone, &has_heard, err))
        return false;
    struct queue_place *place = ARENA_NEW(act->arena, struct queue_place, own.count);
    for (size_t j = 0; j < own.count; j++)
        if (has_joined(given, &own.at[j]))
            place[joined++] = own.at[j].place;
    if (queue_join(&act->in->region.rules, place, joined, row->place.unit) != QUEUE_MAY_JOIN)
        return true;
    act_note(act, row->place.person,
             str_fmt(act->arena, "unit=%.*s", STR_FMT(hsaid_str(&row->unit))));
    return queue_place_again(act, row, has_heard, err);
}

/* Who has heard that the doctor ends is told that they stay, or until when. */
static bool tell_again(void *state, const struct message_again *row, struct err *err)
{
    struct act *act = state;
    struct message now = row->ended;
    bool stays = day_is_none(row->to);
    now.kind = stays ? MESSAGE_CONTACT_ASSIGNED : MESSAGE_CONTACT_ENDED;
    now.from = stays ? row->from : (struct day){row->to.n + 1};
    return message_add_unsaid(act, &now, err);
}

bool queue_take_back(const struct queue_filling *f, int64_t undone, struct err *err)
{
    struct act act = act_within(f);
    struct queue_stated_list list;
    note_as(&act, STR("request"));
    if (!message_each_again(f->work.db, undone, (struct message_again_reader){&act, tell_again},
                            err) ||
        !consent_hold_again(f->work.db, undone, f->work.position, err) ||
        !request_take_back(&act, undone, err) ||
        !application_taken_back(f->work.db, undone, f->work.position, err) ||
        !queue_ended_at(f->work.db, f->arena, undone, &list, err))
        return false;
    note_as(&act, STR("queue"));
    for (size_t i = 0; i < list.count; i++)
        if (!give_back(&act, &list, i, undone, err))
            return false;
    add_notes(f, &act);
    return true;
}
