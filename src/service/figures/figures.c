#include "service/figures/figures.h"

#include "service/access/access_log.h"
#include "store/table_store.h"

struct month figures_month(const struct snapshot *s, struct day today)
{
    struct month ended = {month_of(today).n - 1};
    struct day end = month_last(ended), last = s->last_contact;
    if (day_is_none(last) || last.n <= end.n)
        return day_is_none(last) ? ended : month_of(last);
    last = DAY_NONE; /* contacts of a month that still goes on: the latest before those */
    for (uint32_t i = 0; i < s->contacts.count; i++)
        if (s->contacts.day[i] <= end.n && s->contacts.day[i] > last.n)
            last.n = s->contacts.day[i];
    return day_is_none(last) ? ended : month_of(last);
}

bool figures_definitions(struct arena *a, const struct instance *in, struct definitions *out,
                         struct err *err)
{
    const char *folder = instance_path(in, a, INSTANCE_MEASURES);
    struct definitions all;
    const struct str *dimension;
    size_t dimensions;
    return definitions_load(a, file_exists(folder) ? folder : NULL, &all, err) &&
           table_dimensions(a, in->db, &dimension, &dimensions, err) &&
           definitions_open(a, &all, dimension, dimensions, out, err);
}

bool figures_month_of(struct day as_of, struct month *out, struct err *err)
{
    char day[DAY_TEXT];
    struct month month = month_of(as_of);
    if (!day_is_month_end(as_of))
        return FAIL(err, ERR_INVALID, "figures.as_of", "%.*s",
                    STR_FMT(day_format(month_last(month), day)));
    *out = month;
    return true;
}

/* Of the months that end with `last`. */
static bool evaluate(struct arena *a, struct kept_request from, const struct figures_request *ask,
                     struct month last, struct kept_figures *out, struct err *err)
{
    struct eval_request request = {.definition = ask->definition,
                                   .definitions = ask->definitions,
                                   .last = last,
                                   .months = ask->months,
                                   .levels = ask->levels,
                                   .threads = ask->threads,
                                   .protected_rows = ask->protected_rows};
    from.ask = &request;
    from.fresh = ask->fresh;
    return kept_eval(a, &from, out, err);
}

bool figures_open(struct arena *a, struct instance *in, const struct figures_request *ask,
                  const struct warehouse_use *use, struct figures *out, struct err *err)
{
    struct figures f = {0};
    if (!day_is_none(ask->as_of) && !figures_month_of(ask->as_of, &f.last, err))
        return false;
    if (ask->snapshot.len > 0 ? !warehouse_open_named(a, in, ask->snapshot, &f.from, err)
                              : !warehouse_open(a, in, use, &f.from, err))
        return false;
    if (day_is_none(ask->as_of))
        f.last = figures_month(&f.from.snapshot, ask->today);
    struct kept_figures made;
    struct kept_request from = {
        .instance = in, .files = use->files ? use->files : in->files, .snapshot = &f.from.snapshot};
    if (!evaluate(a, from, ask, f.last, &made, err)) {
        figures_close(&f);
        return false;
    }
    f.table = made.table;
    f.tables = made.tables;
    f.use = made.use;
    *out = f;
    return true;
}

bool figures_beside(struct arena *a, struct instance *in, const struct figures *f,
                    const struct figures_request *ask, struct kept_figures *out, struct err *err)
{
    struct kept_request from = {.instance = in, .files = in->files, .snapshot = &f->from.snapshot};
    return evaluate(a, from, ask, month_of(ask->as_of), out, err);
}

void figures_close(struct figures *f)
{
    snapshot_close(&f->from.snapshot);
}

/* ---- for who asks ---- */

static void put_levels(struct sb *out, unsigned levels)
{
    bool is_first = true;
    for (enum eval_level level = LEVEL_PERSON; level <= LEVEL_COUNTY; level++) {
        if (!(levels & LEVEL_BIT(level)))
            continue;
        sb_fmt(out, "%s%.*s", is_first ? "" : ",", STR_FMT(level_word(level)));
        is_first = false;
    }
}

static bool log_shown(struct arena *a, const struct instance *in, const struct figures_asked *asked,
                      const struct figures *f, struct err *err)
{
    char month[MONTH_TEXT];
    struct sb about = sb_open(a, 256);
    sb_put(&about, STR("by="));
    put_levels(&about, asked->of.levels);
    sb_fmt(&about, " month=%s months=%u measures=", month_format(f->last, month).at,
           asked->of.months);
    sb_put(&about, asked->named.len > 0 ? asked->named : STR("all"));
    struct access_entry seen = {.actor = asked->actor,
                                .act = STR("measure"),
                                .about = sb_str(&about),
                                .count = (int64_t)f->from.snapshot.persons};
    return access_log_write(in, &seen, 1, err);
}

bool figures_show(struct arena *a, struct instance *in, const struct figures_asked *asked,
                  const struct warehouse_use *use, struct figures *out, struct err *err)
{
    struct figures_request of = asked->of;
    struct figures f;
    of.protected_rows = asked->actor.opens_protected;
    if (!figures_open(a, in, &of, use, &f, err))
        return false;
    if (!log_shown(a, in, asked, &f, err)) {
        figures_close(&f);
        return false;
    }
    *out = f;
    return true;
}
