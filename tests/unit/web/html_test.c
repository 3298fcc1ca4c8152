/* web/html.h, web/url.h, web/number.h, core/collate.h: what a value becomes on a page. */
#include "core/collate.h"
#include "web/html.h"
#include "web/number.h"
#include "web/url.h"

#include "../core/arena_fixture.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void is(struct str got, const char *wanted)
{
    if (!str_eq(got, str_of(wanted)))
        fail_msg("%.*s, not %s", STR_FMT(got), wanted);
}

static void text_is_escaped(void **state)
{
    struct sb out = sb_open(*state, 16);
    html_put_str(&out, STR("<a href=\"x\">Tom & 'Åsa'</a>"));
    is(sb_str(&out), "&lt;a href=&quot;x&quot;&gt;Tom &amp; &#39;Åsa&#39;&lt;/a&gt;");
    out = sb_open(*state, 16);
    html_put_str(&out, STR(""));
    html_put_str(&out, STR("<"));
    html_put_str(&out, STR("plain"));
    is(sb_str(&out), "&lt;plain");
    out = sb_open(*state, 16);
    html_put_str(&out, STR("\x1B[31m\n\xC2\x9B\xC3\xA5\x7F\xC2"));
    is(sb_str(&out), "\xEF\xBF\xBD[31m\n\xEF\xBF\xBD\xC3\xA5\xEF\xBF\xBD\xC2");
}

static void types_decide(void **state)
{
    struct sb out = sb_open(*state, 16);
    struct day day;
    assert_true(day_from_civil(2023, 12, 31, &day));
    HTML_PUT_TEXT(&out, (struct html_safe){STR("<b>")});
    HTML_PUT_TEXT(&out, -7);
    HTML_PUT_TEXT(&out, SIZE_MAX);
    HTML_PUT_ESCAPED(&out, day);
    HTML_PUT_ESCAPED(&out, DAY_NONE);
    HTML_PUT_ESCAPED(&out, STR("\"'"));
    HTML_PUT_URL(&out, (struct url){STR("/x?a=1&b=2")});
    HTML_PUT_URL_PART(&out, STR("a/b c&d?"));
    HTML_PUT_URL_PART(&out, 5U);
    is(sb_str(&out),
       "<b>-7184467440737095516152023-12-31&quot;&#39;/x?a=1&amp;b=2a%2Fb%20c%26d%3F5");
}

static void texts_have_places(void **state)
{
    struct sb out = sb_open(*state, 16);
    struct str rest = STR("a < {} & {}.");
    html_put_to_place(&out, &rest);
    sb_put(&out, STR("1"));
    html_put_to_place(&out, &rest);
    sb_put(&out, STR("2"));
    html_put_str(&out, rest);
    is(sb_str(&out), "a &lt; 1 &amp; 2.");
}

static void addresses(void **state)
{
    struct url_builder b = url_open(*state, LANG_SV);
    url_segment(&b, STR("measures"));
    url_segment(&b, STR("../å"));
    url_field(&b, STR("a"), STR("1&b=2"));
    url_field(&b, STR("c"), STR("#"));
    url_fragment(&b, STR("table"));
    is(url_end(&b).text, "/sv/measures/..%2F%C3%A5?a=1%26b%3D2&c=%23#table");
    is(url_front(*state, LANG_EN).text, "/en/");
    is(url_page(*state, LANG_EN, STR("about")).text, "/en/about");
}

static void counts(void **state)
{
    is(number_count(*state, LANG_SV, 133599), "133\u00A0599");
    is(number_count(*state, LANG_EN, 133599), "133,599");
    is(number_count(*state, LANG_EN, 1000000), "1,000,000");
    is(number_count(*state, LANG_SV, 999), "999");
    is(number_count(*state, LANG_SV, 0), "0");
    is(number_count(*state, LANG_SV, -1234), "\u22121\u00A0234");
    is(number_count(*state, LANG_EN, INT64_MIN), "\u22129,223,372,036,854,775,808");
}

static void ratios_are_rounded_once(void **state)
{
    is(number_ratio(*state, LANG_SV, 899, 1267, 100, 0), "71");
    is(number_ratio(*state, LANG_SV, 899, 1267, 100, 1), "71,0");
    is(number_ratio(*state, LANG_EN, 2093, 2623, 100, 2), "79.79");
    is(number_ratio(*state, LANG_EN, 1923, 2303, 100, 0), "83"); /* 83.49978: twice would be 84 */
    is(number_ratio(*state, LANG_EN, 1, 200, 100, 0), "1");      /* half away from zero */
}

