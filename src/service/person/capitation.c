#include "service/person/capitation.h"

#include "service/access/access_log.h"
#include "service/act_about.h"
#include "service/known.h"
#include "store/capitation_store.h"

enum { SEXES = 3, CELLS = AGE_GROUPS * SEXES };

/* Counts by the registry's id of the unit. */
struct unit_count {
    struct hsaid unit;
    int64_t frozen[CELLS], now[CELLS];
};
struct counting {
    struct arena *arena;
    struct instance *in;
    const struct capitation_request *request;
    struct db *db; /* what is counted: as it is, or was known */
    struct month month;
    struct day on;     /* its last */
    struct hsaid only; /* the unit that is shown; empty: all */
    struct bag units;  /* struct unit_count, by id */
    struct moment frozen_at;
    bool is_frozen;
};

static unsigned cell_of(enum age_group age, enum sex sex)
{
    return (unsigned)age * SEXES + (unsigned)sex;
}

static struct unit_count *unit_at(struct counting *c, int64_t unit)
{
    while ((int64_t)c->units.count <= unit)
        (void)bag_add(&c->units);
    return bag_at(&c->units, (size_t)unit);
}

static bool take_id(void *state, const struct hsaid_now *row, struct err *err)
{
    (void)err;
    unit_at(state, row->id)->unit = row->hsaid;
    return true;
}

static bool take_listed(void *state, const struct capitation_listed *row, struct err *err)
{
    (void)err;
    struct counting *c = state;
    unit_at(c, row->unit)->now[cell_of(age_group_on(row->birth, c->on), row->sex)]++;
    return true;
}

static bool take_frozen(void *state, const struct capitation_row *row, struct err *err)
{
    (void)err;
    unit_at(state, row->unit)->frozen[cell_of(row->age, row->sex)] = row->persons;
    return true;
}

/* What is known now, and what was frozen. */
static bool count(struct counting *c, struct err *err)
{
    struct db *db = c->db;
    c->units = (struct bag)BAG_OPEN(c->arena, struct unit_count);
    return unit_each_id(db, (struct hsaid_reader){c, take_id}, err) &&
           capitation_each_listed(db, c->on, (struct capitation_listed_reader){c, take_listed},
                                  err) &&
           capitation_frozen(db, c->month, &c->is_frozen, &c->frozen_at, err) &&
           capitation_each(db, c->month, (struct capitation_reader){c, take_frozen}, err);
}

static struct capitation_answer answer_of(struct counting *c)
{
    struct capitation_answer answer = {
        .month = c->month, .is_frozen = c->is_frozen, .frozen_at = c->frozen_at};
    struct bag lines = BAG_OPEN(c->arena, struct capitation_line);
    for (size_t i = 0; i < c->units.count; i++) {
        const struct unit_count *u = bag_at(&c->units, i);
        if (c->only.text[0] && !str_eq(hsaid_str(&u->unit), hsaid_str(&c->only)))
            continue;
        for (unsigned k = 0; k < CELLS; k++) {
            answer.frozen += u->frozen[k];
            answer.now += u->now[k];
            if (u->frozen[k] + u->now[k] > 0)
                *(struct capitation_line *)bag_add(&lines) =
                    (struct capitation_line){u->unit, (enum age_group)(k / SEXES),
                                             (enum sex)(k % SEXES), u->frozen[k], u->now[k]};
        }
    }
    answer.line = bag_array(c->arena, &lines);
    answer.count = lines.count;
    return answer;
}

/* What is frozen stays: a month of which nothing can be known is a slip of the pen, or comes before
 * the files. */
static bool is_known_of(struct db *db, const struct counting *c, struct err *err)
{
    struct day first;
    return capitation_first(db, &first, err) &&
           (first.n <= c->on.n || FAIL(err, ERR_INVALID, "capitation.month_early", "%s", ""));
}

