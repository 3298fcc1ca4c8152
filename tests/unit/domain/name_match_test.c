/* domain/name_match.h: who answers to a name. */
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_begin_words_of_the_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
