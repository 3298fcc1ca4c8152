/* Every key has one reader; what is read is right, so a definition that exists can be evaluated. */
#include "engine/definition.h"

#include "core/sb.h"
#include "engine/definition_reader.h"
#include "engine/expr_words.h"
#include "engine/table_expr.h"

#include <string.h>

enum { ID_MOST = 40, GAPS_MOST = 32, BANDS_MOST = 16 };

const char *const DEFINITION_KEYS[] = {
    "id",          "code",  "name",     "text",       "source", "certainty",  "owner",
    "reviewed",    "kind",  "unit",     "direction",  "target", "population", "suppress",
    "each",        "bands", "codesets", "parameters", "parts",  "exclude",    "numerator",
    "denominator", "value", "missing",  "known_gaps", NULL};

int64_t measure_scale(enum measure_unit unit)
{
    return unit == IN_PERCENT ? 100 : unit == IN_PER_1000 ? 1000 : 1;
}

unsigned measure_places(enum measure_unit unit)
{
    static const unsigned places[] = {
        [IN_PERCENT] = 1, [IN_PER_1000] = 1, [IN_INDEX] = 2,
        [IN_POINTS] = 1,  [IN_WEEKS] = 1,    [IN_THOUSAND_KRONOR] = 0};
    return places[unit];
}

/* ---- what a measure is ---- */

static const char *const KIND[] = {[MEASURE_RATIO] = "ratio",
                                   [MEASURE_COUNT] = "count",
                                   [MEASURE_MEAN] = "mean",
                                   [MEASURE_TABLE] = "table"};
static const char *const POPULATION[] = {[POPULATION_LISTED] = "listed",
                                         [POPULATION_EVERYONE] = "everyone",
                                         [POPULATION_REGISTERED] = "registered"};
static const char *const UNIT[] = {
    [IN_PERSONS] = "persons", [IN_CONTACTS] = "contacts",
    [IN_PERCENT] = "percent", [IN_PER_1000] = "per_1000",
    [IN_INDEX] = "index",     [IN_POINTS] = "points",
    [IN_WEEKS] = "weeks",     [IN_THOUSAND_KRONOR] = "thousand_kronor"};
static const char *const DIRECTION[] = {
    [DIRECTION_NONE] = "none", [DIRECTION_UP] = "up", [DIRECTION_DOWN] = "down"};
static const char *const TARGET_OP[] = {[TARGET_AT_LEAST] = "at_least",
                                        [TARGET_OVER] = "over",
                                        [TARGET_AT_MOST] = "at_most",
                                        [TARGET_UNDER] = "under"};
static const char *const NO_YES[] = {"no", "yes"};
static const char *const CERTAINTY[] = {"A", "B", "C", "D"};

static bool read_texts(struct reader *r, const struct yaml *root, struct definition *d)
{
    const struct yaml *name, *text;
    if (!reader_id(r, root, &d->id) || !reader_line(r, root, "code", &d->code) ||
        !reader_needed(r, root, "name", &name) || !reader_both(r, name, NAME_MOST, d->name) ||
        !reader_needed(r, root, "text", &text) || !reader_both(r, text, TEXT_MOST, d->text))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(d->name); i++)
        if (memchr(d->name[i].at, '\n', d->name[i].len))
            return reader_refuse(r, name, "expected one line");
    return true;
}

static bool read_origin(struct reader *r, const struct yaml *root, struct definition *d)
{
    const struct yaml *certainty, *reviewed;
    unsigned letter;
    if (!reader_line(r, root, "source", &d->source) || !reader_line(r, root, "owner", &d->owner) ||
        !reader_needed(r, root, "certainty", &certainty) ||
        !reader_word(r, certainty, CERTAINTY, ARRAY_LEN(CERTAINTY), &letter) ||
        !reader_needed(r, root, "reviewed", &reviewed))
        return false;
    d->certainty = CERTAINTY[letter][0];
    struct err day = {0};
    return (reviewed->kind == YAML_SCALAR && day_parse(reviewed->text, &d->reviewed, &day)) ||
           reader_refuse(r, reviewed, "expected a day, YYYY-MM-DD");
}

