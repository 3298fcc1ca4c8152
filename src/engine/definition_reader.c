#include "engine/definition_reader.h"

#include "core/sb.h"
#include "engine/expr_words.h"
#include "engine/nearest.h"

#include <string.h>

enum { ID_MOST = 40, PARAMETERS_MOST = 32 };
static const char NO_NAME[] = "expected letters, digits and _, a letter first, at most 40";

/* ---- forms of values ---- */

bool reader_refuse(struct reader *r, const struct yaml *n, const char *why)
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

static bool is_empty(const struct yaml *n)
{
    return n->kind == YAML_SCALAR && n->plain && n->text.len == 0;
}

/* A map that has no other keys than these, each with a value. */
bool reader_map(struct reader *r, const struct yaml *n, const char *const *keys, size_t count)
{
    if (n->kind != YAML_MAP)
        return reader_refuse(r, n, "expected keys with values");
    for (unsigned i = 0; i < n->count; i++) {
        if (!is_one_of(n->key[i].text, keys, count))
            return refuse_key(r, &n->key[i], keys, count);
        if (is_empty(&n->item[i]))
            return reader_refuse(
                r, &n->key[i],
                str_fmt(r->arena, "%.40s: nothing stands behind the key", n->key[i].text.at).at);
    }
    return true;
}

bool reader_needed(struct reader *r, const struct yaml *map, const char *key,
                   const struct yaml **out)
{
    *out = yaml_get(map, str_of(key));
    return *out ||
           FAIL(r->err, ERR_INVALID, "measure.key_missing", YAML_AT "%.40s", YAML_PLACE(map), key);
}

/* Text that says something, in at most `most` bytes; without surrounding line feeds. */
bool reader_text(struct reader *r, const struct yaml *n, size_t most, struct str *out)
{
    if (n->kind != YAML_SCALAR)
        return reader_refuse(r, n, "expected text");
    struct str text = n->text;
    while (text.len > 0 && strchr(" \n", text.at[text.len - 1]))
        text.len--;
    if (text.len == 0)
        return reader_refuse(r, n, "expected text");
    if (text.len > most)
        return reader_refuse(r, n, "too long");
    *out = text;
    return true;
}

bool reader_line(struct reader *r, const struct yaml *map, const char *key, struct str *out)
{
    const struct yaml *n;
    if (!reader_needed(r, map, key, &n) || !reader_text(r, n, NAME_MOST, out))
        return false;
    return !memchr(out->at, '\n', out->len) || reader_refuse(r, n, "expected one line");
}

/* A text in both languages. */
bool reader_both(struct reader *r, const struct yaml *n, size_t most, struct str out[2])
{
    static const char *const keys[] = {[LANG_SV] = "sv", [LANG_EN] = "en"};
    if (!reader_map(r, n, keys, ARRAY_LEN(keys)))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        const struct yaml *text;
        if (!reader_needed(r, n, keys[i], &text) || !reader_text(r, text, most, &out[i]))
            return false;
    }
    return true;
}

bool reader_word(struct reader *r, const struct yaml *n, const char *const *words, size_t count,
                 unsigned *out)
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
    return reader_refuse(r, n, advised(r, str_cstr(r->arena, sb_str(&list)), &meant));
}

bool reader_is_id(struct str id)
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
bool reader_id(struct reader *r, const struct yaml *root, struct str *out)
{
    const struct yaml *n;
    if (root->count == 0)
        return FAIL(r->err, ERR_INVALID, "measure.empty", YAML_AT, YAML_PLACE(root));
    if (!reader_needed(r, root, "id", &n))
        return false;
    if (n->kind != YAML_SCALAR || !reader_is_id(n->text))
        return reader_refuse(r, n, NO_NAME);
    const char *slash = strrchr(r->name, '/');
    struct str file = str_of(slash ? slash + 1 : r->name);
    if (!str_eq(file, str_fmt(r->arena, "%.*s.yaml", STR_FMT(n->text))))
        return FAIL(r->err, ERR_INVALID, "measure.id", YAML_AT "%.40s", YAML_PLACE(n), n->text.at);
    *out = n->text;
    return true;
}

/* ---- parameters and expressions ---- */

static bool read_words(struct reader *r, const struct yaml *n, struct expr_parameter *out)
{
    struct str *word = ARENA_NEW(r->arena, struct str, n->count > 0 ? n->count : 1);
    for (unsigned i = 0; i < n->count; i++)
        if (n->item[i].kind != YAML_SCALAR || n->item[i].text.len == 0)
            return reader_refuse(r, &n->item[i], "expected a word");
        else
            word[i] = n->item[i].text;
    out->is_list = true;
    out->word = word;
    out->words = n->count;
    return n->count > 0 || reader_refuse(r, n, "expected at least one word");
}

/* `2,5` in the place of a number: in braces it has become a key 5 of which nothing is said. */
static bool has_decimal_comma(const struct yaml *n)
{
    struct str behind = n->text;
    struct str before = n->kind == YAML_SCALAR ? str_cut(&behind, ',') : STR("");
    struct decimal ignored;
    return behind.at && decimal_parse(before, &ignored) && decimal_parse(behind, &ignored);
}

