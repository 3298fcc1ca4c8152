/* What was so already when it was asked for with a key is answered so again with that key, though
 * others have changed it since: whoever asks once more, as no answer came, undoes nothing. */
#include "at_home.h"
#include "county.h"

static const char STAFF[] =
    "UPDATE staff_stated SET title_code = '201011', protected_staff = 2;"
    "INSERT INTO position_stated (staff, unit, from_day, fte, employment, training, panel_target, "
    "panel_cap, panel_open, recorded) VALUES (1, 1, 44000, 1, 0, 0, NULL, NULL, 0, 1), "
    "(2, 1, 44000, 1, 0, 0, NULL, NULL, 0, 1);"
    "UPDATE person_stated SET county = '23';";

/* `is_so` is asked for with a key, then `other` without, which changes it, then `is_so` with the
 * key. `less` has the key and asks for something else. Before: `first`. */
static const struct {
    const char *first, *is_so, *other, *less;
} CASES[] = {
    {NULL, "list key:1 SE0000000000-U1", "list key:1 SE0000000000-U2",
     "list key:1 SE0000000000-U3"},
    {NULL, "list key:1 --leave-queue", "list key:1 SE0000000000-U2 --queue",
     "list key:1 --leave-queue SE0000000000-U2"},
    {NULL, "list key:1 --out-of-county none", "list key:1 --out-of-county 21",
     "list key:1 --out-of-county 20"},
    {NULL, "assign SE0000000000-D1 key:1", "assign SE0000000000-D2 key:1",
     "assign SE0000000000-D2 key:1"},
    {NULL, "assign --opt-in key:1", "assign --opt-out key:1", "assign --opt-out key:1"},
    {"assign --end key:1 --reason moves", "assign --end key:1 --reason moves",
     "assign SE0000000000-D1 key:1", "assign --inform key:1"},
    {NULL, "block key:1 SE0000000000-U1 --lift", "block key:1 SE0000000000-U1",
     "block key:1 SE0000000000-U1"},
    {"unit cap SE0000000000-U2 3 --reason r", "unit cap SE0000000000-U2 3 --reason r",
     "unit cap SE0000000000-U2 5 --reason r", "unit cap SE0000000000-U2 5 --reason r"},
    {"application key:1 moves", "application key:1 again", "decide 1 --grant",
     "application key:1 other"},
    {"saebo report key:1 --kind saebo --municipality 2380",
     "saebo report key:1 --kind saebo --municipality 2380",
     "saebo report key:1 --kind saebo --withdraw --from 2024-01-15",
     "saebo report key:1 --kind home_care --municipality 2380"},
};

static void run_well(struct scratch *s, const char *line)
{
    struct said said = run_at(s, line);
    if (said.exit != 0)
        fail_msg("%s: exit %d\n%s", line, said.exit, said.note);
    said_free(&said);
}

static void what_was_so_stays_answered(void **state)
{
    struct scratch *s = *state;
    for (size_t i = 0; i < ARRAY_LEN(CASES); i++) {
        struct instance in;
        scratch_remove(scratch_path(s, "home"));
        county_open(s, &in);
        county_script(&in, STAFF);
        instance_close(&in);
        const char *keyed = str_fmt(s->arena, "%s --key K --format csv", CASES[i].is_so).at;
        if (CASES[i].first)
            run_well(s, CASES[i].first);
        struct said so = run_at(s, keyed);
        if (so.exit != 0 || (!strstr(so.out, "yes") && !strstr(so.out, "assign.already")))
            fail_msg("%s: exit %d\n%s\n%s", keyed, so.exit, so.out, so.note);
        run_well(s, CASES[i].other);
        prints(s, keyed, so.out);
        said_free(&so);
        refuses(s, str_fmt(s->arena, "%s --key K", CASES[i].less).at, 5, "[act.key_reused]");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_so_stays_answered, scratch_setup,
                                        scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
