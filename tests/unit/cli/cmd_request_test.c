/* kontinua request: what is printed, to people and to programs, and what is refused. */
#include "at_home.h"
#include "county.h"

static void open_home(struct scratch *s)
{
    struct instance in;
    county_open(s, &in);
    instance_close(&in);
}

static void a_request_goes_its_way(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s, "request key:1 --role resident --as key:1 --dry-run --format table --lang en",
           "Request 1 would be: requested. Nothing was changed.\n");
    prints(s, "request key:1 --role resident --as key:1 --key a --format table --lang en",
           "Request 1 is now: requested.\n");
    prints(s, "request key:1 --role resident --as key:1 --key a --format table --lang en",
           "Was done before with this key: request 1 became requested.\n");
    prints(s, "request key:1 --role resident --as key:1 --format table --lang en",
           "Request 1 is already: requested. Nothing was changed.\n");
    prints(s, "request key:1 --role resident --as key:1 --format csv",
           "request,kind,state,already\n1,2,requested,yes\n");
    prints(s, "request 1 --wait --role staff --unit SE0000000000-U1 --format table --lang sv",
           "Begäran 1 har nu läget: väntande.\n");
    prints(s, "request 1 --wait --role staff --unit SE0000000000-U1 --format table --lang en",
           "Request 1 is already: waiting. Nothing was changed.\n");
    refuses(s, "request 1 --wait --inform", 2, "[request.steps]");
    refuses(s, "request 1", 2, "[request.steps]");
    refuses(s, "request key:1 --inform", 2, "key:1 [request.number]");
    refuses(s, "request abc --wait", 2, "abc [request.number]");
    refuses(s, "request 18360101-abc --wait", 2, "PERSON [request.number]");
    refuses(s, "request 9 --inform", 3, "[request.unknown]");
    refuses(s, "request 1 --seen --kind 3 --lang en", 2, "(request --seen --kind)");
    refuses(s, "request 1 --decline full --doctor SE0000000000-D1", 2, "[options.form]");
    refuses(s, "request 1 --inform --need safety", 2, "[options.form]");
    refuses(s, "request 1 --withdraw --wanted", 2, "[options.form]");
    refuses(s, "request 1 --wait --on 2024-01-01", 2, "[time.question]");
    refuses(s, "request key:1 --kind 1 --need safety,speed", 2, "--need speed (safety, ");
    refuses(s, "request key:1 --kind 1", 2, "[request.need]");
    refuses(s, "request 1 --seen --role resident --as key:3", 3, "[request.unknown]");
    prints(s, "request 1 --decline full --format csv",
           "request,kind,state,already\n1,2,declined,no\n");
    prints(s, "request 1 --inform --format csv", "request,kind,state,already\n1,2,informed,no\n");
    prints(s, "request 1 --seen --role resident --as key:1 --format csv",
           "request,kind,state,already\n1,2,seen,no\n");
    refuses(s, "request 1 --wait --lang sv", 5, "sedd");
}

/* Also when it is closed: each state has its time. */
static void one_is_shown_with_its_steps(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s, "request key:1 --role resident --as key:1 --format csv",
           "request,kind,state,already\n1,2,requested,no\n");
    prints(s,
           "request 1 --decline full --as SE0000000000-N1 --role staff --unit SE0000000000-U1 "
           "--format csv",
           "request,kind,state,already\n1,2,declined,no\n");
    county_change(s, "UPDATE change SET recorded_at = 1704067200000000 + position * 60000000 "
                     "WHERE position IN (SELECT recorded FROM request_step)");
    struct said said = run_at(s, "request show 1 --format csv");
    assert_int_equal(said.exit, 0);
    assert_non_null(strstr(said.out, ",2,requested,2024-01-01T00:"));
    assert_non_null(strstr(said.out, ":00Z,resident,key:1,,,,yes,no\n"));
    assert_non_null(strstr(said.out, ":00Z,staff,SE0000000000-N1,,full,,yes,no\n"));
    said_free(&said);
    said = run_at(s, "request show 1 --role resident --as key:1 --format table --lang en");
    assert_non_null(strstr(said.out, "Request 1, "));
    assert_non_null(strstr(said.out, "declined   2024-01-01 01:"));
    assert_non_null(strstr(said.out, "the resident, key:1"));
    assert_null(strstr(said.out, "SE0000000000-N1"));
    said_free(&said);
    refuses(s, "request show 1 --role resident --as key:3", 3, "[request.unknown]");
    refuses(s, "request show 9", 3, "[request.unknown]");
    refuses(s, "request show key:1", 2, "[request.number]");
    refuses(s, "request show", 2, "[options.arguments]");
    refuses(s, "request show 1 --seen", 2, "[options.form]");
    refuses(s, "request key:1 1", 2, "[options.arguments]");
}

