#include "random_world.h"

#include <stdio.h>

enum { FIRST_YEAR = 2019, YEARS = 5, UNITS = 4, STAFF = 5 };
#define ANY_OF(c, list) ((list)[choose((c), ARRAY_LEN(list))])
static const char *const PLACES[] = {"2380", "2321", "", "0301"};
static const char *const UNIT_NAMES[] = {"U0", "U1", "U2", "U3", "ELSEWHERE"};

/* Choices follow each other in statements of their own, so that every compiler takes them in one
 * order. */

/* A person in the making: much of what happens to them happens at home, and at one turn. */
struct life {
    uint32_t person, home; /* unit */
    struct day turn;       /* a birthday, or a day like others */
};

/* A day of the years, often the first or last of a month, or a leap day. */
static struct day any_day(struct choices *c)
{
    int32_t year = FIRST_YEAR + (int32_t)choose(c, YEARS);
    struct month m = month_from(year, 1 + (int32_t)choose(c, 12));
    switch (choose(c, 5)) {
    case 0:
        return month_first(m);
    case 1:
        return month_last(m);
    case 2:
        return month_last(month_from(2020, 2));
    default:
        return (struct day){month_first(m).n + (int32_t)choose(c, 28)};
    }
}

/* Where what a measure asks on the turn, or on the month-end after it, becomes another. */
static struct day at_turn(struct choices *c, const struct life *life)
{
    switch (choose(c, 5)) {
    case 0:
        return life->turn;
    case 1:
        return (struct day){life->turn.n - 1};
    case 2:
        return (struct day){life->turn.n + 1};
    case 3:
        return month_last(month_of(life->turn));
    default:
        return month_first(month_of(life->turn));
    }
}

static struct day some_day(struct choices *c, const struct life *life)
{
    return once_in(c, 4) ? at_turn(c, life) : any_day(c);
}

/* The first day of what may hold on the turn. */
static struct day some_begin(struct choices *c, const struct life *life)
{
    return once_in(c, 2) ? (struct day){life->turn.n - (int32_t)choose(c, 200)} : some_day(c, life);
}

/* The last day of what begins on `from`: some days later, or where the month or the person turns.
 */
static struct day some_end(struct choices *c, const struct life *life, struct day from,
                           uint32_t most)
{
    struct day to = {from.n + (int32_t)choose(c, most)};
    uint32_t kind = choose(c, 6);
    if (kind == 1)
        return month_last(month_of(to));
    struct day turn = kind == 2 ? at_turn(c, life) : to;
    return turn.n < from.n ? to : turn;
}

static uint32_t some_unit(struct choices *c, const struct life *life, uint32_t units)
{
    return once_in(c, 2) ? choose(c, units) : life->home;
}

/* Often the day before, so that much happens on one, or as far from it as windows reach. */
static struct day next_day(struct choices *c, const struct life *life, struct day *last)
{
    static const int32_t days[] = {0, 1, 2, 29, 30, 31, 89, 90, 91, -1, -30, -90};
    switch (choose(c, 5)) {
    case 0:
        break;
    case 1:
        last->n += ANY_OF(c, days);
        break;
    case 2:
        *last = day_add_months(*last, (int32_t)choose(c, 7) - 3);
        break;
    default:
        *last = some_day(c, life);
    }
    return *last;
}

/* Who becomes what measures ask for does so on the turn. */
static struct day some_birth(struct choices *c, struct life *life)
{
    life->turn = any_day(c);
    if (once_in(c, 8))
        return DAY_NONE;
    static const int32_t ages[] = {40, 18, 65, 40, 75, 0, 40}; /* that measures ask for */
    int32_t age = once_in(c, 4) ? (int32_t)choose(c, 110) : ANY_OF(c, ages);
    struct day d = day_add_months(life->turn, -12 * age), leap;
    if (once_in(c, 4) && day_from_civil(day_civil(d).year / 4 * 4, 2, 29, &leap)) {
        struct month m =
            month_from(day_civil(leap).year + age, 3); /* the birthday but in leap years */
        life->turn = month_first(m);
        return leap;
    }
    return d;
}

static void add_listings(struct world *w, struct choices *c, const struct life *life)
{
    struct day from = once_in(c, 6) ? (struct day){-500} : some_begin(c, life);
    bool is_open = false;
    while (!is_open && more(c, 2)) {
        struct day to = some_end(c, life, from, 500);
        is_open = once_in(c, 3);
        struct snapshot_listing row = {
            .person = life->person, .from = from, .to = is_open ? DAY_NONE : to};
        row.unit = some_unit(c, life, UNITS);
        row.basis = (enum basis)choose(c, 7);
        snapshot_add_listing(w->builder, &row);
        from.n = to.n + 1 + (int32_t)(once_in(c, 2) ? 0 : choose(c, 60));
        enough(c);
    }
}

