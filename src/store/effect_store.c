#include "store/effect_store.h"

#include "store/hsaid_column.h"

#include <string.h>

bool effect_open_touched(struct db *db, struct err *err)
{
    return db_run(db, QUERY_TOUCHED_MAKE_MISSING, NULL, 0, err) &&
           db_run(db, QUERY_TOUCHED_CLEAR, NULL, 0, err);
}

static struct effect_row row_of(const struct cursor *c)
{
    enum { PERSON, OF, UNIT, STAFF, FROM, TO, BASIS, KIND, INFORMED_ON, REASON, COUNTY };
    struct str county = db_get_text(c, COUNTY);
    struct effect_row row = {.of = (enum effect_of)db_get_i64(c, OF),
                             .unit = hsaid_column(c, UNIT),
                             .staff = hsaid_column(c, STAFF),
                             .from = db_get_day(c, FROM),
                             .to = db_get_day(c, TO),
                             .basis = (enum basis)db_get_i64(c, BASIS),
                             .kind = (enum contact_kind)db_get_i64(c, KIND),
                             .informed_on = db_get_day(c, INFORMED_ON),
                             .ends = contact_end_of(db_get_text(c, REASON))};
    if (county.len < PLACE_COUNTY_TEXT)
        memcpy(row.county, county.at, county.len);
    return row;
}

bool effect_each_touched(struct db *db, struct effect_reader reader, struct err *err)
{
    struct cursor c;
    if (!db_query(db, QUERY_EFFECT_TOUCHED, NULL, 0, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct effect_row row = row_of(&c);
        if (!reader.take(reader.state, db_get_i64(&c, 0), &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}
