#include "domain/person_id.h"
#include "synth/identity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { COUNT = 30000 };

/* A district of persons and nothing else; every tenth has had samordningsnummer. */
static struct district persons(struct arena *a)
{
    struct district d = {
        .arena = a, .seed = 5, .start = date(2019, 1, 1), .end = date(2024, 1, 14)};
    for (int32_t i = 0; i < COUNT; i++) {
        struct person *p = list_add(a, &d.persons, sizeof *p);
        *p = (struct person){.arrived = date(2019, 3, 1), .gone = FOREVER, .numbers = 0};
        if (i % 10 == 0)
            p->numbers = (uint8_t)(1 + i % 20 / 10);
    }
    return d;
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void identifiers_are_valid_and_unique_over_districts(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    uint64_t *all = ARENA_NEW(a, uint64_t, 4 * COUNT);
    size_t n = 0;
    struct taken taken = {.seed = 9};
    for (unsigned number = 0; number < 2; number++) {
        struct district d = persons(a);
        struct identity id = identity_make(&d, &taken);
        for (int32_t i = 0; i < COUNT; i++)
            for (unsigned k = 0; k < identity_count(&d, i); k++) {
                char text[IDENTITY_TEXT];
                struct person_id parsed;
                struct err err = {0};
                struct str said = identity_at(&d, &id, i, k, text);
                assert_true(person_id_parse(said, (struct day){d.end}, &parsed, &err));
                assert_memory_equal(said.at, "18", 2);
                bool newest = k + 1 == identity_count(&d, i);
                assert_int_equal(person_id_kind(parsed),
                                 newest ? ID_PERSONNUMMER : ID_SAMORDNINGSNUMMER);
                all[n++] = parsed.packed;
            }
        taken.persons += COUNT;
        taken.coordination += id.coordinations;
    }
    qsort(all, n, sizeof *all, by_value);
    for (size_t i = 1; i < n; i++)
        assert_true(all[i] != all[i - 1]);
    arena_close(a);
}

static void an_identifier_holds_until_it_is_replaced(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct district d = persons(a);
    struct taken taken = {.seed = 9};
    struct identity id = identity_make(&d, &taken);
    char before[IDENTITY_TEXT], after[IDENTITY_TEXT], first[IDENTITY_TEXT];
    int32_t day = identity_replaced(&d, 0, 0);
    assert_int_equal(identity_count(&d, 0), 2);
    struct str old = identity_on(&d, &id, 0, day - 1, before);
    struct str new = identity_on(&d, &id, 0, day, after);
    assert_true(str_eq(old, identity_at(&d, &id, 0, 0, first)));
    assert_false(str_eq(old, new));
    /* who leaves before keeps the first one */
    PERSON(&d, 0)->gone = day - 1;
    assert_int_equal(identity_count(&d, 0), 1);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(identifiers_are_valid_and_unique_over_districts),
        cmocka_unit_test(an_identifier_holds_until_it_is_replaced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
