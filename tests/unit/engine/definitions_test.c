#include "engine/definition.h"
#include "engine/shelf.h"

#include "core/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SET_HEAD "system,code,match,display,certainty,source\n"

struct place {
    struct arena *arena;
    char folder[64];
};

static int open_folder(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    p->arena = arena_open(ARENA_BLOCK);
    (void)snprintf(p->folder, sizeof p->folder, "/tmp/kontinua-definitions-XXXXXX");
    if (!mkdtemp(p->folder))
        return -1;
    *state = p;
    return 0;
}

static int close_folder(void **state)
{
    struct place *p = *state;
    struct err err = {0};
    int done = folder_remove(&FILES_POSIX, p->folder, &err) ? 0 : -1;
    arena_close(p->arena);
    free(p);
    return done;
}

static void put(struct place *p, const char *name, struct str text)
{
    struct err err = {0};
    const char *path = str_cstr(p->arena, str_fmt(p->arena, "%s/%s", p->folder, name));
    assert_true(file_replace(&FILES_POSIX, path, text, &err));
}

static struct str file_of(struct place *p, const char *id)
{
    return str_fmt(p->arena,
                   "id: %s\ncode: c\nname: {sv: Eget, en: Own}\ntext: {sv: a, en: b}\nsource: s\n"
                   "certainty: C\nowner: o\nreviewed: 2026-01-01\nkind: count\nunit: persons\n"
                   "population: listed\nvalue: 1\n",
                   id);
}

/* One that makes several measures. */
static bool is_family_file(const char *name)
{
    return strncmp(name, "economy", 7) == 0 || strncmp(name, "survey", 6) == 0;
}

/* Every file of measures/ is there, and figures are printed in the order of the evaluation. */
static void the_programs_own_in_their_order(void **state)
{
    struct place *p = *state;
    static const char *const ids[] = {"listed",       "production", "Ko05L",  "Ko05S", "access3",
                                      "named_doctor", "Di01",       "Di03L1", "KOL02A"};
    struct definitions all;
    struct err err = {0};
    const char *const *name;
    size_t files, measures = 0, last = 0;
    if (!definitions_load(p->arena, NULL, &all, &err))
        fail_msg("%s %s", err.code, err.detail);
    assert_true(folder_list(p->arena, SOURCE_ROOT "/measures", &name, &files, &err));
    for (size_t i = 0; i < files; i++)
        if (shelf_takes(name[i], ".yaml") && !is_family_file(name[i])) {
            struct str file = str_of(name[i]), id = str_cut(&file, '.');
            if (!definitions_find(&all, id))
                fail_msg("%s is not in the program", name[i]);
            measures++;
        }
    assert_int_equal(all.count, measures + 2 * (ACCOUNT_OTHER + 1)); /* each account has two */
    assert_true(definitions_find(&all, STR("economy_other_deviation")));
    assert_true(str_eq(all.at[0]->id, STR("listed")));
    for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
        size_t at = 0;
        while (at < all.count && !str_eq(all.at[at]->id, str_of(ids[i])))
            at++;
        assert_true(at < all.count && at >= last);
        last = at;
    }
    assert_null(definitions_find(&all, STR("ko05s")));
}

/* What the field has not settled is ours: it can be changed, and it is admitted. */
static void choices_are_parameters_and_admitted(void **state)
{
    struct place *p = *state;
    struct definitions all;
    struct err err = {0};
    assert_true(definitions_load(p->arena, NULL, &all, &err));
    for (size_t i = 0; i < all.count; i++)
        if (all.at[i]->certainty >= 'C' && (all.at[i]->parameters == 0 || all.at[i]->gaps == 0))
            fail_msg("%.*s", STR_FMT(all.at[i]->id));
}

static void the_targets(void **state)
{
    struct place *p = *state;
    static const struct {
        struct str id;
        int64_t percent;
        enum target_op op;
    } targets[] = {{STR_INIT("named_doctor"), 55, TARGET_AT_LEAST},
                   {STR_INIT("saebo_named_doctor"), 80, TARGET_AT_LEAST},
                   {STR_INIT("specialist_share"), 50, TARGET_OVER},
                   {STR_INIT("district_nurse_share"), 50, TARGET_OVER}};
    struct definitions all;
    struct err err = {0};
    assert_true(definitions_load(p->arena, NULL, &all, &err));
    for (size_t i = 0; i < ARRAY_LEN(targets); i++) {
        const struct measure_target *t = &definitions_find(&all, targets[i].id)->target;
        assert_int_equal(t->op, targets[i].op);
        assert_int_equal(t->value.units, targets[i].percent);
        assert_int_equal(t->value.places, 0);
        assert_int_equal(t->scale, 100);
    }
}

