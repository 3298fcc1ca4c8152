/* Every key has one reader; what is read is right, so a definition that exists can be evaluated. */
#include "engine/definition.h"

#include "core/sb.h"
#include "core/yaml.h"
#include "engine/expr.h"
#include "engine/expr_words.h"

#include <string.h>

enum { ID_MOST = 40, NAME_MOST = 120, TEXT_MOST = 4000, GAPS_MOST = 32, PARAMETERS_MOST = 32 };

struct reader {
    struct arena *arena;
    const char *name;
    struct str file;
    struct err *err;
};

int64_t measure_scale(enum measure_unit unit)
{
    return unit == IN_PERCENT ? 100 : unit == IN_PER_1000 ? 1000 : 1;
}

unsigned measure_places(enum measure_unit unit)
{
    return unit == IN_INDEX ? 2 : unit == IN_PERCENT || unit == IN_PER_1000 ? 1 : 0;
}

/* ---- forms of values ---- */

static bool refuse(struct reader *r, const struct yaml *n, const char *why)
{
    return FAIL(r->err, ERR_INVALID, "measure.value", YAML_AT "%.90s", YAML_PLACE(n), why);
}

static bool refuse_key(struct reader *r, const struct yaml *key)
{
    return FAIL(r->err, ERR_INVALID, "measure.key", YAML_AT "%.60s", YAML_PLACE(key),
                str_cstr(r->arena, key->text));
}

static bool is_one_of(struct str word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(word, str_of(words[i])))
            return true;
    return false;
}

/* A map that has no other keys than these. */
static bool check_map(struct reader *r, const struct yaml *n, const char *const *keys, size_t count)
{
    if (n->kind != YAML_MAP)
        return refuse(r, n, "expected keys with values");
    for (unsigned i = 0; i < n->count; i++)
        if (!is_one_of(n->key[i].text, keys, count))
            return refuse_key(r, &n->key[i]);
    return true;
}

static bool needed(struct reader *r, const struct yaml *map, const char *key,
                   const struct yaml **out)
{
    *out = yaml_get(map, str_of(key));
    return *out ||
           FAIL(r->err, ERR_INVALID, "measure.key_missing", YAML_AT "%.40s", YAML_PLACE(map), key);
}

/* Text that says something, in at most `most` bytes; without surrounding line feeds. */
static bool read_text(struct reader *r, const struct yaml *n, size_t most, struct str *out)
{
    if (n->kind != YAML_SCALAR)
        return refuse(r, n, "expected text");
    struct str text = n->text;
    while (text.len > 0 && strchr(" \n", text.at[text.len - 1]))
        text.len--;
    if (text.len == 0)
        return refuse(r, n, "expected text");
    if (text.len > most)
        return refuse(r, n, "too long");
    *out = text;
    return true;
}

static bool read_line(struct reader *r, const struct yaml *map, const char *key, struct str *out)
{
    const struct yaml *n;
    if (!needed(r, map, key, &n) || !read_text(r, n, NAME_MOST, out))
        return false;
    return !memchr(out->at, '\n', out->len) || refuse(r, n, "expected one line");
}

/* A text in both languages. */
static bool read_both(struct reader *r, const struct yaml *n, size_t most, struct str out[2])
{
    static const char *const keys[] = {[LANG_SV] = "sv", [LANG_EN] = "en"};
    if (!check_map(r, n, keys, ARRAY_LEN(keys)))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        const struct yaml *text;
        if (!needed(r, n, keys[i], &text) || !read_text(r, text, most, &out[i]))
            return false;
    }
    return true;
}

static bool read_word(struct reader *r, const struct yaml *n, const char *const *words,
                      size_t count, unsigned *out)
{
    for (size_t i = 0; n->kind == YAML_SCALAR && i < count; i++)
        if (words[i] && str_eq(n->text, str_of(words[i]))) {
            *out = (unsigned)i;
            return true;
        }
    struct sb list = sb_open(r->arena, 64);
    for (size_t i = 0; i < count; i++)
        if (words[i])
            sb_fmt(&list, "%s %s", list.len > 0 ? "," : "expected", words[i]);
    return refuse(r, n, str_cstr(r->arena, sb_str(&list)));
}

