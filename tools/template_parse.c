#include "template_html.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct parser {
    struct arena *a;
    const struct template_source *source;
    const struct template_set *set;
    struct template *out;
    struct template_fault *fault;
    struct template_place place;
    struct html html;
    struct sb literal; /* HTML since the last construct */
    struct template_place literal_at;
    bool has_begun; /* something was written */
    unsigned nesting;
    struct str row[TEMPLATE_NESTING_MOST]; /* names of the rows around, by nesting; empty: an if */
};
/* A construct, cut out of its braces: what has not been read of it yet. */
struct construct {
    struct template_place at;
    struct str rest;
};

bool template_refuse(struct template_fault *fault, const char *path, struct template_place at,
                     const char *fmt, ...)
{
    *fault = (struct template_fault){.path = path, .at = at};
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(fault->message, sizeof fault->message, fmt, ap);
    va_end(ap);
    return false;
}

#define REFUSE(p, where, ...) template_refuse((p)->fault, (p)->source->path, (where), __VA_ARGS__)

static bool at_end(const struct parser *p)
{
    return p->html.at == p->source->text.len;
}

static char here(const struct parser *p)
{
    return p->source->text.at[p->html.at];
}

static void pass(struct template_place *place, char c)
{
    if (c == '\n')
        *place = (struct template_place){place->line + 1, 1};
    else if (((unsigned char)c & 0xC0U) != 0x80U)
        place->column++;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static bool is_word(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!(s.at[i] >= 'a' && s.at[i] <= 'z') && s.at[i] != '_' &&
            !(i > 0 && isdigit((unsigned char)s.at[i])))
            return false;
    return s.len > 0;
}

/* The next word of a construct; empty at its end. */
static struct str next_word(struct construct *c, struct template_place *at)
{
    while (c->rest.len > 0 && is_blank(c->rest.at[0])) {
        pass(&c->at, c->rest.at[0]);
        c->rest = (struct str){c->rest.at + 1, c->rest.len - 1};
    }
    size_t n = 0;
    *at = c->at;
    while (n < c->rest.len && !is_blank(c->rest.at[n]))
        pass(&c->at, c->rest.at[n++]);
    struct str word = {c->rest.at, n};
    c->rest = (struct str){c->rest.at + n, c->rest.len - n};
    return word;
}

static bool expect_end(struct parser *p, struct construct *c)
{
    struct template_place at;
    struct str word = next_word(c, &at);
    return word.len == 0 || REFUSE(p, at, "\"%.*s\" is one word too many", STR_FMT(word));
}

static bool row_is_known(const struct parser *p, struct str name)
{
    for (unsigned i = 0; i < p->nesting; i++)
        if (str_eq(p->row[i], name))
            return true;
    return false;
}

static bool take_path(struct parser *p, struct construct *c, struct template_path *out)
{
    struct template_place at;
    struct str word = next_word(c, &at), rest = word;
    if (word.len == 0)
        return REFUSE(p, at, "a path is missing, as .name or row.name");
    struct template_path path = {.at = at, .base = str_cut(&rest, '.'), .members = rest};
    if (path.base.len > 0 && !row_is_known(p, path.base))
        return REFUSE(p, path.at, "there is no row \"%.*s\" here; of the view it would be .%.*s",
                      STR_FMT(path.base), STR_FMT(word));
    if (word.len == 1) /* "." is the view itself */
        path.members = STR("");
    for (struct str left = path.members; left.at && path.members.len > 0;) {
        if (!is_word(str_cut(&left, '.')))
            return REFUSE(p, path.at, "\"%.*s\" is no path, as .name or row.name", STR_FMT(word));
    }
    *out = path;
    return true;
}

static void close_literal(struct parser *p, struct template_node ***tail)
{
    struct str text = sb_str(&p->literal);
    if (text.len == 0)
        return;
    struct template_node *n = ARENA_NEW(p->a, struct template_node, 1);
    *n = (struct template_node){
        .kind = NODE_LITERAL, .at = p->literal_at, .text = str_copy(p->a, text)};
    p->literal.len = 0;
    **tail = n;
    *tail = &n->next;
}

/* Indentation is the template's, not the page's: blanks with a line feed become a line feed, in
 * tags one blank. */
static void keep(struct parser *p, char c)
{
    size_t len = p->literal.len;
    char last = len > 0 ? p->literal.at[len - 1] : 'x';
    if (is_blank(c) && len == 0 && !p->has_begun)
        return; /* what stands behind the head does not begin the page */
    p->has_begun = true;
    if (len == 0)
        p->literal_at = p->place;
    if (is_blank(c) && p->html.where != HTML_VALUE && !html_keeps_blanks(&p->html)) {
        bool in_text = p->html.where == HTML_TEXT;
        char wanted = c == '\n' && in_text ? '\n' : ' ';
        if (last == '\n' || (last == ' ' && wanted == ' '))
            return;
        if (last == ' ')
            p->literal.len--;
        c = wanted;
    }
    sb_char(&p->literal, c);
}

