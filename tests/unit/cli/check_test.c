/* check and fmt: what they say of measures and code sets, and what they leave alone. */
#include "command_line.h"
#include "scratch.h"

#include "cli/why.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define HEAD                                                                                       \
    "code: c\nname: {sv: Namn, en: Name}\ntext: {sv: a, en: b}\nsource: s\ncertainty: B\n"         \
    "owner: o\nreviewed: 2026-11-26\nkind: count\nunit: persons\npopulation: listed\n"
#define SET_HEAD "system,code,match,display,certainty,source\n"

static void put(struct scratch *s, const char *name, const char *text)
{
    (void)scratch_write(s, name, str_of(text));
}

static const char *measure(struct scratch *s, const char *id, const char *rest)
{
    return str_fmt(s->arena, "id: %s\n" HEAD "%s", id, rest).at;
}

static int setup(void **state)
{
    struct err err = {0};
    if (scratch_setup(state) != 0)
        return -1;
    struct scratch *s = *state;
    if (!folder_make(&FILES_POSIX, scratch_path(s, "codesets"), &err))
        return -1;
    put(s, "codesets/ours.csv", SET_HEAD "ICD-10-SE,Z73,exact,x,C,us\n");
    put(s, "right.yaml",
        measure(s, "right",
                "codesets: [ours, kol]\nvalue: any(diagnoses where code in (ours, kol) ever)\n"));
    return 0;
}

/* The line, with the folder's path in place of each `@`, and taken away in what is said. */
static void says(struct scratch *s, const char *line, int exit, const char *out, const char *note)
{
    struct sb words = sb_open(s->arena, 512), shown = sb_open(s->arena, 512);
    for (const char *c = line; *c; c++)
        if (*c == '@')
            sb_put(&words, str_of(s->folder));
        else
            sb_char(&words, *c);
    struct said said = run_line(str_cstr(s->arena, sb_str(&words)));
    const char *rest = said.out;
    for (const char *at; (at = strstr(rest, s->folder)); rest = at + strlen(s->folder)) {
        sb_put(&shown, (struct str){rest, (size_t)(at - rest)});
        sb_char(&shown, '@');
    }
    sb_put(&shown, str_of(rest));
    const char *text = str_cstr(s->arena, sb_str(&shown));
    if (said.exit != exit || strcmp(text, out) != 0 || !strstr(said.note, note))
        fail_msg("%s: exit %d\n%s\n%s", line, said.exit, text, said.note);
    said_free(&said);
}

static void what_is_right(void **state)
{
    struct scratch *s = *state;
    says(s, "check --lang en @/right.yaml", 0, "@/right.yaml: right\n", "");
    says(s, "check --lang sv @/codesets/ours.csv @/right.yaml", 0,
         "@/codesets/ours.csv: rätt\n@/right.yaml: rätt\n", "");
    says(s, "check --lang en @", 0, "@/codesets/ours.csv: right\n@/right.yaml: right\n", "");
    says(s, "check --lang en @/codesets", 0, "@/codesets/ours.csv: right\n", "");
    says(s, "check --quiet @", 0, "", "");
}

static void what_is_wrong_is_shown(void **state)
{
    struct scratch *s = *state;
    put(s, "codesets/wrong.csv", SET_HEAD "ICD-10-SE,Z73,like,x,C,us\n");
    put(s, "a.yaml", measure(s, "a", "value: >\n  age >= 65\n  and any(contact ever)\n"));
    put(s, "b.yaml", measure(s, "b", "value: 1\ncolour: red\n"));
    says(s, "check --lang en @", 2,
         "@/codesets/ours.csv: right\n"
         "@/codesets/wrong.csv:2:15: The value in the code set is not "
         "one that the column takes [codeset.value]\n"
         "    2 | ICD-10-SE,Z73,like,x,C,us\n"
         "      |               ^\n"
         "  match: expected exact or prefix\n"
         "@/a.yaml:14:11: The expression names a table, field, "
         "word, function or code set that there is not: correct its spelling "
         "[expression.name]\n"
         "   14 |   and any(contact ever)\n"
         "      |           ^\n"
         "  expected a table, not \"contact\"; did you mean \"contacts\"?\n"
         "@/b.yaml:13:1: The definition cannot have that key, or not for "
         "that kind: correct its spelling or remove it [measure.key]\n"
         "   13 | colour: red\n"
         "      | ^\n"
         "  colour\n"
         "@/right.yaml: right\n",
         "kontinua check: Files with errors: 3/5 [files.wrong]\n");
    /* A wrong set beside the file is told, right ones are not. */
    says(s, "check --lang sv --quiet @/right.yaml", 2,
         "@/codesets/wrong.csv:2:15: Värdet i kodlistan är inte "
         "något som kolumnen tar [codeset.value]\n"
         "    2 | ICD-10-SE,Z73,like,x,C,us\n"
         "      |               ^\n"
         "  match: här ska stå exact eller prefix\n",
         "kontinua check: Filer med fel: 1/2 [files.wrong]\n");
}

