#include "service/unit/unit.h"

#include "core/sb.h"
#include "core/utf8.h"
#include "domain/passive.h"
#include "domain/span.h"
#include "service/act_about.h"
#include "service/act_answer.h"
#include "service/unit/unit_event.h"
#include "service/unit/unit_follow.h"
#include "store/queue_store.h"

/* ---- one unit, whole ---- */

struct finding {
    struct arena *arena;
    int64_t unit;
    struct unit_shown *found;
};

struct unit_shown unit_shown_of(struct arena *a, const struct unit_row *row)
{
    return (struct unit_shown){.id = str_copy(a, hsaid_str(&row->unit)),
                               .name = str_copy(a, row->name),
                               .county = str_copy(a, row->county),
                               .municipality = str_copy(a, row->municipality),
                               .parent = str_copy(a, hsaid_str(&row->parent)),
                               .areas = STR(""),
                               .operator_kind = row->operator_kind,
                               .cap = row->cap,
                               .has_queue = row->queue == ANSWER_YES,
                               .opens = row->opens_on,
                               .closes = row->closes_on};
}

static bool take_unit(void *state, int64_t unit, const struct unit_row *row, struct err *err)
{
    (void)err;
    const struct finding *f = state;
    if (unit == f->unit)
        *f->found = unit_shown_of(f->arena, row);
    return true;
}

static bool read_unit(struct arena *a, struct instance *in, int64_t unit, struct unit_shown *out,
                      struct err *err)
{
    struct finding f = {a, unit, out};
    return unit_each(in->db, (struct unit_reader){&f, take_unit}, err);
}

struct gathering {
    struct day today;
    int64_t unit;
    struct sb areas;
};

/* Rows come by area, the later after the earlier: what holds is the last that has begun. */
static bool take_area(void *state, const struct area_now *row, struct err *err)
{
    (void)err;
    struct gathering *g = state;
    if (row->unit != g->unit || !span_covers(row->from, row->to, g->today))
        return true;
    if (sb_str(&g->areas).len > 0)
        sb_char(&g->areas, ' ');
    sb_put(&g->areas, row->area);
    return true;
}

static bool show_known(struct arena *a, struct known_registry *known, struct str unit,
                       struct unit_shown *out, struct err *err)
{
    struct act_unit found;
    struct unit_shown shown = {.cap = -1};
    struct db *db = known->in.db;
    struct day on = known->on;
    if (!act_find_unit(a, &known->in, unit, &found, err) ||
        !read_unit(a, &known->in, found.facts.unit, &shown, err))
        return false;
    struct gathering g = {on, found.facts.unit, sb_open(a, 256)};
    if (!unit_listed(db, g.unit, on, on, &shown.listed, err) ||
        !unit_doctors(db, g.unit, on, &shown.doctors, err) ||
        !area_each(db, (struct area_reader){&g, take_area}, err))
        return false;
    shown.areas = sb_str(&g.areas);
    *out = shown;
    return true;
}

bool unit_show(struct arena *a, struct instance *in, struct str unit, const struct known_time *time,
               struct unit_shown *out, struct err *err)
{
    struct known_registry known;
    if (!known_open(a, in, time, &known, err))
        return false;
    bool done = show_known(a, &known, unit, out, err);
    known_close(&known);
    return done;
}

/* ---- a change ---- */

struct asked {
    struct arena *arena;
    struct instance *in;
    const struct unit_change *change;
    struct act_unit unit;
    struct unit_shown was;
    struct day from;
};

static bool read_asked(struct asked *q, struct err *err)
{
    enum { REASON_MOST = 200, YEAR = 366 };
    const struct unit_change *c = q->change;
    struct day today = instance_today(q->in);
    q->from = day_is_none(c->from) ? today : c->from;
    if (q->from.n > today.n + YEAR || q->from.n < today.n - YEAR)
        return FAIL(err, ERR_INVALID, "listing.day_far", "%s", "");
    if (c->reason.len > 0 && !utf8_is_line(c->reason, REASON_MOST))
        return FAIL(err, ERR_INVALID, "unit.reason", "%s", "");
    return act_check_actor(q->arena, q->in, &c->actor, err) &&
           act_find_unit(q->arena, q->in, c->unit, &q->unit, err);
}

static struct str text_of(const struct asked *q)
{
    char day[DAY_TEXT];
    const struct unit_change *c = q->change;
    struct sb out = sb_open(q->arena, 160);
    sb_fmt(&out, "unit %.*s %.*s %d %lld %.*s %.*s", STR_FMT(c->actor.id),
           STR_FMT(hsaid_str(&q->unit.id)), (int)c->what,
           c->what == UNIT_QUEUE ? (long long)c->queue : (long long)c->cap,
           STR_FMT(day_is_none(c->from) ? STR("-") : day_format(c->from, day)), STR_FMT(c->reason));
    for (unsigned i = 0; i < c->areas; i++) {
        sb_char(&out, ' ');
        sb_put(&out, c->area[i]);
    }
    return sb_str(&out);
}

