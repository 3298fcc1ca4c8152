/* The container: what goes in comes out, and a file that is not what was written is refused. */
#include "../core/failing_files.h"
#include "../core/scratch.h"
#include "engine/colfile.h"
#include "forge.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct colfile_kind KIND = {"testfile", 3};
static const uint8_t U8[] = {1, 255};
static const uint16_t U16[] = {7};
static const uint32_t U32[] = {1, 2, 3, UINT32_MAX};
static const int64_t I64[] = {INT64_MIN, -1};

static const struct col_new SECTIONS[] = {
    {"small", 0, COL_U8, U8, 2},     {"numbers", 0, COL_U32, U32, 4},
    {"numbers", 1, COL_U16, U16, 1}, {"signed", 0, COL_I64, I64, 2},
    {"text", 0, COL_TEXT, "åäö", 6}, {"empty", 0, COL_U64, NULL, 0},
};

struct place {
    char folder[40], path[60], other[60];
    struct arena *arena;
};

static struct place place(void)
{
    struct place p = {.folder = "/tmp/kontinua-colfile-XXXXXX"};
    p.arena = arena_open(ARENA_BLOCK);
    assert_non_null(mkdtemp(p.folder));
    (void)snprintf(p.path, sizeof p.path, "%s/file", p.folder);
    (void)snprintf(p.other, sizeof p.other, "%s/other", p.folder);
    return p;
}

static void leave(struct place *p)
{
    (void)remove(p->path);
    (void)remove(p->other);
    assert_int_equal(remove(p->folder), 0); /* nothing else was left behind */
    arena_close(p->arena);
}

static bool write_to(const struct files *fs, struct place *p, uint64_t *checksum, struct err *err)
{
    struct colfile_writer *w = NULL;
    bool done = colfile_create(fs, p->arena, p->path, &KIND, &w, err);
    for (size_t i = 0; done && i < ARRAY_LEN(SECTIONS); i++)
        done = colfile_add(w, &SECTIONS[i], err);
    done = done && colfile_commit(w, checksum, err);
    colfile_discard(w);
    return done;
}

static uint64_t write_whole(struct place *p)
{
    struct err err = {0};
    uint64_t checksum = 0;
    assert_true(write_to(&FILES_POSIX, p, &checksum, &err));
    return checksum;
}

/* Whether the file says just what was written. */
static bool is_whole(const struct colfile *f)
{
    struct err err = {0};
    if (f->sections != ARRAY_LEN(SECTIONS))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(SECTIONS); i++) {
        const struct col_new *s = &SECTIONS[i];
        struct column col;
        if (!colfile_find(f, &(struct col_wanted){s->name, s->part, s->type}, &col, &err) ||
            col.count != s->count || (uintptr_t)col.at % COLFILE_ALIGN != 0)
            return false;
        if (s->count > 0 && memcmp(col.at, s->at, s->count * col_size(s->type)) != 0)
            return false;
    }
    return true;
}

static void what_goes_in_comes_out(void **state)
{
    (void)state;
    struct place p = place();
    struct err err = {0};
    struct colfile f;
    uint64_t checksum = write_whole(&p);
    assert_true(colfile_open(p.arena, p.path, &KIND, &f, &err));
    assert_true(f.checksum == checksum);
    assert_true(is_whole(&f));
    assert_true(colfile_has(&f, "numbers", 1));
    assert_false(colfile_has(&f, "numbers", 2));
    colfile_close(&f);
    assert_true(write_whole(&p) == checksum); /* the same content, the same checksum */
    leave(&p);
}

static void what_is_not_there(void **state)
{
    (void)state;
    struct place p = place();
    struct err err = {0};
    struct colfile f;
    struct column col = {0};
    write_whole(&p);
    assert_true(colfile_open(p.arena, p.path, &KIND, &f, &err));
    static const struct col_wanted wrong[] = {
        {"nothing", 0, COL_U8}, {"numbers", 2, COL_U32}, {"numbers", 0, COL_I32}};
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        err = (struct err){0};
        assert_false(colfile_find(&f, &wrong[i], &col, &err));
        assert_string_equal(err.code, "colfile.section");
        assert_non_null(strstr(err.detail, wrong[i].name));
        assert_null(col.at);
    }
    colfile_close(&f);
    err = (struct err){0};
    assert_false(colfile_open(p.arena, p.other, &KIND, &f, &err));
    assert_string_equal(err.code, "file.missing");
    leave(&p);
}

static void another_kind_or_version(void **state)
{
    (void)state;
    static const struct colfile_kind wrong[] = {{"testfile", 4}, {"testfilf", 3}};
    struct place p = place();
    struct colfile f;
    write_whole(&p);
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        struct err err = {0};
        assert_false(colfile_open(p.arena, p.path, &wrong[i], &f, &err));
        assert_string_equal(err.code, i == 0 ? "colfile.version" : "colfile.format");
        assert_int_equal(err.kind, ERR_IO);
    }
    leave(&p);
}

