#include "service/listing/queue_place.h"

#include "core/json.h"
#include "service/message/message.h"

struct numbering {
    int64_t person;
    unsigned count, number; /* looked at; the person's own, 0: not met */
};

static bool take_waiting(void *state, const struct queue_person *row, struct err *err)
{
    (void)err;
    struct numbering *n = state;
    n->count++;
    if (row->person == n->person)
        n->number = n->count;
    return true;
}

bool queue_place_number(struct db *db, int64_t unit, int64_t person, unsigned *out, struct err *err)
{
    struct numbering n = {.person = person};
    if (!queue_each_person(db, unit, (struct queue_person_reader){&n, take_waiting}, err))
        return false;
    *out = n.number;
    return true;
}

static bool tell(struct act *act, const struct queue_stated *row, enum event_type type,
                 struct str why, struct err *err)
{
    struct sb out = sb_open(act->arena, 96);
    struct json j = json_open(&out);
    json_object(&j);
    json_key_str(&j, "unit", hsaid_str(&row->unit));
    json_key_day(&j, "since", row->place.since);
    if (type == EVENT_LISTING_UNQUEUED)
        json_key_str(&j, "why", why);
    json_object_end(&j);
    struct outbox_event event = {
        .type = type,
        .person = row->place.person,
        .valid_from = type == EVENT_LISTING_QUEUED ? row->place.since : instance_today(act->in),
        .data = sb_str(&out)};
    return act_tell(act, &event, err);
}

static bool tell_begun(struct act *act, const struct queue_stated *row, bool hears, struct err *err)
{
    struct message m = {.person = row->place.person,
                        .kind = MESSAGE_QUEUED,
                        .unit = row->unit,
                        .from = row->place.since};
    return tell(act, row, EVENT_LISTING_QUEUED, STR(""), err) &&
           (!hears || message_add(act, &m, err));
}

bool queue_place_begin(struct act *act, const struct queue_stated *row, struct err *err)
{
    return queue_state(act->work.db, row, act->work.position, err) &&
           tell_begun(act, row, true, err);
}

bool queue_place_again(struct act *act, const struct queue_stated *row, bool has_heard,
                       struct err *err)
{
    return queue_hold_again(act->work.db, row->place.joined, act->work.position, err) &&
           tell_begun(act, row, has_heard, err);
}

/* Of who was two persons when both joined the unit's queue, the place that stays; NULL: there is
 * none. */
static bool find_first(struct act *act, const struct queue_stated *row, struct queue_stated **out,
                       struct err *err)
{
    struct queue_stated_list own;
    struct queue_stated *found = NULL;
    if (!queue_of_person(act->work.db, act->arena, row->place.person, &own, err))
        return false;
    for (size_t i = 0; i < own.count && !found; i++)
        if (own.at[i].place.unit == row->place.unit)
            found = own.at + i;
    *out = found;
    return true;
}

/* Who stands there still hears nothing; nor do others, to whom places of one day are the same. */
bool queue_place_end(struct act *act, const struct queue_stated *row, enum queue_end why,
                     struct err *err)
{
    struct queue_stated *first = NULL;
    struct message m = {.person = row->place.person,
                        .kind = MESSAGE_UNQUEUED,
                        .unit = row->unit,
                        .from = instance_today(act->in)};
    bool of_joined = why == QUEUE_END_PERSONS_JOINED;
    if (!queue_end(act->work.db, row->place.joined, why, act->work.position, err) ||
        (of_joined && !find_first(act, row, &first, err)))
        return false;
    bool by_one = why == QUEUE_END_LEFT && act->options.actor.role == ROLE_GUARDIAN;
    bool is_news = why == QUEUE_END_LISTED_ELSEWHERE || why == QUEUE_END_REFUSED ||
                   (of_joined && !first) ||
                   by_one; /* the other guardian may have consented to the place */
    bool is_told = !first || first->place.since.n != row->place.since.n;
    return (!is_told ||
            tell(act, row, EVENT_LISTING_UNQUEUED, vocab_word(&VOCAB_QUEUE_END, why), err)) &&
           (!is_news || message_add(act, &m, err));
}

bool queue_turn(struct arena *a, const struct instance *in, const struct queue_stated *row,
                int64_t other, struct queue_turn *out, struct err *err)
{
    struct unit_facts unit;
    struct day today = instance_today(in);
    struct listing_facts facts = {a, in, today};
    struct listing_without without = {{row->place.person, other}};
    if (!unit_facts(in->db, a, &row->unit, &unit, err) ||
        !listing_facts_person(&facts, row->place.person, &out->stated, &out->person, err) ||
        !listing_facts_room(&facts, &unit, &without, &out->unit, err))
        return false;
    struct listing_ask ask = {.by = BY_QUEUE,
                              .is_special = row->place.is_special,
                              .is_electronic = row->place.is_electronic,
                              .swaps = other != 0,
                              .from = unit.opens_on.n > today.n ? unit.opens_on : DAY_NONE,
                              .today = today};
    listing_decide(&in->region.rules, &out->person, &out->unit, &ask, &out->decision);
    return true;
}
