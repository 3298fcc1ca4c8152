/* service/writer.h: many ask at once; each is done whole or not at all, what is answered is
 * durable, and nothing is before its group is committed. */
#include "service/access/access_verify.h"
#include "service/unit/unit.h"
#include "service/writer.h"
#include "store/act_store.h"

#include "failing_steps.h"
#include "how_many.h"
#include "listing_scene.h"
#include "random.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- those who ask ---- */

/* A cap that the unit has not had, which changes it whatever stands there. */
struct asker {
    struct writer *writer;
    struct str key;
    int64_t cap;
    const char *dead; /* in its place: somebody who cannot be listed */
    bool half;        /* in its place: one that gives up in the middle */
    bool twice;       /* in its place: one of which SQLite takes the whole transaction back */
    bool slow;        /* besides */
    char *seen;       /* in its place: what others see meanwhile, 32 bytes */
    void **scene;
    bool done;
    struct err err;
    pthread_t thread;
};

static const struct actor REGION = {
    .id = {"os:test", 7}, .role = ROLE_ADMINISTRATOR, .purpose = PURPOSE_ADMINISTRATION};

static bool give_up(struct instance *in, struct err *err)
{
    struct work w;
    if (!work_begin(in->db, STR("half"), &w, err))
        return false;
    if (db_script(w.db, "half", STR("UPDATE unit_stated SET cap = 1"), err))
        (void)FAIL(err, ERR_CONFLICT, "test.half", "%s", "");
    work_abandon(&w);
    return false;
}

/* Two active listings of one person (OR ROLLBACK in its query). */
static bool list_twice(struct instance *in, struct err *err)
{
    struct work w;
    if (!work_begin(in->db, STR("twice"), &w, err))
        return false;
    bool done = db_script(w.db, "twice",
                          STR("INSERT OR ROLLBACK INTO listing_effect (person, from_day, to_day, "
                              "stated, list) SELECT person, from_day + 1, NULL, stated, list FROM "
                              "listing_effect WHERE to_day IS NULL"),
                          err);
    work_abandon(&w);
    return done;
}

static bool ask_cap(struct arena *a, struct instance *in, const struct asker *who, struct err *err)
{
    struct unit_changed changed;
    struct unit_change c = {.unit = STR("SE0000000000-U1"),
                            .what = UNIT_CAP,
                            .cap = who->cap,
                            .from = DAY_NONE,
                            .reason = STR("letter"),
                            .actor = REGION,
                            .key = who->key};
    return unit_change(a, in, &c, &changed, err);
}

static bool carry_out(void *state, struct instance *in, struct err *err)
{
    struct asker *who = state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct listing_answer answer;
    struct listing_request r = asks(who->dead ? who->dead : "", "SE0000000000-U1");
    if (who->slow)
        (void)usleep(20000);
    if (who->seen) {
        assert_true(db_is_grouped(in->db));
        (void)snprintf(who->seen, 32, "%s", rows(who->scene, "SELECT count(*) FROM act"));
    }
    bool done = who->half    ? give_up(in, err)
                : who->twice ? list_twice(in, err)
                : who->dead  ? listing_list(a, in, &r, &answer, err)
                : who->seen  ? true
                             : ask_cap(a, in, who, err);
    arena_close(a);
    return done;
}

static void *ask(void *state)
{
    struct asker *who = state;
    who->done = writer_do(who->writer, (struct writer_act){who, carry_out}, &who->err);
    return NULL;
}

/* Keeps the writer while others come. */
struct holder {
    struct writer *writer;
    atomic_bool begun, released;
};

static bool hold(void *state, struct instance *in, struct err *err)
{
    (void)in;
    (void)err;
    struct holder *h = state;
    h->begun = true;
    while (!h->released)
        (void)usleep(100);
    return true;
}

static void *ask_to_hold(void *state)
{
    struct holder *h = state;
    struct err err = {0};
    return writer_do(h->writer, (struct writer_act){h, hold}, &err) ? h : NULL;
}

/* In this order, as one group. */
static void ask_together(struct writer *w, struct asker *who, unsigned count)
{
    struct holder h = {.writer = w};
    pthread_t holding;
    assert_int_equal(pthread_create(&holding, NULL, ask_to_hold, &h), 0);
    while (!h.begun)
        (void)usleep(100);
    for (unsigned i = 0; i < count; i++) {
        who[i].writer = w;
        assert_int_equal(pthread_create(&who[i].thread, NULL, ask, &who[i]), 0);
        while (writer_waiting(w) <= i)
            (void)usleep(100);
    }
    h.released = true;
    for (unsigned i = 0; i < count; i++)
        assert_int_equal(pthread_join(who[i].thread, NULL), 0);
    assert_int_equal(pthread_join(holding, NULL), 0);
}

