/* The engine against the oracle on random worlds, measures, months, threads, instruction sets and
 * divisions of the persons: every place, every month, every cell the same. And a control: an oracle
 * that is told a slightly other measure must be found out, or this test finds nothing. */
#include "engine/eval_sums.h"
#include "engine/explain.h"
#include "engine/expr.h"
#include "engine/oracle_parts.h"
#include "engine/persons.h"
#include "engine/simd.h"
#include "how_many.h"
#include "person_shown.h"
#include "random_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SEEDS = 1000, MEASURES = 4 };

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

/* Where the table differs from what the oracle says of `d`; NULL: nowhere. */
static const char *difference(struct arena *a, const struct snapshot *s, const struct eval_table *t,
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

static const char *difference_of_places(struct arena *a, const struct snapshot *s,
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

struct random_case {
    struct world world;
    const struct definition *definition[MEASURES];
    struct str text[MEASURES];
    struct eval_request ask;
};

static void make_case(struct random_case *out, struct choices *c, uint32_t persons)
{
    *out = (struct random_case){.world = chosen_world(c, persons)};
    world_end(&out->world, 1);
    out->ask = some_request(c, &out->world.snapshot);
    struct arena *a = out->world.arena;
    size_t count = 0;
    for (; count < MEASURES && more(c, 4); count++) {
        out->definition[count] = chosen_measure(a, c, &out->text[count]);
        enough(c);
    }
    if (count == 0)
        out->definition[count++] = chosen_measure(a, c, &out->text[0]);
    out->ask.definition = out->definition;
    out->ask.definitions = count;
}

static void evaluate_case(const struct random_case *r, const struct eval_table **table,
                          size_t *tables)
{
    struct err err = {0};
    assert_true(eval(r->world.arena, &r->world.snapshot, &r->ask, table, tables, &err));
}

/* What a wrong engine would be held for right: the oracle is asked of another measure. */
typedef const struct definition *(*changing)(struct arena *a, const struct definition *d);

struct finding {
    const char *why; /* NULL: engine and oracle agree */
    struct str text;
    enum eval_level level;
};

static size_t tables_expected(const struct eval_request *ask)
{
    size_t count = 0;
    for (size_t i = 0; i < ask->definitions; i++)
        for (unsigned level = LEVEL_DOCTOR; level < LEVELS; level++)
            count += ask->levels & LEVEL_BIT(level) &&
                     definition_has_level(ask->definition[i], (enum eval_level)level);
    return count;
}

static struct finding found(const struct random_case *r, const struct definition *d,
                            enum eval_level level, const char *why)
{
    size_t i = 0;
    while (r->definition[i] != d)
        i++;
    return (struct finding){why, r->text[i], level};
}

static bool same_table(const struct eval_table *x, const struct eval_table *y)
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
        evaluate_case(&again, &many, &count);
        for (size_t k = 0; k < tables; k++)
            if (count != tables || !same_table(&one[k], &many[k]))
                return false;
    }
    return true;
}

/* The persons are divided at random; each part is counted by itself, and their sums added up. */
static bool same_by_parts(const struct random_case *r, const struct eval_table *one, size_t tables)
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
        if (count != tables || !same_table(&one[k], &many[k]))
            return false;
    return true;
}

static struct finding look(const struct random_case *r, changing change)
{
    struct arena *a = r->world.arena;
    const struct snapshot *s = &r->world.snapshot;
    const struct eval_table *table;
    size_t tables;
    const char *why = NULL;
    evaluate_case(r, &table, &tables);
    if (tables != tables_expected(&r->ask))
        return (struct finding){"the number of tables", STR(""), LEVEL_UNIT};
    if (!same_by_all(r, table, tables))
        return (struct finding){"another instruction set", STR(""), LEVEL_UNIT};
    if (!same_by_parts(r, table, tables))
        return (struct finding){"the sum of parts", STR(""), LEVEL_UNIT};
    for (size_t i = 0; i < tables; i++) {
        const struct definition *d = table[i].definition, *asked = change ? change(a, d) : d;
        if (asked && ((why = difference(a, s, &table[i], asked, &r->ask)) ||
                      (why = difference_of_places(a, s, &table[i], asked, &r->ask))))
            return found(r, d, table[i].level, why);
    }
    for (size_t i = 0; i < r->ask.definitions; i++) {
        const struct definition *d = r->definition[i], *asked = change ? change(a, d) : d;
        if (asked && definition_has_level(d, LEVEL_PERSON) &&
            (why = difference_of_persons(a, s, d, asked, &r->ask)))
            return found(r, d, LEVEL_PERSON, why);
    }
    return (struct finding){0};
}

static bool fails(struct choices *c, changing change)
{
    struct random_case r;
    make_case(&r, c, 0);
    bool differs = look(&r, change).why != NULL;
    world_close(&r.world);
    return differs;
}

