#include "store/staff_state.h"

#include "domain/span.h"

static bool supersede(struct db *db, enum query query, const struct staff_at *at, struct day from,
                      struct err *err)
{
    struct db_value key[] = {db_i64(at->staff), db_i64(at->unit), db_day(from),
                             db_i64(at->position)};
    return db_run(db, query, key, ARRAY_LEN(key), err);
}

bool staff_state_position(struct db *db, const struct staff_at *at, const struct position_row *row,
                          struct err *err)
{
    struct db_value value[] = {db_i64(at->staff),
                               db_i64(at->unit),
                               db_day(row->from),
                               db_day(row->to),
                               db_real_or_null(row->fte),
                               db_i64(row->employment),
                               db_i64(row->training),
                               db_i64_unless(row->panel_target, -1),
                               db_i64_unless(row->panel_cap, -1),
                               db_i64(row->panel_open),
                               db_i64(at->position)};
    return supersede(db, QUERY_STAFF_STATE_SUPERSEDE_POSITION, at, row->from, err) &&
           db_run(db, QUERY_STAFF_STATE_POSITION, value, ARRAY_LEN(value), err);
}

bool staff_state_dispensation(struct db *db, const struct staff_at *at,
                              const struct dispensation *row, struct err *err)
{
    struct db_value value[] = {db_i64(at->staff), db_i64(at->unit),     db_day(row->from),
                               db_day(row->to),   db_text(row->reason), db_i64(at->position)};
    return supersede(db, QUERY_STAFF_STATE_SUPERSEDE_DISPENSATION, at, row->from, err) &&
           (span_is_empty(row->from, row->to) ||
            db_run(db, QUERY_STAFF_STATE_DISPENSATION, value, ARRAY_LEN(value), err));
}

bool staff_state_absence(struct db *db, const struct staff_at *at, const struct absence *row,
                         struct err *err)
{
    struct db_value value[] = {db_i64(at->staff), db_i64(at->unit), db_day(row->from),
                               db_day(row->to), db_i64(at->position)};
    return supersede(db, QUERY_STAFF_STATE_SUPERSEDE_ABSENCE, at, row->from, err) &&
           (span_is_empty(row->from, row->to) ||
            db_run(db, QUERY_STAFF_STATE_ABSENCE, value, ARRAY_LEN(value), err));
}

static bool was(struct db *db, enum query query, const struct staff_at *at, struct day from,
                bool *out, struct err *err)
{
    int64_t found = 0;
    struct db_value key[] = {db_i64(at->staff), db_i64(at->unit), db_day(from)};
    if (!db_number(db, &(struct db_ask){query, key, ARRAY_LEN(key), 0}, &found, err))
        return false;
    *out = found != 0;
    return true;
}

bool staff_state_dispensation_was(struct db *db, const struct staff_at *at, struct day from,
                                  bool *out, struct err *err)
{
    return was(db, QUERY_STAFF_STATE_DISPENSATION_WAS, at, from, out, err);
}

bool staff_state_absence_was(struct db *db, const struct staff_at *at, struct day from, bool *out,
                             struct err *err)
{
    return was(db, QUERY_STAFF_STATE_ABSENCE_WAS, at, from, out, err);
}

bool staff_state_substitute(struct db *db, const struct staff_at *at, int64_t doctor,
                            const struct substitute *row, struct err *err)
{
    struct db_value key[] = {db_i64(doctor), db_i64(at->staff), db_i64(at->unit), db_day(row->from),
                             db_i64(at->position)};
    struct db_value value[] = {db_i64(doctor),    db_i64(at->staff), db_i64(at->unit),
                               db_day(row->from), db_day(row->to),   db_i64(at->position)};
    return db_run(db, QUERY_STAFF_STATE_SUPERSEDE_SUBSTITUTE, key, ARRAY_LEN(key), err) &&
           (span_is_empty(row->from, row->to) ||
            db_run(db, QUERY_STAFF_STATE_SUBSTITUTE, value, ARRAY_LEN(value), err));
}