static void records_for_programs(void **state)
{
    struct scratch *s = *state;
    put(s, "a.yaml", measure(s, "a", "value: agee\n"));
    says(s, "check --format csv @", 2,
         "file,line,column,severity,code,detail\n"
         "@/codesets/ours.csv,,,,,\n"
         "@/a.yaml,12,8,error,expression.name,\"expected a field, a function or a parameter, not "
         "\"\"agee\"\"; did you mean \"\"age\"\"?\"\n"
         "@/right.yaml,,,,,\n",
         "[files.wrong]");
    says(s, "check --format json @/right.yaml", 0,
         "[\n{\"file\":\"@/right.yaml\",\"line\":null,\"column\":null,\"severity\":\"\","
         "\"code\":\"\",\"detail\":\"\"}\n]\n",
         "");
}

/* It is not the key that is wrong, but where the file lies. */
static void a_check_among_measures(void **state)
{
    struct scratch *s = *state;
    struct err err = {0};
    const char *text = "id: own\nname: {sv: a, en: b}\ntext: {sv: a, en: b}\n"
                       "mend:\n  sv: a\n  en: b\nrows: contacts ever\n";
    put(s, "own.yaml", text);
    static const char *const lines[] = {"check --lang en @/own.yaml", "fmt --lang en @/own.yaml"};
    for (size_t i = 0; i < ARRAY_LEN(lines); i++)
        says(s, lines[i], 2,
             "@/own.yaml:4:1: This is a check and no measure: checks are only read from the folder "
             "checks in the folder of measures, so move the file there [check.place]\n"
             "    4 | mend:\n      | ^\n  mend\n",
             "");
    says(s, "check --lang sv --quiet @", 2,
         "@/own.yaml:4:1: Det här är en kontroll och inget mått: kontroller läses bara ur mappen "
         "checks i mappen med mått, så flytta filen dit [check.place]\n"
         "    4 | mend:\n      | ^\n  mend\n",
         "");
    assert_true(folder_make(&FILES_POSIX, scratch_path(s, "checks"), &err));
    put(s, "checks/own.yaml", text);
    says(s, "check --lang en @/checks/own.yaml", 0, "@/checks/own.yaml: right\n", "");
}

/* What is said of a measure's file is as true of a check's. */
static void files_of_checks(void **state)
{
    struct scratch *s = *state;
    struct err err = {0};
    assert_true(folder_make(&FILES_POSIX, scratch_path(s, "checks"), &err));
    put(s, "checks/c.yaml", "id: c\ncolour: red\n");
    put(s, "checks/d.yaml", "id: d\n");
    put(s, "checks/e.yaml", "# to be written\n");
    says(s, "check --lang sv --quiet @/checks", 2,
         "@/checks/c.yaml:2:1: Definitionen kan inte ha den nyckeln, eller inte för den sorten "
         "(kind): rätta stavningen eller ta bort den [measure.key]\n"
         "    2 | colour: red\n      | ^\n  colour\n"
         "@/checks/d.yaml:1:1: Definitionen saknar en nyckel som måste finnas: lägg till den "
         "[measure.key_missing]\n"
         "    1 | id: d\n      | ^\n  name\n"
         "@/checks/e.yaml:1:1: Filen är tom: skriv en definition i den, eller ta bort den "
         "[measure.empty]\n"
         "    1 | # to be written\n      | ^\n",
         "");
}

