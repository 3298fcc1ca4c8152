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
        p->sum = ARENA_NEW(t->arena, int64_t, (size_t)t->program->series * t->months + 1);
        p->mean = ARENA_NEW(t->arena, struct tally_terms, t->program->means + 1);
        p->subjects = ARENA_NEW(t->arena, int64_t, t->months);
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
        terms->by_rows[rows] = ARENA_NEW(t->arena, struct tally_term, t->months);
    return terms->by_rows[rows];
}

static void add_lane(int64_t *restrict sum, const int32_t *restrict lane, uint32_t count,
                     int32_t sign)
{
    if (sign > 0)
        for (uint32_t i = 0; i < count; i++)
            sum[i] += lane[i];
    else
        for (uint32_t i = 0; i < count; i++)
            sum[i] -= lane[i];
}

static void add_term(struct tally_term *term, int64_t value, int32_t sign)
{
    term->persons += sign;
    term->sum += sign * value;
    term->squares += sign * ((wide_sum)value * value);
}

static void add_mean(struct tally *t, struct tally_terms *terms, const struct lanes *l,
                     const struct plan_measure *m, const struct tally_part *part)
{
    const struct plan_node *n = &t->program->node[m->value];
    bool is_index = n->op == PLAN_INDEX;
    uint32_t item = part->run->item + part->from - part->run->from;
    const int32_t *present = lane(l, m->present) + item, *value = lane(l, m->value) + item;
    const uint64_t *wide = is_index ? lane_wide(l, n) + item : NULL;
    struct tally_term *term = NULL;
    int32_t rows = 0;
    for (uint32_t i = 0; i <= part->to - part->from; i++) {
        if (!present[i] || (is_index && value[i] == 0))
            continue;
        if (!term || (is_index && value[i] != rows)) {
            rows = is_index ? value[i] : 0;
            term = terms_of(t, terms, (uint32_t)rows);
        }
        add_term(&term[part->from + i], is_index ? (int64_t)wide[i] : value[i], part->sign);
    }
}

void tally_add(struct tally *t, const struct lanes *l, const struct tally_part *part)
{
    struct tally_place *p = place_of(t, part->place);
    uint32_t count = part->to - part->from + 1;
    uint32_t item = part->run->item + part->from - part->run->from;
    for (uint32_t i = 0; i < count; i++)
        p->subjects[part->from + i] += part->sign;
    for (uint32_t i = 0; i < t->program->measures; i++) {
        const struct plan_measure *m = &t->program->measure[i];
        if (m->definition->kind == MEASURE_MEAN) {
            add_mean(t, &p->mean[m->series], l, m, part);
            continue;
        }
        int64_t *sum = p->sum + (size_t)m->series * t->months + part->from;
        add_lane(sum, lane(l, m->numerator) + item, count, part->sign);
        if (m->definition->kind == MEASURE_RATIO)
            add_lane(sum + t->months, lane(l, m->denominator) + item, count, part->sign);
    }
}

static void merge_terms(struct tally *t, struct tally_terms *to, const struct tally_terms *from)
{
    for (uint32_t rows = 0; rows < from->room; rows++) {
        if (!from->by_rows[rows])
            continue;
        struct tally_term *term = terms_of(t, to, rows);
        for (uint32_t m = 0; m < t->months; m++) {
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
    for (size_t i = 0; i < (size_t)t->program->series * t->months; i++)
        p->sum[i] += x->sum[i];
    for (uint32_t m = 0; m < t->months; m++)
        p->subjects[m] += x->subjects[m];
    for (uint32_t i = 0; i < t->program->means; i++)
        merge_terms(t, &p->mean[i], &x->mean[i]);
}
