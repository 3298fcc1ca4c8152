#include "domain/named_contact.h"

#include "histories.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { A = 0, B = 1 };

static struct day end_of(int32_t to)
{
    return to == 0 ? DAY_NONE : (struct day){to};
}

static struct listing_stated listed(uint32_t unit, int32_t from)
{
    return (struct listing_stated){
        .unit = history_id('U', unit), .from = {from}, .to = DAY_NONE, .recorded = from};
}

static struct named_contact_stated doctor(uint32_t staff, uint32_t unit, int32_t from, int32_t to)
{
    return (struct named_contact_stated){.staff = history_id('D', staff),
                                         .unit = history_id('U', unit),
                                         .from = {from},
                                         .to = end_of(to),
                                         .kind = KIND_DOCTOR};
}

struct person {
    const struct listing_stated *listings;
    size_t listing_count;
    const struct named_contact_stated *contacts;
    size_t contact_count;
    struct day end;
};

static size_t effects(struct arena *a, const struct person *p, struct named_contact_effect **out)
{
    struct named_contact_facts facts = {.stated = p->contacts,
                                        .count = p->contact_count,
                                        .listing_stated = p->listings,
                                        .end = p->end};
    struct listing_effect *listing;
    facts.listing_count = listing_effects(a, p->listings, p->listing_count, p->end, &listing);
    facts.listing = listing;
    return named_contact_effects(a, &facts, out);
}

static void a_doctor_waits_while_the_person_is_listed_elsewhere(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct listing_stated listings[] = {listed(A, 100), listed(B, 200), listed(A, 300),
                                        listed(A, 400)};
    struct named_contact_stated contacts[] = {doctor(1, A, 150, 0)};
    struct person p = {listings, 4, contacts, 1, DAY_NONE};
    struct named_contact_effect *out;
    assert_int_equal(effects(a, &p, &out), 2);
    assert_int_equal(out[0].from.n, 150);
    assert_int_equal(out[0].to.n, 199);
    assert_int_equal(out[1].from.n, 300); /* the new listing at A on day 400 makes no seam */
    assert_true(day_is_none(out[1].to));
    arena_close(a);
}

static void the_next_doctor_ends_the_one_before_also_from_another_unit(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct listing_stated listings[] = {listed(A, 100)};
    struct named_contact_stated contacts[] = {doctor(1, A, 100, 0), doctor(2, B, 200, 210)};
    struct person p = {listings, 1, contacts, 2, DAY_NONE};
    struct named_contact_effect *out;
    assert_int_equal(effects(a, &p, &out), 1);
    assert_int_equal(out[0].stated, 0);
    assert_int_equal(out[0].to.n, 199);
    arena_close(a);
}

static void of_one_day_the_greatest_staff_then_unit_stays(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct listing_stated listings[] = {listed(A, 100)};
    struct named_contact_stated contacts[] = {doctor(2, A, 100, 0), doctor(1, A, 100, 0),
                                              doctor(0, A, 100, 0)};
    struct person p = {listings, 1, contacts, 3, DAY_NONE};
    struct named_contact_effect *out;
    assert_int_equal(effects(a, &p, &out), 1);
    assert_int_equal(out[0].stated, 0);
    contacts[1] = doctor(2, B, 100, 0); /* the unit decides, though nobody is listed there */
    assert_int_equal(effects(a, &p, &out), 0);
    arena_close(a);
}

static void other_kinds_run_side_by_side_until_death(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct named_contact_stated contacts[] = {doctor(1, A, 100, 0), doctor(1, B, 120, 130),
                                              doctor(2, A, 140, 0)};
    for (size_t i = 0; i < 3; i++)
        contacts[i].kind = KIND_CARE_CONTACT;
    struct person p = {NULL, 0, contacts, 3, {150}};
    struct named_contact_effect *out;
    assert_int_equal(effects(a, &p, &out), 3);
    assert_int_equal(out[0].to.n, 150);
    assert_int_equal(out[1].to.n, 130);
    assert_int_equal(out[2].to.n, 150);
    arena_close(a);
}

/* The plain reading: is row i active on the day? */
static bool is_active(const struct person *p, size_t i, struct day on)
{
    const struct named_contact_stated *c = p->contacts, *row = &c[i];
    if (row->from.n > on.n || (!day_is_none(row->to) && row->to.n < on.n) ||
        (!day_is_none(p->end) && p->end.n < on.n))
        return false;
    if (row->kind != KIND_DOCTOR)
        return true;
    for (size_t k = 0; k < p->contact_count; k++) {
        if (c[k].kind != KIND_DOCTOR || k == i || c[k].from.n > on.n)
            continue;
        if (c[k].from.n > row->from.n)
            return false;
        if (c[k].from.n < row->from.n)
            continue;
        int order = memcmp(c[k].staff.text, row->staff.text, HSAID_TEXT);
        if (order == 0)
            order = memcmp(c[k].unit.text, row->unit.text, HSAID_TEXT);
        if (order > 0 || (order == 0 && c[k].recorded > row->recorded))
            return false;
    }
    int by = history_listed_by(p->listings, p->listing_count, p->end, on);
    return by >= 0 && hsaid_eq(&p->listings[by].unit, &row->unit);
}

static void every_day_of_random_histories(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    for (uint64_t seed = 1; seed <= 20000; seed++, arena_reset(a)) {
        struct random r = {seed};
        struct listing_stated listings[HISTORY_ROWS];
        struct named_contact_stated contacts[HISTORY_ROWS];
        struct person p = {listings, 0, contacts, 0, DAY_NONE};
        p.listing_count = history_listings(&r, listings);
        p.contact_count = history_contacts(&r, contacts);
        p.end = history_death(&r);
        struct named_contact_effect *out;
        size_t found = effects(a, &p, &out);
        for (size_t i = 1; i < found; i++)
            assert_true(out[i - 1].from.n <= out[i].from.n);
        for (int32_t n = 44995; n < 45065; n++)
            for (size_t i = 0; i < p.contact_count; i++) {
                unsigned active = 0;
                for (size_t k = 0; k < found; k++)
                    active += out[k].stated == i && out[k].from.n <= n &&
                              (day_is_none(out[k].to) || n <= out[k].to.n);
                if (active != is_active(&p, i, (struct day){n}))
                    fail_msg("seed %u, day %d, row %zu", (unsigned)seed, n, i);
            }
    }
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_doctor_waits_while_the_person_is_listed_elsewhere),
        cmocka_unit_test(the_next_doctor_ends_the_one_before_also_from_another_unit),
        cmocka_unit_test(of_one_day_the_greatest_staff_then_unit_stays),
        cmocka_unit_test(other_kinds_run_side_by_side_until_death),
        cmocka_unit_test(every_day_of_random_histories),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
