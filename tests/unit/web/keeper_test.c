/* web/keeper.h: one model for all threads, renewed when it must be. */
#include "web/keeper.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/* Makes models whose `months` is the version. */
struct workshop {
    atomic_llong version;
    atomic_uint made;
    atomic_bool broken, empty;
    long slow_ms;
};

static bool version_of(void *state, int64_t *out, struct err *err)
{
    struct workshop *w = state;
    (void)err;
    *out = atomic_load(&w->version);
    return true;
}

static bool make(void *state, struct arena *a, const struct model **out, struct err *err)
{
    struct workshop *w = state;
    if (w->slow_ms)
        (void)nanosleep(&(struct timespec){.tv_nsec = w->slow_ms * 1000000}, NULL);
    if (atomic_load(&w->broken))
        return FAIL(err, ERR_IO, "file.read", "%s", "x");
    atomic_fetch_add(&w->made, 1);
    if (atomic_load(&w->empty)) {
        *out = NULL;
        return true;
    }
    struct model *m = ARENA_NEW(a, struct model, 1);
    m->months = (unsigned)atomic_load(&w->version);
    *out = m;
    return true;
}

static struct keeper *open_keeper(struct workshop *w, int64_t pause_us, const struct log *log)
{
    return keeper_open((struct keeper_maker){w, version_of, make, NULL}, pause_us, log);
}

static const struct model *take(struct model_source s)
{
    struct err err = {0};
    const struct model *m = NULL;
    if (!s.take(s.state, &m, &err))
        fail_msg("%s", err.code);
    return m;
}

static const struct log SILENT = {0};

static void it_is_made_once(void **state)
{
    (void)state;
    struct workshop w = {.version = 7};
    struct keeper *k = open_keeper(&w, 0, &SILENT);
    struct model_source s = keeper_source(k);
    assert_int_equal(w.made, 0);
    const struct model *a = take(s), *b = take(s);
    assert_ptr_equal(a, b);
    assert_int_equal(a->months, 7);
    assert_int_equal(w.made, 1);
    s.give_back(s.state, a);
    s.give_back(s.state, b);
    keeper_close(k);
}

static void a_change_is_seen_and_the_old_one_stays_readable(void **state)
{
    (void)state;
    struct workshop w = {.version = 1};
    struct keeper *k = open_keeper(&w, 0, &SILENT);
    struct model_source s = keeper_source(k);
    const struct model *old = take(s);
    w.version = 2;
    const struct model *new = take(s);
    assert_int_equal(old->months, 1);
    assert_int_equal(new->months, 2);
    s.give_back(s.state, old);
    s.give_back(s.state, new);
    keeper_close(k);
}

static void the_version_is_not_asked_for_too_often(void **state)
{
    (void)state;
    struct workshop w = {.version = 1};
    struct keeper *k = open_keeper(&w, (int64_t)3600 * 1000000, &SILENT);
    struct model_source s = keeper_source(k);
    s.give_back(s.state, take(s));
    w.version = 2;
    const struct model *m = take(s);
    assert_int_equal(m->months, 1);
    s.give_back(s.state, m);
    keeper_close(k);
}

static void without_figures_there_is_none(void **state)
{
    (void)state;
    struct workshop w = {.version = 0, .empty = true};
    struct keeper *k = open_keeper(&w, 0, &SILENT);
    struct model_source s = keeper_source(k);
    assert_null(take(s));
    w.version = 1;
    assert_null(take(s));
    w.version = 2;
    w.empty = false;
    const struct model *m = take(s);
    assert_int_equal(m->months, 2);
    s.give_back(s.state, NULL);
    s.give_back(s.state, NULL);
    s.give_back(s.state, m);
    keeper_close(k);
}

static void a_failure_shows_only_where_there_is_nothing_older(void **state)
{
    (void)state;
    struct workshop w = {.version = 1, .broken = true};
    char *logged = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&logged, &size);
    assert_non_null(file);
    struct log log = {.to = file};
    struct keeper *k = open_keeper(&w, 0, &log);
    struct model_source s = keeper_source(k);
    struct err err = {0};
    const struct model *m = NULL;
    assert_false(s.take(s.state, &m, &err));
    assert_string_equal(err.code, "file.read");
    w.broken = false;
    m = take(s);
    w.version = 2;
    w.broken = true;
    const struct model *same = take(s);
    assert_ptr_equal(m, same);
    s.give_back(s.state, m);
    s.give_back(s.state, same);
    keeper_close(k);
    assert_int_equal(fclose(file), 0);
    assert_non_null(strstr(logged, "site.renewal code=file.read"));
    free(logged);
}

enum { READERS = 8, ROUNDS = 2000 };
static atomic_bool wrong;

static void *read_often(void *source)
{
    struct model_source s = *(struct model_source *)source;
    unsigned last = 0;
    for (unsigned i = 0; i < ROUNDS; i++) {
        struct err err = {0};
        const struct model *m = NULL;
        if (!s.take(s.state, &m, &err) || m->months < last)
            atomic_store(&wrong, true);
        else
            last = m->months;
        s.give_back(s.state, m);
    }
    return NULL;
}

static void many_read_while_it_changes(void **state)
{
    (void)state;
    struct workshop w = {.version = 1, .slow_ms = 1};
    struct keeper *k = open_keeper(&w, 0, &SILENT);
    struct model_source s = keeper_source(k);
    pthread_t reader[READERS];
    for (unsigned i = 0; i < READERS; i++)
        assert_int_equal(pthread_create(&reader[i], NULL, read_often, &s), 0);
    for (unsigned i = 0; i < 20; i++) {
        (void)nanosleep(&(struct timespec){.tv_nsec = 500000}, NULL);
        atomic_fetch_add(&w.version, 1);
    }
    for (unsigned i = 0; i < READERS; i++)
        assert_int_equal(pthread_join(reader[i], NULL), 0);
    assert_false(wrong);
    const struct model *m = take(s);
    assert_int_equal(m->months, 21);
    s.give_back(s.state, m);
    keeper_close(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_made_once),
        cmocka_unit_test(a_change_is_seen_and_the_old_one_stays_readable),
        cmocka_unit_test(the_version_is_not_asked_for_too_often),
        cmocka_unit_test(without_figures_there_is_none),
        cmocka_unit_test(a_failure_shows_only_where_there_is_nothing_older),
        cmocka_unit_test(many_read_while_it_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
