/* kontinua log verify, extract, sample, and what other verbs leave in the log: what is printed, the
 * exit codes, and that nobody is named who should not be. */
#define HOME_OPTIONS "--today 2024-01-15 --lang en"
#include "at_home.h"
#include "beside.h"
#include "county.h"

#include "service/access/access_log.h"

#include <sys/stat.h>

/* Exit 0 and all of that in what it prints. */
static void PRINTF_LIKE(3, 4) shows(struct scratch *s, const char *line, const char *fmt, ...)
{
    char wanted[1024];
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(wanted, sizeof wanted, fmt, ap);
    va_end(ap);
    struct said said = run_at(s, line);
    if (said.exit != 0 || !strstr(said.out, wanted))
        fail_msg("%s: exit %d\n%s\n%s", line, said.exit, said.out, said.note);
    said_free(&said);
}

static void run_quietly(struct scratch *s, const char *line)
{
    struct said said = run_at(s, line);
    said_free(&said);
}

static void change(struct scratch *s, const char *sql)
{
    struct instance in;
    struct err err = {0};
    struct instance_options options = {.home = scratch_path(s, "home")};
    assert_true(instance_open(s->arena, &options, &in, &err));
    if (!db_script(in.db, "test", str_of(sql), &err))
        fail_msg("%s", err.detail);
    instance_close(&in);
}

#define EXTRACT                                                                                    \
    "access_date,care_unit_id,care_unit_name,role,purpose,resource_type,kind,outcome,"             \
    "care_provider_id,care_provider_name,user_id,user_name,user_title,act,actor\n"
#define REGION  "SE2321000214-V001,Region Jämtland Härjedalen"
#define VERDICT "state,sealed,unsealed,erased,broken,checkpoint\n"

static void verify_says_what_is_wrong(void **state)
{
    struct scratch *s = *state;
    shows(s, "log verify", VERDICT "sound,0,0,0,,\n"); /* nobody has written: no key, no fault */
    for (int i = 0; i < 3; i++)
        run_quietly(s, "explain listed key:1");
    shows(s, "log verify", VERDICT "sound,3,0,0,,\n");
    shows(s, "log verify --format table", "sound       3         0       0");
    change(s, "UPDATE access_log SET actor = 'os:nobody' WHERE sequence = 2");
    struct said said = run_at(s, "log verify");
    assert_int_equal(said.exit, 1);
    assert_string_equal(said.out, VERDICT "changed,1,0,0,2,\n");
    assert_non_null(strstr(said.note, "[log.broken]"));
    assert_non_null(strstr(said.note, "2 (changed)"));
    said_free(&said);
}

static void verify_names_what_was_put_in(void **state)
{
    struct scratch *s = *state;
    run_quietly(s, "explain listed key:1");
    change(s, "INSERT INTO access_log (id, at, actor, act) VALUES (71, 1, 'x', 'y')");
    refuses(s, "explain listed key:1", 1, "[log.unsealed]");
    struct said said = run_at(s, "log verify");
    assert_int_equal(said.exit, 1);
    assert_string_equal(said.out, VERDICT "unsealed,1,1,0,,\n");
    assert_non_null(strstr(said.note, "[log.unsealed]"));
    assert_non_null(strstr(said.note, "1 (id 71)"));
    said_free(&said);
    for (int i = 0; i < 8; i++)
        change(s, "INSERT INTO access_log (at, actor, act) VALUES (1, 'x', 'y')");
    refuses(s, "log verify", 1, "9 (id 71, 72, 73, 74, 75, 76, 77, 78, …)");
    change(s, "DELETE FROM access_log WHERE id >= 71");
    run_quietly(s, "explain listed key:1");
    shows(s, "log verify", VERDICT "sound,2,0,0,,\n");
}

