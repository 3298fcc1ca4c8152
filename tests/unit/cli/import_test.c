/* kontinua init, import, load and migrate as they are typed: what is printed, what is told, and
 * the exit. */
#include "command_line.h"
#include "failing_steps.h"
#include "scratch.h"

#include "core/utf8.h"

#include <pty.h>
#include <setjmp.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define UNITS "unit,name,operator,county\nSE0000000000-U1,One,region,23\n"

static void check(struct scratch *s, const char *line, int exit, const char *out, const char *note)
{
    const char *whole = str_fmt(s->arena, "%s --home %s", line, scratch_path(s, "home")).at;
    struct said said = run_line(whole);
    if (said.exit != exit || !strstr(said.out, out) || !strstr(said.note, note) ||
        (!*out && said.out_size > 0) || (!*note && said.note_size > 0))
        fail_msg("%s: exit %d\n%s\n%s", whole, said.exit, said.out, said.note);
    said_free(&said);
}

static const char *with_folder(struct scratch *s, const char *line)
{
    return str_fmt(s->arena, "%s %s", line, scratch_path(s, "in")).at;
}

static void put(struct scratch *s, const char *name, const char *text)
{
    (void)mkdir(scratch_path(s, "in"), 0700);
    (void)scratch_write(s, str_fmt(s->arena, "in/%s", name).at, str_of(text));
}

static void init_and_migrate(void **state)
{
    struct scratch *s = *state;
    check(s, "migrate", 3, "", "kontinua init");
    check(s, "init --region 99", 3, "", "jamtland (23)");
    check(s, "init --region 23", 0, "", "Region Jämtland Härjedalen");
    check(s, "init", 5, "", "[instance.exists]");
    check(s, "migrate --lang en", 0, "", "up to date already");
    check(s, "migrate --quiet", 0, "", "");
    (void)scratch_write(s, "home/registry.db",
                        STR("no database at all, only some text in its place"));
    check(s, "migrate", 1, "", "[store.damaged]");
    (void)scratch_write(s, "home/registry.db", STR("")); /* to SQLite an empty database */
    check(s, "migrate", 1, "", "[store.damaged]");
    check(s, "load list", 1, "", "[store.damaged]");
}

static void import_lands(void **state)
{
    struct scratch *s = *state;
    check(s, "init --quiet", 0, "", "");
    check(s, with_folder(s, "import"), 3, "", "[file.missing]");
    put(s, "units.csv", UNITS);
    put(s, "notes.txt", "x");
    check(s, with_folder(s, "import --dry-run --lang sv"), 0,
          "file,table,fate,load,rows,rejects,left_out,reasons\nunits.csv,units,read,,1,0,,\n"
          "notes.txt,,left_alone,,,,,\n",
          "Ingenting är inläst. Rader som skulle läsas in: 1,");
    check(s, with_folder(s, "import --lang en"), 0, "units.csv,units,read,1,1,0,,\n",
          "Load 1 has landed. Rows: 1, rejected: 0, changed in the registry: 1.\n");
    check(s, with_folder(s, "import --lang en"), 0, "units.csv,units,held,1,,,,\n",
          "Every file was loaded before");
    check(s, with_folder(s, "import --lang sv --format table"), 0, "redan inläst", "Alla filer");
    check(s, with_folder(s, "import --again --quiet --format json"), 0,
          "\"rows\":\"1\",\"rejects\":\"0\"", "");
    check(
        s, "load list --format csv", 0,
        "load,recorded_at,files,rows,rejects,state,position,undone_at,undone_by,recorded_by\n1,20",
        "");
    check(s, "load list --format csv", 0, "Z,1,1,0,holds,2,,,os:", "");
    check(s, "load show 1 --files --format csv", 0,
          "file,table,rows,rejects,bytes,sha256\nunits.csv,units,1,0,", "");
    check(s, "load show 1 --files --oddities", 2, "", "[options.arguments]");
    check(s, "load list --files", 2, "", "[options.form]");
    check(s, "load undo", 2, "", "[options.arguments]");
    check(s, "load undo 0", 2, "", "0 [load.number]");
    check(s, "load undo -1 --lang en", 2, "", "shows them; given: -1 [load.number]");
    check(s, "load show one", 2, "", "one [load.number]");
    check(s, "load list 1", 2, "", "[options.arguments]");
    check(s, "load undo 3", 3, "", "[load.missing]");
    check(s, "load undo 1", 5, "", "[load.touched]"); /* the second said it again */
    check(s, "load undo 1 --dry-run", 5, "", "[load.touched]");
    check(s, "load list --dry-run", 2, "", "[options.form]");
    check(s, "load undo 2 --dry-run --lang en", 0, "",
          "Load 2 would be taken back (files: 1, rows:");
    check(s, "load undo 2 --dry-run --lang sv", 0, "", "Inget ändrades.");
    check(s, "load undo 2 --lang en", 0, "", "Load 2 has been taken back, as if it had never");
    check(s, "load undo 2 --lang sv", 0, "", "var redan återtagen");
    check(s, "load undo 2 --dry-run --lang sv", 0, "", "var redan återtagen");
    check(s, "load undo 1", 0, "", "1");
    check(s, "measure --lang en", 3, "", "load list\" shows what was taken back; instance");
    check(s, "measure", 3, "", "[warehouse.nothing]");
    check(s, "saebo --week 2021-W48", 3, "", "[warehouse.nothing]");
    check(s, "load list --format json", 0, "\"undone_at\":\"20", "");
    check(s, "load list --format table --lang sv", 0, "  återtagen\n", "");
    check(s, "load show 1 --format table --lang en", 0, "by os:", "");
    check(s, "load show 1 --format table --lang en", 0, "Taken back: 20", "");
    check(s, with_folder(s, "import --replace 2023-01-01..2023-01-31"), 2, "", "[import.replace]");
    check(s, with_folder(s, "import --replace 2023-01-31..2023-01-01"), 2, "",
          "2023-01-31..2023-01-01: swap the two, or correct one [import.replace_order]");
    check(s, with_folder(s, "import --replace 2023-01-31"), 2, "", "[import.replace]");
}

