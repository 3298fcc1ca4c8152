/* Every kind of bad input with the sentence that the command line prints of it, in both languages,
 * and the exit: tests/spec/bad_input.csv, which docs/operator/bad-input.md shows. Of each row the
 * last word of `import` is the file, `bytes` what stands in it: \n \r \t and \xHH as in C, `{N c}`
 * the character c N times; or what the file is, where it is no file with bytes. */
#include "command_line.h"
#include "scratch.h"
#include "spec_table.h"

#include "core/sb.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define WELL "180001010016"
enum { NOBODY = 65534 };

static void put(struct scratch *s, const char *name, const char *text)
{
    (void)scratch_write(s, name, str_of(text));
}

static struct spec_table
    *asked; /* read first: the tree may be in a folder that only root may enter */

/* Runs in the scratch folder, so that sentences name files as they were given; and, since root may
 * read everything, as nobody in particular. */
static int enter(void **state)
{
    if (scratch_setup(state) != 0)
        return -1;
    struct scratch *s = *state;
    asked = spec_open(s->arena, "tests/spec/bad_input.csv");
    if (geteuid() == 0 && (chown(s->folder, NOBODY, NOBODY) != 0 || seteuid(NOBODY) != 0))
        return -1;
    if (chdir(s->folder) != 0 || mkdir("base", 0700) != 0)
        return -1;
    put(s, "base/units.csv", "unit,name,operator,county\nSE0000000000-U1,One,region,23\n");
    put(s, "base/staff.csv", "staff,profession\nSE0000000000-S1,physician\n");
    put(s, "base/people.csv", "person,sex\n" WELL ",F\n180001010024,M\n");
    struct said init = run_line("init --home home --quiet");
    struct said base = run_line("import --home home --quiet base");
    int exit = init.exit + base.exit;
    said_free(&init);
    said_free(&base);
    return exit;
}

static int leave(void **state)
{
    int back = chdir("/");
    if (geteuid() != getuid()) /* and let a sanitizer look for leaks at the end */
        back += seteuid(getuid()) + prctl(PR_SET_DUMPABLE, 1);
    return scratch_teardown(state) + back;
}

