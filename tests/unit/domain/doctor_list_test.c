/* domain/doctor_list.h and the room of a doctor's list by example:
 * tests/spec/law/{doctor_lists,doctor_list_room}.csv; and what then counts as a change. */
#include "domain/doctor_list.h"

#include "contact_spec.h"
#include "core/sb.h"

#include "../core/arena_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { MOST = 4, CELL = 120 };

/* ---- the lists ---- */

static int64_t unit_of(const char *name)
{
    return spec_is(name, "elsewhere") ? UNIT_ELSEWHERE : name[0];
}

/* "100..149" or "100.." */
static void days(const char *text, struct day *from, struct day *to)
{
    char *end = NULL;
    *from = (struct day){(int32_t)strtol(text, &end, 10)};
    assert_int_equal(strncmp(end, "..", 2), 0);
    *to = end[2] ? (struct day){(int32_t)strtol(end + 2, NULL, 10)} : DAY_NONE;
}

/* The words of one thing, of those that a semicolon parts; false: there are no more. */
static bool next_words(const char **cell, char word[4][24])
{
    while (**cell == ';' || **cell == ' ')
        (*cell)++;
    for (size_t i = 0; i < 4; i++)
        word[i][0] = 0;
    if (!**cell)
        return false;
    (void)sscanf(*cell, "%23[^ ;] %23[^ ;] %23[^ ;] %23[^ ;]", word[0], word[1], word[2], word[3]);
    while (**cell && **cell != ';')
        (*cell)++;
    return true;
}

static size_t read_listed(const char *cell, struct listing_past *out)
{
    char word[4][24];
    size_t count = 0;
    for (; next_words(&cell, word); count++) {
        unsigned basis = 0;
        assert_true(count < MOST);
        out[count] = (struct listing_past){.unit = unit_of(word[0])};
        days(word[1], &out[count].from, &out[count].to);
        assert_true(out[count].unit == UNIT_ELSEWHERE ||
                    vocab_find(&VOCAB_BASIS, str_of(word[2]), &basis));
        out[count].basis = (enum basis)basis;
    }
    return count;
}

static size_t read_doctors(const char *cell, struct list_doctor *out)
{
    char word[4][24];
    size_t count = 0;
    for (; next_words(&cell, word); count++) {
        assert_true(count < MOST);
        out[count] = (struct list_doctor){.staff = word[0][1] - '0',
                                          .unit = unit_of(word[1]),
                                          .is_chosen = spec_is(word[3], "chosen"),
                                          .basis = BASIS_CHOICE_FORM};
        days(word[2], &out[count].from, &out[count].to);
    }
    return count;
}

static void put(struct sb *out, const struct listing_past *p)
{
    bool is_away = p->unit == UNIT_ELSEWHERE;
    sb_put(out, out->len > 0 ? STR("; ") : STR(""));
    if (is_away)
        sb_put(out, STR("elsewhere"));
    else
        sb_fmt(out, "%c", (char)p->at);
    for (int staff = 1; staff < 10 && !is_away; staff++)
        if (doctor_list_key(p->at, staff) == p->unit)
            sb_fmt(out, "/D%d", staff);
    sb_fmt(out, " %d..", (int)p->from.n);
    if (!day_is_none(p->to))
        sb_fmt(out, "%d", (int)p->to.n);
    if (!is_away)
        sb_fmt(out, " %.*s", STR_FMT(vocab_word(&VOCAB_BASIS, p->basis)));
}

static void lists(void **state)
{
    (void)state;
    const struct spec_table *t = spec_open(arena, "tests/spec/law/doctor_lists.csv");
    for (size_t i = 0; i < spec_rows(t); i++) {
        struct listing_past listed[MOST], *out;
        struct list_doctor doctor[MOST];
        struct sb text = sb_open(arena, CELL);
        size_t count = read_listed(spec_cstr(t, i, "listed"), listed);
        size_t doctors = read_doctors(spec_cstr(t, i, "doctors"), doctor);
        count = doctor_lists(arena, listed, count, doctor, doctors, &out);
        for (size_t j = 0; j < count; j++)
            put(&text, &out[j]);
        if (!spec_is(str_cstr(arena, sb_str(&text)), spec_cstr(t, i, "lists")))
            fail_msg("%s: %s", spec_cstr(t, i, "case"), str_cstr(arena, sb_str(&text)));
    }
}

/* Whoever had no doctor at the unit has changed none, nor has who has none any more. */
static void the_units_own_list_is_no_doctors(void **state)
{
    (void)state;
    struct rules rules = spec_rules();
    rules.listing_on = LISTING_ON_DOCTOR;
    rules.changes.free = 0;
    struct listing_past past = {
        .unit = 7, .at = 7, .from = {100}, .to = {199}, .basis = BASIS_CHOICE_FORM};
    struct listing_past next = {.unit = doctor_list_key(7, 1),
                                .at = 7,
                                .from = {200},
                                .to = DAY_NONE,
                                .basis = BASIS_CHOICE_FORM};
    assert_false(quota_counts(&rules, &past, 1, &next));
    past.unit = doctor_list_key(7, 2);
    assert_true(quota_counts(&rules, &past, 1, &next));
    next.unit = 7;
    assert_false(quota_counts(&rules, &past, 1, &next));
    next.unit = next.at = 8; /* another unit, with no doctor there */
    assert_true(quota_counts(&rules, &past, 1, &next));
}

/* ---- the room of a list ---- */

static void rooms(void **state)
{
    (void)state;
    static const char *const who[] = {"none", "region", "unit_head"};
    const struct spec_table *t = spec_open(arena, "tests/spec/law/doctor_list_room.csv");
    for (size_t i = 0; i < spec_rows(t); i++) {
        struct rules rules = spec_rules();
        for (size_t k = 0; k < ARRAY_LEN(who); k++)
            if (spec_is(spec_cstr(t, i, "of_doctor"), who[k]))
                rules.cap.of_doctor = (enum doctor_cap)k;
        rules.panel.per_fte = spec_is(spec_cstr(t, i, "per_fte"), "yes");
        rules.panel.cap = spec_text(t, i, "region_cap").len > 0 ? spec_i64(t, i, "region_cap") : -1;
        struct position_row position = spec_position("D1", "A");
        position.fte = spec_double(t, i, "fte");
        position.panel_cap = spec_text(t, i, "own_cap").len > 0 ? spec_i64(t, i, "own_cap") : -1;
        position.panel_open = spec_is(spec_cstr(t, i, "panel"), "open") ? ANSWER_YES : ANSWER_NO;
        struct assign_staff staff = {.doctor = spec_doctor("D1", &position),
                                     .panel_count = spec_i64(t, i, "listed")};
        struct assign_person person = {.person = 1, .end = DAY_NONE, .unit = spec_id("A")};
        struct assign_ask ask = {.kind = KIND_DOCTOR,
                                 .unit = spec_id("A"),
                                 .on = TODAY,
                                 .by = PARTY_PERSON, /* who may not assign, but list */
                                 .by_listing = true};
        const char *code = assign_code(assign_decide(&rules, &staff, &person, &ask).verdict);
        if (!spec_is(code ? code : "may", spec_cstr(t, i, "answer")))
            fail_msg("%s: %s", spec_cstr(t, i, "case"), code);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists),
        cmocka_unit_test(the_units_own_list_is_no_doctors),
        cmocka_unit_test(rooms),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
