#include "store/stage.h"

#include "domain/hsaid.h"
#include "domain/person_id.h"
#include "store/stated.h"

#include <assert.h>

enum { MUCH = 8 }; /* an eighth of a table, said again, is worth reading all of it */

/* What is done to each staged table, by its queries. */
struct stage_queries {
    enum query make, drop, add, mark_same, mark_acted, same, same_among, last_id, drop_same, staged,
        corrects, supersede, land;
};
#define STAGED(table, name)                                                                        \
    [TABLE_##                                                                                      \
        table] = {QUERY_##name##_STAGE_MAKE, QUERY_##name##_STAGE_DROP, QUERY_##name##_STAGE,      \
                  QUERY_##name##_MARK_SAME,  QUERY_##name##_MARK_ACTED, QUERY_##name##_SAME,       \
                  QUERY_##name##_SAME_AMONG, QUERY_##name##_LAST_ID,    QUERY_##name##_DROP_SAME,  \
                  QUERY_##name##_STAGED,     QUERY_##name##_CORRECTS,   QUERY_##name##_SUPERSEDE,  \
                  QUERY_##name##_LAND},
static const struct stage_queries STAGES[TABLE_COUNT] = {STATED_TABLES(STAGED)};

static const struct stage_queries *queries_of(enum table_id table)
{
    assert(TABLES[table].home == HOME_REGISTRY);
    return &STAGES[table];
}

/* An earlier load of this connection may have left them. */
static bool drop(struct db *db, struct err *err)
{
    for (unsigned i = 0; i < TABLE_COUNT; i++)
        if (TABLES[i].home == HOME_REGISTRY && !db_run(db, STAGES[i].drop, NULL, 0, err))
            return false;
    return db_run(db, QUERY_TOUCHED_DROP, NULL, 0, err);
}

bool stage_open(struct db *db, struct err *err)
{
    if (!drop(db, err))
        return false;
    for (unsigned i = 0; i < TABLE_COUNT; i++)
        if (TABLES[i].home == HOME_REGISTRY && !db_run(db, STAGES[i].make, NULL, 0, err))
            return false;
    return db_run(db, QUERY_TOUCHED_MAKE, NULL, 0, err);
}

/* ---- rows ---- */

static struct db_value text_value(const struct table_column *c, struct str text)
{
    return c->required ? db_text(text) : db_text_or_null(text);
}

/* A column as the registry keeps it; of one that refers to somebody the id. */
static struct db_value value_of(const struct table_column *c, const void *row, int64_t id)
{
    const void *at = column_at(c, row);
    switch (c->type) {
    case COLUMN_PERSON:
        return c->refers ? db_i64(id)
                         : db_i64_unless((int64_t)((const struct person_id *)at)->packed, 0);
    case COLUMN_HSAID:
    case COLUMN_UNIT_OR_NATION:
        return c->refers ? db_i64(id) : db_text_or_null(hsaid_str(at));
    case COLUMN_DAY:
        return db_day(*(const struct day *)at);
    case COLUMN_MONTH:
        return db_i64(((const struct month *)at)->n);
    case COLUMN_MOMENT:
        return db_i64_unless(((const struct moment *)at)->us, INT64_MIN);
    case COLUMN_VOCAB:
        return db_i64(*(const unsigned *)at);
    case COLUMN_COUNT:
        return db_i64_unless(*(const int64_t *)at, -1);
    case COLUMN_NUMBER:
        return db_real_or_null(*(const double *)at);
    case COLUMN_DAY_OR_TIME:
    case COLUMN_TIME: /* of what care did: the registry has none */
        break;
    case COLUMN_TEXT:
    case COLUMN_WORD:
    case COLUMN_DECIMAL:
    case COLUMN_MEASURED:
    case COLUMN_COUNTY:
    case COLUMN_MUNICIPALITY:
    case COLUMN_REGION:
    case COLUMN_PERIOD:
        return text_value(c, *(const struct str *)at);
    }
    assert(false && "a column that the registry does not keep");
    return db_null();
}

bool stage_add(struct db *db, enum table_id table, const struct staged_row *row, struct err *err)
{
    const struct table *t = &TABLES[table];
    struct db_value value[COLUMNS_MOST];
    unsigned count = 0;
    for (; count < t->columns; count++)
        value[count] = value_of(&t->column[count], row->row, row->id[count]);
    if (t->settles)
        value[count++] = db_i64((int64_t)row->place);
    return db_add(db, queries_of(table)->add, value, count, err);
}

/* ---- comparing and landing ---- */

/* Runs of ids. Where much is said again, as by a nightly extract of all, ids of rows that hold no
 * more stand inside of runs: nobody asks for those, and so there is a run for each change since,
 * not for each change ever. */
static bool tell_same(struct db *db, enum table_id table, bool much,
                      struct stage_again_reader reader, struct stage_compared *out, struct err *err)
{
    const struct stage_queries *q = queries_of(table);
    struct cursor c;
    struct stage_again run = {0, 0};
    bool in_run = false;
    enum db_next found;
    if (!db_query(db, much ? q->same_among : q->same, NULL, 0, &c, err))
        return false;
    while ((found = db_next(&c, err)) == DB_ROW) {
        int64_t id = db_get_i64(&c, 0);
        bool said = !much || db_get_i64(&c, 1) != 0;
        if (in_run && (!said || (!much && id != run.last_id + 1))) {
            in_run = false;
            if (!reader.take(reader.state, table, run, err))
                return db_stop(&c);
        }
        if (!said)
            continue;
        out->again++;
        run = (struct stage_again){in_run ? run.first_id : id, id};
        in_run = true;
    }
    return found == DB_END && (!in_run || reader.take(reader.state, table, run, err));
}

/* Takes out what says what holds already, of a table whose last row has that id. */
static bool take_same(struct db *db, enum table_id table, int64_t last_id,
                      struct stage_again_reader reader, struct stage_compared *out, struct err *err)
{
    const struct stage_queries *q = queries_of(table);
    if (!db_run(db, q->mark_same, NULL, 0, err))
        return false;
    int64_t same = db_changed(db);
    return same == 0 || (tell_same(db, table, same * MUCH > last_id, reader, out, err) &&
                         db_run(db, q->drop_same, NULL, 0, err));
}

/* Takes out what a verb has put something else in the place of since a load said it: the night's
 * extract, which does not know of it, does not take it back. */
static bool take_acted(struct db *db, enum table_id table, struct stage_again_reader reader,
                       struct stage_compared *out, int64_t *left, struct err *err)
{
    const struct stage_queries *q = queries_of(table);
    struct db_value name = db_text(str_of(TABLES[table].name));
    if (!db_run(db, q->mark_acted, &name, 1, err))
        return false;
    int64_t acted = db_changed(db);
    *left -= acted;
    return acted == 0 || (tell_same(db, table, false, reader, out, err) &&
                          db_run(db, q->drop_same, NULL, 0, err));
}

bool stage_compare(struct db *db, enum table_id table, struct stage_again_reader again,
                   struct stage_compared *out, struct err *err)
{
    const struct stage_queries *q = queries_of(table);
    struct stage_compared c = {0};
    int64_t left = 0, corrected = 0, last_id = 0;
    if (!db_number(db, &(struct db_ask){.query = q->last_id}, &last_id, err) ||
        (last_id > 0 && !take_same(db, table, last_id, again, &c, err)) ||
        !db_number(db, &(struct db_ask){.query = q->staged}, &left, err) ||
        (last_id > 0 && left > 0 && !take_acted(db, table, again, &c, &left, err)) ||
        (last_id > 0 && left > 0 &&
         !db_number(db, &(struct db_ask){.query = q->corrects}, &corrected, err)))
        return false;
    c.corrected = (uint64_t)corrected;
    c.added = (uint64_t)(left - corrected);
    *out = c;
    return true;
}

bool stage_land(struct db *db, enum table_id table, const struct stage_compared *compared,
                int64_t position, struct err *err)
{
    const struct stage_queries *q = queries_of(table);
    struct db_value value = db_i64(position);
    return (compared->corrected == 0 || db_run(db, q->supersede, &value, 1, err)) &&
           (compared->added + compared->corrected == 0 || db_run(db, q->land, &value, 1, err));
}

bool stage_each_identifier(struct db *db, struct cursor *out, struct err *err)
{
    return db_query(db, QUERY_TOUCHED_STAGED, NULL, 0, out, err);
}

bool stage_each_changed(struct db *db, int64_t position, struct cursor *out, struct err *err)
{
    struct db_value value = db_i64(position);
    return db_query(db, QUERY_TOUCHED_CHANGED, &value, 1, out, err);
}

bool stage_touch_person(struct db *db, int64_t person, struct err *err)
{
    struct db_value value = db_i64(person);
    return db_add(db, QUERY_TOUCHED_INSERT, &value, 1, err);
}

bool stage_each_touched(struct db *db, struct cursor *out, struct err *err)
{
    return db_query(db, QUERY_TOUCHED_ALL, NULL, 0, out, err);
}
