/* Measures that say anything the language lets them; the text is read by the program's own parser.
 * The first of each list of choices is one word, so that what does not matter shrinks to it. */
#include "random_writing.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void number(struct writing *w);
static void day(struct writing *w);
static void condition(struct writing *w);

/* A part of that type that stands already; false: there is none. */
static bool part(struct writing *w, enum expr_type type)
{
    for (unsigned i = 0; i < w->parts; i++)
        if (w->part[i].is->type == type &&
            w->selections + w->part[i].selections <= SELECTIONS_MOST) {
            w->selections += w->part[i].selections;
            sb_put(&w->out, w->part[i].name);
            return true;
        }
    return false;
}

static bool can_select(const struct writing *w)
{
    return w->selections < SELECTIONS_MOST - 4 && w->depth < 7;
}

/* ---- of the person ---- */

static void distinct(struct writing *w)
{
    switch (choose(w->c, 3)) {
    case 0:
        rows_of(w, "distinct(staff of ", once_in(w->c, 3) ? EXPR_NAMED_CONTACTS : EXPR_CONTACTS);
        break;
    case 1:
        rows_of(w, "distinct(days of ", some_dated(w));
        break;
    default:
        put(w, "distinct(substances of prescriptions where (code in med and ");
        w->selections++;
        row_condition(w, EXPR_PRESCRIPTIONS);
        put(w, ")");
        window(w);
        refined(w, EXPR_PRESCRIPTIONS);
        put(w, ")");
    }
}

static void day(struct writing *w)
{
    static const char *const ages[] = {"birthday(18)", "birthday(65)", "birthday(0)",
                                       "birthday(75)", "birthday(150)"};
    size_t node = node_begin(w->c);
    w->depth++;
    switch (choose(w->c, 7)) {
    case 1:
        put(w, "T");
        minus(w);
        break;
    case 2:
        put(w, "T - ");
        put_number(w, choose(w->c, 400));
        put(w, " days");
        break;
    case 3:
        put(w, ages[choose(w->c, ARRAY_LEN(ages))]);
        break;
    case 4:
    case 5:
        if (can_select(w))
            rows_of(w, choose(w->c, 2) == 0 ? "first(" : "last(", some_dated(w));
        else
            put(w, "birthday(40)");
        break;
    case 6:
        if (!part(w, TYPE_DAY))
            put(w, "T - 1 month");
        break;
    default:
        put(w, "T");
    }
    w->depth--;
    node_end(w->c, node);
}

static void birthday(struct writing *w)
{
    ONE_OF(w, "birthday(40)", "birthday(18)", "birthday(65)", "birthday(40)", "birthday(75)",
           "birthday(0)");
}

void anchor(struct writing *w)
{
    size_t node = node_begin(w->c);
    w->depth++;
    uint32_t kind = choose(w->c, 5);
    if (kind >= 3 && can_select(w))
        rows_of(w, kind == 3 ? "first(" : "last(", some_dated(w));
    else if (kind == 1)
        birthday(w);
    else if (kind != 2 || !part(w, TYPE_DAY))
        put(w, "T - 12 months");
    w->depth--;
    node_end(w->c, node);
}

static void latest(struct writing *w)
{
    if (once_in(w->c, 3) && part(w, TYPE_QUANTITY))
        return;
    put(w, "latest(");
    if (once_in(w->c, 2)) {
        w->selections++;
        put(w, "measurements where ");
        ONE_OF(w, "code in lab", "code in lab:pct", "code in bp:sys", "code in (bp, lab)");
        window(w);
    } else {
        selection(w, EXPR_MEASUREMENTS);
    }
    refined(w, EXPR_MEASUREMENTS);
    put(w, ")");
}

static void compare(struct writing *w)
{
    ONE_OF(w, " >= ", " = ", " != ", " < ", " <= ", " > ");
}

static void quantity_test(struct writing *w)
{
    latest(w);
    if (once_in(w->c, 5)) {
        ONE_OF(w, " is known", " is not known");
        return;
    }
    compare(w);
    put(w, some_limit(w));
}

