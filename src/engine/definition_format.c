#include "engine/definition_format.h"

#include "core/sb.h"
#include "core/yaml.h"
#include "engine/bag.h"
#include "engine/check.h"
#include "engine/definition.h"
#include "engine/expr_layout.h"

#include <string.h>

/* Lines of the file, from 0; `to` is behind the last. */
struct block {
    const struct yaml *key, *value;
    unsigned order;    /* of the key */
    unsigned lead;     /* where its comments begin */
    unsigned from, to; /* its own lines */
};
struct former {
    struct arena *arena;
    const char *name;
    const struct yaml *root;
    const struct str *line;
    unsigned lines;
    struct block *block;
    struct sb out;
    struct err *err;
};

/* ---- the file in lines and blocks ---- */

static bool refuse(struct former *f, const struct yaml *at, const char *why)
{
    return FAIL(f->err, ERR_INVALID, "measure.layout", YAML_AT "%s", YAML_PLACE(at), why);
}

static void read_lines(struct former *f, struct str text)
{
    struct bag lines = BAG_OPEN(f->arena, struct str);
    while (text.at) {
        struct str line = str_cut(&text, '\n');
        if (line.len > 0 && line.at[line.len - 1] == '\r')
            line.len--;
        *(struct str *)bag_add(&lines) = line;
    }
    struct str *line = ARENA_NEW(f->arena, struct str, lines.count + 1);
    for (size_t i = 0; i < lines.count; i++)
        line[i] = *(struct str *)bag_at(&lines, i);
    f->line = line;
    f->lines = (unsigned)lines.count;
}

/* A comment of the file itself, a blank line, or a mark between documents. */
static bool is_between(struct str line)
{
    return str_trim(line).len == 0 || line.at[0] == '#' || str_starts(line, STR("---")) ||
           str_starts(line, STR("..."));
}

/* Only a check says what to do about what it finds. */
static unsigned order_of(const struct yaml *root, struct str key)
{
    const char *const *keys = yaml_get(root, STR("mend")) ? CHECK_KEYS : DEFINITION_KEYS;
    unsigned i = 0;
    while (keys[i] && !str_eq(key, str_of(keys[i])))
        i++;
    return i;
}

static bool read_blocks(struct former *f)
{
    const struct yaml *root = f->root;
    struct block *b = f->block = ARENA_NEW(f->arena, struct block, root->count + 1);
    for (unsigned i = 0; i < root->count; i++) {
        const struct yaml *key = &root->key[i];
        unsigned from = key->line - 1, next = i + 1 < root->count ? key[1].line - 1 : f->lines;
        /* A carriage return alone ends a line of YAML and none here. */
        if (key->column != 1 || from >= next || next > f->lines)
            return refuse(f, key, "expected each key at the begin of a line");
        b[i] = (struct block){key, &root->item[i], order_of(root, key->text), from, from, next};
        while (b[i].to > from + 1 && is_between(f->line[b[i].to - 1]))
            b[i].to--;
        b[i].lead = i > 0 ? b[i - 1].to : 0;
    }
    return true;
}

/* ---- writing ---- */

static void put_line(struct former *f, unsigned indent, struct str line)
{
    sb_fmt(&f->out, "%*s%.*s\n", (int)indent, "", STR_FMT(line));
}

static void put_comments(struct former *f, unsigned from, unsigned to)
{
    for (unsigned i = from; i < to; i++)
        if (f->line[i].len > 0 && f->line[i].at[0] == '#')
            put_line(f, 0, f->line[i]);
}

/* What is said of the file stands before its first key, with a blank line between. */
static unsigned put_header(struct former *f)
{
    unsigned first = f->block[0].from, end = first;
    while (end > 0 && str_trim(f->line[end - 1]).len > 0)
        end--;
    size_t before = f->out.len;
    put_comments(f, 0, end);
    if (f->out.len > before)
        sb_char(&f->out, '\n');
    return end;
}

/* The comment in a line of an expression, which has no # of its own. */
static bool find_comment(struct str line, struct str *out, bool *is_alone)
{
    const char *at = line.len > 0 ? memchr(line.at, '#', line.len) : NULL;
    if (!at)
        return false;
    *out = str_trim((struct str){at, line.len - (size_t)(at - line.at)});
    *is_alone = str_trim((struct str){line.at, (size_t)(at - line.at)}).len == 0;
    return true;
}

/* The comments in the lines of a block that belong to the part `k`: those that stand alone before
 * its name, and those behind what is written of it. k == count: what is left. */
static void put_part_comments(struct former *f, const struct block *b, unsigned k)
{
    const struct yaml *key = b->value->key;
    for (unsigned i = b->from; i < b->to; i++) {
        struct str comment;
        bool is_alone;
        unsigned of = 0;
        if (!find_comment(f->line[i], &comment, &is_alone))
            continue;
        while (of < b->value->count && key[of].line - 1 <= i)
            of++;
        if (!is_alone && of > 0)
            of--;
        if (of == k)
            put_line(f, 2, comment);
    }
}

