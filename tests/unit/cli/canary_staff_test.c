/* A canary among staff: a doctor with a protected identity, who has a position, a panel, a doctor
 * whom she stands in for, a message, an event, a request and a move about her. Every verb that can
 * speak of staff is run by every role that has not the right, in every form, and whatever is said
 * is searched for her name and her HSA-id. Who is her own patient may know her, and is not asked.
 */
#include "at_home.h"
#include "county.h"
#include "fonts_kept.h"

#include "cli/commands.h"

#define HER "SE0000000000-TYST"
static const char *const NAME[] = {"Tystlåten", "Skyddsdotter"};

static const char ROWS[] =
    "UPDATE staff SET hsaid = '" HER "' WHERE id = 2;"
    "UPDATE staff_stated SET given_name = 'Tystlåten', surname = 'Skyddsdotter', "
    "title_code = '201011' WHERE staff = 2;"
    "UPDATE staff_stated SET given_name = 'Åsa', surname = 'Ek', title_code = '201011' "
    "WHERE staff = 1;"
    "UPDATE person_stated SET given_name = 'Anna', surname = 'Ek', street = 'Gatan 1', city = "
    "'Orten', postal_code = '83100', paper = 1 WHERE identifier = 1;"
    "UPDATE named_contact_stated SET staff = 2 WHERE id = 1;"
    "INSERT INTO position_stated (staff, unit, from_day, fte, employment, training, panel_open, "
    "recorded) VALUES (1, 1, 44000, 1, 0, 0, 0, 1), (2, 1, 44000, 1, 0, 0, 0, 1);"
    "INSERT INTO substitute_stated (doctor, unit, staff, from_day, to_day, recorded) VALUES "
    "(1, 1, 2, 45300, 45400, 1);"
    "INSERT INTO absence_stated (staff, unit, from_day, to_day, recorded) VALUES "
    "(1, 1, 45300, 45400, 1);"
    "INSERT INTO message (identifier, kind, unit, staff, from_day, position) VALUES "
    "(1, 7, 'SE0000000000-U1', '" HER "', 45300, 1);"
    "INSERT INTO outbox (uuid, type, person, seq, valid_from, position, data, place) VALUES "
    "('00000000-0000-4000-8000-000000000001', 5, 1, 1, 44196, 1, '{\"unit\":\"SE0000000000-U1\","
    "\"kind\":2,\"staff\":\"" HER "\",\"from\":\"2021-01-02\"}', 1);"
    "INSERT INTO outbox_seq VALUES (1, 1); UPDATE outbox_last SET place = 1;"
    "INSERT INTO request VALUES (1, 1, 4, 2, 0, 1);"
    "INSERT INTO request_step VALUES (1, 0, 1, NULL, NULL), (1, 2, 1, NULL, NULL);"
    "INSERT INTO request_open VALUES (1, 4, 1);"
    "INSERT INTO request VALUES (2, 1, 1, NULL, 0, 1);"
    "INSERT INTO request_step VALUES (2, 0, 1, NULL, NULL), (2, 1, 1, NULL, 2);"
    "INSERT INTO named_contact_stated (id, identifier, kind, staff, unit, from_day, to_day, "
    "recorded) VALUES (4, 1, 2, 1, 1, 44100, 44195, 1);"
    "INSERT INTO named_contact_effect VALUES (1, 2, 44100, 4, 44195);"
    "INSERT INTO panel_move VALUES (1, 1, 1, 0, 44196, 45299, NULL, 1, NULL);"
    "INSERT INTO panel_move_row VALUES (1, 1, 4, 4, 1, NULL, NULL, NULL);";

