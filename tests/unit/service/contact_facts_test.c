/* service/contact/contact_facts.h: of rows in the registry, what the rules of named contacts are
 * given. */
#include "service/contact/contact_facts.h"

#include "county.h"

enum { TODAY = 45300 };

static const char ROWS[] =
    "UPDATE staff_stated SET title_code = '201011', speciality = 'Allmänmedicin', "
    "surname = 'Berg' WHERE staff = 1;"
    "INSERT INTO position_stated (staff, unit, from_day, to_day, fte, employment, training, "
    "panel_target, panel_open, recorded) VALUES (1, 1, 44000, NULL, 0.8, 0, 0, NULL, 0, 1), "
    "(1, 2, 44500, 45000, 0.2, 1, 3, 40, 2, 1);"
    "INSERT INTO dispensation_stated (staff, unit, from_day, to_day, reason, recorded) VALUES "
    "(1, 2, 45000, 45400, 'nobody else', 1);"
    "INSERT INTO absence_stated (staff, unit, from_day, to_day, recorded) VALUES "
    "(1, 1, 45290, 45310, 1);"
    "INSERT INTO substitute_stated (doctor, staff, unit, from_day, to_day, recorded) VALUES "
    "(1, 2, 1, 45290, 45310, 1);"
    "INSERT INTO opt_out_stated (identifier, from_day, to_day, recorded) VALUES "
    "(4, 45200, NULL, 1), (2, 45000, 45299, 1);"
    "INSERT INTO cni_stated (unit, year, population, under5, foreign_born, over65_alone, "
    "single_parent, moved, unemployed, low_education, recorded) VALUES "
    "(0, 2022, 1000, 100, 100, 100, 100, 100, 100, 100, 1), "
    "(1, 2022, 100, 15, 15, 15, 15, 15, 15, 15, 1), (1, 2023, 100, 0, 0, 0, 0, 0, 0, 0, 1);";

static struct contact_facts open_facts(struct scratch *s, struct instance *in)
{
    county_open(s, in);
    in->clock = (struct clock){.today = {TODAY}};
    county_script(in, ROWS);
    return (struct contact_facts){s->arena, in, {TODAY}};
}

static struct hsaid hsaid(const char *text)
{
    struct hsaid id;
    struct err err = {0};
    assert_true(hsaid_parse(str_of(text), &id, &err));
    return id;
}

static void a_doctor_has_positions_and_dispensations(void **state)
{
    struct instance in;
    struct contact_doctor d;
    struct err err = {0};
    struct contact_facts f = open_facts(*state, &in);
    struct hsaid d1 = hsaid("SE0000000000-D1"), d9 = hsaid("SE0000000000-D9");
    assert_true(contact_facts_doctor(&f, &d1, &d, &err));
    assert_int_equal(d.id, 1);
    assert_true(str_eq(d.facts.staff.surname, STR("Berg")));
    assert_true(str_eq(d.facts.staff.title_code, STR("201011")));
    assert_int_equal(d.facts.staff.profession, PROF_PHYSICIAN);
    assert_int_equal(d.facts.positions, 2);
    const struct position_row *p = d.facts.position;
    assert_true(hsaid_eq(&p[0].staff, &d1));
    assert_int_equal(p[0].panel_target, -1);
    assert_int_equal(p[0].panel_cap, -1);
    assert_true(day_is_none(p[0].to));
    assert_true(p[0].fte > 0.79 && p[0].fte < 0.81);
    assert_int_equal(p[1].to.n, 45000);
    assert_int_equal(p[1].employment, EMPLOYMENT_HIRED);
    assert_int_equal(p[1].training, TRAINING_ST);
    assert_int_equal(p[1].panel_target, 40);
    assert_int_equal(p[1].panel_open, ANSWER_NO);
    assert_int_equal(d.facts.dispensations, 1);
    assert_int_equal(d.facts.dispensation[0].to.n, 45400);
    assert_true(str_eq(hsaid_str(&d.facts.dispensation[0].unit), STR("SE0000000000-U2")));
    FAILS(contact_facts_doctor(&f, &d9, &d, &err), "staff.unknown", &err);
    instance_close(&in);
}

static void who_is_away_has_a_substitute(void **state)
{
    struct instance in;
    struct contact_who who;
    struct err err = {0};
    struct contact_facts f = open_facts(*state, &in);
    struct hsaid d1 = hsaid("SE0000000000-D1"), unit = hsaid("SE0000000000-U1");
    assert_true(contact_facts_who(&f, &d1, &who, &err));
    assert_int_equal(who.doctor.absences, 1);
    assert_false(who_is_present(&who.doctor, &unit, f.on));
    assert_true(who_is_present(&who.doctor, &unit, (struct day){45311}));
    assert_int_equal(who.substitutes, 1);
    assert_true(hsaid_eq(&who.substitute[0].of, &d1));
    assert_true(str_eq(hsaid_str(&who.substitute[0].staff), STR("SE0000000000-D2")));
    assert_int_equal(who.substitute[0].from.n, 45290);
    instance_close(&in);
}