static void a_folder_replaces_and_adds(void **state)
{
    struct place *p = *state;
    put(p, "listed.yaml", file_of(p, "listed"));
    put(p, "zeta.yaml", file_of(p, "zeta"));
    put(p, "beta.yaml", file_of(p, "beta"));
    put(p, "README.md", STR("not a definition"));
    put(p, ".yaml", STR("nor this"));
    struct definitions all, own;
    struct err err = {0};
    assert_true(definitions_load(p->arena, NULL, &own, &err));
    if (!definitions_load(p->arena, p->folder, &all, &err))
        fail_msg("%s %s", err.code, err.detail);
    assert_int_equal(all.count, own.count + 2);
    assert_true(str_eq(all.at[0]->name[LANG_SV], STR("Eget")));
    assert_true(str_eq(all.at[own.count]->id, STR("beta")));
    assert_true(str_eq(all.at[own.count + 1]->id, STR("zeta")));
}

static struct str family_of(struct place *p, const char *file, const char *id, const char *words)
{
    return str_fmt(p->arena,
                   "id: %s\ncode: \"%s\"\nname: {sv: \"{account} a\", en: \"{account} b\"}\n"
                   "text: {sv: \"{account}{account}\", en: b}\nsource: s\n"
                   "certainty: A\nowner: o\nreviewed: 2026-01-01\nkind: table\n"
                   "unit: thousand_kronor\n"
                   "each: {table: economy, column: account, id: \"%s\", words: {%s}}\n"
                   "value: sum(outcome_tkr of economy where account = each in the year)\n",
                   file, id, id, words);
}

/* One file makes several measures; a file of its own stands in place of a member. */
static void families_become_their_members(void **state)
{
    struct place *p = *state;
    struct definitions all;
    struct err err = {0};
    put(p, "eco.yaml",
        family_of(p, "eco", "own_{account}", "other: {sv: Ö, en: O}, drugs: {sv: L, en: D}"));
    put(p, "own_drugs.yaml", file_of(p, "own_drugs"));
    if (!definitions_load(p->arena, p->folder, &all, &err))
        fail_msg("%s %s", err.code, err.detail);
    const struct definition *other = definitions_find(&all, STR("own_other"));
    const struct definition *drugs = definitions_find(&all, STR("own_drugs"));
    assert_null(definitions_find(&all, STR("eco")));
    assert_non_null(other);
    assert_true(str_eq(other->code, STR("own_other")) && str_eq(other->each, STR("other")));
    assert_true(str_eq(other->name[LANG_SV], STR("Ö a")));
    assert_true(str_eq(other->name[LANG_EN], STR("O b")));
    assert_true(str_eq(other->text[LANG_SV], STR("ÖÖ")));
    assert_non_null(drugs);
    assert_int_equal(drugs->kind, MEASURE_COUNT);
    /* The words of surveys are those that the data have. */
    static const struct str words[] = {STR_INIT("overall"), STR_INIT("trust")};
    struct definitions opened;
    assert_int_equal(all.families, 1);
    assert_true(definitions_open(p->arena, &all, words, 2, &opened, &err));
    assert_int_equal(opened.count, all.count + 2);
    const struct definition *overall = definitions_find(&opened, STR("survey_overall"));
    const struct definition *trust = definitions_find(&opened, STR("survey_trust"));
    assert_true(str_eq(overall->name[LANG_SV], STR("Patientenkät: helhetsintryck")));
    assert_true(str_eq(overall->name[LANG_EN], STR("Patient survey: overall impression")));
    assert_true(str_eq(trust->name[LANG_SV], STR("Patientenkät: trust")));
    assert_non_null(definitions_find(&opened, STR("listed")));
    /* Two that make one measure. */
    put(p, "two.yaml", family_of(p, "two", "own_{account}", "other: {sv: Ö, en: O}"));
    assert_false(definitions_load(p->arena, p->folder, &all, &err));
    assert_string_equal(err.code, "measure.id");
    assert_string_equal(err.detail, "two.yaml: own_other");
}

/* The set of the folder is the one that its measures ask for, and those of the program too. */
static void code_sets_stand_beside_the_measures(void **state)
{
    struct place *p = *state;
    struct definitions all;
    struct err err = {0};
    const char *sets = str_cstr(p->arena, str_fmt(p->arena, "%s/codesets", p->folder));
    put(p, "kol_own.yaml",
        str_fmt(
            p->arena,
            "%.*scodesets: [kol, ours]\nexclude: any(diagnoses where code in (kol, ours) ever)\n",
            STR_FMT(file_of(p, "kol_own"))));
    assert_false(definitions_load(p->arena, p->folder, &all, &err));
    assert_string_equal(err.code, "measure.codeset");
    assert_string_equal(err.detail, "kol_own.yaml:13:17: ours");
    assert_true(folder_make(&FILES_POSIX, sets, (err = (struct err){0}, &err)));
    put(p, "codesets/kol.csv", STR(SET_HEAD "ICD-10-SE,Z72,exact,x,C,us\n"));
    put(p, "codesets/ours.csv", STR(SET_HEAD "ICD-10-SE,Z73,exact,x,C,us\n"));
    if (!definitions_load(p->arena, p->folder, &all, &err))
        fail_msg("%s %s", err.code, err.detail);
    const struct definition *own = definitions_find(&all, STR("kol_own"));
    assert_int_equal(own->sets, 2);
    assert_true(str_eq(own->set[0]->row[0].code, STR("Z72")));
    assert_ptr_equal(definitions_find(&all, STR("KOL02A"))->set[0], own->set[0]);
    put(p, "codesets/ours.csv", STR(SET_HEAD "ICD-10-SE,Z73,like,x,C,us\n"));
    assert_false(definitions_load(p->arena, p->folder, &all, &err));
    assert_string_equal(err.code, "codeset.value");
    assert_string_equal(err.detail, "ours.csv:2:15: match: expected exact or prefix");
}

