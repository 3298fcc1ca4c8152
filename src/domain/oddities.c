#include "domain/oddities_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const ODDITY_NAME[ODDITY_COUNT] = {
    [ODDITY_CUT_OFF] = "cut_off",
    [ODDITY_DAYS_MISSING] = "days_missing",
    [ODDITY_UNIT_STOPPED] = "unit_stopped",
    [ODDITY_UNPROTECTED] = "unprotected",
    [ODDITY_BACKWARDS] = "backwards",
    [ODDITY_TABLE_MISSING] = "table_missing",
    [ODDITY_TABLE_ROWS] = "table_rows",
    [ODDITY_UNIT_SILENT] = "unit_silent",
    [ODDITY_UNIT_ROWS] = "unit_rows",
    [ODDITY_SYSTEM_NEW] = "system_new",
    [ODDITY_SYSTEM_GONE] = "system_gone",
    [ODDITY_REJECTS] = "rejects",
    [ODDITY_WITHOUT_STAFF] = "without_staff",
    [ODDITY_AFTER_TODAY] = "after_today",
    [ODDITY_LONG_BEFORE] = "long_before",
    [ODDITY_OPEN_END] = "open_end",
    [ODDITY_ALIKE] = "alike",
};

bool oddity_find(struct str name, enum oddity_kind *out)
{
    for (unsigned i = 0; i < ODDITY_COUNT; i++)
        if (str_eq(name, str_of(ODDITY_NAME[i]))) {
            *out = (enum oddity_kind)i;
            return true;
        }
    return false;
}

/* ---- what tables are watched by ---- */

static bool is_sum(enum table_id table) /* of a unit, by month or year */
{
    return table == TABLE_CALLS || table == TABLE_STAFFING || table == TABLE_HIRED_WEEKS ||
           table == TABLE_ECONOMY || table == TABLE_CNI || table == TABLE_SURVEY;
}

bool tally_has_days(enum table_id table)
{
    return TABLES[table].home != HOME_REGISTRY;
}

bool tally_has_units(enum table_id table)
{
    return tally_has_days(table) || is_sum(table);
}

bool tally_has_systems(enum table_id table)
{
    return TABLES[table].home == HOME_EVENTS && table_column(&TABLES[table], STR("system"));
}

/* ---- findings ---- */

void oddities_add(struct oddities *o, struct oddity found)
{
    if (o->count == o->room) {
        struct oddity *grown = ARENA_NEW(o->arena, struct oddity, o->room * 2 + 16);
        if (o->count > 0)
            memcpy(grown, o->at, o->count * sizeof *grown);
        o->at = grown;
        o->room = o->room * 2 + 16;
    }
    o->at[o->count++] = found;
}

static uint64_t difference(const struct oddity *o)
{
    return o->rows > o->expected ? o->rows - o->expected : o->expected - o->rows;
}

static int by_weight(const void *a, const void *b)
{
    const struct oddity *x = a, *y = b;
    uint64_t dx = difference(x), dy = difference(y);
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (dx != dy)
        return dx > dy ? -1 : 1;
    return strncmp(x->subject.at, y->subject.at,
                   x->subject.len < y->subject.len ? x->subject.len : y->subject.len);
}

static uint64_t whole(double rows)
{
    return (uint64_t)(rows + 0.5);
}

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static bool beyond_chance(double rows, double expected)
{
    double by = rows - expected;
    return by * by >= (double)ODDITY_CHANCE * ODDITY_CHANCE * larger(rows, expected);
}

/* A night between holidays: it has half of its rows, or all, and measures no other night. */
static bool is_quiet_night(const struct table_tally *t)
{
    return tally_has_days(t->table) && t->workdays > 0 && t->workdays < ODDITY_NIGHT_DAYS &&
           is_quiet_day(t->until);
}

static bool is_far(const struct compared *c, double rows, double expected)
{
    int fold_of = is_quiet_night(c->now) ? ODDITY_FOLD * ODDITY_FOLD : ODDITY_FOLD;
    bool fold = rows * fold_of < expected || rows > expected * fold_of;
    return expected >= ODDITY_ROWS_LEAST && fold && beyond_chance(rows, expected);
}

