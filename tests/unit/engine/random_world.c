#include "random_world.h"

#include "core/sb.h"
#include "engine/expr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FIRST_YEAR = 2019, YEARS = 5, UNITS = 4, STAFF = 5, DAYS_MOST = 400 };

static bool once_in(struct random *r, uint32_t times)
{
    return random_below(r, times) == 0;
}

/* A day of the years, often the first or last of a month, or a leap day. */
static struct day some_day(struct random *r)
{
    int32_t year = FIRST_YEAR + (int32_t)random_below(r, YEARS);
    struct month m = month_from(year, 1 + (int32_t)random_below(r, 12));
    switch (random_below(r, 5)) {
    case 0:
        return month_first(m);
    case 1:
        return month_last(m);
    case 2:
        return month_last(month_from(2020, 2));
    default:
        return (struct day){month_first(m).n + (int32_t)random_below(r, 28)};
    }
}

static struct day some_birth(struct random *r)
{
    if (once_in(r, 8))
        return DAY_NONE;
    struct day d = some_day(r);
    d = day_add_months(d, -12 * (int32_t)random_below(r, 110));
    struct day leap;
    if (once_in(r, 6) && day_from_civil(1904 + 4 * (int32_t)random_below(r, 28), 2, 29, &leap))
        return leap;
    return d;
}

static void add_listings(struct world *w, struct random *r, uint32_t person)
{
    struct day from = once_in(r, 6) ? (struct day){-500} : some_day(r);
    for (uint32_t rows = random_below(r, 4); rows > 0; rows--) {
        struct day to = {from.n + (int32_t)random_below(r, 500)};
        if (once_in(r, 4))
            to = month_last(month_of(to));
        struct snapshot_listing row = {.person = person,
                                       .unit = random_below(r, UNITS),
                                       .from = from,
                                       .to = rows == 1 && once_in(r, 2) ? DAY_NONE : to,
                                       .basis = (enum basis)random_below(r, 7)};
        snapshot_add_listing(w->builder, &row);
        from.n = to.n + 1 + (int32_t)(once_in(r, 2) ? 0 : random_below(r, 60));
    }
}

static void add_named(struct world *w, struct random *r, uint32_t person)
{
    struct day from = some_day(r); /* of kind 2, one after another */
    for (uint32_t rows = random_below(r, 5); rows > 0; rows--) {
        struct snapshot_named_contact row = {.person = person,
                                             .unit = random_below(r, UNITS),
                                             .staff = random_below(r, STAFF),
                                             .from = from,
                                             .to = {from.n + (int32_t)random_below(r, 400)},
                                             .informed_on = DAY_NONE,
                                             .kind = KIND_DOCTOR};
        from.n = row.to.n + 1 + (int32_t)random_below(r, 40);
        if (once_in(r, 3)) {
            row.kind = once_in(r, 2) ? KIND_CARE_CONTACT : KIND_MUNICIPAL;
            row.from = some_day(r);
            row.to = once_in(r, 2) ? DAY_NONE : (struct day){row.from.n + 90};
        } else if (rows == 1 && once_in(r, 2)) {
            row.to = DAY_NONE;
        }
        world_name(w, &row);
    }
    for (uint32_t rows = random_below(r, 3); rows > 0; rows--) {
        struct snapshot_residence row = {.person = person,
                                         .municipality = STR("2380"),
                                         .from = some_day(r),
                                         .reported_on = DAY_NONE,
                                         .kind = (enum residence_kind)random_below(r, 2)};
        row.to =
            once_in(r, 2) ? DAY_NONE : (struct day){row.from.n + (int32_t)random_below(r, 300)};
        snapshot_add_residence(w->builder, &row);
    }
}