/* Some things only mean something together: whether figures of the kind can be in the unit. */
static bool has_unit(enum measure_kind kind, enum measure_unit unit)
{
    bool is_whole = unit == IN_PERSONS || unit == IN_CONTACTS;
    return kind == MEASURE_TABLE   ? !is_whole
           : kind == MEASURE_COUNT ? is_whole
           : kind == MEASURE_MEAN  ? unit == IN_INDEX
                                   : !is_whole && unit < IN_POINTS;
}

/* A word that is no unit at all is told with those that the kind can have. */
static bool read_unit(struct reader *r, const struct yaml *n, struct definition *d)
{
    unsigned unit = 0;
    const char *words[ARRAY_LEN(UNIT)];
    bool is_unit = false;
    for (unsigned i = 0; i < ARRAY_LEN(UNIT); i++) {
        words[i] = has_unit(d->kind, (enum measure_unit)i) ? UNIT[i] : NULL;
        is_unit |= n->kind == YAML_SCALAR && str_eq(n->text, str_of(UNIT[i]));
    }
    bool found = reader_word(r, n, is_unit ? UNIT : words, ARRAY_LEN(UNIT), &unit);
    d->unit = (enum measure_unit)unit;
    return found;
}

static bool check_unit(struct reader *r, const struct yaml *n, const struct definition *d)
{
    if (has_unit(d->kind, d->unit))
        return true;
    static const char *const why[] = {[MEASURE_TABLE] =
                                          "rows of units tell nothing of persons and contacts",
                                      [MEASURE_COUNT] = "a count is in persons or contacts",
                                      [MEASURE_MEAN] = "a mean is an index",
                                      [MEASURE_RATIO] = "a ratio is in percent, per_1000 or index"};
    return reader_refuse(r, n, why[d->kind]);
}

/* A measure of tables has nothing that is about persons, the others no family. */
static bool refuse_of_persons(struct reader *r, const struct yaml *root)
{
    static const char *const keys[] = {"population", "exclude", "missing"};
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        const struct yaml *n = yaml_get(root, str_of(keys[i]));
        if (n)
            return FAIL(r->err, ERR_INVALID, "measure.key", YAML_AT "%s (kind: table)",
                        YAML_PLACE(n), keys[i]);
    }
    return true;
}

static bool read_shape(struct reader *r, const struct yaml *root, struct definition *d)
{
    const struct yaml *kind, *unit, *population = yaml_get(root, STR("population"));
    const struct yaml *direction = yaml_get(root, STR("direction"));
    const struct yaml *suppress = yaml_get(root, STR("suppress"));
    unsigned k, p = POPULATION_EVERYONE, way = DIRECTION_NONE, yes = true;
    if (!reader_needed(r, root, "kind", &kind) || !reader_word(r, kind, KIND, ARRAY_LEN(KIND), &k))
        return false;
    d->kind = (enum measure_kind)k;
    if (!reader_needed(r, root, "unit", &unit) || !read_unit(r, unit, d) ||
        (k != MEASURE_TABLE &&
         (!reader_needed(r, root, "population", &population) ||
          !reader_word(r, population, POPULATION, ARRAY_LEN(POPULATION), &p))) ||
        (direction && !reader_word(r, direction, DIRECTION, ARRAY_LEN(DIRECTION), &way)) ||
        (suppress && !reader_word(r, suppress, NO_YES, ARRAY_LEN(NO_YES), &yes)))
        return false;
    d->population = (enum measure_population)p;
    d->direction = (enum measure_direction)way;
    d->is_suppressed = yes;
    r->is_reserved = d->kind == MEASURE_TABLE ? table_expr_is_reserved : expr_is_reserved;
    return check_unit(r, unit, d) && (d->kind == MEASURE_TABLE ? refuse_of_persons(r, root) : true);
}

/* A value, or a change since a month: one of the two. */
static bool read_change(struct reader *r, const struct yaml *n, struct measure_target *t)
{
    const struct yaml *value = yaml_get(n, STR("value")), *change = yaml_get(n, STR("change")),
                      *since = yaml_get(n, STR("since"));
    const struct decimal nothing_left = {.units = -100};
    struct err month = {0};
    if (value)
        return FAIL(r->err, ERR_INVALID, "measure.key", YAML_AT "%s beside value",
                    YAML_PLACE(change ? change : since), change ? "change" : "since");
    if (!reader_needed(r, n, "change", &change) || !reader_needed(r, n, "since", &since))
        return false;
    t->is_change = true;
    if (change->kind != YAML_SCALAR || !decimal_parse(change->text, &t->value) ||
        decimal_compare(t->value, nothing_left) <= 0)
        return reader_refuse(r, change, "expected a number of per cent over -100");
    return (since->kind == YAML_SCALAR && month_parse(since->text, &t->since, &month) &&
            t->since.n >= 0) ||
           reader_refuse(r, since, "expected a month from 1900 on, YYYY-MM");
}

