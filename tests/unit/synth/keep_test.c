#include "synth/keep.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { PERSONS = 400, MOST = 4000 };

struct made {
    struct contact at[MOST];
    uint32_t count;
};

static void make(struct made *m, uint64_t seed)
{
    struct rnd r = rnd_of(seed, STREAM_CONTACTS, 0);
    m->count = 0;
    for (int32_t person = 0; person < PERSONS; person++)
        for (uint32_t n = rnd_below(&r, 9); n > 0; n--)
            m->at[m->count++] = (struct contact){
                .person = person,
                .rank = (uint32_t)(rnd_u64(&r) >> 32),
                .form = rnd_chance(&r, 0.2) ? FORM_HOME_VISIT : FORM_VISIT,
            };
}

static struct quota count(const struct made *m, const bool *kept)
{
    struct quota q = {0};
    bool patient[PERSONS] = {false}, home[PERSONS] = {false};
    for (uint32_t i = 0; i < m->count; i++) {
        const struct contact *c = &m->at[i];
        if (!kept[i])
            continue;
        q.contacts++;
        q.patients += !patient[c->person];
        patient[c->person] = true;
        if (c->form != FORM_HOME_VISIT)
            continue;
        q.home_visits++;
        q.home_patients += !home[c->person];
        home[c->person] = true;
    }
    return q;
}

static void quotas_are_met_exactly(void **state)
{
    (void)state;
    static const struct quota WANTED[] = {{900, 300, 120, 90}, {1000, 320, 140, 110}};
    static struct made m;
    for (uint64_t seed = 0; seed < 50; seed++)
        for (unsigned i = 0; i < 2; i++) {
            struct arena *a = arena_open(ARENA_BLOCK);
            bool kept[MOST] = {false};
            make(&m, seed);
            struct shortage s = keep_candidates(a, m.at, m.count, &WANTED[i], kept);
            struct quota got = count(&m, kept);
            assert_int_equal(s.contacts + s.patients + s.home_visits + s.home_patients, 0);
            assert_int_equal(got.contacts, WANTED[i].contacts);
            assert_int_equal(got.patients, WANTED[i].patients);
            assert_int_equal(got.home_visits, WANTED[i].home_visits);
            assert_int_equal(got.home_patients, WANTED[i].home_patients);
            arena_close(a);
        }
}

static void low_ranks_stay(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct contact c[] = {{.person = 0, .rank = 5U << 28},
                          {.person = 0, .rank = 1U << 28},
                          {.person = 1, .rank = 3U << 28},
                          {.person = 2, .rank = 2U << 28}};
    bool kept[4] = {false};
    struct quota q = {.contacts = 2, .patients = 2};
    (void)keep_candidates(a, c, 4, &q, kept);
    assert_true(kept[1] && kept[3]);
    assert_false(kept[0] || kept[2]);
    arena_close(a);
}

static void what_is_missing_is_told(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct contact c[] = {{.person = 0}, {.person = 1, .form = FORM_HOME_VISIT}};
    bool kept[2] = {false};
    struct quota q = {.contacts = 9, .patients = 4, .home_visits = 3, .home_patients = 2};
    struct shortage s = keep_candidates(a, c, 2, &q, kept);
    assert_int_equal(s.home_patients, 1);
    assert_int_equal(s.home_visits, 1);
    assert_int_equal(s.patients, 1);
    assert_int_equal(s.contacts, 4);
    assert_true(kept[0] && kept[1]);
    arena_close(a);
}

/* Without a number of patients anybody may be one. */
static void patients_need_not_be_counted(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    static struct made m;
    bool kept[MOST] = {false};
    make(&m, 3);
    struct quota q = {.contacts = 700, .home_visits = 100};
    struct shortage s = keep_candidates(a, m.at, m.count, &q, kept);
    assert_int_equal(s.contacts + s.home_visits, 0);
    assert_int_equal(count(&m, kept).contacts, 700);
    assert_int_equal(count(&m, kept).home_visits, 100);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotas_are_met_exactly),
        cmocka_unit_test(low_ranks_stay),
        cmocka_unit_test(what_is_missing_is_told),
        cmocka_unit_test(patients_need_not_be_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
