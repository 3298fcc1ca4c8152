/* The law as tables: tests/spec/law/, shown in docs/operator/listing.md. */
#include "../core/arena_fixture.h"
#include "core/sb.h"
#include "law_scene.h"
#include "spec_table.h"

#include "domain/unit_closing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static bool is(struct str word, const char *other)
{
    return str_eq(word, str_of(other));
}

static struct str day_text(struct day day)
{
    char text[DAY_TEXT];
    return str_copy(arena, day_format(day, text));
}

static void check(const struct spec_table *t, size_t row, const char *column, struct str is_so)
{
    struct str wanted = spec_text(t, row, column);
    if (!str_eq(wanted, is_so))
        fail_msg("row %zu: “%.*s”, the table says “%.*s”", row + 1, STR_FMT(is_so),
                 STR_FMT(wanted));
}

/* `special` is approved; else it says by whom it is said, and whether it was granted. */
static bool read_special(struct str word, struct listing_ask *ask)
{
    static const struct {
        const char *word;
        enum party by;
        bool is_granted;
    } SAID[] = {
        {"special", PARTY_ADMINISTRATOR, false},  {"special-by-region", PARTY_ADMINISTRATOR, false},
        {"special-by-staff", PARTY_STAFF, false}, {"special-by-head", PARTY_UNIT_HEAD, false},
        {"granted-by-staff", PARTY_STAFF, true},  {"granted-by-head", PARTY_UNIT_HEAD, true},
    };
    for (size_t i = 0; i < ARRAY_LEN(SAID); i++)
        if (is(word, SAID[i].word)) {
            ask->is_special = listing_special_holds(SAID[i].by, SAID[i].is_granted);
            ask->is_undecided = !ask->is_special;
            return true;
        }
    return false;
}

/* `2023-06-01 B guardian1 form`; the unit is returned. */
static int64_t read_ask(struct str text, struct listing_ask *ask)
{
    *ask = (struct listing_ask){
        .is_electronic = true, .from = DAY_NONE, .today = scene_day(scene_word(&text))};
    int64_t unit = scene_unit(scene_word(&text));
    while (text.len > 0) {
        struct str word = scene_word(&text);
        if (is(word, "guardian1"))
            ask->signed_by |= SIGNED_GUARDIAN1;
        else if (is(word, "guardian2"))
            ask->signed_by |= SIGNED_GUARDIAN2;
        else if (is(word, "both"))
            ask->signed_by |= SIGNED_GUARDIAN1 | SIGNED_GUARDIAN2;
        else if (is(word, "form"))
            ask->is_electronic = false;
        else if (is(word, "hidden"))
            ask->hides_protected = true;
        else if (is(word, "queue"))
            ask->queue = true;
        else if (is(word, "from"))
            ask->from = scene_day(scene_word(&text));
        else if (is(word, "turn"))
            ask->by = BY_QUEUE;
        else if (is(word, "away"))
            ask->by = BY_OTHER_REGION;
        else if (is(word, "birth"))
            ask->by = BY_BIRTH;
        else if (is(word, "forced"))
            ask->by = BY_FORCE;
        else if (!read_special(word, ask))
            fail_msg("what is “%.*s”?", STR_FMT(word));
    }
    if (ask->signed_by == 0)
        ask->signed_by = SIGNED_PERSON;
    return unit;
}

