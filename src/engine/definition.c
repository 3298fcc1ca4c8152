/* Every key has one reader; what is read is right, so a definition that exists can be evaluated. */
#include "engine/definition.h"

#include "core/sb.h"
#include "core/yaml.h"
#include "engine/expr.h"
#include "engine/expr_words.h"
#include "engine/nearest.h"
#include "engine/table_expr.h"

#include <string.h>

enum {
    ID_MOST = 40,
    NAME_MOST = 120,
    TEXT_MOST = 4000,
    GAPS_MOST = 32,
    PARAMETERS_MOST = 32,
    BANDS_MOST = 16
};

struct reader {
    struct arena *arena;
    const char *name;
    struct str file;
    const struct codesets *sets; /* that there are */
    uint32_t used_sets, used_parts, used_parameters;
    bool (*is_reserved)(struct str name); /* in the language of the measure's kind */
    struct err *err;
};

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

/* ---- forms of values ---- */

static bool refuse(struct reader *r, const struct yaml *n, const char *why)
{
    return FAIL(r->err, ERR_INVALID, "measure.value", YAML_AT "%.120s", YAML_PLACE(n), why);
}

static struct nearest nearest_of(struct str seen, const char *const *words, size_t count)
{
    struct nearest n = nearest_to(seen);
    for (size_t i = 0; i < count; i++)
        if (words[i])
            nearest_look(&n, str_of(words[i]));
    return n;
}

/* What is said, and what was meant if a word is near. */
static const char *advised(struct reader *r, const char *why, const struct nearest *n)
{
    return nearest_found(n) ? str_fmt(r->arena, "%.86s; did you mean \"%.*s\"?", why,
                                      (int)(n->best.len < 40 ? n->best.len : 40), n->best.at)
                                  .at
                            : why;
}