static void add_contacts(struct world *w, struct random *r, uint32_t person)
{
    static const char *const units[] = {"U0", "U1", "U2", "U3", "ELSEWHERE"};
    static const char *const staff[] = {"S0", "S1", "S2", "S3", "S4", "STRANGER", ""};
    struct day day = some_day(r);
    uint32_t home = random_below(r, UNITS);
    for (uint32_t rows = random_below(r, once_in(r, 4) ? 40 : 12); rows > 0; rows--) {
        uint32_t unit = once_in(r, 2) ? home : random_below(r, ARRAY_LEN(units));
        struct contact_row row =
            world_visit("2019-01-01", units[unit], staff[random_below(r, ARRAY_LEN(staff))]);
        if (!once_in(r, 3))
            day = some_day(r);
        row.date = day;
        row.minute = once_in(r, 2) ? -1 : (int16_t)random_below(r, 1440);
        row.profession = (enum profession)random_below(r, 3);
        row.form = (enum form)random_below(r, 3);
        row.level = (enum care_level)random_below(r, 2);
        row.problem = (enum problem)random_below(r, 2);
        row.booking = (enum booking)random_below(r, 2);
        world_contact(w, person, &row);
    }
}

/* ---- events ---- */

#define ANY_OF(r, list) ((list)[random_below((r), ARRAY_LEN(list))])
static const char *const EVENT_UNITS[] = {"U0", "U1", "U2", "U3", "ELSEWHERE"};

/* Often the day before, so that much happens on one. */
static struct day event_day(struct random *r, struct day *last)
{
    if (!once_in(r, 3))
        *last = some_day(r);
    return *last;
}

/* A row may name a contact of anybody, or one that is nowhere. */
static void add_codes(struct world *w, struct random *r, uint32_t person, enum table_id table)
{
    static const char *const diagnoses[] = {"E11",  "E11.9", "I10",   "I109", "F32.1",
                                            "F412", "J440",  "J44.9", "Z632", "LOCAL1"};
    static const char *const procedures[] = {"QV001", "QV007", "UV120", "XS001", "LOCAL2"};
    struct day last = some_day(r);
    for (uint32_t rows = random_below(r, once_in(r, 4) ? 25 : 5); rows > 0; rows--) {
        char key[16] = "";
        struct code_row row =
            world_code("", ANY_OF(r, EVENT_UNITS),
                       table == TABLE_DIAGNOSES ? ANY_OF(r, diagnoses) : ANY_OF(r, procedures));
        row.date = event_day(r, &last);
        if (once_in(r, 3))
            (void)snprintf(key, sizeof key, "C%u", random_below(r, w->contacts + 5));
        row.contact = str_of(key);
        row.system = once_in(r, 8) ? STR("ICPC-2") : STR("");
        world_event(w, table, person, &row);
    }
}

static void add_measurements(struct world *w, struct random *r, uint32_t person)
{
    static const char *const codes[] = {"BP-SYS", "BP-DIA", "NPU27300", "SWE05102", "LOCAL3"};
    static const char *const values[] = {"140", "141", "85",  "86",   "90", "<52",
                                         "52",  "70",  ">70", "71.5", "7",  "0.5"};
    struct day last = some_day(r);
    int16_t minute = -1;
    for (uint32_t rows = random_below(r, once_in(r, 4) ? 30 : 8); rows > 0; rows--) {
        struct measurement_row row =
            world_measured("", ANY_OF(r, EVENT_UNITS), ANY_OF(r, codes), ANY_OF(r, values));
        row.date = event_day(r, &last);
        if (once_in(r, 2)) /* else that of the row before: halves of a pair */
            minute = once_in(r, 3) ? -1 : (int16_t)random_below(r, 3);
        row.minute = minute;
        row.time_on = minute >= 0 ? row.date : DAY_NONE;
        row.value_unit = once_in(r, 4) ? STR("%") : STR("");
        world_event(w, TABLE_MEASUREMENTS, person, &row);
    }
}

static void add_prescriptions(struct world *w, struct random *r, uint32_t person)
{
    static const char *const drugs[] = {"N05BA01", "N05CD02", "C10AA05", "R03AK06", "LOCAL4"};
    struct day last = some_day(r);
    for (uint32_t rows = random_below(r, 6); rows > 0; rows--) {
        struct prescription_row row =
            world_prescribed("", ANY_OF(r, EVENT_UNITS), ANY_OF(r, drugs));
        row.date = event_day(r, &last);
        row.source = (enum prescription_source)random_below(r, 4);
        world_event(w, TABLE_PRESCRIPTIONS, person, &row);
    }
}

