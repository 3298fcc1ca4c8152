/* Measures that say anything the language lets them; the text is read by the program's own parser.
 * The first of each list of choices is one word, so that what does not matter shrinks to it. */
#include "core/sb.h"
#include "engine/expr_words.h"
#include "random_world.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { SELECTIONS_MOST = 12, PARTS = 3 };
struct writing {
    struct arena *arena;
    struct choices *c;
    struct sb out;
    enum measure_population population;
    unsigned depth, selections;
    const struct codeset *set[RANDOM_SETS];
    struct expr_part part[PARTS];
    unsigned parts;
    bool converts; /* of a condition of measurements: whose set is it */
};

static void put(struct writing *w, const char *text)
{
    sb_put(&w->out, str_of(text));
}

static void put_number(struct writing *w, uint32_t n)
{
    sb_fmt(&w->out, "%u", (unsigned)n);
}

static void one_of(struct writing *w, const char *const *words, size_t count)
{
    put(w, words[choose(w->c, (uint32_t)count)]);
}
#define ONE_OF(w, ...)                                                                             \
    do {                                                                                           \
        static const char *const words[] = {__VA_ARGS__};                                          \
        one_of((w), words, ARRAY_LEN(words));                                                      \
    } while (0)

static const char *const LIMITS[] = {"10",  "70", "0",      "52",         "140",    "53.01",
                                     "700", "-7", "53.010", "46.6666662", "1000000"};

static const char *name_of(enum expr_table table)
{
    return table == EXPR_PERFORMED ? "performed_invitations" : TABLES[expr_table_of(table)].name;
}

static void number(struct writing *w);
static void day(struct writing *w);
static void anchor(struct writing *w);
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

/* ---- of rows ---- */

static void here(struct writing *w)
{
    if (w->population == POPULATION_LISTED)
        ONE_OF(w, "unit = own_unit", "unit != own_unit");
    else if (w->population == POPULATION_EVERYONE)
        ONE_OF(w, "unit in here", "unit not in here");
    else
        put(w, "2 = 2");
}

static void measured_test(struct writing *w)
{
    if (choose(w->c, 2) == 0) {
        if (w->converts)
            ONE_OF(w, "code in lab", "code in lab:pct", "code not in lab", "code in (lab, bp:sys)",
                   "code in lab and value > 7.5 %");
        else
            ONE_OF(w, "code in bp", "code in bp:sys", "code in bp:dia", "code not in bp:dia");
        return;
    }
    put(w, "value");
    ONE_OF(w, " > ", " = ", " != ", " < ", " <= ", " >= ");
    put(w, LIMITS[choose(w->c, ARRAY_LEN(LIMITS))]);
}

static void row_test(struct writing *w, enum expr_table table)
{
    if (table != EXPR_RESIDENCES && once_in(w->c, 3)) {
        here(w);
        return;
    }
    switch (table) {
    case EXPR_CONTACTS:
        ONE_OF(w, "profession = physician", "profession in (physician, nurse)", "form != phone",
               "form in (visit, home_visit)", "level = emergency", "problem is known",
               "booking is not known", "assessed = none", "staff is known", "staff is not known",
               "staff = named_doctor", "staff != named_doctor", "named_doctor is known",
               "named_doctor is not known", "sought_on within 0 days", "sought_on within 3 days",
               "not sought_on within 2 days", "sought_on within 4 days",
               "sought_on within 36525 days", "sought_on within 1 day");
        break;
    case EXPR_DIAGNOSES:
        ONE_OF(w, "code in dia", "code in dia:a", "code in dia:b", "code in dia:c",
               "code not in dia", "code in (dia:a, dia:c)", "form = visit",
               "form in (home_visit, group)", "not form = visit");
        break;
    case EXPR_PROCEDURES:
        ONE_OF(w, "code in pro", "code not in pro", "form = visit");
        break;
    case EXPR_MEASUREMENTS:
        measured_test(w);
        break;
    case EXPR_PRESCRIPTIONS:
        ONE_OF(w, "code in med", "code in med:x", "code in (med:x, med:y)", "code not in med",
               "source = dispensed", "source is known");
        break;
    case EXPR_INVITATIONS:
    case EXPR_PERFORMED:
        ONE_OF(w, "programme = health_talk_40", "programme != health_talk_50",
               "channel in (letter, phone)", "channel is known");
        break;
    case EXPR_REFERRALS:
        ONE_OF(w, "to = emergency", "to != emergency");
        break;
    case EXPR_LISTINGS:
        ONE_OF(w, "basis in (choice_form, area)", "basis != newborn");
        break;
    case EXPR_NAMED_CONTACTS:
        ONE_OF(w, "kind = doctor", "informed is known", "kind in (care_contact, municipal)",
               "kind is known", "informed is known", "informed is not known");
        break;
    case EXPR_RESIDENCES:
        ONE_OF(w, "kind = saebo", "kind != saebo");
        break;
    }
}

