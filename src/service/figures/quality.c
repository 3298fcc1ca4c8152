#include "service/figures/quality.h"

#include "engine/expr_words.h"
#include "service/access/access_log.h"
#include "service/figures/persons.h"
#include "store/listing_store.h"
#include "store/unit_store.h"

bool quality_checks(struct arena *a, const struct instance *in, const struct definitions *measures,
                    struct checks *out, struct err *err)
{
    const char *folder = instance_path(in, a, INSTANCE_MEASURES);
    return checks_load(a, file_exists(folder) ? folder : NULL, measures, out, err);
}

/* ---- the registry: its ids are not the snapshot's numbers ---- */

struct reading {
    struct arena *arena;
    const struct snapshot *s;
    uint32_t *unit; /* by the registry's id */
    int64_t units;
    struct check_rows to;
};

static uint32_t unit_number(const struct snapshot *s, const struct hsaid *id)
{
    for (uint32_t u = 0; u < s->units; u++)
        if (hsaid_eq(&s->unit_id[u], id))
            return u;
    return EXPLAIN_NONE;
}

static bool count_unit(void *state, int64_t unit, const struct unit_row *row, struct err *err)
{
    (void)row;
    (void)err;
    struct reading *r = state;
    r->units = unit > r->units ? unit : r->units;
    return true;
}

static bool take_unit(void *state, int64_t unit, const struct unit_row *row, struct err *err)
{
    (void)err;
    struct reading *r = state;
    r->unit[unit] = unit_number(r->s, &row->unit);
    return true;
}

static bool read_units(struct reading *r, struct db *db, struct err *err)
{
    if (!unit_each(db, (struct unit_reader){r, count_unit}, err))
        return false;
    r->unit = ARENA_NEW(r->arena, uint32_t, (size_t)r->units + 1);
    for (int64_t i = 0; i <= r->units; i++)
        r->unit[i] = EXPLAIN_NONE;
    return unit_each(db, (struct unit_reader){r, take_unit}, err);
}

/* Whoever is not in the snapshot came later than it. */
static bool take_listing(void *state, const struct listing_now *row, struct err *err)
{
    const struct reading *r = state;
    struct check_row found = {
        .line = {.is_row = true,
                 .table = EXPR_LISTINGS,
                 .day = row->from,
                 .minute = -1,
                 .unit = row->unit <= r->units ? r->unit[row->unit] : EXPLAIN_NONE,
                 .code = expr_word(FIELD_BASIS, (unsigned)row->basis)}};
    char day[DAY_TEXT];
    if (!day_is_none(row->to))
        found.line.value = str_copy(r->arena, day_format(row->to, day));
    if (!snapshot_person(r->s, row->person, &found.person))
        return true;
    return r->to.take(r->to.state, &found, err);
}

static bool each_of_registry(struct arena *a, struct db *db, const struct snapshot *s,
                             struct check_rows rows, struct err *err)
{
    struct reading r = {.arena = a, .s = s, .to = rows};
    return read_units(&r, db, err) &&
           listing_each_overlapping(db, (struct listing_reader){&r, take_listing}, err);
}

struct counting {
    const struct snapshot *s;
    struct check_count *unit, all;
};

static bool count_row(void *state, const struct check_row *row, struct err *err)
{
    (void)err;
    struct counting *c = state;
    c->unit[row->line.unit < c->s->units ? row->line.unit : c->s->units].found++;
    c->all.found++;
    return true;
}

static bool count_registry(struct arena *a, struct db *db, const struct snapshot *s,
                           struct check_result *out, struct err *err)
{
    struct counting c = {s, ARENA_NEW(a, struct check_count, (size_t)s->units + 1), {0}};
    if (!each_of_registry(a, db, s, (struct check_rows){&c, count_row}, err))
        return false;
    for (uint32_t i = 0; i < s->listings.count; i++)
        c.unit[s->listings.unit[i]].among++;
    c.all.among = s->listings.count;
    *out = (struct check_result){c.all, c.unit};
    return true;
}

/* ---- all of them ---- */

static bool is_wanted(const struct check *c, const struct check_result *kept)
{
    return c->kind != CHECK_REGISTRY && !kept->unit;
}

size_t quality_uncounted(const struct instance *in, const struct snapshot *s,
                         const struct check_request *ask)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct kept_checks_use use = {0};
    const struct check_result *kept = kept_checks_read(a, in, s, ask, &use);
    size_t count = 0;
    for (size_t i = 0; i < ask->checks; i++)
        count += check_is_of_persons(ask->check[i]) && is_wanted(ask->check[i], &kept[i]);
    arena_close(a);
    return count;
}

struct quality_of {
    const struct instance *in;
    const struct snapshot *s;
    const struct check_request *ask;
};

/* Counts, and keeps, what is not there. */
static bool count_wanted(struct arena *a, const struct quality_of *q, struct check_result *all,
                         struct kept_checks_use *use, struct err *err)
{
    const struct check_request *ask = q->ask;
    const struct check **check = ARENA_NEW(a, const struct check *, ask->checks + 1);
    const struct check_result *found;
    struct check_request wanted = *ask;
    wanted.check = check;
    wanted.checks = 0;
    for (size_t i = 0; i < ask->checks; i++)
        if (is_wanted(ask->check[i], &all[i]))
            check[wanted.checks++] = ask->check[i];
    if (wanted.checks == 0)
        return true;
    if (!checks_run(a, q->s, &wanted, &found, err))
        return false;
    for (size_t i = 0, next = 0; i < ask->checks; i++)
        if (is_wanted(ask->check[i], &all[i]))
            all[i] = found[next++];
    if (!check_was_stopped(ask))
        kept_checks_write(q->in, q->s, &wanted, found, use);
    return true;
}