/* In this order: what writes comes late, and takes her from nobody before it was asked for. */
static const char *const LINES[] = {
    "who key:1",
    "who key:1 --on 2024-01-20",
    "person show key:1",
    "person show key:1 --on 2022-01-01",
    "person show key:1 --known-at 2023-12-31T00:00:00Z",
    "person find --listed-at SE0000000000-U1",
    "staff show SE0000000000-D1",
    ("staff show " HER),
    "staff show SE0000000000-D1 --known-at 2099-01-01",
    ("staff show " HER " --known-at 2099-01-01"),
    "staff list",
    "staff list SE0000000000-U1",
    "who key:1 --known-at 2099-01-01",
    "unit list",
    "application list",
    "unit show SE0000000000-U1",
    "message list key:1",
    "letters --dry-run",
    "letters --list",
    "events",
    "deliver",
    "request list",
    "request list --unit SE0000000000-U1",
    "request show 1",
    "request show 2",
    "request 1 --wait --dry-run",
    "move --undo 1 --dry-run",
    ("request key:1 --doctor " HER " --wanted --dry-run"),
    "list key:1 SE0000000000-U2 --dry-run",
    "list key:1 SE0000000000-U1",
    "list key:1 --out-of-county 21 --dry-run",
    "list --by-area --all --dry-run",
    "unit close SE0000000000-U1 --last 2024-03-01 --to SE0000000000-U2 --dry-run",
    "assign SE0000000000-D1 key:1 --dry-run",
    "assign SE0000000000-D1 --where unit=SE0000000000-U1 --dry-run",
    ("assign " HER " key:1 --dry-run"),
    "assign key:1 --end --dry-run",
    "assign key:1 --inform --dry-run",
    "assign key:1 --opt-out --dry-run",
    ("move " HER " --unit SE0000000000-U1 --to SE0000000000-D1 --dry-run"),
    ("move SE0000000000-D1 --unit SE0000000000-U1 --to " HER " --dry-run"),
    ("move coming --unit SE0000000000-U1 --to " HER " --dry-run"),
    ("staff away " HER " --unit SE0000000000-U1 --from 2024-01-15 --to 2024-01-20 --dry-run"),
    ("staff away " HER " --unit SE0000000000-U1 --end --from 2024-01-15 --dry-run"),
    ("staff dispense " HER " --unit SE0000000000-U1 --end --from 2024-01-15 --dry-run"),
    "staff away SE0000000000-D1 --unit SE0000000000-U1 --end --from 2024-01-15 --dry-run",
    ("staff position " HER " --unit SE0000000000-U1 --fte 50 --dry-run"),
    ("staff substitute " HER " --unit SE0000000000-U1 --for SE0000000000-D1 --from 2024-01-15 "
     "--to 2024-01-20 --dry-run"),
    ("staff dispense " HER " --unit SE0000000000-U1 --until 2024-06-01 --reason x --dry-run"),
    "measure --by doctor --measure Ko05L",
    "measure --by person --measure named_doctor",
    "measure --by unit --measure named_doctor",
    "explain named_doctor key:1",
    "explain named_doctor --unit SE0000000000-U1 --list numerator",
    "explain Ko05L key:1",
    ("explain Ko05L --doctor " HER " --list denominator"),
    "check",
    "check --by unit",
    "check --rows named_doctor_without_position",
    "capitation --month 2023-12",
    "saebo --week 2024-W02",
    "load list",
    "queue SE0000000000-U1",
    "block key:1 SE0000000000-U1 --dry-run",
    "change named_doctor --unit SE0000000000-U1 --from 2023-11-30 --to 2023-12-31",
    "log verify",
    "log extract key:1",
    "list key:1 SE0000000000-U2 --key once",
    "list key:1 SE0000000000-U2 --key once",
    "who key:1 --on 2024-01-10",
    "person show key:1",
    "message list key:1",
    "letters --pdf {HOME}/letters.pdf",
    "events",
    "log sample --count 9999",
    "log alarms",
    "log reviews",
};
static const char *const ROLES[] = {
    "",
    "--role staff --unit SE0000000000-U1",
    "--role unit_head --unit SE0000000000-U1",
    "--role municipal --unit SE0000000000-U2",
    "--role officer",
    "--role analyst",
};
static const char *const FORMS[] = {"--format table --lang sv", "--format table --lang en",
                                    "--format csv --lang en", "--format json --lang en"};

