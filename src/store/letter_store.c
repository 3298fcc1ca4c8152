#include "store/letter_store.h"

#include "store/hsaid_column.h"
#include "store/instance_store.h"

static struct letter_person person_of(const struct cursor *c)
{
    enum {
        PERSON,
        MESSAGE,
        GIVEN,
        SURNAME,
        STREET,
        POSTAL,
        CITY,
        BIRTH,
        PROTECTION,
        PACKED,
        PAPER,
        GUARDIANS,
        WISH,
        KIND,
        UNIT
    };
    return (struct letter_person){.person = db_get_i64(c, PERSON),
                                  .message = db_get_i64(c, MESSAGE),
                                  .given_name = db_get_text(c, GIVEN),
                                  .surname = db_get_text(c, SURNAME),
                                  .street = db_get_text(c, STREET),
                                  .postal_code = db_get_text(c, POSTAL),
                                  .city = db_get_text(c, CITY),
                                  .birth_date = db_get_day(c, BIRTH),
                                  .protection = (enum protection)db_get_i64(c, PROTECTION),
                                  .id = {(uint64_t)db_get_i64(c, PACKED)},
                                  .paper = db_get_i64(c, PAPER) != 0,
                                  .guardians = db_get_i64(c, GUARDIANS),
                                  .guardians_paper = db_get_i64(c, WISH),
                                  .kind = (enum message_kind)db_get_i64(c, KIND),
                                  .unit = hsaid_column(c, UNIT)};
}

static bool each(struct cursor *c, struct letter_reader reader, struct err *err)
{
    enum db_next found;
    while ((found = db_next(c, err)) == DB_ROW) {
        struct letter_person row = person_of(c);
        if (!reader.take(reader.state, &row, err))
            return db_stop(c);
    }
    return found == DB_END;
}

bool letter_each_due(struct db *db, struct letter_reader reader, struct err *err)
{
    struct cursor c;
    return db_query(db, QUERY_LETTER_DUE, NULL, 0, &c, err) && each(&c, reader, err);
}

bool letter_each_of(struct db *db, int64_t run, struct letter_reader reader, struct err *err)
{
    struct db_value value = db_i64(run);
    struct cursor c;
    return db_query(db, QUERY_LETTER_OF_RUN, &value, 1, &c, err) && each(&c, reader, err);
}

bool letter_run_last(struct db *db, int64_t *out, struct err *err)
{
    return db_number(db, &(struct db_ask){.query = QUERY_LETTER_LAST_RUN}, out, err);
}

bool letter_run_when(struct db *db, int64_t run, struct letter_when *out, struct err *err)
{
    enum { POSITION, DAY, MOMENT };
    struct db_value value = db_i64(run);
    struct cursor c;
    enum db_next found = db_first(db, QUERY_LETTER_RUN, &value, 1, &c, err);
    *out = (struct letter_when){0, DAY_NONE};
    if (found != DB_ROW)
        return found == DB_END;
    *out = (struct letter_when){db_get_i64(&c, POSITION), position_day(&c, DAY, MOMENT)};
    db_end(&c);
    return true;
}

bool letter_run_insert(struct db *db, const struct letter_run *run, int64_t position,
                       struct err *err)
{
    struct db_value value[] = {db_i64(run->run), db_i64(position), db_i64(run->letters),
                               db_text(run->sha256)};
    return db_run(db, QUERY_LETTER_INSERT_RUN, value, ARRAY_LEN(value), err);
}

bool letter_told(struct db *db, int64_t message, int64_t run, struct err *err)
{
    struct db_value value[] = {db_i64(message), db_i64(run)};
    return db_run(db, QUERY_LETTER_TOLD, value, ARRAY_LEN(value), err);
}

bool letter_each_run(struct db *db, struct letter_run_reader reader, struct err *err)
{
    struct cursor c;
    if (!db_query(db, QUERY_LETTER_RUNS, NULL, 0, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct letter_run row = {
            db_get_i64(&c, 0), db_get_i64(&c, 1), db_get_text(&c, 2), {db_get_i64(&c, 3)}};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}
