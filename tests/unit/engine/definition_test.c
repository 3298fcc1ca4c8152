#include "engine/definition.h"

#include "core/sb.h"
#include "engine/expr.h"

#include "../core/arena_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* A whole file; each line stands for itself, so that a case can put another in its place. */
static const char *const LINES[] = {
    "id: t",
    "code: Åt1",
    "name: {sv: Namn, en: Name}",
    "text: {sv: Regel, en: Rule}",
    "source: Nowhere",
    "certainty: B",
    "owner: Us",
    "reviewed: 2026-11-25",
    "kind: ratio",
    "unit: per_1000",
    "population: listed",
    "numerator: age >= 65",
};

/* The file with `line` in place of the one that has its key (or behind all, where none has). A line
 * "-key" takes that one away. */
static struct str file_with(const char *const *line, size_t count)
{
    struct sb out = sb_open(arena, 512);
    bool used[12] = {false};
    for (size_t i = 0; i < ARRAY_LEN(LINES); i++) {
        const char *chosen = LINES[i];
        size_t key = strcspn(LINES[i], ":");
        for (size_t j = 0; j < count; j++) {
            bool is_gone = line[j][0] == '-' && strlen(line[j]) == key + 1 &&
                           strncmp(line[j] + 1, LINES[i], key) == 0;
            if (!is_gone && strncmp(line[j], LINES[i], key + 1) != 0)
                continue;
            chosen = is_gone ? NULL : line[j];
            used[j] = true;
        }
        if (chosen)
            sb_fmt(&out, "%s\n", chosen);
    }
    for (size_t j = 0; j < count; j++)
        if (!used[j])
            sb_fmt(&out, "%s\n", line[j]);
    return sb_str(&out);
}

/* Those that there are: kol. */
static const struct codesets *sets(void)
{
    struct err err = {0};
    const struct codeset **at = ARENA_NEW(arena, const struct codeset *, 1);
    struct codesets *all = ARENA_NEW(arena, struct codesets, 1);
    *all = (struct codesets){at, 1};
    assert_true(codeset_parse(
        arena, "kol.csv",
        STR("system,code,match,display,certainty,source\nICD-10-SE,J44,prefix,x,B,y\n"), &at[0],
        &err));
    return all;
}

static const struct definition *parsed(struct str text)
{
    struct err err = {0};
    const struct definition *d = NULL;
    if (!definition_parse(arena, "dir/t.yaml", text, sets(), &d, &err))
        fail_msg("%s %s", err.code, err.detail);
    return d;
}

static void is_text(struct str s, const char *expected)
{
    assert_string_equal(str_cstr(arena, s), expected);
}

static void the_least_that_a_file_says(void **state)
{
    (void)state;
    const struct definition *d = parsed(file_with(NULL, 0));
    is_text(d->id, "t");
    is_text(d->code, "Åt1");
    is_text(d->name[LANG_SV], "Namn");
    is_text(d->name[LANG_EN], "Name");
    is_text(d->text[LANG_SV], "Regel");
    is_text(d->source, "Nowhere");
    is_text(d->owner, "Us");
    assert_int_equal(d->certainty, 'B');
    char day[DAY_TEXT];
    is_text(day_format(d->reviewed, day), "2026-11-25");
    assert_int_equal(d->kind, MEASURE_RATIO);
    assert_int_equal(d->unit, IN_PER_1000);
    assert_int_equal(d->direction, DIRECTION_NONE);
    assert_int_equal(d->population, POPULATION_LISTED);
    assert_false(d->target.is_set);
    assert_true(d->is_suppressed);
    assert_int_equal(d->gaps, 0);
    assert_int_equal(d->parameters, 0);
    assert_int_equal(d->numerator->op, EXPR_GREATER_EQUAL);
    assert_null(d->denominator);
    assert_null(d->value);
    assert_null(d->exclude);
}

