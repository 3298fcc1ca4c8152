/* Many assigned at once, and facts of more than one row: domain/assign.h, domain/doctor.h. */
#include "contact_spec.h"
#include "domain/assign.h"

#include "../core/arena_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { MANY = 7 };

/* Persons 4, 2, 5, 2, 1, 5 and 2, listed at A; D1 has room for two more within the cap of 4. */
struct some {
    struct rules rules;
    struct position_row position;
    struct assign_staff staff;
    struct contact_now now;
    struct assign_person person[MANY];
    struct assign_decision out[MANY];
    struct assign_ask ask;
};

static void make(struct some *s)
{
    static const int64_t key[MANY] = {4, 2, 5, 2, 1, 5, 2};
    *s = (struct some){.rules = spec_rules(), .position = spec_position("D1", "A")};
    s->position.panel_cap = 4;
    s->position.panel_target = 3;
    s->staff = (struct assign_staff){.doctor = spec_doctor("D1", &s->position), .panel_count = 2};
    s->now = (struct contact_now){7, KIND_DOCTOR, spec_id("D2"), spec_id("A"), {44500}};
    for (size_t i = 0; i < MANY; i++)
        s->person[i] = (struct assign_person){.person = key[i],
                                              .birth_date = spec_born(40),
                                              .end = DAY_NONE,
                                              .unit = spec_id("A"),
                                              .contact = &s->now,
                                              .contacts = key[i] == 2 ? 1 : 0};
    s->ask = (struct assign_ask){
        .kind = KIND_DOCTOR, .unit = spec_id("A"), .on = TODAY, .by = PARTY_UNIT_HEAD};
}

static struct assign_preview preview(struct some *s)
{
    struct assign_many many = {s->person, MANY, NULL, s->out};
    return assign_bulk(arena, &s->rules, &s->staff, &many, &s->ask);
}

static void a_full_panel_refuses_the_last_by_key(void **state)
{
    (void)state;
    static const enum assign_verdict is[MANY] = {ASSIGN_FULL,    ASSIGN_MAY, ASSIGN_FULL,
                                                 ASSIGN_ALREADY, ASSIGN_MAY, ASSIGN_FULL,
                                                 ASSIGN_ALREADY};
    struct some s;
    make(&s);
    struct assign_preview p = preview(&s);
    for (size_t i = 0; i < MANY; i++)
        assert_int_equal(s.out[i].verdict, is[i]);
    assert_int_equal(p.asked, MANY);
    assert_int_equal(p.of[ASSIGN_MAY], 2);
    assert_int_equal(p.of[ASSIGN_ALREADY], 2);
    assert_int_equal(p.of[ASSIGN_FULL], 3);
    assert_int_equal(p.replaced, 1);
    assert_int_equal(p.overridden, 0);
    assert_int_equal(p.before.count, 2);
    assert_int_equal(p.after.count, 4);
    assert_int_equal(p.after.target, 3);
    assert_int_equal(p.after.cap, 4);
    assert_true(s.out[1].over_target && !s.out[4].over_target);
}

/* One more is planned on the panel, and one leaves it before: it is never more than three, or four
 * where they meet. Who has another doctor by then does not. */
static void a_panel_is_full_by_the_most_that_it_will_be(void **state)
{
    (void)state;
    struct room_step step[] = {
        {{TODAY.n + 10}, -1}, {{TODAY.n + 20}, 2}, {{TODAY.n + 30}, 1}, {{TODAY.n + 40}, -3}};
    struct some s;
    make(&s);
    s.staff.step = step;
    s.staff.steps = 2; /* 2, 1, 3 */
    struct assign_preview p = preview(&s);
    assert_int_equal(p.of[ASSIGN_MAY], 1);
    assert_int_equal(p.of[ASSIGN_FULL], 6);
    assert_int_equal(p.before.count, 2);
    assert_int_equal(p.after.count, 3);
    s.staff.steps = 4; /* 2, 1, 3, 4, 1 */
    assert_int_equal(assign_decide(&s.rules, &s.staff, s.person, &s.ask).verdict, ASSIGN_FULL);
    s.person[0].next_doctor = step[2].on;
    assert_int_equal(assign_decide(&s.rules, &s.staff, s.person, &s.ask).verdict, ASSIGN_MAY);
    s.person[0].next_doctor.n++;
    assert_int_equal(assign_decide(&s.rules, &s.staff, s.person, &s.ask).verdict, ASSIGN_FULL);
    s.person[0].next_doctor = TODAY; /* has begun */
    assert_int_equal(assign_decide(&s.rules, &s.staff, s.person, &s.ask).verdict, ASSIGN_FULL);
}

static void an_override_is_counted_where_it_was_needed(void **state)
{
    (void)state;
    struct some s;
    make(&s);
    s.ask.override = STR("the others are ill");
    struct assign_preview p = preview(&s);
    assert_int_equal(p.of[ASSIGN_MAY], 4);
    assert_int_equal(p.overridden, 2);
    assert_int_equal(p.after.count, 6);
}

