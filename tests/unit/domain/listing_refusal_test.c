/* Every refusal has a code, and nothing else has. */
#include "domain/listing_refusal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void every_refusal_has_a_code(void **state)
{
    (void)state;
    static const char *const code[] = {
        "listing.dead",         "listing.emigrated",      "listing.under_age",
        "listing.not_guardian", "listing.no_guardian",    "listing.protected_relation",
        "listing.day_past",     "listing.later_stands",   "unit.branch",
        "listing.not_open",     "listing.closed",         "listing.quota",
        "listing.full",         "listing.full_has_queue", "listing.in_other_queue",
        "listing.undecided"};
    for (unsigned v = LISTING_DONE; v < LISTING_DEAD; v++)
        assert_null(listing_code((enum listing_verdict)v));
    for (unsigned i = 0; i < ARRAY_LEN(code); i++)
        assert_string_equal(listing_code((enum listing_verdict)(LISTING_DEAD + i)), code[i]);
}

static void a_fault_of_who_signed_is_no_conflict(void **state)
{
    (void)state;
    assert_int_equal(listing_kind(LISTING_UNDER_AGE), ERR_INVALID);
    assert_int_equal(listing_kind(LISTING_NO_GUARDIAN), ERR_INVALID);
    assert_int_equal(listing_kind(LISTING_UNDECIDED), ERR_DENIED);
    assert_int_equal(listing_kind(LISTING_QUOTA), ERR_CONFLICT);
    assert_int_equal(listing_kind(LISTING_FULL), ERR_CONFLICT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_refusal_has_a_code),
        cmocka_unit_test(a_fault_of_who_signed_is_no_conflict),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
