/* One moment of the whole: what was added is there in the snapshot's order, a contact that comes
 * again replaces itself, identifiers that were merged are one person, and a file whose numbers make
 * no sense is not opened. */
#include "../core/failing_files.h"
#include "engine/saebo_week.h"
#include "forge.h"
#include "how_many.h"
#include "random_world.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void units_staff_and_persons_in_order(void **state)
{
    (void)state;
    struct world w = world_begin();
    uint32_t b = world_unit(&w, "B", "2321", OPERATOR_EXTERNAL);
    uint32_t a = world_unit(&w, "A", "", OPERATOR_REGION);
    world_staff(&w, "D2", true);
    world_staff(&w, "D1", false);
    uint32_t anna = world_person(&w, "1850-05-17"); /* key 1000 */
    uint32_t bo = world_person(&w, "");             /* key 999 */
    uint32_t eva = world_person(&w, "2000-02-29");  /* key 998 */
    world_list(&w, anna, a, "2020-01-01", "2020-12-31");
    world_list(&w, anna, b, "2021-01-01", "");
    world_list(&w, bo, a, "2020-01-01", "");
    struct contact_row visit = world_visit("2020-03-01", "ELSEWHERE", "STRANGER");
    world_contact(&w, eva, &visit);
    world_end(&w, 1);
    const struct snapshot *s = &w.snapshot;
    /* Units of units.csv first, by id; those that only contacts know behind. */
    assert_int_equal(s->units, 3);
    assert_int_equal(s->known_units, 2);
    assert_string_equal(s->unit_id[0].text, "SE0000000000-A");
    assert_string_equal(s->unit_id[1].text, "SE0000000000-B");
    assert_string_equal(s->unit_id[2].text, "SE0000000000-ELSEWHERE");
    assert_true(str_eq(s->unit_name[1], STR("B")));
    assert_int_equal(s->unit_operator[1], OPERATOR_EXTERNAL);
    assert_int_equal(s->unit_county[0], SNAPSHOT_NONE16);
    assert_true(str_eq(s->place[s->unit_municipality[1]], STR("2321")));
    assert_true(str_eq(s->place[s->unit_county[1]], STR("23")));
    assert_int_equal(s->staff_count, 3);
    assert_int_equal(s->staff_protected[0], 0);
    assert_int_equal(s->staff_protected[1], 1);
    /* Persons by the unit of their latest listing: Bo at A, Anna at B, Eva nowhere. */
    static const int64_t keys[] = {999, 1000, 998};
    for (uint32_t i = 0; i < 3; i++) {
        uint32_t found = 99;
        assert_int_equal(s->person_key[i], keys[i]);
        assert_true(snapshot_person(s, keys[i], &found));
        assert_int_equal(found, i);
    }
    uint32_t nobody = 7;
    assert_false(snapshot_person(s, 1, &nobody));
    assert_int_equal(nobody, 7);
    assert_int_equal(s->birth[0], INT32_MIN);
    assert_int_equal(s->birth[1], world_day("1850-05-17").n);
    assert_int_equal(s->listings.first[1], 1);
    assert_int_equal(s->listings.to[1], world_day("2020-12-31").n);
    assert_int_equal(s->listings.to[2], SNAPSHOT_NONE16);
    assert_int_equal(s->last_contact.n, world_day("2020-03-01").n);
    assert_int_equal(narrow_at(s->contacts.unit, 0), 2);
    world_close(&w);
}

static void contacts_by_day_time_and_load(void **state)
{
    (void)state;
    static const struct {
        const char *date;
        int16_t minute;
        enum form form;
    } rows[] = {{"2020-03-02", -1, FORM_VISIT},
                {"2020-03-01", 600, FORM_PHONE},
                {"2020-03-01", -1, FORM_VIDEO}, /* no time sorts first */
                {"2020-03-01", 0, FORM_LETTER},
                {"2020-03-01", 600, FORM_GROUP}}; /* the same minute: the order of loading */
    static const enum form sorted[] = {FORM_VIDEO, FORM_LETTER, FORM_PHONE, FORM_GROUP, FORM_VISIT};
    struct world w = world_begin();
    uint32_t p = world_person(&w, "");
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct contact_row row = world_visit(rows[i].date, "A", "");
        row.minute = rows[i].minute;
        row.form = rows[i].form;
        world_contact(&w, p, &row);
    }
    world_end(&w, 1);
    const struct snapshot *s = &w.snapshot;
    for (uint32_t i = 0; i < ARRAY_LEN(sorted); i++)
        assert_int_equal(shape_unpack(s->shape[narrow_at(s->contacts.shape, i)]).form, sorted[i]);
    assert_int_equal(s->contacts.minute[0], SEGMENT_MINUTE_NONE);
    assert_int_equal(s->contacts.minute[1], 0);
    assert_null(s->contacts.sought);
    world_close(&w);
}

