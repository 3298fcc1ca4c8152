#include "engine/codeset.h"

#include "core/folder.h"
#include "core/sb.h"

#include "../core/arena_fixture.h"
#include "../core/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define HEAD "part,system,code,match,display,certainty,source"

static const struct codeset *parsed(const char *text)
{
    struct err err = {0};
    const struct codeset *s = NULL;
    if (!codeset_parse(arena, "dir/s.csv", str_of(text), &s, &err))
        fail_msg("%s %s", err.code, err.detail);
    return s;
}

static void is_text(struct str s, const char *expected)
{
    assert_string_equal(str_cstr(arena, s), expected);
}

/* ---- reading ---- */

static void a_row_says_all_that_is_in_it(void **state)
{
    (void)state;
    const struct codeset *s =
        parsed("source,substances,offset,factor,certainty,display,match,code,system,part\n"
               "\"Someone, 2021\",a+b,-23.5,10.93,C,En kod,prefix,r03-ak.07,ATC,fast\n"
               "x,\"b + c\",,,A,y,exact,1,ATC,\n");
    is_text(s->name, "s");
    assert_int_equal(s->rows, 2);
    const struct codeset_row *r = &s->row[0];
    is_text(r->part, "fast");
    is_text(r->system, "ATC");
    is_text(r->code, "R03AK07");
    is_text(r->display, "En kod");
    is_text(r->source, "Someone, 2021");
    assert_true(r->is_prefix && !r->is_excluded && s->converts);
    assert_int_equal(r->certainty, 'C');
    assert_true(r->factor.over.units == 1093 && r->factor.over.places == 2);
    assert_true(r->factor.under.units == 1 && r->offset.under.units == 1);
    assert_true(r->offset.over.units == -235 && r->offset.over.places == 1);
    assert_int_equal(s->substances, 3);
    is_text(s->substance[2], "c");
    assert_int_equal(r->substances, 3);
    assert_int_equal(s->row[1].substances, 6);
    assert_true(s->row[1].factor.over.units == 1 && s->row[1].offset.over.units == 0);
    assert_true(codeset_has_part(s, STR("fast")) && codeset_has_part(s, STR("")));
    assert_false(codeset_has_part(s, STR("slow")));
    s = parsed("system,code,match,display,certainty,source\nATC,1,exact,y,A,x\n");
    assert_false(s->converts);
    assert_int_equal(s->substances, 0);
    s = parsed(HEAD "\nexclude,ATC,1,exact,y,A,x\n");
    assert_true(s->row[0].is_excluded);
    assert_false(codeset_has_part(s, STR("exclude")));
    assert_int_equal(parsed(HEAD "\n")->rows, 0);
}