static void all_that_a_file_may_say(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "kind: mean",
        "unit: index",
        "direction: down",
        "target: {op: under, value: 0.35, source: A report}",
        "-numerator",
        "parameters: {least: 3, forms: [visit, home_visit]}",
        "value: >\n  coc(contacts where form in forms ever by staff)\n  when count >= least",
        "exclude: age < 18",
        "missing: any(contacts ever)",
        "suppress: no",
        "known_gaps:\n  - {sv: Ett, en: One}\n  - sv: |\n      Två\n    en: Two",
    };
    const struct definition *d = parsed(file_with(lines, ARRAY_LEN(lines)));
    assert_int_equal(d->kind, MEASURE_MEAN);
    assert_int_equal(d->direction, DIRECTION_DOWN);
    assert_true(d->target.is_set);
    assert_int_equal(d->target.op, TARGET_UNDER);
    assert_int_equal(d->target.value.units, 35);
    assert_int_equal(d->target.value.places, 2);
    assert_int_equal(d->target.scale, 1);
    is_text(d->target.source, "A report");
    assert_false(d->is_suppressed);
    assert_int_equal(d->gaps, 2);
    is_text(d->gap[1].text[LANG_SV], "Två");
    assert_int_equal(d->parameters, 2);
    is_text(d->parameter[1].name, "forms");
    assert_int_equal(d->value->op, EXPR_WHEN);
    assert_int_equal(d->value->b->b->number, 3);
    assert_int_equal(d->exclude->op, EXPR_LESS);
    assert_int_equal(d->missing->op, EXPR_ANY);
    static const char *const percent[] = {"unit: percent",
                                          "target: {op: at_least, value: 80, source: x}"};
    assert_int_equal(parsed(file_with(percent, 2))->target.scale, 100);
    static const char *const change[] = {
        "target: {op: at_most, change: -12.5, since: 2021-12, source: x}"};
    d = parsed(file_with(change, 1));
    assert_true(d->target.is_set && d->target.is_change);
    assert_int_equal(d->target.value.units, -125);
    assert_int_equal(d->target.value.places, 1);
    assert_int_equal(d->target.since.n, month_from(2021, 12).n);
}

static void parts_sets_and_bands(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "codesets: [kol]",
        "bands: [low, t, high]",
        "parameters: {least: 7.5, grown: 18}",
        "parts:\n  onset: first(diagnoses where code in kol ever)\n  at_onset: age on onset",
        "numerator: at_onset >= grown",
        "denominator: onset is known",
        "exclude: latest(measurements ever) < least",
    };
    const struct definition *d = parsed(file_with(lines, ARRAY_LEN(lines)));
    assert_int_equal(d->sets, 1);
    is_text(d->set[0]->name, "kol");
    assert_int_equal(d->bands, 3);
    is_text(d->band[2], "high");
    assert_int_equal(d->parts, 2);
    is_text(d->part[1].name, "at_onset");
    assert_int_equal(d->part[1].selections, 1);
    assert_int_equal(d->parameter[0].number.places, 1);
    /* A part is one node, wherever it stands. */
    assert_ptr_equal(d->numerator->a, d->part[1].is);
    assert_ptr_equal(d->part[1].is->a, d->part[0].is);
    assert_ptr_equal(d->denominator->a, d->part[0].is);
}

