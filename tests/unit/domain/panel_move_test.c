/* Moving a panel by example: tests/spec/law/panel_moves.csv, panel_undo.csv. */
#include "contact_spec.h"
#include "domain/household.h"
#include "domain/panel_move.h"

#include "../core/arena_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { MOST = 8 };

/* One plan of the table, and what it stands on. */
struct told {
    struct move_person person[MOST];
    struct contact_now now[MOST];
    struct move_target to[MOST];
    struct position_row position[MOST];
    struct str home[MOST];
    struct move_plan plan;
};

static const char *next(struct str *rest, char separator)
{
    return str_cstr(arena, str_trim(str_cut(rest, separator)));
}

/* `3 child of 1`, `1 ward of 2 3`, `4 home S` */
static void tell_person(struct told *t, struct str said)
{
    size_t i = t->plan.persons++;
    struct move_person *p = &t->person[i];
    const char *all = str_cstr(arena, said);
    p->who = (struct assign_person){.person = spec_number(next(&said, ' ')),
                                    .birth_date = spec_born(spec_has(all, "grown") ? 30 : 40),
                                    .end = DAY_NONE,
                                    .unit = spec_id("A"),
                                    .contact = &t->now[i],
                                    .contacts = 1};
    t->now[i] = (struct contact_now){
        100 + p->who.person, KIND_DOCTOR, spec_id("D0"), spec_id("A"), {44500}};
    if ((spec_has(all, "child of") && !spec_has(all, "grown")) || spec_has(all, "ward of"))
        p->who.birth_date = spec_born(8);
    const char *child = strstr(all, "child of "), *ward = strstr(all, "ward of ");
    if (child)
        p->mother = spec_number(child + 9);
    if (ward) {
        p->guardian1 = spec_number(ward + 8);
        p->guardian2 = spec_number(strrchr(all, ' '));
    }
    if (spec_has(all, "home"))
        p->home = str_of(strrchr(all, ' ') + 1);
}

/* `D1 0/4/2 home S`: persons now, target, cap */
static void tell_doctor(struct told *t, struct str said)
{
    size_t i = t->plan.targets++;
    const char *all = str_cstr(arena, said), *name = next(&said, ' ');
    struct str panel = str_cut(&said, ' ');
    t->position[i] = spec_position(name, "A");
    t->to[i].staff = (struct assign_staff){.doctor = spec_doctor(name, &t->position[i])};
    t->to[i].staff.panel_count = spec_number(next(&panel, '/'));
    t->position[i].panel_target = spec_number(next(&panel, '/'));
    t->position[i].panel_cap = panel.len > 0 ? spec_number(next(&panel, '/')) : -1;
    if (spec_has(all, "home")) {
        t->home[i] = str_of(strrchr(all, ' ') + 1);
        t->to[i].home = &t->home[i];
        t->to[i].homes = 1;
    }
}

static void tell(struct told *t, const struct spec_table *table, size_t row)
{
    static const char *const way[] = {"one", "split", "saebo", "family", "coming"};
    struct str panel = spec_text(table, row, "panel"), to = spec_text(table, row, "doctors");
    memset(t, 0, sizeof *t);
    t->plan = (struct move_plan){.from = spec_id("D0"),
                                 .unit = spec_id("A"),
                                 .on = TODAY,
                                 .by = PARTY_UNIT_HEAD,
                                 .to = t->to,
                                 .rest_to_coming = spec_is(spec_cstr(table, row, "rest"), "coming"),
                                 .person = t->person};
    for (unsigned i = 0; i < ARRAY_LEN(way); i++)
        if (spec_is(spec_cstr(table, row, "way"), way[i]))
            t->plan.way = (enum move_way)i;
    while (panel.len > 0)
        tell_person(t, str_trim(str_cut(&panel, ';')));
    while (to.len > 0)
        tell_doctor(t, str_trim(str_cut(&to, ';')));
}

/* Where the table puts a person: `3 D1` or `3 coming`. */
static const char *place_in(struct str places, int64_t person)
{
    while (places.len > 0) {
        struct str one = str_trim(str_cut(&places, ';'));
        if (spec_number(next(&one, ' ')) == person)
            return str_cstr(arena, one);
    }
    return "";
}

