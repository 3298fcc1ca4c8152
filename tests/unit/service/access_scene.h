/* tests/unit/service/access_scene.h - a home with an access log, filled, judged and tampered with.
 */
#ifndef TESTS_UNIT_SERVICE_ACCESS_SCENE_H
#define TESTS_UNIT_SERVICE_ACCESS_SCENE_H
#include "service/access/access_log.h"
#include "service/access/access_verify.h"

#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

struct place {
    struct scratch *scratch;
    struct instance in;
};

static inline void open_home(struct place *p, struct scratch *s, const struct files *files)
{
    struct instance_options options = {.home = scratch_path(s, "home"), .files = files};
    struct err err = {0};
    p->scratch = s;
    if (!file_exists(scratch_path(s, "home/registry.db")))
        assert_true(instance_make(s->arena, &options, STR("23"), &err));
    assert_true(instance_open(s->arena, &options, &p->in, &err));
}

static inline struct access_entry entry(struct place *p, int64_t person)
{
    return (struct access_entry){
        .at = {1000000 * person},
        .actor = {.id = STR("SE0000000000-P1"),
                  .role = ROLE_STAFF,
                  .unit = STR("SE0000000000-U1"),
                  .purpose = PURPOSE_CARE},
        .act = STR("explain"),
        .person = person,
        .about = str_fmt(p->scratch->arena, "measure=Ko%02d", (int)(person % 90)),
        .count = person % 3 == 0 ? 7 : -1};
}

static inline void fill(struct place *p, int64_t count)
{
    struct err err = {0};
    struct access_entry *e = ARENA_NEW(p->scratch->arena, struct access_entry, (size_t)count);
    for (int64_t i = 0; i < count; i++)
        e[i] = entry(p, i + 1);
    assert_true(access_log_write(&p->in, e, (size_t)count, &err));
}

static inline struct access_key key_of(struct place *p)
{
    struct access_key key;
    struct err err = {0};
    assert_true(
        access_key_read(&FILES_POSIX, scratch_path(p->scratch, "home/access-log.key"), &key, &err));
    return key;
}

static inline struct access_verdict judge(struct place *p,
                                          const struct access_checkpoint *checkpoint)
{
    struct access_key key = key_of(p);
    struct access_verdict v = {0};
    struct err err = {0};
    assert_true(access_verify(p->in.db, &key, checkpoint, &v, &err));
    return v;
}

static inline void run(struct place *p, const char *sql)
{
    struct err err = {0};
    if (!db_script(p->in.db, "test", str_of(sql), &err))
        fail_msg("%s: %s", sql, err.detail);
}

static inline void PRINTF_LIKE(2, 3) run_fmt(struct place *p, const char *fmt, ...)
{
    char sql[512];
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(sql, sizeof sql, fmt, ap);
    va_end(ap);
    run(p, sql);
}
#endif
