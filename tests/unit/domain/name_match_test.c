/* domain/name_match.h, domain/block.h: who answers to a name; from whom a block hides. */
#include "domain/block.h"
#include "domain/name_match.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void words_begin_words_of_the_name(void **state)
{
    (void)state;
    static const struct {
        const char *given, *surname, *wanted;
        bool matches;
    } CASE[] = {
        {"Anna Maria", "Östberg", "ann öst", true},
        {"Anna Maria", "Östberg", "ÖSTBERG mar", true},
        {"Anna Maria", "Östberg", "nna", false},
        {"Anna Maria", "Östberg", "anna berg", false},
        {"Karl-Åke", "Ek", "åke", true},
        {"Karl-Åke", "Ek", "karl-å", true},
        {"Karl-Åke", "Ek", "ake", false},
        {"André", "Ek", "ANDRÉ", true},
        {"", "Ek", "ek  ", true},
        {"Anna", "Ek", "  ", false},
        {"Anna", "Ek", "ekman", false},
    };
    for (size_t i = 0; i < ARRAY_LEN(CASE); i++)
        if (name_matches(str_of(CASE[i].given), str_of(CASE[i].surname), str_of(CASE[i].wanted)) !=
            CASE[i].matches)
            fail_msg("%s %s: %s", CASE[i].given, CASE[i].surname, CASE[i].wanted);
}

static void a_block_hides_from_others_than_the_unit(void **state)
{
    (void)state;
    struct hsaid one = {"SE0000000000-U1"}, other = {"SE0000000000-U2"};
    struct block b = {one, {100}, {200}};
    struct actor nurse = {.role = ROLE_STAFF, .unit = STR("SE0000000000-U2")};
    struct actor own = {.role = ROLE_STAFF, .unit = STR("SE0000000000-U1")};
    struct actor admin = {.role = ROLE_ADMINISTRATOR, .unit = STR("")};
    struct actor resident = {.role = ROLE_RESIDENT, .unit = STR("")};
    assert_true(block_hides(&b, 1, &one, &nurse, (struct day){100}));
    assert_true(block_hides(&b, 1, &one, &admin, (struct day){200}));
    assert_false(block_hides(&b, 1, &one, &nurse, (struct day){99}));
    assert_false(block_hides(&b, 1, &one, &nurse, (struct day){201}));
    assert_false(block_hides(&b, 1, &other, &nurse, (struct day){150}));
    assert_false(block_hides(&b, 1, &one, &own, (struct day){150}));
    assert_false(block_hides(&b, 1, &one, &resident, (struct day){150}));
    assert_true(block_hides_any(&b, 1, &nurse, (struct day){150}));
    assert_false(block_hides_any(&b, 1, &own, (struct day){150}));
    assert_true(block_may_open(&nurse) && block_may_open(&admin));
    assert_false(block_may_open(&resident));
    nurse.role = ROLE_MUNICIPAL;
    assert_false(block_may_open(&nurse));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_begin_words_of_the_name),
        cmocka_unit_test(a_block_hides_from_others_than_the_unit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
