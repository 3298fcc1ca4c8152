#include "publish/suppression.h"

#include "publish/dataset.h"

#include "usual_suppression.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 80 };

/* A small county: units with an operator and a municipality, and the sums above them. */
struct county {
    struct arena *arena;
    struct unpublished_cell cell[MOST];
    size_t count;
    struct unit_place place[MOST];
    size_t places;
    enum cell_kind kind;
};

static struct county county_open(enum cell_kind kind)
{
    return (struct county){.arena = arena_open(ARENA_BLOCK), .kind = kind};
}

static void add_to(struct county *c, struct str level, struct str id, int64_t n, int64_t d)
{
    struct unpublished_cell *cell = c->cell;
    for (size_t i = 0; i < c->count; i++, cell++)
        if (str_eq(cell->level, level) && str_eq(cell->id, id))
            break;
    if (cell == c->cell + c->count) {
        assert_true(c->count < MOST);
        c->count++;
        *cell = (struct unpublished_cell){.level = level, .id = id, .period = STR("2023-12")};
    }
    cell->numerator += n;
    cell->denominator = c->kind == CELL_COUNT ? 1 : cell->denominator + d;
    cell->absence = c->kind != CELL_COUNT && cell->denominator == 0 ? ABSENCE_INV : ABSENCE_NONE;
    cell->numerator_text = str_fmt(c->arena, "%lld", (long long)cell->numerator);
    cell->value_text = STR("0.5");
}

/* `of`: operator and municipality, as in "R1". */
static void unit(struct county *c, const char *id, const char *of, int64_t n, int64_t d)
{
    struct str operator_kind = of[0] == 'R' ? STR("region") : STR("external");
    struct str municipality = str_of(of + 1);
    c->place[c->places++] = (struct unit_place){str_of(id), operator_kind, municipality, STR("23")};
    add_to(c, STR("unit"), str_of(id), n, d);
    add_to(c, STR("operator"), operator_kind, n, d);
    add_to(c, STR("municipality"), municipality, n, d);
    add_to(c, STR("county"), STR("23"), n, d);
}

static struct published_table *publish(struct county *c)
{
    struct unpublished_table table = {.measure = STR("named_doctor"),
                                      .kind = c->kind,
                                      .cell = c->cell,
                                      .count = c->count,
                                      .place = c->place,
                                      .places = c->places};
    return suppress(c->arena, &USUAL_SUPPRESSION, &table);
}

static const char *seen(const struct published_table *t, const char *level, const char *id)
{
    const struct published_cell *cell =
        published_find(t, str_of(level), str_of(id), STR("2023-12"));
    assert_non_null(cell);
    struct published_figure figure;
    bool has = published_figure(cell, &figure);
    assert_int_equal(has, published_absence(cell) == ABSENCE_NONE);
    return has ? "shown" : absence_word(published_absence(cell)).at;
}

static void thresholds_of_a_ratio(void **state)
{
    (void)state;
    static const struct {
        int64_t n, d;
        const char *seen;
    } cases[] = {{5, 15, "shown"},  {5, 14, "MSK"},     {4, 100, "MSK"},   {0, 100, "MSK"},
                 {96, 100, "MSK"},  {95, 100, "shown"}, {100, 100, "MSK"}, {0, 0, "INV"},
                 {10, 15, "shown"}, {11, 15, "MSK"}};
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct county c = county_open(CELL_RATIO);
        add_to(&c, STR("unit"), STR("u"), cases[i].n, cases[i].d);
        assert_string_equal(seen(publish(&c), "unit", "u"), cases[i].seen);
        arena_close(c.arena);
    }
}