static const struct {
    const char *name, *text, *said;
} FAULTS[] = {
    {"s.csv", "", "csv.header s.csv"},
    {"s.csv", "system,code,match,display,certainty\n", "codeset.column s.csv:1: source"},
    {"s.csv", HEAD ",colour\n", "codeset.column s.csv:1:49: colour"},
    {"s.csv", HEAD ",part\n", "codeset.column s.csv:1:49: part"},
    {"s.csv", HEAD "\n,ATC,1,exact,y,A\n",
     "codeset.value s.csv:2:17: the row must have as many fields as the header: 7"},
    {"s.csv", HEAD "\n,ATC,1,exact,y,A,x,z\n",
     "codeset.value s.csv:2:20: the row must have as many fields as the header: 7"},
    {"s.csv", HEAD "\n,,1,exact,y,A,x\n", "codeset.value s.csv:2:2: system: expected text"},
    {"s.csv", HEAD "\n,ATC,,exact,y,A,x\n", "codeset.value s.csv:2:6: code: expected text"},
    {"s.csv", HEAD "\n,ATC,1,,y,A,x\n", "codeset.value s.csv:2:8: match: expected text"},
    {"s.csv", HEAD "\n,ATC,1,exact,,A,x\n", "codeset.value s.csv:2:14: display: expected text"},
    {"s.csv", HEAD "\n,ATC,1,exact,y,,x\n", "codeset.value s.csv:2:16: certainty: expected text"},
    {"s.csv", HEAD "\n,ATC,1,exact,y,A, \n", "codeset.value s.csv:2:18: source: expected text"},
    {"s.csv", HEAD "\n,ATC,-.,exact,y,A,x\n",
     "codeset.value s.csv:2:6: code: expected letters or digits"},
    {"s.csv", HEAD "\n,ATC,1,like,y,A,x\n",
     "codeset.value s.csv:2:8: match: expected exact or prefix"},
    {"s.csv", HEAD "\n,ATC,1,exact,y,E,x\n",
     "codeset.value s.csv:2:16: certainty: expected A, B, C or D"},
    {"s.csv", HEAD "\n,ATC,1,exact,y,AB,x\n",
     "codeset.value s.csv:2:16: certainty: expected A, B, C or D"},
    {"s.csv", HEAD "\n1a,ATC,1,exact,y,A,x\n", "codeset.value s.csv:2:1: part: expected letters"},
    {"s.csv", HEAD "\nå,ATC,1,exact,y,A,x\n", "codeset.value s.csv:2:1: part: expected letters"},
    {"s.csv", HEAD ",factor\n,ATC,1,exact,y,A,x,ten\n",
     "codeset.value s.csv:2:20: factor: expected a number of at most 4 decimals"},
    {"s.csv", HEAD ",factor\n,ATC,1,exact,y,A,x,1.00001\n", "codeset.value s.csv:2:20: factor: "},
    {"s.csv", HEAD ",factor\n,ATC,1,exact,y,A,x,1000000001\n",
     "codeset.value s.csv:2:20: factor: "},
    {"s.csv", HEAD ",factor\n,ATC,1,exact,y,A,x,1/0\n",
     "codeset.value s.csv:2:20: factor: expected a number of at most 4 decimals, or two with /"},
    {"s.csv", HEAD ",factor\n,ATC,1,exact,y,A,x,1/-2\n", "codeset.value s.csv:2:20: factor: "},
    {"s.csv", HEAD ",factor\n,ATC,1,exact,y,A,x,1/\n", "codeset.value s.csv:2:20: factor: "},
    {"s.csv", HEAD ",factor\n,ATC,1,exact,y,A,x,1/2/3\n", "codeset.value s.csv:2:20: factor: "},
    {"s.csv", HEAD ",offset\n,ATC,1,exact,y,A,x,/2\n", "codeset.value s.csv:2:20: offset: "},
    {"s.csv", HEAD ",unit\n,NPU,1,exact,y,A,x,%\n,NPU,1,exact,y,A,x,\n",
     "codeset.repeated s.csv:3:6: 1"},
    {"s.csv", HEAD ",unit\n,NPU,1,exact,y,A,x,umol/L\n,NPU,1,exact,y,A,x,µmol/l\n",
     "codeset.repeated s.csv:3:6: 1"},
    {"s.csv", HEAD ",unit\n,NPU,1,exact,y,A,x,%\n,NPU,1,prefix,y,A,x,mol\n",
     "codeset.repeated s.csv:3:6: 1"},
    {"s.csv",
     HEAD ",unit\n,NPU,1,exact,y,A,x,mmol/mol\n,NPU,2,exact,y,A,x,\n,SWE,1,exact,y,A,x,%\n",
     "codeset.units s.csv:4:20: %; 2: mmol/mol"},
    {"s.csv", HEAD ",unit\na,NPU,1,exact,y,A,x,g\nb,NPU,1,exact,y,A,x,mg\nb,NPU,1,exact,y,A,x,g\n",
     "codeset.units s.csv:4:21: g; 3: mg"},
    {"s.csv", HEAD ",factor\n,ATC,1,exact,y,A,x,0\n",
     "codeset.value s.csv:2:20: factor: expected another number than 0"},
    {"s.csv", HEAD ",offset\n,ATC,1,exact,y,A,x,\"1,5\"\n", "codeset.value s.csv:2:20: offset: "},
    {"s.csv", HEAD ",substances\n,ATC,1,exact,y,A,x,a++b\n",
     "codeset.value s.csv:2:20: substances: expected names joined by +"},
    {"s.csv", HEAD ",substances\n,ATC,1,exact,y,A,x,+\n", "codeset.value s.csv:2:20: substances: "},
    {"s.csv", HEAD ",substances\n,ATC,1,exact,y,A,x,a+\n",
     "codeset.value s.csv:2:20: substances: expected names joined by +"},
    {"s.csv", HEAD "\n,ATC,1a,exact,y,A,x\n,ATC,2,exact,y,A,x\n,ATC,1.A,prefix,z,B,w\n",
     "codeset.repeated s.csv:4:6: 1A"},
    {"s.csv", HEAD "\n,ATC,1,exact,y,A,x\n,atc,1,exact,y,A,x\n", "codeset.repeated s.csv:3:6: 1"},
    {"s.csv", HEAD "\n,ATC,\"1,exact,y,A,x\n", "csv.quote s.csv:2"},
    {"s.csv", HEAD "\n,ATC,1,exact,\xe5,A,x\n", "csv.encoding s.csv:2"},
    {"s.txt", HEAD "\n", "codeset.id s.txt:1"},
    {"s", HEAD "\n", "codeset.id s:1"},
    {"dir.csv/1.csv", HEAD "\n", "codeset.id dir.csv/1.csv:1"},
    {"s.x.csv", HEAD "\n", "codeset.id s.x.csv:1"},
};

