/* tests/unit/service/assign_scene.h - a county in which doctors have panels, and what tests of
 * named contacts look at. */
#ifndef TESTS_UNIT_SERVICE_ASSIGN_SCENE_H
#define TESTS_UNIT_SERVICE_ASSIGN_SCENE_H
#include "beside.h"
#include "core/sb.h"
#include "service/contact/assign.h"
#include "service/contact/contact_acts.h"
#include "service/listing/listing.h"

enum { TODAY = 45300 };

/* Beside the county's: D2 is no longer protected and works at both units, D3 (a nurse) at U1. Ten
 * persons more are listed at U1 since 2023, born every tenth year; the last is protected. */
static const char ROWS[] =
    "UPDATE staff_stated SET title_code = '201011', protected_staff = 2, surname = 'Ek';"
    "INSERT INTO staff VALUES (3, 'SE0000000000-D3');"
    "INSERT INTO staff_stated (staff, profession, district_nurse, protected_staff, recorded) "
    "VALUES (3, 1, 0, 0, 1);"
    "INSERT INTO position_stated (staff, unit, from_day, fte, employment, training, panel_target, "
    "panel_cap, panel_open, recorded) VALUES (1, 1, 44000, 1, 0, 0, NULL, NULL, 0, 1), "
    "(2, 1, 44000, 0.5, 0, 0, 5, 6, 0, 1), (2, 2, 44000, 0.5, 0, 0, NULL, NULL, 0, 1), "
    "(3, 1, 44000, 1, 0, 0, NULL, NULL, 0, 1);"
    "WITH RECURSIVE n(i) AS (VALUES (11) UNION ALL SELECT i + 1 FROM n WHERE i < 20) "
    "INSERT INTO identifier SELECT i, 2000 + i, i, 1 FROM n;"
    "INSERT INTO person (key, newest) SELECT id, id FROM identifier WHERE id > 10;"
    "INSERT INTO person_stated (identifier, birth_date, sex, area, protection, paper, "
    "deregistration_reason, recorded) SELECT id, (id - 10) * 3652, 1, 'A' || (id % 2), id = 20, 0, "
    "0, "
    "1 FROM identifier WHERE id > 10;"
    "INSERT INTO listing_stated (id, identifier, list, from_day, basis, recorded) "
    "SELECT id, id, 11, 45000, 0, 1 FROM identifier WHERE id > 10;"
    "INSERT INTO listing_effect SELECT id, 45000, NULL, id, 11 FROM identifier WHERE id > 10;";

static inline void open_county(struct scratch *s, struct instance *out)
{
    county_open(s, out);
    out->clock = (struct clock){.today = {TODAY}};
    county_script(out, ROWS);
}

/* The first and the 14th ask for a doctor, the 15th for a care contact. */
static const char REQUESTS[] =
    "INSERT INTO request VALUES (1, 1, 2, NULL, 0, 1), (2, 14, 2, NULL, 0, 1), "
    "(3, 15, 1, NULL, 0, 1);"
    "INSERT INTO request_step SELECT id, 0, 1, NULL, NULL FROM request;"
    "INSERT INTO request_open SELECT identifier, kind, id FROM request;";

static inline struct actor actor(enum role role, const char *unit)
{
    return (struct actor){
        .id = STR("SE0000000000-N1"), .role = role, .unit = str_of(unit), .purpose = PURPOSE_CARE};
}

/* One person at U1, by staff of it. */
static inline struct assigning asks(struct scratch *s, const char *staff, const char *person)
{
    struct str *written = ARENA_NEW(s->arena, struct str, 1);
    *written = str_of(person);
    return (struct assigning){.staff = str_of(staff),
                              .written = written,
                              .persons = 1,
                              .kind = KIND_DOCTOR,
                              .unit = STR("SE0000000000-U1"),
                              .from = DAY_NONE,
                              .actor = actor(ROLE_STAFF, "SE0000000000-U1")};
}

static inline struct assigning finds(struct scratch *s, const char *staff, const char *where)
{
    struct assigning r = asks(s, staff, "");
    r.persons = 0;
    r.where = str_of(where);
    return r;
}

static inline struct assigned assigns(struct instance *in, const struct assigning *r)
{
    struct err err = {0};
    struct assigned done;
    if (!assign_contacts(in->arena, in, r, &done, &err))
        fail_msg("%s %s", err.code, err.detail);
    return done;
}

static inline void refuses(struct instance *in, const struct assigning *r, const char *code,
                           const char *detail)
{
    struct err err = {0};
    struct assigned done;
    assert_false(assign_contacts(in->arena, in, r, &done, &err));
    assert_string_equal(err.code, code);
    assert_string_equal(err.detail, detail);
}

/* The first person, from the day on. */
static inline void lists_first(struct instance *in, const char *unit, int32_t from)
{
    struct listing_request r = {.person = STR("key:1"),
                                .unit = str_of(unit),
                                .from = {from},
                                .actor = actor(ROLE_ADMINISTRATOR, "")};
    struct listing_answer answer;
    struct err err = {0};
    if (!listing_list(in->arena, in, &r, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
}

#define DOCTOR_OF                                                                                  \
    "SELECT s.hsaid, e.from_day, e.to_day FROM named_contact_effect AS e JOIN "                    \
    "named_contact_stated AS n ON n.id = e.stated JOIN staff AS s ON s.id = n.staff WHERE "
#define DOCTORS_NOW                                                                                \
    "SELECT group_concat(person) FROM (SELECT person FROM named_contact_effect WHERE kind = 2 "    \
    "AND to_day IS NULL ORDER BY person)"
#endif
