#include "store/outbox_store.h"

#include "core/clock.h"

static bool add_of_person(struct db *db, const struct outbox_event *e, struct str id,
                          int64_t position, struct err *err)
{
    struct db_value person = db_i64(e->person);
    struct db_value row[] = {
        db_text(id),      db_i64((int64_t)e->type), person, db_day(e->valid_from), db_i64(position),
        db_text(e->data), db_text_or_null(e->actor)};
    return db_run(db, QUERY_OUTBOX_COUNT_SEQ, &person, 1, err) &&
           db_run(db, QUERY_OUTBOX_INSERT_OF_PERSON, row, ARRAY_LEN(row), err);
}

bool outbox_add(struct db *db, const struct outbox_event *e, struct uuid id, int64_t position,
                struct err *err)
{
    char text[UUID_TEXT];
    struct str written = uuid_format(id, text);
    if (e->person != 0)
        return add_of_person(db, e, written, position, err);
    struct db_value row[] = {db_text(written),         db_i64((int64_t)e->type), db_text(e->unit),
                             db_day(e->valid_from),    db_i64(position),         db_text(e->data),
                             db_text_or_null(e->actor)};
    return db_run(db, QUERY_OUTBOX_INSERT_OF_UNIT, row, ARRAY_LEN(row), err);
}

bool outbox_place(struct db *db, uint64_t *placed, struct err *err)
{
    struct db_value now = db_i64(clock_now().us);
    if (!db_run(db, QUERY_OUTBOX_PLACE, &now, 1, err))
        return false;
    uint64_t count = (uint64_t)db_changed(db);
    if (!db_run(db, QUERY_OUTBOX_KEEP_LAST, NULL, 0, err))
        return false;
    *placed = count;
    return true;
}

bool outbox_last(struct db *db, int64_t *out, struct err *err)
{
    return db_number(db, &(struct db_ask){.query = QUERY_OUTBOX_LAST}, out, err);
}

bool outbox_waits(struct db *db, int64_t *out, struct err *err)
{
    return db_number(db, &(struct db_ask){.query = QUERY_OUTBOX_WITHOUT_PLACE}, out, err);
}

bool outbox_older(struct db *db, struct moment than, int64_t *out, struct err *err)
{
    struct db_value value = db_i64(than.us);
    return db_number(db, &(struct db_ask){QUERY_OUTBOX_FORGOTTEN, &value, 1, 0}, out, err);
}

bool outbox_forget(struct db *db, struct moment than, struct err *err)
{
    struct db_value value = db_i64(than.us);
    return db_run(db, QUERY_OUTBOX_FORGET, &value, 1, err);
}

static struct outbox_row row_of(const struct cursor *c)
{
    enum {
        PLACE,
        UUID,
        TYPE,
        PERSON,
        SEQ,
        UNIT,
        VALID_FROM,
        RECORDED_AT,
        ACTOR,
        DATA,
        PROTECTED,
        NAMELESS,
        BY_PROTECTED
    };
    return (struct outbox_row){.place = db_get_i64(c, PLACE),
                               .id = db_get_text(c, UUID),
                               .type = (enum event_type)db_get_i64(c, TYPE),
                               .person = db_get_i64(c, PERSON),
                               .seq = db_get_i64(c, SEQ),
                               .unit = db_get_text(c, UNIT),
                               .valid_from = db_get_day(c, VALID_FROM),
                               .recorded_at = {db_get_i64(c, RECORDED_AT)},
                               .by = db_get_text(c, ACTOR),
                               .data = db_get_text(c, DATA),
                               .is_protected = db_get_i64(c, PROTECTED) != 0,
                               .nameless = db_get_text(c, NAMELESS),
                               .by_protected = db_get_i64(c, BY_PROTECTED) != 0};
}

bool outbox_each_after(struct db *db, int64_t place, uint32_t most, struct outbox_reader reader,
                       struct err *err)
{
    struct db_value value[] = {db_i64(place), db_i64(most)};
    struct cursor c;
    if (!db_query(db, QUERY_OUTBOX_AFTER, value, ARRAY_LEN(value), &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct outbox_row row = row_of(&c);
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}