static void who_loads_is_kept(void **state)
{
    struct scratch *s = *state;
    check(s, "init --quiet", 0, "", "");
    put(s, "units.csv", UNITS);
    check(s, with_folder(s, "import --as nobody"), 2, "", "[hsaid.");
    check(s, with_folder(s, "import --purpose own"), 4, "", "[actor.role]");
    check(s, with_folder(s, "import --quiet --as SE0000000000-A1"), 0, "units.csv,units,read", "");
    check(s, "load list --format csv", 0, ",holds,1,,,SE0000000000-A1\n", "");
    check(s, "load list --purpose care", 2, "", "[options.form]");
    check(s, "load undo 1 --purpose own", 4, "", "[actor.role]");
    check(s, "load undo 1 --quiet --as SE0000000000-A2 --purpose follow_up", 0, "", "");
    check(s, "load list --format csv", 0, "Z,SE0000000000-A2,SE0000000000-A1\n", "");
    check(s, "load show 1 --format table --lang en", 0, "by SE0000000000-A1, change 1.", "");
    check(s, "log sample --share 100 --format csv --lang en", 0,
          ",SE0000000000-A1,administrator,,administration,import,write,done,,load=1 login=os:",
          "Sampled ");
    check(s, "log sample --share 100 --format csv --lang en", 0,
          ",SE0000000000-A2,administrator,,follow_up,load undo,write,done,,load=1 login=os:",
          "Sampled ");
}

static void import_tells_of_resources(void **state)
{
    struct scratch *s = *state;
    check(s, "init --quiet", 0, "", "");
    put(s, "Practitioner.ndjson",
        "{\"resourceType\":\"Practitioner\",\"identifier\":[{\"system\":\"urn:oid:1.2.752.29.4."
        "19\","
        "\"value\":\"SE0000000000-D1\"}]}\n{\"resourceType\":\"Group\"}\n");
    put(s, "Coverage-2023.ndjson", "{}\n{}\n");
    check(s, with_folder(s, "import --lang sv"), 0,
          "Practitioner.ndjson,staff,read,1,1,0,1,resourceType=Group 1\n"
          "Coverage-2023.ndjson,,left_alone,,,,2,resourceType=Coverage 2\n",
          "Inläsning 1 är klar. Rader: 1");
    check(s, with_folder(s, "import --again --lang sv --format table"), 0, "Practitioner.ndjson",
          "Coverage-2023.ndjson, utelämnade resurser: 2, resourceType=Coverage\n");
    check(s, with_folder(s, "import --again --quiet --format json"), 0,
          "\"left_out\":\"1\",\"reasons\":\"resourceType=Group 1\"", "");
}

