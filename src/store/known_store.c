#include "store/known_store.h"

static bool run(struct db *db, const struct query_step *step, const struct known_at *at,
                struct err *err)
{
    struct db_value value[] = {db_i64(at->position), db_i64(at->person), db_i64(at->said)};
    for (; step->query != QUERY_COUNT; step++)
        if (!db_run(db, step->query, value, step->values, err))
            return false;
    return true;
}

bool known_rows(struct db *db, const struct known_at *at, struct err *err)
{
    return run(db, STEPS_KNOWN_ROWS, at, err);
}

bool known_effects(struct db *db, const struct known_at *at, struct err *err)
{
    struct db_value position = db_i64(at->position), person = db_i64(at->person);
    bool touched = at->person != 0 ? db_add(db, QUERY_TOUCHED_INSERT, &person, 1, err)
                                   : db_run(db, QUERY_KNOWN_TOUCH, &position, 1, err);
    return touched && run(db, STEPS_KNOWN_EFFECTS, at, err);
}