static bool take_html(struct parser *p, char c)
{
    const char *fault = html_step(&p->html, c);
    if (fault)
        return REFUSE(p, p->place, "%s", fault);
    keep(p, c);
    pass(&p->place, c);
    return true;
}

/* Cuts `{ … }` or `{# … #}` out; the reader stands behind it afterwards. */
static bool take_construct(struct parser *p, struct construct *out, bool *is_comment)
{
    struct str text = p->source->text;
    size_t from = p->html.at + 1, end = from;
    *is_comment = from < text.len && text.at[from] == '#';
    struct template_place at = p->place;
    pass(&p->place, '{');
    struct template_place inside = p->place;
    for (; end < text.len; end++) {
        if (text.at[end] == '}' && (!*is_comment || (text.at[end - 1] == '#' && end > from + 1)))
            break;
        if (text.at[end] == '{' && !*is_comment)
            return REFUSE(p, p->place, "a construct within a construct; a brace is written {{");
        pass(&p->place, text.at[end]);
    }
    if (end == text.len)
        return REFUSE(p, at, "this construct is never closed");
    pass(&p->place, '}');
    p->html.at = end + 1;
    *out = (struct construct){inside, {text.at + from, end - from}};
    return true;
}

static bool take_nodes(struct parser *p, struct template_node **first, struct construct *ended_by);

static bool position_here(struct parser *p, struct template_place at, struct template_node *n)
{
    const char *fault = html_position(&p->html, &n->position);
    return !fault || REFUSE(p, at, "%s", fault);
}