static struct writer *open_writer(struct scratch *s)
{
    static const struct clock clock = {.today = {TODAY}};
    struct writer *w = NULL;
    struct err err = {0};
    struct instance_options o = {.home = scratch_path(s, "home"), .clock = &clock};
    if (!writer_open(&o, &w, &err))
        fail_msg("%s %s", err.code, err.detail);
    return w;
}

static struct str key_of(struct arena *a, unsigned n, unsigned i)
{
    return str_fmt(a, "%u-%u", n, i);
}

/* ---- what is there ---- */

static bool is_kept(struct instance *in, struct str key)
{
    struct act_kept kept;
    struct err err = {0};
    bool found = false;
    assert_true(act_by_key(in->db, in->arena, key, &found, &kept, &err));
    return found;
}

/* The log is whole, also against the checkpoint of a file, where one is given. */
static void log_is_sound(struct instance *in, const char *checkpoint)
{
    struct access_key key;
    struct access_checkpoint said = {.at = {0}};
    struct access_verdict v = {0};
    struct err err = {0};
    assert_true(
        access_key_read(&FILES_POSIX, instance_path(in, in->arena, INSTANCE_LOG_KEY), &key, &err));
    if (checkpoint)
        assert_true(access_checkpoint_read(&FILES_POSIX, checkpoint, &key, &said, &err));
    assert_true(access_verify(in->db, &key, checkpoint ? &said : NULL, &v, &err));
    assert_int_equal(v.fault, ACCESS_SOUND);
    assert_int_equal(v.unsealed, 0);
}

/* ---- tests ---- */

#define CAPS   "SELECT cap FROM unit_stated WHERE unit = 1 ORDER BY recorded DESC LIMIT 1"
#define DENIED "SELECT count(*) FROM access_log WHERE outcome = 2"

static void those_who_wait_are_done_in_their_order(void **state)
{
    struct writer *w = open_writer(scratch_of(state));
    struct asker who[] = {{.key = STR("a"), .cap = 5},
                          {.key = STR("b"), .cap = 6},
                          {.key = STR("a"), .cap = 5},
                          {.key = STR("a"), .cap = 7}};
    ask_together(w, who, ARRAY_LEN(who));
    assert_true(who[0].done && who[1].done && who[2].done); /* the third is the first once more */
    assert_false(who[3].done);
    assert_string_equal(who[3].err.code, "act.key_reused");
    ROWS(state, CAPS, "6");
    ROWS(state, "SELECT count(*) FROM act", "2");
    log_is_sound(instance_of(state), NULL);
    writer_close(w);
}

static void who_fails_leaves_nothing_and_the_others_stay(void **state)
{
    struct writer *w = open_writer(scratch_of(state));
    struct asker who[] = {{.key = STR("a"), .cap = 5},
                          {.half = true},
                          {.dead = "key:3"},
                          {.key = STR("b"), .cap = 6}};
    ask_together(w, who, ARRAY_LEN(who));
    assert_true(who[0].done && who[3].done);
    assert_false(who[1].done || who[2].done);
    assert_string_equal(who[1].err.code, "test.half");
    assert_string_equal(who[2].err.code, "listing.dead");
    ROWS(state, CAPS, "6");
    ROWS(state, "SELECT count(*) FROM change WHERE what = 'half'", "0");
    ROWS(state, "SELECT count(*) FROM access_log WHERE person = 3", "1"); /* who was refused */
    log_is_sound(instance_of(state), NULL);
    writer_close(w);
}

static void one_that_takes_all_with_it_takes_nobody(void **state)
{
    struct writer *w = open_writer(scratch_of(state));
    struct asker who[] = {{.key = STR("a"), .cap = 5},
                          {.twice = true},
                          {.dead = "key:3"},
                          {.key = STR("b"), .cap = 6}};
    ask_together(w, who, ARRAY_LEN(who));
    assert_true(who[0].done && who[3].done);
    assert_string_equal(who[1].err.code, "store.constraint");
    assert_string_equal(who[2].err.code, "listing.dead");
    ROWS(state, CAPS, "6");
    ROWS(state, "SELECT count(*) FROM act", "2");
    ROWS(state, "SELECT count(*) FROM access_log WHERE person = 3", "1");
    log_is_sound(instance_of(state), NULL);
    writer_close(w);
}

