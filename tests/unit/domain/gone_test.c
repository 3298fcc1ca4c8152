/* What nobody may do for who has died or emigrated (tests/spec/law/gone.csv), and which counties
 * and municipalities there are. */
#include "domain/gone.h"
#include "domain/place.h"

#include "spec_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../core/arena_fixture.h"

static struct day day_of(const struct spec_table *t, size_t row, const char *column)
{
    struct day day = DAY_NONE;
    struct err err = {0};
    struct str text = spec_text(t, row, column);
    if (text.len > 0)
        assert_true(day_parse(text, &day, &err));
    return day;
}

static unsigned one_of(const char *const *word, unsigned count, const char *text)
{
    for (unsigned i = 0; i < count; i++)
        if (strcmp(word[i], text) == 0)
            return i;
    fail_msg("%s is no word", text);
    return 0;
}

static void by_example(void **state)
{
    (void)state;
    static const char *const what[] = {"applying", "granting", "blocking", "opting", "residing"};
    static const char *const reason[] = {"", "died", "emigrated", "moved_county"};
    const struct spec_table *t = spec_open(arena, "tests/spec/law/gone.csv");
    assert_true(spec_rows(t) > 15);
    for (size_t i = 0; i < spec_rows(t); i++) {
        const char *code = gone_code(
            (enum gone_about)one_of(what, ARRAY_LEN(what), spec_cstr(t, i, "what")),
            (enum deregistration)one_of(reason, ARRAY_LEN(reason), spec_cstr(t, i, "reason")),
            day_of(t, i, "last"), day_of(t, i, "on"));
        const char *wanted = spec_cstr(t, i, "answer");
        if (strcmp(code ? code : "may", wanted) != 0)
            fail_msg("%s: %s and not %s", spec_cstr(t, i, "case"), code ? code : "may", wanted);
    }
}

/* All that could be written are tried: there are as many as there are, and those are so. */
static void there_are_so_many_places(void **state)
{
    (void)state;
    unsigned counties = 0, municipalities = 0;
    for (unsigned n = 0; n < 10000; n++) {
        char text[8];
        (void)snprintf(text, sizeof text, "%04u", n);
        struct str code = {text, 4}, county = {text, 2};
        bool is = place_is_municipality(STR("SE"), code);
        municipalities += is;
        assert_true(!is || place_is_county(STR("SE"), county));
        counties += n % 100 == 0 && place_is_county(STR("SE"), county);
    }
    assert_int_equal(counties, PLACE_COUNTIES);
    assert_int_equal(municipalities, PLACE_MUNICIPALITIES);
    assert_true(place_is_municipality(STR("SE"), STR("2380")));
    assert_false(place_is_municipality(STR("SE"), STR("2381")));
    assert_false(place_is_county(STR("SE"), STR("02")));
    assert_false(place_is_county(STR("SE"), STR("99")));
    assert_false(place_is_county(STR("SE"), STR("2")));
    assert_false(place_is_municipality(STR("SE"), STR("238a")));
    assert_true(place_is_county(STR("NO"), STR("50"))); /* of others the form is known */
    assert_false(place_is_municipality(STR("NO"), STR("500")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(by_example),
                                       cmocka_unit_test(there_are_so_many_places)};
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