/* Of everyone: the head up to the population, and the rest. */
static const char *of_everyone(struct scratch *s, const char *id, const char *rest)
{
    int head = (int)(strstr(HEAD, "population:") - HEAD);
    return str_fmt(s->arena, "id: %s\n%.*spopulation: everyone\n%s", id, head, HEAD, rest).at;
}

/* Files that are right and hardly meant so: told, and the exit is that of right ones. */
static void warnings(void **state)
{
    struct scratch *s = *state;
    put(s, "codesets/none.csv", SET_HEAD);
    put(s, "codesets/odd.csv",
        "system,code,match,display,certainty,source,factor\n"
        "icd 10 se,A,exact,x,C,us,\nLIONC,1,exact,x,C,us,\nLIONC,2,exact,x,C,us,\n"
        "http://loinc.org,3,exact,x,C,us,\nurn:x:y,4,exact,x,C,us,\nrxnorm,5,exact,x,C,us,1/2\n"
        "SWE,6,exact,x,C,us,2\n");
    put(s, "all.yaml", of_everyone(s, "all", "value: age > 1\n"));
    put(s, "there.yaml",
        of_everyone(s, "there",
                    "exclude: none(contacts where unit in here ever)\nvalue: age > 1\n"));
    says(s, "check --lang en @", 0,
         "@/codesets/none.csv: right\n"
         "@/codesets/none.csv: Warning: the code set has no codes and finds nothing: add a row for "
         "each code [codeset.empty]\n"
         "@/codesets/odd.csv: right\n"
         "@/codesets/odd.csv:3: Warning: no code system of that name is among those that the "
         "program knows: only rows that state it themselves are found; correct the spelling if "
         "another is meant [codeset.system]\n"
         "    3 | LIONC,1,exact,x,C,us,\n"
         "  LIONC\n"
         "@/codesets/odd.csv:5: Warning: rows of FHIR files do not have the address of the code "
         "system but its short name: write the name [codeset.uri]\n"
         "    5 | http://loinc.org,3,exact,x,C,us,\n"
         "  expected LOINC\n"
         "@/codesets/odd.csv:7: Warning: the code is converted but does not say from which unit: "
         "every value is taken to be in it, also one that is stated in another; fill in the column "
         "unit [codeset.unit]\n"
         "    7 | rxnorm,5,exact,x,C,us,1/2\n"
         "  5\n"
         "@/codesets/ours.csv: right\n"
         "@/all.yaml: right\n"
         "@/all.yaml:11: Warning: nothing in the measure asks for the place (unit in here), so it "
         "shows the same figure at all units: ask for it, or choose another population "
         "[measure.everywhere]\n"
         "   11 | population: everyone\n"
         "@/right.yaml: right\n"
         "@/there.yaml: right\n",
         "");
    says(s, "check --lang sv --quiet @/codesets/none.csv @/there.yaml", 0,
         "@/codesets/none.csv: Varning: kodlistan har inga koder och hittar inget: lägg till en "
         "rad för varje kod [codeset.empty]\n",
         "");
    says(s, "check --format csv @/codesets/odd.csv @/all.yaml", 0,
         "file,line,column,severity,code,detail\n"
         "@/codesets/odd.csv,3,,warning,codeset.system,LIONC\n"
         "@/codesets/odd.csv,5,,warning,codeset.uri,expected LOINC\n"
         "@/codesets/odd.csv,7,,warning,codeset.unit,5\n"
         "@/all.yaml,11,,warning,measure.everywhere,\n",
         "");
}

/* As an instance takes them. */
static void sizes_are_of_the_kind(void **state)
{
    struct scratch *s = *state;
    char *large = ARENA_NEW(s->arena, char, (4 << 20) + 2);
    memset(large, '#', (1 << 20) + 1);
    put(s, "large.yaml", large);
    says(s, "check --lang en @/large.yaml", 2,
         "@/large.yaml: The file is larger than what is accepted; file and limit in bytes "
         "[file.too_large]\n  1048576\n",
         "[files.wrong]");
    memset(large, 'x', (4 << 20) + 1);
    put(s, "large.csv", large);
    says(s, "check --lang en @/large.csv", 2,
         "@/large.csv: The file is larger than what is accepted; file and limit in bytes "
         "[file.too_large]\n  4194304\n",
         "[files.wrong]");
}

