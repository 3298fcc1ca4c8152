/* core/keyed.h against the values of RFC 4231 (HMAC) and RFC 8032 (Ed25519). */
#include "core/keyed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void hmac_of_the_standard(void **state)
{
    (void)state;
    char hex[SHA256_TEXT];
    struct secret jefe = {{'J', 'e', 'f', 'e'}}; /* a shorter key is filled with zeros */
    struct keyed *k = keyed_open(&jefe);
    for (int again = 0; again < 2; again++) {
        struct sha256_sum sum = keyed_sum(k, STR("what do ya want for nothing?"));
        assert_string_equal(sha256_hex(sum, hex).at,
                            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
    keyed_close(k);
    keyed_close(NULL);
    struct secret zero = {{0}};
    k = keyed_open(&zero);
    assert_string_equal(sha256_hex(keyed_sum(k, STR("")), hex).at,
                        "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
    keyed_close(k);
}

static void sums_are_compared_whole(void **state)
{
    (void)state;
    struct sha256_sum a = sha256_of(STR("a")), b = a;
    assert_true(sum_eq(&a, &b));
    for (unsigned bit = 0; bit < 8 * SHA256_SIZE; bit++) {
        b.byte[bit / 8] ^= (unsigned char)(1U << bit % 8);
        assert_false(sum_eq(&a, &b));
        b = a;
    }
}

static void ed25519_of_the_standard(void **state)
{
    (void)state;
    struct sha256_sum seed, key;
    struct secret secret;
    assert_true(sha256_parse(
        STR("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"), &seed));
    assert_true(sha256_parse(
        STR("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"), &key));
    memcpy(secret.byte, seed.byte, sizeof secret.byte);
    struct public_key public = sign_public(&secret);
    assert_memory_equal(public.byte, key.byte, sizeof key.byte);
    struct signature made = sign(&secret, STR("\x72"));
    assert_int_equal(made.byte[0], 0x92);
    assert_int_equal(made.byte[1], 0xa0);
    assert_int_equal(made.byte[63], 0x00);
    assert_true(sign_check(&public, STR("\x72"), &made));
    assert_false(sign_check(&public, STR("\x73"), &made));
    made.byte[40] ^= 1;
    assert_false(sign_check(&public, STR("\x72"), &made));
}

static void secrets_differ(void **state)
{
    (void)state;
    struct secret a = secret_make(), b = secret_make();
    assert_memory_not_equal(a.byte, b.byte, SECRET_SIZE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hmac_of_the_standard),
        cmocka_unit_test(sums_are_compared_whole),
        cmocka_unit_test(ed25519_of_the_standard),
        cmocka_unit_test(secrets_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
