#include "store/instance_store.h"

#include "core/clock.h"

#include <stdio.h>
#include <string.h>

bool position_now(struct db *db, int64_t *out, struct err *err)
{
    return db_number(db, &(struct db_ask){QUERY_POSITION_NOW, NULL, 0, 0}, out, err);
}

bool position_at(struct db *db, struct moment at, int64_t *out, struct err *err)
{
    struct db_value value = db_i64(at.us);
    return db_number(db, &(struct db_ask){QUERY_POSITION_AT, &value, 1, 0}, out, err);
}

bool position_make(struct db *db, struct moment now, struct str what, struct str actor,
                   int64_t *out, struct err *err)
{
    struct db_value value[] = {db_i64(now.us), db_text(what), db_text(actor)};
    return db_run(db, QUERY_POSITION_INSERT, value, ARRAY_LEN(value), err) &&
           position_now(db, out, err);
}

bool position_keep_day(struct db *db, int64_t position, struct day day, struct err *err)
{
    struct db_value value[] = {db_i64(position), db_day(day)};
    return db_run(db, QUERY_POSITION_KEEP_DAY, value, ARRAY_LEN(value), err);
}

bool position_on(struct db *db, struct day day, int64_t *out, struct err *err)
{
    struct moment end = stockholm_midnight((struct day){day.n + 1});
    struct db_value value[] = {db_day(day), db_i64(end.us)};
    return db_number(db, &(struct db_ask){QUERY_POSITION_ON, value, ARRAY_LEN(value), 0}, out, err);
}

struct day position_day(const struct cursor *c, unsigned day, unsigned recorded_at)
{
    return db_is_null(c, day) ? stockholm_day((struct moment){db_get_i64(c, recorded_at)})
                              : db_get_day(c, day);
}

bool position_follow(struct db *db, int64_t of, int64_t *out, struct err *err)
{
    struct db_value value = db_i64(of);
    return db_run(db, QUERY_POSITION_FOLLOW, &value, 1, err) &&
           db_run(db, QUERY_POSITION_FOLLOW_DAY, &value, 1, err) &&
           db_run(db, QUERY_POSITION_KEEP_FOLLOW, &value, 1, err) && position_now(db, out, err);
}

bool position_what(struct db *db, struct arena *a, int64_t position, struct str *what,
                   struct moment *at, struct err *err)
{
    struct db_value value = db_i64(position);
    struct cursor c;
    *what = STR("");
    *at = (struct moment){0};
    enum db_next next = db_first(db, QUERY_POSITION_WHAT, &value, 1, &c, err);
    if (next == DB_ROW) {
        *what = str_copy(a, db_get_text(&c, 0));
        at->us = db_get_i64(&c, 1);
        db_end(&c);
    }
    return next != DB_FAILED;
}

bool instance_fact_get(struct db *db, struct str name, bool *found, struct err *err)
{
    struct db_value value = db_text(name);
    struct cursor c;
    enum db_next next = db_first(db, QUERY_FACT_GET, &value, 1, &c, err);
    if (next == DB_ROW)
        db_end(&c);
    if (next != DB_FAILED)
        *found = next == DB_ROW;
    return next != DB_FAILED;
}

bool instance_fact_set(struct db *db, struct str name, struct str value, struct err *err)
{
    struct db_value row[] = {db_text(name), db_text(value)};
    return db_run(db, QUERY_FACT_SET, row, ARRAY_LEN(row), err);
}

/* What stops the reading of a damaged file is a fault like those that it would have found. */
static bool end_check(enum db_next found, const struct err *why, struct fault_reader reader,
                      struct err *err)
{
    if (found == DB_END)
        return true;
    if (strcmp(why->code, "store.damaged") == 0)
        return reader.take(reader.state, str_of(why->detail), err);
    *err = *why;
    return false;
}

static bool check_pages(struct db *db, struct fault_reader reader, struct err *err)
{
    struct cursor c;
    struct err why = {0};
    if (!db_query(db, QUERY_INSTANCE_INTEGRITY, NULL, 0, &c, &why))
        return end_check(DB_FAILED, &why, reader, err);
    enum db_next found;
    while ((found = db_next(&c, &why)) == DB_ROW) {
        struct str what = db_get_text(&c, 0);
        if (!str_eq(what, STR("ok")) && !reader.take(reader.state, what, err))
            return db_stop(&c);
    }
    return end_check(found, &why, reader, err);
}

/* The rows of one reference come one after the other. */
static bool check_references(struct db *db, struct fault_reader reader, struct err *err)
{
    enum { TABLE, PARENT = 2 };
    struct cursor c;
    struct err why = {0};
    char text[160], before[sizeof text] = "";
    if (!db_query(db, QUERY_INSTANCE_DANGLING, NULL, 0, &c, &why))
        return end_check(DB_FAILED, &why, reader, err);
    enum db_next found;
    while ((found = db_next(&c, &why)) == DB_ROW) {
        struct str table = db_get_text(&c, TABLE), parent = db_get_text(&c, PARENT);
        (void)snprintf(text, sizeof text, "%.*s -> %.*s", STR_FMT(table), STR_FMT(parent));
        if (strcmp(text, before) == 0)
            continue;
        memcpy(before, text, sizeof text);
        if (!reader.take(reader.state, str_of(text), err))
            return db_stop(&c);
    }
    return end_check(found, &why, reader, err);
}

bool instance_check(struct db *db, struct fault_reader reader, struct err *err)
{
    return check_pages(db, reader, err) && check_references(db, reader, err);
}
