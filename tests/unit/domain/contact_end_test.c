/* domain/contact_end.h: of all that has been said of a person what comes first ends the named
 * doctor, whoever said it and in whatever order. */
#include "domain/contact_end.h"

#include "contact_spec.h"
#include "how_many.h"
#include "random.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { DAYS = 30, MOST = 5 };

static struct contact_now doctor_of(const char *staff, const char *unit, int32_t from)
{
    return (struct contact_now){1, KIND_DOCTOR, spec_id(staff), spec_id(unit), {from}};
}

static void is(struct contact_ending ends, int32_t last, enum contact_end why)
{
    assert_int_equal(ends.row, 1);
    assert_int_equal(ends.on.n, last);
    assert_int_equal(ends.why, why);
}

static void what_comes_first_ends_the_doctor(void **state)
{
    (void)state;
    struct contact_now c = doctor_of("D1", "A", 10), next[] = {doctor_of("D2", "A", 25)};
    struct contact_listed listed[] = {
        {{5}, DAY_NONE, spec_id("A")}, {{20}, DAY_NONE, spec_id("B")}, {{30}, DAY_NONE, {{0}}}};
    struct contact_plan p = {.listed = listed, .listings = 1, .opted_out = DAY_NONE};
    struct day from = {12};
    assert_int_equal(contact_end_next(&c, &p, from).row, 0);
    p.doctor = next;
    p.doctors = 1;
    is(contact_end_next(&c, &p, from), 24, END_REPLACED);
    p.listings = 3;
    is(contact_end_next(&c, &p, from), 19, END_CHANGED_UNIT);
    p.opted_out = (struct day){20}; /* on one day: because of the unit */
    is(contact_end_next(&c, &p, from), 19, END_CHANGED_UNIT);
    p.opted_out = (struct day){15};
    is(contact_end_next(&c, &p, from), 14, END_OPTED_OUT);
    listed[1].unit = spec_id("A"); /* the plan between is withdrawn */
    p.opted_out = DAY_NONE;
    p.doctors = 0;
    is(contact_end_next(&c, &p, from), 29, END_CHANGED_UNIT);
}

/* Who is listed elsewhere already ends with the day before; who would begin there never does. */
static void who_is_listed_elsewhere_has_no_doctor_here(void **state)
{
    (void)state;
    struct contact_now c = doctor_of("D1", "A", 10), later = doctor_of("D1", "A", 22);
    struct contact_listed listed[] = {{{5}, DAY_NONE, spec_id("A")},
                                      {{20}, DAY_NONE, spec_id("B")}};
    struct contact_plan p = {.listed = listed, .listings = 2, .opted_out = DAY_NONE};
    is(contact_end_next(&c, &p, (struct day){20}), 19, END_CHANGED_UNIT);
    is(contact_end_next(&later, &p, (struct day){20}), 21, END_CHANGED_UNIT);
    listed[1].to = (struct day){21}; /* nowhere after it */
    assert_int_equal(contact_end_next(&later, &p, (struct day){20}).row, 0);
}

/* Of which a file alone spoke; whom the file names since then comes with the person. */
static void whom_a_change_has_ended_does_not_come_back(void **state)
{
    (void)state;
    struct contact_now c = doctor_of("D1", "A", 10), since = doctor_of("D1", "A", 21);
    struct contact_listed listed[] = {{{5}, DAY_NONE, spec_id("A")},
                                      {{20}, DAY_NONE, spec_id("B")},
                                      {{25}, DAY_NONE, spec_id("A")}};
    struct contact_plan p = {.listed = listed, .listings = 3, .opted_out = DAY_NONE};
    is(contact_end_next(&c, &p, (struct day){25}), 19, END_CHANGED_UNIT);
    assert_int_equal(contact_end_next(&since, &p, (struct day){25}).row, 0);
    assert_int_equal(contact_end_next(&c, &p, (struct day){26}).row, 0); /* has come back */
    listed[2].unit = spec_id("C"); /* elsewhere is elsewhere: as of the day that is asked of */
    is(contact_end_next(&c, &p, (struct day){25}), 24, END_CHANGED_UNIT);
    struct contact_listed round[] = {
        listed[0], listed[1], listed[2], {{28}, DAY_NONE, spec_id("A")}};
    p.listed = round;
    p.listings = 4;
    is(contact_end_next(&c, &p, (struct day){28}), 19, END_CHANGED_UNIT);
}

static void all_others_give_way_to_who_comes_with_the_listing(void **state)
{
    (void)state;
    struct contact_now c = doctor_of("D1", "A", 10), coming = doctor_of("D2", "A", 20),
                       later = doctor_of("D3", "A", 22);
    struct contact_plan p = {.coming = &coming, .opted_out = DAY_NONE};
    is(contact_end_next(&c, &p, (struct day){20}), 19, END_REPLACED);
    is(contact_end_next(&later, &p, (struct day){20}), 19, END_REPLACED);
    coming.staff = c.staff;
    assert_int_equal(contact_end_next(&c, &p, (struct day){20}).row, 0);
    coming.staff = later.staff; /* is said from the sooner day */
    is(contact_end_next(&later, &p, (struct day){20}), 19, END_REPLACED);
}

