/* Packed files: each of two members, as gzip and zstd write them, is what was packed; whatever is
 * cut off, changed or added is refused or changes nothing. */
#include "county.h"
#include "failing_files.h"

#include "exchange/source.h"
#include "exchange/unpack.h"

#include <errno.h>

static const char PLAIN[] = "unit,name,operator,county\nSE0000000000-U1,Ett,region,23\n"
                            "SE0000000000-U2,Två,external,23\n";
static const uint8_t GZIP[] = {
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x2b, 0xcd, 0xcb, 0x2c, 0xd1,
    0xc9, 0x4b, 0xcc, 0x4d, 0xd5, 0xc9, 0x2f, 0x48, 0x2d, 0x4a, 0x2c, 0xc9, 0x2f, 0xd2, 0x49,
    0xce, 0x2f, 0xcd, 0x2b, 0xa9, 0xe4, 0x0a, 0x76, 0x35, 0x80, 0x03, 0xdd, 0x50, 0x43, 0x1d,
    0xd7, 0x92, 0x12, 0x9d, 0xa2, 0xd4, 0xf4, 0xcc, 0xfc, 0x3c, 0x1d, 0x23, 0x63, 0x2e, 0x00,
    0xe7, 0x09, 0x5d, 0x5c, 0x38, 0x00, 0x00, 0x00, 0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x02, 0x03, 0x0b, 0x76, 0x35, 0x80, 0x03, 0xdd, 0x50, 0x23, 0x9d, 0x90, 0xb2, 0xc3,
    0x4b, 0x75, 0x52, 0x2b, 0x4a, 0x52, 0x8b, 0xf2, 0x12, 0x73, 0x74, 0x8c, 0x8c, 0xb9, 0x00,
    0xa0, 0xa6, 0xa8, 0x39, 0x21, 0x00, 0x00, 0x00};
static const uint8_t ZSTD[] = {
    0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x68, 0xa5, 0x01, 0x00, 0xf2, 0x02, 0x0b, 0x11, 0xb0, 0xeb, 0x38,
    0xe9, 0x6d, 0x22, 0x24, 0x64, 0x2b, 0xd7, 0xa6, 0x27, 0xc9, 0xc4, 0x94, 0x45, 0x0c, 0xa0, 0x10,
    0xeb, 0xb2, 0x95, 0xcf, 0xbf, 0xf1, 0x40, 0x41, 0x98, 0x03, 0xe2, 0x15, 0xae, 0xf2, 0xdb, 0xa7,
    0x97, 0x6e, 0x9d, 0x2d, 0xa9, 0xcf, 0x14, 0x06, 0x01, 0x00, 0x15, 0xc0, 0x09, 0x00, 0xe4, 0x34,
    0x2f, 0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x68, 0xf5, 0x00, 0x00, 0xc0, 0x53, 0x45, 0x30, 0x2d, 0x55,
    0x32, 0x2c, 0x54, 0x76, 0xc3, 0xa5, 0x2c, 0x65, 0x78, 0x74, 0x65, 0x72, 0x6e, 0x61, 0x6c, 0x2c,
    0x32, 0x33, 0x0a, 0x01, 0x00, 0x05, 0x18, 0x02, 0x57, 0x68, 0xda, 0x8b};
/* What zstd wrote before 2016: Debian's library would read it. */
static const uint8_t OLD_ZSTD[] = {0x26, 0xb5, 0x2f, 0xfd, 0x09, 0x00, 0x00, 0x00, 0x00};
struct packed {
    const char *name;
    const uint8_t *at;
    size_t size;
};
static const struct packed PACKED[] = {{"units.csv.gz", GZIP, sizeof GZIP},
                                       {"units-2.csv.zst", ZSTD, sizeof ZSTD}};
enum { MOST = 512 };