/* The commonest have a Swedish sentence; of the others it is said whose words they are. */
static void words_of_the_yaml_reader(void **state)
{
    struct scratch *s = *state;
    struct err err = {.kind = ERR_INVALID, .code = "yaml.syntax"};
    static const char *const cases[][2] = {
        {"invalid indentation in mapping", "fel indrag bland nycklarna"},
        {"odd thing", "YAML-läsaren säger på engelska: odd thing"},
        {"", ""},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct str why = str_of(cases[i][0]);
        assert_string_equal(str_cstr(s->arena, why_of(s->arena, LANG_SV, &err, why)), cases[i][1]);
        assert_string_equal(str_cstr(s->arena, why_of(s->arena, LANG_EN, &err, why)), cases[i][0]);
    }
    err.code = "measure.key";
    assert_string_equal(str_cstr(s->arena, why_of(s->arena, LANG_SV, &err, STR("odd"))), "odd");
    put(s, "a.yaml", "id: a\nname:\n\tsv: x\n");
    says(s, "check --lang sv --quiet @/a.yaml", 2,
         "@/a.yaml:3:1: Dokumentet är inte giltig YAML: kontrollera indrag, kolon och citattecken "
         "[yaml.syntax]\n"
         "    3 |  sv: x\n"
         "      | ^\n"
         "  indrag görs med blanksteg, inte med tabb\n",
         "");
}

static void sets_of_icd_10(void **state)
{
    struct scratch *s = *state;
    put(s, "codesets/bare.csv", SET_HEAD "ICD10,E11,exact,x,C,us\nicd-10,E10,exact,x,C,us\n");
    put(s, "codesets/both.csv", SET_HEAD "ICD-10,E11,exact,x,C,us\nICD-10-SE,E11,exact,x,C,us\n");
    says(s, "check --lang en --quiet @/codesets/bare.csv @/codesets/both.csv", 0,
         "@/codesets/bare.csv:2: Warning: only rows that state the system ICD-10 themselves are "
         "found, and Swedish diagnoses have ICD-10-SE: write ICD-10-SE [codeset.icd]\n"
         "    2 | ICD10,E11,exact,x,C,us\n"
         "  ICD10\n",
         "");
}

static void limits_without_a_unit(void **state)
{
    struct scratch *s = *state;
    put(s, "limit.yaml",
        measure(s, "limit",
                "codesets: [ours, hba1c]\n"
                "parts:\n  bare: latest(measurements where code in ours ever)\n"
                "  said: latest(measurements where code in hba1c ever)\n"
                "exclude: said > 70 or bare is known\nvalue: bare > 70\n"));
    put(s, "limits.yaml",
        measure(s, "limits",
                "codesets: [hba1c]\n"
                "exclude: any(measurements where value > 1 within 3 days\n"
                "  after first(measurements where code in hba1c and value > 2 ever))\n"
                "value: any(measurements where code in hba1c and value > 2 ever)\n"));
    says(
        s, "check --lang en --quiet @/limit.yaml @/limits.yaml", 0,
        "@/limit.yaml:17: Warning: a measured value is compared with a limit, and nobody says what "
        "unit the limit is in: ask for code in a code set whose rows state a unit "
        "[measure.limit]\n"
        "   17 | value: bare > 70\n"
        "@/limits.yaml:13: Warning: a measured value is compared with a limit, and nobody says "
        "what unit the limit is in: ask for code in a code set whose rows state a unit "
        "[measure.limit]\n"
        "   13 | exclude: any(measurements where value > 1 within 3 days\n",
        "");
}

