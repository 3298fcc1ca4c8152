#include "store/tally_store.h"

#include <stddef.h>
#include <string.h>

/* A name that is none was not written by this program. */
static bool damaged(struct err *err)
{
    return FAIL(err, ERR_IO, "store.damaged", "%s", "load_table");
}

static bool table_get(const struct cursor *c, unsigned column, enum table_id *out, struct err *err)
{
    return table_find(db_get_text(c, column), out) || damaged(err);
}

static struct db_value table_value(enum table_id table)
{
    return db_text(str_of(TABLES[table].name));
}

static struct db_value count_value(uint64_t n)
{
    return db_i64((int64_t)n);
}

static uint64_t get_count(const struct cursor *c, unsigned column)
{
    return (uint64_t)db_get_i64(c, column);
}

/* ---- reading ---- */

static bool take_tally(const struct cursor *c, struct table_tally *out, struct err *err)
{
    *out = (struct table_tally){.load = db_get_i64(c, 0),
                                .rows = get_count(c, 2),
                                .rejects = get_count(c, 3),
                                .added = get_count(c, 4),
                                .corrected = get_count(c, 5),
                                .again = get_count(c, 6),
                                .persons = get_count(c, 7),
                                .units = get_count(c, 8),
                                .first = db_get_day(c, 9),
                                .last = db_get_day(c, 10),
                                .until = db_get_day(c, 11),
                                .workday_rows = get_count(c, 12),
                                .workdays = db_get_real(c, 13),
                                .without_staff = get_count(c, 14),
                                .after_today = get_count(c, 15),
                                .strays = get_count(c, 16),
                                .stray_last = DAY_NONE,
                                .open_ends = db_get_i64_or(c, 17, OPEN_ENDS_UNKNOWN)};
    return table_get(c, 1, &out->table, err);
}