static void other_kinds_are_of_no_panel(void **state)
{
    (void)state;
    struct some s;
    make(&s);
    s.ask.kind = KIND_CARE_CONTACT;
    struct assign_preview p = preview(&s);
    assert_int_equal(p.of[ASSIGN_MAY], 4);
    assert_int_equal(p.before.count, 0);
    assert_int_equal(p.after.count, 0);
    assert_int_equal(p.after.cap, -1);
    assert_int_equal(p.replaced, 0);
    struct assign_many nobody = {NULL, 0, NULL, NULL};
    assert_int_equal(assign_bulk(arena, &s.rules, &s.staff, &nobody, &s.ask).asked, 0);
}

static void whom_one_has_stands_anywhere_among_the_contacts(void **state)
{
    (void)state;
    struct some s;
    make(&s);
    struct contact_now now[] = {{7, KIND_CARE_CONTACT, spec_id("D2"), spec_id("A"), {44500}},
                                {8, KIND_CARE_CONTACT, spec_id("D1"), spec_id("B"), {44500}},
                                {9, KIND_CARE_CONTACT, spec_id("D1"), spec_id("A"), {44500}}};
    s.ask.kind = KIND_CARE_CONTACT;
    s.person[0].contact = now;
    s.person[0].contacts = 2;
    assert_int_equal(assign_decide(&s.rules, &s.staff, s.person, &s.ask).verdict, ASSIGN_MAY);
    s.person[0].contacts = 3;
    assert_int_equal(assign_decide(&s.rules, &s.staff, s.person, &s.ask).verdict, ASSIGN_ALREADY);
}

static void of_positions_the_one_that_began_last_holds(void **state)
{
    (void)state;
    struct position_row at[] = {spec_position("D1", "A"), spec_position("D1", "A"),
                                spec_position("D1", "B")};
    struct doctor_facts doctor = spec_doctor("D1", at);
    struct hsaid a = spec_id("A"), b = spec_id("B");
    doctor.positions = 3;
    at[0].from.n = 44800;
    assert_ptr_equal(doctor_position(&doctor, &a, TODAY), &at[0]);
    at[1].from.n = 44900;
    assert_ptr_equal(doctor_position(&doctor, &a, TODAY), &at[1]);
    assert_ptr_equal(doctor_position(&doctor, &b, TODAY), &at[2]);
}

static void any_dispensation_of_several_will_do(void **state)
{
    (void)state;
    struct rules rules = spec_rules();
    struct position_row at = spec_position("D1", "A");
    struct doctor_facts doctor = spec_doctor("D1", &at);
    struct dispensation d[] = {{spec_id("D1"), spec_id("B"), {44000}, {46000}, STR("")},
                               {spec_id("D2"), spec_id("A"), {44000}, {46000}, STR("")},
                               {spec_id("D1"), spec_id("A"), {44000}, {46000}, STR("")}};
    struct hsaid a = spec_id("A");
    doctor.staff.title_code = STR("204010");
    doctor.dispensation = d;
    doctor.dispensations = 2;
    assert_int_equal(doctor_may_at(&rules, &doctor, &a, TODAY), DOCTOR_TITLE);
    doctor.dispensations = 3;
    assert_int_equal(doctor_may_at(&rules, &doctor, &a, TODAY), DOCTOR_MAY);
    d[2].to = DAY_NONE; /* one without an end is none */
    assert_int_equal(doctor_may_at(&rules, &doctor, &a, TODAY), DOCTOR_TITLE);
}

static void a_limit_of_every_age_asks_for_none(void **state)
{
    (void)state;
    static const struct doctor_limit limit[] = {{STR_INIT("Geriatrik"), 65, 999, false},
                                                {STR_INIT("Geriatrik"), 0, 999, false}};
    struct rules rules = spec_rules();
    struct position_row at = spec_position("D1", "A");
    struct doctor_facts doctor = spec_doctor("D1", &at);
    struct doctor_of of = {DAY_NONE, false};
    struct hsaid a = spec_id("A");
    doctor.staff.speciality = STR("Geriatrik");
    rules.named_doctor.limit = limit;
    rules.named_doctor.limits = 1;
    assert_int_equal(doctor_may(&rules, &doctor, &a, &of, TODAY), DOCTOR_LIMIT);
    rules.named_doctor.limits = 2;
    assert_int_equal(doctor_may(&rules, &doctor, &a, &of, TODAY), DOCTOR_MAY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_panel_refuses_the_last_by_key),
        cmocka_unit_test(a_panel_is_full_by_the_most_that_it_will_be),
        cmocka_unit_test(an_override_is_counted_where_it_was_needed),
        cmocka_unit_test(other_kinds_are_of_no_panel),
        cmocka_unit_test(whom_one_has_stands_anywhere_among_the_contacts),
        cmocka_unit_test(of_positions_the_one_that_began_last_holds),
        cmocka_unit_test(any_dispensation_of_several_will_do),
        cmocka_unit_test(a_limit_of_every_age_asks_for_none),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
