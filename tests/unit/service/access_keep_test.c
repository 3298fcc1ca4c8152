/* service/access/access_log.h, access_verify.h: what is erased and forgotten and stays a sound log,
 * what a patient is shown, and what is drawn to be looked at. */
#include "service/access/access_checkpoint.h"
#include "service/access/access_keep.h"

#include "access_scene.h"

static void erased_on_decision_only(void **state)
{
    struct place p;
    struct err err = {0};
    open_home(&p, *state, NULL);
    fill(&p, 9);
    struct access_erasure what = {
        .sequence = 4, .decision = STR("2026-1"), .actor = actor_of_process(p.scratch->arena)};
    assert_true(access_log_erase_entry(&p.in, &what, &err));
    struct access_verdict v = judge(&p, NULL);
    assert_int_equal(v.fault, ACCESS_SOUND);
    assert_int_equal(v.sealed, 10);
    assert_int_equal(v.erased, 1);
    FAILS(access_log_erase_entry(&p.in, &what, &err), "log.entry", &err); /* once */
    what.sequence = 99;
    FAILS(access_log_erase_entry(&p.in, &what, &err), "log.entry", &err);
    assert_int_equal(judge(&p, NULL).sealed, 10);
    run(&p, "UPDATE access_log SET at = NULL, actor = NULL, role = NULL, unit = NULL, purpose = "
            "NULL, act = NULL, kind = NULL, outcome = NULL, person = NULL, about = NULL, count = "
            "NULL WHERE sequence IN (6, 7)");
    v = judge(&p, NULL);
    assert_int_equal(v.fault, ACCESS_ERASED);
    assert_int_equal(v.broken, 6);
    run(&p, "UPDATE access_log SET sum = randomblob(32) WHERE sequence = 4");
    assert_int_equal(judge(&p, NULL).fault, ACCESS_UNLINKED); /* only the chain finds that */
    instance_close(&p.in);
}

/* How many are removed that are older than that second. */
static int64_t forget(struct place *p, int64_t second)
{
    struct err err = {0};
    struct access_kept kept;
    struct access_keeping ask = {.actor = actor_of_process(p->scratch->arena)};
    struct moment since = {second * 1000000};
    assert_true(access_keep_since(p->scratch->arena, &p->in, since, &ask, &kept, &err));
    return kept.removed;
}

/* What says that it explains an erasure explains the one that it names, if there is one. */
static void an_erasure_is_explained_by_its_own(void **state)
{
    static const char *const about[] = {"", "decision=A 1", "entry=first decision=A 1",
                                        "entry=99 decision=A 1"};
    struct place p;
    struct err err = {0};
    open_home(&p, *state, NULL);
    fill(&p, 9);
    for (size_t i = 0; i < sizeof about / sizeof *about; i++) {
        struct access_entry e = entry(&p, 50);
        e.kind = ACCESS_ERASE;
        e.about = str_of(about[i]);
        assert_true(access_log_write(&p.in, &e, 1, &err));
    }
    assert_int_equal(judge(&p, NULL).fault, ACCESS_SOUND);
    for (int64_t n = 3; n <= 7; n += 2) {
        struct access_erasure what = {
            .sequence = n, .decision = STR("A 1"), .actor = {.id = STR("os:test")}};
        assert_true(access_log_erase_entry(&p.in, &what, &err));
    }
    assert_int_equal(judge(&p, NULL).fault, ACCESS_SOUND);
    run(&p, "UPDATE access_log SET at = NULL, actor = NULL, role = NULL, unit = NULL, purpose = "
            "NULL, act = NULL, kind = NULL, outcome = NULL, person = NULL, about = NULL, count = "
            "NULL WHERE sequence = 4");
    assert_int_equal(judge(&p, NULL).fault, ACCESS_ERASED);
    instance_close(&p.in);
}

static void old_entries_are_forgotten(void **state)
{
    struct place p;
    open_home(&p, *state, NULL);
    fill(&p, 9);
    assert_int_equal(forget(&p, 1), 0);
    assert_int_equal(forget(&p, 4), 3);
    struct access_verdict v = judge(&p, NULL);
    assert_int_equal(v.fault, ACCESS_SOUND);
    assert_int_equal(v.sealed, 8); /* 9, less 3, and two that tell of the removing */
    run(&p, "CREATE TEMP TABLE kept AS SELECT * FROM access_log");
    run(&p, "DELETE FROM access_log WHERE sequence = 4"); /* one more */
    assert_int_equal(judge(&p, NULL).fault, ACCESS_MISSING);
    run(&p, "UPDATE access_log_start SET sequence = 4, chain = (SELECT chain FROM temp.kept WHERE "
            "sequence = 4)");
    assert_int_equal(judge(&p, NULL).fault, ACCESS_START);
    instance_close(&p.in);
}