/* Often on a border of the row, or of the person. */
static struct day some_informing(struct choices *c, const struct life *life,
                                 const struct snapshot_named_contact *row)
{
    switch (choose(c, 6)) {
    case 1:
        return some_end(c, life, (struct day){row->from.n - 100}, 300);
    case 2:
        return row->to;
    case 3:
        return row->from;
    case 4:
        return life->turn;
    case 5:
        return at_turn(c, life);
    default:
        return DAY_NONE;
    }
}

static void add_named(struct world *w, struct choices *c, const struct life *life)
{
    struct day from = some_begin(c, life); /* of kind 2, one after another */
    bool is_open = false;
    while (!is_open && more(c, 2)) {
        struct snapshot_named_contact row = {
            .person = life->person, .from = from, .informed_on = DAY_NONE, .kind = KIND_DOCTOR};
        row.unit = some_unit(c, life, UNITS);
        row.staff = choose(c, STAFF);
        row.to = some_end(c, life, from, 400);
        from.n = row.to.n + 1 + (int32_t)choose(c, 40);
        if (once_in(c, 3)) {
            row.kind = once_in(c, 2) ? KIND_CARE_CONTACT : KIND_MUNICIPAL;
            row.from = some_begin(c, life);
            row.to = once_in(c, 2) ? DAY_NONE : some_end(c, life, row.from, 90);
        } else if (once_in(c, 4)) {
            row.to = DAY_NONE;
            is_open = true;
        }
        row.informed_on = some_informing(c, life, &row);
        world_name(w, &row);
        enough(c);
    }
    while (more(c, 1)) {
        struct snapshot_residence row = {
            .person = life->person, .municipality = STR("2380"), .reported_on = DAY_NONE};
        row.from = some_begin(c, life);
        row.kind = (enum residence_kind)choose(c, 2);
        row.to = once_in(c, 2) ? DAY_NONE : some_end(c, life, row.from, 300);
        snapshot_add_residence(w->builder, &row);
        enough(c);
    }
}

static void add_contacts(struct world *w, struct choices *c, const struct life *life)
{
    static const char *const staff[] = {"S0", "S1", "S2", "S3", "S4", "STRANGER", ""};
    struct day day = some_day(c, life);
    uint32_t average = once_in(c, 4) ? 20 : 6;
    while (more(c, average)) {
        uint32_t unit = some_unit(c, life, ARRAY_LEN(UNIT_NAMES));
        struct contact_row row = world_visit("2019-01-01", UNIT_NAMES[unit], ANY_OF(c, staff));
        row.date = next_day(c, life, &day);
        uint32_t minutes = once_in(c, 2) ? 2 : 1440;
        row.minute = once_in(c, 2) ? -1 : (int16_t)choose(c, minutes);
        row.profession = (enum profession)choose(c, 3);
        row.form = (enum form)choose(c, 3);
        row.level = (enum care_level)choose(c, 2);
        row.problem = (enum problem)choose(c, 2);
        row.booking = (enum booking)choose(c, 2);
        if (once_in(c, 2))
            row.sought_on = (struct day){row.date.n + 1 - (int32_t)choose(c, 7)};
        world_contact(w, life->person, &row);
        enough(c);
    }
}

/* ---- events ---- */

/* A row may name a contact of anybody, or one that is nowhere. */
static void add_codes(struct world *w, struct choices *c, const struct life *life,
                      enum table_id table)
{
    static const char *const diagnoses[] = {"E11",  "E11.9", "I10",   "I109", "F32.1",
                                            "F412", "J440",  "J44.9", "Z632", "LOCAL1"};
    static const char *const procedures[] = {"QV001", "QV007",  "UV120",
                                             "XS001", "LOCAL2", "LOCAL1"}; /* that of diagnoses */
    struct day last = some_day(c, life);
    uint32_t average = once_in(c, 4) ? 12 : 3;
    while (more(c, average)) {
        char key[16] = "";
        const char *unit = ANY_OF(c, UNIT_NAMES);
        struct code_row row = world_code(
            "", unit, table == TABLE_DIAGNOSES ? ANY_OF(c, diagnoses) : ANY_OF(c, procedures));
        row.date = next_day(c, life, &last);
        if (once_in(c, 3))
            (void)snprintf(key, sizeof key, "C%u", choose(c, w->contacts + 5));
        row.contact = str_of(key);
        row.system = once_in(c, 4) ? STR("ICPC-2") : STR("");
        world_event(w, table, life->person, &row);
        enough(c);
    }
}

static void add_measurements(struct world *w, struct choices *c, const struct life *life)
{
    static const char *const codes[] = {"BP-SYS", "BP-DIA", "NPU27300", "SWE05102",
                                        "LOCAL3", "LOCAL5", "LOCAL6"};
    static const char *const values[] = {
        "140", "141",  "85", "86",  "90",   "<52", "52",          "70",
        ">70", "71.5", "7",  "0.5", "5.00", "-7",  "0.000000001", "999999999999.999999999"};
    static const char *const units[] = {"%", "mmol/mol", "MMOL / mol", "ug/l", "mmHg"};
    struct day last = some_day(c, life);
    int16_t minute = -1;
    uint32_t average = once_in(c, 4) ? 16 : 5;
    while (more(c, average)) {
        const char *unit = ANY_OF(c, UNIT_NAMES), *code = ANY_OF(c, codes);
        struct measurement_row row = world_measured("", unit, code, ANY_OF(c, values));
        row.date = next_day(c, life, &last);
        if (once_in(c, 2)) /* else that of the row before: halves of a pair */
            minute = once_in(c, 3) ? -1 : (int16_t)choose(c, 3);
        row.minute = minute;
        row.time_on = minute >= 0 ? row.date : DAY_NONE;
        row.value_unit = str_of(once_in(c, 2) ? ANY_OF(c, units) : "");
        world_event(w, TABLE_MEASUREMENTS, life->person, &row);
        enough(c);
    }
}

