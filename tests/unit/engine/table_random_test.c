/* Measures of tables, engine against oracle: random rows, expressions, months and levels; every
 * place, every month, every cell the same as files print it. And a control: an oracle that is told
 * a slightly other measure must be found out. */
#include "../domain/random.h"
#include "core/sb.h"
#include "engine/eval.h"
#include "engine/oracle.h"
#include "engine/table_expr.h"
#include "how_many.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SEEDS = 1000, FIRST_YEAR = 2021, YEARS = 3, UNITS = 4 };

static bool once_in(struct random *r, uint32_t times)
{
    return random_below(r, times) == 0;
}

static const char *one_of(struct random *r, const char *const *word, uint32_t count)
{
    return word[random_below(r, count)];
}
#define ONE_OF(r, ...)                                                                             \
    one_of((r), (const char *const[]){__VA_ARGS__},                                                \
           sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

/* ---- rows ---- */

static const char *some_decimal(struct arena *a, struct random *r)
{
    if (once_in(r, 10))
        return ONE_OF(r, "0", "-1.5", "999999999999.999999999", "-999999999999.999999999");
    const char *text =
        str_fmt(a, "%u.%u", (unsigned)random_below(r, 50), (unsigned)random_below(r, 100)).at;
    return once_in(r, 3) ? str_fmt(a, "%u", (unsigned)random_below(r, 90)).at : text;
}

static const char *some_field(struct arena *a, struct random *r, const struct table_column *c)
{
    bool is_free = !c->required && !c->key;
    if (c->type == COLUMN_VOCAB) {
        unsigned word = random_below(r, once_in(r, 2) ? 2 : c->vocab->count);
        word = c->vocab == &VOCAB_ANSWER ? 1 + random_below(r, 2) : word;
        return vocab_word(c->vocab, word).at;
    }
    if (is_free && once_in(r, 3))
        return "";
    if (c->type == COLUMN_WORD)
        return ONE_OF(r, "x", "y", "å-z");
    if (c->type == COLUMN_DECIMAL)
        return some_decimal(a, r);
    return str_fmt(a, "%u", (unsigned)random_below(r, once_in(r, 3) ? 3 : 1000)).at;
}

static void add_row(struct world *w, struct random *r, enum table_id table, uint32_t unit)
{
    const struct table *t = &TABLES[table];
    unsigned year = FIRST_YEAR + random_below(r, YEARS), month = 1 + random_below(r, 12);
    struct sb row = sb_open(w->arena, 64);
    if (table_is_monthly(table))
        sb_fmt(&row, "%u-%02u", year, month);
    else
        sb_fmt(&row, "%u", year);
    for (unsigned i = 2; i < t->columns; i++)
        sb_fmt(&row, ",%s", some_field(w->arena, r, &t->column[i]));
    world_row(w, table, unit, str_cstr(w->arena, sb_str(&row)));
}

static struct world some_world(struct random *r)
{
    static const char *const name[UNITS] = {"D", "A", "C", "B"};
    struct world w = world_begin();
    uint32_t unit[UNITS];
    for (unsigned i = 0; i < UNITS; i++)
        unit[i] = world_unit(&w, name[i], ONE_OF(r, "2380", "2321", "0180", ""),
                             random_below(r, 2) ? OPERATOR_REGION : OPERATOR_EXTERNAL);
    for (unsigned table = TABLE_CALLS; table <= TABLE_SURVEY; table++)
        for (uint32_t rows = random_below(r, once_in(r, 3) ? 3 : 60); rows > 0; rows--)
            add_row(&w, r, (enum table_id)table, unit[random_below(r, UNITS)]);
    for (uint32_t rows = random_below(r, 4); rows > 0; rows--)
        add_row(&w, r, TABLE_CNI, SNAPSHOT_NATION);
    world_end(&w, 1);
    return w;
}

/* ---- expressions ---- */

struct writing {
    struct sb *out;
    struct random *r;
    const struct table *table;
    bool has_each, in_nation;
};

static void write_number(struct writing *w)
{
    if (once_in(w->r, 2))
        sb_fmt(w->out, "%u", (unsigned)random_below(w->r, 4));
    else
        sb_fmt(w->out, "%u.%u", (unsigned)random_below(w->r, 9), (unsigned)random_below(w->r, 99));
}

static void write_column(struct writing *w)
{
    const struct table_column *c;
    do
        c = &w->table->column[2 + random_below(w->r, w->table->columns - 2)];
    while (table_column_is_word(c));
    sb_fmt(w->out, "%s", c->name);
}

static void write_row_value(struct writing *w, unsigned depth)
{
    if (depth == 0 || once_in(w->r, 2)) {
        if (once_in(w->r, 4))
            write_number(w);
        else
            write_column(w);
        return;
    }
    sb_char(w->out, '(');
    write_row_value(w, depth - 1);
    sb_fmt(w->out, " %s ", ONE_OF(w->r, "+", "-", "*"));
    write_row_value(w, depth - 1);
    sb_char(w->out, ')');
}

static void write_words(struct writing *w, const struct table_column *c)
{
    if (c->vocab)
        sb_put(w->out, vocab_word(c->vocab, c->vocab == &VOCAB_ANSWER ? 1 + random_below(w->r, 2)
                                                                      : random_below(w->r, 3)));
    else
        sb_fmt(w->out, "%s", ONE_OF(w->r, "x", "y", "z"));
}

static void write_test(struct writing *w)
{
    unsigned i = 2 + random_below(w->r, w->table->columns - 2);
    const struct table_column *c = &w->table->column[i];
    if (!table_column_is_word(c) || once_in(w->r, 6)) {
        sb_fmt(w->out, "%s is %sknown", c->name, ONE_OF(w->r, "", "not "));
    } else if (w->table == &TABLES[TABLE_SURVEY] && w->has_each && once_in(w->r, 2)) {
        sb_fmt(w->out, "%s %s each", c->name, ONE_OF(w->r, "=", "!="));
    } else if (once_in(w->r, 2)) {
        sb_fmt(w->out, "%s %s ", c->name, ONE_OF(w->r, "=", "!="));
        write_words(w, c);
    } else {
        sb_fmt(w->out, "%s %sin (", c->name, ONE_OF(w->r, "", "not "));
        write_words(w, c);
        sb_put(w->out, STR(", "));
        write_words(w, c);
        sb_char(w->out, ')');
    }
}

static void write_condition(struct writing *w, unsigned depth)
{
    if (depth == 0 || once_in(w->r, 2)) {
        write_test(w);
        return;
    }
    sb_fmt(w->out, "%s(", ONE_OF(w->r, "", "not "));
    write_condition(w, depth - 1);
    sb_fmt(w->out, " %s ", ONE_OF(w->r, "and", "or"));
    write_condition(w, depth - 1);
    sb_char(w->out, ')');
}

static void write_sum(struct writing *w)
{
    enum table_id table = w->in_nation
                              ? TABLE_CNI
                              : (enum table_id)(TABLE_CALLS + random_below(w->r, SNAPSHOT_TABLES));
    w->table = &TABLES[table];
    bool is_monthly = table_is_monthly(table);
    sb_fmt(w->out, "%s(", is_monthly && once_in(w->r, 2) ? "monthly_mean" : "sum");
    write_row_value(w, 2);
    sb_fmt(w->out, " of %s", w->table->name);
    if (once_in(w->r, 2)) {
        sb_put(w->out, STR(" where "));
        write_condition(w, 2);
    }
    if (!is_monthly)
        sb_put(w->out, STR(" in the year)"));
    else
        sb_fmt(w->out, " within %u months to T - %u months)",
               1 + (unsigned)random_below(w->r, once_in(w->r, 2) ? 2 : 20),
               (unsigned)random_below(w->r, 3));
}

static void write_value(struct writing *w, unsigned depth)
{
    uint32_t what = random_below(w->r, 10);
    if (depth == 0 || what < 5) {
        write_sum(w);
    } else if (what == 5 && !w->in_nation) {
        sb_put(w->out, STR("nation("));
        w->in_nation = true;
        write_value(w, depth - 1);
        w->in_nation = false;
        sb_char(w->out, ')');
    } else if (what == 6) {
        sb_char(w->out, '(');
        write_value(w, depth - 1);
        sb_fmt(w->out, " %s ", ONE_OF(w->r, "+", "-", "*"));
        write_number(w);
        sb_char(w->out, ')');
    } else {
        sb_char(w->out, '(');
        write_value(w, depth - 1);
        sb_fmt(w->out, " %s ", ONE_OF(w->r, "+", "-", "/", "*", "/"));
        write_value(w, depth - 1);
        sb_char(w->out, ')');
    }
}

/* One that the language allows; most that are refused are so for their size. */
static const struct table_expr *some_expression(struct arena *a, struct random *r, bool has_each,
                                                struct str *text)
{
    struct table_each each = {TABLE_SURVEY, 2};
    for (;;) {
        struct sb out = sb_open(a, 256);
        struct writing w = {.out = &out, .r = r, .has_each = has_each};
        write_value(&w, 2);
        struct expr_source source = {.name = "random"};
        const struct table_expr *e;
        struct err err = {0};
        if (table_expr_parse(a, &source, sb_str(&out), has_each ? &each : NULL, &e, &err)) {
            *text = str_fmt(a, "%.*s\n%.*s", STR_FMT(*text), STR_FMT(sb_str(&out)));
            return e;
        }
        if (strcmp(err.code, "expression.limit") != 0 && strcmp(err.code, "expression.type") != 0)
            fail_msg("%s %s: %.*s", err.code, err.detail, STR_FMT(sb_str(&out)));
    }
}

static const struct definition *some_measure(struct arena *a, struct random *r, struct str *text)
{
    static const struct measure_family family = {.table = TABLE_SURVEY, .column = 2};
    struct definition *d = ARENA_NEW(a, struct definition, 1);
    *d = (struct definition){.id = STR("random"),
                             .kind = MEASURE_TABLE,
                             .population = POPULATION_EVERYONE,
                             .unit = once_in(r, 4) ? IN_PER_1000 : IN_INDEX};
    if (once_in(r, 2)) {
        d->family = &family;
        d->each = str_of(ONE_OF(r, "x", "y", "å-z"));
    }
    *text = d->each;
    d->of_tables.numerator = some_expression(a, r, d->family != NULL, text);
    if (once_in(r, 2))
        d->of_tables.denominator = some_expression(a, r, d->family != NULL, text);
    return d;
}

/* ---- both ---- */

static bool same_cell(struct arena *a, const struct definition *d, const struct cell *x,
                      const struct cell *y)
{
    if (x->missing != y->missing || x->numerator != y->numerator ||
        x->denominator != y->denominator)
        return false;
    if (x->missing)
        return true;
    struct cell_text s = cell_text(a, d, x), t = cell_text(a, d, y);
    return str_eq(s.numerator, t.numerator) && str_eq(s.denominator, t.denominator) &&
           str_eq(s.value, t.value);
}

static struct eval_request some_request(struct random *r, const struct definition *const *d)
{
    return (struct eval_request){
        .definition = d,
        .definitions = 1,
        .last = month_from(FIRST_YEAR + (int32_t)random_below(r, YEARS + 1),
                           1 + (int32_t)random_below(r, 12)),
        .months = 1 + random_below(r, once_in(r, 2) ? 30 : 3),
        .levels = LEVEL_BIT(LEVEL_UNIT + random_below(r, LEVELS - LEVEL_UNIT)),
        .threads = 1};
}

/* Whether engine and oracle say the same; the oracle is told of `told`. */
static bool agree(struct world *w, const struct definition *d, const struct definition *told,
                  const struct eval_request *ask, unsigned *present)
{
    const struct eval_table *t;
    size_t tables;
    struct err err = {0};
    assert_true(eval(w->arena, &w->snapshot, ask, &t, &tables, &err));
    assert_int_equal(tables, 1);
    for (size_t i = 0; i < t->places; i++)
        for (unsigned m = 0; m < t->months; m++) {
            struct oracle_place place = {t->level, t->place[i].number};
            struct cell c = oracle_cell(w->arena, &w->snapshot, told, place,
                                        (struct month){t->first.n + (int32_t)m});
            *present += c.missing == CELL_PRESENT;
            if (!same_cell(w->arena, d, cell_at(t, i, m), &c))
                return false;
        }
    return true;
}

static void engine_and_oracle_agree(void **state)
{
    (void)state;
    unsigned present = 0;
    for (uint64_t seed = 1; seed <= how_many(SEEDS); seed++) {
        struct random r = {seed};
        struct world w = some_world(&r);
        struct str text;
        const struct definition *d = some_measure(w.arena, &r, &text);
        struct eval_request ask = some_request(&r, &d);
        if (!agree(&w, d, d, &ask, &present))
            fail_msg("seed %u: %.*s", (unsigned)seed, STR_FMT(text));
        world_close(&w);
    }
    assert_true(present > how_many(SEEDS)); /* most figures are there */
}

/* The same expression with one thing changed in its first sum. */
static const struct table_expr *planted(struct arena *a, const struct table_expr *e, unsigned bug)
{
    struct table_expr *made = ARENA_NEW(a, struct table_expr, 1);
    *made = *e;
    if (!e->rows) {
        made->a = planted(a, e->a, bug);
        return made;
    }
    struct table_rows *rows = ARENA_NEW(a, struct table_rows, 1);
    *rows = *e->rows;
    made->rows = rows;
    if (bug == 0)
        rows->shift++;
    else if (bug == 1)
        rows->months += rows->months > 0;
    else if (bug == 2)
        rows->where = NULL;
    else
        made->op = TABLE_OP_SUM;
    return made;
}

static void a_planted_bug_is_found(void **state)
{
    (void)state;
    for (unsigned bug = 0; bug < 4; bug++) {
        unsigned found = 0, present = 0;
        for (uint64_t seed = 1; seed <= SEEDS && found == 0; seed++) {
            struct random r = {seed};
            struct world w = some_world(&r);
            struct str text;
            const struct definition *d = some_measure(w.arena, &r, &text);
            struct definition told = *d;
            struct eval_request ask = some_request(&r, &d);
            if (d->of_tables.numerator->op != TABLE_OP_NUMBER)
                told.of_tables.numerator = planted(w.arena, d->of_tables.numerator, bug);
            found += !agree(&w, d, &told, &ask, &present);
            world_close(&w);
        }
        assert_true(found > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(engine_and_oracle_agree),
        cmocka_unit_test(a_planted_bug_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