static void thresholds_of_a_count_and_of_a_mean(void **state)
{
    (void)state;
    struct county c = county_open(CELL_COUNT);
    add_to(&c, STR("unit"), STR("four"), 4, 0);
    add_to(&c, STR("unit"), STR("five"), 5, 0);
    add_to(&c, STR("unit"), STR("none"), 0, 0);
    add_to(&c, STR("unit"), STR("fewer"), -4, 0);
    add_to(&c, STR("unit"), STR("far fewer"), -5, 0);
    struct published_table *t = publish(&c);
    assert_string_equal(seen(t, "unit", "four"), "MSK");
    assert_string_equal(seen(t, "unit", "five"), "shown");
    assert_string_equal(seen(t, "unit", "none"), "MSK");
    assert_string_equal(seen(t, "unit", "fewer"), "MSK");
    assert_string_equal(seen(t, "unit", "far fewer"), "shown");
    arena_close(c.arena);
    c = county_open(CELL_MEAN);
    add_to(&c, STR("unit"), STR("few"), 0, 14);
    add_to(&c, STR("unit"), STR("enough"), 0, 15);
    t = publish(&c);
    assert_string_equal(seen(t, "unit", "few"), "MSK");
    assert_string_equal(seen(t, "unit", "enough"), "shown");
    arena_close(c.arena);
}

static void a_small_area_asks_for_more(void **state)
{
    (void)state;
    struct county c = county_open(CELL_RATIO);
    add_to(&c, STR("doctor"), STR("d9"), 9, 100);
    add_to(&c, STR("doctor"), STR("d10"), 10, 100);
    add_to(&c, STR("doctor"), STR("d91"), 91, 100);
    struct published_table *t = publish(&c);
    assert_string_equal(seen(t, "doctor", "d9"), "MSK");
    assert_string_equal(seen(t, "doctor", "d10"), "shown");
    assert_string_equal(seen(t, "doctor", "d91"), "MSK");
    arena_close(c.arena);
}

static void the_next_smallest_unit_is_masked_with_a_lone_one(void **state)
{
    (void)state;
    struct county c = county_open(CELL_RATIO);
    unit(&c, "a", "R1", 4, 100);
    unit(&c, "b", "R1", 50, 90);
    unit(&c, "c", "R1", 50, 80);
    unit(&c, "d", "R1", 50, 200);
    struct published_table *t = publish(&c);
    assert_string_equal(seen(t, "unit", "a"), "MSK");
    assert_string_equal(seen(t, "unit", "b"), "shown");
    assert_string_equal(seen(t, "unit", "c"), "MSK");
    assert_string_equal(seen(t, "unit", "d"), "shown");
    assert_string_equal(seen(t, "county", "23"), "shown");
    arena_close(c.arena);
}

static void a_municipality_of_one_unit_is_masked_with_it(void **state)
{
    (void)state;
    struct county c = county_open(CELL_RATIO);
    unit(&c, "a", "R1", 4, 100);
    unit(&c, "b", "R2", 50, 90);
    unit(&c, "c", "R2", 50, 80);
    struct published_table *t = publish(&c);
    assert_string_equal(seen(t, "municipality", "1"), "MSK"); /* too small itself */
    assert_string_equal(seen(t, "unit", "c"), "MSK");
    assert_string_equal(seen(t, "unit", "b"), "MSK"); /* c would follow from municipality 2 */
    arena_close(c.arena);
}

/* That two hidden cells are 0 together tells both; that all but 2 have a doctor nearly so. */
static void small_cells_together_are_not_small(void **state)
{
    (void)state;
    static const struct {
        int64_t a, b;
        const char *seen; /* of the next */
    } cases[] = {{0, 0, "MSK"}, {1, 3, "MSK"}, {2, 3, "shown"}, {100, 98, "MSK"}, {4, 4, "shown"}};
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct county c = county_open(CELL_RATIO);
        unit(&c, "a", "R1", cases[i].a, 100);
        unit(&c, "b", "R1", cases[i].b, 100);
        unit(&c, "c", "R1", 50, 110);
        unit(&c, "d", "R1", 50, 120);
        struct published_table *t = publish(&c);
        assert_string_equal(seen(t, "unit", "a"), "MSK");
        assert_string_equal(seen(t, "unit", "b"), "MSK");
        assert_string_equal(seen(t, "unit", "c"), cases[i].seen);
        assert_string_equal(seen(t, "unit", "d"), "shown");
        assert_string_equal(seen(t, "county", "23"), "shown");
        arena_close(c.arena);
    }
}