static void add_letters(struct world *w, struct random *r, uint32_t person)
{
    struct day last = some_day(r);
    for (uint32_t rows = random_below(r, 4); rows > 0; rows--) {
        struct invitation_row row =
            world_invited("", "", ANY_OF(r, EVENT_UNITS), (enum programme)random_below(r, 4));
        row.invited_on = once_in(r, 4) ? DAY_NONE : event_day(r, &last);
        row.performed_on = once_in(r, 2) ? DAY_NONE : event_day(r, &last);
        row.channel = (enum channel)random_below(r, 4);
        world_event(w, TABLE_INVITATIONS, person, &row);
    }
    for (uint32_t rows = random_below(r, 4); rows > 0; rows--) {
        struct referral_row row =
            world_referred("", ANY_OF(r, EVENT_UNITS), (enum referred_to)random_below(r, 2));
        row.date = event_day(r, &last);
        world_event(w, TABLE_REFERRALS, person, &row);
    }
}

static void add_events(struct world *w, struct random *r, uint32_t person)
{
    add_codes(w, r, person, TABLE_DIAGNOSES);
    add_codes(w, r, person, TABLE_PROCEDURES);
    add_measurements(w, r, person);
    add_prescriptions(w, r, person);
    add_letters(w, r, person);
}

static void add_terms(struct world *w)
{
    world_term(w, "LOCAL1", SYSTEM_ICD_10_SE, "E119", "");
    world_term(w, "LOCAL2", SYSTEM_KVA, "QV001", "");
    world_term(w, "LOCAL3", SYSTEM_NPU, "NPU27300", "10");
    world_term(w, "LOCAL4", SYSTEM_ATC, "N05BA01", "");
}

/* Where and when registered. */
static void register_person(struct random *r, struct snapshot_person *p)
{
    static const char *const municipality[] = {"2380", "2321", "", "0301"};
    p->municipality = str_of(ANY_OF(r, municipality));
    p->registered_from = once_in(r, 3) ? DAY_NONE : some_day(r);
    p->registered_to = once_in(r, 2) ? DAY_NONE : some_day(r);
}

struct world random_world_of(struct random *r, uint32_t persons)
{
    static const char *const municipality[] = {"2380", "2321", "", "0301"};
    struct world w = world_begin();
    struct random events = {r->state ^ 0x65766e74}; /* what came before them stays as it was */
    snapshot_set_county(w.builder, STR("23"));
    add_terms(&w);
    for (uint32_t i = 0; i < UNITS; i++) {
        char name[8];
        (void)snprintf(name, sizeof name, "U%u", i);
        world_unit(&w, name, municipality[random_below(r, 4)],
                   (enum operator_kind)random_below(r, 2));
    }
    for (uint32_t i = 0; i < STAFF; i++) {
        char name[8];
        (void)snprintf(name, sizeof name, "S%u", i);
        world_staff(&w, name, once_in(r, 4));
    }
    for (; persons > 0; persons--) {
        struct snapshot_person p = {.key = (int64_t)random_below(r, 1000000) * 10000 + persons,
                                    .birth = some_birth(r),
                                    .end = DAY_NONE,
                                    .sex = (enum sex)random_below(r, 3),
                                    .protection = (enum protection)random_below(r, 3)};
        register_person(&events, &p);
        uint32_t person = world_add(&w, &p);
        add_listings(&w, r, person);
        add_named(&w, r, person);
        add_contacts(&w, r, person);
        add_events(&w, &events, person);
    }
    return w;
}

struct world random_world(struct random *r)
{
    return random_world_of(r, random_below(r, 12));
}

/* ---- measures ---- */

struct writing {
    struct random *r;
    struct sb out;
    bool listed; /* the population */
    unsigned depth, selections;
};

static void put(struct writing *w, const char *text)
{
    sb_put(&w->out, str_of(text));
}

