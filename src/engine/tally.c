#include "engine/tally.h"

#include <string.h>

struct tally tally_open(struct arena *a, const struct plan_program *p, uint32_t places,
                        uint32_t months)
{
    return (struct tally){p, a, ARENA_NEW(a, struct tally_place, (size_t)places + 1), places,
                          months};
}

static struct tally_place *place_of(struct tally *t, uint32_t place)
{
    struct tally_place *p = &t->place[place];
    if (!p->sum) {
        size_t months = (size_t)t->months + 1;
        p->sum = ARENA_NEW(t->arena, int64_t, t->program->series * months + 1);
        p->mean = ARENA_NEW(t->arena, struct tally_terms, t->program->means + 1);
        p->subjects = ARENA_NEW(t->arena, int64_t, months);
    }
    return p;
}

static struct tally_term *terms_of(struct tally *t, struct tally_terms *terms, uint32_t rows)
{
    if (rows >= terms->room) {
        uint32_t room = rows < 14 ? 16 : rows + rows / 2 + 2;
        struct tally_term **grown = ARENA_NEW(t->arena, struct tally_term *, room);
        if (terms->room > 0)
            memcpy(grown, terms->by_rows, terms->room * sizeof *grown);
        terms->by_rows = grown;
        terms->room = room;
    }
    if (!terms->by_rows[rows])
        terms->by_rows[rows] = ARENA_NEW(t->arena, struct tally_term, t->months + 1);
    return terms->by_rows[rows];
}

/* The month-ends of a part: [from, end). */
struct stretch {
    uint32_t from, end;
};

static struct stretch stretch_of(const struct kernel *k, const struct kernel_run *run, uint32_t i)
{
    const uint16_t *month = k->month + run->item;
    return (struct stretch){month[i], i + 1 < run->items ? month[i + 1] : run->to + 1};
}

static void add_value(int64_t *sum, struct stretch s, int64_t value)
{
    sum[s.from] += value;
    sum[s.end] -= value;
}

static void add_term(struct tally_term *term, int64_t value, int32_t times)
{
    term->persons += times;
    term->sum += times * value;
    term->squares += times * ((wide_sum)value * value);
}

static void add_mean(struct tally *t, struct tally_terms *terms, const struct kernel *k,
                     const struct plan_measure *m, const struct tally_part *part)
{
    const struct plan_node *n = &t->program->node[m->value];
    bool is_index = n->op == PLAN_INDEX;
    uint32_t item = part->run->item;
    const int32_t *present = lane(&k->lanes, m->present), *value = lane(&k->lanes, m->value);
    const uint64_t *wide = is_index ? lane_wide(&k->lanes, n) : NULL;
    for (uint32_t i = part->from; i < part->to; i++) {
        int32_t rows = is_index ? value[item + i] : 0;
        if (!present[item + i] || (is_index && rows == 0))
            continue;
        struct stretch s = stretch_of(k, part->run, i);
        struct tally_term *term = terms_of(t, terms, (uint32_t)rows);
        int64_t p = is_index ? (int64_t)wide[item + i] : value[item + i];
        add_term(&term[s.from], p, part->times);
        add_term(&term[s.end], p, -part->times);
    }
}

/* What is the same in the part before has been written there. */
static void add_lane(int64_t *sum, const struct kernel *k, uint32_t node,
                     const struct tally_part *part)
{
    const int32_t *value = lane(&k->lanes, node) + part->run->item;
    const uint16_t *month = k->month + part->run->item;
    int32_t before = 0;
    for (uint32_t i = part->from; i < part->to; i++)
        if (value[i] != before) {
            sum[month[i]] += ((int64_t)value[i] - before) * part->times;
            before = value[i];
        }
    if (before != 0)
        sum[stretch_of(k, part->run, part->to - 1).end] -= (int64_t)before * part->times;
}

void tally_add(struct tally *t, const struct kernel *k, const struct tally_part *part)
{
    struct tally_place *p = place_of(t, part->place);
    size_t months = (size_t)t->months + 1;
    struct stretch all = {stretch_of(k, part->run, part->from).from,
                          stretch_of(k, part->run, part->to - 1).end};
    add_value(p->subjects, all, part->times);
    for (uint32_t i = 0; i < t->program->measures; i++) {
        const struct plan_measure *m = &t->program->measure[i];
        if (kernel_is_shut(part->run, m->gates))
            continue;
        if (m->definition->kind == MEASURE_MEAN) {
            add_mean(t, &p->mean[m->series], k, m, part);
            continue;
        }
        add_lane(p->sum + m->series * months, k, m->numerator, part);
        if (m->definition->kind == MEASURE_RATIO)
            add_lane(p->sum + (m->series + 1) * months, k, m->denominator, part);
    }
}

int64_t *tally_series(struct tally *t, uint32_t place, uint32_t series)
{
    return place_of(t, place)->sum + series * ((size_t)t->months + 1);
}

void tally_subject(struct tally *t, uint32_t place, uint32_t from, uint32_t end)
{
    add_value(place_of(t, place)->subjects, (struct stretch){from, end}, 1);
}

static void merge_terms(struct tally *t, struct tally_terms *to, const struct tally_terms *from)
{
    for (uint32_t rows = 0; rows < from->room; rows++) {
        if (!from->by_rows[rows])
            continue;
        struct tally_term *term = terms_of(t, to, rows);
        for (uint32_t m = 0; m <= t->months; m++) {
            term[m].persons += from->by_rows[rows][m].persons;
            term[m].sum += from->by_rows[rows][m].sum;
            term[m].squares += from->by_rows[rows][m].squares;
        }
    }
}

void tally_merge(struct tally *t, uint32_t to, const struct tally *other, uint32_t from)
{
    const struct tally_place *x = &other->place[from];
    if (!x->sum)
        return;
    struct tally_place *p = place_of(t, to);
    size_t months = (size_t)t->months + 1;
    for (size_t i = 0; i < t->program->series * months; i++)
        p->sum[i] += x->sum[i];
    for (size_t m = 0; m < months; m++)
        p->subjects[m] += x->subjects[m];
    for (uint32_t i = 0; i < t->program->means; i++)
        merge_terms(t, &p->mean[i], &x->mean[i]);
}

static void sum_values(int64_t *sum, uint32_t months)
{
    for (uint32_t m = 1; m < months; m++)
        sum[m] += sum[m - 1];
}

static void sum_terms(const struct tally_terms *terms, uint32_t months)
{
    for (uint32_t rows = 0; rows < terms->room; rows++)
        for (uint32_t m = 1; terms->by_rows[rows] && m < months; m++) {
            struct tally_term *term = &terms->by_rows[rows][m];
            term->persons += term[-1].persons;
            term->sum += term[-1].sum;
            term->squares += term[-1].squares;
        }
}

void tally_sum(struct tally *t)
{
    for (uint32_t i = 0; i < t->places; i++) {
        struct tally_place *p = &t->place[i];
        if (!p->sum)
            continue;
        sum_values(p->subjects, t->months);
        for (uint32_t k = 0; k < t->program->series; k++)
            sum_values(p->sum + k * ((size_t)t->months + 1), t->months);
        for (uint32_t k = 0; k < t->program->means; k++)
            sum_terms(&p->mean[k], t->months);
    }
}