/* ---- what a measure is ---- */

static const char *const KIND[] = {
    [MEASURE_RATIO] = "ratio", [MEASURE_COUNT] = "count", [MEASURE_MEAN] = "mean"};
static const char *const POPULATION[] = {
    [POPULATION_LISTED] = "listed", [POPULATION_EVERYONE] = "everyone"};
static const char *const UNIT[] = {[IN_PERSONS] = "persons",
                                   [IN_CONTACTS] = "contacts",
                                   [IN_PERCENT] = "percent",
                                   [IN_PER_1000] = "per_1000",
                                   [IN_INDEX] = "index"};
static const char *const DIRECTION[] = {
    [DIRECTION_NONE] = "none", [DIRECTION_UP] = "up", [DIRECTION_DOWN] = "down"};
static const char *const TARGET_OP[] = {[TARGET_AT_LEAST] = "at_least",
                                        [TARGET_OVER] = "over",
                                        [TARGET_AT_MOST] = "at_most",
                                        [TARGET_UNDER] = "under"};
static const char *const NO_YES[] = {"no", "yes"};
static const char *const CERTAINTY[] = {"A", "B", "C", "D"};

static bool is_id(struct str id)
{
    for (size_t i = 0; i < id.len; i++) {
        char c = id.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && (i == 0 || (c != '_' && !(c >= '0' && c <= '9'))))
            return false;
    }
    return id.len > 0 && id.len <= ID_MOST;
}

/* An id is the name of its file: one measure, one place to look for it. */
static bool read_id(struct reader *r, const struct yaml *root, struct str *out)
{
    const struct yaml *n;
    if (!needed(r, root, "id", &n))
        return false;
    if (n->kind != YAML_SCALAR || !is_id(n->text))
        return refuse(r, n, "expected letters, digits and _, a letter first, at most 40");
    const char *slash = strrchr(r->name, '/');
    struct str file = str_of(slash ? slash + 1 : r->name);
    if (!str_eq(file, str_fmt(r->arena, "%.*s.yaml", STR_FMT(n->text))))
        return FAIL(r->err, ERR_INVALID, "measure.id", YAML_AT "%.40s", YAML_PLACE(n), n->text.at);
    *out = n->text;
    return true;
}

static bool read_texts(struct reader *r, const struct yaml *root, struct definition *d)
{
    const struct yaml *name, *text;
    if (!read_id(r, root, &d->id) || !read_line(r, root, "code", &d->code) ||
        !needed(r, root, "name", &name) || !read_both(r, name, NAME_MOST, d->name) ||
        !needed(r, root, "text", &text) || !read_both(r, text, TEXT_MOST, d->text))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(d->name); i++)
        if (memchr(d->name[i].at, '\n', d->name[i].len))
            return refuse(r, name, "expected one line");
    return true;
}

static bool read_origin(struct reader *r, const struct yaml *root, struct definition *d)
{
    const struct yaml *certainty, *reviewed;
    unsigned letter;
    if (!read_line(r, root, "source", &d->source) || !read_line(r, root, "owner", &d->owner) ||
        !needed(r, root, "certainty", &certainty) ||
        !read_word(r, certainty, CERTAINTY, ARRAY_LEN(CERTAINTY), &letter) ||
        !needed(r, root, "reviewed", &reviewed))
        return false;
    d->certainty = CERTAINTY[letter][0];
    struct err day = {0};
    return (reviewed->kind == YAML_SCALAR && day_parse(reviewed->text, &d->reviewed, &day)) ||
           refuse(r, reviewed, "expected a day, YYYY-MM-DD");
}

/* Some things only mean something together. */
static bool check_unit(struct reader *r, const struct yaml *n, const struct definition *d)
{
    bool is_whole = d->unit == IN_PERSONS || d->unit == IN_CONTACTS;
    if (d->kind == MEASURE_COUNT)
        return is_whole || refuse(r, n, "a count is in persons or contacts");
    if (d->kind == MEASURE_MEAN)
        return d->unit == IN_INDEX || refuse(r, n, "a mean is an index");
    return !is_whole || refuse(r, n, "a ratio is in percent, per_1000 or index");
}

