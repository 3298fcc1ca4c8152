/* Tables of units in a snapshot: no digit is lost, rows stand by unit and period whatever order
 * they came in, and numbers that make no sense are not opened. */
#include "engine/snapshot.h"
#include "forge.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void numbers_whole_and_in_billionths(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t whole;
        uint32_t nano;
    } good[] = {{"0", 0, 0},
                {"-0", 0, 0},
                {"12", 12, 0},
                {"3.25", 3, 250000000},
                {"-3.25", -4, 750000000},
                {"-3.0", -3, 0},
                {"0.000000001", 0, 1},
                {"-0.000000001", -1, 999999999},
                {"999999999999.999999999", 999999999999, 999999999}};
    static const char *const bad[] = {
        "",    "-",  ".5", "5.",    "1,5",           "1e3",         "+1",
        "--1", " 1", "1 ", "1.2.3", "1234567890123", "1.1234567890"};
    struct snapshot_number n = {7, 7};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        if (snapshot_number_parse(str_of(bad[i]), &n))
            fail_msg("%s", bad[i]);
    assert_int_equal(n.whole, 7);
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        assert_true(snapshot_number_parse(str_of(good[i].text), &n));
        assert_int_equal(n.whole, good[i].whole);
        assert_int_equal(n.nano, good[i].nano);
    }
}

static struct world some_world(bool backwards)
{
    struct world w = world_begin();
    uint32_t b = world_unit(&w, "B", "2321", OPERATOR_EXTERNAL);
    uint32_t a = world_unit(&w, "A", "", OPERATOR_REGION);
    struct contact_row visit = world_visit("2023-03-01", "ELSEWHERE", "");
    world_contact(&w, world_person(&w, ""), &visit);
    for (unsigned i = 0; i < 4; i++)
        switch (backwards ? 3 - i : i) {
        case 0:
            world_row(&w, TABLE_SURVEY, b, "2023,overall,81.5,40");
            world_row(&w, TABLE_CNI, SNAPSHOT_NATION, "2023,10,1,2,3,4,5,6,7");
            break;
        case 1:
            world_row(&w, TABLE_SURVEY, a, "2022,trust,-0.5,0");
            world_row(&w, TABLE_CNI, b, "2023,20,1,2,3,4,5,6,7");
            break;
        case 2:
            world_row(&w, TABLE_SURVEY, a, "2023,overall,79,12");
            world_row(&w, TABLE_ECONOMY, b, "2023,drugs,-1200.75,,yes");
            break;
        default:
            world_row(&w, TABLE_SURVEY, a, "2022,access,1,2");
            world_row(&w, TABLE_STAFFING, a, "2023-02,at,0.5,");
            break;
        }
    world_end(&w, 1);
    return w;
}

static void rows_by_unit_and_period(void **state)
{
    (void)state;
    struct world w = some_world(false), again = some_world(true);
    const struct snapshot_tables *t = &w.snapshot.tables;
    assert_true(w.snapshot.file.checksum == again.snapshot.file.checksum);
    assert_int_equal(t->words, 3);
    assert_true(str_eq(t->word[0], STR("access")) && str_eq(t->word[2], STR("trust")));
    const struct snapshot_table *survey = snapshot_table(t, TABLE_SURVEY);
    static const int32_t years[] = {2022, 2022, 2023, 2023};
    static const uint32_t words[] = {0, 2, 1, 1};
    static const int64_t whole[] = {1, -1, 79, 81};
    assert_int_equal(survey->rows, 4);
    assert_int_equal(survey->first[1], 3); /* A, then B, then the nation */
    assert_int_equal(survey->first[2], 4);
    assert_int_equal(survey->first[3], 4);
    for (unsigned i = 0; i < 4; i++) {
        assert_int_equal(survey->period[i], years[i]);
        assert_int_equal(survey->column[2].word[i], words[i]);
        assert_int_equal(survey->column[3].whole[i], whole[i]);
    }
    assert_int_equal(survey->column[3].nano[3], 500000000);
    assert_null(survey->column[4].nano); /* responses are counted */
    const struct snapshot_table *cni = snapshot_table(t, TABLE_CNI);
    assert_int_equal(cni->first[2], 1);
    assert_int_equal(cni->first[3], 2);
    assert_int_equal(cni->column[9].whole[1], 7);
    const struct snapshot_table *economy = snapshot_table(t, TABLE_ECONOMY);
    assert_int_equal(economy->column[2].word[0], ACCOUNT_DRUGS);
    assert_int_equal(economy->column[3].whole[0], -1201);
    assert_true(economy->column[4].whole[0] == SNAPSHOT_UNKNOWN);
    const struct snapshot_table *staffing = snapshot_table(t, TABLE_STAFFING);
    assert_int_equal(staffing->period[0], month_from(2023, 2).n);
    assert_true(staffing->column[4].whole[0] == SNAPSHOT_UNKNOWN);
    world_close(&again);
    world_close(&w);
}

