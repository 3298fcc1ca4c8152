#include "service/contact/request_show.h"

#include "service/act_about.h"
#include "service/contact/block_facts.h"
#include "service/contact/requests.h"

struct showing {
    struct arena *arena;
    const struct request_looking *looking;
    const struct request_kept *kept;
    struct bag steps; /* struct request_step_shown */
};

static bool take_step(void *state, const struct request_taken *row, struct err *err)
{
    (void)err;
    struct showing *s = state;
    *(struct request_step_shown *)bag_add(&s->steps) = (struct request_step_shown){
        .state = row->state,
        .at = row->at,
        .by_resident = str_starts(row->actor, STR("key:")),
        .actor = str_copy(s->arena, row->actor),
        .staff = row->state == REQUEST_REQUESTED ? s->kept->wish : row->staff,
        .reason = str_copy(s->arena, row->reason)};
    return true;
}

/* Who took a step: a resident is told it of themselves alone. */
static bool hide_actor(struct act *act, struct request_step_shown *step, struct err *err)
{
    const struct actor *actor = &act->options.actor;
    struct hsaid staff;
    struct err none = {0};
    if (actor->person != 0) {
        step->actor = str_eq(step->actor, actor->id) ? step->actor : STR("");
        return true;
    }
    if (step->by_resident || !hsaid_parse(step->actor, &staff, &none))
        return true;
    if (!act_hide_staff(act->arena, act->in, actor, &staff, err))
        return false;
    step->actor = staff.text[0] ? step->actor : STR("");
    return true;
}

static bool hide(struct act *act, struct request_step_shown *step, bool is_blocked, struct err *err)
{
    const struct actor *actor = &act->options.actor;
    if (is_blocked) {
        step->staff = (struct hsaid){{0}};
        step->reason = STR("");
        step->actor = step->by_resident ? step->actor : STR("");
        return true;
    }
    return (actor->person != 0 || act_hide_staff(act->arena, act->in, actor, &step->staff, err)) &&
           hide_actor(act, step, err);
}

static bool read_shown(struct act *act, struct showing *s, struct request_shown *out,
                       struct err *err)
{
    const struct request_kept *kept = s->kept;
    bool is_closed = s->looking->opening.how == BLOCK_CLOSED;
    struct block_list blocks;
    if (!request_each_step(act->work.db, kept->id, (struct request_step_reader){s, take_step},
                           err) ||
        !block_now(act->arena, act->in, kept->request.person, &blocks, err))
        return false;
    *out = (struct request_shown){
        .id = kept->id,
        .number = kept->number,
        .kind = kept->request.kind,
        .need = kept->need,
        .is_wanted = kept->is_wanted,
        .is_blocked = is_closed && block_hides_any(blocks.at, blocks.count, &act->options.actor,
                                                   instance_today(act->in)),
        .step = bag_array(act->arena, &s->steps),
        .steps = s->steps.count};
    for (size_t i = 0; i < out->steps; i++)
        if (!hide(act, &out->step[i], out->is_blocked, err))
            return false;
    return true;
}

static struct str about_of(struct arena *a, const struct request_looking *looking)
{
    struct sb about = sb_open(a, 128);
    sb_put(&about, request_about(a, looking->id));
    block_put_opening(&about, &looking->opening);
    return sb_str(&about);
}

bool request_show(struct arena *a, struct instance *in, const struct request_looking *looking,
                  struct request_shown *out, struct err *err)
{
    const struct act_options options = {
        .what = STR("request"), .actor = looking->actor, .only_looks = true};
    struct request_kept kept;
    struct request_shown shown;
    enum party by = PARTY_NONE;
    struct act act;
    if (!block_check_opening(&looking->opening, &looking->actor, err) ||
        !act_check_actor(a, in, &looking->actor, err) || !act_begin(a, in, &options, &act, err))
        return false;
    if (!request_by_id(act.work.db, a, looking->id, &kept, err))
        return act_abandon(&act);
    if (!request_theirs(&act, &kept, about_of(a, looking), &by, err))
        return false;
    struct showing s = {a, looking, &kept, BAG_OPEN(a, struct request_step_shown)};
    if (!read_shown(&act, &s, &shown, err))
        return act_abandon(&act);
    if (!act_look(&act, err))
        return false;
    *out = shown;
    return true;
}
