#include "store/act_store.h"

bool act_by_key(struct db *db, struct arena *a, struct str key, bool *found, struct act_kept *out,
                struct err *err)
{
    struct db_value value = db_text(key);
    struct cursor c;
    enum db_next next = db_first(db, QUERY_ACT_BY_KEY, &value, 1, &c, err);
    if (next == DB_FAILED)
        return false;
    *found = next == DB_ROW;
    if (*found) {
        *out = (struct act_kept){str_copy(a, db_get_text(&c, 0)), str_copy(a, db_get_text(&c, 1))};
        db_end(&c);
    }
    return true;
}

bool act_insert(struct db *db, struct str key, int64_t position, const struct act_kept *act,
                struct err *err)
{
    struct db_value value[] = {db_text(key), db_i64(position), db_text(act->asked),
                               db_text(act->answer)};
    return db_run(db, QUERY_ACT_INSERT, value, ARRAY_LEN(value), err);
}
