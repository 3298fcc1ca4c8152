/* What checks of persons find: by the plain evaluation of the oracle, a person at a time, on
 * several threads. The counts and the rows that are shown come of the same look. */
#include "engine/check.h"

#include "engine/expr_words.h"
#include "engine/oracle_parts.h"
#include "engine/parallel.h"

#include <assert.h>

enum { PIECE = 512 /* persons */ };

/* ---- one person ---- */

struct found {
    struct facts rows; /* that are found, or the listing */
    struct facts among;
};

static struct facts add(struct arena *a, const struct considered *c, const bool *is_out)
{
    struct fact *at = ARENA_NEW(a, struct fact, c->all.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < c->all.count; i++)
        if (c->standing[i] == ROW_COUNTS && !(is_out && is_out[i]))
            at[count++] = c->all.at[i];
    return (struct facts){at, count};
}

/* Rows of one table stand in one order whatever is asked of them. */
static struct facts rows_of(const struct question *q, const struct check *c)
{
    struct considered all = oracle_consider(q, c->rows);
    if (!c->except || all.all.count == 0)
        return add(q->arena, &all, NULL);
    struct considered except = oracle_consider(q, c->except);
    bool *is_out = ARENA_NEW(q->arena, bool, all.all.count);
    for (size_t i = 0; i < all.all.count; i++)
        is_out[i] = except.standing[i] == ROW_COUNTS;
    return add(q->arena, &all, is_out);
}

static struct found rows_found(const struct question *q, const struct check *c)
{
    struct found f = {.rows = rows_of(q, c)};
    if (c->among)
        f.among = oracle_select(q, c->among);
    return f;
}

static bool holds(const struct question *q, const struct expr *e)
{
    return !e || oracle_evaluate(q, e, &(struct asked){&NO_ROW, NULL}, 0).number != 0;
}

/* The row of the listing, where the person is found or among whom is looked. */
static struct found person_found(const struct question *of, const struct check *c)
{
    struct question q = *of;
    struct found f = {0};
    const struct snapshot *s = q.s;
    if (q.listing < 0)
        return f;
    q.place = (struct oracle_place){LEVEL_UNIT, s->listings.unit[q.listing]};
    if (!oracle_belongs(&q, POPULATION_LISTED) ||
        (oracle_asks_age(&c->of) && s->birth[q.person] == INT32_MIN))
        return f;
    struct fact *row = ARENA_NEW(q.arena, struct fact, 1);
    *row = (struct fact){.table = EXPR_LISTINGS,
                         .day = s->listings.from[q.listing],
                         .from = s->listings.from[q.listing],
                         .minute = NO_MINUTE,
                         .unit = s->listings.unit[q.listing],
                         .staff = NOBODY,
                         .word = s->listings.basis[q.listing]};
    if ((c->of.exclude && holds(&q, c->of.exclude)) || !holds(&q, c->of.denominator))
        return f;
    f.among = (struct facts){row, 1};
    if (holds(&q, c->of.numerator))
        f.rows = f.among;
    return f;
}

bool check_is_of_persons(const struct check *c)
{
    return c->kind == CHECK_ROWS || c->kind == CHECK_PERSONS;
}

static bool is_of_figures(const struct check *c)
{
    return c->kind == CHECK_FIGURES || c->kind == CHECK_SERIES;
}

static struct found find(const struct question *q, const struct check *c)
{
    return c->kind == CHECK_ROWS ? rows_found(q, c) : person_found(q, c);
}

bool check_was_stopped(const struct check_request *ask)
{
    return ask->stop && atomic_load(ask->stop);
}

/* ---- all of them ---- */

struct running {
    const struct snapshot *s;
    const struct check_request *ask;
    struct arena *arena[PARALLEL_MOST];
    struct check_count *count[PARALLEL_MOST]; /* by check, then by unit */
};

/* Rows of units that nobody knows are of the last. */
static size_t slot(const struct snapshot *s, const struct fact *row)
{
    return expr_table_has_unit(row->table) && row->unit < s->units ? row->unit : s->units;
}

