/* tests/unit/exchange/follow_scene.h - a county of three persons and three units, of which loads
 * say something and acts have said something: as rows that acts would have written. */
#ifndef TESTS_UNIT_EXCHANGE_FOLLOW_SCENE_H
#define TESTS_UNIT_EXCHANGE_FOLLOW_SCENE_H
#include "asked.h"
#include "service/load/load_undo.h"

#define PEOPLE                                                                                     \
    "person,birth_date,sex,county,area,registered_from,deregistered_on,deregistration_reason,"     \
    "replaced_by,paper,email\n"
#define ALIVE(person, born) person "," born ",F,23,A1,1990-01-01,,,,yes,a@example.org\n"

static inline bool undo(struct scratch *s, int64_t load, struct err *err)
{
    struct instance in;
    struct load_undone answer = {.already = false};
    county_open(s, &in);
    bool done = load_undo(&in, load, &answer, err);
    instance_close(&in);
    return done;
}

static inline void undone(struct scratch *s, int64_t load)
{
    struct err err = {0};
    if (!undo(s, load, &err))
        fail_msg("%s %s", err.code, err.detail);
}

#define UNITS "unit,name,operator,county,cap,queue\n"
/* @P1 and @P2 are listed at U1, @P3 at U2, which is full; @P1 has a doctor there. */
static inline void put_first(struct scratch *s)
{
    county_put(s, "units.csv",
               UNITS "@U1,One,region,23,,no\n@U2,Two,region,23,1,yes\n@U3,Three,region,23,0,yes\n");
    county_put(s, "staff.csv", "staff,profession\n@D1,physician\n@D2,physician\n");
    county_put(s, "areas.csv", "area,unit,from\nA1,@U1,2010-01-01\n");
    county_put(s, "people.csv",
               PEOPLE ALIVE("@P1", "1950-01-01") ALIVE("@P2", "1960-01-01")
                   ALIVE("@P3", "1970-01-01"));
    county_put(s, "listings.csv",
               "person,unit,from,basis\n@P1,@U1,2020-01-01,area\n@P2,@U1,2020-01-01,area\n"
               "@P3,@U2,2020-01-01,area\n");
    county_put(s, "named_contacts.csv", "person,kind,staff,unit,from\n@P1,2,@D1,@U1,2020-01-01\n");
    county_put(s, "positions.csv", "staff,unit,from,employment\n@D1,@U1,2020-01-01,employed\n");
}

static inline void open_county(struct scratch *s)
{
    put_first(s);
    (void)county_import(s);
}

/* The first person waits for the unit that is full. */
#define WAITS                                                                                      \
    NEW_POSITION "INSERT INTO queue_place (identifier, unit, since, electronic, recorded) "        \
                 "SELECT 1, id, 45300, 0, " NOW " FROM unit WHERE hsaid = 'SE0000000000-U2';"

static inline void raise_cap(struct scratch *s)
{
    county_put(s, "units.csv", UNITS "@U2,Two,region,23,2,yes\n");
    (void)county_import(s);
}

#define WHERE                                                                                      \
    "SELECT l.unit FROM listing_effect AS e JOIN unit_list AS l ON l.id = e.list WHERE e.person "  \
    "= 1 ORDER BY e.from_day"
#define DOCTOR "SELECT coalesce(to_day, 'open') FROM named_contact_stated WHERE superseded IS NULL"
#define REQUEST                                                                                    \
    NEW_POSITION "INSERT INTO request (identifier, kind, need, wanted) VALUES (1, 2, 0, 1);"       \
                 "INSERT INTO request_step (request, state, recorded) VALUES (1, 0, " NOW ");"     \
                 "INSERT INTO request_open VALUES (1, 2, 1);"
#endif
