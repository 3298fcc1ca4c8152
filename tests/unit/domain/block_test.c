/* From whom a block hides what, who may open it, and who asks for one, by example:
 * tests/spec/law/{blocks,blocking}.csv, shown in docs/operator/persons.md. */
#include "domain/block.h"

#include "contact_spec.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "../core/arena_fixture.h"

static struct day day_of(struct str text)
{
    struct day day = DAY_NONE;
    struct err err = {0};
    if (text.len > 0 && !day_parse(text, &day, &err))
        fail_msg("%.*s is no day", STR_FMT(text));
    return day;
}

/* "A 2023-03-01..2023-04-30; B 2023-05-01.." */
static size_t read_blocks(struct str text, struct block *out, size_t most)
{
    size_t count = 0;
    while (text.len > 0) {
        struct str one = str_trim(str_cut(&text, ';')), unit = str_cut(&one, ' ');
        struct str from = str_cut(&one, '.');
        assert_true(count < most && one.len > 0);
        struct str to = {one.at + 1, one.len - 1};
        out[count++] = (struct block){spec_id(str_cstr(arena, unit)), day_of(from), day_of(to)};
    }
    return count;
}

static enum role role_of(const struct spec_table *t, size_t row)
{
    unsigned role = 0;
    if (!vocab_find(&VOCAB_ROLE, spec_text(t, row, "role"), &role))
        fail_msg("%s is no role", spec_cstr(t, row, "role"));
    return (enum role)role;
}

/* "consent: asked at the visit" */
static struct block_opening opening_of(const struct spec_table *t, size_t row)
{
    unsigned how = BLOCK_CLOSED;
    struct str reason = spec_text(t, row, "opening"), word = str_cut(&reason, ':');
    if (!vocab_find(&VOCAB_BLOCK_OPEN, word, &how))
        fail_msg("%s opens nothing", spec_cstr(t, row, "opening"));
    return (struct block_opening){(enum block_open)how, str_trim(reason)};
}

static const char *answer_of(const struct spec_table *t, size_t row)
{
    enum { MOST = 4 };
    struct block block[MOST];
    size_t count = read_blocks(spec_text(t, row, "blocked"), block, MOST);
    struct hsaid works = spec_id(spec_cstr(t, row, "unit"));
    struct hsaid asked = spec_id(spec_cstr(t, row, "what"));
    struct actor actor = {.role = role_of(t, row), .unit = hsaid_str(&works)};
    struct block_opening opening = opening_of(t, row);
    struct day on = day_of(spec_text(t, row, "on"));
    bool hides = spec_is(spec_cstr(t, row, "what"), "any")
                     ? block_hides_any(block, count, &actor, on)
                     : block_hides(block, count, &asked, &actor, on);
    if (opening.how != BLOCK_CLOSED && hides)
        return block_may_open(&opening, &actor) ? "opened" : "block.opening";
    return hides ? "hidden" : "shown";
}

static void what_a_block_hides(void **state)
{
    (void)state;
    const struct spec_table *t = spec_open(arena, "tests/spec/law/blocks.csv");
    assert_true(spec_rows(t) > 25);
    for (size_t i = 0; i < spec_rows(t); i++)
        if (!spec_is(answer_of(t, i), spec_cstr(t, i, "answer")))
            fail_msg("%s: %s", spec_cstr(t, i, "case"), answer_of(t, i));
}

static void who_asks_for_one(void **state)
{
    (void)state;
    const struct spec_table *t = spec_open(arena, "tests/spec/law/blocking.csv");
    assert_int_equal(spec_rows(t), PARTY_ADMINISTRATOR + 1);
    for (size_t i = 0; i < spec_rows(t); i++) {
        enum party who = spec_party(spec_cstr(t, i, "who"));
        const char *is_so = party_in(who, BLOCK_PARTIES) ? "may" : "actor.role";
        if (!spec_is(is_so, spec_cstr(t, i, "answer")))
            fail_msg("%s: %s", spec_cstr(t, i, "case"), is_so);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_block_hides),
        cmocka_unit_test(who_asks_for_one),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
