/* check without a file: what the checks find in an instance, their rows, and how it refuses. */
#include "at_home.h"
#include "county.h"

#include "cli/code_word.h"
#include "core/folder.h"
#include "core/utf8.h"
#include "engine/expr_words.h"

static void says(struct scratch *s, const char *line, const char *out, const char *note)
{
    struct said said = run_at(s, line);
    if (said.exit != 0 || strcmp(said.out, out) != 0 || !strstr(said.note, note))
        fail_msg("%s: exit %d\n%s\n%s", line, said.exit, said.out, said.note);
    said_free(&said);
}

static void tells(struct scratch *s, const char *line, int exit, const char *out, const char *note)
{
    struct said said = run_at(s, line);
    if (said.exit != exit || !strstr(said.out, out) || !strstr(said.note, note))
        fail_msg("%s: exit %d\n%s\n%s", line, said.exit, said.out, said.note);
    said_free(&said);
}

/* The first person's first listing says that it goes on into the second. */
static const char OVERLAP[] =
    "UPDATE listing_stated SET to_day = 44600 WHERE id = 1;"
    "INSERT INTO listing_stated (id, identifier, list, from_day, to_day, basis, recorded) VALUES "
    "(4, 1, 12, 44500, NULL, 0, 1);"
    "UPDATE listing_effect SET to_day = 44499 WHERE stated = 1;"
    "INSERT INTO listing_effect VALUES (1, 44500, NULL, 4, 12);";

static int setup(void **state)
{
    struct instance in;
    if (scratch_setup(state) != 0)
        return -1;
    county_open(*state, &in);
    county_script(&in, OVERLAP);
    instance_close(&in);
    return 0;
}

#define ROWS "check,unit,person,table,date,code,value,sought_on,mean\n"

static void rows_of_a_check(void **state)
{
    struct scratch *s = *state;
    says(s, "check --rows listings_overlap --lang en",
         ROWS "listings_overlap,SE0000000000-U1,0000000000RT,listings,2021-01-02,choice_eservice,"
              "2021-11-01,,\n",
         "");
    says(s, "check --rows contacts_after_end --lang en",
         ROWS "contacts_after_end,SE0000000000-X9,0000000000RV,contacts,2023-12-29,visit,"
              "SE0000000000-D1,,\n",
         "");
    says(s, "check --rows contacts_after_end --unit SE0000000000-U1 --lang en", ROWS, "");
    says(s, "check --rows listings_overlap --format json --lang sv",
         "[\n{\"check\":\"listings_overlap\",\"unit\":\"SE0000000000-U1\",\"person\":"
         "\"0000000000RT\",\"table\":\"listings\",\"date\":\"2021-01-02\",\"code\":"
         "\"choice_eservice\",\"value\":\"2021-11-01\",\"sought_on\":"
         "\"\",\"mean\":null}\n]\n",
         "");
}

static void open_home(struct scratch *s, struct instance *out)
{
    struct instance_options options = {.home = scratch_path(s, "home")};
    struct err err = {0};
    assert_true(instance_open(s->arena, &options, out, &err));
}

static void load(struct scratch *s, int number, const char *day, const char *sought)
{
    struct instance in;
    struct err err = {0};
    struct day on, asked = DAY_NONE;
    open_home(s, &in);
    assert_true(day_parse(str_of(day), &on, &err));
    assert_true(!sought || day_parse(str_of(sought), &asked, &err));
    county_load_sought(s, &in, number, on.n, asked);
    instance_close(&in);
}

/* Those that it is about are told with the day that is wrong; a table of others has no such column.
 */
static void when_a_contact_was_asked_for(void **state)
{
    struct scratch *s = *state;
    load(s, 2, "2023-12-11", "2023-12-13");
    tells(s, "check --rows sought_after_contact --lang en", 0,
          "sought_after_contact,SE0000000000-U1,0000000000RT,contacts,2023-12-11,visit,"
          "SE0000000000-D1,2023-12-13,\n",
          "");
    tells(s, "check --rows sought_after_contact --format table --lang en", 0,
          "Person        Date        Asked on    Code   Value\n", "");
    tells(s, "check --rows sought_after_contact --format table --lang sv", 0,
          "0000000000RT  2023-12-11  2023-12-13  besök  SE0000000000-D1\n", "");
    tells(s, "check --rows contacts_at_unknown_unit --format table --lang sv", 0,
          "Person        Datum       Kod    Värde\n", "");
}

