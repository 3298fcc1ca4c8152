#include "domain/quota.h"

#include "random.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { CHANGES = 5, LEFTS = 3, AROUND = 900 };

static struct day day(int32_t year, int32_t month, int32_t d)
{
    struct day out = DAY_NONE;
    assert_true(day_from_civil(year, month, d, &out));
    return out;
}

static struct rules rules(unsigned max, enum change_window window)
{
    return (struct rules){.changes = {.max = max, .window = window, .free = 0}};
}

static struct listing_past listing(int64_t unit, int32_t from, int32_t to, enum basis basis)
{
    return (struct listing_past){
        .unit = unit, .from = {from}, .to = to == 0 ? DAY_NONE : (struct day){to}, .basis = basis};
}

/* A person at two units in turn, by choice, changing on those days. */
static size_t turns(const int32_t *on, size_t count, struct listing_past *past)
{
    past[0] = listing(1, on[0] - 400, 0, BASIS_AREA);
    for (size_t i = 0; i < count; i++) {
        past[i].to = (struct day){on[i] - 1};
        past[i + 1] = listing((int64_t)(1 + (i + 1) % 2), on[i], 0, BASIS_CHOICE_ESERVICE);
    }
    return count + 1;
}

static void a_region_may_allow_none(void **state)
{
    (void)state;
    struct rules none = rules(0, WINDOW_ROLLING_12_MONTHS);
    struct quota q = quota_on(&none, &(struct quota_past){.count = 0}, day(2023, 6, 1));
    assert_false(q.allowed);
    assert_true(day_is_none(q.next));
}

static void from_nowhere_is_no_change_but_to_another_county_is_one(void **state)
{
    (void)state;
    struct rules r = rules(2, WINDOW_ROLLING_12_MONTHS);
    struct listing_past past = listing(1, 100, 199, BASIS_CHOICE_FORM);
    struct listing_past next = listing(2, 200, 0, BASIS_CHOICE_FORM);
    assert_true(quota_counts(&r, &past, 1, &next));
    next.from.n = 201; /* listed nowhere on day 200 */
    assert_false(quota_counts(&r, &past, 1, &next));
    next = listing(UNIT_ELSEWHERE, 200, 0, BASIS_AREA); /* its basis says nothing */
    r.changes.free = (1U << FREE_COUNT) - 1;
    assert_true(quota_counts(&r, &past, 1, &next));
    assert_false(quota_counts(&r, NULL, 0, &next));
    next.basis = BASIS_SPECIAL_REASON; /* an application was granted */
    assert_false(quota_counts(&r, &past, 1, &next));
    r.changes.free &= ~(1U << FREE_SPECIAL_REASON);
    assert_true(quota_counts(&r, &past, 1, &next));
    r.changes.free = (1U << FREE_COUNT) - 1;
    past.unit = UNIT_ELSEWHERE; /* from one county to another, or back */
    assert_false(quota_counts(&r, &past, 1, &next));
    next = listing(1, 200, 0, BASIS_CHOICE_FORM);
    assert_false(quota_counts(&r, &past, 1, &next));
}

static void another_doctor_of_the_unit_is_as_the_region_says(void **state)
{
    (void)state;
    struct rules r = rules(2, WINDOW_ROLLING_12_MONTHS);
    r.listing_on = LISTING_ON_DOCTOR;
    struct listing_past past = listing(1, 100, 199, BASIS_CHOICE_FORM);
    struct listing_past next = listing(2, 200, 0, BASIS_CHOICE_FORM);
    past.at = next.at = 7;
    assert_true(quota_counts(&r, &past, 1, &next));
    r.changes.free = 1U << FREE_DOCTOR_CHOICE;
    assert_false(quota_counts(&r, &past, 1, &next));
    next.at = 8;
    assert_true(quota_counts(&r, &past, 1, &next));
    r.listing_on = LISTING_ON_UNIT;
    past.at = next.at = 0;
    assert_true(quota_counts(&r, &past, 1, &next));
}

/* A change counts on a day if the corresponding day of a year later has not come. */
static bool counts_on(const struct rules *r, struct day made, struct day on)
{
    struct civil m = day_civil(made), o = day_civil(on);
    if (made.n >= on.n)
        return false;
    if (r->changes.window == WINDOW_CALENDAR_YEAR)
        return m.year == o.year;
    if (m.month == 2 && m.day == 29)
        m.day = 28;
    return (o.year * 12 + o.month) * 31 + o.day < ((m.year + 1) * 12 + m.month) * 31 + m.day;
}

/* Every day of three years around a leap day: allowed as counted one by one, and the day that is
 * said to be the next is the first. */