static unsigned hex(char c)
{
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* The bytes that one mark stands for; returns where it ends. */
static size_t put_mark(struct sb *out, struct str text, size_t at)
{
    char c = text.at[at + 1];
    if (c != 'x') {
        sb_char(out, c == 'n' ? '\n' : c == 'r' ? '\r' : '\t');
        return at + 2;
    }
    assert_true(at + 3 < text.len);
    sb_char(out, (char)(hex(text.at[at + 2]) << 4 | hex(text.at[at + 3])));
    return at + 4;
}

static size_t put_repeated(struct sb *out, struct str text, size_t at)
{
    char *end;
    unsigned long count = strtoul(text.at + at + 1, &end, 10);
    assert_true(end[0] == ' ' && end[2] == '}');
    while (count-- > 0)
        sb_char(out, end[1]);
    return (size_t)(end + 3 - text.at);
}

static struct str bytes_of(struct arena *a, struct str text)
{
    struct sb out = sb_open(a, 4096);
    for (size_t i = 0; i < text.len;) {
        if (text.at[i] == '\\')
            i = put_mark(&out, text, i);
        else if (text.at[i] == '{' && text.at[i + 1] >= '0' && text.at[i + 1] <= '9')
            i = put_repeated(&out, text, i);
        else
            sb_char(&out, text.at[i++]);
    }
    return sb_str(&out);
}

static void make(struct scratch *s, struct arena *a, const char *name, struct str bytes)
{
    if (str_eq(bytes, STR("{nothing}")))
        return;
    if (str_eq(bytes, STR("{pipe}")))
        assert_int_equal(mkfifo(name, 0600), 0);
    else if (str_eq(bytes, STR("{folder}")) || str_eq(bytes, STR("{closed folder}")))
        assert_int_equal(mkdir(name, str_eq(bytes, STR("{folder}")) ? 0700 : 0), 0);
    else if (str_eq(bytes, STR("{link}")))
        assert_int_equal(mkdir(name, 0700) + symlink("gone", str_fmt(a, "%s/units.csv", name).at),
                         0);
    else if (str_eq(bytes, STR("{closed}")))
        assert_int_equal(chmod(scratch_write(s, name, STR("unit\n")), 0), 0);
    else
        (void)scratch_write(s, name, bytes_of(a, bytes));
}

static struct str first_line(const char *text)
{
    struct str rest = str_of(text);
    return str_cut(&rest, '\n');
}

static void says(struct arena *a, const char *words, const char *lang, struct str sentence,
                 int64_t exit)
{
    const char *line =
        str_fmt(a, "import --home home --today 2024-01-15 --lang %s %s", lang, words).at;
    struct said said = run_line(line);
    struct str first = first_line(said.note);
    if (said.exit != exit || !str_eq(first, sentence))
        fail_msg("%s: exit %d, should be %d\n%.*s\nshould be\n%.*s", line, said.exit, (int)exit,
                 STR_FMT(first), STR_FMT(sentence));
    said_free(&said);
}

static void every_kind(void **state)
{
    struct scratch *s = *state;
    struct spec_table *t = asked;
    for (size_t i = 0; i < spec_rows(t); i++) {
        struct arena *a = arena_open(ARENA_BLOCK);
        const char *words = spec_cstr(t, i, "import"), *name = strrchr(words, ' ');
        name = name ? name + 1 : words;
        make(s, a, name, spec_text(t, i, "bytes"));
        says(a, words, "en", spec_text(t, i, "English"), spec_i64(t, i, "exit"));
        says(a, words, "sv", spec_text(t, i, "Swedish"), spec_i64(t, i, "exit"));
        (void)chmod(name, 0700);
        scratch_remove(name);
        arena_close(a);
    }
}

/* Nothing of all that is in the registry or the warehouse. */
static void nothing_landed(void **state)
{
    (void)state;
    struct said said = run_line("load list --home home --format csv");
    struct str rest = str_of(said.out);
    unsigned lines = 0;
    while (rest.at && str_cut(&rest, '\n').len > 0)
        lines++;
    assert_int_equal(lines, 2); /* the header, and the load of whom everybody knows */
    said_free(&said);
}

/* What is not bad: each of these lands whole, so many rows. */
static const struct {
    const char *name, *text;
    unsigned rows;
} GOOD[] = {
    {"units-2023.csv",
     "\xEF\xBB\xBFunit;name;operator;county\r\n"
     "SE0000000000-U3;\"Tre; \"\"3\"\"\";region;23\r\n",
     1},
    {"units.csv", "county,operator,name,unit\n23,region,Four,se0000000000-u4", 1},
    {"units.csv",
     "\"unit\",\"name\",\"operator\",\"county\"\n"
     "\"SE0000000000-U5\",\"F\nive\",\"region\",\"23\"\n",
     1},
    {"units.csv",
     "unit;name;operator;county;latitude;parent\n"
     "SE0000000000-U6;A, b;external;01;-0.5;SE0000000000-U7\n"
     "SE0000000000-U7;A;region;23;;\n",
     2},
    /* of whom nobody knows; in several forms; with a birth date that is not the identifier's */
    {"people.csv",
     "person,sex,birth_date,mother,guardian1,guardian2\n" WELL
     ",F,1801-12-24,181203121239,183007044567,18120312-1239\n18000101-0024,,,,,\n",
     2},
    /* a unit that is not in units.csv; seconds; no staff */
    {"contacts.csv",
     "contact,person,date,unit,staff,profession,form,level\n"
     "K1," WELL ",2023-01-02T10:30:59,SE0000000000-X1,,physician,visit,primary\n"
     "K1," WELL ",2023-01-02,SE0000000000-X2,,other,letter,specialist\n",
     2},
    /* rows alike of a table without a key are two; codes are not validated */
    {"diagnoses.csv",
     "person,date,unit,code\n" WELL ",2023-01-02,SE0000000000-X1,?\n" WELL
     ",2023-01-02,SE0000000000-X1,?\n",
     2},
    {"measurements.csv",
     "person,date,unit,code,value,time\n" WELL ",2023-01-02,SE0000000000-U1,A,<0.5,\n" WELL
     ",2023-01-02,SE0000000000-U1,A,>=120,2023-01-02T00:00\n" WELL
     ",2023-01-02,SE0000000000-U1,A,-999999999999.999999999,\n",
     3},
    /* overlapping, ending before it begins, twice the same key */
    {"listings.csv",
     "person,unit,from,to,basis\n" WELL ",SE0000000000-U1,2020-01-01,,area\n" WELL
     ",SE0000000000-U1,2021-01-01,,area\n" WELL ",SE0000000000-U1,2022-01-01,2021-01-01,area\n" WELL
     ",SE0000000000-U1,2020-01-01,2020-02-01,newborn\n",
     4},
    /* named without a position, and at a unit where the person is not listed */
    {"named_contacts.csv",
     "person,kind,staff,unit,from\n"
     "180001010024,2,SE0000000000-S1,SE0000000000-U1,2020-01-01\n",
     1},
    {"references.csv", "measure,level,period,value,source\na,SE,2023,1,b\na,23,2023-12,-1.5,b\n",
     2},
    {"hired_weeks.csv", "unit,year,profession,weeks\nSE0000000000-U1,2023,midwife,4.25\n", 1},
};

static void what_is_allowed(void **state)
{
    struct scratch *s = *state;
    for (size_t i = 0; i < ARRAY_LEN(GOOD); i++) {
        struct arena *a = arena_open(ARENA_BLOCK);
        const char *line =
            str_fmt(a, "import --home home --lang en --today 2024-01-15 %s", GOOD[i].name).at;
        const char *rows = str_fmt(a, "has landed. Rows: %u, rejected: 0,", GOOD[i].rows).at;
        put(s, GOOD[i].name, GOOD[i].text);
        struct said said = run_line(line);
        if (said.exit != 0 || !strstr(said.note, rows))
            fail_msg("%s\n%s%s", GOOD[i].text, said.out, said.note);
        said_free(&said);
        arena_close(a);
    }
}

/* A folder that was loaded, with one file changed: the others are named and passed over. */
static void one_changed_file(void **state)
{
    struct scratch *s = *state;
    put(s, "base/staff.csv", "staff,profession\nSE0000000000-S1,nurse\n");
    struct said said = run_line("import --home home --format csv --lang en base");
    assert_int_equal(said.exit, 0);
    assert_non_null(strstr(said.out, "\nunits.csv,units,held,1,,,,\nstaff.csv,staff,read,"));
    assert_non_null(strstr(said.out, ",1,0,,\npeople.csv,people,held,1,,,,\n"));
    assert_non_null(strstr(said.note, "Rows: 1, rejected: 0, changed in the registry: 1.\n"));
    said_free(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind),
        cmocka_unit_test(nothing_landed),
        cmocka_unit_test(what_is_allowed),
        cmocka_unit_test(one_changed_file),
    };
    return cmocka_run_group_tests(tests, enter, leave);
}