static uint32_t section_of(const struct snapshot *s, const char *name, uint32_t part)
{
    uint32_t i = 0;
    while (i < s->file.sections &&
           (strcmp(s->file.section[i].name, name) != 0 || s->file.section[i].part != part))
        i++;
    assert_true(i < s->file.sections);
    return i;
}

static void nonsense_is_not_opened(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        uint32_t part;
        enum forge_op op;
        uint64_t at, value;
    } damage[] = {
        {"table_word_end", 0, FORGE_SET, 0, 99},
        {"table_word_end", 0, FORGE_SET, 1, 2},
        {"table_word_end", 0, FORGE_SIZE, 0, 2},
        {"survey_unit", 0, FORGE_SET, 3, 2}, /* of the units, but not of units.csv */
        {"survey_unit", 0, FORGE_SET, 0, 1},
        {"survey_period", 0, FORGE_SET, 0, 2024},
        {"survey_period", 0, FORGE_SIZE, 0, 3},
        {"survey_dimension", 0, FORGE_SET, 0, 3},
        {"survey_dimension", 0, FORGE_SIZE, 0, 3},
        {"survey_score", 0, FORGE_SET, 0, 1000000000000},
        {"survey_score", 0, FORGE_SET, 0, (uint64_t)INT64_MIN}, /* must be known */
        {"survey_score", 1, FORGE_SET, 0, SNAPSHOT_BILLION},
        {"survey_score", 1, FORGE_DROP, 0, 0},
        {"survey_responses", 0, FORGE_SET, 0, (uint64_t)-1},
        {"economy_account", 0, FORGE_SET, 0, ACCOUNT_OTHER + 1},
        {"economy_budget_tkr", 0, FORGE_TYPE, 0, COL_U64},
        {"calls_unit", 0, FORGE_DROP, 0, 0},
    };
    struct world w = some_world(false);
    char path[80];
    (void)snprintf(path, sizeof path, "%s/forged", w.folder);
    for (size_t i = 0; i < ARRAY_LEN(damage); i++) {
        struct forge change = {section_of(&w.snapshot, damage[i].name, damage[i].part),
                               damage[i].op, damage[i].at, damage[i].value};
        struct snapshot s;
        struct err err = {0};
        assert_true(forge_copy(w.path, path, &SNAPSHOT_KIND, &change, 1));
        if (snapshot_open(w.arena, path, &s, &err))
            fail_msg("%s %u: %d", damage[i].name, (unsigned)i, (int)damage[i].op);
        if (damage[i].op != FORGE_TYPE && damage[i].op != FORGE_DROP)
            assert_string_equal(err.code, "snapshot.damaged");
    }
    (void)remove(path);
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_whole_and_in_billionths),
        cmocka_unit_test(rows_by_unit_and_period),
        cmocka_unit_test(nonsense_is_not_opened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