static void faults_are_told_with_their_line(void **state)
{
    (void)state;
    unsigned wrong = 0;
    for (size_t i = 0; i < ARRAY_LEN(FAULTS); i++) {
        struct err err = {0};
        const struct codeset *s;
        const char *said = "nothing";
        if (!codeset_parse(arena, FAULTS[i].name, str_of(FAULTS[i].text), &s, &err))
            said = str_cstr(arena, str_fmt(arena, "%s %s", err.code, err.detail));
        if (str_starts(str_of(said), str_of(FAULTS[i].said)) && err.kind == ERR_INVALID)
            continue;
        print_error("%s: \"%s\" does not begin with \"%s\"\n", FAULTS[i].text, said,
                    FAULTS[i].said);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

/* A code may stand in several parts, in several systems. */
static void what_is_no_repetition(void **state)
{
    (void)state;
    assert_int_equal(
        parsed(HEAD "\n,ATC,1,exact,y,A,x\na,ATC,1,exact,y,A,x\n,NPU,1,exact,y,A,x\n")->rows, 3);
}

static void limits(void **state)
{
    (void)state;
    struct sb rows = sb_open(arena, 1 << 20);
    struct err err = {0};
    const struct codeset *s;
    sb_put(&rows, STR(HEAD ",substances\n"));
    for (int i = 0; i < CODESET_SUBSTANCES_MOST; i++)
        sb_fmt(&rows, ",ATC,%d,exact,y,A,x,s%d\n", i, i);
    assert_int_equal(parsed(sb_str(&rows).at)->row[63].substances >> 63, 1);
    sb_put(&rows, STR(",ATC,A,exact,y,A,x,s0+more\n"));
    assert_false(codeset_parse(arena, "s.csv", sb_str(&rows), &s, &err));
    assert_string_equal(err.detail, "s.csv:66:20: substances: more than 64 substances in a set");
    rows = sb_open(arena, 1 << 20);
    sb_put(&rows, STR(HEAD "\n"));
    for (int i = 0; i < CODESET_ROWS_MOST; i++)
        sb_fmt(&rows, ",ATC,%d,exact,y,A,x\n", i);
    assert_int_equal(parsed(sb_str(&rows).at)->rows, CODESET_ROWS_MOST);
    sb_put(&rows, STR(",ATC,A,exact,y,A,x\n"));
    err = (struct err){0};
    assert_false(codeset_parse(arena, "s.csv", sb_str(&rows), &s, &err));
    assert_string_equal(err.detail, "s.csv:10002:6: code: more than 10 000 rows");
}

/* ---- asking ---- */

/* The display of the row that a code belongs to; "-": none. */
static const char *row_of(const struct codeset *s, const char *part, enum table_id table,
                          const char *system, const char *code)
{
    const struct codeset_row *r =
        codeset_row_of(s, str_of(part), table, str_of(system), codeset_code(arena, str_of(code)));
    return r ? str_cstr(arena, r->display) : "-";
}

static void codes_are_compared_without_their_dress(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"J44.9", "J449"}, {"j44 9", "J449"}, {"8480-6", "84806"}, {"\tnpu27300 ", "NPU27300"},
        {"..- ", ""},      {"", ""},          {"å1", "å1"}};
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        is_text(codeset_code(arena, str_of(cases[i][0])), cases[i][1]);
}

