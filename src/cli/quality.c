#include "cli/quality.h"

#include "cli/instance.h"
#include "cli/measure_find.h"
#include "cli/print.h"
#include "cli/wrap.h"
#include "core/utf8.h"
#include "engine/nearest.h"
#include "service/figures/persons.h"
#include "web/number.h"

/* ---- what is found, for programs ---- */

enum { C_CHECK, C_UNIT, C_FOUND, C_OF, COLUMNS };
static const struct print_column COLUMN[COLUMNS] = {
    [C_CHECK] = {.name = "check"},
    [C_UNIT] = {.name = "unit"},
    [C_FOUND] = {.name = "found", .number = true},
    [C_OF] = {.name = "of", .number = true},
};

static bool put_record(struct print *p, const struct quality *q, const struct check *c,
                       uint32_t unit, struct check_count count, struct err *err)
{
    struct arena *a = q->cli->arena;
    struct str field[COLUMNS] = {[C_CHECK] = c->of.id};
    if (unit < q->s->units)
        field[C_UNIT] = hsaid_str(&q->s->unit_id[unit]);
    field[C_FOUND] = str_fmt(a, "%llu", (unsigned long long)count.found);
    if (count.among > 0)
        field[C_OF] = str_fmt(a, "%llu", (unsigned long long)count.among);
    return print_row(p, field, err);
}

static bool put_units(struct print *p, const struct quality *q, const struct check *c,
                      const struct check_result *r, struct err *err)
{
    for (uint32_t u = 0; r->unit && u <= q->s->units; u++) {
        bool is_looked_at = u < q->s->known_units && r->unit[u].among > 0;
        if ((r->unit[u].found > 0 || is_looked_at) && !put_record(p, q, c, u, r->unit[u], err))
            return false;
    }
    return true;
}

static bool put_records(const struct quality *q, const struct check_result *r, bool by_unit,
                        struct err *err)
{
    struct print *p = print_open(q->cli, COLUMN, COLUMNS);
    for (size_t i = 0; i < q->ask.checks; i++) {
        const struct check *c = q->ask.check[i];
        if (!(by_unit ? put_units(p, q, c, &r[i], err)
                      : put_record(p, q, c, EXPLAIN_NONE, r[i].all, err)))
            return false;
    }
    return print_end(p, err);
}

/* ---- for people ---- */

struct str quality_unit_name(const struct snapshot *s, uint32_t unit)
{
    if (unit >= s->units)
        return STR("");
    return s->unit_name[unit].len > 0 ? s->unit_name[unit] : hsaid_str(&s->unit_id[unit]);
}

struct str quality_count(struct cli *cli, struct check_count count)
{
    struct arena *a = cli->arena;
    struct sb out = sb_open(a, 64);
    struct str value[] = {number_count(a, cli->lang, (int64_t)count.found),
                          number_count(a, cli->lang, (int64_t)count.among), STR("")};
    if (count.among == 0)
        return value[0];
    value[2] = number_ratio(a, cli->lang, (int64_t)count.found, (int64_t)count.among, 100, 1);
    text_fill(&out, cli->lang, TEXT_QUALITY_COUNT, value, ARRAY_LEN(value));
    return sb_str(&out);
}

/* The unit that has most of it; units: none does. */
static uint32_t most_of(const struct snapshot *s, const struct check_result *r)
{
    uint32_t most = s->units;
    for (uint32_t u = 0; r->unit && u < s->units; u++)
        if (r->unit[u].found > (most < s->units ? r->unit[most].found : 0))
            most = u;
    return most;
}

void quality_line(struct sb *out, struct str indent, struct str title, struct str count)
{
    size_t used = indent.len + utf8_count(title) + utf8_count(count);
    sb_put(out, indent);
    sb_put(out, title);
    for (size_t n = used; n < PRINT_WIDTH; n++)
        sb_char(out, ' ');
    sb_fmt(out, "%s%.*s\n", used < PRINT_WIDTH ? "" : "\n  ", STR_FMT(count));
}

