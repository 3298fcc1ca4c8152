#include "store/load_store.h"

#include "store/stated.h"

#include <string.h>

static struct load_change change_get(const struct cursor *c, unsigned position, unsigned at,
                                     struct str actor)
{
    return (struct load_change){
        db_get_i64_or(c, position, 0), {db_get_i64_or(c, at, INT64_MIN)}, actor};
}

static enum load_state state_of(const struct load_now *load, int64_t tables, int64_t put_back)
{
    return load->undone.position != 0         ? LOAD_UNDONE
           : load->merged.position != 0       ? LOAD_MERGED
           : tables > 0 && tables == put_back ? LOAD_PUT_BACK
                                              : LOAD_HOLDS;
}

static struct load_now load_get(const struct cursor *c)
{
    enum {
        ID,
        POSITION,
        AT,
        ACTOR,
        ROWS,
        REJECTS,
        UNDONE,
        UNDONE_AT,
        UNDONE_BY,
        MERGED,
        MERGED_AT,
        FILES,
        TABLES_HELD,
        PUT_BACK
    };
    struct load_now row = {
        .id = db_get_i64(c, ID),
        .position = db_get_i64(c, POSITION),
        .rows = (uint64_t)db_get_i64(c, ROWS),
        .rejects = (uint64_t)db_get_i64(c, REJECTS),
        .landed = change_get(c, POSITION, AT, db_get_text(c, ACTOR)),
        .undone = change_get(c, UNDONE, UNDONE_AT, db_get_text(c, UNDONE_BY)),
        .merged = change_get(c, MERGED, MERGED_AT, STR("")),
        .files = (uint64_t)db_get_i64(c, FILES),
    };
    row.state = state_of(&row, db_get_i64(c, TABLES_HELD), db_get_i64(c, PUT_BACK));
    return row;
}