static void verify_of_a_copy_needs_no_instance(void **state)
{
    struct scratch *s = *state;
    run_quietly(s, "explain listed key:1");
    assert_int_equal(rename(scratch_path(s, "home/registry.db"), scratch_path(s, "copy.db")), 0);
    const char *copy = scratch_path(s, "copy.db"), *key = scratch_path(s, "home/access-log.key");
    shows(s, str_fmt(s->arena, "log verify %s --key-file %s", copy, key).at,
          VERDICT "sound,1,0,0,,\n");
    refuses(s, str_fmt(s->arena, "log verify %s", copy).at, 2, "[log.key_file]");
    refuses(s, str_fmt(s->arena, "log verify %s --key-file %s", copy, copy).at, 2,
            "[file.too_large]");
    assert_int_equal(remove(key), 0);
    refuses(s, str_fmt(s->arena, "log verify %s --key-file %s", copy, key).at, 3,
            "[log.key_missing]");
}

static void the_checkpoint_is_a_setting(void **state)
{
    struct scratch *s = *state;
    const char *path = scratch_path(s, "checkpoint");
    struct arena *a = s->arena;
    (void)scratch_write(s, "home/kontinua.yaml",
                        str_fmt(a, "region: jamtland\ncheckpoint: %s\n", path));
    for (int i = 0; i < 3; i++)
        run_quietly(s, "explain listed key:1");
    shows(s, "log verify", VERDICT "sound,3,0,0,,3\n");
    change(s, "DELETE FROM access_log WHERE sequence = 3");
    refuses(s, "log verify", 1, "[log.checkpoint_unmet]");
    refuses(s, "explain listed key:1", 1, "[log.checkpoint_unmet]"); /* it does not make it sound */
    refuses(s, "log verify", 1, "[log.checkpoint_unmet]");
    (void)scratch_write(s, "other", STR("something else\n"));
    refuses(s, str_fmt(a, "log verify --checkpoint %s", scratch_path(s, "other")).at, 2,
            "[log.checkpoint_form]");
    /* Where it cannot be written, nothing is shown. */
    (void)scratch_write(s, "home/kontinua.yaml",
                        str_fmt(a, "region: jamtland\ncheckpoint: %s/no/where\n", s->folder));
    refuses(s, "explain listed key:1", 3, "[log.checkpoint_place]");
    struct said said = run_at(s, "explain listed key:1");
    assert_int_equal(said.out_size, 0);
    said_free(&said);
    (void)scratch_write(s, "home/kontinua.yaml", STR("region: jamtland\ncheckpoint: here\n"));
    refuses(s, "explain listed key:1", 2, "[log.checkpoint_path]");
}

/* One that is known, one that nobody knows, one that is protected; a list; an evaluation; rows. */
static void verbs_that_show_persons_are_logged(void **state)
{
    struct scratch *s = *state;
    run_quietly(s, "explain listed key:1");
    run_quietly(s, "explain listed key:99");
    run_quietly(s, "explain listed key:2");
    run_quietly(s, "explain listed --unit SE0000000000-U1");
    run_quietly(s, "measure --measure listed");
    run_quietly(s, "check --rows contacts_without_diagnosis");
    struct actor me = actor_of_process(s->arena);
    struct said said = run_at(s, "log sample --count 9 --protected threat");
    assert_int_equal(said.exit, 0);
    static const char *const wanted[] = {
        ",administration,explain,read,done,key:1,measure=listed,,,\n",
        ",administration,explain,read,no_hit,,measure=listed,,,\n",
        ",administration,explain,read,denied,key:2,measure=listed,,,\n",
        ",administration,explain,read,done,,measure=listed unit=SE0000000000-U1,1,,\n",
        ",administration,check,read,done,,check=contacts_without_diagnosis,,,\n",
        ",administration,measure,read,done,,by=unit month=2023-12 months=1 measures=listed,3,,\n",
    };
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++)
        if (!strstr(said.out, wanted[i]))
            fail_msg("%s is not in\n%s", wanted[i], said.out);
    assert_non_null(strstr(said.out, me.id.at));
    said_free(&said);
    shows(s, "log verify", VERDICT "sound,%d,", 7); /* the sampling itself is one */
}