/* Whether who acts may, and the unit is one at which people are listed. */
static bool may_change(struct act *act, const struct asked *q, struct err *err)
{
    enum party party = PARTY_NONE;
    unsigned may = PARTIES(PARTY_ADMINISTRATOR);
    bool requested = q->change->what == UNIT_CAP || q->change->what == UNIT_QUEUE;
    if (requested)
        may |= PARTIES(PARTY_UNIT_HEAD);
    if (!act_party(act, 0, &q->unit.id, &party, err))
        return false;
    if (!party_in(party, may))
        return FAIL(err, ERR_DENIED, "unit.party", "%s", "");
    if (q->was.parent.len > 0)
        return FAIL(err, ERR_INVALID, "unit.branch", "%.*s", STR_FMT(q->was.parent));
    if (requested && party == PARTY_ADMINISTRATOR && q->change->reason.len == 0)
        return FAIL(err, ERR_INVALID, "unit.reason", "%s", "");
    return true;
}

/* A cap that is raised makes room: who is listed by it is, before it is said how many. */
static bool settle_cap(struct act *act, int64_t unit, int64_t *taken, struct err *err)
{
    return act_settle(act, err) && queue_taken(act->work.db, unit, act->work.position, taken, err);
}

static bool change_cap(struct act *act, const struct asked *q, struct unit_changed *out,
                       struct err *err)
{
    struct day today = instance_today(q->in);
    struct unit_restated row = {.unit = q->unit.facts.unit,
                                .cap = q->change->cap,
                                .opens = q->was.opens,
                                .closes = q->was.closes,
                                .reason = q->change->reason};
    out->is_already = q->was.cap == q->change->cap;
    return (out->is_already || (unit_restate(act->work.db, &row, act->work.position, err) &&
                                unit_tell(act, &q->unit.id, STR("cap"), today, err) &&
                                settle_cap(act, row.unit, &out->taken, err))) &&
           unit_listed(act->work.db, row.unit, today, today, &out->listed, err);
}

/* The turn of those who wait comes by their order, and not by whether others may join. */
static bool change_queue(struct act *act, const struct asked *q, struct unit_changed *out,
                         struct err *err)
{
    bool on = q->change->queue;
    unsigned waiting = 0;
    struct unit_restated row = {.unit = q->unit.facts.unit,
                                .cap = q->was.cap,
                                .opens = q->was.opens,
                                .closes = q->was.closes,
                                .reason = q->change->reason,
                                .queue = on ? ANSWER_YES : ANSWER_NO};
    out->is_already = q->was.has_queue == on;
    if (on && q->in->region.rules.queue.max == 0)
        return FAIL(err, ERR_CONFLICT, "unit.no_queues", "%s", "");
    if (!queue_waiting(act->work.db, row.unit, &waiting, err))
        return false;
    out->waiting = waiting;
    return out->is_already ||
           (unit_restate(act->work.db, &row, act->work.position, err) &&
            unit_tell(act, &q->unit.id, STR("queue"), instance_today(q->in), err));
}

/* Whoever is listed there before that day would be listed with a unit that is not open; a unit that
 * has closed opens anew. */
static bool change_opens(struct act *act, const struct asked *q, struct unit_changed *out,
                         struct err *err)
{
    char day[DAY_TEXT];
    struct day today = instance_today(q->in), from = q->from;
    struct unit_restated row = {.unit = q->unit.facts.unit,
                                .cap = q->was.cap,
                                .opens = from,
                                .closes = DAY_NONE,
                                .reason = STR("")};
    bool is_open = day_is_none(q->was.closes) && !day_is_none(q->was.opens);
    struct day since = is_open && q->was.opens.n < today.n ? q->was.opens : today;
    int64_t before = 0;
    out->is_already = q->was.opens.n == from.n && day_is_none(q->was.closes);
    if (out->is_already)
        return true;
    if (!day_is_none(q->was.closes) && q->was.closes.n >= from.n)
        return FAIL(err, ERR_CONFLICT, "unit.closes", "%.*s",
                    STR_FMT(day_format(q->was.closes, day)));
    if (from.n > since.n &&
        !unit_listed(act->work.db, row.unit, since, (struct day){from.n - 1}, &before, err))
        return false;
    if (before > 0)
        return FAIL(err, ERR_CONFLICT, "unit.listed_before", "%lld", (long long)before);
    return unit_restate(act->work.db, &row, act->work.position, err) &&
           unit_tell(act, &q->unit.id, STR("opens_on"), from, err);
}

