#include "store/known_store.h"

/* In this order, for what comes later reads what came before; with how many of the values each
 * is run: the position, the person, the position of what holds from when it is said. */
static const struct step {
    enum query query;
    unsigned values;
} ROWS[] =
    {
        {QUERY_KNOWN_PEOPLE_MAKE, 0},
        {QUERY_KNOWN_IDENTIFIER, 2},
        {QUERY_KNOWN_IDENTIFIER_ID, 0},
        {QUERY_KNOWN_IDENTIFIER_PERSON, 0},
        {QUERY_KNOWN_PERSON, 2},
        {QUERY_KNOWN_PERSON_HOLDS, 0},
        {QUERY_KNOWN_PERSON_OF, 0},
        {QUERY_KNOWN_LISTING, 2},
        {QUERY_KNOWN_LISTING_HOLDS, 0},
        {QUERY_KNOWN_LISTING_OF, 0},
        {QUERY_KNOWN_NAMED_CONTACT, 2},
        {QUERY_KNOWN_NAMED_CONTACT_HOLDS, 0},
        {QUERY_KNOWN_NAMED_CONTACT_OF, 0},
        {QUERY_KNOWN_ELSEWHERE, 2},
        {QUERY_KNOWN_ELSEWHERE_HOLDS, 0},
        {QUERY_KNOWN_ELSEWHERE_OF, 0},
        {QUERY_KNOWN_RESIDENCE, 2},
        {QUERY_KNOWN_RESIDENCE_HOLDS, 0},
        {QUERY_KNOWN_RESIDENCE_OF, 0},
        {QUERY_KNOWN_BLOCK, 2},
        {QUERY_KNOWN_BLOCK_HOLDS, 0},
        {QUERY_KNOWN_BLOCK_OF, 0},
        {QUERY_KNOWN_OPT_OUT, 2},
        {QUERY_KNOWN_OPT_OUT_HOLDS, 0},
        {QUERY_KNOWN_OPT_OUT_OF, 0},
        {QUERY_KNOWN_COMING, 2},
        {QUERY_KNOWN_COMING_HOLDS, 0},
        {QUERY_KNOWN_COMING_OF, 0},
        {QUERY_KNOWN_LISTING_ID, 0},
        {QUERY_KNOWN_NAMED_CONTACT_ID, 0},
        {QUERY_KNOWN_ELSEWHERE_ID, 0},
        {QUERY_KNOWN_UNIT, 1},
        {QUERY_KNOWN_UNIT_HOLDS, 0},
        {QUERY_KNOWN_AREA, 1},
        {QUERY_KNOWN_AREA_HOLDS, 0},
        {QUERY_KNOWN_STAFF, 1},
        {QUERY_KNOWN_STAFF_HOLDS, 0},
        {QUERY_KNOWN_POSITION, 1},
        {QUERY_KNOWN_POSITION_HOLDS, 0},
        {QUERY_KNOWN_CNI, 1},
        {QUERY_KNOWN_CNI_HOLDS, 0},
        {QUERY_KNOWN_DISPENSATION, 1},
        {QUERY_KNOWN_DISPENSATION_HOLDS, 0},
        {QUERY_KNOWN_ABSENCE, 1},
        {QUERY_KNOWN_ABSENCE_HOLDS, 0},
        {QUERY_KNOWN_SUBSTITUTE, 1},
        {QUERY_KNOWN_SUBSTITUTE_HOLDS, 0},
        {QUERY_KNOWN_PEOPLE, 0},
        {QUERY_KNOWN_PEOPLE_KEY, 0},
        {QUERY_KNOWN_PROTECT, 0},
        {QUERY_KNOWN_PROTECT_STAFF, 0},
},
  EFFECTS[] = {
      {QUERY_KNOWN_LISTING_EFFECT, 2},       {QUERY_KNOWN_LISTING_EFFECT_PERSON, 0},
      {QUERY_KNOWN_NAMED_CONTACT_EFFECT, 2}, {QUERY_KNOWN_NAMED_CONTACT_EFFECT_PERSON, 0},
      {QUERY_KNOWN_ELSEWHERE_EFFECT, 2},     {QUERY_KNOWN_ELSEWHERE_EFFECT_PERSON, 0},
      {QUERY_KNOWN_LISTING_EFFECT_AT, 0},    {QUERY_KNOWN_NAMED_CONTACT_PANEL, 0},
      {QUERY_KNOWN_QUEUE_PLACE, 3},          {QUERY_KNOWN_QUEUE_PLACE_HOLDS, 0},
      {QUERY_KNOWN_REQUEST_STEP, 3},         {QUERY_KNOWN_REQUEST_OPEN, 0},
      {QUERY_KNOWN_APPLICATION, 3},          {QUERY_KNOWN_APPLICATION_DECIDED, 3},
      {QUERY_KNOWN_APPLICATION_USED, 3},     {QUERY_KNOWN_CAPITATION, 1},
      {QUERY_KNOWN_CAPITATION_ROW, 0},
};

static bool run(struct db *db, const struct step *step, size_t count, const struct db_value *value,
                struct err *err)
{
    for (size_t i = 0; i < count; i++)
        if (!db_run(db, step[i].query, value, step[i].values, err))
            return false;
    return true;
}

bool known_rows(struct db *db, const struct known_at *at, struct err *err)
{
    struct db_value value[] = {db_i64(at->position), db_i64(at->person), db_i64(at->said)};
    return run(db, ROWS, ARRAY_LEN(ROWS), value, err);
}

bool known_effects(struct db *db, const struct known_at *at, struct err *err)
{
    struct db_value value[] = {db_i64(at->position), db_i64(at->person), db_i64(at->said)};
    bool touched = at->person != 0 ? db_add(db, QUERY_TOUCHED_INSERT, value + 1, 1, err)
                                   : db_run(db, QUERY_KNOWN_TOUCH, value, 1, err);
    return touched && run(db, EFFECTS, ARRAY_LEN(EFFECTS), value, err);
}