static void add_prescriptions(struct world *w, struct choices *c, const struct life *life)
{
    static const char *const drugs[] = {"N05BA01", "N05CD02", "C10AA05", "R03AK06", "LOCAL4"};
    struct day last = some_day(c, life);
    while (more(c, 3)) {
        struct prescription_row row = world_prescribed("", ANY_OF(c, UNIT_NAMES), ANY_OF(c, drugs));
        row.date = next_day(c, life, &last);
        row.source = (enum prescription_source)choose(c, 4);
        world_event(w, TABLE_PRESCRIPTIONS, life->person, &row);
        enough(c);
    }
}

static void add_letters(struct world *w, struct choices *c, const struct life *life)
{
    struct day last = some_day(c, life);
    while (more(c, 2)) {
        const char *unit = ANY_OF(c, UNIT_NAMES);
        struct invitation_row row = world_invited("", "", unit, (enum programme)choose(c, 4));
        row.invited_on = once_in(c, 4) ? DAY_NONE : next_day(c, life, &last);
        row.performed_on = once_in(c, 2) ? DAY_NONE : next_day(c, life, &last);
        row.channel = (enum channel)choose(c, 4);
        world_event(w, TABLE_INVITATIONS, life->person, &row);
        enough(c);
    }
    while (more(c, 2)) {
        const char *unit = ANY_OF(c, UNIT_NAMES);
        struct referral_row row = world_referred("", unit, (enum referred_to)choose(c, 2));
        row.date = next_day(c, life, &last);
        world_event(w, TABLE_REFERRALS, life->person, &row);
        enough(c);
    }
}

static void add_terms(struct world *w)
{
    world_term(w, "LOCAL1", SYSTEM_ICD_10_SE, "E119", "");
    world_term(w, "LOCAL2", SYSTEM_KVA, "QV001", "");
    world_term(w, "LOCAL3", SYSTEM_NPU, "NPU27300", "10");
    world_term(w, "LOCAL4", SYSTEM_ATC, "N05BA01", "");
    world_term(w, "LOCAL5", SYSTEM_BP, "BP-SYS", "0.333333333");
    world_term(w, "LOCAL6", SYSTEM_NPU, "NPU27300", "");
}

/* ---- all of it ---- */

static void add_person(struct world *w, struct choices *c)
{
    struct snapshot_person p = {.end = DAY_NONE};
    struct life life = {0};
    p.key = (int64_t)choose(c, 1000000) * 10000 + w->persons;
    p.birth = some_birth(c, &life);
    p.sex = (enum sex)choose(c, 3);
    p.protection = (enum protection)choose(c, 3);
    p.municipality = str_of(ANY_OF(c, PLACES));
    p.registered_from = once_in(c, 2) ? some_day(c, &life) : DAY_NONE;
    p.registered_to = once_in(c, 3) ? some_day(c, &life) : DAY_NONE;
    life.person = world_add(w, &p);
    life.home = choose(c, UNITS);
    add_listings(w, c, &life);
    add_named(w, c, &life);
    add_contacts(w, c, &life);
    add_codes(w, c, &life, TABLE_DIAGNOSES);
    add_codes(w, c, &life, TABLE_PROCEDURES);
    add_measurements(w, c, &life);
    add_prescriptions(w, c, &life);
    add_letters(w, c, &life);
}

struct world chosen_world(struct choices *c, uint32_t persons_at_least)
{
    struct world w = world_begin();
    snapshot_set_county(w.builder, once_in(c, 6) ? STR("") : STR("23"));
    add_terms(&w);
    for (uint32_t i = 0; i < UNITS; i++) {
        const char *place = ANY_OF(c, PLACES);
        world_unit(&w, UNIT_NAMES[i], place, (enum operator_kind)choose(c, 2));
    }
    for (uint32_t i = 0; i < STAFF; i++) {
        char name[8];
        (void)snprintf(name, sizeof name, "S%u", i);
        world_staff(&w, name, once_in(c, 4));
    }
    while (w.persons < persons_at_least)
        add_person(&w, c);
    while (more(c, 6)) {
        add_person(&w, c);
        enough(c);
    }
    return w;
}

struct world random_world(struct random *r)
{
    struct choices c = choices_of_seed(random_next(r));
    struct world w = chosen_world(&c, 0);
    choices_close(&c);
    return w;
}