static void import_refuses(void **state)
{
    struct scratch *s = *state;
    check(s, "init --quiet", 0, "", "");
    put(s, "units.csv", UNITS "SE0000000000-U2,Two,private,23\n");
    check(s, with_folder(s, "import --lang en"), 2, "units.csv,units,read,,1,1,,\n",
          "units.csv, operator, rejected rows: 1, the first on line 3. The value is none of "
          "those allowed; allowed are: region, external\n");
    check(s, with_folder(s, "import --lang sv"), 2, "units.csv", "[import.rejects]");
    check(s, with_folder(s, "import --max-rejects 1 --lang en"), 0,
          "units.csv,units,read,3,1,1,,\n", "/home/loads/3/rejects/\nLoad 3 has landed");
    put(s, "units.csv", "unit,colour\n");
    check(s, with_folder(s, "import --accept-rejects"), 2, "",
          "units.csv:1: colour [import.column");
    put(s, "units.csv", UNITS);
    put(s, "units-\x1b[2J.csv", "unit,name,operator,county\n,,,\n"); /* to a terminal: clear it */
    check(s, with_folder(s, "import --lang en"), 2, "units.csv",
          "units-\xEF\xBF\xBD[2J.csv, the row,");
    put(s, "units-\x1b[2J.csv", "unit,colour\n");
    check(s, with_folder(s, "import --lang en"), 2, "", "units-\xEF\xBF\xBD[2J.csv:1: colour");
    check(s, "import", 2, "", "[options.arguments]");
    check(s, with_folder(s, "import --max-rejects -1"), 2, "", "[options.range]");
    check(s, with_folder(s, "import --today 2024-13-01"), 2, "", "[options.day]");
}

/* What a load did, and what became of it: days replaced, segments put back, merged. */
static void loads_are_shown_whole(void **state)
{
    static const char people[] = "person,sex\n180001010016,F\n";
    static const char diagnoses[] = "person,date,unit,code\n180001010016,2023-01-02,"
                                    "SE0000000000-U1,E11\n";
    struct scratch *s = *state;
    check(s, "init --quiet", 0, "", "");
    put(s, "units.csv", UNITS);
    put(s, "people.csv", people);
    put(s, "diagnoses.csv", diagnoses);
    check(s, with_folder(s, "import --quiet"), 0, "file", "");
    scratch_remove(scratch_path(s, "in"));
    put(s, "diagnoses.csv", diagnoses);
    scratch_remove(scratch_path(s, "home/warehouse/segments/1"));
    check(s, with_folder(s, "import --again --lang en"), 0, "diagnoses.csv",
          "Load 2 only put back what had been lost; nothing is new. Rows: 1, rejected: 0.\n"
          "diagnoses, rows: 1, put back where they were lost: 1, persons: 1, units: 1, period: "
          "2023-01-02 to 2023-01-02\n");
    check(s, with_folder(s, "import --replace 2023-01-01..2023-01-31 --quiet"), 0, ",read,3,1,0,",
          "");
    check(s, "load list --format table --lang sv", 0, "  lade tillbaka\n", "");
    check(s, "load show 2 --format table --lang en", 0,
          "diagnoses: its rows went back into an earlier load, which had lost them.\n", "");
    check(s, "load show 3 --format table --lang en", 0, "Load 3\nLanded: 20", "");
    check(s, "load show 3 --format table --lang en", 0, ":00, by ", ""); /* local time */
    check(s, "load show 3", 0, ",first_day,last_day,replace_from,replace_to\n", "");
    check(s, "load show 3", 0, ",2023-01-02,2023-01-02,2023-01-01,2023-01-31\n", "");
    check(s, "load show 2", 0, ",2023-01-02,2023-01-02,,\n", "");
    check(s, "load show 3 --format json", 0, "\"replace_to\":\"2023-01-31\"", "");
    check(s, "load show 3 --format table --lang en", 0,
          "diagnoses: rows of earlier loads dated 2023-01-01 to 2023-01-31 do not count.\n\n"
          "File           Table      Rows  Rejects  Bytes\ndiagnoses.csv  diagnoses     1        0",
          "");
    check(s, "warehouse compact --keep 0 --quiet", 0, "", "");
    check(s, "load list", 0, ",merged,", "");
    check(s, "load show 1 --format table --lang en", 0, "It cannot be taken", "");
}

