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
    atomic_bool waits; /* makes none until it is false */
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
    while (atomic_load(&w->waits))
        (void)nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
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

/* The thread that makes models behind. */
static void *renew(void *keeper)
{
    keeper_renew(keeper);
    return NULL;
}

static pthread_t begin_to_renew(struct keeper *k)
{
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, renew, k), 0);
    return thread;
}

static void end(struct keeper *k, pthread_t thread)
{
    keeper_stop(k);
    assert_int_equal(pthread_join(thread, NULL), 0);
    keeper_close(k);
}

/* Takes until it is of the version: nobody does more than ask again. */
static const struct model *take_of(struct model_source s, unsigned version)
{
    const struct model *m = take(s);
    for (unsigned i = 0; i < 5000 && m->months != version; i++) {
        s.give_back(s.state, m);
        (void)nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
        m = take(s);
    }
    assert_int_equal(m->months, version);
    return m;
}

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
    pthread_t thread = begin_to_renew(k);
    const struct model *old = take(s);
    w.version = 2;
    const struct model *new = take_of(s, 2);
    assert_int_equal(old->months, 1);
    assert_int_equal(w.made, 2);
    s.give_back(s.state, old);
    s.give_back(s.state, new);
    end(k, thread);
}

/* However long the new one takes: also who sees the change first gets the former one. */
static void nobody_waits_for_a_new_one(void **state)
{
    (void)state;
    struct workshop w = {.version = 1};
    struct keeper *k = open_keeper(&w, 0, &SILENT);
    struct model_source s = keeper_source(k);
    pthread_t thread = begin_to_renew(k);
    s.give_back(s.state, take(s));
    w.waits = true;
    w.version = 2;
    for (unsigned i = 0; i < 20; i++) {
        const struct model *former = take(s);
        assert_int_equal(former->months, 1);
        s.give_back(s.state, former);
    }
    assert_int_equal(w.made, 1);
    w.version = 3; /* while that of 2 is made: it is of 3 then, and is made once more as such */
    w.waits = false;
    s.give_back(s.state, take_of(s, 3));
    for (unsigned i = 0; i < 20; i++)
        s.give_back(s.state, take(s));
    end(k, thread);
    assert_in_range(w.made, 2, 3);
}

/* What is wanted when the end comes is not made. */
static void an_end_while_one_is_wanted(void **state)
{
    (void)state;
    struct workshop w = {.version = 1};
    struct keeper *k = open_keeper(&w, 0, &SILENT);
    struct model_source s = keeper_source(k);
    s.give_back(s.state, take(s));
    w.version = 2;
    s.give_back(s.state, take(s)); /* nobody makes it yet */
    s.give_back(s.state, take(s));
    assert_int_equal(w.made, 1);
    keeper_stop(k);
    pthread_t thread = begin_to_renew(k);
    assert_int_equal(pthread_join(thread, NULL), 0);
    keeper_close(k);
    assert_int_equal(w.made, 1);
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
    pthread_t thread = begin_to_renew(k);
    m = take(s);
    w.version = 2;
    w.broken = true;
    for (unsigned i = 0; i < 50; i++) {
        const struct model *same = take(s);
        assert_ptr_equal(m, same);
        s.give_back(s.state, same);
        (void)nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
    w.broken = false; /* it is tried again */
    const struct model *new = take_of(s, 2);
    s.give_back(s.state, m);
    s.give_back(s.state, new);
    end(k, thread);
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
    pthread_t reader[READERS], thread = begin_to_renew(k);
    for (unsigned i = 0; i < READERS; i++)
        assert_int_equal(pthread_create(&reader[i], NULL, read_often, &s), 0);
    for (unsigned i = 0; i < 20; i++) {
        (void)nanosleep(&(struct timespec){.tv_nsec = 500000}, NULL);
        atomic_fetch_add(&w.version, 1);
    }
    for (unsigned i = 0; i < READERS; i++)
        assert_int_equal(pthread_join(reader[i], NULL), 0);
    assert_false(wrong);
    s.give_back(s.state, take_of(s, 21));
    end(k, thread);
}

/* ---- what is added behind ---- */

struct adding {
    struct workshop made;
    atomic_uint added;
    atomic_bool waits, refuses; /* until it is asked to stop */
};

static bool add(void *state, const struct keeper_add *to, struct arena *a, const struct model **out,
                struct err *err)
{
    struct adding *w = state;
    while (atomic_load(&w->waits) && !atomic_load(to->stop))
        (void)nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    atomic_fetch_add(&w->added, 1);
    if (atomic_load(&w->refuses))
        return FAIL(err, ERR_IO, "file.read", "%s", "y");
    if (atomic_load(to->stop))
        return true;
    struct model *m = ARENA_NEW(a, struct model, 1);
    *m = *to->model;
    m->references = 1;
    *out = m;
    return true;
}

static void *work(void *keeper)
{
    keeper_work(keeper);
    return NULL;
}

static void wait_for(atomic_uint *count, unsigned least)
{
    for (unsigned i = 0; i < 5000 && atomic_load(count) < least; i++)
        (void)nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    assert_true(atomic_load(count) >= least);
}

/* Waits until models of the version are given out with more to them. */
static const struct model *take_whole(struct model_source s, unsigned version)
{
    const struct model *m = take(s);
    for (unsigned i = 0; i < 5000 && (m->months != version || m->references == 0); i++) {
        s.give_back(s.state, m);
        (void)nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
        m = take(s);
    }
    return m;
}

static void more_is_added_behind(void **state)
{
    (void)state;
    struct adding w = {.made = {.version = 1}, .waits = true};
    struct keeper *k = keeper_open((struct keeper_maker){&w, version_of, make, add}, 0, &SILENT);
    struct model_source s = keeper_source(k);
    pthread_t thread, renewing = begin_to_renew(k);
    const struct model *bare = take(s), *again = take(s);
    assert_int_equal(pthread_create(&thread, NULL, work, k), 0);
    const struct model *third = take(s); /* nobody waits for more */
    assert_ptr_equal(third, bare);
    assert_int_equal(bare->references, 0);
    s.give_back(s.state, again);
    w.waits = false;
    const struct model *more = take_whole(s, 1);
    assert_ptr_not_equal(more, bare);
    assert_int_equal(more->references, 1);
    assert_int_equal(more->months, 1);
    assert_int_equal(bare->months, 1); /* is readable still */
    s.give_back(s.state, bare);
    s.give_back(s.state, third);
    w.made.version = 2; /* the next gets more likewise, and the one before it goes */
    const struct model *next = take_whole(s, 2);
    assert_int_equal(next->months, 2);
    assert_int_equal(more->months, 1);
    s.give_back(s.state, more);
    s.give_back(s.state, next);
    assert_int_equal(atomic_load(&w.added), 2);
    keeper_stop(k);
    assert_int_equal(pthread_join(thread, NULL), 0);
    end(k, renewing);
}

static void who_adds_stops_when_asked(void **state)
{
    (void)state;
    struct adding w = {.made = {.version = 1}, .waits = true};
    struct keeper *k = keeper_open((struct keeper_maker){&w, version_of, make, add}, 0, &SILENT);
    struct model_source s = keeper_source(k);
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, work, k), 0);
    s.give_back(s.state, take(s));
    keeper_stop(k);
    assert_int_equal(pthread_join(thread, NULL), 0);
    keeper_close(k);
}

