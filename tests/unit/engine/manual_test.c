/* docs/developer/measures.md against the program: its words, its files, its worked examples. */
#include "core/sb.h"
#include "domain/vocab.h"
#include "engine/definition_format.h"
#include "engine/eval.h"
#include "engine/expr_lex.h"
#include "engine/expr_words.h"
#include "world.h"

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

/* ---- files in it ---- */

/* The next block that opens with the fence: its name behind it, and its text. */
static bool next_block(const char **at, const char *fence, struct str *name, struct str *text)
{
    const char *from = strstr(*at, fence);
    if (!from)
        return false;
    struct str rest = str_of(from + strlen(fence));
    *name = str_trim(str_cut(&rest, '\n'));
    const char *to = strstr(rest.at, "\n```");
    assert_non_null(to);
    *text = (struct str){rest.at, (size_t)(to - rest.at) + 1};
    *at = to + 4;
    return true;
}

/* The program's sets, and those that the manual shows. */
static struct codesets sets(void)
{
    struct codesets own;
    struct err err = {0};
    struct str name, text;
    assert_true(codesets_load(arena, NULL, &own, &err));
    const struct codeset **at = ARENA_NEW(arena, const struct codeset *, own.count + 8);
    size_t count = own.count;
    memcpy(at, own.at, own.count * sizeof(const struct codeset *));
    for (const char *rest = manual.at; next_block(&rest, "```csv ", &name, &text); count++)
        if (!codeset_parse(arena, str_cstr(arena, name), text, &at[count], &err))
            fail_msg("%s %s", err.code, err.detail);
    assert_true(count > own.count);
    return (struct codesets){at, count};
}

/* Each is right, and in the form that fmt gives it. */
static void the_measures(void **state)
{
    (void)state;
    const struct codesets all = sets();
    struct str name, text, formed = {0};
    unsigned count = 0;
    for (const char *rest = manual.at; next_block(&rest, "```yaml", &name, &text); count++) {
        struct err err = {0};
        const struct definition *d;
        struct str begin = text;
        (void)str_cut(&begin, ' ');
        struct str id = str_cut(&begin, '\n');
        const char *file = str_cstr(arena, str_fmt(arena, "%.*s.yaml", STR_FMT(id)));
        if (!definition_parse(arena, file, text, &all, &d, &err) ||
            !definition_format(arena, file, text, &formed, &err))
            fail_msg("%s %s", err.code, err.detail);
        assert_string_equal(str_cstr(arena, formed), str_cstr(arena, text));
    }
    assert_int_equal(count, 2);
}

static void the_table_of_keys(void **state)
{
    (void)state;
    struct str rows = between("| key | must | what it says |\n|---|---|---|\n", "\n\n");
    unsigned count = 0;
    for (; rows.len > 0; count++) {
        struct str row = str_cut(&rows, '\n');
        (void)str_cut(&row, '`');
        assert_non_null(DEFINITION_KEYS[count]);
        assert_string_equal(str_cstr(arena, str_cut(&row, '`')), DEFINITION_KEYS[count]);
    }
    assert_null(DEFINITION_KEYS[count]);
}

/* ---- the worked examples ---- */

enum { PERSONS = 3, U = 0, E = 1 };
static const char *const NAME[PERSONS] = {"P", "Q", "R"};

static const char *word(struct str *rest)
{
    *rest = str_trim(*rest);
    return str_cstr(arena, str_cut(rest, ' '));
}

static unsigned vocab(const struct vocab *v, const char *said)
{
    unsigned n;
    if (!vocab_find(v, str_of(said), &n))
        fail_msg("%s", said);
    return n;
}

static int16_t minute_of(struct str day)
{
    return day.len > 10 ? (int16_t)(600 * (day.at[11] - '0') + 60 * (day.at[12] - '0') +
                                    10 * (day.at[14] - '0') + day.at[15] - '0')
                        : (int16_t)-1;
}