/* On a terminal whatever is told keeps to its width; `line` is run with one. */
static void fits(struct scratch *s, const char *line)
{
    const char *words[SAID_WORDS];
    unsigned count = 0;
    char text[4096];
    struct str rest = str_fmt(s->arena, "%s --home %s", line, scratch_path(s, "home"));
    while (rest.at)
        words[count++] = str_cstr(s->arena, str_cut(&rest, ' '));
    int master = -1, slave = -1;
    assert_int_equal(openpty(&master, &slave, NULL, NULL, NULL), 0);
    FILE *terminal = fdopen(slave, "r+");
    assert_non_null(terminal);
    assert_int_equal(cli_run(words, count, no_environment, terminal, terminal), 2);
    (void)fclose(terminal);
    size_t size = 0;
    for (ssize_t got; (got = read(master, text + size, sizeof text - size)) > 0;)
        size += (size_t)got; /* until nobody holds the other end */
    assert_true(size > 160 && size < sizeof text);
    rest = (struct str){text, size};
    while (rest.at) {
        struct str part = str_trim(str_cut(&rest, '\r'));
        if (utf8_count(part) > 81 && memchr(part.at + 3, ' ', part.len - 3)) /* a path has none */
            fail_msg("%.*s", STR_FMT(part));
    }
    (void)close(master);
}

static void what_is_told_fits_a_terminal(void **state)
{
    struct scratch *s = *state;
    check(s, "init --quiet", 0, "", "");
    put(s, "units.csv", UNITS "SE0000000000-U2,Two,private,23\n");
    fits(s, with_folder(s, "import --lang sv"));
    fits(s, with_folder(s, "import --lang en"));
}

/* What somebody should know of files beside their rows: two of one name, columns that were skipped,
 * rows that a load before rejected. */
static void import_tells_of_files(void **state)
{
    struct scratch *s = *state;
    check(s, "init --quiet", 0, "", "");
    put(s, "units.csv", UNITS "SE0000000000-U2,Two,private,23\n");
    (void)mkdir(scratch_path(s, "other"), 0700);
    (void)scratch_write(s, "other/units.csv",
                        STR("unit,name,operator,county,Stängs den,180001010107\n"
                            "SE0000000000-U3,Three,region,23,x,y\n"));
    const char *other = scratch_path(s, "other");
    check(s, str_fmt(s->arena, "import %s --lang en", other).at, 2, "",
          "units.csv:1: Stängs den [");
    check(s,
          str_fmt(s->arena, "%s %s --ignore-unknown --accept-rejects --lang en",
                  with_folder(s, "import"), other)
              .at,
          0, "/other/units.csv,units,read,",
          "/other/units.csv, columns that the table does not have, and that were skipped: Stängs "
          "den, "
          "6\n");
    check(s, with_folder(s, "import --lang en"), 0, "units.csv,units,held,2,",
          "units.csv was loaded before, by load 2, which rejected rows of it: 1. They are not");
    check(s, with_folder(s, "import --lang sv"), 0, "units.csv",
          "av inläsning 2, som avvisade rader i den: 1.");
}

/* Of a new home each time, which has as many statements. */
static struct said import_failing(struct scratch *s, unsigned fail_at)
{
    const char *home = scratch_path(s, str_fmt(s->arena, "home-%u", fail_at).at);
    struct said made = run_line(str_fmt(s->arena, "init --quiet --home %s", home).at);
    assert_int_equal(made.exit, 0);
    said_free(&made);
    failing_steps = (struct failing_steps){.fail_at = fail_at};
    struct said said = run_line(
        str_fmt(s->arena, "import --quiet --lang en --home %s %s", home, scratch_path(s, "in")).at);
    failing_steps.fail_at = 0;
    return said;
}

/* One of the last statements only reads, after the load has landed. */
static void import_tells_what_it_could_not_read(void **state)
{
    struct scratch *s = *state;
    put(s, "units.csv", UNITS);
    struct said said = import_failing(s, 0);
    unsigned last = failing_steps.calls;
    bool told = false;
    assert_true(last > 20);
    for (unsigned i = 0; i < 20 && !told; i++) {
        said_free(&said);
        said = import_failing(s, last - i);
        told = strstr(said.note, " has landed. But what is told of") != NULL;
    }
    assert_true(told);
    assert_int_equal(said.exit, 0);
    assert_non_null(strstr(said.out, "units.csv"));
    said_free(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(init_and_migrate, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(import_lands, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(who_loads_is_kept, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(import_tells_of_resources, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(loads_are_shown_whole, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(what_is_told_fits_a_terminal, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(import_tells_of_files, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(import_tells_what_it_could_not_read, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(import_refuses, scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
