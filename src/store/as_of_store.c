#include "store/as_of_store.h"

#include "store/hsaid_column.h"

bool as_of_query(struct db *db, enum as_of_table table, const struct as_of_key *key,
                 struct cursor *out, struct err *err)
{
    static const enum query QUERY[] = {
        [AS_OF_IDENTIFIERS] = QUERY_AS_OF_IDENTIFIERS, [AS_OF_PEOPLE] = QUERY_AS_OF_PEOPLE,
        [AS_OF_LISTINGS] = QUERY_AS_OF_LISTINGS,       [AS_OF_CONTACTS] = QUERY_AS_OF_CONTACTS,
        [AS_OF_RESIDENCES] = QUERY_AS_OF_RESIDENCES,   [AS_OF_BLOCKS] = QUERY_AS_OF_BLOCKS};
    struct db_value value[] = {db_i64(key->person), db_i64(key->position)};
    return db_query(db, QUERY[table], value, ARRAY_LEN(value), out, err);
}

struct as_of_identifier as_of_identifier_row(const struct cursor *c)
{
    return (struct as_of_identifier){
        db_get_i64(c, 0), {(uint64_t)db_get_i64(c, 1)}, db_get_i64(c, 2), db_get_i64(c, 3)};
}

struct as_of_stated as_of_stated_row(struct arena *a, const struct cursor *c)
{
    enum {
        IDENTIFIER,
        REPLACED_BY,
        GIVEN_NAME,
        SURNAME,
        BIRTH,
        SEX,
        COUNTY,
        MUNICIPALITY,
        AREA,
        STREET,
        POSTAL_CODE,
        CITY,
        PHONE,
        EMAIL,
        PROTECTION,
        REGISTERED,
        DEREGISTERED,
        REASON,
        MOTHER,
        GUARDIAN1,
        GUARDIAN2,
        RECORDED
    };
    struct people_row row = {.given_name = str_copy(a, db_get_text(c, GIVEN_NAME)),
                             .surname = str_copy(a, db_get_text(c, SURNAME)),
                             .birth_date = db_get_day(c, BIRTH),
                             .sex = (enum sex)db_get_i64(c, SEX),
                             .county = str_copy(a, db_get_text(c, COUNTY)),
                             .municipality = str_copy(a, db_get_text(c, MUNICIPALITY)),
                             .area = str_copy(a, db_get_text(c, AREA)),
                             .street = str_copy(a, db_get_text(c, STREET)),
                             .postal_code = str_copy(a, db_get_text(c, POSTAL_CODE)),
                             .city = str_copy(a, db_get_text(c, CITY)),
                             .phone = str_copy(a, db_get_text(c, PHONE)),
                             .email = str_copy(a, db_get_text(c, EMAIL)),
                             .protection = (enum protection)db_get_i64(c, PROTECTION),
                             .registered_from = db_get_day(c, REGISTERED),
                             .deregistered_on = db_get_day(c, DEREGISTERED),
                             .deregistration_reason = (enum deregistration)db_get_i64(c, REASON),
                             .mother = {(uint64_t)db_get_i64(c, MOTHER)},
                             .guardian1 = {(uint64_t)db_get_i64(c, GUARDIAN1)},
                             .guardian2 = {(uint64_t)db_get_i64(c, GUARDIAN2)}};
    return (struct as_of_stated){db_get_i64(c, IDENTIFIER), db_get_i64(c, REPLACED_BY),
                                 db_get_i64(c, RECORDED), row};
}

struct as_of_listing as_of_listing_row(struct arena *a, const struct cursor *c)
{
    enum { UNIT, FROM, TO, BASIS, RECORDED, PLACE, COUNTY };
    struct str county = str_copy(a, db_get_text(c, COUNTY));
    return (struct as_of_listing){.stated = {hsaid_column(c, UNIT), db_get_day(c, FROM),
                                             db_get_day(c, TO), db_get_i64(c, PLACE)},
                                  .basis = county.len > 0 ? BASIS_OUT_OF_COUNTY
                                                          : (enum basis)db_get_i64(c, BASIS),
                                  .recorded = db_get_i64(c, RECORDED),
                                  .county = county};
}

struct as_of_contact as_of_contact_row(struct arena *a, const struct cursor *c)
{
    enum {
        KIND,
        STAFF,
        UNIT,
        FROM,
        TO,
        INFORMED_ON,
        RECORDED,
        PLACE,
        IS_PROTECTED,
        REASON,
        OVERRIDE
    };
    return (struct as_of_contact){
        .stated = {hsaid_column(c, STAFF), hsaid_column(c, UNIT), db_get_day(c, FROM),
                   db_get_day(c, TO), db_get_i64(c, PLACE), (enum contact_kind)db_get_i64(c, KIND)},
        .informed_on = db_get_day(c, INFORMED_ON),
        .recorded = db_get_i64(c, RECORDED),
        .is_protected = db_get_i64(c, IS_PROTECTED) == ANSWER_YES,
        .reason = str_copy(a, db_get_text(c, REASON)),
        .override = str_copy(a, db_get_text(c, OVERRIDE))};
}

struct as_of_residence as_of_residence_row(struct arena *a, const struct cursor *c)
{
    enum { IDENTIFIER, KIND, HOME, MUNICIPALITY, FROM, TO, REPORTED_ON, SOURCE, RECORDED, PLACE };
    struct residence_report report = {
        .identifier = db_get_i64(c, IDENTIFIER),
        .kind = (enum residence_kind)db_get_i64(c, KIND),
        .home = str_copy(a, db_get_text(c, HOME)),
        .municipality = str_copy(a, db_get_text(c, MUNICIPALITY)),
        .from = db_get_day(c, FROM),
        .to = db_get_day(c, TO),
        .reported_on = db_get_day(c, REPORTED_ON),
        .source = str_copy(a, db_get_text(c, SOURCE)),
    };
    return (struct as_of_residence){report, db_get_i64(c, RECORDED), db_get_i64(c, PLACE)};
}

struct as_of_block as_of_block_row(const struct cursor *c)
{
    return (struct as_of_block){hsaid_column(c, 0), db_get_day(c, 1), db_get_day(c, 2),
                                db_get_i64(c, 3),   db_get_i64(c, 4), db_get_i64(c, 5)};
}

bool position_moment(struct db *db, int64_t position, struct moment *out, struct err *err)
{
    struct db_value value = db_i64(position);
    return db_number(db, &(struct db_ask){QUERY_POSITION_MOMENT, &value, 1, 0}, &out->us, err);
}

static bool each(struct db *db, const struct db_ask *ask, struct as_of_candidates reader,
                 struct err *err)
{
    struct cursor c;
    if (!db_query(db, ask->query, ask->value, ask->count, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct as_of_candidate row = {db_get_i64(&c, 0), db_get_text(&c, 1), db_get_text(&c, 2),
                                      db_get_day(&c, 3)};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool as_of_each_named(struct db *db, int64_t position, struct day born,
                      struct as_of_candidates reader, struct err *err)
{
    struct db_value value[] = {db_i64(position), db_day(born)};
    return each(db, &(struct db_ask){QUERY_AS_OF_FIND_PEOPLE, value, ARRAY_LEN(value), 0}, reader,
                err);
}

bool as_of_each_listed(struct db *db, int64_t position, const struct hsaid *unit, struct day on,
                       struct as_of_candidates reader, struct err *err)
{
    struct db_value value[] = {db_i64(position), db_text(hsaid_str(unit)), db_day(on)};
    return each(db, &(struct db_ask){QUERY_AS_OF_FIND_LISTED, value, ARRAY_LEN(value), 0}, reader,
                err);
}
