#include "store/stage.h"

/* What is done to each staged table, by its queries. */
struct stage_queries {
    enum query make, drop, drop_same, staged, supersede, land;
};
#define STAGED(name)                                                                               \
    {                                                                                              \
        QUERY_##name##_STAGE_MAKE, QUERY_##name##_STAGE_DROP, QUERY_##name##_DROP_SAME,            \
            QUERY_##name##_STAGED, QUERY_##name##_SUPERSEDE, QUERY_##name##_LAND                   \
    }
static const struct stage_queries STAGES[STAGE_COUNT] = {
    [STAGE_UNIT] = STAGED(UNIT),
    [STAGE_STAFF] = STAGED(STAFF),
    [STAGE_AREA] = STAGED(AREA),
    [STAGE_PEOPLE] = STAGED(PERSON),
    [STAGE_POSITION] = STAGED(POSITION),
    [STAGE_LISTING] = STAGED(LISTING),
    [STAGE_NAMED_CONTACT] = STAGED(NAMED_CONTACT),
    [STAGE_RESIDENCE] = STAGED(RESIDENCE),
    [STAGE_REFERENCE] = STAGED(REFERENCE),
};

bool stage_open(struct db *db, struct err *err)
{
    if (!stage_close(db, err)) /* an earlier load of this connection may have left them */
        return false;
    for (unsigned i = 0; i < STAGE_COUNT; i++)
        if (!db_run(db, STAGES[i].make, NULL, 0, err))
            return false;
    return db_run(db, QUERY_TOUCHED_MAKE, NULL, 0, err);
}

bool stage_close(struct db *db, struct err *err)
{
    for (unsigned i = 0; i < STAGE_COUNT; i++)
        if (!db_run(db, STAGES[i].drop, NULL, 0, err))
            return false;
    return db_run(db, QUERY_TOUCHED_DROP, NULL, 0, err);
}

bool stage_drop_same(struct db *db, enum stage_table table, int64_t *left, struct err *err)
{
    return db_run(db, STAGES[table].drop_same, NULL, 0, err) &&
           db_number(db, &(struct db_ask){.query = STAGES[table].staged}, left, err);
}

bool stage_land(struct db *db, enum stage_table table, int64_t position, struct err *err)
{
    struct db_value value = db_i64(position);
    return db_run(db, STAGES[table].supersede, &value, 1, err) &&
           db_run(db, STAGES[table].land, &value, 1, err);
}

bool stage_touch_persons(struct db *db, struct err *err)
{
    return db_run(db, QUERY_TOUCHED_FROM_STAGE, NULL, 0, err);
}

bool stage_touch_person(struct db *db, int64_t person, struct err *err)
{
    struct db_value value = db_i64(person);
    return db_run(db, QUERY_TOUCHED_INSERT, &value, 1, err);
}

bool stage_each_touched(struct db *db, struct cursor *out, struct err *err)
{
    return db_query(db, QUERY_TOUCHED_ALL, NULL, 0, out, err);
}
