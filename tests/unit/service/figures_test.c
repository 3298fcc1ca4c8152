/* service/figures/figures.h: which month is shown when none is asked for, and the figures of
 * others. */
#include "county.h"

#include "service/figures/figures.h"

static struct day day_of(const char *text)
{
    struct day d;
    struct err err = {0};
    assert_true(day_parse(str_of(text), &d, &err));
    return d;
}

/* The default month of a snapshot with one contact on each of the days. */
static void check(const char *today, const char *const *contact, const char *expected)
{
    uint16_t day[4];
    struct snapshot s = {.last_contact = DAY_NONE, .contacts = {.day = day}};
    char text[MONTH_TEXT];
    for (; contact[s.contacts.count]; s.contacts.count++) {
        struct day d = day_of(contact[s.contacts.count]);
        day[s.contacts.count] = (uint16_t)d.n;
        if (d.n > s.last_contact.n)
            s.last_contact = d;
    }
    struct month month = figures_month(&s, day_of(today));
    assert_string_equal(month_format(month, text).at, expected);
}
#define CONTACTS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void the_last_month_that_ended_with_contacts(void **state)
{
    (void)state;
    check("2024-01-15", CONTACTS("2023-12-29"), "2023-12");
    check("2024-01-31", CONTACTS("2023-12-29", "2024-01-30"), "2023-12");
    check("2024-02-01", CONTACTS("2023-12-29", "2024-01-30"), "2024-01");
    check("2024-01-15", CONTACTS("2024-01-14", "2023-10-02", "2023-11-30"), "2023-11");
    check("2024-06-01", CONTACTS("2023-10-02", "2023-10-01"), "2023-10");
    check("2024-01-15", CONTACTS("2024-01-14"), "2023-12"); /* none before: the last that ended */
    check("2024-01-15", CONTACTS(NULL), "2023-12");
}

static void references_are_those_that_hold(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct err err = {0};
    const struct reference_row *row = NULL;
    size_t count = 0;
    county_open(s, &in);
    county_script(&in, "UPDATE reference_stated SET superseded = 3;"
                       "INSERT INTO reference_stated (measure, level, period, value, numerator, "
                       "denominator, source, recorded) VALUES ('listed', '23', '2023', '133600', "
                       "'1', '2', 'another report', 3);");
    assert_true(figures_references(s->arena, &in, &row, &count, &err));
    assert_int_equal(count, 1);
    assert_true(str_eq(row[0].value, STR("133600")));
    assert_true(str_eq(row[0].denominator, STR("2")));
    assert_true(str_eq(row[0].source, STR("another report")));
    instance_close(&in);
}

static void figures_are_of_the_newest_snapshot(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct err err = {0};
    struct definitions all;
    struct figures f;
    county_open(s, &in);
    assert_true(definitions_load(s->arena, NULL, &all, &err));
    struct figures_request ask = {.definition = all.at,
                                  .definitions = 1,
                                  .as_of = DAY_NONE,
                                  .today = day_of("2024-03-15"),
                                  .months = 3,
                                  .levels = LEVEL_BIT(LEVEL_COUNTY),
                                  .threads = 1};
    struct warehouse_use use = {0};
    char text[MONTH_TEXT];
    for (int load = 2; load < 4; load++) {
        assert_true(figures_open(s->arena, &in, &ask, &use, &f, &err));
        assert_int_equal(f.tables, 1);
        assert_int_equal(f.table[0].months, 3);
        assert_string_equal(month_format(f.last, text).at, load == 2 ? "2023-12" : "2024-02");
        figures_close(&f);
        county_load(s, &in, load, 45340 + load);
    }
    ask.as_of = day_of("2024-02-28");
    FAILS(figures_open(s->arena, &in, &ask, &use, &f, &err), "figures.as_of", &err);
    assert_string_equal(err.detail, "2024-02-29");
    instance_close(&in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_month_that_ended_with_contacts),
        cmocka_unit_test_setup_teardown(references_are_those_that_hold, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(figures_are_of_the_newest_snapshot, scratch_setup,
                                        scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