/* Counted, and in no list but to who may see them; the staff likewise. */
static void protected_persons(void **state)
{
    struct scratch *s = *state;
    tells(s, "check --by unit --lang en", 0, "contacts_at_unknown_unit,SE0000000000-X9,2,2\n", "");
    struct said shown = run_at(s, "check --rows contacts_at_unknown_unit --lang en");
    assert_non_null(strstr(shown.out, "0000000000RV"));
    assert_null(strstr(shown.out, "0000000000RU"));
    assert_non_null(strstr(shown.note, "the persons have protected identities: 1."));
    said_free(&shown);
    tells(s, "check --rows contacts_at_unknown_unit --protected threat --lang en", 0,
          "0000000000RU", "");
}

static void what_all_find(void **state)
{
    struct scratch *s = *state;
    tells(s, "check --lang en", 0, "check,unit,found,of\n", "");
    tells(s, "check --lang en", 0, "contacts_after_end,,1,\n", "");
    tells(s, "check --lang en", 0, "listings_overlap,,1,4\n", "");
    tells(s, "check --lang en", 0, "two_homes,,0,1\n", "");
    tells(s, "check --lang en --as-of 2021-12-31", 0, "contacts_after_end,,0,\n", "");
    tells(s, "check --lang en --as-of 1900-01-31", 0, "contacts_after_end,,0,\n", "");
    tells(s, "check --lang en --format json", 0,
          "{\"check\":\"contacts_after_end\",\"unit\":\"\",\"found\":\"1\",\"of\":null}", "");
}

static void in_eighty_columns(void **state)
{
    static const char *const lines[] = {
        "check --format table --lang sv",
        "check --format table --lang en",
        "check --format table --lang en --by unit",
        "check --format table --lang sv --rows listings_overlap",
        "check --format table --lang en --rows contacts_at_unknown_unit",
        "check --format table --lang sv --rows two_homes",
        "check --format table --lang sv --measure listed",
        "measure --format table --lang sv --measure listed --by county --as-of 2023-12-31",
        "measure --format table --lang en --measure An04 --by county --as-of 2023-12-31",
        "measure --format table --lang sv --measure hired_weeks --by county"};
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        struct said said = run_at(*state, lines[i]);
        assert_int_equal(said.exit, 0);
        for (struct str rest = str_of(said.out); rest.len > 0;) {
            struct str line = str_cut(&rest, '\n');
            if (utf8_count(line) > 80)
                fail_msg("%s: %.*s", lines[i], STR_FMT(line));
        }
        said_free(&said);
    }
    tells(*state, "check --format table --lang sv", 0, "Kontakter efter död eller flytt utomlands",
          "");
    tells(*state, "check --format table --lang sv", 0, "contacts_after_end: mest på", "");
    tells(*state, "check --format table --lang en", 0, "Nothing was found by: ", "");
    tells(*state, "check --format table --lang en --rows listings_overlap", 0, "What to do: ", "");
    tells(*state, "check --format table --lang en --rows two_homes", 0, "Nothing is found.", "");
}

/* Of no check is anything cut, however long the units' names are: they go on below. */
static void nothing_is_cut(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct err err = {0};
    const char *const *name;
    size_t count;
    unsigned below = 0;
    open_home(s, &in);
    county_script(&in, "UPDATE unit_stated SET name = 'Storsjöstranden och Norra Fjällutsikten "
                       "hälsocentral' || unit;");
    instance_close(&in);
    assert_true(folder_list(s->arena, SOURCE_ROOT "/measures/checks", &name, &count, &err));
    assert_true(count >= 28);
    for (size_t i = 0; i < 2 * count; i++) {
        int id = (int)(strlen(name[i / 2]) - strlen(".yaml"));
        struct said said = run_at(s, str_fmt(s->arena, "check --format table --lang %s --rows %.*s",
                                             i % 2 ? "sv" : "en", id, name[i / 2])
                                         .at);
        if (said.exit != 0 || strstr(said.out, "…"))
            fail_msg("%s: exit %d\n%s", name[i / 2], said.exit, said.out);
        below += strstr(said.out, "\nhälsocentral") != NULL;
        for (struct str rest = str_of(said.out); rest.len > 0;)
            assert_true(utf8_count(str_cut(&rest, '\n')) <= 80);
        said_free(&said);
    }
    assert_true(below > 0);
    tells(s, "check --format table --lang en --by unit", 0, "\nhälsocentral1\n", "");
}