static void put_number(struct writing *w, uint32_t n)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%u", n);
    put(w, text);
}

static void one_of(struct writing *w, const char *const *words, size_t count)
{
    put(w, words[random_below(w->r, (uint32_t)count)]);
}
#define ONE_OF(w, ...)                                                                             \
    do {                                                                                           \
        static const char *const words[] = {__VA_ARGS__};                                          \
        one_of((w), words, ARRAY_LEN(words));                                                      \
    } while (0)

static void here(struct writing *w)
{
    if (w->listed)
        ONE_OF(w, "unit = own_unit", "unit != own_unit", "unit = own_unit");
    else
        ONE_OF(w, "unit in here", "unit not in here", "unit in here");
}

static void row_condition(struct writing *w, enum expr_table table, unsigned depth)
{
    if (depth < 3 && once_in(w->r, 2)) {
        put(w, once_in(w->r, 5) ? "not (" : "(");
        row_condition(w, table, depth + 1);
        ONE_OF(w, " and ", " and ", " or ");
        row_condition(w, table, depth + 1);
        put(w, ")");
    } else if (once_in(w->r, 16)) {
        ONE_OF(w, "1 = 1", "2 + 3 * 4 < 5 - 6", "1000000 * 2000 > 1000 * 999999");
    } else if (table == EXPR_CONTACTS) {
        if (once_in(w->r, 3))
            here(w);
        else
            ONE_OF(w, "profession = physician", "profession in (physician, nurse)", "form != phone",
                   "form in (visit, home_visit)", "level = emergency", "problem is known",
                   "booking is not known", "assessed = none", "staff is known",
                   "staff is not known", "staff = named_doctor", "staff != named_doctor",
                   "named_doctor is known", "named_doctor is not known");
    } else if (table == EXPR_LISTINGS) {
        if (once_in(w->r, 2))
            here(w);
        else
            ONE_OF(w, "basis in (choice_form, area)", "basis != newborn");
    } else if (table == EXPR_NAMED_CONTACTS) {
        if (once_in(w->r, 2))
            here(w);
        else
            ONE_OF(w, "kind = doctor", "kind in (care_contact, municipal)", "kind is known");
    } else {
        ONE_OF(w, "kind = saebo", "kind != saebo");
    }
}

static void selection(struct writing *w, enum expr_table table)
{
    static const char *const tables[] = {"contacts", "listings", "named_contacts", "residences"};
    w->selections++;
    put(w, tables[table]);
    if (!once_in(w->r, 5)) {
        put(w, " where ");
        row_condition(w, table, 0);
    }
    if (table != EXPR_CONTACTS) {
        put(w, " on T");
    } else if (once_in(w->r, 5)) {
        put(w, " ever");
        return;
    } else {
        put(w, " within ");
        put_number(w, 1 + random_below(w->r, once_in(w->r, 3) ? 60 : 20));
        put(w, " months");
        if (!once_in(w->r, 3))
            return;
        put(w, " to T");
    }
    if (once_in(w->r, 3)) {
        put(w, " - ");
        put_number(w, random_below(w->r, 30));
        put(w, " months");
    }
}

static void once(struct writing *w, enum expr_table table)
{
    if (table == EXPR_CONTACTS && once_in(w->r, 2))
        put(w, ", once a day");
}

static void number(struct writing *w);

static void rows(struct writing *w)
{
    enum expr_table table =
        once_in(w->r, 2) ? EXPR_CONTACTS : (enum expr_table)random_below(w->r, EXPR_TABLES);
    if (table == EXPR_CONTACTS || table == EXPR_NAMED_CONTACTS)
        ONE_OF(w, "count(", "count(", "distinct(staff of ");
    else
        put(w, "count(");
    selection(w, table);
    once(w, table);
    put(w, ")");
}

