/* Why a figure changed: worked by hand, and of random measures: the parts sum to the change to the
 * last digit, and so do the traits. */
#include "engine/change.h"
#include "engine/oracle_parts.h"
#include "how_many.h"
#include "random_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SEEDS = 1000 };

static struct change change_at(struct world *w, const char *id, uint32_t unit, int32_t first,
                               int32_t second)
{
    struct change_request ask = {.definition = world_measure(w->arena, id),
                                 .first = {LEVEL_UNIT, unit, month_from(first, 12)},
                                 .second = {LEVEL_UNIT, unit, month_from(second, 12)},
                                 .threads = 2};
    return change_of(w->arena, &w->snapshot, &ask);
}

static const char *shares(struct world *w, const struct change *c)
{
    struct str text = STR("");
    for (unsigned i = 0; i < CHANGE_PARTS; i++)
        text = str_fmt(w->arena, "%.*s%s%lld: %.*s", STR_FMT(text), i > 0 ? ", " : "",
                       (long long)c->part[i].persons,
                       STR_FMT(exact_text(w->arena, c->part[i].change)));
    return text.at;
}

static struct world two_units(void)
{
    struct world w = world_begin();
    (void)world_unit(&w, "A", "2380", OPERATOR_REGION);
    (void)world_unit(&w, "B", "2380", OPERATOR_REGION);
    (void)world_staff(&w, "D1", false);
    (void)world_staff(&w, "D2", false);
    (void)world_staff(&w, "H", false);
    return w;
}

static void doctor(struct world *w, uint32_t person, const char *from)
{
    world_name(w, &(struct snapshot_named_contact){.person = person,
                                                   .from = world_day(from),
                                                   .to = DAY_NONE,
                                                   .informed_on = DAY_NONE,
                                                   .kind = KIND_DOCTOR});
}

/* 1/2 at first, 2/3 then. Who has a doctor all the time counts less among three:
 * (1 - 1/2)/3 - (1 - 1/2)/2 = -1/12; who gets one (1 - 1/2)/3 + (1/2)/2 = 5/12; who comes without
 * -1/6. Together 1/6. */
static void a_share(void **state)
{
    (void)state;
    struct world w = two_units();
    uint32_t p[3];
    for (unsigned i = 0; i < 3; i++) {
        p[i] = world_person(&w, "1960-01-01");
        world_list(&w, p[i], 0, i < 2 ? "2020-01-01" : "2023-06-01", "");
    }
    doctor(&w, p[0], "2021-01-01");
    doctor(&w, p[1], "2023-02-01");
    world_end(&w, 1);
    struct change c = change_at(&w, "named_doctor", 0, 2022, 2023);
    assert_true(c.is_known && !c.has_traits);
    assert_string_equal(exact_text(w.arena, c.change).at, "1/6");
    assert_string_equal(shares(&w, &c), "1: -1/6, 0: 0, 1: 5/12, 0: 0, 1: -1/12");
    c = change_at(&w, "listed", 0, 2022, 2023);
    assert_string_equal(exact_text(w.arena, c.change).at, "1");
    assert_string_equal(shares(&w, &c), "1: 1, 0: 0, 0: 0, 0: 0, 2: 0");
    assert_false(change_at(&w, "named_doctor", 1, 2022, 2023).is_known);
    world_close(&w);
}

static void visit(struct world *w, uint32_t person, const char *date, int16_t minute,
                  const char *staff)
{
    struct contact_row row = world_visit(date, "A", staff);
    row.minute = minute;
    row.booking = BOOKING_BOOKED;
    world_contact(w, person, &row);
}

static void position(struct world *w, uint32_t staff, const char *to, enum employment employment)
{
    snapshot_add_position(w->builder, &(struct snapshot_position){.staff = staff,
                                                                  .from = world_day("2015-01-01"),
                                                                  .to = world_day(to),
                                                                  .employment = employment});
}

/* Two persons with three visits to D1 each in the first window; in the second one meets a hired
 * doctor once more than before. */