/* More than go together, and some that take so long that no more are begun. */
static void many_are_all_answered(void **state)
{
    enum { MANY = 150 };
    struct scratch *s = scratch_of(state);
    struct writer *w = open_writer(s);
    struct asker *who = ARENA_NEW(s->arena, struct asker, MANY);
    for (unsigned i = 0; i < MANY; i++)
        who[i] = (struct asker){.key = key_of(s->arena, 0, i), .cap = 10 + i, .slow = i % 10 == 0};
    ask_together(w, who, MANY);
    for (unsigned i = 0; i < MANY; i++)
        assert_true(who[i].done);
    ROWS(state, CAPS, "159"); /* in their order */
    ROWS(state, "SELECT count(*) FROM act", "150");
    assert_int_equal(writer_waiting(w), 0);
    writer_close(w);
}

static void *close_it(void *state)
{
    writer_close(state);
    return NULL;
}

/* Who waits is answered, and the writer is gone only when all have left it. */
static void it_is_closed_while_some_wait(void **state)
{
    enum { WAITING = 8 };
    struct scratch *s = scratch_of(state);
    struct asker who[WAITING];
    struct holder h = {.writer = open_writer(s)};
    pthread_t holding, closing;
    assert_int_equal(pthread_create(&holding, NULL, ask_to_hold, &h), 0);
    while (!h.begun)
        (void)usleep(100);
    for (unsigned i = 0; i < WAITING; i++) {
        who[i] = (struct asker){.writer = h.writer, .key = key_of(s->arena, 0, i), .cap = 10 + i};
        assert_int_equal(pthread_create(&who[i].thread, NULL, ask, &who[i]), 0);
    }
    while (writer_waiting(h.writer) < WAITING)
        (void)usleep(100);
    assert_int_equal(pthread_create(&closing, NULL, close_it, h.writer), 0);
    h.released = true;
    assert_int_equal(pthread_join(closing, NULL), 0);
    for (unsigned i = 0; i < WAITING; i++) {
        assert_int_equal(pthread_join(who[i].thread, NULL), 0);
        assert_true(who[i].done);
    }
    assert_int_equal(pthread_join(holding, NULL), 0);
    ROWS(state, "SELECT count(*) FROM act", "8");
}

static void others_see_nothing_before_all_of_it(void **state)
{
    struct writer *w = open_writer(scratch_of(state));
    char seen[32] = "";
    struct asker who[] = {
        {.key = STR("a"), .cap = 5}, {.key = STR("b"), .cap = 6}, {.seen = seen, .scene = state}};
    ask_together(w, who, ARRAY_LEN(who));
    assert_string_equal(seen, "0");
    ROWS(state, "SELECT count(*) FROM act", "2");
    writer_close(w);
}

/* Whether it was refused; and then there is an entry more of it, else none. */
static bool is_denied(void **state, const char *code, unsigned *entries)
{
    const char *now = rows(state, "SELECT count(*) FROM access_log WHERE person = 3");
    bool denied = strcmp(code, "listing.dead") == 0;
    *entries += denied;
    assert_int_equal(strtoul(now, NULL, 10), *entries);
    return denied;
}

/* Whichever statement fails: who was answered that it is done finds it, nobody else does; and
 * neither is the log spoilt, nor does the checkpoint know of what is not there. */
static void what_fails_in_a_group_was_not_said_to_be_done(void **state)
{
    enum { OF_A_GROUP = 3 };
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    unsigned done = 0, alone = 0, refused = 0, n = 0, calls = 0, entries = 0;
    const char *checkpoint = scratch_path(s, "checkpoint");
    (void)scratch_write(s, "home/" INSTANCE_SETTINGS,
                        str_fmt(s->arena, "region: jamtland\ncheckpoint: %s\n", checkpoint));
    struct writer *w = open_writer(s);
    do {
        struct asker who[OF_A_GROUP + 1];
        n = next_failure(n);
        for (unsigned i = 0; i < OF_A_GROUP; i++)
            who[i] = (struct asker){.key = key_of(s->arena, n, i), .cap = n * 10 + i};
        who[OF_A_GROUP] = (struct asker){.dead = "key:3"};
        failing_steps = (struct failing_steps){.fail_at = n};
        ask_together(w, who, OF_A_GROUP + 1);
        calls = failing_steps.calls;
        failing_steps.fail_at = 0;
        unsigned of_these = 0;
        for (unsigned i = 0; i < OF_A_GROUP; i++) {
            if (who[i].done != is_kept(in, who[i].key))
                fail_msg("statement %u, act %u: %d", n, i, who[i].done);
            of_these += who[i].done;
        }
        refused += is_denied(state, who[OF_A_GROUP].err.code, &entries);
        done += of_these == OF_A_GROUP;
        alone += of_these == OF_A_GROUP - 1;
        if (file_exists(checkpoint)) /* and once something was done it is */
            log_is_sound(in, checkpoint);
        assert_true(done + alone == 0 || file_exists(checkpoint));
    } while (calls >= n);
    assert_true(n > 8 && done > 0 && alone > 0 && refused > 0 && refused < n);
    writer_close(w);
}

