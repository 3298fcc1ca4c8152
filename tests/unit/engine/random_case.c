#include "random_case.h"

#include "engine/eval_sums.h"
#include "engine/explain.h"
#include "engine/expr.h"
#include "engine/oracle_parts.h"
#include "engine/persons.h"
#include "engine/simd.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static bool same_sum(const struct exact_sum *x, const struct exact_sum *y)
{
    if (x->terms != y->terms)
        return false;
    for (unsigned i = 0; i < x->terms; i++)
        if (x->term[i].q != y->term[i].q || x->term[i].persons != y->term[i].persons ||
            x->term[i].sum != y->term[i].sum || x->term[i].squares != y->term[i].squares)
            return false;
    return true;
}

static bool same_cell(const struct cell *x, const struct cell *y)
{
    return x->missing == y->missing && x->denominator == y->denominator &&
           x->numerator == y->numerator && same_sum(&x->sum, &y->sum);
}

/* The persons behind the newest figure of a place, added up. */
static bool adds_up(struct arena *a, const struct snapshot *s, const struct eval_table *t, size_t i)
{
    const struct cell *whole = cell_at(t, i, t->months - 1);
    const struct persons_request of = {.definition = t->definition,
                                       .month = {t->first.n + (int32_t)t->months - 1},
                                       .level = t->level,
                                       .place = t->place[i].number,
                                       .threads = 2,
                                       .protected_rows = true};
    struct persons all = persons_of(a, s, &of);
    int64_t numerator = 0, denominator = 0;
    wide sum = 0; /* of means: of numbers only, for indices have many denominators */
    for (size_t k = 0; k < all.count; k++) {
        numerator += all.at[k].numerator;
        denominator += all.at[k].denominator;
        sum += all.at[k].q == 1 ? all.at[k].numerator : 0;
    }
    if (whole->missing != CELL_PRESENT)
        return t->definition->kind == MEASURE_COUNT ? numerator == 0 : denominator <= 0;
    if (t->definition->kind == MEASURE_COUNT)
        return numerator == whole->numerator;
    if (t->definition->kind == MEASURE_RATIO)
        return numerator == whole->numerator && denominator == whole->denominator;
    for (unsigned k = 0; k < whole->sum.terms; k++)
        sum -= whole->sum.term[k].q == 1 ? whole->sum.term[k].sum : 0;
    return sum == 0 && denominator == whole->denominator;
}

const char *case_difference(struct arena *a, const struct snapshot *s, const struct eval_table *t,
                            const struct definition *d, const struct eval_request *ask)
{
    size_t at = 0;
    uint32_t most = s->units + s->staff_count + s->places + 2;
    for (uint32_t number = 0; number < most; number++) {
        struct oracle_place place = {t->level, number};
        bool exists = t->level != LEVEL_DOCTOR || number < s->staff_count;
        bool listed = exists && oracle_lists(s, d->population, place, ask);
        size_t i = 0;
        while (i < t->places && t->place[i].number != number)
            i++;
        if (listed != (i < t->places))
            return "a place too many or too few";
        if (!listed)
            continue;
        at++;
        for (unsigned m = 0; m < t->months; m++) {
            struct cell cell = oracle_cell(a, s, d, place, (struct month){t->first.n + (int32_t)m});
            if (!same_cell(cell_at(t, i, m), &cell))
                return "a cell";
        }
    }
    if (at != t->places)
        return "a place twice";
    if (t->places > 0 && (!adds_up(a, s, t, 0) || !adds_up(a, s, t, t->places - 1)))
        return "the persons behind a figure";
    for (size_t i = 1; i < t->places; i++)
        if (str_compare(t->place[i - 1].id, t->place[i].id) >= 0)
            return "the order of places";
    return NULL;
}

/* Likewise of the persons behind the newest month's figure. */
static const char *difference_of_persons(struct arena *a, const struct snapshot *s,
                                         const struct definition *d, const struct definition *asked,
                                         const struct eval_request *ask)
{
    const struct persons_request of = {.definition = d,
                                       .month = ask->last,
                                       .threads = ask->threads,
                                       .protected_rows = ask->protected_rows};
    struct persons all = persons_of(a, s, &of);
    size_t at = 0;
    for (uint32_t person = 0; person < s->persons; person++) {
        bool is_shown = ask->protected_rows || s->protection[person] == PROTECTION_NONE;
        struct cell wanted = oracle_person(a, s, asked, person, ask->last);
        struct explanation why =
            explain(a, s, &(struct explain_request){asked, person, ask->last, LEVEL_UNIT, 0});
        if (why.lines < 2 || !same_cell(&why.cell, &wanted))
            return "an explanation";
        if (!is_shown || wanted.missing == CELL_NO_ROW)
            continue;
        struct exact_term term;
        while (at < all.count && !person_has_figure(&all.at[at]))
            at++;
        if (at == all.count || all.at[at].person != person)
            return "a person too few";
        struct cell cell = person_cell(d, &all.at[at++], &term);
        if (!same_cell(&cell, &wanted))
            return "a person's part";
    }
    while (at < all.count && !person_has_figure(&all.at[at]))
        at++;
    return at == all.count ? NULL : "a person too many";
}

