#include "service/listing/passive_all.h"

#include "service/act_about.h"
#include "service/act_answer.h"
#include "service/listing/passive_choose.h"
#include "service/listing/passive_write.h"
#include "store/listing_store.h"

struct going {
    struct act *act;
    const struct passive_all_request *request;
    struct passive_map map;
    struct arena *one; /* reset for each person */
    struct passive_all_answer answer;
    struct passive_all_unit *unit; /* by place of the map */
};

static bool list_one(struct going *g, int64_t person, struct err *err)
{
    struct passive_choice choice;
    arena_reset(g->one);
    if (!passive_choose(g->one, g->act->in, &g->map, person, &choice, err))
        return false;
    if (choice.mother != 0 && g->map.hides_protected)
        choice.decision.verdict = PASSIVE_NOWHERE; /* for who may see where the mother is listed */
    g->answer.verdict[choice.decision.verdict]++;
    if (choice.decision.verdict != PASSIVE_LISTED)
        return true;
    struct passive_all_unit *unit = &g->unit[choice.place - g->map.place];
    unit->persons++;
    unit->near += choice.is_near;
    return passive_write(g->act, &g->map, person, &choice, err);
}

static bool list_all(struct going *g, struct err *err)
{
    enum { SHOWN_EACH = 1024 };
    struct instance *in = g->act->in;
    struct bag person = BAG_OPEN(g->act->arena, int64_t);
    if (!passive_map_read(g->act->arena, in, &g->map, err) ||
        !listing_each_nowhere(in->db, instance_today(in), in->region.county,
                              (struct key_reader){&person, bag_take_key}, err))
        return false;
    g->map.hides_protected = !g->request->actor.opens_protected;
    g->answer.looked = (int64_t)person.count;
    g->unit = ARENA_NEW(g->act->arena, struct passive_all_unit, g->map.places);
    for (size_t i = 0; i < person.count; i++) {
        if (!list_one(g, *(int64_t *)bag_at(&person, i), err))
            return false;
        if (g->request->show && i % SHOWN_EACH == 0)
            g->request->show(g->request->state, i, person.count);
    }
    return true;
}

/* The units that get somebody. */
static void fill_units(struct going *g)
{
    struct passive_all_unit *unit =
        ARENA_NEW(g->act->arena, struct passive_all_unit, g->map.places);
    for (size_t i = 0; i < g->map.places; i++)
        if (g->unit[i].persons > 0) {
            const struct passive_place *p = &g->map.place[i];
            unit[g->answer.units++] = (struct passive_all_unit){
                hsaid_str(&p->id), p->name, g->unit[i].persons, g->unit[i].near};
        }
    g->answer.unit = unit;
}

static const struct act_field KEPT[] = {
    ACT_FIELD(struct passive_all_answer, looked, "looked"),
    ACT_FIELD(struct passive_all_answer, verdict[PASSIVE_LISTED], "listed"),
    ACT_FIELD(struct passive_all_answer, verdict[PASSIVE_STANDS], "stands"),
    ACT_FIELD(struct passive_all_answer, verdict[PASSIVE_DEAD], "dead"),
    ACT_FIELD(struct passive_all_answer, verdict[PASSIVE_NOT_HERE], "not_here"),
    ACT_FIELD(struct passive_all_answer, verdict[PASSIVE_NOT_SO], "not_so"),
    ACT_FIELD(struct passive_all_answer, verdict[PASSIVE_NOWHERE], "nowhere"),
};
static const struct act_form ANSWER = ACT_FORM(struct passive_all_answer, KEPT);

static bool carry_out(struct act *act, struct going *g, struct err *err)
{
    g->one = arena_open(ARENA_BLOCK);
    bool done = list_all(g, err);
    arena_close(g->one);
    if (!done)
        return act_abandon(act);
    fill_units(g);
    ((struct access_entry *)bag_at(&act->notes, 0))->count = g->answer.verdict[PASSIVE_LISTED];
    return act_answer(act, &ANSWER, &g->answer, g->answer.verdict[PASSIVE_LISTED] == 0, err);
}

bool passive_all(struct arena *a, struct instance *in, const struct passive_all_request *request,
                 struct passive_all_answer *out, struct err *err)
{
    struct act act;
    struct going g = {.act = &act, .request = request};
    struct act_options options =
        ACT_OPTIONS(STR("list"), request,
                    str_fmt(a, "list %.*s by-area all%s", STR_FMT(request->actor.id),
                            request->actor.opens_protected ? " protected" : ""));
    if (!act_check_actor(a, in, &request->actor, err) || !act_begin(a, in, &options, &act, err))
        return false;
    act_note(&act, 0, STR("by-area all"));
    if (!act.is_repeat && request->actor.role != ROLE_ADMINISTRATOR)
        return ACT_REFUSE(&act, "passive.party", err);
    if (!(act.is_repeat ? act_repeat(&act, &ANSWER, &g.answer, err) : carry_out(&act, &g, err)))
        return false;
    *out = g.answer;
    return true;
}
