#include "store/person_store.h"

#include "store/hsaid_column.h"

static bool ends_care(enum deregistration reason)
{
    return reason == DEREG_DIED || reason == DEREG_EMIGRATED;
}

static struct person_now now(const struct cursor *c)
{
    struct person_now p = {
        .key = db_get_i64(c, 0),
        .id = {(uint64_t)db_get_i64(c, 1)},
        .birth = db_get_day(c, 2),
        .end = DAY_NONE,
        .county = db_get_text(c, 3),
        .municipality = db_get_text(c, 4),
        .registered_from = db_get_day(c, 5),
        .deregistered_on = db_get_day(c, 6),
        .deregistration_reason = (enum deregistration)db_get_i64(c, 7),
        .sex = (enum sex)db_get_i64(c, 8),
        .protection = (enum protection)db_get_i64(c, 9),
    };
    if (ends_care(p.deregistration_reason))
        p.end = p.deregistered_on;
    return p;
}

bool person_each(struct db *db, struct person_reader reader, struct err *err)
{
    struct cursor c;
    if (!db_query(db, QUERY_PERSON_NOW, NULL, 0, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct person_now p = now(&c);
        if (!reader.take(reader.state, &p, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool identifier_each(struct db *db, struct identifier_reader reader, struct err *err)
{
    struct cursor c;
    if (!db_query(db, QUERY_IDENTIFIER_NOW, NULL, 0, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct identifier_now row = {
            (uint32_t)db_get_i64(&c, 0), {(uint64_t)db_get_i64(&c, 1)},
            db_get_i64(&c, 2),           (uint32_t)db_get_i64(&c, 3),
            db_get_i64(&c, 4) != 0,      db_get_i64(&c, 5) != PROTECTION_NONE};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool identifier_count(struct db *db, int64_t *out, struct err *err)
{
    return db_number(db, &(struct db_ask){.query = QUERY_IDENTIFIER_COUNT}, out, err);
}

bool person_last_key(struct db *db, int64_t *out, struct err *err)
{
    return db_number(db, &(struct db_ask){.query = QUERY_PERSON_LAST_KEY}, out, err);
}

bool identifier_past_person(struct db *db, uint32_t identifier, int64_t *out, struct err *err)
{
    struct db_value value = db_i64(identifier);
    return db_number(db, &(struct db_ask){QUERY_IDENTIFIER_PAST_PERSON, &value, 1, 0}, out, err);
}

bool person_each_end(struct db *db, struct cursor *out, struct err *err)
{
    return db_query(db, QUERY_PERSON_EACH_END, NULL, 0, out, err);
}

bool identifier_person(struct db *db, struct person_id id, int64_t *out, struct err *err)
{
    struct db_value value = db_i64((int64_t)id.packed);
    return db_number(db, &(struct db_ask){QUERY_IDENTIFIER_PERSON, &value, 1, 0}, out, err);
}

bool person_number(struct db *db, int64_t person, struct person_id *out, struct err *err)
{
    int64_t packed = 0;
    struct db_value value = db_i64(person);
    if (!db_number(db, &(struct db_ask){QUERY_PERSON_NUMBER, &value, 1, 0}, &packed, err))
        return false;
    out->packed = (uint64_t)packed;
    return true;
}

bool key_each(struct db *db, const struct db_ask *ask, struct key_reader reader, struct err *err)
{
    struct cursor c;
    if (!db_query(db, ask->query, ask->value, ask->count, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW)
        if (!reader.take(reader.state, db_get_i64(&c, 0), err))
            return db_stop(&c);
    return found == DB_END;
}

bool person_each_of_area(struct db *db, struct str area, struct key_reader reader, struct err *err)
{
    struct db_value value = db_text(area);
    return key_each(db, &(struct db_ask){QUERY_PERSON_OF_AREA, &value, 1, 0}, reader, err);
}

bool person_insert(struct db *db, int64_t key, uint32_t newest, struct err *err)
{
    struct db_value value[] = {db_i64(key), db_i64(newest)};
    return db_add(db, QUERY_PERSON_INSERT, value, ARRAY_LEN(value), err);
}

bool person_set_newest(struct db *db, int64_t key, uint32_t newest, struct err *err)
{
    struct db_value value[] = {db_i64_unless(newest, 0), db_i64(key)};
    return db_run(db, QUERY_PERSON_SET_NEWEST, value, ARRAY_LEN(value), err);
}

bool identifier_insert(struct db *db, const struct identifier_now *identifier, int64_t position,
                       struct err *err)
{
    struct db_value value[] = {db_i64(identifier->id), db_i64((int64_t)identifier->number.packed),
                               db_i64(identifier->person), db_i64(position)};
    return db_add(db, QUERY_IDENTIFIER_INSERT, value, ARRAY_LEN(value), err);
}

bool identifier_move(struct db *db, uint32_t identifier, int64_t person, int64_t position,
                     struct err *err)
{
    struct db_value past[] = {db_i64(identifier), db_i64(position)};
    struct db_value move[] = {db_i64(identifier), db_i64(person), db_i64(position)};
    return db_run(db, QUERY_IDENTIFIER_KEEP_PAST, past, ARRAY_LEN(past), err) &&
           db_run(db, QUERY_IDENTIFIER_MOVE, move, ARRAY_LEN(move), err);
}

bool people_each_staged(struct db *db, struct staged_person_reader reader, struct err *err)
{
    struct cursor c;
    if (!db_query(db, QUERY_PERSON_STAGED_REPLACING, NULL, 0, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct staged_person row = {db_get_i64(&c, 0),
                                    (uint32_t)db_get_i64(&c, 1),
                                    (uint64_t)db_get_i64(&c, 2),
                                    {(uint64_t)db_get_i64(&c, 3)}};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool people_each_staged_protection(struct db *db, struct staged_protection_reader reader,
                                   struct err *err)
{
    struct cursor c;
    if (!db_query(db, QUERY_PERSON_STAGED_PROTECTION, NULL, 0, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW)
        if (!reader.take(reader.state, (uint32_t)db_get_i64(&c, 0),
                         (enum protection)db_get_i64(&c, 1), err))
            return db_stop(&c);
    return found == DB_END;
}

bool people_keep_last(struct db *db, struct err *err)
{
    return db_run(db, QUERY_PERSON_KEEP_LAST, NULL, 0, err);
}

bool people_unstage(struct db *db, int64_t row, struct err *err)
{
    struct db_value value = db_i64(row);
    return db_run(db, QUERY_PERSON_UNSTAGE, &value, 1, err);
}

static struct person_id packed_column(const struct cursor *c, unsigned column)
{
    return (struct person_id){(uint64_t)db_get_i64(c, column)};
}

bool person_facts(struct db *db, struct arena *a, int64_t key, struct person_facts *out,
                  struct err *err)
{
    enum {
        NEWEST,
        BIRTH,
        COUNTY,
        MUNICIPALITY,
        ENDED,
        REASON,
        PROTECTION,
        MOTHER,
        GUARDIAN1,
        GUARDIAN2,
        AREA,
        REGISTERED,
        POSTAL_CODE
    };
    struct db_value value = db_i64(key);
    struct cursor c;
    enum db_next found = db_first(db, QUERY_PERSON_FACTS, &value, 1, &c, err);
    if (found == DB_FAILED)
        return false;
    int64_t newest = found == DB_ROW ? db_get_i64(&c, NEWEST) : 0;
    if (newest != 0)
        *out = (struct person_facts){.identifier = newest,
                                     .birth_date = db_get_day(&c, BIRTH),
                                     .deregistered_on = db_get_day(&c, ENDED),
                                     .county = str_copy(a, db_get_text(&c, COUNTY)),
                                     .municipality = str_copy(a, db_get_text(&c, MUNICIPALITY)),
                                     .reason = (enum deregistration)db_get_i64(&c, REASON),
                                     .protection = (enum protection)db_get_i64(&c, PROTECTION),
                                     .mother = packed_column(&c, MOTHER),
                                     .guardian1 = packed_column(&c, GUARDIAN1),
                                     .guardian2 = packed_column(&c, GUARDIAN2),
                                     .area = str_copy(a, db_get_text(&c, AREA)),
                                     .registered_from = db_get_day(&c, REGISTERED),
                                     .postal_code = str_copy(a, db_get_text(&c, POSTAL_CODE))};
    if (found == DB_ROW)
        db_end(&c);
    return newest != 0 || FAIL(err, ERR_MISSING, "person.unknown", "%s", "");
}

bool person_each_pending(struct db *db, int64_t person, struct day on, struct pending_reader reader,
                         struct err *err)
{
    enum { WHAT, NUMBER, KIND, UNIT, FROM, TO, RECORDED };
    struct db_value value[] = {db_i64(person), db_day(on)};
    struct cursor c;
    if (!db_query(db, QUERY_PERSON_PENDING, value, ARRAY_LEN(value), &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct person_pending row = {.what = (enum pending)db_get_i64(&c, WHAT),
                                     .number = db_get_i64(&c, NUMBER),
                                     .kind = (enum contact_kind)db_get_i64(&c, KIND),
                                     .unit = hsaid_column(&c, UNIT),
                                     .from = db_get_day(&c, FROM),
                                     .to = db_get_day(&c, TO),
                                     .recorded = db_get_i64(&c, RECORDED)};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}