/* Only those that concern a measure, and of figures only its own. */
static void what_concerns_a_measure(void **state)
{
    tells(*state, "check --measure listed --lang en", 0,
          "check,unit,found,of\nlistings_overlap,,1,4\n", "");
    says(*state, "check --measure hired_weeks --lang en", "check,unit,found,of\n", "");
    tells(*state, "check --measure liste --lang en", 3, "", "(listed?) [measure.unknown]");
    tells(*state, "check measures --measure listed --lang en", 2, "", "[check.options]");
    tells(*state, "check --measure listed --rows two_homes --lang en", 2, "", "[check.options]");
}

/* Beneath the table of one measure; nowhere else. */
static void beneath_a_measure(void **state)
{
    struct scratch *s = *state;
    tells(s, "measure --measure listed --by county --format table --lang en", 0,
          "\n\nData quality, what checks of this measure find (1 of 1 find something):\n"
          "  Listings that overlap",
          "");
    tells(s, "measure --measure listed --by county --format table --lang sv --as-of 2023-11-30", 0,
          "\n\"kontinua check --measure listed --as-of 2023-11-30 --today 2024-01-15\"", "");
    tells(s, "measure --measure hired_weeks --by county --format table --lang en", 0,
          "\nData quality: no check concerns this measure.\n", "");
    tells(s, "measure --measure Di01 --by county --format table --lang en --as-of 2021-12-31", 0,
          "Data quality", "");
    static const char *const none[] = {
        "measure --measure listed --by county --format csv --lang en",
        "measure --measure listed --by county --format json --lang en",
        "measure --measure listed --by county --format table --lang en --fresh",
        "measure --measure listed --by person --format table --lang en",
        "measure --measure listed,Di01 --by county --format table --lang en",
        "measure --by county --format table --lang en"};
    for (size_t i = 0; i < ARRAY_LEN(none); i++) {
        struct said said = run_at(s, none[i]);
        if (said.exit != 0 || strstr(said.out, "Data quality"))
            fail_msg("%s: %d %s %s", none[i], said.exit, said.out, said.note);
        said_free(&said);
    }
}

#define OWN "id: own\nname: {sv: Egen, en: Own}\ntext: {sv: a, en: b}\nmend: {sv: a, en: b}\n"

static void write_check(struct scratch *s, const char *name, const char *text)
{
    struct err err = {0};
    assert_true(folder_make(&FILES_POSIX, scratch_path(s, "home/measures/checks"), &err));
    (void)scratch_write(s, str_fmt(s->arena, "home/measures/checks/%s", name).at, str_of(text));
}

/* `check` looks at the newest data, and no other can be asked for. */
static void beneath_an_older_snapshot(void **state)
{
    struct said said =
        run_at(*state, "measure --measure listed --by county --format table --lang en");
    assert_non_null(strstr(said.out, "\"kontinua check"));
    said_free(&said);
    said = run_at(*state, "measure --measure listed --by county --format table --lang en "
                          "--snapshot 000000001");
    assert_int_equal(said.exit, 0);
    assert_non_null(strstr(said.out, "Data quality"));
    assert_null(strstr(said.out, "kontinua check"));
    said_free(&said);
}

