#include "store/unit_store.h"

#include "store/hsaid_column.h"

static struct unit_row now(const struct cursor *c)
{
    return (struct unit_row){
        .unit = hsaid_column(c, 1),
        .name = db_get_text(c, 2),
        .operator_kind = (enum operator_kind)db_get_i64(c, 3),
        .county = db_get_text(c, 4),
        .municipality = db_get_text(c, 5),
        .cap = db_get_i64_or(c, 6, -1),
        .queue = (enum answer)db_get_i64(c, 7),
        .street = db_get_text(c, 8),
        .postal_code = db_get_text(c, 9),
        .city = db_get_text(c, 10),
        .latitude = db_get_real(c, 11),
        .longitude = db_get_real(c, 12),
        .web = db_get_text(c, 13),
        .opens_on = db_get_day(c, 14),
        .closes_on = db_get_day(c, 15),
        .phone = db_get_text(c, 16),
        .parent = hsaid_column(c, 17),
    };
}

bool unit_each(struct db *db, struct unit_reader reader, struct err *err)
{
    struct cursor c;
    if (!db_query(db, QUERY_UNIT_NOW, NULL, 0, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct unit_row row = now(&c);
        if (!reader.take(reader.state, db_get_i64(&c, 0), &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool unit_called(struct db *db, struct arena *a, int64_t unit, struct str *id, struct str *name,
                 struct err *err)
{
    struct db_value value = db_i64(unit);
    struct cursor c;
    enum db_next found = db_first(db, QUERY_UNIT_CALLED, &value, 1, &c, err);
    if (found == DB_FAILED)
        return false;
    *id = found == DB_ROW ? str_copy(a, db_get_text(&c, 0)) : STR("");
    *name = found == DB_ROW ? str_copy(a, db_get_text(&c, 1)) : STR("");
    if (found == DB_ROW)
        db_end(&c);
    return true;
}

bool unit_each_of_county(struct db *db, struct str county, struct unit_reader reader,
                         struct err *err)
{
    enum { UNIT, ID, NAME, CAP, QUEUE, OPENS, CLOSES, LATITUDE, LONGITUDE, POSTAL_CODE };
    struct db_value value = db_text(county);
    struct cursor c;
    if (!db_query(db, QUERY_UNIT_OF_COUNTY, &value, 1, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct unit_row row = {.unit = hsaid_column(&c, ID),
                               .name = db_get_text(&c, NAME),
                               .county = county,
                               .cap = db_get_i64_or(&c, CAP, -1),
                               .queue = (enum answer)db_get_i64(&c, QUEUE),
                               .opens_on = db_get_day(&c, OPENS),
                               .closes_on = db_get_day(&c, CLOSES),
                               .latitude = db_get_real(&c, LATITUDE),
                               .longitude = db_get_real(&c, LONGITUDE),
                               .postal_code = db_get_text(&c, POSTAL_CODE)};
        if (!reader.take(reader.state, db_get_i64(&c, UNIT), &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool area_each(struct db *db, struct area_reader reader, struct err *err)
{
    struct cursor c;
    if (!db_query(db, QUERY_AREA_NOW, NULL, 0, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct area_now row = {db_get_text(&c, 0), db_get_i64(&c, 1), db_get_day(&c, 2),
                               db_get_day(&c, 3)};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool hsaid_each(struct db *db, enum query query, struct hsaid_reader reader, struct err *err)
{
    struct cursor c;
    if (!db_query(db, query, NULL, 0, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct hsaid_now row = {db_get_i64(&c, 0), hsaid_column(&c, 1), db_get_i64(&c, 2) != 0};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool unit_each_id(struct db *db, struct hsaid_reader reader, struct err *err)
{
    return hsaid_each(db, QUERY_UNIT_IDS, reader, err);
}

bool unit_insert(struct db *db, int64_t id, const struct hsaid *hsaid, struct err *err)
{
    struct db_value value[] = {db_i64(id), db_text(hsaid_str(hsaid))};
    return db_run(db, QUERY_UNIT_INSERT, value, ARRAY_LEN(value), err) &&
           db_run(db, QUERY_UNIT_INSERT_LIST, value, 1, err);
}

bool unit_each_staged_parent(struct db *db, struct staged_parent_reader reader, struct err *err)
{
    struct cursor c;
    if (!db_query(db, QUERY_UNIT_STAGED_PARENTS, NULL, 0, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct staged_parent row = {db_get_i64(&c, 0), db_get_i64(&c, 1),
                                    (uint64_t)db_get_i64(&c, 2), hsaid_column(&c, 3)};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool unit_keep_last(struct db *db, struct err *err)
{
    return db_run(db, QUERY_UNIT_KEEP_LAST, NULL, 0, err);
}

bool unit_unstage(struct db *db, int64_t row, struct err *err)
{
    struct db_value value = db_i64(row);
    return db_run(db, QUERY_UNIT_UNSTAGE, &value, 1, err);
}

bool unit_facts(struct db *db, struct arena *a, const struct hsaid *id, struct unit_facts *out,
                struct err *err)
{
    enum { UNIT, NAME, OPENS, CLOSES, CAP, QUEUE, MUNICIPALITY, PARENT };
    struct db_value value = db_text(hsaid_str(id));
    struct cursor c;
    enum db_next found = db_first(db, QUERY_UNIT_BY_HSAID, &value, 1, &c, err);
    if (found == DB_ROW) {
        *out = (struct unit_facts){.unit = db_get_i64(&c, UNIT),
                                   .name = str_copy(a, db_get_text(&c, NAME)),
                                   .opens_on = db_get_day(&c, OPENS),
                                   .closes_on = db_get_day(&c, CLOSES),
                                   .cap = db_get_i64_or(&c, CAP, -1),
                                   .has_queue = db_get_i64(&c, QUEUE) == ANSWER_YES,
                                   .municipality = str_copy(a, db_get_text(&c, MUNICIPALITY)),
                                   .parent = str_copy(a, db_get_text(&c, PARENT))};
        db_end(&c);
    }
    return found == DB_ROW || (found == DB_END && FAIL(err, ERR_MISSING, "unit.unknown", "%.*s",
                                                       STR_FMT(hsaid_str(id))));
}

struct area_row_now {
    int64_t id, unit;
    struct day from;
};

static bool area_on(struct db *db, struct str area, struct day on, struct area_row_now *out,
                    struct err *err)
{
    struct db_value value[] = {db_text(area), db_day(on)};
    struct cursor c;
    *out = (struct area_row_now){.id = 0};
    enum db_next found = db_first(db, QUERY_AREA_ON, value, ARRAY_LEN(value), &c, err);
    if (found == DB_ROW) {
        *out = (struct area_row_now){db_get_i64(&c, 0), db_get_i64(&c, 1), db_get_day(&c, 2)};
        db_end(&c);
    }
    return found != DB_FAILED;
}

/* The row that held on the day ends on the day before. */
static bool area_end(struct db *db, const struct area_row_now *row, struct day from,
                     int64_t position, struct err *err)
{
    struct db_value one[] = {db_i64(row->id), db_i64(position)};
    struct db_value ended[] = {db_i64(row->id), db_i64(from.n - 1), db_i64(position)};
    return row->id == 0 || row->from.n >= from.n ||
           (db_run(db, QUERY_AREA_SUPERSEDE_ONE, one, ARRAY_LEN(one), err) &&
            db_run(db, QUERY_AREA_END_ONE, ended, ARRAY_LEN(ended), err));
}

static bool area_until(struct db *db, const struct db_value value[2], struct day *out,
                       struct err *err)
{
    struct cursor c;
    enum db_next found = db_first(db, QUERY_AREA_UNTIL, value, 2, &c, err);
    if (found == DB_ROW) {
        *out = db_get_day(&c, 0);
        db_end(&c);
    }
    return found != DB_FAILED;
}

bool area_give(struct db *db, const struct area_given *given, int64_t position,
               struct area_change *out, struct err *err)
{
    struct area_row_now row;
    int64_t known = 0;
    struct area_change change = {.until = DAY_NONE};
    struct db_value area = db_text(given->area);
    struct db_value same[] = {area, db_day(given->from), db_i64(position)};
    if (!db_number(db, &(struct db_ask){QUERY_AREA_KNOWN, &area, 1, 0}, &known, err) ||
        !area_on(db, given->area, given->from, &row, err) ||
        !area_until(db, same, &change.until, err))
        return false;
    if (known == 0)
        return FAIL(err, ERR_MISSING, "area.unknown", "%.60s", given->area.at);
    struct db_value now[] = {area, db_i64(given->unit), db_day(given->from), db_day(change.until),
                             db_i64(position)};
    change.changed = row.unit != given->unit;
    change.former = row.unit;
    *out = change;
    return !change.changed || (area_end(db, &row, given->from, position, err) &&
                               db_run(db, QUERY_AREA_SUPERSEDE_DAY, same, ARRAY_LEN(same), err) &&
                               db_run(db, QUERY_AREA_GIVE, now, ARRAY_LEN(now), err));
}

bool unit_restate(struct db *db, const struct unit_restated *row, int64_t position, struct err *err)
{
    struct db_value value[] = {db_i64(row->unit),           db_i64(position),
                               db_i64_unless(row->cap, -1), db_day(row->opens),
                               db_day(row->closes),         db_i64_unless(row->queue, ANSWER_NONE)};
    struct db_value reason = db_text(row->reason);
    return db_run(db, QUERY_UNIT_SUPERSEDE_ONE, value, 2, err) &&
           db_run(db, QUERY_UNIT_RESTATE, value, ARRAY_LEN(value), err) &&
           (row->reason.len == 0 || db_run(db, QUERY_UNIT_KEEP_REASON, &reason, 1, err));
}

bool unit_closed_at(struct db *db, int64_t unit, struct day last, int64_t *position,
                    struct err *err)
{
    struct db_value value[] = {db_i64(unit), db_day(last)};
    struct cursor c;
    int64_t found = 0;
    enum db_next next = db_first(db, QUERY_UNIT_CLOSED_AT, value, ARRAY_LEN(value), &c, err);
    if (next == DB_ROW) {
        found = str_eq(db_get_text(&c, 1), STR("unit")) ? db_get_i64(&c, 0) : 0;
        db_end(&c);
    }
    *position = found;
    return next != DB_FAILED;
}

bool unit_keep_closings(struct db *db, uint64_t *kept, struct err *err)
{
    bool done = db_run(db, QUERY_UNIT_KEEP_CLOSINGS, NULL, 0, err);
    *kept = done ? (uint64_t)db_changed(db) : 0;
    return done;
}

bool unit_listed(struct db *db, int64_t unit, struct day from, struct day to, int64_t *out,
                 struct err *err)
{
    struct db_value value[] = {db_i64(unit), db_day(to), db_day(from)};
    return db_number(db, &(struct db_ask){QUERY_UNIT_LISTED, value, ARRAY_LEN(value), 0}, out, err);
}

bool unit_doctors(struct db *db, int64_t unit, struct day on, int64_t *out, struct err *err)
{
    struct db_value value[] = {db_i64(unit), db_day(on)};
    return db_number(db, &(struct db_ask){QUERY_UNIT_DOCTORS, value, ARRAY_LEN(value), 0}, out,
                     err);
}