static bool is_excess(double rows, double expected)
{
    return rows > expected * ODDITY_FOLD && beyond_chance(rows, expected);
}

/* ---- which loads it is compared with ---- */

bool oddities_of_workdays(const struct table_tally *t)
{
    return t->workdays > 0 && t->workday_rows * 2 >= t->rows;
}

/* Does the load bring days that no load before it had? Of dated tables a working day. */
static bool breaks_new_ground(const struct compared *c)
{
    struct day until = c->until, day = c->now->until;
    if (day_is_none(day))
        return false;
    if (day_is_none(until) || !tally_has_days(c->now->table))
        return day_is_none(until) || day.n > until.n;
    while (day.n > until.n && !is_workday(day))
        day.n--;
    return day.n > until.n;
}

bool oddities_days_alike(const struct table_tally *a, const struct table_tally *b)
{
    return oddities_of_workdays(b) && b->workdays <= a->workdays * ODDITY_DAYS_FOLD &&
           a->workdays <= b->workdays * ODDITY_DAYS_FOLD;
}

/* Loads of about as many days. */
static void find_of_days(struct compared *c)
{
    if (!oddities_of_workdays(c->now))
        return;
    for (unsigned i = 0; i < c->count && c->alikes < ODDITY_MEDIAN_OF; i++)
        if (oddities_days_alike(c->now, &c->before[i]) &&
            (is_quiet_night(c->now) || !is_quiet_night(&c->before[i])))
            c->alike[c->alikes++] = &c->before[i];
}

static void find_alike(struct compared *c)
{
    bool registry = !tally_has_units(c->now->table);
    for (unsigned i = 0; i < c->count; i++)
        if (day_is_none(c->until) || c->before[i].until.n > c->until.n)
            c->until = c->before[i].until;
    c->new_ground = breaks_new_ground(c);
    if (!registry && !c->new_ground)
        return;
    if (tally_has_days(c->now->table)) {
        find_of_days(c);
        return;
    }
    for (unsigned i = 0; i < c->count && c->alikes < ODDITY_MEDIAN_OF; i++)
        c->alike[c->alikes++] = &c->before[i];
}

/* ---- how many rows are to be expected ---- */

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *value, unsigned count)
{
    qsort(value, count, sizeof *value, by_size);
    return (value[(count - 1) / 2] + value[count / 2]) / 2;
}

/* So many rows of an earlier load are worth in this one. */
static double worth(const struct compared *c, const struct table_tally *before, uint64_t rows)
{
    return tally_has_days(c->now->table) ? (double)rows / before->workdays * c->now->workdays
                                         : (double)rows;
}

static uint64_t counted_rows(const struct table_tally *t)
{
    return tally_has_days(t->table) ? t->workday_rows : t->rows;
}

/* Without days a load is measured by others of one size only. */
static bool are_steady(double least, double most)
{
    return most <= least * 1.5;
}

/* A night's file that has half of its rows is within what weeks differ by, but not days of one
 * week. */
static bool is_part_of_a_night(const struct compared *c, double rows, double expected, double least)
{
    return tally_has_days(c->now->table) && c->now->workdays < ODDITY_NIGHT_DAYS &&
           c->alikes >= ODDITY_NIGHTS_LEAST && !is_quiet_night(c->now) &&
           expected >= ODDITY_ROWS_LEAST && rows * 3 < expected * 2 && rows * 4 < least * 3 &&
           beyond_chance(rows, expected);
}

/* -1: fewer rows than expected, 1: more, 0: neither. */
static int judge_rows(const struct compared *c)
{
    double value[ODDITY_MEDIAN_OF];
    if (c->alikes < ODDITY_MEDIAN_LEAST || c->now->rows == 0)
        return 0;
    for (unsigned i = 0; i < c->alikes; i++)
        value[i] = worth(c, c->alike[i], counted_rows(c->alike[i]));
    double expected = median(value, c->alikes), rows = (double)counted_rows(c->now);
    if (!tally_has_days(c->now->table) && !are_steady(value[0], value[c->alikes - 1]))
        return 0;
    if (!is_far(c, rows, expected) && !is_part_of_a_night(c, rows, expected, value[0]))
        return 0;
    oddities_add(c->out, (struct oddity){.kind = ODDITY_TABLE_ROWS,
                                         .table = c->now->table,
                                         .rows = counted_rows(c->now),
                                         .expected = whole(expected)});
    return rows < expected ? -1 : 1;
}