/* Whoever is shown protected persons: each verb, of one as of a list. */
static void why_a_protected_identity_was_opened_is_in_the_log(void **state)
{
    static const char *const line[] = {
        "explain listed key:2",
        "explain listed --unit SE0000000000-U1",
        "measure --measure listed --by person",
        "check --rows contacts_without_diagnosis",
        "person show key:2",
        "person find --born 1927-05-20",
        "who key:2",
        "message list key:2",
        "queue SE0000000000-U1",
        "request list",
        "application list",
        "staff list",
        "staff show SE0000000000-D2",
        "list key:2 SE0000000000-U1",
        "request key:2 --wanted",
        "events",
        "letters --dry-run",
        "log extract key:2",
        "log sample --count 1",
    };
    struct scratch *s = *state;
    for (size_t i = 0; i < ARRAY_LEN(line); i++) {
        char verb[16] = "";
        (void)sscanf(line[i], "%15s", verb);
        const char *whole = str_fmt(s->arena, "%s --protected why-%zu", line[i], i).at;
        run_quietly(s, whole);
        struct said said = run_at(s, "log sample --count 999 --protected looking");
        const char *at = strstr(said.out, str_fmt(s->arena, "protected=\"\"why-%zu\"\"\"", i).at);
        if (!at)
            fail_msg("%s: not in\n%s", whole, said.out);
        said_free(&said);
    }
    struct said said = run_at(s, "log sample --count 999");
    assert_null(strstr(said.out, "why-0")); /* of an entry about who is protected */
    said_free(&said);
}

static void a_reason_says_something_and_nobody(void **state)
{
    struct scratch *s = *state;
    char far[202];
    memset(far, 'x', sizeof far);
    far[sizeof far - 1] = '\0';
    static const char *const verb[] = {"who key:2", "measure --by person", "check --rows none",
                                       "explain listed key:2",
                                       "explain listed --unit SE0000000000-U1"};
    for (size_t i = 0; i < ARRAY_LEN(verb); i++) {
        const char *with[] = {
            str_fmt(s->arena, "%s --protected 181212121212", verb[i]).at,
            str_fmt(s->arena, "%s --protected about-18121212-1212", verb[i]).at,
            str_fmt(s->arena, "%s --protected %s", verb[i], far).at,
        };
        for (size_t k = 0; k < ARRAY_LEN(with); k++)
            refuses_bare(s, with[k], 2, "[actor.protected_reason]");
    }
    refuses_bare(s, "who key:2 --protected=--lang", 2, "[actor.protected_reason]");
    refuses_bare(s, "who key:2 --protected --lang=sv", 2, "[options.value_missing]");
    refuses_bare(s, "who key:2 --protected=", 2, "[options.value_missing]");
    refuses_bare(s, "who key:2 --protected --lang sv", 2,
                 "The option needs a value: --protected REASON [options.value_missing]");
    far[sizeof far - 2] = '\0';
    run_quietly(s, str_fmt(s->arena, "who key:2 --protected %s", far).at);
    shows(s, "log sample --count 9", ",done,key:2,");
}

static void a_role_has_the_right_or_not(void **state)
{
    struct scratch *s = *state;
    run_quietly(s, "who key:2 --protected why --role staff --unit SE0000000000-U2");
    run_quietly(s, "who key:2 --protected why --role unit_head --unit SE0000000000-U2");
    refuses_bare(s, "who key:2 --protected why --role municipal --unit SE0000000000-U2", 4,
                 "[actor.role]");
    refuses_bare(s, "who key:2 --protected why --role resident --as key:2", 4, "[actor.protected]");
    refuses_bare(s, "who key:2 --protected why --role guardian --as key:1 --on-behalf key:2", 4,
                 "[actor.protected]");
}

