#include "engine/eval.h"

#include "engine/pass.h"
#include "engine/table_eval.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct evaluating {
    struct arena *arena; /* for what is handed on */
    struct arena *work;
    const struct snapshot *snapshot;
    const struct eval_request *ask;
    struct level_places level[LEVELS];
    struct pass_sums sums[PLAN_PARTS];
};

/* ---- the places of the levels ---- */

static uint32_t place_number(const struct snapshot *s, enum eval_level level, uint32_t unit)
{
    uint16_t place;
    switch (level) {
    case LEVEL_UNIT:
        return unit;
    case LEVEL_OPERATOR:
        return s->unit_operator[unit];
    case LEVEL_MUNICIPALITY:
        place = s->unit_municipality[unit];
        return place == SNAPSHOT_NONE16 ? PLACE_NOWHERE : place;
    case LEVEL_COUNTY:
        place = s->unit_county[unit];
        return place == SNAPSHOT_NONE16 ? PLACE_NOWHERE : place;
    case LEVEL_PERSON:
    case LEVEL_DOCTOR:
    case LEVELS:
        break;
    }
    return PLACE_NOWHERE;
}

/* Units that are not in units.csv are at no level. */
const uint32_t *level_place_of(struct arena *a, const struct snapshot *s, enum eval_level level)
{
    uint32_t *place_of = ARENA_NEW(a, uint32_t, s->units + 1);
    for (uint32_t unit = 0; unit < s->units; unit++)
        place_of[unit] = unit < s->known_units ? place_number(s, level, unit) : PLACE_NOWHERE;
    return place_of;
}

static void number_places(struct evaluating *e)
{
    const struct snapshot *s = e->snapshot;
    e->level[LEVEL_DOCTOR].places = s->staff_count;
    e->level[LEVEL_UNIT].places = s->known_units;
    e->level[LEVEL_OPERATOR].places = OPERATOR_EXTERNAL + 1;
    e->level[LEVEL_MUNICIPALITY].places = e->level[LEVEL_COUNTY].places = s->places;
    for (unsigned level = LEVEL_UNIT; level < LEVELS; level++)
        e->level[level].place_of = level_place_of(e->work, s, (enum eval_level)level);
}

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
    uint32_t places = e->level[level].places;
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

/* Whatever the month: a doctor with a listed person, else a place with a unit. */
static struct eval_place *places_of(const struct evaluating *e, const struct definition *d,
                                    enum eval_level level, const struct tally *t, size_t *count)
{
    const struct snapshot *s = e->snapshot;
    bool *is_there = ARENA_NEW(e->work, bool, (size_t)e->level[level].places + 1);
    if (d->population == POPULATION_REGISTERED) {
        mark_registered(s, level, is_there);
    } else if (level != LEVEL_DOCTOR || !t) { /* no table of units has doctors */
        for (uint32_t unit = 0; unit < s->known_units; unit++)
            if (e->level[level].place_of[unit] != PLACE_NOWHERE)
                is_there[e->level[level].place_of[unit]] = true;
    } else {
        for (uint32_t i = 0; i < t->places; i++)
            is_there[i] = t->place[i].sum && (e->ask->protected_rows || !s->staff_protected[i]);
    }
    return list_places(e, level, is_there, count);
}

/* ---- cells ---- */

static struct cell mean_cell(const struct evaluating *e, const struct tally_terms *terms,
                             const struct plan_node *value, unsigned month)
{
    uint32_t present = 0;
    for (uint32_t rows = 0; rows < terms->room; rows++)
        present += terms->by_rows[rows] && terms->by_rows[rows][month].persons != 0;
    if (present == 0)
        return (struct cell){.missing = CELL_INV};
    struct exact_term *term = ARENA_NEW(e->arena, struct exact_term, present);
    struct cell c = {.sum = {.term = term}};
    for (uint32_t rows = 0; rows < terms->room; rows++) {
        const struct tally_term *t = terms->by_rows[rows] ? &terms->by_rows[rows][month] : NULL;
        if (!t || t->persons == 0)
            continue;
        term[c.sum.terms++] =
            (struct exact_term){value->op == PLAN_INDEX ? index_divisor(value->index, rows) : 1,
                                t->persons, t->sum, (double)t->squares};
        c.denominator += t->persons;
    }
    return c;
}

static struct cell cell_of(const struct evaluating *e, const struct plan_program *program,
                           const struct plan_measure *m, const struct tally_place *place,
                           unsigned month)
{
    if (m->definition->kind == MEASURE_MEAN)
        return mean_cell(e, &place->mean[m->series], &program->node[m->value], month);
    size_t months = (size_t)e->ask->months + 1;
    const int64_t *sum = place->sum + m->series * months + month;
    if (m->definition->kind == MEASURE_COUNT)
        return (struct cell){.denominator = 1, .numerator = sum[0]};
    int64_t denominator = sum[months];
    if (denominator <= 0)
        return (struct cell){.missing = CELL_INV};
    return (struct cell){.denominator = denominator, .numerator = sum[0]};
}

static struct cell empty_cell(const struct plan_measure *m)
{
    if (m->definition->kind == MEASURE_COUNT)
        return (struct cell){.denominator = 1};
    return (struct cell){.missing = CELL_INV};
}