/* `physician visit D1 U sought 2023-01-08` */
static void add_contact(struct world *w, uint32_t person, struct str day, struct str what)
{
    const char *date = str_cstr(arena, (struct str){day.at, 10});
    enum profession profession = (enum profession)vocab(&VOCAB_PROFESSION, word(&what));
    enum form form = (enum form)vocab(&VOCAB_FORM, word(&what));
    const char *staff = word(&what), *unit = word(&what);
    struct contact_row row = world_visit(date, unit, staff);
    row.profession = profession;
    row.form = form;
    row.minute = minute_of(day);
    if (strcmp(word(&what), "sought") == 0)
        row.sought_on = world_day(word(&what));
    world_contact(w, person, &row);
}

/* `doctor D1 U informed 2022-02-01` */
static void add_named(struct world *w, uint32_t person, struct str day, struct str what)
{
    assert_string_equal(word(&what), "doctor");
    assert_string_equal(word(&what), "D1");
    assert_string_equal(word(&what), "U");
    assert_string_equal(word(&what), "informed");
    world_name(w, &(struct snapshot_named_contact){.person = person,
                                                   .unit = U,
                                                   .staff = 0,
                                                   .from = world_day(str_cstr(arena, day)),
                                                   .to = DAY_NONE,
                                                   .informed_on = world_day(word(&what)),
                                                   .kind = KIND_DOCTOR});
}

/* `NPU18016 1 in mg/dL` */
static void add_measurement(struct world *w, uint32_t person, struct str day, struct str what)
{
    const char *code = word(&what), *date = str_cstr(arena, (struct str){day.at, 10});
    struct measurement_row row = world_measured(date, "U", code, word(&what));
    row.value_unit = strcmp(word(&what), "in") == 0 ? what : STR("");
    row.minute = minute_of(day);
    row.time_on = row.minute >= 0 ? row.date : DAY_NONE;
    world_event(w, TABLE_MEASUREMENTS, person, &row);
}

static void add_row(struct world *w, uint32_t person, const char *table, struct str day,
                    struct str what)
{
    const char *date = str_cstr(arena, day), *code = str_cstr(arena, what);
    if (strcmp(table, "contacts") == 0)
        add_contact(w, person, day, what);
    else if (strcmp(table, "named_contacts") == 0)
        add_named(w, person, day, what);
    else if (strcmp(table, "measurements") == 0)
        add_measurement(w, person, day, what);
    else if (strcmp(table, "diagnoses") == 0)
        world_event(w, TABLE_DIAGNOSES, person, &(struct code_row[]){world_code(date, "U", code)});
    else if (strcmp(table, "prescriptions") == 0)
        world_event(w, TABLE_PRESCRIPTIONS, person,
                    &(struct prescription_row[]){world_prescribed(date, "U", code)});
    else if (strcmp(table, "invitations") == 0) {
        enum programme programme = (enum programme)vocab(&VOCAB_PROGRAMME, word(&what));
        const char *performed = word(&what)[0] != 0 ? word(&what) : "";
        struct invitation_row row = world_invited(date, performed, "U", programme);
        world_event(w, TABLE_INVITATIONS, person, &row);
    } else if (strcmp(table, "referrals") == 0) {
        enum referred_to to = (enum referred_to)vocab(&VOCAB_REFERRED_TO, word(&what));
        world_event(w, TABLE_REFERRALS, person,
                    &(struct referral_row[]){world_referred(date, "U", to)});
    } else {
        fail_msg("a row of %s", table);
    }
}

/* `| P | diagnoses | 2021-05-03 | E11.9 |`; each person's first row is the birth. */
static struct world small_world(void)
{
    struct world w = world_begin();
    uint32_t person[PERSONS] = {0};
    assert_int_equal(world_unit(&w, "U", "2380", OPERATOR_REGION), U);
    assert_int_equal(world_unit(&w, "E", "2380", OPERATOR_REGION), E);
    assert_int_equal(world_staff(&w, "D1", false), 0);
    assert_int_equal(world_staff(&w, "D2", false), 1);
    struct str rows = between("| person | table | day | what |\n|---|---|---|---|\n", "\n\n");
    while (rows.len > 0) {
        struct str row = str_cut(&rows, '\n'), field[4];
        (void)str_cut(&row, '|');
        for (unsigned i = 0; i < 4; i++)
            field[i] = str_trim(str_cut(&row, '|'));
        unsigned p = 0;
        while (p < PERSONS && !str_eq(field[0], str_of(NAME[p])))
            p++;
        assert_in_range(p, 0, PERSONS - 1);
        if (str_eq(field[1], STR("born"))) {
            person[p] = world_person(&w, str_cstr(arena, field[2]));
            world_list(&w, person[p], U, "2020-01-01", "");
        } else {
            add_row(&w, person[p], str_cstr(arena, field[1]), field[2], field[3]);
        }
    }
    world_end(&w, 1);
    return w;
}