/* Of an entry of six and of one of twelve years ago, those are removed that the region keeps no
 * more. */
static void the_region_says_how_long(void **state)
{
    static const struct {
        unsigned years;
        int64_t removed;
    } region[] = {{20, 0}, {7, 1}, {10, 0}};
    struct place p;
    struct err err = {0};
    struct access_kept kept;
    open_home(&p, *state, NULL);
    struct access_keeping ask = {.actor = actor_of_process(p.scratch->arena)};
    struct day today = stockholm_day(clock_now());
    for (int32_t years = 12; years >= 6; years -= 6) {
        struct access_entry e = entry(&p, 1);
        e.at = stockholm_midnight((struct day){today.n - years * 366});
        assert_true(access_log_write(&p.in, &e, 1, &err));
    }
    for (size_t i = 0; i < ARRAY_LEN(region); i++) {
        p.in.region.rules.log.keep_years = region[i].years;
        assert_true(access_keep(p.scratch->arena, &p.in, &ask, &kept, &err));
        assert_int_equal(kept.removed, region[i].removed);
        assert_int_equal(kept.from.n, access_kept_from(today, region[i].years).n);
    }
    assert_int_equal(judge(&p, NULL).fault, ACCESS_SOUND);
    instance_close(&p.in);
}

/* The entry that it names is gone by right: those that are left are not measured by it. */
static void a_checkpoint_of_what_is_forgotten_says_nothing(void **state)
{
    struct place p;
    struct scratch *s = *state;
    open_home(&p, s, NULL);
    p.in.checkpoint = str_of(scratch_path(s, "checkpoint"));
    fill(&p, 3);
    p.in.checkpoint = STR("");
    fill(&p, 9);
    run(&p, "UPDATE access_log SET at = at"); /* as it stands */
    assert_int_equal(forget(&p, 10), 12);
    p.in.checkpoint = str_of(scratch_path(s, "checkpoint"));
    fill(&p, 1);
    assert_int_equal(judge(&p, NULL).fault, ACCESS_SOUND);
    instance_close(&p.in);
}

/* Asked again with its key, whatever has become old by then, it is answered as it was. */
static void with_a_key_it_is_done_once(void **state)
{
    struct place p;
    struct scratch *s = *state;
    struct access_kept kept;
    struct err err = {0};
    open_home(&p, s, NULL);
    fill(&p, 9);
    struct access_keeping ask = {.actor = actor_of_process(s->arena), .key = STR("k")};
    assert_true(access_keep_since(s->arena, &p.in, (struct moment){4000000}, &ask, &kept, &err));
    assert_false(kept.is_repeat);
    int64_t first = kept.removed;
    assert_true(first > 0 && first < 9);
    ask.dry_run = true;
    assert_true(access_keep_since(s->arena, &p.in, (struct moment){90000000}, &ask, &kept, &err));
    assert_true(kept.is_repeat);
    ask.dry_run = false;
    kept.removed = -1;
    assert_true(access_keep_since(s->arena, &p.in, (struct moment){90000000}, &ask, &kept, &err));
    assert_true(kept.is_repeat);
    assert_int_equal(kept.removed, first);
    assert_int_equal(kept.from.n, stockholm_day((struct moment){4000000}).n);
    ask.actor.id = STR("SE0000000000-A1");
    FAILS(access_keep_since(s->arena, &p.in, (struct moment){90000000}, &ask, &kept, &err),
          "act.key_reused", &err);
    struct access_verdict v = judge(&p, NULL);
    assert_int_equal(v.fault, ACCESS_SOUND);
    assert_int_equal(v.sealed, 9 - first + 3); /* it was done, and looked at twice */
    instance_close(&p.in);
}

/* All of them: the chain goes on from where it was. */
static void all_entries_are_forgotten(void **state)
{
    struct place p;
    open_home(&p, *state, NULL);
    fill(&p, 9);
    assert_int_equal(forget(&p, 90), 9);
    fill(&p, 1);
    struct access_verdict v = judge(&p, NULL);
    assert_int_equal(v.fault, ACCESS_SOUND);
    assert_int_equal(v.sealed, 2);
    instance_close(&p.in);
}

struct shown {
    int64_t person[16];
    char name[16][32];
    unsigned count;
};

static bool show(void *state, const struct access_row *row, struct err *err)
{
    struct shown *s = state;
    (void)err;
    (void)snprintf(s->name[s->count], sizeof s->name[0], "%.*s", STR_FMT(row->unit_name));
    s->person[s->count++] = row->entry.person;
    return true;
}