/* ---- killed ---- */

enum { THREADS = 4, ACTS_MOST = 20000 };
enum heard { NOT_BEGUN, BEGUN, TOLD };
struct told { /* shared with who is killed */
    struct scratch *scratch;
    struct writer *writer;
    unsigned round;
    _Atomic unsigned begun;
    _Atomic unsigned char heard[ACTS_MOST];
};

static void *ask_on(void *state)
{
    struct told *t = state;
    struct arena *a = arena_open(ARENA_BLOCK);
    for (unsigned i = 0; (i = atomic_fetch_add(&t->begun, 1)) < ACTS_MOST;) {
        struct asker who = {.writer = t->writer, .key = key_of(a, t->round, i), .cap = i};
        t->heard[i] = BEGUN;
        (void)ask(&who);
        if (!who.done)
            _exit(1);
        t->heard[i] = TOLD;
        arena_reset(a);
    }
    arena_close(a);
    return NULL;
}

static void work_on(struct told *t)
{
    pthread_t thread[THREADS];
    t->writer = open_writer(t->scratch);
    for (unsigned i = 0; i < THREADS; i++)
        if (pthread_create(&thread[i], NULL, ask_on, t) != 0)
            _exit(1);
    for (unsigned i = 0; i < THREADS; i++)
        (void)pthread_join(thread[i], NULL);
    _exit(1);
}

/* At any moment, once it has told of some. */
static void kill_one(struct told *t, struct random *r)
{
    int status = 0;
    t->begun = 0;
    memset((void *)t->heard, 0, sizeof t->heard);
    pid_t child = fork();
    if (child == 0)
        work_on(t);
    while (t->begun < 2 * THREADS && waitpid(child, &status, WNOHANG) == 0)
        (void)usleep(1000);
    (void)usleep(random_below(r, 30000));
    (void)kill(child, SIGKILL);
    (void)waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

/* What was told is there; what was begun is there or not, and asked again with its key it is done
 * once. */
static void who_is_killed_has_told_of_nothing_that_is_not_there(void **state)
{
    enum { KILLS = 5 };
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct random r = {1};
    struct told *t =
        mmap(NULL, sizeof *t, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_ptr_not_equal(t, MAP_FAILED);
    t->scratch = s;
    unsigned told = 0;
    for (t->round = 0; t->round < KILLS; t->round++) {
        kill_one(t, &r);
        struct writer *w = open_writer(s);
        for (unsigned i = 0; i < t->begun && i < ACTS_MOST; i++) {
            struct asker who = {.writer = w, .key = key_of(s->arena, t->round, i), .cap = i};
            told += t->heard[i] == TOLD;
            if (t->heard[i] == TOLD)
                assert_true(is_kept(in, who.key));
            if (t->heard[i] != BEGUN)
                continue;
            (void)ask(&who);
            assert_true(who.done && is_kept(in, who.key));
        }
        writer_close(w);
        log_is_sound(in, NULL);
    }
    assert_true(told > 0);
    ROWS(state,
         "SELECT count(*) FROM act AS a LEFT JOIN change AS c ON c.position = a.position "
         "WHERE c.position IS NULL",
         "0");
    (void)munmap(t, sizeof *t);
}

static void one_that_does_not_open_says_why(void **state)
{
    struct writer *w = NULL;
    struct err err = {0};
    struct instance_options o = {.home = scratch_path(scratch_of(state), "nowhere")};
    FAILS(writer_open(&o, &w, &err), "instance.missing", &err);
    writer_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(those_who_wait_are_done_in_their_order),
        SCENE(who_fails_leaves_nothing_and_the_others_stay),
        SCENE(one_that_takes_all_with_it_takes_nobody),
        SCENE(many_are_all_answered),
        SCENE(it_is_closed_while_some_wait),
        SCENE(others_see_nothing_before_all_of_it),
        SCENE(what_fails_in_a_group_was_not_said_to_be_done),
        SCENE(who_is_killed_has_told_of_nothing_that_is_not_there),
        SCENE(one_that_does_not_open_says_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