static void what_a_patient_is_given(void **state)
{
    struct scratch *s = *state;
    run_quietly(s, "explain listed key:1");
    run_quietly(s, "explain listed key:3");
    run_quietly(s, "log extract key:1"); /* the next one shows that there was one */
    struct said said = run_at(s, "log extract key:1");
    assert_int_equal(said.exit, 0);
    assert_true(str_starts(str_of(said.out), STR(EXTRACT)));
    assert_non_null(strstr(said.out, "," REGION ",administrator,Administration,"
                                     "förklaring av ett värde,read,done," REGION
                                     ",SE2321000214-V001,,,explain,os:"));
    assert_non_null(strstr(said.out, ",log extract,os:"));
    unsigned lines = 0;
    for (const char *at = said.out; (at = strchr(at, '\n')); at++)
        lines++;
    assert_int_equal(lines, 3);
    said_free(&said);
    said = run_at(s, "log extract key:1 --to 2020-01-01");
    assert_string_equal(said.out, EXTRACT);
    said_free(&said);
    said = run_at(s, "log extract key:1 --format table");
    assert_null(strstr(said.out, "os:")); /* who it was is for programs */
    assert_null(strstr(said.out, "log extract"));
    assert_non_null(strstr(said.out, "extract of"));
    assert_true(str_starts(str_of(said.out), STR("Time  "))); /* no unit, and no room for one */
    said_free(&said);
    refuses(s, "log extract key:99", 3, "[person.unknown]");
    refuses(s, "log extract key:x", 2, "[person.key]");
}

/* What is counted of persons is an evaluation, whoever it is told to; the list of whom a notice
 * failed with is one of persons; and so is what was refused. */
static void evaluations_and_lists_are_one_entry(void **state)
{
    static const char *const lines[][2] = {
        {"saebo --week 2024-W02 --as SE0000000000-A1", "saebo,read,done,,week=2024-W02 login=os:"},
        {"change listed --from 2023-11-30 --to 2023-12-31 --unit SE0000000000-U1",
         "change,read,done,,measure=listed first=2023-11 second=2023-12 unit=SE0000000000-U1,3,"},
        {"check", "check,read,done,,by=county month=2023-12 checks=all,3,"},
        {"check --by unit --measure listed",
         "check,read,done,,by=unit month=2023-12 checks=listed,3,"},
        {"deliver --failed", "deliver,read,done,,list=failed,0,"},
        {"deliver --failed --role staff --unit SE0000000000-U1",
         "staff,SE0000000000-U1,administration,deliver,read,denied,,,,"},
        {"events --role staff --unit SE0000000000-U1",
         "staff,SE0000000000-U1,administration,events,read,denied,,,,"},
        {"capitation --role staff --unit SE0000000000-U1",
         "staff,SE0000000000-U1,administration,capitation,read,denied,,,,"},
    };
    struct scratch *s = *state;
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        run_quietly(s, lines[i][0]);
        shows(s, "log sample --count 999 --protected threat", "%s", lines[i][1]);
        assert_int_equal(number_beside(s, "SELECT count(*) FROM access_log"), 2 * (i + 1));
    }
}

/* By the role, or by who acts: before it is known about whom. */
static void what_is_refused_before_an_act_is_an_entry(void **state)
{
    static const char *const lines[][2] = {
        {"assign SE0000000000-D1 key:1 --role resident --as key:1",
         "key:1,resident,,own,assign,read,denied,,"},
        {"staff show SE0000000000-D1 --role resident --as key:1",
         "key:1,resident,,own,staff show,read,denied,,"},
        {"staff list --role resident --as key:1", "key:1,resident,,own,staff list,read,denied,,"},
        {"list key:1 SE0000000000-U2 --consent key:1 --role resident --as key:1",
         "key:1,resident,,own,list,read,denied,,"},
        {"saebo report key:1 --kind saebo --municipality 2321 --from 2024-01-08 --role municipal "
         "--unit SE0000000000-U1",
         "municipal,SE0000000000-U1,administration,saebo report,read,denied,,"},
        {"person show key:1 --role analyst --unit SE0000000000-U1 --purpose follow_up",
         "analyst,,follow_up,act as,read,denied,,"},
        {"person show key:1 --role resident --as key:1 --protected threat",
         "resident,,own,act as,read,denied,,"},
        {"person show key:1 --role resident --as 180001010081",
         "resident,,own,act as,read,no_hit,,"},
        {"explain listed --unit SE0000000000-U3", ",explain,read,no_hit,"},
        {"explain named_doctor --doctor SE0000000000-D2", ",explain,read,denied,"},
    };
    struct scratch *s = *state;
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        run_quietly(s, lines[i][0]);
        shows(s, "log sample --count 999 --protected threat", "%s", lines[i][1]);
    }
}

