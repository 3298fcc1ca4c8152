#include "store/elsewhere_store.h"

bool elsewhere_touched(struct db *db, struct cursor *out, struct err *err)
{
    return db_query(db, QUERY_ELSEWHERE_TOUCHED, NULL, 0, out, err);
}

struct elsewhere_of_person elsewhere_touched_row(const struct cursor *c)
{
    return (struct elsewhere_of_person){db_get_i64(c, 0), db_get_i64(c, 1), db_get_day(c, 2),
                                        db_get_day(c, 3)};
}

bool elsewhere_forget_effects(struct db *db, struct err *err)
{
    return db_run(db, QUERY_ELSEWHERE_FORGET_EFFECTS, NULL, 0, err);
}

bool elsewhere_insert_effect(struct db *db, int64_t person, int64_t stated, struct day from,
                             struct day to, struct err *err)
{
    struct db_value value[] = {db_i64(person), db_day(from), db_day(to), db_i64(stated)};
    return db_add(db, QUERY_ELSEWHERE_INSERT_EFFECT, value, ARRAY_LEN(value), err);
}

bool elsewhere_state(struct db *db, const struct elsewhere_said *row, int64_t position,
                     struct err *err)
{
    struct db_value value[] = {db_i64(row->identifier), db_day(row->from), db_i64(position),
                               db_text(row->county), db_i64_unless(row->application, 0)};
    return db_run(db, QUERY_ELSEWHERE_SUPERSEDE_ONE, value, 3, err) &&
           db_run(db, QUERY_ELSEWHERE_STATE, value, ARRAY_LEN(value), err);
}

struct asking {
    struct db *db;
    struct arena *arena;
    int64_t person;
    struct day on;
};

static bool find(const struct asking *q, enum query query, struct elsewhere_now *out,
                 struct err *err)
{
    enum { STATED, COUNTY, FROM };
    struct db_value value[] = {db_i64(q->person), db_day(q->on)};
    struct cursor c;
    *out = (struct elsewhere_now){.stated = 0};
    enum db_next found = db_first(q->db, query, value, ARRAY_LEN(value), &c, err);
    if (found == DB_ROW) {
        *out = (struct elsewhere_now){db_get_i64(&c, STATED),
                                      str_copy(q->arena, db_get_text(&c, COUNTY)),
                                      db_get_day(&c, FROM)};
        db_end(&c);
    }
    return found != DB_FAILED;
}

bool elsewhere_on(struct db *db, struct arena *a, int64_t person, struct day on,
                  struct elsewhere_now *out, struct err *err)
{
    return find(&(struct asking){db, a, person, on}, QUERY_ELSEWHERE_ON, out, err);
}

bool elsewhere_next(struct db *db, struct arena *a, int64_t person, struct day after,
                    struct elsewhere_now *out, struct err *err)
{
    return find(&(struct asking){db, a, person, after}, QUERY_ELSEWHERE_NEXT, out, err);
}

bool elsewhere_correct(struct db *db, int64_t stated, struct str county, int64_t position,
                       struct err *err)
{
    struct db_value value[] = {db_i64(stated), db_i64(position), db_text(county)};
    return db_run(db, QUERY_ELSEWHERE_SUPERSEDE_ROW, value, 2, err) &&
           db_run(db, QUERY_ELSEWHERE_CORRECT, value, ARRAY_LEN(value), err);
}

bool elsewhere_end(struct db *db, int64_t stated, struct day last, int64_t position,
                   struct err *err)
{
    struct db_value value[] = {db_i64(stated), db_i64(position), db_day(last)};
    return db_run(db, QUERY_ELSEWHERE_SUPERSEDE_ROW, value, 2, err) &&
           db_run(db, QUERY_ELSEWHERE_END, value, ARRAY_LEN(value), err);
}

bool elsewhere_withdraw_from(struct db *db, int64_t person, struct day from, int64_t position,
                             bool *any, struct err *err)
{
    struct db_value value[] = {db_i64(person), db_day(from), db_i64(position)};
    if (!db_run(db, QUERY_ELSEWHERE_WITHDRAW_LATER, value, ARRAY_LEN(value), err))
        return false;
    *any = *any || db_changed(db) > 0;
    return true;
}