static const struct {
    const char *lines[3];
    const char *begins;
} FAULTS[] = {
    {{"colour: red"}, "measure.key dir/t.yaml:13:1: colour"},
    {{"numerater: 1"}, "measure.key dir/t.yaml:13:1: numerater; did you mean \"numerator\"?"},
    {{"name: {sv: Namn, en: Name, eng: Name}"}, "measure.key dir/t.yaml:3:28: eng; did you mean"},
    {{"unit: procent"},
     "measure.value dir/t.yaml:10:7: expected percent, per_1000, index; did you mean \"percent\"?"},
    {{"unit: prosent_i_alla_kommuner_och_lite_till"},
     "measure.value dir/t.yaml:10:7: expected percent, per_1000, index"},
    {{"codesets: [koll]"}, "measure.codeset dir/t.yaml:13:12: koll; did you mean \"kol\"?"},
    {{"comparisons: []"},
     "measure.key dir/t.yaml:13:1: comparisons"}, /* not before it means something */
    {{"name: {sv: Namn, en: Name, de: Name}"}, "measure.key dir/t.yaml:3:28: de"},
    {{"value: 1"}, "measure.key dir/t.yaml:13:8: value (kind: ratio)"},
    {{"kind: count", "unit: persons", "-numerator"}, "measure.key_missing dir/t.yaml:1:1: value"},
    {{"kind: count", "unit: persons"}, "measure.key dir/t.yaml:12:12: numerator (kind: count)"},
    {{"-owner"}, "measure.key_missing dir/t.yaml:1:1: owner"},
    {{"-population"}, "measure.key_missing dir/t.yaml:1:1: population"},
    {{"name: {sv: Namn}"}, "measure.key_missing dir/t.yaml:3:7: en"},
    {{"target: {op: over}"}, "measure.key_missing dir/t.yaml:13:9: value"},
    {{"id: T"}, "measure.id dir/t.yaml:1:5: T"},
    {{"id: Ån"}, "measure.value dir/t.yaml:1:5: expected letters"},
    {{"id: 4a"}, "measure.value dir/t.yaml:1:5: expected letters"},
    {{"kind: table"}, "measure.key dir/t.yaml:11:13: population (kind: table)"},
    {{"kind: [ratio]"}, "measure.value dir/t.yaml:9:7: expected ratio, count, mean, table"},
    {{"each: {table: cni}"}, "measure.key dir/t.yaml:13:7: each (kind: ratio)"},
    {{"unit: weeks"}, "measure.value dir/t.yaml:10:7: a ratio is in"},
    {{"unit: persons"}, "measure.value dir/t.yaml:10:7: a ratio is in"},
    {{"kind: mean"}, "measure.value dir/t.yaml:10:7: a mean is an index"},
    {{"kind: count"}, "measure.value dir/t.yaml:10:7: a count is in"},
    {{"certainty: E"}, "measure.value dir/t.yaml:6:12: expected A, B, C, D"},
    {{"reviewed: 2026-02-30"}, "measure.value dir/t.yaml:8:11: expected a day"},
    {{"source: ''"}, "measure.value dir/t.yaml:5:9: expected text"},
    {{"owner:"}, "measure.value dir/t.yaml:7:1: owner: nothing stands behind the key"},
    {{"missing: # later"}, "measure.value dir/t.yaml:13:1: missing: nothing stands behind the key"},
    {{"name: {sv: , en: b}"}, "measure.value dir/t.yaml:3:8: sv: nothing stands behind the key"},
    {{"parameters:\n  n:"}, "measure.value dir/t.yaml:14:3: expected a number, 0 to"},
    {{"parameters:\n  n:\n    -"}, "measure.value dir/t.yaml:15:5: expected a word"},
    {{"source: [a]"}, "measure.value dir/t.yaml:5:9: expected text"},
    {{"source: \"a\\nb\""}, "measure.value dir/t.yaml:5:9: expected one line"},
    {{"name: {sv: \"a\\nb\", en: b}"}, "measure.value dir/t.yaml:3:7: expected one line"},
    {{"name: Namn"}, "measure.value dir/t.yaml:3:7: expected keys"},
    {{"suppress: maybe"}, "measure.value dir/t.yaml:13:11: expected no, yes"},
    {{"target: {op: over, change: 20}"}, "measure.key_missing dir/t.yaml:13:9: since"},
    {{"target: {op: over, since: 2021-12}"}, "measure.key_missing dir/t.yaml:13:9: change"},
    {{"target: {op: over, value: 1, change: 20}"}, "measure.key dir/t.yaml:13:38: change beside"},
    {{"target: {op: over, value: 1, since: 2021-12}"},
     "measure.key dir/t.yaml:13:37: since beside"},
    {{"target: {op: over, change: 20, since: 2021-12}"},
     "measure.key_missing dir/t.yaml:13:9: source"},
    {{"target: {op: over, change: 20 %, since: 2021-12, source: x}"},
     "measure.value dir/t.yaml:13:28: expected a number of per cent over -100"},
    {{"target: {op: over, change: -100, since: 2021-12, source: x}"},
     "measure.value dir/t.yaml:13:28: expected a number of per cent over -100"},
    {{"target: {op: over, change: 20, since: 2021-13, source: x}"},
     "measure.value dir/t.yaml:13:39: expected a month from 1900 on, YYYY-MM"},
    {{"target: {op: over, change: 20, since: 2021, source: x}"},
     "measure.value dir/t.yaml:13:39: expected a month from 1900 on, YYYY-MM"},
    {{"target: {op: over, change: 20, since: 1899-12, source: x}"},
     "measure.value dir/t.yaml:13:39: expected a month from 1900 on, YYYY-MM"},
    {{"target: {op: over, change: 20, since: [2021-12], source: x}"},
     "measure.value dir/t.yaml:13:39: expected a month from 1900 on, YYYY-MM"},
    {{"target: {op: under, value: 1e3, source: x}"},
     "measure.value dir/t.yaml:13:28: expected a number"},
    {{"known_gaps: none"}, "measure.value dir/t.yaml:13:13: expected a list"},
    {{"parameters: [1]"}, "measure.value dir/t.yaml:13:13: expected at most 32"},
    {{"parameters: {age: 1}"},
     "measure.value dir/t.yaml:13:14: not a name for a parameter: the language has the word"},
    {{"parameters: {when: 1}"}, "measure.value dir/t.yaml:13:14: not a name"},
    {{"parameters: {coc: 1}"}, "measure.value dir/t.yaml:13:14: not a name"},
    {{"parameters: {x y: 1}"}, "measure.value dir/t.yaml:13:14: expected letters"},
    {{"parameters: {old: 65, least: 2,5}"},
     "measure.value dir/t.yaml:13:32: a decimal has a point, not a comma"},
    {{"parameters:\n  least: 2,5"},
     "measure.value dir/t.yaml:14:10: a decimal has a point, not a comma"},
    {{"parameters: {n: -1}"}, "measure.value dir/t.yaml:13:17: expected a number, 0 to"},
    {{"parameters: {n: 1000001}"}, "measure.value dir/t.yaml:13:17: expected a number, 0 to"},
    {{"parameters: {n: '1'}"}, "measure.value dir/t.yaml:13:17: expected a number, 0 to"},
    {{"parameters: {n: []}"}, "measure.value dir/t.yaml:13:17: expected at least"},
    {{"parameters: {n: [[]]}"}, "measure.value dir/t.yaml:13:18: expected a word"},
    {{"parameters: {onset: 1}", "parts: {onset: age}", "numerator: onset"},
     "measure.value dir/t.yaml:14:9: not a name for a part: a parameter has it"},
    {{"parts: {when: age}"},
     "measure.value dir/t.yaml:13:9: not a name for a part: the language has"},
    {{"parts: {2x: age}"}, "measure.value dir/t.yaml:13:9: expected letters"},
    {{"parts: []"}, "measure.value dir/t.yaml:13:8: expected at most 32 names with expressions"},
    {{"parts: {}"}, "measure.value dir/t.yaml:13:8: expected at most 32 names with expressions"},
    {{"parts: {x: [age]}"}, "measure.value dir/t.yaml:13:12: expected an expression"},
    {{"parts: {x: agee}"}, "expression.name dir/t.yaml:13:12: expected a field"},
    {{"parts: {x: y, y: age}", "numerator: x + y"}, "expression.name dir/t.yaml:13:12: expected a"},
    {{"parts: {x: age, x: age}"}, "yaml.duplicate_key dir/t.yaml:13:17: x"},
    {{"parts: {x: age, y: x}"}, "measure.unused dir/t.yaml:13:17: y"},
    {{"parts: {x: coc(contacts ever by staff)}"}, "expression.type dir/t.yaml:13:12: an index"},
    {{"codesets: kol"}, "measure.value dir/t.yaml:13:11: expected a list of at most 32 names"},
    {{"codesets: []"}, "measure.value dir/t.yaml:13:11: expected a list of at most 32 names"},
    {{"codesets: [4x]"}, "measure.value dir/t.yaml:13:12: expected a list of at most 32 names"},
    {{"codesets: [[kol]]"}, "measure.value dir/t.yaml:13:11: expected a list of at most 32"},
    {{"codesets: [kol, kol]"}, "measure.value dir/t.yaml:13:17: said before"},
    {{"parameters: {x: 1, y: 2}", "numerator: age > x"}, "measure.unused dir/t.yaml:13:20: y"},
    {{"parameters: {x: [visit]}"}, "measure.unused dir/t.yaml:13:14: x"},
    {{"codesets: [kol]"}, "measure.unused dir/t.yaml:13:12: kol"},
    {{"codesets: [kol, none]"}, "measure.codeset dir/t.yaml:13:17: none"},
    {{"numerator: any(diagnoses where code in kol ever)"},
     "expression.name dir/t.yaml:12:40: expected a code set of `codesets`, not \"kol\""},
    {{"codesets: [kol]", "numerator: any(diagnoses where code in kol:mild ever)"},
     "expression.name dir/t.yaml:12:44: the code set has no parts"},
    {{"bands: t"}, "measure.value dir/t.yaml:13:8: expected a list of at most 16 ids"},
    {{"bands: []"}, "measure.value dir/t.yaml:13:8: expected a list of at most 16 ids"},
    {{"bands: [a, b]"}, "measure.value dir/t.yaml:13:8: expected the measure itself among"},
    {{"bands: [t, t]"}, "measure.value dir/t.yaml:13:12: said before"},
    {{"numerator: [1]"}, "measure.value dir/t.yaml:12:12: expected an expression"},
    {{"numerator: ''"}, "expression.syntax dir/t.yaml:12:12: expected a number"},
    {{"numerator: age >= 65 and"},
     "expression.syntax dir/t.yaml:12:25: expected a number, a condition"},
    {{"numerator: shoe_size = 43"}, "expression.name dir/t.yaml:12:12: expected a field"},
    {{"missing: 1"}, "expression.type dir/t.yaml:13:10: expected a condition"},
    {{"exclude: 1"}, "expression.type dir/t.yaml:13:10: expected a condition"},
    {{"numerator: >\n  any(contacts\n    where unit in here ever)"},
     "expression.place dir/t.yaml:14:19: here needs"},
    {{"population: everyone", "numerator: listing.basis = area"},
     "expression.place dir/t.yaml:12:12: listing.basis"},
    {{"parameters: {months_back: 5000}", "numerator: any(contacts within months_back months)"},
     "expression.number dir/t.yaml:12:32: expected 1 to"},
    {{"owner: &a Us"}, "yaml.feature dir/t.yaml:7:11: anchor"},
    {{"owner: a\nowner: b"}, "yaml.duplicate_key dir/t.yaml:8:1: owner"},
};