static void put(struct scratch *s, const char *name, const void *bytes, size_t size)
{
    FILE *f = fopen(scratch_path(s, name), "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    assert_int_equal(fclose(f), 0);
}

/* All bytes of the file, asked for `room` at a time; false with the error. */
static bool unpacked(struct scratch *s, const struct files *fs, const char *name, size_t room,
                     struct str *out, struct err *err)
{
    struct source *source = NULL;
    static char to[MOST];
    size_t count = 0, got = 0;
    if (!source_open(fs, scratch_path(s, name), name, &source, err))
        return false;
    struct byte_source bytes = source_bytes(source);
    bool good;
    do {
        assert_true(count + room <= MOST);
        good = bytes.read(bytes.state, to + count, room, &got, err);
        count += good ? got : 0;
    } while (good && got > 0);
    if (good)
        assert_int_equal(source_identity(source).bytes, count);
    source_close(source);
    *out = (struct str){to, count};
    return good;
}

static void the_end_of_the_name_says(void **state)
{
    struct str plain;
    (void)state;
    assert_int_equal(packing_of(STR("a.csv.gz"), &plain), PACKING_GZIP);
    assert_true(str_eq(plain, STR("a.csv")));
    assert_int_equal(packing_of(STR("a.csv.zst"), NULL), PACKING_ZSTD);
    assert_int_equal(packing_of(STR("a.csv"), &plain), PACKING_NONE);
    assert_true(str_eq(plain, STR("a.csv")));
    assert_int_equal(packing_of(STR(".gz"), NULL), PACKING_NONE);
}

static void is_what_was_packed(void **state)
{
    struct scratch *s = *state;
    for (size_t i = 0; i < ARRAY_LEN(PACKED); i++) {
        put(s, PACKED[i].name, PACKED[i].at, PACKED[i].size);
        for (size_t room = 1; room < 100; room += 7) {
            struct str out;
            struct err err = {0};
            assert_true(unpacked(s, &FILES_POSIX, PACKED[i].name, room, &out, &err));
            assert_true(str_eq(out, str_of(PLAIN)));
        }
    }
}

/* With `size` bytes in the file. */
static void refused_or_the_same(struct scratch *s, const char *name, const uint8_t *at, size_t size,
                                bool refused)
{
    struct str out;
    struct err err = {0};
    put(s, name, at, size);
    bool good = unpacked(s, &FILES_POSIX, name, 64, &out, &err);
    assert_false(good && refused);
    if (good)
        assert_true(str_eq(out, str_of(PLAIN)));
    else
        assert_string_equal(err.code, "packed.damaged");
    assert_true(good || (err.kind == ERR_INVALID && strstr(err.detail, name)));
}

static void whatever_is_damaged_is_refused(void **state)
{
    struct scratch *s = *state;
    uint8_t bytes[MOST] = {0};
    for (size_t i = 0; i < ARRAY_LEN(PACKED); i++) {
        const struct packed *p = &PACKED[i];
        size_t ends = 0; /* where the second member begins, the file may end */
        for (size_t size = 0; size < p->size; size++) {
            struct str out;
            struct err err = {0};
            put(s, p->name, p->at, size);
            if (unpacked(s, &FILES_POSIX, p->name, 64, &out, &err))
                ends++;
            else
                assert_string_equal(err.code, "packed.damaged");
        }
        assert_int_equal(ends, 1);
        memcpy(bytes, p->at, p->size);
        bytes[p->size] = 'x';
        refused_or_the_same(s, p->name, bytes, p->size + 1, true);
        for (size_t at = 0; at < p->size; at++) {
            bytes[at] ^= 0x10;
            refused_or_the_same(s, p->name, bytes, p->size, false);
            bytes[at] ^= 0x10;
        }
    }
    refused_or_the_same(s, "units.csv.gz", ZSTD, sizeof ZSTD, true);
    refused_or_the_same(s, "units.csv.zst", OLD_ZSTD, sizeof OLD_ZSTD, true);
    memcpy(bytes, ZSTD, sizeof ZSTD);
    memcpy(bytes + sizeof ZSTD, OLD_ZSTD, sizeof OLD_ZSTD);
    refused_or_the_same(s, "units.csv.zst", bytes, sizeof ZSTD + sizeof OLD_ZSTD, true);
}

static void a_failing_disk_is_the_disks_fault(void **state)
{
    struct scratch *s = *state;
    for (size_t i = 0; i < ARRAY_LEN(PACKED); i++) {
        put(s, PACKED[i].name, PACKED[i].at, PACKED[i].size);
        for (unsigned n = 1;; n++) {
            struct failing_files f = failing_files(n, FAIL_ONCE, EIO);
            struct str out;
            struct err err = {0};
            f.short_io = true;
            bool done = unpacked(s, failing_files_table(&f), PACKED[i].name, 64, &out, &err);
            assert_int_equal(err.kind, done ? ERR_NONE : ERR_IO);
            if (done)
                assert_true(str_eq(out, str_of(PLAIN)));
            if (f.calls < n)
                break;
        }
    }
}

/* What identifies a file is what is packed in it; what is rejected of it is plain. */
static void packed_or_not_is_one_file(void **state)
{
    struct scratch *s = *state;
    struct import_request request = county_request(s);
    county_put(s, "README", ""); /* makes the folder */
    put(s, "in/units.csv.gz", GZIP, sizeof GZIP);
    struct import_report r = county_run(s, &request);
    assert_int_equal(r.outcome, IMPORT_LANDED);
    assert_int_equal(r.rows, 2);
    assert_string_equal(r.file[0].table, "units");
    put(s, "in/units-2.csv.zst", ZSTD, sizeof ZSTD);
    put(s, "in/units-3.csv", PLAIN, strlen(PLAIN));
    r = county_run(s, &request);
    assert_int_equal(r.outcome, IMPORT_NOTHING);
    for (unsigned i = 0; i < 3; i++)
        assert_int_equal(r.file[i].fate, IMPORT_HELD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_end_of_the_name_says),
        cmocka_unit_test_setup_teardown(is_what_was_packed, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(whatever_is_damaged_is_refused, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(a_failing_disk_is_the_disks_fault, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(packed_or_not_is_one_file, county_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
