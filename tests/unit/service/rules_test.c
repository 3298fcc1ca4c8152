/* service/region.h: rule files, read whole or refused. Every kind of mistake with its sentence is a
 * row of tests/spec/bad_rules.csv: what stands in tests/spec/rules/usual.yaml instead of what. */
#include "service/region.h"
#include "service/rule_keys.h"

#include "core/err_text.h"
#include "core/files.h"
#include "core/sb.h"

#include "../core/arena_fixture.h"
#include "spec_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct str text_of(const char *path)
{
    struct str text;
    struct err err = {0};
    if (!file_read_all(&FILES_POSIX, arena, str_fmt(arena, SOURCE_ROOT "/%s", path).at, 1 << 20,
                       &text, &err))
        fail_msg("%s: %s", path, err.code);
    return text;
}

static struct region region_of(const char *path)
{
    struct region r;
    struct err err = {0};
    struct embedded file = {str_of(strrchr(path, '/') + 1), text_of(path)};
    if (!region_read(arena, &file, &r, &err))
        fail_msg("%s: %s %s", path, err.code, err.detail);
    return r;
}

static bool has_bytes(const struct region *a, const struct region *b, const struct rule_key *key,
                      size_t size)
{
    return memcmp((const char *)a + key->at, (const char *)b + key->at, size) == 0;
}

static bool has_text(const struct region *a, const struct region *b, const struct rule_key *key)
{
    const struct str *one = (const void *)((const char *)a + key->at);
    const struct str *other = (const void *)((const char *)b + key->at);
    return str_eq(*one, *other);
}

static bool has_titles(const struct rules *a, const struct rules *b)
{
    bool same = a->named_doctor.titles == b->named_doctor.titles;
    for (unsigned i = 0; same && i < a->named_doctor.titles; i++)
        same = str_eq(a->named_doctor.title[i].code, b->named_doctor.title[i].code) &&
               str_eq(a->named_doctor.title[i].speciality, b->named_doctor.title[i].speciality);
    return same;
}

static bool alike(const struct region *a, const struct region *b, const struct rule_key *key)
{
    switch (key->form) {
    case RULE_TEXT:
    case RULE_COUNTY:
    case RULE_COUNTRY:
    case RULE_HSAID:
        return has_text(a, b, key);
    case RULE_YES:
        return has_bytes(a, b, key, sizeof(bool));
    case RULE_WORD:
    case RULE_COUNT:
    case RULE_SET:
        return has_bytes(a, b, key, sizeof(unsigned));
    case RULE_NUMBER:
    case RULE_CAP:
        return has_bytes(a, b, key, sizeof(int64_t));
    case RULE_ORDER:
        return has_bytes(a, b, key, sizeof(unsigned[2]));
    case RULE_TITLES:
        return has_titles(&a->rules, &b->rules);
    case RULE_LIMITS:
        return a->rules.named_doctor.limits == 0 && b->rules.named_doctor.limits == 0;
    case RULE_FORMS:
        break;
    }
    return false;
}

static void are_alike(const struct region *a, const struct region *b, const char *what)
{
    for (unsigned i = 0; i < RULE_KEY_COUNT; i++)
        if (!alike(a, b, &RULE_KEYS[i]))
            fail_msg("%s: %s.%s", what, RULE_KEYS[i].section, RULE_KEYS[i].name);
}

/* Jämtland's file, the design's values, and the advice where a key is missing say the same. */
static void jamtland_has_the_usual_values(void **state)
{
    (void)state;
    struct region usual = region_of("tests/spec/rules/usual.yaml");
    struct region file = region_of("rules/jamtland.yaml"), program, advised;
    struct err err = {0};
    assert_true(region_find(arena, NULL, STR("jamtland"), &program, &err));
    are_alike(&usual, &file, "rules/jamtland.yaml");
    are_alike(&usual, &program, "the program's");
    struct sb text = sb_open(arena, 4096);
    for (unsigned i = 0; i < RULE_KEY_COUNT; i++) {
        if (i == 0 || strcmp(RULE_KEYS[i].section, RULE_KEYS[i - 1].section) != 0)
            sb_fmt(&text, "%s:\n", RULE_KEYS[i].section);
        sb_fmt(&text, "  %s: %s\n", RULE_KEYS[i].name, RULE_KEYS[i].usual);
    }
    if (!region_read(arena, &(struct embedded){STR("a.yaml"), sb_str(&text)}, &advised, &err))
        fail_msg("%s %s", err.code, err.detail);
    are_alike(&usual, &advised, "the advice");
}