/* 7.5 to the left of a measured value is told as 7 is. */
static void limits_to_the_left(void **state)
{
    struct scratch *s = *state;
    put(s, "row.yaml", measure(s, "row", "value: any(measurements where 7.5 < value ever)\n"));
    put(s, "now.yaml", measure(s, "now", "value: 7.5 < latest(measurements ever)\n"));
    says(s, "check --lang en --quiet @/row.yaml @/now.yaml", 2,
         "@/row.yaml:12:37: The word means nothing in that place of the expression: put it where "
         "it belongs [expression.place]\n"
         "   12 | value: any(measurements where 7.5 < value ever)\n"
         "      |                                     ^\n"
         "  value: stands to the left, what it is compared with to the right\n"
         "@/now.yaml:12:14: The expression has the wrong type here: numbers, conditions, indices, "
         "days and measured values cannot stand for each other [expression.type]\n"
         "   12 | value: 7.5 < latest(measurements ever)\n"
         "      |              ^\n"
         "  turn the comparison: the measured value stands to the left\n",
         "");
    says(
        s, "check --lang sv --quiet @/row.yaml @/now.yaml", 2,
        "@/row.yaml:12:37: Ordet betyder ingenting på den platsen i uttrycket: ställ det där det "
        "hör hemma [expression.place]\n"
        "   12 | value: any(measurements where 7.5 < value ever)\n"
        "      |                                     ^\n"
        "  value: står till vänster, och det som det jämförs med till höger\n"
        "@/now.yaml:12:14: Uttrycket har fel typ här: tal, villkor, index, dagar och mätvärden kan "
        "inte stå för varandra [expression.type]\n"
        "   12 | value: 7.5 < latest(measurements ever)\n"
        "      |              ^\n"
        "  vänd på jämförelsen: mätvärdet står till vänster\n",
        "");
}

/* The program's own have none. */
static void none_of_ours(void **state)
{
    (void)state;
    struct said said = run_line("check --quiet " SOURCE_ROOT "/measures");
    assert_int_equal(said.exit, 0);
    assert_string_equal(said.out, "");
    said_free(&said);
}

/* A long line is shown around the place; what a terminal would obey is blank. */
static void lines_in_80_columns(void **state)
{
    struct scratch *s = *state;
    put(s, "a.yaml",
        measure(
            s, "a",
            "value: age >= 65 and any(contacts where form = visit and unit = own_unit within 12 "
            "months) and agee > 3 and age < 100 and age != 77 and age != 78\n"));
    says(s, "check --lang en --quiet @/a.yaml", 2,
         "@/a.yaml:12:96: The expression names a table, field, "
         "word, function or code set that there is not: correct its spelling "
         "[expression.name]\n"
         "   12 | …sit and unit = own_unit within 12 months) and agee > 3 and age < 100 a…\n"
         "      |                                                ^\n"
         "  expected a field, a function or a parameter, not \"agee\"; did you mean \"age\"?\n",
         "");
}

static void advice_in_swedish(void **state)
{
    struct scratch *s = *state;
    static const char *const cases[][2] = {
        {"expected exact or prefix", "här ska stå exact eller prefix"},
        {"code: expected letters or digits", "code: här ska stå bokstäver eller siffror"},
        {"owner: nothing stands behind the key", "owner: inget står efter nyckeln"},
        {"expected \"of\"", "här ska \"of\" stå"},
        {"expected ratio, count, mean", "här ska ett av orden stå: ratio, count, mean"},
        {"expected \"(\", not \"F\"", "här ska \"(\" stå, inte \"F\""},
        {"expected a table, not \"contact\"; did you mean \"contacts\"?",
         "här ska stå en tabell, inte \"contact\"; menas \"contacts\"?"},
        {"no unit of the values' code set, which has these: mmol/mol, %",
         "ingen enhet som värdenas kodlista har; den har mmol/mol, %"},
        {"no unit of the values' code set; did you mean \"or\"?",
         "ingen enhet som värdenas kodlista har; menas \"or\"?"},
        {"the row must have as many fields as the header: 10",
         "raden ska ha lika många fält som rubrikraden: 10"},
        {"expected the id of a ratio of the listed",
         "här ska stå id för en andel (ratio) bland de listade"},
        {"age: is of the person or the day T and cannot stand within where, which is about a row",
         "age: hör till personen eller dagen T och kan inte stå inne i where, som gäller en rad"},
        {"code: only rows of these tables have it, within where: diagnoses, procedures",
         "code: bara rader i de här tabellerna har det, inne i where: diagnoses, procedures"},
        {"expected a word that the field takes: none, F, M, not \"K\"",
         "här ska stå ett ord som fältet tar: none, F, M, inte \"K\""},
        {"a date cannot be written: days are counted from T, as T - 30 days",
         "datum kan inte skrivas: dagar räknas från T, som T - 30 days"},
        {"expected a whole parameter: least, 0 to 9",
         "här behövs en parameter som är ett heltal: least, 0 to 9"},
        {"numerater; did you mean \"numerator\"?", "numerater; menas \"numerator\"?"},
        {"expected ratio, count; did you mean \"count\"?",
         "här ska ett av orden stå: ratio, count; menas \"count\"?"},
        {"colour", "colour"}, /* what is no sentence stays */
        {"kind", "kind"},
        {"", ""},
        {"nobody knows, not \"why\"", "nobody knows, inte \"why\""},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct str why = str_of(cases[i][0]);
        assert_string_equal(str_cstr(s->arena, why_in(s->arena, LANG_SV, why)), cases[i][1]);
        assert_string_equal(str_cstr(s->arena, why_in(s->arena, LANG_EN, why)), cases[i][0]);
    }
}

