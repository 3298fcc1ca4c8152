#include "service/load/load_counter.h"

#include "domain/oddities.h"
#include "domain/person_id.h"
#include "domain/rows.h"
#include "domain/span.h"
#include "domain/workday.h"
#include "engine/events.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { DAYS = SEGMENT_DAY_NONE };

struct load_counter load_counter_open(struct arena *a, struct day today)
{
    struct load_counter c = {.arena = a,
                             .today = today,
                             .table = TABLE_COUNT,
                             .unit = hsaid_dict_open(a),
                             .seen = {.arena = a},
                             .system = ARENA_NEW(a, struct system_tally, TALLY_SYSTEMS_MOST)};
    for (unsigned i = 0; i < TABLE_COUNT; i++)
        c.tally[i] = (struct table_tally){.table = (enum table_id)i,
                                          .first = DAY_NONE,
                                          .last = DAY_NONE,
                                          .until = DAY_NONE,
                                          .stray_last = DAY_NONE};
    return c;
}

/* ---- a table begins ---- */

/* The column that names the unit of the row. */
static const struct table_column *find_unit(const struct table *t)
{
    for (unsigned i = 0; i < t->columns; i++) {
        const struct table_column *c = &t->column[i];
        if ((c->type == COLUMN_HSAID || c->type == COLUMN_UNIT_OR_NATION) &&
            c->refers != REFERS_STAFF)
            return c;
    }
    return NULL;
}

/* The column with the last day of a row's period. */
static const struct table_column *find_end(const struct table *t)
{
    for (unsigned i = 0; i < t->columns; i++)
        if (t->column[i].ends)
            return &t->column[i];
    return NULL;
}

static void make_days(struct load_counter *c)
{
    c->workday = ARENA_NEW(c->arena, bool, DAYS);
    c->rows_of_day = ARENA_NEW(c->arena, uint64_t, DAYS);
    for (int32_t i = 0; i < DAYS; i++)
        c->workday[i] = is_workday((struct day){i});
}

static void begin(struct load_counter *c, enum table_id table)
{
    const struct table *t = &TABLES[table];
    c->table = table;
    c->unit_column = find_unit(t);
    c->end_column = find_end(t);
    c->system_column = tally_has_systems(table) ? table_column(t, STR("system")) : NULL;
    if (tally_has_days(table) && !c->rows_of_day)
        make_days(c);
}

/* ---- rows ---- */

static void widen(struct table_tally *t, struct day first, struct day last)
{
    if (day_is_none(t->first) || first.n < t->first.n)
        t->first = first;
    if (day_is_none(t->last) || last.n > t->last.n)
        t->last = last;
}

/* The row's unit; NULL where it names none. */
static struct unit_count *count_unit(struct load_counter *c, const void *row)
{
    const struct hsaid *unit = column_at(c->unit_column, row);
    if (!unit->text[0])
        return NULL;
    uint32_t n = c->last_unit; /* rows of one unit often stand together */
    if (n >= c->unit.count || !hsaid_eq(&c->unit.id[n], unit))
        n = c->last_unit = hsaid_dict_add(&c->unit, unit);
    if (n >= c->counts) {
        uint32_t counts = c->unit.room;
        struct unit_count *grown = ARENA_NEW(c->arena, struct unit_count, counts);
        if (c->counts > 0)
            memcpy(grown, c->count, c->counts * sizeof *grown);
        c->count = grown;
        c->counts = counts;
    }
    struct unit_count *u = &c->count[n];
    if (u->rows++ == 0)
        u->first = u->last = DAY_NONE;
    return u;
}

static void count_day(struct load_counter *c, struct unit_count *u, struct day day)
{
    if (day_is_none(day))
        return;
    assert(day.n >= 0 && day.n < DAYS);
    c->rows_of_day[day.n]++;
    if (!u)
        return;
    u->workday_rows += c->workday[day.n];
    if (day_is_none(u->first) || day.n < u->first.n)
        u->first = day;
    if (day_is_none(u->last) || day.n > u->last.n)
        u->last = day;
}

static struct system_tally *find_system(struct load_counter *c, const struct table_tally *t,
                                        struct str system)
{
    for (uint32_t i = 0; i < t->system_count; i++)
        if (str_eq(c->system[i].system, system))
            return &c->system[i];
    return NULL;
}

/* A code system is kept, and shown: columns that have slipped bring something else here. */
static void count_system(struct load_counter *c, struct table_tally *t, struct str system)
{
    struct system_tally *found = find_system(c, t, system);
    if (!found && person_id_may_be(system)) {
        system = STR(TALLY_HIDDEN);
        found = find_system(c, t, system);
    }
    if (found)
        found->rows++;
    else if (t->system_count < TALLY_SYSTEMS_MOST)
        c->system[t->system_count++] = (struct system_tally){str_copy(c->arena, system), 1};
}

static void count_end(struct table_tally *t, const struct table_column *end, const void *row)
{
    const void *since = (const char *)row + end->since;
    const struct day *from = since, *to = column_at(end, row);
    if (!span_is_empty(*from, *to))
        return;
    if (t->backwards++ == 0) {
        t->backwards_from = *from;
        t->backwards_to = *to;
    }
}

