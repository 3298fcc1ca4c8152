/* tests/unit/exchange/plans_scene.h - a county of two persons and three units, in which loads say
 * something, and acts plan: what is in effect then. */
#ifndef TESTS_UNIT_EXCHANGE_PLANS_SCENE_H
#define TESTS_UNIT_EXCHANGE_PLANS_SCENE_H
#include "asked.h"
#include "closing_scene.h"
#include "service/load/load_undo.h"

#define PEOPLE              "person,birth_date,sex,county,area,registered_from\n"
#define LIVES(person, area) person ",1980-01-01,M,23," area ",1990-01-01\n"
#define LISTINGS            "person,unit,from,to,basis\n"

/* @P1 and @P2 have not chosen, and live in A1, which is the first unit's as A4 is. @P1 has a doctor
 * there. There is room for one more at the third. */
static inline void open_county(struct scratch *s)
{
    county_put(s, "units.csv",
               "unit,name,operator,county,cap,queue\n@U1,One,region,23,,no\n@U2,Two,region,23,,no\n"
               "@U3,Three,region,23,1,no\n");
    county_put(s, "staff.csv", "staff,profession\n@D1,physician\n");
    county_put(s, "areas.csv",
               "area,unit,from\nA1,@U1,2010-01-01\nA2,@U2,2010-01-01\nA3,@U3,2010-01-01\n"
               "A4,@U1,2010-01-01\n");
    county_put(s, "people.csv", PEOPLE LIVES("@P1", "A1") LIVES("@P2", "A1"));
    county_put(s, "listings.csv", LISTINGS "@P1,@U1,2020-01-01,,area\n@P2,@U1,2020-01-01,,area\n");
    county_put(s, "named_contacts.csv", "person,kind,staff,unit,from\n@P1,2,@D1,@U1,2020-01-01\n");
    (void)county_import(s);
}

static inline void undo(struct scratch *s, int64_t load, const char *refused)
{
    struct instance in;
    struct err err = {0};
    struct load_undone answer;
    county_open(s, &in);
    bool done = load_undo(&in, load, &answer, &err);
    instance_close(&in);
    assert_string_equal(done ? "" : err.code, refused);
}

/* What is in effect of a person, its lines one after the other. */
static inline void is(struct scratch *s, const char *person, const char *wanted)
{
    struct sb out = sb_open(s->arena, 256);
    struct str now = str_of(county_now(s)), line;
    while (now.len > 0) {
        const char *end = memchr(now.at, '\n', now.len);
        line = (struct str){now.at, end ? (size_t)(end - now.at) + 1 : now.len};
        now = (struct str){now.at + line.len, now.len - line.len};
        if (line.len > 9 && memcmp(line.at, "listed ", 7) == 0 &&
            memcmp(line.at + 7, person, 3) == 0)
            sb_put(&out, (struct str){line.at + 11, line.len - 11});
    }
    assert_string_equal(str_cstr(s->arena, sb_str(&out)), wanted);
}

static inline bool says(struct scratch *s, const char *line)
{
    return strstr(county_now(s), line) != NULL;
}
#endif
