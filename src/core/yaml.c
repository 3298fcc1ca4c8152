#include "core/yaml.h"

#include "core/utf8.h"

#include <assert.h>
#include <libfyaml.h>
#include <stdio.h>
#include <string.h>

struct reader {
    struct arena *arena;
    const char *name;
    struct str text; /* of the file */
    struct fy_parser *parser;
    struct fy_diag *diag;
    unsigned depth;
    unsigned line, column; /* of the last node: a value of which nothing is written is there */
};

static bool refuse(const struct reader *r, const struct fy_mark *at, const char *code,
                   const char *what, struct err *err)
{
    int line = at ? at->line + 1 : 1, column = at ? at->column + 1 : 1;
    return FAIL(err, ERR_INVALID, code, "%.80s:%d:%d: %.90s", r->name, line, column, what);
}

/* The parser stopped: what it says of the first error, without a trailing line feed. */
static bool syntax(struct reader *r, struct err *err)
{
    void *iter = NULL;
    struct fy_diag_error *first = fy_diag_errors_iterate(r->diag, &iter);
    if (!first)
        return refuse(r, NULL, "yaml.syntax", "", err);
    struct fy_mark at = {.line = first->line - 1, .column = first->column - 1};
    char said[80];
    (void)snprintf(said, sizeof said, "%s", first->msg ? first->msg : "");
    said[strcspn(said, "\n")] = '\0';
    return refuse(r, &at, "yaml.syntax", said, err);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r';
}

static struct str without_blanks(struct arena *a, struct str s)
{
    char *dark = ARENA_NEW(a, char, s.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++)
        if (!is_blank(s.at[i]))
            dark[len++] = s.at[i];
    return (struct str){dark, len};
}

/* Whether a block (| or >) says what stands in the file: folding changes blanks only. Of one whose
 * first line is not indented enough the library loses bytes, or gives some that it never wrote. */
static bool is_of_file(const struct reader *r, struct fy_event *e, struct str said)
{
    const struct fy_mark *begin = fy_event_start_mark(e), *end = fy_event_end_mark(e);
    if (!begin || !end || begin->input_pos > end->input_pos || end->input_pos > r->text.len)
        return false;
    struct str there = {r->text.at + begin->input_pos, end->input_pos - begin->input_pos};
    const char *line = memchr(there.at, '\n', there.len);
    size_t first = line ? (size_t)(line - there.at) : there.len; /* the mark stands in this line */
    struct str in = without_blanks(r->arena, there), dark = without_blanks(r->arena, said);
    for (size_t i = 0; i <= first && i + dark.len <= in.len; i++) {
        bool is_whole = i + dark.len == in.len || in.at[i + dark.len] == '#'; /* a comment */
        if (is_whole && (dark.len == 0 || memcmp(in.at + i, dark.at, dark.len) == 0))
            return true;
    }
    return false;
}

/* The next event, to be freed; NULL after filling *err. */
static struct fy_event *next(struct reader *r, struct err *err)
{
    struct fy_event *e = fy_parser_parse(r->parser);
    if (!e)
        (void)syntax(r, err);
    return e;
}

/* What definitions do not need and what makes them hard to read, or large without looking so. */
static const char *unwanted(const struct fy_event *e)
{
    switch ((int)e->type) {
    case FYET_ALIAS:
        return "alias";
    case FYET_SCALAR:
        return e->scalar.anchor ? "anchor" : e->scalar.tag ? "tag" : NULL;
    case FYET_SEQUENCE_START:
        return e->sequence_start.anchor ? "anchor" : e->sequence_start.tag ? "tag" : NULL;
    case FYET_MAPPING_START:
        return e->mapping_start.anchor ? "anchor" : e->mapping_start.tag ? "tag" : NULL;
    default:
        return NULL;
    }
}