static const char *place_of(const struct told *t, const struct move_place *place)
{
    if (place->to == MOVE_COMING)
        return "coming";
    if (place->to == MOVE_NOBODY)
        return assign_code(place->verdict);
    return t->to[place->to].staff.doctor.staff.staff.text + 4;
}

static void sums_are_right(const struct told *t, const struct move_preview *p)
{
    int64_t grown = 0;
    size_t refused = 0;
    for (size_t i = 0; i < t->plan.targets; i++)
        grown += p->after[i].count - p->before[i].count;
    for (size_t i = 0; i < ASSIGN_VERDICTS; i++)
        refused += p->of[i];
    assert_int_equal(grown, p->placed);
    assert_int_equal(refused, p->refused);
    assert_int_equal(p->placed + p->coming + p->refused, t->plan.persons);
}

static void moves(void **state)
{
    (void)state;
    const struct spec_table *table = spec_open(arena, "tests/spec/law/panel_moves.csv");
    struct rules rules = spec_rules();
    for (size_t row = 0; row < spec_rows(table); row++) {
        struct told t;
        tell(&t, table, row);
        struct move_preview p = move_plan(arena, &rules, &t.plan);
        const char *name = spec_cstr(table, row, "case"), *code = move_code(p.verdict);
        if (!spec_is(code ? code : "may", spec_cstr(table, row, "answer")))
            fail_msg("%s: %s", name, code);
        assert_int_equal(p.divided, spec_has(name, "is divided") ? 1 : 0);
        if (spec_text(table, row, "places").len == 0)
            continue;
        for (size_t i = 0; i < t.plan.persons; i++) {
            const char *is = place_of(&t, &p.place[i]);
            const char *should = place_in(spec_text(table, row, "places"), t.person[i].who.person);
            if (!spec_is(is, should))
                fail_msg("%s: %d is %s and not %s", name, (int)t.person[i].who.person, is, should);
            assert_int_equal(p.place[i].ends.row,
                             p.place[i].to == MOVE_NOBODY ? 0 : 100 + t.person[i].who.person);
        }
        sums_are_right(&t, &p);
    }
}

static void rights_and_overrides(void **state)
{
    (void)state;
    const struct spec_table *table = spec_open(arena, "tests/spec/law/panel_moves.csv");
    struct rules rules = spec_rules();
    struct told t;
    tell(&t, table, 2); /* one is refused by the cap */
    t.plan.override = STR("the others are ill");
    struct move_preview p = move_plan(arena, &rules, &t.plan);
    assert_int_equal(p.verdict, MOVE_MAY);
    unsigned overridden = 0;
    for (size_t i = 0; i < t.plan.persons; i++)
        overridden += p.place[i].overridden;
    assert_int_equal(overridden, 1);
    t.plan.by = PARTY_ADMINISTRATOR;
    assert_string_equal(move_code(move_plan(arena, &rules, &t.plan).verdict), "panel_move.right");
    t.plan.override = STR("");
    t.plan.rest_to_coming = true;
    rules.named_doctor.coming_doctor = false;
    assert_string_equal(move_code(move_plan(arena, &rules, &t.plan).verdict),
                        "panel_move.no_coming");
}

static void a_doctor_who_came_takes_over(void **state)
{
    (void)state;
    const struct spec_table *table = spec_open(arena, "tests/spec/law/panel_moves.csv");
    struct rules rules = spec_rules();
    struct told t;
    tell(&t, table, 0); /* to one */
    t.plan.from = spec_id("");
    for (size_t i = 0; i < t.plan.persons; i++)
        t.now[i].staff = spec_id("");
    rules.named_doctor.coming_doctor = false; /* of what was begun before */
    assert_int_equal(move_plan(arena, &rules, &t.plan).verdict, MOVE_MAY);
    t.plan.rest_to_coming = true;
    assert_int_equal(move_plan(arena, &rules, &t.plan).verdict, MOVE_SELF);
}