/* Others are told of each unit that answers for them no more from the day, once. */
static bool tell_former(struct act *act, const struct asked *q, const int64_t *former,
                        struct err *err)
{
    for (unsigned i = 0; i < q->change->areas; i++) {
        struct str id, name;
        struct hsaid unit;
        bool is_told = former[i] == 0;
        for (unsigned k = 0; k < i; k++)
            is_told |= former[k] == former[i];
        if (!is_told &&
            (!unit_called(act->work.db, act->arena, former[i], &id, &name, err) ||
             !hsaid_parse(id, &unit, err) || !unit_tell(act, &unit, STR("areas"), q->from, err)))
            return false;
    }
    return true;
}

static bool change_areas(struct act *act, const struct asked *q, struct unit_changed *out,
                         struct err *err)
{
    struct access_entry *whole = bag_at(&act->notes, 0);
    struct unit_follow follow = {.unit = &q->unit, .from = q->from, .about = whole->about};
    int64_t *former = ARENA_NEW(act->arena, int64_t, q->change->areas);
    bool any = false;
    if (!day_is_none(q->was.closes))
        return FAIL(err, ERR_CONFLICT, "listing.closed", "%s", "");
    for (unsigned i = 0; i < q->change->areas; i++) {
        struct area_given given = {q->change->area[i], q->unit.facts.unit, q->from};
        struct area_change change;
        if (!area_give(act->work.db, &given, act->work.position, &change, err) ||
            (change.changed && !unit_follow_area(act, &follow, given.area, err)))
            return false;
        any |= change.changed;
        former[i] = change.changed ? change.former : 0;
        out->later += change.changed && !day_is_none(change.until);
    }
    out->is_already = !any;
    out->moved = follow.moved;
    whole->count = follow.moved;
    out->stayed = follow.stayed;
    return !any || (unit_tell(act, &q->unit.id, STR("areas"), q->from, err) &&
                    tell_former(act, q, former, err));
}

static bool change(struct act *act, const struct asked *q, struct unit_changed *out,
                   struct err *err)
{
    switch (q->change->what) {
    case UNIT_CAP:
        return change_cap(act, q, out, err);
    case UNIT_OPENS:
        return change_opens(act, q, out, err);
    case UNIT_QUEUE:
        return change_queue(act, q, out, err);
    case UNIT_AREAS:
        break;
    }
    return change_areas(act, q, out, err);
}

/* ---- the answer ---- */

static const struct act_field KEPT[] = {
    ACT_FIELD(struct unit_changed, is_already, "already"),
    ACT_FIELD(struct unit_changed, name, "name"),
    ACT_FIELD(struct unit_changed, from, "from"),
    ACT_FIELD(struct unit_changed, listed, "listed"),
    ACT_FIELD(struct unit_changed, waiting, "waiting"),
    ACT_FIELD(struct unit_changed, taken, "taken"),
    ACT_FIELD(struct unit_changed, moved, "moved"),
    ACT_FIELD(struct unit_changed, stayed, "stayed"),
    ACT_FIELD(struct unit_changed, later, "later"),
};
static const struct act_form ANSWER = ACT_FORM(struct unit_changed, KEPT);

static bool carry_out(struct act *act, struct asked *q, struct unit_changed *answer,
                      struct err *err)
{
    answer->from = q->from;
    /* Read anew: it may have been changed since it was found. */
    bool done = act_find_unit(q->arena, q->in, q->change->unit, &q->unit, err) &&
                read_unit(q->arena, q->in, q->unit.facts.unit, &q->was, err) &&
                may_change(act, q, err) && change(act, q, answer, err);
    answer->name = q->was.name;
    if (!done)
        return act_fail(act, err);
    return act_answer(act, &ANSWER, answer, answer->is_already, err);
}

bool unit_change(struct arena *a, struct instance *in, const struct unit_change *change,
                 struct unit_changed *out, struct err *err)
{
    static const char *const word[] = {
        [UNIT_CAP] = "cap", [UNIT_OPENS] = "opens", [UNIT_AREAS] = "areas", [UNIT_QUEUE] = "queue"};
    struct asked q = {.arena = a, .in = in, .change = change};
    struct unit_changed answer = {.is_repeat = false};
    struct act act;
    if (!read_asked(&q, err))
        return false;
    struct act_options options = ACT_OPTIONS(STR("unit"), change, text_of(&q));
    if (!act_begin(a, in, &options, &act, err))
        return false;
    act_note(&act, 0,
             str_fmt(a, "unit=%.*s %s", STR_FMT(hsaid_str(&q.unit.id)), word[change->what]));
    if (!(act.is_repeat ? act_repeat(&act, &ANSWER, &answer, err)
                        : carry_out(&act, &q, &answer, err)))
        return false;
    answer.unit = str_copy(a, hsaid_str(&q.unit.id));
    *out = answer;
    return true;
}