static void bands_need_all_of_them(void **state)
{
    struct scratch *s = *state;
    put(s, "low.yaml", measure(s, "low", "bands: [low, high]\nvalue: age < 50\n"));
    says(s, "check --lang en --quiet @", 2,
         "@: Measures that divide the same values (bands) must "
         "exist and list each other in the same order: correct the list [measure.band]\n"
         "  high\n",
         "[files.wrong]");
    put(s, "high.yaml", measure(s, "high", "bands: [low, high]\nvalue: age >= 50\n"));
    says(s, "check --lang en --quiet @", 0, "", "");
}

static void what_cannot_be_checked(void **state)
{
    struct scratch *s = *state;
    struct err err = {0};
    put(s, "notes.txt", "x");
    says(s, "check --lang en @/notes.txt", 2,
         "@/notes.txt: The file is neither a measure (.yaml) nor a code set (.csv) [files.kind]\n",
         "1/1 [files.wrong]");
    says(s, "check --lang en @/gone.yaml", 3,
         "@/gone.yaml: There is no such file or folder; check the name [file.missing]\n",
         "1/1 [files.wrong]");
    assert_true(folder_make(&FILES_POSIX, scratch_path(s, "empty"), &err));
    says(s, "check --lang sv @/empty", 3,
         "@/empty: Mappen har varken mått (.yaml) eller kodlistor (.csv) [files.none]\n", "");
    says(s, "fmt --lang en @/empty", 3,
         "@/empty: The folder has neither measures (.yaml) nor code sets (.csv) [files.none]\n",
         "");
}

#define PIPE "It is no regular file but a folder, a pipe or a device: name a file [file.regular]\n"
#define LARGE                                                                                      \
    "@/a0.yaml: The file is larger than what is accepted; file and limit in bytes "                \
    "[file.too_large]\n  1048576\n"
#define KEY                                                                                        \
    "@/b.yaml:13:1: The definition cannot have that key, or not for that kind: correct its "       \
    "spelling or remove it [measure.key]\n   13 | colour: red\n      | ^\n  colour\n"

/* One that cannot be read is told, and those behind it are tried; the exit is the worst. */
static void one_that_cannot_be_read(void **state)
{
    enum { SIZE = 6 << 20 };
    struct scratch *s = *state;
    char *large = ARENA_NEW(s->arena, char, SIZE);
    memset(large, '#', SIZE);
    (void)scratch_write(s, "a0.yaml", (struct str){large, SIZE});
    assert_int_equal(mkfifo(scratch_path(s, "a1.yaml"), 0600), 0);
    assert_int_equal(mkfifo(scratch_path(s, "codesets/a2.csv"), 0600), 0);
    put(s, "b.yaml", measure(s, "b", "value: age>=65\ncolour: red\n"));
    says(s, "check --lang en @", 2,
         "@/codesets/a2.csv: " PIPE "@/codesets/ours.csv: right\n" LARGE "@/a1.yaml: " PIPE KEY
         "@/right.yaml: right\n",
         "kontinua check: Files with errors: 4/6 [files.wrong]\n");
    says(s, "fmt --lang en @", 2,
         "@/codesets/a2.csv: " PIPE LARGE "@/a1.yaml: " PIPE KEY "@/right.yaml: unchanged\n",
         "kontinua fmt: Files with errors: 4/6 [files.wrong]\n");
    says(s, "check --format csv @/gone.yaml @/a0.yaml @/right.yaml", 2,
         "file,line,column,severity,code,detail\n"
         "@/codesets/a2.csv,,,error,file.regular,\n"
         "@/gone.yaml,,,error,file.missing,\n"
         "@/a0.yaml,,,error,file.too_large,1048576\n"
         "@/right.yaml,,,,,\n",
         "[files.wrong]");
    says(s, "check --lang sv @/no:3.yaml @/right.yaml", 2,
         "@/codesets/a2.csv: Det är ingen vanlig fil utan en mapp, ett rör eller en enhet: ange en "
         "fil [file.regular]\n"
         "@/no:3.yaml: Filen eller mappen finns inte; kontrollera namnet [file.missing]\n"
         "@/right.yaml: rätt\n",
         "2/3 [files.wrong]");
}

