#include "store/table_store.h"

#include <assert.h>

static enum query query_of(enum table_id table)
{
    switch ((int)table) {
    case TABLE_CALLS:
        return QUERY_CALLS_NOW;
    case TABLE_STAFFING:
        return QUERY_STAFFING_NOW;
    case TABLE_HIRED_WEEKS:
        return QUERY_HIRED_WEEKS_NOW;
    case TABLE_ECONOMY:
        return QUERY_ECONOMY_NOW;
    case TABLE_CNI:
        return QUERY_CNI_NOW;
    default:
        assert(table == TABLE_SURVEY);
        return QUERY_SURVEY_NOW;
    }
}

bool table_each(struct db *db, enum table_id table, struct table_reader reader, struct err *err)
{
    const struct table *t = &TABLES[table];
    struct cursor c;
    if (!db_query(db, query_of(table), NULL, 0, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct table_field field[COLUMNS_MOST];
        for (unsigned i = 0; i < t->columns; i++) {
            enum column_type type = t->column[i].type;
            field[i] = type == COLUMN_DECIMAL || type == COLUMN_WORD
                           ? (struct table_field){-1, db_get_text(&c, i)}
                           : (struct table_field){db_get_i64_or(&c, i, -1), STR("")};
        }
        if (!reader.take(reader.state, table, field, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool table_dimensions(struct arena *a, struct db *db, const struct str **out, size_t *count,
                      struct err *err)
{
    struct cursor c;
    size_t room = 16;
    struct str *all = ARENA_NEW(a, struct str, room);
    if (!db_query(db, QUERY_SURVEY_DIMENSIONS, NULL, 0, &c, err))
        return false;
    *count = 0;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        if (*count == room) {
            struct str *grown = ARENA_NEW(a, struct str, room * 2);
            for (size_t i = 0; i < room; i++)
                grown[i] = all[i];
            all = grown;
            room *= 2;
        }
        all[(*count)++] = str_copy(a, db_get_text(&c, 0));
    }
    *out = all;
    return found == DB_END;
}
