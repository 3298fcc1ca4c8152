/* tests/unit/exchange/closing_scene.h - the first unit closes, as is planned beside what loads say,
 * and opens again. */
#ifndef TESTS_UNIT_EXCHANGE_CLOSING_SCENE_H
#define TESTS_UNIT_EXCHANGE_CLOSING_SCENE_H
#include "county.h"
#include "service/unit/unit_close.h"

static const struct actor PLANNER = {
    .id = {"os:x", 4}, .role = ROLE_ADMINISTRATOR, .purpose = PURPOSE_ADMINISTRATION};

/* After 2024-02-11, and who is listed there moves to the other. */
static inline void close_first(struct scratch *s, char to)
{
    struct instance in;
    struct err err = {0};
    struct unit_close c = {.unit = STR("SE0000000000-U1"),
                           .last = {45330},
                           .by = CLOSE_TO,
                           .to = str_fmt(s->arena, "SE0000000000-U%c", to),
                           .actor = PLANNER};
    struct unit_close_answer closed;
    county_open(s, &in);
    if (!unit_close(s->arena, &in, &c, &closed, &err))
        fail_msg("%s %s", err.code, err.detail);
    instance_close(&in);
}

static inline struct unit_close_undone opens_again(struct scratch *s)
{
    struct instance in;
    struct err err = {0};
    struct unit_close_undo u = {.unit = STR("SE0000000000-U1"), .actor = PLANNER};
    struct unit_close_undone undone;
    county_open(s, &in);
    if (!unit_close_undo(s->arena, &in, &u, &undone, &err))
        fail_msg("%s %s", err.code, err.detail);
    instance_close(&in);
    return undone;
}
#endif