static void count_person(struct running *r, unsigned thread, uint32_t person)
{
    struct question q = oracle_question(r->arena[thread], r->s, person, r->ask->month);
    for (size_t i = 0; i < r->ask->checks; i++) {
        if (!check_is_of_persons(r->ask->check[i]))
            continue;
        struct check_count *count = r->count[thread] + i * ((size_t)r->s->units + 1);
        struct found f = find(&q, r->ask->check[i]);
        for (size_t k = 0; k < f.rows.count; k++)
            count[slot(r->s, &f.rows.at[k])].found++;
        for (size_t k = 0; k < f.among.count; k++)
            count[slot(r->s, &f.among.at[k])].among++;
        arena_reset(r->arena[thread]);
    }
}

static void count_piece(void *state, unsigned thread, unsigned piece)
{
    struct running *r = state;
    uint32_t from = piece * PIECE;
    for (uint32_t p = from; p < r->s->persons && p < from + PIECE; p++)
        if (!check_was_stopped(r->ask))
            count_person(r, thread, p);
}

static void add_up(const struct running *r, struct check_count *sum, size_t counts)
{
    for (unsigned t = 0; t < r->ask->threads; t++)
        for (size_t i = 0; i < counts; i++) {
            sum[i].found += r->count[t][i].found;
            sum[i].among += r->count[t][i].among;
        }
}

struct tally {
    struct check_count *unit;
};

static bool count_figure(void *state, const struct check_row *row, struct err *err)
{
    (void)err;
    ((struct tally *)state)->unit[row->line.unit].found++;
    return true;
}

bool checks_run(struct arena *a, const struct snapshot *s, const struct check_request *ask,
                const struct check_result **out, struct err *err)
{
    assert(ask->threads >= 1 && ask->threads <= PARALLEL_MOST);
    size_t slots = (size_t)s->units + 1, counts = ask->checks * slots;
    struct running *r = ARENA_NEW(a, struct running, 1);
    *r = (struct running){.s = s, .ask = ask};
    for (unsigned t = 0; t < ask->threads; t++) {
        r->arena[t] = arena_open(ARENA_BLOCK);
        r->count[t] = ARENA_NEW(a, struct check_count, counts + 1);
    }
    parallel_run(ask->threads, s->persons / PIECE + 1, count_piece, r);
    for (unsigned t = 0; t < ask->threads; t++)
        arena_close(r->arena[t]);
    struct check_count *sum = ARENA_NEW(a, struct check_count, counts + 1);
    struct check_result *result = ARENA_NEW(a, struct check_result, ask->checks + 1);
    add_up(r, sum, counts);
    for (size_t i = 0; i < ask->checks; i++) {
        struct tally tally = {sum + i * slots};
        struct check_request one = *ask;
        one.check = &ask->check[i];
        if (is_of_figures(*one.check) && !check_was_stopped(ask) &&
            !check_each_figure(a, s, &one, (struct check_rows){&tally, count_figure},
                               &result[i].all.among, err))
            return false;
        result[i].unit = tally.unit;
        for (size_t u = 0; u < slots; u++) {
            result[i].all.found += tally.unit[u].found;
            result[i].all.among += tally.unit[u].among;
        }
    }
    *out = result;
    return true;
}

/* ---- rows ---- */

static bool hand_over(const struct question *q, const struct facts *rows, struct check_rows to,
                      struct err *err)
{
    for (size_t i = 0; i < rows->count; i++) {
        struct check_row row = {.person = q->person, .line = {.unit = EXPLAIN_NONE}};
        char day[DAY_TEXT];
        explain_row(q, &rows->at[i], &row.line);
        row.rest = bag_array(q->arena, q->rests);
        row.rests = q->rests->count;
        if (rows->at[i].table == EXPR_CONTACTS && rows->at[i].sought != UNKNOWN)
            row.sought_on = day_format((struct day){rows->at[i].sought}, day);
        if (!to.take(to.state, &row, err))
            return false;
    }
    return true;
}

bool check_each_row(const struct snapshot *s, const struct check_request *ask,
                    struct check_rows rows, struct err *err)
{
    const struct check *c = ask->check[0];
    struct arena *a = arena_open(ARENA_BLOCK);
    uint64_t among = 0;
    bool good = true;
    if (is_of_figures(c))
        good = check_each_figure(a, s, ask, rows, &among, err);
    for (uint32_t p = 0; good && check_is_of_persons(c) && p < s->persons; p++, arena_reset(a)) {
        struct question q = oracle_question(a, s, p, ask->month);
        struct bag rests = BAG_OPEN(a, struct explain_rest);
        q.rests = &rests;
        struct found f = find(&q, c);
        good = hand_over(&q, &f.rows, rows, err);
    }
    arena_close(a);
    return good;
}