/* Nothing fails by what is kept: it is told, and counted again. */
static void kept_checks_that_cannot_be_used(void **state)
{
    struct scratch *s = *state;
    const char *const *name;
    size_t count;
    struct err err = {0};
    struct said right = run_at(s, "check --lang en");
    assert_string_equal(right.note, "");
    const char *results = scratch_path(s, "home/results");
    assert_true(folder_list(s->arena, results, &name, &count, &err));
    assert_int_equal(count, 1);
    const char *folder = str_fmt(s->arena, "home/results/%s", name[0]).at;
    const char *file = str_fmt(s->arena, "%s/checks", folder).at;
    static const char *const lines[] = {
        "check --lang en", "measure --measure Di01 --by county --format table --lang en"};
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        (void)scratch_write(s, file, STR("no such thing"));
        tells(s, lines[i], 0, "", "What was kept could not be used and was counted anew: ");
        struct said again = run_at(s, lines[i]); /* it was written anew */
        assert_string_equal(again.note, "");
        said_free(&again);
    }
    (void)scratch_write(s, file, STR("no such thing"));
    says(s, "check --lang sv", right.out, str_fmt(s->arena, "%s\n", file).at);
    said_free(&right);
    scratch_remove(results); /* a file in place of the folder */
    (void)scratch_write(s, "home/results", STR("in the way"));
    tells(s, "check --lang en", 0, "contacts_after_end,,1,\n",
          "What was counted could not be kept and will be counted again next time. ");
}

/* The figure needs no check: a check that is wrong is told beside it. */
static void a_wrong_check_leaves_the_figure(void **state)
{
    struct scratch *s = *state;
    static const char *const asked[] = {
        "measure --measure listed --by county --format table --lang en",
        "measure --measure listed --by county --format csv --lang en"};
    for (size_t i = 0; i < ARRAY_LEN(asked); i++) {
        struct said right = run_at(s, asked[i]);
        write_check(s, "foo.yaml",
                    "id: foo\nname: {sv: a, en: b}\nmend: {sv: a, en: b}\n"
                    "persons: age > 3\n");
        struct said said = run_at(s, asked[i]);
        assert_int_equal(said.exit, 0);
        const char *below = strstr(right.out, "\n\nData quality");
        size_t figures = below ? (size_t)(below - right.out) + 1 : strlen(right.out);
        assert_int_equal(strlen(said.out), figures);
        assert_memory_equal(said.out, right.out, figures);
        assert_int_equal(strstr(said.note, "that concern listed cannot be shown") != NULL, i == 0);
        assert_int_equal(strstr(said.note, "foo.yaml:1:1") != NULL, i == 0);
        said_free(&said);
        said_free(&right);
        assert_int_equal(remove(scratch_path(s, "home/measures/checks/foo.yaml")), 0);
    }
    write_check(s, "foo.yaml", "id: foo\n");
    tells(s, "measure --measure listed --by county --format table --lang sv", 0, "",
          "siffran gäller ändå");
    tells(s, "check --lang en", 2, "", "foo.yaml:1:1");
}

/* Of every field whose words are a row's code. */
static void every_code_has_words(void **state)
{
    static const struct {
        enum expr_field field;
        enum expr_table table;
    } all[] = {{FIELD_FORM, EXPR_CONTACTS},         {FIELD_PROGRAMME, EXPR_INVITATIONS},
               {FIELD_REFERRED_TO, EXPR_REFERRALS}, {FIELD_BASIS, EXPR_LISTINGS},
               {FIELD_KIND, EXPR_NAMED_CONTACTS},   {FIELD_RESIDENCE_KIND, EXPR_RESIDENCES}};
    struct scratch *s = *state;
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        for (unsigned n = 0; n < 32; n++) {
            if (!(expr_words_all(all[i].field) >> n & 1))
                continue;
            struct explain_line line = {
                .is_row = true, .table = all[i].table, .code = expr_word(all[i].field, n)};
            enum text text;
            if (!text_find(str_fmt(s->arena, "code.%.*s", STR_FMT(line.code)), &text))
                fail_msg("%.*s has no word", STR_FMT(line.code));
            assert_true(str_eq(code_word(s->arena, LANG_SV, &line), text_get(LANG_SV, text)));
        }
    const struct explain_line stated = {
        .is_row = true, .table = EXPR_DIAGNOSES, .code = STR("visit")};
    assert_true(str_eq(code_word(s->arena, LANG_SV, &stated), STR("visit")));
}

