/* kontinua list --by-area, --newborn: what is printed, to people and to programs, and exit codes.
 */
#define HOME_OPTIONS "--today 2024-01-11"
#include "at_home.h"
#include "not_chosen.h"

static void open_home(struct scratch *s)
{
    struct instance in;
    not_chosen_open(s, &in);
    instance_close(&in);
}

static void people_are_told_in_a_sentence(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s, "list key:5 --by-area --dry-run --format table --lang en",
           "Would be listed at Norra (SE0000000000-U1) from 2024-01-11. Nothing was changed.\n");
    prints(s, "list key:5 --by-area --key a --format table --lang en",
           "Listed at Norra (SE0000000000-U1) from 2024-01-11.\n");
    prints(s, "list key:5 --by-area --key a --format table --lang sv",
           "Gjordes redan med den här nyckeln: listad på Norra (SE0000000000-U1) från\n"
           "2024-01-11.\n");
    prints(s, "list key:5 --by-area --format table --lang en",
           "Is listed at Norra (SE0000000000-U1) already, since 2024-01-11: nothing was\n"
           "changed.\n");
}

static void programs_get_a_record(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s, "list key:7 --newborn --format csv",
           "unit,from,basis,near,already\nSE0000000000-U2,2024-01-06,newborn,no,no\n");
    prints(s, "list key:7 --newborn --format csv",
           "unit,from,basis,near,already\nSE0000000000-U2,2024-01-06,newborn,no,yes\n");
}

static void a_refusal_says_why(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    refuses(s, "list key:8 --by-area --lang en", 5, "[passive.not_here]");
    refuses(s, "list key:9 --by-area --lang en", 5, "[passive.nowhere]");
    refuses(s, "list key:5 --newborn --lang en", 2, "[passive.not_newborn]");
    refuses(s, "list key:5 --newborn --by-area --lang en", 2, "[options.together]");
    refuses(s, "list key:5 --newborn --from 2024-01-15 --lang en", 2, "(list --newborn --from)");
    refuses(s, "list key:5 --out-of-county 21 --special-reason x --lang en", 2,
            "(list --out-of-county --special-reason)");
    refuses(s, "list key:5 --by-area --queue --lang en", 2, "(list --by-area --queue)");
    refuses(s, "list key:5 --newborn --consent key:1 --lang en", 2, "[options.form]");
    refuses(s, "list key:5 --out-of-county 22 --leave-queue --lang en", 2, "[options.form]");
    refuses(s, "list --by-area --all --queue --lang en", 2, "[options.form]");
    refuses(s, "list key:5 SE0000000000-U1 --by-area --lang en", 2, "[options.arguments]");
    refuses(s, "list key:5 --lang en", 2, "[options.arguments]");
}

static void another_county_does_so_no_more(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s, "list key:1 --out-of-county 21 --format csv",
           "county,from,former,already,was,counted,unit\n21,2024-01-11,SE0000000000-U1,no,,yes,\n");
    prints(s, "list key:1 --out-of-county none --dry-run --format table --lang en",
           "Would not be listed in Gävleborg county (21) any more from 2024-01-11. Nothing\n"
           "was changed. The unit here from that day: Norra (SE0000000000-U1).\n");
    prints(s, "list key:1 --out-of-county none --format csv",
           "county,from,former,already,was,counted,unit\n,2024-01-11,,no,21,no,SE0000000000-U1\n");
    prints(s, "list key:1 --out-of-county none --format table --lang en",
           "Is listed in no other county then: nothing was changed.\n");
    refuses(s, "list --out-of-county none --lang en", 2, "[options.arguments]");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(people_are_told_in_a_sentence),
        CASE(programs_get_a_record),
        CASE(a_refusal_says_why),
        CASE(another_county_does_so_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