/* Member by member, since the one table above could be wrong as a whole. */
static void the_usual_values_are_where_they_belong(void **state)
{
    (void)state;
    struct region region = region_of("tests/spec/rules/usual.yaml");
    const struct rules *r = &region.rules;
    assert_true(str_eq(region.id, STR("usual")) && str_eq(region.county, STR("23")) &&
                str_eq(region.country, STR("SE")) &&
                str_eq(region.care_provider, STR("SE2321000214-V001")) &&
                str_eq(region.name, STR("Region Jämtland Härjedalen")));
    assert_true(r->listing_on == LISTING_ON_UNIT && r->effective == EFFECTIVE_AT_ONCE);
    assert_int_equal(r->changes.max, 2);
    assert_int_equal(r->changes.window, WINDOW_ROLLING_12_MONTHS);
    assert_int_equal(r->changes.free, (1U << FREE_COUNT) - 1);
    assert_int_equal(r->cap.exempt, (1U << EXEMPT_COUNT) - 1);
    assert_int_equal(r->cap.of_doctor, DOCTOR_CAP_NONE);
    assert_true(r->queue.max == 1 && !r->queue.auto_swap);
    assert_true(r->guardian.own_choice_age == 18 && r->guardian.both &&
                r->guardian.lapse_days == 30);
    assert_true(r->passive.moved_in == PASSIVE_AREA && r->passive.newborn[0] == PASSIVE_MOTHER &&
                r->passive.newborn[1] == PASSIVE_AREA &&
                r->passive.new_unit == NEW_UNIT_CHOICE_ONLY);
    assert_true(r->named_doctor.titles == 2 &&
                str_eq(r->named_doctor.title[0].code, STR("201011")) &&
                str_eq(r->named_doctor.title[1].code, STR("203010")) &&
                r->named_doctor.title[0].speciality.len == 0);
    assert_true(r->named_doctor.limits == 0 && r->named_doctor.opt_out &&
                r->named_doctor.coming_doctor);
    assert_true(r->panel.target_specialist == 1100 && r->panel.target_training == 550 &&
                r->panel.per_fte && !r->panel.by_cni && r->panel.cap == -1 &&
                r->panel.undo_days == 14);
    assert_true(r->log.keep_years == 5 && r->log.lookups_a_minute == 60 &&
                r->log.persons_an_hour == 200);
    assert_true(r->suppression.denominator == 15 && r->suppression.numerator == 5 &&
                r->suppression.complement == 5 && r->suppression.small_area == 10 &&
                r->suppression.round_to == 1);
}

static void another_region_decides_otherwise(void **state)
{
    (void)state;
    struct region region = region_of("tests/spec/rules/uppsala.yaml");
    const struct rules *r = &region.rules;
    assert_true(str_eq(region.county, STR("03")));
    assert_int_equal(r->effective, EFFECTIVE_NEXT_MONTH);
    assert_int_equal(r->changes.window, WINDOW_CALENDAR_YEAR);
    assert_int_equal(r->changes.free, 1U << FREE_SPECIAL_REASON | 1U << FREE_NEWBORN |
                                          1U << FREE_FORCED | 1U << FREE_RETURN);
    assert_int_equal(r->cap.exempt, 1U << EXEMPT_NEWBORN | 1U << EXEMPT_CHILD_OF_LISTED);
    assert_int_equal(r->cap.of_doctor, DOCTOR_CAP_UNIT_HEAD);
    assert_true(r->guardian.own_choice_age == 16 && r->guardian.lapse_days == 14);
    assert_true(r->passive.newborn[0] == PASSIVE_AREA && r->passive.newborn[1] == PASSIVE_NONE &&
                r->passive.new_unit == NEW_UNIT_AREA);
    assert_int_equal(r->named_doctor.titles, 6);
    const struct doctor_title *title = r->named_doctor.title;
    assert_true(str_eq(title[1].code, STR("201010")) &&
                str_eq(title[1].speciality, STR("allmänmedicin")) && title[5].speciality.len == 0);
    assert_int_equal(r->named_doctor.limits, 2);
    const struct doctor_limit *limit = r->named_doctor.limit;
    assert_true(str_eq(limit[0].speciality, STR("geriatrik")) && limit[0].age_from == 75 &&
                limit[0].age_to == 999 && limit[0].or_saebo);
    assert_true(limit[1].age_from == 0 && limit[1].age_to == 17 && !limit[1].or_saebo);
    assert_true(!r->named_doctor.opt_out && r->panel.by_cni && r->panel.cap == 1800);
}