/* A sum's month or year. */
static void count_period(struct table_tally *t, const void *row)
{
    const struct table_column *month = table_column(&TABLES[t->table], STR("month"));
    const struct table_column *year = table_column(&TABLES[t->table], STR("year"));
    if (month) {
        const struct month *m = column_at(month, row);
        widen(t, month_first(*m), month_last(*m));
    } else if (year) {
        int32_t y = (int32_t) * (const int64_t *)column_at(year, row);
        widen(t, month_first(month_from(y, 1)), month_last(month_from(y, 12)));
    }
}

void load_counter_add(struct load_counter *c, enum table_id table, const void *row,
                      uint32_t identifier)
{
    if (table != c->table) {
        load_counter_end(c);
        begin(c, table);
    }
    struct table_tally *t = &c->tally[table];
    c->rows++;
    if (identifier != 0)
        t->persons += key_set_add(&c->seen, identifier);
    struct unit_count *u = c->unit_column ? count_unit(c, row) : NULL;
    if (c->end_column)
        count_end(t, c->end_column, row);
    if (table == TABLE_CONTACTS) {
        const struct contact_row *contact = row;
        count_day(c, u, contact->date);
        t->without_staff += contact->level == CARE_PRIMARY && !contact->staff.text[0];
    } else if (TABLES[table].home == HOME_EVENTS) {
        count_day(c, u, events_date(table, row));
        if (c->system_column)
            count_system(c, t, *(const struct str *)column_at(c->system_column, row));
    } else if (tally_has_units(table)) {
        count_period(t, row);
    }
}

/* ---- a table ends ---- */

static int by_hsaid(const void *a, const void *b)
{
    const struct unit_tally *x = a, *y = b;
    return hsaid_compare(&x->unit, &y->unit);
}

static void end_units(struct load_counter *c, struct table_tally *t)
{
    for (uint32_t i = 0; i < c->counts; i++)
        t->units += c->count[i].rows > 0;
    struct unit_tally *unit =
        tally_has_units(t->table) ? ARENA_NEW(c->arena, struct unit_tally, t->units) : NULL;
    for (uint32_t i = 0; i < c->counts; i++) {
        const struct unit_count *u = &c->count[i];
        if (unit && u->rows > 0)
            unit[t->unit_count++] =
                (struct unit_tally){c->unit.id[i], u->rows, u->workday_rows, u->first, u->last};
    }
    if (unit && t->unit_count > 0)
        qsort(unit, t->unit_count, sizeof *unit, by_hsaid);
    t->unit = unit;
    if (c->counts > 0)
        memset(c->count, 0, c->counts * sizeof *c->count);
}

static struct load_days *keep_days(struct load_counter *c, const struct table_tally *t)
{
    if (day_is_none(t->until))
        return NULL;
    struct load_days *d = ARENA_NEW(c->arena, struct load_days, 1);
    uint32_t count = (uint32_t)(t->until.n - t->first.n) + 1;
    uint64_t *rows = ARENA_NEW(c->arena, uint64_t, count);
    memcpy(rows, &c->rows_of_day[t->first.n], count * sizeof *rows);
    *d = (struct load_days){t->first, count, rows, DAY_NONE, DAY_NONE};
    return d;
}

static void end_days(struct load_counter *c, struct table_tally *t)
{
    uint64_t rows = 0, workday_rows = 0;
    double squares = 0;
    int32_t last = -1; /* the last day that had rows */
    for (int32_t i = 0; i < DAYS; i++) {
        uint64_t n = c->rows_of_day[i];
        if (n == 0)
            continue;
        /* Few rows, then years without any, then all others. */
        if (last >= 0 && i - last >= ODDITY_STRAY_DAYS && rows * ODDITY_STRAY_SHARE <= c->rows) {
            t->strays = rows;
            t->stray_last = (struct day){last};
        }
        widen(t, (struct day){i}, (struct day){i});
        rows += n;
        last = i;
        if (i > c->today.n) {
            t->after_today += n;
            continue;
        }
        t->until = (struct day){i};
        if (c->workday[i]) {
            workday_rows += n;
            squares += (double)n * (double)n;
        }
    }
    t->workday_rows = workday_rows;
    t->workdays = squares > 0 ? (double)workday_rows * (double)workday_rows / squares : 0;
    t->days = keep_days(c, t);
    memset(c->rows_of_day, 0, DAYS * sizeof *c->rows_of_day);
}

static int by_bytes(const void *a, const void *b)
{
    const struct system_tally *x = a, *y = b;
    return strcmp(x->system.at, y->system.at); /* copies, with a NUL behind */
}

static void end_systems(struct load_counter *c, struct table_tally *t)
{
    struct system_tally *system = ARENA_NEW(c->arena, struct system_tally, t->system_count);
    if (t->system_count == 0)
        return;
    memcpy(system, c->system, t->system_count * sizeof *system);
    qsort(system, t->system_count, sizeof *system, by_bytes);
    t->system = system;
}

void load_counter_end(struct load_counter *c)
{
    if (c->table == TABLE_COUNT)
        return;
    struct table_tally *t = &c->tally[c->table];
    end_units(c, t);
    end_systems(c, t);
    if (tally_has_days(c->table))
        end_days(c, t);
    else
        t->until = t->last;
    key_set_clear(&c->seen);
    c->rows = 0;
    c->table = TABLE_COUNT;
}
