/* What a random measure says of rows. */
#include "random_writing.h"

#include "engine/expr_words.h"

static const char *const LIMITS[] = {"10",  "70", "0",      "52",         "140",    "53.01",
                                     "700", "-7", "53.010", "46.6666662", "1000000"};

const char *some_limit(struct writing *w)
{
    return LIMITS[choose(w->c, ARRAY_LEN(LIMITS))];
}

const char *name_of(enum expr_table table)
{
    return table == EXPR_PERFORMED ? "performed_invitations" : TABLES[expr_table_of(table)].name;
}

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
    put(w, some_limit(w));
}

void row_test(struct writing *w, enum expr_table table)
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

void row_condition(struct writing *w, enum expr_table table)
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

void minus(struct writing *w)
{
    if (!once_in(w->c, 3))
        return;
    put(w, " - ");
    put_number(w, choose(w->c, 30));
    put(w, " months");
}

/* Those that follow T, by a number below FOLLOWING. */
enum { FOLLOWING = 5 };
static void window_of_T(struct writing *w, uint32_t kind)
{
    switch (kind) {
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
    default:
        put(w, " in the year");
    }
}

/* Around a day, up to ` after ` or ` before `. */
static void window_around(struct writing *w, bool in_days)
{
    put(w, " within ");
    if (in_days) {
        uint32_t from = choose(w->c, once_in(w->c, 3) ? 40 : 3);
        put_number(w, from);
        put(w, " to ");
        put_number(w, from + 2 + choose(w->c, once_in(w->c, 2) ? 900 : 91));
        put(w, " days");
    } else {
        months_or_days(w);
    }
    ONE_OF(w, " after ", " before ");
}

void window(struct writing *w)
{
    uint32_t kind = choose(w->c, FOLLOWING + 4);
    if (kind < FOLLOWING) {
        window_of_T(w, kind);
        return;
    }
    window_around(w, kind >= FOLLOWING + 2);
    anchor(w);
}

void selection(struct writing *w, enum expr_table table)
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
void refined(struct writing *w, enum expr_table table)
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

void rows_of(struct writing *w, const char *function, enum expr_table table)
{
    put(w, function);
    selection(w, table);
    refined(w, table);
    put(w, ")");
}

enum expr_table some_dated(struct writing *w)
{
    return (enum expr_table)choose(w->c, EXPR_REFERRALS + 1);
}

enum expr_table some_table(struct writing *w)
{
    static const enum expr_table often[] = {EXPR_CONTACTS, EXPR_LISTINGS, EXPR_NAMED_CONTACTS,
                                            EXPR_RESIDENCES};
    return once_in(w->c, 2) ? often[choose(w->c, ARRAY_LEN(often))] : some_dated(w);
}

/* And now and then what nearly is that. */
static void plainly_here(struct writing *w, enum expr_table table)
{
    if (!once_in(w->c, 3)) {
        put(w, "unit in here");
        return;
    }
    bool is_last = once_in(w->c, 3);
    if (!is_last)
        ONE_OF(w, "unit in here and ", "unit in here and ", "unit in here or ",
               "unit not in here and ", "not (unit in here) or ");
    row_condition(w, table);
    if (is_last)
        ONE_OF(w, " and unit in here", " or unit in here");
}

void plain_rows(struct writing *w)
{
    ONE_OF(w, "count(", "any(", "count(");
    enum expr_table table = once_in(w->c, 3) ? some_dated(w) : EXPR_CONTACTS;
    w->selections++;
    put(w, name_of(table));
    put(w, " where ");
    if (w->population != POPULATION_EVERYONE)
        row_condition(w, table);
    else
        plainly_here(w, table);
    uint32_t kind = choose(w->c, FOLLOWING + 3);
    if (kind < FOLLOWING) {
        window_of_T(w, kind);
    } else if (kind == FOLLOWING) { /* of no day that is known on T */
        put(w, " within ");
        put_number(w, 1 + choose(w->c, 30));
        put(w, " to 100 days after T");
    } else {
        window_around(w, once_in(w->c, 2));
        put(w, "T");
        minus(w);
    }
    if (once_in(w->c, 6))
        refined(w, table);
    put(w, ")");
}