/* The last row of a key holds, even when it is another person's; in one load or in several. */
static void a_contact_that_comes_again(void **state)
{
    (void)state;
    struct world w = world_begin();
    uint32_t p = world_person(&w, ""), q = world_person(&w, "");
    struct contact_row row = world_visit("2020-03-01", "A", "D1");
    row.contact = STR("SAME");
    world_contact(&w, p, &row);
    row.contact = STR("OTHER");
    world_contact(&w, p, &row);
    row.contact = STR("SAME");
    row.date = world_day("2020-04-01");
    world_contact(&w, p, &row);
    /* A second load moves it to q. */
    char path[70];
    struct err err = {0};
    struct segment second;
    struct segment_made made;
    struct segment_writer *first = w.writer;
    (void)snprintf(path, sizeof path, "%s/second", w.folder);
    assert_true(segment_create(&FORGE_FILES, path, &w.writer, &err));
    row.date = world_day("2020-05-01");
    world_contact(&w, q, &row);
    assert_true(segment_commit(w.writer, &made, &err));
    assert_true(segment_open(w.arena, path, &second, &err));
    w.writer = first;
    world_load(&w);
    assert_true(snapshot_add_segment(w.builder, &second, &err));
    struct snapshot_options options = {.path = w.path, .origin = {17, 4}, .threads = 2};
    world_finish(&w, &options);
    segment_close(&second);
    const struct snapshot *s = &w.snapshot;
    assert_int_equal(s->contacts.count, 2);
    uint32_t at_p = 0, at_q = 0;
    assert_true(snapshot_person(s, 1000, &at_p) && snapshot_person(s, 999, &at_q));
    assert_int_equal(s->contacts.first[at_p + 1] - s->contacts.first[at_p], 1);
    assert_int_equal(s->contacts.day[s->contacts.first[at_p]], world_day("2020-03-01").n);
    assert_int_equal(s->contacts.day[s->contacts.first[at_q]], world_day("2020-05-01").n);
    assert_int_equal(s->origin.position, 17);
    assert_int_equal(s->origin.last_load, 4);
    (void)remove(path);
    world_close(&w);
}

static void identifiers_of_one_person(void **state)
{
    (void)state;
    struct world w = world_begin();
    uint32_t p = world_person(&w, "");
    snapshot_add_identifier(w.builder, 77, p);
    struct contact_row row = world_visit("2020-03-02", "A", "D1");
    world_contact(&w, p, &row);
    row.date = world_day("2020-03-01");
    world_contact(&w, 76, &row); /* identifier 77 */
    world_end(&w, 1);
    assert_int_equal(w.snapshot.persons, 1);
    assert_int_equal(w.snapshot.contacts.count, 2);
    assert_int_equal(w.snapshot.contacts.day[0], world_day("2020-03-01").n);
    world_close(&w);
}

/* Ends of intervals beyond what 16 bits say. */
static void days_that_are_far_away(void **state)
{
    (void)state;
    struct world w = world_begin();
    uint32_t a = world_unit(&w, "A", "2321", OPERATOR_REGION), p = world_person(&w, "");
    world_list(&w, p, a, "1850-01-01", "1899-12-31"); /* on no day of a snapshot */
    world_list(&w, p, a, "1900-01-01", "1900-01-01");
    world_list(&w, p, a, "1950-01-01", "2079-06-06"); /* as open */
    world_list(&w, p, a, "2079-06-07", "");
    world_end(&w, 1);
    const struct snapshot_listings *l = &w.snapshot.listings;
    assert_int_equal(l->count, 2);
    assert_int_equal(l->from[0], 0);
    assert_int_equal(l->to[0], 0);
    assert_int_equal(l->to[1], SNAPSHOT_NONE16);
    world_close(&w);
}