static struct str answer(const struct listing_decision *d)
{
    const char *word = scene_verdict(d->verdict);
    struct str basis = vocab_word(&VOCAB_BASIS, d->listing.basis);
    if (d->verdict == LISTING_DONE && d->listing.unit == UNIT_ELSEWHERE)
        return str_fmt(arena, "listed elsewhere from %.*s, %s%s",
                       STR_FMT(day_text(d->listing.from)), d->is_counted ? "counts" : "free",
                       d->places == PLACES_LOST ? ", leaves its queue" : "");
    if (d->verdict == LISTING_DONE)
        return str_fmt(arena, "listed from %.*s, %.*s, %s%s%s", STR_FMT(day_text(d->listing.from)),
                       STR_FMT(basis), d->is_counted ? "counts" : "free",
                       d->is_exempt ? ", over the cap" : "",
                       d->places == PLACES_LOST ? ", leaves its queue" : "");
    if (d->verdict == LISTING_QUEUED && d->wait >= 0)
        return str_fmt(arena, "queued as %u, about %d days", d->number, d->wait);
    if (d->verdict == LISTING_QUEUED)
        return str_fmt(arena, "queued as %u", d->number);
    if (d->verdict == LISTING_WAITS || d->verdict == LISTING_ALREADY_WAITS)
        return str_fmt(arena, "%s until %.*s", word, STR_FMT(day_text(d->consent.until)));
    if (!listing_is_refused(d->verdict))
        return str_of(word);
    if (day_is_none(d->next))
        return str_fmt(arena, "no: %s", word);
    return str_fmt(arena, "no: %s, possible from %.*s", word, STR_FMT(day_text(d->next)));
}

static void choices_by_paragraph(void **state)
{
    (void)state;
    static const char *const path[] = {
        "tests/spec/law/hsl_7_3.csv",  "tests/spec/law/hsl_7_3a.csv", "tests/spec/law/hsl_7_3b.csv",
        "tests/spec/law/hsl_7_3c.csv", "tests/spec/law/fb_6.csv",
    };
    for (size_t p = 0; p < ARRAY_LEN(path); p++) {
        struct spec_table *t = spec_open(arena, path[p]);
        print_message("# %s, %zu rows\n", path[p], spec_rows(t));
        for (size_t i = 0; i < spec_rows(t); i++) {
            struct scene s;
            struct listing_ask ask;
            struct listing_decision d;
            scene_read(&s, spec_text(t, i, "rules"), spec_text(t, i, "is_so"));
            int64_t unit = read_ask(spec_text(t, i, "asked"), &ask);
            listing_decide(&s.rules, &s.person, unit > 0 ? &s.unit[unit] : &s.elsewhere, &ask, &d);
            if (d.places == PLACES_LOST && s.person.places == 0)
                d.places = PLACES_KEPT; /* there is none to lose */
            check(t, i, "answer", answer(&d));
        }
    }
}

static void who_has_not_chosen(void **state)
{
    (void)state;
    static const char *const word[] = {
        [PASSIVE_STANDS] = "stands",
        [PASSIVE_DEAD] = "dead",
        [PASSIVE_NOT_HERE] = "not registered here",
        [PASSIVE_NOT_SO] = "not so here",
        [PASSIVE_NOWHERE] = "nowhere",
    };
    struct spec_table *t = spec_open(arena, "tests/spec/law/not_chosen.csv");
    for (size_t i = 0; i < spec_rows(t); i++) {
        struct scene s;
        struct passive_decision d;
        scene_read(&s, spec_text(t, i, "rules"), spec_text(t, i, "is_so"));
        struct str text = spec_text(t, i, "asked");
        struct passive_ask ask = {.unit = s.candidate, .units = s.candidates};
        ask.today = scene_day(scene_word(&text));
        ask.is_newborn = is(scene_word(&text), "born");
        ask.registered_from = scene_day(text);
        passive_decide(&s.rules, &s.person, &ask, &d);
        const struct listing_past *listing = &d.listing.listing;
        if (d.verdict == PASSIVE_LISTED)
            check(t, i, "answer",
                  str_fmt(arena, "%c from %.*s, %.*s%s", (char)('A' + listing->unit - 1),
                          STR_FMT(day_text(listing->from)),
                          STR_FMT(vocab_word(&VOCAB_BASIS, listing->basis)),
                          d.listing.is_exempt ? ", over the cap" : ""));
        else
            check(t, i, "answer", str_of(word[d.verdict]));
    }
}