static struct eval_table table_of(const struct evaluating *e, const struct tally *t,
                                  const struct plan_measure *m, enum eval_level level)
{
    unsigned months = e->ask->months;
    struct eval_table out = {.definition = m->definition,
                             .level = level,
                             .first = {e->ask->last.n - (int32_t)months + 1},
                             .months = months};
    out.place = places_of(e, m->definition, level, t, &out.places);
    struct cell *cell = ARENA_NEW(e->arena, struct cell, out.places * months + 1);
    for (size_t i = 0; i < out.places; i++) {
        const struct tally_place *place = &t->place[out.place[i].number];
        for (unsigned month = 0; month < months; month++) {
            struct cell *c = &cell[i * months + month];
            if (level == LEVEL_DOCTOR && place->subjects[month] == 0)
                c->missing = CELL_NO_ROW;
            else
                *c = place->sum ? cell_of(e, t->program, m, place, month) : empty_cell(m);
        }
    }
    out.cell = cell;
    return out;
}

/* ---- the whole ---- */

/* What a pass leaves to be added up: levels above the unit, and what counts at every place. */
static void complete(struct evaluating *e)
{
    for (unsigned i = 0; i < PLAN_PARTS; i++) {
        struct tally *at = e->sums[i].at;
        for (unsigned level = LEVEL_OPERATOR; level < LEVELS; level++)
            for (uint32_t unit = 0; at[level].places > 0 && unit < at[LEVEL_UNIT].places; unit++)
                if (e->level[level].place_of[unit] != PLACE_NOWHERE)
                    tally_merge(&at[level], e->level[level].place_of[unit], &at[LEVEL_UNIT], unit);
        for (unsigned level = LEVEL_UNIT; level < LEVELS; level++)
            for (uint32_t place = 0; place < at[level].places; place++)
                tally_merge(&at[level], place, &e->sums[i].away, 0);
    }
}

/* Rows of tables are of units, whatever persons do. */
static struct eval_table table_of_rows(const struct evaluating *e, const struct table_measure *m,
                                       const struct definition *d, enum eval_level level)
{
    unsigned months = e->ask->months;
    struct eval_table out = {.definition = d,
                             .level = level,
                             .first = {e->ask->last.n - (int32_t)months + 1},
                             .months = months};
    out.place = places_of(e, out.definition, level, NULL, &out.places);
    const struct level_places *all = &e->level[level];
    const struct cell *of = table_measure_cells(m, e->arena, all->place_of, all->places);
    struct cell *cell = ARENA_NEW(e->arena, struct cell, out.places * months + 1);
    for (size_t i = 0; i < out.places * months; i++)
        cell[i] = of[(size_t)out.place[i / months].number * months + i % months];
    out.cell = cell;
    return out;
}

static const struct plan_measure *find(const struct plan *plan, const struct definition *d,
                                       uint32_t order)
{
    const struct plan_program *p = &plan->program[plan_part_of(d)];
    for (uint32_t i = 0; i < p->measures; i++)
        if (p->measure[i].order == order)
            return &p->measure[i];
    return NULL;
}

static size_t make_tables(struct evaluating *e, const struct plan *plan, struct eval_table *table)
{
    size_t count = 0;
    const struct table_months months = {{e->ask->last.n - (int32_t)e->ask->months + 1},
                                        e->ask->months};
    for (size_t i = 0; i < e->ask->definitions; i++) {
        const struct definition *d = e->ask->definition[i];
        const struct plan_measure *m = NULL;
        const struct table_measure *rows = NULL;
        if (d->kind == MEASURE_TABLE)
            rows = table_measure_open(e->work, e->snapshot, d, months);
        else
            m = find(plan, d, (uint32_t)i);
        assert(m || rows);
        for (unsigned level = LEVEL_DOCTOR; level < LEVELS; level++)
            if (e->ask->levels & LEVEL_BIT(level) && definition_has_level(d, level))
                table[count++] = rows ? table_of_rows(e, rows, d, level)
                                      : table_of(e, &e->sums[plan_part_of(d)].at[level], m, level);
    }
    return count;
}

bool eval(struct arena *a, const struct snapshot *s, const struct eval_request *ask,
          const struct eval_table **out, size_t *count, struct err *err)
{
    assert(ask->months >= 1 && ask->months <= EVAL_MONTHS_MOST && ask->threads >= 1 &&
           ask->threads <= EVAL_THREADS_MOST);
    char text[MONTH_TEXT];
    if (ask->last.n - (int32_t)ask->months + 1 < 0 ||
        ask->last.n >= month_of((struct day){SNAPSHOT_NONE16}).n)
        return FAIL(err, ERR_INVALID, "eval.months", "%.8s", month_format(ask->last, text).at);
    struct evaluating e = {.arena = a, .work = arena_open(ARENA_BLOCK), .snapshot = s, .ask = ask};
    number_places(&e);
    struct plan plan = plan_make(e.work, s, ask->definition, ask->definitions);
    pass_run(e.work, &(struct pass){s, &plan, ask, e.level}, e.sums);
    complete(&e);
    struct eval_table *table = ARENA_NEW(a, struct eval_table, ask->definitions * LEVELS + 1);
    *count = make_tables(&e, &plan, table);
    *out = table;
    arena_close(e.work);
    return true;
}
