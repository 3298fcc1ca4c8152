#include "engine/eval.h"

#include "engine/eval_sums.h"
#include "engine/pass.h"
#include "engine/table_eval.h"

#include <assert.h>
#include <stdlib.h>

struct evaluating {
    struct arena *arena; /* for what is handed on */
    struct arena *work;
    const struct snapshot *snapshot;
    const struct eval_request *ask;
    const struct eval_sums *sums;
    const uint32_t *place_of[LEVELS]; /* by unit, from LEVEL_UNIT on */
};

/* ---- the places of the levels ---- */

static struct str place_id(const struct snapshot *s, enum eval_level level, uint32_t place)
{
    if (level == LEVEL_DOCTOR)
        return hsaid_str(&s->staff_id[place]);
    if (level == LEVEL_UNIT)
        return hsaid_str(&s->unit_id[place]);
    return level == LEVEL_OPERATOR ? vocab_word(&VOCAB_OPERATOR, place) : s->place[place];
}

static int by_id(const void *x, const void *y)
{
    return str_compare(((const struct eval_place *)x)->id, ((const struct eval_place *)y)->id);
}

static struct eval_place *list_places(const struct evaluating *e, enum eval_level level,
                                      const bool *is_there, size_t *count)
{
    const struct snapshot *s = e->snapshot;
    uint32_t places = eval_places(s, level);
    struct eval_place *place = ARENA_NEW(e->arena, struct eval_place, (size_t)places + 1);
    *count = 0;
    for (uint32_t i = 0; i < places; i++)
        if (is_there[i])
            place[(*count)++] =
                (struct eval_place){.id = place_id(s, level, i),
                                    .name = level == LEVEL_UNIT ? s->unit_name[i] : STR(""),
                                    .number = i};
    qsort(place, *count, sizeof *place, by_id);
    return place;
}

/* Of those registered in the instance's county: it, and the municipalities of its units and its
 * inhabitants. */
static void mark_registered(const struct snapshot *s, enum eval_level level, bool *is_there)
{
    if (s->own_county == SNAPSHOT_NONE16)
        return;
    if (level == LEVEL_COUNTY) {
        is_there[s->own_county] = true;
        return;
    }
    for (uint32_t unit = 0; unit < s->known_units; unit++)
        if (s->unit_county[unit] == s->own_county && s->unit_municipality[unit] != SNAPSHOT_NONE16)
            is_there[s->unit_municipality[unit]] = true;
    for (uint32_t person = 0; person < s->persons; person++)
        if (s->person_county[person] == s->own_county &&
            s->person_municipality[person] != SNAPSHOT_NONE16)
            is_there[s->person_municipality[person]] = true;
}

/* A doctor with a listed person in some month. */
static void mark_doctors(const struct evaluating *e, size_t definition, bool *is_there)
{
    for (unsigned month = 0; month < e->ask->months; month++) {
        struct sums of = eval_sum(e->sums, definition, LEVEL_DOCTOR, month)->is;
        for (size_t i = 0; i < of.items; i++) {
            uint32_t staff = of.item[i].place;
            if (of.item[i].rows == SUMS_SUBJECTS &&
                (e->ask->protected_rows || !e->snapshot->staff_protected[staff]))
                is_there[staff] = true;
        }
    }
}

/* Whatever the month: of those above the doctor all that have a unit. */
static struct eval_place *places_of(const struct evaluating *e, size_t definition,
                                    enum eval_level level, size_t *count)
{
    const struct snapshot *s = e->snapshot;
    const struct definition *d = e->ask->definition[definition];
    bool *is_there = ARENA_NEW(e->work, bool, (size_t)eval_places(s, level) + 1);
    if (d->population == POPULATION_REGISTERED)
        mark_registered(s, level, is_there);
    else if (level == LEVEL_DOCTOR)
        mark_doctors(e, definition, is_there);
    else
        for (uint32_t unit = 0; unit < s->known_units; unit++)
            if (e->place_of[level][unit] != PLACE_NOWHERE)
                is_there[e->place_of[level][unit]] = true;
    return list_places(e, level, is_there, count);
}