static void what_cannot_be_built(void **state)
{
    (void)state;
    struct world w = world_begin();
    struct err err = {0};
    uint64_t checksum;
    struct contact_row row = world_visit("2020-03-02", "A", "D1");
    world_person(&w, "");
    world_contact(&w, 41, &row); /* identifier 42, that nobody has */
    world_load(&w);
    struct snapshot_options options = {.path = w.path, .threads = 1};
    assert_false(snapshot_finish(w.builder, &FORGE_FILES, &options, &checksum, &err));
    assert_string_equal(err.code, "snapshot.person");
    assert_string_equal(err.detail, "42");
    assert_false(file_exists(w.path));
    world_unload(&w);
    world_remove(&w);
    arena_close(w.arena);
    struct snapshot_builder *b = snapshot_builder_open();
    for (unsigned i = 0; i <= 65535; i++) {
        char name[16];
        uint32_t number;
        (void)snprintf(name, sizeof name, "U%u", i);
        struct snapshot_unit unit = {.id = world_id(name)};
        err = (struct err){0};
        assert_int_equal(snapshot_add_unit(b, &unit, &number, &err), i < 65535);
    }
    assert_string_equal(err.code, "snapshot.full");
    snapshot_builder_close(b);
    snapshot_builder_close(NULL);
}

/* The same rows, the same bytes, on any number of threads. */
static void threads_make_no_difference(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        uint64_t checksum = 0;
        for (unsigned threads = 1; threads <= 4; threads++) {
            struct random r = {seed};
            struct world w = random_world(&r);
            world_end(&w, threads);
            assert_true(threads == 1 || w.snapshot.file.checksum == checksum);
            checksum = w.snapshot.file.checksum;
            world_close(&w);
        }
    }
}

/* ---- files that others made ---- */

/* Section by section: left out, of another type, of another size, every item set to nonsense. What
 * opens all the same can be used. */
static void forged_files(void **state)
{
    (void)state;
    static const uint64_t nonsense[] = {0, 1, 2, 200, 65534, 65535, UINT32_MAX, UINT64_MAX};
    struct random r = {5};
    struct world w = random_world(&r);
    world_end(&w, 1);
    char other[70];
    (void)snprintf(other, sizeof other, "%s/other", w.folder);
    const struct colfile *f = &w.snapshot.file;
    unsigned refused = 0, opened = 0, changes = check_scale() < 1 ? 20 : 60; /* of a section */
    for (uint32_t section = 0; section < f->sections; section++)
        for (unsigned i = 0; i < changes; i++) {
            struct forge change = {section, (enum forge_op)(i % FORGE_OPS), random_below(&r, 200),
                                   nonsense[random_below(&r, ARRAY_LEN(nonsense))]};
            struct arena *a = arena_open(ARENA_BLOCK);
            struct err err = {0};
            struct snapshot s;
            assert_true(forge_copy(w.path, other, &SNAPSHOT_KIND, &change, 1));
            if (snapshot_open(a, other, &s, &err)) {
                (void)saebo_week(a, &s, (struct iso_week){2021, 48});
                snapshot_close(&s);
                opened++;
            } else {
                assert_true(strcmp(err.code, "snapshot.damaged") == 0 ||
                            strcmp(err.code, "colfile.section") == 0);
                refused++;
            }
            arena_close(a);
        }
    assert_true(refused > 16 * changes && opened > 16 * changes);
    (void)remove(other);
    world_close(&w);
}

static const struct {
    const char *section;
    uint64_t at, value;
} NONSENSE[] = {
    {"known_units", 0, 3},
    {"unit_operator", 0, 2},
    {"unit_county", 0, 3},
    {"unit_id", 3, 0},
    {"staff_protected", 0, 2},
    {"person_by_key", 0, 2},
    {"person_by_key", 0, 1},
    {"birth", 0, 2147483647},
    {"sex", 0, 3},
    {"protection", 0, 3},
    {"listing_first", 0, 1},
    {"listing_first", 2, UINT32_MAX},
    {"listing_unit", 0, 2},
    {"listing_from", 2, 0},
    {"listing_to", 1, 65535},
    {"listing_basis", 0, 7},
    {"named_staff", 0, 1},
    {"named_kind", 0, 5},
    {"named_to", 0, 0},
    {"named_to", 0, 65535},
    {"residence_kind", 0, 2},
    {"residence_municipality", 0, 3},
    {"position_staff", 0, 1},
    {"position_unit", 0, 2},
    {"position_to", 0, 0},
    {"position_employment", 0, 2},
    {"last_contact", 0, 0},
    {"contact_first", 1, 5},
    {"contact_day", 1, 0},
    {"contact_unit", 0, 2},
    {"contact_staff", 0, 2},
    {"contact_shape", 0, 1},
    {"contact_day", 0, 65535},
    {"shape", 0, SHAPES},
    {"origin", 2, 0},
    {"own_county", 0, 3},
    {"registered_to", 0, 0},
    {"person_county", 0, 3},
    {"person_municipality", 1, 3},
    {"term_system", 0, SYSTEM_BP + 1},
    {"term_local_end", 1, 1},
    {"term_local", 4, 0},
    {"event_first", 1, 3},
    {"event_first", 2, 3},
    {"event_day", 0, 65535},
    {"event_day", 1, 0},
    {"event_unit", 0, 2},
    {"event_shape", 1, 2},
    {"event_minute", 2, 0},
    {"event_code", 0, 5},
    {"event_code", 1, 0},
    {"event_system", 1, 5},
    {"event_word", 0, 1},
    {"event_channel", 0, 1},
    {"event_forms", 0, 128},
    {"event_text_end", 1, 99},
    {"event_text", 0, 'z'},
};