static bool each_tally(struct db *db, const struct db_ask *ask, struct tallies *out, unsigned most,
                       struct err *err)
{
    struct cursor c;
    if (!db_query(db, ask->query, ask->value, ask->count, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        bool fits = out->count < most || damaged(err);
        if (!fits || !take_tally(&c, &out->at[out->count], err))
            return db_stop(&c);
        out->count++;
    }
    return found == DB_END;
}

bool tally_of_load(struct db *db, struct arena *a, int64_t load, struct tallies *out,
                   struct err *err)
{
    struct db_value value = db_i64(load);
    struct db_ask ask = {QUERY_TALLY_OF_LOAD, &value, 1, 0};
    *out = (struct tallies){ARENA_NEW(a, struct table_tally, TABLE_COUNT), 0};
    return each_tally(db, &ask, out, TABLE_COUNT, err);
}

/* The array with room for one more item: it doubles. */
static void *with_room(struct arena *a, void *at, uint32_t count, size_t size)
{
    if ((count & (count - 1)) != 0)
        return at;
    void *grown = arena_take(a, size, _Alignof(max_align_t), count > 0 ? 2 * (size_t)count : 1);
    if (at)
        memcpy(grown, at, count * size);
    return grown;
}

static bool read_units(struct db *db, struct arena *a, struct table_tally *t, struct err *err)
{
    struct cursor c;
    struct db_value value[] = {table_value(t->table), db_i64(t->load)};
    struct unit_tally *unit = NULL;
    if (!db_query(db, QUERY_TALLY_UNITS, value, ARRAY_LEN(value), &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        unit = with_room(a, unit, t->unit_count, sizeof *unit);
        struct unit_tally *u = &unit[t->unit_count++];
        *u = (struct unit_tally){.rows = get_count(&c, 1),
                                 .workday_rows = get_count(&c, 2),
                                 .first = db_get_day(&c, 3),
                                 .last = db_get_day(&c, 4)};
        struct err why = {0};
        if (!hsaid_parse(db_get_text(&c, 0), &u->unit, &why))
            return damaged(err) || db_stop(&c);
    }
    t->unit = unit;
    return found == DB_END;
}

static bool read_systems(struct db *db, struct arena *a, struct table_tally *t, struct err *err)
{
    struct cursor c;
    struct db_value value[] = {table_value(t->table), db_i64(t->load)};
    struct system_tally *system = NULL;
    if (!db_query(db, QUERY_TALLY_SYSTEMS, value, ARRAY_LEN(value), &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        system = with_room(a, system, t->system_count, sizeof *system);
        system[t->system_count++] =
            (struct system_tally){str_copy(a, db_get_text(&c, 0)), get_count(&c, 1)};
    }
    t->system = system;
    return found == DB_END;
}

bool tally_latest(struct db *db, struct arena *a, enum table_id table, struct tallies *out,
                  struct err *err)
{
    struct db_value value[] = {table_value(table), db_i64(ODDITY_LOADS)};
    struct db_ask ask = {QUERY_TALLY_LATEST, value, ARRAY_LEN(value), 0};
    *out = (struct tallies){ARENA_NEW(a, struct table_tally, ODDITY_LOADS), 0};
    if (!each_tally(db, &ask, out, ODDITY_LOADS, err))
        return false;
    for (unsigned i = 0; i < out->count; i++)
        if (!read_units(db, a, &out->at[i], err) || !read_systems(db, a, &out->at[i], err))
            return false;
    return true;
}

bool tally_tables(struct db *db, struct load_tables *out, unsigned most, unsigned *count,
                  struct err *err)
{
    struct cursor c;
    struct db_value value = db_i64(most);
    int64_t load = 0;
    *count = 0;
    if (!db_query(db, QUERY_TALLY_TABLES, &value, 1, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        enum table_id table;
        if (db_get_i64(&c, 0) != load)
            out[(*count)++] = (struct load_tables){0};
        load = db_get_i64(&c, 0);
        if (!table_get(&c, 1, &table, err))
            return db_stop(&c);
        out[*count - 1].has[table] = true;
        out[*count - 1].of[table] =
            (struct load_size){get_count(&c, 2), db_get_real(&c, 3), db_get_day(&c, 4)};
    }
    return found == DB_END;
}

bool tally_oddities(struct db *db, struct arena *a, int64_t load, struct oddities *out,
                    struct err *err)
{
    struct cursor c;
    struct db_value value = db_i64(load);
    *out = (struct oddities){.arena = a};
    if (!db_query(db, QUERY_TALLY_ODDITIES, &value, 1, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct oddity o = {.subject = str_copy(a, db_get_text(&c, 2)),
                           .rows = get_count(&c, 3),
                           .expected = get_count(&c, 4)};
        if (!(oddity_find(db_get_text(&c, 0), &o.kind) || damaged(err)) ||
            !table_get(&c, 1, &o.table, err))
            return db_stop(&c);
        oddities_add(out, o);
    }
    return found == DB_END;
}

/* ---- writing ---- */

static bool insert_units(struct db *db, const struct table_tally *t, struct err *err)
{
    for (uint32_t i = 0; i < t->unit_count; i++) {
        const struct unit_tally *u = &t->unit[i];
        struct db_value value[] = {table_value(t->table),
                                   db_i64(t->load),
                                   db_text(hsaid_str(&u->unit)),
                                   count_value(u->rows),
                                   count_value(u->workday_rows),
                                   db_day(u->first),
                                   db_day(u->last)};
        if (!db_add(db, QUERY_TALLY_INSERT_UNIT, value, ARRAY_LEN(value), err))
            return false;
    }
    return true;
}

static bool insert_systems(struct db *db, const struct table_tally *t, struct err *err)
{
    for (uint32_t i = 0; i < t->system_count; i++) {
        struct db_value value[] = {table_value(t->table), db_i64(t->load),
                                   db_text(t->system[i].system), count_value(t->system[i].rows)};
        if (!db_run(db, QUERY_TALLY_INSERT_SYSTEM, value, ARRAY_LEN(value), err))
            return false;
    }
    return true;
}

bool tally_insert(struct db *db, const struct table_tally *t, struct err *err)
{
    struct db_value value[] = {db_i64(t->load),
                               table_value(t->table),
                               count_value(t->rows),
                               count_value(t->rejects),
                               count_value(t->added),
                               count_value(t->corrected),
                               count_value(t->again),
                               count_value(t->persons),
                               count_value(t->units),
                               db_day(t->first),
                               db_day(t->last),
                               db_day(t->until),
                               count_value(t->workday_rows),
                               db_real_or_null(t->workdays),
                               count_value(t->without_staff),
                               count_value(t->after_today),
                               count_value(t->strays),
                               db_i64_unless(t->open_ends, OPEN_ENDS_UNKNOWN)};
    return db_run(db, QUERY_TALLY_INSERT, value, ARRAY_LEN(value), err) &&
           insert_units(db, t, err) && insert_systems(db, t, err);
}

bool tally_insert_oddity(struct db *db, int64_t load, unsigned place, const struct oddity *o,
                         struct err *err)
{
    struct db_value value[] = {db_i64(load),
                               db_i64(place),
                               db_text(str_of(ODDITY_NAME[o->kind])),
                               table_value(o->table),
                               db_text(o->subject),
                               count_value(o->rows),
                               count_value(o->expected)};
    return db_add(db, QUERY_TALLY_INSERT_ODDITY, value, ARRAY_LEN(value), err);
}

bool tally_forget(struct db *db, enum table_id table, int64_t before, struct err *err)
{
    struct db_value value[] = {table_value(table), db_i64(before)};
    return db_run(db, QUERY_TALLY_FORGET_UNITS, value, ARRAY_LEN(value), err) &&
           db_run(db, QUERY_TALLY_FORGET_SYSTEMS, value, ARRAY_LEN(value), err);
}