/* ---- cells ---- */

/* What one place has: so many items that stand together. */
static struct cell mean_cell(const struct evaluating *e, const struct expr *value,
                             const struct sums_item *item, size_t items)
{
    const struct expr *index = value->op == EXPR_WHEN ? value->a : value;
    struct exact_term *term = ARENA_NEW(e->arena, struct exact_term, items);
    struct cell c = {.sum = {.term = term}};
    for (size_t i = 0; i < items; i++) {
        if (item[i].rows == SUMS_SUBJECTS || item[i].denominator == 0)
            continue;
        term[c.sum.terms++] = (struct exact_term){
            index->op == EXPR_INDEX ? index_divisor(index->index, item[i].rows) : 1,
            item[i].denominator, item[i].numerator, (double)item[i].squares};
        c.denominator += item[i].denominator;
    }
    if (c.sum.terms == 0)
        return (struct cell){.missing = CELL_INV};
    return c;
}

static struct cell cell_of(const struct evaluating *e, const struct definition *d,
                           const struct sums_item *item, size_t items)
{
    if (d->kind == MEASURE_MEAN)
        return mean_cell(e, d->value, item, items);
    static const struct sums_item none = {0};
    const struct sums_item *is = item->rows == SUMS_SUBJECTS ? &none : item;
    if (d->kind == MEASURE_COUNT)
        return (struct cell){.denominator = 1, .numerator = is->numerator};
    if (is->denominator <= 0)
        return (struct cell){.missing = CELL_INV};
    return (struct cell){.denominator = is->denominator, .numerator = is->numerator};
}

/* Of a place of which there is no item. */
static struct cell empty_cell(const struct definition *d, enum eval_level level)
{
    if (level == LEVEL_DOCTOR)
        return (struct cell){.missing = CELL_NO_ROW};
    if (d->kind == MEASURE_COUNT)
        return (struct cell){.denominator = 1};
    return (struct cell){.missing = CELL_INV};
}

/* The month's cells of a table: `at` says where a place's number stands in it. */
static void put_month(const struct evaluating *e, struct sums of, const struct eval_table *t,
                      const uint32_t *at, struct cell *cell)
{
    for (size_t i = 0, end; i < of.items; i = end) {
        for (end = i + 1; end < of.items && of.item[end].place == of.item[i].place;)
            end++;
        uint32_t place = at[of.item[i].place];
        if (place != PLACE_NOWHERE)
            cell[(size_t)place * t->months] = cell_of(e, t->definition, &of.item[i], end - i);
    }
}

static struct eval_table table_of(const struct evaluating *e, size_t definition,
                                  enum eval_level level)
{
    unsigned months = e->ask->months;
    struct eval_table out = {.definition = e->ask->definition[definition],
                             .level = level,
                             .first = {e->ask->last.n - (int32_t)months + 1},
                             .months = months};
    out.place = places_of(e, definition, level, &out.places);
    struct cell *cell = ARENA_NEW(e->arena, struct cell, out.places * months + 1);
    for (size_t i = 0; i < out.places * months; i++)
        cell[i] = empty_cell(out.definition, level);
    uint32_t places = eval_places(e->snapshot, level);
    uint32_t *at = ARENA_NEW(e->work, uint32_t, (size_t)places + 1);
    for (uint32_t i = 0; i < places; i++)
        at[i] = PLACE_NOWHERE;
    for (size_t i = 0; i < out.places; i++)
        at[out.place[i].number] = (uint32_t)i;
    for (unsigned month = 0; month < months; month++)
        put_month(e, eval_sum(e->sums, definition, level, month)->is, &out, at, cell + month);
    out.cell = cell;
    return out;
}