static void decimals_are_rounded_as_text(void **state)
{
    is(number_decimal(*state, LANG_SV, STR("0.323456789012345"), 2), "0,32");
    is(number_decimal(*state, LANG_EN, STR("0.325"), 2), "0.33");
    is(number_decimal(*state, LANG_EN, STR("-0.325"), 2), "\u22120.33");
    is(number_decimal(*state, LANG_EN, STR("0.3249999999999999"), 2), "0.32");
    is(number_decimal(*state, LANG_EN, STR("9.999"), 2), "10.00");
    is(number_decimal(*state, LANG_EN, STR("999.5"), 0), "1,000");
    is(number_decimal(*state, LANG_EN, STR("1"), 2), "1.00");
    is(number_decimal(*state, LANG_EN, STR("-0.001"), 2), "0.00");
    is(number_decimal(*state, LANG_EN, STR("12"), 0), "12");
    is(number_decimal(*state, LANG_EN, STR("n/a"), 2), "n/a");
    is(number_decimal(*state, LANG_EN, STR(""), 2), "");
    is(number_decimal(*state, LANG_EN, STR("1."), 2), "1.");
    is(number_decimal(*state, LANG_EN, STR("-"), 2), "-");
}

static void a_double_is_rounded_as_its_twelve_decimals_are(void **state)
{
    static const double edges[] = {0,
                                   -0.0,
                                   0.5,
                                   -0.5,
                                   2.675,
                                   71.05,
                                   1e-12,
                                   0.5e-12,
                                   1.5e-12,
                                   5e-324,
                                   0.9999999999995,
                                   999999.9999999999,
                                   1e6,
                                   -12345.5,
                                   0x1p-40,
                                   0x1p-13,
                                   0x1.8p-12,
                                   1e300,
                                   0.0005,
                                   0.0025,
                                   0.4999999999995};
    uint64_t lot = 88172645463325252U;
    for (unsigned i = 0; i < 20000; i++) {
        lot ^= lot << 13;
        lot ^= lot >> 7;
        lot ^= lot << 17;
        /* Half of them are near a number with few decimals, where rounding is decided. */
        double n = i < ARRAY_LEN(edges) ? edges[i]
                   : i % 2 == 0         ? (double)(lot >> 40) / 2000
                                        : ldexp((double)(int64_t)lot, -50 - (int)(lot % 40));
        unsigned places = i % 5;
        struct arena *a = arena_open(1024);
        struct str plain = number_decimal(a, LANG_EN, str_fmt(a, "%.12f", n), places);
        assert_true(str_eq(number_double(a, LANG_EN, n, places), plain));
        arena_close(a);
    }
    is(number_double(*state, LANG_EN, INFINITY, 1), "inf");
    is(number_double(*state, LANG_EN, 2.675, 2), "2.68");
}

static void changes_have_a_sign(void **state)
{
    is(number_change(*state, LANG_SV, -0.03, 2), "\u22120,03");
    is(number_change(*state, LANG_SV, 2.34, 1), "+2,3");
    is(number_change(*state, LANG_EN, 0.04, 1), "\u00B10.0");
    is(number_change(*state, LANG_EN, -0.04, 1), "\u00B10.0");
    is(number_change(*state, LANG_EN, 161, 0), "+161");
}

static void names_are_in_swedish_order(void **state)
{
    (void)state;
    static const char *const order[] = {"Ange", "ange b", "Bräcke", "Frösö", "Idré",
                                        "Idrf", "Zon",    "Ås",     "Ängen", "Östra"};
    for (size_t i = 0; i + 1 < ARRAY_LEN(order); i++) {
        assert_true(swedish_compare(str_of(order[i]), str_of(order[i + 1])) < 0);
        assert_true(swedish_compare(str_of(order[i + 1]), str_of(order[i])) > 0);
    }
    assert_int_equal(swedish_compare(STR("Ås"), STR("Ås")), 0);
    assert_true(swedish_compare(STR("ås"), STR("Ås")) != 0); /* a total order all the same */
    assert_true(swedish_compare(STR(""), STR("a")) < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(text_is_escaped, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(types_decide, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(texts_have_places, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(addresses, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(counts, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(ratios_are_rounded_once, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(decimals_are_rounded_as_text, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(a_double_is_rounded_as_its_twelve_decimals_are, open_arena,
                                        close_arena),
        cmocka_unit_test_setup_teardown(changes_have_a_sign, open_arena, close_arena),
        cmocka_unit_test(names_are_in_swedish_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