/* Titles are whole, the ids that the next question needs are there, columns say what they are. */
static void tables_say_what_to_ask_next(void **state)
{
    struct scratch *s = *state;
    struct said said = run_at(s, "check --by unit --format table --lang en");
    assert_non_null(strstr(said.out, "Contacts after death or emigration (contacts_after_end)\n"
                                     "Unit"));
    assert_non_null(strstr(said.out, "SE0000000000-X9      1"));
    assert_non_null(strstr(said.out, "--rows CHECK --unit ID"));
    assert_null(strstr(said.out, "…"));
    said_free(&said);
    tells(s, "check --by unit --format table --lang sv", 0, "KONTROLL --unit ID", "");
    write_check(s, "own.yaml", OWN "persons: age > 3\n");
    tells(s, "check --rows own --format table --lang en", 0,
          "Unit   Person        Listed since  Listed by\n", "");
    tells(s, "check --rows own --format table --lang sv", 0,
          "Enhet  Person        Listad sedan  Listad genom\n", "");
    tells(s, "check --rows own --lang en", 0, ",listings,2021-", "");
    tells(s, "check --rows contacts_after_end --format table --lang en", 0, "  2023-12-29  visit ",
          "");
    tells(s, "check --format table --lang en", 0, "1 of 4 (25.0%)\n", "");
    tells(s, "check --format table --lang sv", 0, "1 av 4 (25,0 %)\n", "");
}

static void what_is_refused(void **state)
{
    struct scratch *s = *state;
    tells(s, "check --rows listing_overlap --lang en", 3, "",
          "listing_overlap (listings_overlap?) [check.unknown]");
    tells(s, "check --rows nothing_like_it --lang en", 3, "", "[check.unknown]");
    tells(s, "check --unit SE0000000000-U1 --lang en", 2, "", "--unit [check.options]");
    tells(s, "check --protected threat --lang en", 2, "", "--protected [check.options]");
    tells(s, "check --rows two_homes measures --lang en", 2, "", "--rows [check.options]");
    tells(s, "check --rows two_homes --unit SE0000000000-Q --lang en", 3, "", "[unit.unknown]");
    tells(s, "check --as-of 2023-12-30 --lang en", 2, "", "[figures.as_of]");
    struct said none = run_line("check --home /nowhere/at/all --lang en");
    assert_int_equal(none.exit, 3);
    said_free(&none);
}

/* Two visits a month at the first unit, and four in the last; numbers are numbers. */
static void months_that_break(void **state)
{
    struct scratch *s = *state;
    write_check(s, "own.yaml",
                OWN "parameters: {least: 1, percent: 50, history: 6}\n"
                    "series: count(contacts where unit in here within 1 month)\n");
    load(s, 2, "2023-12-11", NULL);
    for (int month = 6; month < 12; month++)
        load(s, 10 + month, str_fmt(s->arena, "2023-%02d-15", month).at, NULL);
    says(s, "check --rows own --lang en", ROWS "own,SE0000000000-U1,,,2023-12-31,,4,,2\n", "");
    tells(s, "check --rows own --format json --lang en", 0, "\"value\":\"4\"", "");
    tells(s, "check --rows own --format json --lang en", 0, "\"mean\":\"2\"", "");
    tells(s, "check --rows own --format table --lang sv", 0,
          "Enhet  Datum       Värde  Medel före\nNorra  2023-12-31      4           2\n", "");
}

#define ROWS_OWN OWN "rows: contacts where staff is known ever\n"