static void another_country_decides_otherwise(void **state)
{
    (void)state;
    struct region region = region_of("tests/spec/rules/norway.yaml");
    const struct rules *r = &region.rules;
    assert_true(str_eq(region.country, STR("NO")));
    assert_int_equal(r->listing_on, LISTING_ON_DOCTOR);
    assert_int_equal(r->cap.of_doctor, DOCTOR_CAP_REGION);
    assert_true(r->queue.auto_swap && !r->guardian.both);
    assert_true(r->passive.moved_in == PASSIVE_NONE && r->passive.newborn[0] == PASSIVE_MOTHER);
    assert_true(r->panel.cap == 2500 && !r->panel.per_fte && r->panel.undo_days == 0);
}

/* \n of a cell. */
static struct str lines_of(struct str cell)
{
    struct sb out = sb_open(arena, cell.len + 1);
    for (size_t i = 0; i < cell.len; i++) {
        bool line = cell.at[i] == '\\' && i + 1 < cell.len && cell.at[i + 1] == 'n';
        sb_char(&out, line ? '\n' : cell.at[i]);
        i += line;
    }
    sb_char(&out, '\0');
    return (struct str){sb_str(&out).at, sb_str(&out).len - 1};
}

static struct str with(struct str text, struct str cell, struct str stands)
{
    struct str old = lines_of(cell);
    if (str_eq(old, STR("{whole}")))
        return stands;
    const char *at = strstr(text.at, old.at);
    if (!at || strstr(at + 1, old.at))
        fail_msg("%s: stands there once", old.at);
    return str_fmt(arena, "%.*s%.*s%s", (int)(at - text.at), text.at, STR_FMT(stands),
                   at + old.len);
}

static void every_mistake_has_its_sentence(void **state)
{
    (void)state;
    struct spec_table *t = spec_open(arena, "tests/spec/bad_rules.csv");
    struct str usual = text_of("tests/spec/rules/usual.yaml");
    for (size_t i = 0; i < spec_rows(t); i++) {
        struct region r;
        struct err err = {0};
        struct embedded file = {STR("usual.yaml"), with(usual, spec_text(t, i, "instead_of"),
                                                        spec_text(t, i, "stands"))};
        if (region_read(arena, &file, &r, &err))
            fail_msg("%s: was taken", spec_cstr(t, i, "what"));
        struct str said[] = {err_message(arena, LANG_EN, &err), err_message(arena, LANG_SV, &err)};
        static const char *const lang[] = {"English", "Swedish"};
        for (unsigned k = 0; k < 2; k++)
            if (!str_eq(spec_text(t, i, lang[k]),
                        str_fmt(arena, "%.*s [%s]", STR_FMT(said[k]), err.code)))
                fail_msg("%s:\n%.*s [%s]", spec_cstr(t, i, "what"), STR_FMT(said[k]), err.code);
        assert_int_equal(err.kind, ERR_INVALID);
    }
}

static bool is_refused_for(const char *bad, const char *code, struct str *detail)
{
    struct region r;
    struct err err = {0};
    struct str text = with(text_of("tests/spec/rules/usual.yaml"),
                           STR("name: Region Jämtland Härjedalen"), str_of(bad));
    bool refused = !region_read(arena, &(struct embedded){STR("a.yaml"), text}, &r, &err);
    *detail = str_copy(arena, str_of(err.detail));
    return refused && strcmp(err.code, code) == 0;
}