/* Who stood in for the person is told apart from the person, in every format. */
static void an_intruder_is_not_the_person(void **state)
{
    struct scratch *s = *state;
    refuses(s, "message list key:1 --role resident --as key:3", 4, "[message.party]");
    shows(s, "log extract key:1 --role resident --as key:1",
          ",another_resident,Administration,meddelanden,read,denied," REGION
          ",SE2321000214-V001,,,message list,\n");
    shows(s, "log extract key:1 --role resident --as key:1",
          ",resident,Administration,utdrag ur loggen,read,done,");
    shows(s, "log extract key:1 --role resident --as key:1 --format json",
          "\"role\":\"another_resident\"");
    shows(s, "log extract key:1 --format table", "another     own  ");
    shows(s, "log extract key:1 --format table", "the person");
    shows(s, "log sample --count 9", ",key:3,another_resident,,own,message list,");
}

/* A day is Stockholm's: in winter from 23:00 UTC of the day before, in summer from 22:00. */
static void days_are_those_of_stockholm(void **state)
{
    struct scratch *s = *state;
    static const struct {
        const char *at, *day;
    } edge[] = {
        {"2024-01-09T23:00Z", "2024-01-10"}, {"2024-01-10T22:59:59Z", "2024-01-10"},
        {"2024-07-09T22:00Z", "2024-07-10"}, {"2024-07-10T21:59:59Z", "2024-07-10"},
        {"2024-03-30T23:00Z", "2024-03-31"}, {"2024-03-31T21:59:59Z", "2024-03-31"},
        {"2024-10-26T22:00Z", "2024-10-27"}, {"2024-10-27T22:59:59Z", "2024-10-27"},
    };
    run_quietly(s, "explain listed key:1"); /* makes the key */
    for (size_t i = 0; i < ARRAY_LEN(edge); i++) {
        struct moment at;
        struct day day, next;
        struct err err = {0};
        char text[DAY_TEXT];
        assert_true(moment_parse(str_of(edge[i].at), &at, &err));
        assert_true(day_parse(str_of(edge[i].day), &day, &err));
        next = (struct day){day.n + 1};
        change(s, str_fmt(s->arena,
                          "DELETE FROM access_log; INSERT INTO access_log (at, actor, act, person, "
                          "sequence, sum, chain) VALUES (%lld, 'os:x', 'seen', 1, 1, "
                          "zeroblob(32), zeroblob(32))",
                          (long long)at.us)
                      .at);
        shows(s,
              str_fmt(s->arena, "log extract key:1 --from %s --to %s", edge[i].day, edge[i].day).at,
              "seen");
        struct said said = run_at(
            s, str_fmt(s->arena, "log extract key:1 --from %s", day_format(next, text).at).at);
        assert_null(strstr(said.out, "seen"));
        said_free(&said);
    }
}

static void read_from(const char *path)
{
    assert_non_null(freopen(path, "r", stdin));
}

static void a_person_from_standard_input(void **state)
{
    struct scratch *s = *state;
    run_quietly(s, "explain listed key:1");
    read_from(scratch_write(s, "person", STR("key:1\nkey:2\n")));
    shows(s, "log extract -", ",explain,");
    read_from(scratch_write(s, "nobody", STR("\n")));
    refuses(s, "log extract -", 2, "[person.input]");
    refuses(s, "explain listed -", 2, "[person.input]");
}

static void what_does_not_go_together(void **state)
{
    struct scratch *s = *state;
    refuses(s, "log sample", 2, "[log.sample]");
    refuses(s, "log sample --share 5 --count 5", 2, "[log.sample]");
    refuses(s, "log verify --share 5", 2, "[options.form]");
    refuses(s, "log extract", 2, "[options.arguments]");
    refuses(s, "log sample key:1 --count 5", 2, "[options.arguments]");
    refuses(s, "log show", 2, "[options.arguments]");
    refuses(s, "log sample --count 1 --from 2024-01-02 --to 2024-01-01", 2, "[log.period]");
    refuses(s, "log extract key:1 --from 2024-01-02 --to 2024-01-01", 2,
            "ends before it begins, --from 2024-01-02 --to 2024-01-01: swap");
}