static void an_index_by_its_traits(void **state)
{
    (void)state;
    struct world w = two_units();
    position(&w, 0, "", EMPLOYMENT_EMPLOYED);
    position(&w, 1, "2023-10-01", EMPLOYMENT_EMPLOYED);
    position(&w, 2, "", EMPLOYMENT_HIRED);
    uint32_t p = world_person(&w, "1960-01-01");
    world_list(&w, p, 0, "2010-01-01", "");
    /* 2019: D1 three times, COC 1. */
    visit(&w, p, "2019-03-01", 600, "D1");
    visit(&w, p, "2019-04-01", 600, "D1");
    visit(&w, p, "2019-05-01", 600, "D1");
    /* 2023: D1 three times, H once, D2 (who left) once, D2 once as a drop-in: n = 3, 1, 2;
     * COC (9 + 1 + 4 - 6) / 30 = 4/15. Without H (9 + 4 - 5) / 20 = 2/5; without the drop-in too
     * (9 + 1 - 4) / 12 = 1/2; without D2 1; all of it in office hours. */
    visit(&w, p, "2023-03-01", 600, "D1");
    visit(&w, p, "2023-04-03", 600, "D1");
    visit(&w, p, "2023-05-01", 600, "D1");
    visit(&w, p, "2023-05-02", 600, "H");
    visit(&w, p, "2023-05-03", 600, "D2");
    struct contact_row drop_in = world_visit("2023-05-04", "A", "D2");
    drop_in.booking = BOOKING_DROP_IN;
    world_contact(&w, p, &drop_in);
    world_end(&w, 1);
    struct change c = change_at(&w, "Ko05L", 0, 2019, 2023);
    assert_true(c.is_known && c.has_traits);
    assert_string_equal(exact_text(w.arena, c.first).at, "1");
    assert_string_equal(exact_text(w.arena, c.second).at, "4/15");
    assert_string_equal(exact_text(w.arena, c.change).at, "-11/15");
    static const char *const wanted[CONTACT_TRAITS] = {"-2/15", "-1/10", "-1/2", "0"};
    for (unsigned i = 0; i < CONTACT_TRAITS; i++) {
        assert_true(c.taken[i]);
        assert_string_equal(exact_text(w.arena, c.trait[i]).at, wanted[i]);
    }
    assert_string_equal(exact_text(w.arena, c.other).at, "0");
    world_close(&w);
}

/* Saturdays and evenings; without them nobody has three visits, so nothing is taken out. */
static void what_leaves_nobody_is_not_taken_out(void **state)
{
    (void)state;
    struct world w = two_units();
    uint32_t p = world_person(&w, "1960-01-01");
    world_list(&w, p, 0, "2010-01-01", "");
    visit(&w, p, "2019-03-01", 600, "D1");
    visit(&w, p, "2019-04-05", 1020, "D1");
    visit(&w, p, "2019-05-06", 479, "D1");
    visit(&w, p, "2023-03-01", 600, "D1");
    visit(&w, p, "2023-04-05", 1020, "D1");
    visit(&w, p, "2023-05-06", 479, "D2");
    world_end(&w, 1);
    struct change c = change_at(&w, "Ko05L", 0, 2019, 2023);
    assert_true(c.has_traits && c.taken[TRAIT_DEPARTED] && !c.taken[TRAIT_OUT_OF_HOURS]);
    assert_string_equal(exact_text(w.arena, c.change).at, "-2/3");
    assert_string_equal(exact_text(w.arena, c.other).at, "-2/3");
    world_close(&w);
}