static void row_part(struct writing *w, enum expr_table table, unsigned depth)
{
    size_t node = node_begin(w->c);
    switch (depth < 3 ? choose(w->c, 5) : 0) {
    case 3:
    case 4:
        put(w, once_in(w->c, 5) ? "not (" : "(");
        row_part(w, table, depth + 1);
        ONE_OF(w, " and ", " and ", " or ");
        row_part(w, table, depth + 1);
        put(w, ")");
        break;
    case 2:
        if (once_in(w->c, 6))
            ONE_OF(w, "1 = 1", "2 + 3 * 4 < 5 - 6", "1000000 * 2000 > 1000 * 999999");
        else
            row_test(w, table);
        break;
    default:
        row_test(w, table);
    }
    node_end(w->c, node);
}

static void row_condition(struct writing *w, enum expr_table table)
{
    w->converts = once_in(w->c, 2);
    row_part(w, table, 0);
}

static void months_or_days(struct writing *w)
{
    if (choose(w->c, 2) == 0) {
        put_number(w, 1 + choose(w->c, once_in(w->c, 2) ? 40 : 4));
        put(w, " months");
    } else {
        static const uint32_t days[] = {1, 2, 30, 31, 89, 90, 91, 365, 366, 730, 1000};
        put_number(w, days[choose(w->c, ARRAY_LEN(days))]);
        put(w, " days");
    }
}

static void minus(struct writing *w)
{
    if (!once_in(w->c, 3))
        return;
    put(w, " - ");
    put_number(w, choose(w->c, 30));
    put(w, " months");
}

/* Of dated rows. */
static void window(struct writing *w)
{
    switch (choose(w->c, 9)) {
    case 0:
        put(w, " ever");
        return;
    case 1:
    case 2:
        put(w, " within ");
        put_number(w, 1 + choose(w->c, once_in(w->c, 3) ? 60 : 20));
        put(w, " months");
        if (!once_in(w->c, 3))
            return;
        put(w, " to T");
        minus(w);
        return;
    case 3:
        put(w, " within ");
        put_number(w, 1 + choose(w->c, once_in(w->c, 2) ? 1000 : 100));
        put(w, " days");
        return;
    case 4:
        put(w, " in the year");
        return;
    case 5:
    case 6:
        put(w, " within ");
        months_or_days(w);
        break;
    default:
        put(w, " within ");
        put_number(w, choose(w->c, 3));
        put(w, " to ");
        put_number(w, 2 + choose(w->c, once_in(w->c, 2) ? 900 : 91));
        put(w, " days");
    }
    ONE_OF(w, " after ", " before ");
    anchor(w);
}

static void selection(struct writing *w, enum expr_table table)
{
    w->selections++;
    put(w, name_of(table));
    if (!once_in(w->c, 5)) {
        put(w, " where ");
        row_condition(w, table);
    }
    if (expr_table_is_dated(table)) {
        window(w);
    } else if (once_in(w->c, 2)) {
        put(w, " on ");
        anchor(w);
    } else {
        put(w, " on T");
        minus(w);
    }
}

/* Which of the rows count. */
static void refined(struct writing *w, enum expr_table table)
{
    if (!expr_table_is_dated(table))
        return;
    if (once_in(w->c, 4)) {
        put(w, ", paired with ");
        row_condition(w, table);
    }
    if (once_in(w->c, 4)) {
        put(w, ", new after ");
        months_or_days(w);
        put(w, " without ");
        row_condition(w, table);
    }
    if (once_in(w->c, 3))
        put(w, ", once a day");
}

static void rows_of(struct writing *w, const char *function, enum expr_table table)
{
    put(w, function);
    selection(w, table);
    refined(w, table);
    put(w, ")");
}

static enum expr_table some_dated(struct writing *w)
{
    return (enum expr_table)choose(w->c, EXPR_REFERRALS + 1);
}

static enum expr_table some_table(struct writing *w)
{
    static const enum expr_table often[] = {EXPR_CONTACTS, EXPR_LISTINGS, EXPR_NAMED_CONTACTS,
                                            EXPR_RESIDENCES};
    return once_in(w->c, 2) ? often[choose(w->c, ARRAY_LEN(often))] : some_dated(w);
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

/* A day that windows lie around. */
static void anchor(struct writing *w)
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
    put(w, LIMITS[choose(w->c, ARRAY_LEN(LIMITS))]);
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
    write_parts(w, text);
    d->exclude = once_in(c, 3) ? expression(w, condition, WANT_CONDITION, text).is : NULL;
    if (d->kind == MEASURE_RATIO) {
        d->numerator = expression(w, counted, WANT_COUNTED, text).is;
        if (once_in(c, 2))
            d->denominator = expression(w, counted, WANT_COUNTED, text).is;
    } else if (d->kind == MEASURE_COUNT) {
        d->value = expression(w, counted, WANT_COUNTED, text).is;
    } else {
        d->value = expression(w, value, WANT_VALUE, text).is;
    }
    d->missing = once_in(c, 4) ? expression(w, condition, WANT_CONDITION, text).is : NULL;
    return d;
}