static void samples_can_be_drawn_again(void **state)
{
    struct scratch *s = *state;
    for (int i = 0; i < 8; i++)
        run_quietly(s, "explain listed key:1");
    /* In a period that is not over: each drawing is an entry of it. */
    struct said one = run_at(s, "log sample --share 25 --seed 7 --to 2099-12-31");
    assert_int_equal(one.exit, 0);
    assert_non_null(
        strstr(one.note, "Sampled 2 of 8 entries; --seed 7 --before 9 draws the same again."));
    struct said again = run_at(s, "log sample --share 25 --seed 7 --before 9 --to 2099-12-31");
    assert_string_equal(one.out, again.out);
    struct said later = run_at(s, "log sample --share 25 --seed 7 --to 2099-12-31");
    assert_non_null(strstr(later.note, "of 10 entries; --seed 7 --before 11 "));
    said_free(&again);
    said_free(&later);
    said_free(&one);
}

/* By the rule file of the home: at most two look-ups a minute, and one person an hour. */
static void who_snoops_is_stopped_and_told_of(void **state)
{
    struct scratch *s = *state;
    struct str rules;
    struct err err = {0};
    assert_true(file_read_all(&FILES_POSIX, s->arena, SOURCE_ROOT "/tests/spec/rules/usual.yaml",
                              1 << 16, &rules, &err));
    const char *at =
        strstr(str_cstr(s->arena, rules), "lookups_a_minute: 60, persons_an_hour: 200");
    assert_non_null(at);
    size_t before = rules.len - strlen(at);
    (void)mkdir(scratch_path(s, "home/rules"), 0700);
    (void)scratch_write(s, "home/rules/jamtland.yaml",
                        str_fmt(s->arena, "%.*slookups_a_minute: 2, persons_an_hour: 1%s",
                                (int)before, rules.at, at + 42));
    shows(s, "log alarms --format table", "Nobody has opened too many persons in an hour.");
    run_quietly(s, "who key:1 --as SE0000000000-A1");
    shows(s, "log alarms", "position\n");
    run_quietly(s, "log extract key:3 --as SE0000000000-A1");
    shows(s, "log alarms --as SE0000000000-A2",
          ",SE0000000000-A1,administrator,,administration,log alarm,read,done,,persons in an hour "
          "login=os:");
    refuses(s, "who 180001010107 --as SE0000000000-A1", 6, "[log.lookups]");
    refuses(s, "log extract 180001010107 --as SE0000000000-A1", 6, "again in a minute");
    refuses(s, "explain listed 180001010107 --as SE0000000000-A1", 6, "[log.lookups]");
    refuses(s, "who 180001010107", 3, "[person.unknown]");
    refuses(s, "log alarms --role staff --unit SE0000000000-U1", 4, "[log.right]");
    refuses(s, "log alarms --count 1", 2, "[options.form]");
    stands_beside(s,
                  "SELECT act, outcome, count FROM access_log WHERE actor LIKE 'SE%' ORDER BY id",
                  "who 0 -;log alarm 0 2;log extract 0 -;log alarms 0 1;who 2 -;log extract 2 -;"
                  "explain 2 -");
}