static const struct template_key *find_key(const struct template_set *set, struct str key)
{
    unsigned low = 0, high = set->keys;
    while (low < high) {
        unsigned middle = low + (high - low) / 2;
        int order = str_compare(key, set->key[middle].key);
        if (order == 0)
            return &set->key[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static bool take_text(struct parser *p, struct construct *c, struct template_node *n)
{
    struct template_place at;
    struct str key = next_word(c, &at);
    const struct template_key *known = find_key(p->set, key);
    if (!known)
        return REFUSE(p, at, "there is no text \"%.*s\" in web/text", STR_FMT(key));
    struct template_path *argument = ARENA_NEW(p->a, struct template_path, TEMPLATE_ARGUMENTS_MOST);
    while (str_trim(c->rest).len > 0) {
        if (n->arguments == TEMPLATE_ARGUMENTS_MOST)
            return REFUSE(p, c->at, "a text takes at most %d values", TEMPLATE_ARGUMENTS_MOST);
        if (!take_path(p, c, &argument[n->arguments++]))
            return false;
    }
    if (n->arguments != known->places)
        return REFUSE(p, at, "%.*s has %u places {}, and is given %u values", STR_FMT(key),
                      known->places, n->arguments);
    n->kind = NODE_TEXT;
    n->text = key;
    n->argument = argument;
    if (!position_here(p, at, n))
        return false;
    if (n->position == POSITION_URL || n->position == POSITION_URL_PART)
        return REFUSE(p, at, "a text cannot stand in an address");
    return true;
}

/* The branches of an if or an each: both must leave the HTML where the other does. */
static bool take_branches(struct parser *p, struct template_place at, struct template_node *n)
{
    if (p->nesting == TEMPLATE_NESTING_MOST)
        return REFUSE(p, at, "constructs are nested too deep");
    struct str word = n->kind == NODE_IF ? STR("if") : STR("each");
    struct html before = p->html;
    p->html.floor = p->html.depth;
    p->row[p->nesting++] = n->kind == NODE_EACH ? n->text : STR("");
    struct construct end = {0};
    if (!take_nodes(p, &n->first, &end))
        return false;
    struct html after = p->html;
    bool has_else = str_eq(str_trim(end.rest), STR("else"));
    p->row[p->nesting - 1] = STR("");
    if (n->kind == NODE_EACH && !html_same(&before, &after))
        return REFUSE(p, at, "this each does not end where it begins in the HTML");
    if (has_else) {
        size_t read = p->html.at;
        p->html = before;
        p->html.at = read;
        p->html.floor = p->html.depth;
        if (!take_nodes(p, &n->otherwise, &end))
            return false;
    }
    struct html other = has_else ? p->html : before;
    if (!html_same(&other, &after))
        return REFUSE(p, at, "the ways through this %.*s end at different places in the HTML",
                      STR_FMT(word));
    struct str closer = str_trim(end.rest);
    if (closer.len < 1 || closer.at[0] != '/' ||
        !str_eq((struct str){closer.at + 1, closer.len - 1}, word))
        return REFUSE(p, end.at, "the %.*s of line %u is closed by {/%.*s}", STR_FMT(word), at.line,
                      STR_FMT(word));
    p->html.floor = before.floor;
    p->nesting--;
    return true;
}

static bool take_if(struct parser *p, struct construct *c, struct template_node *n)
{
    struct construct peek = *c;
    struct template_place at;
    n->kind = NODE_IF;
    if (str_eq(next_word(&peek, &at), STR("not"))) {
        n->negated = true;
        *c = peek;
    }
    return take_path(p, c, &n->path) && expect_end(p, c) && take_branches(p, n->at, n);
}

static bool is_taken(struct str name)
{
    static const char *const all[] = {
        "auto",     "break",  "case",   "char",     "const",    "continue", "default",  "do",
        "double",   "else",   "enum",   "extern",   "float",    "for",      "goto",     "if",
        "inline",   "int",    "long",   "register", "restrict", "return",   "short",    "signed",
        "sizeof",   "static", "struct", "switch",   "typedef",  "union",    "unsigned", "void",
        "volatile", "while",  "v",      "out",      "lang",     "rest",     "view",     "body"};
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        if (str_eq(name, str_of(all[i])))
            return true;
    return name.at[0] == '_';
}

static bool take_each(struct parser *p, struct construct *c, struct template_node *n)
{
    struct template_place at, in_at;
    n->kind = NODE_EACH;
    n->text = next_word(c, &at);
    if (!is_word(n->text) || is_taken(n->text) || row_is_known(p, n->text))
        return REFUSE(p, at, "\"%.*s\" cannot be the name of a row", STR_FMT(n->text));
    if (!str_eq(next_word(c, &in_at), STR("in")))
        return REFUSE(p, in_at, "an each is written {each row in .rows}");
    return take_path(p, c, &n->path) && expect_end(p, c) && take_branches(p, n->at, n);
}

static bool take_include(struct parser *p, struct construct *c, struct template_node *n)
{
    struct template_place at;
    n->kind = NODE_INCLUDE;
    n->text = next_word(c, &at);
    n->at = at;
    if (!is_word(n->text))
        return REFUSE(p, at, "an include names a template: {include name .view}");
    if (p->html.where != HTML_TEXT || !position_here(p, at, n) || n->position != POSITION_TEXT)
        return REFUSE(p, at, "an include stands between tags");
    return take_path(p, c, &n->path) && expect_end(p, c);
}

static bool take_body(struct parser *p, struct construct *c, struct template_node *n)
{
    n->kind = NODE_BODY;
    if (p->html.where != HTML_TEXT || !position_here(p, n->at, n) || n->position != POSITION_TEXT)
        return REFUSE(p, n->at, "the body stands between tags");
    if (p->nesting > 0 || p->out->has_body)
        return REFUSE(p, n->at, "a layout has one {body}, outside of if and each");
    p->out->has_body = true;
    return expect_end(p, c);
}

static bool take_lang(struct parser *p, struct construct *c, struct template_node *n)
{
    n->kind = NODE_LANG;
    if (!position_here(p, n->at, n))
        return false;
    if (n->position == POSITION_URL)
        return REFUSE(p, n->at, "an address begins with /, #, ?, https:// or mailto:");
    html_inserted(&p->html);
    return expect_end(p, c);
}

static bool take_insert(struct parser *p, struct construct *c, struct template_node *n)
{
    n->kind = NODE_INSERT;
    if (!take_path(p, c, &n->path) || !expect_end(p, c) || !position_here(p, n->at, n))
        return false;
    html_inserted(&p->html);
    return true;
}

static bool take_node(struct parser *p, struct construct *c, struct template_node *n)
{
    static const struct {
        struct str word;
        bool (*take)(struct parser *p, struct construct *c, struct template_node *n);
    } words[] = {{STR_INIT("t"), take_text},    {STR_INIT("if"), take_if},
                 {STR_INIT("each"), take_each}, {STR_INIT("include"), take_include},
                 {STR_INIT("body"), take_body}, {STR_INIT("lang"), take_lang}};
    struct construct after = *c;
    struct template_place at;
    struct str word = next_word(&after, &at);
    n->at = at;
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (str_eq(word, words[i].word))
            return words[i].take(p, &after, n);
    }
    return take_insert(p, c, n);
}

static bool ends_block(struct construct c)
{
    struct str rest = str_trim(c.rest);
    return str_eq(rest, STR("else")) || (rest.len > 0 && rest.at[0] == '/');
}

static bool take_brace(struct parser *p, bool *doubled)
{
    struct str text = p->source->text;
    *doubled = p->html.at + 1 < text.len && text.at[p->html.at + 1] == here(p);
    if (!*doubled)
        return here(p) == '{' ||
               REFUSE(p, p->place, "a brace outside of a construct is written }}");
    char c = here(p);
    p->html.at++;
    pass(&p->place, c);
    return take_html(p, c);
}

/* Until the file or the block ends; what ended the block is left in `ended_by`. */
static bool take_nodes(struct parser *p, struct template_node **first, struct construct *ended_by)
{
    struct template_node **tail = first;
    while (!at_end(p)) {
        bool doubled = false, is_comment = false;
        struct construct c = {0};
        if (here(p) != '{' && here(p) != '}') {
            if (!take_html(p, here(p)))
                return false;
            continue;
        }
        if (!take_brace(p, &doubled))
            return false;
        if (doubled)
            continue;
        const char *fault = html_pause(&p->html);
        if (fault)
            return REFUSE(p, p->place, "%s", fault);
        if (!take_construct(p, &c, &is_comment))
            return false;
        if (is_comment)
            continue;
        close_literal(p, &tail);
        if (ends_block(c)) {
            *ended_by = c;
            return p->nesting > 0 || REFUSE(p, c.at, "this ends a block that was not begun");
        }
        struct template_node *n = ARENA_NEW(p->a, struct template_node, 1);
        p->has_begun = true;
        if (!take_node(p, &c, n))
            return false;
        *tail = n;
        tail = &n->next;
    }
    if (p->nesting > 0)
        return REFUSE(p, p->place, "a block is not closed");
    /* The file's last line feed is no part of what is included in a sentence. */
    while (p->literal.len > 0 && is_blank(p->literal.at[p->literal.len - 1]))
        p->literal.len--;
    close_literal(p, &tail);
    return true;
}

/* {view NAME "HEADER"} and perhaps {layout NAME PATH}, on lines of their own. */
static bool take_head(struct parser *p)
{
    struct template *t = p->out;
    struct construct c = {0};
    struct template_place at;
    bool is_comment = true;
    while (is_comment) {
        while (!at_end(p) && is_blank(here(p)))
            pass(&p->place, p->source->text.at[p->html.at++]);
        if (at_end(p) || here(p) != '{')
            return REFUSE(p, p->place, "a template begins with {view NAME \"HEADER\"}");
        if (!take_construct(p, &c, &is_comment))
            return false;
    }
    if (!str_eq(next_word(&c, &at), STR("view")))
        return REFUSE(p, at, "a template begins with {view NAME \"HEADER\"}");
    t->view = next_word(&c, &at);
    if (!is_word(t->view))
        return REFUSE(p, at, "the name of the view's struct is missing");
    struct str header = next_word(&c, &at);
    if (header.len < 5 || header.at[0] != '"' || header.at[header.len - 1] != '"')
        return REFUSE(p, at, "the view's header is missing, as \"web/front_view.h\"");
    t->view_header = (struct str){header.at + 1, header.len - 2};
    for (size_t i = 0; i < t->view_header.len; i++)
        if (!isalnum((unsigned char)t->view_header.at[i]) && !strchr("_/.", t->view_header.at[i]))
            return REFUSE(p, at, "the view's header is no path");
    return expect_end(p, &c);
}

static bool take_layout(struct parser *p)
{
    while (!at_end(p) && is_blank(here(p)))
        pass(&p->place, p->source->text.at[p->html.at++]);
    struct str left = {p->source->text.at + p->html.at, p->source->text.len - p->html.at};
    if (!str_starts(left, STR("{layout ")))
        return true;
    struct construct c = {0};
    struct template_place at;
    bool is_comment;
    if (!take_construct(p, &c, &is_comment))
        return false;
    (void)next_word(&c, &at);
    p->out->layout = next_word(&c, &p->out->at);
    if (!is_word(p->out->layout))
        return REFUSE(p, p->out->at, "a layout is written {layout name .view}");
    if (!take_path(p, &c, &p->out->layout_path) || !expect_end(p, &c))
        return false;
    return true;
}

bool template_parse(struct arena *a, const struct template_source *source,
                    const struct template_set *set, struct template *out,
                    struct template_fault *fault)
{
    *out = (struct template){.source = source};
    struct parser p = {.a = a,
                       .source = source,
                       .set = set,
                       .out = out,
                       .fault = fault,
                       .place = {1, 1},
                       .html = {.text = source->text.at},
                       .literal = sb_open(a, 4096)};
    struct construct end = {0};
    if (!is_word(source->name) || is_taken(source->name))
        return REFUSE(&p, p.place, "\"%.*s\" cannot be the name of a template",
                      STR_FMT(source->name));
    if (!take_head(&p) || !take_layout(&p) || !take_nodes(&p, &out->first, &end))
        return false;
    if (p.html.where != HTML_TEXT)
        return REFUSE(&p, p.place, "the file ends within a tag");
    if (p.html.depth > 0)
        return REFUSE(&p, p.place, "<%.*s> is not closed", STR_FMT(p.html.open[p.html.depth - 1]));
    return true;
}