bool quality_run(struct arena *a, struct instance *in, const struct snapshot *s,
                 const struct check_request *ask, struct quality_found *out, struct err *err)
{
    struct quality_found found = {0};
    const struct check_result *kept = kept_checks_read(a, in, s, ask, &found.use);
    struct check_result *all = ARENA_NEW(a, struct check_result, ask->checks + 1);
    for (size_t i = 0; i < ask->checks; i++)
        all[i] = kept[i];
    if (!count_wanted(a, &(struct quality_of){in, s, ask}, all, &found.use, err))
        return false;
    for (size_t i = 0; i < ask->checks; i++)
        if (ask->check[i]->kind == CHECK_REGISTRY && !check_was_stopped(ask) &&
            !count_registry(a, in->db, s, &all[i], err))
            return false;
    if (!check_was_stopped(ask))
        found.at = all;
    *out = found;
    return true;
}

/* ---- counts, for who asks ---- */

static bool log_counts(struct arena *a, const struct instance *in, const struct snapshot *s,
                       const struct quality_counting *ask, struct err *err)
{
    char month[MONTH_TEXT];
    struct sb about = sb_open(a, 128);
    sb_fmt(&about, "by=%s month=%s checks=", ask->by_unit ? "unit" : "county",
           month_format(ask->of.month, month).at);
    sb_put(&about, ask->measure.len > 0 ? ask->measure : STR("all"));
    struct access_entry seen = {.actor = ask->actor,
                                .act = STR("check"),
                                .about = sb_str(&about),
                                .count = (int64_t)s->persons};
    return access_log_write(in, &seen, 1, err);
}

bool quality_show(struct arena *a, struct instance *in, const struct snapshot *s,
                  const struct quality_counting *ask, struct quality_found *out, struct err *err)
{
    return log_counts(a, in, s, ask, err) && quality_run(a, in, s, &ask->of, out, err);
}

/* ---- rows, for who asks ---- */

struct showing {
    const struct quality_ask *ask;
    const struct quality_reader *to;
    struct withheld withheld;
    struct persons_named named;
};

/* Of the listed the row is the listing: it was found by what the check asks about them. */
static bool is_blocked(const struct showing *w, const struct check_row *row)
{
    const struct check *c = w->ask->of.check[0];
    if (c->kind != CHECK_PERSONS)
        return withheld_row(&w->withheld, row->person, &row->line) ||
               withheld_rest(&w->withheld, row->person, row->rest, row->rests);
    return withheld_figure(&w->withheld, &(struct explain_request){.definition = &c->of,
                                                                   .person = row->person,
                                                                   .month = w->ask->of.month,
                                                                   .level = LEVEL_UNIT,
                                                                   .place = row->line.unit});
}

static bool show_row(void *state, const struct check_row *row, struct err *err)
{
    const struct showing *w = state;
    struct check_row shown = *row;
    struct person_id nobody = {.packed = 0};
    if (w->ask->unit != EXPLAIN_NONE && row->line.unit != w->ask->unit)
        return true;
    if (withheld_person(&w->withheld, row->person)) {
        w->to->left_out->is_protected++;
        return true;
    }
    if (is_blocked(w, row)) {
        w->to->left_out->blocked++;
        return true;
    }
    withheld_hide_staff(&w->withheld, &shown.line);
    return w->to->take(w->to->state, &shown,
                       row->person == EXPLAIN_NONE ? nobody : w->named.id[row->person], err);
}

static bool log_rows(struct arena *a, const struct instance *in, const struct snapshot *s,
                     const struct quality_ask *ask, struct err *err)
{
    struct str check = ask->of.check[0]->of.id;
    struct access_entry seen = {.actor = ask->actor,
                                .act = STR("check"),
                                .about = ask->unit != EXPLAIN_NONE
                                             ? str_fmt(a, "check=%.*s unit=%.*s", STR_FMT(check),
                                                       STR_FMT(hsaid_str(&s->unit_id[ask->unit])))
                                             : str_fmt(a, "check=%.*s", STR_FMT(check)),
                                .count = -1}; /* rows are shown as they are found */
    return access_log_write(in, &seen, 1, err);
}

bool quality_show_rows(struct arena *a, struct instance *in, const struct snapshot *s,
                       const struct quality_ask *ask, const struct quality_reader *to,
                       struct err *err)
{
    struct showing w = {.ask = ask, .to = to};
    struct check_rows rows = {&w, show_row};
    if (!persons_name(a, in, s, &w.named, err) ||
        !withheld_open(a, in, s, &ask->actor, &w.withheld, err) || !log_rows(a, in, s, ask, err) ||
        !to->begin(to->state, err))
        return false;
    if (ask->of.check[0]->kind == CHECK_REGISTRY)
        return each_of_registry(a, in->db, s, rows, err);
    return check_each_row(s, &ask->of, rows, err);
}