/* What the disk would not give is the worst. Root may read everything: as nobody. */
static void one_that_may_not_be_read(void **state)
{
    enum { NOBODY = 65534 };
    struct scratch *s = *state;
    bool is_root = geteuid() == 0;
    put(s, "b.yaml", measure(s, "b", "value: 1\ncolour: red\n"));
    put(s, "a0.yaml", "id: a0\n");
    assert_int_equal(chmod(scratch_path(s, "a0.yaml"), 0) + chmod(s->folder, 0755) +
                         chmod(scratch_path(s, "codesets"), 0),
                     0);
    if (is_root)
        assert_int_equal(seteuid(NOBODY), 0);
    says(s, "check --lang en @", 1,
         "@/codesets: The file or folder could not be opened or made: check the permissions "
         "[file.open]\n"
         "@/a0.yaml: The file or folder could not be opened or made: check the permissions "
         "[file.open]\n  (EACCES)\n" KEY
         "@/right.yaml:12:12: There is no such code set: correct its "
         "name, or put the file into the folder codesets beside the measures' files "
         "[measure.codeset]\n   12 | codesets: [ours, kol]\n      |            ^\n  ours\n",
         "[files.wrong]");
    if (is_root)
        assert_int_equal(seteuid(0), 0);
    assert_int_equal(chmod(scratch_path(s, "codesets"), 0700), 0);
}

static struct str content(struct scratch *s, const char *name)
{
    struct str text;
    struct err err = {0};
    assert_true(file_read_all(&FILES_POSIX, s->arena, scratch_path(s, name), 1 << 20, &text, &err));
    return text;
}