static bool read_target(struct reader *r, const struct yaml *root, struct definition *d)
{
    static const char *const keys[] = {"op", "value", "change", "since", "source"};
    const struct yaml *n = yaml_get(root, STR("target")), *op, *value;
    struct measure_target *t = &d->target;
    if (!n)
        return true;
    unsigned word;
    if (!reader_map(r, n, keys, ARRAY_LEN(keys)) || !reader_needed(r, n, "op", &op) ||
        !reader_word(r, op, TARGET_OP, ARRAY_LEN(TARGET_OP), &word))
        return false;
    if (yaml_get(n, STR("change")) || yaml_get(n, STR("since"))) {
        if (!read_change(r, n, t))
            return false;
    } else if (!reader_needed(r, n, "value", &value)) {
        return false;
    } else if (value->kind != YAML_SCALAR || !decimal_parse(value->text, &t->value)) {
        return reader_refuse(r, value, "expected a number");
    }
    t->is_set = true;
    t->op = (enum target_op)word;
    t->scale = measure_scale(d->unit);
    return reader_line(r, n, "source", &t->source);
}

static bool read_gaps(struct reader *r, const struct yaml *root, struct definition *d)
{
    const struct yaml *n = yaml_get(root, STR("known_gaps"));
    if (!n)
        return true;
    if (n->kind != YAML_LIST || n->count > GAPS_MOST)
        return reader_refuse(r, n, "expected a list of at most 32 texts");
    struct measure_gap *gap = ARENA_NEW(r->arena, struct measure_gap, n->count > 0 ? n->count : 1);
    for (unsigned i = 0; i < n->count; i++)
        if (!reader_both(r, &n->item[i], TEXT_MOST, gap[i].text))
            return false;
    d->gap = gap;
    d->gaps = n->count;
    return true;
}

/* ---- bands ---- */

static bool read_bands(struct reader *r, const struct yaml *root, struct definition *d)
{
    const struct yaml *n = yaml_get(root, STR("bands"));
    if (!n)
        return true;
    if (!reader_names(r, n, BANDS_MOST, "expected a list of at most 16 ids of measures"))
        return false;
    struct str *band = ARENA_NEW(r->arena, struct str, n->count);
    bool has_itself = false;
    for (unsigned i = 0; i < n->count; i++) {
        band[i] = n->item[i].text;
        has_itself |= str_eq(band[i], d->id);
    }
    d->band = band;
    d->bands = n->count;
    return has_itself || reader_refuse(r, n, "expected the measure itself among its bands");
}

/* ---- tables ---- */

static bool read_family_words(struct reader *r, const struct yaml *n, struct measure_family *f)
{
    const struct table_column *c = &TABLES[f->table].column[f->column];
    if (n->kind != YAML_MAP || n->count == 0)
        return reader_refuse(r, n, "expected words with their texts");
    struct family_word *word = ARENA_NEW(r->arena, struct family_word, n->count);
    for (unsigned i = 0; i < n->count; i++) {
        unsigned value;
        word[i].word = n->key[i].text;
        if (word[i].word.len == 0 || (c->vocab && !vocab_find(c->vocab, word[i].word, &value)))
            return reader_refuse(r, &n->key[i], "not a word of the column");
        if (!reader_both(r, &n->item[i], NAME_MOST, word[i].text))
            return false;
    }
    f->word = word;
    f->words = n->count;
    return true;
}