static bool fails_as_it_is(struct choices *c)
{
    return fails(c, NULL);
}

/* ---- what a case is, for people ---- */

static void tell(struct choices *c)
{
    struct random_case r;
    char text[MONTH_TEXT];
    make_case(&r, c, 0);
    struct finding f = look(&r, NULL);
    print_message("%s differs by %.*s: %.*s\n", f.why ? f.why : "nothing",
                  STR_FMT(level_word(f.level)), STR_FMT(f.text));
    print_message("%u months to %.*s, %zu measures\n", r.ask.months,
                  STR_FMT(month_format(r.ask.last, text)), r.ask.definitions);
    for (uint32_t p = 0; p < r.world.snapshot.persons; p++)
        person_show(&r.world.snapshot, p);
    world_close(&r.world);
}

/* ---- engine and oracle ---- */

static void try_seed(uint64_t seed)
{
    unsigned tries = 4000;
    struct choices c = choices_of_seed(seed);
    bool found = fails_as_it_is(&c);
    if (!found) {
        choices_close(&c);
        return;
    }
    struct choices small = choices_shrunk(&c, fails_as_it_is, &tries);
    struct choices again = choices_given(small.at, small.count);
    tell(&again);
    choices_close(&again);
    choices_close(&small);
    choices_close(&c);
    fail_msg("seed %llu: when it is mended, keep what it shrank to in tests/spec/edges.csv",
             (unsigned long long)seed);
}

/* What has failed once stands as rows in tests/spec/edges.csv (edges_test.c): a seed makes another
 * case as soon as more can be drawn. */
static void engine_and_oracle_agree(void **state)
{
    (void)state;
    const char *from = getenv("KONTINUA_SEED");
    uint64_t first = from ? strtoull(from, NULL, 10) : 1;
    for (uint64_t seed = first; seed < first + how_many(SEEDS); seed++)
        try_seed(seed);
}

/* ---- threads ---- */

/* So many persons that threads have pieces to take; three cases, or one where they are few. */
static void threads_make_no_difference(void **state)
{
    static const unsigned threads[] = {1, 2, 7};
    (void)state;
    for (uint64_t seed = 1; seed <= 3 && seed <= how_many(3); seed++) {
        struct choices c = choices_of_seed(seed);
        struct random_case r;
        make_case(&r, &c, 11000);
        r.ask.levels = LEVEL_BIT(LEVELS) - 1;
        const struct eval_table *one = NULL, *many;
        size_t tables = 0, again;
        for (size_t i = 0; i < 2 * ARRAY_LEN(threads); i++) {
            r.ask.threads = threads[i / 2];
            r.ask.simd = i % 2 == 0 ? simd_at(0) : simd_best();
            evaluate_case(&r, &many, &again);
            if (!one) {
                one = many;
                tables = again;
            }
            assert_int_equal(again, tables);
            for (size_t k = 0; k < tables; k++)
                assert_true(same_table(&one[k], &many[k]));
        }
        assert_true(same_by_parts(&r, one, tables));
        world_close(&r.world);
        choices_close(&c);
    }
}

/* ---- the control ---- */

struct changed {
    struct arena *arena;
    void (*selection)(struct selection *s);
    void (*expression)(struct expr *e);
    changing lists; /* instead of the two: of no figure */
};

/* A copy of the tree with something changed in each node and selection. */
static const struct expr *changed_tree(const struct changed *by, const struct expr *e)
{
    if (!e)
        return NULL;
    struct expr *made = ARENA_NEW(by->arena, struct expr, 1);
    *made = *e;
    made->a = changed_tree(by, e->a);
    made->b = changed_tree(by, e->b);
    if (by->expression)
        by->expression(made);
    if (!e->selection)
        return made;
    struct selection *s = ARENA_NEW(by->arena, struct selection, 1);
    *s = *e->selection;
    s->where = changed_tree(by, s->where);
    s->anchor = changed_tree(by, s->anchor);
    s->paired = changed_tree(by, s->paired);
    s->without = changed_tree(by, s->without);
    if (by->selection)
        by->selection(s);
    made->selection = s;
    return made;
}

static const struct definition *changed(const struct changed *by, const struct definition *d)
{
    struct definition *made = ARENA_NEW(by->arena, struct definition, 1);
    *made = *d;
    made->numerator = changed_tree(by, d->numerator);
    made->denominator = changed_tree(by, d->denominator);
    made->value = changed_tree(by, d->value);
    made->exclude = changed_tree(by, d->exclude);
    made->missing = changed_tree(by, d->missing);
    return made;
}