static void put_expression(struct former *f, unsigned indent, struct str name, struct str text)
{
    struct str flat = expr_flat(f->arena, text);
    sb_fmt(&f->out, "%*s%.*s: ", (int)indent, "", STR_FMT(name));
    if (indent + name.len + 2 + flat.len <= LAYOUT_WIDTH) {
        sb_put(&f->out, flat);
        sb_char(&f->out, '\n');
        return;
    }
    sb_put(&f->out, STR(">\n"));
    expr_lay(&f->out, text, indent + 2);
}

static bool is_expression(struct str key)
{
    static const char *const keys[] = {"numerator", "denominator", "value", "exclude", "missing",
                                       "rows",      "except",      "of",    "persons", "series"};
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        if (str_eq(key, str_of(keys[i])))
            return true;
    return false;
}

static void put_block(struct former *f, const struct block *b)
{
    struct str key = b->key->text, comment;
    bool is_alone;
    if (is_expression(key) && b->value->kind == YAML_SCALAR) {
        for (unsigned i = b->from; i < b->to; i++)
            if (find_comment(f->line[i], &comment, &is_alone))
                put_line(f, 0, comment);
        put_expression(f, 0, key, b->value->text);
    } else if (str_eq(key, STR("parts")) && b->value->kind == YAML_MAP) {
        put_line(f, 0, STR("parts:"));
        for (unsigned i = 0; i < b->value->count; i++) {
            put_part_comments(f, b, i);
            put_expression(f, 2, b->value->key[i].text, b->value->item[i].text);
        }
        put_part_comments(f, b, b->value->count);
    } else {
        for (unsigned i = b->from; i < b->to; i++)
            put_line(f, 0, f->line[i]);
    }
}

static void put_all(struct former *f)
{
    unsigned header = put_header(f);
    for (unsigned order = 0, put = 0; put < f->root->count; order++)
        for (unsigned i = 0; i < f->root->count; i++) {
            const struct block *b = &f->block[i];
            if (b->order != order)
                continue;
            put_comments(f, i == 0 ? header : b->lead, b->from);
            put_block(f, b);
            put++;
        }
    put_comments(f, f->block[f->root->count - 1].to, f->lines);
}

/* ---- nothing is lost ---- */

/* Line feeds at the end of a text are of its form. */
static struct str said(struct str text)
{
    while (text.len > 0 && strchr(" \n", text.at[text.len - 1]))
        text.len--;
    return text;
}

static bool same(struct arena *a, const struct yaml *x, const struct yaml *y, bool expressions)
{
    if (x->kind != y->kind || x->count != y->count)
        return false;
    if (x->kind == YAML_SCALAR)
        return expressions ? str_eq(expr_flat(a, x->text), expr_flat(a, y->text))
                           : str_eq(said(x->text), said(y->text));
    for (unsigned i = 0; i < x->count; i++)
        if ((x->kind == YAML_MAP && !str_eq(x->key[i].text, y->key[i].text)) ||
            !same(a, &x->item[i], &y->item[i], expressions))
            return false;
    return true;
}

static size_t count_signs(struct str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += text.at[i] == '#';
    return count;
}

/* Each key with its value, and as many signs of a comment. */
static bool is_whole(struct former *f, struct str before, struct str after)
{
    const struct yaml *made;
    struct err err = {0};
    if (!yaml_parse(f->arena, f->name, after, &made, &err) || made->count != f->root->count ||
        count_signs(before) != count_signs(after))
        return false;
    for (unsigned i = 0; i < made->count; i++) {
        struct str key = f->root->key[i].text;
        const struct yaml *value = yaml_get(made, key);
        bool expressions = is_expression(key) || str_eq(key, STR("parts"));
        if (!value || !same(f->arena, &f->root->item[i], value, expressions))
            return false;
    }
    return true;
}

bool definition_format(struct arena *a, const char *name, struct str text, struct str *out,
                       struct err *err)
{
    struct former f = {.arena = a, .name = name, .out = sb_open(a, text.len + 256), .err = err};
    if (str_starts(text, STR("\xEF\xBB\xBF")))
        text = (struct str){text.at + 3, text.len - 3};
    if (!yaml_parse(a, name, text, &f.root, err))
        return false;
    if (f.root->kind != YAML_MAP || f.root->count == 0)
        return refuse(&f, f.root, "expected keys with values");
    read_lines(&f, text);
    if (!read_blocks(&f))
        return false;
    put_all(&f);
    *out = sb_str(&f.out);
    return is_whole(&f, text, *out) ||
           refuse(&f, f.root, "what is written here cannot be brought into the form whole");
}