static bool read_shape(struct reader *r, const struct yaml *root, struct definition *d)
{
    const struct yaml *kind, *unit, *population;
    const struct yaml *direction = yaml_get(root, STR("direction"));
    const struct yaml *suppress = yaml_get(root, STR("suppress"));
    unsigned k, u, p, way = DIRECTION_NONE, yes = true;
    if (!needed(r, root, "kind", &kind) || !read_word(r, kind, KIND, ARRAY_LEN(KIND), &k) ||
        !needed(r, root, "unit", &unit) || !read_word(r, unit, UNIT, ARRAY_LEN(UNIT), &u) ||
        !needed(r, root, "population", &population) ||
        !read_word(r, population, POPULATION, ARRAY_LEN(POPULATION), &p) ||
        (direction && !read_word(r, direction, DIRECTION, ARRAY_LEN(DIRECTION), &way)) ||
        (suppress && !read_word(r, suppress, NO_YES, ARRAY_LEN(NO_YES), &yes)))
        return false;
    d->kind = (enum measure_kind)k;
    d->unit = (enum measure_unit)u;
    d->population = (enum measure_population)p;
    d->direction = (enum measure_direction)way;
    d->is_suppressed = yes;
    return check_unit(r, unit, d);
}

static bool read_target(struct reader *r, const struct yaml *root, struct definition *d)
{
    static const char *const keys[] = {"op", "value", "source"};
    const struct yaml *n = yaml_get(root, STR("target")), *op, *value;
    if (!n)
        return true;
    unsigned word;
    if (!check_map(r, n, keys, ARRAY_LEN(keys)) || !needed(r, n, "op", &op) ||
        !read_word(r, op, TARGET_OP, ARRAY_LEN(TARGET_OP), &word) ||
        !needed(r, n, "value", &value) || !read_line(r, n, "source", &d->target.source))
        return false;
    if (value->kind != YAML_SCALAR || !decimal_parse(value->text, &d->target.value))
        return refuse(r, value, "expected a number");
    d->target.is_set = true;
    d->target.op = (enum target_op)word;
    d->target.scale = measure_scale(d->unit);
    return true;
}

static bool read_gaps(struct reader *r, const struct yaml *root, struct definition *d)
{
    const struct yaml *n = yaml_get(root, STR("known_gaps"));
    if (!n)
        return true;
    if (n->kind != YAML_LIST || n->count > GAPS_MOST)
        return refuse(r, n, "expected a list of at most 32 texts");
    struct measure_gap *gap = ARENA_NEW(r->arena, struct measure_gap, n->count > 0 ? n->count : 1);
    for (unsigned i = 0; i < n->count; i++)
        if (!read_both(r, &n->item[i], TEXT_MOST, gap[i].text))
            return false;
    d->gap = gap;
    d->gaps = n->count;
    return true;
}

/* ---- parameters and expressions ---- */

static bool read_words(struct reader *r, const struct yaml *n, struct expr_parameter *out)
{
    struct str *word = ARENA_NEW(r->arena, struct str, n->count > 0 ? n->count : 1);
    for (unsigned i = 0; i < n->count; i++)
        if (n->item[i].kind != YAML_SCALAR || n->item[i].text.len == 0)
            return refuse(r, &n->item[i], "expected a word");
        else
            word[i] = n->item[i].text;
    out->is_list = true;
    out->word = word;
    out->words = n->count;
    return n->count > 0 || refuse(r, n, "expected at least one word");
}

static bool read_parameter(struct reader *r, const struct yaml *key, const struct yaml *n,
                           struct expr_parameter *out)
{
    if (!is_id(key->text) || expr_is_reserved(key->text))
        return refuse(r, key, "not a name for a parameter: the language has it, or it is no name");
    out->name = key->text;
    if (n->kind == YAML_LIST)
        return read_words(r, n, out);
    bool is_number = n->kind == YAML_SCALAR && n->plain && str_to_i64(n->text, &out->number);
    return (is_number && out->number >= 0 && out->number <= EXPR_NUMBER_MOST) ||
           refuse(r, n, "expected a whole number, 0 to 1000000, or a list of words");
}