/* What a wrong kernel might get wrong. */
static void once_too_often(struct selection *s)
{
    s->once_a_day = expr_table_is_dated(s->table) && !s->once_a_day;
}
static void a_month_early(struct selection *s)
{
    s->shift += s->window == WINDOW_MONTHS || s->window == WINDOW_EVER;
}
static void a_month_longer(struct selection *s)
{
    s->months += s->months > 0;
}
static void a_day_longer(struct selection *s)
{
    s->to += s->window == WINDOW_AFTER || s->window == WINDOW_BEFORE;
    s->from += s->window == WINDOW_DAYS;
}
static void the_year_before(struct selection *s)
{
    if (s->window != WINDOW_YEAR)
        return;
    s->window = WINDOW_MONTHS;
    s->months = 12;
}
static void all_rows(struct selection *s)
{
    s->where = NULL;
}
static void unpaired(struct selection *s)
{
    s->paired = NULL;
}
static void washed_longer(struct selection *s)
{
    s->washout += s->without != NULL;
}
static void on_the_edge(struct expr *e)
{
    if (e->op == EXPR_VALUE && e->compare == EXPR_GREATER)
        e->compare = EXPR_GREATER_EQUAL;
    if (e->op == EXPR_GREATER_EQUAL)
        e->op = EXPR_GREATER;
}
static void first_is_last(struct expr *e)
{
    if (e->op == EXPR_FIRST)
        e->op = EXPR_LAST;
}
static void without_part(struct expr *e)
{
    if (e->op == EXPR_CODE)
        e->part = STR("");
}
static void a_day_more(struct expr *e)
{
    e->number += e->op == EXPR_SOUGHT || (e->op == EXPR_T && e->in_days);
}

static void (*const SELECTION_BUGS[])(struct selection *s) = {
    once_too_often,  a_month_early, a_month_longer, a_day_longer,
    the_year_before, all_rows,      unpaired,       washed_longer};
static void (*const EXPRESSION_BUGS[])(struct expr *e) = {on_the_edge, first_is_last, without_part,
                                                          a_day_more};

/* Who meets `missing` does not, and who does not does. */
static const struct definition *others_missing(struct arena *a, const struct definition *d)
{
    struct definition *made = ARENA_NEW(a, struct definition, 1);
    struct expr *negated = ARENA_NEW(a, struct expr, 1);
    *made = *d;
    *negated = (struct expr){.op = EXPR_NOT, .type = TYPE_CONDITION, .a = d->missing};
    made->missing = d->missing ? negated : NULL;
    return made;
}

static const char *difference_with(const struct changed *by, const struct random_case *r,
                                   const struct eval_table *t)
{
    struct arena *a = r->world.arena;
    if (by->lists)
        return difference_of_places(a, &r->world.snapshot, t, by->lists(a, t->definition), &r->ask);
    return difference(a, &r->world.snapshot, t, changed(by, t->definition), &r->ask);
}

/* The seed whose case tells the change from the measure as it is. */
static void find_bug(struct changed by)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct choices c = choices_of_seed(seed);
        struct random_case r;
        make_case(&r, &c, 0);
        by.arena = r.world.arena;
        const struct eval_table *table;
        size_t tables;
        evaluate_case(&r, &table, &tables);
        bool found = false;
        for (size_t i = 0; i < tables && !found; i++)
            found = difference_with(&by, &r, &table[i]) != NULL;
        world_close(&r.world);
        choices_close(&c);
        if (found)
            return;
    }
    fail_msg("a planted bug was not found");
}

static void a_planted_bug_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(SELECTION_BUGS); i++)
        find_bug((struct changed){.selection = SELECTION_BUGS[i]});
    for (size_t i = 0; i < ARRAY_LEN(EXPRESSION_BUGS); i++)
        find_bug((struct changed){.expression = EXPRESSION_BUGS[i]});
    find_bug((struct changed){.lists = others_missing});
}

/* ---- what fails becomes small ---- */

static const struct definition *a_month_longer_all(struct arena *a, const struct definition *d)
{
    return changed(&(struct changed){.arena = a, .selection = a_month_longer}, d);
}

static bool fails_by_a_month(struct choices *c)
{
    return fails(c, a_month_longer_all);
}

static void a_failure_becomes_small(void **state)
{
    (void)state;
    uint64_t seed = 1;
    struct choices c = choices_of_seed(seed);
    while (!fails_by_a_month(&c)) {
        choices_close(&c);
        c = choices_of_seed(++seed);
    }
    unsigned tries = 3000;
    struct choices small = choices_shrunk(&c, fails_by_a_month, &tries);
    struct choices again = choices_given(small.at, small.count);
    struct random_case r;
    make_case(&r, &again, 0);
    assert_non_null(look(&r, a_month_longer_all).why);
    assert_true(r.world.snapshot.persons <= 2);
    assert_true(r.ask.definitions == 1);
    assert_true(r.text[0].len < 300);
    world_close(&r.world);
    choices_close(&again);
    choices_close(&small);
    choices_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(engine_and_oracle_agree),
        cmocka_unit_test(threads_make_no_difference),
        cmocka_unit_test(a_planted_bug_is_found),
        cmocka_unit_test(a_failure_becomes_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