/* Rows of tables are of units, whatever persons do. */
static struct eval_table table_of_rows(const struct evaluating *e, const struct table_measure *m,
                                       size_t definition, enum eval_level level)
{
    unsigned months = e->ask->months;
    struct eval_table out = {.definition = e->ask->definition[definition],
                             .level = level,
                             .first = {e->ask->last.n - (int32_t)months + 1},
                             .months = months};
    out.place = places_of(e, definition, level, &out.places);
    const struct cell *of =
        table_measure_cells(m, e->arena, e->place_of[level], eval_places(e->snapshot, level));
    struct cell *cell = ARENA_NEW(e->arena, struct cell, out.places * months + 1);
    for (size_t i = 0; i < out.places * months; i++)
        cell[i] = of[(size_t)out.place[i / months].number * months + i % months];
    out.cell = cell;
    return out;
}

/* Of one definition, a table for each level; how many. */
static size_t tables_of(const struct evaluating *e, size_t definition, struct eval_table *table)
{
    size_t count = 0;
    const struct definition *d = e->ask->definition[definition];
    const struct table_months months = {{e->ask->last.n - (int32_t)e->ask->months + 1},
                                        e->ask->months};
    const struct table_measure *rows = NULL;
    if (d->kind == MEASURE_TABLE)
        rows = table_measure_open(e->work, e->snapshot, d, months);
    for (unsigned level = LEVEL_DOCTOR; level < LEVELS; level++)
        if (e->ask->levels & LEVEL_BIT(level) && definition_has_level(d, level))
            table[count++] =
                rows ? table_of_rows(e, rows, definition, level) : table_of(e, definition, level);
    return count;
}

/* What one definition needs on the way is given back before the next: fresh memory is slow. */
static size_t make_tables(const struct evaluating *e, struct eval_table *table)
{
    size_t count = 0;
    struct evaluating each = *e;
    each.work = arena_open(ARENA_BLOCK);
    for (size_t i = 0; i < e->ask->definitions; i++, arena_reset(each.work))
        count += tables_of(&each, i, table + count);
    arena_close(each.work);
    return count;
}

void eval_sums_tables(struct arena *a, const struct snapshot *s, const struct eval_sums *sums,
                      const struct eval_table **out, size_t *count)
{
    assert(eval_sums_in(sums, SUM_WANTED) == 0);
    struct evaluating e = {
        .arena = a, .work = arena_open(ARENA_BLOCK), .snapshot = s, .ask = sums->ask, .sums = sums};
    for (unsigned level = LEVEL_UNIT; level < LEVELS; level++)
        e.place_of[level] = level_place_of(e.work, s, (enum eval_level)level);
    struct eval_table *table = ARENA_NEW(a, struct eval_table, sums->ask->definitions * LEVELS + 1);
    *count = make_tables(&e, table);
    *out = table;
    arena_close(e.work);
}

/* ---- the whole ---- */

bool eval_months_check(const struct eval_request *ask, struct err *err)
{
    assert(ask->months >= 1 && ask->months <= EVAL_MONTHS_MOST && ask->threads >= 1 &&
           ask->threads <= EVAL_THREADS_MOST);
    char text[MONTH_TEXT];
    if (ask->last.n - (int32_t)ask->months + 1 < 0 ||
        ask->last.n >= month_of((struct day){SNAPSHOT_NONE16}).n)
        return FAIL(err, ERR_INVALID, "eval.months", "%.8s", month_format(ask->last, text).at);
    return true;
}

bool eval(struct arena *a, const struct snapshot *s, const struct eval_request *ask,
          const struct eval_table **out, size_t *count, struct err *err)
{
    if (!eval_months_check(ask, err))
        return false;
    struct arena *work = arena_open(ARENA_BLOCK);
    struct eval_sums sums = eval_sums_open(work, ask);
    eval_sums_count(work, s, &sums, NULL);
    eval_sums_tables(a, s, &sums, out, count);
    arena_close(work);
    return true;
}