static bool read_parameters(struct reader *r, const struct yaml *root, struct definition *d)
{
    const struct yaml *n = yaml_get(root, STR("parameters"));
    if (!n)
        return true;
    if (n->kind != YAML_MAP || n->count > PARAMETERS_MOST)
        return refuse(r, n, "expected at most 32 names with values");
    struct expr_parameter *all =
        ARENA_NEW(r->arena, struct expr_parameter, n->count > 0 ? n->count : 1);
    for (unsigned i = 0; i < n->count; i++)
        if (!read_parameter(r, &n->key[i], &n->item[i], &all[i]))
            return false;
    d->parameter = all;
    d->parameters = n->count;
    return true;
}

static bool read_expression(struct reader *r, const struct yaml *n, const struct definition *d,
                            enum expr_wanted wanted, const struct expr **out)
{
    if (n->kind != YAML_SCALAR)
        return refuse(r, n, "expected an expression");
    struct expr_source source = {.name = r->name,
                                 .file = r->file,
                                 .line = n->line,
                                 .column = n->column,
                                 .own_unit = d->population == POPULATION_LISTED,
                                 .parameter = d->parameter,
                                 .parameters = d->parameters};
    return expr_parse(r->arena, &source, n->text, wanted, out, r->err);
}

/* Which expressions a kind has. */
enum { OF_RATIO = 1 << MEASURE_RATIO, OF_COUNT = 1 << MEASURE_COUNT, OF_MEAN = 1 << MEASURE_MEAN };
static const struct {
    const char *key;
    unsigned kinds, needed;
} EXPRESSION[] = {{"numerator", OF_RATIO, OF_RATIO},
                  {"denominator", OF_RATIO, 0},
                  {"value", OF_COUNT | OF_MEAN, OF_COUNT | OF_MEAN},
                  {"exclude", OF_RATIO | OF_COUNT | OF_MEAN, 0}};

static bool read_expressions(struct reader *r, const struct yaml *root, struct definition *d)
{
    const struct expr **const place[] = {&d->numerator, &d->denominator, &d->value, &d->exclude};
    const enum expr_wanted wanted[] = {WANT_COUNTED, WANT_COUNTED,
                                       d->kind == MEASURE_MEAN ? WANT_VALUE : WANT_COUNTED,
                                       WANT_CONDITION};
    const unsigned kind = 1U << d->kind;
    for (size_t i = 0; i < ARRAY_LEN(EXPRESSION); i++) {
        const struct yaml *n = yaml_get(root, str_of(EXPRESSION[i].key));
        if (!n && !(EXPRESSION[i].needed & kind))
            continue;
        if (!needed(r, root, EXPRESSION[i].key, &n))
            return false;
        if (!(EXPRESSION[i].kinds & kind))
            return FAIL(r->err, ERR_INVALID, "measure.key", YAML_AT "%s (kind: %s)", YAML_PLACE(n),
                        EXPRESSION[i].key, KIND[d->kind]);
        if (!read_expression(r, n, d, wanted[i], place[i]))
            return false;
    }
    return true;
}

bool definition_parse(struct arena *a, const char *name, struct str text,
                      const struct definition **out, struct err *err)
{
    static const char *const keys[] = {
        "id",          "code",  "name",    "text",       "source",     "certainty",  "owner",
        "reviewed",    "kind",  "unit",    "direction",  "target",     "population", "numerator",
        "denominator", "value", "exclude", "parameters", "known_gaps", "suppress"};
    struct reader r = {a, name, text, err};
    const struct yaml *root;
    struct definition *d = ARENA_NEW(a, struct definition, 1);
    if (!yaml_parse(a, name, text, &root, err) || !check_map(&r, root, keys, ARRAY_LEN(keys)) ||
        !read_texts(&r, root, d) || !read_origin(&r, root, d) || !read_shape(&r, root, d) ||
        !read_target(&r, root, d) || !read_gaps(&r, root, d) || !read_parameters(&r, root, d) ||
        !read_expressions(&r, root, d))
        return false;
    *out = d;
    return true;
}