static bool read_family_column(struct reader *r, const struct yaml *n, struct measure_family *f)
{
    const struct yaml *table, *column;
    if (!reader_needed(r, n, "table", &table) || !reader_needed(r, n, "column", &column))
        return false;
    if (table->kind != YAML_SCALAR || !table_expr_table(table->text, &f->table))
        return reader_refuse(r, table, "expected a table of units by month or year");
    const struct table *t = &TABLES[f->table];
    const struct table_column *c =
        column->kind == YAML_SCALAR ? table_column(t, column->text) : NULL;
    if (!c || !table_column_is_word(c))
        return reader_refuse(r, column, "expected a column of words");
    f->column = (unsigned)(c - t->column);
    return true;
}

/* The mark for the word stands in it once, and what comes of it is an id. */
static bool read_family_id(struct reader *r, const struct yaml *n, struct measure_family *f)
{
    struct str mark = str_fmt(r->arena, "{%s}", TABLES[f->table].column[f->column].name);
    const struct yaml *id;
    if (!reader_needed(r, n, "id", &id))
        return false;
    struct sb made = sb_open(r->arena, ID_MOST);
    struct str rest = id->kind == YAML_SCALAR ? id->text : STR("");
    unsigned marks = 0;
    for (; rest.len > 0; rest.at++, rest.len--) {
        if (!str_starts(rest, mark)) {
            sb_char(&made, rest.at[0]);
            continue;
        }
        marks++;
        sb_char(&made, 'x');
        rest = (struct str){rest.at + mark.len - 1, rest.len - mark.len + 1};
    }
    f->id = id->text;
    return (marks == 1 && reader_is_id(sb_str(&made))) ||
           reader_refuse(r, id, "expected an id with the column's name in {} once");
}

static bool read_each(struct reader *r, const struct yaml *root, struct definition *d)
{
    static const char *const keys[] = {"table", "column", "id", "words"};
    const struct yaml *n = yaml_get(root, STR("each")), *words;
    struct measure_family *f = ARENA_NEW(r->arena, struct measure_family, 1);
    if (!n)
        return true;
    if (d->kind != MEASURE_TABLE)
        return FAIL(r->err, ERR_INVALID, "measure.key", YAML_AT "each (kind: %s)", YAML_PLACE(n),
                    KIND[d->kind]);
    if (!reader_map(r, n, keys, ARRAY_LEN(keys)) || !read_family_column(r, n, f) ||
        !read_family_id(r, n, f))
        return false;
    d->family = f;
    f->is_open = TABLES[f->table].column[f->column].type == COLUMN_WORD;
    words = yaml_get(n, STR("words"));
    if (!words && f->is_open)
        return true;
    return reader_needed(r, n, "words", &words) && read_family_words(r, words, f);
}

static bool read_of_table(struct reader *r, const struct yaml *root, const char *key,
                          const struct definition *d, const struct table_expr **out)
{
    const struct yaml *n;
    if (!reader_needed(r, root, key, &n))
        return false;
    if (n->kind != YAML_SCALAR)
        return reader_refuse(r, n, "expected an expression");
    const struct measure_family *f = d->family;
    struct table_each each = f ? (struct table_each){f->table, f->column} : (struct table_each){0};
    struct expr_source source = {.name = r->name,
                                 .file = r->file,
                                 .line = n->line,
                                 .column = n->column,
                                 .parameter = d->parameter,
                                 .parameters = d->parameters,
                                 .used_parameters = &r->used_parameters};
    return table_expr_parse(r->arena, &source, n->text, f ? &each : NULL, out, r->err);
}

/* A value, or numerator and denominator; what is of persons has no place here. */
static bool read_of_tables(struct reader *r, const struct yaml *root, struct definition *d)
{
    static const char *const of_persons[] = {"codesets", "parts", "bands", "exclude", "missing"};
    for (size_t i = 0; i < ARRAY_LEN(of_persons); i++) {
        const struct yaml *n = yaml_get(root, str_of(of_persons[i]));
        if (n)
            return FAIL(r->err, ERR_INVALID, "measure.key", YAML_AT "%s (kind: %s)", YAML_PLACE(n),
                        of_persons[i], KIND[d->kind]);
    }
    const struct yaml *value = yaml_get(root, STR("value")),
                      *numerator = yaml_get(root, STR("numerator")),
                      *denominator = yaml_get(root, STR("denominator"));
    const struct yaml *beside = numerator ? numerator : denominator;
    if (value && beside)
        return FAIL(r->err, ERR_INVALID, "measure.key", YAML_AT "%s beside value",
                    YAML_PLACE(beside), numerator ? "numerator" : "denominator");
    if (value ? !read_of_table(r, root, "value", d, &d->of_tables.numerator)
              : (!read_of_table(r, root, "numerator", d, &d->of_tables.numerator) ||
                 !read_of_table(r, root, "denominator", d, &d->of_tables.denominator)))
        return false;
    return !d->family || table_expr_has(d->of_tables.numerator, TABLE_OP_EACH) ||
           FAIL(r->err, ERR_INVALID, "measure.unused", YAML_AT "each",
                YAML_PLACE(yaml_get(root, STR("each"))));
}