static void condition(struct writing *w)
{
    if (++w->depth < 5 && once_in(w->r, 3)) {
        put(w, once_in(w->r, 5) ? "not (" : "(");
        condition(w);
        ONE_OF(w, " and ", " or ");
        condition(w);
        put(w, ")");
    } else if (w->selections < 6 && once_in(w->r, 2)) {
        enum expr_table table = (enum expr_table)random_below(w->r, EXPR_TABLES);
        put(w, "any(");
        selection(w, table);
        once(w, table);
        put(w, ")");
    } else if (once_in(w->r, 2)) {
        number(w);
        ONE_OF(w, " = ", " != ", " < ", " <= ", " > ", " >= ");
        number(w);
    } else if (w->listed && once_in(w->r, 3)) {
        put(w, "listing.basis in (choice_eservice, choice_form, special_reason)");
    } else {
        ONE_OF(w, "sex = F", "sex is known", "protection = none", "age >= 18", "age < 65");
    }
    w->depth--;
}

static void number(struct writing *w)
{
    if (++w->depth < 4 && once_in(w->r, 4)) {
        put(w, "(");
        number(w);
        ONE_OF(w, " + ", " - ");
        number(w);
        put(w, ")");
    } else if (w->selections < 6 && once_in(w->r, 2)) {
        rows(w);
    } else if (once_in(w->r, 12)) {
        put(w, "age");
    } else if (once_in(w->r, 12)) {
        ONE_OF(w, "1000000 * 100", "age * 3");
    } else {
        put_number(w, random_below(w->r, 5));
    }
    w->depth--;
}

static void value(struct writing *w)
{
    if (once_in(w->r, 4)) {
        number(w);
        if (once_in(w->r, 2)) {
            put(w, " when ");
            condition(w);
        }
        return;
    }
    ONE_OF(w, "coc(", "upc(", "k_index(", "secon(", "mmci(");
    selection(w, EXPR_CONTACTS);
    put(w, " by staff");
    once(w, EXPR_CONTACTS);
    put(w, ")");
    if (once_in(w->r, 4))
        return;
    put(w, " when ");
    ONE_OF(w, "count >= 3", "count > 1", "count < 6", "not count = 4");
    if (once_in(w->r, 3)) {
        put(w, " and ");
        condition(w);
    }
}

static void counted(struct writing *w)
{
    if (once_in(w->r, 2))
        number(w);
    else
        condition(w);
}

/* What `write` writes, parsed; the text is added to *all. */
static const struct expr *expression(struct arena *a, struct random *r, bool listed,
                                     void (*write)(struct writing *w), enum expr_wanted wanted,
                                     struct str *all)
{
    struct writing w = {.r = r, .out = sb_open(a, 256), .listed = listed};
    write(&w);
    struct str text = sb_str(&w.out);
    struct expr_source source = {.name = "random", .line = 1, .column = 1, .own_unit = listed};
    const struct expr *e;
    struct err err = {0};
    if (!expr_parse(a, &source, text, wanted, &e, &err))
        fail_msg("%s %s: %.*s", err.code, err.detail, STR_FMT(text));
    *all = str_fmt(a, "%.*s | %.*s", STR_FMT(*all), STR_FMT(text));
    return e;
}

const struct definition *random_measure(struct arena *a, struct random *r, struct str *text)
{
    struct definition *d = ARENA_NEW(a, struct definition, 1);
    bool listed = once_in(r, 2);
    d->id = STR("random");
    d->population = listed ? POPULATION_LISTED : POPULATION_EVERYONE;
    d->kind = (enum measure_kind)random_below(r, MEASURE_TABLE);
    *text = listed ? STR("listed") : STR("everyone");
    if (once_in(r, 3))
        d->exclude = expression(a, r, listed, condition, WANT_CONDITION, text);
    if (d->kind == MEASURE_RATIO) {
        d->numerator = expression(a, r, listed, counted, WANT_COUNTED, text);
        if (once_in(r, 2))
            d->denominator = expression(a, r, listed, counted, WANT_COUNTED, text);
    } else if (d->kind == MEASURE_COUNT) {
        d->value = expression(a, r, listed, counted, WANT_COUNTED, text);
    } else {
        d->value = expression(a, r, listed, value, WANT_VALUE, text);
    }
    return d;
}
