#include "service/listing/elsewhere_end.h"

#include "service/act_answer.h"
#include "service/contact/contact_end.h"
#include "service/listing/elsewhere_asked.h"
#include "service/listing/listing_closing.h"
#include "service/listing/listing_write.h"
#include "service/listing/passive_write.h"
#include "store/application_store.h"
#include "store/listing_store.h"
#include "store/unit_store.h"

static const struct act_field KEPT[] = {
    ACT_FIELD(struct elsewhere_ended, is_already, "already"),
    ACT_FIELD(struct elsewhere_ended, from, "from"),
    ACT_FIELD(struct elsewhere_ended, was, "was"),
    ACT_FIELD(struct elsewhere_ended, unit, "unit"),
    ACT_FIELD(struct elsewhere_ended, name, "name"),
    ACT_FIELD(struct elsewhere_ended, is_counted, "counted"),
};
static const struct act_form ANSWER = ACT_FORM(struct elsewhere_ended, KEPT);

/* What lists the person on the day, else the first that would from a later one. */
static bool find(struct elsewhere_asked *q, struct err *err)
{
    return elsewhere_on(q->in->db, q->arena, q->person, q->from, &q->now, err) &&
           (q->now.stated != 0 ||
            elsewhere_next(q->in->db, q->arena, q->person, q->from, &q->now, err));
}

/* What lists the person on the day before has no last day, where one behind it ended it: without
 * that one it would go on. */
static bool end(struct act *act, const struct elsewhere_asked *q, struct err *err)
{
    struct day last = {q->from.n - 1};
    int64_t position = act->work.position;
    struct elsewhere_now before;
    bool any = false;
    return act_touch(act, q->person, err) &&
           elsewhere_on(q->in->db, q->arena, q->person, last, &before, err) &&
           (before.stated == 0 || q->now.from.n > q->from.n ||
            elsewhere_end(act->work.db, before.stated, last, position, err)) &&
           elsewhere_withdraw_from(act->work.db, q->person, q->from, position, &any, err) &&
           application_withdrawn(act->work.db, q->person, position, err);
}

/* It never held a day, so the listing here goes on, and who ended with it stands again. */
static bool goes_on(struct act *act, const struct elsewhere_asked *q, int64_t unit,
                    struct elsewhere_ended *answer, struct err *err)
{
    struct contact_listed_anew l = {
        .person = q->person, .from = answer->from, .change = act->work.position, .is_plan = true};
    bool any = false;
    return unit_called(act->work.db, act->arena, unit, &answer->unit, &answer->name, err) &&
           listing_closings_anew(act, q->person, answer->from, &any, err) &&
           contact_ends_anew(act, &l, err);
}

/* As somebody who has not chosen. An infant's mother is not opened for it: it is left for who
 * lists it as a newborn. */
static bool by_area(struct act *act, const struct elsewhere_asked *q,
                    struct elsewhere_ended *answer, struct err *err)
{
    struct passive_map map;
    struct passive_choice c;
    struct passive_back back = {q->person, answer->from};
    if (!passive_map_read(act->arena, q->in, &map, err))
        return false;
    map.hides_protected = !q->request->actor.opens_protected;
    if (!passive_choose_back(act->arena, q->in, &map, &back, &c, err))
        return false;
    if (c.decision.verdict != PASSIVE_LISTED || c.mother != 0)
        return true;
    answer->unit = str_copy(q->arena, hsaid_str(&c.place->id));
    answer->name = c.place->name;
    answer->is_counted = c.decision.listing.is_counted;
    return passive_write(act, &map, q->person, &c, err);
}

/* Nobody goes on at a unit that has closed meanwhile. */
static bool is_open(struct act *act, int64_t unit, bool *out, struct err *err)
{
    struct str id, name;
    struct hsaid hsaid;
    struct unit_facts facts;
    if (!unit_called(act->work.db, act->arena, unit, &id, &name, err) ||
        !hsaid_parse(id, &hsaid, err) || !unit_facts(act->work.db, act->arena, &hsaid, &facts, err))
        return false;
    *out = day_is_none(facts.closes_on) || facts.closes_on.n >= instance_today(act->in).n;
    return true;
}

static bool comes_back(struct act *act, const struct elsewhere_asked *q,
                       struct elsewhere_ended *answer, struct err *err)
{
    int64_t unit = UNIT_NONE;
    bool open = false;
    return end(act, q, err) && listing_stands(act->work.db, q->person, answer->from, &unit, err) &&
           (unit <= 0 || is_open(act, unit, &open, err)) &&
           (open ? goes_on(act, q, unit, answer, err) : by_area(act, q, answer, err));
}

static bool carry_out(struct act *act, struct elsewhere_asked *q, struct elsewhere_ended *answer,
                      struct err *err)
{
    if (!find(q, err))
        return act_abandon(act);
    *answer = (struct elsewhere_ended){.is_already = q->now.stated == 0,
                                       .from = q->now.from.n > q->from.n ? q->now.from : q->from,
                                       .was = q->now.county};
    if (!answer->is_already && !comes_back(act, q, answer, err))
        return act_abandon(act);
    return act_answer(act, &ANSWER, answer, answer->is_already, err);
}

bool elsewhere_end_listing(struct arena *a, struct instance *in,
                           const struct elsewhere_request *request, struct elsewhere_ended *out,
                           struct err *err)
{
    struct elsewhere_request asked = *request;
    struct elsewhere_ended answer = {.from = DAY_NONE};
    struct elsewhere_asked q;
    struct act act;
    asked.county = STR("none");
    if (!elsewhere_begin(a, in, &asked, &q, &act, err) ||
        !(act.is_repeat ? act_repeat(&act, &ANSWER, &answer, err)
                        : carry_out(&act, &q, &answer, err)))
        return false;
    *out = answer;
    return true;
}
