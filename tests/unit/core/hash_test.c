/* core/checksum.h and core/sha256.h: however a text is cut, its value is that of the whole. */
#include "core/checksum.h"
#include "core/sha256.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void sha256_of_the_standard(void **state)
{
    (void)state;
    char hex[SHA256_TEXT];
    assert_string_equal(sha256_hex(sha256_of(STR("")), hex).at,
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_string_equal(sha256_hex(sha256_of(STR("abc")), hex).at,
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    struct str two = STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq");
    assert_string_equal(sha256_hex(sha256_of(two), hex).at,
                        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void sha256_is_read_back(void **state)
{
    char hex[SHA256_TEXT], again[SHA256_TEXT];
    struct sha256_sum sum = {{0}};
    (void)state;
    struct str text = sha256_hex(sha256_of(STR("abc")), hex);
    assert_true(sha256_parse(text, &sum));
    assert_true(str_eq(sha256_hex(sum, again), text));
    assert_false(sha256_parse((struct str){hex, SHA256_TEXT - 2}, &sum));
    hex[5] = 'G';
    assert_false(sha256_parse(text, &sum));
}

static void sha256_in_pieces(void **state)
{
    (void)state;
    char text[300], hex[SHA256_TEXT], whole[SHA256_TEXT];
    for (unsigned i = 0; i < sizeof text; i++)
        text[i] = (char)i;
    sha256_hex(sha256_of((struct str){text, sizeof text}), whole);
    for (size_t piece = 1; piece < sizeof text; piece += 13) {
        struct sha256 *s = sha256_open();
        for (size_t at = 0; at < sizeof text; at += piece)
            sha256_add(s, text + at, sizeof text - at < piece ? sizeof text - at : piece);
        sha256_add(s, NULL, 0);
        assert_string_equal(sha256_hex(sha256_close(s), hex).at, whole);
    }
}

static void checksum_in_pieces(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    char text[3000];
    for (unsigned i = 0; i < sizeof text; i++)
        text[i] = (char)(i * 31);
    for (size_t size = 0; size <= sizeof text; size += 250)
        for (size_t piece = 1; piece < 800; piece += 97) {
            struct checksum *c = checksum_open(a);
            for (size_t at = 0; at < size; at += piece)
                checksum_add(c, text + at, size - at < piece ? size - at : piece);
            assert_true(checksum_value(c) == checksum_of(text, size));
        }
    /* XXH3-64 of nothing, seed 0: the reference value. */
    assert_true(checksum_of("", 0) == UINT64_C(0x2D06800538D394C2));
    arena_close(a);
}

static void a_flipped_bit_is_seen(void **state)
{
    (void)state;
    unsigned char text[200] = {0};
    uint64_t whole = checksum_of(text, sizeof text);
    for (unsigned bit = 0; bit < 8 * sizeof text; bit++) {
        text[bit / 8] ^= (unsigned char)(1U << bit % 8);
        assert_true(checksum_of(text, sizeof text) != whole);
        text[bit / 8] ^= (unsigned char)(1U << bit % 8);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_of_the_standard), cmocka_unit_test(sha256_is_read_back),
        cmocka_unit_test(sha256_in_pieces),       cmocka_unit_test(checksum_in_pieces),
        cmocka_unit_test(a_flipped_bit_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
