/* tests/unit/service/not_chosen.h - persons of the county (county.h) who have not chosen, and the
 * areas where they live: 5 has lived long in A1, 6 moved into A2 ten days ago, 7 is five days old
 * and the child of 2, who is listed at the second unit; 8 is registered in another county, 9 lives
 * where no unit answers, 10 has died. */
#ifndef TESTS_UNIT_SERVICE_NOT_CHOSEN_H
#define TESTS_UNIT_SERVICE_NOT_CHOSEN_H
#include "county.h"
#include "store/listing_store.h"
#include "store/outbox_store.h"

enum { TODAY = 45300, UNIT_1 = 1, UNIT_2 = 2, UNIT_4 = 4 };

static const char NOT_CHOSEN_ROWS[] =
    "UPDATE person_stated SET protection = 0 WHERE identifier = 2;"
    "INSERT INTO unit VALUES (4, 'SE0000000000-U4'), (5, 'SE0000000000-U5');"
    "INSERT INTO unit_list VALUES (14, 4), (15, 5);"
    "INSERT INTO unit_stated (unit, name, operator, county, municipality, queue, latitude, "
    "longitude, parent, recorded) VALUES "
    "(4, 'Östra', 0, '23', '2380', 2, 63.5, 14.9, NULL, 1), "
    "(5, 'Filialen', 0, '23', '2380', 2, 63.2, 14.7, 1, 1);"
    "UPDATE unit_stated SET latitude = 63.2, longitude = 14.6 WHERE unit = 1;"
    "UPDATE unit_stated SET latitude = 62.4, longitude = 13.9 WHERE unit = 2;"
    "INSERT INTO area_stated (area, unit, from_day, to_day, recorded) VALUES "
    "('A1', 1, 40000, NULL, 1), ('A2', 4, 40000, 45293, 1), ('A2', 2, 45294, NULL, 1), "
    "('A3', 3, 40000, NULL, 1), ('A5', 5, 40000, NULL, 1);"
    "INSERT INTO identifier VALUES (5, 1005, 5, 1), (6, 1006, 6, 1), (7, 1007, 7, 1), "
    "(8, 1008, 8, 1), (9, 1009, 9, 1), (10, 1010, 10, 1);"
    "INSERT INTO person (key, newest) VALUES (5, 5), (6, 6), (7, 7), (8, 8), (9, 9), (10, 10);"
    "INSERT INTO person_stated (identifier, birth_date, sex, protection, paper, county, area, "
    "registered_from, deregistered_on, deregistration_reason, mother, recorded) VALUES "
    "(5, 20000, 1, 0, 0, '23', 'A1', 20000, NULL, 0, NULL, 1), "
    "(6, 20000, 1, 0, 0, '23', 'A2', 45290, NULL, 0, NULL, 1), "
    "(7, 45295, 1, 0, 0, '23', 'A1', 45295, NULL, 0, 1002, 1), "
    "(8, 20000, 1, 0, 0, '21', 'A1', 20000, NULL, 0, NULL, 1), "
    "(9, 20000, 1, 0, 0, '23', 'A3', 20000, NULL, 0, NULL, 1), "
    "(10, 20000, 1, 0, 0, '23', 'A1', 20000, 45000, 1, NULL, 1);";

static inline void not_chosen_open(struct scratch *s, struct instance *out)
{
    county_open(s, out);
    county_script(out, NOT_CHOSEN_ROWS);
    out->clock = (struct clock){.today = {TODAY}};
}

/* ---- what is there ---- */

struct seen {
    unsigned count;
    int64_t unit[4];
    int32_t from[4], to[4];
    enum basis basis[4];
};

static inline bool seen_take(void *state, const struct listing_now *row, struct err *err)
{
    (void)err;
    struct seen *s = state;
    s->unit[s->count] = row->unit;
    s->from[s->count] = row->from.n;
    s->basis[s->count] = row->basis;
    s->to[s->count++] = day_is_none(row->to) ? 0 : row->to.n;
    return true;
}

static inline struct seen listed(struct instance *in, int64_t person)
{
    struct seen s = {0};
    struct err err = {0};
    assert_true(listing_each_of(in->db, person, (struct listing_reader){&s, seen_take}, &err));
    return s;
}
#endif