static bool refuse_key(struct reader *r, const struct yaml *key, const char *const *keys,
                       size_t count)
{
    struct nearest n = nearest_of(key->text, keys, count);
    return FAIL(r->err, ERR_INVALID, "measure.key", YAML_AT "%.120s", YAML_PLACE(key),
                advised(r, str_cstr(r->arena, key->text), &n));
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
            return refuse_key(r, &n->key[i], keys, count);
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
    struct nearest meant = nearest_of(n->kind == YAML_SCALAR ? n->text : STR(""), words, count);
    return refuse(r, n, advised(r, str_cstr(r->arena, sb_str(&list)), &meant));
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
    bool is_of_tables = d->unit >= IN_POINTS;
    if (d->kind == MEASURE_TABLE)
        return !is_whole || refuse(r, n, "rows of units tell nothing of persons and contacts");
    if (d->kind == MEASURE_COUNT)
        return is_whole || refuse(r, n, "a count is in persons or contacts");
    if (d->kind == MEASURE_MEAN)
        return d->unit == IN_INDEX || refuse(r, n, "a mean is an index");
    return (!is_whole && !is_of_tables) || refuse(r, n, "a ratio is in percent, per_1000 or index");
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
    unsigned k, u, p = POPULATION_EVERYONE, way = DIRECTION_NONE, yes = true;
    if (!needed(r, root, "kind", &kind) || !read_word(r, kind, KIND, ARRAY_LEN(KIND), &k) ||
        !needed(r, root, "unit", &unit) || !read_word(r, unit, UNIT, ARRAY_LEN(UNIT), &u) ||
        (k != MEASURE_TABLE &&
         (!needed(r, root, "population", &population) ||
          !read_word(r, population, POPULATION, ARRAY_LEN(POPULATION), &p))) ||
        (direction && !read_word(r, direction, DIRECTION, ARRAY_LEN(DIRECTION), &way)) ||
        (suppress && !read_word(r, suppress, NO_YES, ARRAY_LEN(NO_YES), &yes)))
        return false;
    d->kind = (enum measure_kind)k;
    d->unit = (enum measure_unit)u;
    d->population = (enum measure_population)p;
    d->direction = (enum measure_direction)way;
    d->is_suppressed = yes;
    r->is_reserved = d->kind == MEASURE_TABLE ? table_expr_is_reserved : expr_is_reserved;
    return check_unit(r, unit, d) && (d->kind == MEASURE_TABLE ? refuse_of_persons(r, root) : true);
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
    if (!is_id(key->text) || r->is_reserved(key->text))
        return refuse(r, key, "not a name for a parameter: the language has it, or it is no name");
    out->name = key->text;
    if (n->kind == YAML_LIST)
        return read_words(r, n, out);
    bool is_number = n->kind == YAML_SCALAR && n->plain && decimal_parse(n->text, &out->number);
    return (is_number && out->number.units >= 0 &&
            decimal_compare_ratio(EXPR_NUMBER_MOST, 1, 1, out->number) >= 0) ||
           refuse(r, n, "expected a number, 0 to 1000000, or a list of words");
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

/* Names in a list: of code sets, of measures. */
static bool read_names(struct reader *r, const struct yaml *n, unsigned most, const char *why)
{
    if (n->kind != YAML_LIST || n->count == 0 || n->count > most)
        return refuse(r, n, why);
    for (unsigned i = 0; i < n->count; i++) {
        if (n->item[i].kind != YAML_SCALAR || !is_id(n->item[i].text))
            return refuse(r, n->item[i].kind == YAML_SCALAR ? &n->item[i] : n, why);
        for (unsigned k = 0; k < i; k++)
            if (str_eq(n->item[k].text, n->item[i].text))
                return refuse(r, &n->item[i], "said before");
    }
    return true;
}

static bool refuse_set(struct reader *r, const struct yaml *name)
{
    struct nearest n = nearest_to(name->text);
    for (size_t i = 0; r->sets && i < r->sets->count; i++)
        nearest_look(&n, r->sets->at[i]->name);
    return FAIL(r->err, ERR_INVALID, "measure.codeset", YAML_AT "%.120s", YAML_PLACE(name),
                advised(r, name->text.at, &n));
}

static bool read_sets(struct reader *r, const struct yaml *root, struct definition *d)
{
    const struct yaml *n = yaml_get(root, STR("codesets"));
    if (!n)
        return true;
    if (!read_names(r, n, EXPR_SETS_MOST, "expected a list of at most 32 names of code sets"))
        return false;
    const struct codeset **set = ARENA_NEW(r->arena, const struct codeset *, n->count);
    for (unsigned i = 0; i < n->count; i++) {
        set[i] = r->sets ? codesets_find(r->sets, n->item[i].text) : NULL;
        if (!set[i])
            return refuse_set(r, &n->item[i]);
    }
    d->set = set;
    d->sets = n->count;
    return true;
}

static bool read_bands(struct reader *r, const struct yaml *root, struct definition *d)
{
    const struct yaml *n = yaml_get(root, STR("bands"));
    if (!n)
        return true;
    if (!read_names(r, n, BANDS_MOST, "expected a list of at most 16 ids of measures"))
        return false;
    struct str *band = ARENA_NEW(r->arena, struct str, n->count);
    bool has_itself = false;
    for (unsigned i = 0; i < n->count; i++) {
        band[i] = n->item[i].text;
        has_itself |= str_eq(band[i], d->id);
    }
    d->band = band;
    d->bands = n->count;
    return has_itself || refuse(r, n, "expected the measure itself among its bands");
}

static bool read_expression(struct reader *r, const struct yaml *n, const struct definition *d,
                            enum expr_wanted wanted, struct expr_part *out)
{
    if (n->kind != YAML_SCALAR)
        return refuse(r, n, "expected an expression");
    struct expr_source source = {.name = r->name,
                                 .file = r->file,
                                 .line = n->line,
                                 .column = n->column,
                                 .own_unit = d->population == POPULATION_LISTED,
                                 .here = d->population == POPULATION_EVERYONE,
                                 .parameter = d->parameter,
                                 .parameters = d->parameters,
                                 .part = d->part,
                                 .parts = d->parts,
                                 .set = d->set,
                                 .sets = d->sets,
                                 .used_parts = &r->used_parts,
                                 .used_sets = &r->used_sets,
                                 .used_parameters = &r->used_parameters};
    return expr_parse(r->arena, &source, n->text, wanted, out, r->err);
}

/* A part may name those before it. */
static bool read_parts(struct reader *r, const struct yaml *root, struct definition *d)
{
    const struct yaml *n = yaml_get(root, STR("parts"));
    if (!n)
        return true;
    if (n->kind != YAML_MAP || n->count == 0 || n->count > EXPR_PARTS_MOST)
        return refuse(r, n, "expected at most 32 names with expressions");
    struct expr_part *part = ARENA_NEW(r->arena, struct expr_part, n->count);
    d->part = part;
    for (unsigned i = 0; i < n->count; i++) {
        struct str name = n->key[i].text;
        bool taken = !is_id(name) || expr_is_reserved(name);
        for (unsigned k = 0; k < d->parameters; k++)
            taken = taken || str_eq(d->parameter[k].name, name);
        if (taken)
            return refuse(r, &n->key[i],
                          "not a name for a part: it has a meaning already, or it is no name");
        part[i].name = name;
        if (!read_expression(r, &n->item[i], d, WANT_PART, &part[i]))
            return false;
        part[i].text = n->item[i].text;
        d->parts = i + 1;
    }
    return true;
}

/* What nobody asks for is a mistake, or was left behind. */
static bool check_used(struct reader *r, const struct yaml *root, const struct definition *d)
{
    const struct yaml *sets = yaml_get(root, STR("codesets")),
                      *parts = yaml_get(root, STR("parts")),
                      *parameters = yaml_get(root, STR("parameters"));
    for (unsigned i = 0; i < d->sets; i++)
        if (!(r->used_sets >> i & 1))
            return FAIL(r->err, ERR_INVALID, "measure.unused", YAML_AT "%.40s",
                        YAML_PLACE(&sets->item[i]), sets->item[i].text.at);
    for (unsigned i = 0; i < d->parts; i++)
        if (!(r->used_parts >> i & 1))
            return FAIL(r->err, ERR_INVALID, "measure.unused", YAML_AT "%.40s",
                        YAML_PLACE(&parts->key[i]), parts->key[i].text.at);
    for (unsigned i = 0; i < d->parameters; i++)
        if (!(r->used_parameters >> i & 1))
            return FAIL(r->err, ERR_INVALID, "measure.unused", YAML_AT "%.40s",
                        YAML_PLACE(&parameters->key[i]), parameters->key[i].text.at);
    return true;
}

/* ---- tables ---- */

static bool read_family_words(struct reader *r, const struct yaml *n, struct measure_family *f)
{
    const struct table_column *c = &TABLES[f->table].column[f->column];
    if (n->kind != YAML_MAP || n->count == 0)
        return refuse(r, n, "expected words with their texts");
    struct family_word *word = ARENA_NEW(r->arena, struct family_word, n->count);
    for (unsigned i = 0; i < n->count; i++) {
        unsigned value;
        word[i].word = n->key[i].text;
        if (word[i].word.len == 0 || (c->vocab && !vocab_find(c->vocab, word[i].word, &value)))
            return refuse(r, &n->key[i], "not a word of the column");
        if (!read_both(r, &n->item[i], NAME_MOST, word[i].text))
            return false;
    }
    f->word = word;
    f->words = n->count;
    return true;
}

static bool read_family_column(struct reader *r, const struct yaml *n, struct measure_family *f)
{
    const struct yaml *table, *column;
    if (!needed(r, n, "table", &table) || !needed(r, n, "column", &column))
        return false;
    if (table->kind != YAML_SCALAR || !table_expr_table(table->text, &f->table))
        return refuse(r, table, "expected a table of units by month or year");
    const struct table *t = &TABLES[f->table];
    const struct table_column *c =
        column->kind == YAML_SCALAR ? table_column(t, column->text) : NULL;
    if (!c || !table_column_is_word(c))
        return refuse(r, column, "expected a column of words");
    f->column = (unsigned)(c - t->column);
    return true;
}

/* The mark for the word stands in it once, and what comes of it is an id. */
static bool read_family_id(struct reader *r, const struct yaml *n, struct measure_family *f)
{
    struct str mark = str_fmt(r->arena, "{%s}", TABLES[f->table].column[f->column].name);
    const struct yaml *id;
    if (!needed(r, n, "id", &id))
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
    return (marks == 1 && is_id(sb_str(&made))) ||
           refuse(r, id, "expected an id with the column's name in {} once");
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
    if (!check_map(r, n, keys, ARRAY_LEN(keys)) || !read_family_column(r, n, f) ||
        !read_family_id(r, n, f))
        return false;
    d->family = f;
    f->is_open = TABLES[f->table].column[f->column].type == COLUMN_WORD;
    words = yaml_get(n, STR("words"));
    if (!words && f->is_open)
        return true;
    return needed(r, n, "words", &words) && read_family_words(r, words, f);
}

static bool read_of_table(struct reader *r, const struct yaml *root, const char *key,
                          const struct definition *d, const struct table_expr **out)
{
    const struct yaml *n;
    if (!needed(r, root, key, &n))
        return false;
    if (n->kind != YAML_SCALAR)
        return refuse(r, n, "expected an expression");
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
    unsigned kinds, needed;
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
        return read_of_tables(r, root, d) && check_used(r, root, d);
    for (size_t i = 0; i < ARRAY_LEN(EXPRESSION); i++) {
        const struct yaml *n = yaml_get(root, str_of(EXPRESSION[i].key));
        if (!n && !(EXPRESSION[i].needed & kind))
            continue;
        if (!needed(r, root, EXPRESSION[i].key, &n))
            return false;
        if (!(EXPRESSION[i].kinds & kind))
            return FAIL(r->err, ERR_INVALID, "measure.key", YAML_AT "%s (kind: %s)", YAML_PLACE(n),
                        EXPRESSION[i].key, KIND[d->kind]);
        struct expr_part read;
        if (!read_expression(r, n, d, wanted[i], &read))
            return false;
        *place[i] = read.is;
    }
    return check_used(r, root, d);
}

bool definition_parse(struct arena *a, const char *name, struct str text,
                      const struct codesets *sets, const struct definition **out, struct err *err)
{
    struct reader r = {.arena = a, .name = name, .file = text, .sets = sets, .err = err};
    const struct yaml *root;
    struct definition *d = ARENA_NEW(a, struct definition, 1);
    if (!yaml_parse(a, name, text, &root, err) ||
        !check_map(&r, root, DEFINITION_KEYS, ARRAY_LEN(DEFINITION_KEYS) - 1) ||
        !read_texts(&r, root, d) || !read_origin(&r, root, d) || !read_shape(&r, root, d) ||
        !read_target(&r, root, d) || !read_gaps(&r, root, d) || !read_parameters(&r, root, d) ||
        !read_sets(&r, root, d) || !read_bands(&r, root, d) || !read_parts(&r, root, d) ||
        !read_each(&r, root, d) || !read_expressions(&r, root, d))
        return false;
    *out = d;
    return true;
}
