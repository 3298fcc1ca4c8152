#include "publish/suppression.h"

#include "publish/computable.h"

#include <assert.h>
#include <stdlib.h>

const struct suppression_rules SUPPRESSION_PUBLISHED_BY_OTHERS = {0};

struct suppression_rules suppression_of(const struct rules *rules)
{
    /* round_to is 1: figures are not rounded yet (service/rule_keys.c) */
    return (struct suppression_rules){.denominator = rules->suppression.denominator,
                                      .numerator = rules->suppression.numerator,
                                      .complement = rules->suppression.complement,
                                      .small_area = rules->suppression.small_area};
}

struct published_cell {
    struct unpublished_cell cell;
    enum cell_kind kind;
};
struct published_table {
    struct str measure;
    enum cell_kind kind;
    struct published_cell *cell;
    size_t count;
};

struct str absence_word(enum absence a)
{
    static const struct str word[] = {STR_INIT(""), STR_INIT("INV"), STR_INIT("UNK"),
                                      STR_INIT("NI"), STR_INIT("MSK")};
    assert(a < ARRAY_LEN(word));
    return word[a];
}

static bool is_small_area(struct str level)
{
    return str_eq(level, STR("doctor")) || str_eq(level, STR("area"));
}

static bool is_too_small(const struct suppression_rules *rules, enum cell_kind kind,
                         const struct unpublished_cell *c)
{
    bool small = is_small_area(c->level) && rules->small_area > 0;
    int64_t numerator = small ? rules->small_area : rules->numerator;
    int64_t complement = small ? rules->small_area : rules->complement;
    switch (kind) {
    case CELL_COUNT:
        return c->numerator < numerator && c->numerator > -numerator;
    case CELL_MEAN:
    case CELL_VALUE:
        return c->denominator < rules->denominator;
    case CELL_RATIO:
        return c->denominator < rules->denominator || c->numerator < numerator ||
               c->denominator - c->numerator < complement;
    }
    return true;
}

/* The cells of one period and the sums that they obey. */
struct period {
    struct arena *arena;
    enum cell_kind kind;
    struct published_cell **cell;
    uint32_t count;
    struct cell_sum *sum;
    size_t sums;
    bool *hidden;
};

static int64_t size_of(const struct period *p, uint32_t i)
{
    const struct unpublished_cell *c = &p->cell[i]->cell;
    int64_t size = p->kind == CELL_COUNT ? c->numerator : c->denominator;
    return size < 0 ? -size : size;
}

static bool is_shown(const struct period *p, uint32_t i)
{
    return p->cell[i]->cell.absence == ABSENCE_NONE;
}

static bool is_unit(const struct period *p, uint32_t i)
{
    return str_eq(p->cell[i]->cell.level, STR("unit"));
}

/* Which of two shown cells is masked rather: a unit before a sum, then the smaller. */
static bool is_rather(const struct period *p, uint32_t i, uint32_t than)
{
    if (is_unit(p, i) != is_unit(p, than))
        return is_unit(p, i);
    if (size_of(p, i) != size_of(p, than))
        return size_of(p, i) < size_of(p, than);
    return str_compare(p->cell[i]->cell.id, p->cell[than]->cell.id) < 0;
}

/* The shown cell of the sum that is masked rather than the others; false where all are masked. */
static bool choose_in(const struct period *p, const struct cell_sum *sum, uint32_t *chosen)
{
    bool found = false;
    for (size_t k = 0; k < sum->count; k++) {
        uint32_t i = sum->cell[k];
        if (is_shown(p, i) && (!found || is_rather(p, i, *chosen))) {
            *chosen = i;
            found = true;
        }
    }
    return found;
}

/* How many cells of the sum are masked; 0 where `cell` is not in it. */
static size_t masked_beside(const struct period *p, const struct cell_sum *sum, uint32_t cell)
{
    size_t masked = 0;
    bool has = false;
    for (size_t k = 0; k < sum->count; k++) {
        masked += !is_shown(p, sum->cell[k]);
        has = has || sum->cell[k] == cell;
    }
    return has ? masked : 0;
}

/* The cell to mask so that `computable` no longer is: from the sum in which it alone is masked, the
 * shortest if there are several; else from one that it stands in; else from any. False where
 * nothing is shown. */
