#include "store/consent_store.h"

static bool read_first(struct db *db, struct arena *a, const struct db_ask *ask,
                       struct consent_now *out, struct err *err)
{
    enum { ID, CHILD, UNIT, HSAID, GUARDIAN, FROM, UNTIL, QUEUE, REASON, DOCTOR, DOCTOR_ID };
    struct consent_now row = {.id = 0, .ask = {.unit = UNIT_NONE}};
    struct cursor c;
    enum db_next found = db_first(db, ask->query, ask->value, ask->count, &c, err);
    if (found == DB_FAILED)
        return false;
    if (found == DB_ROW) {
        row = (struct consent_now){.id = db_get_i64(&c, ID),
                                   .child = db_get_i64(&c, CHILD),
                                   .guardian = db_get_i64(&c, GUARDIAN),
                                   .reason = str_copy(a, db_get_text(&c, REASON)),
                                   .doctor_id = db_get_i64(&c, DOCTOR)};
        row.ask = (struct listing_consent){.unit = db_get_i64(&c, UNIT),
                                           .is_special = row.reason.len > 0,
                                           .from = db_get_day(&c, FROM),
                                           .until = db_get_day(&c, UNTIL),
                                           .queue = db_get_i64(&c, QUEUE) != 0};
        bool good =
            hsaid_parse(db_get_text(&c, HSAID), &row.unit, err) &&
            (row.doctor_id == 0 || hsaid_parse(db_get_text(&c, DOCTOR_ID), &row.doctor, err));
        db_end(&c);
        if (!good)
            return false;
    }
    *out = row;
    return true;
}

bool consent_of_person(struct db *db, struct arena *a, int64_t child, struct consent_now *out,
                       struct err *err)
{
    struct db_value value = db_i64(child);
    return read_first(db, a, &(struct db_ask){QUERY_CONSENT_OF_PERSON, &value, 1, 0}, out, err);
}

bool consent_lapsed(struct db *db, struct arena *a, struct day today, struct consent_now *out,
                    struct err *err)
{
    struct db_value value = db_day(today);
    return read_first(db, a, &(struct db_ask){QUERY_CONSENT_LAPSED, &value, 1, 0}, out, err);
}

bool consent_lapsed_count(struct db *db, struct day today, int64_t *out, struct err *err)
{
    struct db_value value = db_day(today);
    return db_number(db, &(struct db_ask){QUERY_CONSENT_LAPSED_COUNT, &value, 1, 0}, out, err);
}

bool consent_state(struct db *db, const struct consent_said *row, int64_t position, struct err *err)
{
    const struct listing_consent *ask = row->ask;
    struct db_value value[] = {db_i64(row->identifier),      db_i64(ask->unit),
                               db_i64(row->guardian),        db_day(ask->from),
                               db_day(ask->until),           db_i64(ask->queue),
                               db_text_or_null(row->reason), db_i64(position),
                               db_i64_unless(row->doctor, 0)};
    return db_run(db, QUERY_CONSENT_INSERT, value, ARRAY_LEN(value), err);
}

bool consent_end(struct db *db, int64_t child, enum consent_end why, int64_t position,
                 struct err *err)
{
    struct db_value value[] = {db_i64(child), db_i64(position), db_i64((int64_t)why)};
    return db_run(db, QUERY_CONSENT_END, value, ARRAY_LEN(value), err);
}

bool consent_gone(struct db *db, struct arena *a, struct day by, struct consent_now *out,
                  struct err *err)
{
    struct db_value value = db_day(by);
    return read_first(db, a, &(struct db_ask){QUERY_CONSENT_GONE, &value, 1, 0}, out, err);
}

bool consent_hold_again(struct db *db, int64_t undone, int64_t position, struct err *err)
{
    struct db_value value[] = {db_i64(undone), db_i64(position)}, again = db_i64(position);
    return db_run(db, QUERY_CONSENT_KEEP_ENDED, value, ARRAY_LEN(value), err) &&
           db_run(db, QUERY_CONSENT_HOLD_AGAIN, &again, 1, err);
}