static void every_day_of_random_changes(void **state)
{
    (void)state;
    struct day leap = day(2024, 2, 29);
    for (uint64_t seed = 1; seed <= 400; seed++) {
        struct random random = {seed};
        struct rules r = rules(1 + random_below(&random, 3),
                               seed % 4 == 0 ? WINDOW_CALENDAR_YEAR : WINDOW_ROLLING_12_MONTHS);
        int32_t on[CHANGES], at = leap.n - (int32_t)random_below(&random, 600);
        for (size_t i = 0; i < CHANGES; i++)
            on[i] = at += 1 + (int32_t)random_below(&random, seed % 3 ? 200 : 3);
        struct listing_past past[CHANGES + 1];
        size_t count = turns(on, CHANGES, past);
        struct day next = DAY_NONE; /* the first allowed day from here on */
        for (struct day d = {on[CHANGES - 1] + AROUND}; d.n > on[CHANGES - 1]; d.n--) {
            unsigned used = 0;
            for (size_t i = 0; i < CHANGES; i++)
                used += counts_on(&r, (struct day){on[i]}, d);
            if (used < r.changes.max)
                next = d;
            struct quota q = quota_on(&r, &(struct quota_past){past, count, NULL, 0}, d);
            if (q.used != used || q.allowed != (used < r.changes.max) || q.next.n != next.n)
                fail_msg("seed %u, day %d", (unsigned)seed, d.n);
        }
    }
}

/* Is the next day on which it is allowed the one that is said, and the day asked if it is? */
static void check_next(const struct rules *r, const struct quota_past *past, struct day on,
                       uint64_t seed)
{
    struct quota q = quota_on(r, past, on);
    struct day next = on;
    while (next.n < on.n + AROUND && !quota_on(r, past, next).allowed)
        next.n++;
    if (q.next.n != next.n || q.allowed != (next.n == on.n))
        fail_msg("seed %u, day %d: next %d, not %d", (unsigned)seed, on.n, q.next.n, next.n);
}

/* Once, if it is one. */
static size_t add_day(struct day *days, size_t count, bool is_one, int32_t on)
{
    for (size_t i = 0; i < count; i++)
        is_one = is_one && days[i].n != on;
    if (is_one)
        days[count++] = (struct day){on};
    return count;
}

/* Days of changes and days on which queues were left, each counted once however much of both it
 * has; with one more of the day asked, no more than allowed count together. */
static void queues_that_are_left_count_by_their_day(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        struct random random = {seed};
        struct rules r = rules(1 + random_below(&random, 3),
                               seed % 4 == 0 ? WINDOW_CALENDAR_YEAR : WINDOW_ROLLING_12_MONTHS);
        int32_t first = day(2023, 1, 1).n, on[CHANGES], at = first;
        struct place_left left[LEFTS];
        for (size_t i = 0; i < CHANGES; i++)
            on[i] = at += 1 + (int32_t)random_below(&random, seed % 3 ? 200 : 3);
        at = first;
        for (size_t i = 0; i < LEFTS; i++) {
            at += 1 + (int32_t)random_below(&random, 300);
            int32_t here = random_below(&random, 3) == 0 ? on[i] : at;
            left[i] = (struct place_left){{here - (int32_t)random_below(&random, 3)}, {here}};
        }
        struct listing_past listing[CHANGES + 1];
        struct quota_past past = {listing, turns(on, CHANGES, listing), left, LEFTS};
        for (struct day d = {first}; d.n < first + AROUND; d.n++) {
            struct day other[CHANGES + LEFTS];
            size_t others = 0;
            for (size_t i = 0; i < CHANGES; i++)
                others = add_day(other, others, on[i] < d.n, on[i]);
            for (size_t i = 0; i < LEFTS; i++)
                others = add_day(other, others, left[i].since.n < left[i].on.n, left[i].on.n);
            unsigned used = 0;
            for (size_t i = 0; i < others; i++)
                used += counts_on(&r, other[i], d) || counts_on(&r, d, other[i]);
            struct quota q = quota_on(&r, &past, d);
            if (q.used != used || q.allowed != (used < r.changes.max))
                fail_msg("seed %u, day %d: %u, not %u", (unsigned)seed, d.n, q.used, used);
            if (d.n > on[CHANGES - 1] && d.n > at)
                check_next(&r, &past, d, seed);
        }
    }
}

static void a_region_may_let_people_leave_queues_freely(void **state)
{
    (void)state;
    struct rules r = rules(1, WINDOW_ROLLING_12_MONTHS);
    struct place_left left = {{100}, {120}};
    struct quota_past past = {.left = &left, .lefts = 1};
    assert_true(quota_counts_leaving(&r));
    assert_false(quota_on(&r, &past, (struct day){121}).allowed);
    assert_true(quota_on(&r, &past, (struct day){120}).allowed); /* one with a change of the day */
    assert_true(quota_on(&r, &past, (struct day){120}).has_left);
    left.since = left.on; /* taken and left on one day: nothing came to hold */
    assert_true(quota_on(&r, &past, (struct day){121}).allowed);
    left.since.n--;
    r.changes.free = 1U << FREE_QUEUE_LEAVE;
    assert_false(quota_counts_leaving(&r));
    assert_true(quota_on(&r, &past, (struct day){121}).allowed);
    assert_false(quota_on(&r, &past, (struct day){120}).has_left);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_region_may_allow_none),
        cmocka_unit_test(from_nowhere_is_no_change_but_to_another_county_is_one),
        cmocka_unit_test(another_doctor_of_the_unit_is_as_the_region_says),
        cmocka_unit_test(every_day_of_random_changes),
        cmocka_unit_test(queues_that_are_left_count_by_their_day),
        cmocka_unit_test(a_region_may_let_people_leave_queues_freely),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