static void faults_are_told_where_they_stand(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(FAULTS); i++) {
        size_t count = 0;
        while (count < 3 && FAULTS[i].lines[count])
            count++;
        struct err err = {0};
        const struct definition *d;
        struct str text = file_with(FAULTS[i].lines, count);
        if (definition_parse(arena, "dir/t.yaml", text, sets(), &d, &err))
            fail_msg("%s: no error", FAULTS[i].begins);
        const char *said = str_cstr(arena, str_fmt(arena, "%s %s", err.code, err.detail));
        if (err.kind != ERR_INVALID ||
            strncmp(said, FAULTS[i].begins, strlen(FAULTS[i].begins)) != 0)
            fail_msg("\"%s\" is not \"%s\"", said, FAULTS[i].begins);
    }
}

static void limits_of_lists(void **state)
{
    (void)state;
    struct sb many = sb_open(arena, 4096);
    sb_put(&many, STR("known_gaps: ["));
    for (int i = 0; i < 33; i++)
        sb_put(&many, STR("{sv: a, en: b}, "));
    sb_put(&many, STR("]"));
    const char *line = str_cstr(arena, sb_str(&many));
    struct err err = {0};
    const struct definition *d;
    assert_false(definition_parse(arena, "t.yaml", file_with(&line, 1), NULL, &d, &err));
    assert_string_equal(err.code, "measure.value");
    char long_name[200] = "code: ";
    memset(long_name + 6, 'x', 121);
    line = long_name;
    err = (struct err){0};
    assert_false(definition_parse(arena, "t.yaml", file_with(&line, 1), NULL, &d, &err));
    assert_string_equal(err.detail, "t.yaml:2:7: too long");
}

static void units_have_scale_and_places(void **state)
{
    (void)state;
    assert_int_equal(measure_scale(IN_PERCENT), 100);
    assert_int_equal(measure_scale(IN_PER_1000), 1000);
    assert_int_equal(measure_scale(IN_INDEX), 1);
    assert_int_equal(measure_places(IN_PERSONS), 0);
    assert_int_equal(measure_places(IN_CONTACTS), 0);
    assert_int_equal(measure_places(IN_PERCENT), 1);
    assert_int_equal(measure_places(IN_INDEX), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_least_that_a_file_says, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(all_that_a_file_may_say, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(parts_sets_and_bands, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(faults_are_told_where_they_stand, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(limits_of_lists, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(units_have_scale_and_places, open_arena, close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