static void simple_condition(struct writing *w)
{
    if (w->population == POPULATION_LISTED && once_in(w->c, 3))
        put(w, "listing.basis in (choice_eservice, choice_form, special_reason)");
    else
        ONE_OF(w, "sex = F", "sex is known", "protection = none", "age >= 18", "age < 65",
               "birth_year < 1980", "year - birth_year = 50");
}

static void condition(struct writing *w)
{
    size_t node = node_begin(w->c);
    uint32_t kind = ++w->depth < 6 ? choose(w->c, 11) : 0;
    if (((kind >= 2 && kind <= 4) || kind == 10) && !can_select(w))
        kind = 1;
    switch (kind) {
    case 1:
        simple_condition(w);
        break;
    case 2:
        rows_of(w, choose(w->c, 3) < 2 ? "any(" : "none(", some_table(w));
        break;
    case 3:
    case 10:
        quantity_test(w);
        break;
    case 4:
        day(w);
        if (once_in(w->c, 4)) {
            ONE_OF(w, " is known", " is not known");
            break;
        }
        compare(w);
        day(w);
        break;
    case 5:
    case 6:
        number(w);
        compare(w);
        number(w);
        break;
    case 7:
        if (!part(w, TYPE_CONDITION))
            simple_condition(w);
        break;
    case 8:
    case 9:
        put(w, once_in(w->c, 5) ? "not (" : "(");
        condition(w);
        ONE_OF(w, " and ", " or ");
        condition(w);
        put(w, ")");
        break;
    default:
        put(w, "1 = 1");
    }
    w->depth--;
    node_end(w->c, node);
}

static void age(struct writing *w)
{
    put(w, "age");
    if (!once_in(w->c, 2))
        return;
    put(w, " on (");
    day(w);
    put(w, ")");
}

static void number(struct writing *w)
{
    size_t node = node_begin(w->c);
    uint32_t kind = ++w->depth < 6 ? choose(w->c, 10) : 0;
    if (kind >= 3 && kind <= 5 && !can_select(w))
        kind = 1;
    switch (kind) {
    case 1:
    case 2:
        put_number(w, choose(w->c, 5));
        break;
    case 3:
    case 4:
        rows_of(w, "count(", some_table(w));
        break;
    case 5:
        distinct(w);
        break;
    case 6:
        age(w);
        break;
    case 7:
        ONE_OF(w, "1000000 * 100", "age * 3", "year", "birth_year", "year - 2000");
        break;
    case 8:
        if (!part(w, TYPE_NUMBER))
            put(w, "2");
        break;
    case 9:
        put(w, "(");
        number(w);
        ONE_OF(w, " + ", " - ");
        number(w);
        put(w, ")");
        break;
    default:
        put(w, "1");
    }
    w->depth--;
    node_end(w->c, node);
}

/* ---- whole expressions ---- */

static void value(struct writing *w)
{
    if (once_in(w->c, 3)) {
        number(w);
        if (once_in(w->c, 2)) {
            put(w, " when ");
            condition(w);
        }
        return;
    }
    ONE_OF(w, "coc(", "upc(", "k_index(", "secon(", "mmci(");
    selection(w, EXPR_CONTACTS);
    put(w, " by staff");
    refined(w, EXPR_CONTACTS);
    put(w, ")");
    if (once_in(w->c, 4))
        return;
    put(w, " when ");
    ONE_OF(w, "count > 1", "count >= 3", "count < 6", "not count = 4");
    if (once_in(w->c, 3)) {
        put(w, " and ");
        condition(w);
    }
}

static void day_test(struct writing *w)
{
    if (once_in(w->c, 2))
        rows_of(w, choose(w->c, 2) == 0 ? "first(" : "last(", some_dated(w));
    else
        anchor(w);
    compare(w);
    day(w);
}

/* What holds on a day of the person, or on T: each of its borders is a day. */
static void holding(struct writing *w)
{
    static const enum expr_table tables[] = {EXPR_NAMED_CONTACTS, EXPR_LISTINGS,
                                             EXPR_NAMED_CONTACTS, EXPR_RESIDENCES};
    enum expr_table table = tables[choose(w->c, ARRAY_LEN(tables))];
    w->selections++;
    put(w, "count(");
    put(w, name_of(table));
    put(w, " where ");
    if (table == EXPR_NAMED_CONTACTS && once_in(w->c, 2))
        ONE_OF(w, "informed is known", "informed is not known");
    else
        row_test(w, table);
    put(w, " on ");
    switch (choose(w->c, 5)) {
    case 0:
        put(w, "T");
        minus(w);
        break;
    case 1:
        anchor(w);
        break;
    default:
        birthday(w);
    }
    put(w, ")");
}