static bool is_behind_comma(const struct yaml *map, unsigned i)
{
    struct decimal ignored;
    return i > 0 && is_empty(&map->item[i]) && decimal_parse(map->key[i].text, &ignored) &&
           map->item[i - 1].kind == YAML_SCALAR && decimal_parse(map->item[i - 1].text, &ignored);
}

static bool read_parameter(struct reader *r, const struct yaml *key, const struct yaml *n,
                           struct expr_parameter *out)
{
    if (!reader_is_id(key->text))
        return reader_refuse(r, key, NO_NAME);
    if (r->is_reserved(key->text))
        return reader_refuse(r, key, "not a name for a parameter: the language has the word");
    out->name = key->text;
    if (n->kind == YAML_LIST)
        return read_words(r, n, out);
    if (has_decimal_comma(n))
        return reader_refuse(r, n, "a decimal has a point, not a comma");
    bool is_number = n->kind == YAML_SCALAR && n->plain && decimal_parse(n->text, &out->number);
    return (is_number && out->number.units >= 0 &&
            decimal_compare_ratio(EXPR_NUMBER_MOST, 1, 1, out->number) >= 0) ||
           reader_refuse(r, n, "expected a number, 0 to 1000000, or a list of words");
}

bool reader_parameters(struct reader *r, const struct yaml *root, struct definition *d)
{
    const struct yaml *n = yaml_get(root, STR("parameters"));
    if (!n)
        return true;
    if (n->kind != YAML_MAP || n->count > PARAMETERS_MOST)
        return reader_refuse(r, n, "expected at most 32 names with values");
    struct expr_parameter *all =
        ARENA_NEW(r->arena, struct expr_parameter, n->count > 0 ? n->count : 1);
    for (unsigned i = 0; i < n->count; i++)
        if (is_behind_comma(n, i))
            return reader_refuse(r, &n->key[i], "a decimal has a point, not a comma");
        else if (!read_parameter(r, &n->key[i], &n->item[i], &all[i]))
            return false;
    d->parameter = all;
    d->parameters = n->count;
    return true;
}

/* Names in a list: of code sets, of measures. */
bool reader_names(struct reader *r, const struct yaml *n, unsigned most, const char *why)
{
    if (n->kind != YAML_LIST || n->count == 0 || n->count > most)
        return reader_refuse(r, n, why);
    for (unsigned i = 0; i < n->count; i++) {
        if (n->item[i].kind != YAML_SCALAR || !reader_is_id(n->item[i].text))
            return reader_refuse(r, n->item[i].kind == YAML_SCALAR ? &n->item[i] : n, why);
        for (unsigned k = 0; k < i; k++)
            if (str_eq(n->item[k].text, n->item[i].text))
                return reader_refuse(r, &n->item[i], "said before");
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

bool reader_sets(struct reader *r, const struct yaml *root, struct definition *d)
{
    const struct yaml *n = yaml_get(root, STR("codesets"));
    if (!n)
        return true;
    if (!reader_names(r, n, EXPR_SETS_MOST, "expected a list of at most 32 names of code sets"))
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

bool reader_expression(struct reader *r, const struct yaml *n, const struct definition *d,
                       enum expr_wanted wanted, struct expr_part *out)
{
    if (n->kind != YAML_SCALAR)
        return reader_refuse(r, n, "expected an expression");
    struct expr_source source = {.name = r->name,
                                 .file = r->file,
                                 .line = n->line,
                                 .column = n->column,
                                 .own_unit = d->population == POPULATION_LISTED,
                                 .here = d->population == POPULATION_EVERYONE,
                                 .of_check = r->of_check,
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
bool reader_parts(struct reader *r, const struct yaml *root, struct definition *d)
{
    const struct yaml *n = yaml_get(root, STR("parts"));
    if (!n)
        return true;
    if (n->kind != YAML_MAP || n->count == 0 || n->count > EXPR_PARTS_MOST)
        return reader_refuse(r, n, "expected at most 32 names with expressions");
    struct expr_part *part = ARENA_NEW(r->arena, struct expr_part, n->count);
    d->part = part;
    for (unsigned i = 0; i < n->count; i++) {
        struct str name = n->key[i].text;
        if (!reader_is_id(name))
            return reader_refuse(r, &n->key[i], NO_NAME);
        if (expr_is_reserved(name))
            return reader_refuse(r, &n->key[i], "not a name for a part: the language has the word");
        for (unsigned k = 0; k < d->parameters; k++)
            if (str_eq(d->parameter[k].name, name))
                return reader_refuse(r, &n->key[i],
                                     "not a name for a part: a parameter has it already");
        part[i].name = name;
        if (!reader_expression(r, &n->item[i], d, WANT_PART, &part[i]))
            return false;
        part[i].text = n->item[i].text;
        d->parts = i + 1;
    }
    return true;
}

/* What nobody asks for is a mistake, or was left behind. */
bool reader_check_used(struct reader *r, const struct yaml *root, const struct definition *d)
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