/* A file without rows: odd where each of the last ones, a Sunday's too, had some. */
static void judge_empty(const struct compared *c)
{
    uint64_t least = UINT64_MAX;
    if (c->now->rows > 0 || c->count < ODDITY_MEDIAN_LEAST)
        return;
    for (unsigned i = 0; i < c->count && i < ODDITY_MEDIAN_OF; i++)
        if (c->before[i].rows < least)
            least = c->before[i].rows;
    if (least >= ODDITY_SILENT_LEAST)
        oddities_add(
            c->out,
            (struct oddity){.kind = ODDITY_TABLE_ROWS, .table = c->now->table, .expected = least});
}

/* ---- units ---- */

static int by_unit(const void *a, const void *b)
{
    const struct unit_tally *x = a, *y = b;
    return hsaid_compare(&x->unit, &y->unit);
}

const struct unit_tally *oddities_unit(const struct table_tally *t, const struct hsaid *unit)
{
    struct unit_tally key = {.unit = *unit};
    return t->unit_count > 0 ? bsearch(&key, t->unit, t->unit_count, sizeof key, by_unit) : NULL;
}

static uint64_t rows_of_unit(const struct table_tally *t, const struct hsaid *unit)
{
    const struct unit_tally *found = oddities_unit(t, unit);
    if (!found)
        return 0;
    return tally_has_days(t->table) ? found->workday_rows : found->rows;
}

/* How many of the last loads make a custom; 0: too few. */
unsigned oddities_in_a_row(unsigned count)
{
    if (count < ODDITY_IN_A_ROW_LEAST)
        return 0;
    return count < ODDITY_IN_A_ROW ? count : ODDITY_IN_A_ROW;
}

static double expected_of_unit(const struct compared *c, const struct hsaid *unit)
{
    double value[ODDITY_MEDIAN_OF] = {0};
    for (unsigned i = 0; i < c->alikes; i++)
        value[i] = worth(c, c->alike[i], rows_of_unit(c->alike[i], unit));
    return median(value, c->alikes);
}

static void judge_silent(const struct compared *c)
{
    unsigned custom = oddities_in_a_row(c->alikes);
    if (custom == 0 || c->now->rows == 0)
        return;
    double least = tally_has_days(c->now->table) ? ODDITY_SILENT_LEAST : 1;
    if (is_quiet_night(c->now)) /* small units are closed */
        least *= ODDITY_FOLD * ODDITY_FOLD;
    for (uint32_t i = 0; i < c->alike[0]->unit_count; i++) {
        const struct hsaid *unit = &c->alike[0]->unit[i].unit;
        unsigned had = 0;
        while (had < custom && rows_of_unit(c->alike[had], unit) > 0)
            had++;
        if (had < custom || rows_of_unit(c->now, unit) > 0)
            continue;
        double expected = expected_of_unit(c, unit);
        if (expected >= least)
            oddities_add(c->out, (struct oddity){.kind = ODDITY_UNIT_SILENT,
                                                 .table = c->now->table,
                                                 .subject = hsaid_str(unit),
                                                 .expected = whole(expected)});
    }
}

/* Nothing from it after some day: that it has fewer rows follows. */
static bool has_stopped(const struct compared *c, const struct hsaid *unit)
{
    struct str id = hsaid_str(unit);
    for (unsigned i = 0; i < c->out->count; i++) {
        const struct oddity *o = &c->out->at[i];
        if (o->kind == ODDITY_UNIT_STOPPED && o->table == c->now->table &&
            o->subject.len > id.len && str_starts(o->subject, id) && o->subject.at[id.len] == ' ')
            return true;
    }
    return false;
}