static void others_than_named_doctors_stay(void **state)
{
    (void)state;
    struct contact_now c = doctor_of("D1", "A", 10);
    struct contact_listed listed[] = {{{20}, DAY_NONE, spec_id("B")}};
    struct contact_plan p = {.listed = listed, .listings = 1, .opted_out = {15}};
    c.kind = KIND_CARE_CONTACT;
    assert_int_equal(contact_end_next(&c, &p, (struct day){12}).row, 0);
}

/* ---- the same, day by day ---- */

static const struct contact_listed *held_on(const struct contact_plan *p, int32_t day)
{
    const struct contact_listed *held = NULL;
    for (size_t i = 0; i < p->listings; i++)
        if (p->listed[i].from.n <= day)
            held = &p->listed[i];
    return held && (day_is_none(held->to) || held->to.n >= day) ? held : NULL;
}

static bool listed_elsewhere(const struct contact_plan *p, const struct hsaid *unit, int32_t day)
{
    const struct contact_listed *held = held_on(p, day);
    return held && !hsaid_eq(&held->unit, unit);
}

static bool listed_here(const struct contact_plan *p, const struct hsaid *unit, int32_t day)
{
    const struct contact_listed *held = held_on(p, day);
    return held && hsaid_eq(&held->unit, unit);
}

static bool another_begins(const struct contact_now *c, const struct contact_plan *p, int32_t day)
{
    for (size_t i = 0; i < p->doctors; i++)
        if (p->doctor[i].from.n == day && day > c->from.n)
            return true;
    return false;
}

static struct contact_ending day_by_day(const struct contact_now *c, const struct contact_plan *p,
                                        struct day from)
{
    int32_t first = c->from.n > from.n ? c->from.n : from.n, away = 0;
    if (listed_here(p, &c->unit, first) && listed_elsewhere(p, &c->unit, first - 1)) {
        for (int32_t day = first - 1; day >= 0 && !listed_here(p, &c->unit, day); day--)
            if (listed_elsewhere(p, &c->unit, day))
                away = day;
        if (c->from.n < away)
            return (struct contact_ending){c->row, {away - 1}, END_CHANGED_UNIT};
    }
    for (int32_t day = from.n; day <= 2 * DAYS; day++) {
        struct contact_ending ends = {c->row, {day - 1}, END_NONE};
        if (day >= first && listed_elsewhere(p, &c->unit, day))
            ends.why = END_CHANGED_UNIT;
        else if (p->opted_out.n == day)
            ends.why = END_OPTED_OUT;
        else if (another_begins(c, p, day))
            ends.why = END_REPLACED;
        if (ends.why != END_NONE)
            return ends;
    }
    return (struct contact_ending){.row = 0};
}

static size_t draw_listed(struct random *r, struct contact_listed *out)
{
    static const char *const unit[] = {"A", "A", "B", "C"};
    size_t count = random_below(r, MOST + 1);
    int32_t from = 0;
    for (size_t i = 0; i < count; i++) {
        from += (int32_t)random_below(r, 8);
        out[i] = (struct contact_listed){
            {from}, DAY_NONE, spec_id(unit[random_below(r, ARRAY_LEN(unit))])};
        if (random_below(r, 4) == 0)
            out[i].to.n = from + (int32_t)random_below(r, 9);
    }
    return count;
}

static void as_day_by_day(void **state)
{
    (void)state;
    uint64_t ended = 0, seeds = how_many(20000);
    for (uint64_t seed = 1; seed <= seeds; seed++) {
        struct random r = {seed};
        struct contact_listed listed[MOST];
        struct contact_now other[MOST], c = doctor_of("D1", "A", (int32_t)random_below(&r, DAYS));
        struct day from = {(int32_t)random_below(&r, DAYS)};
        struct contact_plan p = {.listed = listed,
                                 .listings = draw_listed(&r, listed),
                                 .doctor = other,
                                 .doctors = random_below(&r, MOST),
                                 .opted_out = DAY_NONE};
        for (size_t i = 0; i < p.doctors; i++)
            other[i] = doctor_of("D2", "A", (int32_t)random_below(&r, DAYS));
        if (random_below(&r, 3) == 0)
            p.opted_out.n = from.n + (int32_t)random_below(&r, DAYS);
        struct contact_ending want = day_by_day(&c, &p, from), is = contact_end_next(&c, &p, from);
        ended += want.row != 0;
        if (want.row != is.row || (is.row && (want.on.n != is.on.n || want.why != is.why)))
            fail_msg("seed %llu: %d %d, not %d %d", (unsigned long long)seed, is.on.n, (int)is.why,
                     want.on.n, (int)want.why);
    }
    assert_true(ended > seeds / 2 && ended < seeds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_comes_first_ends_the_doctor),
        cmocka_unit_test(who_is_listed_elsewhere_has_no_doctor_here),
        cmocka_unit_test(whom_a_change_has_ended_does_not_come_back),
        cmocka_unit_test(all_others_give_way_to_who_comes_with_the_listing),
        cmocka_unit_test(others_than_named_doctors_stay),
        cmocka_unit_test(as_day_by_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
