/* kontinua block, and what it hides in explain; kontinua capitation: what is printed, and the exit
 * codes. */
#include "at_home.h"
#include "county.h"

static void open_home(struct scratch *s)
{
    struct instance in;
    county_open(s, &in);
    instance_close(&in);
}

static void people_are_told_of_the_block(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s, "block key:1 SE0000000000-U1 --dry-run --format table --lang en",
           "Would be blocked: the data of Norra (SE0000000000-U1) from 2024-01-15. Nothing\n"
           "was changed.\n");
    prints(s, "block key:1 SE0000000000-U1 --format csv",
           "unit,state,from,to,already\nSE0000000000-U1,blocked,2024-01-15,,no\n");
    prints(s, "block key:1 SE0000000000-U1 --format table --lang sv",
           "Uppgifterna hos Norra (SE0000000000-U1) är redan spärrade, sedan 2024-01-15:\n"
           "inget ändrades.\n");
    prints(s, "block key:1 SE0000000000-U1 --lift --format table --lang en",
           "The block is lifted: the data of Norra (SE0000000000-U1) are open from\n"
           "2024-01-15.\n");
    prints(s, "block key:1 SE0000000000-U1 --lift --format csv",
           "unit,state,from,to,already\nSE0000000000-U1,open,2024-01-15,,yes\n");
    refuses(s, "block key:1 SE0000000000-U1 --lift --from 2024-01-15", 2, "[block.lift]");
    refuses(s, "block key:1 SE0000000000-U1 --from 2023-01-15", 2, "[block.days]");
    refuses(s, "block key:2 SE0000000000-U1", 4, "[act.protected_person]");
}

/* An explanation that rests on a row of the unit is not shown; a figure counts it. */
static void explain_says_that_there_is_blocked_information(void **state)
{
    struct scratch *s = *state;
    const char *ask = "explain Ko05L key:1 --as-of 2023-12-31 --format csv";
    open_home(s);
    struct said before = run_at(s, ask);
    assert_int_equal(before.exit, 0);
    assert_non_null(strstr(before.out, ",contacts,2023-12-29,SE0000000000-U1"));
    struct said figure = run_at(s, "measure --measure Ko05L --as-of 2023-12-31 --format csv");
    prints(s, "block key:1 SE0000000000-U1 --format csv",
           "unit,state,from,to,already\nSE0000000000-U1,blocked,2024-01-15,,no\n");
    prints(s, ask,
           "role,table,date,unit,code,value,why\n"
           "blocked,,,,,,\"There is blocked information, and the explanation rests on it: it is "
           "not shown.\"\n");
    struct said said = run_at(s, str_fmt(s->arena, "%s --consent asked", ask).at);
    assert_string_equal(said.out, before.out);
    said_free(&said);
    said = run_at(s, "log sample --share 100 --format csv");
    assert_non_null(strstr(said.out, "measure=Ko05L blocked=consent reason=asked"));
    said_free(&said);
    said = run_at(s, "measure --measure Ko05L --as-of 2023-12-31 --format csv");
    assert_string_equal(said.out, figure.out);
    said_free(&said);
    said_free(&figure);
    said_free(&before);
}

static void a_month_is_frozen_and_shown(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s, "capitation --format csv",
           "month,unit,age_group,sex,frozen,now,difference\n"
           "2023-12,SE0000000000-U1,65-74,F,,1,\n"
           "2023-12,SE0000000000-U2,85-,M,,1,\n");
    prints(s, "capitation --freeze --format csv",
           "month,unit,age_group,sex,frozen,now,difference\n"
           "2023-12,SE0000000000-U1,65-74,F,1,1,0\n"
           "2023-12,SE0000000000-U2,85-,M,1,1,0\n");
    prints(s, "list key:1 SE0000000000-U2 --from 2023-12-20 --format csv",
           "unit,from,former,counted,left,already,outcome,exempt,guardians,doctor,number,wait,"
           "until,request,named\n"
           "SE0000000000-U2,2023-12-20,SE0000000000-U1,yes,1,no,done,no,0,SE0000000000-D1,,,,,\n");
    prints(s, "capitation --month 2023-12 --format csv",
           "month,unit,age_group,sex,frozen,now,difference\n"
           "2023-12,SE0000000000-U1,65-74,F,1,0,-1\n"
           "2023-12,SE0000000000-U2,65-74,F,0,1,1\n"
           "2023-12,SE0000000000-U2,85-,M,1,1,0\n");
    prints(s, "capitation --month 2023-12 --unit SE0000000000-U1 --format csv",
           "month,unit,age_group,sex,frozen,now,difference\n"
           "2023-12,SE0000000000-U1,65-74,F,1,0,-1\n");
    refuses(s, "capitation --freeze --unit SE0000000000-U1", 2, "[options.together]");
    refuses(s, "capitation --month 1950-01 --freeze", 2, "[capitation.month_early]");
    refuses(s, "capitation --month 2024-01 --freeze", 2, "[capitation.month_open]");
    refuses(s, "capitation --month january", 2, "[month.format]");
    refuses(s, "capitation --dry-run --lang en", 2, "(capitation --dry-run)");
    refuses(s, "capitation --key k", 2, "[options.form]");
    refuses(s, "capitation --freeze --protected threat", 2, "[options.form]");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(people_are_told_of_the_block),
        CASE(explain_says_that_there_is_blocked_information),
        CASE(a_month_is_frozen_and_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