/* Two persons with a row of everything. */
static struct world small_world(void)
{
    struct world w = world_begin();
    uint32_t a = world_unit(&w, "A", "2321", OPERATOR_REGION);
    uint32_t b = world_unit(&w, "B", "2380", OPERATOR_REGION);
    uint32_t d = world_staff(&w, "D", false), p = world_person(&w, "");
    uint32_t q = world_add(&w, &(struct snapshot_person){.key = 999,
                                                         .birth = DAY_NONE,
                                                         .end = DAY_NONE,
                                                         .registered_from = world_day("2020-01-01"),
                                                         .registered_to = world_day("2020-12-31")});
    world_list(&w, p, a, "2020-01-01", "2020-12-31");
    world_list(&w, p, b, "2021-01-01", "");
    world_list(&w, q, b, "2021-01-01", "");
    for (int32_t year = 2020; year < 2022; year++) {
        struct snapshot_named_contact row = {p,
                                             b,
                                             d,
                                             month_first(month_from(year, 1)),
                                             month_last(month_from(year, 6)),
                                             DAY_NONE,
                                             KIND_DOCTOR};
        world_name(&w, &row);
    }
    struct snapshot_residence home = {.person = p,
                                      .municipality = STR("2380"),
                                      .from = world_day("2020-01-01"),
                                      .to = DAY_NONE,
                                      .reported_on = DAY_NONE,
                                      .kind = RESIDENCE_SAEBO};
    snapshot_add_residence(w.builder, &home);
    snapshot_add_position(w.builder, &(struct snapshot_position){.staff = d,
                                                                 .unit = b,
                                                                 .from = world_day("2020-01-01"),
                                                                 .to = DAY_NONE,
                                                                 .employment = EMPLOYMENT_HIRED});
    struct contact_row row = world_visit("2020-03-02", "A", "D");
    world_contact(&w, p, &row);
    world_contact(&w, p, &row);
    struct code_row code = world_code("2020-03-01", "A", "E11");
    world_event(&w, TABLE_DIAGNOSES, p, &code);
    code = world_code("2020-03-02", "A", "I10");
    world_event(&w, TABLE_DIAGNOSES, p, &code);
    snapshot_set_county(w.builder, STR("23"));
    world_term(&w, "HB", SYSTEM_NPU, "NPU1", "");
    world_term(&w, "HC", SYSTEM_NPU, "NPU1", "");
    world_end(&w, 1);
    return w;
}

static void numbers_that_make_no_sense(void **state)
{
    (void)state;
    struct world w = small_world();
    char other[70];
    (void)snprintf(other, sizeof other, "%s/other", w.folder);
    const struct colfile *f = &w.snapshot.file;
    for (size_t i = 0; i < ARRAY_LEN(NONSENSE); i++) {
        struct forge change = {0, FORGE_SET, NONSENSE[i].at, NONSENSE[i].value};
        struct err err = {0};
        struct snapshot s;
        while (strcmp(f->section[change.section].name, NONSENSE[i].section) != 0)
            change.section++;
        if (NONSENSE[i].at >= f->section[change.section].count)
            change = (struct forge){change.section, FORGE_SIZE, 0, NONSENSE[i].at + 1};
        assert_true(forge_copy(w.path, other, &SNAPSHOT_KIND, &change, 1));
        if (snapshot_open(w.arena, other, &s, &err))
            fail_msg("%s[%u] opens", NONSENSE[i].section, (unsigned)NONSENSE[i].at);
        assert_string_equal(err.code, "snapshot.damaged");
        /* A table's columns are looked at together: the name begins alike. */
        char table[24];
        (void)snprintf(table, sizeof table, ": %.5s", NONSENSE[i].section);
        if (!strstr(err.detail, table))
            fail_msg("%s[%u]: %s", NONSENSE[i].section, (unsigned)NONSENSE[i].at, err.detail);
    }
    (void)remove(other);
    world_close(&w);
}