static bool write_month(struct act *act, struct counting *c, struct err *err)
{
    if (!is_known_of(act->work.db, c, err) ||
        !capitation_freeze(act->work.db, c->month, act->work.position, err))
        return false;
    for (size_t i = 0; i < c->units.count; i++) {
        struct unit_count *u = bag_at(&c->units, i);
        for (unsigned k = 0; k < CELLS; k++) {
            struct capitation_row row = {(int64_t)i, (enum age_group)(k / SEXES),
                                         (enum sex)(k % SEXES), u->now[k]};
            if (u->now[k] > 0 && !capitation_keep(act->work.db, c->month, &row, err))
                return false;
            u->frozen[k] = u->now[k];
        }
    }
    return true;
}

static struct str about(const struct counting *c)
{
    char month[MONTH_TEXT];
    return str_fmt(c->arena, "month=%.*s", STR_FMT(month_format(c->month, month)));
}

static bool freeze(struct counting *c, struct capitation_answer *out, struct err *err)
{
    struct act act;
    const struct capitation_request *r = c->request;
    struct act_options options =
        ACT_OPTIONS(STR("capitation"), r, str_fmt(c->arena, "capitation freeze %d", c->month.n));
    if (!act_begin(c->arena, c->in, &options, &act, err))
        return false;
    act_note(&act, 0, about(c));
    if (!act.is_repeat && (!count(c, err) || (!c->is_frozen && !write_month(&act, c, err))))
        return act_abandon(&act);
    bool already = act.is_repeat || c->is_frozen;
    if (!(act_close(&act, already, STR("{}"), err)))
        return false;
    if (act.is_repeat && !count(c, err))
        return false;
    bool counted = already || r->dry_run ||
                   capitation_frozen(c->in->db, c->month, &c->is_frozen, &c->frozen_at, err);
    if (!counted)
        return false;
    *out = answer_of(c);
    out->is_already = already;
    return true;
}

/* Counts of a unit are an evaluation: one entry. */
static bool show(struct counting *c, struct capitation_answer *out, struct err *err)
{
    struct known_registry known;
    struct known_time time = {DAY_NONE, c->request->known_at};
    if (!known_open(c->arena, c->in, &time, &known, err))
        return false;
    c->db = known.in.db;
    bool counted = db_begin(c->db, DB_READ, err);
    if (counted) {
        counted = count(c, err);
        db_rollback(c->db);
    }
    known_close(&known);
    if (!counted)
        return false;
    struct capitation_answer answer = answer_of(c);
    struct access_entry e = {.actor = c->request->actor,
                             .act = STR("capitation"),
                             .about = known_about(c->arena, &time, about(c)),
                             .count = (int64_t)answer.count};
    if (!access_log_write(c->in, &e, 1, err))
        return false;
    *out = answer;
    return true;
}

static struct month last_over(struct instance *in)
{
    return (struct month){month_of(instance_today(in)).n - 1};
}

bool capitation_due(struct instance *in, bool *is_due, struct month *out, struct err *err)
{
    struct month month = last_over(in);
    struct moment at;
    struct day first = DAY_NONE, last = month_last(month);
    bool is_frozen, is_known = false;
    if (!capitation_frozen(in->db, month, &is_frozen, &at, err) ||
        (!is_frozen && (!capitation_first(in->db, &first, err) ||
                        !capitation_known(in->db, last, &is_known, err))))
        return false;
    *out = month;
    *is_due = !is_frozen && first.n <= last.n && is_known;
    return true;
}

bool capitation(struct arena *a, struct instance *in, const struct capitation_request *request,
                struct capitation_answer *out, struct err *err)
{
    struct month last = last_over(in);
    struct counting c = {.arena = a,
                         .in = in,
                         .db = in->db,
                         .request = request,
                         .month = request->has_month ? request->month : last};
    if (request->actor.role != ROLE_ADMINISTRATOR)
        return access_log_refuse(in, &request->actor, STR("capitation"), "actor.role", err);
    if (c.month.n > last.n)
        return FAIL(err, ERR_INVALID, "capitation.month_open", "%s", "");
    c.on = month_last(c.month);
    return act_check_actor(a, in, &request->actor, err) &&
           (request->actor.unit.len == 0 || hsaid_parse(request->actor.unit, &c.only, err)) &&
           (request->freezes ? freeze(&c, out, err) : show(&c, out, err));
}