/* Title and figure in a line, the id and where most of it is in the next. */
static void show_found(struct sb *out, const struct quality *q, const struct check *c,
                       const struct check_result *r)
{
    struct cli *cli = q->cli;
    quality_line(out, STR(""), c->of.name[cli->lang], quality_count(cli, r->all));
    sb_fmt(out, "  %.*s", STR_FMT(c->of.id));
    uint32_t most = most_of(q->s, r);
    struct str about[] = {quality_unit_name(q->s, most), STR("")};
    if (most < q->s->units) {
        about[1] = number_count(cli->arena, cli->lang, (int64_t)r->unit[most].found);
        text_fill(out, cli->lang, TEXT_QUALITY_MOST, about, ARRAY_LEN(about));
    }
    sb_char(out, '\n');
}

static void show_clean(struct sb *out, const struct quality *q, const struct check_result *r)
{
    struct sb ids = sb_open(q->cli->arena, 512), line = sb_open(q->cli->arena, 512);
    for (size_t i = 0; i < q->ask.checks; i++)
        if (r[i].all.found == 0)
            sb_fmt(&ids, "%s%.*s", ids.len > 0 ? ", " : "", STR_FMT(q->ask.check[i]->of.id));
    struct str all = sb_str(&ids);
    if (all.len == 0)
        return;
    text_fill(&line, q->cli->lang, TEXT_QUALITY_CLEAN, &all, 1);
    sb_char(out, '\n');
    wrap(out, sb_str(&line));
}

/* ---- for people, by unit: a table for each check, under its title and the ids that are asked with
 * ---- */

enum { U_UNIT, U_ID, U_FOUND, U_OF, U_COLUMNS };
static const struct print_column U_COLUMN[U_COLUMNS] = {
    [U_UNIT] = {.name = "unit", .title = TEXT_QUALITY_COLUMN_UNIT, .wraps = true},
    [U_ID] = {.name = "id", .title = TEXT_QUALITY_COLUMN_ID},
    [U_FOUND] = {.name = "found", .title = TEXT_QUALITY_COLUMN_FOUND, .number = true},
    [U_OF] = {.name = "of", .title = TEXT_QUALITY_COLUMN_OF, .number = true},
};

static bool show_unit(struct print *p, const struct quality *q, uint32_t unit,
                      struct check_count count, struct err *err)
{
    struct cli *cli = q->cli;
    struct arena *a = cli->arena;
    struct str field[U_COLUMNS] = {[U_UNIT] = quality_unit_name(q->s, unit)};
    if (unit < q->s->units)
        field[U_ID] = hsaid_str(&q->s->unit_id[unit]);
    field[U_FOUND] = number_count(a, cli->lang, (int64_t)count.found);
    if (count.among > 0)
        field[U_OF] = number_count(a, cli->lang, (int64_t)count.among);
    return print_row(p, field, err);
}

static bool show_units(const struct quality *q, const struct check *c, const struct check_result *r,
                       struct err *err)
{
    struct sb title = sb_open(q->cli->arena, 256);
    struct print *p = print_open(q->cli, U_COLUMN, U_COLUMNS);
    unsigned shown = 0;
    for (uint32_t u = 0; r->unit && u <= q->s->units; u++) {
        if (r->unit[u].found == 0)
            continue;
        shown++;
        if (!show_unit(p, q, u, r->unit[u], err))
            return false;
    }
    wrap(&title, str_fmt(q->cli->arena, "%.*s (%.*s)", STR_FMT(c->of.name[q->cli->lang]),
                         STR_FMT(c->of.id)));
    return shown == 0 || (cli_write(q->cli->out, sb_str(&title), err) && print_end(p, err) &&
                          cli_write(q->cli->out, STR("\n"), err));
}

static bool show_by_unit(const struct quality *q, const struct check_result *r, struct err *err)
{
    struct cli *cli = q->cli;
    struct sb out = sb_open(cli->arena, 512);
    uint64_t found = 0;
    for (size_t i = 0; i < q->ask.checks; i++) {
        found += r[i].unit ? r[i].all.found : 0;
        if (!show_units(q, q->ask.check[i], &r[i], err))
            return false;
    }
    wrap(&out, text_get(cli->lang, found > 0 ? TEXT_QUALITY_HINT_UNIT : TEXT_QUALITY_NOTHING));
    return cli_write(cli->out, sb_str(&out), err);
}