static void prefixes_and_exact_codes(void **state)
{
    (void)state;
    const struct codeset *s = parsed(HEAD "\n"
                                          ",ICD-10-SE,J4,prefix,J4-,A,x\n"
                                          ",ICD-10-SE,J44,prefix,J44-,A,x\n"
                                          ",ICD-10-SE,J44.1,exact,J441,A,x\n"
                                          ",ICD-10-SE,E11,exact,E11,A,x\n");
    static const char *const cases[][2] = {
        {"J44.9", "J44-"}, {"J44", "J44-"},  {"J45", "J4-"},    {"J4", "J4-"},      {"J", "-"},
        {"", "-"},         {"J441", "J441"}, {"J4410", "J44-"}, {"J44.1P", "J441"}, {"E11", "E11"},
        {"e11", "E11"},    {"E11P", "E11"},  {"E11-P", "E11"},  {"E110", "-"},      {"E11PP", "-"},
        {"E1P", "-"},      {"P", "-"},       {"XJ44", "-"}};
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_string_equal(row_of(s, "", TABLE_DIAGNOSES, "", cases[i][0]), cases[i][1]);
    /* The P is of the short list of diagnoses. */
    s = parsed(HEAD "\n,ATC,R03AC02,exact,drug,A,x\n");
    assert_string_equal(row_of(s, "", TABLE_PRESCRIPTIONS, "", "R03AC02P"), "-");
}