static bool choose(const struct period *p, uint32_t computable, uint32_t *chosen)
{
    const struct cell_sum *best = NULL;
    size_t best_masked = 0;
    for (size_t s = 0; s < p->sums; s++) {
        const struct cell_sum *sum = &p->sum[s];
        size_t masked = masked_beside(p, sum, computable);
        if (masked == 0 || masked == sum->count)
            continue;
        if (!best || masked < best_masked || (masked == best_masked && sum->count < best->count)) {
            best = sum;
            best_masked = masked;
        }
    }
    if (best)
        return choose_in(p, best, chosen);
    for (size_t s = 0; s < p->sums; s++)
        if (choose_in(p, &p->sum[s], chosen))
            return true;
    return false;
}

static void mask(struct period *p, uint32_t i)
{
    p->cell[i]->cell.absence = ABSENCE_MSK;
    p->hidden[i] = true;
}

/* The masked cells of a sum that is shown, taken together as one: what is left of the sum when the
 * shown ones are taken away. Of two that are 3 together none is known, but both are small. */
static bool tells_too_much(const struct period *p, const struct suppression_rules *rules,
                           const struct cell_sum *sum)
{
    struct unpublished_cell rest = {.level = STR("unit")};
    bool any = false;
    for (size_t k = 1; k < sum->count; k++) {
        const struct unpublished_cell *c = &p->cell[sum->cell[k]]->cell;
        if (!p->hidden[sum->cell[k]])
            continue;
        any = true;
        /* Of a change the size: a small sum of large ones tells nothing. */
        rest.numerator += p->kind == CELL_COUNT ? size_of(p, sum->cell[k]) : c->numerator;
        rest.denominator += c->denominator;
    }
    return any && is_shown(p, sum->cell[0]) && is_too_small(rules, p->kind, &rest);
}

static bool choose_for_rest(const struct period *p, const struct suppression_rules *rules,
                            uint32_t *chosen)
{
    for (size_t s = 0; s < p->sums; s++)
        if (tells_too_much(p, rules, &p->sum[s]) && choose_in(p, &p->sum[s], chosen))
            return true;
    return false;
}

static void mask_complements(struct period *p, const struct suppression_rules *rules)
{
    struct arena *scratch = arena_open(ARENA_BLOCK);
    uint32_t computable = 0, chosen = 0;
    while ((computable_find(scratch, p->sum, p->sums, p->hidden, p->count, &computable) &&
            choose(p, computable, &chosen)) ||
           choose_for_rest(p, rules, &chosen)) {
        mask(p, chosen);
        arena_reset(scratch);
    }
    arena_close(scratch);
}

static int by_unit(const void *x, const void *y)
{
    return str_compare(((const struct unit_place *)x)->unit, ((const struct unit_place *)y)->unit);
}

static const struct unit_place *place_of(const struct unit_place *sorted, size_t places,
                                         struct str unit)
{
    struct unit_place key = {.unit = unit};
    return places > 0 ? bsearch(&key, sorted, places, sizeof *sorted, by_unit) : NULL;
}

/* What the unit is part of at that level; empty: nothing. */
static struct str part_of(const struct unit_place *place, struct str level)
{
    if (place && str_eq(level, STR("operator")))
        return place->operator_kind;
    if (place && str_eq(level, STR("municipality")))
        return place->municipality;
    if (place && str_eq(level, STR("county")))
        return place->county;
    return STR("");
}

/* One sum for each cell above the units: it and its units. Cells without a figure are no unknowns:
 * a denominator of 0 adds nothing, and one that was not reported is in no sum. */
static void find_sums(struct period *p, const struct unit_place *sorted, size_t places)
{
    const struct unit_place **place = ARENA_NEW(p->arena, const struct unit_place *, p->count);
    for (uint32_t i = 0; i < p->count; i++)
        if (is_unit(p, i))
            place[i] = place_of(sorted, places, p->cell[i]->cell.id);
    p->sum = ARENA_NEW(p->arena, struct cell_sum, p->count);
    for (uint32_t total = 0; total < p->count; total++) {
        const struct unpublished_cell *c = &p->cell[total]->cell;
        if (is_unit(p, total) || !is_shown(p, total))
            continue;
        uint32_t *cell = ARENA_NEW(p->arena, uint32_t, p->count);
        size_t count = 0;
        cell[count++] = total;
        for (uint32_t i = 0; i < p->count; i++)
            if (place[i] && is_shown(p, i) && c->id.len > 0 &&
                str_eq(part_of(place[i], c->level), c->id))
                cell[count++] = i;
        if (count > 1)
            p->sum[p->sums++] = (struct cell_sum){cell, count};
    }
}