/* What the whole table did is not said of each unit again. */
static void judge_units(const struct compared *c, int whole_table)
{
    if (c->alikes < ODDITY_MEDIAN_LEAST)
        return;
    for (uint32_t i = 0; i < c->now->unit_count; i++) {
        const struct hsaid *unit = &c->now->unit[i].unit;
        double rows = (double)rows_of_unit(c->now, unit), expected = expected_of_unit(c, unit);
        if (rows > 0 && is_far(c, rows, expected) && (rows < expected ? -1 : 1) != whole_table &&
            !has_stopped(c, unit))
            oddities_add(c->out, (struct oddity){.kind = ODDITY_UNIT_ROWS,
                                                 .table = c->now->table,
                                                 .subject = hsaid_str(unit),
                                                 .rows = whole(rows),
                                                 .expected = whole(expected)});
    }
}

/* ---- code systems ---- */

static uint64_t rows_of_system(const struct table_tally *t, struct str system)
{
    for (uint32_t i = 0; i < t->system_count; i++)
        if (str_eq(t->system[i].system, system))
            return t->system[i].rows;
    return 0;
}

static void judge_new_system(const struct compared *c, const struct system_tally *s)
{
    for (unsigned i = 0; i < c->count; i++)
        if (rows_of_system(&c->before[i], s->system) > 0)
            return;
    if (s->rows >= ODDITY_SYSTEM_LEAST && s->rows * ODDITY_SYSTEM_SHARE >= c->now->rows)
        oddities_add(c->out, (struct oddity){.kind = ODDITY_SYSTEM_NEW,
                                             .table = c->now->table,
                                             .subject = s->system,
                                             .rows = s->rows});
}

/* The smallest share that it had lately is expected again. */
static void judge_gone_system(const struct compared *c, const struct system_tally *s)
{
    double expected = INFINITY;
    for (unsigned i = 0; i < oddities_in_a_row(c->count); i++) {
        const struct table_tally *b = &c->before[i];
        double rows = (double)rows_of_system(b, s->system);
        double worth_now = b->rows > 0 ? rows / (double)b->rows * (double)c->now->rows : 0;
        expected = worth_now < expected ? worth_now : expected;
    }
    if (expected >= ODDITY_SILENT_LEAST && rows_of_system(c->now, s->system) == 0)
        oddities_add(c->out, (struct oddity){.kind = ODDITY_SYSTEM_GONE,
                                             .table = c->now->table,
                                             .subject = s->system,
                                             .expected = whole(expected)});
}

/* Not where there are more of them than are told apart. */
static void judge_systems(const struct compared *c)
{
    if (oddities_in_a_row(c->count) == 0 || c->now->system_count >= TALLY_SYSTEMS_MOST)
        return;
    for (unsigned i = 0; i < c->count; i++)
        if (c->before[i].system_count >= TALLY_SYSTEMS_MOST)
            return;
    for (uint32_t i = 0; i < c->now->system_count; i++)
        judge_new_system(c, &c->now->system[i]);
    for (uint32_t i = 0; i < c->before[0].system_count; i++)
        judge_gone_system(c, &c->before[0].system[i]);
}

/* ---- shares ---- */

static uint64_t rejects_of(const struct table_tally *t)
{
    return t->rejects;
}
static uint64_t without_staff_of(const struct table_tally *t)
{
    return t->without_staff;
}
static uint64_t after_today_of(const struct table_tally *t)
{
    return t->after_today;
}
static uint64_t strays_of(const struct table_tally *t)
{
    return t->strays;
}

/* By the greatest share that it had lately, so that what is now and then so is not odd. */
static double expected_share(const struct compared *c, uint64_t (*of)(const struct table_tally *))
{
    double share = 0;
    for (unsigned i = 0; i < c->count && i < ODDITY_MEDIAN_OF; i++) {
        const struct table_tally *b = &c->before[i];
        if (b->rows + b->rejects > 0)
            share = larger(share, (double)of(b) / (double)(b->rows + b->rejects));
    }
    return share * (double)(c->now->rows + c->now->rejects);
}

