/* tests/unit/service/county_scene.h - a home that is open while a test runs, and closed behind it.
 *
 *     static int setup(void **state) { return scene_open(state, open_county); }
 *     struct instance *in = instance_of(state);
 */
#ifndef TESTS_UNIT_SERVICE_COUNTY_SCENE_H
#define TESTS_UNIT_SERVICE_COUNTY_SCENE_H
#include "county.h"

struct scene {
    struct scratch *scratch;
    struct instance in;
};

static inline int scene_open(void **state, void (*open)(struct scratch *s, struct instance *out))
{
    if (scratch_setup(state) != 0)
        return -1;
    struct scratch *s = *state;
    struct scene *scene = ARENA_NEW(s->arena, struct scene, 1);
    scene->scratch = s;
    open(scene->scratch, &scene->in);
    *state = scene;
    return 0;
}

static inline int scene_teardown(void **state)
{
    struct scene *scene = *state;
    void *scratch = scene->scratch;
    instance_close(&scene->in);
    return scratch_teardown(&scratch);
}

/* As it was at first, for a test that looks at several. */
static inline void scene_anew(void **state, void (*open)(struct scratch *s, struct instance *out))
{
    struct scene *scene = *state;
    instance_close(&scene->in);
    scratch_remove(scratch_path(scene->scratch, "home"));
    open(scene->scratch, &scene->in);
}

static inline struct instance *instance_of(void **state)
{
    return &((struct scene *)*state)->in;
}

static inline struct scratch *scratch_of(void **state)
{
    return ((struct scene *)*state)->scratch;
}
#endif