static bool opens_again(struct world *w, const char *path, uint64_t checksum, struct err *err)
{
    struct snapshot s;
    *err = (struct err){0};
    if (!snapshot_open_again(w->arena, path, checksum, &s, err))
        return false;
    bool same = s.persons == w->snapshot.persons &&
                s.contacts.count == w->snapshot.contacts.count &&
                s.positions.first[s.staff_count] == w->snapshot.positions.count;
    snapshot_close(&s);
    return same;
}

/* What was opened whole is believed while it is what it was; one that was damaged since is not. */
static void opened_again(void **state)
{
    (void)state;
    struct random r = {5};
    struct world w = random_world(&r);
    world_end(&w, 1);
    char other[70];
    (void)snprintf(other, sizeof other, "%s/other", w.folder);
    const struct colfile *f = &w.snapshot.file;
    struct err err;
    assert_true(opens_again(&w, w.path, f->checksum, &err));
    assert_false(opens_again(&w, w.path, f->checksum + 1, &err));
    assert_string_equal(err.code, "colfile.damaged");
    for (uint32_t i = 0; i < f->sections; i++) {
        const struct colfile_section *section = &f->section[i];
        if (section->count == 0)
            continue;
        const unsigned char flipped = f->map.at[section->offset] ^ 1;
        assert_true(
            forge_patch(w.path, other, &(struct forge_bytes){section->offset, 1, &flipped}));
        assert_false(opens_again(&w, other, f->checksum, &err));
        assert_string_equal(err.code, "colfile.damaged");
        assert_non_null(strstr(err.detail, section->name));
        struct forge change = {i, FORGE_SIZE, 0, section->count + 1}; /* its checksums are right */
        assert_true(forge_copy(w.path, other, &SNAPSHOT_KIND, &change, 1));
        assert_false(opens_again(&w, other, f->checksum, &err));
        assert_string_equal(err.code, "colfile.damaged");
    }
    (void)remove(other);
    world_close(&w);
}

/* Each call of the disk fails: no snapshot, or the whole one. */
static void the_disk_fails(void **state)
{
    (void)state;
    uint64_t whole = 0;
    for (unsigned n = 0;; n++) {
        struct random r = {9};
        struct world w = random_world(&r);
        struct failing_files f = failing_files(n, FAIL_ONCE, ENOSPC);
        struct err err = {0};
        uint64_t checksum = 0;
        world_load(&w);
        struct snapshot_options options = {.path = w.path, .threads = 1};
        bool done = snapshot_finish(w.builder, failing_files_table(&f), &options, &checksum, &err);
        world_unload(&w);
        if (n == 0)
            whole = checksum;
        bool was_all = n > 0 && f.calls < n;
        assert_true(done || (n > 0 && err.kind == ERR_IO));
        err = (struct err){0};
        if (snapshot_open(w.arena, w.path, &w.snapshot, &err)) {
            assert_true(w.snapshot.file.checksum == whole);
            snapshot_close(&w.snapshot);
        } else {
            assert_false(done);
        }
        world_remove(&w);
        assert_false(file_exists(w.folder)); /* nothing was left behind */
        arena_close(w.arena);
        if (was_all)
            break;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_staff_and_persons_in_order),
        cmocka_unit_test(contacts_by_day_time_and_load),
        cmocka_unit_test(a_contact_that_comes_again),
        cmocka_unit_test(identifiers_of_one_person),
        cmocka_unit_test(days_that_are_far_away),
        cmocka_unit_test(what_cannot_be_built),
        cmocka_unit_test(threads_make_no_difference),
        cmocka_unit_test(forged_files),
        cmocka_unit_test(numbers_that_make_no_sense),
        cmocka_unit_test(opened_again),
        cmocka_unit_test(the_disk_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