static void where_no_unit_is_left_the_sum_is_masked(void **state)
{
    (void)state;
    struct county c = county_open(CELL_RATIO);
    unit(&c, "a", "R1", 0, 100);
    unit(&c, "b", "R1", 4, 100);
    unit(&c, "c", "E2", 50, 110);
    unit(&c, "d", "E2", 50, 120);
    struct published_table *t = publish(&c);
    assert_string_equal(seen(t, "municipality", "1"), "MSK");
    assert_string_equal(seen(t, "operator", "region"), "MSK");
    assert_string_equal(seen(t, "unit", "c"), "MSK"); /* or the county less these would tell it */
    arena_close(c.arena);
}

/* A small sum of large changes tells nothing of either. */
static void changes_count_by_their_size(void **state)
{
    (void)state;
    struct county c = county_open(CELL_COUNT);
    unit(&c, "a", "R1", -4, 0);
    unit(&c, "b", "R1", 6, 0);
    unit(&c, "c", "R1", 300, 0);
    unit(&c, "d", "R1", 400, 0);
    struct published_table *t = publish(&c);
    assert_string_equal(seen(t, "unit", "a"), "MSK");
    assert_string_equal(seen(t, "unit", "b"), "MSK");
    assert_string_equal(seen(t, "unit", "c"), "shown");
    arena_close(c.arena);
}

/* Neither sum has one masked cell, but the difference of two of them tells one: both units of
 * municipality 1 and one of municipality 2 are too small, so 2 is the county less 1. */
static void a_difference_of_sums_tells_nothing_either(void **state)
{
    (void)state;
    struct county c = county_open(CELL_RATIO);
    unit(&c, "a", "R1", 4, 100);
    unit(&c, "b", "R1", 3, 100);
    unit(&c, "c", "R2", 2, 100);
    unit(&c, "d", "R2", 60, 500);
    unit(&c, "e", "R2", 70, 600);
    struct published_table *t = publish(&c);
    assert_string_equal(seen(t, "unit", "c"), "MSK");
    assert_string_equal(seen(t, "unit", "d"), "MSK");
    assert_string_equal(seen(t, "unit", "e"), "shown");
    assert_string_equal(seen(t, "municipality", "1"), "shown");
    arena_close(c.arena);
}

static void reasons_stand_apart(void **state)
{
    (void)state;
    struct county c = county_open(CELL_RATIO);
    unit(&c, "a", "R1", 0, 0);
    unit(&c, "b", "R1", 50, 100);
    unit(&c, "c", "R1", 50, 100);
    add_to(&c, STR("unit"), STR("later"), 50, 100);
    c.cell[c.count - 1].absence = ABSENCE_UNK;
    add_to(&c, STR("unit"), STR("other"), 50, 100);
    c.cell[c.count - 1].absence = ABSENCE_NI;
    struct published_table *t = publish(&c);
    assert_string_equal(seen(t, "unit", "a"), "INV");
    assert_string_equal(seen(t, "unit", "b"), "shown");
    assert_string_equal(seen(t, "unit", "later"), "UNK");
    assert_string_equal(seen(t, "unit", "other"), "NI");
    assert_null(published_find(t, STR("unit"), STR("nobody"), STR("2023-12")));
    assert_null(published_find(t, STR("unit"), STR("a"), STR("2023-11")));
    arena_close(c.arena);
}

static void periods_are_looked_at_apart(void **state)
{
    (void)state;
    struct county c = county_open(CELL_RATIO);
    unit(&c, "a", "R1", 4, 100);
    unit(&c, "b", "R1", 50, 90);
    size_t of_one = c.count;
    for (size_t i = 0; i < of_one; i++) {
        c.cell[c.count] = c.cell[i];
        c.cell[c.count].period = STR("2023-11");
        c.cell[c.count++].numerator = 50;
    }
    struct published_table *t = publish(&c);
    assert_string_equal(seen(t, "unit", "b"), "MSK");
    assert_int_equal(published_count(t), 2 * of_one);
    const struct published_cell *other = published_find(t, STR("unit"), STR("a"), STR("2023-11"));
    assert_int_equal(published_absence(other), ABSENCE_NONE);
    arena_close(c.arena);
}