static void a_doctor_may_have_several_homes(void **state)
{
    (void)state;
    static const struct str home[] = {STR_INIT("N"), STR_INIT("S"), STR_INIT("W")};
    const struct spec_table *table = spec_open(arena, "tests/spec/law/panel_moves.csv");
    struct rules rules = spec_rules();
    for (size_t row = 0; row < spec_rows(table); row++) {
        struct told t;
        tell(&t, table, row);
        if (!spec_is(spec_cstr(table, row, "case"), "one home to two"))
            continue;
        t.to[0].home = home; /* N and S */
        t.to[0].homes = 2;
        t.to[1].home = home + 1; /* S and W */
        t.to[1].homes = 2;
        assert_int_equal(move_plan(arena, &rules, &t.plan).verdict, MOVE_TWICE);
        t.to[0].homes = 1;
        struct move_preview p = move_plan(arena, &rules, &t.plan);
        assert_int_equal(p.verdict, MOVE_MAY);
        assert_int_equal(p.place[0].to, 1); /* who lives in S */
        t.person[0].home = STR("W");
        assert_int_equal(move_plan(arena, &rules, &t.plan).place[0].to, 1);
        return;
    }
    fail_msg("the row is not there");
}

static void households_by_either_guardian(void **state)
{
    (void)state;
    /* 6 and 3 have a guardian in common who is not asked about; 4 is 5's mother, but not its
     * guardian; 1 is grown. */
    static const struct kin kin[] = {{6, 0, 9, 0, true}, {4, 0, 0, 0, false}, {5, 4, 0, 8, true},
                                     {3, 0, 7, 9, true}, {1, 4, 4, 0, false}, {2, 4, 0, 0, true}};
    static const size_t is[] = {3, 5, 2, 3, 4, 5};
    size_t group[ARRAY_LEN(kin)];
    households(arena, kin, ARRAY_LEN(kin), group);
    for (size_t i = 0; i < ARRAY_LEN(kin); i++)
        assert_int_equal(group[i], is[i]);
    households(arena, kin, 0, group);
}

static void nobody_is_moved_of_an_empty_panel(void **state)
{
    (void)state;
    const struct spec_table *table = spec_open(arena, "tests/spec/law/panel_moves.csv");
    struct rules rules = spec_rules();
    struct told t;
    tell(&t, table, 8);
    t.plan.persons = 0;
    struct move_preview p = move_plan(arena, &rules, &t.plan);
    assert_int_equal(p.verdict, MOVE_MAY);
    assert_int_equal(p.placed + p.coming + p.refused, 0);
}

static void undoing(void **state)
{
    (void)state;
    const struct spec_table *table = spec_open(arena, "tests/spec/law/panel_undo.csv");
    struct rules rules = spec_rules();
    for (size_t row = 0; row < spec_rows(table); row++) {
        struct move_row rows[] = {{5, 1, 2, false}, {2, 3, 4, false}, {9, 5, 6, false}};
        const char *touched = spec_cstr(table, row, "touched");
        rows[0].is_touched = rows[1].is_touched = rows[2].is_touched = touched[0] != '\0';
        struct day on = {TODAY.n + (int32_t)spec_i64(table, row, "days_ahead")};
        rules.panel.undo_days = (unsigned)spec_i64(table, row, "undo_days");
        struct move_done done = {TODAY, on, spec_is(spec_cstr(table, row, "undone"), "yes"), rows,
                                 3};
        struct day today = {TODAY.n + (int32_t)spec_i64(table, row, "days_after")};
        struct undo_decision d =
            move_undo(&rules, &done, spec_party(spec_cstr(table, row, "by")), today);
        const char *code = undo_code(d.verdict);
        if (!spec_is(code ? code : "may", spec_cstr(table, row, "answer")))
            fail_msg("%s: %s", spec_cstr(table, row, "case"), code);
        assert_int_equal(d.touched, touched[0] ? 3 : 0);
        assert_int_equal(d.touched_first, touched[0] ? 2 : 0);
        assert_int_equal(d.last.n, on.n + (int32_t)spec_i64(table, row, "undo_days"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moves),
        cmocka_unit_test(rights_and_overrides),
        cmocka_unit_test(a_doctor_who_came_takes_over),
        cmocka_unit_test(a_doctor_may_have_several_homes),
        cmocka_unit_test(households_by_either_guardian),
        cmocka_unit_test(nobody_is_moved_of_an_empty_panel),
        cmocka_unit_test(undoing),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