/* `content` under the other path: what opening it says, "" where it is whole, "other" where it
 * opens and says something else. */
static const char *opened(struct place *p, struct str content)
{
    struct err err = {0};
    struct colfile f;
    assert_true(file_replace(&FORGE_FILES, p->other, content, &err));
    if (!colfile_open(p->arena, p->other, &KIND, &f, &err))
        return err.code;
    bool whole = is_whole(&f);
    colfile_close(&f);
    return whole ? "" : "other";
}

static struct str content_of(struct place *p)
{
    struct str file;
    struct err err = {0};
    assert_true(file_read_all(&FILES_POSIX, p->arena, p->path, 1 << 20, &file, &err));
    return str_copy(p->arena, file);
}

static bool is_refusal(const char *code)
{
    return strcmp(code, "colfile.damaged") == 0 || strcmp(code, "colfile.format") == 0 ||
           strcmp(code, "colfile.version") == 0;
}

/* Every byte matters but those that fill up lines. */
static void every_byte_turned(void **state)
{
    (void)state;
    struct place p = place();
    write_whole(&p);
    struct str file = content_of(&p);
    char *bytes = (char *)(uintptr_t)file.at;
    size_t harmless = 0;
    for (size_t i = 0; i < file.len; i++)
        for (unsigned bit = 0; bit < 8; bit += 3) {
            bytes[i] = (char)(bytes[i] ^ (1 << bit));
            const char *code = opened(&p, file);
            harmless += code[0] == 0;
            if (code[0] != 0 && !is_refusal(code))
                fail_msg("byte %zu: %s", i, code);
            bytes[i] = (char)(bytes[i] ^ (1 << bit));
        }
    assert_true(harmless > 0 && harmless < file.len * 3 / 2);
    assert_string_equal(opened(&p, file), "");
    leave(&p);
}

static void cut_and_grown(void **state)
{
    (void)state;
    struct place p = place();
    write_whole(&p);
    struct str file = content_of(&p);
    for (size_t len = 0; len < file.len; len++)
        assert_true(is_refusal(opened(&p, (struct str){file.at, len})));
    char *longer = ARENA_NEW(p.arena, char, file.len + 64);
    memcpy(longer, file.at, file.len);
    assert_true(is_refusal(opened(&p, (struct str){longer, file.len + 1})));
    assert_true(is_refusal(opened(&p, (struct str){longer, file.len + 64})));
    leave(&p);
}

/* Who knows the format changes the table of sections and makes its checksum right. */
static void a_forged_table(void **state)
{
    (void)state;
    struct place p = place();
    write_whole(&p);
    size_t size = content_of(&p).len, table = size - 64 - ARRAY_LEN(SECTIONS) * 64;
    static const unsigned char bytes[8] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f};
    for (size_t at = table; at + 8 < size; at++)
        for (size_t width = 1; width <= 8; width += 7) {
            struct err err = {0};
            struct colfile f;
            struct forge_bytes patch = {at, width, bytes};
            assert_true(forge_patch(p.path, p.other, &patch));
            if (colfile_open(p.arena, p.other, &KIND, &f, &err))
                colfile_close(&f); /* names and parts can be what they like */
            else
                assert_true(is_refusal(err.code));
        }
    leave(&p);
}

/* Each call of the disk fails, once, or torn and for ever: the file is not there, or it is what
 * was there before, or all of it. */
static void the_disk_fails(void **state)
{
    (void)state;
    struct place p = place();
    for (unsigned how = 0; how < 4; how += 3)
        for (unsigned n = 1;; n++) {
            struct failing_files f =
                failing_files(n, how & 1 ? FAIL_STICKY : FAIL_ONCE, how & 2 ? ENOSPC : EIO);
            f.torn = how & 2;
            struct err err = {0};
            struct colfile file;
            uint64_t checksum;
            bool done = write_to(failing_files_table(&f), &p, &checksum, &err);
            if (f.calls < n) {
                assert_true(done);
                break;
            }
            if (!done)
                assert_int_equal(err.kind, ERR_IO);
            err = (struct err){0};
            if (colfile_open(p.arena, p.path, &KIND, &file, &err)) {
                assert_true(is_whole(&file));
                colfile_close(&file);
            } else {
                assert_false(done);
                assert_string_equal(err.code, "file.missing");
            }
            (void)remove(p.path);
        }
    arena_close(p.arena); /* a sticky failure may leave <name>.new-…: the disk is gone */
    scratch_remove(p.folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_goes_in_comes_out),  cmocka_unit_test(what_is_not_there),
        cmocka_unit_test(another_kind_or_version), cmocka_unit_test(every_byte_turned),
        cmocka_unit_test(cut_and_grown),           cmocka_unit_test(a_forged_table),
        cmocka_unit_test(the_disk_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