static void who_leaves_and_comes_back(void **state)
{
    (void)state;
    struct spec_table *t = spec_open(arena, "tests/spec/law/leaving.csv");
    for (size_t i = 0; i < spec_rows(t); i++) {
        struct leaving_decision d = passive_leaving((enum leaving)i);
        check(t, i, "listing", str_of(d.ends_listing ? "ends on the day" : "stands"));
        check(t, i, "places_in_queues", str_of(d.ends_places ? "end" : "stay"));
        check(t, i, "change_that_waits", str_of(d.ends_consent ? "ends" : "stays"));
    }
    t = spec_open(arena, "tests/spec/law/coming_back.csv");
    for (size_t i = 0; i < spec_rows(t); i++) {
        struct day end = passive_coming_back(scene_day(spec_text(t, i, "emigrated_on")),
                                             scene_day(spec_text(t, i, "registered_from")));
        check(t, i, "earlier_listing",
              day_is_none(end) ? STR("goes on")
                               : str_fmt(arena, "ends %.*s", STR_FMT(day_text(end))));
    }
}

static void moving_within_the_region(void **state)
{
    (void)state;
    struct spec_table *t = spec_open(arena, "tests/spec/law/moved_within.csv");
    for (size_t i = 0; i < spec_rows(t); i++) {
        unsigned basis = 0;
        bool by_area = str_eq(spec_text(t, i, "moved_in"), STR("area"));
        struct rules r = {.passive = {.moved_in = by_area ? PASSIVE_AREA : PASSIVE_NONE}};
        assert_true(vocab_find(&VOCAB_BASIS, spec_text(t, i, "basis"), &basis));
        check(t, i, "listing", str_of(passive_moves(&r, (enum basis)basis) ? "follows" : "stands"));
    }
}

static void an_area_that_is_given_to_another_unit(void **state)
{
    (void)state;
    struct rules r = {.passive = {.new_unit = NEW_UNIT_CHOICE_ONLY}};
    assert_false(passive_follows_area(&r, BASIS_AREA));
    r.passive.new_unit = NEW_UNIT_AREA;
    assert_true(passive_follows_area(&r, BASIS_AREA));
    assert_false(passive_follows_area(&r, BASIS_CHOICE_FORM));
}

static void what_nobody_chose_gives_way_to_where_they_live(void **state)
{
    (void)state;
    for (unsigned basis = 0; basis < VOCAB_BASIS.count; basis++)
        assert_int_equal(passive_gives_way((enum basis)basis),
                         basis == BASIS_AREA || basis == BASIS_ADMINISTRATIVE);
}

/* ---- a unit closes: A, on 2023-06-30 ---- */

struct closing_scene {
    struct scene scene;
    struct listing_unit to[SCENE_UNITS];
    struct closing_listed listed[SCENE_UNITS];
    struct room_step step[SCENE_UNITS][4];
    struct listing_past past[8][2];
    struct closing_person person[8];
    struct closing_plan plan;
};

/* `B cap 10 listed 8 joins 2023-08-01 leaves 2023-09-01; C` */
static void read_units(struct closing_scene *c, struct str text)
{
    while (text.len > 0) {
        struct str one = str_trim(str_cut(&text, ';')), word = scene_word(&one);
        struct listing_unit *u = &c->to[c->plan.tos];
        struct closing_listed *listed = &c->listed[c->plan.tos];
        struct room_step *step = c->step[c->plan.tos];
        *u = c->scene.unit[scene_unit(word)];
        listed->step = step;
        for (int64_t n = 0; one.len > 0;) {
            struct str what = scene_word(&one);
            struct str value = scene_word(&one);
            if (is(what, "branch"))
                u->is_branch = true;
            else if (is(what, "opens"))
                u->opens = scene_day(value);
            else if (is(what, "closes"))
                u->closes = scene_day(value);
            else if (is(what, "joins") || is(what, "leaves"))
                step[listed->steps++] =
                    (struct room_step){scene_day(value), is(what, "joins") ? 1 : -1};
            else if (!str_to_i64(value, &n))
                fail_msg("“%.*s” is no number", STR_FMT(value));
            if (is(what, "cap"))
                u->cap = n;
            if (is(what, "listed"))
                listed->first = n;
        }
        c->plan.tos++;
    }
}

