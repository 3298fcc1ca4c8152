#include "cli/measure_quality.h"

#include "cli/instance.h"
#include "cli/quality.h"
#include "cli/wrap.h"
#include "core/err_text.h"
#include "web/number.h"

#include <stdlib.h>

/* Persons times checks that are looked at while somebody waits: some microseconds each. */
enum { COUNTED_MOST = 250000, SHOWN_MOST = 3 };

struct one {
    const struct check *check;
    struct check_count count;
};

/* The greatest share first; of what is found among nothing each row is one too many. */
static int by_share(const void *x, const void *y)
{
    const struct one *a = x, *b = y;
    double share = a->count.among > 0 ? (double)a->count.found / (double)a->count.among : 1;
    double other = b->count.among > 0 ? (double)b->count.found / (double)b->count.among : 1;
    return share != other ? (share < other) - (share > other)
                          : str_compare(a->check->of.id, b->check->of.id);
}

/* "kontinua check --measure Di02_70 --as-of 2023-12-31": of the newest data, on the day that is
 * taken for today. */
static struct str command(const struct cli *cli, const struct measure_quality *q)
{
    struct sb out = sb_open(cli->arena, 128);
    const struct option_value *today = &cli->shared.value[SHARED_TODAY];
    char day[DAY_TEXT];
    sb_fmt(&out, "kontinua check --measure %.*s", STR_FMT(q->definition->id));
    if (!day_is_none(q->as_of))
        sb_fmt(&out, " --as-of %.*s", STR_FMT(day_format(q->as_of, day)));
    if (today->given)
        sb_fmt(&out, " --today %.*s", STR_FMT(day_format(today->day, day)));
    return sb_str(&out);
}

static void say(struct cli *cli, struct sb *out, enum text text, const struct str *values,
                unsigned count)
{
    struct sb line = sb_open(cli->arena, 256);
    text_fill(&line, cli->lang, text, values, count);
    wrap(out, sb_str(&line));
}

static void show(struct cli *cli, struct sb *out, const struct measure_quality *q,
                 const struct check_request *ask, const struct check_result *found)
{
    struct one *one = ARENA_NEW(cli->arena, struct one, ask->checks);
    size_t count = 0;
    for (size_t i = 0; i < ask->checks; i++)
        if (found[i].all.found > 0)
            one[count++] = (struct one){ask->check[i], found[i].all};
    qsort(one, count, sizeof *one, by_share);
    struct str about[] = {number_count(cli->arena, cli->lang, (int64_t)count),
                          number_count(cli->arena, cli->lang, (int64_t)ask->checks),
                          command(cli, q)};
    if (count == 0) {
        say(cli, out, TEXT_MEASURE_QUALITY_CLEAN, &about[1], 1);
        return;
    }
    say(cli, out, TEXT_MEASURE_QUALITY_HEAD, about, 2);
    for (size_t i = 0; i < count && i < SHOWN_MOST; i++)
        quality_line(out, STR("  "), one[i].check->of.name[cli->lang],
                     quality_count(cli, one[i].count));
    if (q->snapshot.len == 0) /* else it would count other data */
        say(cli, out, TEXT_MEASURE_QUALITY_HINT, &about[2], 1);
}

/* What the registry knows is of today, and of no older snapshot. */
static struct checks wanted(struct arena *a, const struct measure_quality *q,
                            const struct checks *all)
{
    struct checks of = checks_concerning(a, all, q->definition);
    const struct check **at = ARENA_NEW(a, const struct check *, of.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < of.count; i++)
        if (q->snapshot.len == 0 || of.at[i]->kind != CHECK_REGISTRY)
            at[count++] = of.at[i];
    return (struct checks){at, count};
}

/* What stands beneath the table. False: it cannot be told, *err says why. */
static bool find(struct cli *cli, const struct measure_quality *q, struct sb *out, struct err *err)
{
    struct arena *a = cli->arena;
    const struct snapshot *s = &q->figures->from.snapshot;
    const struct definitions own = {.at = &q->definition, .count = 1};
    struct definitions measures;
    struct checks all;
    struct quality_found found;
    if (!figures_definitions(a, q->in, &measures, err) ||
        !quality_checks(a, q->in, &measures, &all, err))
        return false;
    struct checks of = wanted(a, q, &all);
    struct check_request ask = {.check = of.at,
                                .checks = of.count,
                                .month = q->figures->last,
                                .threads = q->threads,
                                .measures = &own};
    sb_char(out, '\n');
    if (of.count == 0) {
        say(cli, out, TEXT_MEASURE_QUALITY_NONE, NULL, 0);
    } else if (quality_uncounted(q->in, s, &ask) * s->persons > COUNTED_MOST) {
        struct str how = command(cli, q);
        if (q->snapshot.len > 0)
            say(cli, out, TEXT_MEASURE_QUALITY_UNCOUNTED_THEN, NULL, 0);
        else
            say(cli, out, TEXT_MEASURE_QUALITY_UNCOUNTED, &how, 1);
    } else {
        if (!quality_run(a, q->in, s, &ask, &found, err))
            return false;
        cli_tell_kept(q->progress, &found.use.refused, &found.use.unwritten);
        show(cli, out, q, &ask, found.at);
    }
    return true;
}

bool measure_quality(struct cli *cli, const struct measure_quality *q, struct err *err)
{
    struct sb out = sb_open(cli->arena, 1024), line = sb_open(cli->arena, 512);
    struct err unfit = {0};
    if (find(cli, q, &out, &unfit))
        return cli_write(cli->out, sb_str(&out), err);
    text_fill(&line, cli->lang, TEXT_MEASURE_QUALITY_NOT,
              (struct str[]){q->definition->id, err_message(cli->arena, cli->lang, &unfit)}, 2);
    progress_warn(q->progress, sb_str(&line));
    return true;
}