static bool show(const struct quality *q, const struct check_result *r, struct err *err)
{
    struct cli *cli = q->cli;
    char day[DAY_TEXT];
    struct sb out = sb_open(cli->arena, 4096);
    struct str until = day_format(month_last(q->ask.month), day);
    text_fill(&out, cli->lang, TEXT_QUALITY_HEAD, &until, 1);
    sb_put(&out, STR("\n\n"));
    for (size_t i = 0; i < q->ask.checks; i++)
        if (r[i].all.found > 0)
            show_found(&out, q, q->ask.check[i], &r[i]);
    show_clean(&out, q, r);
    sb_char(&out, '\n');
    wrap(&out, text_get(cli->lang, TEXT_QUALITY_HINT));
    return cli_write(cli->out, sb_str(&out), err);
}

/* ---- the question ---- */

static bool unknown(const struct checks *all, struct str id, struct err *err)
{
    struct nearest n = nearest_to(id);
    for (size_t i = 0; i < all->count; i++)
        nearest_look(&n, all->at[i]->of.id);
    if (nearest_found(&n))
        return FAIL(err, ERR_MISSING, "check.unknown", "%.*s (%.*s?)", STR_FMT(id),
                    STR_FMT(n.best));
    return FAIL(err, ERR_MISSING, "check.unknown", "%.*s", STR_FMT(id));
}

static bool show_that_none_concerns(struct cli *cli, struct err *err)
{
    struct sb out = sb_open(cli->arena, 128);
    wrap(&out, text_get(cli->lang, TEXT_MEASURE_QUALITY_NONE));
    return cli_write(cli->out, sb_str(&out), err);
}

static bool find_out(struct quality *q, const struct quality_call *call, struct err *err)
{
    struct quality_found found;
    if (call->rows.len > 0)
        return quality_rows(q, err);
    const struct quality_counting counting = {q->ask, call->by_unit, call->measure, q->actor};
    if (!quality_show(q->cli->arena, q->in, q->s, &counting, &found, err))
        return false;
    struct progress progress = progress_open(q->cli);
    cli_tell_kept(&progress, &found.use.refused, &found.use.unwritten);
    progress_end(&progress);
    const struct check_result *r = found.at;
    if (q->cli->format != FORMAT_TABLE)
        return put_records(q, r, call->by_unit, err);
    if (q->ask.checks == 0)
        return show_that_none_concerns(q->cli, err);
    return call->by_unit ? show_by_unit(q, r, err) : show(q, r, err);
}

/* The check whose rows are asked for, those that concern a measure, or all. */
static bool choose(struct quality *q, const struct quality_call *call,
                   const struct definitions *measures, struct err *err)
{
    struct arena *a = q->cli->arena;
    struct checks all;
    if (!quality_checks(a, q->in, measures, &all, err))
        return false;
    q->ask.measures = measures;
    if (call->rows.len > 0) {
        const struct check **one = ARENA_NEW(a, const struct check *, 1);
        *one = checks_find(&all, call->rows);
        if (!*one)
            return unknown(&all, call->rows, err);
        all = (struct checks){one, 1};
    } else if (call->measure.len > 0) {
        const struct definition **d = ARENA_NEW(a, const struct definition *, 1);
        struct definitions *own = ARENA_NEW(a, struct definitions, 1);
        if (!measure_find(a, measures, call->measure, d, err))
            return false;
        all = checks_concerning(a, &all, *d);
        *own = (struct definitions){.at = d, .count = 1};
        q->ask.measures = own; /* of figures that look made up its own */
    }
    q->ask.check = all.at;
    q->ask.checks = all.count;
    return true;
}

static bool ask(struct quality *q, const struct quality_call *call, struct err *err)
{
    struct arena *a = q->cli->arena;
    struct definitions *measures = ARENA_NEW(a, struct definitions, 1);
    struct figures *f = ARENA_NEW(a, struct figures, 1);
    if (!figures_definitions(a, q->in, measures, err) || !choose(q, call, measures, err) ||
        !cli_snapshot(q->cli, q->in, call->as_of, call->threads, f, err))
        return false;
    q->s = &f->from.snapshot;
    q->ask.month = f->last;
    q->ask.threads = call->threads;
    q->unit = EXPLAIN_NONE;
    bool done = (call->unit.len == 0 || persons_unit(q->s, call->unit, &q->unit, err)) &&
                find_out(q, call, err);
    figures_close(f);
    return done;
}

bool quality_verb(struct cli *cli, const struct quality_call *call, struct err *err)
{
    struct instance in;
    if (!cli_instance(cli, &in, err))
        return false;
    struct quality q = {.cli = cli, .in = &in, .actor = call->actor};
    bool done = ask(&q, call, err);
    instance_close(&in);
    return done;
}