static void open_home(struct scratch *s)
{
    struct instance in;
    county_open(s, &in);
    county_script(&in, ROWS);
    instance_close(&in);
}

/* Whose HSA-id the line has gets no name for it. */
static const char *found(const char *line, const char *text)
{
    for (size_t i = 0; i < ARRAY_LEN(NAME); i++)
        if (strstr(text, NAME[i]))
            return NAME[i];
    return !strstr(line, HER) && strstr(text, "TYST") ? HER : NULL;
}

static bool takes(const char *line, const char *option)
{
    struct str verb = str_of(line);
    const struct command *command = command_find(str_cut(&verb, ' '));
    for (unsigned i = 0; command && i < command->verb.options; i++)
        if (strcmp(command->verb.option[i].name, option) == 0)
            return true;
    return false;
}

static void try_line(struct scratch *s, const char *line, const char *role)
{
    struct str rest = str_of(line), head = str_cut(&rest, '{');
    const char *home = scratch_path(s, "home"), *whole = line;
    if (rest.at) { /* {HOME} */
        (void)str_cut(&rest, '}');
        whole = str_fmt(s->arena, "%.*s%s%.*s", STR_FMT(head), home, STR_FMT(rest)).at;
    }
    /* A unit that the line has is whose staff the role is, too. */
    if (strstr(line, " --unit ") && strncmp(role, "--role ", 7) == 0) {
        struct str words = str_of(role), option = str_cut(&words, ' '), word = str_cut(&words, ' ');
        role = str_fmt(s->arena, "%.*s %.*s", STR_FMT(option), STR_FMT(word)).at;
    }
    for (size_t f = 0; f < ARRAY_LEN(FORMS); f++) {
        const char *asked = str_fmt(s->arena, "%s %s %s", whole, role, FORMS[f]).at;
        struct said said = run_at(s, asked);
        const char *leak = found(line, said.out);
        if (!leak)
            leak = found(line, said.note);
        if (leak)
            fail_msg("%s tells of %s:\n%s\n%s", asked, leak, said.out, said.note);
        said_free(&said);
    }
}

static void nobody_tells_of_a_protected_doctor(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    for (size_t i = 0; i < ARRAY_LEN(LINES); i++)
        for (size_t r = 0; r < (takes(LINES[i], "role") ? ARRAY_LEN(ROLES) : 1); r++)
            try_line(s, LINES[i], ROLES[r]);
}

/* With the right she is there: what is searched for can be found. */
static void who_has_the_right_finds_her(void **state)
{
    static const struct {
        const char *line, *tells;
    } RIGHT[] = {
        {"who key:1 --protected threat --format table --lang sv", "Skyddsdotter"},
        {"person show key:1 --protected threat --format csv", HER},
        {"staff show SE0000000000-D1 --protected threat --format csv", HER},
        {"staff show " HER " --protected threat --format table --lang sv", "Tystlåten"},
        {"events --protected threat", HER},
        {"request list --protected threat --format csv", HER},
        {"request show 1 --protected threat --format csv", HER},
        {"request show 2 --protected threat --format csv", HER},
        {"assign key:1 --inform --protected threat --dry-run --format csv", HER},
        {"assign SE0000000000-D1 key:1 --protected threat --dry-run --format csv", HER},
        {"list key:1 SE0000000000-U2 --protected threat --dry-run --format csv", HER},
    };
    struct scratch *s = *state;
    open_home(s);
    for (size_t i = 0; i < ARRAY_LEN(RIGHT); i++) {
        struct said said = run_at(s, RIGHT[i].line);
        if (said.exit != 0 || !strstr(said.out, RIGHT[i].tells))
            fail_msg("%s: exit %d\n%s\n%s", RIGHT[i].line, said.exit, said.out, said.note);
        said_free(&said);
    }
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(nobody_tells_of_a_protected_doctor),
        CASE(who_has_the_right_finds_her),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