/* Which expressions a kind has. */
enum { OF_RATIO = 1 << MEASURE_RATIO, OF_COUNT = 1 << MEASURE_COUNT, OF_MEAN = 1 << MEASURE_MEAN };
static const struct {
    const char *key;
    unsigned kinds, must;
} EXPRESSION[] = {{"numerator", OF_RATIO, OF_RATIO},
                  {"denominator", OF_RATIO, 0},
                  {"value", OF_COUNT | OF_MEAN, OF_COUNT | OF_MEAN},
                  {"exclude", OF_RATIO | OF_COUNT | OF_MEAN, 0},
                  {"missing", OF_RATIO | OF_COUNT | OF_MEAN, 0}};

static bool read_expressions(struct reader *r, const struct yaml *root, struct definition *d)
{
    const struct expr **const place[] = {&d->numerator, &d->denominator, &d->value, &d->exclude,
                                         &d->missing};
    const enum expr_wanted wanted[] = {WANT_COUNTED, WANT_COUNTED,
                                       d->kind == MEASURE_MEAN ? WANT_VALUE : WANT_COUNTED,
                                       WANT_CONDITION, WANT_CONDITION};
    const unsigned kind = 1U << d->kind;
    if (d->kind == MEASURE_TABLE)
        return read_of_tables(r, root, d) && reader_check_used(r, root, d);
    for (size_t i = 0; i < ARRAY_LEN(EXPRESSION); i++) {
        const struct yaml *n = yaml_get(root, str_of(EXPRESSION[i].key));
        if (!n && !(EXPRESSION[i].must & kind))
            continue;
        if (!reader_needed(r, root, EXPRESSION[i].key, &n))
            return false;
        if (!(EXPRESSION[i].kinds & kind))
            return FAIL(r->err, ERR_INVALID, "measure.key", YAML_AT "%s (kind: %s)", YAML_PLACE(n),
                        EXPRESSION[i].key, KIND[d->kind]);
        struct expr_part read;
        if (!reader_expression(r, n, d, wanted[i], &read))
            return false;
        *place[i] = read.is;
    }
    return reader_check_used(r, root, d);
}

/* Only a check says what to do about what it finds: a key that no measure has would mislead. */
static bool refuse_check(struct reader *r, const struct yaml *root)
{
    for (unsigned i = 0; root->kind == YAML_MAP && i < root->count; i++)
        if (str_eq(root->key[i].text, STR("mend")))
            return FAIL(r->err, ERR_INVALID, "check.place", YAML_AT "mend",
                        YAML_PLACE(&root->key[i]));
    return true;
}

bool definition_parse(struct arena *a, const char *name, struct str text,
                      const struct codesets *sets, const struct definition **out, struct err *err)
{
    struct reader r = {.arena = a, .name = name, .file = text, .sets = sets, .err = err};
    const struct yaml *root;
    struct definition *d = ARENA_NEW(a, struct definition, 1);
    if (!yaml_parse(a, name, text, &root, err) || !refuse_check(&r, root) ||
        !reader_map(&r, root, DEFINITION_KEYS, ARRAY_LEN(DEFINITION_KEYS) - 1) ||
        !read_texts(&r, root, d) || !read_origin(&r, root, d) || !read_shape(&r, root, d) ||
        !read_target(&r, root, d) || !read_gaps(&r, root, d) || !reader_parameters(&r, root, d) ||
        !reader_sets(&r, root, d) || !read_bands(&r, root, d) || !reader_parts(&r, root, d) ||
        !read_each(&r, root, d) || !read_expressions(&r, root, d))
        return false;
    *out = d;
    return true;
}