static void put_band(struct place *p, const char *id, const char *bands)
{
    put(p, str_cstr(p->arena, str_fmt(p->arena, "%s.yaml", id)),
        str_fmt(p->arena, "%.*sbands: [%s]\n", STR_FMT(file_of(p, id)), bands));
}

static void bands_list_each_other(void **state)
{
    struct place *p = *state;
    static const struct {
        const char *low, *high, *said;
    } cases[] = {{"low, high", "low, high", NULL},
                 {"low, high", "high, low", "high.yaml: low"},
                 {"low, high", "high", "low.yaml: high"},
                 {"low, middle, high", "low, middle, high", "high.yaml: middle"},
                 {"low", "high", NULL}};
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct definitions all;
        struct err err = {0};
        put_band(p, "low", cases[i].low);
        put_band(p, "high", cases[i].high);
        bool read = definitions_load(p->arena, p->folder, &all, &err);
        assert_string_equal(read ? "" : err.code, cases[i].said ? "measure.band" : "");
        if (cases[i].said)
            assert_string_equal(err.detail, cases[i].said);
    }
}

static void faults_name_the_file(void **state)
{
    struct place *p = *state;
    struct definitions all;
    struct err err = {0};
    put(p, "b.yaml", file_of(p, "a"));
    assert_false(definitions_load(p->arena, p->folder, &all, &err));
    assert_string_equal(err.code, "measure.id");
    assert_string_equal(err.detail, "b.yaml:1:5: a");
    err = (struct err){0};
    assert_false(definitions_load(p->arena, "/nonexistent/measures", &all, &err));
    assert_int_equal(err.kind, ERR_MISSING);
    assert_string_equal(err.code, "file.missing");
}

static void what_cannot_be_read_is_told(void **state)
{
    struct place *p = *state;
    struct definitions all;
    struct err err = {0};
    const char *folder = str_cstr(p->arena, str_fmt(p->arena, "%s/a.yaml", p->folder));
    assert_true(folder_make(&FILES_POSIX, folder, &err)); /* a folder, where a file should be */
    assert_false(definitions_load(p->arena, p->folder, &all, &err));
    assert_string_equal(err.code, "file.regular");
    err = (struct err){0};
    assert_true(folder_remove(&FILES_POSIX, folder, &err));
    put(p, "a.yaml", (struct str){ARENA_NEW(p->arena, char, 1024 * 1024 + 1), 1024 * 1024 + 1});
    assert_false(definitions_load(p->arena, p->folder, &all, &err));
    assert_string_equal(err.code, "file.too_large");
}

static void not_more_than_the_most(void **state)
{
    struct place *p = *state;
    for (int i = 0; i < DEFINITIONS_MOST; i++) {
        char id[12];
        (void)snprintf(id, sizeof id, "m%d", i);
        FILE *file = fopen(str_cstr(p->arena, str_fmt(p->arena, "%s/%s.yaml", p->folder, id)), "w");
        assert_non_null(file);
        struct str text = file_of(p, id);
        assert_int_equal(fwrite(text.at, 1, text.len, file), text.len);
        assert_int_equal(fclose(file), 0);
    }
    struct definitions all;
    struct err err = {0};
    assert_false(definitions_load(p->arena, p->folder, &all, &err));
    assert_string_equal(err.code, "measure.many");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_programs_own_in_their_order, open_folder, close_folder),
        cmocka_unit_test_setup_teardown(a_folder_replaces_and_adds, open_folder, close_folder),
        cmocka_unit_test_setup_teardown(code_sets_stand_beside_the_measures, open_folder,
                                        close_folder),
        cmocka_unit_test_setup_teardown(bands_list_each_other, open_folder, close_folder),
        cmocka_unit_test_setup_teardown(families_become_their_members, open_folder, close_folder),
        cmocka_unit_test_setup_teardown(faults_name_the_file, open_folder, close_folder),
        cmocka_unit_test_setup_teardown(choices_are_parameters_and_admitted, open_folder,
                                        close_folder),
        cmocka_unit_test_setup_teardown(the_targets, open_folder, close_folder),
        cmocka_unit_test_setup_teardown(what_cannot_be_read_is_told, open_folder, close_folder),
        cmocka_unit_test_setup_teardown(not_more_than_the_most, open_folder, close_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