static void systems(void **state)
{
    (void)state;
    const struct codeset *s = parsed(HEAD "\n"
                                          ",ICD-10-SE,1,exact,icd,A,x\n"
                                          ",KVÅ,2,exact,kva,A,x\n"
                                          ",ATC,3,exact,atc,A,x\n"
                                          ",NPU,4,exact,npu,A,x\n"
                                          ",SWE,5,exact,swe,A,x\n"
                                          ",BP,S,exact,bp,A,x\n"
                                          ",SNOMED-CT,271649006,exact,snomed,A,x\n"
                                          ",LOINC,8480-6,exact,loinc,A,x\n");
    static const struct {
        enum table_id table;
        const char *system, *code, *row;
    } cases[] = {
        /* Without a system the table's own is meant. */
        {TABLE_DIAGNOSES, "", "1", "icd"},
        {TABLE_PROCEDURES, "", "2", "kva"},
        {TABLE_PRESCRIPTIONS, "", "3", "atc"},
        {TABLE_MEASUREMENTS, "", "4", "npu"},
        {TABLE_MEASUREMENTS, "", "5", "swe"},
        {TABLE_MEASUREMENTS, "", "s", "bp"},
        {TABLE_PROCEDURES, "", "1", "-"},
        {TABLE_DIAGNOSES, "", "3", "-"},
        {TABLE_MEASUREMENTS, "", "271649006", "-"},
        /* A system that is said is the one that is meant. */
        {TABLE_MEASUREMENTS, "SNOMED-CT", "271649006", "snomed"},
        {TABLE_MEASUREMENTS, "SNOMED CT", "271649006", "snomed"},
        {TABLE_MEASUREMENTS, "snomedct", "271649006", "snomed"},
        {TABLE_MEASUREMENTS, "SNOMED", "271649006", "-"},
        {TABLE_MEASUREMENTS, "SNOMED-CTX", "271649006", "-"},
        {TABLE_MEASUREMENTS, "LOINC", "84806", "loinc"},
        {TABLE_DIAGNOSES, "KVÅ", "2", "kva"},
        {TABLE_DIAGNOSES, "ICD-10-SE", "1", "icd"},
        {TABLE_DIAGNOSES, "icd 10 se", "1", "icd"},
        {TABLE_DIAGNOSES, "ICD-10-CM", "1", "-"},
        {TABLE_MEASUREMENTS, "LOINC", "4", "-"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_string_equal(row_of(s, "", cases[i].table, cases[i].system, cases[i].code),
                            cases[i].row);
}

static void parts_and_what_is_taken_out(void **state)
{
    (void)state;
    const struct codeset *s = parsed(HEAD "\n"
                                          "fast,ATC,R03AC,prefix,fast,A,x\n"
                                          "slow,ATC,R03AC12,exact,slow,A,x\n"
                                          ",ATC,R03,prefix,any,A,x\n"
                                          "exclude,ATC,R03AC02,exact,out,A,x\n"
                                          "exclude,ATC,R03D,prefix,out,A,x\n");
    static const struct {
        const char *part, *code, *row;
    } cases[] = {
        {"", "R03AC12", "slow"},     {"fast", "R03AC12", "fast"}, {"slow", "R03AC12", "slow"},
        {"slow", "R03AC13", "-"},    {"", "R03AC13", "fast"},     {"", "R03B", "any"},
        {"fast", "R03B", "-"},       {"", "R03AC02", "-"},        {"fast", "R03AC02", "-"},
        {"", "R03DC03", "-"},        {"", "R03AC021", "fast"},    {"none", "R03B", "-"},
        {"exclude", "R03AC02", "-"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_string_equal(row_of(s, cases[i].part, TABLE_PRESCRIPTIONS, "", cases[i].code),
                            cases[i].row);
}

/* ---- units ---- */

/* The display of the row that a value of the code is taken by; "-": none. */
static const char *row_in(const struct codeset *s, const char *code, const char *unit)
{
    const struct codeset_row *r =
        codeset_row_of(s, STR(""), TABLE_MEASUREMENTS, STR(""), str_of(code));
    assert_non_null(r);
    r = codeset_row_in(s, r, str_of(unit));
    return r ? str_cstr(arena, r->display) : "-";
}

static void units(void **state)
{
    (void)state;
    const struct codeset *s = parsed(HEAD ",unit,factor,offset\n"
                                          "a,NPU,1,exact,mol,A,x,mmol/mol,,\n"
                                          "a,NPU,1,exact,pct,A,x,%, 10.93 / 2 ,-23.5\n"
                                          "b,NPU,1,exact,micro,A,x,µmol/L,,\n"
                                          "exclude,NPU,1X,exact,out,A,x,g,,\n"
                                          ",SWE,1,exact,other system,A,x,kg,,\n"
                                          ",NPU,2,exact,any,A,x,,2,\n"
                                          "c,NPU,3,exact,eGFR,A,x,\"mL/min/1,73m2\",,\n"
                                          "d,NPU,4,exact,mm,A,x,mmHg,,\n");
    static const struct {
        const char *code, *unit, *row;
    } cases[] = {
        {"1", "", "mol"},
        {"1", " ", "mol"},
        {"1", "mmol/mol", "mol"},
        {"1", "MMOL/Mol", "mol"},
        {"1", "mmol / mol", "mol"},
        {"1", "%", "pct"},
        {"1", "[%]", "pct"},
        /* Units of the code, in whichever part. */
        {"1", "umol/l", "micro"},
        {"1", "\xc2\xb5mol/L", "micro"},
        {"1", "\xce\xbcmol/L", "micro"},
        {"1", "mol/mol", "-"},
        {"1", "mmol", "-"},
        {"1", "mmol/mol/L", "-"},
        {"1", "%%", "-"},
        {"1", "g", "-"},
        {"1", "kg", "-"},
        /* A row without a unit takes values in all of them. */
        {"2", "", "any"},
        {"2", "%", "any"},
        {"3", "mL/min/{1.73_m2}", "eGFR"},
        {"3", "mL/min/1,73\xc2\xa0m\xc2\xb2", "eGFR"},
        {"3", "ml/min/1.73\xc2\xb7m^2", "eGFR"},
        {"3", "ml/min/1.73m\xc2\xb3", "-"},
        {"3", "mL/min", "-"},
        {"4", "mm[Hg]", "mm"},
        {"4", "mm Hg", "mm"},
        {"4", "kPa", "-"},
    };
    assert_true(s->converts);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        if (strcmp(row_in(s, cases[i].code, cases[i].unit), cases[i].row) != 0)
            fail_msg("%s of %s: not %s", cases[i].unit, cases[i].code, cases[i].row);
    assert_true(s->row[1].factor.over.units == 1093 && s->row[1].factor.under.units == 2);
    /* One unit is nothing that is converted, but it can be the wrong one. */
    assert_true(parsed(HEAD ",unit\n,NPU,1,exact,y,A,x,mmHg\n")->converts);
    assert_true(parsed(HEAD ",factor\n,NPU,1,exact,y,A,x,1/2\n")->converts);
    assert_false(parsed(HEAD ",factor\n,NPU,1,exact,y,A,x,2/2.0\n")->converts);
    /* The row that an exact code has goes before that of a prefix, with its units. */
    s = parsed(HEAD ",unit\n,NPU,1,prefix,wide,A,x,g\na,NPU,12,exact,narrow,A,x,mg\n");
    assert_string_equal(row_in(s, "12", "mg"), "narrow");
    assert_string_equal(row_in(s, "12", "g"), "-");
    assert_string_equal(row_in(s, "13", "g"), "wide");
}

static void values_in_one_unit(void **state)
{
    (void)state;
    const struct codeset *s = parsed(HEAD ",unit,factor,offset\n"
                                          "a,NPU,1,exact,y,A,x,g,,\n"
                                          "a,NPU,2,exact,y,A,x,mg,0.001,\n"
                                          "a,NPU,3,exact,y,A,x,,,\n"
                                          "a,NPU,4,exact,y,A,x,K,,-273\n"
                                          "b,NPU,1,exact,y,A,x,mg,,\n"
                                          "c,NPU,5,exact,y,A,x,mg,1,\n"
                                          "d,NPU,6,exact,y,A,x,G,,\n"
                                          "exclude,NPU,7,exact,y,A,x,kg,,\n");
    assert_true(codeset_in_one_unit(s, STR("a"), STR("a")));
    assert_true(codeset_in_one_unit(s, STR("a"), STR("c")));
    assert_true(codeset_in_one_unit(s, STR("a"), STR("d")));
    assert_false(codeset_in_one_unit(s, STR("a"), STR("b")));
    assert_false(codeset_in_one_unit(s, STR("b"), STR("a")));
    assert_false(codeset_in_one_unit(s, STR(""), STR("")));
}

/* ---- the sets that there are ---- */

static void those_of_the_program(void **state)
{
    (void)state;
    struct codesets all;
    struct err err = {0};
    if (!codesets_load(arena, NULL, &all, &err))
        fail_msg("%s %s", err.code, err.detail);
    const char *const *name;
    size_t files;
    assert_true(folder_list(arena, SOURCE_ROOT "/measures/codesets", &name, &files, &err));
    assert_int_equal(all.count, files);
    for (size_t i = 0; i < all.count; i++) {
        assert_true(all.at[i]->rows > 0);
        assert_true(i == 0 || str_compare(all.at[i - 1]->name, all.at[i]->name) < 0);
        assert_ptr_equal(codesets_find(&all, all.at[i]->name), all.at[i]);
    }
    assert_null(codesets_find(&all, STR("nothing")));
    const struct codeset *kol = codesets_find(&all, STR("kol")),
                         *hba1c = codesets_find(&all, STR("hba1c"));
    assert_non_null(codeset_row_of(kol, STR(""), TABLE_DIAGNOSES, STR(""), STR("J449")));
    assert_null(codeset_row_of(kol, STR(""), TABLE_DIAGNOSES, STR(""), STR("J459")));
    assert_true(hba1c->converts);
}

static void those_of_a_home(void **state)
{
    struct scratch *home = *state;
    struct codesets all, own;
    struct err err = {0};
    assert_true(codesets_load(home->arena, NULL, &own, &err));
    (void)scratch_write(home, "kol.csv", str_of(HEAD "\n,ICD-10-SE,J47,prefix,other,C,us\n"));
    (void)scratch_write(home, "local.csv", str_of(HEAD "\n,ICD-10-SE,Z,prefix,local,C,us\n"));
    (void)scratch_write(home, "notes.txt", str_of("not read"));
    (void)scratch_write(home, ".hidden.csv", str_of("not read"));
    if (!codesets_load(home->arena, home->folder, &all, &err))
        fail_msg("%s %s", err.code, err.detail);
    assert_int_equal(all.count, own.count + 1);
    assert_string_equal(codesets_find(&all, STR("kol"))->row[0].code.at, "J47");
    assert_string_equal(codesets_find(&all, STR("local"))->row[0].display.at, "local");
    (void)scratch_write(home, "wrong.csv", str_of(HEAD "\n,ICD-10-SE,Z,prefix,local,C\n"));
    assert_false(codesets_load(home->arena, home->folder, &all, &err));
    assert_string_equal(err.detail,
                        "wrong.csv:2:28: the row must have as many fields as the header: 7");
    err = (struct err){0};
    assert_false(codesets_load(home->arena, "/nowhere", &all, &err));
}

static void too_many(void **state)
{
    struct scratch *home = *state;
    struct codesets all;
    struct err err = {0};
    assert_true(codesets_load(home->arena, NULL, &all, &err));
    for (size_t i = all.count; i <= CODESETS_MOST; i++)
        (void)scratch_write(home, str_fmt(home->arena, "x%zu.csv", i).at, STR(HEAD "\n"));
    assert_false(codesets_load(home->arena, home->folder, &all, &err));
    assert_string_equal(err.code, "codeset.many");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_row_says_all_that_is_in_it, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(faults_are_told_with_their_line, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(what_is_no_repetition, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(limits, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(codes_are_compared_without_their_dress, open_arena,
                                        close_arena),
        cmocka_unit_test_setup_teardown(prefixes_and_exact_codes, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(systems, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(parts_and_what_is_taken_out, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(units, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(values_in_one_unit, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(those_of_the_program, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(those_of_a_home, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(too_many, scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