static void traits_of_contacts(void **state)
{
    (void)state;
    struct world w = two_units();
    position(&w, 0, "2023-10-01", EMPLOYMENT_EMPLOYED);
    position(&w, 2, "", EMPLOYMENT_HIRED);
    world_end(&w, 1);
    static const struct {
        const char *day;
        int minute;
        uint32_t staff;
        enum booking booking;
        unsigned traits;
    } cases[] = {
        {"2023-09-29", 600, 0, BOOKING_BOOKED, TRAIT_BIT(TRAIT_DEPARTED)},
        {"2023-09-29", 600, 1, BOOKING_BOOKED, 0}, /* never had a position */
        {"2023-09-29", 600, 2, BOOKING_DROP_IN, TRAIT_BIT(TRAIT_HIRED) | TRAIT_BIT(TRAIT_DROP_IN)},
        {"2023-09-30", 600, UINT32_MAX, BOOKING_NONE, TRAIT_BIT(TRAIT_OUT_OF_HOURS)},
        {"2023-10-02", 479, UINT32_MAX, BOOKING_NONE, TRAIT_BIT(TRAIT_OUT_OF_HOURS)},
        {"2023-10-02", 480, UINT32_MAX, BOOKING_UNKNOWN, 0},
        {"2023-10-02", 1019, UINT32_MAX, BOOKING_NONE, 0},
        {"2023-10-02", 1020, UINT32_MAX, BOOKING_NONE, TRAIT_BIT(TRAIT_OUT_OF_HOURS)},
        {"2023-10-02", -1, UINT32_MAX, BOOKING_NONE, 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct trait_contact c = {cases[i].staff, 0, world_day(cases[i].day).n, cases[i].minute,
                                  cases[i].booking};
        unsigned all = TRAIT_BIT(CONTACT_TRAITS) - 1;
        assert_int_equal(contact_traits(&w.snapshot, &c, world_day("2023-12-31").n, all),
                         cases[i].traits);
    }
    world_close(&w);
}

/* ---- random ---- */

/* x + sign × y */
static struct exact_number plus(struct arena *a, struct exact_number x, struct exact_number y,
                                int sign)
{
    struct exact_part *part = ARENA_NEW(a, struct exact_part, x.parts + y.parts + 1);
    if (x.parts > 0)
        memcpy(part, x.part, x.parts * sizeof *part);
    for (unsigned i = 0; i < y.parts; i++)
        part[x.parts + i] = (struct exact_part){sign * y.part[i].p, y.part[i].q};
    return (struct exact_number){part, x.parts + y.parts};
}

static void sums_to_the_change(struct arena *a, const struct change *c)
{
    struct exact_number parts = plus(a, c->first, c->second, -1), traits = parts;
    for (unsigned i = 0; i < CHANGE_PARTS; i++)
        parts = plus(a, parts, c->part[i].change, 1);
    assert_int_equal(exact_sign(parts), 0);
    if (!c->has_traits)
        return;
    for (unsigned i = 0; i < CONTACT_TRAITS; i++)
        traits = plus(a, traits, c->trait[i], 1);
    assert_int_equal(exact_sign(plus(a, traits, c->other, 1)), 0);
}

/* ---- what is taken out, person by person, by the oracle ---- */

/* The place that the figure is of; of the listed a person's own unit stands for it. */
static struct oracle_place place_of(const struct question *q, const struct definition *d,
                                    const struct change_side *of)
{
    if (d->population == POPULATION_LISTED && q->listing >= 0)
        return (struct oracle_place){LEVEL_UNIT, q->s->listings.unit[q->listing]};
    return (struct oracle_place){of->level, of->place};
}

/* The mean of those who have a value with all contacts; false: nobody of them has one without. */
static bool mean_without(struct arena *a, const struct snapshot *s, const struct definition *d,
                         const struct change_side *of, unsigned traits, struct exact_number *out)
{
    struct exact_part *part = ARENA_NEW(a, struct exact_part, (size_t)s->persons + 1);
    unsigned parts = 0;
    for (uint32_t person = 0; person < s->persons; person++) {
        struct question q = oracle_question(a, s, person, of->month);
        q.place = (struct oracle_place){of->level, of->place};
        if (!oracle_belongs(&q, d->population))
            continue;
        q.place = place_of(&q, d, of);
        if (oracle_part(&q, d).missing != CELL_PRESENT)
            continue;
        q.without = traits;
        struct cell c = oracle_part(&q, d);
        if (c.missing == CELL_PRESENT)
            part[parts++] = (struct exact_part){c.sum.term[0].sum, (wide)c.sum.term[0].q};
    }
    for (unsigned i = 0; i < parts; i++)
        part[i].q *= parts;
    *out = (struct exact_number){part, parts};
    return parts > 0;
}

static void is_as_the_oracle_says(const struct world *w, const struct change_request *ask,
                                  const struct change *c)
{
    struct exact_number before = c->change, first, second;
    unsigned traits = 0;
    for (unsigned i = 0; i < CONTACT_TRAITS; i++) {
        traits |= TRAIT_BIT(i);
        bool taken =
            mean_without(w->arena, &w->snapshot, ask->definition, &ask->first, traits, &first) &&
            mean_without(w->arena, &w->snapshot, ask->definition, &ask->second, traits, &second);
        assert_int_equal(c->taken[i], taken);
        if (!taken)
            break;
        struct exact_number after = plus(w->arena, second, first, -1);
        struct exact_number trait = plus(w->arena, before, after, -1);
        assert_int_equal(exact_sign(plus(w->arena, trait, c->trait[i], -1)), 0);
        before = after;
    }
    assert_int_equal(exact_sign(plus(w->arena, before, c->other, -1)), 0);
}

static struct change_side some_side(struct choices *ch, const struct world *w,
                                    const struct definition *d)
{
    struct change_side side = {LEVEL_COUNTY, choose(ch, w->snapshot.places), {0}};
    if (d->population != POPULATION_REGISTERED && choose(ch, 3) > 0)
        side = (struct change_side){LEVEL_UNIT, choose(ch, w->snapshot.known_units), {0}};
    side.month = month_from(2018 + (int32_t)choose(ch, 7), 1 + (int32_t)choose(ch, 12));
    return side;
}

/* Few that are chosen are an index of whom anybody has a value. */
static const struct definition *some_index(struct arena *a, struct choices *ch)
{
    static const char *const values[] = {
        "coc(contacts within 30 months by staff) when count >= 2",
        "upc(contacts ever by staff, once a day) when count > 1",
        "k_index(contacts where staff is known within 700 days by staff)",
        "secon(contacts where profession = physician ever by staff)",
        "mmci(contacts ever by staff, paired with form != phone)",
        "coc(contacts within 60 months by staff, new after 40 days without form = visit)",
    };
    struct definition *d = ARENA_NEW(a, struct definition, 1);
    struct expr_source source = {.name = "chosen", .line = 1, .column = 1, .own_unit = true};
    struct expr_part made = {0};
    struct err err = {0};
    const char *value = values[choose(ch, ARRAY_LEN(values))];
    assert_true(expr_parse(a, &source, str_of(value), WANT_VALUE, &made, &err));
    *d = (struct definition){.id = STR("chosen"), .kind = MEASURE_MEAN, .value = made.is};
    d->population = choose(ch, 2) == 0 ? POPULATION_LISTED : POPULATION_EVERYONE;
    return d;
}

static void parts_sum_to_the_change(void **state)
{
    (void)state;
    uint64_t seeds = how_many(SEEDS), known = 0, traits = 0;
    for (uint64_t seed = 1; seed <= seeds; seed++) {
        struct choices ch = choices_of_seed(seed);
        struct world w = chosen_world(&ch, 0);
        world_end(&w, 1);
        struct str text;
        const struct definition *d =
            seed % 4 == 0 ? some_index(w.arena, &ch) : chosen_measure(w.arena, &ch, &text);
        if (w.snapshot.known_units > 0 && w.snapshot.places > 0) {
            struct change_request ask = {.definition = d,
                                         .first = some_side(&ch, &w, d),
                                         .second = some_side(&ch, &w, d),
                                         .threads = 1 + choose(&ch, 3)};
            struct change c = change_of(w.arena, &w.snapshot, &ask);
            known += c.is_known;
            traits += c.is_known && c.has_traits;
            if (c.is_known)
                sums_to_the_change(w.arena, &c);
            if (c.is_known && c.has_traits)
                is_as_the_oracle_says(&w, &ask, &c);
        }
        world_close(&w);
        choices_close(&ch);
    }
    assert_true(known > seeds / 10 && traits > seeds / 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_share),
        cmocka_unit_test(an_index_by_its_traits),
        cmocka_unit_test(what_leaves_nobody_is_not_taken_out),
        cmocka_unit_test(traits_of_contacts),
        cmocka_unit_test(parts_sum_to_the_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