bool load_each(struct db *db, struct load_reader reader, struct err *err)
{
    struct cursor c;
    if (!db_query(db, QUERY_LOAD_NOW, NULL, 0, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct load_now row = load_get(&c);
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

/* The table of that name; a name that is none was not written by this program. */
static bool table_get(const struct cursor *c, unsigned column, enum table_id *out, struct err *err)
{
    return table_find(db_get_text(c, column), out) ||
           FAIL(err, ERR_IO, "store.damaged", "%s", "load");
}

static struct db_value table_value(enum table_id table)
{
    return db_text(str_of(TABLES[table].name));
}

bool load_put_back(struct db *db, int64_t load, bool out[static TABLE_COUNT], struct err *err)
{
    struct cursor c;
    struct db_value value = db_i64(load);
    if (!db_query(db, QUERY_LOAD_PUT_BACK, &value, 1, &c, err))
        return false;
    enum db_next found;
    bool back[TABLE_COUNT] = {false};
    while ((found = db_next(&c, err)) == DB_ROW) {
        enum table_id table;
        if (!table_get(&c, 0, &table, err))
            return db_stop(&c);
        back[table] = true;
    }
    if (found == DB_END)
        memcpy(out, back, sizeof back);
    return found == DB_END;
}

bool load_last(struct db *db, int64_t *out, struct err *err)
{
    return db_number(db, &(struct db_ask){.query = QUERY_LOAD_LAST}, out, err);
}

bool load_each_segment(struct db *db, struct load_segment_reader reader, struct err *err)
{
    struct cursor c;
    if (!db_query(db, QUERY_LOAD_SEGMENTS, NULL, 0, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct load_segment row = {
            .load = db_get_i64(&c, 0),
            .path = db_get_text(&c, 1),
            .checksum = (uint64_t)db_get_i64(&c, 2),
            .rows = (uint64_t)db_get_i64(&c, 3),
            .first = db_get_day(&c, 4),
            .last = db_get_day(&c, 5),
        };
        if (!table_get(&c, 6, &row.table, err) || !reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool load_each_replaced(struct db *db, struct load_replaced_reader reader, struct err *err)
{
    struct cursor c;
    if (!db_query(db, QUERY_LOAD_REPLACED, NULL, 0, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct load_replaced row = {
            .load = db_get_i64(&c, 0), .from = db_get_day(&c, 2), .to = db_get_day(&c, 3)};
        if (!table_get(&c, 1, &row.table, err) || !reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool load_each_file(struct db *db, int64_t load, struct load_file_reader reader, struct err *err)
{
    struct cursor c;
    struct db_value value = db_i64(load);
    if (!db_query(db, QUERY_LOAD_FILES, &value, 1, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct load_file row = {.name = db_get_text(&c, 1),
                                .bytes = (uint64_t)db_get_i64(&c, 3),
                                .rows = (uint64_t)db_get_i64(&c, 4),
                                .rejects = (uint64_t)db_get_i64(&c, 5)};
        bool good = table_get(&c, 0, &row.table, err) &&
                    (sha256_parse(db_get_text(&c, 2), &row.sum) ||
                     FAIL(err, ERR_IO, "store.damaged", "%s", "load_file"));
        if (!good || !reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool load_holding(struct db *db, struct sha256_sum sum, enum table_id table, int64_t *out,
                  struct err *err)
{
    char hex[SHA256_TEXT];
    struct db_value value[] = {db_text(sha256_hex(sum, hex)), table_value(table)};
    struct db_ask ask = {QUERY_LOAD_HOLDING, value, ARRAY_LEN(value), 0};
    return db_number(db, &ask, out, err);
}

bool load_held_rejects(struct db *db, int64_t load, const struct load_file *file, uint64_t *out,
                       struct err *err)
{
    char hex[SHA256_TEXT];
    int64_t rejects = 0;
    struct db_value value[] = {db_i64(load), db_text(sha256_hex(file->sum, hex)),
                               table_value(file->table)};
    struct db_ask ask = {QUERY_LOAD_HELD_REJECTS, value, ARRAY_LEN(value), 0};
    if (!db_number(db, &ask, &rejects, err))
        return false;
    *out = (uint64_t)rejects;
    return true;
}

bool load_may_hold(struct db *db, uint64_t bytes, enum table_id table, bool *out, struct err *err)
{
    int64_t load = 0;
    struct db_value value[] = {db_i64((int64_t)bytes), table_value(table)};
    struct db_ask ask = {QUERY_LOAD_MAY_HOLD, value, ARRAY_LEN(value), 0};
    if (!db_number(db, &ask, &load, err))
        return false;
    *out = load != 0;
    return true;
}

static bool number_for(struct db *db, enum query query, int64_t of, int64_t *out, struct err *err)
{
    struct db_value value = db_i64(of);
    return db_number(db, &(struct db_ask){query, &value, 1, 0}, out, err);
}

bool load_position(struct db *db, int64_t load, int64_t *out, struct err *err)
{
    return number_for(db, QUERY_LOAD_POSITION, load, out, err);
}

bool load_at(struct db *db, int64_t position, int64_t *out, struct err *err)
{
    return number_for(db, QUERY_LOAD_AT, position, out, err);
}

bool load_undone_at(struct db *db, int64_t load, int64_t *out, struct err *err)
{
    return number_for(db, QUERY_LOAD_UNDONE_AT, load, out, err);
}

/* ---- merging ---- */

bool load_nth_newest(struct db *db, unsigned newer, int64_t *out, struct err *err)
{
    return number_for(db, QUERY_LOAD_NTH_NEWEST, newer, out, err);
}

bool load_merged_at(struct db *db, int64_t load, int64_t *out, struct err *err)
{
    return number_for(db, QUERY_LOAD_MERGED_AT, load, out, err);
}

bool load_count_merged(struct db *db, int64_t *out, struct err *err)
{
    return db_number(db, &(struct db_ask){.query = QUERY_LOAD_MERGED}, out, err);
}

bool load_count_with_segments(struct db *db, int64_t *out, struct err *err)
{
    return db_number(db, &(struct db_ask){.query = QUERY_LOAD_WITH_SEGMENTS}, out, err);
}

bool load_merge(struct db *db, int64_t last, int64_t position, struct err *err)
{
    struct db_value value[] = {db_i64(position), db_i64(last)};
    return db_run(db, QUERY_LOAD_MERGE, value, ARRAY_LEN(value), err) &&
           db_run(db, QUERY_LOAD_DROP_SEGMENTS, &value[1], 1, err);
}

/* ---- taking back ---- */

/* Tables that a load states, and one that only what it brings about does. */
struct undo_queries {
    const char *table;
    enum query overtaken, said_again, withdraw, restore, keep_origin;
};
#define UNDONE_AS(called, name)                                                                    \
    {                                                                                              \
        called, QUERY_##name##_OVERTAKEN, QUERY_##name##_SAID_AGAIN, QUERY_##name##_WITHDRAW,      \
            QUERY_##name##_RESTORE, QUERY_##name##_KEEP_ORIGIN                                     \
    }
#define UNDONE(table, name) [TABLE_##table] = UNDONE_AS(NULL, name),
enum { UNDONE_ELSEWHERE = TABLE_COUNT, UNDONE_TABLES };
static const struct undo_queries UNDO[UNDONE_TABLES] = {STATED_TABLES(UNDONE)[UNDONE_ELSEWHERE] =
                                                            UNDONE_AS("elsewhere", ELSEWHERE)};

static bool is_undone(unsigned table)
{
    return table >= TABLE_COUNT || TABLES[table].home == HOME_REGISTRY;
}

static struct db_value undone_value(unsigned table)
{
    const char *called = UNDO[table].table;
    return called ? db_text(str_of(called)) : table_value((enum table_id)table);
}

/* `one` is told of the number in each row. */
static bool each_number(struct db *db, const struct db_ask *ask, void *state,
                        bool (*one)(void *state, int64_t number, struct err *err), struct err *err)
{
    struct cursor c;
    if (!db_query(db, ask->query, ask->value, ask->count, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW)
        if (!one(state, db_get_i64(&c, 0), err))
            return db_stop(&c);
    return found == DB_END;
}

bool load_each_later(struct db *db, int64_t position, struct load_later_reader reader,
                     struct err *err)
{
    for (unsigned i = 0; i < UNDONE_TABLES; i++) {
        struct db_value value[] = {db_i64(position), undone_value(i)};
        struct db_ask overtaken = {UNDO[i].overtaken, value, ARRAY_LEN(value), 0};
        struct db_ask said_again = {UNDO[i].said_again, value, ARRAY_LEN(value), 0};
        if (is_undone(i) && (!each_number(db, &overtaken, reader.state, reader.position, err) ||
                             !each_number(db, &said_again, reader.state, reader.load, err)))
            return false;
    }
    return true;
}

bool load_positions(struct db *db, int64_t load, struct load_positions *out, struct err *err)
{
    struct load_positions p = {0, 0};
    if (!load_position(db, load, &p.own, err) ||
        !number_for(db, QUERY_LOAD_FOLLOW, load, &p.follow, err))
        return false;
    *out = p;
    return true;
}

/* What it brought about first: that came last. */
static bool take_table_back(struct db *db, unsigned table, const struct load_positions *then,
                            int64_t now, struct err *err)
{
    const struct undo_queries *q = &UNDO[table];
    const int64_t position[] = {then->follow, then->own};
    for (unsigned i = 0; i < ARRAY_LEN(position); i++) {
        struct db_value value[] = {db_i64(position[i]), db_i64(now), undone_value(table),
                                   db_i64(then->own)};
        if (position[i] != 0 && !db_run(db, q->withdraw, value, 3, err))
            return false;
    }
    for (unsigned i = 0; i < ARRAY_LEN(position); i++) {
        struct db_value value[] = {db_i64(position[i]), db_i64(now), undone_value(table),
                                   db_i64(then->own)};
        if (position[i] != 0 && (!db_run(db, q->restore, value, ARRAY_LEN(value), err) ||
                                 !db_run(db, q->keep_origin, value, ARRAY_LEN(value), err)))
            return false;
    }
    return true;
}

bool load_take_back(struct db *db, const struct load_positions *then, int64_t now, struct err *err)
{
    static const enum query BESIDE[] = {QUERY_LOAD_KEEP_REASON, QUERY_LOAD_KEEP_EXEMPT,
                                        QUERY_LOAD_KEEP_UNIT_REASON, QUERY_LOAD_KEEP_ENDING};
    struct db_value value = db_i64(now);
    for (unsigned i = 0; i < UNDONE_TABLES; i++)
        if (is_undone(i) && !take_table_back(db, i, then, now, err))
            return false;
    for (unsigned i = 0; i < ARRAY_LEN(BESIDE); i++)
        if (!db_run(db, BESIDE[i], &value, 1, err))
            return false;
    return true;
}

bool load_each_orphan(struct db *db, struct load_later_reader reader, struct err *err)
{
    return each_number(db, &(struct db_ask){.query = QUERY_LOAD_ORPHAN}, reader.state,
                       reader.position, err);
}

bool load_each_unlisted(struct db *db, int64_t first, struct load_later_reader reader,
                        struct err *err)
{
    struct db_value value = db_i64(first);
    struct db_ask ask = {.query = QUERY_LOAD_UNLISTED, .value = &value, .count = 1};
    return each_number(db, &ask, reader.state, reader.position, err);
}

bool load_each_unplanned(struct db *db, int64_t first, struct load_later_reader reader,
                         struct err *err)
{
    struct db_value value = db_i64(first);
    struct db_ask ask = {.query = QUERY_LOAD_UNPLANNED, .value = &value, .count = 1};
    return each_number(db, &ask, reader.state, reader.position, err);
}

static bool each_between(struct db *db, const struct db_ask *ask, struct load_between_reader reader,
                         struct err *err)
{
    struct cursor c;
    enum db_next found;
    if (!db_query(db, ask->query, ask->value, ask->count, &c, err))
        return false;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct load_between row = {db_get_i64(&c, 0), db_get_day(&c, 1)};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool load_each_between(struct db *db, int64_t after, int64_t before, struct day since,
                       struct load_between_reader reader, struct err *err)
{
    struct db_value value[] = {db_i64(after), db_i64(before), db_day(since)};
    struct db_ask ask = {.query = QUERY_LOAD_BETWEEN, .value = value, .count = ARRAY_LEN(value)};
    return each_between(db, &ask, reader, err);
}

bool load_each_beside(struct db *db, const struct load_positions *now, struct day since,
                      struct load_between_reader reader, struct err *err)
{
    struct db_value value[] = {db_i64(now->own), db_i64(now->follow), db_day(since)};
    struct db_ask ask = {.query = QUERY_LOAD_BESIDE, .value = value, .count = ARRAY_LEN(value)};
    return each_between(db, &ask, reader, err);
}

bool load_last_replacing(struct db *db, int64_t now, int64_t *out, struct err *err)
{
    return number_for(db, QUERY_LOAD_LAST_REPLACING, now, out, err);
}

bool load_unit_stated(struct db *db, int64_t unit, int64_t *out, struct err *err)
{
    return number_for(db, QUERY_LOAD_UNIT_STATED, unit, out, err);
}

bool load_insert_undo(struct db *db, int64_t load, int64_t position, struct err *err)
{
    struct db_value value[] = {db_i64(load), db_i64(position)};
    return db_run(db, QUERY_LOAD_INSERT_UNDO, value, ARRAY_LEN(value), err);
}

/* ---- writing ---- */

bool load_insert(struct db *db, const struct load_now *load, struct err *err)
{
    struct db_value value[] = {db_i64(load->id), db_i64(load->position),
                               db_i64((int64_t)load->rows), db_i64((int64_t)load->rejects)};
    return db_run(db, QUERY_LOAD_INSERT, value, ARRAY_LEN(value), err);
}

bool load_insert_file(struct db *db, int64_t load, unsigned place, const struct load_file *file,
                      struct err *err)
{
    char hex[SHA256_TEXT];
    struct db_value value[] = {db_i64(load),
                               db_i64(place),
                               table_value(file->table),
                               db_text(file->name),
                               db_text(sha256_hex(file->sum, hex)),
                               db_i64((int64_t)file->bytes),
                               db_i64((int64_t)file->rows),
                               db_i64((int64_t)file->rejects)};
    return db_run(db, QUERY_LOAD_INSERT_FILE, value, ARRAY_LEN(value), err);
}

bool load_insert_segment(struct db *db, const struct load_segment *segment, struct err *err)
{
    struct db_value value[] = {
        db_i64(segment->load),          db_text(segment->path), db_i64((int64_t)segment->checksum),
        db_i64((int64_t)segment->rows), db_day(segment->first), db_day(segment->last),
        table_value(segment->table)};
    return db_run(db, QUERY_LOAD_INSERT_SEGMENT, value, ARRAY_LEN(value), err);
}

bool load_insert_replaced(struct db *db, const struct load_replaced *replaced, struct err *err)
{
    struct db_value value[] = {db_i64(replaced->load), table_value(replaced->table),
                               db_day(replaced->from), db_day(replaced->to)};
    return db_run(db, QUERY_LOAD_INSERT_REPLACED, value, ARRAY_LEN(value), err);
}

bool load_insert_again(struct db *db, int64_t load, enum table_id table, struct stage_again run,
                       struct err *err)
{
    struct db_value value[] = {table_value(table), db_i64(load), db_i64(run.first_id),
                               db_i64(run.last_id)};
    return db_add(db, QUERY_LOAD_INSERT_AGAIN, value, ARRAY_LEN(value), err);
}