/* `1 to B; 2 saebo to C; 3; 4 from 2023-08-01 until 2023-08-31 to B` */
static void read_persons(struct closing_scene *c, struct str text)
{
    while (text.len > 0) {
        struct str one = str_trim(str_cut(&text, ';'));
        struct closing_person *p = &c->person[c->plan.persons++];
        *p = (struct closing_person){.from = {c->plan.last.n + 1}, .facts = c->scene.person};
        struct listing_past *past = c->past[c->plan.persons - 1];
        past[0] = past[1] =
            (struct listing_past){.unit = 1, .from = scene_day(STR("2020-01-01")), .to = DAY_NONE};
        p->facts.past = past;
        p->facts.past_count = 1;
        for (scene_word(&one); one.len > 0;) {
            struct str word = scene_word(&one);
            if (is(word, "saebo"))
                p->facts.in_saebo = true;
            else if (is(word, "to"))
                p->to = scene_unit(scene_word(&one));
            else if (is(word, "from"))
                past[0].from = p->from = scene_day(scene_word(&one));
            else if (is(word, "until"))
                past[p->facts.past_count++].from = (struct day){scene_day(scene_word(&one)).n + 1};
            else
                fail_msg("what is “%.*s”?", STR_FMT(word));
        }
    }
}

static struct str most_at(const struct closing_plan *plan, const struct closing_decision *d,
                          int64_t unit)
{
    size_t i = 0;
    while (plan->to[i].unit != unit)
        i++;
    return str_fmt(arena, "%lld", (long long)d->after[i]);
}

static void a_unit_closes_with_a_place_for_everybody(void **state)
{
    (void)state;
    struct spec_table *t = spec_open(arena, "tests/spec/law/closing.csv");
    for (size_t i = 0; i < spec_rows(t); i++) {
        struct closing_scene c = {.plan = {.unit = 0}};
        scene_read(&c.scene, STR(""), STR("born 1980-05-01"));
        c.plan = (struct closing_plan){.unit = 1,
                                       .last = scene_day(STR("2023-06-30")),
                                       .today = scene_day(STR("2023-06-01")),
                                       .person = c.person,
                                       .to = c.to,
                                       .listed = c.listed};
        read_units(&c, spec_text(t, i, "units"));
        read_persons(&c, spec_text(t, i, "persons"));
        struct closing_decision d;
        bool closes = unit_closing(arena, &c.scene.rules, &c.plan, &d);
        check(t, i, "closes", str_of(closes ? "yes" : "no"));
        struct sb moves = sb_open(arena, 256);
        for (size_t k = 0; k < c.plan.persons; k++) {
            const struct closing_move *m = &d.move[k];
            char unit[] = {(char)('A' + m->decision.listing.unit - 1), '\0'};
            sb_fmt(&moves, "%s%zu %s", k > 0 ? "; " : "", k + 1,
                   m->verdict == CLOSING_MOVES     ? unit
                   : m->verdict == CLOSING_NO_UNIT ? "no unit"
                                                   : scene_verdict(m->decision.verdict));
        }
        check(t, i, "moves", sb_str(&moves));
        check(t, i, "most at B", most_at(&c.plan, &d, scene_unit(STR("B"))));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(choices_by_paragraph),
        cmocka_unit_test(who_has_not_chosen),
        cmocka_unit_test(who_leaves_and_comes_back),
        cmocka_unit_test(moving_within_the_region),
        cmocka_unit_test(an_area_that_is_given_to_another_unit),
        cmocka_unit_test(what_nobody_chose_gives_way_to_where_they_live),
        cmocka_unit_test(a_unit_closes_with_a_place_for_everybody),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
