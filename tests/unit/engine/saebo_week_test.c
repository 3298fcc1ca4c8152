/* The point measurement: who is counted, where, and with which contacts. */
#include "engine/saebo_week.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Week 48 of 2021 is 29 November to 5 December. */
static struct day on(int32_t month, int32_t day)
{
    struct day d;
    assert_true(day_from_civil(2021, month, day, &d));
    return d;
}

struct made {
    struct snapshot_builder *b;
    uint32_t unit, staff;
    int64_t persons;
};

static struct made begin(void)
{
    struct made m = {.b = snapshot_builder_open()};
    struct hsaid unit, staff;
    struct err err = {0};
    assert_true(hsaid_parse(STR("SE0000000000-U1"), &unit, &err));
    assert_true(hsaid_parse(STR("SE0000000000-D1"), &staff, &err));
    struct snapshot_unit row = {
        .id = unit, .name = STR("U"), .municipality = STR("2380"), .county = STR("23")};
    assert_true(snapshot_add_unit(m.b, &row, &m.unit, &err));
    m.staff = snapshot_add_staff(m.b, &staff, false);
    return m;
}

static uint32_t person(struct made *m, struct day end)
{
    struct snapshot_person p = {
        .key = ++m->persons, .birth = DAY_NONE, .end = end, .sex = SEX_FEMALE};
    return snapshot_add_person(m->b, &p);
}

static void home(struct made *m, uint32_t person, const char *municipality, struct day from,
                 struct day to)
{
    struct snapshot_residence r = {.person = person,
                                   .municipality = str_of(municipality),
                                   .from = from,
                                   .to = to,
                                   .reported_on = from,
                                   .kind = RESIDENCE_SAEBO};
    snapshot_add_residence(m->b, &r);
}

static void contact(struct made *m, uint32_t person, enum contact_kind kind, struct day from,
                    struct day to)
{
    struct snapshot_named_contact c = {.person = person,
                                       .unit = m->unit,
                                       .staff = m->staff,
                                       .from = from,
                                       .to = to,
                                       .informed_on = DAY_NONE,
                                       .kind = kind};
    snapshot_add_named_contact(m->b, &c);
}

/* Municipality rows, then county rows, as "id places doctor contact;". */
static void check(struct made *m, const char *expected)
{
    char folder[] = "/tmp/kontinua-saebo-XXXXXX", path[64], said[256] = "";
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/s", folder);
    struct arena *a = arena_open(ARENA_BLOCK);
    struct snapshot s;
    struct err err = {0};
    uint64_t checksum;
    struct snapshot_options options = {.path = path, .threads = 1};
    assert_true(snapshot_finish(m->b, &FILES_POSIX, &options, &checksum, &err));
    snapshot_builder_close(m->b);
    assert_true(snapshot_open(a, path, &s, &err));
    struct saebo_week w = saebo_week(a, &s, (struct iso_week){2021, 48});
    assert_int_equal(SAEBO_WEEK_VERSION, 1); /* who must change what is counted here raises it */
    for (size_t i = 0; i < w.municipalities + w.counties; i++) {
        const struct saebo_count *c =
            i < w.municipalities ? &w.municipality[i] : &w.county[i - w.municipalities];
        size_t at = strlen(said);
        (void)snprintf(said + at, sizeof said - at, "%.*s %d %d %d;", STR_FMT(c->id),
                       (int)c->places, (int)c->named_doctor, (int)c->named_care_contact);
    }
    assert_string_equal(said, expected);
    snapshot_close(&s);
    arena_close(a);
    (void)remove(path);
    (void)remove(folder);
}

static void nobody(void **state)
{
    (void)state;
    struct made m = begin();
    person(&m, DAY_NONE);
    check(&m, "");
}

static void each_once_where_the_last_day_says(void **state)
{
    (void)state;
    struct made m = begin();
    uint32_t moved = person(&m, DAY_NONE); /* in the middle of the week */
    home(&m, moved, "2321", on(1, 1), on(12, 1));
    home(&m, moved, "2380", on(12, 2), DAY_NONE);
    uint32_t left = person(&m, DAY_NONE); /* on its Monday */
    home(&m, left, "2321", on(1, 1), on(11, 29));
    uint32_t before = person(&m, DAY_NONE); /* on the Sunday before */
    home(&m, before, "2321", on(1, 1), on(11, 28));
    uint32_t came = person(&m, DAY_NONE); /* on the Sunday */
    home(&m, came, "2380", on(12, 5), DAY_NONE);
    uint32_t after = person(&m, DAY_NONE);
    home(&m, after, "2380", on(12, 6), DAY_NONE);
    uint32_t twice = person(&m, DAY_NONE); /* two homes on one day: the later report holds */
    home(&m, twice, "0180", on(3, 1), DAY_NONE);
    home(&m, twice, "2321", on(2, 1), DAY_NONE);
    check(&m, "0180 1 0 0;2321 1 0 0;2380 2 0 0;01 1 0 0;23 3 0 0;");
}

/* It ends listings and named contacts; whether the place ends too is said by the row's own end. */
static void who_emigrates_keeps_the_place(void **state)
{
    (void)state;
    struct made m = begin();
    uint32_t gone = person(&m, on(11, 28));
    home(&m, gone, "2380", on(1, 1), DAY_NONE);
    check(&m, "2380 1 0 0;23 1 0 0;");
}

static void contacts_are_those_of_that_day(void **state)
{
    (void)state;
    struct made m = begin();
    uint32_t both = person(&m, DAY_NONE), ended = person(&m, DAY_NONE), own = person(&m, DAY_NONE);
    home(&m, both, "2380", on(1, 1), on(12, 1));
    contact(&m, both, KIND_DOCTOR, on(1, 1), on(12, 1));
    contact(&m, both, KIND_CARE_CONTACT, on(12, 1), DAY_NONE);
    home(&m, ended, "2380", on(1, 1), DAY_NONE);
    contact(&m, ended, KIND_DOCTOR, on(1, 1), on(12, 4));
    contact(&m, ended, KIND_CARE_CONTACT, on(12, 6), DAY_NONE);
    home(&m, own, "2380", on(1, 1), DAY_NONE);
    contact(&m, own, KIND_MUNICIPAL, on(1, 1), DAY_NONE);
    check(&m, "2380 3 1 1;23 3 1 1;");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody),
        cmocka_unit_test(each_once_where_the_last_day_says),
        cmocka_unit_test(who_emigrates_keeps_the_place),
        cmocka_unit_test(contacts_are_those_of_that_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