/* The lists of a place: everyone where explain() says, those in numerator and denominator with the
 * parts of the figure, each once. */
static const char *difference_of_lists(struct arena *a, const struct snapshot *s,
                                       const struct definition *d, const struct definition *asked,
                                       const struct persons_request *of)
{
    struct persons all = persons_of(a, s, of);
    uint32_t hidden[STANDINGS] = {0};
    size_t at = 0;
    for (uint32_t person = 0; person < s->persons; person++) {
        struct question q = oracle_question(a, s, person, of->month);
        q.place = (struct oracle_place){of->level, of->place};
        struct cell part;
        enum standing wanted = oracle_standing(&q, asked, &part);
        if (wanted == STANDING_OUTSIDE)
            continue;
        struct explanation why = explain(
            a, s, &(struct explain_request){asked, person, of->month, of->level, of->place});
        if (why.standing != wanted)
            return "the standing that is explained";
        if (!of->protected_rows && s->protection[person] != PROTECTION_NONE) {
            hidden[wanted]++;
            continue;
        }
        if (at == all.count || all.at[at].person != person || all.at[at].standing != wanted)
            return "a standing";
        struct exact_term term;
        struct cell cell = person_cell(d, &all.at[at++], &term);
        if (cell.denominator > 0 && !same_cell(&cell, &why.cell))
            return "the part of a listed person";
    }
    if (memcmp(hidden, all.hidden, sizeof hidden) != 0)
        return "those left out";
    return at == all.count ? NULL : "a person too many on a list";
}

const char *case_difference_of_places(struct arena *a, const struct snapshot *s,
                                      const struct eval_table *t, const struct definition *asked,
                                      const struct eval_request *ask)
{
    size_t step = t->places > 1 ? t->places - 1 : 1; /* the first and the last */
    for (size_t i = 0; i < t->places; i += step) {
        const struct persons_request of = {.definition = t->definition,
                                           .month = ask->last,
                                           .level = t->level,
                                           .place = t->place[i].number,
                                           .threads = ask->threads,
                                           .protected_rows = ask->protected_rows,
                                           .lists = true};
        const char *why = difference_of_lists(a, s, t->definition, asked, &of);
        if (why)
            return why;
    }
    return NULL;
}

/* A day on which something of the person becomes another. */
static struct day some_turn(struct choices *c, const struct snapshot *s, uint32_t person)
{
    static const int32_t ages[] = {18, 40, 65, 75};
    const struct snapshot_named_contacts *n = &s->named_contacts;
    uint32_t rows = n->first[person + 1] - n->first[person], kind = choose(c, 4);
    if (kind > 0 && rows > 0) {
        uint32_t row = n->first[person] + choose(c, rows);
        return (struct day){kind == 1 ? n->to[row] : n->informed[row]};
    }
    return s->birth[person] == INT32_MIN ? DAY_NONE
                                         : day_add_months((struct day){s->birth[person]},
                                                          12 * ages[choose(c, ARRAY_LEN(ages))]);
}

static struct eval_request some_request(struct choices *c, const struct snapshot *s)
{
    enum { FIRST_YEAR = 2018, YEARS = 7 };
    static const unsigned threads[] = {1, 2, 7};
    struct eval_request ask = {.last = {0}};
    int32_t year = FIRST_YEAR + (int32_t)choose(c, YEARS);
    ask.last = month_from(year, 1 + (int32_t)choose(c, 12));
    if (once_in(c, 2) && s->persons > 0) {
        struct day turn = some_turn(c, s, choose(c, s->persons));
        if (!day_is_none(turn) && turn.n >= month_first(month_from(FIRST_YEAR, 1)).n &&
            turn.n <= month_last(month_from(FIRST_YEAR + YEARS - 1, 12)).n)
            ask.last = month_of(turn);
    }
    bool few = once_in(c, 4);
    ask.months = 1 + choose(c, few ? 3 : 40);
    ask.levels = LEVEL_BIT(LEVELS) - 1 - choose(c, LEVEL_BIT(LEVELS));
    ask.threads = threads[choose(c, ARRAY_LEN(threads))];
    ask.protected_rows = choose(c, 2);
    ask.simd = simd_at(0);
    return ask;
}

/* ---- a case ---- */

void case_make(struct random_case *out, struct choices *c, uint32_t persons)
{
    *out = (struct random_case){.world = chosen_world(c, persons)};
    world_end(&out->world, 1);
    out->ask = some_request(c, &out->world.snapshot);
    struct arena *a = out->world.arena;
    size_t count = 0;
    for (; count < CASE_MEASURES && more(c, 4); count++) {
        out->definition[count] = chosen_measure(a, c, &out->text[count]);
        enough(c);
    }
    if (count == 0)
        out->definition[count++] = chosen_measure(a, c, &out->text[0]);
    out->ask.definition = out->definition;
    out->ask.definitions = count;
}