/* Readers see that it failed; why is told once, and it is tried again at each look, not between. */
static void what_cannot_be_added_is_told_once(void **state)
{
    (void)state;
    struct adding w = {.made = {.version = 1}, .refuses = true};
    char *logged = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&logged, &size);
    assert_non_null(file);
    struct log log = {.to = file};
    struct keeper *k = keeper_open((struct keeper_maker){&w, version_of, make, add}, 0, &log);
    struct model_source s = keeper_source(k);
    pthread_t thread;
    const struct model *bare = take(s);
    assert_int_equal(pthread_create(&thread, NULL, work, k), 0);
    wait_for(&w.added, 1);
    (void)nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
    assert_int_equal(atomic_load(&w.added), 1); /* nobody has looked since */
    for (unsigned i = 0; i < 5000 && atomic_load(&w.added) < 5; i++) {
        s.give_back(s.state, take(s));
        (void)nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
    wait_for(&w.added, 5);
    const struct model *refused = take(s);
    assert_false(bare->has_refused_checks);
    assert_true(refused->has_refused_checks);
    assert_int_equal(refused->months, 1);
    w.refuses = false;
    const struct model *more = take_whole(s, 1);
    assert_int_equal(more->references, 1);
    assert_false(more->has_refused_checks);
    assert_true(refused->has_refused_checks); /* is readable still */
    s.give_back(s.state, bare);
    s.give_back(s.state, refused);
    s.give_back(s.state, more);
    unsigned added = atomic_load(&w.added);
    s.give_back(s.state, take(s));
    (void)nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    assert_int_equal(atomic_load(&w.added), added);
    keeper_stop(k);
    assert_int_equal(pthread_join(thread, NULL), 0);
    keeper_close(k);
    assert_int_equal(fclose(file), 0);
    const char *first = strstr(logged, "site.addition code=file.read");
    assert_non_null(first);
    assert_null(strstr(first + 1, "site.addition"));
    free(logged);
}

/* With a long pause nobody looks, however often pages are asked for. */
static void a_failure_is_no_busy_loop(void **state)
{
    (void)state;
    struct adding w = {.made = {.version = 1}, .refuses = true};
    struct keeper *k = keeper_open((struct keeper_maker){&w, version_of, make, add},
                                   (int64_t)3600 * 1000000, &SILENT);
    struct model_source s = keeper_source(k);
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, work, k), 0);
    s.give_back(s.state, take(s));
    wait_for(&w.added, 1);
    for (unsigned i = 0; i < 20; i++) {
        s.give_back(s.state, take(s));
        (void)nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
    assert_int_equal(atomic_load(&w.added), 1);
    keeper_stop(k);
    assert_int_equal(pthread_join(thread, NULL), 0);
    keeper_close(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(more_is_added_behind),
        cmocka_unit_test(who_adds_stops_when_asked),
        cmocka_unit_test(what_cannot_be_added_is_told_once),
        cmocka_unit_test(a_failure_is_no_busy_loop),
        cmocka_unit_test(it_is_made_once),
        cmocka_unit_test(a_change_is_seen_and_the_old_one_stays_readable),
        cmocka_unit_test(nobody_waits_for_a_new_one),
        cmocka_unit_test(an_end_while_one_is_wanted),
        cmocka_unit_test(the_version_is_not_asked_for_too_often),
        cmocka_unit_test(without_figures_there_is_none),
        cmocka_unit_test(a_failure_shows_only_where_there_is_nothing_older),
        cmocka_unit_test(many_read_while_it_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
