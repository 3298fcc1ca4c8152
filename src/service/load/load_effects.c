/* The rows in effect of the persons that a load touched, and what follows from them: who is listed,
 * what ends named doctors, which closings hold. Where the registry had nobody all persons are
 * touched. */
#include "service/access/access_log.h"
#include "service/contact/contact_end.h"
#include "service/effects.h"
#include "service/listing/listing_closing.h"
#include "service/listing/queue_fill.h"
#include "service/load/load_parts.h"
#include "service/tell.h"
#include "service/tell_stated.h"
#include "store/queue_store.h"

static const struct hsaid *by_id(struct load *l, const struct known_hsaids *k)
{
    struct hsaid *out = ARENA_NEW(l->writing, struct hsaid, (size_t)k->last + 1);
    for (size_t i = 0; i < k->entry.count; i++) {
        const struct known_hsaid *e = bag_at(&k->entry, i);
        if (e->id > 0)
            out[e->id] = k->dict.id[i];
    }
    return out;
}

static bool stage_touched(struct load *l, struct err *err)
{
    for (uint32_t person = 0; (person = key_set_next(&l->touched, person + 1)) != 0;)
        if (!stage_touch_person(l->db, person, err))
            return false;
    return true;
}

static const bool *find_alone(const struct load *l)
{
    const struct load_persons *p = &l->persons;
    bool *alone = ARENA_NEW(l->writing, bool, p->count);
    for (uint32_t i = 0; i < p->count; i++)
        alone[i] = p->newest[i] == i && known_identifier(&l->identifiers, i)->known;
    for (uint32_t i = 0; i < p->count; i++)
        if (p->newest[i] != i)
            alone[p->newest[i]] = false;
    return alone;
}

BAG_TAKE(take_between, struct load_between)

/* What a load says of longer ago corrects what was, and ends nobody whom the person has today. */
enum { DAYS_BACK = 31 };

static bool ask_one(struct load *l, struct act *act, const struct load_between *row,
                    struct err *err)
{
    struct day today = instance_today(l->in), tomorrow = {today.n + 1};
    bool is_past = !day_is_none(row->from) && row->from.n < today.n, any = false;
    struct contact_listed_anew listed = {.person = row->person,
                                         .from = is_past ? row->from : today};
    int64_t after = l->meanwhile.after;
    return listing_closings_anew(act, listed.person, tomorrow, &any, err) &&
           contact_ends_anew(act, &listed, err) &&
           contact_tell_ends(act, listed.person, listed.from, err) &&
           (after == 0 || contact_tell_gone(act, listed.person, after, err));
}

/* Of whom acts have said something beside what the load says of listings, or since what is taken
 * back, it is asked anew which closings move them on, and what ends the doctors. */
static bool ask_anew(struct load *l, int64_t position, bool *states, struct err *err)
{
    struct bag rows = BAG_OPEN(l->writing, struct load_between);
    struct load_between_reader reader = {&rows, take_between};
    struct act act = {.arena = arena_open(ARENA_BLOCK), .in = l->in};
    struct load_positions now = {position, l->following.position};
    struct load_meanwhile m = l->meanwhile;
    struct day since = {instance_today(l->in).n - DAYS_BACK};
    bool done = m.after != 0 ? load_each_between(l->db, m.after, m.before, since, reader, err)
                             : load_each_beside(l->db, &now, since, reader, err);
    done = done && (rows.count == 0 || work_follow(&l->following, &act.work, err));
    for (size_t i = 0; done && i < rows.count; i++) {
        done = ask_one(l, &act, bag_at(&rows, i), err);
        arena_reset(act.arena);
    }
    *states |= rows.count > 0;
    arena_close(act.arena);
    return done;
}

/* Who was born, moved in or came back is listed. What follows makes what is in effect anew. */
static bool follow(struct load *l, int64_t position, struct err *err)
{
    bool states = false;
    if ((l->follows && !population_list(&l->population, err)) ||
        (!load_is_first(l) && !ask_anew(l, position, &states, err)))
        return false;
    states |= l->follows && l->population.states;
    return !states || effects_make(l->writing, l->db, err);
}

/* Of a first load nobody is told, event by event, what everybody must begin by asking for. */
static bool make_touched(struct load *l, int64_t position, struct err *err)
{
    struct tell tell;
    uint64_t told = 0;
    bool tells = !load_is_first(l);
    return (!tells || tell_begin(l->writing, l->db, &tell, err)) &&
           effects_make(l->writing, l->db, err) && follow(l, position, err) &&
           (!tells ||
            (tell_end(&tell, position, &told, err) &&
             tell_stated(l->writing, l->db, position, instance_today(l->in), &told, err) &&
             tell_units(l->writing, l->db, position, instance_today(l->in), &told, err)));
}

bool load_log(struct load *l, const struct access_entry *entry, struct err *err)
{
    *(struct access_entry *)bag_add(&l->listed) = *entry;
    return access_log_acts(l->in, l->db, bag_array(l->arena, &l->listed), l->listed.count, err);
}

/* Whom there is room for now is listed apart from what the files said, or what was taken back: who
 * says that again says nothing new. */
bool load_fill(struct load *l, struct err *err)
{
    struct queue_filling filling = {.arena = l->writing, .in = l->in, .notes = &l->listed};
    bool any = false;
    if (load_is_first(l))
        return true;
    if (!queue_may_follow(l->db, &any, err))
        return false;
    return !any || (work_follow(&l->following, &filling.work, err) && queue_fill(&filling, err) &&
                    queue_taken(l->db, 0, filling.work.position, &l->from_queue, err));
}

bool load_make_effects(struct load *l, int64_t position, struct err *err)
{
    if (load_is_first(l)) {
        const struct effects_ids ids = {by_id(l, &l->units), by_id(l, &l->staff)};
        const struct effects_everybody everybody = {l->persons.person, find_alone(l),
                                                    l->persons.count};
        if (!effects_make_first(l->writing, l->db, &ids, &everybody, err))
            return false;
    }
    return stage_touched(l, err) && make_touched(l, position, err);
}
