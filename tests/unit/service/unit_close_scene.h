/* tests/unit/service/unit_close_scene.h - a county in which the first unit is to close, and how it
 * is asked for. */
#ifndef TESTS_UNIT_SERVICE_UNIT_CLOSE_SCENE_H
#define TESTS_UNIT_SERVICE_UNIT_CLOSE_SCENE_H
#include "service/unit/unit_close.h"

#include "not_chosen.h"

enum { LAST = TODAY + 30 };

/* At the first unit are listed: 1, 5 by area, 6 from forty days on, 9 until the last day. */
static inline void open_unit(struct scratch *s, struct instance *out)
{
    not_chosen_open(s, out);
    county_script(
        out,
        "INSERT INTO listing_stated (id, identifier, list, from_day, to_day, basis, recorded) "
        "VALUES "
        "(20, 5, 11, 44000, NULL, 2, 1), (21, 6, 11, 45340, NULL, 0, 1), "
        "(22, 9, 11, 44000, 45330, 0, 1);"
        "INSERT INTO listing_effect VALUES (5, 44000, NULL, 20, 11), (6, 45340, NULL, 21, 11), "
        "(9, 44000, 45330, 22, 11);");
}

static inline struct unit_close asks(enum unit_close_by by)
{
    return (struct unit_close){.unit = STR("SE0000000000-U1"),
                               .last = {LAST},
                               .by = by,
                               .to = STR("SE0000000000-U2"),
                               .actor = {.id = STR("os:test"),
                                         .role = ROLE_ADMINISTRATOR,
                                         .purpose = PURPOSE_ADMINISTRATION}};
}

static inline struct unit_close_answer closes(struct instance *in, const struct unit_close *c)
{
    struct unit_close_answer answer = {.persons = -1};
    struct err err = {0};
    if (!unit_close(in->arena, in, c, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    return answer;
}

static inline void refused(struct instance *in, const struct unit_close *c, const char *code)
{
    struct unit_close_answer answer;
    struct err err = {0};
    assert_false(unit_close(in->arena, in, c, &answer, &err));
    assert_string_equal(err.code, code);
}
#endif