/* The link stays one: what it leads to is written. */
static void forming_behind_a_link(void **state)
{
    struct scratch *s = *state;
    struct err err = {0};
    struct stat st;
    const char *link = scratch_path(s, "c.yaml");
    assert_true(folder_make(&FILES_POSIX, scratch_path(s, "there"), &err));
    put(s, "there/c.yaml", measure(s, "c", "value: age>=65\n"));
    assert_int_equal(symlink("there/c.yaml", link), 0);
    says(s, "fmt --lang en @/c.yaml", 0, "@/c.yaml: rewritten\n", "");
    assert_int_equal(lstat(link, &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_non_null(strstr(str_cstr(s->arena, content(s, "there/c.yaml")), "value: age >= 65\n"));
}

static void forming(void **state)
{
    struct scratch *s = *state;
    put(s, "a.yaml", measure(s, "a", "value: age>=65 # old\nsuppress: yes\n"));
    says(s, "fmt --check --lang en @", 5, "@/a.yaml: not in the form\n@/right.yaml: unchanged\n",
         "kontinua fmt: Files that do not have the form that kontinua fmt gives them: 1/2 "
         "[files.form]");
    assert_non_null(strstr(content(s, "a.yaml").at, "age>=65"));
    assert_int_equal(chmod(scratch_path(s, "a.yaml"), 0640), 0);
    says(s, "fmt --lang sv @/a.yaml", 0, "@/a.yaml: omskriven\n", "");
    struct stat st;
    assert_int_equal(stat(scratch_path(s, "a.yaml"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0640); /* who could read it still can */
    assert_string_equal(content(s, "a.yaml").at,
                        measure(s, "a", "suppress: yes\n# old\nvalue: age >= 65\n"));
    says(s, "fmt --check --lang en @", 0, "@/a.yaml: unchanged\n@/right.yaml: unchanged\n", "");
    says(s, "fmt --check --quiet @", 0, "", "");
}

static void wrong_ones_are_left_alone(void **state)
{
    struct scratch *s = *state;
    put(s, "a.yaml", measure(s, "a", "value: age>=65 nad sex=F\n"));
    put(s, "b.yaml", measure(s, "b", "value: age>=65\n"));
    put(s, "c.yaml",
        "{id: c, code: c, name: {sv: a, en: b}, text: {sv: a, en: b}, source: s, certainty: B,\n"
        "owner: o, reviewed: 2026-11-26, kind: count, unit: persons, population: listed,\n"
        "value: 1}\n");
    struct str a = content(s, "a.yaml"), c = content(s, "c.yaml");
    says(s, "fmt --lang en @", 2,
         "@/a.yaml:12:16: The expression cannot be read here: "
         "compare with the language's description in docs/developer/measures.md "
         "[expression.syntax]\n"
         "   12 | value: age>=65 nad sex=F\n"
         "      |                ^\n"
         "  expected and, or or the end, not \"nad\"; did you mean \"and\"?\n"
         "@/b.yaml: rewritten\n"
         "@/c.yaml:1:2: The file cannot be written in the common "
         "form: let each key begin a line of its own, without indentation "
         "[measure.layout]\n"
         "    1 | {id: c, code: c, name: {sv: a, en: b}, text: {sv: a, en: b}, source: s,…\n"
         "      |  ^\n"
         "  expected each key at the begin of a line\n"
         "@/right.yaml: unchanged\n",
         "kontinua fmt: Files with errors: 2/5 [files.wrong]");
    assert_true(str_eq(content(s, "a.yaml"), a) && str_eq(content(s, "c.yaml"), c));
}

/* What decides of a region's listings is tried before it is laid in the home. */
static void rule_files_are_tried(void **state)
{
    struct scratch *s = *state;
    struct err err = {0};
    assert_true(folder_make(&FILES_POSIX, scratch_path(s, "rules"), &err));
    says(s, "check @/rules --lang en", 3,
         "@/rules: The folder has neither measures (.yaml) nor code sets (.csv) [files.none]\n",
         "[files.wrong]");
    put(s, "rules/norr.yaml", "region: {county: \"24\"}\n");
    says(s, "check @/rules/norr.yaml --lang en", 2,
         "@/rules/norr.yaml:1:9: A key is missing in the rule file or the settings: write it with "
         "the value that the region chose, or the usual one, as here [rule.key_missing]\n"
         "    1 | region: {county: \"24\"}\n      |         ^\n"
         "  region.name: Region Jämtland Härjedalen\n",
         "[files.wrong]");
    put(s, "rules/norr.yml", "");
    says(s, "check @/rules --format csv", 2,
         "file,line,column,severity,code,detail\n"
         "@/rules/norr.yaml,1,9,error,rule.key_missing,region.name: Region Jämtland Härjedalen\n"
         "@/rules/norr.yml,,,error,rule.name,\n",
         "[files.wrong]");
    says(s, "check " SOURCE_ROOT "/rules --quiet", 0, "", "");
    says(s, "fmt --check " SOURCE_ROOT "/rules/jamtland.yaml --lang en", 0, "", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_right, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(what_is_wrong_is_shown, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(records_for_programs, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(a_check_among_measures, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(rule_files_are_tried, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(files_of_checks, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(warnings, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(sets_of_icd_10, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(sizes_are_of_the_kind, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(words_of_the_yaml_reader, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(limits_without_a_unit, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(limits_to_the_left, setup, scratch_teardown),
        cmocka_unit_test(none_of_ours),
        cmocka_unit_test_setup_teardown(lines_in_80_columns, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(advice_in_swedish, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(bands_need_all_of_them, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(what_cannot_be_checked, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(one_that_cannot_be_read, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(one_that_may_not_be_read, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(forming_behind_a_link, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(forming, setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(wrong_ones_are_left_alone, setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