static void suppress_period(struct period *p, const struct suppression_rules *rules,
                            const struct unit_place *sorted, size_t places)
{
    find_sums(p, sorted, places);
    p->hidden = ARENA_NEW(p->arena, bool, p->count);
    for (uint32_t i = 0; i < p->count; i++)
        if (is_shown(p, i) && is_too_small(rules, p->kind, &p->cell[i]->cell))
            mask(p, i);
    mask_complements(p, rules);
}

static int by_period(const void *x, const void *y)
{
    const struct published_cell *a = *(struct published_cell *const *)x;
    const struct published_cell *b = *(struct published_cell *const *)y;
    int order = str_compare(a->cell.period, b->cell.period);
    return order != 0 ? order : (a > b) - (a < b);
}

struct published_table *suppress(struct arena *a, const struct suppression_rules *rules,
                                 const struct unpublished_table *table)
{
    struct published_table *t = ARENA_NEW(a, struct published_table, 1);
    *t = (struct published_table){.measure = table->measure,
                                  .kind = table->kind,
                                  .cell = ARENA_NEW(a, struct published_cell, table->count),
                                  .count = table->count};
    struct arena *scratch = arena_open(ARENA_BLOCK);
    struct published_cell **order = ARENA_NEW(scratch, struct published_cell *, table->count);
    struct unit_place *sorted = ARENA_NEW(scratch, struct unit_place, table->places);
    for (size_t i = 0; i < table->places; i++)
        sorted[i] = table->place[i];
    for (size_t i = 0; i < table->count; i++) {
        assert(table->cell[i].absence != ABSENCE_MSK);
        t->cell[i] = (struct published_cell){table->cell[i], table->kind};
        order[i] = &t->cell[i];
    }
    if (table->places > 0)
        qsort(sorted, table->places, sizeof *sorted, by_unit);
    if (table->count > 0)
        qsort(order, table->count, sizeof *order, by_period);
    for (size_t first = 0, end; first < table->count; first = end) {
        for (end = first + 1;
             end < table->count && str_eq(order[end]->cell.period, order[first]->cell.period);)
            end++;
        struct period p = {.arena = scratch,
                           .kind = table->kind,
                           .cell = order + first,
                           .count = (uint32_t)(end - first)};
        suppress_period(&p, rules, sorted, table->places);
    }
    arena_close(scratch);
    return t;
}

struct str published_measure(const struct published_table *t)
{
    return t->measure;
}

enum cell_kind published_kind(const struct published_table *t)
{
    return t->kind;
}

size_t published_count(const struct published_table *t)
{
    return t->count;
}

const struct published_cell *published_at(const struct published_table *t, size_t i)
{
    assert(i < t->count);
    return &t->cell[i];
}

const struct published_cell *published_find(const struct published_table *t, struct str level,
                                            struct str id, struct str period)
{
    for (size_t i = 0; i < t->count; i++) {
        const struct unpublished_cell *c = &t->cell[i].cell;
        if (str_eq(c->id, id) && str_eq(c->level, level) && str_eq(c->period, period))
            return &t->cell[i];
    }
    return NULL;
}

struct str published_level(const struct published_cell *c)
{
    return c->cell.level;
}

struct str published_id(const struct published_cell *c)
{
    return c->cell.id;
}

struct str published_period(const struct published_cell *c)
{
    return c->cell.period;
}

enum absence published_absence(const struct published_cell *c)
{
    return c->cell.absence;
}

bool published_figure(const struct published_cell *c, struct published_figure *out)
{
    if (c->cell.absence != ABSENCE_NONE)
        return false;
    bool is_whole = c->kind == CELL_RATIO || c->kind == CELL_COUNT;
    *out = (struct published_figure){.numerator = is_whole ? c->cell.numerator : 0,
                                     .denominator = c->cell.denominator,
                                     .value = c->cell.value,
                                     .variance = c->cell.variance,
                                     .numerator_text = c->cell.numerator_text,
                                     .value_text = c->cell.value_text,
                                     .denominator_text = c->cell.denominator_text};
    return true;
}