static void the_open_ones_are_a_list(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    struct said said = run_at(s, "request list --format table --lang en");
    assert_int_equal(said.exit, 0);
    assert_non_null(strstr(said.out, "No request is open."));
    said_free(&said);
    prints(s, "request key:1 --kind 1 --need safety,security --format csv",
           "request,kind,state,already\n1,1,requested,no\n");
    prints(s, "request key:2 --wanted --protected threat --format csv",
           "request,kind,state,already\n2,2,requested,no\n");
    county_change(s, "UPDATE change SET recorded_at = 1704067200000000 WHERE position = "
                     "(SELECT recorded FROM request_step WHERE request = 1)");
    said = run_at(s, "request show 1 --format table --lang sv");
    assert_non_null(strstr(said.out, "Behov: trygghet, säkerhet."));
    said_free(&said);
    said = run_at(s, "request show 2 --format table --lang sv --protected threat");
    assert_int_equal(said.exit, 0);
    assert_null(strstr(said.out, "Behov"));
    said_free(&said);
    said = run_at(s, "request list --format table --lang en");
    assert_non_null(strstr(said.out, "care"));
    assert_non_null(strstr(said.note, "Persons with protected identities are not shown."));
    said_free(&said);
    refuses(s, "request list --kind 1 --lang en", 2, "(request list --kind)");
    refuses(s, "request list --seen --lang en", 2, "[options.form]");
    refuses(s, "request list --dry-run --lang en", 2, "[options.form]");
    said = run_at(s, "request list --unit SE0000000000-U1 --format csv");
    assert_non_null(strstr(said.out, ",1,requested,SE0000000000-U1,,"));
    assert_non_null(strstr(said.out, ",safety security,no,2024-01-01T00:00:00Z,no\n"));
    said_free(&said);
    said = run_line(str_fmt(s->arena, "request list --home %s --today 2024-02-20 --format csv",
                            scratch_path(s, "home"))
                        .at);
    assert_non_null(strstr(said.out, ",1,requested,SE0000000000-U1,,36,"));
    said_free(&said);
}

/* Rule 24: the wish, of which the list says that it is not shown. */
static void what_is_blocked_is_not_listed(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    county_open(s, &in);
    county_script(&in, "INSERT INTO request (id, identifier, kind, wish, need, wanted) VALUES "
                       "(1, 1, 2, 1, 0, 1);"
                       "INSERT INTO request_step (request, state, recorded) VALUES (1, 0, 1);"
                       "INSERT INTO request_open VALUES (1, 2, 1);"
                       "INSERT INTO block_stated (identifier, unit, from_day, recorded) VALUES "
                       "(1, 1, 45000, 1);");
    instance_close(&in);
    struct said said = run_at(s, "request list --format csv --lang en");
    assert_non_null(strstr(said.out, ",need,wanted,asked_at,blocked\n"));
    assert_non_null(strstr(said.out, ",2,requested,SE0000000000-U1,,"));
    assert_non_null(strstr(said.out, "Z,yes\n"));
    assert_non_null(strstr(said.note, "There is blocked information."));
    said_free(&said);
    said = run_at(s, "request list --role staff --unit SE0000000000-U1 --format csv --lang en");
    assert_non_null(strstr(said.out, ",2,requested,SE0000000000-U1,SE0000000000-D1,"));
    assert_non_null(strstr(said.out, "Z,no\n"));
    assert_null(strstr(said.note, "blocked"));
    said_free(&said);
    said = run_at(s, "request show 1 --format csv");
    assert_null(strstr(said.out, "SE0000000000-D1"));
    said_free(&said);
    said = run_at(s, "request show 1 --emergency unconscious --format csv");
    assert_non_null(strstr(said.out, ",SE0000000000-D1,"));
    said_free(&said);
    refuses(s, "request show 1 --consent a --emergency b", 2, "[block.opening]");
    refuses(s, "request list --consent asked", 2, "[options.form]");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_request_goes_its_way),
        CASE(one_is_shown_with_its_steps),
        CASE(the_open_ones_are_a_list),
        CASE(what_is_blocked_is_not_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