/* A figure that is a sum over rows, or over persons with a row; of the listed each counts, too. */
static void plain(struct writing *w)
{
    if (w->population == POPULATION_LISTED && once_in(w->c, 5))
        put_number(w, choose(w->c, 3));
    else
        plain_rows(w);
}

/* Often a single thing, which nothing else hides. */
static void counted(struct writing *w)
{
    switch (choose(w->c, 7)) {
    case 6:
        holding(w);
        break;
    case 0:
    case 1:
        rows_of(w, "count(", some_table(w));
        break;
    case 2:
        quantity_test(w);
        break;
    case 3:
        day_test(w);
        break;
    case 4:
        number(w);
        break;
    default:
        condition(w);
    }
}

static void named(struct writing *w)
{
    switch (choose(w->c, 4)) {
    case 0:
        day(w);
        break;
    case 1:
        latest(w);
        break;
    case 2:
        number(w);
        break;
    default:
        condition(w);
    }
}

/* What `write` writes, parsed; the text is added to *all. */
static struct expr_part expression(struct writing *w, void (*write)(struct writing *w),
                                   enum expr_wanted wanted, struct str *all)
{
    w->out = sb_open(w->arena, 256);
    w->selections = w->depth = 0;
    write(w);
    struct str text = sb_str(&w->out);
    struct expr_source source = {.name = "random",
                                 .line = 1,
                                 .column = 1,
                                 .own_unit = w->population == POPULATION_LISTED,
                                 .here = w->population == POPULATION_EVERYONE,
                                 .part = w->part,
                                 .parts = w->parts,
                                 .set = w->set,
                                 .sets = RANDOM_SETS};
    struct expr_part made = {0};
    struct err err = {0};
    if (!expr_parse(w->arena, &source, text, wanted, &made, &err))
        fail_msg("%s %s: %.*s", err.code, err.detail, STR_FMT(text));
    *all = str_fmt(w->arena, "%.*s\n    | %.*s", STR_FMT(*all), STR_FMT(text));
    return made;
}

static void write_parts(struct writing *w, struct str *text)
{
    static const char *const names[PARTS] = {"p1", "p2", "p3"};
    while (w->parts < PARTS && more(w->c, 1)) {
        struct expr_part made = expression(w, named, WANT_PART, text);
        made.name = str_of(names[w->parts]);
        w->part[w->parts++] = made;
        enough(w->c);
    }
}

const struct definition *chosen_measure(struct arena *a, struct choices *c, struct str *text)
{
    static const char *const population[] = {"listed", "everyone", "registered"};
    struct definition *d = ARENA_NEW(a, struct definition, 1);
    struct writing *w = ARENA_NEW(a, struct writing, 1);
    *w = (struct writing){.arena = a, .c = c};
    w->population = (enum measure_population)choose(c, POPULATIONS);
    random_sets(w->arena, w->set);
    d->id = STR("random");
    d->population = w->population;
    d->kind = (enum measure_kind)choose(c, MEASURE_TABLE);
    *text = str_of(population[d->population]);
    bool is_plain = once_in(c, 4) && d->population != POPULATION_REGISTERED;
    void (*write)(struct writing * w) = is_plain ? plain : counted;
    write_parts(w, text);
    d->exclude =
        once_in(c, is_plain ? 8 : 3) ? expression(w, condition, WANT_CONDITION, text).is : NULL;
    if (d->kind == MEASURE_RATIO) {
        d->numerator = expression(w, write, WANT_COUNTED, text).is;
        if (once_in(c, 2))
            d->denominator = expression(w, write, WANT_COUNTED, text).is;
    } else if (d->kind == MEASURE_COUNT) {
        d->value = expression(w, write, WANT_COUNTED, text).is;
    } else {
        d->value = expression(w, value, WANT_VALUE, text).is;
    }
    d->missing = once_in(c, 4) ? expression(w, condition, WANT_CONDITION, text).is : NULL;
    return d;
}