/* The acts of the log are somebody's, in a role and for a purpose, as all others. */
static void who_did_it_stands_in_it(void **state)
{
    struct scratch *s = *state;
    run_quietly(s, "who key:1");
    shows(s, "log extract key:1 --as SE0000000000-A1 --unit SE0000000000-U1 --purpose care",
          ",who,os:");
    shows(s, "log sample --count 1 --as SE0000000000-A2", "seq");
    run_quietly(s, "log erase 1 --decision x --as SE0000000000-A3");
    run_quietly(s, "log keep --as SE0000000000-A4");
    stands_beside(s,
                  "SELECT actor, role, unit, purpose FROM access_log WHERE act LIKE 'log %' ORDER "
                  "BY id",
                  "SE0000000000-A1 0 SE0000000000-U1 0;SE0000000000-A2 0 - 3;"
                  "SE0000000000-A3 0 - 3;SE0000000000-A4 0 - 1");
    /* In each, once: who ran the program. */
    stands_beside(s,
                  "SELECT count(*), sum(about LIKE '%login=os:%'), "
                  "sum(about LIKE '%login=%login=%') FROM access_log WHERE act LIKE 'log %'",
                  "4 4 0");
    shows(s, "log extract key:1 --role resident --as key:1", ",log extract,\n");
    refuses(s, "log extract key:3 --role resident --as key:1", 4, "[log.right]");
    refuses(s, "log extract key:99 --role resident --as key:1", 4, "[log.right]");
    refuses(s, "log extract key:1 --role staff --unit SE0000000000-U1", 4, "[log.right]");
    refuses(s, "log sample --count 1 --role staff --unit SE0000000000-U1", 4, "[log.right]");
    refuses(s, "log keep --role unit_head --unit SE0000000000-U1", 4, "[log.right]");
    refuses(s, "log verify --role administrator", 2, "[options.form]");
    assert_int_equal(number_beside(s, "SELECT count(*) FROM access_log WHERE act LIKE 'log %' AND "
                                      "outcome = 2"),
                     5);
}

/* So of the verbs of figures, whose --unit is the one asked about; and a way round the limit of
 * look-ups they are not. */
static void who_asks_for_figures_stands_in_it(void **state)
{
    struct scratch *s = *state;
    static const char *const line[] = {"explain listed key:1",
                                       "explain listed key:2",
                                       "explain listed --unit SE0000000000-U1",
                                       "measure --measure listed",
                                       "change listed --from 2023-11-30 --to 2023-12-31",
                                       "check",
                                       "check --rows contacts_without_diagnosis"};
    for (size_t i = 0; i < ARRAY_LEN(line); i++) {
        run_quietly(
            s,
            str_fmt(s->arena, "%s --as SE0000000000-A%zu --purpose follow_up", line[i], i + 1).at);
        refuses_bare(s, str_fmt(s->arena, "%s --as nobody", line[i]).at, 2, "[hsaid.");
        refuses_bare(s, str_fmt(s->arena, "%s --purpose own", line[i]).at, 4, "[actor.role]");
        refuses_bare(s, str_fmt(s->arena, "%s --purpose x", line[i]).at, 2, "[options.choice]");
    }
    stands_beside(
        s,
        "SELECT act, actor, role, unit, purpose, outcome FROM access_log WHERE about LIKE "
        "'% login=os:%' ORDER BY id",
        "explain SE0000000000-A1 0 - 2 0;explain SE0000000000-A2 0 - 2 2;"
        "explain SE0000000000-A3 0 - 2 0;measure SE0000000000-A4 0 - 2 0;"
        "change SE0000000000-A5 0 - 2 0;check SE0000000000-A6 0 - 2 0;"
        "check SE0000000000-A7 0 - 2 0");
    assert_int_equal(number_beside(s, "SELECT count(*) FROM access_log"), ARRAY_LEN(line));
    refuses_bare(s, "check measures --purpose care", 2, "--purpose [check.options]");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, county_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(verify_names_what_was_put_in),
        TEST(verify_says_what_is_wrong),
        TEST(verify_of_a_copy_needs_no_instance),
        TEST(the_checkpoint_is_a_setting),
        TEST(verbs_that_show_persons_are_logged),
        TEST(what_a_patient_is_given),
        TEST(why_a_protected_identity_was_opened_is_in_the_log),
        TEST(a_reason_says_something_and_nobody),
        TEST(a_role_has_the_right_or_not),
        TEST(an_intruder_is_not_the_person),
        TEST(days_are_those_of_stockholm),
        TEST(a_person_from_standard_input),
        TEST(what_does_not_go_together),
        TEST(evaluations_and_lists_are_one_entry),
        TEST(what_is_refused_before_an_act_is_an_entry),
        TEST(who_snoops_is_stopped_and_told_of),
        TEST(samples_can_be_drawn_again),
        TEST(who_did_it_stands_in_it),
        TEST(who_asks_for_figures_stands_in_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