/* `any`: one row is odd where no load before had one. */
static void judge_share(const struct compared *c, enum oddity_kind kind,
                        uint64_t (*of)(const struct table_tally *), bool any, struct day last)
{
    double expected = expected_share(c, of), rows = (double)of(c->now);
    if (!(any && expected <= 0 ? rows > 0 : is_excess(rows, expected)))
        return;
    char text[DAY_TEXT];
    struct str subject = day_format(last, text);
    oddities_add(c->out, (struct oddity){.kind = kind,
                                         .table = c->now->table,
                                         .subject = str_copy(c->out->arena, subject),
                                         .rows = of(c->now),
                                         .expected = whole(expected)});
}

static void judge_shares(const struct compared *c)
{
    const struct table_tally *now = c->now;
    if (c->count >= ODDITY_IN_A_ROW_LEAST) {
        judge_share(c, ODDITY_REJECTS, rejects_of, false, DAY_NONE);
        judge_share(c, ODDITY_WITHOUT_STAFF, without_staff_of, false, DAY_NONE);
    }
    judge_share(c, ODDITY_AFTER_TODAY, after_today_of, true, now->last);
    judge_share(c, ODDITY_LONG_BEFORE, strays_of, true, now->stray_last);
}

/* ---- files without a line end at their end ---- */

/* Whoever makes files so always does: it is told until each of the last loads had one. */
static void judge_open_end(const struct compared *c)
{
    unsigned known = 0, open = 0, ended = 0;
    if (c->now->open_ends <= 0)
        return;
    for (unsigned i = 0; i < c->count && i < ODDITY_MEDIAN_OF; i++) {
        int64_t before = c->before[i].open_ends;
        known += before != OPEN_ENDS_UNKNOWN;
        open += before > 0 && known <= ODDITY_IN_A_ROW;
        ended += before == 0;
    }
    unsigned custom = oddities_in_a_row(known);
    if (custom > 0 && open == custom)
        return;
    oddities_add(c->out, (struct oddity){.kind = ODDITY_OPEN_END,
                                         .table = c->now->table,
                                         .subject = str_copy(c->out->arena, c->now->open_end),
                                         .rows = (uint64_t)c->now->open_ends,
                                         .expected = ended});
}

/* ---- events that came before ---- */

static void add_of_days(const struct compared *c, enum oddity_kind kind, struct day first,
                        struct day last, uint64_t rows)
{
    char text[2][DAY_TEXT];
    struct str from = day_format(first, text[0]), to = day_format(last, text[1]);
    oddities_add(c->out, (struct oddity){.kind = kind,
                                         .table = c->now->table,
                                         .subject = str_fmt(c->out->arena, "%.*s..%.*s",
                                                            STR_FMT(from), STR_FMT(to)),
                                         .rows = rows});
}

static void judge_alike(const struct compared *c)
{
    const struct table_tally *now = c->now;
    if (TABLES[now->table].home != HOME_EVENTS || now->again < ODDITY_ALIKE_LEAST ||
        now->again * ODDITY_ALIKE_SHARE < now->rows)
        return;
    add_of_days(c, ODDITY_ALIKE, now->first, now->last, now->again);
}

/* ---- periods that end before they begin ---- */

/* No import rejects them, but one such row may end another: any is told. */
static void judge_backwards(const struct compared *c)
{
    const struct table_tally *now = c->now;
    if (now->backwards > 0)
        add_of_days(c, ODDITY_BACKWARDS, now->backwards_from, now->backwards_to, now->backwards);
}

void oddities_of_table(struct oddities *out, const struct table_tally *now,
                       const struct table_tally *before, unsigned count)
{
    struct compared c = {
        .out = out, .now = now, .before = before, .count = count, .until = DAY_NONE};
    unsigned first = out->count;
    find_alike(&c);
    int whole_table = judge_rows(&c);
    judge_empty(&c);
    oddities_of_days(&c);
    if (tally_has_units(now->table)) {
        judge_silent(&c);
        judge_units(&c, whole_table);
    }
    if (tally_has_systems(now->table))
        judge_systems(&c);
    judge_shares(&c);
    judge_open_end(&c);
    judge_alike(&c);
    judge_backwards(&c);
    if (out->count > first)
        qsort(&out->at[first], out->count - first, sizeof *out->at, by_weight);
}