/* Person 2 had been person 3 for a time: what was done about 3 then is about them. */
static void of_a_person_with_what_was_joined(void **state)
{
    static const struct access_period always = {{0}, {INT64_MAX}};
    struct place p;
    struct err err = {0};
    struct shown s = {.count = 0};
    open_home(&p, *state, NULL);
    run(&p,
        "INSERT INTO change VALUES (1, 2500000, 't', 'os:x'), (2, 3500000, 't', 'os:x');"
        "BEGIN; INSERT INTO identifier VALUES (1, 101, 2, 1);"
        "INSERT INTO person VALUES (2, 1), (3, NULL); COMMIT;"
        "INSERT INTO identifier_was (identifier, person, recorded, superseded) VALUES (1, 3, 1, 2);"
        "INSERT INTO unit VALUES (1, 'SE0000000000-U1');"
        "INSERT INTO unit_stated (unit, name, operator, county, queue, recorded) "
        "VALUES (1, 'One', 0, '23', 2, 1);");
    fill(&p, 6); /* about 1 to 6, at the seconds 1 to 6 */
    struct access_entry late = entry(&p, 3);
    late.at.us = 4000000; /* about 3, when they were 2 again */
    assert_true(access_log_write(&p.in, &late, 1, &err));
    assert_true(access_log_of_person(p.in.db, 2, &always, (struct access_reader){&s, show}, &err));
    assert_int_equal(s.count, 2);
    assert_int_equal(s.person[0], 2);
    assert_int_equal(s.person[1], 3);
    assert_string_equal(s.name[0], "One");
    s.count = 0;
    struct access_period none = {{0}, {2000000}};
    assert_true(access_log_of_person(p.in.db, 2, &none, (struct access_reader){&s, show}, &err));
    assert_int_equal(s.count, 0); /* `to` is outside */
    instance_close(&p.in);
}

/* Every entry is drawn by the same number of seeds' places, at equal distances. */
static void samples_are_systematic(void **state)
{
    struct place p;
    struct err err = {0};
    open_home(&p, *state, NULL);
    fill(&p, 12);
    struct access_sample ask = {.period = {{0}, {INT64_MAX}}, .count = 5, .of = 12, .seed = 1};
    struct shown one = {.count = 0}, again = {.count = 0};
    assert_true(access_sample(p.in.db, &ask, (struct access_reader){&one, show}, &err));
    assert_true(access_sample(p.in.db, &ask, (struct access_reader){&again, show}, &err));
    assert_int_equal(one.count, 5);
    assert_memory_equal(one.person, again.person, sizeof one.person);
    for (unsigned i = 1; i < one.count; i++) {
        int64_t step = one.person[i] - one.person[i - 1];
        assert_true(step == 2 || step == 3);
    }
    unsigned drawn[12] = {0};
    bool first[12] = {false};
    for (ask.seed = 0; ask.seed < 2000; ask.seed++) {
        int64_t begin = access_sample_place(&ask, 0), last = access_sample_place(&ask, 4);
        assert_true(begin >= 0 && begin < 3 && last < 12);
        first[begin] = true;
        for (int64_t n = 0; n < 5; n++)
            drawn[access_sample_place(&ask, n)]++;
    }
    assert_true(first[0] && first[1] && first[2]);
    for (unsigned i = 0; i < 12; i++)
        assert_in_range(drawn[i], 700, 970); /* 5 of 12 of 2 000 are 833 */
    ask.count = 50;                          /* more than there are: all */
    one.count = 0;
    assert_true(access_sample(p.in.db, &ask, (struct access_reader){&one, show}, &err));
    assert_int_equal(one.count, 12);
    ask.of = 0;
    assert_true(access_sample(p.in.db, &ask, (struct access_reader){&one, show}, &err));
    /* Of a time within, without what was erased: the moments are those of persons 3 to 10. */
    ask = (struct access_sample){.period = {{3000000}, {11000000}}, .count = 50, .seed = 1};
    struct access_erasure what = {
        .sequence = 5, .decision = STR("A 1"), .actor = {.id = STR("os:test")}};
    assert_true(access_log_erase_entry(&p.in, &what, &err));
    assert_true(access_log_between(p.in.db, &ask.period, &ask.of, &err));
    one.count = 0;
    assert_true(access_sample(p.in.db, &ask, (struct access_reader){&one, show}, &err));
    assert_int_equal(one.count, 7);
    assert_int_equal(one.person[0], 3);
    instance_close(&p.in);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(erased_on_decision_only),
        TEST(an_erasure_is_explained_by_its_own),
        TEST(old_entries_are_forgotten),
        TEST(the_region_says_how_long),
        TEST(a_checkpoint_of_what_is_forgotten_says_nothing),
        TEST(with_a_key_it_is_done_once),
        TEST(all_entries_are_forgotten),
        TEST(of_a_person_with_what_was_joined),
        TEST(samples_are_systematic),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