/* The expression as the value of a count, of those who are born in the year. */
static const struct definition *example(struct str expression, const struct codesets *all,
                                        const char *born)
{
    struct sb used = sb_open(arena, 128);
    struct err err = {0};
    const struct definition *d = NULL;
    for (struct token t = token_at(expression, 0); t.kind != TOKEN_END;
         t = token_at(expression, t.offset + t.text.len))
        if (codesets_find(all, t.text) && !strstr(sb_str(&used).at, str_cstr(arena, t.text)))
            sb_fmt(&used, "%s%.*s", used.len > 0 ? ", " : "", STR_FMT(t.text));
    struct str text = str_fmt(
        arena,
        "id: t\ncode: t\nname: {sv: a, en: b}\ntext: {sv: a, en: b}\nsource: s\ncertainty: B\n"
        "owner: o\nreviewed: 2026-11-26\nkind: count\nunit: persons\npopulation: listed\n"
        "%s%.*s%s\nexclude: birth_year != %s\nvalue: >\n  %.*s\n",
        used.len > 0 ? "codesets: [" : "", STR_FMT(sb_str(&used)), used.len > 0 ? "]" : "", born,
        STR_FMT(expression));
    if (!definition_parse(arena, "t.yaml", text, all, &d, &err))
        fail_msg("%.*s: %s %s", STR_FMT(expression), err.code, err.detail);
    return d;
}

static int64_t value_of(const struct world *w, const struct definition *d)
{
    const struct eval_request ask = {.definition = &d,
                                     .definitions = 1,
                                     .last = month_from(2023, 12),
                                     .months = 1,
                                     .levels = LEVEL_BIT(LEVEL_UNIT),
                                     .threads = 1};
    const struct eval_table *table;
    size_t tables;
    struct err err = {0};
    if (!eval(arena, &w->snapshot, &ask, &table, &tables, &err))
        fail_msg("%s %s", err.code, err.detail);
    assert_int_equal(table->places, 2);
    assert_string_equal(str_cstr(arena, table->place[1].id), "SE0000000000-U");
    return cell_at(table, 1, 0)->numerator;
}

static void the_worked_examples(void **state)
{
    (void)state;
    static const char *const born[PERSONS] = {"1958", "1948", "2004"};
    const struct codesets all = sets();
    struct world w = small_world();
    unsigned count = 0, wrong = 0;
    struct str rows = between("| expression | P | Q | R |\n|---|---|---|---|\n", "\n\n");
    for (; rows.len > 0; count++) {
        struct str row = str_cut(&rows, '\n');
        (void)str_cut(&row, '`');
        struct str expression = str_cut(&row, '`');
        (void)str_cut(&row, '|');
        for (unsigned p = 0; p < PERSONS; p++) {
            int64_t expected, value = value_of(&w, example(expression, &all, born[p]));
            assert_true(str_to_i64(str_trim(str_cut(&row, '|')), &expected));
            if (value == expected)
                continue;
            print_error("%.*s: %s has %lld, not %lld\n", STR_FMT(expression), NAME[p],
                        (long long)value, (long long)expected);
            wrong++;
        }
    }
    world_close(&w);
    assert_true(count > 30);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_of_words),  cmocka_unit_test(the_indices),
        cmocka_unit_test(the_table_of_keys),   cmocka_unit_test(the_measures),
        cmocka_unit_test(the_worked_examples),
    };
    return cmocka_run_group_tests(tests, read_manual, close_arena);
}