static void checks_of_ones_own(void **state)
{
    struct scratch *s = *state;
    write_check(s, "own.yaml", ROWS_OWN);
    write_check(s, "two_homes.yaml",
                "id: two_homes\nname: {sv: a, en: b}\ntext: {sv: a, en: b}\nmend: {sv: a, en: b}\n"
                "persons: age > 200\n");
    tells(s, "check --lang en", 0, "own,,4,\n", "");
    tells(s, "check --lang en", 0, "two_homes,,0,2\n", "");
    const char *folder = scratch_path(s, "home/measures");
    tells(s, str_fmt(s->arena, "check --lang en %s", folder).at, 0, "checks/own.yaml: right", "");
    tells(s, str_fmt(s->arena, "check --lang en %s/checks/own.yaml", folder).at, 0, ": right", "");
    tells(s, str_fmt(s->arena, "fmt --lang en %s/checks", folder).at, 0, "own.yaml: unchanged", "");
    write_check(s, "own.yaml", ROWS_OWN "figures: whole\n");
    tells(s, "check --lang en", 2, "",
          "/home/measures/checks/own.yaml:6:10: figures [check.kind]\n    6 | figures: whole\n");
    tells(s, str_fmt(s->arena, "check --lang en %s/checks", folder).at, 2, "own.yaml:6:", "");
    write_check(s, "own.yaml", ROWS_OWN);
    for (unsigned i = 0; i < 200; i++) {
        const char *id = str_fmt(s->arena, "own%u", i).at;
        write_check(s, str_fmt(s->arena, "%s.yaml", id).at,
                    str_fmt(s->arena, "id: %s\n%s", id, strchr(ROWS_OWN, '\n') + 1).at);
    }
    tells(s, "check --lang en", 2, "", "[check.many]");
}

/* Two contacts at the unit that the person blocks; of the listed what the check asks about them.
 * Counts have them all the same. */
static void rows_of_blocked_care(void **state)
{
    struct scratch *s = *state;
    const char *const rows = "check --rows own --lang en";
    write_check(s, "own.yaml", ROWS_OWN);
    write_check(s, "seen.yaml",
                "id: seen\nname: {sv: a, en: b}\ntext: {sv: a, en: b}\nmend: {sv: a, en: b}\n"
                "persons: count(contacts ever) > 0\n");
    struct said before = run_at(s, rows), counts = run_at(s, "check --lang en");
    assert_non_null(strstr(before.out, "own,SE0000000000-U1,0000000000RT,"));
    assert_null(strstr(before.note, "blocked"));
    tells(s, "check --rows seen --lang en", 0, "seen,SE0000000000-U2,0000000000RT,listings,", "");
    tells(s, "block key:1 SE0000000000-U1 --format csv", 0, ",blocked,", "");
    const char *const ways[] = {"", "--protected threat", "--unit SE0000000000-U1",
                                "--format table"};
    for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
        struct said said = run_at(s, str_fmt(s->arena, "%s %s", rows, ways[i]).at);
        assert_int_equal(said.exit, 0);
        assert_null(strstr(said.out, "0000000000RT"));
        assert_int_equal(strstr(said.out, "0000000000RV") != NULL, i != 2);
        assert_non_null(
            strstr(i == 3 ? said.out : said.note, "the persons have blocked the information: 2."));
        said_free(&said);
    }
    says(s, "check --rows seen --lang en", ROWS, "have blocked the information: 1.");
    tells(s, "check --rows listings_overlap --lang en", 0, "0000000000RT,listings,", "");
    says(s, "check --lang en", counts.out, "");
    tells(s, "block key:1 SE0000000000-U1 --lift --format csv", 0, ",open,", "");
    says(s, rows, before.out, "");
    said_free(&before);
    said_free(&counts);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, scratch_teardown)
    const struct CMUnitTest tests[] = {
        CASE(rows_of_a_check),
        CASE(when_a_contact_was_asked_for),
        CASE(months_that_break),
        CASE(every_code_has_words),
        CASE(protected_persons),
        CASE(rows_of_blocked_care),
        CASE(what_all_find),
        CASE(in_eighty_columns),
        CASE(tables_say_what_to_ask_next),
        CASE(what_is_refused),
        CASE(checks_of_ones_own),
        CASE(nothing_is_cut),
        CASE(what_concerns_a_measure),
        CASE(beneath_a_measure),
        CASE(beneath_an_older_snapshot),
        CASE(kept_checks_that_cannot_be_used),
        CASE(a_wrong_check_leaves_the_figure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