static void a_panel_is_counted_on_a_day(void **state)
{
    struct instance in;
    struct assign_staff staff;
    struct err err = {0};
    int64_t count = -1, id = 0;
    struct contact_facts f = open_facts(*state, &in);
    struct hsaid d1 = hsaid("SE0000000000-D1");
    assert_true(contact_facts_panel(&f, 1, 1, &count, &err));
    assert_int_equal(count, 1);
    assert_true(contact_facts_panel(&f, 1, 2, &count, &err));
    assert_int_equal(count, 0);
    assert_true(contact_facts_panel(&f, 2, 2, &count, &err)); /* a care contact is no panel */
    assert_int_equal(count, 0);
    f.on.n = 44195;
    assert_true(contact_facts_panel(&f, 1, 1, &count, &err));
    assert_int_equal(count, 0);
    f.on.n = TODAY;
    assert_true(contact_facts_staff(&f, &d1, 1, &staff, &id, &err));
    assert_int_equal(staff.panel_count, 1);
    assert_int_equal(staff.cni_e4, 0); /* the rules do not ask */
    assert_int_equal(id, 1);
    in.region.rules.panel.by_cni = true;
    assert_true(contact_facts_staff(&f, &d1, 1, &staff, &id, &err));
    assert_int_equal(staff.cni_e4, 15000); /* of 2022: of 2023 the nation's is not known */
    assert_true(contact_facts_need(&f, 2, &count, &err));
    assert_int_equal(count, 0);
    instance_close(&in);
}

static void persons_are_read_together(void **state)
{
    struct instance in;
    struct contact_persons p;
    struct err err = {0};
    struct contact_facts f = open_facts(*state, &in);
    county_script(&in, "INSERT INTO residence_stated (identifier, kind, municipality, from_day, "
                       "reported_on, recorded) VALUES (3, 1, '2321', 44100, 44100, 1);");
    int64_t key[] = {3, 1, 2, 1};
    assert_true(contact_facts_persons(&f, key, 4, &p, &err));
    assert_int_equal(p.count, 3);
    assert_int_equal(p.person[0].person, 1);
    assert_int_equal(p.about[0].identifier, 1);
    assert_int_equal(p.person[0].birth_date.n, 20000);
    assert_true(day_is_none(p.person[0].end));
    assert_true(str_eq(hsaid_str(&p.person[0].unit), STR("SE0000000000-U1")));
    assert_true(p.person[0].has_opted_out); /* under another identifier of theirs */
    assert_false(p.person[0].in_saebo);
    assert_int_equal(p.person[0].contacts, 1);
    assert_int_equal(p.person[0].contact[0].row, 1);
    assert_int_equal(p.person[0].contact[0].kind, KIND_DOCTOR);
    assert_int_equal(p.person[0].contact[0].from.n, 44196);
    assert_false(p.person[1].has_opted_out); /* in again since today */
    assert_true(p.person[1].in_saebo);
    assert_int_equal(p.about[1].protection, PROTECTION_CONFIDENTIAL);
    assert_int_equal(p.person[1].contacts, 1);
    assert_int_equal(p.person[1].contact[0].kind, KIND_CARE_CONTACT);
    assert_int_equal(p.person[2].end.n, 44300);
    assert_int_equal(p.person[2].unit.text[0], 0);
    assert_int_equal(p.person[2].contacts, 0);
    assert_true(p.about[2].in_home_care);
    assert_false(p.about[1].in_home_care);
    instance_close(&in);
}

static void who_is_no_person_is_told_of(void **state)
{
    struct instance in;
    struct assign_person person;
    struct contact_about about;
    struct err err = {0};
    struct contact_facts f = open_facts(*state, &in);
    FAILS(contact_facts_person(&f, 4, &person, &about, &err), "person.unknown", &err);
    FAILS(contact_facts_person(&f, 99, &person, &about, &err), "person.unknown", &err);
    f.on.n = 45199; /* of an earlier day */
    assert_true(contact_facts_person(&f, 1, &person, &about, &err));
    assert_false(person.has_opted_out);
    instance_close(&in);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_doctor_has_positions_and_dispensations),
        CASE(who_is_away_has_a_substitute),
        CASE(a_panel_is_counted_on_a_day),
        CASE(persons_are_read_together),
        CASE(who_is_no_person_is_told_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