static void set_place(struct reader *r, struct yaml *n, struct fy_event *e)
{
    const struct fy_mark *at = fy_event_start_mark(e);
    n->name = r->name;
    n->line = r->line = at ? (unsigned)at->line + 1 : r->line;
    n->column = r->column = at ? (unsigned)at->column + 1 : r->column;
}

static void read_scalar(struct reader *r, struct yaml *n, const struct fy_event *e)
{
    size_t len = 0;
    const char *text = e->scalar.value ? fy_token_get_text(e->scalar.value, &len) : NULL;
    n->kind = YAML_SCALAR;
    enum fy_scalar_style style = fy_token_scalar_style(e->scalar.value);
    n->plain = style == FYSS_PLAIN;
    if (style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED)
        n->column = --r->column; /* the library points behind the quote */
    n->text = str_copy(r->arena, text ? (struct str){text, len} : STR(""));
}

static bool read_node(struct reader *r, struct fy_event *e, struct yaml *n, struct err *err);

/* A growing pair of arrays; old storage stays in the arena, as everywhere. */
struct entries {
    struct yaml *key, *item;
    unsigned count, room;
};

static void make_room(struct reader *r, struct entries *list)
{
    if (list->count < list->room)
        return;
    unsigned room = list->room > 0 ? list->room * 2 : 4;
    struct yaml *key = ARENA_NEW(r->arena, struct yaml, room);
    struct yaml *item = ARENA_NEW(r->arena, struct yaml, room);
    if (list->count > 0) {
        memcpy(key, list->key, list->count * sizeof *key);
        memcpy(item, list->item, list->count * sizeof *item);
    }
    list->key = key;
    list->item = item;
    list->room = room;
}

static bool read_key(struct reader *r, struct fy_event *e, struct entries *list, struct err *err)
{
    const struct fy_mark *at = fy_event_start_mark(e);
    if (e->type != FYET_SCALAR)
        return refuse(r, at, "yaml.feature", "key", err);
    if (list->count == YAML_MAP_MOST)
        return refuse(r, at, "yaml.size", "map", err);
    struct yaml *key = &list->key[list->count];
    if (!read_node(r, e, key, err))
        return false;
    for (unsigned i = 0; i < list->count; i++)
        if (str_eq(list->key[i].text, key->text)) {
            struct fy_mark place = {.line = (int)key->line - 1, .column = (int)key->column - 1};
            return refuse(r, &place, "yaml.duplicate_key", str_cstr(r->arena, key->text), err);
        }
    return true;
}

/* What stands in a map or list, up to its end. */
static bool read_entries(struct reader *r, bool map, struct entries *list, struct err *err)
{
    const enum fy_event_type end = map ? FYET_MAPPING_END : FYET_SEQUENCE_END;
    bool key_due = map, more = true, good = true;
    while (more && good) {
        struct fy_event *e = next(r, err);
        if (!e)
            return false;
        more = e->type != end;
        if (more) {
            make_room(r, list);
            good = key_due ? read_key(r, e, list, err)
                           : read_node(r, e, &list->item[list->count], err);
            list->count += !key_due;
            key_due = map && !key_due;
        }
        fy_parser_event_free(r->parser, e);
    }
    return good;
}

/* Reads what begins with `e`, which stays the caller's. */
static bool read_node(struct reader *r, struct fy_event *e, struct yaml *n, struct err *err)
{
    const char *what = unwanted(e);
    if (what)
        return refuse(r, fy_event_start_mark(e), "yaml.feature", what, err);
    *n = (struct yaml){0};
    set_place(r, n, e);
    if (e->type == FYET_SCALAR) {
        read_scalar(r, n, e);
        enum fy_scalar_style style = fy_token_scalar_style(e->scalar.value);
        bool is_block = style == FYSS_LITERAL || style == FYSS_FOLDED;
        return !is_block || is_of_file(r, e, n->text) ||
               refuse(r, fy_event_start_mark(e), "yaml.syntax",
                      "the lines of a block are indented alike", err);
    }
    assert(e->type == FYET_MAPPING_START || e->type == FYET_SEQUENCE_START);
    if (r->depth == YAML_DEPTH_MOST)
        return refuse(r, fy_event_start_mark(e), "yaml.depth", "", err);
    bool map = e->type == FYET_MAPPING_START;
    struct entries list = {0};
    r->depth++;
    if (!read_entries(r, map, &list, err))
        return false;
    r->depth--;
    n->kind = map ? YAML_MAP : YAML_LIST;
    n->count = list.count;
    n->item = list.item;
    n->key = map ? list.key : NULL;
    return true;
}

