#include "store/asked_store.h"

#include "store/hsaid_column.h"

bool asked_open(struct db *db, struct err *err)
{
    return db_run(db, QUERY_ASKED_MAKE, NULL, 0, err) &&
           db_run(db, QUERY_ASKED_CLEAR, NULL, 0, err);
}

bool asked_add(struct db *db, int64_t person, struct err *err)
{
    struct db_value value = db_i64(person);
    return db_add(db, QUERY_ASKED_INSERT, &value, 1, err);
}

bool asked_add_listed(struct db *db, int64_t unit, struct str area, struct day on, struct err *err)
{
    struct db_value value[] = {db_day(on), db_i64(unit), db_text_or_null(area)};
    return db_run(db, QUERY_ASKED_LISTED, value, ARRAY_LEN(value), err);
}

bool asked_each_person(struct db *db, struct day on, struct asked_person_reader reader,
                       struct err *err)
{
    enum { PERSON, IDENTIFIER, BIRTH, END, UNIT, OPTED_OUT, PROTECTION, NUMBER, NEXT };
    struct db_value value = db_day(on);
    struct cursor c;
    enum db_next found;
    if (!db_query(db, QUERY_ASKED_PERSONS, &value, 1, &c, err))
        return false;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct asked_person row = {.person = db_get_i64(&c, PERSON),
                                   .identifier = db_get_i64(&c, IDENTIFIER),
                                   .birth_date = db_get_day(&c, BIRTH),
                                   .end = db_get_day(&c, END),
                                   .unit = hsaid_column(&c, UNIT),
                                   .has_opted_out = db_get_i64(&c, OPTED_OUT) != 0,
                                   .protection = (enum protection)db_get_i64(&c, PROTECTION),
                                   .number = {(uint64_t)db_get_i64(&c, NUMBER)},
                                   .next_doctor = db_get_day(&c, NEXT)};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool asked_each_contact(struct db *db, struct day on, struct asked_contact_reader reader,
                        struct err *err)
{
    enum { PERSON, ROW, KIND, STAFF, UNIT, FROM };
    struct db_value value = db_day(on);
    struct cursor c;
    enum db_next found;
    if (!db_query(db, QUERY_ASKED_CONTACTS, &value, 1, &c, err))
        return false;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct contact_now row = {.row = db_get_i64(&c, ROW),
                                  .kind = (enum contact_kind)db_get_i64(&c, KIND),
                                  .staff = hsaid_column(&c, STAFF),
                                  .unit = hsaid_column(&c, UNIT),
                                  .from = db_get_day(&c, FROM)};
        if (!reader.take(reader.state, db_get_i64(&c, PERSON), &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool asked_each_residence(struct db *db, struct asked_residence_reader reader, struct err *err)
{
    enum { PERSON, PLACE, KIND, FROM, TO, REPORTED };
    struct cursor c;
    enum db_next found;
    if (!db_query(db, QUERY_ASKED_RESIDENCES, NULL, 0, &c, err))
        return false;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct residence_stated row = {.from = db_get_day(&c, FROM),
                                       .to = db_get_day(&c, TO),
                                       .reported_on = db_get_day(&c, REPORTED),
                                       .recorded = db_get_i64(&c, PLACE),
                                       .kind = (enum residence_kind)db_get_i64(&c, KIND)};
        if (!reader.take(reader.state, db_get_i64(&c, PERSON), &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool asked_panel_count(struct db *db, int64_t staff, int64_t unit, struct day on, int64_t *out,
                       struct err *err)
{
    struct db_value value[] = {db_day(on), db_i64(staff), db_i64(unit)};
    return db_number(db, &(struct db_ask){QUERY_ASKED_PANEL_COUNT, value, ARRAY_LEN(value), 0}, out,
                     err);
}

bool asked_each_panel_step(struct db *db, const struct asked_panel *panel,
                           struct asked_step_reader reader, struct err *err)
{
    struct db_value value[] = {db_day(panel->on), db_i64(panel->staff), db_i64(panel->unit),
                               db_i64(panel->without)};
    struct cursor c;
    enum db_next found;
    if (!db_query(db, QUERY_ASKED_PANEL_STEPS, value, ARRAY_LEN(value), &c, err))
        return false;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct room_step step = {db_get_day(&c, 0), db_get_i64(&c, 1)};
        if (!reader.take(reader.state, &step, err))
            return db_stop(&c);
    }
    return found == DB_END;
}
