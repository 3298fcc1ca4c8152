/* docs/developer/measures.md against the program: its words, its example. */
#include "core/files.h"
#include "engine/definition.h"
#include "engine/expr_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static struct str manual;

static int read_manual(void **state)
{
    (void)state;
    struct err err = {0};
    arena = arena_open(ARENA_BLOCK);
    return file_read_all(&FILES_POSIX, arena, SOURCE_ROOT "/docs/developer/measures.md",
                         1024 * 1024, &manual, &err)
               ? 0
               : -1;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

/* What stands between the two, the first time; the manual must have it. */
static struct str between(const char *begin, const char *end)
{
    const char *from = strstr(manual.at, begin);
    assert_non_null(from);
    from += strlen(begin);
    const char *to = strstr(from, end);
    assert_non_null(to);
    return (struct str){from, (size_t)(to - from)};
}

static unsigned table_of(struct str name)
{
    enum expr_table table;
    if (str_eq(name, STR("person")))
        return FIELD_OF_PERSON;
    assert_true(expr_table_find(name, &table));
    return table;
}

/* `| table | field | words |`: the words are all that the field has, and no others. */
static enum expr_field field_of_row(struct str row)
{
    (void)str_cut(&row, '|');
    unsigned table = table_of(str_trim(str_cut(&row, '|')));
    struct str name = str_trim(str_cut(&row, '|')), words = str_trim(str_cut(&row, '|'));
    enum expr_field field;
    if (!expr_field_find(table, name, &field))
        fail_msg("the program has no field %.*s", STR_FMT(name));
    uint32_t all = 0;
    while (words.len > 0) {
        struct str word = str_cut(&words, ' ');
        uint32_t bit;
        if (!expr_word_find(field, word, &bit))
            fail_msg("%.*s has no word %.*s", STR_FMT(name), STR_FMT(word));
        assert_false(all & bit);
        all |= bit;
    }
    if (all != expr_words_all(field))
        fail_msg("%.*s has words that the manual lacks", STR_FMT(name));
    return field;
}

static void the_table_of_words(void **state)
{
    (void)state;
    struct str rows = between("| table | field | words |\n|---|---|---|\n", "\n\n");
    uint32_t seen = 0;
    while (rows.len > 0)
        seen |= UINT32_C(1) << field_of_row(str_cut(&rows, '\n'));
    assert_int_equal(seen, (UINT32_C(1) << (FIELD_LISTING_BASIS + 1)) - 1);
}

static void the_indices(void **state)
{
    (void)state;
    struct str rows = between("### Indices of continuity\n", "\n### ");
    unsigned found = 0;
    while (rows.len > 0) {
        struct str row = str_cut(&rows, '\n');
        enum expr_index index;
        if (!str_starts(row, STR("| `")))
            continue;
        (void)str_cut(&row, '`');
        assert_true(expr_index_find(str_cut(&row, '`'), &index));
        found |= 1U << index;
    }
    assert_int_equal(found, (1U << (INDEX_MMCI + 1)) - 1);
}

static void the_example(void **state)
{
    (void)state;
    struct err err = {0};
    const struct definition *d;
    if (!definition_parse(arena, "old_at_physician.yaml", between("```yaml\n", "```"), &d, &err))
        fail_msg("%s %s", err.code, err.detail);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_of_words),
        cmocka_unit_test(the_indices),
        cmocka_unit_test(the_example),
    };
    return cmocka_run_group_tests(tests, read_manual, close_arena);
}