static void what_stands_there_is_shown_short(void **state)
{
    (void)state;
    struct str detail, wanted = STR("a.yaml:2:16: region.name: åååååååååååååååååååå (1 - 200)");
    struct sb name = sb_open(arena, 1024);
    sb_put(&name, STR("name: "));
    for (unsigned i = 0; i < 101; i++)
        sb_put(&name, STR("å"));
    sb_char(&name, '\0');
    assert_true(is_refused_for(sb_str(&name).at, "rule.text", &detail));
    assert_true(str_eq(detail, wanted));
    assert_true(is_refused_for("name: \"a\\nb\"", "rule.text", &detail));
    assert_true(str_eq(detail, STR("a.yaml:2:16: region.name: a\uFFFDb (1 - 200)")));
    assert_true(is_refused_for("name: \"\\e[2J\"", "rule.text", &detail));
    assert_true(is_refused_for("name: \"\\ud800\"", "rule.text", &detail) ||
                is_refused_for("name: \"\\ud800\"", "yaml.syntax", &detail));
}

static void put_words(struct sb *out, const struct vocab *words)
{
    const char *between = "";
    for (unsigned i = 0; i < words->count; i++)
        if (words->word[i]) {
            sb_fmt(out, "%s`%s`", between, words->word[i]);
            between = ", ";
        }
}

/* How the manual says what may stand there; of a list only that its usual words are all there are.
 */
static struct str allowed(const struct rule_key *key)
{
    struct sb out = sb_open(arena, 128);
    switch ((int)key->form) {
    case RULE_WORD:
        put_words(&out, key->words);
        break;
    case RULE_YES:
        sb_put(&out, STR("`yes`, `no`"));
        break;
    case RULE_CAP:
        sb_put(&out, STR("`none`, "));
        sb_fmt(&out, "%lld to %lld", (long long)key->least, (long long)key->most);
        break;
    case RULE_COUNT:
    case RULE_NUMBER:
        if (key->least == key->most)
            sb_fmt(&out, "%lld | program |", (long long)key->least);
        else
            sb_fmt(&out, "%lld to %lld", (long long)key->least, (long long)key->most);
        break;
    case RULE_SET:
    case RULE_ORDER:
        for (unsigned i = 0; i < key->words->count; i++)
            assert_true(!key->words->word[i] || strstr(key->usual, key->words->word[i]));
        sb_put(&out, STR("a list of "));
        break;
    default:
        break;
    }
    return sb_str(&out);
}

static void the_manual_has_every_key(void **state)
{
    (void)state;
    struct str manual = text_of("docs/operator/rules.md");
    for (unsigned i = 0; i < RULE_KEY_COUNT; i++) {
        const struct rule_key *key = &RULE_KEYS[i];
        struct str row = allowed(key);
        row = str_fmt(arena, "\n| `%s.%s` | `%s` | %.*s", key->section, key->name, key->usual,
                      STR_FMT(row));
        if (!strstr(manual.at, row.at))
            fail_msg("docs/operator/rules.md lacks: %s", row.at + 1);
    }
}

static void a_file_is_called_as_its_region(void **state)
{
    (void)state;
    static const char *const wrong[] = {"Jamtland.yaml", "a.b.yaml", "jämtland.yaml", "23.yaml",
                                        ".yaml",         "a",        "a b.yaml",      "a: b.yaml"};
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        struct region r;
        struct err err = {0};
        struct embedded file = {str_of(wrong[i]), text_of("rules/jamtland.yaml")};
        assert_false(region_read(arena, &file, &r, &err));
        assert_string_equal(err.code, "rule.name");
        assert_string_equal(err.detail, wrong[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(jamtland_has_the_usual_values, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(the_usual_values_are_where_they_belong, open_arena,
                                        close_arena),
        cmocka_unit_test_setup_teardown(another_region_decides_otherwise, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(another_country_decides_otherwise, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(the_manual_has_every_key, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(every_mistake_has_its_sentence, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(a_file_is_called_as_its_region, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(what_stands_there_is_shown_short, open_arena, close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