static void figures_of_others_pass_as_they_are(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct unpublished_cell gotland = {.level = STR("county"),
                                       .id = STR("09"),
                                       .period = STR("2021-W48"),
                                       .numerator = 627,
                                       .denominator = 627,
                                       .value = 1,
                                       .numerator_text = STR("627"),
                                       .value_text = STR("1")};
    struct unpublished_table table = {.measure = STR("m"), .cell = &gotland, .count = 1};
    struct published_table *t = suppress(a, &SUPPRESSION_PUBLISHED_BY_OTHERS, &table);
    struct published_figure figure;
    assert_true(published_figure(published_at(t, 0), &figure));
    assert_int_equal(figure.numerator, 627);
    t = suppress(a, &USUAL_SUPPRESSION, &table);
    assert_false(published_figure(published_at(t, 0), &figure));
    arena_close(a);
}

static void files_hold_what_is_published(void **state)
{
    (void)state;
    struct county c = county_open(CELL_RATIO);
    add_to(&c, STR("unit"), STR("SE0000000000-1"), 50, 100);
    add_to(&c, STR("unit"), STR("SE0000000000-2"), 3, 99);
    add_to(&c, STR("unit"), STR("SE0000000000-3"), 0, 0);
    add_to(&c, STR("unit"), STR("a \"b\", c"), 7, 77);
    c.cell[3].absence = ABSENCE_UNK;
    struct published_table *t = publish(&c);
    struct sb csv = sb_open(c.arena, 256), json = sb_open(c.arena, 256);
    dataset_csv(&csv, t);
    assert_true(
        str_eq(sb_str(&csv), STR("measure,level,id,period,numerator,denominator,value,missing\n"
                                 "named_doctor,unit,SE0000000000-1,2023-12,50,100,0.5,\n"
                                 "named_doctor,unit,SE0000000000-2,2023-12,,,,MSK\n"
                                 "named_doctor,unit,SE0000000000-3,2023-12,0,0,,INV\n"
                                 "named_doctor,unit,\"a \"\"b\"\", c\",2023-12,,,,UNK\n")));
    dataset_json(&json, t);
    sb_char(&json, 0);
    assert_non_null(strstr(json.at, "\"numerator\":\"50\",\"denominator\":\"100\""));
    assert_null(strstr(json.at, "99"));
    assert_null(strstr(json.at, "77"));
    arena_close(c.arena);
}

static void the_region_decides(void **state)
{
    (void)state;
    const struct rules rules = {.suppression = {20, 6, 7, 11, 1}};
    struct suppression_rules is = suppression_of(&rules);
    assert_int_equal(is.denominator, 20);
    assert_int_equal(is.numerator, 6);
    assert_int_equal(is.complement, 7);
    assert_int_equal(is.small_area, 11);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(thresholds_of_a_ratio),
        cmocka_unit_test(thresholds_of_a_count_and_of_a_mean),
        cmocka_unit_test(a_small_area_asks_for_more),
        cmocka_unit_test(the_next_smallest_unit_is_masked_with_a_lone_one),
        cmocka_unit_test(a_municipality_of_one_unit_is_masked_with_it),
        cmocka_unit_test(a_difference_of_sums_tells_nothing_either),
        cmocka_unit_test(small_cells_together_are_not_small),
        cmocka_unit_test(where_no_unit_is_left_the_sum_is_masked),
        cmocka_unit_test(changes_count_by_their_size),
        cmocka_unit_test(reasons_stand_apart),
        cmocka_unit_test(periods_are_looked_at_apart),
        cmocka_unit_test(figures_of_others_pass_as_they_are),
        cmocka_unit_test(files_hold_what_is_published),
        cmocka_unit_test(the_region_decides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