/* Stream start, document start, the root, document end, stream end. */
static bool read_stream(struct reader *r, struct yaml *root, struct err *err)
{
    bool seen = false, more = true, good = true;
    while (more && good) {
        struct fy_event *e = next(r, err);
        if (!e)
            return false;
        switch ((int)e->type) {
        case FYET_STREAM_END:
            more = false;
            break;
        case FYET_STREAM_START:
        case FYET_DOCUMENT_START:
        case FYET_DOCUMENT_END:
            break;
        default:
            good = seen ? refuse(r, fy_event_start_mark(e), "yaml.feature", "document", err)
                        : read_node(r, e, root, err);
            seen = true;
        }
        fy_parser_event_free(r->parser, e);
    }
    return good;
}

/* An empty document says nothing: a map without entries, as its readers expect. */
static void make_empty_a_map(struct yaml *root)
{
    if (root->kind == YAML_SCALAR && root->plain && root->text.len == 0)
        root->kind = YAML_MAP;
}

static bool check_bytes(const struct reader *r, struct str text, struct err *err)
{
    struct utf8 u = {0};
    size_t good = utf8_take(&u, text);
    const char *nul = text.len > 0 ? memchr(text.at, '\0', text.len) : NULL;
    if (nul && (size_t)(nul - text.at) < good)
        good = (size_t)(nul - text.at);
    if (good == text.len && u.more == 0)
        return true;
    struct fy_mark at = {0};
    for (size_t i = 0; i < good; i++) {
        at.column = text.at[i] == '\n' ? 0 : at.column + 1;
        at.line += text.at[i] == '\n';
    }
    return refuse(r, &at, "yaml.encoding", "", err);
}

bool yaml_parse(struct arena *a, const char *name, struct str text, const struct yaml **out,
                struct err *err)
{
    struct reader r = {.arena = a, .name = name, .text = text, .line = 1, .column = 1};
    if (text.len > YAML_SIZE_MOST)
        return refuse(&r, NULL, "yaml.size", "", err);
    if (!check_bytes(&r, text, err))
        return false;
    struct yaml *root = ARENA_NEW(a, struct yaml, 1);
    *root = (struct yaml){.kind = YAML_MAP, .name = name, .line = 1, .column = 1};
    if (text.len == 0) {
        *out = root;
        return true;
    }
    const struct fy_diag_cfg quiet = {.level = FYET_ERROR, .module_mask = ~0U};
    r.diag = fy_diag_create(&quiet);
    assert(r.diag);
    fy_diag_set_collect_errors(r.diag, true);
    const struct fy_parse_cfg cfg = {
        .flags = FYPCF_QUIET | FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE, .diag = r.diag};
    r.parser = fy_parser_create(&cfg);
    assert(r.parser);
    bool good = fy_parser_set_string(r.parser, text.at, text.len) == 0 || syntax(&r, err);
    good = good && read_stream(&r, root, err);
    fy_parser_destroy(r.parser);
    fy_diag_destroy(r.diag);
    if (!good)
        return false;
    make_empty_a_map(root);
    *out = root;
    return true;
}

const struct yaml *yaml_get(const struct yaml *map, struct str key)
{
    if (!map || map->kind != YAML_MAP)
        return NULL;
    for (unsigned i = 0; i < map->count; i++)
        if (str_eq(map->key[i].text, key))
            return &map->item[i];
    return NULL;
}
