#include "domain/vocab.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct vocab *const ALL[] = {
    &VOCAB_SEX,   &VOCAB_PROTECTION,   &VOCAB_DEREGISTRATION, &VOCAB_OPERATOR,   &VOCAB_PROFESSION,
    &VOCAB_FORM,  &VOCAB_CARE_LEVEL,   &VOCAB_PROBLEM,        &VOCAB_BOOKING,    &VOCAB_ANSWER,
    &VOCAB_BASIS, &VOCAB_CONTACT_KIND, &VOCAB_RESIDENCE_KIND, &VOCAB_EMPLOYMENT, &VOCAB_TRAINING,
};

static void every_word_is_found_at_its_value(void **state)
{
    (void)state;
    for (size_t v = 0; v < ARRAY_LEN(ALL); v++)
        for (unsigned i = 0; i < ALL[v]->count; i++) {
            unsigned found = 99;
            if (!ALL[v]->word[i])
                continue;
            assert_true(vocab_find(ALL[v], vocab_word(ALL[v], i), &found));
            assert_int_equal(found, i);
        }
}

static void words_stand_for_what_the_enum_says(void **state)
{
    (void)state;
    static const struct {
        const struct vocab *v;
        const char *word;
        unsigned value;
    } cases[] = {
        {&VOCAB_SEX, "", SEX_UNKNOWN},
        {&VOCAB_SEX, "F", SEX_FEMALE},
        {&VOCAB_PROTECTION, "protected_registration", PROTECTION_REGISTRATION},
        {&VOCAB_DEREGISTRATION, "emigrated", DEREG_EMIGRATED},
        {&VOCAB_PROFESSION, "occupational_therapist", PROF_OCCUPATIONAL_THERAPIST},
        {&VOCAB_FORM, "home_visit", FORM_HOME_VISIT},
        {&VOCAB_BASIS, "special_reason", BASIS_SPECIAL_REASON},
        {&VOCAB_CONTACT_KIND, "2", KIND_DOCTOR},
        {&VOCAB_TRAINING, "st", TRAINING_ST},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        unsigned value = 99;
        assert_true(vocab_find(cases[i].v, str_of(cases[i].word), &value));
        assert_int_equal(value, cases[i].value);
    }
}

static void what_is_no_word_is_not_found(void **state)
{
    (void)state;
    unsigned value = 99;
    assert_false(vocab_find(&VOCAB_FORM, STR("visits"), &value));
    assert_false(vocab_find(&VOCAB_FORM, STR("visi"), &value));
    assert_false(vocab_find(&VOCAB_FORM, STR("Visit"), &value));
    assert_false(vocab_find(&VOCAB_FORM, STR("visit\0"), &value));
    assert_false(vocab_find(&VOCAB_FORM, STR(""), &value));
    assert_false(vocab_find(&VOCAB_CONTACT_KIND, STR(""), &value));
    assert_false(vocab_find(&VOCAB_CONTACT_KIND, STR("0"), &value));
    assert_int_equal(value, 99);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_is_found_at_its_value),
        cmocka_unit_test(words_stand_for_what_the_enum_says),
        cmocka_unit_test(what_is_no_word_is_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