void case_eval(const struct random_case *r, const struct eval_table **table, size_t *tables)
{
    struct err err = {0};
    assert_true(eval(r->world.arena, &r->world.snapshot, &r->ask, table, tables, &err));
}

static size_t tables_expected(const struct eval_request *ask)
{
    size_t count = 0;
    for (size_t i = 0; i < ask->definitions; i++)
        for (unsigned level = LEVEL_DOCTOR; level < LEVELS; level++)
            count += ask->levels & LEVEL_BIT(level) &&
                     definition_has_level(ask->definition[i], (enum eval_level)level);
    return count;
}

static struct case_finding found(const struct random_case *r, const struct definition *d,
                                 enum eval_level level, const char *why)
{
    size_t i = 0;
    while (r->definition[i] != d)
        i++;
    return (struct case_finding){why, r->text[i], level};
}

bool case_same_table(const struct eval_table *x, const struct eval_table *y)
{
    if (x->places != y->places || x->definition != y->definition || x->level != y->level)
        return false;
    for (size_t i = 0; i < x->places * x->months; i++)
        if (!same_cell(&x->cell[i], &y->cell[i]))
            return false;
    return true;
}

/* Whether every instruction set that the machine has says the same as the first. */
static bool same_by_all(const struct random_case *r, const struct eval_table *one, size_t tables)
{
    struct random_case again = *r;
    for (unsigned i = 1; (again.ask.simd = simd_at(i)) != NULL; i++) {
        const struct eval_table *many;
        size_t count;
        case_eval(&again, &many, &count);
        for (size_t k = 0; k < tables; k++)
            if (count != tables || !case_same_table(&one[k], &many[k]))
                return false;
    }
    return true;
}

bool case_same_by_parts(const struct random_case *r, const struct eval_table *one, size_t tables)
{
    struct arena *a = r->world.arena;
    const struct snapshot *s = &r->world.snapshot;
    struct eval_request ask = r->ask;
    uint32_t parts = 1 + (uint32_t)ask.last.n % 4;
    ask.simd = simd_best();
    struct eval_sums whole = {0};
    for (uint32_t part = 0; part < parts; part++) {
        uint32_t *person = ARENA_NEW(a, uint32_t, (size_t)s->persons + 1), count = 0;
        for (uint32_t i = 0; i < s->persons; i++)
            if ((i + 1) * UINT32_C(2654435761) / 7 % parts == part)
                person[count++] = i;
        struct eval_sums sums = eval_sums_open(a, &ask);
        eval_sums_count(a, s, &sums, &(struct eval_persons){person, count});
        if (part == 0)
            whole = sums;
        else
            eval_sums_add(a, &whole, &sums);
    }
    const struct eval_table *many;
    size_t count;
    eval_sums_tables(a, s, &whole, &many, &count);
    for (size_t k = 0; k < tables; k++)
        if (count != tables || !case_same_table(&one[k], &many[k]))
            return false;
    return true;
}

struct case_finding case_look(const struct random_case *r, case_changing change)
{
    struct arena *a = r->world.arena;
    const struct snapshot *s = &r->world.snapshot;
    const struct eval_table *table;
    size_t tables;
    const char *why = NULL;
    case_eval(r, &table, &tables);
    if (tables != tables_expected(&r->ask))
        return (struct case_finding){"the number of tables", STR(""), LEVEL_UNIT};
    if (!same_by_all(r, table, tables))
        return (struct case_finding){"another instruction set", STR(""), LEVEL_UNIT};
    if (!case_same_by_parts(r, table, tables))
        return (struct case_finding){"the sum of parts", STR(""), LEVEL_UNIT};
    for (size_t i = 0; i < tables; i++) {
        const struct definition *d = table[i].definition, *asked = change ? change(a, d) : d;
        if (asked && ((why = case_difference(a, s, &table[i], asked, &r->ask)) ||
                      (why = case_difference_of_places(a, s, &table[i], asked, &r->ask))))
            return found(r, d, table[i].level, why);
    }
    for (size_t i = 0; i < r->ask.definitions; i++) {
        const struct definition *d = r->definition[i], *asked = change ? change(a, d) : d;
        if (asked && definition_has_level(d, LEVEL_PERSON) &&
            (why = difference_of_persons(a, s, d, asked, &r->ask)))
            return found(r, d, LEVEL_PERSON, why);
    }
    return (struct case_finding){0};
}

bool case_fails(struct choices *c, case_changing change)
{
    struct random_case r;
    case_make(&r, c, 0);
    bool differs = case_look(&r, change).why != NULL;
    world_close(&r.world);
    return differs;
}
